"""What flows ask of the city: a case filed, cases found, a person called, an address kept."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from connectors.database.unit_of_work import SqlUnitOfWork
from core import cases, handoffs
from core.actions import CONSENT_VERSION, SHOWN_CASES, CityActions
from core.conversation import Frame
from core.handoffs import Desk
from core.messages import ChatRef
from core.model import Address, Applicant, Attachment, Case, Status
from core.ports import ActionContext
from core.refusals import BadValue
from core.staff import staff
from tests.contract.builders import DAY, HOUR, NOW, OLENA, PETRO, handed, hired
from tests.core.builders import LAW, ROUTING, executor
from tests.core.town import Town as Talk
from tests.core.town import acting, agreed, entry, talking

DESK = Desk(take_s=1800)
CITY = CityActions(LAW, ROUTING, "KV", DESK, open_cases_a_day=3)
PLACE = {"street": "вулиця Драгоманова", "house": "15", "verified": True}
LIFT: Mapping[str, Any] = {
    "flow": "dispatcher_request",
    "service_code": "elevator",
    "description": "  не їде ліфт ",
    "address": PLACE,
    "district": "darnytskyi",
    "body": "housing-darnytskyi",
}
APPEAL: Mapping[str, Any] = {
    "flow": "appeal_submit",
    "consent": True,
    "description": "прошу лавку у дворі",
    "name": "Олена Коваль",
    "phone": "+380671234567",
    "address": {**PLACE, "apartment": "8"},
    "official": "КМДА",
    "body": "kmda",
}


def file(
    uow: SqlUnitOfWork, slots: Mapping[str, Any], told: Mapping[str, Any] | None = None
) -> tuple[Mapping[str, Any], Case]:
    """File a case in Olena's chat; return what the flow is told of it, and the case."""
    about = CITY.file_case(acting(uow), slots, slots if told is None else told)
    case = uow.cases.get(about["case_number"])
    assert case is not None
    return about, case


# --- filing --------------------------------------------------------------------------------------


def test_the_table_names_every_action_of_the_flows() -> None:
    assert set(CITY.table()) == {
        "file_case",
        "find_cases",
        "open_handoff",
        "leave_handoff",
        "keep_handoff",
        "save_address",
        "set_language",
        "find_rated",
        "rate_case",
        "reopen_case",
        "withdraw_case",
        "draft_inspection",
        "join_case",
        "add_to_case",
        "take_out",
        "find_holder",
        "look_at_me",
        "hand_over",
        "forget_me",
        "keep_me",
        "find_near",
        "take_near",
        "find_outage",
        "find_same",
    }


def test_a_filed_case_is_told_with_its_number_body_and_term(uow: SqlUnitOfWork) -> None:
    about, case = file(uow, LIFT)
    due = LAW.due("dispatcher_request", NOW, service_code="elevator")
    assert about == {
        "case_number": "KV-2026-000001",
        "case_topic": "elevator",
        "case_status": "registered",
        "outcome": None,
        "body": "housing-darnytskyi",
        "due_at": due.at.isoformat(),
        "due_basis": "norm",
        "handed": True,
    }
    assert (case.due_at, case.due_rule) == (due.at, due.rule)
    assert (case.kind, case.description) == ("dispatcher_request", "не їде ліфт")


def test_an_appeal_has_the_term_of_the_law(uow: SqlUnitOfWork) -> None:
    about, case = file(uow, APPEAL)
    assert (case.kind, case.due_at, case.due_basis) == (
        "appeal",
        LAW.due("appeal", NOW).at,
        "law",
    )
    assert (about["case_topic"], case.addressee) == ("appeal", "КМДА")


def test_numbers_follow_each_other(uow: SqlUnitOfWork) -> None:
    numbers = [file(uow, LIFT)[1].number for _ in range(3)]
    assert numbers == ["KV-2026-000001", "KV-2026-000002", "KV-2026-000003"]


def test_a_number_bears_the_year_of_kyiv(uow: SqlUnitOfWork) -> None:
    """At half past ten in the evening, UTC, of the year's last day, it is next year in Kyiv."""
    new_year = replace(acting(uow), now=NOW.replace(month=12, day=31, hour=22, minute=30))
    assert CITY.file_case(new_year, LIFT, LIFT)["case_number"] == "KV-2027-000001"


@pytest.mark.parametrize("body", [None, "nobody", ""])
def test_a_case_that_no_body_answers_goes_to_triage(uow: SqlUnitOfWork, body: str | None) -> None:
    _, case = file(uow, {**LIFT, "body": body})
    assert case.body == "cc1551"


def test_a_case_has_its_first_line_of_history(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    assert [(line.event, line.by) for line in uow.cases.history(case.id or 0)] == [
        ("registered", "resident")
    ]


def test_an_address_is_put_together_from_all_its_questions(uow: SqlUnitOfWork) -> None:
    place = {"street": "вулиця Вигадана", "house": "1", "as_typed": "вигадана 1"}
    more = {"apartment": "8", "entrance": "2", "floor": "4"}
    _, case = file(uow, {**LIFT, "address": place, **more})
    assert case.address == Address(
        street="вулиця Вигадана",
        house="1",
        apartment="8",
        entrance="2",
        floor="4",
        district="darnytskyi",
        verified=False,
        as_typed="вигадана 1",
    )


def test_a_shared_point_stays_a_point(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, {**LIFT, "address": {"lat": 50.4, "long": 30.6}, "district": None})
    assert case.address == Address(lat=50.4, long=30.6)


def test_the_address_own_district_holds_until_another_is_told(uow: SqlUnitOfWork) -> None:
    place = {**PLACE, "district": "pecherskyi"}
    _, own = file(uow, {**LIFT, "address": place, "district": None})
    _, told = file(uow, {**LIFT, "address": place})
    districts = [case.address.district for case in (own, told) if case.address]
    assert districts == ["pecherskyi", "darnytskyi"]


def test_a_case_without_a_place_has_no_address(uow: SqlUnitOfWork) -> None:
    assert file(uow, {**LIFT, "address": None})[1].address is None


def test_facts_are_only_what_was_told_and_has_no_place_of_its_own(uow: SqlUnitOfWork) -> None:
    told = {**APPEAL, **LIFT, "scope": "inside", "since": "2026-11-23", "photo": None}
    told = {name: value for name, value in told.items() if name not in ("flow", "consent", "body")}
    known = {**LIFT, **told, "scope_matters": True, "first_response_hours": 1}
    _, case = file(uow, {**known, "name": None, "phone": None}, told)
    assert case.facts == {"scope": "inside", "since": "2026-11-23"}


def test_photos_sent_before_go_with_the_case(uow: SqlUnitOfWork) -> None:
    chat = talking(uow).id or 0
    photo = uow.attachments.add(Attachment("photo", "p1", chat), NOW)
    _, case = file(uow, LIFT)
    _, second = file(uow, LIFT)
    assert [file.id for file in uow.attachments.of_case(case.id or 0)] == [photo]
    assert uow.attachments.of_case(second.id or 0) == []


def test_a_corrected_case_takes_the_files_of_the_one_it_replaces(uow: SqlUnitOfWork) -> None:
    chat = talking(uow).id or 0
    uow.attachments.add(Attachment("photo", "p1", chat), NOW)
    _, wrong = file(uow, LIFT)
    _, right = file(uow, {**LIFT, "replaces": wrong.number})
    assert [file.ref for file in uow.attachments.of_case(right.id or 0)] == ["p1"]
    withdrawn = uow.cases.get(wrong.number)
    assert withdrawn is not None
    assert withdrawn.status is Status.WITHDRAWN


def test_a_correction_leaves_a_case_that_is_over_or_anothers_as_it_was(uow: SqlUnitOfWork) -> None:
    _, theirs = file(uow, LIFT)
    about = CITY.file_case(
        acting(uow, talking(uow, PETRO)), {**LIFT, "replaces": theirs.number}, LIFT
    )
    assert about["case_number"] == "KV-2026-000002"
    kept = uow.cases.get(theirs.number)
    assert kept == theirs
    assert "replaces" not in uow.cases.history(theirs.id or 0)[0].data
    file(uow, {**LIFT, "replaces": "KV-2026-000404"})
    taken_back = CITY.withdraw_case(acting(uow), {"case_number": theirs.number}, {})
    assert taken_back == {"withdrawn": True}
    _, again = file(uow, {**LIFT, "replaces": theirs.number})
    assert uow.attachments.of_case(again.id or 0) == []
    assert [line.event for line in uow.cases.history(theirs.id or 0)] == ["registered", "withdrawn"]


def test_who_joined_a_corrected_case_goes_on_in_its_place(uow: SqlUnitOfWork) -> None:
    """The correction withdraws the leader: its followers are not lost with it."""
    _, wrong = file(uow, LIFT)
    theirs = acting(uow, talking(uow, PETRO))
    joined = CITY.join_case(theirs, {**LIFT, "same": wrong.number}, LIFT)["case_number"]
    file(uow, {**LIFT, "replaces": wrong.number})
    heir = uow.cases.get(joined)
    assert heir is not None
    assert (heir.joined_to, heir.status) == (None, Status.REGISTERED)
    assert [row.reason for row in uow.deliveries.of_case(heir.id or 0)] == ["registered"]


def test_a_case_is_taken_back_once(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    slots = {"case_number": case.number}
    assert CITY.withdraw_case(acting(uow), slots, {}) == {"withdrawn": True}
    assert CITY.withdraw_case(acting(uow), slots, {}) == {"withdrawn": False}
    assert CITY.withdraw_case(acting(uow), {"case_number": "KV-2026-000404"}, {}) == {
        "withdrawn": False
    }
    assert [line.event for line in uow.cases.history(case.id or 0)] == ["registered", "withdrawn"]
    assert [row.reason for row in uow.deliveries.of_case(case.id or 0)] == ["registered"]


def test_an_answered_case_is_not_taken_back(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    body = executor(case.body)
    uow.cases.save(case, cases.start(case, body, NOW))
    uow.cases.save(case, cases.answer(case, body, NOW, outcome="fixed", text="Їде."))
    said = CITY.withdraw_case(acting(uow), {"case_number": case.number}, {})
    assert said == {"withdrawn": False}


def test_nobody_takes_back_a_case_of_others(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    said = CITY.withdraw_case(acting(uow, talking(uow, PETRO)), {"case_number": case.number}, {})
    assert said == {"withdrawn": False}


def test_a_case_is_on_its_way_with_its_filing(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    (delivery,) = uow.deliveries.of_case(case.id or 0)
    assert (delivery.body, delivery.by, delivery.reason, delivery.status) == (
        "housing-darnytskyi",
        "inbox",
        "registered",
        "delivered",
    )


def test_a_case_for_a_body_by_mail_waits_for_its_letter(uow: SqlUnitOfWork) -> None:
    by_mail = replace(ROUTING.bodies["kte"], delivery="mail", mail="kte@kyiv.example")
    routing = replace(ROUTING, bodies={**ROUTING.bodies, "kte": by_mail})
    city = replace(CITY, routing=routing)
    about = city.file_case(acting(uow), {**LIFT, "body": "kte"}, LIFT)
    (delivery,) = uow.deliveries.due(NOW)
    assert (delivery.body, delivery.by, delivery.status) == ("kte", "mail", "new")
    assert about["handed"] is False
    delivery.status, delivery.delivered_at = "delivered", NOW
    uow.deliveries.save(delivery)
    assert city.find_cases(acting(uow), {}, {})["handed"] is True


def test_what_the_resident_was_asked_for_reaches_a_body_by_mail(uow: SqlUnitOfWork) -> None:
    by_mail = replace(ROUTING.bodies["kte"], delivery="mail", mail="kte@kyiv.example")
    city = replace(CITY, routing=replace(ROUTING, bodies={**ROUTING.bodies, "kte": by_mail}))
    number = city.file_case(acting(uow), {**LIFT, "body": "kte"}, LIFT)["case_number"]
    case = uow.cases.get(number)
    assert case is not None
    uow.cases.save(case, cases.ask(case, executor("kte"), NOW, text="який під’їзд?"))
    given = city.find_cases(acting(uow), {"case_number": number, "said": f"{number} другий"}, {})
    assert (given["found"], given["handed"]) == ("given", False)
    rows = uow.deliveries.of_case(case.id or 0)
    assert [(row.reason, row.status) for row in rows] == [
        ("registered", "new"),
        ("info_given", "new"),
    ]


def test_a_request_on_the_air_has_forty_eight_hours(uow: SqlUnitOfWork) -> None:
    asked = {**APPEAL, "appeal_kind": "info_request", "description": "дані про якість повітря"}
    about, case = file(uow, asked)
    assert (case.kind, case.due_rule) == ("info_request", "info_request.urgent")
    assert about["due_at"] == (NOW + 2 * DAY).isoformat()


def test_whether_the_body_has_it_is_told_only_until_it_began(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    assert CITY.find_cases(acting(uow), {}, {})["handed"] is True
    uow.cases.save(case, cases.start(case, executor(case.body), NOW))
    assert "handed" not in CITY.find_cases(acting(uow), {}, {})


# --- consent -------------------------------------------------------------------------------------


def test_consent_keeps_the_person_and_names_the_applicant(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, APPEAL)
    person = talking(uow).person
    assert person is not None
    assert (person.name, person.phone, person.consent_version, person.consented_at) == (
        "Олена Коваль",
        "+380671234567",
        CONSENT_VERSION,
        NOW,
    )
    assert person.address == Address("вулиця Драгоманова", "15", apartment="8", verified=True)
    assert (case.person_id, case.applicant) == (
        person.id,
        Applicant("Олена Коваль", "+380671234567"),
    )


def test_a_case_with_a_name_is_not_filed_without_consent(uow: SqlUnitOfWork) -> None:
    with pytest.raises(BadValue, match="only with consent"):
        file(uow, {**APPEAL, "consent": False})
    assert list(uow.cases.all()) == []
    assert talking(uow).person is None


def test_an_anonymous_case_keeps_nobody(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    assert (case.applicant, case.person_id) == (Applicant(), None)
    assert talking(uow).person is None


def test_who_agreed_before_is_not_asked_again(uow: SqlUnitOfWork) -> None:
    talking(uow, person=agreed(name="Олена"))
    _, case = file(uow, {**LIFT, "phone": "+380671234567"})
    assert case.applicant == Applicant(phone="+380671234567")
    assert case.person_id is not None


def test_a_faults_place_is_not_where_the_person_lives(uow: SqlUnitOfWork) -> None:
    home = Address("вулиця Хрещатик", "1")
    talking(uow, person=agreed(name="Олена", address=home))
    file(uow, {**LIFT, "consent": True, "phone": "+380671234567"})
    person = talking(uow).person
    assert person is not None
    assert (person.name, person.phone, person.address) == ("Олена", "+380671234567", home)


def test_the_first_consent_is_the_one_remembered(uow: SqlUnitOfWork) -> None:
    talking(uow, person=replace(agreed(name="Олена"), consented_at=NOW - DAY))
    file(uow, APPEAL)
    person = talking(uow).person
    assert person is not None
    assert person.consented_at == NOW - DAY


# --- the daily limit -----------------------------------------------------------------------------


def test_what_one_chat_files_in_a_day_is_limited(uow: SqlUnitOfWork) -> None:
    for _ in range(CITY.open_cases_a_day):
        file(uow, LIFT)
    assert CITY.file_case(acting(uow), APPEAL, APPEAL) == {"refused": "too_many_cases"}
    assert len(list(uow.cases.all())) == CITY.open_cases_a_day
    assert talking(uow).person is None


def test_another_chat_has_its_own_limit(uow: SqlUnitOfWork) -> None:
    for _ in range(CITY.open_cases_a_day):
        file(uow, LIFT)
    theirs = CITY.file_case(acting(uow, talking(uow, PETRO)), LIFT, LIFT)
    assert "case_number" in theirs


def test_the_limit_ends_with_the_day(uow: SqlUnitOfWork) -> None:
    for _ in range(CITY.open_cases_a_day):
        file(uow, LIFT)
    later = replace(acting(uow), now=NOW + DAY + timedelta(microseconds=1))
    assert "case_number" in CITY.file_case(later, LIFT, LIFT)


# --- finding -------------------------------------------------------------------------------------


def find(uow: SqlUnitOfWork, ref: ChatRef = OLENA, **slots: Any) -> Mapping[str, Any]:
    return CITY.find_cases(acting(uow, talking(uow, ref)), {"flow": "case_status", **slots}, {})


def test_who_filed_nothing_has_no_cases(uow: SqlUnitOfWork) -> None:
    assert find(uow) == {"found": "none"}


def test_the_only_case_is_told_at_once(uow: SqlUnitOfWork) -> None:
    about, _ = file(uow, LIFT)
    assert find(uow) == {
        "found": "one",
        **about,
        "overdue": False,
        "answer": None,
        "unrated": False,
    }


def test_several_cases_are_listed_newest_first(uow: SqlUnitOfWork) -> None:
    file(uow, LIFT)
    file(uow, APPEAL)
    assert find(uow) == {
        "found": "many",
        "cases": [
            {
                "case_number": f"KV-2026-{number}",
                "case_topic": topic,
                "case_status": "registered",
                "outcome": None,
            }
            for number, topic in (("000002", "appeal"), ("000001", "elevator"))
        ],
    }


def many(uow: SqlUnitOfWork, count: int) -> None:
    city = replace(CITY, open_cases_a_day=count)
    for _ in range(count):
        city.file_case(acting(uow), LIFT, LIFT)


def test_a_list_is_no_longer_than_what_can_be_read(uow: SqlUnitOfWork) -> None:
    many(uow, SHOWN_CASES + 1)
    assert len(find(uow)["cases"]) == SHOWN_CASES


def test_any_own_case_is_found_by_its_number_however_old(uow: SqlUnitOfWork) -> None:
    many(uow, SHOWN_CASES * 5)
    found = find(uow, case_number="KV-2026-000001")
    assert (found["found"], found["case_number"]) == ("one", "KV-2026-000001")


def test_somebody_elses_case_is_as_if_it_were_not(uow: SqlUnitOfWork) -> None:
    file(uow, LIFT)
    foreign, absent = (
        find(uow, PETRO, case_number=number) for number in ("KV-2026-000001", "KV-2026-000404")
    )
    assert foreign == absent == {"found": "unknown"}
    assert find(uow, PETRO) == {"found": "none"}


def test_a_persons_cases_are_found_from_every_chat_of_theirs(uow: SqlUnitOfWork) -> None:
    file(uow, APPEAL)
    other = talking(uow, PETRO, talking(uow).person)
    context = acting(uow, other)
    for slots in ({}, {"case_number": "KV-2026-000001"}):
        assert CITY.find_cases(context, slots, {})["found"] == "one"


def test_a_case_whose_term_has_passed_is_told_as_overdue(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    late = replace(acting(uow), now=case.due_at + HOUR)
    assert CITY.find_cases(late, {}, {})["overdue"] is True


def asked_for_more(uow: SqlUnitOfWork) -> Case:
    _, case = file(uow, LIFT)
    line = cases.ask(case, executor("housing-darnytskyi"), NOW, text="який під'їзд?")
    uow.cases.save(case, line)
    return case


@pytest.mark.parametrize(
    "said", ["KV-2026-000001 другий під'їзд", "kv 2026 000001: другий під'їзд"]
)
def test_what_the_body_asked_for_is_taken_after_the_number(uow: SqlUnitOfWork, said: str) -> None:
    asked_for_more(uow)
    photo = uow.attachments.add(Attachment("photo", "p1", talking(uow).id or 0), NOW)
    found = find(uow, case_number="KV-2026-000001", said=said)
    case = uow.cases.get("KV-2026-000001")
    assert case is not None
    assert (found["found"], case.status) == ("given", Status.REGISTERED)
    assert case.description == "не їде ліфт\n\nдругий під'їзд"
    assert [file.id for file in uow.attachments.of_case(case.id or 0)] == [photo]


@pytest.mark.parametrize("said", ["KV-2026-000001", "KV-2026-000001 ну що там?", "де заявка", None])
def test_a_question_about_a_case_is_no_answer_to_its_body(
    uow: SqlUnitOfWork, said: str | None
) -> None:
    asked_for_more(uow)
    found = find(uow, case_number="KV-2026-000001", said=said)
    assert (found["found"], found["case_status"]) == ("one", "needs_info")


def test_words_about_a_case_that_waits_for_nothing_change_nothing(uow: SqlUnitOfWork) -> None:
    _, case = file(uow, LIFT)
    found = find(uow, case_number=case.number, said=f"{case.number} другий під'їзд")
    assert found["found"] == "one"
    assert uow.cases.get(case.number) == case


# --- a person ------------------------------------------------------------------------------------


def on_duty(uow: SqlUnitOfWork, duty: str = "mon-sun 00:00-24:00") -> None:
    hired(uow, duty=duty)


def call(uow: SqlUnitOfWork, context: ActionContext | None = None) -> Mapping[str, Any]:
    return CITY.open_handoff(context or acting(uow), {"flow": "handoff"}, {})


def test_a_person_is_called_and_promised(uow: SqlUnitOfWork) -> None:
    on_duty(uow)
    told = call(uow)
    handoff = uow.handoffs.open_of(talking(uow).id or 0)
    assert handoff is not None
    assert (handoff.status, handoff.reason, handoff.promised_at) == (
        "waiting",
        "asked",
        NOW + DESK.take,
    )
    assert told == {
        "handoff": "waiting",
        "on_duty": True,
        "promised_at": {"at": (NOW + DESK.take).isoformat(), "days": 0},
    }


def test_when_nobody_is_there_the_resident_hears_when_somebody_will_be(uow: SqlUnitOfWork) -> None:
    """It is Tuesday noon; the only operator is there on Thursdays."""
    on_duty(uow, "thu 09:00-18:00")
    told = call(uow)
    assert (told["on_duty"], told["promised_at"]["days"]) == (False, 2)


def test_a_person_called_twice_is_called_once(uow: SqlUnitOfWork) -> None:
    on_duty(uow)
    first = call(uow)
    later = replace(acting(uow), now=NOW + timedelta(minutes=5))
    assert call(uow, later)["promised_at"] == first["promised_at"]
    assert len(uow.handoffs.open()) == 1


def test_a_hand_off_says_what_the_resident_was_about(uow: SqlUnitOfWork) -> None:
    conversation = talking(uow)
    conversation.state.frames = [Frame(1, "dispatcher_request"), Frame(2, "handoff")]
    call(uow, acting(uow, conversation))
    (handoff,) = uow.handoffs.open()
    assert handoff.reason == "dispatcher_request"


def test_a_resident_may_leave_a_hand_off(uow: SqlUnitOfWork) -> None:
    handoff = handed(uow)
    assert CITY.leave_handoff(acting(uow), {}, {}) == {}
    left = uow.handoffs.get(handoff.id or 0)
    assert left is not None
    assert (left.status, left.ended_at) == ("returned", NOW)


def test_a_hand_off_left_after_an_answer_was_answered(uow: SqlUnitOfWork) -> None:
    handoff = handed(uow)
    handoffs.say(handoff, staff(hired(uow)), NOW, text="вже їдемо")
    uow.handoffs.save(handoff)
    CITY.leave_handoff(acting(uow), {}, {})
    left = uow.handoffs.get(handoff.id or 0)
    assert left is not None
    assert left.status == "answered"


def test_leaving_where_nobody_was_called_changes_nothing(uow: SqlUnitOfWork) -> None:
    talking(uow)
    assert CITY.leave_handoff(acting(uow), {}, {}) == {}
    assert list(uow.handoffs.all()) == []


def test_what_nobody_answered_is_kept_as_a_case_in_the_residents_words(uow: SqlUnitOfWork) -> None:
    talk = Talk(uow)
    talk.run(entry("e1", "третій день без води"), entry("e2", "нікому немає діла"))
    about = CITY.keep_handoff(acting(uow), {"flow": "handoff_expired"}, {})
    case = uow.cases.get(about["case_number"])
    assert case is not None
    assert (case.body, case.kind, case.service_code) == ("cc1551", "dispatcher_request", "other")
    assert case.description == "третій день без води\nнікому немає діла"


# --- address and language ------------------------------------------------------------------------


def test_an_address_is_kept_with_its_consent(uow: SqlUnitOfWork) -> None:
    slots = {"flow": "set_address", "address": PLACE, "district": "darnytskyi"}
    assert CITY.save_address(acting(uow), slots, slots) == {}
    person = talking(uow).person
    assert person is not None
    assert person.address == Address(
        "вулиця Драгоманова", "15", district="darnytskyi", verified=True
    )
    assert person.consent_version == CONSENT_VERSION


def test_a_new_address_takes_the_place_of_the_old_and_leaves_the_rest(uow: SqlUnitOfWork) -> None:
    old = agreed(name="Олена", phone="+380671234567", address=Address("вулиця Хрещатик", "1"))
    talking(uow, person=old)
    CITY.save_address(acting(uow), {"flow": "set_address", "address": PLACE}, {})
    person = talking(uow).person
    assert person is not None
    assert (person.id, person.name, person.phone) == (old.id, "Олена", "+380671234567")
    assert person.address == Address("вулиця Драгоманова", "15", verified=True)


@pytest.mark.parametrize(
    ("wanted", "spoken"), [("en", "en"), ("uk", "uk"), ("ru", "uk"), (None, "uk")]
)
def test_the_language_is_the_wanted_one_or_ukrainian(
    uow: SqlUnitOfWork, wanted: str | None, spoken: str
) -> None:
    set_language = CITY.table()["set_language"]
    assert set_language(acting(uow), {"language_wanted": wanted}, {}) == {"language": spoken}
