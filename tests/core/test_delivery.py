"""A case on its way to its body."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import cases, delivery
from core.model import Body, Delivery, Status
from tests.core.builders import LAW, NOW, ROUTING, executor, filed, in_state

KTE = ROUTING.bodies["kte"]
BY_MAIL = replace(KTE, delivery="mail", mail="kte@kyiv.example")
HOUR = timedelta(hours=1)


def on_its_way(body: Body = BY_MAIL) -> Delivery:
    return delivery.deliver(replace(filed(), id=7), "registered", body, NOW)


def test_people_of_an_inbox_have_the_case_at_once() -> None:
    row = on_its_way(KTE)
    assert (row.case_id, row.body, row.by, row.status) == (7, "kte", "inbox", "delivered")
    assert row.delivered_at == NOW


def test_a_body_by_mail_has_it_once_the_mail_went() -> None:
    row = on_its_way()
    assert (row.by, row.status, row.next_at, row.delivered_at) == ("mail", "new", NOW, None)
    delivery.failed(row, "451 greylisted", NOW, 0.5)
    delivery.done(row, NOW + HOUR)
    assert (row.status, row.delivered_at, row.next_at, row.error) == (
        "delivered",
        NOW + HOUR,
        None,
        None,
    )


def test_a_body_by_open311_uses_the_inbox() -> None:
    assert on_its_way(replace(KTE, delivery="open311")).by == "inbox"


def test_a_case_is_saved_before_it_is_delivered() -> None:
    with pytest.raises(ValueError, match="save the case before"):
        delivery.deliver(filed(), "registered", KTE, NOW)


def test_failures_wait_longer_and_longer_and_end() -> None:
    row = on_its_way()
    waits = []
    for _ in range(delivery.MAX_ATTEMPTS - 1):
        delivery.failed(row, "timeout", NOW, 1.0)
        assert row.next_at is not None
        waits.append((row.next_at - NOW).total_seconds())
    assert waits[:4] == [60, 120, 240, 480]
    assert all(first <= second for first, second in pairwise(waits))
    assert waits[-1] == delivery.LONGEST_WAIT_S
    delivery.failed(row, "timeout", NOW, 1.0)
    assert (row.status, row.attempts, row.next_at) == ("dead", delivery.MAX_ATTEMPTS, None)


def test_a_lasting_failure_is_not_tried_again() -> None:
    row = on_its_way()
    delivery.failed(row, "550 no such mailbox" * 100, NOW, 0.5, lasting=True)
    assert (row.status, row.attempts, row.next_at) == ("dead", 1, None)
    assert row.error is not None
    assert len(row.error) == 300


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_a_wait_is_at_least_half_and_never_above_the_longest(attempts: int, jitter: float) -> None:
    full = min(60.0 * 2.0 ** min(attempts - 1, 100), 6 * 3600.0)
    assert full / 2 <= delivery.wait_s(attempts, jitter) <= full


@pytest.mark.parametrize(("attempts", "jitter"), [(0, 0.5), (-1, 0.5), (1, -0.1), (1, 1.1)])
def test_a_wait_out_of_range_is_refused(attempts: int, jitter: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        delivery.wait_s(attempts, jitter)


def test_what_nobody_confirms_in_its_time_comes_to_staff() -> None:
    case, row = replace(filed(), id=7), on_its_way(KTE)
    assert not delivery.needs_staff(row, case, NOW + HOUR, within_hours=1)
    assert delivery.needs_staff(row, case, NOW + 2 * HOUR, within_hours=1)
    cases.take(case, executor("kte"), NOW + 2 * HOUR)
    assert not delivery.needs_staff(row, case, NOW + 3 * HOUR, within_hours=1)


def test_a_dead_delivery_comes_to_staff_at_once() -> None:
    case, row = replace(filed(), id=7), on_its_way()
    delivery.failed(row, "550", NOW, 0.5, lasting=True)
    assert delivery.needs_staff(row, case, NOW, within_hours=24)


def test_a_reopened_case_is_confirmed_by_starting_it_again() -> None:
    case = replace(in_state(Status.REOPENED), id=7)
    row = delivery.deliver(case, "reopened", KTE, NOW)
    assert case.executor
    assert delivery.needs_staff(row, case, NOW + 2 * HOUR, within_hours=1)
    cases.start(case, executor("kte"), NOW + 2 * HOUR)
    assert not delivery.needs_staff(row, case, NOW + 2 * HOUR, within_hours=1)


def test_a_delivery_to_a_body_that_passed_the_case_on_is_nobodys_trouble() -> None:
    case, row = replace(filed(), id=7), on_its_way(KTE)
    cases.forward(case, executor("kte"), NOW, to=ROUTING.bodies["kvk"], law=LAW)
    assert not delivery.needs_staff(row, case, NOW + 99 * HOUR, within_hours=1)


# --- told -----------------------------------------------------------------------------------------


def arrived(reason: delivery.Reason = "registered", body: Body = BY_MAIL) -> Delivery:
    row = delivery.deliver(replace(filed(), id=7), reason, body, NOW)
    delivery.done(row, NOW)
    return row


def test_a_withdrawal_is_told_once_to_whom_a_letter_reached() -> None:
    case = replace(in_state(Status.WITHDRAWN), id=7)
    told = delivery.withdrawal(case, [arrived()], NOW)
    assert told is not None
    assert (told.reason, told.by, told.body, told.next_at) == ("withdrawn", "mail", "kte", NOW)
    assert delivery.worth_sending(told, case)
    assert delivery.withdrawal(case, [arrived(), told], NOW) is None


@pytest.mark.parametrize(
    ("status", "sent"),
    [
        (Status.IN_WORK, [arrived()]),
        (Status.WITHDRAWN, []),
        (Status.WITHDRAWN, [on_its_way()]),
        (Status.WITHDRAWN, [arrived(body=KTE)]),
        (Status.WITHDRAWN, [replace(arrived(), body="kvk")]),
    ],
)
def test_nobody_else_hears_of_a_withdrawal(status: Status, sent: list[Delivery]) -> None:
    assert delivery.withdrawal(replace(in_state(status), id=7), sent, NOW) is None


def test_a_letter_tells_only_what_still_holds() -> None:
    open_case, gone = filed(), in_state(Status.WITHDRAWN)
    row = on_its_way()
    assert delivery.worth_sending(row, open_case)
    assert not delivery.worth_sending(row, gone)
    assert not delivery.worth_sending(row, replace(open_case, body="kvk"))
    withdrawn = replace(row, reason="withdrawn")
    assert delivery.worth_sending(withdrawn, gone)
    assert not delivery.worth_sending(withdrawn, open_case)


@pytest.mark.parametrize(
    ("reason", "after", "news"),
    [
        ("registered", delivery.LATE, False),
        ("registered", delivery.LATE + timedelta(seconds=1), True),
        ("forwarded", 5 * HOUR, True),
        ("reopened", 5 * HOUR, True),
        ("warned", 5 * HOUR, False),
        ("withdrawn", 5 * HOUR, False),
    ],
)
def test_only_a_late_letter_that_was_waited_for_is_news(
    reason: delivery.Reason, after: timedelta, news: bool
) -> None:
    assert delivery.is_late_news(arrived(reason), filed(), NOW + after) is news


def test_a_letter_still_on_its_way_is_no_news() -> None:
    assert not delivery.is_late_news(on_its_way(), filed(), NOW + 5 * HOUR)


def test_once_the_body_began_a_letter_is_no_news() -> None:
    assert not delivery.is_late_news(arrived(), in_state(Status.IN_WORK), NOW + 5 * HOUR)
