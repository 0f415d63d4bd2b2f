"""What staff do to cases and hand-offs, in one transaction: the act, its trail, what the resident
hears.

Rule: the inbox, the command line and `chat --json` all come through here, so rights and words are
the same everywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core import cases, handoffs, lifecycle
from core.calendar import LegalCalendar
from core.conversation import HandoffEnded, Invited, Say, Text
from core.delivery import deliver
from core.messages import FileRef, Outgoing
from core.model import Attachment, Case, CaseEvent, Handoff, StaffMember
from core.ports import Conversation, Texts, UnitOfWork
from core.refusals import BadValue, Refusal
from core.routing import Routing
from core.staff import Actor, by_link, staff
from core.told import about
from core.turn import Entry, Turns

CASE_ACTIONS = ("take", "start", "ask", "forward", "answer", "reject", "extend", "reopen")
BODY_ACTIONS = ("start", "answer")
HANDOFF_ACTIONS = ("take", "say", "return")

# What the resident is told after each act; taking a case is the body's own affair.
_TOLD: Mapping[str, str] = {
    "start": "case-moved-in_work",
    "ask": "case-moved-needs_info",
    "forward": "case-moved-forwarded",
    "answer": "case-moved-answered",
    "reject": "case-moved-rejected",
    "extend": "case-moved-extended",
    "reopen": "case-moved-reopened",
}
# What is done to a case is done to those that were joined to it; what is asked of one resident, or
# opened again on one's word, is not.
_FOR_ALL = frozenset({"take", "start", "forward", "answer", "reject", "extend"})
_SENT_ANEW: Mapping[str, Any] = {"forward": "forwarded", "reopen": "reopened"}


@dataclass(frozen=True, slots=True)
class _Act:
    """One act on a case with what came with it."""

    case: Case
    actor: Actor
    now: datetime
    text: str
    outcome: str
    reason: str
    to: str
    proof: tuple[str, ...]


class StaffWork:
    """`core.ports.StaffActions` over the city's rules."""

    def __init__(self, law: LegalCalendar, routing: Routing, texts: Texts, turns: Turns) -> None:
        self._law, self._routing, self._texts, self._turns = law, routing, texts, turns

    # --- cases -----------------------------------------------------------------------------------

    def case(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        number: str,
        do: str,
        now: datetime,
        *,
        text: str | None = None,
        outcome: str | None = None,
        reason: str | None = None,
        to: str | None = None,
        proof: Sequence[FileRef] = (),
    ) -> Case:
        """Do one act to a case. Errors: core.refusals.Refusal; LookupError (no such case)."""
        case = uow.cases.get(number)
        if case is None:
            raise LookupError(f"There is no case {number}; check the number.")
        kept = self._keep_proof(uow, case, proof, now)
        act = _Act(
            case, staff(member), now, text or "", outcome or "", reason or "", to or "", kept
        )
        self._do(uow, act, _known(do, CASE_ACTIONS))
        uow.staff.audit(member.id, f"case_{do}", number, now)
        return case

    def body_case(
        self,
        uow: UnitOfWork,
        case: Case,
        do: str,
        now: datetime,
        *,
        text: str = "",
        outcome: str = "",
        proof: Sequence[FileRef] = (),
    ) -> None:
        """Let the case's body act by the link of its letter. Errors: core.refusals.Refusal."""
        kept = self._keep_proof(uow, case, proof, now)
        act = _Act(case, by_link(case.body), now, text, outcome, "", "", kept)
        self._do(uow, act, _known(do, BODY_ACTIONS))

    def _do(self, uow: UnitOfWork, act: _Act, do: str) -> None:
        """Do an act to a case and to those joined to it; send it on and tell of it."""
        case = act.case
        uow.cases.save(case, self._acts()[do](act))
        if do in _SENT_ANEW:
            body = self._routing.bodies[case.body]
            uow.deliveries.add(deliver(case, _SENT_ANEW[do], body, act.now))
        self._tell_of(uow, case, do, act)
        if do in _FOR_ALL:
            self._do_to_joined(uow, act, do)

    def _do_to_joined(self, uow: UnitOfWork, act: _Act, do: str) -> None:
        """Do the same to the cases that were joined to this one, each as far as it can be."""
        for joined in uow.cases.joined_to(act.case.number):
            same = replace(act, case=joined)
            try:
                event = self._acts()[do](same)
            except Refusal:
                continue
            uow.cases.save(joined, event)
            self._tell_of(uow, joined, do, same)

    def _acts(self) -> Mapping[str, Callable[[_Act], CaseEvent]]:
        law = self._law
        return {
            "take": lambda a: cases.take(a.case, a.actor, a.now),
            "start": lambda a: cases.start(a.case, a.actor, a.now),
            "ask": lambda a: cases.ask(a.case, a.actor, a.now, text=a.text),
            "forward": self._forward,
            "answer": lambda a: cases.answer(
                a.case,
                a.actor,
                a.now,
                outcome=a.outcome,
                text=a.text,
                proof=a.proof,
                proof_needed=law.terms.fixed_needs_proof,
            ),
            "reject": lambda a: cases.reject(
                a.case, a.actor, a.now, reason=a.reason, text=a.text, law=law
            ),
            "extend": lambda a: cases.extend(
                a.case, a.actor, a.now, text=a.text or a.reason, law=law
            ),
            "reopen": lambda a: cases.reopen(a.case, a.actor, a.now, law=law, text=a.text),
        }

    def _forward(self, act: _Act) -> CaseEvent:
        body = self._routing.bodies.get(act.to)
        if body is None:
            raise BadValue("unknown_body", f"There is no body '{act.to}'; see bodies.csv.")
        return cases.forward(act.case, act.actor, act.now, to=body, law=self._law)

    def _keep_proof(
        self, uow: UnitOfWork, case: Case, proof: Sequence[FileRef], now: datetime
    ) -> tuple[str, ...]:
        """Add the files that prove the work to the case; return their ids for its history."""

        def attachment(file: FileRef) -> Attachment:
            return Attachment(
                kind=file.kind,
                ref=file.ref,
                conversation_id=case.conversation_id,
                case_id=case.id,
                name=file.name,
                size=file.size,
            )

        return tuple(str(uow.attachments.add(attachment(file), now)) for file in proof)

    def _tell_of(self, uow: UnitOfWork, case: Case, do: str, act: _Act) -> None:
        text = _TOLD.get(do)
        if text is None:
            return
        args = {
            **about(case),
            "text": (act.text or act.reason).strip(),
            "outcome": act.outcome or None,
            "reject_reason": act.reason or None,
        }
        files = tuple(map(int, act.proof))
        self.tell(uow, case.conversation_id, text, args, act.now, case=case.number, files=files)
        if do == "answer":
            self.ask_rating(uow, case, act.now)

    def ask_rating(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        """Ask the resident how the case was done; the same question again is said anew."""
        invited = Invited("case_rate", {"case_number": case.number})
        self._turns.run(uow, case.chat, [Entry(event=invited)], now)

    def can(self, member: StaffMember, case: Case, do: str) -> bool:
        """Whether state and rights permit the act (its guard may still refuse)."""
        return do in lifecycle.possible(case, staff(member))

    # --- hand-offs -------------------------------------------------------------------------------

    def handoff(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        handoff_id: int,
        do: str,
        now: datetime,
        *,
        text: str | None = None,
    ) -> Handoff:
        """Do one act to a hand-off. Errors: core.refusals.Refusal; LookupError (no such
        hand-off).
        """
        handoff = uow.handoffs.get(handoff_id)
        if handoff is None:
            raise LookupError(f"There is no hand-off {handoff_id}.")
        acts: Mapping[str, Callable[[], None]] = {
            "take": lambda: self._take(uow, handoff, member, now),
            "say": lambda: self._say(uow, handoff, member, now, text or ""),
            "return": lambda: self._return(uow, handoff, member, now),
        }
        acts[_known(do, HANDOFF_ACTIONS)]()
        uow.handoffs.save(handoff)
        uow.staff.audit(member.id, f"handoff_{do}", str(handoff_id), now)
        return handoff

    def _take(self, uow: UnitOfWork, handoff: Handoff, member: StaffMember, now: datetime) -> None:
        first = handoff.status == "waiting"
        handoffs.take(handoff, staff(member), now)
        if first:
            self.tell(uow, handoff.conversation_id, "handoff-taken", {}, now)

    def _say(
        self, uow: UnitOfWork, handoff: Handoff, member: StaffMember, now: datetime, text: str
    ) -> None:
        handoffs.say(handoff, staff(member), now, text=text)
        conversation = uow.conversations.by_id(handoff.conversation_id)
        outgoing = Outgoing(text.strip(), kind="staff")
        self._post(uow, conversation, outgoing, now, member.id)

    def _return(
        self, uow: UnitOfWork, handoff: Handoff, member: StaffMember, now: datetime
    ) -> None:
        how = handoffs.give_back(handoff, staff(member), now)
        self.wake(uow, handoff, how, now)

    def wake(self, uow: UnitOfWork, handoff: Handoff, how: Any, now: datetime) -> None:
        """Let the dialogue go on where it was when a person was called."""
        uow.handoffs.save(handoff)
        self._turns.run(uow, handoff.chat, [Entry(event=HandoffEnded(how))], now)

    # --- words -----------------------------------------------------------------------------------

    def tell(
        self,
        uow: UnitOfWork,
        conversation_id: int,
        text: str,
        args: Mapping[str, Any],
        now: datetime,
        *,
        case: str | None = None,
        files: tuple[int, ...] = (),
    ) -> None:
        """Queue a message that no event of the resident caused."""
        conversation = uow.conversations.by_id(conversation_id)
        language = conversation.state.spoken
        rendered = self._texts.render(Say(Text(text, args)), language)
        outgoing = Outgoing(rendered.text, kind="info", case=case, files=files)
        self._post(uow, conversation, outgoing, now, None)

    def _post(
        self,
        uow: UnitOfWork,
        conversation: Conversation,
        outgoing: Outgoing,
        now: datetime,
        staff_id: int | None,
    ) -> None:
        uow.outbox.add(
            conversation.id or 0,
            conversation.ref,
            outgoing,
            now,
            staff_id=staff_id,
            pulled=conversation.ref.channel in self._turns.pulled,
        )


def _known(do: str, known: Sequence[str]) -> str:
    if do not in known:
        raise BadValue(
            "unknown_action", f"'{do}' is no action here; use one of: {', '.join(known)}."
        )
    return do
