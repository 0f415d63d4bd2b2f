"""Where the database is, from its address in the settings."""

import os
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from connectors.database.refused import DatabaseRefused

FORM = "sqlite:///var/misto.db (a path from the working directory) or sqlite:////srv/misto.db"


def database_path(url: str) -> Path:
    """Return the file that a `sqlite:///…` address names. Errors: `DatabaseRefused`."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseRefused(f"database.url is no database address; write {FORM}") from None
    _refuse_others(parsed.get_backend_name())
    return _file(parsed)


def _refuse_others(backend: str) -> None:
    if backend in {"postgresql", "postgres"}:
        raise DatabaseRefused(
            "database.url names PostgreSQL, but this version of misto keeps its data in SQLite; "
            f"write {FORM}"
        )
    if backend != "sqlite":
        raise DatabaseRefused(f"database.url begins with {backend!r}, unknown here; write {FORM}")


def _file(url: URL) -> Path:
    if url.drivername != "sqlite" or url.host or url.query:
        raise DatabaseRefused(f"database.url has more in it than a path; write {FORM}")
    if not url.database or url.database.startswith(":"):
        raise DatabaseRefused(f"database.url names no file, and misto needs one; write {FORM}")
    return Path(url.database)


def make_room(path: Path) -> None:
    """Create the folder and an empty file where there is none, readable by its owner only.

    Errors: `DatabaseRefused` when it cannot be, or when what is there cannot be read and written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except IsADirectoryError:
        raise DatabaseRefused(f"{path} is a folder; database.url must name a file") from None
    except OSError as error:
        raise DatabaseRefused(
            f"{path} cannot be opened for reading and writing: {error.strerror}. "
            "Give the account that runs misto the right to it, or set database.url to another path"
        ) from error
