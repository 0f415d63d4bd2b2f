"""What staff write about a case beside its life: cases that have to do with it, and notes.

Rule: none of it changes the case or is told to a resident. Links are lines of both histories and
nowhere else; notes are words, and are wiped with the case.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from core.model import Case, CaseEvent, CaseNote
from core.ports import UnitOfWork
from core.refusals import BadValue, IllegalTransition
from core.staff import Actor, allow, may

RIGHT: Mapping[str, str] = {"link": "link", "unlink": "link", "note": "note"}
ACTIONS = frozenset(RIGHT)
LONGEST_NOTE = 3000


def do(
    uow: UnitOfWork, case: Case, actor: Actor, action: str, now: datetime, *, to: str, text: str
) -> None:
    """Link the case with another, part the two, or write a note.

    Errors: NotAllowed; BadValue (`no_leader`, `no_text`, `too_long`); IllegalTransition
    (`linked_already`, `not_linked`).
    """
    allow(actor, RIGHT[action], case.body)
    if action == "note":
        note(uow, case, actor, text, now)
        return
    other = seen(uow, actor, to)
    if other is None or other.number == case.number:
        raise BadValue("no_leader", f"Name the other case of {case.number} by its number.")
    known = other.number in linked(uow.cases.history(case.id or 0))
    if known and action == "link":
        raise IllegalTransition("linked_already", f"{other.number} is linked already.")
    if not known and action == "unlink":
        raise IllegalTransition("not_linked", f"{other.number} is not linked.")
    for one, its in ((case, other), (other, case)):
        uow.cases.save(one, CaseEvent(now, f"{action}ed", actor.by, {"with": its.number}))


def note(uow: UnitOfWork, case: Case, actor: Actor, text: str, now: datetime) -> None:
    """Keep words for colleagues. Errors: BadValue (`no_text`, `too_long`)."""
    if not text.strip():
        raise BadValue("no_text", "Write the note first.")
    if len(text) > LONGEST_NOTE:
        raise BadValue("too_long", f"At most {LONGEST_NOTE} characters; shorten the text.")
    uow.case_notes.add(CaseNote(case.id or 0, actor.by, text.strip(), now))


def seen(uow: UnitOfWork, actor: Actor, number: str) -> Case | None:
    """Return a case that the actor may look at, None when there is no such."""
    found = uow.cases.get(number.strip().upper())
    member = actor.member
    return found if found and member and may(member, "view", found.body) else None


def linked(history: Iterable[CaseEvent]) -> list[str]:
    """Return the numbers of the cases that a history says are linked, the oldest link first."""
    numbers: dict[str, None] = {}
    for line in history:
        if line.event == "linked":
            numbers[str(line.data["with"])] = None
        elif line.event == "unlinked":
            numbers.pop(str(line.data["with"]), None)
    return list(numbers)
