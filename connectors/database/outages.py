"""What is known to be off, where and until when."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, select

from connectors.database.codec import MOMENT, document, to_us
from connectors.database.mapper import Mapper
from connectors.database.schema import outages
from connectors.database.sql import prepare
from core.model import Outage

OUTAGES = Mapper(
    Outage,
    outages,
    {"starts_at": MOMENT, "ends_at": MOMENT, "districts": document(tuple[str, ...])},
)
_o = outages.c

CURRENT = prepare(
    select(*OUTAGES.columns)
    .where(
        _o.service_code == bindparam("service_code"),
        _o.ends_at > bindparam("now"),
        _o.starts_at <= bindparam("moment"),
    )
    .order_by(_o.ends_at, _o.id),
    *("service_code", "now", "moment"),
)
ALL = prepare(select(*OUTAGES.columns).order_by(_o.id))


class SqlOutages:
    """`core.ports.OutageRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def add(self, outage: Outage) -> Outage:
        outage.id = self._run(OUTAGES.insert_sql, OUTAGES.values(outage)).lastrowid or 0
        return outage

    def current(self, service_code: str, now: datetime) -> list[Outage]:
        moment = to_us(now)
        return [OUTAGES.load(row) for row in self._run(CURRENT, (service_code, moment, moment))]

    def all(self) -> Iterable[Outage]:
        return map(OUTAGES.load, self._run(ALL))
