"""Scenarios of residents over the page in Chromium: the same talk, the same cases as anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from misto.app import City
from tests.bots.webchat.paging import OverPage
from tests.scenarios.conftest import city_like, empty_database, environ_of, loaded_city
from tests.scenarios.player import Player
from tests.scenarios.scenario import Scenario, Step
from tests.scenarios.test_scenarios import SCENARIOS, assert_left_behind
from tests.sizes import size

# Fixtures of the scenarios, which pytest finds by their names.
__all__ = ["empty_database", "loaded_city"]


def _has_a_browser(scenario: Scenario) -> bool:
    """Whether all of a scenario can happen on the page."""
    return all(map(_can_be_done, scenario.talk))


def _can_be_done(step: Step) -> bool:
    """A page sends one thing after another, no voice and no forged button, and a phone alone."""
    chosen = step.sends in (None, "photo", "two photos") and not (step.sends and step.words)
    written = step.resident is None or (step.times == 1 and step.resident.strip() != "")
    named = step.contact is None or step.contact.name is None
    never = step.button is not None or step.burst is not None or step.again is not None
    return chosen and written and named and not never and step.channel == "terminal"


CHOSEN = [name for name, scenario in SCENARIOS.items() if _has_a_browser(scenario)]
STRIDE = max(1, len(CHOSEN) // size("webchat_scenarios"))


@pytest.mark.parametrize("name", CHOSEN[::STRIDE])
def test_the_conversation_goes_as_anywhere(
    name: str, loaded_city: City, root: Path, empty_database: Path, chromium: dict[str, Any]
) -> None:
    scenario = SCENARIOS[name]

    environ = environ_of(root, empty_database, scenario.settings)
    lines = OverPage(city_like(loaded_city, environ), chromium)
    try:
        Player(lines, empty_database / "sent").play(scenario)
    finally:
        lines.close()
    lines.give_names_back(empty_database / "misto.db")
    assert_left_behind(scenario, city_like(loaded_city, environ), "webchat", "web")


def test_most_scenarios_can_happen_on_the_page() -> None:
    assert len(CHOSEN) * 10 >= len(SCENARIOS) * 8
