"""What staff write about a case for one another."""

import sqlite3

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert

from connectors.database.codec import from_us, to_us
from connectors.database.schema import case_notes
from connectors.database.sql import given, limited, prepare
from core.model import CaseNote

_n = case_notes.c
ADD = prepare(
    insert(case_notes).values(given("case_id", "by", "text", "at")), "case_id", "by", "text", "at"
)
OF = prepare(
    limited(
        select(_n.case_id, _n.by, _n.text, _n.at)
        .where(_n.case_id == bindparam("case_id"))
        .order_by(_n.id.desc())
    ),
    *("case_id", "limit"),
)


class SqlCaseNotes:
    """`core.ports.CaseNoteRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def add(self, note: CaseNote) -> None:
        self._run(ADD, (note.case_id, note.by, note.text, to_us(note.at)))

    def of(self, case_id: int, limit: int = 50) -> list[CaseNote]:
        return [
            CaseNote(case, by, text, from_us(at))
            for case, by, text, at in self._run(OF, (case_id, limit))
        ]
