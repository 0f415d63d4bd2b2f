"""Cases on their way to their bodies."""

from dataclasses import replace
from datetime import datetime

import pytest

from core.model import Delivery
from core.ports import UnitOfWork
from tests.contract.builders import HOUR, NOW, filed


def sent_out(uow: UnitOfWork, case_id: int, next_at: datetime | None = None) -> Delivery:
    delivery = Delivery(case_id, "kte", "mail", "registered", NOW, next_at=next_at)
    uow.deliveries.add(delivery)
    return delivery


def test_a_delivery_comes_back_as_it_was_saved(uow: UnitOfWork) -> None:
    delivery = sent_out(uow, filed(uow).id or 0)
    delivery.status, delivery.delivered_at, delivery.attempts = "delivered", NOW + HOUR, 2
    uow.deliveries.save(delivery)
    assert uow.deliveries.of_case(delivery.case_id) == [delivery]
    assert list(uow.deliveries.all()) == [delivery]


def test_only_new_ones_whose_moment_came_are_due(uow: UnitOfWork) -> None:
    case_id = filed(uow).id or 0
    at_once, later = sent_out(uow, case_id), sent_out(uow, case_id, NOW + HOUR)
    dead = sent_out(uow, case_id)
    dead.status, dead.error = "dead", "no such mailbox"
    uow.deliveries.save(dead)
    assert uow.deliveries.due(NOW) == [at_once]
    assert uow.deliveries.due(NOW + HOUR) == [at_once, later]
    assert uow.deliveries.due(NOW + HOUR, limit=1) == [at_once]


def test_a_delivery_that_is_not_there_cannot_be_saved(uow: UnitOfWork) -> None:
    delivery = sent_out(uow, filed(uow).id or 0)
    with pytest.raises(LookupError, match="404"):
        uow.deliveries.save(replace(delivery, id=404))
