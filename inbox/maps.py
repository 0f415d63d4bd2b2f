"""A map of where a case is, drawn by ourselves of what the city imported: no tile of anybody's.

Rule: pure. Lines that a screen cannot show are left out, so that a page stays small.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.geo import GeoFeature, Line, window

METRES = 700
WIDTH, HEIGHT = 600, 600
MOST_POSITIONS = 20_000
MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Drawn:
    """A path, or a named dot, of a map; in its own units from the upper left corner."""

    kind: str
    path: str = ""
    x: float = 0
    y: float = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class MapShown:
    """A map around a case, which is in its middle; `names`: what lies about it, to be read."""

    width: int
    height: int
    drawn: tuple[Drawn, ...]
    names: tuple[str, ...]


def map_of(lat: float, long: float, features: Sequence[GeoFeature]) -> MapShown | None:
    """Return the map around a point; None where nothing of it was imported."""
    if not features:
        return None
    view = _View(*window(lat, long, METRES))
    drawn = tuple(view.draw(features))
    names = dict.fromkeys(one.name for one in features if one.name)
    return MapShown(WIDTH, HEIGHT, drawn, tuple(names)[:MOST_NAMES])


@dataclass(frozen=True, slots=True)
class _View:
    west: float
    south: float
    east: float
    north: float

    def draw(self, features: Sequence[GeoFeature]) -> Iterator[Drawn]:
        left = MOST_POSITIONS
        for feature in features:
            if feature.kind == "point":
                yield from self._dots(feature)
                continue
            lines = [self._thinned(line) for line in feature.lines]
            left -= sum(map(len, lines))
            if left < 0:
                return
            end = "z" if feature.kind == "boundary" else ""
            path = " ".join(_path(line, end) for line in lines if len(line) > 1)
            yield Drawn(feature.kind, path=path, name=feature.name)

    def _dots(self, feature: GeoFeature) -> Iterator[Drawn]:
        for (position,) in feature.lines:
            x, y = self._at(position)
            if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
                yield Drawn("point", x=x, y=y, name=feature.name)

    def _thinned(self, line: Line) -> list[tuple[int, int]]:
        """Return a line in whole units, without positions that fall on the one before."""
        found: list[tuple[int, int]] = []
        for position in line:
            x, y = self._at(position)
            if not found or found[-1] != (x, y):
                found.append((x, y))
        return found

    def _at(self, position: tuple[float, float]) -> tuple[int, int]:
        x = (position[0] - self.west) / (self.east - self.west) * WIDTH
        y = (self.north - position[1]) / (self.north - self.south) * HEIGHT
        return round(x), round(y)


def _path(line: Sequence[tuple[int, int]], end: str) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in line) + end
