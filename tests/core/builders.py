"""Small makers of the city's things for the tests of core."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core import cases
from core.calendar import KYIV, load_law
from core.messages import ChatRef
from core.model import Case, CaseEvent, Outcome, Rating, Role, StaffMember, Status
from core.routing import load_routing
from core.staff import Actor, resident, staff

DATA = Path(__file__).resolve().parents[2] / "data"
ROUTING = load_routing(DATA)
LAW = load_law(DATA, norms=ROUTING.norms())
CHAT = ChatRef("telegram", "main", "c1")
OLENA = resident(1, person_id=11)


def kyiv(text: str) -> datetime:
    """Return the moment written as `2026-11-24 12:00` on a Kyiv clock."""
    return datetime.fromisoformat(text).replace(tzinfo=KYIV).astimezone(UTC)


NOW = kyiv("2026-11-24 12:00")


def member(role: Role | str, *bodies: str, no: int = 1, **fields: Any) -> StaffMember:
    return StaffMember(f"{role}{no}@kyiv.example", Role(role), id=no, bodies=bodies, **fields)


def executor(body: str = "kte", no: int = 1) -> Actor:
    return staff(member("executor", body, no=no))


def head(body: str = "kte") -> Actor:
    return staff(member("supervisor", body, no=9))


def filed(kind: str = "appeal", body: str = "kte", now: datetime = NOW, **fields: Any) -> Case:
    """Return a case just registered by Olena."""
    return filed_with_line(kind, body, now, **fields)[0]


def filed_with_line(kind: str, body: str, now: datetime, **fields: Any) -> tuple[Case, CaseEvent]:
    return cases.register(
        OLENA,
        now,
        law=LAW,
        number="KV-2026-000001",
        kind=kind,
        body=body,
        conversation_id=1,
        chat=CHAT,
        consented=True,
        person_id=11,
        **fields,
    )


def in_state(status: Status, **fields: Any) -> Case:
    """Return a case that went the lawful way into a state, an hour a step."""
    case = filed(**fields)
    for step, act in enumerate(_WAYS[status], start=1):
        act(case, NOW + timedelta(hours=step))
    assert case.status is status
    return case


def _rate(case: Case, now: datetime) -> None:
    cases.rate(case, OLENA, now, rating=Rating(2, 5), law=LAW)


def _own(case: Case) -> Actor:
    return executor(case.body)


_WAYS: dict[Status, list[Any]] = {
    Status.REGISTERED: [],
    Status.FORWARDED: [
        lambda c, t: cases.forward(c, _own(c), t, to=ROUTING.bodies["kvk"], law=LAW)
    ],
    Status.NEEDS_INFO: [lambda c, t: cases.ask(c, _own(c), t, text="який під'їзд?")],
    Status.IN_WORK: [lambda c, t: cases.start(c, _own(c), t)],
    Status.REJECTED: [
        lambda c, t: cases.reject(
            c, _own(c), t, reason="no_substance", text="незрозуміло, про що", law=LAW
        )
    ],
    Status.WITHDRAWN: [lambda c, t: cases.withdraw(c, OLENA, t)],
}
_WAYS[Status.ANSWERED] = [
    *_WAYS[Status.IN_WORK],
    lambda c, t: cases.answer(c, _own(c), t, outcome=Outcome.FIXED, text="Полагодили."),
]
_WAYS[Status.CLOSED] = [*_WAYS[Status.ANSWERED], _rate]
_WAYS[Status.REOPENED] = [
    *_WAYS[Status.CLOSED],
    lambda c, t: cases.reopen(c, OLENA, t, law=LAW),
]
