"""What staff do to cases and hand-offs, in one transaction: the act, its trail, what the resident
hears.

Rule: the inbox, the command line and `chat --json` all come through here, so rights and words are
the same everywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core import case_links, cases, lifecycle
from core.calendar import LegalCalendar
from core.conversation import Invited
from core.delivery import deliver
from core.deskwork import DeskWork, known
from core.messages import FileRef
from core.model import Attachment, Case, CaseEvent, StaffMember, Status
from core.ports import Texts, UnitOfWork
from core.refusals import BadValue, Refusal
from core.routing import Routing
from core.staff import Actor, by_link, may, staff
from core.told import about
from core.turn import Entry, Turns

CASE_ACTIONS = (
    *("take", "start", "ask", "forward", "answer", "reject", "extend", "shorten", "reopen"),
    *("assign", "merge", "split", "link", "unlink", "note"),
)
BODY_ACTIONS = ("start", "answer")

# What the resident is told after each act; taking a case is the body's own affair.
_TOLD: Mapping[str, str] = {
    "start": "case-moved-in_work",
    "ask": "case-moved-needs_info",
    "forward": "case-moved-forwarded",
    "answer": "case-moved-answered",
    "reject": "case-moved-rejected",
    "extend": "case-moved-extended",
    "shorten": "case-moved-shortened",
    "reopen": "case-moved-reopened",
    "merge": "case-moved-merged",
    "split": "case-moved-split",
}
# What is done to a case is done to those that were joined to it; what is asked of one resident, or
# opened again on one's word, is not.
_FOR_ALL = frozenset({"take", "assign", "start", "forward", "answer", "reject", "extend"})
_SENT_ANEW: Mapping[str, Any] = {
    "forward": "forwarded",
    "reopen": "reopened",
    "split": "registered",
}
# Why it was passed on is for the next body to know.
_LONG_ID = 19
_SAID_TO_COLLEAGUES = frozenset({"forward"})
_NOT_BEGUN = frozenset({Status.REGISTERED, Status.FORWARDED})
# Who is reached by mail hears at once that there is less time.
_MAILED: Mapping[str, Any] = {"shorten": "warned"}


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
    papers: tuple[str, ...] = ()
    other: Case | None = None
    colleague: StaffMember | None = None


class StaffWork(DeskWork):
    """`core.ports.StaffActions` over the city's rules."""

    def __init__(self, law: LegalCalendar, routing: Routing, texts: Texts, turns: Turns) -> None:
        super().__init__(texts, turns)
        self._law, self._routing = law, routing

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
        papers: Sequence[FileRef] = (),
    ) -> Case:
        """Do one act to a case. Errors: core.refusals.Refusal; LookupError (no such case)."""
        case = uow.cases.get(number)
        if case is None:
            raise LookupError(f"There is no case {number}; check the number.")
        kept = self._keep_proof(uow, case, proof, now)
        act = _Act(
            case, staff(member), now, text or "", outcome or "", reason or "", to or "", kept
        )
        act = replace(act, papers=self._keep_proof(uow, case, papers, now))
        if known(do, CASE_ACTIONS) in case_links.ACTIONS:
            case_links.do(uow, act.case, act.actor, do, now, to=act.to, text=act.text)
        else:
            self._do(uow, self._with_named(uow, act, do), do)
            if do in _SAID_TO_COLLEAGUES and act.text.strip():
                case_links.note(uow, case, act.actor, act.text, now)
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
        self._do(uow, act, known(do, BODY_ACTIONS))

    def _do(self, uow: UnitOfWork, act: _Act, do: str) -> None:
        """Do an act to a case and to those joined to it; send it on and tell of it."""
        case = act.case
        uow.cases.save(case, self._acts()[do](act))
        body, mailed = self._routing.bodies[case.body], _MAILED.get(do)
        if do in _SENT_ANEW or (mailed and body.delivery == "mail"):
            uow.deliveries.add(deliver(case, _SENT_ANEW.get(do, mailed), body, act.now))
        self._tell_of(uow, case, do, act)
        if do == "merge":
            self._gather(uow, act)
        if do in _FOR_ALL:
            self._do_to_joined(uow, act, do)

    def _with_named(self, uow: UnitOfWork, act: _Act, do: str) -> _Act:
        """Return the act with what its `to` names: the case that leads another, a colleague."""
        if do == "assign":
            known = act.to.isascii() and act.to.isdecimal() and len(act.to) < _LONG_ID
            return replace(act, colleague=uow.staff.get(int(act.to)) if known else None)
        if do != "merge":
            return act
        named = case_links.seen(uow, act.actor, act.to)
        leads = uow.cases.get(named.joined_to) if named and named.joined_to else named
        return replace(act, other=leads)

    def _gather(self, uow: UnitOfWork, act: _Act) -> None:
        """Let those that were joined to a joined case follow it, and its work begin if the other's
        has.
        """
        leader, follower = act.other, act.case
        if leader is None:
            return
        for one in uow.cases.joined_to(follower.number):
            one.joined_to = None
            uow.cases.save(one, cases.merge(one, act.actor, act.now, leader=leader))
        if leader.status is Status.IN_WORK and follower.status in _NOT_BEGUN:
            uow.cases.save(follower, cases.start(follower, act.actor, act.now))

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
            "assign": lambda a: cases.assign(a.case, a.actor, a.now, to=a.colleague),
            "merge": lambda a: cases.merge(a.case, a.actor, a.now, leader=a.other),
            "split": lambda a: cases.split(a.case, a.actor, a.now),
            "shorten": lambda a: cases.shorten(a.case, a.actor, a.now, law=law),
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
            "urgent": case.due_rule == "info_request.urgent",
        }
        files = tuple(map(int, (*act.proof, *act.papers)))
        self.tell(uow, case.conversation_id, text, args, act.now, case=case.number, files=files)
        if do == "answer":
            self.ask_rating(uow, case, act.now)
        if do == "ask":
            asked = Invited("case_add", {"case_number": case.number})
            self._turns.run(uow, case.chat, [Entry(event=asked)], act.now)

    def ask_rating(self, uow: UnitOfWork, case: Case, now: datetime) -> None:
        """Ask the resident how the case was done; the same question again is said anew."""
        invited = Invited("case_rate", {"case_number": case.number})
        self._turns.run(uow, case.chat, [Entry(event=invited)], now)

    def refusal(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        case: Case,
        do: str,
        now: datetime,
        *,
        text: str = "",
        to: str = "",
    ) -> Refusal | None:
        """Return why an act would be refused now, None when it would be done."""
        tried = _Act(deepcopy(case), staff(member), now, text, "", "", to, ())
        try:
            self._acts()[known(do, CASE_ACTIONS)](self._with_named(uow, tried, do))
        except Refusal as refusal:
            return refusal
        return None

    def can(self, member: StaffMember, case: Case, do: str) -> bool:
        """Whether state and rights permit the act (its guard may still refuse)."""
        if do in case_links.ACTIONS:
            return may(member, case_links.RIGHT[do], case.body)
        return do in lifecycle.possible(case, staff(member))
