"""The real reader in a talk: the same words mean what the question that stands makes of them."""

from pathlib import Path

import pytest

from core.ports import Reader
from nlu.pipeline import load
from tests.dialogs.builders import Resident, at_summary, with_lift
from tests.system.program import trained_model


@pytest.fixture(scope="module")
def reader(root: Path) -> Reader:
    return load(trained_model(), root / "data" / "city")


def test_a_bare_number_is_what_was_asked_for(reader: Reader) -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    resident.writes(reader, "3")
    assert resident.told["entrance"] == "3"
    resident.writes(reader, "0671234567")
    assert resident.told["phone"] == "+380671234567"


@pytest.mark.parametrize("said", ["так", "ага", "Так!", "yes"])
def test_a_yes_agrees_to_what_was_asked(reader: Reader, said: str) -> None:
    resident = with_lift()
    resident.writes(reader, said)
    assert resident.told["district"] == "darnytskyi"


def test_a_street_is_taken_back_at_a_question_about_something_else(reader: Reader) -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    resident.writes(reader, "не Драгоманова, а Саперне Поле")
    assert resident.told["address"]["street"] == "вулиця Саперне Поле"
    assert resident.told["address"]["house"] == "15"


def test_a_house_is_taken_back_at_the_summary(reader: Reader) -> None:
    resident = at_summary()
    resident.writes(reader, "ой ні, 14")
    assert resident.told["address"]["house"] == "14"
    assert resident.expects == "confirm"


def test_a_number_belongs_to_the_line_that_is_named(reader: Reader) -> None:
    resident = Resident()
    resident.writes(reader, "протікає дах, хрещатик 12, квартира 7, печерський район")
    resident.presses("Без номера")
    assert resident.expects == "consent"
    resident.writes(reader, "ні, зачекайте, квартира не 7, а 17")
    assert resident.told["apartment"] == "17"
    assert resident.told["address"]["house"] == "12"


def test_a_word_that_says_more_of_the_fault_is_no_street(reader: Reader) -> None:
    resident = Resident()
    resident.writes(reader, "немає води")
    assert resident.expects == "address"
    resident.writes(reader, "холодної")
    assert resident.expects == "address"
    assert "address" not in resident.told


def test_a_bare_number_at_the_summary_changes_nothing(reader: Reader) -> None:
    resident = at_summary()
    resident.writes(reader, "1")
    assert resident.told["address"]["house"] == "12"
    assert resident.expects == "confirm"


def test_a_place_without_a_house_is_said_in_words(reader: Reader) -> None:
    resident = Resident()
    resident.writes(reader, "яма на Теремківській")
    assert resident.expects == "address"
    resident.writes(reader, "будинку немає")
    assert resident.told["address"]["street"] == "вулиця Теремківська"
    assert resident.expects == "district"


@pytest.mark.parametrize("said", ["назад до бота", "nazad do bota", "Yfpfl lj ,jnf"])
def test_the_way_back_to_the_bot_is_found_however_it_is_typed(reader: Reader, said: str) -> None:
    resident = with_lift()
    resident.presses("!handoff")
    resident.writes(reader, said)
    assert resident.state.handoff is None
