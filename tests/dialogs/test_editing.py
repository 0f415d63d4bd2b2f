"""Words changed after they were sent: the last answer is heard anew, older ones are explained."""

from dataclasses import replace
from typing import Any

import pytest

from core.conversation import Heard
from core.reading import Entity, Reading
from tests.dialogs.builders import Resident, house, street

PIT = ("dispatcher_request", 0.97)


def write(
    resident: Resident,
    text: str,
    intent: Any = ("out_of_scope", 0.6),
    *entities: Entity,
    message: str,
    edited: bool = False,
    code: str | None = None,
    **facts: Any,
) -> str:
    """Send a text as a message that has a name, or change the one of that name."""
    reading = Reading(
        text,
        ranking=(intent,),
        service_code=code,
        service_code_confidence=0.95 if code else 0.0,
        entities=entities,
        **facts,
    )
    incoming = replace(resident._incoming(text=text), message=message, edited=edited)
    return resident.hears(Heard(incoming, reading))


def asked_for_a_house() -> Resident:
    resident = Resident()
    place = street("вулиця Теремківська", text="Теремківській")
    write(resident, "яма на Теремківській", PIT, place, code="roads", message="10")
    return resident


def test_a_changed_answer_stands_in_the_place_of_the_first() -> None:
    resident = asked_for_a_house()
    first = resident.expects
    write(resident, "12", ("inform", 0.9), house("12"), message="11")
    then = resident.expects
    write(resident, "14", ("inform", 0.9), house("14"), message="11", edited=True)
    assert (first, resident.expects) == ("address", then)
    assert resident.told["address"]["house"] == "14"


def test_a_changed_first_message_begins_the_matter_it_tells_now() -> None:
    resident = asked_for_a_house()
    write(resident, "немає води", PIT, code="cold_water", message="10", edited=True)
    assert [frame.flow for frame in resident.state.frames] == ["dispatcher_request"]
    assert resident.told["service_code"] == "cold_water"
    assert "address" not in resident.told


def test_a_message_may_be_changed_more_than_once() -> None:
    resident = asked_for_a_house()
    write(resident, "12", ("inform", 0.9), house("12"), message="11")
    for number in ("14", "16", "18"):
        write(resident, number, ("inform", 0.9), house(number), message="11", edited=True)
    assert resident.told["address"]["house"] == "18"


def test_words_that_stayed_the_same_change_nothing() -> None:
    resident = asked_for_a_house()
    before = resident.state
    assert write(resident, "яма на Теремківській", PIT, message="10", edited=True) == ""
    assert replace(resident.state, seen_at=before.seen_at) == before


def test_an_older_message_is_explained_and_the_question_stands() -> None:
    resident = asked_for_a_house()
    write(resident, "12", ("inform", 0.9), house("12"), message="11")
    told, expects = dict(resident.told), resident.expects
    write(resident, "яма на Хрещатику", PIT, message="10", edited=True)
    assert resident.ids[0] == "edited-too-late"
    assert len(resident.ids) == 2
    assert (dict(resident.told), resident.expects) == (told, expects)


def test_after_a_button_the_words_before_it_are_older() -> None:
    resident = asked_for_a_house()
    write(resident, "12", ("inform", 0.9), house("12"), message="11")
    resident.presses("Голосіївський")
    write(resident, "14", ("inform", 0.9), house("14"), message="11", edited=True)
    assert resident.ids[0] == "edited-too-late"


def test_what_the_city_did_is_not_undone() -> None:
    resident = Resident()
    write(resident, "дайте людину", ("handoff", 0.97), message="10")
    assert resident.state.before is None
    runs = len(resident.runs)
    write(resident, "дайте оператора", ("handoff", 0.97), message="10", edited=True)
    assert len(resident.runs) == runs


def test_an_old_summarys_button_files_nothing_after_a_change() -> None:
    resident = asked_for_a_house()
    write(resident, "12", ("inform", 0.9), house("12"), message="11")
    if resident.expects == "district":
        resident.presses("Голосіївський")
    assert resident.expects == "confirm"
    write(resident, "глибока", ("inform", 0.9), message="12")
    shown = [value for value in resident.choices.values() if value.endswith("=yes")]
    write(resident, "глибока і з водою", ("inform", 0.9), message="12", edited=True)
    for value in shown:
        if value not in resident.choices.values():
            resident.presses(value)
    assert resident.filed() is None


def test_danger_in_changed_words_is_heard_whatever_they_changed() -> None:
    resident = asked_for_a_house()
    write(resident, "12", ("inform", 0.9), house("12"), message="11")
    write(
        resident,
        "пахне газом",
        message="10",
        edited=True,
        emergency="gas",
        emergency_confidence=0.97,
    )
    assert resident.ids == ["emergency-gas"]


@pytest.mark.parametrize("message", ["99", "1"])
def test_a_message_from_before_our_time_is_explained(message: str) -> None:
    resident = Resident()
    write(resident, "14", ("inform", 0.9), message=message, edited=True)
    assert resident.ids[0] == "edited-too-late"


def test_channels_whose_messages_cannot_change_keep_nothing_more() -> None:
    resident = Resident()
    resident.says("немає води", PIT, code="cold_water")
    assert (resident.state.before, resident.state.words, resident.state.message) == (None,) * 3
