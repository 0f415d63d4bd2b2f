"""When to wake a silent conversation."""

import sqlite3
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from connectors.database.codec import from_us, to_us
from connectors.database.schema import conversations, timers
from connectors.database.sql import given, limited, prepare
from core.messages import ChatRef
from core.rows import TimerRow

_t = timers.c
_chat = conversations.c

_new = insert(timers).values(given("conversation_id", "name", "due_at", "generation"))
SET = prepare(
    _new.on_conflict_do_update(
        index_elements=["conversation_id", "name"],
        set_={"due_at": _new.excluded.due_at, "generation": _new.excluded.generation},
    ),
    *("conversation_id", "name", "due_at", "generation"),
)
DUE = prepare(
    limited(
        select(
            _t.conversation_id,
            _chat.channel,
            _chat.bot,
            _chat.chat,
            _t.name,
            _t.due_at,
            _t.generation,
        )
        .select_from(timers.join(conversations))
        .where(_t.due_at <= bindparam("now"))
        .order_by(_t.due_at, _t.conversation_id, _t.name)
    ),
    *("now", "limit"),
)
DROP = prepare(
    delete(timers).where(
        _t.conversation_id == bindparam("conversation_id"), _t.name == bindparam("name")
    ),
    *("conversation_id", "name"),
)


class SqlTimers:
    """`core.ports.TimerRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def set(self, conversation_id: int, name: str, due_at: datetime, generation: int) -> None:
        self._run(SET, (conversation_id, name, to_us(due_at), generation))

    def due(self, now: datetime, limit: int = 1000) -> list[TimerRow]:
        return [
            TimerRow(conversation_id, ChatRef(*chat), name, from_us(due_at), generation)
            for conversation_id, *chat, name, due_at, generation in self._run(
                DUE, (to_us(now), limit)
            )
        ]

    def drop(self, conversation_id: int, name: str) -> None:
        self._run(DROP, (conversation_id, name))
