"""Petitions: their life by the law (393/96-ВР, art. 23-1) and the city's rules of 2015.

Rule: an act returns the line of history to save with the petition, or raises a Refusal and leaves
the petition as it was. A tap in a chat is an intent; only a verified person's signature is a vote.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from core.calendar import LegalCalendar
from core.refusals import BadValue, IllegalTransition
from core.staff import Actor, allow
from core.tables import index, read_table

LONGEST_TITLE = 150
SHORTEST_TITLE = 10
SHORTEST_TEXT = 30
# Fewer different letters than this make no words.
_FEWEST_LETTERS = 4
_LONGEST_RUN = 6


class PetitionStatus(StrEnum):
    """Where a petition is: read by a moderator, collecting votes, considered, or at its end.

    One that its author took back was never published.
    """

    MODERATION = "moderation"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    COLLECTING = "collecting"
    CONSIDERATION = "consideration"
    ANSWERED = "answered"
    COLLECTIVE_APPEAL = "collective_appeal"


UNPUBLISHED = frozenset(
    {PetitionStatus.MODERATION, PetitionStatus.REFUSED, PetitionStatus.WITHDRAWN}
)
PUBLISHED = frozenset(PetitionStatus) - UNPUBLISHED
# The city owes something by `due_at`: a moderator's word, the answer to those who voted.
OWED = frozenset({PetitionStatus.MODERATION, PetitionStatus.CONSIDERATION})


@dataclass(frozen=True, slots=True)
class PetitionRule:
    """What a petition that starts on `since` or later needs. Units: votes, calendar days."""

    since: date
    votes: int
    days: int


@dataclass(slots=True)
class Petition:
    """A petition. `conversation_id`: the author's chat; `portal_votes`: those the city's portal
    counted before; `due_at`: when what the city owes is due; `meaning`: its vector.
    """

    number: str
    title: str
    text: str
    author: str
    filed_at: datetime
    id: int | None = None
    status: PetitionStatus = PetitionStatus.MODERATION
    conversation_id: int | None = None
    threshold: int = 0
    portal_votes: int = 0
    started_on: date | None = None
    ends_on: date | None = None
    due_at: datetime | None = None
    late_told: bool = False
    reason: str | None = None
    answer: str | None = None
    meaning: str | None = None


@dataclass(frozen=True, slots=True)
class PetitionEvent:
    """One line of a petition's history; data holds no words."""

    at: datetime
    event: str
    by: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Support:
    """How many support a petition: `votes` of verified persons, `intents` of chats beside them."""

    intents: int
    votes: int


# --- what may be filed ---------------------------------------------------------------------------


def title_fault(title: str) -> str | None:
    """Return what is wrong with a title: `long`, `short` or `empty` (no words), None when it
    will do.
    """
    if len(title) > LONGEST_TITLE:
        return "long"
    return _fault(title, SHORTEST_TITLE)


def text_fault(text: str) -> str | None:
    """Return what is wrong with a text: `short` or `empty` (no words), None when it will do."""
    return _fault(text, SHORTEST_TEXT)


def check_petition(slots: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is wrong with the title and the text told so far, as flows look it up."""
    title, text = slots.get("title"), slots.get("text")
    return {
        "title_fault": title_fault(title) if title else None,
        "title_length": len(title or ""),
        "text_fault": text_fault(text) if text else None,
    }


def _fault(text: str, shortest: int) -> str | None:
    letters = [ch for ch in text.casefold() if ch.isalpha()]
    words = re.findall(r"[^\W\d_]+", text.casefold())
    said_over = len(words) > len(set(words)) == 1
    if len(set(letters)) < _FEWEST_LETTERS or _run(text) >= _LONGEST_RUN or said_over:
        return "empty"
    return "short" if len(text.strip()) < shortest or len(words) == 1 else None


def _run(text: str) -> int:
    """How often one letter stands in a row, at most."""
    longest = run = 0
    last = ""
    for ch in text.casefold():
        run = run + 1 if ch == last and ch.isalpha() else 1
        longest, last = max(longest, run), ch
    return longest


# --- its life ------------------------------------------------------------------------------------


def rule_of(rules: Sequence[PetitionRule], day: date) -> PetitionRule:
    """Return the rule for a petition that starts on a day; before all of them, the first."""
    return next((rule for rule in reversed(rules) if rule.since <= day), rules[0])


def file(petition: Petition, law: LegalCalendar) -> PetitionEvent:
    """Hand a new petition to the moderators. Errors: BadValue (`bad_title`, `bad_text`)."""
    if fault := title_fault(petition.title):
        raise BadValue("bad_title", f"The title is {fault}; write 10 to 150 characters of words.")
    if fault := text_fault(petition.text):
        raise BadValue("bad_text", f"The text is {fault}; say in a few sentences what is asked.")
    petition.due_at = law.end(law.terms.petition_moderation, petition.filed_at)
    return PetitionEvent(petition.filed_at, "filed", "resident")


def publish(
    petition: Petition,
    actor: Actor,
    now: datetime,
    *,
    law: LegalCalendar,
    rules: Sequence[PetitionRule],
    starts_on: date | None = None,
) -> PetitionEvent:
    """Open the collection of votes, from today unless told otherwise. Errors: Refusal."""
    allow(actor, "petition_publish")
    _check(petition, "published", PetitionStatus.MODERATION)
    start = starts_on or law.day(now)
    rule = rule_of(rules, start)
    petition.status, petition.due_at = PetitionStatus.COLLECTING, None
    petition.started_on, petition.ends_on = start, start + timedelta(days=rule.days)
    petition.threshold = rule.votes
    return PetitionEvent(now, "published", actor.by, {"votes": rule.votes, "days": rule.days})


def refuse(
    petition: Petition, actor: Actor, now: datetime, *, reason: str, allowed: Iterable[str]
) -> PetitionEvent:
    """Refuse to publish for a reason that the law knows. Errors: Refusal (`unknown_reason`)."""
    allow(actor, "petition_refuse")
    _check(petition, "refused", PetitionStatus.MODERATION)
    known = sorted(allowed)
    if reason not in known:
        raise BadValue("unknown_reason", f"The reason is one of: {', '.join(known)}.")
    petition.status, petition.due_at, petition.reason = PetitionStatus.REFUSED, None, reason
    return PetitionEvent(now, "refused", actor.by, {"reason": reason})


def take_back(petition: Petition, now: datetime) -> PetitionEvent:
    """Let the author take back a petition that is not published yet: once it is, the votes under it
    are others' (policy: docs/law.md). Errors: IllegalTransition.
    """
    _check(petition, "taken back", PetitionStatus.MODERATION)
    petition.status, petition.due_at = PetitionStatus.WITHDRAWN, None
    return PetitionEvent(now, "withdrawn", "resident")


def consider(petition: Petition, now: datetime, law: LegalCalendar) -> PetitionEvent:
    """Pass a petition that has its votes to consideration: the answer has a term from now."""
    _check(petition, "considered", PetitionStatus.COLLECTING)
    petition.status = PetitionStatus.CONSIDERATION
    petition.due_at = law.end(law.terms.petition_answer, now)
    petition.late_told = False
    return PetitionEvent(now, "reached", "system")


def fall_short(petition: Petition, now: datetime) -> PetitionEvent:
    """End a collection that did not reach its votes: it goes on as a collective appeal."""
    _check(petition, "passed on", PetitionStatus.COLLECTING)
    petition.status = PetitionStatus.COLLECTIVE_APPEAL
    return PetitionEvent(now, "fell_short", "system")


def answer(petition: Petition, actor: Actor, now: datetime, *, text: str) -> PetitionEvent:
    """Answer a petition in consideration. Errors: Refusal (`no_text`)."""
    allow(actor, "petition_answer")
    _check(petition, "answered", PetitionStatus.CONSIDERATION)
    if not text.strip():
        raise BadValue("no_text", "An answer needs its text.")
    petition.status, petition.due_at = PetitionStatus.ANSWERED, None
    petition.answer = text.strip()
    return PetitionEvent(now, "answered", actor.by)


def note_late(petition: Petition, now: datetime) -> PetitionEvent:
    """Note that what the city owed was not done in its term, and that this was told."""
    petition.late_told = True
    return PetitionEvent(now, "late", "system")


def _check(petition: Petition, done: str, status: PetitionStatus) -> None:
    if petition.status is not status:
        raise IllegalTransition(
            "wrong_status",
            f"Petition {petition.number} is in {petition.status}; only one in {status} can be "
            f"{done}.",
        )


def is_open(petition: Petition, today: date) -> bool:
    """Whether it can be signed: it collects votes and its last day is not over."""
    collecting = petition.status is PetitionStatus.COLLECTING
    return collecting and petition.ends_on is not None and today <= petition.ends_on


def has_reached(petition: Petition, support: Support) -> bool:
    """Whether it has the votes it needs. Intents are no votes."""
    collecting = petition.status is PetitionStatus.COLLECTING
    return collecting and support.votes >= petition.threshold


def load_refusals(path: Path) -> frozenset[str]:
    """Return the codes of the reasons for which the law lets a petition go unpublished."""
    return frozenset(index(read_table(path, ("code", "act", "article")), "code"))


def petition_json(petition: Petition, support: Support) -> dict[str, Any]:
    """Return a petition as `misto petitions --json` prints it; moments are left aware."""
    return {
        "number": petition.number,
        "title": petition.title,
        "status": str(petition.status),
        "intents": support.intents,
        "votes": support.votes,
        "threshold": petition.threshold,
        "started_on": petition.started_on and petition.started_on.isoformat(),
        "ends_on": petition.ends_on and petition.ends_on.isoformat(),
        "text": petition.text,
        "author": petition.author,
        "due_at": petition.due_at,
        "reason": petition.reason,
        "answer": petition.answer,
    }


def about_petition(petition: Petition, support: Support, today: date) -> Mapping[str, Any]:
    """Return what texts say of a petition."""
    left = (petition.ends_on - today).days if petition.ends_on else 0
    return {
        "number": petition.number,
        "title": petition.title,
        "petition_text": petition.text,
        "petition_status": str(petition.status),
        "intents": support.intents,
        "votes": support.votes,
        "threshold": petition.threshold,
        "ends_on": petition.ends_on and petition.ends_on.isoformat(),
        "days_left": max(left, 0),
        "due_at": petition.due_at and petition.due_at.isoformat(),
        "petition_reason": petition.reason,
        "petition_answer": petition.answer,
        "open": is_open(petition, today),
    }
