"""What a Rasa server says, laid over our own reading."""

from typing import Any

import pytest

from connectors.rasa.answer import NotRasa, laid_over

TEXT = "немає води на Хрещатику 15"
STREET = {
    "entity": "street",
    "start": 14,
    "end": 23,
    "value": "вулиця Хрещатик",
    "text": "Хрещатику",
    "confidence": 0.99,
    "extractor": "gazetteer",
}
HOUSE = {**STREET, "entity": "house", "start": 24, "end": 26, "value": "15", "text": "15"}


def own(**more: Any) -> dict[str, Any]:
    return {
        "text": TEXT,
        "language": "uk",
        "intent": {"name": "greet", "confidence": 0.4},
        "intent_ranking": [{"name": "greet", "confidence": 0.4}],
        "service_code": {"name": "gas", "confidence": 0.5},
        "entities": [STREET, HOUSE],
        "emergency": None,
        **more,
    }


def rasa(**more: Any) -> dict[str, Any]:
    """What Rasa's documentation shows for `/model/parse`."""
    return {
        "text": TEXT,
        "intent": {"name": "dispatcher_request", "confidence": 0.7},
        "intent_ranking": [
            {"name": "dispatcher_request", "confidence": 0.7},
            {"name": "utility_complaint", "confidence": 0.2},
        ],
        "entities": [],
        **more,
    }


def test_intents_are_rasas_and_the_rest_is_ours() -> None:
    reading = laid_over(own(), rasa())
    assert reading["intent"] == {"name": "dispatcher_request", "confidence": 0.7}
    assert [one["name"] for one in reading["intent_ranking"]] == [
        "dispatcher_request",
        "utility_complaint",
    ]
    assert (reading["entities"], reading["language"]) == ([STREET, HOUSE], "uk")
    assert reading["service_code"]["name"] == "gas"


def test_the_response_selector_gives_the_code() -> None:
    response = {"intent_response_key": "dispatcher_request/hot_water", "confidence": 0.9}
    selectors = {"dispatcher_request": {"response": response, "ranking": [response]}}
    reading = laid_over(own(), rasa(response_selector=selectors))
    assert reading["service_code"] == {"name": "hot_water", "confidence": 0.9}


def test_one_selector_for_all_intents_counts_for_the_first_intent_only() -> None:
    response = {"intent_response_key": "utility_complaint/billing", "confidence": 0.9}
    selectors = {"default": {"response": response}}
    assert laid_over(own(), rasa(response_selector=selectors))["service_code"]["name"] == "gas"


def test_a_full_retrieval_intent_gives_intent_and_code() -> None:
    intent = {"name": "dispatcher_request/roads", "confidence": 0.6}
    reading = laid_over(own(), rasa(intent=intent, intent_ranking=[intent]))
    assert reading["intent"]["name"] == "dispatcher_request"
    assert reading["service_code"] == {"name": "roads", "confidence": 0.6}


def test_what_rasa_falls_back_to_is_no_intent() -> None:
    unsure = {"name": "nlu_fallback", "confidence": 0.5}
    answer = rasa(intent=unsure, intent_ranking=[unsure, {"name": "thank", "confidence": 0.3}])
    assert laid_over(own(), answer)["intent"] == {"name": "thank", "confidence": 0.3}


def test_without_any_intent_ours_stays() -> None:
    answer = rasa(intent={"name": None, "confidence": 0.0}, intent_ranking=[])
    assert laid_over(own(), answer)["intent"]["name"] == "greet"


def test_an_entity_that_only_repeats_the_words_takes_our_value() -> None:
    found = {
        "entity": "street",
        "start": 14,
        "end": 23,
        "value": "Хрещатику",
        "confidence_entity": 0.8,
        "extractor": "DIETClassifier",
    }
    assert laid_over(own(), rasa(entities=[found]))["entities"] == [STREET, HOUSE]


def test_an_entity_with_a_value_of_its_own_is_taken() -> None:
    found = {
        "entity": "street",
        "start": 14,
        "end": 23,
        "value": "бульвар Хрещатик",
        "confidence_entity": 0.8,
        "extractor": "DIETClassifier",
    }
    first, second = laid_over(own(), rasa(entities=[found]))["entities"]
    assert (first["value"], first["text"], first["confidence"]) == (
        "бульвар Хрещатик",
        "Хрещатику",
        0.8,
    )
    assert second == HOUSE


def test_danger_of_our_rules_is_above_whatever_rasa_says() -> None:
    alarm = {"kind": "gas", "confidence": 0.97}
    reading = laid_over(own(emergency=alarm), rasa())
    assert reading["intent"] == {"name": "emergency", "confidence": 0.97}
    assert sum(one["confidence"] for one in reading["intent_ranking"]) == pytest.approx(1, abs=0.01)


def test_a_weak_suspicion_changes_no_order() -> None:
    alarm = {"kind": "gas", "confidence": 0.4}
    reading = laid_over(own(emergency=alarm), rasa())
    assert (reading["intent"]["name"], reading["emergency"]) == ("dispatcher_request", alarm)


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        "text",
        {"intent": "greet"},
        rasa(intent_ranking=[{"name": "greet"}]),
        rasa(intent_ranking=[{"name": "greet", "confidence": "sure"}]),
        rasa(intent_ranking=[{"name": "greet", "confidence": 7}]),
        rasa(intent_ranking=[{"name": "greet", "confidence": float("nan")}]),
        rasa(entities=[{"entity": "street", "start": 0, "end": 900}]),
        rasa(entities=[{"entity": "street"}]),
        rasa(response_selector={"default": ["hot_water"]}),
    ],
)
def test_another_shape_is_refused(answer: Any) -> None:
    with pytest.raises(NotRasa):
        laid_over(own(), answer)
