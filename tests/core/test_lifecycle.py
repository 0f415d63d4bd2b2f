"""A random walk over the lives of cases: whatever anybody tries, only lawful things happen."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from core import cases, lifecycle, terms
from core.model import Case, CaseEvent, Outcome, Rating, Role, Status
from core.refusals import NotAllowed, Refusal
from core.staff import SYSTEM, Actor, may, resident, staff
from tests import sizes
from tests.core.builders import LAW, NOW, ROUTING, filed_with_line, member
from tests.core.test_cases import WAYS

OWN, OTHER = resident(1, person_id=11), resident(2, person_id=22)
ADMIN = staff(member("admin", no=100))
BODIES = ("kte", "kvk", "cc1551")
STAFF = [
    staff(member(role, body, no=number))
    for number, (role, body) in enumerate((role, body) for role in Role for body in BODIES)
]
KINDS = "appeal official_complaint info_request utility_complaint dispatcher_request".split()
RESIDENTS = ("answer_ask", "add", "take_out", "rate", "withdraw")
ENDS = ("reject", "withdraw")
STEPS = 80


@dataclass(frozen=True)
class Args:
    """What an act may be given, sensible or not."""

    text: str
    reason: str
    outcome: str
    quality: int
    speed: int
    to: str
    days: int | None
    files: int
    not_fixed: bool


any_args = st.builds(
    Args,
    text=st.sampled_from(["", "  ", "текст"]),
    reason=st.sampled_from(["anonymous", "no_substance", "busy", ""]),
    outcome=st.sampled_from([*Outcome, "done"]),
    quality=st.integers(0, 6),
    speed=st.integers(0, 6),
    to=st.sampled_from(BODIES),
    days=st.one_of(st.none(), st.integers(-1, 60)),
    files=st.integers(0, 1),
    not_fixed=st.booleans(),
)
good_args = st.builds(
    Args,
    text=st.just("текст"),
    reason=st.just("anonymous"),
    outcome=st.sampled_from(Outcome),
    quality=st.integers(1, 5),
    speed=st.integers(1, 5),
    to=st.sampled_from(BODIES),
    days=st.none(),
    files=st.just(0),
    not_fixed=st.just(True),
)

Act = Callable[[Case, Actor, datetime, Args], CaseEvent]
ACTS: dict[str, Act] = {
    "forward": lambda c, a, t, x: cases.forward(c, a, t, to=ROUTING.bodies[x.to], law=LAW),
    "ask": lambda c, a, t, x: cases.ask(c, a, t, text=x.text),
    "answer_ask": lambda c, a, t, x: cases.answer_ask(c, a, t, text=x.text, files=x.files),
    "reject": lambda c, a, t, x: cases.reject(c, a, t, reason=x.reason, text=x.text, law=LAW),
    "take": lambda c, a, t, _: cases.take(c, a, t),
    "assign": lambda c, a, t, x: cases.assign(c, a, t, to=member("executor", x.to, no=99)),
    "merge": lambda c, a, t, _: cases.merge(c, a, t, leader=replace(c, number="KV-2026-000099")),
    "split": lambda c, a, t, _: cases.split(c, a, t),
    "start": lambda c, a, t, _: cases.start(c, a, t),
    "extend": lambda c, a, t, x: cases.extend(
        c, a, t, text=x.text, law=LAW, until=None if x.days is None else t + timedelta(x.days)
    ),
    "shorten": lambda c, a, t, _: cases.shorten(c, a, t, law=LAW),
    "answer": lambda c, a, t, x: cases.answer(c, a, t, outcome=x.outcome, text=x.text),
    "rate": lambda c, a, t, x: cases.rate(c, a, t, rating=Rating(x.quality, x.speed), law=LAW),
    "close_unrated": lambda c, _, t, __: cases.close_unrated(c, t),
    "reopen": lambda c, a, t, x: cases.reopen(c, a, t, law=LAW, not_fixed=x.not_fixed, text=x.text),
    "withdraw": lambda c, a, t, _: cases.withdraw(c, a, t),
    "add": lambda c, a, t, x: cases.add(c, a, t, text=x.text, files=("7",) * x.files),
    "take_out": lambda c, a, t, _: cases.take_out(c, a, t, added=CaseEvent(t, "added", a.by)),
}


class Lives(RuleBasedStateMachine):
    """One case after the other; each step is somebody's try, at a moment that only moves on."""

    case: Case
    history: list[CaseEvent]
    now: datetime = NOW

    @initialize(kind=st.sampled_from(KINDS), body=st.sampled_from(BODIES))
    def file(self, kind: str, body: str) -> None:
        self.case, line = filed_with_line(kind, body, self.now)
        self.history = [line]

    @precondition(lambda self: not ways_on(self.case))
    @rule(kind=st.sampled_from(KINDS), body=st.sampled_from(BODIES))
    def file_another(self, kind: str, body: str) -> None:
        self.file(kind, body)

    @rule(hours=st.sampled_from([1, 9, 30, 130, 400]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(
        action=st.sampled_from(sorted(ACTS)),
        actor=st.sampled_from([OWN, OTHER, SYSTEM, ADMIN, *STAFF]),
        args=any_args,
    )
    def anybody_tries_anything(self, action: str, actor: Actor, args: Args) -> None:
        self.attempt(action, SYSTEM if action == "close_unrated" else actor, args)

    @precondition(lambda self: bool(ways_on(self.case)))
    @rule(pick=st.integers(0, 999), args=good_args)
    def the_right_one_goes_on(self, pick: int, args: Args) -> None:
        ways = ways_on(self.case)
        action = ways[pick % len(ways)]
        self.attempt(action, right_actor(action), args)

    def attempt(self, action: str, actor: Actor, args: Args) -> None:
        """Try an act; hold its outcome against the ways and rights written down in the tests."""
        before = deepcopy(self.case)
        allowed = may_try(actor, action, before)
        try:
            line = ACTS[action](self.case, actor, self.now, args)
        except Refusal as refusal:
            self.hold_refusal(refusal, before, allowed=allowed)
            return
        assert allowed
        assert self.case.status == WAYS[action][before.status]
        assert (line.at, line.by) == (self.now, actor.by)
        self.history.append(line)

    def hold_refusal(self, refusal: Refusal, before: Case, *, allowed: bool) -> None:
        """A refusal changes nothing, has a code and a message, and tells a missing right first."""
        assert self.case == before
        assert refusal.code
        assert len(refusal.message) > 20
        assert isinstance(refusal, NotAllowed) is not allowed

    @invariant()
    def the_history_leads_to_the_state(self) -> None:
        assert lifecycle.replay(self.history) is self.case.status

    @invariant()
    def what_is_ended_has_an_answer(self) -> None:
        ended = self.case.status in (Status.ANSWERED, Status.CLOSED)
        assert (self.case.outcome is not None) is ended
        assert (self.case.answered_at is not None) is ended
        assert not ended or self.case.answer
        assert (self.case.closed_at is not None) is (self.case.status is Status.CLOSED)

    @invariant()
    def a_score_is_a_residents(self) -> None:
        rated = any(line.event == "rated" for line in self.history)
        rating = self.case.rating
        assert rating is None or (rated and {rating.quality, rating.speed} <= set(range(1, 6)))
        assert rating is None or self.case.status is not Status.ANSWERED

    @invariant()
    def the_term_is_lawful(self) -> None:
        start = terms.term_start(self.case)
        assert self.case.due_at > start
        if self.case.due_rule.endswith(".extended"):
            assert LAW.day(self.case.due_at) - LAW.day(start) <= timedelta(days=45)

    @invariant()
    def reopening_is_counted(self) -> None:
        reopened = sum(line.event == "reopened" for line in self.history)
        assert self.case.reopened == reopened
        assert (self.case.reopened_at is not None) is (reopened > 0)


def ways_on(case: Case) -> list[str]:
    """Return the acts that a state permits, each so often that few lives end early."""
    ways = [action for action, sources in WAYS.items() if case.status in sources]
    return [action for action in ways for _ in range(1 if action in ENDS else 5)]


def right_actor(action: str) -> Actor:
    if action == "close_unrated":
        return SYSTEM
    return OWN if action in RESIDENTS else ADMIN


def may_try(actor: Actor, action: str, case: Case) -> bool:
    """Whether somebody may try an act at all, by the table of docs/law.md."""
    if action in RESIDENTS:
        return actor is OWN
    if actor is SYSTEM:
        return action in ("forward", "close_unrated")
    if actor is OWN:
        return action == "reopen"
    return actor.member is not None and may(actor.member, action, case.body)


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=sizes.size("legal_clock") // 10, stateful_step_count=STEPS, deadline=None
)
