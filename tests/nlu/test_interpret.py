"""What was just asked says what the words mean."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from nlu.pipeline import Reader

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Kyiv"))


def parse(reader: Reader, text: str, awaited: str | None) -> dict[str, Any]:
    return reader.parse(text, NOW, {"flow": None, "expects": awaited})


def pairs(reading: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["entity"], one["value"]) for one in reading["entities"]]


@pytest.mark.parametrize(
    ("text", "awaited", "expected"),
    [
        ("5", "rating_quality", [("rating", "5")]),
        ("5", "address", [("house", "5")]),
        ("5", None, [("house", "5")]),
        ("п'ять", "rating_speed", [("rating", "5")]),
        ("жахливо", "rating_quality", [("rating", "1")]),
        ("15а", "address", [("house", "15-А")]),
        ("15, кв 7", "address", [("house", "15"), ("apartment", "7")]),
        ("хрещатик", "address", [("street", "вулиця Хрещатик")]),
        ("миру 4", "address", [("street", "проспект Миру"), ("house", "4")]),
        ("Садова 5", "address", [("street", "Садова"), ("house", "5")]),
        ("дарницький", "address", [("district", "Дарницький")]),
        ("2", "entrance", [("entrance", "2")]),
        ("другий", "entrance", [("entrance", "2")]),
        ("12", "apartment", [("apartment", "12")]),
        ("671234567", "phone", [("phone", "+380671234567")]),
        ("067 123 45 67", "phone", [("phone", "+380671234567")]),
        ("іван петренко", "name", [("person", "Іван Петренко")]),
        ("Марія", "name", [("person", "Марія")]),
        ("25", "date", [("date", "2026-11-25")]),
        ("9", "time", [("time", "09:00")]),
        ("14 30", "time", [("time", "14:30")]),
        ("417", "case_number", [("case_number", "KV-2026-000417")]),
        ("17", "petition", [("petition_number", "17")]),
        ("4", "child_age", [("child_age", "4")]),
        ("2", "choice", [("number", "2")]),
        ("транспорт, дороги", "topics", [("topic", "transport"), ("topic", "roads")]),
        ("Оболонь", "places", [("neighbourhood", "Оболонь")]),
        ("12.05.2021", "child_birth_date", [("date", "2021-05-12")]),
    ],
)
def test_an_answer_fits_its_question(
    reader: Reader, text: str, awaited: str | None, expected: list[tuple[str, str]]
) -> None:
    reading = parse(reader, text, awaited)
    assert pairs(reading) == expected
    assert reading["answered"] is (awaited is not None)


@pytest.mark.parametrize("role", ["quality", "speed"])
def test_a_rating_takes_the_role_that_was_asked(reader: Reader, role: str) -> None:
    (rating,) = parse(reader, "4", f"rating_{role}")["entities"]
    assert rating["role"] == role


@pytest.mark.parametrize(
    "text", ["так", "ага", "угу", "да", "ок", "+", "👍", "nfr", "так, подавайте"]
)
def test_yes_in_every_guise(reader: Reader, text: str) -> None:
    reading = parse(reader, text, "confirm")
    assert (reading["intent"]["name"], reading["answered"]) == ("affirm", True)


@pytest.mark.parametrize("text", ["ні", "не", "нет", "no", "-", "👎", "ні, дякую"])
def test_no_in_every_guise(reader: Reader, text: str) -> None:
    reading = parse(reader, text, "consent")
    assert (reading["intent"]["name"], reading["answered"]) == ("deny", True)


@pytest.mark.parametrize(
    ("text", "awaited", "expected"),
    [
        ("не 15, а 17", "confirm", [("house", "17")]),
        ("ні, не 15, а 17", "confirm", [("house", "17")]),
        ("12. ой ні, 14", "address", [("house", "14")]),
        ("ой ні, 14", "address", [("house", "14")]),
        (
            "Драгоманова 15, ой, 17",
            "address",
            [("street", "вулиця Михайла Драгоманова"), ("house", "17")],
        ),
        ("кв 15, ой 17", "apartment", [("apartment", "17")]),
        ("ні, Хрещатик 22", "confirm", [("street", "вулиця Хрещатик"), ("house", "22")]),
    ],
)
def test_the_last_value_wins_and_is_told_as_a_correction(
    reader: Reader, text: str, awaited: str, expected: list[tuple[str, str]]
) -> None:
    reading = parse(reader, text, awaited)
    assert reading["correction"] is True
    assert pairs(reading) == expected


@pytest.mark.parametrize(
    "text", ["ліфт не працює, а сусіди мовчать", "не дім, а руїна", "Хрещатик 15"]
)
def test_what_takes_nothing_back_is_no_correction(reader: Reader, text: str) -> None:
    assert parse(reader, text, None)["correction"] is False


@pytest.mark.parametrize(("text", "intent"), [("скасуй", "cancel"), ("хочу до людини", "handoff")])
def test_the_way_out_stays_open_while_a_name_is_awaited(
    reader: Reader, text: str, intent: str
) -> None:
    reading = parse(reader, text, "name")
    assert (reading["intent"]["name"], reading["answered"]) == (intent, False)


def test_an_answer_is_not_taken_for_a_new_wish(reader: Reader) -> None:
    assert parse(reader, "067 123 45 67", "phone")["intent"]["confidence"] < 0.5


def test_the_reading_itself_stays_as_it_was(reader: Reader) -> None:
    first = reader.read("5", NOW)
    parse(reader, "5", "rating_quality")
    assert reader.read("5", NOW) == first


def test_ranking_starts_with_the_intent(reader: Reader) -> None:
    reading = parse(reader, "так", "confirm")
    assert reading["intent_ranking"][0] == reading["intent"]
