"""Which case is rated, and why one cannot be."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.database.unit_of_work import SqlUnitOfWork
from core import cases
from core.model import Case, Status
from core.ports import ActionContext
from core.ratings import Ratings
from core.staff import resident
from tests.contract.builders import DAY, HOUR, NOW, PETRO, chat, event
from tests.contract.builders import filed as kept
from tests.core.builders import LAW, ROUTING
from tests.core.town import acting, talking

RATINGS = Ratings(LAW, ROUTING)


def answered(uow: SqlUnitOfWork, n: int, **fields: Any) -> Case:
    """Return a case of Olena's that was answered now, closed when told so."""
    facts = {"status": Status.ANSWERED, "answered_at": NOW, "outcome": "fixed", **fields}
    return kept(uow, f"KV-2026-{n:06d}", **facts)


def found(uow: SqlUnitOfWork, **slots: Any) -> Any:
    return RATINGS.find_rated(acting(uow), slots, {})


def later(uow: SqlUnitOfWork, by: timedelta) -> ActionContext:
    context = acting(uow)
    return ActionContext(context.uow, context.conversation, context.now + by, None)


def test_an_answered_case_comes_before_a_closed_and_an_open_one(uow: SqlUnitOfWork) -> None:
    kept(uow, "KV-2026-000001")
    assert found(uow)["found"] == "open"
    answered(uow, 2, status=Status.CLOSED, answered_at=NOW + HOUR, closed_at=NOW + HOUR)
    assert (found(uow)["found"], found(uow)["case_number"]) == ("one", "KV-2026-000002")
    answered(uow, 3)
    assert found(uow)["case_number"] == "KV-2026-000003"
    answered(uow, 4, answered_at=NOW + HOUR)
    assert found(uow)["case_number"] == "KV-2026-000004"


def test_nothing_filed_is_nothing_to_rate(uow: SqlUnitOfWork) -> None:
    assert found(uow) == {"found": "none"}


@pytest.mark.parametrize("act", [RATINGS.find_rated, RATINGS.rate_case, RATINGS.reopen_case])
def test_somebody_elses_number_is_as_if_it_were_not(uow: SqlUnitOfWork, act: Any) -> None:
    chat(uow, PETRO)
    case = answered(uow, 1, chat=PETRO)
    slots = {"case_number": case.number, "rating_quality": 5, "rating_speed": 5}
    assert act(acting(uow), slots, {}) == {"found": "unknown"}
    assert uow.cases.get(case.number) == case


def test_a_withdrawn_case_is_over(uow: SqlUnitOfWork) -> None:
    case = kept(uow, "KV-2026-000001")
    uow.cases.save(case, cases.withdraw(case, resident(case.conversation_id), NOW))
    assert found(uow, case_number=case.number)["found"] == "over"


def test_a_rating_that_comes_too_late_is_told_so(uow: SqlUnitOfWork) -> None:
    case = answered(uow, 1)
    slots = {"case_number": case.number, "rating_quality": 5, "rating_speed": 5}
    assert RATINGS.rate_case(later(uow, 31 * DAY), slots, {}) == {"found": "late"}
    assert RATINGS.reopen_case(later(uow, 31 * DAY), slots, {}) == {"found": "late"}
    assert RATINGS.rate_case(later(uow, 2 * DAY), slots, {}) == {"rated": True, "low": False}


def test_a_reopened_case_is_sent_to_its_body_anew(uow: SqlUnitOfWork) -> None:
    case = answered(uow, 1)
    slots = {"case_number": case.number, "verdict": "not_fixed", "reason": "знову стоїть"}
    assert RATINGS.reopen_case(acting(uow), slots, {})["reopened"] is True
    reopened = uow.cases.get(case.number)
    assert reopened is not None
    assert (reopened.status, reopened.description) == (Status.REOPENED, "знову стоїть")
    assert [d.reason for d in uow.deliveries.of_case(case.id or 0)] == ["reopened"]


def test_one_who_is_content_cannot_reopen(uow: SqlUnitOfWork) -> None:
    case = answered(uow, 1)
    uow.cases.save(case, event("answered", NOW, "staff:1"))
    assert talking(uow).id is not None
    told = RATINGS.reopen_case(acting(uow), {"case_number": case.number}, {})
    assert "reopened" not in told
