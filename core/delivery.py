"""A case on its way to its body: the row to write, attempts and their back-off.

Rule: pure; the worker that mails passes the moment and the chance (`jitter`). "Handed over" may be
said only when `status` is `delivered`.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from core.lifecycle import OPEN
from core.model import Body, Case, Delivery, Status

Reason = Literal["registered", "forwarded", "info_given", "reopened", "warned", "withdrawn"]

FIRST_WAIT_S = 60
LONGEST_WAIT_S = 6 * 3600
MAX_ATTEMPTS = 12
# Who was told that a case is being handed over hears of it when it took longer than this.
LATE = timedelta(hours=1)
_ERROR_CHARS = 300


def deliver(case: Case, reason: Reason, body: Body, now: datetime) -> Delivery:
    """Return the delivery of a saved case to its body.

    People of an inbox body see the case with the commit, so that it is delivered at once. A body by
    mail gets it at the first attempt; one by Open311 uses the inbox: it has no connector.
    Errors: ValueError when the case was not saved.
    """
    if case.id is None:
        raise ValueError(f"{case.number} has no id yet; save the case before its delivery")
    if body.delivery == "mail":
        return Delivery(case.id, body.id, "mail", reason, now, next_at=now)
    return Delivery(case.id, body.id, "inbox", reason, now, status="delivered", delivered_at=now)


def wait_s(attempts: int, jitter: float) -> float:
    """Return the wait after so many failed attempts: doubling, capped, half of it left to chance.

    Units: seconds; `jitter` from 0 to 1. Errors: ValueError out of range.
    """
    if attempts < 1 or not 0 <= jitter <= 1:
        raise ValueError(f"attempts {attempts} (from 1), jitter {jitter} (from 0 to 1)")
    full = min(float(LONGEST_WAIT_S), math.ldexp(FIRST_WAIT_S, min(attempts - 1, 30)))
    return full * (0.5 + jitter / 2)


def done(delivery: Delivery, now: datetime) -> None:
    """Note that the body has the case."""
    delivery.status, delivery.delivered_at = "delivered", now
    delivery.next_at = delivery.error = None


def failed(
    delivery: Delivery, error: str, now: datetime, jitter: float, *, lasting: bool = False
) -> None:
    """Note a failed attempt. `lasting`: others would fail too. `error`: no personal data."""
    delivery.attempts += 1
    delivery.error = error[:_ERROR_CHARS]
    if lasting or delivery.attempts >= MAX_ATTEMPTS:
        delivery.status, delivery.next_at = "dead", None
        return
    delivery.next_at = now + timedelta(seconds=wait_s(delivery.attempts, jitter))


def again(delivery: Delivery, now: datetime) -> None:
    """Let a letter that was given up be tried anew."""
    delivery.status, delivery.attempts, delivery.next_at = "new", 0, now
    delivery.error = None


def withdrawal(case: Case, of_case: Sequence[Delivery], now: datetime) -> Delivery | None:
    """Return the delivery that tells the body of a withdrawal, once and only if a letter of the
    case reached it; people of an inbox see it by themselves.
    """
    mine = [row for row in of_case if row.body == case.body and row.by == "mail"]
    told = any(row.reason == "withdrawn" for row in mine)
    reached = any(row.status == "delivered" for row in mine)
    if case.status is not Status.WITHDRAWN or told or not reached or case.id is None:
        return None
    return Delivery(case.id, case.body, "mail", "withdrawn", now, next_at=now)


# What goes to a body that has the case already: no new errand.
MORE_OF_IT = frozenset({"warned", "info_given"})


def has_arrived(case: Case, of_case: Sequence[Delivery]) -> bool:
    """Whether the body that answers now really has the case."""
    mine = [row for row in of_case if row.body == case.body and row.reason not in MORE_OF_IT]
    return bool(mine) and mine[-1].status == "delivered"


def is_late_news(delivery: Delivery, case: Case, now: datetime) -> bool:
    """Whether a resident who heard «передаємо» waits for the news of a delivery just done. Not once
    the body began: that was news enough.
    """
    awaited = delivery.reason not in ("warned", "withdrawn") and case.body == delivery.body
    late = delivery.status == "delivered" and now - delivery.created_at > LATE
    return awaited and late and not _confirmed(case)


def worth_sending(delivery: Delivery, case: Case) -> bool:
    """Whether the letter still tells its body something that holds."""
    if delivery.reason == "withdrawn":
        return case.body == delivery.body and case.status is Status.WITHDRAWN
    return still_theirs(delivery, case)


def still_theirs(delivery: Delivery, case: Case) -> bool:
    """Whether the body must still act: others have no business with what a resident told."""
    return case.body == delivery.body and case.status in OPEN


def is_latest(delivery: Delivery, of_case: Sequence[Delivery]) -> bool:
    """Whether the case did not go out anew since."""
    return not any(
        (later.id or 0) > (delivery.id or 0) and later.reason not in MORE_OF_IT for later in of_case
    )


def needs_staff(delivery: Delivery, case: Case, now: datetime, within_hours: int) -> bool:
    """Whether the delivery belongs in the staff queue: dead, or not confirmed in its time.

    A body confirms by taking or starting the case, a reopened one by starting it again. Units:
    hours since the row was written (`Routing.first_response_hours`).
    """
    if case.body != delivery.body or _confirmed(case):
        return False
    late = now - delivery.created_at > timedelta(hours=within_hours)
    return delivery.status == "dead" or late


def _confirmed(case: Case) -> bool:
    if case.status in (Status.REGISTERED, Status.FORWARDED):
        return case.executor is not None
    return case.status is not Status.REOPENED
