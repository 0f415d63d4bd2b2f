"""Cases on their way to their bodies."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, null, or_, select

from connectors.database.changes import Changes
from connectors.database.codec import MOMENT, to_us
from connectors.database.mapper import Mapper
from connectors.database.paging import paged
from connectors.database.schema import cases, deliveries
from connectors.database.sql import limited, prepare, word
from core.model import Delivery

DELIVERIES = Mapper(
    Delivery, deliveries, dict.fromkeys(("created_at", "next_at", "delivered_at"), MOMENT)
)
_d = deliveries.c


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
NUMBER = prepare(select(cases.c.number).where(cases.c.id == bindparam("id")), "id")


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

    def all(self) -> Iterable[Delivery]:
        return map(DELIVERIES.load, paged(self._run, PAGE))

    def _tell(self, delivery: Delivery) -> None:
        (number,) = self._run(NUMBER, (delivery.case_id,)).fetchone()
        self._changed.add(("case", number))
