"""Scenarios of residents by e-mail, in and out: the same talk, the same cases as anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from misto.app import City
from tests.bots.mail.talk import ByMail, give_names_back
from tests.scenarios.conftest import city_like, empty_database, environ_of, loaded_city
from tests.scenarios.player import Player
from tests.scenarios.scenario import Scenario, Step
from tests.scenarios.test_scenarios import SCENARIOS, assert_left_behind
from tests.sizes import size

# Fixtures of the scenarios, which pytest finds by their names.
__all__ = ["empty_database", "loaded_city"]


def _goes_by_mail(scenario: Scenario) -> bool:
    """Whether all of a scenario can happen by mail.

    Chats of a set scene are a terminal's. A letter has no place, no card, no voice and no values of
    buttons; what was said in one turn comes as one letter.
    """
    scene = scenario.given or {}
    return scene.keys() <= {"staff"} and all(map(_can_be_done, scenario.talk))


def _can_be_done(step: Step) -> bool:
    shared = step.location or step.contact or step.opens or step.button or step.burst
    sent = step.sends not in (None, "photo", "two photos", "broken photo")
    counted = step.messages is not None or step.request not in (None, "nothing")
    long = step.times > 1 or (step.resident is not None and not step.resident.strip())
    return not (shared or sent or counted or long or step.channel != "terminal")


CHOSEN = [name for name, scenario in SCENARIOS.items() if _goes_by_mail(scenario)]
STRIDE = max(1, len(CHOSEN) // size("mail_scenarios"))


@pytest.mark.parametrize("name", CHOSEN[::STRIDE])
def test_the_conversation_goes_as_anywhere(
    name: str, loaded_city: City, root: Path, empty_database: Path
) -> None:
    scenario = SCENARIOS[name]

    def found(more: Mapping[str, str]) -> City:
        environ = environ_of(root, empty_database, scenario.settings) | dict(more)
        return city_like(loaded_city, environ)

    lines = ByMail(found)
    try:
        Player(lines, empty_database / "sent").play(scenario)
    finally:
        lines.close()
    for taken in lines.relay.taken:
        message = taken.message
        assert message["Auto-Submitted"] in ("auto-replied", "auto-generated")
        assert {part.get_content_type() for part in message.walk()} >= {"text/plain", "text/html"}
    give_names_back(empty_database / "misto.db")
    assert_left_behind(scenario, found({}), "mail", "main")


def test_a_third_of_the_scenarios_can_happen_by_mail() -> None:
    assert len(CHOSEN) * 3 >= len(SCENARIOS)
