"""Dates, times of day, and since when something lasts, read against the moment of the message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from nlu.entities import calendar as cal
from nlu.entities.dates import date_at, range_at
from nlu.entities.found import Found
from nlu.entities.scene import Scene
from nlu.entities.since import since_at
from nlu.entities.times import time_at

_AND = frozenset("і й та и and".split())


def moments(scene: Scene) -> list[Found]:
    """Return the dates, times and beginnings of a message."""
    today = scene.now.date()
    taken: list[Found] = []
    place = 0
    while place < len(scene.tokens):
        read = (
            range_at(scene, place, today)
            or since_at(scene, place, today)
            or date_at(scene, place, today)
            or time_at(scene, place)
        )
        if read is None:
            place += 1
            continue
        entity, first, last, value, confidence = read
        taken.append(Found(entity, *scene.span(first, last), value, confidence))
        place = max(place + 1, last)
    return _told(scene, taken)


def _told(scene: Scene, taken: list[Found]) -> list[Found]:
    """Return the moments without pairs of parts of day that mean `always`: `вдень і вночі`."""
    kept = list(taken)
    for one, other in pairwise(taken):
        between = scene.clean.low[one.end : other.start].strip()
        if one.value.isalpha() and other.value.isalpha() and between in _AND:
            kept = [found for found in kept if found not in (one, other)]
    return kept


def dates_meant(scene: Scene) -> Iterator[Found]:
    """Yield what a bare number means where a date or a time is awaited: `25`, `14 30`, `о 9`."""
    if not scene.tokens or len(scene.tokens) > 4:
        return
    numbers = [
        number for number in scene.numbers.values() if not number.in_words or number.value <= 31
    ]
    if not numbers:
        return
    first = numbers[0]
    day = _day_ahead(scene.now.date(), first.value)
    if day is not None and len(numbers) == 1:
        yield Found("date", *scene.span(first.first, first.last), day.isoformat(), 0.4)
    minute = numbers[1].value if len(numbers) == 2 else 0
    if first.value <= 23 and minute <= 59 and len(numbers) <= 2:
        span = scene.span(first.first, numbers[-1].last)
        yield Found("time", *span, f"{first.value:02d}:{minute:02d}", 0.4)


def _day_ahead(today: date, day: int) -> date | None:
    """Return the next day of the month with that number."""
    for away in (0, 1, 2):
        first = cal.month_of(today, away)
        found = cal.safe_date(first.year, first.month, day)
        if found is not None and found >= today:
            return found
    return None
