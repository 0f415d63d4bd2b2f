"""Conditions of flows: read only names and comparisons, whatever somebody writes in a file."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.conditions import ConditionError, compile_condition


def holds(source: str, values: Mapping[str, Any]) -> bool:
    condition, _ = compile_condition(source)
    return condition(values)


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("not phone", {}),
        ("phone", {"phone": "+380671234567"}),
        ("phone is None", {"phone": None}),
        ("asked < 3 and not phone", {"asked": 2}),
        ("asked >= 0 or phone", {"asked": 0}),
        ("scope == 'inside'", {"scope": "inside"}),
        ("scope != 'inside'", {"scope": "outside"}),
        ("scope in ('inside', 'outside')", {"scope": "outside"}),
        ("scope not in ['inside']", {}),
        ("depth > -1", {"depth": 0}),
        ("phone is not None", {"phone": ""}),
    ],
)
def test_a_condition_that_holds(source: str, values: Mapping[str, Any]) -> None:
    assert holds(source, values) is True


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("not phone", {"phone": "+380671234567"}),
        ("phone", {}),
        ("asked < 3 and not phone", {"asked": 3}),
        ("scope == 'inside'", {}),
        ("scope in ('inside', 'outside')", {"scope": None}),
    ],
)
def test_a_condition_that_does_not_hold(source: str, values: Mapping[str, Any]) -> None:
    assert holds(source, values) is False


def test_the_names_a_condition_reads_are_told() -> None:
    _, names = compile_condition("not phone and (asked < 3 or scope == 'inside')")
    assert names == {"phone", "asked", "scope"}


@pytest.mark.parametrize(
    "source", ["", "phone =", "phone ==", "(", "if phone", "\x00", "phone\n\n="]
)
def test_what_is_no_condition_is_refused(source: str) -> None:
    with pytest.raises(ConditionError, match="cannot read the condition"):
        compile_condition(source)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("phone.upper()", "Call"),
        ("len(phone) > 3", "Call"),
        ("phone.__class__", "Attribute"),
        ("slots['phone']", "Subscript"),
        ("[x for x in slots]", "ListComp"),
        ("lambda: 1", "Lambda"),
        ("f'{phone}'", "JoinedStr"),
        ("(phone := 1)", "NamedExpr"),
        ("asked + 1 > 3", "BinOp"),
        ("1 if phone else 2", "IfExp"),
    ],
)
def test_what_could_do_more_than_compare_is_refused(source: str, what: str) -> None:
    with pytest.raises(ConditionError, match=f"may not use {what}"):
        compile_condition(source)


@given(st.text(max_size=40))
def test_any_text_is_a_condition_or_a_condition_error(source: str) -> None:
    try:
        condition, names = compile_condition(source)
    except ConditionError:
        return
    assert isinstance(condition(dict.fromkeys(names, 1)), bool)


def test_what_is_not_filled_is_neither_more_nor_less() -> None:
    low, _ = compile_condition("rating <= 2")
    assert [low({}), low({"rating": 2}), low({"rating": 3})] == [False, True, False]
