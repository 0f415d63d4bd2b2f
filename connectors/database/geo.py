"""What maps are drawn of, by where it lies."""

import sqlite3
from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, insert, select

from connectors.database.codec import from_json, to_json
from connectors.database.schema import geo_features
from connectors.database.sql import given, limited, prepare
from core.geo import GeoFeature, Line

_g = geo_features.c
_COLUMNS = ("source", "kind", "name", "lines", "west", "south", "east", "north")
ADD = prepare(insert(geo_features).values(given(*_COLUMNS)), *_COLUMNS)
DROP = prepare(delete(geo_features).where(_g.source == bindparam("source")), "source")
WITHIN = prepare(
    limited(
        select(_g.kind, _g.name, _g.lines)
        .where(
            _g.south <= bindparam("north"),
            _g.north >= bindparam("south"),
            _g.west <= bindparam("east"),
            _g.east >= bindparam("west"),
        )
        .order_by(_g.kind, _g.id)
    ),
    *("north", "south", "east", "west", "limit"),
)
SOURCES = prepare(
    select(_g.source, func.count()).group_by(_g.source).order_by(_g.source),
)
_load_lines = from_json(tuple[Line, ...])


class SqlGeo:
    """`core.ports.GeoRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def replace(self, source: str, features: Sequence[GeoFeature]) -> None:
        self._connection.execute(DROP, (source,))
        rows = [(source, one.kind, one.name, to_json(one.lines), *one.box) for one in features]
        self._connection.executemany(ADD, rows)

    def within(
        self, west: float, south: float, east: float, north: float, limit: int = 500
    ) -> list[GeoFeature]:
        rows = self._connection.execute(WITHIN, (north, south, east, west, limit))
        return [GeoFeature(kind, name, _load_lines(lines)) for kind, name, lines in rows]

    def sources(self) -> list[tuple[str, int]]:
        return [(source, count) for source, count in self._connection.execute(SOURCES)]
