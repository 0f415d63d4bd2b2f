"""The city's names as data: streets, former names, districts, neighbourhoods, bodies.

Facts only, read from `data/city/*.csv`; how names bend in a sentence is the recognisers' work.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path


class GazetteerError(ValueError):
    """A gazetteer file that is missing or lacks a column; the message names it."""


@dataclass(frozen=True, slots=True)
class Street:
    """A thoroughfare. `districts` are nominative names (`Дарницький`); empty means unknown."""

    official: str
    type: str
    name: str
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a street once bore, and the street (by official name) that bears another now."""

    type: str
    name: str
    current: str
    districts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class District:
    """One of the city's ten districts; `code` is the key of the data files."""

    code: str
    name: str
    name_en: str
    genitive: str
    locative: str
    former_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A named part of the city; `districts` are nominative names."""

    name: str
    name_en: str
    districts: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A body, department or utility that the city's data know."""

    id: str
    name: str
    name_en: str
    kind: str


@dataclass(frozen=True)
class Gazetteer:
    """All names. Load once; nothing changes afterwards."""

    streets: tuple[Street, ...]
    former_names: tuple[FormerName, ...]
    districts: tuple[District, ...]
    neighbourhoods: tuple[Neighbourhood, ...]
    bodies: tuple[Body, ...] = field(default=())

    @staticmethod
    def load(folder: Path) -> Gazetteer:
        """Read the five files of a folder.

        Errors: GazetteerError naming the file that is missing or lacks a column.
        """
        districts = tuple(_districts(folder))
        names = {district.code: district.name for district in districts}
        return Gazetteer(
            streets=tuple(_streets(folder, names)),
            former_names=tuple(_former_names(folder, names)),
            districts=districts,
            neighbourhoods=tuple(_neighbourhoods(folder, names)),
            bodies=tuple(_bodies(folder)),
        )

    @cached_property
    def _by_official(self) -> dict[str, Street]:
        return {street.official: street for street in self.streets}

    def street(self, official: str) -> Street | None:
        """Return the street of that official name (`вулиця Хрещатик`)."""
        return self._by_official.get(official)

    def districts_of(self, street: str) -> list[str]:
        """Return the districts a street is thought to lie in; [] when unknown.

        Use it to order buttons, never to refuse or to route alone: about one in ten is wrong.
        """
        found = self._by_official.get(street)
        return list(found.districts) if found else []

    def neighbourhood(self, name: str) -> Neighbourhood | None:
        """Return the neighbourhood of that name."""
        return next((place for place in self.neighbourhoods if place.name == name), None)

    def district_names(self) -> list[str]:
        """Return the ten names in the nominative."""
        return [district.name for district in self.districts]

    def district_code(self, name: str) -> str | None:
        """Return the data files' code of a district's nominative name."""
        return next((district.code for district in self.districts if district.name == name), None)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except OSError as error:
        raise GazetteerError(f"{path}: cannot be read ({error.strerror}). Restore it.") from error


def _cell(path: Path, row: dict[str, str], column: str) -> str:
    value = row.get(column)
    if value is None:
        raise GazetteerError(f"{path}: no column '{column}'. Columns: {', '.join(map(str, row))}")
    return value.strip()


def _many(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip())


def _named(codes: str, names: dict[str, str]) -> tuple[str, ...]:
    return tuple(names[code] for code in _many(codes) if code in names)


def _districts(folder: Path) -> Iterator[District]:
    path = folder / "districts.csv"
    for row in _rows(path):
        columns = ("code", "name_uk", "name_en", "genitive", "locative")
        code, name, name_en, genitive, locative = (_cell(path, row, column) for column in columns)
        former = _many(_cell(path, row, "former_names"))
        yield District(code, name, name_en, genitive, locative, former)


def _streets(folder: Path, names: dict[str, str]) -> Iterator[Street]:
    path = folder / "streets.csv"
    for row in _rows(path):
        official, kind, name = (
            _cell(path, row, column) for column in ("official_name", "type", "name")
        )
        yield Street(official, kind, name, _named(_cell(path, row, "districts"), names))


def _former_names(folder: Path, names: dict[str, str]) -> Iterator[FormerName]:
    path = folder / "renamed_streets.csv"
    for row in _rows(path):
        current = f"{_cell(path, row, 'current_type')} {_cell(path, row, 'current_name')}"
        kind, name = _cell(path, row, "former_type"), _cell(path, row, "former_name")
        yield FormerName(kind, name, current, _named(_cell(path, row, "districts"), names))


def _neighbourhoods(folder: Path, names: dict[str, str]) -> Iterator[Neighbourhood]:
    path = folder / "neighbourhoods.csv"
    for row in _rows(path):
        name, name_en = _cell(path, row, "name_uk"), _cell(path, row, "name_en")
        districts = _named(_cell(path, row, "districts"), names)
        yield Neighbourhood(name, name_en, districts, _many(_cell(path, row, "aliases")))


def _bodies(folder: Path) -> Iterator[Body]:
    path = folder / "bodies.csv"
    for row in _rows(path):
        yield Body(*(_cell(path, row, column) for column in ("id", "name_uk", "name_en", "kind")))
