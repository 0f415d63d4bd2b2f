"""Moments and spans in words."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import KYIV
from inbox.moments import Moments
from inbox.wording import load_wording

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=KYIV)
MOMENTS = Moments(NOW, KYIV, load_wording())


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW.replace(hour=9, minute=5), "сьогодні, 9:05"),
        (NOW.replace(hour=0, minute=0), "сьогодні, 0:00"),
        (NOW - timedelta(days=1), "учора, 12:00"),
        (NOW + timedelta(days=1), "завтра, 12:00"),
        (NOW - timedelta(days=2), "22 листопада, 12:00"),
        (NOW.replace(year=2027, month=1, day=5), "5 січня 2027, 12:00"),
    ],
)
def test_a_moment_is_told_from_today(moment: datetime, words: str) -> None:
    assert MOMENTS.when(moment) == words


def test_the_day_is_the_citys_not_utcs() -> None:
    late = datetime(2026, 11, 23, 22, 30, tzinfo=KYIV).astimezone()
    assert MOMENTS.day(late) == "учора"


def test_todays_time_stands_alone() -> None:
    assert MOMENTS.clock(NOW.replace(hour=14, minute=30)) == "14:30"
    assert MOMENTS.clock(NOW + timedelta(days=1)) == "завтра, 12:00"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "менше хвилини"),
        (timedelta(minutes=12), "12 хв"),
        (timedelta(hours=1), "1 год"),
        (timedelta(hours=3, minutes=5), "3 год 5 хв"),
        (timedelta(hours=11, minutes=5), "11 год"),
        (timedelta(days=1, hours=23), "1 день"),
        (timedelta(days=3), "3 дні"),
        (timedelta(days=5), "5 днів"),
        (timedelta(days=21), "21 день"),
    ],
)
def test_a_span_is_told_by_its_largest_units(span: timedelta, words: str) -> None:
    assert MOMENTS.span(span) == words


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=4000)))
def test_every_span_has_words(span: timedelta) -> None:
    assert MOMENTS.span(span)
    assert MOMENTS.when(NOW - span)
