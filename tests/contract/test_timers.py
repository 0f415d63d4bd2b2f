"""Timers replace one another by name and fall due in order."""

from core.ports import UnitOfWork
from core.rows import TimerRow
from tests.contract.builders import HOUR, MINUTE, NOW, OLENA, PETRO, chat


def test_a_timer_falls_due_at_its_moment(uow: UnitOfWork) -> None:
    uow.timers.set(chat(uow), "reminder", NOW, 3)
    assert uow.timers.due(NOW - MINUTE) == []
    assert uow.timers.due(NOW) == [TimerRow(chat(uow), OLENA, "reminder", NOW, 3)]


def test_setting_a_name_again_replaces_it(uow: UnitOfWork) -> None:
    uow.timers.set(chat(uow), "reminder", NOW, 3)
    uow.timers.set(chat(uow), "reminder", NOW + HOUR, 4)
    assert uow.timers.due(NOW) == []
    (timer,) = uow.timers.due(NOW + HOUR)
    assert timer.generation == 4


def test_a_dropped_timer_is_gone_and_only_it(uow: UnitOfWork) -> None:
    uow.timers.set(chat(uow), "reminder", NOW, 1)
    uow.timers.set(chat(uow), "draft", NOW, 1)
    uow.timers.set(chat(uow, PETRO), "reminder", NOW, 1)
    uow.timers.drop(chat(uow), "reminder")
    uow.timers.drop(chat(uow), "unknown")
    assert [(timer.ref, timer.name) for timer in uow.timers.due(NOW)] == [
        (OLENA, "draft"),
        (PETRO, "reminder"),
    ]


def test_timers_fall_due_in_their_order(uow: UnitOfWork) -> None:
    uow.timers.set(chat(uow), "b", NOW, 1)
    uow.timers.set(chat(uow, PETRO), "a", NOW - HOUR, 1)
    assert [timer.name for timer in uow.timers.due(NOW)] == ["a", "b"]
