"""The talk as the page shows it: lines of both sides in their order, and the question that stands.

Rule: pure reading. What a line says comes from the transcript; what may be answered to it, from the
message's outbox row.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from msgspec import Struct

from bots.webchat.events import unscoped
from core.messages import ChatRef, Choice, MessageKind, Request
from core.ports import UnitOfWork
from core.rows import OutboxRow, TranscriptLine

PAGE_LINES = 500
EVERYTHING = 100_000
STREAM_ROWS = 500
# A stream looks this far back for lines that the resident sent from another tab.
OWN_LINES = 30

_PLACE = re.compile(r"-?\d{1,2}(?:\.\d+)?, -?\d{1,3}(?:\.\d+)?")


class Message(Struct, frozen=True, omit_defaults=True):
    """A message to the resident; `id` is its outbox row, `reply_to` the client's event, if any."""

    id: int
    at: datetime
    text: str
    kind: MessageKind = "info"
    buttons: tuple[Choice, ...] = ()
    request: Request | None = None
    expects: str | None = None
    case: str | None = None
    reply_to: str | None = None

    @property
    def asks(self) -> bool:
        """Whether it can be answered by something else than words."""
        return bool(self.buttons or self.request)


class Own(Struct, frozen=True, omit_defaults=True):
    """A line of the resident. `files` are the names or kinds of what was sent with it."""

    event: str
    at: datetime
    text: str = ""
    place: bool = False
    files: tuple[str, ...] = ()


Line = Message | Own


@dataclass(frozen=True, slots=True)
class History:
    """What the first render shows; `cursor` is the last outbox row in it, `more` if it is cut."""

    known: bool = False
    lines: tuple[Line, ...] = ()
    cursor: int = 0
    question: Message | None = None
    more: bool = False


def message(row: OutboxRow) -> Message:
    """Return a row as the page shows it."""
    outgoing = row.outgoing
    return Message(
        id=row.id,
        at=row.created_at,
        text=outgoing.text,
        kind=outgoing.kind,
        buttons=outgoing.choices,
        request=outgoing.request,
        expects=outgoing.expects,
        case=outgoing.case,
        reply_to=unscoped(row.in_reply_to),
    )


def history(uow: UnitOfWork, conversation_id: int | None, limit: int = PAGE_LINES) -> History:
    """Return the last `limit` lines of a conversation; an empty history when there is none yet."""
    if conversation_id is None:
        return History()
    told = uow.conversations.transcript(conversation_id, limit)
    rows = _rows_of(uow, conversation_id, told)
    lines = tuple(_lines(uow, told, rows))
    return History(
        known=True,
        lines=lines,
        cursor=max(rows, default=0),
        question=standing_question(lines),
        more=len(told) >= limit,
    )


def _rows_of(
    uow: UnitOfWork, conversation_id: int, told: Sequence[TranscriptLine]
) -> dict[int, OutboxRow]:
    ids = [line.outbox_id for line in told if line.outbox_id is not None]
    if not ids:
        return {}
    rows = uow.outbox.after(conversation_id, min(ids) - 1, len(ids))
    return {row.id: row for row in rows}


def _lines(
    uow: UnitOfWork, told: Iterable[TranscriptLine], rows: dict[int, OutboxRow]
) -> Iterable[Line]:
    labels: dict[str, str] = {}
    for line in told:
        if line.outbox_id is None:
            yield _own(uow, line, labels)
        elif line.outbox_id in rows:
            shown = message(rows[line.outbox_id])
            labels.update((choice.value, choice.label) for choice in shown.buttons)
            yield shown


def _own(uow: UnitOfWork, line: TranscriptLine, labels: dict[str, str]) -> Own:
    text = line.text or labels.get(line.button or "", "")
    return Own(
        event=unscoped(line.event_id) or "",
        at=line.at,
        text=text,
        place=_PLACE.fullmatch(text) is not None,
        files=tuple(_file_name(uow, file) for file in line.attachments),
    )


def _file_name(uow: UnitOfWork, attachment_id: int) -> str:
    attachment = uow.attachments.get(attachment_id)
    if attachment is None:
        return "document"
    return "photo" if attachment.kind == "photo" else attachment.name or "document"


def standing_question(lines: Sequence[Line]) -> Message | None:
    """Return the last message that can be answered by a button, unless a later turn went past it.

    Unasked messages (staff's words, alarms, news) do not go past it, nor does an event that got no
    answer: while staff have the conversation, the way back to the bot stays.
    """
    past: set[str] = set()
    for line in reversed(lines):
        if not isinstance(line, Message):
            continue
        if line.asks:
            return None if past - {line.reply_to or ""} else line
        if line.reply_to is not None:
            past.add(line.reply_to)
    return None


@dataclass(slots=True)
class Follower:
    """What a stream has told already: outbox rows up to `cursor`, and the resident's own events.

    `behind` says that there is more than one reading holds: read again at once.
    """

    conversation_id: int
    cursor: int
    behind: bool = False
    _told: set[str] = field(default_factory=set)

    def belongs_to(self, uow: UnitOfWork, chat: ChatRef) -> bool:
        """Whether the talk is the chat's: whoever asks to be forgotten begins a new one."""
        return uow.conversations.by_id(self.conversation_id).ref == chat

    def news(self, uow: UnitOfWork) -> list[Line]:
        """Return what is new, oldest first, every message after the cursor in the order of its id.

        The first reading repeats the resident's latest lines; who shows them knows their events.
        """
        found = uow.outbox.after(self.conversation_id, self.cursor, STREAM_ROWS)
        rows = {row.id: row for row in found}
        talk = uow.conversations.transcript(self.conversation_id, len(rows) * 2 + OWN_LINES)
        read = {line.outbox_id for line in talk}
        around = _rows_of(uow, self.conversation_id, talk) | rows
        lines: list[Line] = [message(row) for row in found if row.id not in read]
        lines += (line for line in _lines(uow, talk, around) if self._is_new(line, rows))
        self.behind = len(rows) == STREAM_ROWS
        return self._noted(_upto(found[-1].id, lines) if self.behind else lines)

    def _is_new(self, line: Line, rows: Mapping[int, OutboxRow]) -> bool:
        if isinstance(line, Message):
            return line.id in rows
        return line.event not in self._told

    def _noted(self, lines: list[Line]) -> list[Line]:
        for line in lines:
            if isinstance(line, Message):
                self.cursor = max(self.cursor, line.id)
            else:
                self._told.add(line.event)
        return lines


def _upto(row_id: int, lines: list[Line]) -> list[Line]:
    """Return the lines that end with a message; what follows it belongs to the next reading."""
    at = next(n for n, line in enumerate(lines) if isinstance(line, Message) and line.id == row_id)
    return lines[: at + 1]
