"""The city's flows: few questions, nothing asked twice, every fault ends in a case."""

import pytest

from nlu.examples import load_training
from tests.dialogs.builders import YES, Resident, city, entity, house, street

MOST_QUESTIONS = 3
CODES = sorted(city().routing.rules)
# What a patient resident answers to whatever is asked.
ANSWERS = {
    "description": ("не працює", ("dispatcher_request", 0.6), ()),
    "address": ("Драгоманова 15", ("set_address", 0.8), (street(), house("15"))),
    "district": ("Дарницький", ("set_address", 0.8), (entity("district", "Дарницький"),)),
    "choice": ("в усьому будинку", ("out_of_scope", 0.4), ()),
    "entrance": ("2", ("out_of_scope", 0.4), (entity("entrance", "2"),)),
    "apartment": ("45", ("out_of_scope", 0.4), (entity("apartment", "45"),)),
    "phone": ("067 123 45 67", ("out_of_scope", 0.4), (entity("phone", "+380671234567"),)),
    "confirm": ("так", YES, ()),
    "consent": ("так", YES, ()),
}


def answered(resident: Resident) -> list[str]:
    """Answer whatever is asked until the case is filed; return what was asked."""
    asked: list[str] = []
    while resident.filed() is None:
        assert resident.expects is not None
        asked.append(resident.expects)
        assert len(asked) < 10, asked
        text, intent, entities = ANSWERS[resident.expects]
        resident.says(text, intent, *entities)
    return asked


def questions(asked: list[str]) -> list[str]:
    return [name for name in asked if name not in ("confirm", "consent")]


@pytest.mark.parametrize("code", CODES)
def test_a_fault_is_filed_with_at_most_three_questions_and_none_twice(code: str) -> None:
    resident = Resident()
    resident.says("щось не так", "dispatcher_request", code=code)
    asked = answered(resident)
    assert len(questions(asked)) <= MOST_QUESTIONS
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("code", CODES)
def test_a_fault_with_its_place_is_filed_at_the_body_that_answers(code: str) -> None:
    resident = Resident()
    place = (street(), house("15"), entity("district", "Дарницький"))
    resident.says("щось не так", "dispatcher_request", *place, code=code)
    asked = answered(resident)
    filed = resident.filed()
    assert filed is not None
    scope = filed.get("scope")
    assert filed["body"] == city().routing.route(code, scope, "darnytskyi").id
    assert "district" not in asked


def test_a_message_that_says_everything_needs_one_confirmation() -> None:
    resident = Resident()
    facts = (
        *(street(), house("15"), entity("district", "Дарницький"), entity("entrance", "2")),
        entity("phone", "+380671234567"),
    )
    resident.says("ліфт, Драгоманова 15, 2 під'їзд", "dispatcher_request", *facts, code="elevator")
    assert resident.expects == "consent"
    assert answered(resident) == ["consent"]


def test_a_fault_nobody_understands_goes_to_triage() -> None:
    resident = Resident()
    resident.presses("!flow=dispatcher_request")
    resident.says("воно якось дивно гуде і труситься", ("out_of_scope", 0.6))
    answered(resident)
    filed = resident.filed()
    assert filed is not None
    assert (filed["service_code"], filed["body"]) == ("other", "cc1551")


def test_a_district_that_nobody_knows_leaves_it_to_triage() -> None:
    resident = Resident()
    resident.says("ліфт", "dispatcher_request", street("вулиця Нова"), house("1"), code="elevator")
    assert resident.expects == "district"
    resident.says("не знаю", ("deny", 0.6))
    answered(resident)
    filed = resident.filed()
    assert filed is not None
    assert filed["body"] == "cc1551"


def test_an_appeal_needs_two_questions_when_the_first_message_tells_its_substance() -> None:
    resident = Resident()
    text = "Прошу Дарницьку РДА встановити пандус біля поліклініки, бо люди на візках не проїдуть"
    resident.says(text, "appeal_submit", entity("organisation", "Дарницька РДА"))
    assert resident.expects == "name"
    name = entity("person", "Коваль Олена Іванівна")
    resident.says(
        "Коваль Олена Іванівна, Драгоманова 15", ("set_address", 0.6), name, street(), house("15")
    )
    assert resident.expects == "consent"
    resident.says("так", YES)
    filed = resident.filed()
    assert filed is not None
    assert (filed["body"], filed["name"]) == ("rda-darnytskyi", "Коваль Олена Іванівна")


def test_an_appeal_to_nobody_in_particular_goes_to_triage_and_can_be_addressed() -> None:
    resident = Resident(
        known={"name": "Коваль Олена", "address": {"street": "вулиця Хрещатик", "house": "5"}}
    )
    text = "Пропоную зробити бібліотеки відкритими у вихідні, бо в будні туди не встигнути"
    resident.says(text, "appeal_submit")
    assert resident.expects == "confirm"
    assert "Контактний центр" in resident.texts[-1]
    resident.presses("Указати, кому")
    resident.says("Печерська РДА", ("out_of_scope", 0.5), entity("organisation", "Печерська РДА"))
    assert "Печерська районна" in resident.texts[-1]


def test_an_address_is_saved_with_consent() -> None:
    resident = Resident()
    place = (street(), house("15"), entity("apartment", "3"))
    resident.says("моя адреса Драгоманова 15 кв 3", "set_address", *place)
    resident.says("так", YES)
    assert resident.expects == "consent"
    assert "кв. 3, Дарницький район" in resident.texts[-1]
    resident.says("так", YES)
    assert resident.runs[-1].action == "save_address"
    assert resident.runs[-1].slots["consent"] is True


def test_an_address_is_not_kept_without_consent() -> None:
    resident = Resident()
    resident.says("моя адреса Драгоманова 15", "set_address", street(), house("15"))
    resident.says("так", YES)
    assert "адресу не зберігаю" in resident.says("ні", ("deny", 0.97))
    assert resident.runs == []


def test_every_intent_of_the_reader_has_a_meaning_here() -> None:
    handled = {"affirm", "deny", "cancel", "emergency", "out_of_scope"}
    named = {example.intent for example in load_training(city().data / "nlu")}
    assert named - set(city().flows.by_intent) == handled
