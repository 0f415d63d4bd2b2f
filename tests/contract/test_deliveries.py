"""Cases on their way to their bodies."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.delivery import needs_staff
from core.model import CaseEvent, Delivery, Status
from core.ports import UnitOfWork
from tests.contract.builders import DAY, HOUR, NOW, filed

HOURS = {"elevator": 1, "heating": 3, "other": 24}


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
    late = NOW + 2 * DAY

    def hang(*bodies: str) -> list[Delivery]:
        return uow.deliveries.unconfirmed(bodies, late, HOURS)

    assert uow.deliveries.unconfirmed(None, late, HOURS) == [latest]
    assert hang("kte", "vet") == [latest]
    assert hang("vet") == hang() == []


@pytest.mark.parametrize(
    ("code", "hours"), [("elevator", 1), ("heating", 3), ("other", 24), (None, 24), ("new", 24)]
)
def test_each_service_has_its_own_time_to_confirm(
    uow: UnitOfWork, code: str | None, hours: int
) -> None:
    waits = sent_out(uow, filed(uow, body="kte", service_code=code).id or 0)
    due = NOW + hours * HOUR
    assert uow.deliveries.unconfirmed(None, due, HOURS) == []
    assert uow.deliveries.unconfirmed(None, due + HOUR / 60, HOURS) == [waits]


def test_what_was_given_up_hangs_at_once(uow: UnitOfWork) -> None:
    dead = sent_out(uow, filed(uow, body="kte").id or 0)
    dead.status, dead.error = "dead", "no such mailbox"
    uow.deliveries.save(dead)
    assert uow.deliveries.unconfirmed(None, NOW, HOURS) == [dead]


def test_what_is_not_late_yet_never_hides_what_is(uow: UnitOfWork) -> None:
    """However many older ones have time still, the late one is found."""
    for number in range(1, 41):
        sent_out(uow, filed(uow, f"KV-2026-{number:06d}", body="kte").id or 0)
    lift = filed(uow, "KV-2026-000041", body="kte", service_code="elevator")
    late = sent_out(uow, lift.id or 0)
    assert uow.deliveries.unconfirmed(None, NOW + 2 * HOUR, HOURS, limit=1) == [late]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_query_means_what_the_rule_says(uow: UnitOfWork, data: st.DataObject) -> None:
    number = uow.cases.next_number(2026)
    code = data.draw(st.sampled_from(["elevator", "heating", "other", None]))
    case = filed(uow, f"KV-2026-{number:06d}", body="kte", service_code=code)
    case.status = data.draw(st.sampled_from(list(Status)))
    case.executor = data.draw(st.sampled_from([None, "staff:1"]))
    uow.cases.save(case, CaseEvent(NOW, "overdue", "system"))
    row = sent_out(uow, case.id or 0)
    row.body = data.draw(st.sampled_from(["kte", "vet"]))
    row.status = data.draw(st.sampled_from(["new", "delivered", "dead"]))
    row.delivered_at = NOW if row.status == "delivered" else None
    uow.deliveries.save(row)
    now = NOW + data.draw(st.integers(0, 30)) * HOUR
    hanging = uow.deliveries.unconfirmed(None, now, HOURS)
    assert (row in hanging) == needs_staff(row, case, now, HOURS[code or "other"])
