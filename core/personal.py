"""What the city holds of a resident: shown, handed over, forgotten (law 2297-VI, articles 8, 15).

Rule: at once and free of charge, to whoever writes from the chat; all chats of one person go
together. What the law makes the city keep stays without the person (`core.unnamed`).
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core import handoffs
from core.calendar import KYIV
from core.case_json import case_json
from core.lifecycle import OPEN
from core.messages import FORGOTTEN
from core.model import Address, Case, CaseEvent, Person, Status
from core.petitions import PetitionStatus, take_back
from core.ports import Action, ActionContext, UnitOfWork
from core.rows import Conversation, Forgetting
from core.told import about
from core.unnamed import is_kept, unnamed

LINK_KEPT = timedelta(days=1)
# A messenger that does not take the last words for so long gets them no more.
LAST_WORDS_WAIT = timedelta(minutes=10)
_ALL = 100_000
_SHOWN = 5

Slots = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Personal:
    """The actions of residents with what is held of them.

    `withdraw` takes a case back by its number; `address` is where the city's pages are;
    `kept_years`: how long the law keeps the substance of an appeal.
    """

    withdraw: Callable[[ActionContext, str], None]
    address: str
    kept_years: int

    def table(self) -> Mapping[str, Action]:
        """Return the actions by the names flows call them."""
        return {
            "look_at_me": self.look_at_me,
            "hand_over": self.hand_over,
            "forget_me": self.forget_me,
            "keep_me": keep_me,
        }

    def look_at_me(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Return what is held of the resident, as few words can tell it."""
        uow, conversation = context.uow, context.conversation
        chats = chats_of(uow, conversation.id or 0)
        cases = _cases(uow, chats)
        rows = [uow.personal.told(chat.id or 0) for chat in chats]
        return {
            **_person(conversation.person),
            "chat_count": len(chats),
            "case_count": len(cases),
            "open_count": len(_open(cases)),
            "open_cases": [about(case) for case in _open(cases)[:_SHOWN]],
            "kept_count": sum(is_kept(case) and case.status not in OPEN for case in cases),
            "file_count": sum(len(row["files"]) for row in rows),
            "petition_count": sum(len(row["petitions"]) for row in rows),
            "signature_count": sum(len(row["signatures"]) for row in rows),
            "subscription_count": sum(len(row["subscriptions"]) for row in rows),
            # The flow that asks is itself no draft.
            "draft_count": sum(frame.running is None for frame in conversation.state.frames),
            "kept_years": self.kept_years,
        }

    def hand_over(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Make a link to a copy of everything, good for a day."""
        token = secrets.token_urlsafe(32)
        chat, now = context.conversation.id or 0, context.now
        context.uow.personal.add_link(hash_of(token), chat, now, now + LINK_KEPT)
        return {"copy_url": f"{self.address}/my/{token}"}

    def forget_me(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Forget the resident: now, with the open cases taken back, or once those have ended."""
        uow, conversation = context.uow, context.conversation
        mine = chats_of(uow, conversation.id or 0)
        if slots.get("fate") == "withdraw":
            for case in _open(_cases(uow, mine)):
                self.withdraw(context, case.number)
        waits = any(_open(_cases(uow, mine)))
        if not waits:
            _leave_everything(context, mine)
        stage: Any = "waits" if waits else "due"
        uow.personal.put_wish(Forgetting(conversation.id or 0, context.now, stage))
        return {"forgetting": stage}


def hash_of(token: str) -> str:
    """Return what is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def chats_of(uow: UnitOfWork, conversation_id: int) -> list[Conversation]:
    """Return all conversations of whoever has this one."""
    return [uow.conversations.by_id(n) for n in uow.personal.chats(conversation_id)]


def _cases(uow: UnitOfWork, chats: Iterable[Conversation]) -> list[Case]:
    found = {
        case.number: case
        for chat in chats
        for case in uow.cases.of_conversation(chat.id or 0, _ALL)
    }
    return list(found.values())


def _open(cases: Iterable[Case]) -> list[Case]:
    return [case for case in cases if case.status in OPEN]


def open_cases(uow: UnitOfWork, conversation_id: int) -> list[Case]:
    """Return the person's cases that are under way."""
    return _open(_cases(uow, chats_of(uow, conversation_id)))


# --- what is known -------------------------------------------------------------------------------


def _person(person: Person | None, zone: ZoneInfo = KYIV) -> dict[str, Any]:
    if person is None or person.consent_version is None:
        return {}
    known = {
        "name": person.name,
        "phone": person.phone,
        "email": person.email,
        "address": _place(person.address),
        "consented_at": person.consented_at and _iso(person.consented_at, zone),
    }
    return {name: value for name, value in known.items() if value}


def _place(address: Address | None) -> dict[str, Any] | None:
    if address is None:
        return None
    names = ("street", "house", "apartment", "entrance", "floor", "district", "verified")
    return {name: getattr(address, name) for name in names}


def copy_of(
    uow: UnitOfWork, conversation_id: int, now: datetime, zone: ZoneInfo = KYIV
) -> dict[str, Any]:
    """Return everything that is held of a person, ready to be written as JSON."""
    chats = chats_of(uow, conversation_id)
    people = {chat.person.id: chat.person for chat in chats if chat.person is not None}
    return {
        "made_at": now.astimezone(zone).isoformat(),
        "persons": [{"id": person.id, **_person(person, zone)} for person in people.values()],
        "chats": [_chat_copy(uow, chat, zone) for chat in chats],
        "cases": [_case_copy(uow, case, zone) for case in _cases(uow, chats)],
    }


def _chat_copy(uow: UnitOfWork, chat: Conversation, zone: ZoneInfo) -> dict[str, Any]:
    chat_id = chat.id or 0
    ref, since = uow.personal.ref(chat_id)
    lines = uow.conversations.transcript(chat_id, _ALL)
    offered = (row.outgoing.choices for row in uow.outbox.after(chat_id, 0, _ALL))
    labels = {choice.value: choice.label for choices in offered for choice in choices}
    return {
        "channel": ref.channel,
        "chat": ref.chat,
        "since": _iso(since, zone),
        "language": chat.state.spoken,
        "drafts": [
            {"flow": frame.flow, "told": frame.slots}
            for frame in chat.state.frames
            if frame.running is None
        ],
        "talk": [
            {
                "at": _iso(line.at, zone),
                "who": line.who,
                "text": line.text or labels.get(line.button or "", ""),
                "button": line.button,
            }
            for line in lines
        ],
        **_zoned(uow.personal.told(chat_id), zone),
    }


def _case_copy(uow: UnitOfWork, case: Case, zone: ZoneInfo) -> dict[str, Any]:
    case_id = case.id or 0
    history, files = uow.cases.history(case_id), uow.attachments.of_case(case_id)
    rated = case.rating.reason if case.rating else None
    return {
        **case_json(case, history, files, zone),
        "answer": case.answer,
        "rating_reason": rated,
    }


def _zoned(value: Any, zone: ZoneInfo) -> Any:
    match value:
        case dict():
            return {name: _zoned(item, zone) for name, item in value.items()}
        case list():
            return [_zoned(item, zone) for item in value]
        case datetime():
            return _iso(value, zone)
    return value


def _iso(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat()


# --- forgetting ----------------------------------------------------------------------------------


def keep_me(context: ActionContext, _slots: Slots, _told: Slots) -> Slots:
    """Take back the wish to be forgotten."""
    context.uow.personal.drop_wish(context.conversation.id or 0)
    return {}


def _leave_everything(context: ActionContext, chats: Iterable[Conversation]) -> None:
    """Let nothing go on that was under way: drafts, matters, a person who was called."""
    for chat in chats:
        standing = context.uow.handoffs.open_of(chat.id or 0)
        if standing is not None:
            handoffs.resident_left(standing, context.now)
            context.uow.handoffs.save(standing)
    state = context.conversation.state
    state.frames = [frame for frame in state.frames if frame.running is not None]
    state.matters, state.handoff, state.filed, state.said = [], None, None, None


def may_be_forgotten(uow: UnitOfWork, conversation_id: int) -> bool:
    """Whether every case of the person has run its course, the rating with it."""
    waiting = {*OPEN, Status.ANSWERED}
    cases = _cases(uow, chats_of(uow, conversation_id))
    return not any(case.status in waiting for case in cases)


def forget(uow: UnitOfWork, conversation_id: int, now: datetime, by: str = "resident") -> int:
    """Forget a person, whichever of their chats this is; return how many cases stay, unnamed.

    The files are only noted: whoever reads the wish at stage `wiped` takes them off the disk.
    """
    chats = chats_of(uow, conversation_id)
    names = [chat.person.name for chat in chats if chat.person is not None]
    cases = _cases(uow, chats)
    for case in cases:
        uow.cases.save(unnamed(case, names), CaseEvent(now, FORGOTTEN, by))
    for chat in chats:
        # Nobody may read it any more: without an author the law wants none published.
        for petition in uow.petitions.filed_by(chat.id or 0):
            if petition.status is PetitionStatus.MODERATION:
                uow.petitions.save(petition, take_back(petition, now))
    kept = {case.id for case in cases if is_kept(case)}
    files = tuple(ref for chat in chats for ref in _part_from_files(uow, chat, kept))
    uow.personal.wipe([chat.id or 0 for chat in chats], now)
    for chat in chats:
        uow.personal.drop_wish(chat.id or 0)
    uow.personal.put_wish(Forgetting(conversation_id, now, "wiped", files))
    return len(kept)


def _part_from_files(uow: UnitOfWork, chat: Conversation, kept: set[int | None]) -> list[str]:
    """Let go of a chat's files but those of kept cases; return what names them on the disk."""
    parted = []
    for file in uow.attachments.of_conversation(chat.id or 0):
        if file.case_id is not None and file.case_id in kept:
            file.ref, file.name = FORGOTTEN, None
            uow.attachments.settle(file)
            continue
        uow.attachments.remove(file.id or 0)
        parted.append(file.sha256 or file.ref)
    return parted
