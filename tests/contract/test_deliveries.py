"""Cases on their way to their bodies."""

from dataclasses import replace
from datetime import datetime

import pytest

from core.model import CaseEvent, Delivery
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


def test_a_link_leads_to_its_delivery_until_it_expires(uow: UnitOfWork) -> None:
    delivery, other = (sent_out(uow, filed(uow, f"KV-2026-{n:06d}").id or 0) for n in (1, 2))
    uow.deliveries.add_link("hash-1", delivery.id or 0, NOW, NOW + HOUR)
    uow.deliveries.add_link("hash-2", other.id or 0, NOW, NOW + HOUR)
    assert uow.deliveries.of_link("hash-1", NOW) == delivery
    assert uow.deliveries.of_link("hash-2", NOW) == other
    assert uow.deliveries.of_link("hash-1", NOW + HOUR) is None
    assert uow.deliveries.of_link("hash-3", NOW) is None


def test_a_delivery_may_have_several_links(uow: UnitOfWork) -> None:
    delivery = sent_out(uow, filed(uow).id or 0)
    for key in ("hash-1", "hash-2"):
        uow.deliveries.add_link(key, delivery.id or 0, NOW, NOW + HOUR)
    assert uow.deliveries.of_link("hash-1", NOW) == uow.deliveries.of_link("hash-2", NOW)


def test_unconfirmed_are_the_latest_deliveries_of_cases_nobody_took_up(uow: UnitOfWork) -> None:
    waits, taken, sent_on = (filed(uow, f"KV-2026-{n:06d}", body="kte") for n in (1, 2, 3))
    first = sent_out(uow, waits.id or 0)
    latest = sent_out(uow, waits.id or 0)
    warning = replace(latest, id=None, reason="warned")
    uow.deliveries.add(warning)
    sent_out(uow, taken.id or 0)
    taken.executor = "body:kte"
    uow.cases.save(taken, CaseEvent(NOW, "taken", "body:kte"))
    sent_out(uow, sent_on.id or 0)
    sent_on.body = "vet"
    uow.cases.save(sent_on, CaseEvent(NOW, "forwarded", "staff:1"))
    assert first.id != latest.id
    assert uow.deliveries.unconfirmed(None) == [latest]
    assert uow.deliveries.unconfirmed(("kte", "vet")) == [latest]
    assert uow.deliveries.unconfirmed(("vet",)) == []
    assert uow.deliveries.unconfirmed(()) == []
