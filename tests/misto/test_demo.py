"""The demo city: every page has something to show, and nothing real is ever touched."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.database.check import check
from core.model import Status
from core.petitions import PetitionStatus
from misto.app import City
from misto.demo import fill, load
from misto.failures import Failed
from tests.misto.city import NOON, new_city

# An evening, so that today's talks of the script have happened.
EVENING = NOON + timedelta(hours=9)


def _fill(city: City) -> dict[str, int]:
    return asyncio.run(fill(city, load(city.data / "demo" / "city.yml")))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """A city that the demo has filled."""
    city = new_city(tmp_path_factory.mktemp("demo"), EVENING)
    with city.database:
        _fill(city)
        yield city


def test_there_are_cases_in_every_state_and_talks_that_wait(city: City) -> None:
    with city.database.reads.unit_of_work() as uow:
        stored = list(uow.cases.all())
        assert not check(uow)
        assert {case.status for case in stored} == set(Status)
        assert len(stored) >= 36
        assert sum(case.rating is not None for case in stored) >= 20
        assert len(uow.handoffs.open()) >= 2


def test_there_are_petitions_in_every_state_and_requests_of_every_service(city: City) -> None:
    with city.database.reads.unit_of_work() as uow:
        petitions = {one.number: (one, support) for one, support in uow.petitions.all()}
        kinds = {case.kind for case in uow.cases.all()}
    assert {one.status for one, _ in petitions.values()} == set(PetitionStatus)
    assert petitions["1001"][1].intents == 2
    # One of the two who supported it took it back.
    assert petitions["1002"][1].intents == 1
    assert kinds >= {"enrol_kindergarten", "enrol_school", "doctor_appointment", "appeal"}


def test_nothing_lies_ahead_of_the_clock_that_the_city_goes_on_with(city: City) -> None:
    with city.database.reads.unit_of_work() as uow:
        latest = uow.jobs.latest_moment()
    assert latest is not None
    assert latest <= EVENING


def test_a_city_with_data_is_left_alone(city: City) -> None:
    with city.database.reads.unit_of_work() as uow:
        before = sum(1 for _ in uow.cases.all())
    with pytest.raises(Failed, match="holds data already"):
        _fill(city)
    with city.database.reads.unit_of_work() as uow:
        assert sum(1 for _ in uow.cases.all()) == before


def test_a_script_that_does_not_fit_says_where(tmp_path: Path) -> None:
    script = tmp_path / "city.yml"
    script.write_text("staff: []\noutages: []\nlives: [{who: a, day: 1, at: '9:00'}]\n", "utf-8")
    with pytest.raises(Failed, match=r"says.*lives"):
        load(script)
