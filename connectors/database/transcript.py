"""A talk as staff read it: the resident's events and the messages to them, in their order."""

import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any

from sqlalchemy import bindparam, null, select

from connectors.database.codec import from_json, from_us
from connectors.database.intake import load_incoming
from connectors.database.schema import attachments, intake, outbox
from connectors.database.sql import limited, prepare
from core.messages import Incoming, Outgoing
from core.rows import TranscriptLine

Run = Callable[[str, tuple[Any, ...]], sqlite3.Cursor]

load_outgoing = from_json(Outgoing)

HEARD = prepare(
    limited(
        select(intake.c.received_at, intake.c.incoming)
        .where(
            intake.c.conversation_id == bindparam("conversation_id"),
            intake.c.incoming.is_not(null()),
        )
        .order_by(intake.c.id.desc())
    ),
    *("conversation_id", "limit"),
)
SAID = prepare(
    limited(
        select(
            outbox.c.created_at,
            outbox.c.body,
            outbox.c.staff_id,
            outbox.c.in_reply_to,
            outbox.c.id,
            outbox.c.status,
            outbox.c.delivered_at,
            outbox.c.seen_at,
        )
        .where(outbox.c.conversation_id == bindparam("conversation_id"))
        .order_by(outbox.c.id.desc())
    ),
    *("conversation_id", "limit"),
)
FILES = prepare(
    select(attachments.c.ref, attachments.c.id).where(
        attachments.c.conversation_id == bindparam("conversation_id")
    ),
    "conversation_id",
)


def read_transcript(run: Run, conversation_id: int, limit: int) -> list[TranscriptLine]:
    """Return the last `limit` lines, oldest first; an answer never stands before its question."""
    files = dict(run(FILES, (conversation_id,)).fetchall())
    heard = run(HEARD, (conversation_id, limit)).fetchall()
    said = run(SAID, (conversation_id, limit)).fetchall()
    events = deque((at, load_incoming(body)) for at, body in reversed(heard))
    return _in_order(events, list(reversed(said)), files)[-limit:]


def _in_order(
    events: deque[tuple[int, Incoming]], said: list[tuple[Any, ...]], files: dict[str, int]
) -> list[TranscriptLine]:
    # Moments alone do not order a talk: under a clock that stands still they are all the same.
    lines: list[TranscriptLine] = []
    unheard = {incoming.event_id for _, incoming in events}
    for row in said:
        while events and (events[0][0] < row[0] or row[3] in unheard):
            at, incoming = events.popleft()
            unheard.discard(incoming.event_id)
            lines += _heard(at, incoming, files)
        lines.append(_said(row))
    for at, incoming in events:
        lines += _heard(at, incoming, files)
    return lines


def _heard(at: int, incoming: Incoming, files: dict[str, int]) -> list[TranscriptLine]:
    text = _words(incoming)
    if not (text or incoming.button or incoming.files):
        return []  # nobody typed it: a timer that fired, a file that became ready
    ids = tuple(files[file.ref] for file in incoming.files if file.ref in files)
    line = TranscriptLine(
        from_us(at),
        "resident",
        text,
        attachments=ids,
        button=incoming.button,
        event_id=incoming.event_id,
    )
    return [line]


def _words(incoming: Incoming) -> str:
    place, card = incoming.location, incoming.contact
    parts = [incoming.text or ""]
    if place:
        parts.append(f"{place.lat}, {place.long}")
    if card:
        parts.append(f"{card.phone} {card.name or ''}".strip())
    return "\n".join(part for part in parts if part)


def _said(row: tuple[Any, ...]) -> TranscriptLine:
    at, body, staff_id, _, row_id, *receipts = row
    who = "bot" if staff_id is None else "staff"
    said, fate = load_outgoing(body), _fate(*receipts)
    return TranscriptLine(
        from_us(at), who, said.text, staff_id, said.files, outbox_id=row_id, fate=fate
    )


def _fate(status: str, delivered_at: int | None, seen_at: int | None) -> str | None:
    if status != "sent":
        return "dead" if status == "dead" else "waiting"
    return "seen" if seen_at else "delivered" if delivered_at else None
