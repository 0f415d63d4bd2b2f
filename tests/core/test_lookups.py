"""What flows look up in passing: what a crew needs, who answers, which district it may be."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lookups import CityLookups, check_period
from tests.core.builders import LAW, ROUTING

STREETS: Mapping[str, list[str]] = {
    "вулиця Хрещатик": ["pecherskyi", "shevchenkivskyi"],
    "вулиця Драгоманова": ["darnytskyi"],
}
LOOK = CityLookups(ROUTING, lambda street: STREETS.get(street, []), LAW.variant)


def place(street: str | None = "вулиця Драгоманова", **facts: Any) -> dict[str, Any]:
    return {"street": street, "house": "15", **facts}


def body(service_code: str | None, **slots: Any) -> str:
    return str(LOOK.find_body({"service_code": service_code, **slots})["body"])


def test_the_table_names_every_lookup_of_the_flows() -> None:
    assert set(LOOK.table()) == {
        "what_matters",
        "find_body",
        "likely_districts",
        "find_addressee",
        "find_provider",
        "find_superior",
        "find_term",
        "check_period",
        "check_petition",
        "look_at_point",
    }


# --- what a crew needs to know -------------------------------------------------------------------


def test_a_lift_needs_its_entrance_and_a_phone() -> None:
    assert LOOK.what_matters({"service_code": "elevator"}) == {
        "by_place": False,
        "phone_matters": True,
        "photo_helps": False,
        "scope_matters": False,
        "entrance_matters": True,
        "apartment_matters": False,
        "first_response_hours": 1,
    }


def test_a_leak_needs_its_apartment_and_a_photo_helps() -> None:
    needed = LOOK.what_matters({"service_code": "roof_leak"})
    assert (needed["apartment_matters"], needed["photo_helps"]) == (True, True)


@pytest.mark.parametrize("code", ["roads", "street_light", "animals"])
def test_nobody_is_rung_up_about_a_pothole(code: str) -> None:
    needed = LOOK.what_matters({"service_code": code})
    assert (needed["by_place"], needed["phone_matters"]) == (True, False)


@pytest.mark.parametrize("code", ["other", None, "no_such_code"])
def test_what_is_not_understood_can_be_asked_about_by_phone(code: str | None) -> None:
    needed = LOOK.what_matters({"service_code": code})
    assert needed["phone_matters"] is True
    assert needed["scope_matters"] is False


@pytest.mark.parametrize(("code", "matters"), [("hot_water", True), ("gas", False)])
def test_one_flat_or_the_whole_house_matters_where_the_bodies_differ(
    code: str, matters: bool
) -> None:
    assert LOOK.what_matters({"service_code": code})["scope_matters"] is matters


# --- who answers ---------------------------------------------------------------------------------


def test_the_whole_house_without_water_is_the_citys_and_one_flat_the_houses() -> None:
    there = {"district": "darnytskyi"}
    assert body("hot_water", scope="outside", **there) == "kte"
    assert body("hot_water", scope="inside", **there) == "housing-darnytskyi"


@pytest.mark.parametrize("scope", [None, "", "somewhere"])
def test_what_was_not_told_is_outside(scope: str | None) -> None:
    assert body("hot_water", scope=scope) == "kte"


@pytest.mark.parametrize(
    ("code", "scope", "matters"),
    [
        ("hot_water", "outside", False),
        ("hot_water", "inside", True),
        ("roads", None, True),
        ("elevator", None, True),
        ("gas", None, False),
        ("other", None, False),
    ],
)
def test_the_district_matters_where_it_decides_the_body(
    code: str, scope: str | None, matters: bool
) -> None:
    found = LOOK.find_body({"service_code": code, "scope": scope})
    assert found["district_matters"] is matters


def test_a_body_of_a_district_is_triage_until_the_district_is_known() -> None:
    assert body("roads") == "cc1551"
    assert body("roads", district="obolonskyi") == "sheu-obolonskyi"


def test_the_addresses_own_district_is_sure() -> None:
    found = LOOK.find_body({"service_code": "roads", "address": place(district="darnytskyi")})
    assert (found["district"], found["body"]) == ("darnytskyi", "sheu-darnytskyi")


def test_a_district_that_was_told_goes_before_the_addresses_own() -> None:
    told = {"district": "obolonskyi", "address": place(district="darnytskyi")}
    assert body("roads", **told) == "sheu-obolonskyi"


def test_a_likely_district_is_not_taken_for_granted() -> None:
    found = LOOK.find_body({"service_code": "roads", "address": place()})
    assert (found["likely_districts"], found["body"]) == (["darnytskyi"], "cc1551")
    assert "district" not in found


@given(
    st.sampled_from([*ROUTING.rules, "no_such_code", ""]),
    st.sampled_from([None, "inside", "outside"]),
    st.sampled_from([None, *ROUTING.districts, "no such district"]),
)
def test_somebody_always_answers(code: str, scope: str | None, district: str | None) -> None:
    """No case is left without a body; where the district decides, it is that district's."""
    found = LOOK.find_body({"service_code": code, "scope": scope, "district": district})
    answering = ROUTING.bodies[found["body"]]
    if found["district_matters"] and district in ROUTING.districts:
        assert answering.id.endswith(f"-{district}")
    assert found["district_matters"] or not answering.id.endswith(tuple(ROUTING.districts))


# --- districts -----------------------------------------------------------------------------------


def test_a_long_street_may_lie_in_several_districts() -> None:
    found = LOOK.likely_districts({"address": place("вулиця Хрещатик")})
    assert found == {"likely_districts": ["pecherskyi", "shevchenkivskyi"]}


@pytest.mark.parametrize(
    "address", [None, {}, place("вулиця Вигадана"), {"lat": 50.4, "long": 30.6}, place(None)]
)
def test_a_place_off_the_list_has_no_likely_district(address: dict[str, Any] | None) -> None:
    assert LOOK.likely_districts({"address": address}) == {"likely_districts": []}


# --- the addressee of an appeal ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slots", "answers"),
    [
        ({"official": "Київводоканалу"}, "kvk"),
        ({"official": "КМДА"}, "kmda"),
        ({"description": "Київавтодор не чистить сніг"}, "kyivavtodor"),
        ({"official": "не знаю", "description": "прошу водоканал перевірити"}, "kvk"),
    ],
)
def test_an_addressee_may_be_named_anywhere(slots: dict[str, Any], answers: str) -> None:
    assert LOOK.find_addressee(slots) == {"body": answers}


def test_who_was_named_as_addressee_goes_before_who_is_mentioned() -> None:
    slots = {"official": "КМДА", "description": "скаржуся на Київавтодор"}
    assert LOOK.find_addressee(slots) == {"body": "kmda"}


@pytest.mark.parametrize(
    "slots", [{}, {"official": None, "description": ""}, {"description": "прошу лавку у дворі"}]
)
def test_an_appeal_to_nobody_has_no_body_yet(slots: dict[str, Any]) -> None:
    assert LOOK.find_addressee(slots) == {"body": None}


# --- complaints ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slots", "body"),
    [
        ({"description": "Київводоканал нарахував зайве"}, "kvk"),
        # The company named goes before the service that the words may be about.
        ({"description": "ДТЕК вимкнув насос опалення", "service": "heating"}, "dtek"),
        ({"description": "ГІОЦ надрукував не те", "service_code": "billing"}, "gioc"),
        ({"description": "14 градусів", "service_code": "heating"}, "kte"),
        ({"description": "рахунок", "service_code": "billing", "service": "cold_water"}, "kvk"),
        ({"service": "house", "district": "podilskyi"}, "housing-podilskyi"),
        ({"service_code": "elevator", "district": "podilskyi"}, "housing-podilskyi"),
        ({"service": "waste", "district": "podilskyi"}, "waste-podilskyi"),
    ],
)
def test_a_provider_is_the_one_named_else_that_of_the_service(
    slots: dict[str, Any], body: str
) -> None:
    found = LOOK.find_provider(slots)
    assert (found["body"], found["provider_known"]) == (body, True)


@pytest.mark.parametrize("code", [None, "billing", "other", "roads"])
def test_a_bill_alone_does_not_tell_the_provider(code: str | None) -> None:
    """КМДА is no provider, though it is named."""
    slots = {"description": "писали до КМДА про рахунок", "service_code": code}
    assert LOOK.find_provider(slots)["provider_known"] is False


def test_a_house_company_is_a_districts() -> None:
    assert LOOK.find_provider({"service": "house"})["district_matters"] is True
    assert LOOK.find_provider({"service": "heating"})["district_matters"] is False


@pytest.mark.parametrize(
    ("told", "ahead", "long_ago"),
    [
        ("2026-11-24", False, False),
        ("2026-11-25", True, False),
        ("2026-11-01/2026-11-30", False, False),
        ("2026-12-01/2026-12-31", True, False),
        ("2025-11-24/..", False, False),
        ("2025-11-23", False, True),
        ("жовтень і листопад", False, False),
        (None, False, False),
    ],
)
@pytest.mark.parametrize("slot", ["period", "date"])
def test_what_has_not_come_yet_and_what_is_long_ago(
    slot: str, told: str | None, ahead: bool, long_ago: bool
) -> None:
    found = check_period({slot: told, "today": "2026-11-24"})
    assert found == {"period_ahead": ahead, "over_a_year": long_ago}


def test_whom_a_complaint_is_about_is_named_by_the_answer_before_the_story() -> None:
    story = "звертався до КМДА, і начальник нагримав"
    assert LOOK.find_superior({"official": "Печерська РДА", "description": story}) == {
        "likely_districts": [],
        "about": "rda-pecherskyi",
        "body": "kmda",
        "district_matters": False,
    }
    assert LOOK.find_superior({"description": story})["about"] == "kmda"
    assert LOOK.find_superior({"official": "реєстратор"})["body"] == "cc1551"


def test_the_district_of_an_office_may_be_the_addresses() -> None:
    slots = {"official": "ЖЕК", "address": place(district="darnytskyi")}
    assert LOOK.find_superior(slots)["body"] == "rda-darnytskyi"
    assert LOOK.find_superior({"official": "ЖЕК"})["district_matters"] is True
