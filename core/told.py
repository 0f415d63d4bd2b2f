"""What is told of a case, and whose it is: raw values that the catalogue formats.

Rule: no words here, only codes, numbers and moments.
"""

from collections.abc import Mapping
from typing import Any

from core.model import Address, Case
from core.ports import Conversation
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
    )


def place_of(case: Case) -> dict[str, Any] | None:
    """Return the place of a case as flows hold an address."""
    place = case.address
    if place is None:
        return None
    names = ("street", "house", "apartment", "district", "lat", "long", "verified", "as_typed")
    return {name: getattr(place, name) for name in names}


def owner(conversation: Conversation) -> Actor:
    """Return the resident of a conversation as an actor."""
    person = conversation.person
    return resident(conversation.id or 0, person.id if person else None)
