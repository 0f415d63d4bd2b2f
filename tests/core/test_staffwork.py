"""What staff do: the act, its trail, what the resident hears, all in one transaction."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from connectors.database.unit_of_work import SqlUnitOfWork
from core import cases
from core.actions import CityActions
from core.calendar import KYIV
from core.conversation import HandoffEnded, Invited
from core.deskwork import HANDOFF_ACTIONS
from core.handoffs import Desk
from core.messages import ChatRef, FileRef, Outgoing
from core.model import Case, CaseEvent, Handoff, Role, StaffMember, Status
from core.refusals import BadValue, IllegalTransition, NotAllowed, Refusal
from core.staffwork import CASE_ACTIONS, StaffWork
from core.told import owner
from core.turn import Turns
from dialogs.texts import Catalogue
from misto.words import load_words
from tests.contract.builders import HOUR, NOW, OLENA, handed, hired
from tests.core.builders import DATA, LAW, ROUTING
from tests.core.town import Script, acting, counted, talking, undone_when_refused

TEXTS: Catalogue = load_words(DATA / "texts", ROUTING, KYIV, "https://misto.example/privacy")
CITY = CityActions(LAW, ROUTING, "KV", Desk(), open_cases_a_day=99)
LATER = NOW + HOUR
LIFT: Mapping[str, Any] = {
    "flow": "dispatcher_request",
    "service_code": "hot_water",
    "description": "немає гарячої води",
    "body": "kte",
}
APPEAL: Mapping[str, Any] = {"flow": "appeal_submit", "description": "прошу лавку", "body": "kte"}
SECRET = "Пані Олено, ключ від під'їзду в консьєржки"


def at_work(routing: Any = ROUTING, script: Script | None = None) -> StaffWork:
    turns = Turns(script or Script({"Invited": []}), TEXTS, {})
    return StaffWork(LAW, routing, TEXTS, turns)


WORK = at_work()


def filed(uow: SqlUnitOfWork, slots: Mapping[str, Any] = LIFT, ref: ChatRef = OLENA) -> Case:
    about = CITY.file_case(acting(uow, talking(uow, ref)), slots, {})
    case = uow.cases.get(about["case_number"])
    assert case is not None
    return case


def of_kte(uow: SqlUnitOfWork, email: str = "kte@kyiv.example") -> StaffMember:
    return hired(uow, email, role=Role.EXECUTOR, bodies=("kte",))


def head(uow: SqlUnitOfWork) -> StaffMember:
    return hired(uow, "head@kyiv.example", role=Role.SUPERVISOR, bodies=("kte",))


def do(uow: SqlUnitOfWork, member: StaffMember, case: Case, *acts: str, **facts: Any) -> Case:
    """Do acts to a case one after another; the facts go with the last."""
    for act in acts[:-1]:
        WORK.case(uow, member, case.number, act, LATER)
    return WORK.case(uow, member, case.number, acts[-1], LATER, **facts)


def sent(uow: SqlUnitOfWork, ref: ChatRef = OLENA) -> list[Outgoing]:
    return [row.outgoing for row in uow.outbox.after(talking(uow, ref).id or 0, 0)]


def audited(uow: SqlUnitOfWork) -> list[tuple[Any, ...]]:
    rows = "SELECT staff_id, action, subject FROM staff_audit ORDER BY id"
    return uow.connection.execute(rows).fetchall()


def lines(uow: SqlUnitOfWork, case: Case) -> list[str]:
    return [line.event for line in uow.cases.history(case.id or 0)]


def in_english(uow: SqlUnitOfWork) -> None:
    conversation = talking(uow)
    conversation.state.language = "en"
    uow.conversations.put(conversation, NOW)


# --- what the resident hears ---------------------------------------------------------------------

ASKED: Mapping[str, Any] = {"text": "Який під’їзд?"}
REJECTED: Mapping[str, Any] = {"reason": "no_substance", "text": "Не сказано, де саме."}
ANSWERED: Mapping[str, Any] = {"outcome": "fixed", "text": "Воду пущено."}
MORE_TIME: Mapping[str, Any] = {"reason": "чекаємо на деталь"}


@pytest.mark.parametrize(
    ("acts", "facts", "status", "uk", "en"),
    [
        (
            ("start",),
            {},
            "in_work",
            "узято в роботу. Виконує КП «Київтеплоенерго»",
            "work has started",
        ),
        (("ask",), ASKED, "needs_info", "«Який під’їзд?»", "starting with the number"),
        (("forward",), {"to": "kvk"}, "forwarded", "Київводоканал»", "to answer"),
        (("reject",), REJECTED, "rejected", "не зрозуміло, у чому суть", "it is not clear"),
        (("start", "answer"), ANSWERED, "answered", "полагоджено.\n«Воду пущено.»", "fixed"),
        (
            ("start", "extend"),
            MORE_TIME,
            "in_work",
            "Причина: «чекаємо на деталь»",
            "deadline is moved",
        ),
    ],
)
@pytest.mark.parametrize("english", [False, True])
def test_an_act_is_told_to_the_resident_in_their_language(
    uow: SqlUnitOfWork,
    acts: tuple[str, ...],
    facts: Mapping[str, Any],
    status: str,
    uk: str,
    en: str,
    english: bool,
) -> None:
    case = filed(uow, APPEAL)
    if english:
        in_english(uow)
    moved = do(uow, head(uow), case, *acts, **facts)
    told = sent(uow)[-1]
    assert moved.status == status
    assert uow.cases.get(case.number) == moved
    assert told.text.startswith(case.number)
    assert (en if english else uk) in told.text
    assert (told.case, told.kind, told.lane) == (case.number, "info", "reply")


def test_an_answer_asks_the_resident_to_rate_it(uow: SqlUnitOfWork) -> None:
    script = Script({"Invited": []})
    case, member = filed(uow), of_kte(uow)
    work = at_work(script=script)
    work.case(uow, member, case.number, "start", LATER)
    assert script.events == []
    work.case(uow, member, case.number, "answer", LATER, **ANSWERED)
    assert script.events == [Invited("case_rate", {"case_number": case.number})]


def test_what_is_done_to_a_case_is_done_to_those_joined_to_it(uow: SqlUnitOfWork) -> None:
    leader, member = filed(uow), of_kte(uow)
    joined = filed(uow)
    joined.joined_to = leader.number
    uow.cases.save(joined, CaseEvent(NOW, "overdue", "system"))
    do(uow, member, leader, "start", "answer", **ANSWERED)
    assert uow.cases.get(joined.number).status is Status.ANSWERED  # type: ignore[union-attr]  # it is there
    told = [outgoing.case for outgoing in sent(uow)]
    assert told == [leader.number, joined.number] * 2


def test_one_who_was_asked_is_asked_alone(uow: SqlUnitOfWork) -> None:
    leader, member = filed(uow), of_kte(uow)
    joined = filed(uow)
    joined.joined_to = leader.number
    uow.cases.save(joined, CaseEvent(NOW, "overdue", "system"))
    do(uow, member, leader, "ask", **ASKED)
    assert uow.cases.get(joined.number).status is Status.REGISTERED  # type: ignore[union-attr]  # it is there


def test_a_joined_case_that_cannot_follow_is_left_as_it_is(uow: SqlUnitOfWork) -> None:
    leader, member = filed(uow), of_kte(uow)
    joined = filed(uow)
    joined.joined_to = leader.number
    uow.cases.save(joined, cases.withdraw(joined, owner(talking(uow)), NOW))
    do(uow, member, leader, "start")
    assert uow.cases.get(joined.number).status is Status.WITHDRAWN  # type: ignore[union-attr]  # it is there


def test_a_city_may_ask_for_a_photo_of_what_was_fixed(uow: SqlUnitOfWork) -> None:
    strict = replace(LAW, terms=replace(LAW.terms, fixed_needs_proof=True))
    work = StaffWork(strict, ROUTING, TEXTS, Turns(Script({"Invited": []}), TEXTS, {}))
    case, member = filed(uow), of_kte(uow)
    work.case(uow, member, case.number, "start", LATER)
    with pytest.raises(BadValue) as refused:
        work.case(uow, member, case.number, "answer", LATER, **ANSWERED)
    assert refused.value.code == "no_proof"
    photo = FileRef("photo", "lift.jpg")
    answered = work.case(uow, member, case.number, "answer", LATER, proof=[photo], **ANSWERED)
    assert answered.status is Status.ANSWERED


def test_taking_a_case_is_the_bodys_own_affair(uow: SqlUnitOfWork) -> None:
    case, member = filed(uow), of_kte(uow)
    taken = do(uow, member, case, "take")
    assert (taken.executor, sent(uow)) == (f"staff:{member.id}", [])


def test_a_reopened_case_is_told_with_its_new_term(uow: SqlUnitOfWork) -> None:
    case, member = filed(uow), of_kte(uow)
    do(uow, member, case, "start", "answer", **ANSWERED)
    again = do(uow, member, case, "reopen", text="мешканка дзвонила: не полагоджено")
    assert (again.status, again.reopened) == (Status.REOPENED, 1)
    assert "поновлено, новий строк" in sent(uow)[-1].text


def test_every_chat_hears_of_its_own_case_only(uow: SqlUnitOfWork) -> None:
    petro = ChatRef("webchat", "main", "petro")
    filed(uow)
    theirs = filed(uow, ref=petro)
    do(uow, of_kte(uow), theirs, "start")
    assert sent(uow) == []
    (row,) = uow.outbox.since(0)
    assert (row.ref, row.in_reply_to, row.status) == (petro, None, "sent")


def test_a_messenger_gets_its_message_by_a_sender(uow: SqlUnitOfWork) -> None:
    do(uow, of_kte(uow), filed(uow), "start")
    (row,) = uow.outbox.due("telegram", LATER)
    assert (row.ref, row.status) == (OLENA, "new")


# --- trail and deliveries ------------------------------------------------------------------------


def test_every_act_leaves_a_line_of_history_and_one_of_audit(uow: SqlUnitOfWork) -> None:
    case, member = filed(uow), of_kte(uow)
    do(uow, member, case, "take", "start", "answer", **ANSWERED)
    assert lines(uow, case) == ["registered", "taken", "started", "answered"]
    acts = ("case_take", "case_start", "case_answer")
    assert audited(uow) == [(member.id, act, case.number) for act in acts]


def test_history_and_audit_hold_no_words(uow: SqlUnitOfWork) -> None:
    case, member = filed(uow), of_kte(uow)
    do(uow, member, case, "start", "answer", outcome="explained", text=SECRET)
    handoff, operator = handed(uow), hired(uow)
    WORK.handoff(uow, operator, handoff.id or 0, "say", LATER, text=SECRET)
    kept = [line.data for line in uow.cases.history(case.id or 0)]
    assert "Олено" not in f"{kept}{audited(uow)}"


def test_a_forwarded_case_is_sent_to_its_new_body(uow: SqlUnitOfWork) -> None:
    case = filed(uow)
    do(uow, of_kte(uow), case, "forward", to="kvk")
    first, second = uow.deliveries.of_case(case.id or 0)
    assert (first.body, first.reason) == ("kte", "registered")
    assert (second.body, second.reason, second.status) == ("kvk", "forwarded", "delivered")


def test_a_reopened_case_is_sent_again(uow: SqlUnitOfWork) -> None:
    case, member = filed(uow), of_kte(uow)
    do(uow, member, case, "start", "answer", **ANSWERED)
    do(uow, member, case, "reopen", text="не полагоджено")
    assert [d.reason for d in uow.deliveries.of_case(case.id or 0)] == ["registered", "reopened"]


def test_a_case_forwarded_to_a_body_by_mail_waits_for_its_letter(uow: SqlUnitOfWork) -> None:
    by_mail = replace(ROUTING.bodies["kvk"], delivery="mail", mail="kvk@kyiv.example")
    routing = replace(ROUTING, bodies={**ROUTING.bodies, "kvk": by_mail})
    case = filed(uow)
    at_work(routing).case(uow, of_kte(uow), case.number, "forward", LATER, to="kvk")
    (letter,) = uow.deliveries.due(LATER)
    assert (letter.body, letter.by, letter.status) == ("kvk", "mail", "new")


def test_other_acts_send_the_case_nowhere(uow: SqlUnitOfWork) -> None:
    case = filed(uow)
    do(uow, of_kte(uow), case, "take", "start", "answer", **ANSWERED)
    assert len(uow.deliveries.of_case(case.id or 0)) == 1


def test_proof_is_kept_with_the_case_and_named_in_its_history(uow: SqlUnitOfWork) -> None:
    case, member = filed(uow), of_kte(uow)
    proof = (FileRef("photo", "u1", "після.jpg", 900), FileRef("document", "u2"))
    do(uow, member, case, "start", "answer", proof=proof, **ANSWERED)
    kept = uow.attachments.of_case(case.id or 0)
    assert [(file.kind, file.ref, file.name, file.size) for file in kept] == [
        ("photo", "u1", "після.jpg", 900),
        ("document", "u2", None, None),
    ]
    line = uow.cases.history(case.id or 0)[-1]
    assert line.data["proof"] == [str(file.id) for file in kept]


def test_an_extension_takes_its_reason_as_its_text(uow: SqlUnitOfWork) -> None:
    case, member = filed(uow, APPEAL), head(uow)
    first_due = case.due_at
    longer = do(uow, member, case, "start", "extend", reason="чекаємо на деталь")
    assert longer.due_at > first_due
    with pytest.raises(Refusal):
        do(uow, member, case, "extend", reason="ще трохи")


# --- what is refused -----------------------------------------------------------------------------


def no_right(uow: SqlUnitOfWork) -> StaffMember:
    return hired(uow, "dtek@kyiv.example", role=Role.EXECUTOR, bodies=("dtek",))


@pytest.mark.parametrize("act", CASE_ACTIONS)
def test_who_has_no_right_changes_nothing(uow: SqlUnitOfWork, act: str) -> None:
    case, member = filed(uow), no_right(uow)
    before = counted(uow.connection)
    proof = (FileRef("photo", "u1"),)
    facts: Any = {"text": "текст", "outcome": "fixed", "reason": "no_substance", "to": "kvk"}
    with pytest.raises(NotAllowed), undone_when_refused(uow):
        WORK.case(uow, member, case.number, act, LATER, proof=proof, **facts)
    assert uow.cases.get(case.number) == case
    assert counted(uow.connection) == before


@pytest.mark.parametrize(
    ("act", "facts", "code"),
    [
        ("ask", {"text": "  "}, "no_text"),
        ("forward", {"to": "nobody"}, "unknown_body"),
        ("forward", {}, "unknown_body"),
        ("forward", {"to": "kte"}, "same_body"),
        ("reject", {"reason": "lazy", "text": "ні"}, "bad_reason"),
        ("reject", {"reason": "no_substance"}, "no_text"),
        ("answer", {"outcome": "fixed", "text": "готово"}, "wrong_state"),
        ("extend", {"text": "довше"}, "wrong_state"),
        ("reopen", {"text": "знову"}, "wrong_state"),
        ("burn", {}, "unknown_action"),
        ("say", {"text": "вітаю"}, "unknown_action"),
    ],
)
def test_an_act_that_cannot_be_is_refused_with_its_reason(
    uow: SqlUnitOfWork, act: str, facts: Mapping[str, Any], code: str
) -> None:
    case, member = filed(uow), head(uow)
    before = counted(uow.connection)
    with pytest.raises(Refusal) as refused, undone_when_refused(uow):
        WORK.case(uow, member, case.number, act, LATER, **facts)
    assert refused.value.code == code
    assert (uow.cases.get(case.number), counted(uow.connection)) == (case, before)


@pytest.mark.parametrize(
    ("outcome", "text", "code"), [("done", "готово", "no_outcome"), ("fixed", " ", "no_text")]
)
def test_an_answer_needs_its_outcome_and_words(
    uow: SqlUnitOfWork, outcome: str, text: str, code: str
) -> None:
    case, member = filed(uow), of_kte(uow)
    do(uow, member, case, "start")
    with pytest.raises(BadValue) as refused:
        do(uow, member, case, "answer", outcome=outcome, text=text)
    assert refused.value.code == code


def test_a_case_that_is_not_there_is_looked_up_in_vain(uow: SqlUnitOfWork) -> None:
    with pytest.raises(LookupError, match="KV-2026-000404"):
        WORK.case(uow, of_kte(uow), "KV-2026-000404", "take", LATER)


def test_two_staff_at_once_do_not_take_one_case(uow: SqlUnitOfWork) -> None:
    case, first, second = filed(uow), of_kte(uow), of_kte(uow, "second@kyiv.example")
    do(uow, first, case, "take")
    with pytest.raises(IllegalTransition, match="taken by a colleague"):
        do(uow, second, case, "take")
    kept = uow.cases.get(case.number)
    assert kept is not None
    assert kept.executor == f"staff:{first.id}"
    assert [line[0] for line in audited(uow)] == [first.id]


def test_a_form_shows_only_what_state_and_rights_permit(uow: SqlUnitOfWork) -> None:
    case, member, other = filed(uow), of_kte(uow), no_right(uow)
    able = [act for act in CASE_ACTIONS if WORK.can(member, case, act)]
    assert {"take", "start", "ask", "forward", "reject", "shorten"} <= set(able)
    assert not {"answer", "extend", "reopen"} & set(able)
    assert not any(WORK.can(other, case, act) for act in CASE_ACTIONS)
    started = do(uow, member, case, "start")
    assert WORK.can(member, started, "answer")
    assert not WORK.can(member, started, "extend")
    assert WORK.can(head(uow), started, "extend")


# --- hand-offs -----------------------------------------------------------------------------------


def act(
    uow: SqlUnitOfWork, member: StaffMember, handoff: Handoff, do: str, text: str | None = None
) -> Handoff:
    return WORK.handoff(uow, member, handoff.id or 0, do, LATER, text=text)


def test_a_hand_off_taken_is_told_once(uow: SqlUnitOfWork) -> None:
    handoff, member = handed(uow), hired(uow)
    boss = hired(uow, "boss@kyiv.example", role=Role.SUPERVISOR)
    taken = act(uow, member, handoff, "take")
    assert (taken.status, taken.taken_by) == ("taken", member.id)
    assert uow.handoffs.get(handoff.id or 0) == taken
    act(uow, boss, handoff, "take")
    assert [message.text for message in sent(uow)] == ["Оператор на зв’язку."]


def test_a_hand_off_is_told_in_the_chats_language(uow: SqlUnitOfWork) -> None:
    handoff = handed(uow)
    in_english(uow)
    act(uow, hired(uow), handoff, "take")
    assert [message.text for message in sent(uow)] == ["An operator is with you."]


def test_what_staff_say_reaches_the_resident_as_it_was_written(uow: SqlUnitOfWork) -> None:
    handoff, member = handed(uow), hired(uow)
    said = act(uow, member, handoff, "say", "  Майстер їде.\n")
    assert (said.status, said.taken_by, said.answered_at) == ("taken", member.id, LATER)
    (message,) = sent(uow)
    assert (message.text, message.kind) == ("Майстер їде.", "staff")
    (line,) = uow.conversations.transcript(handoff.conversation_id)
    assert (line.who, line.staff_id, line.text) == ("staff", member.id, "Майстер їде.")


@pytest.mark.parametrize(("words", "how"), [(None, "returned"), ("Полагодили.", "answered")])
def test_a_hand_off_given_back_wakes_the_dialogue(
    uow: SqlUnitOfWork, words: str | None, how: str
) -> None:
    script = Script({"HandoffEnded": []})
    work, handoff, member = at_work(script=script), handed(uow), hired(uow)
    number = handoff.id or 0
    work.handoff(uow, member, number, "take", LATER)
    if words:
        work.handoff(uow, member, number, "say", LATER, text=words)
    ended = work.handoff(uow, member, number, "return", LATER)
    assert script.events == [HandoffEnded(how)]  # type: ignore[arg-type]  # a parameter's words
    assert (ended.status, ended.ended_at) == (how, LATER)
    assert uow.handoffs.get(number) == ended
    assert talking(uow).state.misses == 1


def test_acts_on_hand_offs_are_audited_by_ids(uow: SqlUnitOfWork) -> None:
    script = Script({"HandoffEnded": []})
    work, handoff, member = at_work(script=script), handed(uow), hired(uow)
    for do_now in HANDOFF_ACTIONS:
        work.handoff(uow, member, handoff.id or 0, do_now, LATER, text=SECRET)
    subject = str(handoff.id)
    acts = ("handoff_take", "handoff_say", "handoff_return")
    assert audited(uow) == [(member.id, name, subject) for name in acts]


def test_two_operators_at_once_do_not_take_one_hand_off(uow: SqlUnitOfWork) -> None:
    handoff, first, second = handed(uow), hired(uow), hired(uow, "second@kyiv.example")
    act(uow, first, handoff, "take")
    before = counted(uow.connection)
    for do_now in HANDOFF_ACTIONS:
        with pytest.raises(IllegalTransition, match="colleague"):
            act(uow, second, handoff, do_now, "вітаю")
    kept = uow.handoffs.get(handoff.id or 0)
    assert kept is not None
    assert (kept.taken_by, counted(uow.connection)) == (first.id, before)


@pytest.mark.parametrize(
    ("do_now", "text", "code"),
    [("say", " ", "no_text"), ("return", None, "not_taken"), ("burn", None, "unknown_action")],
)
def test_an_act_on_a_hand_off_that_cannot_be_changes_nothing(
    uow: SqlUnitOfWork, do_now: str, text: str | None, code: str
) -> None:
    handoff, member = handed(uow), hired(uow)
    before = counted(uow.connection)
    with pytest.raises(Refusal) as refused, undone_when_refused(uow):
        act(uow, member, handoff, do_now, text)
    assert refused.value.code == code
    assert (uow.handoffs.get(handoff.id or 0), counted(uow.connection)) == (handoff, before)


@pytest.mark.parametrize("do_now", HANDOFF_ACTIONS)
def test_an_executor_has_no_part_in_hand_offs(uow: SqlUnitOfWork, do_now: str) -> None:
    handoff, member = handed(uow), of_kte(uow)
    with pytest.raises(NotAllowed):
        act(uow, member, handoff, do_now, "вітаю")
    assert (sent(uow), audited(uow)) == ([], [])


def test_a_hand_off_that_is_not_there_is_looked_up_in_vain(uow: SqlUnitOfWork) -> None:
    with pytest.raises(LookupError, match="404"):
        WORK.handoff(uow, hired(uow), 404, "take", LATER)
