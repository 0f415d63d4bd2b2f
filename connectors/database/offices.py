"""Persons in office, as staff entered them."""

import sqlite3
from datetime import date

from sqlalchemy import bindparam, select

from connectors.database.codec import Codec
from connectors.database.mapper import Mapper
from connectors.database.schema import office_holders
from connectors.database.sql import prepare
from core.model import OfficeHolder

DAY: Codec[date] = Codec(date.isoformat, date.fromisoformat)
HOLDERS = Mapper(OfficeHolder, office_holders, {"since": DAY, "until": DAY})
_h = office_holders.c

GET = prepare(select(*HOLDERS.columns).where(_h.id == bindparam("id")), "id")
OF = prepare(
    select(*HOLDERS.columns).where(_h.office == bindparam("office")).order_by(_h.since, _h.id),
    "office",
)
ALL = prepare(select(*HOLDERS.columns).order_by(_h.office, _h.since, _h.id))


class SqlOffices:
    """`core.ports.OfficeRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def add(self, holder: OfficeHolder) -> OfficeHolder:
        holder.id = self._run(HOLDERS.insert_sql, HOLDERS.values(holder)).lastrowid or 0
        return holder

    def get(self, holder_id: int) -> OfficeHolder | None:
        row = self._run(GET, (holder_id,)).fetchone()
        return HOLDERS.load(row) if row else None

    def save(self, holder: OfficeHolder) -> None:
        row = (*HOLDERS.values(holder), holder.id)
        if self._run(HOLDERS.update_sql, row).rowcount != 1:
            raise LookupError(f"there is nobody {holder.id} in an office")

    def of(self, office: str) -> list[OfficeHolder]:
        return [HOLDERS.load(row) for row in self._run(OF, (office,))]

    def all(self) -> list[OfficeHolder]:
        return [HOLDERS.load(row) for row in self._run(ALL)]
