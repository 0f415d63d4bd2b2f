"""Rating an answered case and opening it again, as flows ask for it.

Rule: what may be rated, by whom and until when is `cases`' to say; here a refusal becomes a word
that the flow can tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import cases, guards, lifecycle, terms
from core.calendar import LegalCalendar
from core.delivery import deliver
from core.model import Case, Rating, Status
from core.ports import Action, ActionContext
from core.refusals import Refusal
from core.routing import Routing
from core.told import about, owner

Slots = Mapping[str, Any]

_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Ratings:
    """The actions of rating, with the city's rules bound."""

    law: LegalCalendar
    routing: Routing

    def table(self) -> Mapping[str, Action]:
        """Return the actions by the names flows call them."""
        return {
            "find_rated": self.find_rated,
            "rate_case": self.rate_case,
            "reopen_case": self.reopen_case,
        }

    def find_rated(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Find the resident's case to rate: by its number, else the one answered last.

        `found`: one, or why none can be rated: none, unknown, open, over, late.
        """
        case = self._named(context, slots) if slots.get("case_number") else self._last(context)
        if case is None:
            return {"found": "unknown" if slots.get("case_number") else "none"}
        return {**about(case), "found": self._standing(case, context.now)}

    def rate_case(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Keep both scores; the case closes."""
        case = self._named(context, slots)
        if case is None:
            return {"found": "unknown"}
        rating = Rating(slots["rating_quality"], slots["rating_speed"], slots.get("reason"))
        actor = owner(context.conversation)
        try:
            event = cases.rate(case, actor, context.now, rating=rating, law=self.law)
        except Refusal:
            return {"found": self._standing(case, context.now)}
        context.uow.cases.save(case, event)
        return {"rated": True, "low": guards.is_low(rating)}

    def reopen_case(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Open the case again on the resident's word, and send it to its body anew."""
        case = self._named(context, slots)
        if case is None:
            return {"found": "unknown"}
        not_fixed = slots.get("verdict") == "not_fixed"
        words, actor = slots.get("reason") or "", owner(context.conversation)
        try:
            event = cases.reopen(
                case, actor, context.now, law=self.law, not_fixed=not_fixed, text=words
            )
        except Refusal:
            return {"found": self._standing(case, context.now)}
        context.uow.cases.save(case, event)
        context.uow.attachments.attach(case.conversation_id, case.id or 0)
        body = self.routing.bodies[case.body]
        context.uow.deliveries.add(deliver(case, "reopened", body, context.now))
        return {**about(case), "reopened": True}

    # --- which case ------------------------------------------------------------------------------

    def _named(self, context: ActionContext, slots: Slots) -> Case | None:
        case = context.uow.cases.get(slots["case_number"])
        own = case is not None and lifecycle.is_own(case, owner(context.conversation))
        return case if own else None

    def _last(self, context: ActionContext) -> Case | None:
        """Return what the resident most likely means: an answered case before a closed one, a
        closed one before an open one, of several the latest.
        """
        own = context.uow.cases.of_conversation(context.conversation.id or 0, _LOOKED_AT)

        def likelihood(case: Case) -> tuple[bool, bool, datetime]:
            ratable = self._standing(case, context.now) == "one"
            moment = case.answered_at or case.registered_at
            return case.status is Status.ANSWERED, ratable, moment

        return max(own, key=likelihood, default=None)

    def _standing(self, case: Case, now: datetime) -> str:
        if case.status in lifecycle.OPEN:
            return "open"
        ends_at = terms.rating_ends_at(case, self.law)
        if case.status not in lifecycle.ENDED or ends_at is None:
            return "over"
        return "one" if now <= ends_at else "late"
