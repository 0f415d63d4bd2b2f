"""Who may what, and when staff are there: rights as one table, weekly duty hours.

Rule: every act on a case or a hand-off asks `allow` first, whoever calls: page, command or program.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from core.calendar import KYIV
from core.model import Role, StaffMember
from core.refusals import BadValue, NotAllowed
from core.routing import TRIAGE

Who = Literal["resident", "staff", "body", "system"]

# --- actors --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a resident in a conversation, a staff member, a body by the link of its letter, or
    misto itself (timer, router).
    """

    who: Who
    member: StaffMember | None = None
    conversation_id: int | None = None
    person_id: int | None = None
    body: str | None = None

    @property
    def by(self) -> str:
        """Return the actor as a history line names it."""
        if self.body:
            return f"body:{self.body}"
        return f"staff:{self.member.id}" if self.member else self.who


SYSTEM = Actor("system")


def resident(conversation_id: int, person_id: int | None = None) -> Actor:
    """Return the resident of a conversation."""
    return Actor("resident", conversation_id=conversation_id, person_id=person_id)


def staff(member: StaffMember) -> Actor:
    """Return a staff member as an actor."""
    return Actor("staff", member=member)


def by_link(body: str) -> Actor:
    """Return a body that acts by the link of its letter, without an account."""
    return Actor("body", body=body)


# --- rights --------------------------------------------------------------------------------------


class Reach(StrEnum):
    """How far a right goes: cases of the member's bodies, those still in triage, or all."""

    OWN = "own"
    TRIAGE = "triage"
    ANY = "any"


_BODY_WORK = (
    *("view", "take", "start", "ask", "forward", "answer", "reject", "reopen", "shorten"),
    *("merge", "split", "link", "note"),
)
_HEAD_WORK = (*_BODY_WORK, "extend", "reassign", "assign")
_DESK_WORK = ("handoff_view", "handoff_take", "handoff_say", "handoff_return", "caller_file")
_PETITION_WORK = ("petition_publish", "petition_refuse", "petition_answer")

_OFFICE_WORK = ("staff_manage", "office_manage", "replies_manage")

ACTIONS = (*_HEAD_WORK, *_DESK_WORK, "handoff_reassign", *_PETITION_WORK, *_OFFICE_WORK)


def _all(actions: Iterable[str], reach: Reach) -> dict[str, Reach]:
    return dict.fromkeys(actions, reach)


RIGHTS: Mapping[Role, Mapping[str, Reach]] = {
    Role.EXECUTOR: _all(_BODY_WORK, Reach.OWN),
    Role.OPERATOR: {
        **_all(_BODY_WORK, Reach.TRIAGE),
        **_all(("view", "forward", "reopen"), Reach.ANY),
        **_all(_DESK_WORK, Reach.ANY),
    },
    Role.SUPERVISOR: {
        **_all(_HEAD_WORK, Reach.OWN),
        **_all((*_DESK_WORK, "handoff_reassign"), Reach.ANY),
    },
    Role.ADMIN: _all(ACTIONS, Reach.ANY),
    Role.MODERATOR: _all(_PETITION_WORK, Reach.ANY),
    Role.EDITOR: {},
}


def may(member: StaffMember, action: str, body: str | None = None) -> bool:
    """Whether a member may do an action, on a case of `body` where it is about a case.

    A supervisor without bodies is the whole city's; an executor without bodies has no case.
    """
    if member.disabled_at is not None:
        return False
    reach = RIGHTS[member.role].get(action)
    if reach is None or reach is Reach.ANY:
        return reach is Reach.ANY
    if reach is Reach.TRIAGE:
        return body == TRIAGE or body in member.bodies
    return body in member.bodies or (member.role is Role.SUPERVISOR and not member.bodies)


def bodies_seen(member: StaffMember) -> tuple[str, ...] | None:
    """Return the bodies whose cases a member may look at; None means all of the city's."""
    reach = RIGHTS[member.role].get("view")
    if member.disabled_at is not None or reach is None:
        return ()
    whole_city = member.role is Role.SUPERVISOR and not member.bodies
    return None if reach is Reach.ANY or whole_city else member.bodies


def allow(actor: Actor, action: str, body: str | None = None) -> StaffMember:
    """Return the acting member when the right is there.

    Errors: NotAllowed (`no_right`, `disabled`).
    """
    member = actor.member
    if member is None:
        raise NotAllowed("no_right", f"Only staff may {_plain(action)}; sign in first.")
    if member.disabled_at is not None:
        raise NotAllowed("disabled", "This account is disabled; ask an administrator.")
    if not may(member, action, body):
        raise NotAllowed("no_right", _no_right(member, action, body))
    return member


def _no_right(member: StaffMember, action: str, body: str | None) -> str:
    if not RIGHTS[member.role].get(action):
        able = ", ".join(role for role, rights in RIGHTS.items() if action in rights)
        return (
            f"The role {member.role} may not {_plain(action)}; ask one of: {able or 'nobody can'}."
        )
    return (
        f"This case is with {body}, not with a body of yours; its own staff may {_plain(action)}."
    )


_THINGS = {"handoff": "hand-off", "petition": "petition"}


def _plain(action: str) -> str:
    thing, _, act = action.rpartition("_")
    return f"{act} a {_THINGS.get(thing, 'case')}"


def check_member(role: Role, bodies: Iterable[str], known_bodies: Iterable[str]) -> None:
    """Check a new account's role and bodies. Errors: BadValue (`no_body`, `unknown_body`)."""
    unknown = set(bodies) - set(known_bodies)
    if unknown:
        raise BadValue("unknown_body", f"No body {', '.join(sorted(unknown))}; see bodies.csv.")
    if role is Role.EXECUTOR and not set(bodies):
        raise BadValue("no_body", "An executor works for a body; name at least one.")


# --- duty ----------------------------------------------------------------------------------------

Minutes = tuple[int, int]

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MIDNIGHT = 24 * 60
_EXAMPLE = "mon-fri 09:00-18:00; sat 10:00-14:00"


class DutyError(ValueError):
    """Duty hours cannot be read; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Weekly hours: for each day from Monday, minutes from midnight, merged, in order.

    Hours are the wall clock's; spans are counted in real time, so a night of the clock's change is
    an hour longer or shorter.
    """

    week: tuple[tuple[Minutes, ...], ...]
    zone: ZoneInfo = KYIV

    def on(self, moment: datetime) -> bool:
        """Whether the moment (aware) is inside duty hours; their end is outside."""
        return any(start <= moment < end for start, end in self.spans(self._day(moment)))

    def next_start(self, moment: datetime) -> datetime:
        """Return when duty hours next begin after a moment, in UTC."""
        return next(start for start, _ in self._from(moment) if start > moment)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of the time between two moments is duty time."""
        total = timedelta()
        for opens, closes in self._from(start):
            if opens >= end:
                return total
            total += max(timedelta(), min(closes, end) - max(opens, start))
        return total

    def after(self, start: datetime, duty_time: timedelta) -> datetime:
        """Return the moment when so much duty time has passed since `start`, in UTC."""
        left, spans = duty_time, self._from(start)
        while left > timedelta():
            opens, closes = next(spans)
            begins = max(opens, start)
            if closes - begins >= left:
                return (begins + left).astimezone(UTC)
            left -= max(timedelta(), closes - begins)
        return start.astimezone(UTC)

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the duty spans of a day in UTC; one swallowed by a clock's change is left out."""
        spans = ((self._at(day, a), self._at(day, b)) for a, b in self.week[day.weekday()])
        return [(start, end) for start, end in spans if start < end]

    def _from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = self._day(moment)
        while True:
            yield from self.spans(day)
            day += timedelta(days=1)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _at(self, day: date, minutes: int) -> datetime:
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        # Adding to a local moment moves the wall clock, which is what duty hours are written in.
        return (midnight + timedelta(minutes=minutes)).astimezone(UTC)


def parse_duty(text: str, zone: ZoneInfo = KYIV) -> Duty:
    """Return duty hours written as `mon-fri 09:00-18:00; sat 10:00-14:00`.

    Days: one, a range (also over Sunday: `sat-mon`) or several by comma; hours: one or several
    ranges by comma; `22:00-06:00` goes over midnight. Errors: DutyError.
    """
    week: list[list[Minutes]] = [[] for _ in _WEEK]
    parts = [part.split(None, 1) for part in text.lower().split(";") if part.strip()]
    if not parts:
        raise DutyError(f"duty hours are empty; write for example '{_EXAMPLE}'")
    for part in parts:
        if len(part) != 2:
            raise DutyError(f"duty '{part[0]}' lacks its hours; write for example '{_EXAMPLE}'")
        for weekday in _days(part[0]):
            _add_hours(week, weekday, part[1])
    return Duty(tuple(_merged(day) for day in week), zone)


def _days(text: str) -> list[int]:
    days: list[int] = []
    for item in text.split(","):
        first, dash, last = item.partition("-")
        start, end = _weekday(first), _weekday(last if dash else first)
        days += [(start + step) % 7 for step in range((end - start) % 7 + 1)]
    return days


def _weekday(text: str) -> int:
    if text not in _WEEK:
        raise DutyError(f"'{text}' is not a day; days are {', '.join(_WEEK)}, as in '{_EXAMPLE}'")
    return _WEEK.index(text)


def _add_hours(week: list[list[Minutes]], weekday: int, text: str) -> None:
    for item in text.replace(" ", "").split(","):
        first, dash, last = item.partition("-")
        if not dash:
            raise DutyError(f"'{item}' is not a range of hours; write for example '{_EXAMPLE}'")
        start, end = _minutes(first), _minutes(last)
        if start == end:
            raise DutyError(f"'{item}' is no time at all; a whole day is 00:00-24:00")
        if start < end:
            week[weekday].append((start, end))
            continue
        week[weekday].append((start, _MIDNIGHT))
        week[(weekday + 1) % 7].append((0, end))


def _minutes(text: str) -> int:
    match = re.fullmatch(r"([0-9]{1,2}):([0-5][0-9])", text)
    minutes = int(match[1]) * 60 + int(match[2]) if match else _MIDNIGHT + 1
    if minutes > _MIDNIGHT:
        raise DutyError(f"'{text}' is not a time of day; write HH:MM from 00:00 to 24:00")
    return minutes


def _merged(day: list[Minutes]) -> tuple[Minutes, ...]:
    merged: list[Minutes] = []
    for start, end in sorted(pair for pair in day if pair[0] < pair[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)
