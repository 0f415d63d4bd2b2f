"""Acts on several cases, held back for a while."""

import sqlite3
from datetime import datetime

from sqlalchemy import bindparam, select

from connectors.database.codec import MOMENT, document, to_us
from connectors.database.mapper import Mapper
from connectors.database.schema import bulk_acts
from connectors.database.sql import limited, prepare, word
from core.model import BulkAct

ACTS = Mapper(
    BulkAct,
    bulk_acts,
    {
        "args": document(dict[str, str]),
        "numbers": document(tuple[str, ...]),
        "asked_at": MOMENT,
        "runs_at": MOMENT,
        "refused": document(dict[str, str]),
    },
)
_b = bulk_acts.c
GET = prepare(select(*ACTS.columns).where(_b.id == bindparam("id")), "id")
DUE = prepare(
    limited(
        select(*ACTS.columns)
        .where(_b.status == word("waiting"), _b.runs_at <= bindparam("moment"))
        .order_by(_b.runs_at, _b.id)
    ),
    *("moment", "limit"),
)


class SqlBulkActs:
    """`core.ports.BulkActRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def add(self, act: BulkAct) -> BulkAct:
        act.id = self._run(ACTS.insert_sql, ACTS.values(act)).lastrowid
        return act

    def get(self, act_id: int) -> BulkAct | None:
        row = self._run(GET, (act_id,)).fetchone()
        return ACTS.load(row) if row else None

    def save(self, act: BulkAct) -> None:
        self._run(ACTS.update_sql, (*ACTS.values(act), act.id))

    def due(self, moment: datetime, limit: int = 100) -> list[BulkAct]:
        return [ACTS.load(row) for row in self._run(DUE, (to_us(moment), limit))]
