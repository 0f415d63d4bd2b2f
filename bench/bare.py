"""The baselines: a bare transaction that writes a turn's rows, and bare HTTP handlers around it.

`python -m bench.bare KIND FOLDER PORT` serves one: `nothing` reads and answers, `commit_each` also
writes the rows of the step, one commit a request.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiohttp import web

from bench.rehearsal import Written

_INTAKE = (
    "INSERT INTO intake (channel, bot, event_id, chat, incoming, reading, status, attempts, "
    "conversation_id, received_at) VALUES ('webchat', 'web', ?, ?, ?, ?, 'done', 0, ?, ?) "
    "ON CONFLICT DO NOTHING"
)
_CHAT = (
    "INSERT INTO conversations (channel, bot, chat, state, version, generation, created_at, "
    "updated_at) VALUES ('webchat', 'web', ?, '{}', 0, 0, ?, ?) RETURNING id"
)
_OUTBOX = (
    "INSERT INTO outbox (conversation_id, channel, lane, body, in_reply_to, status, attempts, "
    "created_at, next_at, ended_at) VALUES (?, 'webchat', 'reply', ?, ?, 'sent', 0, ?, ?, ?)"
)
_TIMER = (
    "INSERT INTO timers (conversation_id, name, due_at, generation) VALUES (?, 'reminder', ?, ?) "
    "ON CONFLICT (conversation_id, name) DO UPDATE SET due_at = excluded.due_at, "
    "generation = excluded.generation"
)


class BareStore:
    """Writes the rows of turns with nothing around the driver. The schema is the product's."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 10000"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._ids: dict[str, int] = {}

    def close(self) -> None:
        self._connection.close()

    def turn(self, chat: str, event_id: str, written: Written) -> None:
        """Write one turn's rows in one transaction."""
        run, now = self._connection.execute, time.time_ns() // 1000
        run("BEGIN IMMEDIATE")
        chat_id = self._ids.get(chat)
        if chat_id is None:
            chat_id = self._ids[chat] = run(_CHAT, (chat, now, now)).fetchone()[0]
        run(_INTAKE, (event_id, chat, written.incoming, written.reading, chat_id, now))
        row = run("SELECT state, version FROM conversations WHERE id = ?", (chat_id,)).fetchone()
        for body in written.bodies:
            run(_OUTBOX, (chat_id, body, event_id, now, now, now))
        if written.timer:
            run(_TIMER, (chat_id, now, row[1]))
        run(
            "UPDATE conversations SET state = ?, version = ?, generation = ?, updated_at = ? "
            "WHERE id = ? AND version = ?",
            (written.state, row[1] + 1, row[1] + 1, now, chat_id, row[1]),
        )
        run("COMMIT")


class Handlers:
    """The bare handlers. Each chat goes round the rehearsed steps in order."""

    def __init__(self, store: BareStore | None, steps: Sequence[Written]) -> None:
        self._store, self._steps = store, steps
        self._places: dict[str, int] = {}
        self._answers = [
            {"done": "e", "messages": [json.loads(body) for body in step.bodies]} for step in steps
        ]

    async def event(self, request: web.Request) -> web.Response:
        content: dict[str, Any] = json.loads(await request.read())
        chat = request.cookies.get("misto_chat", "")
        place = self._places.get(chat, 0)
        self._places[chat] = (place + 1) % len(self._steps)
        if self._store is not None:
            self._store.turn(chat, f"{chat}:{content['event']}", self._steps[place])
        return web.Response(text=json.dumps(self._answers[place]), content_type="application/json")


def main() -> None:
    """Serve one kind of bare handler."""
    kind, folder, port = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    steps = [Written(**step) for step in json.loads((folder / "steps.json").read_text("utf-8"))]
    store = BareStore(folder / "bare.db") if kind == "commit_each" else None
    app = web.Application()
    app.router.add_post("/chat/events", Handlers(store, steps).event)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    main()
