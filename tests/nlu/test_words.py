"""Two dictionaries behind one question each."""

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
