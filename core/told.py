"""What is told of a case, and whose it is: raw values that the catalogue formats.

Rule: no words of ours here, only codes, numbers and moments.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from core.delivery import has_arrived
from core.model import Address, Case, CaseEvent
from core.ports import UnitOfWork
from core.rows import Conversation
from core.staff import Actor, resident


def about(case: Case) -> dict[str, Any]:
    """Return what texts say of a case."""
    return {
        "case_number": case.number,
        # Of a fault people think by the thing, of a paper by what it is.
        "case_topic": (case.kind == "dispatcher_request" and case.service_code) or case.kind,
        "case_status": str(case.status),
        "outcome": case.outcome and str(case.outcome),
        "body": case.body,
        "due_at": case.due_at.isoformat(),
        "due_basis": case.due_basis,
    }


def handed_over(uow: UnitOfWork, case: Case) -> bool:
    """Whether the body has the case; one that was joined to another goes with that one."""
    sent = (uow.cases.get(case.joined_to) if case.joined_to else None) or case
    return has_arrived(sent, uow.deliveries.of_case(sent.id or 0))


def added_words(case: Case, history: Sequence[CaseEvent]) -> Mapping[int, str]:
    """Return what the resident added to the first words later, by the number of the line of history
    that it came with. The lines say where in the description it begins.
    """
    starts = [(n, line.data["words_at"]) for n, line in enumerate(history) if _adds(line)]
    ends = [start for _, start in starts[1:]]
    return {
        n: case.description[start:end].strip()
        for (n, start), end in zip(starts, [*ends, None], strict=False)
    }


def words_by_line(case: Case, history: Sequence[CaseEvent]) -> Mapping[int, str]:
    """Return what the resident said with each line of the history: what they added, and why the
    rating that stands is as it is.
    """
    rated = max((n for n, line in enumerate(history) if line.event == "rated"), default=None)
    if rated is None or case.rating is None or not case.rating.reason:
        return added_words(case, history)
    return {rated: case.rating.reason, **added_words(case, history)}


def first_words(case: Case, history: Sequence[CaseEvent]) -> str:
    """Return what the resident wrote at filing."""
    end = next((line.data["words_at"] for line in history if _adds(line)), None)
    return case.description[:end].strip()


def _adds(line: CaseEvent) -> bool:
    return "words_at" in line.data


def address_of(slots: Mapping[str, Any]) -> Address | None:
    """Return the address of a flow's slots, None when there is none."""
    place = slots.get("address")
    if not place:
        return None
    return Address(
        street=place.get("street"),
        house=place.get("house"),
        apartment=slots.get("apartment") or place.get("apartment"),
        entrance=slots.get("entrance") or place.get("entrance"),
        floor=slots.get("floor") or place.get("floor"),
        district=slots.get("district") or place.get("district"),
        lat=place.get("lat"),
        long=place.get("long"),
        verified=bool(place.get("verified")),
        as_typed=place.get("as_typed"),
        landmark=place.get("landmark"),
    )


def place_of(case: Case) -> dict[str, Any] | None:
    """Return the place of a case as flows hold an address."""
    place = case.address
    if place is None:
        return None
    names = "street house apartment district lat long verified as_typed landmark".split()
    return {name: getattr(place, name) for name in names}


def owner(conversation: Conversation) -> Actor:
    """Return the resident of a conversation as an actor."""
    person = conversation.person
    return resident(conversation.id or 0, person.id if person else None)
