"""A conversation given to staff: taken, talked in, given back; never silently pending.

Rule: a hand-off ends `answered` when staff wrote something, else `returned`, whoever ends it. The
caller sends the words and wakes the dialogue with `HandoffEnded`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.messages import ChatRef
from core.model import Handoff, Role, StaffMember
from core.refusals import BadValue, IllegalTransition
from core.staff import Actor, Duty, allow, may, parse_duty

Ended = Literal["returned", "answered", "expired"]
Step = Literal["next", "supervisor", "expired"]

ALWAYS = parse_duty("mon-sun 00:00-24:00")


@dataclass(frozen=True, slots=True)
class Desk:
    """How hand-offs are served. Units: seconds, duty hours.

    `duty` holds for members without hours of their own, and when there is no operator at all.
    """

    take_s: int = 1800
    supervisor_after_s: int = 1800
    silent_hours: int = 24
    duty: Duty = ALWAYS

    @property
    def take(self) -> timedelta:
        return timedelta(seconds=self.take_s)


@dataclass(frozen=True, slots=True)
class Escalation:
    """What is due for a hand-off: call the next person, call a supervisor, or let it expire."""

    handoff: Handoff
    step: Step


# --- who is there, and when ----------------------------------------------------------------------


def duty_of(member: StaffMember, desk: Desk) -> Duty:
    """Return a member's duty hours, the desk's when there are none of the member's own."""
    return parse_duty(member.duty, desk.duty.zone) if member.duty else desk.duty


def operators(staff: Iterable[StaffMember]) -> list[StaffMember]:
    """Return the accounts that serve hand-offs: operators; in a city without any, whoever else may
    and has signed in.
    """
    able = [m for m in staff if may(m, "handoff_take")]
    named = [m for m in able if m.role is Role.OPERATOR]
    return named or [m for m in able if m.password_hash is not None]


def on_duty(staff: Iterable[StaffMember], now: datetime, desk: Desk) -> list[StaffMember]:
    """Return the operators who are there: inside their hours and not away."""
    return [m for m in operators(staff) if not m.away and duty_of(m, desk).on(now)]


def promise(staff: Sequence[StaffMember], now: datetime, desk: Desk) -> datetime:
    """Return until when a person will have taken a hand-off, in UTC.

    The time to take counts from now when an operator is there, else from the next duty to begin;
    with no operator account the desk's hours stand in.
    """
    if not operators(staff):
        return (now if desk.duty.on(now) else desk.duty.next_start(now)) + desk.take
    if on_duty(staff, now, desk):
        return now + desk.take
    return min(duty_of(m, desk).next_start(now) for m in operators(staff)) + desk.take


# --- the life of a hand-off ----------------------------------------------------------------------


def open_handoff(
    conversation_id: int,
    chat: ChatRef,
    reason: str,
    now: datetime,
    *,
    staff: Sequence[StaffMember],
    desk: Desk,
) -> Handoff:
    """Return a new waiting hand-off with the moment promised to the resident."""
    return Handoff(conversation_id, chat, reason, now, promised_at=promise(staff, now, desk))


def take(handoff: Handoff, actor: Actor, now: datetime) -> None:
    """Make the actor the one who talks. A supervisor may take over from a colleague.

    Errors: NotAllowed; IllegalTransition (`ended`, `taken`, `taken_by_you`).
    """
    member = allow(actor, "handoff_take")
    _still_open(handoff)
    if handoff.status == "taken" and handoff.taken_by == member.id:
        raise IllegalTransition("taken_by_you", "The conversation is yours already; write to it.")
    if handoff.status == "taken" and not may(member, "handoff_reassign"):
        raise IllegalTransition("taken", "A colleague has taken this conversation; pick another.")
    handoff.status, handoff.taken_by, handoff.taken_at = "taken", member.id, now


def say(handoff: Handoff, actor: Actor, now: datetime, *, text: str) -> None:
    """Note that staff wrote to the resident; a waiting hand-off is taken by it.

    `answered_at` is the last time staff wrote. Errors: NotAllowed; IllegalTransition (`ended`,
    `taken`); BadValue (`no_text`).
    """
    member = allow(actor, "handoff_say")
    _still_open(handoff)
    if not text.strip():
        raise BadValue("no_text", "The message is empty; write what the resident will read.")
    if handoff.status == "waiting":
        take(handoff, actor, now)
    _mine(handoff, member)
    handoff.answered_at = now


def give(handoff: Handoff, actor: Actor, to: StaffMember, now: datetime) -> None:
    """Make a colleague the one who talks: by who has it, by anybody who may while nobody has.

    Errors: NotAllowed; IllegalTransition (`ended`, `taken`, `taken_by_them`); BadValue
    (`cannot_take`).
    """
    member = allow(actor, "handoff_take")
    _still_open(handoff)
    if handoff.status == "taken":
        _mine(handoff, member)
    if not may(to, "handoff_take"):
        raise BadValue("cannot_take", f"{to.email} may not take conversations; choose another.")
    if handoff.taken_by == to.id:
        raise IllegalTransition("taken_by_them", "This colleague has the conversation already.")
    handoff.status, handoff.taken_by, handoff.taken_at = "taken", to.id, now


def give_back(handoff: Handoff, actor: Actor, now: datetime) -> Ended:
    """Give the conversation back to the bot; return how it ended.

    Errors: NotAllowed; IllegalTransition (`ended`, `not_taken`, `taken`).
    """
    member = allow(actor, "handoff_return")
    _still_open(handoff)
    if handoff.status == "waiting":
        raise IllegalTransition("not_taken", "Nobody has taken this conversation; take it first.")
    _mine(handoff, member)
    return _end(handoff, now)


def resident_left(handoff: Handoff, now: datetime) -> Ended:
    """The resident went back to the bot; return how it ended.

    Errors: IllegalTransition (`ended`).
    """
    _still_open(handoff)
    return _end(handoff, now)


def expire(handoff: Handoff, now: datetime) -> Ended:
    """End a hand-off in which staff fell silent; return how it ended.

    `expired`: they never wrote, and the matter is to be kept as a case.
    Errors: IllegalTransition (`ended`).
    """
    _still_open(handoff)
    return "answered" if _end(handoff, now) == "answered" else "expired"


def note_escalated(handoff: Handoff, now: datetime) -> None:
    """Note that the next person or a supervisor was called. Errors: IllegalTransition (`ended`)."""
    _still_open(handoff)
    handoff.escalated_at = now


def escalations(
    handoffs: Iterable[Handoff], staff: Iterable[StaffMember], now: datetime, desk: Desk
) -> list[Escalation]:
    """Return what is due now; asked again after `note_escalated` or `expire`, it is not repeated.

    Not taken by the promised moment: the next person; still not `supervisor_after_s` later: a
    supervisor. Taken, and staff silent for `silent_hours` of the taker's duty: it expires.
    """
    members = {member.id: member for member in staff}
    steps = ((h, _due_step(h, members.get(h.taken_by), now, desk)) for h in handoffs)
    return [Escalation(handoff, step) for handoff, step in steps if step]


def next_step_at(handoff: Handoff, taker: StaffMember | None, desk: Desk) -> datetime | None:
    """Return when the next step of `escalations` falls due if nothing happens; None when none
    will.
    """
    if handoff.status == "taken":
        return _silent_until(handoff, taker, desk)
    if handoff.status != "waiting":
        return None
    first, second = _call_moments(handoff, desk)
    if handoff.escalated_at is None:
        return first
    return second if handoff.escalated_at < second else None


def _due_step(
    handoff: Handoff, taker: StaffMember | None, now: datetime, desk: Desk
) -> Step | None:
    if handoff.status == "waiting":
        return _call(handoff, now, desk)
    if handoff.status == "taken" and _silent_until(handoff, taker, desk) <= now:
        return "expired"
    return None


def _call(handoff: Handoff, now: datetime, desk: Desk) -> Step | None:
    first, second = _call_moments(handoff, desk)
    called = handoff.escalated_at
    if now >= second and (called is None or called < second):
        return "supervisor"
    return "next" if now >= first and called is None else None


def _call_moments(handoff: Handoff, desk: Desk) -> tuple[datetime, datetime]:
    """When the next person is called, and when a supervisor."""
    first = handoff.promised_at or handoff.waiting_since + desk.take
    return first, first + timedelta(seconds=desk.supervisor_after_s)


def _silent_until(handoff: Handoff, taker: StaffMember | None, desk: Desk) -> datetime:
    last_word = handoff.answered_at or handoff.taken_at or handoff.waiting_since
    duty = duty_of(taker, desk) if taker else desk.duty
    return duty.after(last_word, timedelta(hours=desk.silent_hours))


def _end(handoff: Handoff, now: datetime) -> Literal["returned", "answered"]:
    how: Literal["returned", "answered"] = "answered" if handoff.answered_at else "returned"
    handoff.status, handoff.ended_at = how, now
    return how


def _still_open(handoff: Handoff) -> None:
    if handoff.status not in ("waiting", "taken"):
        raise IllegalTransition(
            "ended", "The conversation is back with the bot; nothing to do here."
        )


def _mine(handoff: Handoff, member: StaffMember) -> None:
    if handoff.taken_by != member.id and not may(member, "handoff_reassign"):
        raise IllegalTransition("taken", "A colleague has taken this conversation; pick another.")
