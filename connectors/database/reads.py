"""Looking at the database beside the writer: for pages, lists and commands, from any thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock

from connectors.database.connect import connect_to_read
from connectors.database.unit_of_work import SqlUnitOfWork
from core.case_words import Forms, as_told

KEPT_OPEN = 4


class Reads:
    """Read-only units of work. Each sees one state of the database from its first look to its end.

    Keep them short: while one is open, the write-ahead file cannot be emptied.
    """

    def __init__(self, path: Path, forms: Forms = as_told) -> None:
        self._path, self._forms = path, forms
        self._idle: LifoQueue[SqlUnitOfWork] = LifoQueue()
        self._watch = connect_to_read(path)
        self._watch_lock = Lock()
        self._closed = False

    @contextmanager
    def unit_of_work(self) -> Iterator[SqlUnitOfWork]:
        """Open a unit of work that can only look. Every write in it raises `OperationalError`."""
        uow = self._borrow()
        uow.connection.execute("BEGIN")
        try:
            yield uow
        finally:
            uow.connection.execute("ROLLBACK")
            self._give_back(uow)

    def data_version(self) -> int:
        """Return a number that changes after a commit of anybody, this process's writer included.

        `Writer.data_version` tells apart whether another process wrote.
        """
        with self._watch_lock:
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Let go of the connections, of those in use once they are given back."""
        self._closed = True
        self._watch.close()
        while not self._idle.empty():
            self._idle.get_nowait().connection.close()

    def _borrow(self) -> SqlUnitOfWork:
        try:
            return self._idle.get_nowait()
        except Empty:
            return SqlUnitOfWork(connect_to_read(self._path), self._forms)

    def _give_back(self, uow: SqlUnitOfWork) -> None:
        if self._closed or self._idle.qsize() >= KEPT_OPEN:
            uow.connection.close()
        else:
            self._idle.put(uow)
