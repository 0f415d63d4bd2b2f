"""Chats given to staff, from the waiting to the end."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, bindparam, select, text

from connectors.database.changes import Changes
from connectors.database.codec import MOMENT
from connectors.database.mapper import Mapper
from connectors.database.paging import paged
from connectors.database.schema import conversations, handoffs
from connectors.database.sql import limited, prepare
from core.messages import ChatRef
from core.model import Handoff

HANDOFFS = Mapper(
    Handoff,
    handoffs,
    dict.fromkeys(
        ("waiting_since", "promised_at", "taken_at", "answered_at", "ended_at", "escalated_at"),
        MOMENT,
    ),
)
_h = handoffs.c
_chat = conversations.c
# Word for word the condition of the partial index, or SQLite does not use it.
_OPEN = text("handoffs.status IN ('waiting', 'taken')")


def _wanted() -> Select[Any]:
    return select(*HANDOFFS.columns, _chat.channel, _chat.bot, _chat.chat).select_from(
        handoffs.join(conversations, _h.conversation_id == _chat.id)
    )


GET = prepare(_wanted().where(_h.id == bindparam("id")), "id")
OPEN_OF = prepare(
    _wanted().where(_h.conversation_id == bindparam("conversation_id"), _OPEN), "conversation_id"
)
OPEN = prepare(_wanted().where(_OPEN).order_by(_h.waiting_since, _h.id))
PAGE = prepare(
    limited(_wanted().where(_h.id > bindparam("last_id")).order_by(_h.id)), "last_id", "limit"
)


class SqlHandoffs:
    """`core.ports.HandoffRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection, changed: Changes) -> None:
        self._run = connection.execute
        self._changed = changed

    def add(self, handoff: Handoff) -> Handoff:
        cursor = self._run(HANDOFFS.insert_sql, HANDOFFS.values(handoff))
        handoff.id = cursor.lastrowid
        self._changed.add(("handoff", handoff.id))
        return handoff

    def get(self, handoff_id: int) -> Handoff | None:
        return self._one(GET, handoff_id)

    def open_of(self, conversation_id: int) -> Handoff | None:
        return self._one(OPEN_OF, conversation_id)

    def save(self, handoff: Handoff) -> None:
        row = (*HANDOFFS.values(handoff), handoff.id)
        if self._run(HANDOFFS.update_sql, row).rowcount != 1:
            raise LookupError(f"there is no hand-off {handoff.id}")
        self._changed.add(("handoff", handoff.id))

    def open(self) -> list[Handoff]:
        return [_handoff(row) for row in self._run(OPEN)]

    def all(self) -> Iterable[Handoff]:
        return map(_handoff, paged(self._run, PAGE))

    def _one(self, statement: str, row_id: int) -> Handoff | None:
        row = self._run(statement, (row_id,)).fetchone()
        return _handoff(row) if row else None


def _handoff(row: tuple[Any, ...]) -> Handoff:
    return HANDOFFS.load(row, chat=ChatRef(*row[-3:]))
