"""Buttons, places, phones, files: what was offered works, what was not does no harm."""

import pytest

from core.messages import FileRef
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
HOME = {"street": "вулиця Хрещатик", "house": "5", "verified": True, "district": "pecherskyi"}


# --- old, unknown and forged buttons -------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "",
        "garbage",
        "!",
        "!nonsense",
        "!flow=nowhere",
        "!handoff=now",
        "!take=0",
        "!take=99",
        "0.district=darnytskyi",
        "2.district=darnytskyi",
        "1.district=mordor",
        "1.district",
        "1.nothing=x",
        "1.body=kmda",
        "1.phone=abc",
        "1.entrance=<script>",
        "1.edit=body",
        "1.edit=phone",
        "1.edit=nothing",
        "1.confirm.0=yes",
        "1.confirm.0=add:phone",
        "1.address=known",
        "1.address=0",
        "99999999999.district=darnytskyi",
        "1.district=darnytskyi\n" * 200,
    ],
)
def test_a_button_that_was_not_offered_changes_nothing_and_the_question_returns(value: str) -> None:
    resident = with_lift()
    before = dict(resident.told)
    resident.presses(value)
    assert resident.ids == ["stale-button", "ask-district-one"]
    assert (resident.told, resident.expects) == (before, "district")
    assert resident.filed() is None


def test_a_button_of_an_ended_matter_acts_on_nothing() -> None:
    resident = at_summary()
    resident.presses("Так, подати")
    resident.presses("1.confirm.1=yes")
    assert resident.ids == ["stale-button", "what-now"]
    assert [run.action for run in resident.runs].count("file_case") == 1


def test_a_summary_that_was_changed_is_not_filed_by_its_old_button() -> None:
    resident = at_summary()
    old = resident.choices["Так, подати"]
    resident.says("ні, 14", ("deny", 0.9), house("14"), correction=True)
    resident.presses(old)
    assert resident.ids[0] == "stale-button"
    assert "14" in resident.texts[1]
    assert resident.filed() is None


def test_a_button_of_the_matter_put_aside_waits_for_its_turn() -> None:
    resident = with_lift()
    resident.says("хочу написати звернення", "appeal_submit")
    resident.presses("1.district=darnytskyi")
    assert resident.ids == ["stale-button", "appeal_submit-ask-description"]


def test_a_required_answer_cannot_be_skipped_by_a_button() -> None:
    resident = Resident()
    resident.says("зламався ліфт", LIFT, code="elevator")
    resident.presses("1.address~skip")
    assert resident.expects == "address"


def test_an_old_button_of_this_matter_corrects_its_answer() -> None:
    resident = with_lift()
    resident.presses("Дарницький")
    resident.presses("1.district=pecherskyi")
    assert resident.told["district"] == "pecherskyi"
    assert resident.expects == "entrance"


# --- buttons that mean the same at any time ------------------------------------------------------


def test_a_service_is_begun_by_its_button_once() -> None:
    resident = Resident()
    resident.presses("!flow=dispatcher_request")
    resident.presses("!flow=appeal_submit")
    resident.presses("!flow=dispatcher_request")
    assert [frame.flow for frame in resident.state.frames] == [
        "appeal_submit",
        "dispatcher_request",
    ]
    assert resident.expects == "description"


def test_a_page_that_is_turned_asks_the_same_with_other_choices() -> None:
    resident = with_lift()
    before = resident.state.copy()
    resident.presses("!page=2")
    assert (resident.ids, [say.page for say in resident.said]) == (["ask-district-one"], [2])
    resident.presses("!continue")
    assert [say.page for say in resident.said] == [0]
    assert (resident.state.frames, resident.state.options) == (before.frames, before.options)


@pytest.mark.parametrize("value", ["!page=", "!page=-1", "!page=x", "!page=9999", "!page=²"])
def test_a_page_that_cannot_be_is_an_unknown_button(value: str) -> None:
    resident = with_lift()
    resident.presses(value)
    assert resident.ids == ["stale-button", "ask-district-one"]


def test_cancel_continue_and_status_have_their_buttons() -> None:
    resident = with_lift()
    resident.presses("!continue")
    assert resident.ids == ["ask-district-one"]
    resident.presses("!status")
    assert resident.ids == ["case-status-none", "back-to", "ask-district-one"]
    resident.presses("!cancel")
    assert resident.ids == ["cancelled", "what-now"]


def test_the_way_back_from_nobody_asks_what_is_wanted() -> None:
    resident = Resident()
    resident.presses("!bot")
    assert resident.ids == ["what-now"]
    assert resident.runs == []


# --- the summary and consent ---------------------------------------------------------------------


def test_a_summary_without_personal_data_asks_for_no_consent() -> None:
    resident = at_summary()
    assert "погоджуєтеся" not in resident.texts[-1]
    assert resident.labels == ["Так, подати", "Змінити", "Додати номер"]
    resident.presses("Так, подати")
    assert resident.ids == ["case-filed"]
    filed = resident.filed()
    assert filed is not None
    assert "consent" not in filed


def test_the_first_summary_with_personal_data_asks_for_consent_too() -> None:
    resident = at_consent()
    assert "Ваші дані побачить лише ця установа" in resident.texts[-1]
    assert "/privacy" in resident.texts[-1]
    assert resident.labels == ["Так, подати", "Змінити", "Без моїх даних"]
    assert resident.said[-1].kind == "info"


@pytest.mark.parametrize("how", ["button", "word"])
def test_agreeing_files_and_agrees(how: str) -> None:
    resident = at_consent()
    said = resident.presses("Так, подати") if how == "button" else resident.says("так", YES)
    assert "Подано: **KV-2026-000001**" in said
    filed = resident.filed()
    assert filed is not None
    assert (filed["consent"], filed["phone"]) == (True, "+380671234567")


@pytest.mark.parametrize("how", ["button", "ні", "не згодна", "анонімно", "без номера"])
def test_a_no_to_consent_files_without_the_person(how: str) -> None:
    resident = at_consent()
    said = resident.presses("Без моїх даних") if how == "button" else resident.says(how, NO)
    assert "Подано без ваших даних" in said
    filed = resident.filed()
    assert filed is not None
    assert not {"consent", "phone"} & set(filed)
    assert "phone" not in resident.runs[-1].told


def test_a_longer_no_to_consent_files_nothing_and_asks_what_is_wrong() -> None:
    resident = at_consent()
    resident.says("ні, не подавай", NO)
    assert resident.filed() is None
    assert resident.labels == [
        *("Опис", "Адреса", "Район", "Під’їзд", "Номер телефону"),
        *("Без моїх даних", "Не подавати"),
    ]
    assert "Подано без ваших даних" in resident.presses("Без моїх даних")


def test_a_no_without_consent_at_stake_asks_what_to_change() -> None:
    resident = at_summary()
    resident.says("ні", NO)
    assert (resident.ids, resident.expects) == (["what-to-change"], "choice")
    assert resident.filed() is None


def test_an_appeal_without_consent_is_wiped_and_says_where_to_go() -> None:
    resident = Resident()
    text = (
        "Звертаюся до КМДА: прошу встановити пандус біля поліклініки, бо люди на візках не проїдуть"
    )
    resident.says(text, "appeal_submit", entity("organisation", "КМДА"))
    name = ("Коваль Олена, Хрещатик 5", ("set_address", 0.6))
    resident.says(*name, entity("person", "Коваль Олена"), street("вулиця Хрещатик"), house("5"))
    assert resident.expects == "consent"
    said = resident.says("ні", NO)
    assert "Подати його особисто можна" in said
    assert resident.filed() is None
    assert resident.state.frames == []


def test_who_agreed_before_is_not_asked_again() -> None:
    resident = Resident(known={"phone": "+380671234567", "address": HOME})
    resident.says("зламався ліфт", LIFT, code="elevator")
    assert resident.labels == ["Так, вул. Хрещатик, 5"]
    resident.says("так", YES)
    resident.presses("Не знаю")
    assert resident.expects == "confirm"
    assert "погоджуєтеся" not in resident.texts[-1]


def test_a_no_to_the_known_address_asks_for_another() -> None:
    resident = Resident(known={"address": HOME})
    resident.says("зламався ліфт", LIFT, code="elevator")
    resident.says("ні", NO)
    assert resident.expects == "address"
    resident.says("на Драгоманова 15", ("set_address", 0.9), street(), house("15"))
    assert resident.told["address"]["house"] == "15"


def test_what_the_summary_offers_is_added_and_can_be_skipped() -> None:
    resident = at_summary()
    resident.presses("Додати номер")
    assert (resident.expects, resident.said[-1].request) == ("phone", "contact")
    resident.presses("Без номера")
    assert resident.expects == "confirm"
    resident.presses("Додати номер")
    resident.shares_contact()
    assert resident.expects == "consent"


@pytest.mark.parametrize("name", ["body", "district", "nothing", ""])
def test_the_summary_adds_only_what_it_offered(name: str) -> None:
    resident = at_summary()
    resident.presses(f"1.confirm.{resident.state.frames[0].revision}=add:{name}")
    assert resident.ids[0] == "stale-button"
    assert resident.expects == "confirm"
    assert resident.told["district"] == "holosiivskyi"


def test_the_buttons_of_a_filed_summary_cannot_be_typed_any_more() -> None:
    resident = at_summary()
    resident.says("так", YES)
    resident.says("ок", YES)
    assert resident.texts == ["Гаразд."]


def test_a_question_put_by_the_summary_is_repeated_like_any_other() -> None:
    resident = at_summary()
    resident.presses("Додати номер")
    resident.says("повтори", ("out_of_scope", 0.4))
    assert resident.expects == "phone"


def test_a_line_of_the_summary_is_asked_anew_by_its_button() -> None:
    resident = at_summary()
    resident.presses("Змінити")
    resident.presses("Опис")
    assert (resident.ids, resident.expects) == (["ask-description"], "description")
    resident.says("зникла гаряча вода в усьому будинку", LIFT, code="hot_water")
    assert resident.told["service_code"] == "hot_water"
    assert "Гаряча вода" in resident.texts[-1] or resident.expects == "phone"


def test_too_many_cases_are_told_with_a_way_to_a_person() -> None:
    resident = Resident(results={"file_case": {"refused": "too_many_cases"}})
    resident.says(
        "яма", LIFT, street(), house("12"), entity("district", "Дарницький"), code="roads"
    )
    assert resident.expects == "confirm"
    resident.says("так", YES)
    assert (resident.ids, resident.labels) == (["too-many-cases"], ["Покликати оператора"])


# --- shared places and phones --------------------------------------------------------------------


def test_a_shared_place_answers_the_question_where() -> None:
    resident = Resident()
    resident.says("яма на дорозі", LIFT, code="roads")
    resident.shares(50.4, 30.6)
    assert resident.told["address"] == {"lat": 50.4, "long": 30.6}
    assert resident.expects == "district"


def test_a_shared_place_begins_a_request_where_none_is_under_way() -> None:
    resident = Resident()
    resident.shares()
    assert (resident.ids, resident.flow) == (
        ["place-noted", "ask-description"],
        "dispatcher_request",
    )


def test_a_shared_place_makes_an_address_exact() -> None:
    resident = with_lift()
    resident.shares(50.4, 30.6)
    assert resident.told["address"] | {"lat": 50.4, "long": 30.6} == resident.told["address"]
    assert resident.told["address"]["house"] == "15"


def test_where_a_person_lives_is_no_point_on_a_map() -> None:
    resident = Resident()
    resident.presses("!flow=appeal_submit")
    resident.shares()
    assert resident.ids[0] == "point-is-no-address"
    assert "address" not in resident.told


def test_a_shared_phone_answers_the_question_for_it_and_one_to_come() -> None:
    resident = with_lift()
    resident.shares_contact("067 123 45 67")
    assert resident.told["phone"] == "+380671234567"
    assert resident.expects == "district"


@pytest.mark.parametrize(
    ("phone", "own", "said"),
    [("+380671234567", False, "not-own-contact"), ("12", True, "not-a-phone")],
)
def test_a_phone_that_will_not_do_is_told_why(phone: str, own: bool, said: str) -> None:
    resident = with_lift()
    resident.shares_contact(phone, own=own)
    assert resident.ids == [said, "ask-district-one"]
    assert "phone" not in resident.told


def test_a_shared_phone_that_nobody_asked_for_is_declined_kindly() -> None:
    resident = Resident()
    resident.shares_contact()
    assert resident.ids == ["contact-not-needed", "what-now"]
    resident.shares_contact(own=False)
    assert resident.ids == ["not-own-contact", "what-now"]


# --- files ---------------------------------------------------------------------------------------


def test_a_photo_is_evidence_of_what_is_under_way() -> None:
    resident = at_summary()
    said = resident.sends("photo", "photo")
    assert "Додано 2 файли." in said
    assert "Додано файлів: 2." in said
    assert resident.expects == "confirm"


def test_a_photo_with_words_counts_and_the_words_are_heard() -> None:
    resident = with_lift()
    resident.says(
        "Дарницький",
        ("set_address", 0.9),
        entity("district", "Дарницький"),
        files=[FileRef("photo", "1")],
    )
    assert resident.ids == ["files-kept", "ask-entrance"]


def test_a_photo_alone_begins_a_request() -> None:
    resident = Resident()
    resident.sends("photo")
    assert (resident.ids, resident.expects) == (["files-first", "ask-description"], "description")


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (("voice",), "voice-not-heard"),
        (("video",), "voice-not-heard"),
        (("sticker",), "sticker-seen"),
        (("voice", "sticker"), "voice-not-heard"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_question_returns(
    kinds: tuple[str, ...], said: str
) -> None:
    resident = with_lift()
    resident.sends(*kinds)
    assert resident.ids == [said, "ask-district-one"]


def test_an_empty_event_is_answered() -> None:
    resident = with_lift()
    resident.sends()
    assert resident.ids == ["cannot-read-this", "ask-district-one"]


def test_a_file_refused_later_is_told_in_the_middle_of_anything() -> None:
    resident = with_lift()
    assert "не схожий на фото" in resident.hears_of_file("file-not-image")
    assert resident.expects == "district"
