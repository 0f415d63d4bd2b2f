"""What flows ask of the city in the turn: file a case, find cases, call a person, keep an address.

Rule: each is a plain function of the action's context and the slots; it returns the slots it found.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from core import cases, handoffs, known, lifecycle, terms
from core.additions import Additions
from core.calendar import LegalCalendar
from core.calling import call
from core.claims import Claims
from core.colleagues import handoff_subject
from core.delivery import deliver, withdrawal
from core.model import Applicant, Case, CaseEvent, Person, Status
from core.offices import Offices
from core.personal import Personal
from core.ports import Action, ActionContext
from core.ratings import Ratings
from core.routing import TRIAGE, Routing
from core.rows import Conversation
from core.told import about, address_of, handed_over, owner

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
_PERSONAL = frozenset({"name", "phone", "email", "apartment", "join"})
_COMPLAINT = "official_complaint"
_KINDS: Mapping[str, str] = {"appeal_submit": "appeal", "inspection_appeal": "appeal"}
# `KV-2026-000417`, as residents type it, and what they say after it.
_NUMBER_FIRST = re.compile(
    r"^\W*[^\W\d_]{1,6}[\W_]*\d{4}[\W_]*\d{1,9}\b[\s,.:;–—-]*(?P<words>.*)$", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class CityActions:
    """The domain actions, with the city's rules bound.

    `open_cases_a_day` limits what one chat may file; `desk` says how hand-offs are served;
    `address` is where the city's pages are, `kept_years` how long the law keeps appeals.
    """

    law: LegalCalendar
    routing: Routing
    prefix: str
    desk: handoffs.Desk
    open_cases_a_day: int
    address: str = ""
    kept_years: int = 5

    def table(self) -> Mapping[str, Action]:
        """Return the actions by the names flows call them."""
        return {
            "file_case": self.file_case,
            "join_case": self.join_case,
            "find_cases": self.find_cases,
            "withdraw_case": self.withdraw_case,
            "open_handoff": self.open_handoff,
            "leave_handoff": self.leave_handoff,
            "keep_handoff": self.keep_handoff,
            "save_address": self.save_address,
            "set_language": set_language,
            **Ratings(self.law, self.routing).table(),
            **Claims(self.routing).table(),
            **Additions(self.routing).table(),
            **Offices(self.law, self.routing.bodies).table(),
            **known.table(),
            **Personal(self._take_back, self.address, self.kept_years).table(),
        }

    # --- cases -----------------------------------------------------------------------------------

    def file_case(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Register a case from a confirmed summary, keep the person by consent, send it off."""
        if self._too_many(context):
            return {"refused": "too_many_cases"}
        if slots.get("consent"):
            keep_person(context, slots)
        case = self._register(context, slots, _kind(slots), self._body(slots), told)
        if slots.get("replaces"):
            self._replace(context, slots["replaces"], case)
        return {**about(case), "handed": handed_over(context.uow, case)}

    def _replace(self, context: ActionContext, number: str, case: Case) -> None:
        """Take back the case that a corrected one stands for; its files go on with the new one."""
        old = context.uow.cases.get(number)
        if old is None or not self._withdraw(context, old):
            return
        for file in context.uow.attachments.of_case(old.id or 0):
            copy = replace(file, id=None, case_id=case.id)
            context.uow.attachments.add(copy, context.now)

    def join_case(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Add the resident to a request about the same thing: a case of their own, which goes the
        way of the other. Without their name and phone, which the crew has no use for.
        """
        if self._too_many(context):
            return {"refused": "too_many_cases"}
        other = context.uow.cases.get(slots["same"])
        if other is None or other.status not in lifecycle.OPEN:
            return {"joined": False}
        leader = other.joined_to or other.number
        bare = {**slots, "name": None, "phone": None, "email": None, "apartment": None}
        kept = {name: value for name, value in told.items() if name not in _PERSONAL}
        case = self._register(context, bare, other.kind, other.body, kept, joined_to=leader)
        return {**about(case), "joined": True, "reported": slots.get("reported", 0) + 1}

    def _register(
        self,
        context: ActionContext,
        slots: Slots,
        kind: str,
        body: str,
        told: Slots,
        joined_to: str | None = None,
    ) -> Case:
        conversation, person = context.conversation, context.conversation.person
        case, event = cases.register(
            owner(conversation),
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
            facts=_facts(slots, told),
            address=address_of(slots),
            applicant=_applicant(slots),
            # Whom a complaint is about is not whom it is addressed to.
            addressee=body if slots.get("flow") == _COMPLAINT else slots.get("official"),
            joined_to=joined_to,
            variant=self.law.variant(kind, slots.get("description") or ""),
        )
        case = context.uow.cases.add(case, event)
        context.uow.attachments.attach(conversation.id or 0, case.id or 0)
        if joined_to is None:
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
            if case is None or not lifecycle.is_own(case, owner(context.conversation)):
                return {"found": "unknown"}
            return self._asked_about(case, context, slots)
        own = context.uow.cases.of_conversation(context.conversation.id or 0, SHOWN_CASES)
        if not own:
            return {"found": "none"}
        own = own[:1] if slots.get("which") == "last" else _named(own, slots.get("service_code"))
        if len(own) == 1:
            return self._one(own[0], context)
        return {"found": "many", "cases": [_line(case) for case in own]}

    def _asked_about(self, case: Case, context: ActionContext, slots: Slots) -> Slots:
        """Tell how a case is going, or take what its body asked the resident for."""
        words = _after_number(slots.get("said") or "")
        if case.status is not Status.NEEDS_INFO or not words:
            return self._one(case, context)
        event = cases.answer_ask(case, owner(context.conversation), context.now, text=words)
        context.uow.cases.save(case, event)
        context.uow.attachments.attach(context.conversation.id or 0, case.id or 0)
        body = self.routing.bodies[case.body]
        if body.delivery == "mail":
            context.uow.deliveries.add(deliver(case, "info_given", body, context.now))
        return {"found": "given", **about(case), "handed": body.delivery != "mail"}

    def _one(self, case: Case, context: ActionContext) -> Slots:
        led = self._leading(context, case)
        late, waits = terms.is_overdue(led, context.now), case.status is Status.ANSWERED
        told = {"overdue": late, "answer": case.answer, "unrated": waits}
        if led.status in (Status.REGISTERED, Status.FORWARDED, Status.REOPENED):
            told["handed"] = handed_over(context.uow, led)
        return {"found": "one", **about(led), "case_number": case.number, **told}

    def _leading(self, context: ActionContext, case: Case) -> Case:
        """Return the open case that one was joined to, whose state is its own too, else itself.

        Who joined a case in work did not see its start.
        """
        led = context.uow.cases.get(case.joined_to) if case.joined_to else None
        both_open = led is not None and {led.status, case.status} <= lifecycle.OPEN
        return led if led is not None and both_open else case

    def withdraw_case(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Take a case of the resident's own back, unless it is too late for that."""
        case = context.uow.cases.get(slots["case_number"])
        return {"withdrawn": case is not None and self._withdraw(context, case)}

    def _withdraw(self, context: ActionContext, case: Case) -> bool:
        """Take a case back, tell its body, let those who joined it go on; False: not possible."""
        who = owner(context.conversation)
        if "withdraw" not in lifecycle.possible(case, who):
            return False
        context.uow.cases.save(case, cases.withdraw(case, who, context.now))
        if sent := withdrawal(case, context.uow.deliveries.of_case(case.id or 0), context.now):
            context.uow.deliveries.add(sent)
        self._pass_on(context, case)
        return True

    def _take_back(self, context: ActionContext, number: str) -> None:
        self.withdraw_case(context, {"case_number": number}, {})

    def _pass_on(self, context: ActionContext, withdrawn: Case) -> None:
        """Let the first of those who had joined a withdrawn case go on in its place."""
        waiting = [
            c for c in context.uow.cases.joined_to(withdrawn.number) if c.status in lifecycle.OPEN
        ]
        for case in waiting:
            case.joined_to = None if case is waiting[0] else waiting[0].number
            note = CaseEvent(context.now, "passed_on", "system", {"from": withdrawn.number})
            context.uow.cases.save(case, note)
        if waiting:
            heir = waiting[0]
            sent = deliver(heir, "registered", self.routing.bodies[heir.body], context.now)
            context.uow.deliveries.add(sent)

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
            call(context.uow, handoff, context.now, self.desk)
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
            context.uow.colleagues.settle(handoff_subject(standing.id or 0), context.now)
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


def _named(own: list[Case], code: str | None) -> list[Case]:
    """The cases of the fault that was named («що там з ліфтом»), all where none is of it."""
    return [case for case in own if code and case.service_code == code] or own


def _line(case: Case) -> dict[str, Any]:
    keys = ("case_number", "case_topic", "case_status", "outcome")
    return {key: value for key, value in about(case).items() if key in keys}


def _applicant(slots: Slots) -> Applicant:
    return Applicant(slots.get("name"), slots.get("phone"), slots.get("email"))


def _kind(slots: Slots) -> str:
    """Return what is filed: mostly what the flow is called; a request for information has a law and
    a term of its own.
    """
    if slots.get("appeal_kind") == "info_request":
        return "info_request"
    return _KINDS.get(slots["flow"], slots["flow"])


def _facts(slots: Slots, told: Slots) -> dict[str, Any]:
    """Return what has no place of its own in a case, who is in the office that is meant as far as
    staff entered them, and of a complaint whom it is about.
    """
    found = {name: slots.get(name) for name in ("holder", "holder_post")}
    told = {**told, **found}
    facts = {n: value for n, value in told.items() if n not in _PLACED and value is not None}
    if slots.get("flow") == _COMPLAINT:
        about = {"official": slots.get("official"), "about": slots.get("about")}
        facts |= {name: value for name, value in about.items() if value is not None}
    return facts


def _consented(person: Person | None) -> bool:
    return person is not None and person.consent_version is not None
