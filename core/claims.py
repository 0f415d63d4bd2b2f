"""The claim to a utility provider (2189-VIII, art. 27): a call, a day, an act, five working days.

Rule: filing the complaint is the call. When nobody comes within a day, two neighbours sign the act
without the provider; who has not decided in term has admitted the claim, and the inspection takes
the complaint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core import lifecycle, terms
from core.model import Case
from core.ports import Action, ActionContext
from core.routing import Routing
from core.told import about, owner, place_of

Slots = Mapping[str, Any]

KIND = "utility_complaint"
INSPECTION = "inspection-housing"
# Within which the provider sends somebody to check.
COMES_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Claims:
    """The actions of claims, with the city's routing bound."""

    routing: Routing

    def table(self) -> Mapping[str, Action]:
        """Return the actions by the names flows call them."""
        return {"draft_inspection": self.draft_inspection}

    def draft_inspection(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Fill a complaint to the inspection from the resident's own unanswered claim."""
        case = context.uow.cases.get(slots.get("claim") or "")
        if case is None or not lifecycle.is_own(case, owner(context.conversation)):
            return {"drafted": False}
        if case.kind != KIND or not terms.is_overdue(case, context.now):
            return {"drafted": False}
        return {
            **claim_of(case),
            "drafted": True,
            "against": case.body,
            "body": INSPECTION,
            "name": case.applicant.name,
            "phone": case.applicant.phone,
            "address": place_of(case),
        }


def claim_of(case: Case) -> dict[str, Any]:
    """Return what an act or an appeal tells of a claim, as arguments of texts."""
    place = case.address
    return {
        **about(case),
        "description": case.description,
        "name": case.applicant.name,
        "address": place_of(case),
        "apartment": place.apartment if place else None,
        "service_code": case.service_code,
        "period": case.facts.get("period"),
        "wanted": case.facts.get("wanted"),
        "account": case.facts.get("account"),
        "registered_at": case.registered_at.isoformat(),
    }


def act_due_at(case: Case) -> datetime:
    """Return from when the act may be drawn up without the provider, who has its own day."""
    return (case.term_from or case.registered_at) + COMES_WITHIN
