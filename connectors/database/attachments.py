"""Files by reference, from the message that named them to the case that keeps them."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, bindparam, cast, delete, null, select, update

from connectors.database.changes import Changes
from connectors.database.codec import to_us
from connectors.database.conversations import IDLE
from connectors.database.mapper import Mapper
from connectors.database.schema import attachments, conversations
from connectors.database.sql import build, given, limited, prepare, word
from core.messages import ChatRef
from core.model import Attachment

FILES = Mapper(Attachment, attachments, {})
_a = attachments.c
_chat = conversations.c
_NO_CASE = _a.case_id.is_(null())


def _wanted(*more: Any) -> Select[Any]:
    return select(*FILES.columns, *more)


GET = prepare(_wanted().where(_a.id == bindparam("id")), "id")
WAITING = prepare(
    limited(
        _wanted(_chat.channel, _chat.bot, _chat.chat)
        .select_from(attachments.join(conversations, _a.conversation_id == _chat.id))
        .where(_a.state == word("waiting"))
        .order_by(_a.id)
    ),
    "limit",
)
ATTACH = prepare(
    update(attachments)
    .where(
        _a.conversation_id == bindparam("chat_id"),
        _NO_CASE,
        _a.state != word("refused"),
        _a.id > bindparam("since_id"),
    )
    .values(given("case_id")),
    *("case_id", "chat_id", "since_id"),
)
OF_CONVERSATION = prepare(
    _wanted().where(_a.conversation_id == bindparam("conversation_id")).order_by(_a.id),
    "conversation_id",
)
OF_CASE = prepare(_wanted().where(_a.case_id == bindparam("case_id")).order_by(_a.id), "case_id")
UNUSED = prepare(
    _wanted()
    .select_from(attachments.join(conversations, _a.conversation_id == _chat.id))
    .where(
        _NO_CASE,
        _a.created_at < bindparam("moment"),
        cast(_chat.state, Text).like(bindparam("idle")),
    )
    .order_by(_a.id),
    *("moment", "idle"),
)
REMOVE = prepare(delete(attachments).where(_a.id == bindparam("id")), "id")


class SqlAttachments:
    """`core.ports.AttachmentRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection, changed: Changes) -> None:
        self._run = connection.execute
        self._changed = changed

    def add(self, attachment: Attachment, now: datetime) -> int:
        row = (*FILES.values(attachment), to_us(now))
        attachment.id = self._run(FILES.insert_sql, row).lastrowid or 0
        self._changed.add(("chat", attachment.conversation_id))
        return attachment.id

    def get(self, attachment_id: int) -> Attachment | None:
        row = self._run(GET, (attachment_id,)).fetchone()
        return FILES.load(row) if row else None

    def waiting(self, limit: int = 100) -> list[tuple[Attachment, ChatRef]]:
        rows = self._run(WAITING, (limit,))
        return [(FILES.load(row[:-3]), ChatRef(*row[-3:])) for row in rows]

    def settle(self, attachment: Attachment) -> None:
        row = (*FILES.values(attachment), attachment.id)
        if self._run(FILES.update_sql, row).rowcount != 1:
            raise LookupError(f"there is no attachment {attachment.id}")
        self._changed.add(("chat", attachment.conversation_id))

    def attach(self, conversation_id: int, case_id: int, since_id: int = 0) -> int:
        return self._run(ATTACH, (case_id, conversation_id, since_id)).rowcount

    def of_conversation(self, conversation_id: int) -> list[Attachment]:
        rows = self._run(OF_CONVERSATION, (conversation_id,))
        return [FILES.load(row) for row in rows]

    def of_case(self, case_id: int) -> list[Attachment]:
        return [FILES.load(row) for row in self._run(OF_CASE, (case_id,))]

    def unused_before(self, moment: datetime) -> list[Attachment]:
        return [FILES.load(row) for row in self._run(UNUSED, (to_us(moment), IDLE))]

    def remove(self, attachment_id: int) -> None:
        self._run(REMOVE, (attachment_id,))

    def kept(self, hashes: Iterable[str]) -> set[str]:
        query = select(_a.sha256).where(_a.sha256.in_(tuple(hashes)))
        return {row[0] for row in self._run(*build(query))}
