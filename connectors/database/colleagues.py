"""What staff tell one another: notes, notices, who is there, ready replies."""

import sqlite3
from datetime import datetime

from sqlalchemy import bindparam, delete, null, select, update
from sqlalchemy.dialects.sqlite import insert

from connectors.database.changes import Changes
from connectors.database.codec import MOMENT, document, to_us
from connectors.database.mapper import Mapper
from connectors.database.schema import (
    staff,
    staff_here,
    staff_notes,
    staff_notices,
    staff_replies,
)
from connectors.database.sql import given, limited, prepare
from core.colleagues import HERE_FOR, TYPING_FOR, Note, Notice, Present, Reply

NOTES = Mapper(Note, staff_notes, {"at": MOMENT, "mentions": document(tuple[int, ...])})
NOTICES = Mapper(Notice, staff_notices, dict.fromkeys(("at", "seen_at", "told_at"), MOMENT))
REPLIES = Mapper(Reply, staff_replies, {})
_note, _notice, _here, _reply = staff_notes.c, staff_notices.c, staff_here.c, staff_replies.c

NOTES_OF = prepare(
    limited(
        select(*NOTES.columns)
        .where(_note.conversation_id == bindparam("conversation_id"))
        .order_by(_note.id.desc())
    ),
    *("conversation_id", "limit"),
)
LATEST = prepare(
    limited(
        select(*NOTICES.columns)
        .where(_notice.staff_id == bindparam("staff_id"))
        .order_by(_notice.id.desc())
    ),
    *("staff_id", "limit"),
)
ABOUT = prepare(
    select(*NOTICES.columns).where(_notice.subject == bindparam("subject")).order_by(_notice.id),
    "subject",
)
SEE = prepare(
    update(staff_notices)
    .where(
        _notice.staff_id == bindparam("staff_id"),
        _notice.subject == bindparam("subject"),
        _notice.seen_at.is_(null()),
    )
    .values(given("seen_at")),
    *("seen_at", "staff_id", "subject"),
)
SETTLE = prepare(
    update(staff_notices)
    .where(_notice.subject == bindparam("subject"), _notice.seen_at.is_(null()))
    .values(given("seen_at"))
    .returning(_notice.staff_id),
    *("seen_at", "subject"),
)
UNTOLD = prepare(
    limited(
        select(*NOTICES.columns)
        .join(staff, staff.c.id == _notice.staff_id)
        .where(
            _notice.told_at.is_(null()),
            _notice.seen_at.is_(null()),
            staff.c.chat_id.is_not(null()),
            staff.c.disabled_at.is_(null()),
        )
        .order_by(_notice.id)
    ),
    "limit",
)
_enter = insert(staff_here).values(given("conversation_id", "staff_id", "at", "typing_at"))
ENTER = prepare(
    _enter.on_conflict_do_update(
        index_elements=["conversation_id", "staff_id"],
        set_={name: _enter.excluded[name] for name in ("at", "typing_at")},
    ),
    *("conversation_id", "staff_id", "at", "typing_at"),
)
FORGET = prepare(delete(staff_here).where(_here.at <= bindparam("before")), "before")
LEAVE = prepare(
    delete(staff_here).where(
        _here.conversation_id == bindparam("conversation_id"),
        _here.staff_id == bindparam("staff_id"),
    ),
    *("conversation_id", "staff_id"),
)
HERE = prepare(
    select(_here.staff_id, _here.typing_at)
    .where(_here.conversation_id == bindparam("conversation_id"), _here.at > bindparam("since"))
    .order_by(_here.staff_id),
    *("conversation_id", "since"),
)
ALL_REPLIES = prepare(select(*REPLIES.columns).order_by(_reply.shortcut))
REPLY = prepare(select(*REPLIES.columns).where(_reply.id == bindparam("id")), "id")
REMOVE_REPLY = prepare(delete(staff_replies).where(_reply.id == bindparam("id")), "id")


class SqlColleagues:
    """`core.ports.ColleagueRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection, changed: Changes) -> None:
        self._run = connection.execute
        self._changed = changed

    # --- notes -----------------------------------------------------------------------------------

    def add_note(self, note: Note) -> int:
        self._changed.add(("chat", note.conversation_id))
        return self._run(NOTES.insert_sql, NOTES.values(note)).lastrowid or 0

    def notes_of(self, conversation_id: int, limit: int = 100) -> list[Note]:
        rows = self._run(NOTES_OF, (conversation_id, limit)).fetchall()
        return [NOTES.load(row) for row in reversed(rows)]

    # --- notices ---------------------------------------------------------------------------------

    def add_notice(self, notice: Notice) -> int:
        self._changed.add(("notice", notice.staff_id))
        return self._run(NOTICES.insert_sql, NOTICES.values(notice)).lastrowid or 0

    def notices_of(self, staff_id: int, limit: int = 50) -> list[Notice]:
        return [NOTICES.load(row) for row in self._run(LATEST, (staff_id, limit))]

    def notices_about(self, subject: str) -> list[Notice]:
        return [NOTICES.load(row) for row in self._run(ABOUT, (subject,))]

    def untold(self, limit: int = 100) -> list[Notice]:
        return [NOTICES.load(row) for row in self._run(UNTOLD, (limit,))]

    def save_notice(self, notice: Notice) -> None:
        self._run(NOTICES.update_sql, (*NOTICES.values(notice), notice.id))

    def see(self, staff_id: int, subject: str, now: datetime) -> None:
        if self._run(SEE, (to_us(now), staff_id, subject)).rowcount:
            self._changed.add(("notice", staff_id))

    def settle(self, subject: str, now: datetime) -> None:
        for row in self._run(SETTLE, (to_us(now), subject)).fetchall():
            self._changed.add(("notice", row[0]))

    # --- who is there ----------------------------------------------------------------------------

    def enter(self, conversation_id: int, staff_id: int, now: datetime, *, typing: bool) -> None:
        at = to_us(now)
        self._run(FORGET, (to_us(now - HERE_FOR),))
        before = self.here(conversation_id, now)
        self._run(ENTER, (conversation_id, staff_id, at, at if typing else None))
        if self.here(conversation_id, now) != before:
            self._changed.add(("here", conversation_id))

    def leave(self, conversation_id: int, staff_id: int) -> None:
        if self._run(LEAVE, (conversation_id, staff_id)).rowcount:
            self._changed.add(("here", conversation_id))

    def here(self, conversation_id: int, now: datetime) -> list[Present]:
        typing_since = to_us(now - TYPING_FOR)
        rows = self._run(HERE, (conversation_id, to_us(now - HERE_FOR)))
        return [Present(who, (typing_at or 0) > typing_since) for who, typing_at in rows]

    # --- ready replies ---------------------------------------------------------------------------

    def replies(self) -> list[Reply]:
        return [REPLIES.load(row) for row in self._run(ALL_REPLIES)]

    def reply(self, reply_id: int) -> Reply | None:
        row = self._run(REPLY, (reply_id,)).fetchone()
        return REPLIES.load(row) if row else None

    def save_reply(self, reply: Reply) -> None:
        if reply.id is None:
            self._run(REPLIES.insert_sql, REPLIES.values(reply))
        else:
            self._run(REPLIES.update_sql, (*REPLIES.values(reply), reply.id))

    def remove_reply(self, reply_id: int) -> None:
        self._run(REMOVE_REPLY, (reply_id,))
