"""A chat is given to staff once at a time."""

from dataclasses import replace

import pytest

from core.model import Handoff
from core.ports import UnitOfWork
from tests.contract.builders import HOUR, MINUTE, NOW, OLENA, PETRO, chat, handed, hired


def test_a_hand_off_comes_back_as_it_was_saved(uow: UnitOfWork) -> None:
    handoff = handed(uow)
    handoff.status, handoff.taken_by, handoff.taken_at = "taken", hired(uow).id, NOW + MINUTE
    handoff.promised_at, handoff.escalated_at = NOW + HOUR, NOW + HOUR
    uow.handoffs.save(handoff)
    assert uow.handoffs.get(handoff.id or 0) == handoff
    assert handoff.chat == OLENA


def test_an_unknown_hand_off_is_none_and_cannot_be_saved(uow: UnitOfWork) -> None:
    assert uow.handoffs.get(404) is None
    with pytest.raises(LookupError, match="404"):
        uow.handoffs.save(replace(handed(uow), id=404))


def test_a_chat_has_one_open_hand_off_at_most(uow: UnitOfWork) -> None:
    handed(uow)
    with pytest.raises(Exception, match="UNIQUE"):
        handed(uow)


def test_an_ended_hand_off_makes_room_for_the_next(uow: UnitOfWork) -> None:
    first = handed(uow)
    first.status, first.ended_at = "answered", NOW + HOUR
    uow.handoffs.save(first)
    assert uow.handoffs.open_of(chat(uow)) is None
    second = handed(uow, at=NOW + HOUR)
    assert uow.handoffs.open_of(chat(uow)) == second
    assert list(uow.handoffs.all()) == [first, second]


def test_who_waits_longest_comes_first(uow: UnitOfWork) -> None:
    later, earlier = handed(uow, OLENA), handed(uow, PETRO, NOW - HOUR)
    assert uow.handoffs.open() == [earlier, later]


def test_a_taken_hand_off_is_still_open(uow: UnitOfWork) -> None:
    handoff = handed(uow)
    handoff.status, handoff.taken_by = "taken", hired(uow).id
    uow.handoffs.save(handoff)
    assert uow.handoffs.open() == [handoff]


def test_a_hand_off_of_no_chat_is_refused(uow: UnitOfWork) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        uow.handoffs.add(Handoff(404, OLENA, "asked", NOW))
