"""Subscriptions, news and receipts in SQL: whom an item reaches is found by one statement."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Text,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as insert_new

from connectors.database.broadcast import ANYTHING, body_of, written
from connectors.database.changes import Changes
from connectors.database.codec import FLAG, MOMENT, document, from_us, to_us
from connectors.database.mapper import Mapper
from connectors.database.paging import paged
from connectors.database.schema import (
    conversations,
    followings,
    news,
    news_receipts,
    subscriptions,
)
from connectors.database.sql import build, given, limited, number, prepare, word
from core.conversation import Language
from core.messages import ChatRef, Lane, Outgoing
from core.news import ALL, NewsItem, Rhythm, Subscription

NAMES = document(tuple[str, ...])
SUBSCRIPTIONS = Mapper(
    Subscription,
    subscriptions,
    {"topics": NAMES, "places": NAMES, "created_at": MOMENT, "paused_until": MOMENT},
)
NEWS = Mapper(
    NewsItem, news, {"topics": NAMES, "places": NAMES, "alarm": FLAG, "publish_at": MOMENT}
)
_s = subscriptions.c
_f = followings.c
_n = news.c
_r = news_receipts.c
_c = conversations.c
# Stands in an item's body for what each reader follows.
WHY = "\u2063why\u2063"

OF_CHAT = prepare(
    select(*SUBSCRIPTIONS.columns)
    .where(_s.conversation_id == bindparam("conversation_id"))
    .order_by(_s.id),
    "conversation_id",
)
PAGE = prepare(
    limited(
        select(*SUBSCRIPTIONS.columns, _c.channel, _c.bot, _c.chat)
        .select_from(subscriptions.join(conversations))
        .where(_s.id > bindparam("last_id"))
        .order_by(_s.id)
    ),
    *("last_id", "limit"),
)
FOLLOW = prepare(
    insert(followings).values(given("place", "topic", "subscription_id", "own")),
    *("place", "topic", "subscription_id", "own"),
)
_OF: BindParameter[int] = bindparam("id")
UNFOLLOW = prepare(delete(followings).where(_f.subscription_id == _OF), "id")
# What waits to be told was asked for by this subscription; what was told stays told.
UNTELL = prepare(
    delete(news_receipts).where(_r.subscription_id == _OF, _r.told_at.is_(null())), "id"
)
UNLINK = prepare(
    update(news_receipts).where(_r.subscription_id == _OF).values(subscription_id=null()), "id"
)
REMOVE = prepare(delete(subscriptions).where(_s.id == _OF), "id")
PAUSE = prepare(
    update(subscriptions)
    .where(_s.conversation_id == bindparam("conversation_id"))
    .values(given("paused_until")),
    *("paused_until", "conversation_id"),
)
PUBLISHING = prepare(
    limited(
        select(*NEWS.columns)
        .where(_n.status == word("publishing"), _n.publish_at <= bindparam("moment"))
        .order_by(_n.alarm.desc(), _n.publish_at, _n.id)
    ),
    *("moment", "limit"),
)
BY_ID = prepare(select(*NEWS.columns).where(_n.id == bindparam("id")), "id")
# The next so many chats with subscriptions after one: up to which of them.
NEXT_CHATS = prepare(
    select(func.max(literal_column("conversation_id"))).select_from(
        limited(
            select(_s.conversation_id)
            .where(_s.conversation_id > bindparam("cursor"))
            .distinct()
            .order_by(_s.conversation_id)
        ).subquery()
    ),
    *("cursor", "limit"),
)
DUE_READERS = prepare(
    limited(
        select(_r.conversation_id, func.min(_r.due_at))
        .where(_r.told_at.is_(null()), _r.due_at <= bindparam("moment"))
        .group_by(_r.conversation_id)
        .order_by(func.min(_r.due_at), _r.conversation_id)
    ),
    *("moment", "limit"),
)
DUE_ITEMS = prepare(
    select(*NEWS.columns, _s.label)
    .select_from(news_receipts.join(news).outerjoin(subscriptions, _s.id == _r.subscription_id))
    .where(
        _r.conversation_id == bindparam("conversation_id"),
        _r.told_at.is_(null()),
        _r.due_at <= bindparam("moment"),
    )
    .order_by(_n.id),
    *("conversation_id", "moment"),
)
NOTE_TOLD = prepare(
    update(news_receipts)
    .where(
        _r.conversation_id == bindparam("conversation_id"),
        _r.told_at.is_(null()),
        _r.due_at <= bindparam("moment"),
    )
    .values(told_at=bindparam("now")),
    *("now", "conversation_id", "moment"),
)


class SqlNews:
    """`core.ports.NewsRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection, changed: Changes) -> None:
        self._run = connection.execute
        self._run_many = connection.executemany
        self._changed = changed

    # --- subscriptions ---------------------------------------------------------------------------

    def of_chat(self, conversation_id: int) -> list[Subscription]:
        return list(map(SUBSCRIPTIONS.load, self._run(OF_CHAT, (conversation_id,))))

    def all(self) -> Iterable[tuple[Subscription, ChatRef]]:
        for row in paged(self._run, PAGE):
            yield SUBSCRIPTIONS.load(row), ChatRef(*row[-3:])

    def follow(self, subscription: Subscription, around: Mapping[str, bool]) -> Subscription:
        values = SUBSCRIPTIONS.values(subscription)
        subscription.id = self._run(SUBSCRIPTIONS.insert_sql, values).lastrowid or 0
        self._run_many(
            FOLLOW,
            [
                (place, topic, subscription.id, int(own))
                for place, own in around.items()
                for topic in subscription.topics
            ],
        )
        return subscription

    def unfollow(self, subscription_id: int) -> None:
        for statement in (UNFOLLOW, UNTELL, UNLINK, REMOVE):
            self._run(statement, (subscription_id,))

    def pause(self, conversation_id: int, until: datetime | None) -> None:
        self._run(PAUSE, (until and to_us(until), conversation_id))

    # --- publishing ------------------------------------------------------------------------------

    def publish(self, item: NewsItem) -> NewsItem:
        item.id = self._run(NEWS.insert_sql, NEWS.values(item)).lastrowid or 0
        return item

    def publishing(self, moment: datetime, limit: int) -> list[NewsItem]:
        return list(map(NEWS.load, self._run(PUBLISHING, (to_us(moment), limit))))

    def get(self, item_id: int) -> NewsItem | None:
        row = self._run(BY_ID, (item_id,)).fetchone()
        return NEWS.load(row) if row else None

    def save(self, item: NewsItem) -> None:
        self._run(NEWS.update_sql, (*NEWS.values(item), item.id))

    def next_chats(self, cursor: int, limit: int) -> int | None:
        found = self._run(NEXT_CHATS, (cursor, limit)).fetchone()[0]
        return None if found is None else int(found)

    def receive(
        self,
        item: NewsItem,
        upto: int,
        reach: Sequence[str],
        due: Mapping[Rhythm, datetime],
        now: datetime,
    ) -> None:
        self._run(*build(_receiving(item, upto, reach, due, to_us(now))))

    def tell(
        self,
        item: NewsItem,
        upto: int,
        messages: Mapping[Language, Outgoing],
        lane: Lane,
        now: datetime,
        pulled: Iterable[str],
    ) -> int:
        at = to_us(now)
        source = news_receipts.join(conversations).join(subscriptions, _s.id == _r.subscription_id)
        due = (*_chunk(item, upto), _r.told_at.is_(null()), _r.due_at <= at)
        # The label's quotes and breaks are escaped as JSON has them, its own quotes left out.
        why = func.replace(func.replace(_s.label, "\\", "\\\\"), '"', '\\"')
        body = func.replace(body_of(messages), WHY, why)
        statement = written(source, *due, body=body, lane=lane, at=at, pulled=pulled)
        count = self._run(*build(statement)).rowcount
        told = update(news_receipts).where(*due).values(told_at=at)
        self._run(*build(told))
        if count:
            self._changed.add(ANYTHING)
        return count

    # --- digests ---------------------------------------------------------------------------------

    def due_readers(self, moment: datetime, limit: int) -> list[tuple[int, datetime]]:
        found = self._run(DUE_READERS, (to_us(moment), limit))
        return [(conversation_id, from_us(at)) for conversation_id, at in found]

    def due_items(self, conversation_id: int, moment: datetime) -> list[tuple[NewsItem, str]]:
        found = self._run(DUE_ITEMS, (conversation_id, to_us(moment)))
        return [(NEWS.load(row), row[-1] or "") for row in found]

    def note_told(self, conversation_id: int, moment: datetime, now: datetime) -> None:
        self._run(NOTE_TOLD, (to_us(now), conversation_id, to_us(moment)))


def _chunk(item: NewsItem, upto: int) -> tuple[Any, ...]:
    """Of an item's receipts, those of the chats that this piece of its expansion takes."""
    return (
        _r.item_id == item.id,
        _r.conversation_id > item.cursor,
        _r.conversation_id <= upto,
    )


def _receiving(
    item: NewsItem, upto: int, reach: Sequence[str], due: Mapping[Rhythm, datetime], now: int
) -> Any:
    """Insert a receipt for each person that an item reaches, in one statement.

    A person is known by the chats they have in common; of several subscriptions that match, the
    soonest says when, the oldest why.
    """
    places = list(item.places)
    own = literal("c").concat(cast(_c.id, Text))
    reader = func.coalesce(literal("p").concat(cast(_c.person_id, Text)), own)
    at = case(*((_s.rhythm == rhythm, to_us(moment)) for rhythm, moment in due.items()))
    rows = (
        select(
            literal(item.id),
            reader,
            func.max(_c.id),
            func.min(_s.id),
            func.min(at),
        )
        .select_from(followings.join(subscriptions).join(conversations))
        .where(
            _f.place.in_([*places, *reach]),
            or_(_f.own == number(1), _f.place.in_(places)),
            _f.topic.in_([ALL, *item.topics]),
            _s.conversation_id > item.cursor,
            _s.conversation_id <= upto,
            or_(_s.paused_until.is_(null()), _s.paused_until <= now),
            _c.blocked_at.is_(null()),
        )
        .group_by(reader)
    )
    columns = ["item_id", "reader", "conversation_id", "subscription_id", "due_at"]
    return insert_new(news_receipts).from_select(columns, rows).on_conflict_do_nothing()
