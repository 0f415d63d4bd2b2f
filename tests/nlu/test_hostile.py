"""Whatever is sent is read: no exception, soon, and every place is one in the text as sent."""

import random
import time
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
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


MOST_S = 0.2
_CYRILLIC = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz'"
_CHANCE = random.Random(7)


def _words(letters: str, size: int) -> str:
    """Return words of letters drawn by chance, a message full."""
    drawn = "".join(_CHANCE.choices(letters, k=LONGEST))
    return " ".join(drawn[at : at + size] for at in range(0, LONGEST, size))


LONG = {
    "one letter": "а" * LONGEST,
    "one long word": _words(_CYRILLIC, LONGEST),
    "unknown words": _words(_CYRILLIC, 7),
    "unknown names": _words(_CYRILLIC, 7).title(),
    "Latin words": _words(_LATIN, 7),
    "another layout": _words("ghbdsn;'[]", 8),
    "both alphabets": _words(_CYRILLIC + _LATIN + "0123456789.,-", 12),
    "numbers": _words("0123456789", 3),
    "phones": "+380671234567 " * LONGEST,
    "signs": _words(".,;:!?-()«»\"'@#/", 3),
    "streets with slips": "вул. Драгоманва 5, на Хрищатику 7, " * LONGEST,
    "days": "третій день, з понеділка по п'ятницю, о пів на третю, " * LONGEST,
    "spoken": " ".join(_CHANCE.choices(SPOKEN, k=LONGEST)),
    "emoji": "".join(chr(_CHANCE.randrange(0x1F300, 0x1F600)) for _ in range(LONGEST)),
    "stacked accents": "г\u0337\u031b\u033c\u0348о\u0334\u0349р\u0335\u0308и\u0336т\u0337ь "
    * LONGEST,
    "right to left": "\u202eשלום עולם " * LONGEST,
    "binary": "".join(chr(_CHANCE.randrange(256)) for _ in range(LONGEST)),
    "any characters": "".join(chr(_CHANCE.randrange(0x110000)) for _ in range(LONGEST)),
}


@pytest.mark.parametrize("kind", LONG)
def test_the_longest_message_is_read_in_a_fifth_of_a_second(reader: Reader, kind: str) -> None:
    text = LONG[kind][:LONGEST]
    began = time.thread_time()
    reading = reader.parse(text, NOW, {"expects": "address"})
    assert time.thread_time() - began < MOST_S
    _places_hold(reading, text)


def _places_hold(reading: dict[str, Any], text: str) -> None:
    assert reading["text"] == text
    for one in [*reading["entities"], *reading["possible"]]:
        assert text[one["start"] : one["end"]] == one["text"]
        assert one["text"]
        assert one["value"]
    for one in reading.get("matters", []):
        assert 0 <= one["start"] < one["end"] <= len(text)
