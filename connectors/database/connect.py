"""Connections to the file, set the same way everywhere."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Literal

BUSY_WAIT_MS = 10_000
WAL_WAIT_MS = 500
WAL_KEPT_BYTES = 64 * 1024 * 1024
STATEMENTS_KEPT = 256


def connect(path: Path, mode: Literal["ro", "rw"]) -> sqlite3.Connection:
    """Return a connection to a file that exists; its owner begins the transactions."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_WAIT_MS / 1000,
        isolation_level=None,
        check_same_thread=False,  # its owner hands it from the opening thread to the working one
        cached_statements=STATEMENTS_KEPT,
    )


def connect_to_write(path: Path) -> sqlite3.Connection:
    """Return a connection whose commits are on the disk when they return."""
    connection = connect(path, "rw")
    for setting in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        # What is deleted or written over is really gone: somebody may have asked for that.
        "secure_delete = ON",
        f"journal_size_limit = {WAL_KEPT_BYTES}",
    ):
        connection.execute(f"PRAGMA {setting}")
    return connection


def empty_wal(path: Path) -> bool:
    """Fold the write-ahead file into the database and cut it to nothing, with all it held of what
    was wiped since; False while somebody still reads or writes by it.
    """
    with closing(connect(path, "rw")) as connection:
        connection.execute(f"PRAGMA busy_timeout = {WAL_WAIT_MS}")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection on which every write raises `sqlite3.OperationalError`."""
    connection = connect(path, "ro")
    connection.execute("PRAGMA query_only = ON")
    return connection
