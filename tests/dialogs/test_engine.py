"""The engine as a whole: pure, and right about hand-offs, silence, results and languages."""

import msgspec
import pytest

from connectors.database.codec import from_json, to_json
from core.conversation import ActionDone, Context, Heard, State, TimerFired
from core.messages import Incoming
from core.reading import Reading
from tests.dialogs.builders import NO, NOW, Resident, at_summary, city, entity, street, with_lift

LIFT = ("dispatcher_request", 0.97)


# --- pure ----------------------------------------------------------------------------------------


def test_a_step_leaves_the_state_it_was_given_as_it_was() -> None:
    resident = at_summary()
    state = resident.state
    before = to_json(state)
    for event in (
        Heard(Incoming("webchat", "web", "c", "e", NOW, button="1.confirm.1=edit")),
        Heard(
            Incoming("webchat", "web", "c", "e", NOW, text="14"), Reading("14", (("deny", 0.9),))
        ),
        TimerFired("reminder"),
    ):
        city().engine.step(state, event, Context(NOW))
        assert to_json(state) == before


def test_the_same_input_gives_the_same_output() -> None:
    state = with_lift().state
    event = Heard(Incoming("webchat", "web", "c", "e", NOW, button="1.district=darnytskyi"))
    one, other = (city().engine.step(state, event, Context(NOW)) for _ in range(2))
    assert one == other


def test_a_state_is_read_back_as_it_was_written() -> None:
    resident = with_lift()
    resident.says("а ще яма на Теремківській", LIFT, street("вулиця Теремківська"), code="roads")
    assert from_json(State)(to_json(resident.state)) == resident.state


def test_a_state_of_an_earlier_version_is_read_too() -> None:
    assert from_json(State)("{}") == State()
    with pytest.raises(msgspec.ValidationError):
        from_json(State)('{"frames": 1}')


# --- hand-off ------------------------------------------------------------------------------------


def test_a_person_is_called_with_the_promise_and_the_way_back() -> None:
    resident = with_lift()
    said = resident.says("дайте людину", "handoff")
    assert "Оператор відпише тут до 10:30" in said
    assert resident.labels == ["Назад до бота"]
    assert resident.runs[-1].action == "open_handoff"
    assert (resident.state.handoff, resident.expects) == ("waiting", None)


def test_nobody_on_duty_is_said_with_the_moment_somebody_will_be() -> None:
    later = {"at": "2026-11-25T09:30:00+02:00", "days": 1}
    resident = Resident(
        results={"open_handoff": {"handoff": "waiting", "on_duty": False, "promised_at": later}}
    )
    assert "завтра до 9:30" in resident.says("дайте людину", "handoff")


@pytest.mark.parametrize("how", ["button", "назад до бота", "Назад до бота!", "бот"])
def test_the_way_back_leads_to_the_question_that_stood(how: str) -> None:
    resident = with_lift()
    resident.says("дайте людину", "handoff")
    resident.presses("!bot") if how == "button" else resident.says(how, ("cancel", 0.9))
    assert resident.ids == ["handoff-left", "ask-district-one"]
    assert resident.runs[-1].action == "leave_handoff"
    assert resident.told["address"]["house"] == "15"


@pytest.mark.parametrize("said", ["де моя заявка?", "так", "скасуй", "1"])
def test_the_bot_keeps_out_while_a_person_talks(said: str) -> None:
    resident = with_lift()
    resident.says("дайте людину", "handoff")
    assert resident.says(said, "case_status") == ""
    assert resident.shares() == ""
    assert resident.shares_contact() == ""
    assert resident.sends("photo") == ""
    assert resident.sends() == ""
    assert resident.is_silent() == ""


@pytest.mark.parametrize(
    "value", ["1.district=darnytskyi", "!flow=appeal_submit", "!handoff", "junk"]
)
def test_a_button_while_a_person_talks_tells_the_way_back(value: str) -> None:
    resident = with_lift()
    resident.says("дайте людину", "handoff")
    resident.presses(value)
    assert (resident.ids, resident.labels) == (["with-a-person"], ["Назад до бота"])
    resident.starts()
    assert resident.ids == ["with-a-person"]


@pytest.mark.parametrize("how", ["returned", "answered"])
def test_given_back_the_talk_goes_on_where_it_was(how: str) -> None:
    resident = with_lift()
    resident.says("дайте людину", "handoff")
    resident.gets_back(how)
    assert resident.ids == [f"handoff-{how}", "ask-district-one"]
    assert resident.state.handoff is None


def test_given_back_with_nothing_under_way_it_is_said_and_that_is_all() -> None:
    resident = Resident()
    resident.says("дайте людину", "handoff")
    resident.gets_back("returned")
    assert resident.ids == ["handoff-returned"]


def test_what_nobody_answered_is_kept_as_a_case() -> None:
    resident = with_lift()
    resident.says("дайте людину", "handoff")
    said = resident.gets_back("expired")
    assert resident.runs[-1].action == "keep_handoff"
    assert "KV-2026-000001" in said
    assert resident.ids == ["handoff-expired", "back-to", "ask-district-one"]


def test_given_back_after_the_resident_left_changes_nothing() -> None:
    resident = with_lift()
    resident.says("дайте людину", "handoff")
    resident.presses("!bot")
    assert resident.gets_back("expired") == ""
    assert resident.gets_back("returned") == ""


# --- silence -------------------------------------------------------------------------------------


def test_silence_is_reminded_of_once_and_the_draft_stays() -> None:
    resident = with_lift()
    said = resident.is_silent()
    assert "Чернетку збережено" in said
    assert resident.ids == ["reminder", "ask-district-one"]
    assert resident.is_silent() == ""
    resident.presses("Дарницький")
    assert resident.expects == "entrance"
    assert "Чернетку" in resident.is_silent()


def test_a_reminder_is_no_question_more() -> None:
    resident = with_lift()
    resident.is_silent()
    assert resident.state.frames[0].asked == {"district": 1}


def test_there_is_nothing_to_remind_of_without_a_draft() -> None:
    resident = Resident()
    resident.says("привіт", "greet")
    assert resident.is_silent() == ""


def test_another_timer_wakes_nobody() -> None:
    assert with_lift().hears(TimerFired("something")) == ""


# --- results of actions --------------------------------------------------------------------------


def test_a_result_nobody_waits_for_is_taken_quietly() -> None:
    resident = with_lift()
    assert resident.hears(ActionDone("file_case", {"case_number": "KV-2026-000009"})) == ""
    assert resident.expects == "district"


def test_the_filed_case_is_told_with_its_body_term_and_basis() -> None:
    resident = at_summary()
    said = resident.presses("Так, подати")
    for words in (
        "KV-2026-000001",
        "ШЕУ Голосіївського району",
        "до 9 грудня",
        "норма служби, не закон",
    ):
        assert words in said
    assert resident.expects is None


# --- languages -----------------------------------------------------------------------------------


def test_the_language_is_changed_by_its_name() -> None:
    resident = with_lift()
    resident.says("English please", "change_language")
    assert resident.state.language == "en"
    assert "which district" in resident.texts[-1] or "is that" in resident.texts[-1]
    assert resident.labels == ["Darnytskyi", "Another district"]


def test_a_sentence_in_english_is_answered_in_english() -> None:
    resident = Resident()
    resident.says("the lift is broken", LIFT, code="elevator", language="en")
    assert "street and house number" in resident.texts[0]


@pytest.mark.parametrize(
    "said", ["ok", "Hello", "lift stoit", "<script>alert(1)</script> <img src=x>", "%s %d ${x:y}"]
)
def test_less_than_a_sentence_changes_no_language(said: str) -> None:
    resident = Resident()
    resident.says(said, "greet", language="en")
    assert resident.state.spoken == "uk"


def test_ukrainian_after_english_is_answered_in_ukrainian() -> None:
    resident = Resident()
    resident.says("the lift is broken", LIFT, code="elevator", language="en")
    resident.says("вибачте, краще українською", "thank")
    assert resident.state.spoken == "uk"


def test_a_chosen_language_stays_whatever_is_written() -> None:
    resident = Resident(results={"set_language": {"language": "uk"}})
    resident.says("українською", "change_language")
    resident.says("the lift is broken", LIFT, code="elevator", language="en")
    assert resident.state.language == "uk"


def test_a_language_that_was_not_named_is_asked_for() -> None:
    resident = Resident()
    resident.says("інша мова", "change_language")
    assert (resident.expects, resident.labels) == ("choice", ["Українською", "English"])
    resident.presses("English")
    assert resident.runs[-1].told == {"language_wanted": "en"}


def test_russian_is_understood_and_answered_in_ukrainian() -> None:
    resident = Resident(results={"set_language": {"language": "uk"}})
    assert "відповідаю українською" in resident.says("на русском", "change_language")
    assert resident.state.language == "uk"


def test_a_label_is_typed_in_the_language_it_was_shown_in() -> None:
    resident = Resident(results={"set_language": {"language": "en"}})
    resident.says("english", "change_language")
    resident.says("the lift", LIFT, street(), entity("house", "15"), code="elevator")
    resident.says("another district", NO)
    assert len(resident.labels) == 11
