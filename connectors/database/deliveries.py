"""Cases on their way to their bodies."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    insert,
    null,
    or_,
    select,
)

from connectors.database.changes import Changes
from connectors.database.codec import MOMENT, to_us
from connectors.database.mapper import Mapper
from connectors.database.paging import paged
from connectors.database.schema import body_links, cases, deliveries
from connectors.database.sql import build, given, limited, prepare, word
from core.delivery import MORE_OF_IT
from core.model import Delivery, Status

DELIVERIES = Mapper(
    Delivery, deliveries, dict.fromkeys(("created_at", "next_at", "delivered_at"), MOMENT)
)
_d = deliveries.c
_link = body_links.c


def _wanted() -> Select[Any]:
    return select(*DELIVERIES.columns)


DUE = prepare(
    limited(
        _wanted()
        .where(
            _d.status == word("new"),
            or_(_d.next_at.is_(null()), _d.next_at <= bindparam("now")),
        )
        .order_by(_d.id)
    ),
    *("now", "limit"),
)
OF_CASE = prepare(_wanted().where(_d.case_id == bindparam("case_id")).order_by(_d.id), "case_id")
PAGE = prepare(
    limited(_wanted().where(_d.id > bindparam("last_id")).order_by(_d.id)), "last_id", "limit"
)
_c, _later = cases.c, deliveries.alias("later")
_untouched = and_(
    _c.status.in_([word(Status.REGISTERED), word(Status.FORWARDED)]), _c.executor.is_(None)
)
_MORE_OF_IT = [word(reason) for reason in sorted(MORE_OF_IT)]
UNCONFIRMED = (
    _wanted()
    .select_from(deliveries.join(cases))
    .where(
        or_(_untouched, _c.status == word(Status.REOPENED)),
        _d.body == _c.body,
        _d.reason.not_in(_MORE_OF_IT),
        ~exists().where(
            _later.c.case_id == _d.case_id,
            _later.c.id > _d.id,
            _later.c.reason.not_in(_MORE_OF_IT),
        ),
    )
)
FORGET_LINKS = prepare(delete(body_links).where(_link.expires_at <= bindparam("now")), "now")
ADD_LINK = prepare(
    insert(body_links).values(given("token_hash", "delivery_id", "expires_at")),
    *("token_hash", "delivery_id", "expires_at"),
)
OF_LINK = prepare(
    _wanted()
    .select_from(deliveries.join(body_links))
    .where(_link.token_hash == bindparam("token_hash"), _link.expires_at > bindparam("now")),
    *("token_hash", "now"),
)
NUMBER = prepare(select(cases.c.number).where(cases.c.id == bindparam("id")), "id")


def _latest(now: datetime, hours: Mapping[str, int]) -> ColumnElement[int]:
    """Return the moment before which a case of a service code must have been confirmed by now."""

    def ago(number: int) -> int:
        return to_us(now - timedelta(hours=number))

    by_code = {code: ago(number) for code, number in hours.items()}
    return case(by_code, value=_c.service_code, else_=by_code["other"])


class SqlDeliveries:
    """`core.ports.DeliveryRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection, changed: Changes) -> None:
        self._run = connection.execute
        self._changed = changed

    def add(self, delivery: Delivery) -> int:
        cursor = self._run(DELIVERIES.insert_sql, DELIVERIES.values(delivery))
        delivery.id = cursor.lastrowid or 0
        self._tell(delivery)
        return delivery.id

    def due(self, now: datetime, limit: int = 100) -> list[Delivery]:
        return [DELIVERIES.load(row) for row in self._run(DUE, (to_us(now), limit))]

    def save(self, delivery: Delivery) -> None:
        row = (*DELIVERIES.values(delivery), delivery.id)
        if self._run(DELIVERIES.update_sql, row).rowcount != 1:
            raise LookupError(f"there is no delivery {delivery.id}")
        self._tell(delivery)

    def of_case(self, case_id: int) -> list[Delivery]:
        return [DELIVERIES.load(row) for row in self._run(OF_CASE, (case_id,))]

    def unconfirmed(
        self,
        bodies: Sequence[str] | None,
        now: datetime,
        hours: Mapping[str, int],
        limit: int = 1000,
    ) -> list[Delivery]:
        wanted = UNCONFIRMED.where(
            or_(_d.status == word("dead"), _d.created_at < _latest(now, hours))
        )
        if bodies is not None:
            wanted = wanted.where(_c.body.in_(bodies))
        rows = self._run(*build(wanted.order_by(_d.id).limit(limit)))
        return [DELIVERIES.load(row) for row in rows]

    def add_link(
        self, token_hash: str, delivery_id: int, now: datetime, expires_at: datetime
    ) -> None:
        self._run(FORGET_LINKS, (to_us(now),))
        self._run(ADD_LINK, (token_hash, delivery_id, to_us(expires_at)))

    def of_link(self, token_hash: str, now: datetime) -> Delivery | None:
        row = self._run(OF_LINK, (token_hash, to_us(now))).fetchone()
        return DELIVERIES.load(row) if row else None

    def all(self) -> Iterable[Delivery]:
        return map(DELIVERIES.load, paged(self._run, PAGE))

    def _tell(self, delivery: Delivery) -> None:
        (number,) = self._run(NUMBER, (delivery.case_id,)).fetchone()
        self._changed.add(("case", number))
