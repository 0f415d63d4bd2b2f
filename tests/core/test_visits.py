"""A visit: the day to come, the referral, and of health nothing but the speciality."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.database.unit_of_work import SqlUnitOfWork
from core.actions import CityActions
from core.handoffs import Desk
from core.institutions import Institutions
from core.model import Applicant, Case, Status
from core.tables import DataError
from core.visits import Visits, load_referrals
from tests.contract.builders import NOW, PETRO, chat, in_status
from tests.contract.builders import filed as kept
from tests.core.builders import DATA, LAW, ROUTING
from tests.core.town import acting

ACTIONS = CityActions(LAW, ROUTING, "KV", Desk(take_s=1800), open_cases_a_day=3)
REFERRALS = load_referrals(DATA / "city" / "doctors.csv")
TODAY = NOW.date()
WANTED = {"doctor_specialty": "стоматолог", "date": (TODAY + timedelta(days=1)).isoformat()}


def visits(actions: CityActions = ACTIONS) -> Visits:
    institutions = Institutions(ROUTING, lambda _part: [])
    return Visits(REFERRALS, institutions, actions.file_case, actions.withdraw_case)


def checked(**slots: Any) -> dict[str, Any]:
    return dict(visits().check_visit({"today": TODAY.isoformat(), **slots}))


def visit(uow: SqlUnitOfWork, **fields: Any) -> Case:
    facts: dict[str, Any] = {
        "kind": "doctor_appointment",
        "body": "cc1551",
        "facts": WANTED,
        "applicant": Applicant("Коваль Олена", "+380671234567"),
        **fields,
    }
    return kept(uow, **facts)


def acts(uow: SqlUnitOfWork, action: str, **slots: Any) -> dict[str, Any]:
    run = visits().actions()[action]
    facts = {"flow": "doctor_appointment", "today": TODAY.isoformat(), **slots}
    return dict(run(acting(uow), facts, slots))


# --- the day, the child, the referral ------------------------------------------------------------


@given(days=st.integers(-1000, 1000), span=st.integers(0, 30))
def test_only_a_day_or_span_that_is_all_over_is_gone(days: int, span: int) -> None:
    first = TODAY + timedelta(days=days)
    last = first + timedelta(days=span)
    wanted = first.isoformat() if span == 0 else f"{first.isoformat()}/{last.isoformat()}"
    assert checked(date=wanted)["day_gone"] == (last < TODAY)


@pytest.mark.parametrize("words", ["будь-коли", "", None, "2026-13-45"])
def test_words_that_are_no_date_are_never_gone(words: str | None) -> None:
    assert checked(date=words)["day_gone"] is False


@given(born=st.dates(date(1950, 1, 1), date(2040, 1, 1)))
def test_a_patient_is_a_child_until_eighteen(born: date) -> None:
    eighteen = born.replace(year=born.year + 18) if (born.month, born.day) != (2, 29) else None
    issue = checked(child_birth_date=born.isoformat())["age_issue"]
    if born > TODAY:
        assert issue == "ahead"
    elif eighteen is not None:
        assert issue == ("too_old" if eighteen <= TODAY else None)


@pytest.mark.parametrize("doctor", ["сімейний лікар", "педіатр", "стоматолог", "гінеколог"])
def test_some_doctors_are_seen_without_a_referral(doctor: str) -> None:
    assert checked(doctor_specialty=doctor)["referral_matters"] is False


def test_to_any_other_one_comes_from_the_family_doctor() -> None:
    assert checked(doctor_specialty="кардіолог")["referral_matters"] is True
    turned = checked(doctor_specialty="кардіолог", referral="none")
    assert (turned["doctor"], turned["turned"]) == ("сімейний лікар", True)
    sent = checked(doctor_specialty="кардіолог", referral="have")
    assert (sent["doctor"], sent["turned"]) == ("кардіолог", False)


def test_a_paediatrician_is_for_a_child() -> None:
    assert checked(doctor_specialty="педіатр")["for_child"] is True
    assert checked(doctor_specialty="кардіолог")["for_child"] is False
    assert checked(doctor_specialty="кардіолог", patient="child")["for_child"] is True


# --- filing --------------------------------------------------------------------------------------


def test_no_words_of_the_residents_are_filed(uow: SqlUnitOfWork) -> None:
    told = {**WANTED, "patient": "child", "name": "Коваль Олена"}
    slots: dict[str, Any] = {**told, "flow": "doctor_appointment", "description": "болить зуб"}
    slots |= {"body": "cc1551", "consent": True}
    found = visits().file_visit(acting(uow), slots, told)
    case = uow.cases.get(found["case_number"])
    assert case is not None
    assert case.description == ""
    assert case.facts == {**WANTED, "health_consent": "2026-11"}


def test_the_latest_visit_to_come_is_the_one_that_is_moved(uow: SqlUnitOfWork) -> None:
    gone = {**WANTED, "date": (TODAY - timedelta(days=1)).isoformat()}
    visit(uow, number="KV-2026-000001")
    visit(uow, number="KV-2026-000002", facts={**WANTED, "cancels": "KV-2026-000001"})
    visit(uow, number="KV-2026-000003", facts=gone)
    visit(uow, number="KV-2026-000004", status=Status.WITHDRAWN)
    found = acts(uow, "find_visit", change="move")
    assert found["replaces"] == found["visit"] == "KV-2026-000001"
    assert found["told"] == {
        "doctor_specialty": "стоматолог",
        "name": "Коваль Олена",
        "phone": "+380671234567",
    }


def test_somebody_elses_visit_is_not_found(uow: SqlUnitOfWork) -> None:
    chat(uow, PETRO)
    visit(uow, chat=PETRO)
    assert acts(uow, "find_visit", change="cancel") == {"visit": None}


def test_a_visit_that_stands_is_withdrawn(uow: SqlUnitOfWork) -> None:
    case = visit(uow)
    assert acts(uow, "cancel_visit", visit=case.number) == {"cancelled": "withdrawn"}
    after = uow.cases.get(case.number)
    assert after is not None
    assert after.status is Status.WITHDRAWN


def test_a_confirmed_visit_is_cancelled_by_a_request_to_the_clinic(uow: SqlUnitOfWork) -> None:
    case = in_status(
        uow,
        "KV-2025-000009",
        Status.ANSWERED,
        kind="doctor_appointment",
        body="dep-health",
        facts=WANTED,
        answered_at=NOW,
    )
    found = acts(uow, "cancel_visit", visit=case.number)
    assert found["cancelled"] == "told"
    sent = uow.cases.get(found["case_number"])
    assert sent is not None
    assert (sent.body, sent.facts["cancels"]) == ("dep-health", case.number)


def test_when_nothing_more_may_be_filed_today_the_cancel_is_no_lie(uow: SqlUnitOfWork) -> None:
    case = in_status(
        uow, "KV-2025-000009", Status.ANSWERED, kind="doctor_appointment", answered_at=NOW
    )
    few = visits(replace(ACTIONS, open_cases_a_day=0))
    found = few.cancel_visit(acting(uow), {"visit": case.number, "flow": "x"}, {})
    assert found["cancelled"] is None


@pytest.mark.parametrize(
    ("rows", "wrong"), [("лор,maybe,x,x\n*,yes,x,x", ":2: "), ("лор,no,x,x", "lacks")]
)
def test_a_faulty_table_is_told(tmp_path: Path, rows: str, wrong: str) -> None:
    path = tmp_path / "doctors.csv"
    path.write_text(f"specialty,referral,sure,source\n{rows}\n", "utf-8")
    with pytest.raises(DataError, match=wrong):
        load_referrals(path)
