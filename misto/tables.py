"""The tables that a city keeps itself: which one is in use, and taking in a new one.

Rule: a table is taken in whole or not at all, after the same checks that a start makes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from core.enrolment import load_ages, load_known
from core.institutions import load_institutions
from core.tables import read_table
from core.tariffs import load_tariffs
from core.visits import load_referrals
from misto.app import City
from misto.failures import Failed
from misto.paths import resolve


def _institutions(city: City, path: Path) -> object:
    return load_institutions(path, city.routing, lambda _: ())


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its folder in the data, what checks it (errors: DataError), and the columns that
    name a row, so that two tables can be compared. The first of them is what rows are counted by.
    """

    check: Callable[[City, Path], object]
    key: tuple[str, ...]
    folder: str = "city"


TABLES: Mapping[str, Table] = {
    "institutions": Table(_institutions, ("kind", "number")),
    "tariffs": Table(lambda _, path: load_tariffs(path), ("service", "part", "condition")),
    "enrolment": Table(lambda _, path: load_known(path), ("kind", "school_year", "item")),
    "doctors": Table(lambda _, path: load_referrals(path), ("specialty",)),
    "enrolment_ages": Table(lambda _, path: load_ages(path), ("key",), "law"),
}

Cells = dict[str, str]


def take_in(city: City, name: str, file: Path, *, dry: bool) -> Iterator[str]:
    """Check a file and put it in place of the table in use; yield what changes, line by line.
    `dry`: only check. Errors: DataError with every faulty row; Failed where there is no folder.
    """
    table = TABLES[name]
    table.check(city, file)
    new, old = _rows(table, file), _rows(table, city.table(f"{name}.csv", table.folder))
    yield f"{file}: {_counted(table, new)}"
    changed = sum(new[key] != old[key] for key in new.keys() & old.keys())
    added, gone = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    yield f"against the table in use: {added} new, {changed} changed, {gone} gone"
    if dry:
        return
    own = city.settings.city.tables
    if own is None:
        raise Failed(
            "the file is right, but there is no folder to keep it in: set city.tables in "
            "config.yml (tables: var/tables) and import it again"
        )
    yield f"{_kept(resolve(own), name, file)}: in use from the next start of misto"


def _kept(folder: Path, name: str, file: Path) -> Path:
    """Write the file beside its place and move it there: no start ever reads half of it."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{name}.csv"
    fresh = place.with_suffix(".new")
    fresh.write_bytes(file.read_bytes())
    fresh.replace(place)
    return place


def listed(city: City, today: date) -> Iterator[dict[str, Any]]:
    """Yield each table: where it lies, how many rows it has, since when nobody checked them.
    `too_old`: how many prices are not told any more.
    """
    for name, table in TABLES.items():
        path = city.table(f"{name}.csv", table.folder)
        rows = _rows(table, path)
        days = sorted(filter(None, (cells.get("checked_at") for cells in rows.values())))
        until = (today - timedelta(days=city.settings.city.tariff_days)).isoformat()
        yield {
            "name": name,
            "file": str(path),
            "rows": len(rows),
            "what": _counted(table, rows),
            "checked_from": days[0] if days else None,
            "checked_until": days[-1] if days else None,
            "too_old": sum(day < until for day in days) if name == "tariffs" else None,
        }


def _rows(table: Table, path: Path) -> dict[tuple[str, ...], Cells]:
    rows = read_table(path, table.key)
    return {tuple(row[column] for column in table.key): row.cells for row in rows}


def _counted(table: Table, rows: Mapping[tuple[str, ...], Cells]) -> str:
    """As «700 rows: 400 kindergarten, 300 school», by the first column where it repeats."""
    total = f"{len(rows)} row{'' if len(rows) == 1 else 's'}"
    if len(table.key) == 1 or not rows:
        return total
    kinds = Counter(key[0] for key in rows)
    return f"{total}: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
