"""Scheduled work: who may run it, when it last ran, and the last moment the database knows of."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, bindparam, func, or_, select, union_all
from sqlalchemy.dialects.sqlite import insert

from connectors.database.codec import SECOND_US, from_us, from_us_or_none, to_us
from connectors.database.schema import case_events, deliveries, intake, job_runs, leases, outbox
from connectors.database.sql import given, number, prepare

RECENT_ROWS = 1000

_lease = insert(leases).values(given("name", "holder", "until"))
LEASE = prepare(
    _lease.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": _lease.excluded.holder, "until": _lease.excluded.until},
        where=or_(leases.c.holder == _lease.excluded.holder, leases.c.until <= bindparam("now")),
    ),
    *("name", "holder", "until", "now"),
)
_run = insert(job_runs).values(given("name", "at", "result") | {"runs": number(1)})
NOTE_RUN = prepare(
    _run.on_conflict_do_update(
        index_elements=["name"],
        set_={
            "at": _run.excluded.at,
            "result": _run.excluded.result,
            "runs": job_runs.c.runs + number(1),
        },
    ),
    *("name", "at", "result"),
)
ALL = prepare(
    select(job_runs.c.name, job_runs.c.at, job_runs.c.result, job_runs.c.runs).order_by(
        job_runs.c.name
    )
)


def _recent(table: Table, moment: Column[Any]) -> Any:
    """Select the newest moment of a table that is only added to, without reading all of it."""
    newest = select(moment.label("at")).order_by(table.c.id.desc()).limit(number(RECENT_ROWS))
    rows = newest.offset(number(0)).subquery(f"recent_{table.name}")
    return select(func.max(rows.c.at).label("at"))


_moments = union_all(
    _recent(intake, intake.c.received_at),
    _recent(outbox, outbox.c.created_at),
    _recent(case_events, case_events.c.at),
    _recent(deliveries, deliveries.c.created_at),
    select(func.max(job_runs.c.at).label("at")),
).subquery("moments")
LATEST = prepare(select(func.max(_moments.c.at)))


class SqlJobs:
    """`core.ports.JobRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def lease(self, name: str, holder: str, now: datetime, seconds: int) -> bool:
        at = to_us(now)
        row = (name, holder, at + seconds * SECOND_US, at)
        return self._run(LEASE, row).rowcount == 1

    def note_run(self, name: str, at: datetime, result: str) -> None:
        self._run(NOTE_RUN, (name, to_us(at), result))

    def all(self) -> list[Mapping[str, Any]]:
        return [
            {"name": name, "at": from_us(at), "result": result, "runs": runs}
            for name, at, result, runs in self._run(ALL)
        ]

    def latest_moment(self) -> datetime | None:
        return from_us_or_none(self._run(LATEST).fetchone()[0])
