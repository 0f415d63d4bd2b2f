"""Scheduled work: one holder at a time, and a clock that does not go back."""

from core.model import Delivery
from core.ports import UnitOfWork
from tests.contract.builders import DAY, HOUR, MINUTE, NOW, event, filed, heard, said


def test_a_lease_has_one_holder_until_it_runs_out(uow: UnitOfWork) -> None:
    assert uow.jobs.lease("scheduler", "a", NOW, 60)
    assert not uow.jobs.lease("scheduler", "b", NOW, 60)
    assert uow.jobs.lease("other", "b", NOW, 60)
    assert uow.jobs.lease("scheduler", "b", NOW + MINUTE, 60)
    assert not uow.jobs.lease("scheduler", "a", NOW + MINUTE, 60)


def test_a_holder_can_renew_its_lease(uow: UnitOfWork) -> None:
    assert uow.jobs.lease("scheduler", "a", NOW, 60)
    assert uow.jobs.lease("scheduler", "a", NOW + MINUTE / 2, 60)
    assert not uow.jobs.lease("scheduler", "b", NOW + MINUTE, 60)


def test_a_job_shows_its_last_run(uow: UnitOfWork) -> None:
    uow.jobs.note_run("ratings", NOW, "3 asked")
    uow.jobs.note_run("ratings", NOW + HOUR, "none")
    uow.jobs.note_run("clock", NOW, "none")
    assert uow.jobs.all() == [
        {"name": "clock", "at": NOW, "result": "none", "runs": 1},
        {"name": "ratings", "at": NOW + HOUR, "result": "none", "runs": 2},
    ]


def test_an_empty_database_knows_no_moment(uow: UnitOfWork) -> None:
    assert uow.jobs.latest_moment() is None


def test_the_latest_moment_is_of_whatever_happened_last(uow: UnitOfWork) -> None:
    uow.intake.take(heard(at=NOW - DAY), done=True)
    assert uow.jobs.latest_moment() == NOW - DAY
    case = filed(uow, due_at=NOW + 30 * DAY)
    assert uow.jobs.latest_moment() == NOW
    said(uow, at=NOW + HOUR)
    assert uow.jobs.latest_moment() == NOW + HOUR
    uow.cases.save(case, event("taken", NOW + 2 * HOUR))
    assert uow.jobs.latest_moment() == NOW + 2 * HOUR
    uow.deliveries.add(Delivery(case.id or 0, "kte", "mail", "registered", NOW + 3 * HOUR))
    assert uow.jobs.latest_moment() == NOW + 3 * HOUR
    uow.jobs.note_run("clock", NOW + 4 * HOUR, "none")
    assert uow.jobs.latest_moment() == NOW + 4 * HOUR
