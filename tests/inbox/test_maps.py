"""The map of a case that is drawn of what the city imported."""

from core.geo import GeoFeature, window
from inbox.maps import HEIGHT, WIDTH, map_of


def test_a_map_has_the_place_in_its_middle_and_leaves_out_what_no_screen_shows() -> None:
    west, south, east, north = window(50.05, 30.1, 700)
    line = tuple((west + (east - west) * n / 50_000, 50.05) for n in range(50_001))
    edge = GeoFeature("point", "Край", (((west, north),),))
    shown = map_of(50.05, 30.1, [GeoFeature("line", "Вулиця", (line,)), edge])
    assert shown is not None
    street, dot = shown.drawn
    assert street.path.startswith(f"M0 {HEIGHT // 2}L1 ")
    assert street.path.count("L") == WIDTH
    assert (dot.x, dot.y, shown.names) == (0, 0, ("Вулиця", "Край"))
    assert south < north
    assert map_of(50.05, 30.1, []) is None
