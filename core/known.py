"""What the city knows already of a fault: an outage, the same report, an address near a point.

Rule: it is told and offered, never assumed: the resident may always file a request of their own.
"""

from collections.abc import Mapping
from typing import Any

from core import lifecycle
from core.model import Case
from core.ports import Action, ActionContext
from core.told import about, owner

Slots = Mapping[str, Any]

# An address is offered for a shared point that lies no farther from an earlier one.
NEAR_M = 40.0


def table() -> Mapping[str, Action]:
    """Return the actions by the names flows call them."""
    return {
        "find_near": find_near,
        "take_near": take_near,
        "find_outage": find_outage,
        "find_same": find_same,
    }


def find_near(context: ActionContext, slots: Slots, _told: Slots) -> Slots:
    """Find the address that earlier cases gave for a point near the one shared."""
    point = slots["address"]
    near = context.uow.cases.near(point["lat"], point["long"], NEAR_M)
    if not near:
        return {"near": None}
    place = near[0]
    kept = ("street", "house", "district", "verified", "as_typed", "landmark")
    return {"near": {name: getattr(place, name) for name in kept}}


def take_near(_context: ActionContext, slots: Slots, _told: Slots) -> Slots:
    """Give the shared point the address that the resident agreed to."""
    return {"told": {"address": {**slots["address"], **slots["near"]}}}


def find_outage(context: ActionContext, slots: Slots, _told: Slots) -> Slots:
    """Find a known outage of the service at the place, the one that ends last."""
    place, district = slots.get("address") or {}, slots.get("district")
    known = context.uow.outages.current(slots.get("service_code") or "", context.now)
    here = (place.get("street"), place.get("house"), district or place.get("district"))
    outage = next((one for one in reversed(known) if one.covers(*here)), None)
    if outage is None:
        return {"outage": None}
    return {"outage": outage.kind, "until": outage.ends_at.isoformat()}


def find_same(context: ActionContext, slots: Slots, _told: Slots) -> Slots:
    """Find an open request about the same thing at the same house, the resident's own first."""
    place, code = slots.get("address") or {}, slots.get("service_code")
    nothing = {"same": None, "same_own": False}
    # In one flat it is another fault, whatever the neighbours have.
    if slots.get("scope") == "inside" or not (code and place.get("street") and place.get("house")):
        return nothing
    found = [
        case
        for case in context.uow.cases.open_at(code, place["street"], place["house"])
        if not _elsewhere(case, slots) and case.number != slots.get("replaces")
    ]
    who = owner(context.conversation)
    for case in found:
        group = [case, *context.uow.cases.joined_to(case.number)]
        own = next((one for one in group if lifecycle.is_own(one, who)), None)
        if own is not None:
            return {**_same(own, group), "same_own": True}
    return {**_same(found[0], _group(context, found[0])), "same_own": False} if found else nothing


def _group(context: ActionContext, case: Case) -> list[Case]:
    return [case, *context.uow.cases.joined_to(case.number)]


def _elsewhere(case: Case, slots: Slots) -> bool:
    """Whether the other one is in another entrance or flat of the house."""
    place, here = case.address, slots.get("address") or {}
    if place is None or case.facts.get("scope") == "inside":
        return True
    flat = slots.get("apartment") or here.get("apartment")
    entrance, theirs = slots.get("entrance"), place.entrance
    differs = entrance and theirs and entrance != theirs
    return bool(differs or (flat and place.apartment and flat != place.apartment))


def _same(case: Case, group: list[Case]) -> dict[str, Any]:
    return {
        "same": case.number,
        "same_status": str(case.status),
        "same_since": case.registered_at.isoformat(),
        "reported": len(group),
        "same_topic": about(case)["case_topic"],
    }
