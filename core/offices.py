"""Persons in office: who holds which post of a body, from which day, as staff entered it.

Rule: nobody is invented. A name that a resident tells is matched to an office only when staff
entered that person and the person holds it on that day; otherwise it stays as it was told.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from core.calendar import LegalCalendar
from core.model import Body, OfficeHolder, StaffMember
from core.ports import Action, ActionContext, UnitOfWork
from core.refusals import BadValue
from core.staff import allow, staff
from core.unnamed import name_forms

Slots = Mapping[str, Any]

LONGEST = 120
_SHORTEST_SURNAME = 3


def enter(
    uow: UnitOfWork,
    member: StaffMember,
    holder: OfficeHolder,
    now: datetime,
    *,
    bodies: Mapping[str, Body],
) -> OfficeHolder:
    """Enter who holds a post since a day; return it with its id.

    Errors: NotAllowed; BadValue (`unknown_body`, `bad_name`, `bad_term`: it ends before it begins,
    or somebody else holds the post then).
    """
    allow(staff(member), "office_manage")
    holder.post, holder.name = holder.post.strip(), " ".join(holder.name.split())
    if holder.office not in bodies:
        raise BadValue("unknown_body", f"There is no body '{holder.office}'; see bodies.csv.")
    if not all(0 < len(text) <= LONGEST for text in (holder.post, holder.name)):
        raise BadValue("bad_name", f"Give the post and the name, each in at most {LONGEST} signs.")
    _check_term(uow, holder)
    entered = uow.offices.add(holder)
    uow.staff.audit(member.id, "office_enter", str(entered.id), now)
    return entered


def end(
    uow: UnitOfWork, member: StaffMember, holder_id: int, until: date, now: datetime
) -> OfficeHolder:
    """Note the last day of a person in a post.

    Errors: NotAllowed; BadValue (`bad_term`); LookupError (no such person).
    """
    allow(staff(member), "office_manage")
    holder = uow.offices.get(holder_id)
    if holder is None:
        raise LookupError(f"There is nobody {holder_id} in an office; `misto office list` has all.")
    holder.until = until
    _check_term(uow, holder)
    uow.offices.save(holder)
    uow.staff.audit(member.id, "office_end", str(holder_id), now)
    return holder


def _check_term(uow: UnitOfWork, holder: OfficeHolder) -> None:
    if holder.until is not None and holder.until < holder.since:
        raise BadValue("bad_term", "The last day comes before the first one.")
    for other in uow.offices.of(holder.office):
        same = other.post.casefold() == holder.post.casefold() and other.id != holder.id
        before = other.until is not None and other.until < holder.since
        after = holder.until is not None and holder.until < other.since
        if same and not (before or after):
            raise BadValue(
                "bad_term",
                f"{other.name} holds this post from {other.since} until {other.until or 'now'}; "
                "end that first.",
            )


def on_day(holders: Iterable[OfficeHolder], day: date) -> list[OfficeHolder]:
    """Return who holds a post on a day."""
    return [holder for holder in holders if holder.on(day)]


def named_in(text: str, holders: Iterable[OfficeHolder]) -> OfficeHolder | None:
    """Return the one person whose surname a text tells, in any grammatical case; None for nobody,
    and for two of that surname unless a first name or the post tells them apart.
    """
    found = [holder for holder in holders if _tells(text, holder.name.split()[0])]
    for more in (lambda h: h.name.split()[1:2], lambda h: [h.post]):
        if len(found) > 1:
            told = [one for one in found if all(_tells(text, word) for word in more(one))]
            found = told or found
    return found[0] if len(found) == 1 else None


def _tells(text: str, word: str) -> bool:
    if len(word) < _SHORTEST_SURNAME:
        return False
    forms = name_forms(word)
    # A surname is written with a capital, unless nothing in the text is.
    plain = text == text.casefold()
    pattern = re.compile(rf"\b{forms}\b", re.IGNORECASE)
    return any(plain or found[0][0].isupper() for found in pattern.finditer(text))


@dataclass(frozen=True, slots=True)
class Offices:
    """The actions of flows that look for whom a resident means."""

    law: LegalCalendar
    bodies: Mapping[str, Body] = field(default_factory=dict)

    def table(self) -> Mapping[str, Action]:
        """Return the actions by the names flows call them."""
        return {"find_holder": self.find_holder}

    def find_holder(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Find the person in office whom the resident named, as staff entered them."""
        today = on_day(context.uow.offices.all(), self.law.day(context.now))
        for said in (slots.get("official"), slots.get("description")):
            holder = named_in(said or "", today)
            if holder is not None and holder.office in self.bodies:
                return {**self._found(holder), **self._office_told(holder, slots)}
        return {"holder": None, "holder_post": None, "holder_office": None}

    def _found(self, holder: OfficeHolder) -> Slots:
        name = {"holder": holder.name, "holder_post": holder.post}
        return {**name, "holder_office": holder.office}

    def _office_told(self, holder: OfficeHolder, slots: Slots) -> Slots:
        """Whom a complaint is about need not be asked, once the person is known."""
        if slots.get("flow") != "official_complaint" or slots.get("official"):
            return {}
        return {"told": {"official": self.bodies[holder.office].name_uk}}
