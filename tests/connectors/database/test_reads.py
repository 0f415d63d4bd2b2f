"""Looking beside the writer: one state from beginning to end, and no writing."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from connectors.database.reads import KEPT_OPEN, Reads
from connectors.database.writer import Writer
from tests.contract.builders import NOW, OLENA, chat, filed


def test_what_was_committed_can_be_read(writer: Writer, reads: Reads) -> None:
    writer.submit(None, lambda uow: filed(uow).number).result()
    with reads.unit_of_work() as uow:
        assert [case.number for case in uow.cases.all()] == ["KV-2026-000001"]


def test_one_look_sees_one_state(writer: Writer, reads: Reads) -> None:
    with reads.unit_of_work() as uow:
        assert uow.cases.get("KV-2026-000001") is None
        writer.submit(None, lambda uow: filed(uow).number).result()
        assert uow.cases.get("KV-2026-000001") is None
    with reads.unit_of_work() as uow:
        assert uow.cases.get("KV-2026-000001") is not None


def test_a_look_cannot_write(writer: Writer, reads: Reads) -> None:
    with reads.unit_of_work() as uow, pytest.raises(sqlite3.OperationalError, match="readonly"):
        chat(uow)
    with reads.unit_of_work() as uow:
        assert uow.conversations.get(OLENA).id is None


def test_a_look_that_failed_leaves_the_next_one_alone(reads: Reads) -> None:
    with pytest.raises(ZeroDivisionError), reads.unit_of_work():
        raise ZeroDivisionError
    with reads.unit_of_work() as uow:
        assert uow.jobs.latest_moment() is None


def test_many_threads_look_at_once(writer: Writer, reads: Reads) -> None:
    writer.submit(None, lambda uow: filed(uow).number).result()

    def look(_: int) -> int:
        with reads.unit_of_work() as outer, reads.unit_of_work() as inner:
            return len(list(outer.cases.all())) + len(list(inner.cases.all()))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(look, range(40))) == [2] * 40
    assert reads._idle.qsize() <= KEPT_OPEN + 1


def test_the_version_changes_with_every_commit_and_only_then(writer: Writer, reads: Reads) -> None:
    before = reads.data_version()
    writer.submit(None, lambda uow: uow.jobs.latest_moment()).result()
    assert reads.data_version() == before
    writer.submit(None, lambda uow: uow.jobs.note_run("clock", NOW, "none")).result()
    assert reads.data_version() != before


def test_a_connection_given_back_after_the_end_is_closed(reads: Reads) -> None:
    with reads.unit_of_work() as uow:
        reads.close()
    with pytest.raises(sqlite3.ProgrammingError):
        uow.connection.execute("SELECT 1")
    reads._watch = sqlite3.connect(":memory:")
