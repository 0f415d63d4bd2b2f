"""Who answers for what, where; and which body a text names."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.routing import TRIAGE, Above, Scope, load_routing
from core.tables import DataError
from tests.core.builders import DATA, ROUTING

CODES = (
    "hot_water cold_water heating electricity gas sewage elevator roof_leak entrance waste roads "
    "street_light snow_ice trees playground shelter parking construction noise animals transport "
    "parks billing other"
).split()


# --- routing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "scope", "district", "body"),
    [
        ("hot_water", "outside", None, "kte"),
        ("hot_water", None, None, "kte"),
        ("hot_water", "inside", "darnytskyi", "housing-darnytskyi"),
        ("elevator", None, "podilskyi", "housing-podilskyi"),
        ("elevator", "outside", "podilskyi", "housing-podilskyi"),
        ("gas", "inside", "podilskyi", "kyivgaz"),
        ("waste", "outside", "desnianskyi", "waste-desnianskyi"),
        ("roads", None, "Солом’янський", "sheu-solomianskyi"),
        ("trees", "inside", "Шевченківський район", "housing-shevchenkivskyi"),
        ("shelter", None, "obolonskyi", "rda-obolonskyi"),
        ("billing", None, None, "gioc"),
        # What cannot be routed is sorted by a person.
        ("elevator", None, None, "cc1551"),
        ("elevator", None, "Троєщина", "cc1551"),
        ("other", None, None, "cc1551"),
        ("no_such_code", None, "podilskyi", "cc1551"),
        (None, None, None, "cc1551"),
        ("", None, "", "cc1551"),
    ],
)
def test_a_problem_goes_to_the_body_that_answers(
    code: str | None, scope: Scope | None, district: str | None, body: str
) -> None:
    assert ROUTING.route(code, scope, district).id == body


def test_every_code_is_routed_in_every_district_and_scope() -> None:
    assert set(ROUTING.rules) == set(CODES)
    scopes: tuple[Scope, ...] = ("outside", "inside")
    routed = [
        ROUTING.route(code, scope, district)
        for code in CODES
        for scope in scopes
        for district in ROUTING.districts
    ]
    assert len(routed) == 24 * 2 * 10
    assert all(body.id != "cc1551" for body in routed[: -2 * 10])


@pytest.mark.parametrize("code", [*CODES, None])
def test_what_it_needs_is_enough_to_route(code: str | None) -> None:
    needs = ROUTING.needs(code)
    scopes: tuple[Scope | None, ...] = ("outside", "inside") if needs.scope else (None,)
    for scope in scopes:
        told = "podilskyi" if needs.district(scope) else None
        assert ROUTING.route(code, scope, told) == ROUTING.route(code, scope, "podilskyi")


@pytest.mark.parametrize(
    ("code", "scope", "outside", "inside", "entrance", "apartment"),
    [
        ("hot_water", True, False, True, False, False),
        ("waste", True, True, True, False, False),
        ("gas", False, False, False, False, False),
        ("elevator", False, True, True, True, False),
        ("roof_leak", False, True, True, False, True),
        (None, False, False, False, False, False),
    ],
)
def test_it_says_what_to_find_out(
    code: str | None, scope: bool, outside: bool, inside: bool, entrance: bool, apartment: bool
) -> None:
    needs = ROUTING.needs(code)
    assert needs.scope is scope
    assert needs.district("outside") is outside
    assert needs.district(None) is outside
    assert needs.district("inside") is inside
    assert (needs.entrance, needs.apartment) == (entrance, apartment)


def test_norms_and_priority_come_from_the_table() -> None:
    assert ROUTING.first_response_hours("elevator") == 1
    assert ROUTING.deadline_days("noise") == 30
    assert ROUTING.priority("hot_water") == "high"
    assert ROUTING.priority(None) == "normal"
    assert ROUTING.norms()["waste"].amount == 15


def test_only_a_verified_phone_is_shown() -> None:
    assert ROUTING.phone("gas") == "104"
    assert ROUTING.phone("street_light") == "0442933619"
    assert ROUTING.phone("electricity") is None  # verified for 2015 only


def test_what_helps_is_told_apart_from_what_is_needed() -> None:
    rule = ROUTING.rule("parking")
    assert rule.asks == ("location", "photo")
    assert rule.may_ask == ("plate",)


@pytest.mark.parametrize(
    "name",
    ["solomianskyi", "Солом'янський", "солом’янського", "Солом'янському районі", "Solomianskyi"],
)
def test_a_district_is_known_by_any_form_of_its_name(name: str) -> None:
    district = ROUTING.district(name)
    assert district is not None
    assert district.code == "solomianskyi"


@pytest.mark.parametrize(
    "name", [None, "", "  ", "Жовтневий", "район", "%{district}", "х" * 10_000]
)
def test_what_is_no_district_is_none(name: str | None) -> None:
    assert ROUTING.district(name) is None


# --- addressees ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("КМДА", "kmda"),
        ("хочу написати в кмда", "kmda"),
        ("до Київради", "rada"),
        ("київську міську раду", "rada"),
        ("меру", "mayor"),
        ("Київському міському голові", "mayor"),
        ("Голосіївська РДА", "rda-holosiivskyi"),
        ("в рда солом’янського району", "rda-solomianskyi"),
        ("Печерська районна в місті Києві державна адміністрація", "rda-pecherskyi"),
        ("скарга на Київтеплоенерго", "kte"),
        ("київводоканалу", "kvk"),
        ("ДТЕК", "dtek"),
        ("департамент освіти", "dep-education"),
        ("департаменту охорони здоров'я", "dep-health"),
        ("ЖЕК Дарницького району", "housing-darnytskyi"),
        ("шеу подільського", "sheu-podilskyi"),
        ("поліція", "police"),
        ("Kyiv City Council", "rada"),
        ("КП «Плесо»", "pleso"),
    ],
)
def test_a_body_is_found_by_the_words_that_people_use(text: str, body: str) -> None:
    assert ROUTING.addressees(text)[0].id == body


def test_the_most_exactly_named_comes_first() -> None:
    found = ROUTING.addressees("КМДА, департамент транспортної інфраструктури")
    assert [body.id for body in found] == ["dep-transport", "kmda"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "рда",
        "5 метрів від будинку",
        "раді бачити",
        "мережа впала",
        "департамент освітлення",
        "\u0301" * 1000,
    ],
)
def test_words_that_name_no_body_find_none(text: str) -> None:
    assert ROUTING.addressees(text) == []


def test_every_body_is_found_by_its_own_name() -> None:
    for body in ROUTING.bodies.values():
        assert body in ROUTING.addressees(body.name_uk)


def test_no_more_are_offered_than_asked() -> None:
    everybody = " ".join(body.name_uk for body in ROUTING.bodies.values())
    assert len(ROUTING.addressees(everybody)) == 5
    assert len(ROUTING.addressees(everybody, limit=2)) == 2


# --- who is above whom ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "district", "about", "body"),
    [
        ("начальник відділу, Печерська РДА", None, "rda-pecherskyi", "kmda"),
        ("КМДА", None, "kmda", "mayor"),
        ("скарга на мера", None, "mayor", "rada"),
        ("Київводоканал", None, "kvk", "inspection-housing"),
        ("начальниця ЖЕКу", "darnytskyi", "housing-darnytskyi", "rda-darnytskyi"),
        ("касирка ЦНАПу", "podilskyi", None, "rda-podilskyi"),
        ("вчителька школи 78", None, None, "dep-education"),
        ("ЖЭК", "Дарницький", "housing-darnytskyi", "rda-darnytskyi"),
    ],
)
def test_a_complaint_goes_to_the_body_above(
    text: str, district: str | None, about: str | None, body: str
) -> None:
    assert ROUTING.above(text, district) == Above(about, body)


def test_an_office_of_no_known_district_is_asked_about() -> None:
    assert ROUTING.above("начальниця ЖЕКу") == Above(None, TRIAGE, needs_district=True)


def test_nobody_considers_a_complaint_about_themselves() -> None:
    for body in ROUTING.bodies.values():
        above = ROUTING.above(body.name_uk)
        assert above is not None
        assert above.body != above.about or above.about == TRIAGE


def test_whom_nobody_knows_is_above_nobody() -> None:
    assert ROUTING.above("державний реєстратор") is None


# --- data ----------------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """Return a maker of a data folder in which one file has one text in place of another."""
    (tmp_path / "city").mkdir()
    for name in ("bodies", "districts", "routing", "addressees", "offices"):
        shutil.copy(DATA / "city" / f"{name}.csv", tmp_path / "city")

    def changed(name: str, old: str, new: str) -> Path:
        path = tmp_path / "city" / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        return tmp_path

    return changed


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("routing.csv", ",kte,", ",kto,", r"routing\.csv:2: unknown body kto"),
        ("routing.csv", ",kte,", ",kto,", r"routing\.csv:4: unknown body kto"),
        ("routing.csv", "uzn-{district}", "uzm-{district}", r"unknown body uzm-holosiivskyi"),
        ("routing.csv", "other,", "rest,", r"lacks the row other"),
        ("routing.csv", ",1,15,", ",soon,15,", r"first_response_hours 'soon'; expected a whole"),
        ("routing.csv", ",120,30,", ",120,0,", r"deadline_days '0'; expected a whole"),
        ("routing.csv", ",calendar,", ",lunar,", r"deadline_kind 'lunar'; expected calendar or w"),
        ("routing.csv", ",high,", ",burning,", r"priority 'burning'; expected high or normal"),
        ("routing.csv", "gas,kyivgaz", "heating,kyivgaz", r"heating stands in line 4 already"),
        ("bodies.csv", "mayor,", "rada,", r"bodies\.csv:4: id rada stands in line 3 already"),
        ("bodies.csv", ",kmda,,inbox", ",kmd,,inbox", r"bodies\.csv:5: unknown parent kmd"),
        ("bodies.csv", ",inbox,", ",pigeon,", r"delivery 'pigeon'; expected inbox, mail"),
        ("bodies.csv", "vet,", "wet,", r"routing\.csv:20: unknown body vet"),
        ("bodies.csv", ",inbox,", ",mail,", r"kmda is reached by mail: give its address"),
        ("districts.csv", "darnytskyi,", "podilskyi,", r"code podilskyi stands in line"),
        ("addressees.csv", "kte,КТЕ", "kto,КТЕ", r"addressees\.csv:\d+: unknown body kto"),
        ("offices.csv", ",dep-social,kmda,", ",dep-social,kmdb,", r"offices\.csv:5: unknown body"),
        ("offices.csv", "dep-social,kmda", "kmda,kmda", r"offices\.csv:5: .* somebody else above"),
        (
            "bodies.csv",
            "verified,,mayor",
            "verified,,kmda",
            r"bodies\.csv:2: unknown superior kmda",
        ),
        ("addressees.csv", "kte,КТЕ", "kte,…", r"addressees\.csv:\d+: alias_uk is empty"),
    ],
)
def test_faulty_data_are_told_with_file_and_line(
    data: Callable[[str, str, str], Path], name: str, old: str, new: str, problem: str
) -> None:
    with pytest.raises(DataError, match=problem):
        load_routing(data(name, old, new))


def test_a_city_without_triage_is_told(data: Callable[[str, str, str], Path]) -> None:
    folder = data("bodies.csv", "cc1551,", "cc1550,")
    routing = folder / "city" / "routing.csv"
    routing.write_text(routing.read_text("utf-8").replace(",cc1551,", ",kmda,"), "utf-8")
    with pytest.raises(DataError, match="lacks cc1551"):
        load_routing(folder)


KTE = "kte,КП «Київтеплоенерго»,Kyivteploenergo,utility"


def test_a_body_with_an_address_is_reached_by_mail(
    data: Callable[[str, str, str], Path],
) -> None:
    inbox, mail = (f",kmda,,{way}" for way in ("inbox,memory,", "mail,memory,kte@kyiv.example"))
    body = load_routing(data("bodies.csv", KTE + inbox, KTE + mail)).bodies["kte"]
    assert body == replace(ROUTING.bodies["kte"], delivery="mail", mail="kte@kyiv.example")
