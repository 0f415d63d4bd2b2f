"""Every scenario file is played over the real engine, reader, database; some as a process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from bots.telegram.translate import CHANNEL
from connectors.database.check import check
from core.case_json import case_json
from core.messages import ChatRef
from core.news import subscription_json
from core.petitions import petition_json
from core.ports import UnitOfWork
from misto.app import City, build
from misto.settings import load_settings
from tests.bots.telegram.updates import BOT
from tests.scenarios import telegram
from tests.scenarios.conftest import city_like, environ_of
from tests.scenarios.lines import InProcess, InThread
from tests.scenarios.player import Player, matches
from tests.scenarios.scenario import Scenario, files, load
from tests.sizes import size

SCENARIOS = {f"{path.parent.name}/{path.stem}": load(path) for path in files()}
# Of those that Telegram carries so many in each mode, evenly chosen, and not the same ones in both.
PLAYABLE = [name for name, scenario in SCENARIOS.items() if telegram.playable(scenario)]
STRIDE = max(1, len(PLAYABLE) // size("telegram_scenarios"))
OVER_TELEGRAM: list[tuple[str, telegram.Mode]] = [
    *((name, "polling") for name in PLAYABLE[::STRIDE]),
    *((name, "webhook") for name in PLAYABLE[STRIDE // 2 :: STRIDE]),
]
OVER_THE_WIRE = [name for name, scenario in SCENARIOS.items() if scenario.wire]


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_conversation_goes_as_written(
    name: str, loaded_city: City, root: Path, empty_database: Path
) -> None:
    scenario = SCENARIOS[name]
    environ = environ_of(root, empty_database, scenario.settings)
    lines = InThread(city_like(loaded_city, environ))
    try:
        Player(lines, empty_database / "sent").play(scenario)
    finally:
        lines.close()
    assert_left_behind(scenario, build(load_settings(None, environ)))


@pytest.mark.parametrize("name", OVER_THE_WIRE)
def test_the_conversation_goes_the_same_as_a_process(
    name: str, loaded_city: City, root: Path, tmp_path: Path
) -> None:
    scenario = SCENARIOS[name]
    environ = environ_of(root, tmp_path, scenario.settings)
    lines = InProcess(root, environ)
    try:
        Player(lines, tmp_path / "sent").play(scenario)
    finally:
        lines.close()
    assert_left_behind(scenario, build(load_settings(None, environ)))


@pytest.mark.parametrize(("name", "mode"), OVER_TELEGRAM)
def test_the_conversation_goes_the_same_over_telegram(
    name: str, mode: telegram.Mode, loaded_city: City, root: Path, empty_database: Path
) -> None:
    scenario = SCENARIOS[name]
    environ = environ_of(root, empty_database, scenario.settings)

    def city_at(more: Mapping[str, str]) -> City:
        return city_like(loaded_city, environ | dict(more))

    lines = telegram.OverTelegram(city_at, mode)
    try:
        Player(lines, empty_database / "sent").play(scenario)
    finally:
        lines.close()
    lines.give_names_back(empty_database / "misto.db")
    left = build(load_settings(None, environ))
    assert_left_behind(scenario, left, CHANNEL, BOT)


def test_a_tenth_of_the_scenarios_goes_over_telegram_in_both_modes() -> None:
    assert len(OVER_TELEGRAM) * 10 >= len(SCENARIOS)
    assert len({name.partition("/")[0] for name, _ in OVER_TELEGRAM}) >= 10
    assert {mode for _, mode in OVER_TELEGRAM} == {"polling", "webhook"}


def test_a_tenth_of_the_scenarios_goes_over_the_wire() -> None:
    assert len(OVER_THE_WIRE) * 10 >= len(SCENARIOS)


# --- what stands in the database after ------------------------------------------------------------


def assert_left_behind(
    scenario: Scenario, city: City, channel: str | None = None, bot: str = "local"
) -> None:
    """The database adds up and holds what the scenario says.

    `channel` and `bot`: over which it was played, unless as it is written.
    """
    with city.database, city.database.reads.unit_of_work() as uow:
        assert not check(uow)
        for wanted, got, what in (
            (_wanted(scenario.filed, "nothing"), _cases(uow), "filed"),
            (_wanted(scenario.handoffs, "none"), _handoffs(uow), "handoffs"),
            (_wanted(scenario.petitions, "none"), _petitions(uow), "petitions"),
            (_wanted(scenario.subscriptions, "none"), _subscriptions(uow), "subscriptions"),
        ):
            if wanted is not None:
                assert not list(matches(wanted, got, what)), got
        if scenario.known is not None:
            wanted_known = {} if scenario.known == "nothing" else scenario.known
            first = scenario.talk[0]
            known = _known(uow, ChatRef(channel or first.channel, bot, first.chat))
            if scenario.known == "nothing":
                assert known == {}
            assert not list(matches(wanted_known, known, "known")), known


def _wanted(named: Any, none: str) -> Sequence[Mapping[str, Any]] | None:
    if named is None:
        return None
    if named == none:
        return []
    return [named] if isinstance(named, Mapping) else list(named)


def _cases(uow: UnitOfWork) -> list[dict[str, Any]]:
    def parts(case_id: int) -> tuple[Iterable[Any], Iterable[Any]]:
        return uow.cases.history(case_id), uow.attachments.of_case(case_id)

    return [case_json(case, *parts(case.id or 0)) for case in uow.cases.all(None)]


def _subscriptions(uow: UnitOfWork) -> list[dict[str, Any]]:
    return [subscription_json(subscription, chat) for subscription, chat in uow.news.all()]


def _petitions(uow: UnitOfWork) -> list[dict[str, Any]]:
    return [petition_json(petition, support) for petition, support in uow.petitions.all()]


def _handoffs(uow: UnitOfWork) -> list[dict[str, Any]]:
    return [
        {
            "chat": handoff.chat.chat,
            "reason": handoff.reason,
            "status": str(handoff.status),
            "taken": handoff.taken_by is not None,
        }
        for handoff in uow.handoffs.all()
    ]


def _known(uow: UnitOfWork, chat: ChatRef) -> dict[str, Any]:
    """What is kept of the resident of a chat; nothing without a profile."""
    person = uow.conversations.get(chat).person
    if person is None:
        return {}
    address = person.address
    return {
        "name": person.name,
        "phone": person.phone,
        "email": person.email,
        "street": address.street if address else None,
        "house": address.house if address else None,
        "consented": person.consented_at is not None,
    }
