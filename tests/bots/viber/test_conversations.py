"""Scenarios of residents over Viber's server: the same talk, the same cases as anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from misto.app import City
from tests.bots.viber.talk import OverViber
from tests.scenarios.conftest import city_like, empty_database, environ_of, loaded_city
from tests.scenarios.player import Player
from tests.scenarios.scenario import Scenario, Step
from tests.scenarios.test_scenarios import SCENARIOS, assert_left_behind
from tests.sizes import size

# Fixtures of the scenarios, which pytest finds by their names.
__all__ = ["empty_database", "loaded_city"]


def _has_viber(scenario: Scenario) -> bool:
    """Whether all of a scenario can happen on a phone with Viber.

    Chats of a set scene are a terminal's. A voice message has no kind of its own in Viber, what is
    said in one breath may be answered one by one, and after a day of silence messages wait.
    """
    scene = scenario.given or {}
    return scene.keys() <= {"staff"} and all(map(_can_be_done, scenario.talk))


def _can_be_done(step: Step) -> bool:
    silent = step.clock is not None or step.later is not None
    other = step.sends == "voice" or step.burst is not None or step.channel != "terminal"
    return not (silent or other)


CHOSEN = [name for name, scenario in SCENARIOS.items() if _has_viber(scenario)]
STRIDE = max(1, len(CHOSEN) // size("viber_scenarios"))


@pytest.mark.parametrize("name", CHOSEN[::STRIDE])
def test_the_conversation_goes_as_anywhere(
    name: str, loaded_city: City, root: Path, empty_database: Path
) -> None:
    scenario = SCENARIOS[name]

    def found(more: Mapping[str, str]) -> City:
        environ = environ_of(root, empty_database, scenario.settings) | dict(more)
        return city_like(loaded_city, environ)

    lines = OverViber(found)
    try:
        Player(lines, empty_database / "sent").play(scenario)
    finally:
        lines.close()
    assert lines.server.refused == []
    assert lines.server.paid == []
    assert_left_behind(scenario, found({}), "viber", "main")
