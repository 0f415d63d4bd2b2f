"""Opening the database: the folder, the schema, the writer and the readers."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from connectors.database.location import database_path
from connectors.database.migrate import upgrade_file
from connectors.database.reads import Reads
from connectors.database.refused import DatabaseRefused
from connectors.database.writer import Writer
from core.case_words import Forms, as_told


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. Write through `writer`, look through `reads`, close at the end."""

    path: Path
    writer: Writer
    reads: Reads

    def close(self) -> None:
        """Finish what the writer has queued and let go of the file."""
        self.writer.close()
        self.reads.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_database(url: str, forms: Forms = as_told) -> Database:
    """Open what `database.url` names; create it or bring its schema up to date where needed.
    `forms`: the dictionary forms of a word, by which cases are found.

    Errors: `DatabaseRefused`, whose message says what happened and what to do.
    """
    path = database_path(url).absolute()
    upgrade_file(path)
    try:
        return Database(path, Writer(path, forms=forms), Reads(path, forms))
    except sqlite3.Error as error:
        raise DatabaseRefused(f"{path} cannot be opened: {error}") from error
