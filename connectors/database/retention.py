"""Wiping what need not be kept: set-based, so that a city's night takes seconds."""

import sqlite3
from datetime import datetime

from sqlalchemy import Select, Text, bindparam, cast, delete, null, select, update

from connectors.database.codec import from_us_or_none, to_json, to_us
from connectors.database.conversations import IDLE
from connectors.database.schema import conversations, handoffs, intake, outbox, persons
from connectors.database.sql import given, limited, number, prepare, word
from core.conversation import State

_c = conversations.c


def _unagreed() -> Select[tuple[int]]:
    """Chats whose person never consented and that wait for no answer of staff."""
    waiting = select(handoffs.c.conversation_id).where(
        handoffs.c.status.in_([word("waiting"), word("taken")])
    )
    return (
        select(_c.id)
        .select_from(conversations.outerjoin(persons))
        .where(persons.c.consent_version.is_(null()), _c.id.not_in(waiting))
    )


FIRST = prepare(
    select(intake.c.received_at).order_by(intake.c.id).limit(number(1)).offset(number(0))
)
WIPE_EVENTS = prepare(
    update(intake)
    .where(
        intake.c.conversation_id.in_(_unagreed()),
        intake.c.received_at < bindparam("before"),
        intake.c.incoming.is_not(null()),
    )
    .values({"raw": null(), "incoming": null(), "reading": null()}),
    "before",
)
WIPE_MESSAGES = prepare(
    delete(outbox).where(
        outbox.c.conversation_id.in_(_unagreed()),
        outbox.c.created_at < bindparam("before"),
        outbox.c.status != word("new"),
    ),
    "before",
)
WIPE_DRAFTS = prepare(
    update(conversations)
    .where(
        _c.id.in_(_unagreed()),
        _c.updated_at < bindparam("before"),
        _c.state != bindparam("empty"),
    )
    .values(given("state")),
    *("state", "before", "empty"),
)
STALE_DRAFTS = prepare(
    limited(
        select(_c.id)
        .where(
            _c.updated_at < bindparam("before"),
            cast(_c.state, Text).not_like(bindparam("idle")),
        )
        .order_by(_c.id)
    ),
    *("before", "idle", "limit"),
)


class SqlRetention:
    """`core.ports.RetentionRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def first_event_at(self) -> datetime | None:
        row = self._run(FIRST).fetchone()
        return from_us_or_none(row[0]) if row else None

    def stale_drafts(self, before: datetime, limit: int = 500) -> list[int]:
        return [row[0] for row in self._run(STALE_DRAFTS, (to_us(before), IDLE, limit))]

    def wipe_talks(self, before: datetime) -> int:
        moment, empty = to_us(before), to_json(State())
        wiped = self._run(WIPE_EVENTS, (moment,)).rowcount
        wiped += self._run(WIPE_MESSAGES, (moment,)).rowcount
        return wiped + self._run(WIPE_DRAFTS, (empty, moment, empty)).rowcount
