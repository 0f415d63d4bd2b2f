"""One slip of the finger is found, two are not; the likelier slip goes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.near import Near

WORDS = ("хрещатик", "драгоманова", "грузинский", "ружинский", "лиф", "вода")
LETTERS = "абвгдеж"
NEAR = Near(WORDS)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("хрещатк", "хрещатик"),
        ("хрещаттик", "хрещатик"),
        ("хреащтик", "хрещатик"),
        ("арещатик", "хрещатик"),
        ("рещатик", "хрещатик"),
        ("рхещатик", "хрещатик"),
        ("хрещатиик", "хрещатик"),
        ("хрещатикк", "хрещатик"),
        ("хрещати", "хрещатик"),
        ("драггоманова", "драгоманова"),
        ("драгоамнова", "драгоманова"),
        ("вдоа", "вода"),
    ],
)
def test_one_slip_is_found_wherever_it_is(typed: str, word: str) -> None:
    assert NEAR.of(typed) == [word]


@pytest.mark.parametrize("typed", ["хрещатик", "хрщатк", "вода", "", "в", "лифт", "хрещатикам"])
def test_a_right_word_and_two_slips_find_nothing(typed: str) -> None:
    assert NEAR.of(typed) == []


def test_the_likelier_slip_goes_first() -> None:
    assert NEAR.of("гружинский") == ["грузинский", "ружинский"]


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """Return a word and what one slip makes of it."""
    word = draw(st.text(LETTERS, min_size=4, max_size=9))
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(LETTERS))
    kinds = (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    )
    return word, draw(st.sampled_from(kinds))


@given(slips())
def test_any_single_slip_is_found(slip: tuple[str, str]) -> None:
    word, typed = slip
    assert Near([word]).of(typed) == ([] if typed == word else [word])
