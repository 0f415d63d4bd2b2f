"""How a reader is scored."""

import re
from datetime import datetime
from typing import Any

import pytest

from misto.evaluation import page
from nlu.evaluate import Sent, Tally, score
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


def test_alarms_and_rejections_are_counted_among_those_they_can_go_wrong_on() -> None:
    examples = [Example("а", "emergency"), Example("б", "deny"), Example("в", "out_of_scope")]
    figures = score(Fixed("out_of_scope"), examples).figures()
    assert (figures["out_of_scope_recall"], figures["wrongly_rejected"]) == (1.0, 1.0)
    figures = score(Fixed("emergency"), examples).figures()
    assert (figures["emergency_recall"], figures["false_alarms_among_others"]) == (1.0, 1.0)
    assert score(Fixed("emergency"), examples[:1]).figures()["false_alarms_among_others"] == 0.0


def test_the_worst_mistakes_are_shown_without_personal_data() -> None:
    found = [{"entity": "phone", "start": 6, "end": 16, "value": "+380671234567"}]
    report = score(Fixed("deny", found), [Example("номер 0671234567", "thank")])
    assert "0671234567" not in str(report)
    assert "| 0.80 | thank | deny |" in str(report)
    assert "номер" not in report.markdown()


def test_the_page_needs_nothing_else_and_says_what_it_draws() -> None:
    examples = [Example("<b>ні</b>", "greet"), Example("так", "deny")]
    report = score(Fixed("deny"), examples)
    made = page(report, [Sent(0.3, 0.1, 0.5), Sent(0.6, 0.2, 0.9)], "dev.jsonl", "v1")
    assert "&lt;b&gt;ні" in made
    assert not re.search(r"(?:src|href)=|https?:|<script", made)
    assert "prefers-color-scheme: dark" in made
    assert "below 0.60: 20.0% sent, 90.0% right" in made
    assert "2 messages: sure 0.80, right 0.50" in made
