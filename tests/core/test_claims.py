"""The complaint to the inspection that is written from an unanswered claim."""

from dataclasses import replace
from typing import Any

import pytest

from connectors.database.unit_of_work import SqlUnitOfWork
from core.claims import Claims, act_due_at
from core.model import Address, Applicant, Case, Status
from tests.contract.builders import DAY, HOUR, NOW, PETRO, chat
from tests.contract.builders import filed as kept
from tests.core.builders import ROUTING
from tests.core.town import acting

CLAIMS = Claims(ROUTING)


def claim(uow: SqlUnitOfWork, **fields: Any) -> Case:
    facts: dict[str, Any] = {
        "kind": "utility_complaint",
        "body": "kte",
        "due_at": NOW + 5 * DAY,
        "description": "14 градусів",
        "applicant": Applicant("Коваль Олена"),
        "address": Address("вулиця Хрещатик", "22", "8"),
        "facts": {"period": "2026-10-01/2026-10-31", "wanted": "recalculation"},
        **fields,
    }
    return kept(uow, **facts)


def drafted(uow: SqlUnitOfWork, claim: str, days: int = 6) -> Any:
    late = replace(acting(uow), now=NOW + days * DAY)
    return CLAIMS.draft_inspection(late, {"claim": claim}, {})


def test_the_complaint_is_written_from_the_claim(uow: SqlUnitOfWork) -> None:
    found = drafted(uow, claim(uow).number)
    assert found["drafted"] is True
    assert (found["body"], found["against"]) == ("inspection-housing", "kte")
    assert (found["name"], found["description"]) == ("Коваль Олена", "14 градусів")
    assert (found["address"]["street"], found["apartment"]) == ("вулиця Хрещатик", "8")
    assert found["wanted"] == "recalculation"


def test_what_is_in_term_is_not_for_the_inspection(uow: SqlUnitOfWork) -> None:
    assert drafted(uow, claim(uow).number, days=4) == {"drafted": False}


@pytest.mark.parametrize(
    "fields", [{"kind": "appeal"}, {"status": Status.ANSWERED, "answered_at": NOW}]
)
def test_only_an_open_claim_is(uow: SqlUnitOfWork, fields: dict[str, Any]) -> None:
    assert drafted(uow, claim(uow, **fields).number) == {"drafted": False}


def test_somebody_elses_claim_is_not_shown(uow: SqlUnitOfWork) -> None:
    chat(uow, PETRO)
    assert drafted(uow, claim(uow, chat=PETRO).number) == {"drafted": False}
    assert drafted(uow, "KV-2026-999999") == {"drafted": False}


def test_a_provider_has_a_day_to_come(uow: SqlUnitOfWork) -> None:
    case = claim(uow)
    assert act_due_at(case) == NOW + 24 * HOUR
    assert uow.cases.claims_unheard(NOW - HOUR) == []
    assert uow.cases.claims_unheard(NOW) == [case]
