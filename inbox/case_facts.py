"""What is told of a case in words: its facts, those of its applicant, the lines of its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.model import Case, CaseEvent, CaseNote, Outcome
from inbox.moments import Moments
from inbox.office import Office
from inbox.shown import actor_name, body_name

# Facts that say nothing about the person; any other stands behind the control that is on record.
OPEN_FACTS = ("since", "scope", "entrance", "floor", "provider", "period", "wanted", "official")


@dataclass(frozen=True, slots=True)
class Fact:
    """A thing that the resident told, with its name in words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history. `said`: the resident's words that came with it."""

    what: str
    by: str
    note: str | None
    said: str | None
    at: str
    iso: str


def open_facts(case: Case, office: Office) -> tuple[Fact, ...]:
    """Return what was told that says nothing about the person."""
    told = {name: case.facts.get(name) for name in OPEN_FACTS}
    # What the address says already is not said twice.
    known = {n for n in ("entrance", "floor") if case.address and getattr(case.address, n)}
    return _facts({name: value for name, value in told.items() if name not in known}, office)


def applicant_facts(case: Case, office: Office) -> tuple[Fact, ...]:
    """Return everything that tells who filed the case."""
    who = case.applicant
    told = {"name": who.name, "phone": who.phone, "email": who.email}
    if case.address is not None:
        told["apartment"] = case.address.apartment
    told |= {name: value for name, value in case.facts.items() if name not in OPEN_FACTS}
    return _facts(told, office)


def _facts(told: Mapping[str, object], office: Office) -> tuple[Fact, ...]:
    known = {name: value for name, value in told.items() if value not in (None, "")}
    return tuple(_fact(name, str(value), office) for name, value in known.items())


def _fact(name: str, value: str, office: Office) -> Fact:
    label = office.wording.first(f"fact-{name.replace('_', '-')}", "fact-other")
    own = f"value-{name}-{value}"
    if office.wording.has(own):
        return Fact(label, office.wording.say(own))
    return Fact(label, _day(value, office) or value)


def _day(value: str, office: Office) -> str | None:
    """Return a date or the first day of a period in words; None for anything else."""
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return office.moments().day(datetime(day.year, day.month, day.day, 12, tzinfo=office.city.zone))


def event_shown(
    line: CaseEvent,
    said: str | None,
    names: Mapping[int, str],
    office: Office,
    moments: Moments,
) -> Event:
    """Return a line of the history in words."""
    wording = office.wording
    return Event(
        what=wording.first(f"event-{line.event.replace('_', '-')}", "event-other"),
        by=actor_name(line.by, names, office),
        note=_note(line, office, moments),
        said=said,
        at=moments.when(line.at),
        iso=moments.iso(line.at),
    )


def note_shown(note: CaseNote, names: Mapping[int, str], office: Office, moments: Moments) -> Event:
    """Return a note of staff as a line."""
    by, at = actor_name(note.by, names, office), moments.when(note.at)
    return Event("", by, None, note.text, at, moments.iso(note.at))


def _note(line: CaseEvent, office: Office, moments: Moments) -> str | None:
    """Return what a history line carries besides its event."""
    city, data = office.city, line.data
    if "to" in data:
        return body_name(str(data["to"]), city)
    if "with" in data:
        return str(data["with"])
    if "reason" in data and data["reason"] in city.reject_reasons:
        return city.reject_reason(str(data["reason"]))
    if data.get("outcome") in set(Outcome):
        return city.outcome(Outcome(data["outcome"]))
    if "quality" in data:
        return office.wording.say("rating-note", quality=data["quality"], speed=data["speed"])
    if "due_at" in data:
        due = datetime.fromisoformat(str(data["due_at"]))
        return office.wording.say("due-note", when=moments.when(due))
    return None
