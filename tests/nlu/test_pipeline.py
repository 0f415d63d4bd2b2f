"""The whole reader: the contract's shape, hostile input, and an honest floor on unseen messages."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.evaluate import score
from nlu.examples import load_tests
from nlu.pipeline import LONGEST, Reader, TooLong

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Kyiv"))


def test_a_reading_has_the_contracts_shape(reader: Reader) -> None:
    text = "немає гарячої води на Хрещатику 15"
    reading = reader.read(text, NOW)
    assert reading["text"] == text
    assert reading["language"] == "uk"
    assert reading["intent"] == reading["intent_ranking"][0]
    assert reading["intent"]["name"] == "dispatcher_request"
    assert reading["service_code"]["name"] == "hot_water"
    assert reading["emergency"] is None
    street, house = reading["entities"]
    assert street | {"confidence": 0} == {
        "entity": "street",
        "start": 22,
        "end": 31,
        "value": "вулиця Хрещатик",
        "text": "Хрещатику",
        "confidence": 0,
        "extractor": "gazetteer",
    }
    assert (house["entity"], house["value"]) == ("house", "15")


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("ytvf' ufhzxj] djlb yf {htofnbre 15", "layout", "dispatcher_request"),
        ("nemae hariachoi vody na Khreshchatyku 15", "translit", "dispatcher_request"),
        ("no hot water at Khreshchatyk 15", "en", "dispatcher_request"),
        ("нет горячей воды на Крещатике 15", "ru", "dispatcher_request"),
    ],
)
def test_every_script_leads_to_the_same_street(
    reader: Reader, text: str, language: str, intent: str
) -> None:
    reading = reader.read(text, NOW)
    assert (reading["language"], reading["intent"]["name"]) == (language, intent)
    street = next(one for one in reading["entities"] if one["entity"] == "street")
    assert street["value"] == "вулиця Хрещатик"
    assert text[street["start"] : street["end"]] == street["text"]


def test_a_greeting_before_a_fault_is_no_greeting(reader: Reader) -> None:
    reading = reader.read("Добрий день! У нас не працює ліфт. Дякую", NOW)
    assert reading["intent"]["name"] == "dispatcher_request"


def test_danger_goes_before_everything(reader: Reader) -> None:
    reading = reader.read("пахне газом у під'їзді, Драгоманова 15", NOW)
    assert reading["intent"]["name"] == "emergency"
    assert reading["emergency"]["kind"] == "gas"
    assert reading["service_code"]["name"] == "gas"


def test_two_matters_are_told_in_their_order(reader: Reader) -> None:
    text = "немає гарячої води на Хрещатику 15. і ще ліфт не працює другий тиждень"
    matters = reader.read(text, NOW)["matters"]
    assert [matter["service_code"] for matter in matters] == ["hot_water", "elevator"]
    assert text[matters[1]["start"] : matters[1]["end"]] == "ліфт не працює другий тиждень"


@pytest.mark.parametrize(
    "text", ["Немає світла. Зробіть щось! Третій день без світла.", "Ліфт стоїть. Дякую."]
)
def test_one_matter_told_twice_is_one(reader: Reader, text: str) -> None:
    assert "matters" not in reader.read(text, NOW)


def test_the_same_text_is_read_the_same_way(reader: Reader) -> None:
    text = "у нас на драгоманова 15 третій день не працює ліфт"
    assert reader.read(text, NOW) == reader.read(text, NOW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "а" * LONGEST,
        "a" * LONGEST,
        "и\u0301\u0302\u0303" * (LONGEST // 4),
        "\u0301" * LONGEST,
        "🔥" * LONGEST,
        "👨‍👩‍👧‍👦" * (LONGEST // 7),
        "\ud800" * LONGEST,
        "\x00" * LONGEST,
        "שלום " * (LONGEST // 5),
        "067 123 45 67 " * (LONGEST // 14),
        "вул. " * (LONGEST // 5),
        "1 " * (LONGEST // 2),
        "(((((" * (LONGEST // 5),
        "на абвгдежз " * (LONGEST // 12),
        "shchyogzhn " * (LONGEST // 11),
        "a@b." * (LONGEST // 4),
    ],
    ids=lambda text: ascii(text[:6]),
)
def test_a_flood_is_read_like_anything_else(reader: Reader, text: str) -> None:
    reading = reader.read(text, NOW)
    assert reading["text"] == text
    for one in reading["entities"]:
        assert text[one["start"] : one["end"]] == one["text"]


def test_what_is_too_long_says_so(reader: Reader) -> None:
    with pytest.raises(TooLong, match="4097 characters; at most 4096"):
        reader.read("а" * (LONGEST + 1), NOW)


@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                "вул. Хрещатик 15-А кв. 7 третій день о пів на третю №17 KV-2026-000417 п'ять ⭐⭐ "
                "садок 123 2,5 роки 31.02 +380671234567 a@b.cc з понеділка під'їзд -".split()
            ),
        ),
        max_size=14,
    ).map(" ".join)
)
def test_any_text_is_read_without_an_exception(reader: Reader, text: str) -> None:
    reading = reader.parse(text, NOW, {"expects": "address"})
    for one in reading["entities"]:
        assert 0 <= one["start"] < one["end"] <= len(text)
        assert one["value"]


def test_the_development_set_is_read_well_enough(reader: Reader, root: Path) -> None:
    """Floors are a little below what was measured (docs/nlu.md), so that a loss is noticed."""
    figures = score(reader, load_tests(root / "data" / "nlu" / "dev.jsonl")).figures()
    assert figures["intent_accuracy"] >= 0.93
    assert figures["intent_in_top_three"] >= 0.98
    assert figures["service_code_accuracy"] >= 0.82
    assert figures["entity_value_f1"] >= 0.96
    assert figures["emergency_recall"] >= 0.97
    assert figures["emergency_precision"] >= 0.94
    assert figures["calibration_error"] <= 0.03
