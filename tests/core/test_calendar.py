"""The legal calendar: terms as the law gives them, in Kyiv's days."""

import csv
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.calendar import (
    KYIV,
    LAW_KINDS,
    Holiday,
    LegalCalendar,
    Period,
    Term,
    Terms,
    Variant,
    add_month,
    easter,
    load_law,
    load_terms,
)
from core.tables import DataError
from tests import sizes
from tests.core.builders import DATA, LAW, kyiv

PEACE = replace(LAW, martial_law=())
KINDS: list[tuple[str, Variant, str | None]] = [
    ("appeal", "normal", None),
    ("appeal", "simple", None),
    ("official_complaint", "normal", None),
    ("official_complaint", "simple", None),
    ("info_request", "normal", None),
    ("info_request", "urgent", None),
    ("utility_complaint", "normal", None),
    ("dispatcher_request", "normal", "elevator"),
    ("dispatcher_request", "normal", "construction"),
    ("enrol_school", "normal", None),
]
many = settings(max_examples=sizes.size("legal_clock"))
moments = st.datetimes(
    min_value=datetime(2015, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2045, 12, 31),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
)
days = st.dates(min_value=date(2015, 1, 1), max_value=date(2045, 12, 31))
calendars = st.sampled_from([
    LAW,
    PEACE,
    replace(LAW, martial_law=(Period(date(2022, 2, 24), date(2027, 4, 30)),)),
])  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / "law" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def due_on(kind: str, registered: str, variant: Variant = "normal", code: str | None = None) -> str:
    at = LAW.due(kind, kyiv(registered), variant=variant, service_code=code).at
    return at.astimezone(KYIV).isoformat(" ", "seconds")


# --- terms as the law gives them -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "variant", "registered", "due"),
    [
        # A month is the same day of the next one…
        ("appeal", "normal", "2026-11-24 12:00", "2026-12-24 23:59:59+02:00"),
        # …or its last day…
        ("appeal", "normal", "2027-12-31 10:00", "2028-01-31 23:59:59+02:00"),
        ("appeal", "normal", "2028-01-31 10:00", "2028-02-29 23:59:59+02:00"),
        # …and an end on a Sunday (28.02.2027, 24.01.2027) moves to Monday.
        ("appeal", "normal", "2027-01-31 10:00", "2027-03-01 23:59:59+02:00"),
        ("official_complaint", "normal", "2026-12-24 12:00", "2027-01-25 23:59:59+02:00"),
        # The last minute of a Kyiv day still belongs to it.
        ("appeal", "normal", "2026-11-24 23:59", "2026-12-24 23:59:59+02:00"),
        ("appeal", "normal", "2026-11-25 00:00", "2026-12-25 23:59:59+02:00"),
        # Fifteen calendar days, weekends count.
        ("appeal", "simple", "2026-11-24 12:00", "2026-12-09 23:59:59+02:00"),
        ("appeal", "simple", "2026-11-20 12:00", "2026-12-07 23:59:59+02:00"),
        # Five working days.
        ("info_request", "normal", "2026-11-24 12:00", "2026-12-01 23:59:59+02:00"),
        ("utility_complaint", "normal", "2026-11-28 12:00", "2026-12-04 23:59:59+02:00"),
        # Christmas is a working day under martial law.
        ("info_request", "normal", "2026-12-24 12:00", "2026-12-31 23:59:59+02:00"),
        # 48 hours are hours: over the end of summer time the wall shows an hour less.
        ("info_request", "urgent", "2026-10-24 12:00", "2026-10-26 11:00:00+02:00"),
        # Over both changes of the clock an end is the end of a Kyiv day.
        ("appeal", "normal", "2026-10-20 12:00", "2026-11-20 23:59:59+02:00"),
        ("appeal", "normal", "2027-03-15 12:00", "2027-04-15 23:59:59+03:00"),
    ],
)
def test_a_case_is_due_when_the_law_says(
    kind: str, variant: Variant, registered: str, due: str
) -> None:
    assert due_on(kind, registered, variant) == due


@pytest.mark.parametrize(
    ("code", "due"), [("elevator", "2026-12-09"), ("noise", "2026-12-24"), (None, "2026-12-24")]
)
def test_a_dispatcher_request_is_due_by_the_norm_of_its_code(code: str | None, due: str) -> None:
    assert due_on("dispatcher_request", "2026-11-24 12:00", code=code).startswith(due)


def test_a_norm_may_end_on_a_day_off() -> None:
    assert due_on("dispatcher_request", "2026-11-20 12:00", code="elevator").startswith(
        "2026-12-05"
    )


@pytest.mark.parametrize(
    ("kind", "variant", "basis", "rule"),
    [
        ("appeal", "normal", "law", "appeal.normal"),
        ("appeal", "simple", "law", "appeal.simple"),
        ("info_request", "urgent", "law", "info_request.urgent"),
        ("utility_complaint", "normal", "law", "utility_complaint.normal"),
        ("dispatcher_request", "normal", "norm", "dispatcher_request.norm"),
        ("doctor_appointment", "normal", "norm", "doctor_appointment.norm"),
    ],
)
def test_a_term_says_whether_it_is_law(kind: str, variant: Variant, basis: str, rule: str) -> None:
    due = LAW.due(kind, kyiv("2026-11-24 12:00"), variant=variant)
    assert (due.basis, due.rule) == (basis, rule)


@pytest.mark.parametrize(
    ("kind", "longest"),
    [
        ("appeal", "2027-01-08"),
        ("official_complaint", "2027-01-08"),
        ("info_request", "2026-12-22"),
        ("dispatcher_request", "2027-01-08"),
    ],
)
def test_an_extension_reaches_so_far_in_all(kind: str, longest: str) -> None:
    due = LAW.longest(kind, kyiv("2026-11-24 12:00"))
    assert due is not None
    assert due.at.astimezone(KYIV).isoformat().startswith(f"{longest}T23:59:59")
    assert due.rule == f"{kind}.extended"


def test_forty_five_days_in_all_do_not_move_past_a_sunday() -> None:
    due = LAW.longest("appeal", kyiv("2026-11-26 12:00"))
    assert due is not None
    assert due.at == kyiv("2027-01-10 23:59:59")
    assert LAW.day(due.at).weekday() == 6


def test_a_utility_claim_has_no_extension() -> None:
    assert LAW.longest("utility_complaint", kyiv("2026-11-24 12:00")) is None


def test_forwarding_and_returning_have_their_terms() -> None:
    start = kyiv("2026-11-24 12:00")
    assert LAW.limit("forward", start) == kyiv("2026-11-30 23:59:59")  # the 29th is a Sunday
    assert LAW.limit("return_faulty", start) == kyiv("2026-12-04 23:59:59")
    assert LAW.limit("reopen", start) == kyiv("2026-12-24 23:59:59")


def test_a_variant_that_a_kind_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="dispatcher_request has no urgent term"):
        LAW.due("dispatcher_request", kyiv("2026-11-24 12:00"), variant="urgent")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        LAW.due("appeal", datetime(2026, 11, 24))  # noqa: DTZ001 - that is the point


def test_settings_change_what_is_not_verified() -> None:
    terms = load_terms(DATA / "law" / "terms.csv", {"appeal_normal": "30d", "roll_day_off": False})
    law = replace(LAW, terms=terms)
    assert law.due("appeal", kyiv("2026-12-25 12:00")).at == kyiv("2027-01-24 23:59:59")


# --- working days --------------------------------------------------------------------------------


def test_holidays_are_working_days_while_martial_law_lasts() -> None:
    independence_day = date(2026, 8, 24)  # a Monday
    assert LAW.working_day(independence_day)
    assert not PEACE.working_day(independence_day)


def test_a_period_counts_to_its_last_day() -> None:
    law = replace(LAW, martial_law=(Period(date(2022, 2, 24), date(2026, 8, 23)),))
    assert law.in_martial_law(date(2026, 8, 23))
    assert not law.working_day(date(2026, 8, 24))


@pytest.mark.parametrize(
    ("year", "month", "off"),
    [
        # Labour Day on Saturday and Easter on Sunday gave Monday and Tuesday; 8 May was a Saturday.
        (2021, 5, [3, 4, 10]),
        # Trinity on 20 June moved to the 21st; 28 June was a Monday.
        (2021, 6, [21, 28]),
        # Labour Day and Easter on one Sunday gave one Monday; 8 May was a Sunday.
        (2016, 5, [2, 9]),
        (2019, 8, [26]),  # Independence Day on a Saturday
        (2022, 1, [3]),  # New Year on a Saturday
    ],
)
def test_a_holiday_at_a_weekend_moves_to_the_next_working_day(
    year: int, month: int, off: list[int]
) -> None:
    month_days = (date(year, month, 1) + timedelta(n) for n in range(30))
    assert [d.day for d in month_days if d.weekday() < 5 and not PEACE.working_day(d)] == off


def test_no_day_off_moves_into_martial_law() -> None:
    law = replace(LAW, martial_law=(Period(date(2022, 1, 3)),))  # New Year was a Saturday
    assert law.working_day(date(2022, 1, 3))


def test_a_holiday_marked_so_stays_off_under_martial_law() -> None:
    law = replace(LAW, holidays=(Holiday("08-24", "День", "Day", off_in_martial_law=True),))
    assert not law.working_day(date(2026, 8, 24))


def test_the_last_day_of_december_may_move_into_january() -> None:
    law = replace(PEACE, holidays=(Holiday("12-31", "д", "d"), Holiday("01-01", "р", "y")))
    # 31 December 2022 was a Saturday, 1 January a Sunday: Monday and Tuesday stand in.
    assert [law.working_day(date(2023, 1, d)) for d in (2, 3, 4)] == [False, False, True]


@pytest.mark.parametrize(
    "sunday",
    [
        "2016-05-01",
        "2019-04-28",
        "2021-05-02",
        "2024-05-05",
        "2025-04-20",
        "2026-04-12",
        "2027-05-02",
    ],
)
def test_orthodox_easter_is_known(sunday: str) -> None:
    day = date.fromisoformat(sunday)
    assert easter(day.year) == day
    assert Holiday("TRINITY", "Трійця", "Trinity").on(day.year) == day + timedelta(days=49)


def test_a_leap_day_is_no_holiday_in_a_common_year() -> None:
    assert Holiday("02-29", "д", "d").on(2027) is None
    assert Holiday("02-29", "д", "d").on(2028) == date(2028, 2, 29)


@given(st.integers(1900, 2099))
def test_easter_is_a_spring_sunday(year: int) -> None:
    assert easter(year).weekday() == 6
    assert date(year, 4, 4) <= easter(year) <= date(year, 5, 8)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        ("2026-01-31", "2026-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2028-01-29", "2028-02-29"),
        ("2026-12-15", "2027-01-15"),
        ("2026-11-30", "2026-12-30"),
        ("2026-10-31", "2026-11-30"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(day: str, later: str) -> None:
    assert add_month(date.fromisoformat(day)) == date.fromisoformat(later)


@given(calendars, days, st.integers(0, 60))
def test_working_days_are_counted_as_on_fingers(law: LegalCalendar, day: date, count: int) -> None:
    end = law.add_working_days(day, count)
    passed = [day + timedelta(n) for n in range(1, (end - day).days + 1)]
    assert sum(map(law.working_day, passed)) == count
    assert count == 0 or law.working_day(end)


def test_a_negative_count_of_days_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 working days"):
        LAW.add_working_days(date(2026, 11, 24), -1)


# --- what holds for every moment -----------------------------------------------------------------


@many
@given(calendars, st.sampled_from(KINDS), moments)
def test_nothing_is_due_before_it_is_registered(
    law: LegalCalendar, kind: tuple[str, Variant, str | None], moment: datetime
) -> None:
    due = law.due(kind[0], moment, variant=kind[1], service_code=kind[2])
    assert due.at > moment
    assert due.at.tzinfo is UTC


@many
@given(calendars, st.sampled_from(KINDS), moments, st.timedeltas(min_value=timedelta(0)))
def test_what_is_registered_later_is_not_due_earlier(
    law: LegalCalendar, kind: tuple[str, Variant, str | None], moment: datetime, wait: timedelta
) -> None:
    later = moment + wait % timedelta(days=70)
    dues = [law.due(kind[0], m, variant=kind[1], service_code=kind[2]).at for m in (moment, later)]
    assert dues[0] <= dues[1]


@many
@given(calendars, st.sampled_from([k for k in KINDS if k[1] != "urgent"]), moments)
def test_a_term_of_days_ends_with_the_last_second_of_a_kyiv_day(
    law: LegalCalendar, kind: tuple[str, Variant, str | None], moment: datetime
) -> None:
    due = law.due(kind[0], moment, variant=kind[1], service_code=kind[2])
    assert due.at.astimezone(KYIV).strftime("%H:%M:%S.%f") == "23:59:59.000000"
    if kind[0] in LAW_KINDS:
        assert law.working_day(law.day(due.at))


@many
@given(calendars, moments)
def test_hours_are_hours_over_holidays_weekends_and_changes_of_clocks(
    law: LegalCalendar, moment: datetime
) -> None:
    due = law.due("info_request", moment, variant="urgent")
    assert due.at - moment == timedelta(hours=48)
    assert (due.basis, due.rule) == ("law", "info_request.urgent")
    assert due.at < law.due("info_request", moment).at


@pytest.mark.parametrize(
    ("filed", "due"),
    [
        # The clocks go forward on 28 March 2027 and back on 25 October 2026, both a Sunday.
        ("2027-03-27 12:00", "2027-03-29 13:00:00+03:00"),
        ("2026-10-24 12:00", "2026-10-26 11:00:00+02:00"),
        ("2028-02-28 09:15", "2028-03-01 09:15:00+02:00"),
        ("2026-12-31 18:00", "2027-01-02 18:00:00+02:00"),
    ],
)
def test_forty_eight_hours_end_to_the_minute(filed: str, due: str) -> None:
    assert due_on("info_request", filed, "urgent") == due


URGENT = rows("urgent_subjects.csv")


@pytest.mark.parametrize(
    "words",
    [
        "Надайте інформацію про забруднення повітря на Троєщині",
        "прошу дані ЕКОЛОГІЧНОГО СТАНУ озера Вирлиця",
        "Скільки людей отруїлося: дані про отруєння в садочку №15",
        "які міста затоплення можливі навесні",
        "причини аварії на теплотрасі по вул. Драгоманова",
        "ким і коли був затриманий мій син",
        "информация о пожаре на складе",
        "чи є загроза  життю людей через обвал схилу",
        "the air quality near the school for the last month",
    ],
)
def test_what_the_law_calls_urgent_is_heard(words: str) -> None:
    assert LAW.variant("info_request", words) == "urgent"


@pytest.mark.parametrize(
    "words",
    [
        "скільки коштів витрачено на ремонт парку",
        "перелік договорів за 2025 рік",
        "варіанти проїзду, товари та аварський посол",
        "життя міста: програма свят",
        "",
    ],
)
def test_the_rest_has_its_five_days(words: str) -> None:
    assert LAW.variant("info_request", words) == "normal"


@pytest.mark.parametrize("kind", ["appeal", "official_complaint", "dispatcher_request"])
def test_only_requests_for_information_are_urgent_by_law(kind: str) -> None:
    assert LAW.variant(kind, "забруднення повітря, аварія, пожежа") == "normal"


@pytest.mark.parametrize("row", URGENT, ids=lambda row: row["subject"])
def test_every_way_to_say_an_urgent_subject_is_heard(row: dict[str, str]) -> None:
    for words in row["words"].split(";"):
        said = " ".join(f"{word}ого" for word in words.split())
        assert LAW.variant("info_request", f"щодо: {said}.") == "urgent", words
        assert LAW.variant("info_request", f"не{words}") == "normal", words


@many
@given(calendars, moments)
def test_a_month_is_never_longer_than_the_longest_term(
    law: LegalCalendar, moment: datetime
) -> None:
    longest = law.longest("appeal", moment)
    assert longest is not None
    assert law.due("appeal", moment).at < longest.at
    assert law.day(longest.at) - law.day(moment) == timedelta(days=45)


@many
@given(moments, moments)
def test_warnings_come_in_order_and_inside_the_term(first: datetime, second: datetime) -> None:
    start, due_at = sorted((first, second))
    warnings = LAW.warn_moments(start, due_at)
    assert all(start < warning.at < due_at for warning in warnings)
    assert [w.at for w in warnings] == sorted(w.at for w in warnings)


def test_a_body_is_warned_at_half_three_days_and_one_day_before() -> None:
    warnings = LAW.warn_moments(kyiv("2026-11-24 23:59:59"), kyiv("2026-12-24 23:59:59"))
    assert [(w.name, w.at) for w in warnings] == [
        ("half", kyiv("2026-12-09 23:59:59")),
        ("3d", kyiv("2026-12-21 23:59:59")),
        ("1d", kyiv("2026-12-23 23:59:59")),
    ]


@pytest.mark.parametrize(
    ("due_at", "names"),
    [
        ("2026-11-25 18:00", ["half"]),
        ("2026-11-27 18:00", ["half", "1d"]),
        ("2026-11-28 12:00", ["half", "1d"]),
        ("2026-11-28 13:00", ["3d", "half", "1d"]),
    ],
)
def test_a_short_term_goes_without_the_warnings_that_do_not_fit(
    due_at: str, names: list[str]
) -> None:
    assert [w.name for w in LAW.warn_moments(kyiv("2026-11-25 12:00"), kyiv(due_at))] == names


def test_a_warning_keeps_its_hour_over_the_change_of_clocks() -> None:
    due_at = kyiv("2026-10-26 23:59:59")
    assert LAW.warn_moments(kyiv("2026-10-10 12:00"), due_at)[-1].at == kyiv("2026-10-25 23:59:59")
    assert LAW.warn_moments(kyiv("2026-10-10 12:00"), due_at)[-2].at == kyiv("2026-10-23 23:59:59")


# --- data ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("48h", Term(48, "h")),
        ("15d", Term(15, "d")),
        (" 5WD ", Term(5, "wd")),
        ("1month", Term(1, "month")),
    ],
)
def test_a_term_is_read_as_the_law_writes_it(text: str, term: Term) -> None:
    assert Term.parse(text) == term


@pytest.mark.parametrize("text", ["", "15", "0d", "-1d", "15 weeks", "99999d", "1.5d", "d"])
def test_what_is_no_term_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="write 48h, 15d"):
        Term.parse(text)


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before its start"):
        Period(date(2026, 2, 1), date(2026, 1, 1))


@pytest.fixture
def data(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """Return a maker of a data folder in which one file has one text in place of another."""

    def changed(name: str, old: str, new: str) -> Path:
        for path in (
            "law/terms.csv",
            "law/martial_law.csv",
            "law/reject_reasons.csv",
            "city/holidays.csv",
        ):
            text = (DATA / path).read_text("utf-8")
            assert path != name or old in text
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(text.replace(old, new) if path == name else text, "utf-8")
        return tmp_path

    return changed


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        (
            "law/terms.csv",
            "appeal_simple,15d",
            "appeal_simple,soon",
            r"terms\.csv:3: 'soon' is not a term",
        ),
        (
            "law/terms.csv",
            "roll_day_off,true",
            "roll_day_off,often",
            r"terms\.csv:15: 'often' is not a switch",
        ),
        ("law/terms.csv", "\nreopen,", "\nrevive,", r"terms\.csv:14: unknown term revive"),
        ("law/terms.csv", "\nreopen,", "\nrevive,", r"terms\.csv: lacks the term reopen"),
        (
            "law/martial_law.csv",
            "2022-02-24,",
            "24.02.2022,",
            r"martial_law\.csv:2: Invalid isoformat",
        ),
        ("city/holidays.csv", "01-01,", "13-01,", r"holidays\.csv:2: month must be in 1\.\.12"),
        ("city/holidays.csv", "EASTER,", "PASKHA,", r"holidays\.csv:4: 'PASKHA' is not a day"),
        ("law/reject_reasons.csv", "incapable", "anonymous", r"code anonymous stands in line 2"),
    ],
)
def test_faulty_data_are_told_with_file_and_line(
    data: Callable[[str, str, str], Path], name: str, old: str, new: str, problem: str
) -> None:
    with pytest.raises(DataError, match=problem):
        load_law(data(name, old, new))


@pytest.mark.parametrize(
    ("overrides", "problem"),
    [
        ({"appeal_normal": "soon"}, r"law\.terms\.appeal_normal: 'soon' is not a term"),
        ({"apeal": "1d"}, r"law\.terms\.apeal: unknown; known: appeal_normal"),
        ({"roll_day_off": "maybe"}, r"law\.terms\.roll_day_off: 'maybe' is not a switch"),
    ],
)
def test_a_faulty_setting_is_told_by_its_name(overrides: dict[str, str], problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        load_law(DATA, overrides=overrides)


def test_periods_of_martial_law_can_be_set() -> None:
    law = load_law(DATA, martial_law=[Period(date(2022, 2, 24), date(2026, 12, 1))])
    assert not law.in_martial_law(date(2026, 12, 2))


def test_the_file_has_exactly_the_terms_that_the_program_knows() -> None:
    with (DATA / "law" / "terms.csv").open(encoding="utf-8") as file:
        keys = [row["key"] for row in csv.DictReader(file)]
    assert keys == [field.name for field in fields(Terms)]
