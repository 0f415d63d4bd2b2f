"""Lists that staff keep under names of their own."""

import sqlite3

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from connectors.database.schema import staff_filters
from connectors.database.sql import given, prepare
from core.rows import SavedFilter

_f = staff_filters.c
OF = prepare(
    select(_f.id, _f.name, _f.query)
    .where(_f.staff_id == bindparam("staff_id"))
    .order_by(_f.name, _f.id),
    "staff_id",
)
_kept = insert(staff_filters).values(given("staff_id", "name", "query"))
KEEP = prepare(
    _kept.on_conflict_do_update(
        index_elements=["staff_id", "name"], set_={"query": _kept.excluded.query}
    ),
    *("staff_id", "name", "query"),
)
DROP = prepare(
    delete(staff_filters).where(
        _f.id == bindparam("filter_id"), _f.staff_id == bindparam("staff_id")
    ),
    *("filter_id", "staff_id"),
)


class SqlFilters:
    """`core.ports.FilterRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def of(self, staff_id: int) -> list[SavedFilter]:
        return [SavedFilter(*row) for row in self._run(OF, (staff_id,))]

    def keep(self, staff_id: int, name: str, query: str) -> None:
        self._run(KEEP, (staff_id, name, query))

    def drop(self, staff_id: int, filter_id: int) -> None:
        self._run(DROP, (filter_id, staff_id))
