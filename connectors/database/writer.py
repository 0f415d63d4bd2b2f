"""The one thread that writes. Jobs that wait together share a commit; none waits for company.

Law: a future is resolved only after its job's commit is on the disk, or with the job's own error
after its changes were undone. A commit that fails releases nothing: the jobs run again. So a job
may run more than once, and takes what it needs from the unit of work and from nowhere else that
changes. A job must not wait for another job: there is one thread.
"""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from connectors.database.changes import Changes
from connectors.database.connect import connect_to_write
from connectors.database.keyed_queue import KeyedQueue
from connectors.database.unit_of_work import SqlUnitOfWork
from core.case_words import Forms, as_told
from core.ports import UnitOfWork

T = TypeVar("T")
Job = Callable[[UnitOfWork], T]

log = logging.getLogger(__name__)

BATCH_LIMIT = 256
SLOW_JOB_S = 0.05
TRIES_WHEN_CLOSING = 5
LONGEST_PAUSE_S = 2.0

# The store is in trouble, not the job: full, busy, unreadable or unwritable for now.
TROUBLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)


class StoreTrouble(Exception):
    """The transaction could not be written; whatever it held is undone and may run again."""


class _Entry:
    """A job on its way, with whoever waits for it: a thread's future, or a loop and its future."""

    __slots__ = ("error", "future", "job", "key", "loop", "result")

    def __init__(
        self,
        key: Hashable,
        job: Job[Any],
        future: "Future[Any] | asyncio.Future[Any]",
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self.key = key
        self.job = job
        self.future = future
        self.loop = loop
        self.result: Any = None
        self.error: BaseException | None = None

    def wanted(self) -> bool:
        """Tell whether to run it. A thread that cancelled in time does not want it any more."""
        return not isinstance(self.future, Future) or self.future.set_running_or_notify_cancel()

    def tell(self) -> None:
        """Resolve the future, in the thread it belongs to."""
        if self.future.done():
            return  # its task was cancelled; what was committed stays
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Writer:
    """Owns the write connection of a database that exists and has this program's schema.

    `on_commit` is called in the writer's thread, after the futures of a commit are resolved, with
    what its jobs changed. `batches` and `jobs` count commits and the jobs in them, `failed` jobs
    that ended in an error, `retries` commits tried again; `trouble` says why commits fail now.
    """

    def __init__(
        self,
        path: Path,
        *,
        on_commit: Callable[[Changes], None] | None = None,
        batch_limit: int = BATCH_LIMIT,
        pause: Callable[[int], None] | None = None,
        forms: Forms = as_told,
    ) -> None:
        """`pause(n)` waits before the n-th repetition of a commit that failed. `forms`: see
        `SqlUnitOfWork`.
        """
        self.on_commit = on_commit
        self.batches = self.jobs = self.failed = self.retries = 0
        self.trouble: str | None = None
        self._batch_limit = batch_limit
        self._pause = pause or _back_off
        self._connection = connect_to_write(path)
        self._uow = SqlUnitOfWork(self._connection, forms)
        self._arrivals: SimpleQueue[_Entry | None] = SimpleQueue()
        self._line: KeyedQueue[_Entry] = KeyedQueue()
        self._accepted = self._done = 0
        self._closing = False
        self._last_seen = False
        self._lock = Lock()
        self._thread = Thread(target=self._work, name="database-writer", daemon=True)
        self._thread.start()

    # --- for whoever has something to write -------------------------------------------------------

    def submit(self, key: Hashable, job: Job[T]) -> "Future[T]":
        """Run a job in a transaction. Jobs of one key run in their order; None is no key.

        Errors: RuntimeError once closed; the future raises what the job raises.
        """
        future: Future[T] = Future()
        self._accept(_Entry(key, job, future))
        return future

    async def run(self, key: Hashable, job: Job[T]) -> T:
        """Do what `submit` does and wait for it. A cancelled wait does not take the job back."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._accept(_Entry(key, job, future, loop))
        return await future

    def data_version(self) -> "Future[int]":
        """Return a number that changes when another process has written, and only then."""
        return self.submit(None, lambda _: _data_version(self._connection))

    @property
    def waiting(self) -> int:
        """How many jobs were accepted and are not done with."""
        return self._accepted - self._done

    def close(self) -> None:
        """Finish what is queued, then let go of the database. May be called again."""
        with self._lock:
            if not self._closing:
                self._closing = True
                self._arrivals.put(None)
        self._thread.join()

    def _accept(self, entry: _Entry) -> None:
        with self._lock:
            if self._closing:
                raise RuntimeError("the database is closed: no more jobs are taken")
            self._accepted += 1
            self._arrivals.put(entry)

    # --- the thread -------------------------------------------------------------------------------

    def _work(self) -> None:
        while self._gather():
            taken = self._line.take(self._batch_limit)
            if batch := [entry for entry in taken if entry.wanted()]:
                self._serve(batch)
            self._done += len(taken)
            self._line.release(taken)
        self._connection.close()

    def _gather(self) -> bool:
        """Line up what has arrived, waiting only when there is nothing. False: all is done."""
        while not self._line and not self._last_seen:
            self._admit(self._arrivals.get())
        while not self._arrivals.empty():
            self._admit(self._arrivals.get())
        return bool(self._line)

    def _admit(self, entry: _Entry | None) -> None:
        if entry is None:
            self._last_seen = True
        else:
            self._line.add(entry)

    def _serve(self, batch: list[_Entry]) -> None:
        try:
            changed = self._commit_at_last(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, those who wait must hear of it
            self._roll_back()
            changed = set()
            for entry in batch:
                entry.error = error
        self._count(batch)
        _resolve(batch)
        self._announce(changed)

    def _commit_at_last(self, batch: list[_Entry]) -> Changes:
        """Commit the batch, again and again while the store is in trouble."""
        tries = 0
        while True:
            try:
                changed = self._transact(batch)
            except StoreTrouble as trouble:
                tries += 1
                self._note_trouble(trouble)
                if self._closing and tries >= TRIES_WHEN_CLOSING:
                    raise
                self._pause(tries)
            else:
                self.trouble = None
                return changed

    def _note_trouble(self, trouble: StoreTrouble) -> None:
        self._roll_back()
        self.retries += 1
        if self.trouble is None:
            log.error("the database takes no changes and will be tried again: %s", trouble)
        self.trouble = str(trouble)

    def _transact(self, batch: list[_Entry]) -> Changes:
        """Run the batch and commit once; where a job fails, run it apart from the others."""
        changed: Changes = set()
        self._execute("BEGIN IMMEDIATE")
        if all(self._attempt(entry, changed) for entry in batch):
            self._execute("COMMIT")
            return changed
        self._execute("ROLLBACK")
        return self._transact_apart(batch) if len(batch) > 1 else set()

    def _transact_apart(self, batch: list[_Entry]) -> Changes:
        """Run each job in a savepoint, so that one that fails is undone alone; commit once.

        A savepoint costs two statements a job, so only a batch with a failure pays for them.
        """
        changed: Changes = set()
        self._execute("BEGIN IMMEDIATE")
        for entry in batch:
            self._execute("SAVEPOINT job")
            if not self._attempt(entry, changed):
                self._execute("ROLLBACK TO job")
            self._execute("RELEASE job")
        self._execute("COMMIT")
        return changed

    def _attempt(self, entry: _Entry, changed: Changes) -> bool:
        """Run one job; tell whether what it did is to be kept."""
        uow = self._uow
        uow.changed.clear()
        began = time.perf_counter()
        try:
            entry.result = entry.job(uow)
            entry.error = None
        except BaseException as error:  # noqa: BLE001 - the thread outlives every job
            _raise_trouble(error)
            entry.error = error
        if not self._connection.in_transaction:
            # SQLite gave up the whole transaction, and the jobs before with it.
            raise StoreTrouble(f"the transaction was undone during a job: {entry.error}")
        _log_slow(time.perf_counter() - began)
        if entry.error is not None:
            return False
        changed |= uow.changed
        return True

    def _execute(self, statement: str) -> None:
        try:
            self._connection.execute(statement)
        except sqlite3.Error as error:
            _raise_trouble(error)
            raise

    def _roll_back(self) -> None:
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            # The thread goes on: the next transaction tells its jobs what is wrong.
            log.exception("a transaction could not be undone")

    def _count(self, batch: list[_Entry]) -> None:
        self.batches += 1
        self.jobs += len(batch)
        self.failed += sum(entry.error is not None for entry in batch)

    def _announce(self, changed: Changes) -> None:
        if not changed or self.on_commit is None:
            return
        try:
            self.on_commit(changed)
        except Exception:
            log.exception("telling others of a commit failed; the commit stands")


def _raise_trouble(error: BaseException) -> None:
    """Raise `StoreTrouble` when an error is the store's and not the job's."""
    if isinstance(error, sqlite3.Error) and _code(error) & 0xFF in TROUBLE:
        raise StoreTrouble(str(error)) from error


def _code(error: sqlite3.Error) -> int:
    # Errors that the driver makes itself, such as a wrong number of parameters, carry no code.
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)


def _log_slow(took_s: float) -> None:
    if took_s > SLOW_JOB_S:
        log.warning("a job held the writer for %d ms", took_s * 1000)


def _back_off(tries: int) -> None:
    time.sleep(min(0.05 * 2 ** (tries - 1), LONGEST_PAUSE_S))


def _resolve(batch: Iterable[_Entry]) -> None:
    """Tell everybody who waits; a loop is woken once, not once a future."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Entry]] = {}
    for entry in batch:
        if entry.loop is None:
            entry.tell()
        else:
            by_loop.setdefault(entry.loop, []).append(entry)
    for loop, entries in by_loop.items():
        try:
            loop.call_soon_threadsafe(_tell_all, entries)
        except RuntimeError:
            log.warning("%d jobs are committed, but their event loop is closed", len(entries))


def _tell_all(entries: list[_Entry]) -> None:
    for entry in entries:
        entry.tell()


def _data_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])
