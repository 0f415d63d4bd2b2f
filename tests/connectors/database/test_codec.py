"""Moments and documents: out as they went in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.database.codec import from_us, from_us_or_none, to_us, to_us_or_none
from tests.contract.builders import NOW

zones = st.integers(-720, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
# Two days from the ends of the calendar: nearer, a moment of another zone has no equal in UTC.
moments = st.builds(
    lambda day, zone: (datetime(1, 1, 3, tzinfo=UTC) + day).astimezone(zone),
    st.timedeltas(timedelta(), timedelta(days=3_652_050)),
    zones,
)


@given(moments)
def test_a_moment_is_the_same_and_in_utc(moment: datetime) -> None:
    back = from_us(to_us(moment))
    assert back == moment
    assert back.tzinfo is UTC


@given(moments, moments)
def test_moments_are_ordered_as_their_numbers(one: datetime, other: datetime) -> None:
    assert (one < other) == (to_us(one) < to_us(other))


def test_microseconds_are_counted_from_1970() -> None:
    assert to_us(datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC)) == 1_000_005


def test_no_moment_stays_none() -> None:
    assert to_us_or_none(None) is None
    assert from_us_or_none(None) is None
    assert from_us_or_none(to_us_or_none(NOW)) == NOW


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        to_us(NOW.replace(tzinfo=None))
