"""Petitions are found by words in any form and by meaning, the likeliest first."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.petition_search import (
    by_meaning,
    by_words,
    index_of,
    is_clear,
    packed,
    ranked,
    telling,
    unpacked,
)

LANE, SHELTERS, BUSES = 1, 2, 3
INDEX = [
    ("велодоріжка", LANE, True),
    ("харківський", LANE, True),
    ("школа", SHELTERS, True),
    ("укриття", SHELTERS, True),
    ("автобус", BUSES, True),
    ("школа", BUSES, False),
]
near = st.lists(st.floats(-1, 1, width=32), min_size=4, max_size=4)


def words(*groups: str) -> list[tuple[str, ...]]:
    return [tuple(group.split("/")) for group in groups]


def test_what_only_asks_for_a_petition_is_no_word_to_search_by() -> None:
    said = words("знайти", "петиція", "про", "велодоріжка", "на")
    assert telling(said) == [("велодоріжка",)]


def test_any_dictionary_form_of_a_word_finds() -> None:
    assert by_words(words("школа/школити"), INDEX, 3).keys() == {SHELTERS, BUSES}


def test_a_title_weighs_more_than_a_text() -> None:
    found = by_words(words("школа"), INDEX, 3)
    assert found[SHELTERS] > found[BUSES]


def test_one_word_of_many_is_not_enough() -> None:
    wanted = words("школа", "укриття", "велодоріжка", "харківський")
    assert BUSES not in by_words(wanted, INDEX, 3)


def test_words_that_no_petition_has_do_not_hide_those_that_one_has() -> None:
    assert by_words(words("велодоріжка", "яскравий"), INDEX, 3).keys() == {LANE}


def test_words_that_no_petition_has_leave_it_unsure() -> None:
    """«Щоб діти ховалися від обстрілів» shares one word with a petition, and may mean another."""
    few = by_words(words("велодоріжка", "один", "два", "три"), INDEX, 3)
    assert few[LANE] < by_words(words("велодоріжка"), INDEX, 3)[LANE] == 1.0
    assert not is_clear(few, [LANE])


def test_nothing_is_found_of_nothing() -> None:
    assert by_words([], INDEX, 3) == {}
    assert by_words(words("басейн"), INDEX, 3) == {}
    assert by_meaning(None, [(LANE, packed([1, 0]))]) == {}


def test_near_meanings_are_found_and_far_ones_not() -> None:
    others = [(LANE, packed([1, 0.2])), (SHELTERS, packed([0, 1])), (BUSES, packed([0.8, 0.1]))]
    assert by_meaning(packed([1, 0.1]), others).keys() == {LANE, BUSES}


def test_a_meaning_of_an_older_encoder_is_left_out() -> None:
    assert by_meaning(packed([1, 0]), [(LANE, packed([1, 0, 0]))]) == {}


def test_what_words_and_meaning_both_find_comes_first() -> None:
    assert ranked({LANE: 0.5, BUSES: 0.9}, {LANE: 0.6, SHELTERS: 0.5}) == [LANE, BUSES, SHELTERS]


@pytest.mark.parametrize(
    ("found", "clear"),
    [
        ({}, False),
        ({LANE: 1.0}, True),
        ({LANE: 1.0, BUSES: 0.9}, False),
        ({LANE: 0.9, BUSES: 0.3}, True),
        ({LANE: 0.2}, False),
    ],
)
def test_one_is_meant_for_certain_when_no_other_is_nearly_as_likely(
    found: dict[int, float], clear: bool
) -> None:
    assert is_clear(found, ranked(found, {})) is clear


def test_what_is_found_by_meaning_alone_is_never_certain() -> None:
    assert not is_clear({}, [LANE])


def test_an_index_tells_titles_from_texts() -> None:
    def words_of(text: str) -> list[tuple[str, ...]]:
        return [(word,) for word in text.split()]

    assert index_of("укриття школа", "школа діти", words_of) == {
        "укриття": True,
        "школа": True,
        "діти": False,
    }


@given(near)
def test_a_vector_stays_in_its_direction_when_packed(vector: list[float]) -> None:
    length = math.hypot(*vector)
    if length < 0.01:
        return
    kept = unpacked(packed(vector))
    same = sum(a * b for a, b in zip(vector, kept, strict=True))
    assert same / (length * math.hypot(*kept)) == pytest.approx(1, abs=0.01)


@given(
    st.dictionaries(st.integers(1, 9), st.floats(0, 9)),
    st.dictionaries(st.integers(1, 9), st.floats(0, 1)),
)
def test_a_ranking_holds_each_found_one_once(
    said: dict[int, float], meant: dict[int, float]
) -> None:
    assert sorted(ranked(said, meant)) == sorted({*said, *meant})
