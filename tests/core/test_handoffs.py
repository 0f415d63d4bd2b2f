"""A conversation given to staff: promised, taken, answered, given back, never silently pending."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta

import pytest

from core import handoffs
from core.handoffs import Desk, open_handoff
from core.model import Handoff, StaffMember
from core.refusals import BadValue, IllegalTransition, NotAllowed, Refusal
from core.staff import Actor, parse_duty, staff
from tests.core.builders import CHAT, kyiv, member

OFFICE = "mon-fri 08:00-20:00"
DESK = Desk(take_s=1800, supervisor_after_s=3600)
NOON, NIGHT = kyiv("2026-11-24 12:00"), kyiv("2026-11-24 22:40")
HALF_HOUR, HOUR = timedelta(minutes=30), timedelta(hours=1)


def operator(no: int = 1, duty: str | None = OFFICE, *, away: bool = False) -> StaffMember:
    return member("operator", no=no, duty=duty, away=away)


IRYNA, TARAS = staff(operator(1)), staff(operator(2))
HEAD = staff(member("supervisor", no=9))


def waiting(at: datetime = NOON, *people: StaffMember) -> Handoff:
    return open_handoff(1, CHAT, "asked", at, staff=people or (operator(),), desk=DESK)


def taken(by: Actor = IRYNA, at: datetime = NOON) -> Handoff:
    handoff = waiting(at)
    handoffs.take(handoff, by, at)
    return handoff


def refused(
    act: Callable[[], object], handoff: Handoff, code: str, kind: type[Refusal] = IllegalTransition
) -> None:
    before = deepcopy(handoff)
    with pytest.raises(kind) as caught:
        act()
    assert (type(caught.value), caught.value.code) == (kind, code)
    assert handoff == before


# --- promises ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "now", "promised"),
    [
        # Somebody is there: within the time to take.
        ([operator()], NOON, "2026-11-24 12:30"),
        # Nobody is: with the next duty to begin.
        ([operator()], NIGHT, "2026-11-25 08:30"),
        ([operator(), operator(2, "tue-sat 00:00-02:00")], NIGHT, "2026-11-25 00:30"),
        ([operator()], kyiv("2026-11-28 12:00"), "2026-11-30 08:30"),
        # Inside the hours but away counts as not there.
        ([operator(away=True)], NOON, "2026-11-25 08:30"),
        ([operator(away=True), operator(2)], NOON, "2026-11-24 12:30"),
        # Without own hours the desk's hold; without an operator, too.
        ([operator(duty=None)], NIGHT, "2026-11-24 23:10"),
        ([], NIGHT, "2026-11-24 23:10"),
        ([member("admin"), member("executor", "kte")], NIGHT, "2026-11-24 23:10"),
    ],
)
def test_a_resident_hears_when_a_person_will_be_there(
    people: list[StaffMember], now: datetime, promised: str
) -> None:
    assert handoffs.promise(people, now, DESK) == kyiv(promised)


def test_the_desks_hours_hold_when_there_is_no_operator() -> None:
    desk = Desk(take_s=1800, duty=parse_duty(OFFICE))
    assert handoffs.promise([], NIGHT, desk) == kyiv("2026-11-25 08:30")
    gone = member("operator", disabled_at=NOON)
    assert handoffs.promise([gone], NIGHT, desk) == kyiv("2026-11-25 08:30")


def test_those_on_duty_are_there_and_serve_the_desk() -> None:
    people = [
        operator(1),
        operator(2, away=True),
        operator(3, "sat 10:00-12:00"),
        member("operator", no=4, duty=OFFICE, disabled_at=NOON),
        member("executor", "kte", no=5, duty=OFFICE),
    ]
    assert [m.id for m in handoffs.on_duty(people, NOON, DESK)] == [1]


def test_where_there_is_no_operator_whoever_may_and_has_signed_in_serves() -> None:
    """A small city begins with one administrator, who answers residents too."""
    signed_in = member("admin", no=7, password_hash="hash")
    invited = member("admin", no=8)
    assert handoffs.operators([signed_in, invited]) == [signed_in]
    assert handoffs.operators([signed_in, operator()]) == [operator()]


def test_a_new_handoff_waits_with_its_promise() -> None:
    handoff = waiting(NIGHT)
    assert (handoff.status, handoff.waiting_since) == ("waiting", NIGHT)
    assert handoff.promised_at == kyiv("2026-11-25 08:30")


# --- taking, saying, giving back -----------------------------------------------------------------


def test_who_takes_a_conversation_answers_it_and_gives_it_back() -> None:
    handoff = taken()
    assert (handoff.status, handoff.taken_by, handoff.taken_at) == ("taken", 1, NOON)
    handoffs.say(handoff, IRYNA, NOON + HOUR, text="Вітаю!")
    assert (handoff.status, handoff.answered_at) == ("taken", NOON + HOUR)
    assert handoffs.give_back(handoff, IRYNA, NOON + 2 * HOUR) == "answered"
    assert (handoff.status, handoff.ended_at) == ("answered", NOON + 2 * HOUR)


def test_given_back_without_a_word_it_is_returned() -> None:
    handoff = taken()
    assert handoffs.give_back(handoff, IRYNA, NOON + HOUR) == "returned"
    assert handoff.status == "returned"


def test_a_word_takes_a_waiting_conversation() -> None:
    handoff = waiting()
    handoffs.say(handoff, TARAS, NOON, text="Слухаю.")
    assert (handoff.status, handoff.taken_by, handoff.answered_at) == ("taken", 2, NOON)


def test_two_operators_do_not_talk_in_one_conversation() -> None:
    handoff = taken(IRYNA)
    refused(lambda: handoffs.take(handoff, TARAS, NOON), handoff, "taken")
    refused(lambda: handoffs.take(handoff, IRYNA, NOON), handoff, "taken_by_you")
    refused(lambda: handoffs.say(handoff, TARAS, NOON, text="я!"), handoff, "taken")
    refused(lambda: handoffs.give_back(handoff, TARAS, NOON), handoff, "taken")


def test_a_supervisor_takes_over() -> None:
    handoff = taken(IRYNA)
    handoffs.take(handoff, HEAD, NOON + HOUR)
    assert handoff.taken_by == 9
    refused(lambda: handoffs.say(handoff, IRYNA, NOON, text="я!"), handoff, "taken")
    assert handoffs.give_back(handoff, HEAD, NOON + HOUR) == "returned"


def test_nobody_gives_back_what_nobody_took() -> None:
    handoff = waiting()
    refused(lambda: handoffs.give_back(handoff, IRYNA, NOON), handoff, "not_taken")


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_word_is_none_and_takes_nothing(text: str) -> None:
    handoff = waiting()
    refused(lambda: handoffs.say(handoff, IRYNA, NOON, text=text), handoff, "no_text", BadValue)


@pytest.mark.parametrize("role", ["executor", "moderator", "editor"])
def test_conversations_are_the_desks(role: str) -> None:
    handoff, actor = waiting(), staff(member(role, "kte"))
    refused(lambda: handoffs.take(handoff, actor, NOON), handoff, "no_right", NotAllowed)
    refused(lambda: handoffs.say(handoff, actor, NOON, text="я"), handoff, "no_right", NotAllowed)
    refused(lambda: handoffs.give_back(handoff, actor, NOON), handoff, "no_right", NotAllowed)


def test_the_resident_can_always_go_back_to_the_bot() -> None:
    assert handoffs.resident_left(waiting(), NOON) == "returned"
    assert handoffs.resident_left(taken(), NOON) == "returned"
    answered = taken()
    handoffs.say(answered, IRYNA, NOON, text="Вітаю!")
    assert handoffs.resident_left(answered, NOON) == "answered"


def test_what_has_ended_stays_ended() -> None:
    handoff = taken()
    handoffs.give_back(handoff, IRYNA, NOON)
    acts: list[Callable[[], object]] = [
        lambda: handoffs.take(handoff, TARAS, NOON),
        lambda: handoffs.say(handoff, IRYNA, NOON, text="ще"),
        lambda: handoffs.give_back(handoff, IRYNA, NOON),
        lambda: handoffs.resident_left(handoff, NOON),
        lambda: handoffs.expire(handoff, NOON),
        lambda: handoffs.note_escalated(handoff, NOON),
    ]
    for act in acts:
        refused(act, handoff, "ended")


# --- what is due ---------------------------------------------------------------------------------


def steps(handoff: Handoff, now: datetime, *people: StaffMember) -> list[str]:
    found = handoffs.escalations([handoff], people or (operator(),), now, DESK)
    assert all(item.handoff is handoff for item in found)
    return [item.step for item in found]


def test_who_is_not_taken_in_time_goes_on_to_the_next_and_then_to_a_supervisor() -> None:
    handoff = waiting()
    assert steps(handoff, NOON + HALF_HOUR - timedelta(seconds=1)) == []
    assert steps(handoff, NOON + HALF_HOUR) == ["next"]
    handoffs.note_escalated(handoff, NOON + HALF_HOUR)
    assert steps(handoff, NOON + HOUR) == []
    assert steps(handoff, NOON + HALF_HOUR + HOUR) == ["supervisor"]
    handoffs.note_escalated(handoff, NOON + HALF_HOUR + HOUR)
    assert steps(handoff, NOON + 100 * HOUR) == []
    assert handoff.status == "waiting"


def test_a_job_that_comes_late_calls_the_supervisor_at_once() -> None:
    assert steps(waiting(), NOON + 5 * HOUR) == ["supervisor"]


def test_nobody_is_called_before_the_promised_morning() -> None:
    handoff = waiting(NIGHT)
    assert steps(handoff, kyiv("2026-11-25 08:29")) == []
    assert steps(handoff, kyiv("2026-11-25 08:30")) == ["next"]


def test_taken_and_silent_for_a_day_of_duty_it_expires() -> None:
    handoff = taken()  # Tuesday noon: 8 hours, then 12 on Wednesday, then 4 on Thursday
    assert steps(handoff, kyiv("2026-11-26 11:59:59")) == []
    assert steps(handoff, kyiv("2026-11-26 12:00")) == ["expired"]
    assert handoffs.expire(handoff, kyiv("2026-11-26 12:00")) == "expired"
    assert handoff.status == "returned"
    assert steps(handoff, kyiv("2026-12-26 12:00")) == []


def test_a_word_of_staff_starts_the_silence_anew() -> None:
    handoff = taken()
    handoffs.say(handoff, IRYNA, kyiv("2026-11-25 12:00"), text="Дізнаюся.")
    assert steps(handoff, kyiv("2026-11-26 12:00")) == []
    assert steps(handoff, kyiv("2026-11-27 12:00")) == ["expired"]
    assert handoffs.expire(handoff, kyiv("2026-11-27 12:00")) == "answered"
    assert handoff.status == "answered"


def test_a_taker_whose_account_is_gone_is_measured_by_the_desks_hours() -> None:
    handoff = taken()
    assert steps(handoff, NOON + 24 * HOUR, operator(7)) == ["expired"]
