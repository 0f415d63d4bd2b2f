"""Slips in everyday words are put right; names, and words that a dictionary has, stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.entities.street_names import StreetNames
from nlu.gazetteer import Gazetteer
from nlu.names import names_in
from nlu.normalise import scan, tidy
from nlu.spelling import Speller
from nlu.words import Lexicon

WORDS = frozenset("немає світла води ліфт працює третій день тече дах сміття терміново".split())


@pytest.fixture(scope="module")
def speller(gazetteer: Gazetteer, names: StreetNames, lexicon: Lexicon) -> Speller:
    known = names_in(gazetteer, names, lexicon)
    return Speller(WORDS, lexicon.known, known, known.near)


def spelled(speller: Speller, text: str) -> str:
    return speller(tidy(scan(text))).text


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("немає свтіла", "немає світла"),
        ("ліфт не прцює", "ліфт не працює"),
        ("ліфт не працюює", "ліфт не працює"),
        ("немаж води", "немає води"),
        ("Термінвоо! смітття", "Терміново! сміття"),
        ("НЕМАЄ СВІТДА", "НЕМАЄ СВІТлА"),
        ("немаєсвітла", "немає світла"),
    ],
)
def test_a_slip_in_an_everyday_word_is_put_right(speller: Speller, sent: str, read: str) -> None:
    assert spelled(speller, sent) == read


@pytest.mark.parametrize(
    "text",
    [
        "немає світлої води",
        "нема света",
        "вул. Світля 5",
        "на Хрещатику",
        "вул хрещатк 5",
        "пише Терміновов",
        "Kyiv",
        "свт",
        "працю-є",
    ],
)
def test_names_and_known_words_stay(speller: Speller, text: str) -> None:
    assert spelled(speller, text) == text


def test_a_new_letter_knows_its_place_in_the_text_as_sent(speller: Speller) -> None:
    sent = "🔥 ліфт не прцює 2"
    clean = speller(tidy(scan(sent)))
    start = clean.text.index("працює")
    assert sent[slice(*clean.span(start, start + 6))] == "прцює"
    assert sent[slice(*clean.span(len(clean.text) - 1, len(clean.text)))] == "2"


@given(st.lists(st.sampled_from([*WORDS, "свтіла", "прцює", "ліфтт", "🔥", "немаєводи"])))
def test_places_never_run_backwards(speller: Speller, words: list[str]) -> None:
    sent = " ".join(words)
    clean = speller(tidy(scan(sent)))
    assert list(clean.starts) == sorted(clean.starts)
    assert all(
        0 <= start < end <= len(sent) for start, end in zip(clean.starts, clean.ends, strict=True)
    )
