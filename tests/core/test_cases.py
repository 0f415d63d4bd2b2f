"""The life of a case, act by act."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core import cases, lifecycle, terms
from core.case_json import case_json
from core.model import (
    Address,
    Applicant,
    Attachment,
    Case,
    CaseEvent,
    Outcome,
    Rating,
    Role,
    Status,
)
from core.refusals import BadValue, IllegalTransition, NotAllowed, Refusal
from core.staff import SYSTEM, Actor, resident, staff
from tests.core.builders import (
    CHAT,
    LAW,
    NOW,
    OLENA,
    ROUTING,
    executor,
    filed,
    filed_with_line,
    head,
    in_state,
    kyiv,
    member,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = NOW + DAY
PETRO = resident(2, person_id=22)
OPERATOR = staff(member("operator", no=5))
ADMIN = staff(member("admin", no=6))
KVK = ROUTING.bodies["kvk"]

# From what state an act leads where, as domain.md tells it; written down again on purpose.
OPEN = ("registered", "forwarded", "needs_info", "in_work", "reopened")
WAYS: dict[str, dict[str, str]] = {
    "forward": {"registered": "forwarded"},
    "ask": {"registered": "needs_info", "forwarded": "needs_info"},
    "answer_ask": {"needs_info": "registered"},
    "reject": {"registered": "rejected", "needs_info": "rejected"},
    "take": {state: state for state in OPEN},
    "assign": {state: state for state in OPEN},
    "merge": {state: state for state in OPEN},
    "split": {state: state for state in OPEN},
    "start": dict.fromkeys(("registered", "forwarded", "reopened"), "in_work"),
    "extend": {"in_work": "in_work"},
    "shorten": {s: s for s in ("registered", "forwarded", "in_work")},
    "answer": {"in_work": "answered"},
    "rate": {"answered": "closed", "closed": "closed"},
    "close_unrated": {"answered": "closed"},
    "reopen": {"answered": "reopened", "closed": "reopened"},
    "withdraw": dict.fromkeys(OPEN, "withdrawn"),
    "add": {s: s for s in OPEN},
    "take_out": {s: s for s in OPEN},
}

LEADER = replace(filed(body="kte"), number="KV-2026-000099")


def _led(case: Case) -> Case:
    """Return the case, which goes with another while it is open."""
    case.joined_to = LEADER.number if case.status in OPEN else None
    return case


ADDED = CaseEvent(NOW, "added", "resident", {"files": ["7"]})

ACTS: dict[str, Callable[[Case], CaseEvent]] = {
    "forward": lambda c: cases.forward(c, ADMIN, LATER, to=ROUTING.bodies["dtek"], law=LAW),
    "ask": lambda c: cases.ask(c, ADMIN, LATER, text="який під'їзд?"),
    "answer_ask": lambda c: cases.answer_ask(c, OLENA, LATER, text="другий"),
    "reject": lambda c: cases.reject(c, ADMIN, LATER, reason="anonymous", text="хто ви?", law=LAW),
    "take": lambda c: cases.take(c, ADMIN, LATER),
    "assign": lambda c: cases.assign(c, ADMIN, LATER, to=member("executor", c.body, no=9)),
    "merge": lambda c: cases.merge(c, ADMIN, LATER, leader=replace(LEADER, body=c.body)),
    "split": lambda c: cases.split(_led(c), ADMIN, LATER),
    "start": lambda c: cases.start(c, ADMIN, LATER),
    "extend": lambda c: cases.extend(c, ADMIN, LATER, text="чекаємо деталь", law=LAW),
    "shorten": lambda c: cases.shorten(c, ADMIN, LATER, law=LAW),
    "answer": lambda c: cases.answer(c, ADMIN, LATER, outcome="fixed", text="Полагодили."),
    "rate": lambda c: cases.rate(c, OLENA, LATER, rating=Rating(1, 4), law=LAW),
    "close_unrated": lambda c: cases.close_unrated(c, NOW + 9 * DAY),
    "reopen": lambda c: cases.reopen(c, OLENA, LATER, law=LAW, not_fixed=True),
    "withdraw": lambda c: cases.withdraw(c, OLENA, LATER),
    "add": lambda c: cases.add(c, OLENA, LATER, text="там темно"),
    "take_out": lambda c: cases.take_out(c, OLENA, LATER, added=ADDED),
}


def refused(act: Callable[[], object], case: Case, kind: type[Refusal], code: str) -> str:
    """Assert that an act is refused so and changes nothing; return the message."""
    before = deepcopy(case)
    with pytest.raises(kind) as caught:
        act()
    assert type(caught.value) is kind
    assert caught.value.code == code
    assert case == before
    return caught.value.message


# --- what is added after filing ------------------------------------------------------------------


def test_what_is_added_goes_under_the_first_words_and_out_again() -> None:
    case = in_state(Status.IN_WORK)
    before = case.description
    line = cases.add(case, OLENA, LATER, text=" там темно ", files=("7", "8"))
    assert case.description == f"{before}\n\nтам темно".strip()
    assert line.data == {"files": ["7", "8"], "words_at": len(before)}
    out = cases.take_out(case, OLENA, LATER, added=line)
    assert case.description.strip() == before
    assert (out.event, out.data) == ("taken_out", {"files": ["7", "8"]})


def test_a_point_is_added_to_the_address() -> None:
    case = in_state(Status.REGISTERED)
    line = cases.add(case, OLENA, LATER, place=Address(house="5", lat=50.4, long=30.5))
    assert case.address == Address(house="5", lat=50.4, long=30.5)
    assert line.data == {"point": True}


def test_nothing_is_no_addition_and_another_resident_adds_nothing() -> None:
    case = in_state(Status.REGISTERED)
    refused(lambda: cases.add(case, OLENA, LATER, text=" "), case, BadValue, "no_text")
    refused(lambda: cases.add(case, PETRO, LATER, text="слова"), case, NotAllowed, "not_yours")


# --- the table -----------------------------------------------------------------------------------


def test_the_table_has_every_act_once() -> None:
    assert len(lifecycle.BY_ACTION) == len(lifecycle.BY_EVENT) == len(lifecycle.TABLE)
    assert set(lifecycle.BY_ACTION) == {"register", *WAYS}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", WAYS)
def test_an_act_leads_where_the_table_says_or_changes_nothing(action: str, status: Status) -> None:
    case = in_state(status)
    if status not in WAYS[action]:
        message = refused(lambda: ACTS[action](case), case, IllegalTransition, "wrong_state")
        assert f"{case.number} is {status}; {action} needs: " in message
        return
    line = ACTS[action](case)
    assert case.status == WAYS[action][status]
    assert line.event == lifecycle.BY_ACTION[action].event


@pytest.mark.parametrize("status", [Status.REJECTED, Status.WITHDRAWN])
def test_what_is_over_stays_over(status: Status) -> None:
    case = in_state(status)
    assert lifecycle.possible(case, ADMIN) == lifecycle.possible(case, OLENA) == []
    assert "Possible now: nothing." in refused(
        lambda: cases.start(case, ADMIN, LATER), case, IllegalTransition, "wrong_state"
    )


def test_everybody_sees_what_is_possible_for_them() -> None:
    case = in_state(Status.IN_WORK)
    assert lifecycle.possible(case, OLENA) == ["add", "take_out", "withdraw"]
    assert lifecycle.possible(case, PETRO) == []
    assert lifecycle.possible(case, executor("kte")) == [
        *("take", "merge", "split", "shorten", "answer"),
    ]
    assert lifecycle.possible(case, head("kte")) == [
        *("take", "assign", "merge", "split", "extend", "shorten", "answer"),
    ]
    assert lifecycle.possible(case, executor("kvk")) == []
    assert lifecycle.possible(in_state(Status.ANSWERED), SYSTEM) == ["close_unrated"]


# --- duplicates ----------------------------------------------------------------------------------


def test_a_duplicate_goes_with_the_other_and_parts_from_it_again() -> None:
    case = filed()
    line = cases.merge(case, executor("kte"), LATER, leader=LEADER)
    assert (case.joined_to, line.event, line.data) == (
        LEADER.number,
        "merged",
        {"with": LEADER.number},
    )
    again = replace(LEADER, number="KV-2026-000098")
    refused(
        lambda: cases.merge(case, ADMIN, LATER, leader=again),
        *(case, IllegalTransition, "joined_already"),
    )
    line = cases.split(case, executor("kte"), LATER)
    assert (case.joined_to, line.data) == (None, {"with": LEADER.number})
    refused(lambda: cases.split(case, ADMIN, LATER), case, IllegalTransition, "not_joined")


@pytest.mark.parametrize(
    ("leader", "kind", "code"),
    [
        (None, BadValue, "no_leader"),
        (filed(), BadValue, "no_leader"),
        (replace(LEADER, joined_to="KV-2026-000098"), IllegalTransition, "leader_ended"),
        (replace(LEADER, status=Status.ANSWERED), IllegalTransition, "leader_ended"),
        (replace(LEADER, status=Status.WITHDRAWN), IllegalTransition, "leader_ended"),
        (replace(LEADER, body="kvk"), IllegalTransition, "other_body"),
    ],
)
def test_a_case_goes_with_an_open_case_of_its_body_alone(
    leader: Case | None, kind: type[Refusal], code: str
) -> None:
    case = filed()
    refused(lambda: cases.merge(case, ADMIN, LATER, leader=leader), case, kind, code)


# --- who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", ["answer_ask", "rate", "reopen", "withdraw"])
def test_somebody_elses_case_is_not_touched_in_any_state(action: str, status: Status) -> None:
    case = in_state(status)
    acts: dict[str, Callable[[], object]] = {
        "answer_ask": lambda: cases.answer_ask(case, PETRO, LATER, text="другий"),
        "rate": lambda: cases.rate(case, PETRO, LATER, rating=Rating(5, 5), law=LAW),
        "reopen": lambda: cases.reopen(case, PETRO, LATER, law=LAW, not_fixed=True),
        "withdraw": lambda: cases.withdraw(case, PETRO, LATER),
    }
    message = refused(acts[action], case, NotAllowed, "not_yours")
    assert str(status) not in message


def test_a_person_has_the_case_in_every_chat_of_theirs() -> None:
    case = filed()
    cases.withdraw(case, resident(99, person_id=11), LATER)
    assert case.status is Status.WITHDRAWN


def test_two_chats_without_a_person_are_two_residents() -> None:
    case = replace(filed(), person_id=None)
    refused(lambda: cases.withdraw(case, resident(99), LATER), case, NotAllowed, "not_yours")


@pytest.mark.parametrize(
    ("action", "actor"),
    [
        ("answer", executor("kvk")),
        ("answer", OPERATOR),
        ("answer", staff(member("moderator", "kte"))),
        ("answer", staff(member("editor", "kte"))),
        ("extend", executor("kte")),
        ("extend", head("kvk")),
        ("extend", OPERATOR),
    ],
    ids=lambda value: value if isinstance(value, str) else value.member.role,
)
def test_staff_without_the_right_are_refused(action: str, actor: Actor) -> None:
    case = in_state(Status.IN_WORK)
    acts: dict[str, Callable[[], object]] = {
        "answer": lambda: cases.answer(case, actor, LATER, outcome="fixed", text="Так."),
        "extend": lambda: cases.extend(case, actor, LATER, text="чекаємо", law=LAW),
    }
    refused(acts[action], case, NotAllowed, "no_right")


@pytest.mark.parametrize("role", [Role.EXECUTOR, Role.SUPERVISOR, Role.ADMIN])
def test_a_body_works_on_its_case(role: Role) -> None:
    actor = staff(member(role, "kte"))
    case = filed()
    cases.start(case, actor, LATER)
    cases.answer(case, actor, LATER, outcome="explained", text="Пояснюємо.")
    assert case.status is Status.ANSWERED


def test_an_operator_sorts_triage_and_forwards_any() -> None:
    triaged, other = filed(body="cc1551"), filed(body="kte")
    cases.take(triaged, OPERATOR, LATER)
    cases.forward(triaged, OPERATOR, LATER, to=KVK, law=LAW)
    cases.forward(other, OPERATOR, LATER, to=KVK, law=LAW)
    assert triaged.body == other.body == "kvk"
    refused(lambda: cases.start(other, OPERATOR, LATER), other, NotAllowed, "no_right")


def test_residents_do_not_do_staff_work_nor_staff_theirs() -> None:
    case = in_state(Status.IN_WORK)
    refused(
        lambda: cases.answer(case, OLENA, LATER, outcome="fixed", text="сама"),
        case,
        NotAllowed,
        "no_right",
    )
    answered = in_state(Status.ANSWERED)
    refused(
        lambda: cases.rate(answered, executor("kte"), LATER, rating=Rating(5, 5), law=LAW),
        answered,
        NotAllowed,
        "no_right",
    )


# --- registering ---------------------------------------------------------------------------------


def test_a_case_is_registered_with_number_moment_body_and_term() -> None:
    case, line = filed_with_line("appeal", "kmda", NOW, description="  Прошу…  ")
    assert (case.status, case.body, case.registered_at) == (Status.REGISTERED, "kmda", NOW)
    assert (case.due_at, case.due_basis, case.due_rule) == (
        kyiv("2026-12-24 23:59:59"),
        "law",
        "appeal.normal",
    )
    assert case.description == "Прошу…"
    assert (line.event, line.by, line.at) == ("registered", "resident", NOW)


def test_a_number_is_read_easily() -> None:
    assert cases.case_number("KV", 2026, 417) == "KV-2026-000417"


@pytest.mark.parametrize(
    "applicant",
    [Applicant(name="Олена"), Applicant(phone="+380441234567"), Applicant(email="a@b.ua")],
)
def test_personal_data_are_not_kept_without_consent(applicant: Applicant) -> None:
    def register(consented: bool, who: Applicant | None) -> Case:
        return cases.register(
            OLENA,
            NOW,
            law=LAW,
            number="KV-2026-000001",
            kind="dispatcher_request",
            body="kte",
            conversation_id=1,
            chat=CHAT,
            consented=consented,
            applicant=who,
        )[0]

    assert register(False, None).applicant == Applicant()
    assert register(True, applicant).applicant == applicant
    with pytest.raises(BadValue, match="only with consent") as caught:
        register(False, applicant)
    assert caught.value.code == "no_consent"


@pytest.mark.parametrize("fields", [{"kind": ""}, {"body": ""}])
def test_a_case_has_a_kind_and_a_body(fields: dict[str, Any]) -> None:
    with pytest.raises(BadValue) as caught:
        filed(**fields)
    assert caught.value.code == "no_body"


def test_nobody_files_in_anothers_chat() -> None:
    with pytest.raises(NotAllowed):
        cases.register(
            PETRO,
            NOW,
            law=LAW,
            number="KV-2026-000001",
            kind="appeal",
            body="kte",
            conversation_id=1,
            chat=CHAT,
            consented=True,
        )


# --- forwarding, asking, rejecting ---------------------------------------------------------------


def test_a_forwarded_case_starts_its_term_anew_and_keeps_the_first_date() -> None:
    case = filed()
    cases.take(case, executor("kte"), LATER)
    line = cases.forward(case, executor("kte"), NOW + 2 * DAY, to=KVK, law=LAW)
    assert (case.body, case.executor) == ("kvk", None)
    assert case.first_due_at == kyiv("2026-12-24 23:59:59")
    assert case.due_at == kyiv("2026-12-28 23:59:59")  # the 26th is a Saturday
    assert (line.data["from"], line.data["to"]) == ("kte", "kvk")


def test_a_setting_lets_the_first_term_run_on() -> None:
    law = replace(LAW, terms=replace(LAW.terms, forward_restarts=False))
    case = filed()
    cases.forward(case, executor("kte"), NOW + 2 * DAY, to=KVK, law=law)
    assert (case.due_at, case.first_due_at) == (kyiv("2026-12-24 23:59:59"), None)


def test_the_router_may_forward() -> None:
    case = filed()
    assert cases.forward(case, SYSTEM, LATER, to=KVK, law=LAW).by == "system"


def test_a_case_is_not_forwarded_to_where_it_is() -> None:
    case = filed()
    refused(
        lambda: cases.forward(case, ADMIN, LATER, to=ROUTING.bodies["kte"], law=LAW),
        case,
        IllegalTransition,
        "same_body",
    )


def test_forwarding_ends_with_the_fifth_day_except_from_triage() -> None:
    last, late = kyiv("2026-11-30 23:59:59"), kyiv("2026-12-01 00:00")  # the 29th is a Sunday
    cases.forward(filed(), ADMIN, last, to=KVK, law=LAW)
    case = filed()
    refused(
        lambda: cases.forward(case, ADMIN, late, to=KVK, law=LAW),
        case,
        IllegalTransition,
        "forward_late",
    )
    cases.forward(filed(body="cc1551"), OPERATOR, late, to=KVK, law=LAW)


def test_what_was_asked_and_answered_comes_back_registered() -> None:
    case = filed(description="Ліфт стоїть.")
    cases.ask(case, executor("kte"), LATER, text="який під'їзд?")
    due = case.due_at
    line = cases.answer_ask(case, OLENA, LATER + HOUR, text=" другий ", files=1)
    assert case.description == "Ліфт стоїть.\n\nдругий"
    assert case.due_at == due
    assert line.data == {"files": 1, "words_at": 12}


def test_a_photo_alone_is_an_answer() -> None:
    case = in_state(Status.NEEDS_INFO, description="Ліфт стоїть.")
    cases.answer_ask(case, OLENA, LATER, files=1)
    assert (case.status, case.description) == (Status.REGISTERED, "Ліфт стоїть.")


@pytest.mark.parametrize("empty", ["", "  \n\t"])
def test_no_text_that_a_resident_reads_is_empty(empty: str) -> None:
    acts: list[tuple[Status, Callable[[Case], object]]] = [
        (Status.REGISTERED, lambda c: cases.ask(c, ADMIN, LATER, text=empty)),
        (Status.NEEDS_INFO, lambda c: cases.answer_ask(c, OLENA, LATER, text=empty)),
        (
            Status.REGISTERED,
            lambda c: cases.reject(c, ADMIN, LATER, reason="anonymous", text=empty, law=LAW),
        ),
        (Status.IN_WORK, lambda c: cases.answer(c, ADMIN, LATER, outcome="fixed", text=empty)),
        (Status.IN_WORK, lambda c: cases.extend(c, ADMIN, LATER, text=empty, law=LAW)),
        (Status.CLOSED, lambda c: cases.reopen(c, ADMIN, LATER, text=empty, law=LAW)),
    ]
    for status, act in acts:
        case = in_state(status)
        refused(lambda act=act, case=case: act(case), case, BadValue, "no_text")  # type: ignore[misc]


@pytest.mark.parametrize("reason", sorted(LAW.reject_reasons))
def test_a_case_is_rejected_for_each_lawful_reason(reason: str) -> None:
    case = filed()
    line = cases.reject(case, executor("kte"), LATER, reason=reason, text=" Тому. ", law=LAW)
    assert (case.status, case.answer, line.data) == (Status.REJECTED, "Тому.", {"reason": reason})


@pytest.mark.parametrize("reason", ["", "russian", "too busy"])
def test_no_other_reason_is_taken(reason: str) -> None:
    case = filed()
    message = refused(
        lambda: cases.reject(case, ADMIN, LATER, reason=reason, text="ні", law=LAW),
        case,
        BadValue,
        "bad_reason",
    )
    assert "anonymous, complaint_term_passed, incapable" in message


def test_after_ten_days_a_case_is_answered_not_returned() -> None:
    case = filed()
    refused(
        lambda: cases.reject(
            case, ADMIN, kyiv("2026-12-05 00:00"), reason="anonymous", text="хто?", law=LAW
        ),
        case,
        IllegalTransition,
        "reject_late",
    )


# --- taking and working --------------------------------------------------------------------------


def test_a_taken_case_is_not_taken_from_a_colleague() -> None:
    case = filed()
    cases.take(case, executor("kte", no=1), LATER)
    assert case.executor == "staff:1"
    refused(
        lambda: cases.take(case, executor("kte", no=2), LATER), case, IllegalTransition, "taken"
    )
    refused(
        lambda: cases.take(case, executor("kte", no=1), LATER),
        case,
        IllegalTransition,
        "taken_by_you",
    )


def test_a_supervisor_takes_over() -> None:
    case = filed()
    cases.take(case, executor("kte"), LATER)
    assert cases.take(case, head("kte"), LATER).data == {"from": "staff:1"}
    assert case.executor == "staff:9"


def test_who_starts_an_untaken_case_is_its_executor() -> None:
    case = filed()
    cases.start(case, executor("kte", no=3), LATER)
    assert case.executor == "staff:3"
    taken = filed()
    cases.take(taken, executor("kte", no=4), LATER)
    cases.start(taken, executor("kte", no=3), LATER)
    assert taken.executor == "staff:4"


def test_an_extension_reaches_forty_five_days_in_all() -> None:
    case = in_state(Status.IN_WORK)
    line = cases.extend(case, head("kte"), LATER, text="чекаємо деталь", law=LAW)
    assert case.due_at == kyiv("2027-01-08 23:59:59")
    assert (case.due_rule, case.due_basis) == ("appeal.extended", "law")
    assert case.first_due_at == kyiv("2026-12-24 23:59:59")
    assert line.data == {"due_at": "2027-01-08T21:59:59+00:00", "due_rule": "appeal.extended"}
    refused(
        lambda: cases.extend(case, head("kte"), LATER, text="ще", law=LAW),
        case,
        IllegalTransition,
        "term_exhausted",
    )


def test_an_extension_may_be_shorter_and_be_followed_by_another() -> None:
    case = in_state(Status.IN_WORK)
    until = kyiv("2026-12-30 09:00")
    cases.extend(case, head("kte"), LATER, text="чекаємо", law=LAW, until=until)
    assert case.due_at == kyiv("2026-12-30 23:59:59")
    cases.extend(case, head("kte"), LATER, text="ще", law=LAW)
    assert case.due_at == kyiv("2027-01-08 23:59:59")


@pytest.mark.parametrize("until", ["2026-12-24 12:00", "2026-11-25 12:00", "2027-01-09 00:00"])
def test_an_extension_is_longer_than_now_and_within_the_longest(until: str) -> None:
    case = in_state(Status.IN_WORK)
    refused(
        lambda: cases.extend(case, ADMIN, LATER, text="чекаємо", law=LAW, until=kyiv(until)),
        case,
        BadValue,
        "bad_until",
    )


def test_the_first_date_is_kept_through_every_change() -> None:
    case = filed()
    cases.forward(case, executor("kte"), NOW + 2 * DAY, to=KVK, law=LAW)
    cases.start(case, executor("kvk"), NOW + 3 * DAY)
    cases.extend(case, head("kvk"), NOW + 3 * DAY, text="чекаємо", law=LAW)
    assert case.first_due_at == kyiv("2026-12-24 23:59:59")


def test_a_term_is_extended_to_its_last_second() -> None:
    case = in_state(Status.IN_WORK)
    cases.extend(case, ADMIN, case.due_at, text="чекаємо", law=LAW)
    assert case.due_rule == "appeal.extended"


def test_a_passed_term_is_not_extended() -> None:
    case = in_state(Status.IN_WORK)
    refused(
        lambda: cases.extend(case, ADMIN, kyiv("2026-12-25 00:00"), text="ой", law=LAW),
        case,
        IllegalTransition,
        "overdue",
    )


def test_a_utility_claim_is_not_extended() -> None:
    case = in_state(Status.IN_WORK, kind="utility_complaint")
    refused(
        lambda: cases.extend(case, ADMIN, LATER, text="чекаємо", law=LAW),
        case,
        IllegalTransition,
        "no_extension",
    )


def test_a_dispatcher_request_is_extended_by_norm() -> None:
    case = in_state(Status.IN_WORK, kind="dispatcher_request", service_code="elevator")
    cases.extend(case, ADMIN, LATER, text="чекаємо деталь", law=LAW)
    assert (case.due_rule, case.due_basis) == ("dispatcher_request.extended", "norm")


def test_an_appeal_without_extra_study_has_the_short_term() -> None:
    case = in_state(Status.IN_WORK)
    cases.shorten(case, executor("kte"), LATER, law=LAW)
    assert (case.due_at, case.due_rule) == (kyiv("2026-12-09 23:59:59"), "appeal.simple")
    refused(
        lambda: cases.shorten(case, executor("kte"), LATER, law=LAW),
        case,
        IllegalTransition,
        "no_short_term",
    )


def test_information_that_is_urgent_has_forty_eight_hours_from_its_registration() -> None:
    case = in_state(Status.IN_WORK, kind="info_request")
    cases.shorten(case, executor("kte"), LATER, law=LAW)
    assert (case.due_at, case.due_rule) == (NOW + 2 * DAY, "info_request.urgent")
    again = in_state(Status.REGISTERED, kind="info_request")
    too_late = NOW + 2 * DAY + timedelta(seconds=1)
    refused(
        lambda: cases.shorten(again, ADMIN, too_late, law=LAW),
        again,
        IllegalTransition,
        "no_short_term",
    )


@pytest.mark.parametrize(
    ("kind", "now"), [("utility_complaint", LATER), ("appeal", kyiv("2026-12-10 00:00"))]
)
def test_there_is_no_short_term_elsewhere_or_afterwards(kind: str, now: Any) -> None:
    case = in_state(Status.IN_WORK, kind=kind)
    refused(
        lambda: cases.shorten(case, ADMIN, now, law=LAW), case, IllegalTransition, "no_short_term"
    )


# --- answering, rating, closing ------------------------------------------------------------------


@pytest.mark.parametrize("outcome", Outcome)
def test_a_case_ends_with_each_outcome(outcome: Outcome) -> None:
    case = in_state(Status.IN_WORK)
    line = cases.answer(
        case, executor("kte"), LATER, outcome=str(outcome), text=" Готово. ", proof=["ab12"]
    )
    assert (case.outcome, case.answer, case.answered_at) == (outcome, "Готово.", LATER)
    assert line.data == {"outcome": str(outcome), "proof": ["ab12"]}
    assert line.by == "staff:1"


@pytest.mark.parametrize("outcome", ["", "done", "FIXED"])
def test_no_other_outcome_is_taken(outcome: str) -> None:
    case = in_state(Status.IN_WORK)
    refused(
        lambda: cases.answer(case, ADMIN, LATER, outcome=outcome, text="Так."),
        case,
        BadValue,
        "no_outcome",
    )


def test_a_fixed_request_needs_its_photo_where_the_city_says_so() -> None:
    def fixed(case: Case, *proof: str, outcome: str = "fixed") -> CaseEvent:
        return cases.answer(
            case, ADMIN, LATER, outcome=outcome, text="Так.", proof=proof, proof_needed=True
        )

    case = in_state(Status.IN_WORK, kind="dispatcher_request", service_code="elevator")
    refused(lambda: fixed(case), case, BadValue, "no_proof")
    assert fixed(case, "7").data["proof"] == ["7"]
    for other in (
        in_state(Status.IN_WORK),
        in_state(Status.IN_WORK, kind="dispatcher_request", service_code="elevator"),
    ):
        assert fixed(other, outcome="explained").event == "answered"


def test_both_scores_close_an_answered_case() -> None:
    case = in_state(Status.ANSWERED)
    line = cases.rate(case, OLENA, LATER, rating=Rating(4, 5, "швидко"), law=LAW)
    assert (case.status, case.rating, case.closed_at) == (
        Status.CLOSED,
        Rating(4, 5, "швидко", LATER),
        LATER,
    )
    assert line.data == {"quality": 4, "speed": 5}


@pytest.mark.parametrize(
    ("quality", "speed"), [(0, 5), (6, 5), (5, 0), (5, 6), (-1, 3), (True, 5), (4.5, 5), ("5", 5)]
)
def test_a_score_is_a_whole_number_from_one_to_five(quality: Any, speed: Any) -> None:
    case = in_state(Status.ANSWERED)
    refused(
        lambda: cases.rate(case, OLENA, LATER, rating=Rating(quality, speed), law=LAW),
        case,
        BadValue,
        "bad_rating",
    )


def test_a_rating_can_be_changed_for_thirty_days() -> None:
    case = in_state(Status.CLOSED)
    closed_at = case.closed_at
    last_second = kyiv("2026-12-24 23:59:59")
    cases.rate(case, OLENA, last_second, rating=Rating(5, 5), law=LAW)
    changed = Rating(5, 5, at=last_second)
    assert (case.rating, case.closed_at, case.status) == (changed, closed_at, Status.CLOSED)
    refused(
        lambda: cases.rate(case, OLENA, kyiv("2026-12-25 00:00"), rating=Rating(1, 1), law=LAW),
        case,
        IllegalTransition,
        "rate_late",
    )


def test_silence_after_the_second_reminder_closes_unrated() -> None:
    case = in_state(Status.ANSWERED)
    answered_at = case.answered_at
    assert answered_at is not None
    assert terms.reminders_at(answered_at) == [answered_at + DAY, answered_at + 4 * DAY]
    refused(
        lambda: cases.close_unrated(case, answered_at + 5 * DAY - HOUR),
        case,
        IllegalTransition,
        "too_early",
    )
    line = cases.close_unrated(case, answered_at + 5 * DAY)
    assert (case.status, case.rating, line.by) == (Status.CLOSED, None, "system")
    assert line.data == {"rated": False}


def test_the_days_of_reminders_are_a_setting() -> None:
    case = in_state(Status.ANSWERED)
    assert case.answered_at is not None
    cases.close_unrated(case, case.answered_at + 3 * DAY, reminder_days=[2])
    assert case.status is Status.CLOSED


def test_an_unrated_case_may_still_be_rated() -> None:
    case = in_state(Status.ANSWERED)
    cases.close_unrated(case, NOW + 9 * DAY)
    cases.rate(case, OLENA, NOW + 10 * DAY, rating=Rating(5, 5), law=LAW)
    rating = Rating(5, 5, at=NOW + 10 * DAY)
    assert (case.rating, case.closed_at) == (rating, NOW + 9 * DAY)


# --- reopening -----------------------------------------------------------------------------------


def test_a_reopened_case_has_a_new_term_and_the_same_number() -> None:
    case = in_state(Status.CLOSED)
    number, moment = case.number, NOW + 10 * DAY
    line = cases.reopen(case, OLENA, moment, law=LAW)
    assert (case.number, case.reopened, case.reopened_at) == (number, 1, moment)
    assert case.due_at == LAW.due("appeal", moment).at
    assert (case.outcome, case.answered_at, case.closed_at) == (None, None, None)
    assert line.data["count"] == 1
    cases.start(case, executor("kte"), moment + HOUR)
    cases.extend(case, head("kte"), moment + HOUR, text="чекаємо", law=LAW)
    assert LAW.day(case.due_at) == LAW.day(moment) + 45 * DAY


def test_a_second_answer_asks_for_a_rating_anew() -> None:
    case = in_state(Status.REOPENED)
    assert case.rating is not None
    assert (case.rating.quality, case.rating.speed) == (2, 5)
    cases.start(case, executor("kte"), LATER)
    cases.answer(case, executor("kte"), LATER, outcome="fixed", text="Тепер точно.")
    printed = case_json(case, [], [])
    assert (printed["status"], printed["rating"]) == ("answered", None)
    cases.reopen(case, OLENA, LATER + DAY, law=LAW, not_fixed=True)
    assert case.reopened == 2


@pytest.mark.parametrize(
    ("rating", "low"),
    [(Rating(2, 5), True), (Rating(5, 2), True), (Rating(1, 1), True), (Rating(3, 3), False)],
)
def test_a_low_score_is_enough_to_reopen(rating: Rating, low: bool) -> None:
    case = in_state(Status.ANSWERED)
    cases.rate(case, OLENA, LATER, rating=rating, law=LAW)
    if low:
        cases.reopen(case, OLENA, LATER, law=LAW)
        assert case.status is Status.REOPENED
        return
    refused(
        lambda: cases.reopen(case, OLENA, LATER, law=LAW), case, IllegalTransition, "not_unhappy"
    )
    cases.reopen(case, OLENA, LATER, law=LAW, not_fixed=True)


def test_reopening_ends_with_the_thirtieth_day() -> None:
    case = in_state(Status.CLOSED)
    refused(
        lambda: cases.reopen(case, OLENA, kyiv("2026-12-25 00:00"), law=LAW, not_fixed=True),
        case,
        IllegalTransition,
        "reopen_late",
    )
    cases.reopen(case, OLENA, kyiv("2026-12-24 23:59:59"), law=LAW)


def test_thirty_days_count_from_the_closing() -> None:
    case = in_state(Status.ANSWERED)
    cases.rate(case, OLENA, NOW + 10 * DAY, rating=Rating(3, 3), law=LAW)
    cases.reopen(case, OLENA, NOW + 40 * DAY, law=LAW, not_fixed=True)
    assert case.status is Status.REOPENED


def test_what_a_resident_says_on_reopening_reaches_the_body() -> None:
    case = in_state(Status.CLOSED, description="ліфт стоїть")
    cases.reopen(case, OLENA, LATER, law=LAW, text=" знову стоїть ")
    assert case.description == "ліфт стоїть\n\nзнову стоїть"


def test_staff_reopen_on_the_residents_word() -> None:
    case = in_state(Status.CLOSED)
    cases.rate(case, OLENA, LATER, rating=Rating(5, 5), law=LAW)
    line = cases.reopen(case, OPERATOR, LATER, law=LAW, text="дзвонила: знову стоїть")
    assert (case.status, line.by) == (Status.REOPENED, "staff:5")
    assert case.description == "дзвонила: знову стоїть"


# --- warnings ------------------------------------------------------------------------------------


def warnings_of(case: Case) -> list[str]:
    """Return the warnings of the case's term as they come, moving its clock along."""
    seen = []
    while case.warn_at is not None:
        seen.append(f"{terms.warn(case, case.warn_at, LAW).data['left']} {kyiv_day(case)}")
    return seen


def kyiv_day(case: Case) -> str:
    return f"{case.warn_at:%m-%d}" if case.warn_at else "last"


def test_half_of_a_forwarded_term_is_the_receivers_own_half() -> None:
    """What its sender sat on is not the receiver's: it is warned when half of its own is gone."""
    case, received = filed(), NOW + 4 * DAY
    cases.forward(case, executor("kte"), received, to=KVK, law=LAW)
    assert case.warn_at is not None
    assert case.warn_at - received == (case.due_at - received) / 2
    assert (case.term_from, case.registered_at) == (received, NOW)
    assert [warning.split()[0] for warning in warnings_of(case)] == ["half", "3d", "1d"]


def test_half_of_a_reopened_term_counts_from_the_reopening() -> None:
    case, moment = in_state(Status.CLOSED), NOW + 9 * DAY
    cases.reopen(case, OLENA, moment, law=LAW)
    assert case.warn_at is not None
    assert case.warn_at - moment == (case.due_at - moment) / 2


def test_an_extension_moves_the_half_but_not_the_beginning() -> None:
    case = in_state(Status.IN_WORK)
    cases.extend(case, head("kte"), LATER, text="чекаємо", law=LAW)
    assert case.term_from == NOW
    assert case.warn_at == NOW + (case.due_at - NOW) / 2


def test_the_longest_term_still_counts_from_registration_after_a_forwarding() -> None:
    case = filed()
    cases.forward(case, executor("kte"), NOW + 4 * DAY, to=KVK, law=LAW)
    assert terms.term_start(case) == NOW


def test_a_term_that_goes_on_after_a_forwarding_keeps_its_half() -> None:
    law, case = replace(LAW, terms=replace(LAW.terms, forward_restarts=False)), filed()
    due, warned = case.due_at, case.warn_at
    cases.forward(case, executor("kte"), NOW + 4 * DAY, to=KVK, law=law)
    assert (case.due_at, case.warn_at, case.term_from) == (due, warned, NOW)


# --- history -------------------------------------------------------------------------------------


def test_no_words_get_into_the_history() -> None:
    words = "Саме ці слова"
    case, *_ = filed_with_line("appeal", "kte", NOW, description=words)
    lines = [
        cases.ask(case, ADMIN, LATER, text=words),
        cases.answer_ask(case, OLENA, LATER, text=words),
        cases.start(case, ADMIN, LATER),
        cases.extend(case, ADMIN, LATER, text=words, law=LAW),
        cases.answer(case, ADMIN, LATER, outcome="fixed", text=words),
        cases.rate(case, OLENA, LATER, rating=Rating(1, 1, words), law=LAW),
        cases.reopen(case, ADMIN, LATER, text=words, law=LAW),
    ]
    assert words not in json.dumps([line.data for line in lines], ensure_ascii=False)


def test_a_history_leads_to_its_state() -> None:
    case, registered = filed_with_line("appeal", "kte", NOW)
    lines = [registered, cases.start(case, ADMIN, LATER)]
    lines.append(CaseEvent(LATER, "warned", "system"))
    assert lifecycle.replay(lines) is Status.IN_WORK


@pytest.mark.parametrize(
    ("events", "problem"),
    [
        ([], "does not begin with registered"),
        (["warned"], "does not begin with registered"),
        (["started"], "started at .* cannot follow None"),
        (["registered", "answered"], "answered at .* cannot follow registered"),
        (["registered", "registered"], "registered at .* cannot follow registered"),
        (["registered", "withdrawn", "started"], "started at .* cannot follow withdrawn"),
    ],
)
def test_a_history_that_cannot_be_is_told(events: list[str], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        lifecycle.replay([CaseEvent(NOW, event, "system") for event in events])


def test_overdue_is_computed() -> None:
    case = in_state(Status.IN_WORK)
    assert not terms.is_overdue(case, case.due_at)
    assert terms.is_overdue(case, case.due_at + timedelta(seconds=1))
    assert not terms.is_overdue(in_state(Status.ANSWERED), NOW + 900 * DAY)


# --- for programs --------------------------------------------------------------------------------


def test_a_case_is_printed_as_the_contract_says() -> None:
    case, line = filed_with_line(
        "dispatcher_request",
        "housing-holosiivskyi",
        NOW,
        service_code="elevator",
        description="Ліфт стоїть третій день.",
        facts={"since": "2026-11-22"},
        address=Address(
            street="вулиця Михайла Драгоманова",
            house="15",
            entrance="2",
            district="darnytskyi",
            verified=True,
            as_typed="драгоманова 15",
        ),
        applicant=Applicant(phone="+380441234567"),
    )
    case.rating = Rating(4, 5, "добре")
    photo = Attachment("photo", "file-1", 1, sha256="ab12", name="ліфт.jpg")
    assert case_json(case, [line], [photo]) == {
        "number": "KV-2026-000001",
        "kind": "dispatcher_request",
        "service_code": "elevator",
        "status": "registered",
        "outcome": None,
        "reopened": 0,
        "joined_to": None,
        "description": "Ліфт стоїть третій день.",
        "facts": {"since": "2026-11-22"},
        "address": {
            "street": "вулиця Михайла Драгоманова",
            "house": "15",
            "apartment": None,
            "district": "darnytskyi",
            "lat": None,
            "long": None,
            "verified": True,
            "as_typed": "драгоманова 15",
        },
        "applicant": {"name": None, "phone": "+380441234567", "email": None},
        "addressee": None,
        "body": "housing-holosiivskyi",
        "channel": "telegram",
        "chat": "c1",
        "registered_at": "2026-11-24T12:00:00+02:00",
        "due_at": "2026-12-09T23:59:59+02:00",
        "due_basis": "norm",
        "due_rule": "dispatcher_request.norm",
        "answered_at": None,
        "closed_at": None,
        "rating": {"quality": 4, "speed": 5},
        "attachments": [{"kind": "photo", "sha256": "ab12"}],
        "history": [{"at": "2026-11-24T12:00:00+02:00", "event": "registered", "by": "resident"}],
    }


@pytest.mark.parametrize("status", Status)
def test_a_case_in_every_state_is_json(status: Status) -> None:
    case = in_state(status)
    printed = json.loads(json.dumps(case_json(case, [], [])))
    assert printed["status"] == str(status)
    assert printed["address"] is None
    assert (printed["answered_at"] is None) is (case.answered_at is None)
