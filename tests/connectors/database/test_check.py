"""A whole database passes; each thing that can be broken is told in a sentence."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from connectors.database.check import check
from connectors.database.connect import connect_to_write
from connectors.database.unit_of_work import SqlUnitOfWork
from core.cases import case_number
from core.model import Attachment, Case, Delivery, Outcome, Person, Rating, Status
from core.petitions import Petition, PetitionEvent, PetitionStatus
from tests.contract.builders import (
    HOUR,
    NOW,
    OLENA,
    PETRO,
    case_of,
    chat,
    event,
    filed,
    handed,
    heard,
    hired,
    said,
)

# A way of a case through its life, as core.cases names the lines.
LIFE = (
    ("registered", Status.REGISTERED),
    ("taken", Status.REGISTERED),
    ("started", Status.IN_WORK),
    ("extended", Status.IN_WORK),
    ("answered", Status.ANSWERED),
    ("rated", Status.CLOSED),
    ("reopened", Status.REOPENED),
)


@pytest.fixture
def uow(path: Path) -> Iterator[SqlUnitOfWork]:
    """Return a unit of work on a connection that lets everything be broken."""
    with closing(connect_to_write(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        yield SqlUnitOfWork(connection)


def lived(uow: SqlUnitOfWork, life: tuple[tuple[str, Status], ...] = LIFE) -> Case:
    """Add a case and take it through a life, an hour a step."""
    number = case_number("KV", 2026, uow.cases.next_number(2026))
    case = case_of(uow, number)
    for step, (name, status) in enumerate(life):
        case.status = status
        case.reopened += name == "reopened"
        if status is Status.ANSWERED:
            case.outcome, case.answered_at = Outcome.FIXED, NOW + step * HOUR
        line = event(name, NOW + step * HOUR)
        uow.cases.save(case, line) if case.id else uow.cases.add(case, line)
    return case


def a_city(uow: SqlUnitOfWork) -> None:
    """Fill the database with one of everything, in order."""
    uow.intake.take(heard("e1"), done=True)
    conversation = uow.conversations.get(OLENA)
    conversation.person = Person(name="Олена", consent_version="2026-11", consented_at=NOW)
    uow.conversations.save_person(conversation)
    uow.conversations.put(conversation, NOW)
    case = lived(uow)
    uow.attachments.add(Attachment("photo", "f1", chat(uow)), NOW)
    uow.attachments.attach(chat(uow), case.id or 0)
    uow.outbox.sent(said(uow), "m1", NOW)
    uow.outbox.dead(said(uow), "closed", NOW)
    said(uow)
    handoff = handed(uow)
    handoff.status, handoff.taken_by = "taken", hired(uow).id
    uow.handoffs.save(handoff)
    uow.timers.set(chat(uow), "reminder", NOW, 1)
    uow.deliveries.add(Delivery(case.id or 0, "kte", "mail", "registered", NOW))
    two_petitions(uow)
    dead = uow.intake.store_raw("telegram", "main", "u1", b"{", NOW) or 0
    uow.intake.fail(dead, "no JSON", dead=True)


def two_petitions(uow: SqlUnitOfWork) -> None:
    """Add two petitions that collect votes; the chat signed the first, and was verified."""
    for number in ("17", "18"):
        petition = Petition(
            *(number, "Велодоріжка", "Просимо збудувати.", "Коваль Олена", NOW),
            status=PetitionStatus.COLLECTING,
            started_on=date(2026, 11, 1),
            ends_on=date(2026, 12, 31),
            threshold=6000,
        )
        uow.petitions.add(petition, PetitionEvent(NOW, "filed", "resident"), {})
    uow.petitions.sign(1, chat(uow), "sealed", NOW)
    uow.petitions.vote(1, chat(uow), "sealed", "subject", NOW)


def test_an_empty_database_is_whole(uow: SqlUnitOfWork) -> None:
    assert check(uow) == []


def test_a_city_in_order_is_whole(uow: SqlUnitOfWork) -> None:
    a_city(uow)
    assert check(uow) == []


Break = Callable[[SqlUnitOfWork], object]


def sql(statement: str) -> Break:
    return lambda uow: uow.connection.execute(statement)


BREAKS: dict[str, tuple[Break, str]] = {
    "a petition without a history": (
        sql("DELETE FROM petition_events WHERE petition_id = 2"),
        "Petition 18 has no history.",
    ),
    "a petition that moved without a line": (
        sql("UPDATE petitions SET status = 'answered' WHERE number = '17'"),
        "Petition 17 is answered, but its history ends with collecting.",
    ),
    "a collection without its days": (
        sql("UPDATE petitions SET ends_on = NULL WHERE number = '17'"),
        "Petition 17 collects votes, but has no days or no threshold for it.",
    ),
    "a vote on another petition's signature": (
        sql("UPDATE votes SET petition_id = 2"),
        "A vote for petition 2 rests on a signature of another one.",
    ),
    "a done event of nobody": (
        lambda uow: uow.intake.take(heard("p1", PETRO), done=True),
        "Event 3 of telegram is done, but belongs to no conversation.",
    ),
    "a dead letter without a reason": (
        sql("UPDATE intake SET error = NULL"),
        "Event 2 of telegram is given up, but nothing says why.",
    ),
    "a message of no conversation": (
        sql("UPDATE outbox SET conversation_id = 404 WHERE id = 3"),
        "Message 3 belongs to conversation 404, which is not there.",
    ),
    "a reference to nothing": (
        sql("UPDATE outbox SET staff_id = 404 WHERE id = 3"),
        "Row 3 of outbox refers to a row of staff that is not there.",
    ),
    "a sent message without a moment": (
        sql("UPDATE outbox SET ended_at = NULL WHERE id = 1"),
        "Message 1 is sent, but nothing says when that was.",
    ),
    "a message that cannot be read": (
        sql("UPDATE outbox SET body = '{\"text\": 1}' WHERE id = 1"),
        "Message 1 cannot be read: Expected `str`, got `int` - at `$.text`.",
    ),
    "a state that cannot be taken up": (
        sql("UPDATE conversations SET state = '{'"),
        "Conversation 1 cannot be taken up: Input data was truncated.",
    ),
    "a case without history": (
        sql("DELETE FROM case_events"),
        "Case KV-2026-000001 has no history.",
    ),
    "a case whose status nobody wrote down": (
        sql("UPDATE cases SET status = 'withdrawn'"),
        "Case KV-2026-000001 is withdrawn, but its history ends with reopened.",
    ),
    "a line that cannot follow": (
        sql("DELETE FROM case_events WHERE event = 'started'"),
        "Case KV-2026-000001: its history has 'extended' where it cannot be, after registered.",
    ),
    "an unknown line": (
        sql("UPDATE case_events SET event = 'lost' WHERE event = 'taken'"),
        "Case KV-2026-000001: its history has 'lost' where it cannot be, after registered.",
    ),
    "a line that led elsewhere": (
        sql("UPDATE case_events SET status = 'closed' WHERE event = 'started'"),
        "Case KV-2026-000001: 'started' led to closed, not to in_work as it should.",
    ),
    "a history that goes back": (
        sql("UPDATE case_events SET at = 0 WHERE event = 'rated'"),
        "Case KV-2026-000001: its history goes back in time.",
    ),
    "a reopening more": (
        sql("UPDATE cases SET reopened = 2"),
        "Case KV-2026-000001 counts 2 reopenings, but its history has others.",
    ),
    "an answer without a moment": (
        sql("UPDATE cases SET status = 'closed', answered_at = NULL"),
        "Case KV-2026-000001 is answered or closed, but has no moment of an answer.",
    ),
    "a number nobody gave out": (
        lambda uow: filed(uow, "KV-2026-000002"),
        "Case KV-2026-000002 has a number that was not given out yet, so it may come again.",
    ),
    "a rating that nobody gave": (
        lambda uow: uow.cases.add(
            case_of(uow, "KV-2026-000001-2", rating=Rating(5, 5)), event("registered", NOW)
        ),
        "Case KV-2026-000001-2 has a rating, but was never answered.",
    ),
    "a case joined to one that is joined": (
        lambda uow: [
            filed(uow, f"KV-2026-00000{n}", joined_to=f"KV-2026-00000{n - 1}") for n in (2, 3)
        ],
        "Case KV-2026-000003 is joined to KV-2026-000002, which is joined to another itself.",
    ),
    "a strangers file": (
        sql("UPDATE attachments SET conversation_id = 2"),
        "Case KV-2026-000001 is another resident's than file 1 that it keeps.",
    ),
    "a ready file without content": (
        sql("UPDATE attachments SET state = 'ready'"),
        "File 1 is ready, but its content is not named.",
    ),
    "a hand-off taken by nobody": (
        sql("UPDATE handoffs SET taken_by = NULL"),
        "Hand-off 1 is taken, but by nobody.",
    ),
    "a delivery without a moment": (
        sql("UPDATE deliveries SET status = 'delivered'"),
        "Delivery 1 is done, but nothing says when that was.",
    ),
    "a consent without proof": (
        sql("DELETE FROM consents"),
        "Person 1 counts as having agreed, but there is no record of it.",
    ),
    "two hand-offs at once": (
        lambda uow: (sql("DROP INDEX uq_handoffs_open")(uow), handed(uow)),
        "Conversation 1 has 2 hand-offs open at once.",
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_told(uow: SqlUnitOfWork, name: str) -> None:
    a_city(uow)
    act, sentence = BREAKS[name]
    act(uow)
    assert sentence in check(uow)


def twice(uow: SqlUnitOfWork, table: str) -> None:
    """Put every row of a table in it once more, as a damaged index would let happen."""
    rows = uow.connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our words
    uow.connection.execute(f"CREATE TABLE copy AS SELECT * FROM {table}")  # noqa: S608
    uow.connection.execute(f"DROP TABLE {table}")
    uow.connection.execute(f"ALTER TABLE copy RENAME TO {table}")
    marks = ", ".join("?" * len(rows[0]))
    uow.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def test_a_number_or_an_event_that_is_there_twice_is_told(uow: SqlUnitOfWork) -> None:
    a_city(uow)
    uow.connection.execute("DELETE FROM case_events")
    twice(uow, "cases")
    twice(uow, "intake")
    told = check(uow)
    assert "Case KV-2026-000001 is in the table 2 times." in told
    assert "Event e1 of telegram stands 2 times in the intake." in told


def test_a_damaged_file_is_told(path: Path) -> None:
    with closing(connect_to_write(path)) as connection:
        connection.execute("BEGIN")
        for number in range(500):
            SqlUnitOfWork(connection).intake.store_raw("t", "m", f"e{number}", b"x" * 99, NOW)
        connection.execute("COMMIT")
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_intake_1'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    with closing(connect_to_write(path)) as connection:
        told = check(SqlUnitOfWork(connection))
    assert told
    assert all("damaged" in line or "could not be looked through" in line for line in told)
