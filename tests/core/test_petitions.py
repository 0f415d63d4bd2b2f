"""The life of a petition: what may be filed, its term and votes by the start date, its ends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import petitions
from core.model import Role, StaffMember
from core.petitions import (
    Petition,
    PetitionRule,
    PetitionStatus,
    Support,
    is_open,
    load_refusals,
    rule_of,
    text_fault,
    title_fault,
)
from core.refusals import BadValue, IllegalTransition, NotAllowed, Refusal
from core.staff import Actor, resident, staff
from tests.core.builders import DATA, LAW

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
RULES = (PetitionRule(date(2015, 10, 8), 10_000, 90), PetitionRule(date(2021, 1, 1), 6_000, 60))
MODERATOR = staff(StaffMember("m@kyiv.example", Role.MODERATOR, id=1))
OPERATOR = staff(StaffMember("o@kyiv.example", Role.OPERATOR, id=2))
TEXT = "Просимо збудувати безпечну велодоріжку вздовж усього шосе."


def filed(**facts: Any) -> Petition:
    petition = Petition("17", "Велодоріжка на Харківському шосе", TEXT, "Коваль Олена", NOW)
    petitions.file(petition, LAW)
    return replace(petition, **facts)


def published(starts_on: date | None = None) -> Petition:
    petition = filed()
    petitions.publish(petition, MODERATOR, NOW, law=LAW, rules=RULES, starts_on=starts_on)
    return petition


def in_consideration() -> Petition:
    petition = published()
    petitions.consider(petition, NOW, LAW)
    return petition


# --- what may be filed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "fault"),
    [
        ("Велодоріжка на Харківському шосе", None),
        ("Більше лав у парку", None),
        ("а" * 5000, "long"),
        ("Велодоріжка на Харківському шосе " * 5, "long"),
        ("ааааааааааааааааа", "empty"),
        ("Велодоріжкааааааааааа", "empty"),
        ("!!! ??? 123", "empty"),
        ("Більше лав", None),
        ("Лави", "short"),
        ("", "empty"),
    ],
)
def test_a_title_is_words_of_ten_to_a_hundred_and_fifty_characters(
    title: str, fault: str | None
) -> None:
    assert title_fault(title) == fault


@given(st.characters(categories=["L"]), st.integers(10, 150))
def test_no_letter_repeated_is_a_title(letter: str, times: int) -> None:
    assert title_fault(letter * times) in ("empty", "long")


@pytest.mark.parametrize(
    ("text", "fault"), [("", "empty"), ("прошу", "short"), ("оооо" * 30, "empty"), (TEXT, None)]
)
def test_a_text_says_what_is_asked(text: str, fault: str | None) -> None:
    assert text_fault(text) == fault


@pytest.mark.parametrize("facts", [{"title": "а" * 20}, {"text": "прошу"}])
def test_what_the_flow_would_not_take_is_not_filed_either(facts: dict[str, str]) -> None:
    with pytest.raises(BadValue):
        petitions.file(filed(**facts), LAW)


def test_a_moderator_has_two_working_days() -> None:
    # A Tuesday; the term ends with the last second of Thursday in Kyiv.
    assert filed().due_at == datetime(2026, 11, 26, 21, 59, 59, tzinfo=UTC)


# --- term and votes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "votes", "days"),
    [
        (date(2026, 11, 24), 6_000, 60),
        (date(2021, 1, 1), 6_000, 60),
        (date(2020, 12, 31), 10_000, 90),
        (date(2010, 1, 1), 10_000, 90),
    ],
)
def test_votes_and_days_go_by_the_start(start: date, votes: int, days: int) -> None:
    rule = rule_of(RULES, start)
    assert (rule.votes, rule.days) == (votes, days)
    petition = published(start)
    assert petition.threshold == votes
    assert petition.ends_on == start + timedelta(days=days)


@given(st.dates(date(2015, 10, 8), date(2099, 12, 31)), st.integers(0, 200))
def test_it_can_be_signed_to_its_last_day_and_not_after(start: date, later: int) -> None:
    petition = published(start)
    day = start + timedelta(days=later)
    assert is_open(petition, day) is (later <= rule_of(RULES, start).days)


@pytest.mark.parametrize(
    ("support", "reached"),
    [(Support(0, 5_999), False), (Support(9_999, 5_999), False), (Support(0, 6_000), True)],
)
def test_only_votes_count_towards_consideration(support: Support, reached: bool) -> None:
    assert petitions.has_reached(published(), support) is reached


def test_the_answer_is_due_ten_working_days_after_consideration_began() -> None:
    assert in_consideration().due_at == datetime(2026, 12, 8, 21, 59, 59, tzinfo=UTC)


def test_one_that_fell_short_goes_on_as_a_collective_appeal() -> None:
    petition = published()
    event = petitions.fall_short(petition, NOW)
    assert (petition.status, event.event) == (PetitionStatus.COLLECTIVE_APPEAL, "fell_short")


# --- who may what --------------------------------------------------------------------------------

Act = Callable[[Petition, Actor], object]
ACTS: dict[str, tuple[Act, Callable[[], Petition]]] = {
    "publish": (lambda p, a: petitions.publish(p, a, NOW, law=LAW, rules=RULES), filed),
    "refuse": (
        lambda p, a: petitions.refuse(p, a, NOW, reason="hatred", allowed=["hatred"]),
        filed,
    ),
    "answer": (lambda p, a: petitions.answer(p, a, NOW, text="Збудуємо."), in_consideration),
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("actor", [OPERATOR, resident(1)])
def test_only_moderators_act_on_petitions(name: str, actor: Actor) -> None:
    act, made = ACTS[name]
    petition = made()
    before = replace(petition)
    with pytest.raises(NotAllowed):
        act(petition, actor)
    assert petition == before


@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_done_out_of_turn(name: str) -> None:
    act, made = ACTS[name]
    petition = made()
    act(petition, MODERATOR)
    before = replace(petition)
    with pytest.raises(IllegalTransition):
        act(petition, MODERATOR)
    assert petition == before


def test_a_petition_is_refused_only_for_a_reason_of_the_law() -> None:
    petition, allowed = filed(), load_refusals(DATA / "law" / "petition_refusals.csv")
    with pytest.raises(BadValue, match="hatred"):
        petitions.refuse(petition, MODERATOR, NOW, reason="ugly", allowed=allowed)
    assert petition.status is PetitionStatus.MODERATION
    petitions.refuse(petition, MODERATOR, NOW, reason="hatred", allowed=allowed)
    assert (petition.status, petition.reason) == (PetitionStatus.REFUSED, "hatred")


def test_an_answer_is_not_empty() -> None:
    with pytest.raises(Refusal):
        petitions.answer(in_consideration(), MODERATOR, NOW, text="  ")
