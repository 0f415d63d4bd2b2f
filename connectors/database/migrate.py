"""Brings a database to the schema of this program.

Alembic is imported only when there is something to do: at an ordinary start there is not, and
importing it takes longer than everything else here.
"""

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, NullPool, create_engine, event

from connectors.database.connect import connect, connect_to_write
from connectors.database.location import database_path, make_room
from connectors.database.refused import DatabaseRefused

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent / "migrations"
# A revision's file is named 0001_words.py after its number, and the numbers grow by one.
REVISIONS = sorted(path.name.split("_")[0] for path in FOLDER.glob("versions/[0-9]*.py"))
HEAD = REVISIONS[-1]


def upgrade(url: str) -> None:
    """Create the database or bring it to this program's schema. Errors: `DatabaseRefused`."""
    upgrade_file(database_path(url))


def upgrade_file(path: Path) -> None:
    """Do what `upgrade` does, by the file's path."""
    make_room(path)
    if revision_of(path) != HEAD:
        _run_migrations(path)


def revision_of(path: Path) -> str | None:
    """Return the schema's revision of a file, None of an empty one.

    Errors: `DatabaseRefused` on a file that is no misto database or a newer program's.
    """
    try:
        with closing(connect(path, "rw")) as connection:
            found = _read_revision(connection)
    except sqlite3.DatabaseError as error:
        raise DatabaseRefused(_unreadable(path, error)) from error
    if found is not None and found not in REVISIONS:
        raise DatabaseRefused(
            f"{path} was written by a newer misto: its schema is {found}, this program knows "
            f"up to {HEAD}. Start that version again, or restore the copy made before the update"
        )
    return found


def _read_revision(connection: sqlite3.Connection) -> str | None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    if "alembic_version" in tables:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None
    if tables:
        raise sqlite3.DatabaseError("its tables are not misto's")
    return None


def _unreadable(path: Path, error: sqlite3.DatabaseError) -> str:
    if isinstance(error, sqlite3.OperationalError):
        return f"{path} cannot be opened: {error}. See that nothing else holds it, and its rights"
    return f"{path} is no misto database: {error}. Set database.url to another path"


def _run_migrations(path: Path) -> None:
    from alembic import command  # late: see above

    with migrating(path) as connection:
        command.upgrade(alembic_config(connection), "head")


@contextmanager
def migrating(path: Path) -> Iterator[Connection]:
    """Open a connection for Alembic: one transaction, before which other processes wait."""

    def connect() -> sqlite3.Connection:
        connection = connect_to_write(path)
        connection.execute("PRAGMA foreign_keys = OFF")  # a rebuilt table is dropped meanwhile
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        yield connection


def alembic_config(connection: Connection) -> "Config":
    """Return Alembic's settings, for a connection."""
    from alembic.config import Config  # late: see above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def write_revision(message: str) -> None:
    """Write the next revision's file from what the schema has and the migrations lack."""
    from alembic import command  # late: see above

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "before.db"
        upgrade_file(path)
        with migrating(path) as connection:
            number = f"{int(HEAD) + 1:04}"
            command.revision(alembic_config(connection), message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    write_revision(sys.argv[1])
