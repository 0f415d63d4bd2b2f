"""In a group the bot answers in one breath, leads into the own chat, and keeps nothing."""

from dataclasses import replace
from typing import Any

import pytest

from core.conversation import Heard, State
from core.reading import Reading
from dialogs.publicly import PRIVATELY
from tests.dialogs.builders import Resident, city, house, street


def speaks(resident: Resident, text: str | None = None, **payload: Any) -> str:
    """Say something where others read along."""
    facts = payload.pop("facts", {})
    reading = Reading(text, **facts) if text else None
    incoming = replace(resident._incoming(text=text, **payload), public=True)
    return resident.hears(Heard(incoming, reading))


def ways_in(resident: Resident) -> list[str]:
    return [button.value for say in resident.said for button in say.buttons]


def test_a_matter_of_ones_own_is_led_into_the_own_chat() -> None:
    resident = Resident()
    facts = {
        "ranking": (("dispatcher_request", 0.97),),
        "service_code": "elevator",
        "service_code_confidence": 0.95,
        "entities": (street(), house("15")),
    }
    speaks(resident, "у нас на Драгоманова 15 не працює ліфт", facts=facts)
    assert resident.ids == ["in-private"]
    assert ways_in(resident) == [f"{PRIVATELY}flow_dispatcher_request"]
    assert replace(resident.state, heard="uk") == State()
    assert (resident.runs, resident.timers) == ([], [])


@pytest.mark.parametrize("intent", ["case_status", "handoff", "petition_sign", "case_rate"])
def test_what_asks_the_city_about_a_person_is_not_answered_there(intent: str) -> None:
    resident = Resident()
    speaks(resident, "моє", facts={"ranking": ((intent, 0.97),)})
    assert resident.ids == ["in-private"]
    assert resident.runs == []


def test_danger_is_answered_at_once_and_with_no_button_of_the_talk() -> None:
    resident = Resident()
    speaks(resident, "пахне газом", facts={"emergency": "gas", "emergency_confidence": 0.97})
    assert resident.ids == ["emergency-gas"]
    assert ways_in(resident) == []


def test_a_doubtful_danger_is_told_beside_the_way_in() -> None:
    resident = Resident()
    facts = {
        "ranking": (("dispatcher_request", 0.97),),
        "emergency": "gas",
        "emergency_confidence": 0.6,
        "service_code": "gas",
        "service_code_confidence": 0.95,
    }
    speaks(resident, "щось пахне біля плити", facts=facts)
    assert resident.ids == ["emergency-maybe", "in-private"]


@pytest.mark.parametrize("intent", ["greet", "help", "thank"])
def test_what_needs_no_question_is_answered(intent: str) -> None:
    resident = Resident()
    speaks(resident, "привіт", facts={"ranking": ((intent, 0.97),)})
    assert resident.ids
    assert "in-private" not in resident.ids
    assert all(value.startswith(PRIVATELY) for value in ways_in(resident))


def test_who_calls_the_bot_without_words_is_told_how_to_ask() -> None:
    resident = Resident()
    speaks(resident, start="")
    assert resident.ids == ["in-a-group"]
    assert ways_in(resident) == [f"{PRIVATELY}flow_help"]


@pytest.mark.parametrize(
    ("button", "flow"),
    [("!status", "case_status"), ("!handoff", "handoff"), ("!flow=my_things", "my_things"),
     ("!cancel", "help")],
)  # fmt: skip
def test_a_command_is_led_into_the_own_chat(button: str, flow: str) -> None:
    resident = Resident()
    speaks(resident, button=button)
    assert resident.ids == ["in-private"]
    assert ways_in(resident) == [f"{PRIVATELY}flow_{flow}"]


def test_nothing_said_in_a_group_is_remembered() -> None:
    resident = Resident()
    facts = {"ranking": (("dispatcher_request", 0.97),), "service_code": "elevator",
             "service_code_confidence": 0.95}  # fmt: skip
    for _ in range(3):
        speaks(resident, "не працює ліфт, мій номер 0671234567", facts=facts)
    assert replace(resident.state, heard="uk") == State()


def test_every_flow_can_be_led_to() -> None:
    """A flow's name fits into a link."""
    resident = Resident()
    for flow in city().flows.by_name.values():
        for intent in flow.intents:
            speaks(resident, "слово", facts={"ranking": ((intent, 0.97),)})
            assert resident.said
            assert resident.timers == []
