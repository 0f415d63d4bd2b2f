"""Reading the data files: CSV with a header, every problem with its file and line.

Rule: nothing here knows what a column means; `calendar.py` and `routing.py` do.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class DataError(ValueError):
    """Data files cannot be used. `problems` lists every fault as `file:line: what is wrong`."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column, stripped, and where it stands."""

    path: Path
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def get(self, column: str) -> str | None:
        """Return the cell, None when it is empty or the file has no such column."""
        return self.cells.get(column) or None

    def problem(self, what: str) -> str:
        return f"{self.path}:{self.line}: {what}"


def read_table(path: Path, columns: Sequence[str]) -> list[Row]:
    """Return the rows of a UTF-8 CSV file that has at least these columns.

    Errors: DataError when the file is missing, is not UTF-8, lacks a column or has a ragged row.
    """
    try:
        # Spreadsheets put a mark of the encoding at the beginning.
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _rows(path, csv.DictReader(file), columns)
    except OSError as error:
        raise DataError(
            [f"{path}: cannot be read ({error.strerror}); is the path right?"]
        ) from error
    except UnicodeDecodeError as error:
        raise DataError([f"{path}: is not UTF-8; save it as UTF-8"]) from error


def _rows(path: Path, reader: "csv.DictReader[str]", columns: Sequence[str]) -> list[Row]:
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing and any(";" in (name or "") for name in reader.fieldnames or ()):
        raise DataError([f"{path}:1: its cells are parted by ';'; save it with commas"])
    if missing:
        raise DataError([f"{path}:1: lacks the column {', '.join(missing)}"])
    rows, problems = [], []
    for record in reader:
        if None in record or None in record.values():
            problems.append(f"{path}:{reader.line_num}: has more or fewer cells than the header")
            continue
        cells = {column: cell.strip() for column, cell in record.items()}
        rows.append(Row(path, reader.line_num, cells))
    if problems:
        raise DataError(problems)
    return rows


def index(rows: Sequence[Row], column: str) -> dict[str, Row]:
    """Return the rows by a column that names them.

    Errors: DataError with every row whose name is empty or was used before.
    """
    named: dict[str, Row] = {}
    problems = []
    for row in rows:
        name = row[column]
        if not name:
            problems.append(row.problem(f"{column} is empty"))
        elif name in named:
            problems.append(
                row.problem(f"{column} {name} stands in line {named[name].line} already")
            )
        named.setdefault(name, row)
    if problems:
        raise DataError(problems)
    return named


def convert(rows: Sequence[Row], make: Callable[[Row], T]) -> list[T]:
    """Return every row made into a thing.

    Errors: DataError with all the rows for which `make` raised ValueError.
    """
    made, problems = [], []
    for row in rows:
        try:
            made.append(make(row))
        except ValueError as error:
            problems.append(row.problem(str(error)))
    if problems:
        raise DataError(problems)
    return made
