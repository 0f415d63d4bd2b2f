"""Messages on their way to residents, written with the turn that caused them."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    null,
    select,
    update,
)

from connectors.database.changes import Changes
from connectors.database.codec import from_json, from_us, from_us_or_none, to_json, to_us
from connectors.database.paging import paged
from connectors.database.schema import conversations, outbox
from connectors.database.sql import given, limited, number, prepare, word
from core.messages import FORGOTTEN, PARTED, ChatRef, Outgoing
from core.rows import OutboxRow

load_outgoing = from_json(Outgoing)

_o = outbox.c
_c = conversations.c
_UNSENT = _o.status == word("new")

ADD = prepare(
    insert(outbox).values(
        given("conversation_id", "channel", "lane", "body", "in_reply_to", "staff_id", "status")
        | given("created_at", "next_at", "ended_at")
        | {"attempts": number(0)}
    ),
    *("conversation_id", "channel", "lane", "body", "in_reply_to", "staff_id", "status"),
    *("created_at", "next_at", "ended_at"),
)


def _rows(*more: Any) -> Select[Any]:
    return select(
        _o.id,
        _o.conversation_id,
        _c.channel,
        _c.bot,
        _c.chat,
        _o.lane,
        _o.body,
        _o.in_reply_to,
        _o.created_at,
        _o.attempts,
        _o.status,
        _c.blocked_at,
        *more,
    ).select_from(outbox.join(conversations))


def _paid_since() -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(outbox.alias("paid"))
        .where(literal_column("paid.paid_at") >= bindparam("since"))
        .scalar_subquery()
    )


_HEADS = (
    select(func.min(_o.id).label("id"))
    .where(_UNSENT, _o.channel == bindparam("channel"))
    .group_by(_o.conversation_id, _o.lane)
    .subquery("heads")
)
_RANK = case(
    (_o.lane == word("alarm"), number(0)),
    (_o.lane == word("reply"), number(1)),
    else_=number(2),
)
DUE = prepare(
    limited(
        _rows()
        .where(_o.id.in_(select(_HEADS.c.id)), _o.next_at <= bindparam("now"))
        .order_by(_RANK, _o.id)
    ),
    *("channel", "now", "limit"),
)
AFTER = prepare(
    limited(
        _rows()
        .where(_o.conversation_id == bindparam("conversation_id"), _o.id > bindparam("last_id"))
        .order_by(_o.id)
    ),
    *("conversation_id", "last_id", "limit"),
)
SINCE = prepare(
    limited(_rows().where(_o.id > bindparam("last_id")).order_by(_o.id)), "last_id", "limit"
)
LAST_ID = prepare(select(func.coalesce(func.max(_o.id), number(0))))
UNSENT = prepare(
    select(_o.channel, func.count(), func.min(_o.created_at)).where(_UNSENT).group_by(_o.channel)
)
PAGE = prepare(
    limited(
        _rows(_o.next_at, _o.ended_at, _o.error, _o.platform_id, _o.staff_id)
        .add_columns(_o.delivered_at, _o.seen_at)
        .where(_o.id > bindparam("last_id"))
        .order_by(_o.id)
    ),
    *("last_id", "limit"),
)
_ROW = _o.id == bindparam("id")
_TRIED = {"attempts": _o.attempts + number(1)}
SENT = prepare(
    update(outbox)
    .where(_ROW, _UNSENT)
    .values(given("platform_id", "ended_at") | _TRIED | {"status": word("sent"), "error": null()}),
    *("ended_at", "platform_id", "id"),
)
RETRY = prepare(
    update(outbox).where(_ROW, _UNSENT).values(given("next_at", "error") | _TRIED),
    *("next_at", "error", "id"),
)
DEAD = prepare(
    update(outbox)
    .where(_ROW, _UNSENT)
    .values(given("ended_at", "error") | _TRIED | {"status": word("dead")})
    .returning(_o.conversation_id),
    *("ended_at", "error", "id"),
)

# What waits for its time in a chat is tried again as soon as there is something new to say there.
WAKE = prepare(
    update(outbox)
    .where(_UNSENT, _o.channel == bindparam("channel"), _o.conversation_id == bindparam("chat"))
    .where(_o.next_at > bindparam("now"))
    .values(next_at=bindparam("now")),
    *("now", "channel", "chat", "now"),
)
GET = prepare(_rows().where(_ROW), "id")
_same = outbox.alias("same")
TOGETHER = prepare(
    _rows()
    .join(
        _same,
        and_(
            _same.c.conversation_id == _o.conversation_id,
            _same.c.lane == _o.lane,
            _same.c.created_at == _o.created_at,
        ),
    )
    .where(_same.c.id == bindparam("id"))
    .order_by(_o.id),
    "id",
)
OFFERED = prepare(
    select(_o.body).where(_ROW, _o.conversation_id == bindparam("conversation_id")),
    *("id", "conversation_id"),
)
SENT_SINCE = prepare(
    select(func.count())
    .where(_o.conversation_id == bindparam("conversation_id"), _o.status == word("sent"))
    .where(_o.ended_at >= bindparam("since")),
    *("conversation_id", "since"),
)
PAY = prepare(
    update(outbox)
    .where(_ROW, _o.paid_at.is_not(null()) | (_paid_since() < bindparam("most")))
    .values(paid_at=func.coalesce(_o.paid_at, bindparam("now"))),
    *("now", "id", "since", "most"),
)
DELIVERED = prepare(
    update(outbox)
    .where(_o.platform_id == bindparam("platform_id"), _o.channel == bindparam("channel"))
    .values(delivered_at=func.coalesce(_o.delivered_at, bindparam("at")))
    .returning(_o.conversation_id),
    *("at", "platform_id", "channel"),
)
SEEN = prepare(
    update(outbox)
    .where(_o.platform_id == bindparam("platform_id"), _o.channel == bindparam("channel"))
    .values(seen_at=func.coalesce(_o.seen_at, bindparam("at")))
    .returning(_o.conversation_id),
    *("at", "platform_id", "channel"),
)
LOST = prepare(
    update(outbox)
    .where(_o.platform_id == bindparam("platform_id"), _o.channel == bindparam("channel"))
    .where(_o.status != word("new"))
    .values(status=word("dead"), error=bindparam("error"))
    .returning(_o.conversation_id),
    *("error", "platform_id", "channel"),
)


class SqlOutbox:
    """`core.ports.OutboxRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection, changed: Changes) -> None:
        self._run = connection.execute
        self._changed = changed

    def add(
        self,
        conversation_id: int,
        ref: ChatRef,
        outgoing: Outgoing,
        now: datetime,
        *,
        in_reply_to: str | None = None,
        staff_id: int | None = None,
        pulled: bool = False,
    ) -> int:
        if ref.channel in (FORGOTTEN, PARTED):
            return 0
        at = to_us(now)
        status, ended_at = ("sent", at) if pulled else ("new", None)
        message = (conversation_id, ref.channel, outgoing.lane, to_json(outgoing), in_reply_to)
        if not pulled:
            self._run(WAKE, (at, ref.channel, conversation_id, at))
        cursor = self._run(ADD, (*message, staff_id, status, at, at, ended_at))
        self._changed.add(("outbox", ref.channel))
        self._changed.add(("chat", conversation_id))
        return cursor.lastrowid or 0

    def get(self, row_id: int) -> OutboxRow | None:
        row = self._run(GET, (row_id,)).fetchone()
        return _row(row) if row else None

    def together(self, row_id: int) -> list[OutboxRow]:
        return [_row(row) for row in self._run(TOGETHER, (row_id,))]

    def offered(self, conversation_id: int, row_id: int) -> Outgoing | None:
        row = self._run(OFFERED, (row_id, conversation_id)).fetchone()
        return load_outgoing(row[0]) if row and row[0] else None

    def due(self, channel: str, now: datetime, limit: int = 100) -> list[OutboxRow]:
        return [_row(row) for row in self._run(DUE, (channel, to_us(now), limit))]

    def sent(self, row_id: int, platform_id: str | None, now: datetime) -> None:
        self._run(SENT, (to_us(now), platform_id, row_id))

    def retry(self, row_id: int, error: str, next_at: datetime) -> None:
        self._run(RETRY, (to_us(next_at), error, row_id))

    def dead(self, row_id: int, error: str, now: datetime) -> None:
        self._tell(self._run(DEAD, (to_us(now), error, row_id)))

    def sent_since(self, conversation_id: int, since: datetime) -> int:
        return int(self._run(SENT_SINCE, (conversation_id, to_us(since))).fetchone()[0])

    def pay(self, row_id: int, since: datetime, most: int, now: datetime) -> bool:
        return self._run(PAY, (to_us(now), row_id, to_us(since), most)).rowcount == 1

    def delivered(self, channel: str, platform_id: str, at: datetime) -> bool:
        return self._tell(self._run(DELIVERED, (to_us(at), platform_id, channel)))

    def seen(self, channel: str, platform_id: str, at: datetime) -> bool:
        return self._tell(self._run(SEEN, (to_us(at), platform_id, channel)))

    def lost(self, channel: str, platform_id: str, error: str) -> bool:
        return self._tell(self._run(LOST, (error, platform_id, channel)))

    def _tell(self, changed: sqlite3.Cursor) -> bool:
        """Let those who look at the chats know; return whether there was any."""
        chats = [conversation_id for (conversation_id,) in changed.fetchall()]
        self._changed.update(("chat", conversation_id) for conversation_id in chats)
        return bool(chats)

    def after(self, conversation_id: int, last_id: int, limit: int = 500) -> list[OutboxRow]:
        return [_row(row) for row in self._run(AFTER, (conversation_id, last_id, limit))]

    def since(self, last_id: int, limit: int = 500) -> list[OutboxRow]:
        return [_row(row) for row in self._run(SINCE, (last_id, limit))]

    def last_id(self) -> int:
        return int(self._run(LAST_ID).fetchone()[0])

    def unsent(self) -> Mapping[str, tuple[int, datetime]]:
        return {channel: (count, from_us(at)) for channel, count, at in self._run(UNSENT)}

    def all(self) -> Iterable[Mapping[str, Any]]:
        return map(_listed, paged(self._run, PAGE))


def _row(row: tuple[Any, ...]) -> OutboxRow:
    row_id, conversation_id, channel, bot, chat, lane, body, in_reply_to, at, *rest = row
    attempts, status, blocked_at = rest
    return OutboxRow(
        id=row_id,
        conversation_id=conversation_id,
        ref=ChatRef(channel, bot, chat),
        lane=lane,
        outgoing=load_outgoing(body),
        in_reply_to=in_reply_to,
        created_at=from_us(at),
        attempts=attempts,
        status=status,
        blocked=blocked_at is not None,
    )


def _listed(row: tuple[Any, ...]) -> Mapping[str, Any]:
    """Return a row for whoever lists messages: plain values, moments aware."""
    message = _row(row[:12])
    next_at, ended_at, error, platform_id, staff_id, delivered_at, seen_at = row[12:]
    return {
        "id": message.id,
        "channel": message.ref.channel,
        "bot": message.ref.bot,
        "chat": message.ref.chat,
        "lane": message.lane,
        "kind": message.outgoing.kind,
        "text": message.outgoing.text,
        "case": message.outgoing.case,
        "in_reply_to": message.in_reply_to,
        "staff_id": staff_id,
        "status": message.status,
        "attempts": message.attempts,
        "created_at": message.created_at,
        "next_at": from_us(next_at) if message.status == "new" else None,
        "ended_at": from_us_or_none(ended_at),
        "error": error,
        "platform_id": platform_id,
        "delivered_at": from_us_or_none(delivered_at),
        "seen_at": from_us_or_none(seen_at),
    }
