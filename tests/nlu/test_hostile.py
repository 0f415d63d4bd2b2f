"""Whatever is sent is read: no exception, and every place is a place in the text as sent."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu.pipeline import LONGEST, Reader
from tests.sizes import size

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Kyiv"))
AWAITED = (
    None, "address", "house", "apartment", "entrance", "floor", "phone", "email", "name", "date",
    "official", "time", "period", "case_number", "petition", "account", "child_age", "choice",
    "topics", "places", "rating_quality", "rating_speed", "confirm", "consent", "unheard of",
)  # fmt: skip
SPOKEN = (
    "вул. Хрещатик 15-А, кв. 7, під'їзд 2, драгоманва, третій день, о пів на третю, №17, з "
    "понеділка по п'ятницю, KV-2026-000417, п'ять, ⭐⭐, садок 123, 2,5 роки, 31.02, 99.99.9999, "
    "+380671234567, 0671234567, a@b.cc, ой ні, не 5, а 7, мене звати Олена, скарга на Коваля, з "
    "10 по 15 грудня, через 999999999 років, за п'ять восьма, пожежа, не горить, і ще, ghbdsn, "
    "nemae vody, no water, ліііфт, Кам''янська, 🔥, 👨‍👩‍👧, и\u0301, \u202e, \ud83d, \x00, שלום"
).split()
PIECES = st.one_of(
    st.sampled_from(SPOKEN),
    st.text(max_size=12),
    st.text(alphabet="абвгґїєі'’-.,:№0123456789 \n", max_size=12),
)
FLOODS = st.builds(
    lambda piece, times: (piece * times)[:LONGEST],
    st.one_of(st.text(min_size=1, max_size=6), st.sampled_from(SPOKEN).map(lambda w: f"{w} ")),
    st.integers(1, LONGEST),
)
MESSAGES = st.one_of(
    st.lists(PIECES, max_size=16).map(" ".join),
    st.lists(PIECES, max_size=16).map("".join),
    FLOODS,
)


@settings(
    max_examples=size("hostile_messages"),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=MESSAGES, awaited=st.sampled_from(AWAITED))
def test_any_message_is_read_and_its_places_hold(
    reader: Reader, text: str, awaited: str | None
) -> None:
    reading = reader.parse(text[:LONGEST], NOW, {"expects": awaited})
    _places_hold(reading, text[:LONGEST])
    assert reading["intent"] == reading["intent_ranking"][0]
    assert 0 <= reading["intent"]["confidence"] <= 1


def _places_hold(reading: dict[str, Any], text: str) -> None:
    assert reading["text"] == text
    for one in [*reading["entities"], *reading["possible"]]:
        assert text[one["start"] : one["end"]] == one["text"]
        assert one["text"]
        assert one["value"]
    for one in reading.get("matters", []):
        assert 0 <= one["start"] < one["end"] <= len(text)
