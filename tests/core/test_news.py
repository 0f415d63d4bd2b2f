"""Which news reaches which place, and when: quiet hours, digests, both ways over the clocks."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.news import ALL, RHYTHMS, Hours, NewsItem, Places, Rhythm, check_item, hours_of
from core.refusals import BadValue

KYIV = ZoneInfo("Europe/Kyiv")
HOURS = hours_of(KYIV, "22:00-08:00", "09:00", "mon")
PLACES = Places(
    {"Позняки": ["darnytskyi"], "Борщагівка": ["a", "b"]}.get,  # type: ignore[arg-type]  # all named
    lambda street: {"вулиця Ревуцького": ["darnytskyi"]}.get(street, ["x", "y"]),
)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 2 * 365 * 24 * 60).map(lambda n: FIRST + timedelta(minutes=n))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KYIV)


@pytest.mark.parametrize(
    ("place", "around"),
    [
        (ALL, []),
        ("district:darnytskyi", [ALL]),
        ("area:Позняки", ["district:darnytskyi", ALL]),
        ("area:Борщагівка", ["district:a", "district:b", ALL]),
        ("street:вулиця Ревуцького", ["district:darnytskyi", ALL]),
        ("street:проспект Довгий", [ALL]),
        (
            "house:вулиця Ревуцького|9",
            ["street:вулиця Ревуцького", "district:darnytskyi", ALL],
        ),
    ],
)
def test_a_place_lies_in_its_street_district_and_city(place: str, around: list[str]) -> None:
    assert PLACES.around(place) == around
    assert PLACES.reach([place, place]) == [place, *around]


@pytest.mark.parametrize(
    ("rhythm", "moment", "told"),
    [
        ("now", "2026-11-24 12:00", "2026-11-24 12:00"),
        ("now", "2026-11-24 21:59", "2026-11-24 21:59"),
        ("now", "2026-11-24 22:00", "2026-11-25 08:00"),
        ("now", "2026-11-25 03:00", "2026-11-25 08:00"),
        ("now", "2026-11-25 08:00", "2026-11-25 08:00"),
        ("daily", "2026-11-24 08:59", "2026-11-24 09:00"),
        ("daily", "2026-11-24 09:00", "2026-11-24 09:00"),
        ("daily", "2026-11-24 09:01", "2026-11-25 09:00"),
        # 24 November 2026 is a Tuesday.
        ("weekly", "2026-11-24 10:00", "2026-11-30 09:00"),
        ("weekly", "2026-11-30 09:00", "2026-11-30 09:00"),
        ("weekly", "2026-11-30 09:01", "2026-12-07 09:00"),
    ],
)
def test_news_is_told_at_its_hour(rhythm: Rhythm, moment: str, told: str) -> None:
    assert HOURS.told_at(rhythm, at(moment)) == at(told)


@pytest.mark.parametrize(
    ("quiet", "moment", "told"),
    [
        ("", "2026-11-24 23:30", "2026-11-24 23:30"),
        ("13:00-15:00", "2026-11-24 14:00", "2026-11-24 15:00"),
        ("13:00-15:00", "2026-11-24 23:30", "2026-11-24 23:30"),
        ("13:00-15:00", "2026-11-24 15:00", "2026-11-24 15:00"),
    ],
)
def test_quiet_hours_may_lie_in_one_day_or_be_none(quiet: str, moment: str, told: str) -> None:
    assert hours_of(KYIV, quiet, "09:00", "mon").told_at("now", at(moment)) == at(told)


@given(moments, st.sampled_from(RHYTHMS))
def test_nothing_is_told_before_its_moment_or_later_than_its_rhythm(
    moment: datetime, rhythm: Rhythm
) -> None:
    told = HOURS.told_at(rhythm, moment)
    latest = {"now": timedelta(hours=11), "daily": timedelta(days=1), "weekly": timedelta(days=7)}
    # A day on which the clocks go back has an hour more.
    assert moment <= told <= moment + latest[rhythm] + timedelta(hours=1)


def test_everyones_digest_comes_once_a_day_and_a_week_at_the_right_local_hour() -> None:
    """A simulated year with both changes of the clocks: an item an hour."""
    hour = datetime(2026, 1, 1, tzinfo=UTC)
    daily, weekly = set[datetime](), set[datetime]()
    while hour < datetime(2027, 1, 1, tzinfo=UTC):
        daily.add(HOURS.told_at("daily", hour))
        weekly.add(HOURS.told_at("weekly", hour))
        hour += timedelta(hours=1)
    assert all(one.astimezone(KYIV).time() == time(9) for one in daily | weekly)
    days = sorted(one.astimezone(KYIV).date() for one in daily)
    assert len(days) == len(set(days)) == (days[-1] - days[0]).days + 1
    assert {one.astimezone(KYIV).weekday() for one in weekly} == {0}
    weeks = sorted(one.astimezone(KYIV).date() for one in weekly)
    assert {b - a for a, b in pairwise(weeks)} == {timedelta(days=7)}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "bad_title"),
        ({"title": "т" * 201}, "bad_title"),
        ({"text": ""}, "bad_text"),
        ({"text": "т" * 3001}, "bad_text"),
        ({"topics": ()}, "bad_topic"),
        ({"topics": ("gossip",)}, "bad_topic"),
        ({"places": ()}, "bad_place"),
    ],
)
def test_what_cannot_be_published_is_refused(change: dict[str, object], code: str) -> None:
    facts = {"title": "Т", "text": "Т", "topics": ("roads",), "places": (ALL,), **change}
    item = NewsItem(alarm=False, publish_at=at("2026-11-24"), **facts)  # type: ignore[arg-type]
    with pytest.raises(BadValue) as refused:
        check_item(item)
    assert refused.value.code == code


def test_hours_know_no_quiet_without_a_setting() -> None:
    assert Hours(KYIV, None, time(9), 0) == hours_of(KYIV, "", "09:00", "mon")
