"""Words to search by, and the pick of what was found: by button, place, number or new words."""

from collections.abc import Mapping
from typing import Any

import pytest

from core.reading import Entity, Reading
from dialogs.flow import SlotSpec
from dialogs.kinds.base import Scene, Words
from dialogs.kinds.search import PickKind, QueryKind
from tests.dialogs.builders import LANE, Resident, engine_of, entity

QUERY = SlotSpec(
    "query",
    "query",
    expects="petition",
    options={"noise": ["петиц", "підпис"], "entity": "petition_number", "of": ["petition_search"]},
)
PICK = SlotSpec(
    "petition",
    "pick",
    options={
        "of": "petitions",
        "by": "number",
        "entity": "petition_number",
        "noun": "петиц",
        "none": "own",
    },
)
SHELTERS = {**LANE, "number": "18"}


def words(text: str, intent: str = "out_of_scope", *found: Entity, **parse: Any) -> Words:
    reading = Reading(text, ranking=((intent, 0.97),), entities=found, parse=parse or None)
    return Words(text, reading, reading)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("підписати петицію про велодоріжку", "про велодоріжку"),
        ("підписати петицію", None),
        ("петиція 17", None),
        ("хочу каток", "хочу каток"),
    ],
)
def test_a_query_is_what_is_left_without_the_asking(text: str, query: str | None) -> None:
    assert QueryKind().first(QUERY, words(text)) == query


def test_a_query_goes_by_the_spelling_of_the_reader() -> None:
    heard = words("велодорижка", normal="велодоріжка")
    assert QueryKind().answer(QUERY, None, heard) == "велодоріжка"


def test_a_number_needs_no_query() -> None:
    heard = words("петиція про 17", "petition_sign", entity("petition_number", "17"))
    assert QueryKind().first(QUERY, heard) is None


def test_other_words_are_a_new_query_only_where_one_is_expected() -> None:
    kind = QueryKind()
    assert kind.hear(QUERY, "каток", words("про укриття")) is None
    assert kind.hear(QUERY, "каток", words("про укриття", awaited="choice")) is None
    assert kind.hear(QUERY, "каток", words("про укриття", awaited="petition")) == "про укриття"
    assert kind.hear(QUERY, "каток", words("про укриття", "petition_search")) == "про укриття"


@pytest.mark.parametrize("text", ["17", "№17", "номер 17", "№ 17.", "17 петицію", "17-ту петицію"])
def test_a_number_picks(text: str) -> None:
    assert PickKind().answer(PICK, None, words(text)) == "17"


@pytest.mark.parametrize("text", ["про велодоріжку", "17 будинок", "сімнадцять"])
def test_other_words_pick_nothing(text: str) -> None:
    assert PickKind().answer(PICK, None, words(text)) is None


def test_a_pick_has_a_button_for_each_and_for_none() -> None:
    scene = Scene({"petitions": [LANE, SHELTERS]}, {})
    question = PickKind().question(PICK, None, scene)
    assert [value for _, value in question.buttons] == ["17", "18", "own"]
    assert question.no == "own"
    assert PickKind().question(PICK, None, Scene({}, {})).buttons[:-1] == ()


@pytest.mark.parametrize(
    ("value", "picked"), [("17", "17"), ("own", "own"), ("else", None), ("17; drop", None)]
)
def test_a_forged_button_picks_nothing(value: str, picked: str | None) -> None:
    assert PickKind().press(PICK, None, value) == picked


FINDING = """
    flow: petition_sign
    description: x
    intents: [petition_sign]
    slots:
      petition: {kind: pick, of: petitions, by: number, entity: petition_number}
      missing: {kind: value}
      found: {kind: value}
    steps:
      - collect: petition
        rejections: [{if: petition == missing, utter: petition-unknown}]
      - action: find_petitions
      - utter: again
        if: found == "unknown"
        next: petition
      - link: petition_withdraw
    """
TAKING = """
    flow: petition_withdraw
    description: x
    slots:
      petition: {kind: pick, of: petitions, by: number, entity: petition_number}
    steps:
      - collect: petition
      - utter: petition-withdrawn
    """


def finding(result: Mapping[str, Any]) -> Resident:
    results = {"find_petitions": result}
    resident = Resident(engine_of(FINDING, TAKING), results=results)
    resident.says("петиція 17", "petition_sign", entity("petition_number", "17"))
    return resident


def test_a_linked_flow_is_told_what_was_told() -> None:
    resident = finding({"found": "one"})
    assert resident.ids[-1] == "petition-withdrawn"
    assert "petition_sign-ask-petition" not in resident.ids


def test_what_was_rejected_once_is_looked_up_anew_when_it_is_told_again() -> None:
    resident = finding({"found": "unknown", "missing": "17"})
    assert resident.ids == ["petition-unknown", "petition_sign-ask-petition"]
    resident.results = {**resident.results, "find_petitions": {"found": "one", "missing": None}}
    resident.says("петиція 17", "petition_sign", entity("petition_number", "17"))
    assert resident.ids[-1] == "petition-withdrawn"
