"""Random lives of many cases in a real database: the actions and the work of staff, as turns run
them. After each life the database adds up.
"""

import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from connectors.database.check import check
from connectors.database.connect import connect_to_write
from connectors.database.unit_of_work import SqlUnitOfWork
from core import cases, lifecycle
from core.messages import ChatRef
from core.model import CaseEvent, Outcome, Role, StaffMember, Status
from core.ports import ActionContext
from core.refusals import Refusal
from core.staff import SYSTEM
from core.staffwork import CASE_ACTIONS
from tests import sizes
from tests.contract.builders import NOW, hired, new_database
from tests.core.builders import LAW
from tests.core.test_staffwork import CITY, WORK
from tests.core.town import agreed, talking, undone_when_refused

STEPS = 50
CHATS = [ChatRef("telegram", "main", name) for name in ("olena", "petro", "ivan")]
BODIES = ("kte", "kvk", "cc1551")
PLACE = {"street": "вулиця Драгоманова", "house": "15", "verified": True}
FILINGS: tuple[dict[str, Any], ...] = (
    {"flow": "dispatcher_request", "service_code": "hot_water", "address": PLACE, "body": "kte"},
    {"flow": "dispatcher_request", "service_code": "elevator", "address": PLACE, "body": "kvk"},
    {"flow": "appeal_submit", "body": "kte", "name": "Коваль Олена", "consent": True},
    {"flow": "appeal_submit", "body": "kvk", "appeal_kind": "info_request"},
    {"flow": "utility_complaint", "body": "kte", "service_code": "heating", "address": PLACE},
    {"flow": "official_complaint", "body": "cc1551", "official": "начальник", "about": "kte"},
)
picks = st.integers(0, 10**6)


class Lives(RuleBasedStateMachine):
    """Each step is a turn of its own, undone when it is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.connection = connect_to_write(new_database(Path(self.folder.name) / "misto.db"))
        self.connection.execute("BEGIN IMMEDIATE")
        self.uow = SqlUnitOfWork(self.connection)
        self.now = NOW
        self.staff: list[StaffMember] = []

    @initialize()
    def people(self) -> None:
        for number, body in enumerate(BODIES):
            for role in (Role.EXECUTOR, Role.SUPERVISOR):
                self.staff.append(hired(self.uow, f"{role}{number}@x", role=role, bodies=(body,)))
        self.staff.append(hired(self.uow, "admin@x", role=Role.ADMIN))
        talking(self.uow, CHATS[0], agreed(name="Коваль Олена"))

    # --- what happens ----------------------------------------------------------------------------

    @rule(who=st.sampled_from(CHATS), what=st.sampled_from(FILINGS))
    def files(self, who: ChatRef, what: dict[str, Any]) -> None:
        filing = {name: v for name, v in what.items() if name != "name" or who is CHATS[0]}
        self.act("file_case", who, {**filing, "description": "опис"})

    @rule(who=st.sampled_from(CHATS), what=st.sampled_from(FILINGS[:2]))
    def reports_what_is_known(self, who: ChatRef, what: dict[str, Any]) -> None:
        found = self.act("find_same", who, what)
        if found.get("same") and not found["same_own"]:
            self.act("join_case", who, {**what, **found, "description": "і в нас"})

    @precondition(lambda self: self.numbers())
    @rule(
        who=st.sampled_from(CHATS),
        pick=picks,
        quality=st.integers(0, 6),
        speed=st.integers(1, 5),
    )
    def rates(self, who: ChatRef, pick: int, quality: int, speed: int) -> None:
        slots = {"rating_quality": quality, "rating_speed": speed}
        self.act("rate_case", who, {**slots, "case_number": self.number(pick)})

    @precondition(lambda self: self.numbers())
    @rule(who=st.sampled_from(CHATS), pick=picks, not_fixed=st.booleans())
    def reopens(self, who: ChatRef, pick: int, not_fixed: bool) -> None:
        verdict = "not_fixed" if not_fixed else None
        slots = {"case_number": self.number(pick), "verdict": verdict, "reason": "знову"}
        self.act("reopen_case", who, slots)

    @precondition(lambda self: self.numbers())
    @rule(
        pick=picks,
        actor=picks,
        do=st.sampled_from([*CASE_ACTIONS, "start", "answer", "answer"]),
        text=st.sampled_from(["", "слова", "слова"]),
        to=st.sampled_from(BODIES),
    )
    def staff_act(self, pick: int, actor: int, do: str, text: str, to: str) -> None:
        facts: dict[str, Any] = {"text": text, "outcome": Outcome.FIXED, "to": to}
        facts["reason"] = "no_substance"
        number = self.number(pick)
        case = self.uow.cases.get(number)
        assert case is not None
        able = [m for m in self.staff if actor % 3 == 0 or case.body in m.bodies or not m.bodies]
        with self.turn():
            WORK.case(self.uow, able[actor % len(able)], number, do, self.now, **facts)

    @precondition(lambda self: self.numbers())
    @rule(who=st.sampled_from(CHATS), pick=picks, really=st.integers(0, 3))
    def withdraws(self, who: ChatRef, pick: int, really: int) -> None:
        if not really:
            self.act("withdraw_case", who, {"case_number": self.number(pick)})

    @precondition(lambda self: self.numbers())
    @rule(who=st.sampled_from(CHATS), pick=picks, words=st.sampled_from(["", "і ще темно"]))
    def adds(self, who: ChatRef, pick: int, words: str) -> None:
        point = None if words else {"lat": 50.4, "long": 30.5}
        slots = {"case_number": self.number(pick), "words": words, "point": point}
        self.act("add_to_case", who, slots)

    @rule(who=st.sampled_from(CHATS))
    def takes_out(self, who: ChatRef) -> None:
        self.act("take_out", who, {})

    @rule(hours=st.sampled_from([1, 9, 30, 130, 400]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @precondition(lambda self: self.numbers())
    @rule(pick=picks)
    def silence_closes(self, pick: int) -> None:
        case = self.uow.cases.get(self.number(pick))
        assert case is not None
        with self.turn():
            self.uow.cases.save(case, CaseEvent(self.now, "reminded", SYSTEM.by))
            self.uow.cases.save(case, cases.close_unrated(case, self.now))

    # --- how -------------------------------------------------------------------------------------

    def turn(self) -> Any:
        return refused_or_done(self.uow)

    def act(self, action: str, who: ChatRef, slots: dict[str, Any]) -> Any:
        context = ActionContext(self.uow, talking(self.uow, who), self.now, None)
        found: dict[str, Any] = {}
        with self.turn():
            found |= CITY.table()[action](context, slots, slots)
        return found

    def numbers(self) -> list[str]:
        return [case.number for case in self.uow.cases.all()]

    def number(self, pick: int) -> str:
        known = self.numbers()
        return known[pick % len(known)]

    # --- what always holds -----------------------------------------------------------------------

    @invariant()
    def who_joined_follows_one_that_joined_nobody(self) -> None:
        for case in self.uow.cases.all():
            if case.joined_to is not None:
                leader = self.uow.cases.get(case.joined_to)
                assert leader is not None
                assert leader.joined_to is None
                assert leader.status is not Status.WITHDRAWN or case.status not in lifecycle.OPEN

    @invariant()
    def a_rating_is_of_an_answer(self) -> None:
        for case in self.uow.cases.rated():
            assert case.status in (Status.CLOSED, Status.REOPENED, *lifecycle.OPEN)
            assert case.rating is not None
            assert {case.rating.quality, case.rating.speed} <= set(range(1, 6))

    def teardown(self) -> None:
        with self.folder, closing(self.connection):
            problems = check(self.uow)
            for case in self.uow.cases.all():
                assert lifecycle.replay(self.uow.cases.history(case.id or 0)) is case.status
                assert case.due_at >= LAW.due(case.kind, case.registered_at).at - timedelta(366)
        assert problems == []


class refused_or_done:  # noqa: N801 - reads as a word in `with`
    """A turn in a savepoint; what is refused is undone and passed over."""

    def __init__(self, uow: SqlUnitOfWork) -> None:
        self.savepoint = undone_when_refused(uow)

    def __enter__(self) -> None:
        self.savepoint.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        self.savepoint.__exit__(kind, error, trace)
        return isinstance(error, Refusal)


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=sizes.size("case_lives") // STEPS, stateful_step_count=STEPS, deadline=None
)
