"""What is taken of a city's GeoJSON, and what is refused."""

import json
from typing import Any

import pytest

from core.geo import GeoRefused, read_geojson

RING = [[30.0, 50.0], [30.2, 50.0], [30.2, 50.1], [30.0, 50.0]]


def feature(kind: Any = "Polygon", at: Any = None, **properties: Any) -> dict[str, Any]:
    at = [RING] if at is None else at
    geometry = {"type": kind, "coordinates": at}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def test_boundaries_lines_and_points_are_taken_with_their_names() -> None:
    found = read_geojson(
        collection(
            feature(name="Верхнє  місто"),
            feature("MultiPolygon", [[RING], [RING, RING]], **{"name:uk": "Сади", "name": "Sady"}),
            feature("LineString", [[30.0, 50.0, 120.5], [30.1, 50.1]]),
            feature("MultiPoint", [[30.0, 50.0], [30.1, 50.1]], name=7),
        )
    )
    assert [(one.kind, one.name, len(one.lines)) for one in found] == [
        ("boundary", "Верхнє місто", 1),
        ("boundary", "Сади", 3),
        ("line", "", 1),
        ("point", "", 1),
    ]
    assert found[0].box == (30.0, 50.0, 30.2, 50.1)
    assert found[2].lines == (((30.0, 50.0), (30.1, 50.1)),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "FeatureCollection"),
        (collection(), "no features"),
        (collection(feature(), None), "feature 2: a geometry"),
        (collection(feature("Circle")), "a geometry was expected"),
        (collection(feature(["Point"])), "a geometry was expected"),
        (collection(feature("Point", [30.0])), "no longitude"),
        (collection(feature("Point", [200.0, 50.0])), "no longitude"),
        (collection(feature("Point", [True, 50.0])), "no longitude"),
        (collection(feature("Polygon", RING)), "not nested"),
        (collection(feature("Polygon", [RING[:3]])), "too few"),
        (collection(feature("LineString", "там")), "not nested"),
        (collection(feature(), crs={"properties": {"name": "EPSG:3857"}}), "WGS 84"),
        (
            b'{"type":"FeatureCollection","features":[{"geometry":{"type":"Point","coordinates":[NaN,1]}}]}',
            "no longitude",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_said_where(content: bytes, said: str) -> None:
    with pytest.raises(GeoRefused, match=said):
        read_geojson(content)


def test_a_file_beyond_every_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, said in (
        ("LARGEST_BYTES", "larger"),
        ("MOST_FEATURES", "more than"),
        ("MOST_POSITIONS", "positions"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(f"core.geo.{limit}", 1)
            with pytest.raises(GeoRefused, match=said):
                read_geojson(collection(feature(), feature()))
