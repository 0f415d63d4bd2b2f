"""Distances on the ground, as exact as a house needs. Units: degrees (WGS 84), metres."""

from math import asin, cos, radians, sin, sqrt

_RADIUS_M = 6_371_000.0
_METRES_A_DEGREE = 111_195.0


def metres_between(lat: float, long: float, other_lat: float, other_long: float) -> float:
    """Return the distance of two points (haversine)."""
    up, right = radians(other_lat - lat), radians(other_long - long)
    chord = sin(up / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(right / 2) ** 2
    return 2 * _RADIUS_M * asin(sqrt(min(chord, 1.0)))


def box_around(lat: float, long: float, metres: float) -> tuple[float, float, float, float]:
    """Return south, north, west and east of a square that holds the circle around a point."""
    up = metres / _METRES_A_DEGREE
    right = up / max(cos(radians(lat)), 0.01)
    return lat - up, lat + up, long - right, long + right
