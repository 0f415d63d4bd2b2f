"""Events of residents: each stored once, decoded or raw, before and while its turn runs."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, null, select, update
from sqlalchemy.dialects.sqlite import insert

from connectors.database.codec import from_json, from_us, to_json, to_us
from connectors.database.schema import conversations, intake
from connectors.database.sql import given, limited, number, prepare, word
from core.journal import Note
from core.messages import Incoming
from core.rows import IntakeRow, StoredEvent

_CONVERSATION = (
    select(conversations.c.id)
    .where(
        conversations.c.channel == bindparam("channel"),
        conversations.c.bot == bindparam("bot"),
        conversations.c.chat == bindparam("chat"),
    )
    .scalar_subquery()
)

TAKE = prepare(
    insert(intake)
    .values(
        given("channel", "bot", "event_id", "chat", "incoming", "status", "received_at")
        | {"attempts": number(0), "conversation_id": _CONVERSATION}
    )
    .on_conflict_do_nothing(),
    *("channel", "bot", "event_id", "chat", "incoming", "status"),
    *("channel", "bot", "chat", "received_at"),
)
STORE_RAW = prepare(
    insert(intake)
    .values(
        given("channel", "bot", "event_id", "raw", "received_at")
        | {"status": word("new"), "attempts": number(0)}
    )
    .on_conflict_do_nothing(),
    *("channel", "bot", "event_id", "raw", "received_at"),
)
# An event that was done stays so; a dead letter that was mended and run is done.
FINISH = prepare(
    update(intake)
    .where(intake.c.id == bindparam("id"), intake.c.status != word("done"))
    .values(
        given("chat", "incoming", "conversation_id") | {"status": word("done"), "error": null()}
    ),
    *("chat", "incoming", "conversation_id", "id"),
)
KEEP_READING = prepare(
    update(intake).where(intake.c.id == bindparam("id")).values(given("reading")), "reading", "id"
)
KEEP_NOTE = prepare(
    update(intake).where(intake.c.id == bindparam("id")).values(given("results")), "results", "id"
)
# An event of the city's own is known by the conversation and the place of its row.
TAKE_INNER = prepare(
    insert(intake).values(
        given("channel", "bot", "event_id", "conversation_id", "inner", "received_at")
        | {"status": word("done"), "attempts": number(0)}
    ),
    *("channel", "bot", "event_id", "conversation_id", "received_at", "inner"),
)
LAST_ID = prepare(select(func.coalesce(func.max(intake.c.id), number(0))))
STORED = prepare(
    limited(
        select(
            intake.c.id,
            intake.c.conversation_id,
            intake.c.received_at,
            intake.c.status,
            intake.c.incoming,
            intake.c.reading,
            intake.c.inner,
            intake.c.results,
        )
        .where(
            intake.c.conversation_id == bindparam("conversation_id"),
            intake.c.id > bindparam("after"),
        )
        .order_by(intake.c.id)
    ),
    *("conversation_id", "after", "limit"),
)
IGNORE = prepare(
    update(intake)
    .where(intake.c.id == bindparam("id"))
    .values(given("conversation_id") | {"status": word("done"), "error": word("ignored")}),
    *("conversation_id", "id"),
)
FAIL = prepare(
    update(intake)
    .where(intake.c.id == bindparam("id"), intake.c.status != word("done"))
    .values(given("status", "error") | {"attempts": intake.c.attempts + number(1)}),
    *("status", "error", "id"),
)
WAITING = prepare(
    limited(
        select(
            intake.c.id,
            intake.c.channel,
            intake.c.bot,
            intake.c.event_id,
            intake.c.raw,
            intake.c.received_at,
            intake.c.status,
            intake.c.attempts,
        )
        .where(intake.c.status == word("new"))
        .order_by(intake.c.id)
    ),
    "limit",
)
BODY = prepare(
    select(intake.c.raw).where(
        intake.c.channel == bindparam("channel"),
        intake.c.bot == bindparam("bot"),
        intake.c.event_id == bindparam("event_id"),
    ),
    *("channel", "bot", "event_id"),
)
LAST_BODY = prepare(
    select(intake.c.raw)
    .where(intake.c.conversation_id == bindparam("conversation_id"), intake.c.raw.is_not(null()))
    .order_by(intake.c.id.desc())
    .limit(number(1))
    .offset(number(0)),
    "conversation_id",
)
INCOMING = prepare(select(intake.c.incoming).where(intake.c.id == bindparam("id")), "id")

load_incoming = from_json(Incoming)
_load_mapping = from_json(dict[str, Any])
_load_note = from_json(Note)
# The channel of events that no resident caused: timers, staff, the city.
INNER = "inner"


class SqlIntake:
    """`core.ports.IntakeRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def take(self, incoming: Incoming, *, done: bool) -> int | None:
        channel, bot, chat = incoming.channel, incoming.bot, incoming.chat
        status = "done" if done else "new"
        row = (channel, bot, incoming.event_id, chat, to_json(incoming), status)
        return _new_id(self._run(TAKE, (*row, channel, bot, chat, to_us(incoming.at))))

    def store_raw(
        self, channel: str, bot: str, event_id: str, raw: bytes, at: datetime
    ) -> int | None:
        return _new_id(self._run(STORE_RAW, (channel, bot, event_id, raw, to_us(at))))

    def body(self, channel: str, bot: str, event_id: str) -> bytes | None:
        row = self._run(BODY, (channel, bot, event_id)).fetchone()
        return row[0] if row else None

    def last_body(self, conversation_id: int) -> bytes | None:
        row = self._run(LAST_BODY, (conversation_id,)).fetchone()
        return row[0] if row else None

    def finish(self, intake_id: int, incoming: Incoming, conversation_id: int) -> bool:
        row = (incoming.chat, to_json(incoming), conversation_id, intake_id)
        return self._run(FINISH, row).rowcount == 1

    def keep_reading(self, intake_id: int, reading: Mapping[str, Any]) -> None:
        self._run(KEEP_READING, (to_json(reading), intake_id))

    def keep_note(self, intake_id: int, note: Note) -> None:
        self._run(KEEP_NOTE, (to_json(note), intake_id))

    def take_inner(self, conversation_id: int, event: Mapping[str, Any], at: datetime) -> int:
        row = self._run(LAST_ID).fetchone()[0] + 1
        inner = (INNER, "", f"{INNER}-{row}", conversation_id, to_us(at), to_json(event))
        return self._run(TAKE_INNER, inner).lastrowid or 0

    def stored(self, conversation_id: int, after: int = 0, limit: int = 500) -> list[StoredEvent]:
        return [_stored(row) for row in self._run(STORED, (conversation_id, after, limit))]

    def ignore(self, intake_id: int, conversation_id: int | None = None) -> None:
        self._run(IGNORE, (conversation_id, intake_id))

    def fail(self, intake_id: int, error: str, *, dead: bool) -> None:
        self._run(FAIL, ("dead" if dead else "new", error, intake_id))

    def waiting(self, limit: int = 1000) -> list[IntakeRow]:
        return [_row(row) for row in self._run(WAITING, (limit,))]

    def incoming(self, row: IntakeRow) -> Incoming | None:
        found = self._run(INCOMING, (row.id,)).fetchone()
        try:
            return load_incoming(found[0]) if found and found[0] else None
        except msgspec.MsgspecError as error:
            raise ValueError(f"the event of intake row {row.id} cannot be decoded") from error


def _stored(row: tuple[Any, ...]) -> StoredEvent:
    intake_id, conversation_id, at, status, incoming, reading, inner, note = row
    return StoredEvent(
        id=intake_id,
        conversation_id=conversation_id,
        at=from_us(at),
        status=status,
        incoming=load_incoming(incoming) if incoming else None,
        parse=_load_mapping(reading) if reading else None,
        inner=_load_mapping(inner) if inner else None,
        note=_load_note(note) if note else None,
    )


def _new_id(cursor: sqlite3.Cursor) -> int | None:
    return cursor.lastrowid if cursor.rowcount == 1 else None


def _row(row: tuple[Any, ...]) -> IntakeRow:
    intake_id, channel, bot, event_id, raw, received_at, status, attempts = row
    return IntakeRow(
        id=intake_id,
        channel=channel,
        bot=bot,
        event_id=event_id,
        raw=raw or b"",
        received_at=from_us(received_at),
        status=status,
        attempts=attempts,
    )
