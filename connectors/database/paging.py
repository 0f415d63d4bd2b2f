"""Long lists by pages, so that printing a city's cases never holds them all in memory."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

Run = Callable[[str, tuple[Any, ...]], sqlite3.Cursor]
PAGE_ROWS = 500


def paged(run: Run, page: str) -> Iterator[tuple[Any, ...]]:
    """Yield all rows of a statement with parameters `last_id, limit` whose first column is the id.

    To be read to its end while the unit of work is open.
    """
    last_id = 0
    while rows := run(page, (last_id, PAGE_ROWS)).fetchall():
        yield from rows
        last_id = rows[-1][0]
