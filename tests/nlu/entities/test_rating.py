"""Ratings with their roles, and news topics."""

from collections.abc import Callable

import pytest

from nlu.entities.rating import ratings
from nlu.entities.scene import Scene
from nlu.entities.topic import topics


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 балів", [("5", None)]),
        ("п'ятірка", [("5", None)]),
        ("на троечку", [("3", None)]),
        ("⭐⭐⭐", [("3", None)]),
        ("★★☆☆☆", [("2", None)]),
        ("якість 5, швидкість 3", [("5", "quality"), ("3", "speed")]),
        ("п'ять за швидкість, 4 за якість", [("5", "speed"), ("4", "quality")]),
        ("2 out of 5", [("2", None)]),
        ("на відмінно", [("5", None)]),
        ("жахливо", [("1", None)]),
        ("чекала 3 дні", []),
        ("10 балів", []),
        ("зробили добре все інше теж", []),
    ],
)
def test_ratings(
    scene: Callable[[str], Scene], text: str, expected: list[tuple[str, str | None]]
) -> None:
    assert [(one.value, one.role) for one in ratings(scene(text))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("новини транспорту і дороги", ["transport", "roads"]),
        ("графіки відключень світла", ["utilities"]),
        ("бюджет міста", ["budget"]),
        ("громадські слухання", ["construction"]),
        ("соцвиплати", ["social"]),
        ("просто новини", []),
    ],
)
def test_topics(scene: Callable[[str], Scene], text: str, expected: list[str]) -> None:
    assert [one.value for one in topics(scene(text))] == expected
