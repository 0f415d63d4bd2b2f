"""One person in several chats: a code from one chat makes another chat theirs too, or parts it.

Rule: a code is good once and for ten minutes, only its keyed hash is kept, and nobody is linked
without saying yes in the chat where it was entered: who sends somebody a link would else see what
is theirs. Both sides hear of it and can undo it for a day, each then with what was its own. Who
parts a chat on purpose keeps all of it; that chat begins anew.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from core import handoffs
from core.conversation import Button, Frame, Say, Text
from core.identity import Seal
from core.lifecycle import OPEN
from core.link_codes import ALPHABET, LENGTH, code_in, is_code, shown
from core.messages import PARTED
from core.model import Person
from core.ports import Action, ActionContext, Texts, UnitOfWork
from core.rows import Conversation
from core.starts import payload

CODE_LIVES = timedelta(minutes=10)
UNDONE_FOR = timedelta(days=1)
MOST_GUESSES, GUESSES_COUNT_FOR = 5, timedelta(hours=1)
Slots = Mapping[str, Any]


# --- codes ---------------------------------------------------------------------------------------


def new_code() -> str:
    """Return a code that no word looks like: it has letters and digits."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if is_code(code):
            return code


# --- what flows ask for --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Linking:
    """The actions of linking. `pulled` names the channels that read the message table themselves;
    `links` by channel are the beginnings of addresses that open a chat, as far as they are known.
    """

    texts: Texts
    seal: Seal
    pulled: frozenset[str]
    links: Mapping[str, str] = field(default_factory=dict)

    def table(self) -> Mapping[str, Action]:
        """Return the actions by the names flows call them."""
        return {
            "make_link_code": self.make_link_code,
            "look_at_link_code": self.look_at_link_code,
            "link_by_code": self.link_by_code,
            "take_draft": take_draft,
            "find_linked": find_linked,
            "unlink_chat": self.unlink_chat,
            "undo_link": self.undo_link,
        }

    def make_link_code(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Make a code for the chat; an earlier one of it ends."""
        code, chat = new_code(), context.conversation
        expires_at = context.now + CODE_LIVES
        context.uow.links.put_code(self._hash(code), chat.id or 0, context.now, expires_at)
        found, here = payload("link", code), chat.ref.channel
        links = {f"{name}_link": f"{at}{found}" for name, at in self.links.items() if name != here}
        return {
            "code": shown(code),
            "minutes": int(CODE_LIVES.total_seconds()) // 60,
            "linked_count": len(_others(context)),
            **links,
        }

    def look_at_link_code(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Say what a code would do, and do nothing yet.

        `code_is`: good, wrong, own (made in this very chat), same (the chats are one person's
        already), late (too many wrong ones), leaving (one side asked to be forgotten).
        """
        uow, chat = context.uow, context.conversation
        if _guesses(context) >= MOST_GUESSES:
            return {"code_is": "late"}
        issuer = uow.links.of_code(self._hash(slots.get("link_code")), context.now)
        if issuer is None:
            uow.links.guessed(chat.id or 0, context.now)
            return {"code_is": "wrong"}
        other = uow.conversations.by_id(issuer)
        return {"code_is": _standing(context, other), "other_channel": other.ref.channel}

    def link_by_code(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Make both chats one person's; the code is used up. `linked`: whether it was done."""
        if self.look_at_link_code(context, slots, told)["code_is"] != "good":
            return {"linked": False}
        issuer = context.uow.links.use_code(self._hash(slots.get("link_code")), context.now)
        if issuer is None:
            return {"linked": False}
        uow, chat = context.uow, context.conversation
        other = uow.conversations.by_id(issuer)
        theirs = _linked(uow, other)
        join(uow, chat, other, context.now)
        told_of = {"other_channel": chat.ref.channel}
        for one in filter(_is_chat, theirs):
            self._tell(uow, one, "link-told", told_of, context.now, undo=True)
        drafted = next(filter(_drafts, theirs), None)
        return {
            "linked": True,
            "other_channel": other.ref.channel,
            "open_count": _open_count(context),
            "draft": drafted is not None,
            "draft_chat": drafted.id if drafted else None,
        }

    def unlink_chat(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Part a chat from the person, who keeps all that came by it; it begins anew."""
        target = next(
            (c for c in _others(context) if str(c.id) == str(slots.get("linked_chat"))), None
        )
        if target is None or _leaving(context.uow, [target, context.conversation]):
            return {"unlinked": False}
        fresh = part(context.uow, context.conversation, target, context.now)
        here = {"other_channel": context.conversation.ref.channel}
        self._tell(context.uow, fresh, "link-parted", here, context.now)
        return {"unlinked": True, "other_channel": target.ref.channel}

    def undo_link(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Take the last linking back: each side is again what it was. `undone`: yes, none, late
        or many (linked more than once since: which is meant must be said).
        """
        uow, chat = context.uow, context.conversation
        moved = uow.links.of_person(chat.person.id or 0) if chat.person else []
        if not moved:
            return {"undone": "none"}
        if context.now - moved[0].at > UNDONE_FOR:
            return {"undone": "late"}
        chats = [one.conversation_id for one in moved]
        if uow.links.joined_since(chats, context.now - UNDONE_FOR) > 1:
            return {"undone": "many"}
        sides = {one.conversation_id: one.entered for one in moved}
        others = [c for c in _others(context) if sides.get(c.id or 0) != sides.get(chat.id or 0)]
        undo(uow, chat, context.now)
        here = {"other_channel": chat.ref.channel}
        for other in others:
            self._tell(
                uow, uow.conversations.by_id(other.id or 0), "link-undone", here, context.now
            )
        return {"undone": "yes", "other_channel": others[0].ref.channel if others else None}

    def _hash(self, code: Any) -> str:
        return self.seal("link", code_in(str(code)) or "")

    def _tell(
        self,
        uow: UnitOfWork,
        chat: Conversation,
        text: str,
        args: Slots,
        now: datetime,
        *,
        undo: bool = False,
    ) -> None:
        buttons = (Button(Text("menu-link_undo"), "!flow=link_undo"),) if undo else ()
        outgoing = self.texts.render(Say(Text(text, args), buttons), chat.state.spoken)
        pulled = chat.ref.channel in self.pulled
        uow.outbox.add(chat.id or 0, chat.ref, outgoing, now, pulled=pulled)


def _guesses(context: ActionContext) -> int:
    return context.uow.links.guesses(context.conversation.id or 0, context.now - GUESSES_COUNT_FOR)


def _standing(context: ActionContext, other: Conversation) -> str:
    chat, uow = context.conversation, context.uow
    if other.id == chat.id:
        return "own"
    if _leaving(uow, [chat, other]):
        return "leaving"
    one = chat.person is not None and other.person is not None and chat.person.id == other.person.id
    return "same" if one else "good"


def _leaving(uow: UnitOfWork, chats: Iterable[Conversation]) -> bool:
    """Whether somebody waits to be forgotten: what is theirs is not handed on any more."""
    together = {n for chat in chats for n in uow.personal.chats(chat.id or 0)}
    return any(uow.personal.wish(n) is not None for n in together)


def _others(context: ActionContext) -> list[Conversation]:
    """Return the other chats that were linked to this one, the oldest first."""
    chat, uow = context.conversation, context.uow
    if chat.person is None or chat.person.id is None:
        return []
    ids = uow.links.chats_of(chat.person.id)
    return list(filter(_is_chat, (uow.conversations.by_id(n) for n in ids if n != chat.id)))


def _is_chat(one: Conversation) -> bool:
    """Whether anybody can still write from there."""
    return one.ref.channel != PARTED


def _open_count(context: ActionContext) -> int:
    mine = context.uow.cases.of_conversation(context.conversation.id or 0, 1000)
    return sum(case.status in OPEN for case in mine)


def find_linked(context: ActionContext, slots: Slots, _told: Slots) -> Slots:
    """Find the linked chats that are meant: of the channel that was named, or all."""
    others = _others(context)
    named = [c for c in others if c.ref.channel == slots.get("channel")]
    meant = named or others
    lines = [{"other_channel": c.ref.channel, "no": str(c.id)} for c in meant]
    if len(meant) == 1:
        return {"found": "one", "told": {"linked_chat": lines[0]["no"]}, **lines[0]}
    return {"found": "many" if meant else "none", "linked_chats": lines}


# --- drafts --------------------------------------------------------------------------------------


def _drafts(chat: Conversation) -> list[Frame]:
    """Return what is under way in a chat; what only asks about chats themselves is none."""
    return [frame for frame in chat.state.frames if frame.running is None and frame.slots]


def take_draft(context: ActionContext, slots: Slots, _told: Slots) -> Slots:
    """Go on here with what is under way in the other chat, with the files that were sent for it."""
    uow, here = context.uow, context.conversation
    chat = next((c for c in _others(context) if c.id == slots.get("draft_chat")), None)
    if chat is None:
        return {}
    moved = _drafts(chat)
    chat.state.frames = [frame for frame in chat.state.frames if frame not in moved]
    uow.conversations.put(chat, context.now)
    uow.links.move_files(chat.id or 0, here.id or 0)
    for frame in moved:
        frame.no, here.state.next_no = here.state.next_no, here.state.next_no + 1
    # Below the talk about chats, which ends now.
    here.state.frames[:0] = moved
    return {}


# --- joining and parting -------------------------------------------------------------------------


def join(uow: UnitOfWork, chat: Conversation, other: Conversation, now: datetime) -> None:
    """Make two chats, with those linked to each before, one person's. `other` gave the code."""
    sides = [(True, _linked(uow, chat)), (False, _linked(uow, other))]
    was = {one.id: one.person.id if one.person else None for _, side in sides for one in side}
    merged = _merged(other.person, chat.person)
    chat.person = merged
    uow.conversations.save_person(chat)
    for entered, side in sides:
        for one in side:
            uow.links.note(one.id or 0, merged.id or 0, was[one.id], now, entered=entered)
            if one.id != chat.id:
                one.person = merged
                uow.conversations.put(one, now)
            uow.links.own_cases(one.id or 0, merged.id)
    uow.identity.settle(chat.id or 0)


def _linked(uow: UnitOfWork, chat: Conversation) -> list[Conversation]:
    """Return a chat with those that are its person's already."""
    ids = uow.links.chats_of(chat.person.id) if chat.person and chat.person.id else []
    return [chat, *(uow.conversations.by_id(n) for n in ids if n != chat.id)]


def _merged(first: Person | None, second: Person | None) -> Person:
    """Return what is known of both, `first` where they differ; only who agreed is known at all."""
    known = [p for p in (first, second) if p is not None and p.consent_version is not None]
    if not known:
        return Person()
    whole = replace(known[0], id=None)
    for other in known[1:]:
        whole.name = whole.name or other.name
        whole.phone = whole.phone or other.phone
        whole.email = whole.email or other.email
        whole.address = whole.address or other.address
    return whole


def undo(uow: UnitOfWork, chat: Conversation, now: datetime) -> None:
    """Take the last linking of a chat's person back: every chat has the person it had."""
    merged = chat.person.id if chat.person else None
    if merged is None:
        return
    moved = uow.links.of_person(merged)
    for one in moved:
        own = one.conversation_id == chat.id
        found = chat if own else uow.conversations.by_id(one.conversation_id)
        found.person = uow.links.person(one.was_person_id) if one.was_person_id else None
        if not own:
            uow.conversations.put(found, now)
        uow.links.own_cases(one.conversation_id, one.was_person_id)
    uow.links.end(merged)
    _settle_apart(uow, [one.conversation_id for one in moved])


def _settle_apart(uow: UnitOfWork, chats: Sequence[int]) -> None:
    for one in chats:
        uow.identity.own_signatures(one)
    for one in chats:
        uow.identity.settle(one)


def part(
    uow: UnitOfWork, keeper: Conversation, target: Conversation, now: datetime
) -> Conversation:
    """Part a chat from its person; what came by it stays with the chat that keeps the person.
    Return the chat as it begins anew.
    """
    standing = uow.handoffs.open_of(target.id or 0)
    if standing is not None:
        handoffs.resident_left(standing, now)
        uow.handoffs.save(standing)
    uow.links.forget_past([target.id or 0])
    uow.links.part(target.id or 0, keeper.id or 0)
    uow.identity.settle(keeper.id or 0)
    fresh = uow.conversations.get(target.ref)
    fresh.state.language, fresh.state.heard = target.state.language, target.state.heard
    fresh.muted_until = target.muted_until
    fresh.id = uow.conversations.put(fresh, now)
    return fresh
