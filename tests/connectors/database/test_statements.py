"""The prepared statements: their parameters, their helpers, and that indexes serve them."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import bindparam, select

from connectors.database import (
    attachments,
    cases,
    conversations,
    deliveries,
    handoffs,
    intake,
    outages,
    outbox,
    staff,
    timers,
    transcript,
)
from connectors.database.connect import connect
from connectors.database.mapper import Mapper
from connectors.database.schema import case_events
from connectors.database.schema import cases as cases_table
from connectors.database.sql import build, prepare, word
from core.model import CaseEvent

INDEXED = {
    "intake.take": intake.TAKE,
    "intake.finish": intake.FINISH,
    "intake.waiting": intake.WAITING,
    "conversations.get": conversations.GET,
    "conversations.put": conversations.PUT,
    "conversations.adopt": conversations.ADOPT,
    "transcript.heard": transcript.HEARD,
    "transcript.said": transcript.SAID,
    "outbox.due": outbox.DUE,
    "outbox.after": outbox.AFTER,
    "outbox.sent": outbox.SENT,
    "timers.due": timers.DUE,
    "timers.set": timers.SET,
    "cases.get": cases.GET,
    "cases.history": cases.HISTORY,
    "cases.of_conversation": cases.OF_CONVERSATION,
    "cases.filed_since": cases.FILED_SINCE,
    "cases.overdue_untold": cases.UNTOLD,
    "cases.answered_before": cases.ANSWERED_BEFORE,
    "cases.open_at": cases.OPEN_AT,
    "cases.joined_to": cases.JOINED_TO,
    "outages.current": outages.CURRENT,
    "cases.unrated": cases.UNRATED,
    "cases.claims_unheard": cases.CLAIMS_UNHEARD,
    "handoffs.open_of": handoffs.OPEN_OF,
    "handoffs.open": handoffs.OPEN,
    "attachments.waiting": attachments.WAITING,
    "attachments.of_case": attachments.OF_CASE,
    "deliveries.due": deliveries.DUE,
    "staff.session": staff.SESSION,
    "staff.attempts": staff.ATTEMPTS,
}


@pytest.mark.parametrize("name", INDEXED)
def test_a_statement_never_reads_a_whole_table(path: Path, name: str) -> None:
    statement = INDEXED[name]
    with closing(connect(path, "ro")) as connection:
        nothing = (None,) * statement.count("?")
        plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", nothing).fetchall()
    steps = [row[3] for row in plan]
    # A partial index holds only what waits, so reading all of it is what is meant.
    scans = [s for s in steps if s.startswith("SCAN") and "INDEX" not in s and "heads" not in s]
    assert scans == []


def test_a_statement_with_other_parameters_is_refused() -> None:
    statement = select(cases_table.c.id).where(cases_table.c.number == bindparam("number"))
    assert "?" in prepare(statement, "number")
    with pytest.raises(ValueError, match="wants"):
        prepare(statement, "id")


def test_a_search_brings_its_values_along() -> None:
    text, values = build(select(cases_table.c.id).where(cases_table.c.body.in_(["kte", "kvk"])))
    assert text.count("?") == 2
    assert values == ("kte", "kvk")


@pytest.mark.parametrize("value", ["'", "a'b", "a b", "", "слово", "1=1"])
def test_only_plain_words_are_written_into_a_statement(value: str) -> None:
    with pytest.raises(ValueError, match="not a word"):
        word(value)


def test_a_dataclass_whose_table_has_other_columns_first_is_refused() -> None:
    with pytest.raises(ValueError, match="must stand last"):
        Mapper(CaseEvent, case_events, {})
