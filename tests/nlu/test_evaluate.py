"""How a reader is scored."""

from datetime import datetime
from typing import Any

import pytest

from nlu.evaluate import Tally, score
from nlu.examples import Example, Marked


class Fixed:
    """A reader that always answers the same."""

    def __init__(self, intent: str, entities: list[dict[str, Any]] | None = None) -> None:
        self.intent = intent
        self.entities = entities or []

    def read(self, text: str, now: datetime | None = None) -> dict[str, Any]:
        ranking = [{"name": self.intent, "confidence": 0.8}, {"name": "greet", "confidence": 0.2}]
        return {
            "text": text, "language": "uk", "intent": ranking[0], "intent_ranking": ranking,
            "service_code": {"name": "gas", "confidence": 0.9}, "entities": self.entities,
        }  # fmt: skip


def test_intents_are_counted_with_their_confusions() -> None:
    report = score(Fixed("deny"), [Example("ні", "deny"), Example("привіт", "greet")])
    assert report.figures()["intent_accuracy"] == 0.5
    assert report.figures()["intent_in_top_three"] == 1.0
    assert report.confusions == {("greet", "deny"): 1}
    assert report.calibration_error == pytest.approx(0.3)


def test_any_of_the_accepted_intents_is_right() -> None:
    report = score(Fixed("deny"), [Example("ні", "cancel", other_intents=("deny",))])
    assert report.intents.value == 1.0


def test_codes_count_where_one_is_expected() -> None:
    examples = [Example("а", "deny", "gas"), Example("б", "deny", "roads"), Example("в", "deny")]
    assert score(Fixed("deny"), examples).codes.value == 0.5


def test_entities_are_scored_by_place_and_by_value() -> None:
    found = [{"entity": "house", "start": 0, "end": 2, "value": "15"}]
    expected = (Marked("house", 0, 3, "15"), Marked("floor", 4, 5, "2"))
    report = score(Fixed("deny", found), [Example("15а 2", "deny", entities=expected)])
    assert report.spans.f1 == 0.0
    assert report.values.f1 == pytest.approx(2 / 3)
    assert report.by_entity["floor"].recall == 0.0


def test_nothing_to_find_and_nothing_found_is_perfect() -> None:
    assert Tally().f1 == Tally().precision == Tally().recall == 1.0
