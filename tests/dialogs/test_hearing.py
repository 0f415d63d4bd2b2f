"""Words in the middle of a talk: what people do besides answering, the same in every flow."""

from typing import Any

import pytest

from core.conversation import Matter
from tests.dialogs.builders import (
    NO,
    YES,
    Resident,
    at_consent,
    at_summary,
    entity,
    house,
    street,
    with_lift,
)

LIFT = ("dispatcher_request", 0.97)
GAS: dict[str, Any] = {"emergency": "gas", "emergency_confidence": 0.95}
ANSWER = ("out_of_scope", 0.4)
PARSED = {
    "text": "ne znaju",
    "normal": "не знаю",
    "language": "translit",
    "intent": {"name": "deny", "confidence": 0.4},
    "intent_ranking": [{"name": "deny", "confidence": 0.4}],
    "service_code": None,
    "entities": [],
    "possible": [],
}
MENU = ["Повідомити про поломку", "Написати звернення", "Мої заявки", "Покликати оператора"]


# --- the answer ----------------------------------------------------------------------------------


def test_the_first_message_fills_what_it_says_and_the_next_question_is_asked() -> None:
    resident = with_lift()
    assert "Драгоманова, 15" in resident.texts[0]
    assert (resident.flow, resident.expects) == ("dispatcher_request", "district")
    assert resident.labels == ["Дарницький", "Інший район"]


def test_a_short_answer_is_never_another_wish() -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    resident.says("2", ("case_rate", 0.99), entity("entrance", "2"))
    assert resident.told["entrance"] == "2"


def test_an_answer_and_more_are_all_kept() -> None:
    resident = with_lift()
    said = ("Дарницький, другий під'їзд, 067 123 45 67", ("set_address", 0.6))
    facts = (
        entity("district", "Дарницький"),
        entity("entrance", "2"),
        entity("phone", "+380671234567"),
    )
    resident.says(*said, *facts)
    assert resident.expects == "consent"


def test_a_message_at_a_question_may_answer_another() -> None:
    resident = with_lift()
    resident.says("мій номер 067 123 45 67", ANSWER, entity("phone", "+380671234567"))
    assert resident.expects == "district"
    assert resident.told["phone"] == "+380671234567"


def test_a_typed_label_presses_its_button() -> None:
    resident = with_lift()
    assert "Який під’їзд" in resident.says("«Дарницький».", ("out_of_scope", 0.9))


def test_the_beginning_of_one_label_is_enough() -> None:
    resident = at_consent()
    resident.says("без моїх", ("out_of_scope", 0.9))
    filed = resident.filed()
    assert filed is not None
    assert "phone" not in filed


def test_a_district_that_is_likely_is_agreed_to_by_a_yes() -> None:
    resident = with_lift()
    resident.says("так", YES)
    assert resident.told["district"] == "darnytskyi"


def test_a_no_to_the_likely_district_shows_them_all() -> None:
    resident = with_lift()
    resident.says("ні", NO)
    assert len(resident.labels) == 11
    assert resident.expects == "district"


def test_an_answer_that_does_not_fit_is_told_why_and_how_it_is_right() -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    resident.presses("Не знаю")
    said = resident.says("0671", ANSWER)
    assert "бракує цифр" in said
    assert "067 123 45 67" in said
    assert resident.expects == "phone"


def test_a_wrong_answer_that_holds_another_is_not_scolded() -> None:
    resident = Resident()
    resident.says("звернення до влади", ("appeal_submit", 0.97))
    resident.says("Прошу встановити пандус біля поліклініки", ("appeal_submit", 0.9))
    assert resident.expects == "name"
    said = resident.says("Хрещатик 5", ("set_address", 0.9), street("вулиця Хрещатик"), house("5"))
    assert "не ім’я" not in said
    assert resident.expects == "name"
    assert resident.told["address"]["house"] == "5"


def test_a_place_in_a_story_is_not_where_the_person_lives() -> None:
    resident = Resident()
    text = "Прошу міську владу встановити пандус на Драгоманова, бо люди на візках не проїдуть"
    resident.says(text, ("appeal_submit", 0.97), street())
    assert "address" not in resident.told
    resident.says("Коваль Олена", ANSWER)
    assert resident.expects == "address"


def test_three_wrong_answers_bring_the_offer_of_a_person() -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    resident.presses("Не знаю")
    for _ in range(3):
        resident.says("0671", ANSWER)
    assert resident.ids[-1] == "offer-person"
    assert resident.labels == ["Покликати оператора", "Продовжити"]


# --- corrections ---------------------------------------------------------------------------------


def test_a_house_is_corrected_at_any_question() -> None:
    resident = with_lift()
    said = resident.says("ой ні, 17", ANSWER, house("17"), correction=True)
    assert "Драгоманова, 17" in said


def test_a_corrected_house_keeps_the_district_of_its_street() -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    resident.says("не 15, а 17", ANSWER, house("17"), correction=True)
    assert resident.told["district"] == "darnytskyi"
    assert resident.expects == "entrance"


def test_a_corrected_street_keeps_the_house_and_loses_the_district() -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    other = street("вулиця Саперне Поле", text="Саперне Поле")
    said = resident.says("не Драгоманова, а Саперне Поле", ("deny", 0.8), other, correction=True)
    assert "Саперне Поле, 15" in said
    assert "Печерський" in said
    assert resident.expects == "district"
    assert "district" not in resident.told


def test_a_correction_after_the_summary_shows_it_anew() -> None:
    resident = at_summary()
    said = resident.says("ні, 14", ("deny", 0.9), house("14"), correction=True)
    assert "Теремківська, 14" in said
    assert resident.expects == "confirm"


def test_the_thing_that_is_broken_is_corrected_and_its_story_too() -> None:
    resident = with_lift()
    resident.says("не ліфт, а двері в під'їзд", LIFT, code="entrance", correction=True)
    assert resident.told["service_code"] == "entrance"
    assert resident.told["description"].endswith("\nне ліфт, а двері в під'їзд")


def test_a_named_line_of_the_summary_is_asked_anew() -> None:
    resident = at_summary()
    resident.says("зміни адресу", ("set_address", 0.99))
    assert (resident.flow, resident.expects) == ("dispatcher_request", "address")


def test_a_wish_to_change_asks_what() -> None:
    resident = at_summary()
    resident.says("змінити", ("set_address", 0.9))
    assert resident.expects == "choice"
    assert resident.labels == ["Опис", "Адреса", "Район", "Не подавати"]
    resident.says("район", ANSWER)
    assert resident.expects == "district"


def test_what_the_city_found_is_no_line_to_change() -> None:
    resident = at_summary()
    resident.says("зміни номер телефону", ANSWER)
    assert resident.expects == "confirm"


# --- skip, back, repeat, help --------------------------------------------------------------------


@pytest.mark.parametrize("said", ["не знаю", "хз", "пропустити", "без номера"])
def test_what_may_be_left_open_is_skipped(said: str) -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    resident.says(said, NO)
    assert resident.expects == "phone"


def test_a_denial_skips_too() -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    resident.says("та не скажу я вам", ("deny", 0.8))
    assert resident.expects == "phone"


def test_one_thing_in_the_place_of_another_is_no_denial() -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    resident.says("не перший, а отой за рогом", ("deny", 0.9))
    assert resident.ids[0] == "not-understood"
    assert resident.expects == "entrance"


def test_what_must_be_known_is_asked_once_more_with_the_reason() -> None:
    resident = Resident()
    resident.says("зламався ліфт", LIFT, code="elevator")
    said = resident.says("не знаю", NO)
    assert "Без адреси бригада не знайде місця" in said
    assert resident.expects == "address"


def test_a_skip_at_the_summary_files_nothing() -> None:
    resident = at_consent()
    resident.says("не знаю", NO)
    assert resident.expects == "consent"
    assert resident.filed() is None


def test_a_skip_of_the_choice_what_to_change_goes_back_to_the_summary() -> None:
    resident = at_summary()
    resident.presses("Змінити")
    resident.says("не знаю", NO)
    assert resident.expects == "confirm"


def test_back_asks_the_question_before() -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    resident.presses("Не знаю")
    assert resident.expects == "phone"
    resident.says("назад", ("cancel", 0.9))
    assert resident.expects == "entrance"
    resident.says("назад", ("cancel", 0.9))
    assert resident.expects == "district"
    resident.says("назад", ("cancel", 0.9))
    assert resident.expects == "district"


def test_repeat_says_the_question_again_without_counting_it() -> None:
    resident = with_lift()
    before = resident.texts
    resident.says("повторіть", ANSWER)
    assert resident.texts == before
    assert resident.state.frames[0].asked == {"district": 1}


def test_a_story_not_understood_is_still_asked_for_after_a_digression() -> None:
    resident = Resident()
    resident.says("у нас біда", LIFT)
    assert resident.ids == ["ask-description-more"]
    resident.says("дякую", "thank")
    assert resident.expects == "description"


def test_help_is_about_the_question_that_stands() -> None:
    resident = with_lift()
    for said, intent in (("навіщо?", ANSWER), ("а що тут писати, не второпаю", ("help", 0.9))):
        resident.says(said, intent)
        assert resident.ids == ["ask-district.help", "ask-district-one"]


def test_help_without_a_question_is_about_everything() -> None:
    resident = Resident()
    resident.says("що ти вмієш", "help")
    assert (resident.ids, resident.labels) == (["help"], MENU)


# --- cancel and restart --------------------------------------------------------------------------


def test_cancelling_drops_the_draft_and_says_so() -> None:
    resident = with_lift()
    said = resident.says("скасуй", "cancel")
    assert "заявку не подаю" in said
    assert resident.labels == MENU
    assert resident.state.frames == []


def test_nothing_to_cancel_is_said_calmly() -> None:
    resident = Resident()
    resident.says("скасуй", "cancel")
    assert (resident.ids, resident.labels) == (["nothing-to-cancel"], MENU)


def test_cancelling_a_digression_comes_back_to_what_was_under_way() -> None:
    resident = with_lift()
    resident.says("хочу написати звернення", "appeal_submit")
    said = resident.says("скасуй", "cancel")
    assert "звернення не подаю" in said
    assert "Повернімося до заявки" in said
    assert resident.expects == "district"


def test_cancelling_the_first_matter_offers_the_second() -> None:
    resident = with_lift()
    resident.says("а ще яма на Теремківській", LIFT, code="roads")
    resident.says("скасуй", "cancel")
    assert resident.ids[-1] == "second-matter"


def test_starting_over_drops_everything() -> None:
    resident = with_lift()
    resident.says("а ще яма на Теремківській", LIFT, code="roads")
    resident.says("почати спочатку", "cancel")
    assert resident.ids == ["started-over"]
    assert (resident.state.frames, resident.state.matters) == ([], [])


# --- digressions ---------------------------------------------------------------------------------


def test_a_digression_is_answered_and_the_question_returns() -> None:
    resident = with_lift()
    resident.says("скільки коштує вода?", "tariff_consult")
    assert resident.ids == ["tariff_consult-stale", "back-to", "ask-district-one"]
    assert resident.state.frames[0].asked == {"district": 1}


def test_another_service_is_begun_and_the_first_waits() -> None:
    resident = with_lift()
    resident.says("хочу написати звернення", "appeal_submit")
    assert (resident.flow, resident.expects) == ("appeal_submit", "description")
    assert [frame.flow for frame in resident.state.frames] == [
        "dispatcher_request",
        "appeal_submit",
    ]


def test_the_first_service_named_again_comes_up_instead_of_a_second() -> None:
    resident = with_lift()
    resident.says("хочу написати звернення", "appeal_submit")
    resident.says("так а ліфт?", LIFT, code="elevator")
    assert [frame.flow for frame in resident.state.frames] == [
        "appeal_submit",
        "dispatcher_request",
    ]
    assert resident.expects == "district"


def test_asked_what_is_broken_another_service_is_not_a_fault() -> None:
    resident = Resident()
    resident.presses("!flow=dispatcher_request")
    resident.says("запишіть дитину в садок", "enrol_kindergarten")
    assert (resident.flow, resident.expects) == ("enrol_kindergarten", "child_name")


def test_a_story_that_mentions_an_operator_is_a_story() -> None:
    resident = Resident()
    resident.presses("!flow=appeal_submit")
    story = (
        "Прошу перевірити, чому оператор контактного центру кладе слухавку щоразу, коли я телефоную"
    )
    resident.says(story, ("handoff", 0.8))
    assert resident.told["description"] == story


def test_a_case_number_first_asks_about_that_case() -> None:
    resident = with_lift()
    number = entity("case_number", "KV-2026-000007")
    resident.says("KV-2026-000007: третій поверх", ("dispatcher_request", 0.9), number)
    assert resident.runs[-1].action == "find_cases"
    assert resident.runs[-1].told["case_number"] == "KV-2026-000007"
    assert resident.ids[-1] == "ask-district-one"


# --- second matters ------------------------------------------------------------------------------


def test_a_second_fault_in_the_middle_is_kept_for_later() -> None:
    resident = with_lift()
    pit = (street("вулиця Теремківська"), house("3"))
    resident.says("а ще яма на Теремківській 3", LIFT, *pit, code="roads")
    assert resident.ids == ["second-later", "ask-district-one"]
    assert resident.told["address"]["street"] == "вулиця Михайла Драгоманова"
    (matter,) = resident.state.matters
    assert matter.slots["address"]["street"] == "вулиця Теремківська"


def test_the_same_fault_elsewhere_is_a_second_one_when_it_says_so() -> None:
    resident = with_lift()
    resident.says("і ще на Хрещатику те саме", LIFT, street("вулиця Хрещатик"), code="elevator")
    assert resident.ids[0] == "second-later"


def test_the_same_fault_told_once_more_is_no_second_one() -> None:
    resident = with_lift()
    resident.says("ліфт на Драгоманова не працює", LIFT, street(), code="elevator")
    assert resident.state.matters == []
    assert resident.ids == ["ask-district-one"]


def test_two_matters_in_one_message_are_taken_one_after_the_other() -> None:
    resident = Resident()
    text = "ліфт стоїть на Драгоманова 15 і хочу написати звернення до мера"
    matters = (
        {"intent": "dispatcher_request", "start": 0, "end": 32, "service_code": "elevator"},
        {"intent": "appeal_submit", "start": 32, "end": len(text)},
    )
    resident.says(text, LIFT, street(), house("15"), code="elevator", matters=matters)
    assert resident.state.matters == [
        Matter("appeal_submit", {"description": "хочу написати звернення до мера"})
    ]
    resident.says("скасуй", "cancel")
    said = resident.says("так", YES)
    assert resident.flow == "appeal_submit"
    assert "прізвище" in said


def test_a_second_matter_that_is_declined_is_gone() -> None:
    resident = at_summary()
    resident.says("а ще ліфт стоїть на Драгоманова", LIFT, street(), code="elevator")
    resident.says("так", YES)
    assert resident.ids == ["case-filed", "second-matter"]
    assert resident.expects == "choice"
    assert resident.says("ні", NO) == "Гаразд."
    assert resident.state.matters == []
    assert resident.expects is None


def test_no_more_than_a_few_matters_are_kept_and_none_twice() -> None:
    resident = with_lift()
    for code in ("roads", "roads", "waste", "trees", "noise", "gas"):
        resident.says(f"а ще {code}", LIFT, code=code)
    assert [matter.slots["service_code"] for matter in resident.state.matters] == [
        "roads",
        "waste",
        "trees",
    ]


# --- two readings --------------------------------------------------------------------------------


def torn() -> Resident:
    """A resident whose words may be a fault or an appeal."""
    resident = Resident()
    close = (("dispatcher_request", 0.48), ("appeal_submit", 0.45))
    resident.says(
        "на Драгоманова 15 треба ліфт", "?", street(), house("15"), code="elevator", ranking=close
    )
    return resident


def test_two_close_readings_are_two_buttons() -> None:
    resident = torn()
    assert (resident.ids, resident.expects) == (["which-matter"], "choice")
    assert resident.labels == ["Заявка: Ліфт", "Звернення до влади", "Покликати оператора"]


def test_nothing_that_was_said_is_lost_whichever_is_chosen() -> None:
    resident = torn()
    said = resident.presses("Заявка: Ліфт")
    assert "Драгоманова, 15" in said
    assert resident.state.matters == []


def test_a_yes_to_a_choice_of_two_asks_again() -> None:
    resident = torn()
    resident.says("так", YES)
    assert resident.ids == ["which-matter"]


def test_other_words_void_the_two_readings() -> None:
    resident = torn()
    resident.says("де моя заявка", "case_status")
    assert resident.state.matters == []
    assert resident.runs[-1].action == "find_cases"


def test_one_unsure_reading_is_offered_not_begun() -> None:
    resident = Resident()
    resident.says(
        "щось із ліфтом", "?", ranking=(("dispatcher_request", 0.4), ("out_of_scope", 0.3))
    )
    assert resident.labels == ["Заявка про поломку", "Покликати оператора"]


def test_digits_alone_ask_for_nothing() -> None:
    resident = Resident()
    resident.says("067 123 45 67", ("handoff", 0.9))
    assert resident.ids == ["not-understood-first"]


# --- not understood ------------------------------------------------------------------------------


def test_not_understood_once_twice_three_times() -> None:
    resident = Resident()
    said = [resident.says("абракадабра", ANSWER) for _ in range(3)]
    assert "іншими словами" in said[0]
    assert "Оберіть" in said[1]
    assert "людина" in said[2]
    resident.says("так", YES)
    assert resident.state.handoff == "waiting"


def test_not_understood_in_a_flow_asks_in_other_words_then_with_ways_out() -> None:
    resident = Resident()
    resident.says("зламався ліфт", LIFT, code="elevator")
    resident.says("шо?", ANSWER)
    assert resident.ids == ["not-understood", "ask-address.again"]
    resident.says("шо?", ANSWER)
    assert resident.labels == ["Покликати оператора", "Не подавати"]
    resident.says("шо?", ANSWER)
    assert resident.ids == ["offer-person"]
    resident.presses("Продовжити")
    assert resident.expects == "address"


def test_what_was_understood_ends_the_count() -> None:
    resident = Resident()
    resident.says("абракадабра", ANSWER)
    resident.says("привіт", "greet")
    assert resident.state.misses == 0


# --- polite words --------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", [YES, NO])
def test_a_yes_or_no_to_nothing_is_taken_kindly(intent: tuple[str, float]) -> None:
    assert Resident().says("ок", intent) == "Гаразд."


def test_a_yes_to_an_offer_of_several_shows_what_there_is() -> None:
    resident = Resident()
    resident.says("як оформити субсидію", "tariff_consult")
    resident.says("так", YES)
    assert (resident.ids, resident.labels) == (["what-now"], MENU)


def test_thanks_in_the_middle_are_answered_and_the_question_returns() -> None:
    resident = with_lift()
    resident.says("дякую", "thank")
    assert resident.ids == ["thank-midway", "back-to", "ask-district-one"]


# --- danger --------------------------------------------------------------------------------------


def test_danger_beats_the_question_that_stands() -> None:
    resident = with_lift()
    said = resident.says("тут пахне газом", ("emergency", 0.97), **GAS)
    assert said.startswith("⚠️ Телефонуйте **104**")
    assert (resident.labels, resident.said[0].kind) == (["Продовжити"], "alarm")
    resident.presses("Продовжити")
    assert resident.expects == "district"


def test_danger_known_by_its_intent_alone_is_danger() -> None:
    resident = Resident()
    assert "**112**" in resident.says("мене зараз уб'ють", ("emergency", 0.9))


def test_danger_that_is_not_sure_gets_one_line_above_the_answer() -> None:
    resident = Resident()
    resident.says(
        "зламався ліфт", LIFT, code="elevator", emergency="danger", emergency_confidence=0.5
    )
    assert resident.ids == ["emergency-maybe", "ask-address"]


def test_danger_is_answered_while_a_person_talks_and_nothing_else_is() -> None:
    resident = with_lift()
    resident.says("оператора", "handoff")
    assert resident.says("ви ще тут?", ANSWER) == ""
    said = resident.says("пахне газом", ("emergency", 0.97), **GAS)
    assert "104" in said
    assert resident.labels == ["Назад до бота"]
    maybe = resident.says("може газ", ANSWER, emergency="gas", emergency_confidence=0.5)
    assert "112" in maybe


def test_a_command_in_latin_letters_is_one_by_its_reading() -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    resident.says("ne znaju", ("deny", 0.4), parse=PARSED)
    assert resident.expects == "phone"


def test_a_story_that_tells_of_a_refusal_stays_a_story() -> None:
    resident = Resident()
    resident.presses("!flow=official_complaint")
    story = "у жеку сказали: не треба подавати заяву, а ліфт стоїть уже третій тиждень"
    resident.says(story, "dispatcher_request", code="elevator")
    assert (resident.flow, resident.told["description"]) == ("official_complaint", story)


def test_a_change_of_mind_in_a_story_is_heard() -> None:
    resident = Resident()
    resident.presses("!flow=official_complaint")
    resident.says("ні, краще заявку: ліфт стоїть", "dispatcher_request", code="elevator")
    assert resident.flow == "dispatcher_request"
    assert [frame.flow for frame in resident.state.frames] == ["dispatcher_request"]


def test_facts_told_before_any_matter_are_kept_for_it() -> None:
    resident = Resident()
    phone = entity("phone", "+380671234567")
    resident.says("+380671234567", ("out_of_scope", 0.4), phone)
    assert resident.ids[0] == "noted"
    resident.says("не працює ліфт", "dispatcher_request", code="elevator")
    assert resident.told["phone"] == "+380671234567"
    resident.says("почати спочатку", "cancel")
    assert resident.state.told == {}
