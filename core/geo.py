"""What maps are drawn of: boundaries, streets and points that the city imported as GeoJSON.

Rule: pure. A file is taken whole or refused with the number of its first bad feature; whatever it
says besides names and coordinates (RFC 7946: degrees, WGS 84, longitude first) is left out.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import cos, isfinite, radians
from typing import Any, Literal

GeoKind = Literal["boundary", "line", "point"]
Position = tuple[float, float]
Line = tuple[Position, ...]

LARGEST_BYTES = 20 * 1024 * 1024
MOST_FEATURES = 20_000
MOST_POSITIONS = 500_000
LONGEST_NAME = 120
METRES_A_DEGREE = 111_320

_KINDS: dict[str, GeoKind] = {
    "Polygon": "boundary",
    "MultiPolygon": "boundary",
    "LineString": "line",
    "MultiLineString": "line",
    "Point": "point",
    "MultiPoint": "point",
}
# How deep the positions of a geometry lie in its lists.
_DEPTHS = {"Point": 0, "MultiPoint": 1, "LineString": 1}
_DEPTHS |= {"MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_LEAST = {"boundary": 4, "line": 2, "point": 1}
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
_NAMES = ("name:uk", "name", "Name", "title")


class GeoRefused(ValueError):
    """A file that is no GeoJSON that can be drawn; the message says what and where."""


@dataclass(frozen=True, slots=True)
class GeoFeature:
    """A thing on the map: rings of a boundary, lines, or a point (a line of one position)."""

    kind: GeoKind
    name: str
    lines: tuple[Line, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        longs, lats = zip(*chain(*self.lines), strict=True)
        return min(longs), min(lats), max(longs), max(lats)


def window(lat: float, long: float, metres: float) -> tuple[float, float, float, float]:
    """Return what lies within so many metres of a point: west, south, east, north."""
    up = metres / METRES_A_DEGREE
    across = up / max(0.01, cos(radians(lat)))
    return long - across, lat - up, long + across, lat + up


def read_geojson(content: bytes) -> list[GeoFeature]:
    """Return the features of a file. Errors: GeoRefused."""
    if len(content) > LARGEST_BYTES:
        raise GeoRefused(f"the file is larger than {LARGEST_BYTES // 1024 // 1024} MiB")
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise GeoRefused("the file is no JSON in UTF-8") from error
    if not isinstance(told, dict) or told.get("type") != "FeatureCollection":
        raise GeoRefused("a FeatureCollection was expected")
    _check_crs(told.get("crs"))
    features = told.get("features")
    if not isinstance(features, list) or not features:
        raise GeoRefused("there are no features")
    if len(features) > MOST_FEATURES:
        raise GeoRefused(f"there are more than {MOST_FEATURES} features")
    return list(_features(features))


def _check_crs(crs: Any) -> None:
    if crs is not None and not any(name in json.dumps(crs) for name in _WGS84):
        raise GeoRefused("coordinates must be WGS 84 degrees (longitude, latitude)")


def _features(features: Sequence[Any]) -> Iterator[GeoFeature]:
    left = MOST_POSITIONS
    for number, told in enumerate(features, start=1):
        try:
            feature = _feature(told)
        except (GeoRefused, RecursionError) as error:
            raise GeoRefused(f"feature {number}: {error}") from error
        left -= sum(map(len, feature.lines))
        if left < 0:
            raise GeoRefused(f"there are more than {MOST_POSITIONS} positions")
        yield feature


def _feature(told: Any) -> GeoFeature:
    geometry = told.get("geometry") if isinstance(told, dict) else None
    kind = _KINDS.get(str(geometry.get("type"))) if isinstance(geometry, dict) else None
    if geometry is None or kind is None:
        raise GeoRefused(f"a geometry was expected, one of {', '.join(_KINDS)}")
    lines = tuple(_lines(geometry.get("coordinates"), _DEPTHS[geometry["type"]]))
    if not lines or any(len(line) < _LEAST[kind] for line in lines):
        raise GeoRefused(f"a {geometry['type']} has too few positions")
    return GeoFeature(kind, _name(told.get("properties")), lines)


def _lines(told: Any, depth: int) -> Iterator[Line]:
    if depth > 1:
        for part in _listed(told):
            yield from _lines(part, depth - 1)
    elif depth == 1:
        yield tuple(_position(part) for part in _listed(told))
    else:
        yield (_position(told),)


def _listed(told: Any) -> list[Any]:
    if not isinstance(told, list):
        raise GeoRefused("coordinates are not nested as the geometry's type says")
    return told


def _position(told: Any) -> Position:
    numbers = _listed(told)[:2]
    plain = len(numbers) == 2 and all(type(n) in (int, float) and isfinite(n) for n in numbers)
    if not plain or not (-180 <= numbers[0] <= 180 and -90 <= numbers[1] <= 90):
        raise GeoRefused("a position is no longitude and latitude in degrees")
    return float(numbers[0]), float(numbers[1])


def _name(properties: Any) -> str:
    told = properties if isinstance(properties, dict) else {}
    names: Iterable[Any] = (told.get(name) for name in _NAMES)
    found = next((name for name in names if isinstance(name, str) and name.strip()), "")
    return " ".join(found.split())[:LONGEST_NAME]
