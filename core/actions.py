"""What flows ask of the city in the turn: file a case, find cases, call a person, keep an address.

Rule: each is a plain function of the action's context and the slots; it returns the slots it found.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from core import cases, handoffs
from core.calendar import LegalCalendar
from core.delivery import deliver
from core.model import Address, Applicant, Case, Person, Status
from core.ports import Action, ActionContext, Conversation
from core.routing import TRIAGE, Routing
from core.staff import Actor, resident

CONSENT_VERSION = "2026-11"
SHOWN_CASES = 5
# How much of a talk is kept when nobody answered it. Units: lines, characters.
_LAST_LINES = 100
_LONGEST = 4000

Slots = Mapping[str, Any]

# What the resident told that has its own place in a case; the rest goes to `facts`.
_PLACED = frozenset(
    "description service_code address district apartment name phone email official".split()
)
_KINDS: Mapping[str, str] = {"appeal_submit": "appeal"}
# `KV-2026-000417`, as residents type it, and what they say after it.
_NUMBER_FIRST = re.compile(
    r"^\W*[^\W\d_]{1,6}[\W_]*\d{4}[\W_]*\d{1,9}\b[\s,.:;–—-]*(?P<words>.*)$", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class CityActions:
    """The domain actions, with the city's rules bound.

    `open_cases_a_day` limits what one chat may file; `desk` says how hand-offs are served.
    """

    law: LegalCalendar
    routing: Routing
    prefix: str
    desk: handoffs.Desk
    open_cases_a_day: int

    def table(self) -> Mapping[str, Action]:
        """Return the actions by the names flows call them."""
        return {
            "file_case": self.file_case,
            "find_cases": self.find_cases,
            "open_handoff": self.open_handoff,
            "leave_handoff": self.leave_handoff,
            "keep_handoff": self.keep_handoff,
            "save_address": self.save_address,
            "set_language": set_language,
        }

    # --- cases -----------------------------------------------------------------------------------

    def file_case(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Register a case from a confirmed summary, keep the person by consent, send it off."""
        if self._too_many(context):
            return {"refused": "too_many_cases"}
        if slots.get("consent"):
            keep_person(context, slots)
        kind = _KINDS.get(slots["flow"], slots["flow"])
        return about(self._register(context, slots, kind, self._body(slots), told))

    def _register(
        self, context: ActionContext, slots: Slots, kind: str, body: str, told: Slots
    ) -> Case:
        conversation, person = context.conversation, context.conversation.person
        case, event = cases.register(
            _owner(conversation),
            context.now,
            law=self.law,
            number=self._number(context),
            kind=kind,
            body=body,
            conversation_id=conversation.id or 0,
            chat=conversation.ref,
            consented=_consented(person),
            person_id=person.id if person else None,
            service_code=slots.get("service_code"),
            description=slots.get("description") or "",
            facts=_facts(told),
            address=address_of(slots),
            applicant=_applicant(slots),
            addressee=slots.get("official"),
        )
        case = context.uow.cases.add(case, event)
        context.uow.attachments.attach(conversation.id or 0, case.id or 0)
        delivery = deliver(case, "registered", self.routing.bodies[case.body], context.now)
        context.uow.deliveries.add(delivery)
        return case

    def _too_many(self, context: ActionContext) -> bool:
        day_ago = context.now - timedelta(days=1)
        filed = context.uow.cases.filed_since(context.conversation.id or 0, day_ago)
        return filed >= self.open_cases_a_day

    def _number(self, context: ActionContext) -> str:
        year = self.law.day(context.now).year
        return cases.case_number(self.prefix, year, context.uow.cases.next_number(year))

    def _body(self, slots: Slots) -> str:
        body = str(slots.get("body"))
        return body if body in self.routing.bodies else self.routing.route(None).id

    def find_cases(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Find the resident's own cases: by number, or the latest. Others' are as if they were
        not.
        """
        number = slots.get("case_number")
        if number:
            case = context.uow.cases.get(number)
            if case is None or not cases.is_own(case, _owner(context.conversation)):
                return {"found": "unknown"}
            return self._asked_about(case, context, slots)
        own = context.uow.cases.of_conversation(context.conversation.id or 0, SHOWN_CASES)
        if not own:
            return {"found": "none"}
        if len(own) == 1:
            return self._one(own[0], context)
        return {"found": "many", "cases": [_line(case) for case in own]}

    def _asked_about(self, case: Case, context: ActionContext, slots: Slots) -> Slots:
        """Tell how a case is going, or take what its body asked the resident for."""
        words = _after_number(slots.get("said") or "")
        if case.status is not Status.NEEDS_INFO or not words:
            return self._one(case, context)
        event = cases.answer_ask(case, _owner(context.conversation), context.now, text=words)
        context.uow.cases.save(case, event)
        context.uow.attachments.attach(context.conversation.id or 0, case.id or 0)
        return {"found": "given", **about(case)}

    def _one(self, case: Case, context: ActionContext) -> Slots:
        late = cases.is_overdue(case, context.now)
        return {"found": "one", **about(case), "overdue": late, "answer": case.answer}

    # --- persons ---------------------------------------------------------------------------------

    def open_handoff(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Call a person; the resident hears when one will be there."""
        conversation, staff = context.conversation, context.uow.staff.all()
        handoff = context.uow.handoffs.open_of(conversation.id or 0)
        if handoff is None:
            opened = handoffs.open_handoff(
                conversation.id or 0,
                conversation.ref,
                _under_way(conversation),
                context.now,
                staff=staff,
                desk=self.desk,
            )
            handoff = context.uow.handoffs.add(opened)
        return {
            "handoff": "waiting",
            "on_duty": bool(handoffs.on_duty(staff, context.now, self.desk)),
            "promised_at": self._when(handoff.promised_at or context.now, context.now),
        }

    def _when(self, moment: datetime, now: datetime) -> dict[str, Any]:
        """A moment as the resident thinks of it: today, tomorrow, or a later day."""
        days = (self.law.day(moment) - self.law.day(now)).days
        return {"at": moment.isoformat(), "days": days}

    def leave_handoff(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """The resident went back to the bot: the hand-off ends, what was said stays with staff."""
        standing = context.uow.handoffs.open_of(context.conversation.id or 0)
        if standing is not None:
            handoffs.resident_left(standing, context.now)
            context.uow.handoffs.save(standing)
        return {}

    def keep_handoff(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Keep what nobody answered as a case for triage, in the resident's own words."""
        lines = context.uow.conversations.transcript(context.conversation.id or 0, _LAST_LINES)
        words = "\n".join(line.text for line in lines if line.who == "resident" and line.text)
        kept = {"description": words[-_LONGEST:], "service_code": "other"}
        return about(self._register(context, kept, "dispatcher_request", TRIAGE, kept))

    def save_address(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        keep_person(context, slots)
        return {}


def _under_way(conversation: Conversation) -> str:
    """Why a person was called: the flow the resident was in, else that they asked."""
    others = [frame.flow for frame in conversation.state.frames if frame.flow != "handoff"]
    return others[-1] if others else "asked"


def set_language(_context: ActionContext, slots: Slots, _told: Slots) -> Slots:
    """Answer in the wanted language; Russian is understood and answered in Ukrainian."""
    wanted = slots.get("language_wanted")
    return {"language": "en" if wanted == "en" else "uk"}


def _after_number(said: str) -> str:
    """Return what a message tells after the number it begins with; a question tells nothing."""
    told = _NUMBER_FIRST.match(said)
    words = told["words"].strip() if told else ""
    return "" if words.endswith("?") else words


def keep_person(context: ActionContext, slots: Slots) -> None:
    """Remember the person's facts with the consent just given."""
    conversation = context.conversation
    old = conversation.person or Person()
    # A request is about a place, an appeal and `set_address` about where the person lives.
    own_place = slots["flow"] != "dispatcher_request"
    conversation.person = replace(
        old,
        name=slots.get("name") or old.name,
        phone=slots.get("phone") or old.phone,
        email=slots.get("email") or old.email,
        address=(address_of(slots) if own_place else None) or old.address,
        consent_version=CONSENT_VERSION,
        consented_at=old.consented_at or context.now,
    )
    context.uow.conversations.save_person(conversation)


def address_of(slots: Slots) -> Address | None:
    """Return the address of a flow's slots, None when there is none."""
    place = slots.get("address")
    if not place:
        return None
    return Address(
        street=place.get("street"),
        house=place.get("house"),
        apartment=slots.get("apartment") or place.get("apartment"),
        entrance=slots.get("entrance"),
        floor=slots.get("floor"),
        district=slots.get("district") or place.get("district"),
        lat=place.get("lat"),
        long=place.get("long"),
        verified=bool(place.get("verified")),
        as_typed=place.get("as_typed"),
    )


def about(case: Case) -> dict[str, Any]:
    """Return what texts say of a case: raw values, formatted by the catalogue."""
    return {
        "case_number": case.number,
        "case_topic": case.service_code or case.kind,
        "case_status": str(case.status),
        "body": case.body,
        "due_at": case.due_at.isoformat(),
        "due_basis": case.due_basis,
    }


def _line(case: Case) -> dict[str, Any]:
    keys = ("case_number", "case_topic", "case_status")
    return {key: value for key, value in about(case).items() if key in keys}


def _applicant(slots: Slots) -> Applicant:
    return Applicant(slots.get("name"), slots.get("phone"), slots.get("email"))


def _facts(told: Slots) -> dict[str, Any]:
    return {n: value for n, value in told.items() if n not in _PLACED and value is not None}


def _owner(conversation: Conversation) -> Actor:
    person = conversation.person
    return resident(conversation.id or 0, person.id if person else None)


def _consented(person: Person | None) -> bool:
    return person is not None and person.consent_version is not None
