"""What is known already of a fault: outages, the same report, an address near a point."""

from dataclasses import replace
from typing import Any

import pytest

from connectors.database.unit_of_work import SqlUnitOfWork
from core.earth import metres_between
from core.known import find_near, find_outage, find_same, take_near
from core.model import Address, Applicant, Case, Outage, Status
from tests.contract.builders import DAY, HOUR, NOW, PETRO, chat
from tests.contract.builders import filed as kept
from tests.core.test_actions import CITY, LIFT
from tests.core.town import acting, agreed, talking

HOUSE = Address("вулиця Драгоманова", "15", entrance="1")
PLACE = {"street": "вулиця Драгоманова", "house": "15"}
SEEN = {"service_code": "elevator", "address": PLACE}


def theirs(uow: SqlUnitOfWork, n: int = 1, **fields: Any) -> Case:
    """Return a neighbour's open request."""
    chat(uow, PETRO)
    facts = {"chat": PETRO, "service_code": "elevator", "address": HOUSE, **fields}
    return kept(uow, f"KV-2026-9{n:05d}", **facts)


# --- the same ------------------------------------------------------------------------------------


def test_the_same_thing_at_the_same_house_is_found(uow: SqlUnitOfWork) -> None:
    case = theirs(uow)
    theirs(uow, 2, joined_to=case.number)
    found = find_same(acting(uow), SEEN, {})
    assert (found["same"], found["same_own"], found["reported"]) == (case.number, False, 2)
    assert (found["same_status"], found["same_topic"]) == ("registered", "elevator")


@pytest.mark.parametrize(
    "slots",
    [
        {"service_code": "entrance"},
        {"address": {**PLACE, "house": "17"}},
        {"address": {"street": "вулиця Драгоманова"}},
        {"address": {"lat": 50.4, "long": 30.6}},
        {"entrance": "2"},
        {"scope": "inside"},
        {"service_code": None},
    ],
)
def test_what_differs_is_not_the_same(uow: SqlUnitOfWork, slots: dict[str, Any]) -> None:
    theirs(uow)
    assert find_same(acting(uow), {**SEEN, **slots}, {}) == {"same": None, "same_own": False}


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.ANSWERED, "answered_at": NOW},
        {"status": Status.WITHDRAWN},
        {"kind": "appeal"},
        {"facts": {"scope": "inside"}},
    ],
)
def test_what_is_ended_or_of_one_flat_is_not_the_same(
    uow: SqlUnitOfWork, fields: dict[str, Any]
) -> None:
    theirs(uow, **fields)
    assert find_same(acting(uow), SEEN, {})["same"] is None


def test_the_residents_own_report_comes_first(uow: SqlUnitOfWork) -> None:
    leader = theirs(uow)
    own = kept(uow, "KV-2026-000002", joined_to=leader.number)
    found = find_same(acting(uow), SEEN, {})
    assert (found["same"], found["same_own"]) == (own.number, True)


def test_who_joins_has_a_case_without_their_data(uow: SqlUnitOfWork) -> None:
    leader = theirs(uow)
    conversation = talking(uow, person=agreed(name="Олена", phone="+380671234567"))
    slots = {**LIFT, "name": "Олена", "phone": "+380671234567", "same": leader.number}
    told = CITY.join_case(acting(uow, conversation), slots, {"phone": "+380671234567"})
    joined = uow.cases.get(told["case_number"])
    assert joined is not None
    assert (joined.joined_to, joined.applicant, joined.facts) == (leader.number, Applicant(), {})
    assert uow.deliveries.of_case(joined.id or 0) == []
    assert uow.cases.joined_to(leader.number) == [joined]


def test_one_joins_the_first_of_those_who_joined(uow: SqlUnitOfWork) -> None:
    leader = theirs(uow)
    second = theirs(uow, 2, joined_to=leader.number)
    told = CITY.join_case(acting(uow), {**LIFT, "same": second.number}, {})
    joined = uow.cases.get(told["case_number"])
    assert joined is not None
    assert joined.joined_to == leader.number


def test_what_was_answered_meanwhile_is_joined_by_nobody(uow: SqlUnitOfWork) -> None:
    case = theirs(uow, status=Status.ANSWERED, answered_at=NOW)
    assert CITY.join_case(acting(uow), {**LIFT, "same": case.number}, {}) == {"joined": False}


def test_joining_counts_towards_the_days_limit(uow: SqlUnitOfWork) -> None:
    leader = theirs(uow)
    for _ in range(3):
        CITY.file_case(acting(uow), LIFT, LIFT)
    refused = CITY.join_case(acting(uow), {**LIFT, "same": leader.number}, {})
    assert refused == {"refused": "too_many_cases"}


def test_those_who_joined_go_on_without_the_first(uow: SqlUnitOfWork) -> None:
    leader = kept(uow, "KV-2026-900001", service_code="elevator", address=HOUSE)
    heir = theirs(uow, 2, joined_to=leader.number)
    third = theirs(uow, 3, joined_to=leader.number)
    assert CITY.withdraw_case(acting(uow), {"case_number": leader.number}, {})["withdrawn"]
    first, other = uow.cases.get(heir.number), uow.cases.get(third.number)
    assert first is not None
    assert other is not None
    assert (first.joined_to, other.joined_to) == (None, heir.number)
    assert [d.reason for d in uow.deliveries.of_case(heir.id or 0)] == ["registered"]
    assert uow.deliveries.of_case(third.id or 0) == []


# --- outages -------------------------------------------------------------------------------------


def off(uow: SqlUnitOfWork, **fields: Any) -> Outage:
    facts = {"street": "вулиця Драгоманова", **fields}
    moments = (NOW - HOUR, NOW + HOUR)
    return uow.outages.add(Outage("elevator", "вулиця Драгоманова", *moments, **facts))


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({}, True),
        ({"house": "15"}, True),
        ({"house": "17"}, False),
        ({"street": "вулиця Хрещатик"}, False),
        ({"street": None, "districts": ("darnytskyi",)}, True),
        ({"street": None, "districts": ("podilskyi",)}, False),
        ({"street": None}, True),
    ],
)
def test_an_outage_holds_where_its_notice_says(
    uow: SqlUnitOfWork, fields: dict[str, Any], known: bool
) -> None:
    off(uow, **fields)
    found = find_outage(acting(uow), {**SEEN, "district": "darnytskyi"}, {})
    assert found["outage"] == ("planned" if known else None)


def test_an_outage_holds_while_it_lasts(uow: SqlUnitOfWork) -> None:
    outage = off(uow)
    for moment, lasts in ((NOW - 2 * HOUR, False), (NOW, True), (outage.ends_at, False)):
        found = find_outage(replace(acting(uow), now=moment), SEEN, {})
        assert (found["outage"] is not None) is lasts


def test_of_two_outages_the_one_that_ends_last_is_told(uow: SqlUnitOfWork) -> None:
    off(uow)
    longer = off(uow, kind="emergency")
    longer.ends_at = NOW + DAY
    uow.outages.add(longer)
    assert find_outage(acting(uow), SEEN, {})["until"] == (NOW + DAY).isoformat()


# --- points --------------------------------------------------------------------------------------

NEAR: dict[str, Any] = {"lat": 50.37650, "long": 30.46120}


@pytest.mark.parametrize(("shift", "found"), [(0.0003, True), (0.0004, False)])
@pytest.mark.parametrize("other", [{}, {"house": None}])
def test_an_address_within_forty_metres_is_offered(
    uow: SqlUnitOfWork, shift: float, found: bool, other: dict[str, Any]
) -> None:
    """A degree of latitude is 111 km: 0.0003 is 33 metres, 0.0004 is 44."""
    theirs(uow, address=replace(HOUSE, **NEAR, **other))
    point = {"lat": NEAR["lat"] + shift, "long": NEAR["long"]}
    near = find_near(acting(uow), {"address": point}, {})["near"]
    assert (near is not None) is (found and not other)


def test_the_nearest_is_offered(uow: SqlUnitOfWork) -> None:
    theirs(uow, 1, address=replace(HOUSE, house="17", lat=50.37670, long=30.46120))
    theirs(uow, 2, address=replace(HOUSE, lat=50.37652, long=30.46120))
    near = find_near(acting(uow), {"address": NEAR}, {})["near"]
    assert (near["street"], near["house"]) == (HOUSE.street, "15")


def test_an_agreed_address_keeps_the_point(uow: SqlUnitOfWork) -> None:
    told = take_near(acting(uow), {"address": NEAR, "near": PLACE}, {})
    assert told == {"told": {"address": {**NEAR, **PLACE}}}


def test_distances_are_those_of_the_ground() -> None:
    """A minute of latitude is a nautical mile; of longitude it is less."""
    assert metres_between(50.45, 30.5, 50.45 + 1 / 60, 30.5) == pytest.approx(1853, abs=2)
    assert metres_between(50.45, 30.5, 50.45, 30.5 + 1 / 60) == pytest.approx(1180, abs=2)
    assert metres_between(50.4, 30.5, 50.4, 30.5) == 0
