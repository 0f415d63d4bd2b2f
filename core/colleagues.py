"""What staff tell one another: notes on a conversation, notices, who looks at what, ready replies.

Rule: a notice names what it is about by ids (`handoff:12`), never in words, so that it may leave
the inbox; what it stands for is read there, under its reader's own rights.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from core.handoffs import Desk, on_duty
from core.model import Handoff, StaffMember
from core.refusals import BadValue
from core.staff import may

NoticeKind = Literal["call", "call_next", "call_supervisor", "mention", "given"]

# A page says that it is open every few seconds; who said nothing for so long has left it.
HERE_FOR = timedelta(seconds=40)
TYPING_FOR = timedelta(seconds=8)
LONGEST_NOTE = 4000
LONGEST_REPLY = 3500
_SHORTCUT = re.compile(r"[a-zа-яіїєґ0-9][a-zа-яіїєґ0-9-]{0,29}")


@dataclass(slots=True)
class Note:
    """What a colleague wrote for colleagues; a resident never sees it. `mentions`: account ids."""

    conversation_id: int
    staff_id: int
    text: str
    at: datetime
    mentions: tuple[int, ...] = ()
    id: int | None = None


@dataclass(slots=True)
class Notice:
    """That a member is wanted somewhere. `by`: the colleague who caused it, if one did."""

    staff_id: int
    kind: NoticeKind
    subject: str
    at: datetime
    by: int | None = None
    seen_at: datetime | None = None
    told_at: datetime | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague who has a conversation open. `typing`: writes an answer just now."""

    staff_id: int
    typing: bool


@dataclass(slots=True)
class Reply:
    """A ready reply of the office. `text` may name values: `{resident}`, `{case}`, `{staff}`."""

    shortcut: str
    title: str
    text: str
    id: int | None = None


# --- calling somebody to a conversation ----------------------------------------------------------


def whom_to_call(
    kind: NoticeKind,
    staff: Iterable[StaffMember],
    called: Collection[int],
    busy: Mapping[int, int],
    now: datetime,
    desk: Desk,
) -> list[StaffMember]:
    """Return who is to be told of a conversation that waits: one operator at a time, the one with
    the fewest in hand who was not called yet; at last every supervisor.

    `busy`: conversations in hand by account id. Nobody on duty: nobody, the next step calls again.
    """
    if kind == "call_supervisor":
        heads = [m for m in staff if may(m, "handoff_reassign") and m.password_hash is not None]
        named = [m for m in heads if m.role == "supervisor"]
        return named or heads
    there = [m for m in on_duty(staff, now, desk) if m.id is not None and m.id not in called]
    return sorted(there, key=lambda m: (busy.get(m.id or 0, 0), m.id))[:1]


def handoff_subject(handoff_id: int) -> str:
    """Return what notices about a hand-off are about."""
    return f"handoff:{handoff_id}"


def in_hand(handoffs: Iterable[Handoff]) -> dict[int, int]:
    """Return how many conversations each member has taken, by account id."""
    counts: dict[int, int] = {}
    for handoff in handoffs:
        if handoff.taken_by is not None:
            counts[handoff.taken_by] = counts.get(handoff.taken_by, 0) + 1
    return counts


# --- notes ---------------------------------------------------------------------------------------


def mentioned(text: str, staff: Iterable[StaffMember]) -> tuple[int, ...]:
    """Return the ids of colleagues whom a note names: `@Ольга Бондар`, `@Ольга` or `@o.bondar`.

    A name that several have mentions none of them until it is written whole.
    """
    folded = text.casefold()
    named = [m for m in staff if m.id is not None and m.disabled_at is None and "@" in folded]
    first_names = [m.name.casefold().split()[0] for m in named if m.name.split()]
    found: list[int] = []
    for member in named:
        calls = [member.email.casefold().partition("@")[0]]
        if member.name.split():
            name = member.name.casefold()
            first = name.split()[0]
            calls += [name] if first_names.count(first) > 1 else [name, first]
        if any(re.search(rf"(?<!\w)@{re.escape(call)}(?!\w)", folded) for call in calls):
            found.append(member.id or 0)
    return tuple(found)


def check_note(text: str) -> str:
    """Return a note's text stripped. Errors: BadValue (`no_note`, `too_long`)."""
    note = text.strip()
    if not note:
        raise BadValue("no_note", "The note is empty; write what colleagues should know.")
    if len(note) > LONGEST_NOTE:
        raise BadValue("too_long", f"At most {LONGEST_NOTE} characters; shorten the note.")
    return note


# --- ready replies -------------------------------------------------------------------------------

VALUES = ("resident", "case", "staff")
_VALUE = re.compile(r"{(\w*)}")


def check_reply(reply: Reply) -> None:
    """Check a ready reply.

    Errors: BadValue (`bad_shortcut`, `no_text`, `too_long`, `bad_value`).
    """
    if _SHORTCUT.fullmatch(reply.shortcut) is None:
        raise BadValue("bad_shortcut", "A shortcut is one word: small letters, figures, hyphens.")
    if not reply.title.strip() or not reply.text.strip():
        raise BadValue("no_text", "Give the reply a title and a text.")
    if len(reply.text) > LONGEST_REPLY:
        raise BadValue("too_long", f"At most {LONGEST_REPLY} characters; shorten the reply.")
    unknown = sorted(set(_VALUE.findall(reply.text)).difference(VALUES))
    if unknown or reply.text.count("{") != reply.text.count("}"):
        known = ", ".join(f"{{{name}}}" for name in VALUES)
        raise BadValue("bad_value", f"A reply may name {known} and no other value.")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a reply with its values put in; one that is not known takes its comma and space along.

    «Вітаємо, {resident}!» is «Вітаємо!» where the name is not known.
    """
    known = {name: value for name, value in values.items() if value}
    for name in VALUES:
        if name not in known:
            text = re.sub(rf",?[ ]?{{{name}}}", "", text)
    return _VALUE.sub(lambda found: known[found[1]], text)
