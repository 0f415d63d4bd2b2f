"""Rights, role by role; duty hours, week by week."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import KYIV
from core.model import Role, StaffMember
from core.refusals import BadValue, NotAllowed
from core.staff import (
    ACTIONS,
    SYSTEM,
    Actor,
    Duty,
    DutyError,
    allow,
    bodies_seen,
    check_member,
    may,
    parse_duty,
    resident,
    staff,
)
from tests.core.builders import NOW, ROUTING, kyiv, member

# --- rights --------------------------------------------------------------------------------------

BODY = set("view take start ask forward answer reject reopen shorten merge split link note".split())
HEAD = BODY | {"extend", "reassign", "assign"}
DESK = {"handoff_view", "handoff_take", "handoff_say", "handoff_return", "caller_file"}
PETITIONS = {"petition_publish", "petition_refuse", "petition_answer"}

# What each role may, on a case of its own body, in triage, of another body.
GRID: dict[Role, tuple[set[str], set[str], set[str]]] = {
    Role.EXECUTOR: (BODY, set(), set()),
    Role.OPERATOR: (
        BODY | DESK,
        BODY | DESK,
        {"view", "forward", "reopen"} | DESK,
    ),
    Role.SUPERVISOR: (
        HEAD | DESK | {"handoff_reassign"},
        DESK | {"handoff_reassign"},
        DESK | {"handoff_reassign"},
    ),
    Role.ADMIN: (set(ACTIONS), set(ACTIONS), set(ACTIONS)),
    Role.MODERATOR: (PETITIONS, PETITIONS, PETITIONS),
    Role.EDITOR: (set(), set(), set()),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("column", "body"), [(0, "kte"), (1, "cc1551"), (2, "kvk")])
def test_a_role_may_exactly_what_the_table_says(role: Role, column: int, body: str) -> None:
    who = member(role, "kte")
    assert {action for action in ACTIONS if may(who, action, body)} == GRID[role][column]


@pytest.mark.parametrize("role", Role)
def test_a_disabled_account_may_nothing(role: Role) -> None:
    who = member(role, "kte", disabled_at=NOW)
    assert not any(may(who, action, body) for action in ACTIONS for body in ("kte", "cc1551"))
    assert bodies_seen(who) == ()
    with pytest.raises(NotAllowed, match="disabled") as caught:
        allow(staff(who), "take", "kte")
    assert caught.value.code == "disabled"


@pytest.mark.parametrize("role", Role)
def test_an_unknown_action_is_nobodys(role: Role) -> None:
    assert not may(member(role, "kte"), "delete", "kte")


def test_an_executor_without_a_body_has_no_case() -> None:
    assert not any(may(member("executor"), "take", body) for body in ROUTING.bodies)


def test_a_supervisor_without_a_body_is_the_whole_citys() -> None:
    assert all(may(member("supervisor"), "extend", body) for body in ROUTING.bodies)


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (member("executor", "kte", "kvk"), ("kte", "kvk")),
        (member("executor"), ()),
        (member("operator"), None),
        (member("supervisor", "kte"), ("kte",)),
        (member("supervisor"), None),
        (member("admin"), None),
        (member("moderator", "kte"), ()),
        (member("editor"), ()),
    ],
    ids=lambda value: getattr(value, "role", None),
)
def test_staff_see_the_cases_that_concern_them(
    who: StaffMember, seen: tuple[str, ...] | None
) -> None:
    assert bodies_seen(who) == seen
    for body in ("kte", "kvk", "cc1551", "mayor"):
        assert may(who, "view", body) is (seen is None or body in seen)


@pytest.mark.parametrize("actor", [SYSTEM, resident(1)])
def test_only_staff_have_staff_rights(actor: Actor) -> None:
    with pytest.raises(NotAllowed, match="sign in first"):
        allow(actor, "take", "kte")


def test_a_refusal_says_whom_to_ask() -> None:
    with pytest.raises(NotAllowed, match="executor may not extend a case; ask one of: super"):
        allow(staff(member("executor", "kte")), "extend", "kte")
    with pytest.raises(NotAllowed, match="with kvk, not with a body of yours"):
        allow(staff(member("executor", "kte")), "take", "kvk")
    with pytest.raises(NotAllowed, match="editor may not take a hand-off"):
        allow(staff(member("editor")), "handoff_take")


def test_a_history_line_names_its_actor_by_id() -> None:
    assert staff(member("executor", no=7)).by == "staff:7"
    assert resident(5).by == "resident"
    assert SYSTEM.by == "system"


def test_an_account_is_checked_before_it_is_made() -> None:
    check_member(Role.EXECUTOR, ["kte"], ROUTING.bodies)
    check_member(Role.OPERATOR, [], ROUTING.bodies)
    with pytest.raises(BadValue, match=r"No body kto; see bodies\.csv"):
        check_member(Role.SUPERVISOR, ["kte", "kto"], ROUTING.bodies)
    with pytest.raises(BadValue, match="name at least one"):
        check_member(Role.EXECUTOR, [], ROUTING.bodies)


# --- duty ----------------------------------------------------------------------------------------

OFFICE = parse_duty("mon-fri 09:00-18:00; sat 10:00-14:00")
NIGHT = parse_duty("fri 22:00-06:00")
ALWAYS = parse_duty("mon-sun 00:00-24:00")


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        ("2026-11-24 09:00", True),
        ("2026-11-24 08:59:59", False),
        ("2026-11-24 17:59:59", True),
        ("2026-11-24 18:00", False),
        ("2026-11-28 10:00", True),  # Saturday
        ("2026-11-28 14:00", False),
        ("2026-11-29 12:00", False),  # Sunday
    ],
)
def test_people_are_there_inside_their_hours(moment: str, there: bool) -> None:
    assert OFFICE.on(kyiv(moment)) is there


@pytest.mark.parametrize(
    ("moment", "start"),
    [
        ("2026-11-24 08:00", "2026-11-24 09:00"),
        ("2026-11-24 09:00", "2026-11-25 09:00"),
        ("2026-11-24 22:40", "2026-11-25 09:00"),
        ("2026-11-27 19:00", "2026-11-28 10:00"),
        ("2026-11-28 15:00", "2026-11-30 09:00"),
        ("2026-10-24 15:00", "2026-10-26 09:00"),  # over the end of summer time
    ],
)
def test_the_next_duty_begins(moment: str, start: str) -> None:
    assert OFFICE.next_start(kyiv(moment)) == kyiv(start)


def test_a_night_goes_over_midnight() -> None:
    assert NIGHT.on(kyiv("2026-11-27 23:00"))
    assert NIGHT.on(kyiv("2026-11-28 05:59"))
    assert not NIGHT.on(kyiv("2026-11-28 06:00"))
    assert not NIGHT.on(kyiv("2026-11-27 05:00"))


def test_a_whole_day_knows_the_change_of_clocks() -> None:
    day = timedelta(days=1)
    assert ALWAYS.elapsed(kyiv("2026-10-25 00:00"), kyiv("2026-10-26 00:00")) == day + timedelta(
        hours=1
    )
    assert ALWAYS.elapsed(kyiv("2027-03-28 00:00"), kyiv("2027-03-29 00:00")) == day - timedelta(
        hours=1
    )


def test_hours_that_the_clock_skips_are_no_duty() -> None:
    skipped = parse_duty("sun 03:00-04:00")
    assert skipped.spans(kyiv("2027-03-28 12:00").date()) == []
    assert skipped.next_start(kyiv("2027-03-27 12:00")) == kyiv("2027-04-04 03:00")


def test_duty_hours_add_up_over_nights_and_weekends() -> None:
    friday = kyiv("2026-11-27 17:00")
    assert OFFICE.elapsed(friday, kyiv("2026-11-30 10:00")) == timedelta(hours=1 + 4 + 1)
    assert OFFICE.after(friday, timedelta(hours=24)) == kyiv("2026-12-02 10:00")
    assert OFFICE.after(friday, timedelta(0)) == friday
    assert OFFICE.after(kyiv("2026-11-29 12:00"), timedelta(0)) == kyiv("2026-11-29 12:00")


def test_no_time_passes_backwards() -> None:
    assert OFFICE.elapsed(NOW, NOW - timedelta(days=3)) == timedelta(0)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("MON-FRI 09:00-18:00", "mon,tue,wed,thu,fri 9:00-18:00"),
        ("mon 09:00-13:00, 14:00-18:00", "mon 14:00-18:00; mon 09:00-13:00"),
        ("sat-mon 10:00-11:00", "sat,sun,mon 10:00-11:00"),
        ("mon 09:00-12:00; mon 11:00-15:00;", "mon 09:00-15:00"),
        ("mon 09:00-12:00,12:00-15:00", "mon 09:00-15:00"),
        ("sun 22:00-06:00", "sun 22:00-24:00; mon 00:00-06:00"),
        ("sun 22:00-00:00", "sun 22:00-24:00"),
    ],
)
def test_the_same_hours_can_be_written_in_several_ways(text: str, same: str) -> None:
    assert parse_duty(text) == parse_duty(same)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "duty hours are empty"),
        (" ; ", "duty hours are empty"),
        ("mon", "'mon' lacks its hours"),
        ("09:00-18:00", "'09:00-18:00' lacks its hours"),
        ("пн 09:00-18:00", "'пн' is not a day; days are mon, tue"),
        ("mon- 09:00-18:00", "'' is not a day"),
        ("mon 9-18", "'9' is not a time of day"),
        ("mon 09:00", "'09:00' is not a range of hours"),
        ("mon 09:00-25:00", "'25:00' is not a time of day; write HH:MM"),
        ("mon 09:00-24:01", "'24:01' is not a time of day"),
        ("mon 09:60-10:00", "'09:60' is not a time of day"),
        ("mon 09:00-09:00", "no time at all; a whole day is 00:00-24:00"),
        ("mon ٠٩:٠٠-١٨:٠٠", "is not a time of day"),
    ],
)
def test_hours_that_cannot_be_read_say_what_was_expected(text: str, problem: str) -> None:
    with pytest.raises(DutyError, match=problem):
        parse_duty(text)


@given(st.text(alphabet="monfrisatu 0123456789:-,;", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        duty = parse_duty(text)
    except DutyError:
        return
    assert duty.next_start(NOW) > NOW


duties = st.sampled_from(
    [OFFICE, NIGHT, ALWAYS, parse_duty("sun 02:30-03:30; mon,wed 08:00-08:05")]
)
moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2028, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
)


@given(duties, moments)
def test_the_next_start_is_ahead_and_on_duty(duty: Duty, moment: datetime) -> None:
    start = duty.next_start(moment)
    assert start > moment
    assert duty.on(start)
    assert start.astimezone(KYIV).second == 0


@given(duties, moments, st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=90)))
def test_after_undoes_elapsed(duty: Duty, moment: datetime, duty_time: timedelta) -> None:
    assert duty.elapsed(moment, duty.after(moment, duty_time)) == duty_time


@given(duties, moments, moments)
def test_duty_time_is_no_longer_than_the_time(
    duty: Duty, first: datetime, second: datetime
) -> None:
    start, end = sorted((first, second))
    assert timedelta(0) <= duty.elapsed(start, end) <= end - start


def test_a_duty_time_is_counted_in_the_citys_zone() -> None:
    assert OFFICE.after(kyiv("2026-10-23 17:00"), timedelta(hours=6)) == kyiv("2026-10-26 10:00")
