"""Two dictionaries behind one question each."""

import subprocess
import sys

from nlu.words import Lexicon


def test_a_lost_apostrophe_is_no_obstacle(lexicon: Lexicon) -> None:
    assert lexicon.known_uk("підїзд")
    assert lexicon.lemmas("підїзду") == ("підїзд",)


def test_every_parse_counts(lexicon: Lexicon) -> None:
    assert {"вода", "водити"} <= set(lexicon.lemmas("води"))


def test_russian_words_have_their_lemmas(lexicon: Lexicon) -> None:
    assert lexicon.lemmas("подъезде") == ("подъезд",)


def test_everyday_words_that_the_dictionary_lacks_are_known(lexicon: Lexicon) -> None:
    assert lexicon.known_uk("немає")


def test_an_endless_word_is_nobodys(lexicon: Lexicon) -> None:
    assert not lexicon.known("а" * 4096)
    assert lexicon.lemmas("а" * 4096) == ("а" * 40,)


_ANSWERS = """
import sys
if sys.argv[1] == "python":
    sys.modules["dawg"] = None
import subprocess
import sys

from nlu.words import Lexicon
lexicon = Lexicon.load()
for word in "пять підїзду ґанок еще ёлка води ревуцького хрещатик рндтв абвгд кирпичик".split():
    print(word, lexicon.known_uk(word), lexicon.known_ru(word), lexicon.lemmas(word))
    print([(parse.lemma, sorted(parse.tags)) for parse in lexicon.parses(word)])
"""


def test_dictionaries_say_the_same_without_the_compiled_reader_of_them() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", _ANSWERS, how], capture_output=True, check=True
        ).stdout
        for how in ("compiled", "python")
    }
    assert len(answers) == 1
