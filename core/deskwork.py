"""What staff do in conversations, in one transaction: take, say, give on, return, write a note or a
case down; and what a resident is told unasked.

Rule: as in `core.staffwork`, whose other half this is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from core import handoffs
from core.colleagues import Note, Notice, check_note, handoff_subject, mentioned
from core.conversation import HandoffEnded, Say, Text
from core.messages import FileRef, Outgoing
from core.model import Attachment, CaseEvent, Handoff, StaffMember
from core.ports import Texts, UnitOfWork
from core.refusals import BadValue
from core.rows import Conversation
from core.staff import allow, may, staff
from core.told import about
from core.turn import Entry, Turns

HANDOFF_ACTIONS = ("take", "say", "return")


class DeskWork:
    """The part of `core.ports.StaffActions` that is about conversations."""

    def __init__(self, texts: Texts, turns: Turns) -> None:
        self._texts, self._turns = texts, turns

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
        files: Sequence[FileRef] = (),
    ) -> Handoff:
        """Do one act to a hand-off. Errors: core.refusals.Refusal; LookupError (no such
        hand-off).
        """
        handoff = _open_handoff(uow, handoff_id)
        acts: Mapping[str, Callable[[], None]] = {
            "take": lambda: self._take(uow, handoff, member, now),
            "say": lambda: self._say(uow, handoff, member, now, text or "", files),
            "return": lambda: self._return(uow, handoff, member, now),
        }
        acts[known(do, HANDOFF_ACTIONS)]()
        uow.handoffs.save(handoff)
        uow.colleagues.settle(handoff_subject(handoff_id), now)
        uow.staff.audit(member.id, f"handoff_{do}", str(handoff_id), now)
        return handoff

    def give(
        self, uow: UnitOfWork, member: StaffMember, handoff_id: int, to: int, now: datetime
    ) -> None:
        """Give a conversation to a colleague, who is told. Errors: as `handoff`."""
        handoff, colleague = _open_handoff(uow, handoff_id), uow.staff.get(to)
        if colleague is None:
            raise BadValue("unknown_member", "There is no such colleague; choose one of the list.")
        first = handoff.status == "waiting"
        handoffs.give(handoff, staff(member), colleague, now)
        uow.handoffs.save(handoff)
        if first:
            self.tell(uow, handoff.conversation_id, "handoff-taken", {}, now)
        subject = handoff_subject(handoff_id)
        uow.colleagues.settle(subject, now)
        uow.colleagues.add_notice(Notice(to, "given", subject, now, member.id))
        uow.staff.audit(member.id, "handoff_give", str(handoff_id), now)

    def note(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        conversation_id: int,
        text: str,
        now: datetime,
    ) -> None:
        """Write a note for colleagues; whom it names is told. Errors: core.refusals.Refusal."""
        allow(staff(member), "handoff_view")
        able = [m for m in uow.staff.all() if may(m, "handoff_view") and m.id != member.id]
        note = Note(conversation_id, member.id or 0, check_note(text), now)
        note.mentions = mentioned(note.text, able)
        uow.colleagues.add_note(note)
        for wanted in note.mentions:
            subject = f"conversation:{conversation_id}"
            uow.colleagues.add_notice(Notice(wanted, "mention", subject, now, member.id))
        uow.staff.audit(member.id, "note", f"conversation:{conversation_id}", now)

    def _take(self, uow: UnitOfWork, handoff: Handoff, member: StaffMember, now: datetime) -> None:
        first = handoff.status == "waiting"
        handoffs.take(handoff, staff(member), now)
        if first:
            self.tell(uow, handoff.conversation_id, "handoff-taken", {}, now)

    def _say(
        self,
        uow: UnitOfWork,
        handoff: Handoff,
        member: StaffMember,
        now: datetime,
        text: str,
        files: Sequence[FileRef],
    ) -> None:
        handoffs.say(handoff, staff(member), now, text=text)
        conversation = uow.conversations.by_id(handoff.conversation_id)
        kept = tuple(
            uow.attachments.add(_sent_file(file, handoff.conversation_id), now) for file in files
        )
        outgoing = Outgoing(text.strip(), kind="staff", files=kept)
        self._post(uow, conversation, outgoing, now, member.id)

    def _return(
        self, uow: UnitOfWork, handoff: Handoff, member: StaffMember, now: datetime
    ) -> None:
        how = handoffs.give_back(handoff, staff(member), now)
        self.wake(uow, handoff, how, now)

    def wake(self, uow: UnitOfWork, handoff: Handoff, how: Any, now: datetime) -> None:
        """Let the dialogue go on where it was when a person was called."""
        uow.handoffs.save(handoff)
        uow.colleagues.settle(handoff_subject(handoff.id or 0), now)
        self._turns.run(uow, handoff.chat, [Entry(event=HandoffEnded(how))], now)

    def written_down(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        number: str,
        conversation_id: int | None,
        now: datetime,
    ) -> None:
        """Note who wrote a case down by a resident's words. With a conversation the case becomes
        that of its resident, who is told; the files sent there go with it.

        Errors: NotAllowed; LookupError (no such case).
        """
        allow(staff(member), "caller_file")
        case = uow.cases.get(number)
        if case is None:
            raise LookupError(f"There is no case {number}; check the number.")
        if conversation_id is not None:
            home = uow.conversations.by_id(conversation_id)
            case.conversation_id, case.chat = conversation_id, home.ref
            case.person_id = home.person.id if home.person else None
            uow.attachments.attach(conversation_id, case.id or 0)
            self.tell(uow, conversation_id, "case-written-down", about(case), now, case=number)
        uow.cases.save(case, CaseEvent(now, "written_down", staff(member).by))
        uow.staff.audit(member.id, "written_down", f"case:{number}", now)

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


def _open_handoff(uow: UnitOfWork, handoff_id: int) -> Handoff:
    handoff = uow.handoffs.get(handoff_id)
    if handoff is None:
        raise LookupError(f"There is no hand-off {handoff_id}.")
    return handoff


def _sent_file(file: FileRef, conversation_id: int) -> Attachment:
    return Attachment(
        kind=file.kind,
        ref=file.ref,
        conversation_id=conversation_id,
        name=file.name,
        size=file.size,
    )


def known(do: str, offered: Sequence[str]) -> str:
    """Return the action when it is one of those. Errors: BadValue (`unknown_action`)."""
    if do not in offered:
        raise BadValue(
            "unknown_action", f"'{do}' is no action here; use one of: {', '.join(offered)}."
        )
    return do
