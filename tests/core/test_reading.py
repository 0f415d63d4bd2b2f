"""The reader's answer, as the dialogue sees it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reading import Entity, Reading, from_parse

FULL: dict[str, Any] = {
    "text": "не їде ліфт на драгоманова 15",
    "intent": {"name": "dispatcher_request", "confidence": 0.91},
    "intent_ranking": [
        {"name": "dispatcher_request", "confidence": 0.91},
        {"name": "appeal_submit", "confidence": 0.06},
    ],
    "service_code": {"name": "elevator", "confidence": 0.88},
    "entities": [
        {
            "entity": "street",
            "value": "вулиця Михайла Драгоманова",
            "start": 15,
            "end": 25,
            "text": "драгоманова",
            "confidence_entity": 0.97,
            "extractor": "gazetteer",
            "candidates": [{"district": "darnytskyi"}],
        },
        {"entity": "house", "value": 15, "start": 27, "end": 29, "role": "new"},
        {"entity": "house", "value": "17", "confidence": 0.4},
    ],
    "language": "en",
    "emergency": {"kind": "gas", "confidence": 0.3},
    "correction": True,
    "matters": [{"flow": "appeal_submit"}],
}


def test_a_full_answer_is_read_whole() -> None:
    reading = from_parse(FULL)
    assert reading.ranking == (("dispatcher_request", 0.91), ("appeal_submit", 0.06))
    assert (reading.intent, reading.confidence) == ("dispatcher_request", 0.91)
    assert (reading.service_code, reading.service_code_confidence) == ("elevator", 0.88)
    assert (reading.text, reading.language, reading.correction) == (FULL["text"], "en", True)
    assert (reading.emergency, reading.emergency_confidence) == ("gas", 0.3)
    assert reading.matters == ({"flow": "appeal_submit"},)
    assert reading.parse is FULL


def test_an_entity_keeps_where_it_stood_and_how_sure_it_is() -> None:
    street, house, other = from_parse(FULL).entities
    assert street == Entity(
        entity="street",
        value="вулиця Михайла Драгоманова",
        start=15,
        end=25,
        text="драгоманова",
        confidence=0.97,
        extractor="gazetteer",
        candidates=({"district": "darnytskyi"},),
    )
    assert (house.value, house.role, house.confidence) == ("15", "new", 1.0)
    assert (other.value, other.confidence) == ("17", 0.4)


def test_entities_are_found_by_name() -> None:
    reading = from_parse(FULL)
    first = reading.first("house")
    assert first is not None
    assert first.value == "15"
    assert [entity.value for entity in reading.all("house")] == ["15", "17"]
    assert (reading.first("phone"), reading.all("phone")) == (None, [])


def test_an_answer_with_its_best_intent_only_is_enough() -> None:
    reading = from_parse({"text": "дякую", "intent": {"name": "thank", "confidence": 0.99}})
    assert reading.ranking == (("thank", 0.99),)


def test_a_ranking_goes_before_the_best_intent() -> None:
    ranking = [{"name": "greet", "confidence": 0.7}]
    reading = from_parse({"intent": {"name": "thank", "confidence": 1}, "intent_ranking": ranking})
    assert reading.intent == "greet"


@pytest.mark.parametrize(
    "parse",
    [
        {},
        {"intent": None, "service_code": None, "emergency": None},
        {"intent": {"name": None, "confidence": 0.0}},
        {"intent_ranking": [{"name": "", "confidence": 0.5}]},
    ],
)
def test_what_the_reader_left_out_is_empty(parse: dict[str, Any]) -> None:
    reading = from_parse(parse)
    assert (reading.intent, reading.confidence) == ("out_of_scope", 0.0)
    assert reading == Reading("", parse=parse)


@given(
    st.lists(st.tuples(st.text(min_size=1, max_size=8), st.floats(0, 1)), min_size=1, max_size=5)
)
def test_a_ranking_keeps_its_order(ranking: list[tuple[str, float]]) -> None:
    listed = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    reading = from_parse({"intent_ranking": listed})
    assert reading.ranking == tuple(ranking)
    assert (reading.intent, reading.confidence) == ranking[0]
