"""Ages and years of enrolment: rules of dates that hold for every date."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.enrolment import Ages, Enrolment, intake_year, load_ages, load_known, months_between
from core.institutions import Institutions
from core.tables import DataError
from tests.core.builders import DATA, ROUTING

AGES = load_ages(DATA / "law" / "enrolment_ages.csv")
KNOWN = load_known(DATA / "city" / "enrolment.csv")
TODAY = date(2030, 3, 5)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
FILED: list[dict[str, Any]] = []


def file_nothing(_context: Any, _slots: Any, told: Any) -> Any:
    FILED.append(dict(told))
    return {}


ENROLMENT = Enrolment(AGES, KNOWN, Institutions(ROUTING, lambda _part: []), file_nothing)


def preschooler(born: date, today: date = TODAY) -> dict[str, Any]:
    slots = {"child_birth_date": born.isoformat(), "today": today.isoformat()}
    return dict(ENROLMENT.check_preschooler(slots))


def pupil(born: date, today: date = TODAY, **slots: Any) -> dict[str, Any]:
    told = {"child_birth_date": born.isoformat(), "today": today.isoformat(), **slots}
    return dict(ENROLMENT.check_pupil(told))


# --- months and years ----------------------------------------------------------------------------


@given(born=DAYS, later=st.integers(0, 20_000))
def test_a_child_grows_by_months_that_are_never_lost(born: date, later: int) -> None:
    day = born + timedelta(days=later)
    months = months_between(born, day)
    assert 0 <= months_between(born, day + timedelta(days=1)) - months <= 1
    assert months * 30.4 - 31 <= later <= (months + 1) * 30.5 + 31


@given(born=DAYS, ahead=st.integers(1, 20_000))
def test_who_is_to_be_born_has_no_age(born: date, ahead: int) -> None:
    assert months_between(born, born - timedelta(days=ahead)) < 0


@given(day=DAYS)
def test_one_enrols_for_the_next_first_of_september(day: date) -> None:
    start = date(intake_year(day), 9, 1)
    assert day < start or (day.month >= 9 and start.year == day.year + 1)
    assert (start - day).days <= 366


# --- kindergarten --------------------------------------------------------------------------------


@given(born=DAYS, today=DAYS)
def test_a_kindergarten_takes_from_birth_to_seven_and_nobody_else(born: date, today: date) -> None:
    found, months = preschooler(born, today), months_between(born, today)
    expected = "ahead" if months < 0 else "too_old" if months >= 84 else None
    assert found["age_issue"] == expected
    assert found["not_yet_taken"] == (expected is None and months < 18)


@pytest.mark.parametrize(
    ("born", "issue", "age"),
    [
        (date(2030, 3, 6), "ahead", None),
        (date(2030, 3, 5), None, 0),
        (date(2023, 3, 6), None, 6),
        (date(2023, 3, 5), "too_old", 7),
        (date(1990, 3, 5), "too_old", 40),
    ],
)
def test_the_seventh_birthday_ends_it(born: date, issue: str | None, age: int | None) -> None:
    found = preschooler(born)
    assert found["age_issue"] == issue
    if age is not None:
        assert found["age"] == age


# --- school --------------------------------------------------------------------------------------


@given(born=DAYS, today=DAYS)
def test_a_school_takes_from_five_and_a_half_to_eighteen(born: date, today: date) -> None:
    found, months = pupil(born, today), months_between(born, today)
    issue = (
        "ahead"
        if months < 0
        else "too_young"
        if months < 66
        else "too_old"
        if months >= 216
        else None
    )
    assert found["age_issue"] == issue


@given(born=DAYS, today=DAYS)
def test_the_first_class_is_taken_for_granted_only_from_six_to_eight(
    born: date, today: date
) -> None:
    start = date(intake_year(today), 9, 1)
    six = 72 <= months_between(born, start) < 96
    assert pupil(born, today)["class_known"] == ("1" if six else None)
    assert pupil(born, today, transfer="transfer")["class_known"] is None
    assert pupil(born, today, school_class="5")["class_known"] == "5"


@pytest.mark.parametrize(
    ("born", "unusual"),
    [
        (date(2024, 9, 1), None),
        (date(2024, 9, 2), "early"),
        (date(2022, 9, 2), None),
        (date(2022, 9, 1), "late"),
    ],
)
def test_an_unusual_age_for_the_first_class_is_told_and_not_refused(
    born: date, unusual: str | None
) -> None:
    found = pupil(born, school_class="1")
    assert (found["unusual_age"], found["age_issue"]) == (unusual, None)


def test_without_a_date_nothing_is_said_of_the_age() -> None:
    told = {"today": TODAY.isoformat()}
    assert ENROLMENT.check_preschooler(told)["age_issue"] is None
    assert ENROLMENT.check_pupil(told)["class_known"] is None


# --- the year ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "which", "intake"),
    [
        ("2026-03-05", "this", "2026"),
        ("2026-11-24", "earlier", "2027"),
        ("2030-03-05", "earlier", "2030"),
        ("2020-03-05", None, "2020"),
    ],
)
def test_dates_of_another_year_are_told_as_such(today: str, which: str | None, intake: str) -> None:
    found = ENROLMENT.year("school", {"today": today})
    assert (found["dates_of"], found["intake"]) == (which, intake)
    assert found.get("opens") == ("2026-04-01" if which else None)


def test_papers_come_with_their_source() -> None:
    found = ENROLMENT.year("school", {"today": "2026-03-05"})
    assert "medical_form" in found["documents"]
    assert "367" in found["documents_source"]


# --- what is filed -------------------------------------------------------------------------------


def test_what_was_found_is_filed_and_what_led_the_talk_is_not() -> None:
    FILED.clear()
    told = {"child_name": "Коваль Лев", "more": "more", "asked_status": "asked"}
    ENROLMENT.file_enrolment(None, {"class_known": "1", "wished_in": "obolonskyi"}, told)  # type: ignore[arg-type]  # the made-up port looks at nothing
    assert FILED == [
        {"child_name": "Коваль Лев", "school_class": "1", "wished_district": "obolonskyi"}
    ]


# --- tables --------------------------------------------------------------------------------------


def test_a_missing_rule_is_named(tmp_path: Any) -> None:
    path = tmp_path / "ages.csv"
    path.write_text("key,months,sure,source,meaning\nschool_from,66,policy,,\n", "utf-8")
    with pytest.raises(DataError, match=r"lacks .*kindergarten_until"):
        load_ages(path)


@pytest.mark.parametrize(
    "row",
    ["school,2026,opens,spring,rbc.ua,2026-02-25,verified", "school,26a,opens,2026-04-01,x,,x"],
)
def test_a_faulty_row_is_named_by_its_line(tmp_path: Any, row: str) -> None:
    path = tmp_path / "enrolment.csv"
    path.write_text(f"kind,school_year,item,value,source,checked_at,sure\n{row}\n", "utf-8")
    with pytest.raises(DataError, match=r"enrolment\.csv:2: "):
        load_known(path)


def test_the_rules_are_those_of_the_table() -> None:
    assert Ages(18, 84, 66, 216, 72, 96) == AGES
