"""The writer: shared commits, own errors, trouble with the disk, other processes, the end."""

import asyncio
import logging
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.database.changes import Changes
from connectors.database.connect import connect
from connectors.database.writer import StoreTrouble, Writer
from core.ports import StaleConversation, UnitOfWork
from tests.contract.builders import NOW, OLENA, chat, new_database

SOON_S = 30  # a limit against hanging, never a measure


def stored(name: str) -> Callable[[UnitOfWork], int | None]:
    """Return a job that stores an event of this name."""
    return lambda uow: uow.intake.store_raw("telegram", "main", name, b"{}", NOW)


def broken(name: str, error: Exception) -> Callable[[UnitOfWork], None]:
    """Return a job that stores an event and then fails."""

    def job(uow: UnitOfWork) -> None:
        stored(name)(uow)
        raise error

    return job


def on_disk(path: Path) -> list[str]:
    """Return the names of the stored events, as another connection sees them, oldest first."""
    with closing(connect(path, "ro")) as connection:
        return [name for (name,) in connection.execute("SELECT event_id FROM intake ORDER BY id")]


class Gate:
    """A job that holds the writer until it is opened, so that others wait together."""

    def __init__(self, writer: Writer) -> None:
        self.entered, self.open = threading.Event(), threading.Event()
        self.future = writer.submit(None, self)

    def __call__(self, uow: UnitOfWork) -> None:
        self.entered.set()
        assert self.open.wait(SOON_S)

    def __enter__(self) -> "Gate":
        assert self.entered.wait(SOON_S)
        return self

    def __exit__(self, *_: object) -> None:
        self.open.set()


def test_a_resolved_future_is_on_the_disk(path: Path, writer: Writer) -> None:
    assert writer.submit("a", stored("e1")).result(SOON_S) == 1
    assert on_disk(path) == ["e1"]


async def test_a_task_waits_for_its_commit(path: Path, writer: Writer) -> None:
    assert await writer.run("a", stored("e1")) == 1
    assert on_disk(path) == ["e1"]


async def test_a_task_gets_its_jobs_error(path: Path, writer: Writer) -> None:
    with pytest.raises(ZeroDivisionError):
        await writer.run("a", broken("e1", ZeroDivisionError()))
    assert on_disk(path) == []


def test_jobs_that_wait_together_share_a_commit(path: Path, writer: Writer) -> None:
    with Gate(writer):
        futures = [writer.submit(key, stored(key)) for key in "abcd"]
        before = writer.batches
    wait(futures, SOON_S)
    writer.close()
    assert writer.batches == before + 2  # the gate's own, and theirs
    assert sorted(on_disk(path)) == ["a", "b", "c", "d"]


def test_a_batch_has_a_limit(path: Path) -> None:
    with closing(Writer(path, batch_limit=2)) as writer:
        with Gate(writer):
            futures = [writer.submit(key, stored(key)) for key in "abcde"]
        wait(futures, SOON_S)
    assert (writer.batches, writer.jobs) == (4, 6)


def test_jobs_of_one_key_never_share_a_batch_and_keep_their_order(
    path: Path, writer: Writer
) -> None:
    with Gate(writer):
        futures = [writer.submit("a", stored(f"e{number}")) for number in range(5)]
    wait(futures, SOON_S)
    writer.close()
    assert writer.batches == 1 + 5
    assert on_disk(path) == [f"e{number}" for number in range(5)]


def test_a_failing_job_rolls_back_alone(path: Path, writer: Writer) -> None:
    with Gate(writer):
        good = writer.submit("a", stored("good"))
        bad = writer.submit("b", broken("bad", ValueError("no")))
        best = writer.submit("c", stored("best"))
    assert isinstance(bad.exception(SOON_S), ValueError)
    assert good.result(SOON_S)
    assert best.result(SOON_S)
    assert on_disk(path) == ["good", "best"]


def test_a_job_alone_rolls_back_whole(path: Path, writer: Writer) -> None:
    with pytest.raises(ValueError, match="no"):
        writer.submit("b", broken("bad", ValueError("no"))).result(SOON_S)
    assert writer.submit("a", stored("good")).result(SOON_S)
    assert on_disk(path) == ["good"]


def test_a_wrong_statement_is_its_jobs_own_error(path: Path, writer: Writer) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        writer.submit("a", lambda uow: uow.timers.set(404, "reminder", NOW, 1)).result(SOON_S)
    assert writer.retries == 0


def test_a_stale_conversation_is_told_to_who_asked(writer: Writer) -> None:
    def turn(uow: UnitOfWork) -> None:
        chat(uow)
        first, second = uow.conversations.get(OLENA), uow.conversations.get(OLENA)
        uow.conversations.put(first, NOW)
        uow.conversations.put(second, NOW)

    with pytest.raises(StaleConversation):
        writer.submit("a", turn).result(SOON_S)
    with pytest.raises(LookupError):
        writer.submit("a", lambda uow: uow.conversations.by_id(1)).result(SOON_S)


def test_even_an_exit_in_a_job_does_not_end_the_writer(path: Path, writer: Writer) -> None:
    with pytest.raises(SystemExit):
        writer.submit("a", lambda _: sys.exit(1)).result(SOON_S)
    assert writer.submit("a", stored("e1")).result(SOON_S)


def test_a_job_cancelled_in_time_is_not_run(path: Path, writer: Writer) -> None:
    with Gate(writer):
        future = writer.submit("a", stored("cancelled"))
        assert future.cancel()
        after = writer.submit("a", stored("after"))
    after.result(SOON_S)
    assert on_disk(path) == ["after"]


async def test_a_task_that_stops_waiting_does_not_stop_its_job(path: Path, writer: Writer) -> None:
    with Gate(writer):
        task = asyncio.create_task(writer.run("a", stored("e1")))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    await writer.run("a", stored("e2"))
    assert on_disk(path) == ["e1", "e2"]


def test_a_loop_that_is_gone_does_not_end_the_writer(path: Path, writer: Writer) -> None:
    async def leave() -> None:
        task = asyncio.create_task(writer.run("a", stored("e1")))
        await asyncio.sleep(0)
        task.cancel()

    with Gate(writer):
        asyncio.run(leave())
    assert writer.submit("b", stored("e2")).result(SOON_S)
    assert on_disk(path) == ["e1", "e2"]


async def test_a_loop_is_woken_once_a_batch(
    path: Path, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    calls: list[object] = []
    wake = loop.call_soon_threadsafe

    def counting(*args: Any, **kwargs: Any) -> asyncio.Handle:
        calls.append(args)
        return wake(*args, **kwargs)

    monkeypatch.setattr(loop, "call_soon_threadsafe", counting)
    with Gate(writer):
        tasks = [asyncio.create_task(writer.run(key, stored(key))) for key in "abcd"]
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert len(calls) == 1


# --- telling others ------------------------------------------------------------------------------


def telling(uow: UnitOfWork, number: str) -> None:
    uow.changed.add(("case", number))


def undone(uow: UnitOfWork) -> None:
    telling(uow, "undone")
    raise ValueError


def test_others_hear_of_what_a_commit_changed(path: Path) -> None:
    heard: list[Changes] = []
    with closing(Writer(path, on_commit=heard.append)) as writer:
        with Gate(writer):
            writer.submit("a", chat)
            writer.submit("b", lambda uow: telling(uow, "KV-1"))
            writer.submit("c", undone)
        writer.submit("d", stored("e1"))
    assert heard == [{("chat", 1), ("case", "KV-1")}]


def test_a_listener_that_fails_does_not_end_the_writer(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Changes) -> None:
        raise RuntimeError("nobody is there")

    with closing(Writer(path, on_commit=fail)) as writer:
        writer.submit("a", chat).result(SOON_S)
        assert writer.submit("b", stored("e1")).result(SOON_S)
    assert "the commit stands" in caplog.text


def test_a_slow_job_is_noted_without_its_words(
    path: Path, writer: Writer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.database.writer.SLOW_JOB_S", 0.0)
    writer.submit("+380441234567", stored("e1")).result(SOON_S)
    (record,) = [r for r in caplog.records if r.levelno == logging.WARNING]
    assert "held the writer" in record.message
    assert "380" not in record.message


# --- trouble with the disk -----------------------------------------------------------------------


def fill_up(writer: Writer) -> None:
    """Let the file grow no more, as on a full disk."""
    (pages,) = writer._connection.execute("PRAGMA page_count").fetchone()
    writer._connection.execute(f"PRAGMA max_page_count = {pages}")


def make_room(writer: Writer) -> None:
    writer._connection.execute("PRAGMA max_page_count = 1000000")


BIG = b"x" * 100_000


def big(name: str) -> Callable[[UnitOfWork], int | None]:
    return lambda uow: uow.intake.store_raw("telegram", "main", name, BIG, NOW)


def test_on_a_full_disk_nothing_is_released_until_there_is_room(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[tuple[bool, str | None]] = []

    def pause(tries: int) -> None:
        seen.append((any(future.done() for future in futures), writer.trouble))
        if tries == 3:
            make_room(writer)

    with closing(Writer(path, pause=pause)) as writer:
        writer.submit(None, lambda _: fill_up(writer)).result(SOON_S)
        with Gate(writer):
            futures = [writer.submit(key, big(key)) for key in "abc"]
        done, _ = wait(futures, SOON_S)
        assert len(done) == 3
        assert writer.trouble is None
    assert seen == [(False, "database or disk is full")] * 3
    assert writer.retries == 3
    assert on_disk(path) == ["a", "b", "c"]
    assert "will be tried again" in caplog.text


def test_a_writer_closed_on_a_full_disk_tells_the_truth(path: Path) -> None:
    def pause(_: int) -> None:
        closing_thread.start() if not closing_thread.ident else None

    writer = Writer(path, pause=pause)
    closing_thread = threading.Thread(target=writer.close)
    writer.submit(None, lambda _: fill_up(writer)).result(SOON_S)
    lost = writer.submit("a", big("lost"))
    with pytest.raises(StoreTrouble, match="full"):
        lost.result(SOON_S)
    closing_thread.join(SOON_S)
    assert on_disk(path) == []


def test_a_writer_waits_for_another_process_that_holds_the_file(path: Path, writer: Writer) -> None:
    with closing(connect(path, "rw")) as other:
        other.execute("BEGIN IMMEDIATE")
        future = writer.submit("a", stored("ours"))
        other.execute("INSERT INTO leases (name, holder, until) VALUES ('scheduler', 'other', 1)")
        assert not future.done()
        other.execute("COMMIT")
        assert future.result(SOON_S) == 1
    assert on_disk(path) == ["ours"]


OTHER_PROCESS = """
import sys
from pathlib import Path
from connectors.database.writer import Writer
from tests.contract.builders import NOW

writer = Writer(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    job = lambda uow: uow.intake.store_raw("viber", "main", f"theirs{number}", b"{}", NOW)
    writer.submit(None, job).result()
writer.close()
"""


def test_two_processes_write_beside_each_other(path: Path, writer: Writer, root: Path) -> None:
    version = writer.data_version().result(SOON_S)
    writer.submit("a", stored("ours")).result(SOON_S)
    assert writer.data_version().result(SOON_S) == version, "our own commits are no news"
    command = [sys.executable, "-c", OTHER_PROCESS, str(path), "50"]
    with subprocess.Popen(command, cwd=root) as other:
        mine = 0
        while other.poll() is None:
            writer.submit("a", stored(f"ours{mine}")).result(SOON_S)
            mine += 1
    assert other.returncode == 0
    assert writer.data_version().result(SOON_S) != version
    names = on_disk(path)
    assert len(names) == len(set(names)) == 1 + mine + 50


# --- the end -------------------------------------------------------------------------------------


def test_closing_finishes_what_is_queued(path: Path, writer: Writer) -> None:
    with Gate(writer):
        futures = [writer.submit("a", stored(f"e{number}")) for number in range(20)]
    writer.close()
    assert all(future.done() for future in futures)
    assert len(on_disk(path)) == 20


def test_a_closed_writer_takes_no_more_jobs_and_closes_again(writer: Writer) -> None:
    writer.close()
    writer.close()
    with pytest.raises(RuntimeError, match="closed"):
        writer.submit("a", stored("late"))


def test_it_tells_how_much_waits(writer: Writer) -> None:
    assert writer.waiting == 0
    with Gate(writer):
        for number in range(3):
            writer.submit("a", stored(f"e{number}"))
        assert writer.waiting == 4
    writer.close()
    assert (writer.waiting, writer.jobs, writer.failed) == (0, 4, 0)


# --- all at once ---------------------------------------------------------------------------------


class Refused(Exception):
    """A job of the test that is meant to fail."""


plans = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", None]), st.sampled_from(["good", "bad", "late"])),
    max_size=40,
)


def as_planned(name: str, kind: str) -> Callable[[UnitOfWork], str]:
    def job(uow: UnitOfWork) -> str:
        if kind == "bad":
            raise Refused(name)
        stored(name)(uow)
        if kind == "late":
            raise Refused(name)
        return name

    return job


@given(plans=st.lists(plans, min_size=1, max_size=3), limit=st.integers(1, 8))
@settings(max_examples=40)
def test_every_job_is_committed_once_or_its_future_has_the_error(
    tmp_path_factory: pytest.TempPathFactory, plans: list[Any], limit: int
) -> None:
    path = new_database(tmp_path_factory.mktemp("random") / "misto.db")
    futures: dict[str, Future[str]] = {}

    def submit(who: int, plan: list[tuple[str | None, str]]) -> None:
        for number, (key, kind) in enumerate(plan):
            name = f"{who}-{number}-{key}-{kind}"
            futures[name] = writer.submit(key, as_planned(name, kind))

    with closing(Writer(path, batch_limit=limit)) as writer:
        threads = [threading.Thread(target=submit, args=item) for item in enumerate(plans)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SOON_S)
    committed = on_disk(path)
    for name, future in futures.items():
        if name.endswith("good"):
            assert future.result(0) == name
            assert committed.count(name) == 1
        else:
            assert isinstance(future.exception(0), Refused)
            assert name not in committed
    for who, key in {tuple(name.split("-")[::2][:2]) for name in committed}:
        numbers = [int(n.split("-")[1]) for n in committed if n.split("-")[::2][:2] == [who, key]]
        assert key == "None" or numbers == sorted(numbers)
