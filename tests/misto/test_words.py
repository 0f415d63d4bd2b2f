"""How codes, moments, places and numbers read in the middle of a sentence, in both languages."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.conversation import Language
from dialogs.texts import Catalogue
from misto.app import City, build
from misto.settings import load_settings
from misto.words import (
    _formatters,
    address_words,
    body_words,
    day_words,
    district_words,
    period_words,
    phone_words,
)

KYIV = ZoneInfo("Europe/Kyiv")
LATE = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)  # in Kyiv it is the 26th by then
BOTH = pytest.mark.parametrize("language", ["uk", "en"])


@pytest.fixture(scope="module")
def city() -> City:
    return build(load_settings(None, {}))


def put(city: City, name: str, value: Any, language: Language = "uk") -> dict[str, Any]:
    """Return what texts get for an argument."""
    formatters = _formatters(city.texts, city.routing, city.zone)
    return dict(formatters[name](value, language))


# --- moments -------------------------------------------------------------------------------------


def test_a_day_is_written_with_the_months_name() -> None:
    assert day_words(date(2026, 12, 24), "uk") == "24 грудня"
    assert day_words(date(2026, 12, 24), "en") == "24 December"


@pytest.mark.parametrize(
    ("value", "uk", "en"),
    [
        ("2026-10-01/2026-10-31", "жовтень 2026", "October 2026"),
        ("2026-11-10/..", "з 10 листопада", "since 10 November"),
        ("2026-12-02/2026-12-05", "2 грудня — 5 грудня", "2 December — 5 December"),
        ("2026-10-01/2026-11-30", "1 жовтня — 30 листопада", "1 October — 30 November"),
        ("2026-11-25", "25 листопада", "25 November"),
        ("жовтень і листопад", "жовтень і листопад", "жовтень і листопад"),
        ("2026-13-45", "2026-13-45", "2026-13-45"),
    ],
)
def test_a_time_is_said_as_people_say_it(value: str, uk: str, en: str) -> None:
    assert (period_words(value, "uk"), period_words(value, "en")) == (uk, en)


@BOTH
def test_each_month_has_a_name_of_its_own(language: Language) -> None:
    names = {day_words(date(2026, month, 1), language) for month in range(1, 13)}
    assert len(names) == 12
    assert all(name.startswith("1 ") for name in names)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (LATE.isoformat(), "26 листопада"),
        ("2026-11-25", "25 листопада"),
        ("2026-11-25/2026-11-27", "25 листопада"),
        ("2026-11-25T23:30:00+00:00/2026-11-27T00:00:00+00:00", "26 листопада"),
        ("учора", "учора"),
    ],
)
def test_a_beginning_is_the_citys_own_day(city: City, value: str, day: str) -> None:
    assert put(city, "since", value) == {"since": day}


@pytest.mark.parametrize(
    ("value", "end"),
    [
        ("2026-12-24T21:59:59+00:00", "24 грудня"),
        ("2026-07-24T20:59:59+00:00", "24 липня"),
        # A term of hours ends at its minute.
        ("2026-11-26T10:40:00+00:00", "26 листопада, 12:40"),
        ("2026-11-25T23:30:00+00:00", "26 листопада, 01:30"),
        ("2026-11-25", "25 листопада"),
    ],
)
def test_a_term_ends_with_a_day_or_at_a_minute(city: City, value: str, end: str) -> None:
    assert put(city, "due_at", value) == {"due_at": end}


@pytest.mark.parametrize(
    ("days", "ukrainian", "english"),
    [
        (0, "до 9:30", "by 9:30"),
        (1, "завтра до 9:30", "tomorrow by 9:30"),
        (2, "25 листопада до 9:30", "25 November by 9:30"),
    ],
)
def test_a_promise_is_told_by_when(city: City, days: int, ukrainian: str, english: str) -> None:
    promise = {"at": "2026-11-25T07:30:00+00:00", "days": days}
    assert put(city, "promised_at", promise) == {"promised_at": ukrainian}
    assert put(city, "promised_at", promise, "en") == {"promised_at": english}
    assert ukrainian in city.texts.format("handoff-now", "uk", {"promised_at": promise})
    assert english in city.texts.format("handoff-now", "en", {"promised_at": promise})


def test_a_promise_keeps_the_zeros_of_its_minutes(city: City) -> None:
    promise = {"at": "2026-11-25T06:05:00+00:00", "days": 0}
    assert put(city, "promised_at", promise)["promised_at"] == "до 8:05"


# --- phones --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+380671234567", "067 123 45 67"),
        ("0671234567", "067 123 45 67"),
        ("+380441234567", "044 123 45 67"),
        ("+12025550143", "+1 202-555-0143"),
        ("невідомий", "невідомий"),
        ("", ""),
    ],
)
def test_a_phone_reads_as_people_here_write_it(number: str, shown: str) -> None:
    assert phone_words(number) == shown


@given(st.from_regex(r"\+380(44|50|63|67|68|73|93|95|96|97|98|99)[0-9]{7}", fullmatch=True))
def test_no_digit_of_a_phone_is_lost_or_added(number: str) -> None:
    digits = "".join(filter(str.isdigit, phone_words(number)))
    assert digits == f"0{number.removeprefix('+380')}"


@given(st.text(max_size=30))
def test_whatever_stands_for_a_phone_is_shown_and_breaks_nothing(text: str) -> None:
    assert isinstance(phone_words(text), str)


# --- bodies and districts ------------------------------------------------------------------------


def test_a_described_body_is_small_in_a_sentence_and_a_named_one_is_not(city: City) -> None:
    housing = "керуюча компанія з обслуговування житлового фонду Дарницького району"
    assert body_words(city.routing, "housing-darnytskyi", "uk") == housing
    waste = body_words(city.routing, "waste-podilskyi", "uk")
    assert waste == "виконавець вивезення побутових відходів, Подільський район"
    assert body_words(city.routing, "kte", "uk") == "КП «Київтеплоенерго»"
    assert body_words(city.routing, "rada", "uk") == "Київська міська рада"
    assert body_words(city.routing, "kte", "en") == city.routing.bodies["kte"].name_en


@BOTH
def test_every_body_and_district_has_words_with_our_apostrophe(
    city: City, language: Language
) -> None:
    told = [body_words(city.routing, body, language) for body in city.routing.bodies]
    for code in city.routing.districts:
        words = district_words(city.routing, code, language)
        assert set(words) == {"district", "district_gen", "district_loc"}
        told += words.values()
    assert all(told)
    assert language == "en" or not [text for text in told if "'" in text]


def test_a_district_is_bent_as_the_sentence_needs(city: City) -> None:
    assert district_words(city.routing, "solomianskyi", "uk") == {
        "district": "Солом’янський",
        "district_gen": "Солом’янського",
        "district_loc": "Солом’янському",
    }


def test_what_the_tables_do_not_know_is_shown_as_it_is(city: City) -> None:
    assert body_words(city.routing, "марс", "uk") == "марс"
    assert district_words(city.routing, "марс", "uk") == {"district": "марс"}


def test_likely_districts_are_listed(city: City) -> None:
    shown = put(city, "likely_districts", ["darnytskyi", "podilskyi"])
    assert shown == {"likely_districts": "Дарницький, Подільський"}
    assert put(city, "likely_districts", [])["likely_districts"] == "none"


# --- places --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("street", "house", "shown"),
    [
        ("вулиця Михайла Драгоманова", "15", "вул. Михайла Драгоманова, 15"),
        ("проспект Миколи Бажана", "10А", "просп. Миколи Бажана, 10А"),
        ("бульвар Тараса Шевченка", None, "бульв. Тараса Шевченка"),
        ("площа Українських Героїв", "", "пл. Українських Героїв"),
        ("узвіз Андріївський", "1", "узвіз Андріївський, 1"),
        ("вулиця", "3", "вулиця, 3"),
        ("Хрещатик", "36", "Хрещатик, 36"),
        (None, None, ""),
    ],
)
def test_an_address_is_short_where_the_short_form_is_usual(
    street: str | None, house: str | None, shown: str
) -> None:
    assert address_words({"street": street, "house": house}) == shown


def test_an_address_says_whether_its_street_is_on_our_list(city: City) -> None:
    known = put(city, "address", {"street": "вулиця Абрикосова", "house": "1", "verified": True})
    typed = put(city, "address", {"street": "вулиця Вигадана", "house": "1"})
    point = put(city, "address", {"lat": 50.45, "long": 30.52})
    assert [a["address_verified"] for a in (known, typed, point)] == ["yes", "no", "yes"]
    assert point["address"] == city.texts.format("place-point", "uk", {})


# --- codes ---------------------------------------------------------------------------------------


@BOTH
def test_every_service_code_has_words_in_each_language(city: City, language: Language) -> None:
    for code in city.routing.norms():
        topic = put(city, "case_topic", code, language)["case_topic"]
        assert topic != code, f"no text service-code-{code} or kind-{code}"


def test_a_code_without_words_is_shown_as_it_is(city: City) -> None:
    assert put(city, "case_topic", "teleport") == {"case_topic": "teleport"}
    assert put(city, "outcome", "magic") == {"outcome": "magic", "outcome_id": "magic"}
    assert put(city, "outcome", "fixed")["outcome_id"] == "fixed"


def test_cases_are_listed_a_line_each(city: City) -> None:
    line = {"case_number": "KV-2026-000001", "case_topic": "elevator", "case_status": "in_work"}
    shown = put(city, "cases", [line, line | {"case_number": "KV-2026-000002"}])["cases"]
    first, second = shown.split("\n")
    assert "KV-2026-000001" in first
    assert "KV-2026-000002" in second


def test_the_privacy_page_is_linked_by_the_citys_own_address(city: City) -> None:
    assert isinstance(city.texts, Catalogue)
    other = build(load_settings(None, {"MISTO_WEB__PUBLIC_URL": "https://misto.city.example"}))
    summary = {"consent": "yes", "address": {"street": "вулиця Абрикосова", "house": "1"}}
    shown = other.texts.format("set_address-summary", "uk", summary)
    assert "https://misto.city.example/privacy" in shown
