"""What a talk remembers between messages: drafts, a text sent twice, what was filed, insults."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.conversation import Matter
from tests.dialogs.builders import (
    NO,
    YES,
    Resident,
    at_consent,
    at_summary,
    house,
    street,
    with_lift,
)

STORY = "у нас на Драгоманова 15 третій день не працює ліфт"


def waits(resident: Resident, **pause: int) -> None:
    resident.context = replace(resident.context, now=resident.context.now + timedelta(**pause))


def filed_pothole() -> Resident:
    resident = at_summary()
    resident.says("так", YES)
    assert resident.ids == ["case-filed"]
    return resident


# --- drafts --------------------------------------------------------------------------------------


def test_a_greeting_after_days_shows_the_draft() -> None:
    resident = with_lift()
    waits(resident, days=2)
    said = resident.says("привіт", "greet")
    assert "ще не подана: Ліфт, вул. Михайла Драгоманова, 15" in said
    assert resident.labels == ["Продовжити", "Почати спочатку", "Не подавати"]
    assert resident.expects == "choice"
    resident.presses("Продовжити")
    assert resident.expects == "district"


def test_a_greeting_within_the_hour_is_only_greeted() -> None:
    resident = with_lift()
    waits(resident, minutes=40)
    resident.says("привіт", "greet")
    assert resident.ids == ["greet-midway", "back-to", "ask-district-one"]


def test_an_answer_after_days_is_an_answer() -> None:
    resident = with_lift()
    waits(resident, days=2)
    resident.presses("Дарницький")
    assert resident.told["district"] == "darnytskyi"


def test_a_no_to_the_draft_drops_it() -> None:
    resident = with_lift()
    waits(resident, days=2)
    resident.says("привіт", "greet")
    resident.says("ні", NO)
    assert resident.state.frames == []


def test_resuming_says_which_matter_it_is() -> None:
    resident = with_lift()
    resident.says("давайте продовжимо")
    assert resident.ids == ["back-to", "ask-district-one"]


# --- the same once more --------------------------------------------------------------------------


def test_a_long_text_sent_twice_is_heard_once_and_thrice_again() -> None:
    resident = with_lift()
    before = dict(resident.told)
    for _ in range(2):
        resident.says(STORY, "dispatcher_request", code="elevator")
        assert resident.ids == ["ask-district-one"]
    assert resident.told == before


def test_the_same_text_later_is_no_accident() -> None:
    resident = at_summary()
    resident.presses("Змінити")
    resident.says("щось зовсім незрозуміле мені")
    waits(resident, minutes=5)
    resident.says("щось зовсім незрозуміле мені")
    assert resident.state.misses == 2


def test_short_answers_may_be_the_same() -> None:
    resident = with_lift()
    resident.says("так", YES)
    assert resident.expects == "entrance"
    resident.says("так", YES)
    assert "not-understood" in resident.ids


# --- insults -------------------------------------------------------------------------------------


def test_an_insult_gets_one_calm_line_and_counts_as_no_mistake() -> None:
    resident = with_lift()
    resident.says("ви там всі ідіоти")
    assert resident.ids == ["calm", "ask-district-one"]
    resident.says("тупий бот")
    assert resident.ids == ["ask-district-one"]
    assert resident.state.misses == 0


def test_an_insult_with_a_fault_is_the_fault() -> None:
    resident = Resident()
    resident.says("дебіли, полагодьте ліфт", "dispatcher_request", code="elevator")
    assert resident.flow == "dispatcher_request"
    assert "calm" not in resident.ids


def test_an_insult_with_a_wish_is_the_wish() -> None:
    resident = with_lift()
    resident.says("йди нахер, дайте людину", "handoff")
    assert resident.state.handoff


# --- a yes that says more ------------------------------------------------------------------------


def test_what_is_added_to_a_yes_is_filed_with_it() -> None:
    resident = at_summary()
    resident.says("так, і додайте що там темно", ("affirm", 0.6))
    assert resident.ids == ["story-added", "case-filed"]
    filed = resident.filed()
    assert filed is not None
    assert filed["description"].endswith("\nтам темно")


def test_a_yes_on_a_condition_shows_the_summary_again() -> None:
    resident = at_summary()
    resident.says("так, але там ще й темно ввечері", ("affirm", 0.6))
    assert resident.ids == ["story-added", "dispatcher_request-summary"]
    assert resident.filed() is None


def test_another_fault_added_to_a_yes_is_a_second_matter() -> None:
    resident = at_summary()
    resident.says("так, і ще ліфт не їде", ("affirm", 0.6), code="elevator")
    assert resident.ids == ["case-filed", "second-matter"]
    assert resident.state.matters[0].slots["service_code"] == "elevator"


# --- what was filed ------------------------------------------------------------------------------


def test_a_slip_noticed_after_filing_is_filed_in_its_place() -> None:
    resident = filed_pothole()
    resident.says("ой, не 12, а 14", ("deny", 0.5), house("14"), correction=True)
    assert resident.ids == ["filed-already", "dispatcher_request-summary"]
    resident.says("так", YES)
    filed = resident.filed()
    assert filed is not None
    assert filed["replaces"] == "KV-2026-000001"
    assert filed["address"]["house"] == "14"


def test_a_line_named_after_filing_is_asked_and_may_be_told_by_its_difference() -> None:
    resident = filed_pothole()
    resident.says("я помилилася в адресі", ("set_address", 0.9))
    assert resident.expects == "address"
    resident.says("не 12, а 14", ("deny", 0.5), house("14"), correction=True)
    assert resident.told["address"]["street"] == "вулиця Теремківська"
    assert resident.told["address"]["house"] == "14"


def test_a_day_later_nothing_filed_is_meant() -> None:
    resident = filed_pothole()
    waits(resident, days=2)
    resident.says("я помилилася в адресі", ("set_address", 0.9))
    assert resident.flow == "set_address"


def test_cancelling_with_nothing_under_way_asks_about_what_was_filed_once() -> None:
    resident = filed_pothole()
    assert "Відкликати KV-2026-000001" in resident.says("скасувати", "cancel")
    resident.presses("Так, відкликати")
    assert resident.runs[-1].action == "withdraw_case"
    resident.says("скасувати", "cancel")
    assert resident.ids == ["nothing-to-cancel"]


# --- what is told once ---------------------------------------------------------------------------


def test_place_and_person_are_handed_on_to_the_matter_that_waits() -> None:
    resident = at_consent()
    resident.state.matters.append(Matter("dispatcher_request", {"service_code": "waste"}))
    resident.says("так", YES)
    handed = resident.state.matters[0].slots
    assert handed["address"]["house"] == "15"
    assert (handed["district"], handed["phone"]) == ("darnytskyi", "+380671234567")


def test_who_filed_without_their_data_is_not_handed_on() -> None:
    resident = at_consent()
    resident.state.matters.append(Matter("dispatcher_request", {"service_code": "waste"}))
    resident.presses("Без моїх даних")
    assert "phone" not in resident.state.matters[0].slots
    assert resident.state.matters[0].slots["district"] == "darnytskyi"


def test_each_of_two_matters_has_its_own_kind_and_place() -> None:
    resident = Resident()
    text = "яма на Теремківській 12, а ще ліхтар на Хрещатику 5"
    pit = street("вулиця Теремківська", text="Теремківській", start=7)
    lamp = street("вулиця Хрещатик", text="Хрещатику", start=39)
    houses = (replace(house("12"), start=21), replace(house("5"), start=49))
    matters = tuple(
        {"intent": "dispatcher_request", "service_code": code, "start": start, "end": end}
        for code, start, end in (("roads", 0, 23), ("street_light", 25, len(text)))
    )
    resident.says(
        text, "dispatcher_request", pit, lamp, *houses, code="street_light", matters=matters
    )
    assert resident.told["service_code"] == "roads"
    assert resident.told["address"]["street"] == "вулиця Теремківська"
    second = resident.state.matters[0].slots
    assert (second["service_code"], second["address"]["house"]) == ("street_light", "5")


def test_a_number_taken_back_is_not_left_in_the_story() -> None:
    resident = at_consent()
    active = resident.state.active
    assert active is not None
    active.slots["description"] += ", мій номер 067 123-45-67"
    resident.says("ні, без мого номера", NO)
    filed = resident.filed()
    assert filed is not None
    assert "067" not in filed["description"]
    assert filed["service_code"] == "elevator"


# --- buttons in words ----------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["перший", "1", "давайте перший варіант", "дарницкий"])
def test_a_button_is_named_by_its_place_or_with_a_slip(said: str) -> None:
    resident = with_lift()
    resident.says(said)
    assert resident.told["district"] == "darnytskyi"


def test_a_number_with_no_such_button_is_still_a_house() -> None:
    resident = with_lift()
    resident.says("17", ("out_of_scope", 0.4), house("17"))
    assert resident.told["address"]["house"] == "17"


def test_a_slip_never_drops_the_draft() -> None:
    resident = at_summary()
    resident.presses("Змінити")
    resident.says("не подаватии")
    assert resident.state.frames


def test_a_reading_that_is_not_sure_can_be_agreed_to_or_left() -> None:
    unsure = (("appeal_submit", 0.4),)
    for word, flow in ((YES, "appeal_submit"), (NO, "dispatcher_request")):
        resident = with_lift()
        resident.says("щось про владу", ranking=unsure)
        assert resident.ids == ["which-matter"]
        resident.says("так" if word is YES else "ні", word)
        assert resident.flow == flow
