"""Residents and bodies at the same instant: several writers on one file, as processes have them.

Each writer is a thread of its own with a connection of its own; a barrier lets all of them go at
once. Whoever comes first, what is left is a city that adds up.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest

from connectors.database.check import check
from connectors.database.connect import connect
from connectors.database.unit_of_work import SqlUnitOfWork
from connectors.database.writer import Writer
from core import cases
from core.actions import CityActions
from core.conversation import ActionDone, Heard, Run
from core.handoffs import Desk
from core.messages import ChatRef
from core.model import Case, Status
from core.ports import ActionContext, UnitOfWork
from core.refusals import Refusal
from core.staff import by_link, resident
from core.turn import Turns
from tests.contract.builders import NOW, OLENA, PETRO
from tests.core.builders import LAW, ROUTING
from tests.core.town import Echo, Script, entry, say, talking

SOON_S = 60
ROUNDS = 12
MAIL = replace(ROUTING.bodies["housing-darnytskyi"], delivery="mail", mail="h@kyiv.example")
BY_MAIL = replace(ROUTING, bodies={**ROUTING.bodies, MAIL.id: MAIL})
CITY = CityActions(LAW, BY_MAIL, "KV", Desk(take_s=1800), open_cases_a_day=99)
LIFT: dict[str, Any] = {
    "flow": "dispatcher_request",
    "service_code": "elevator",
    "description": "не їде ліфт",
    "address": {"street": "вулиця Драгоманова", "house": "15", "verified": True},
    "body": MAIL.id,
}
NEIGHBOURS = [ChatRef("telegram", "main", f"neighbour-{n}") for n in range(4)]

Job = Callable[[UnitOfWork], Any]


class Town:
    """A file, and one writer for each who acts in it."""

    def __init__(self, path: Path, writers: list[Writer]) -> None:
        self.path, self.writers = path, writers

    def at_once(self, *jobs: Job) -> list[Any]:
        """Run the jobs at the same instant, each in a writer of its own; a Refusal is a result."""
        barrier = Barrier(len(jobs))
        results: list[Any] = [None] * len(jobs)

        def go(number: int, job: Job) -> None:
            barrier.wait(SOON_S)
            try:
                results[number] = self.writers[number].submit(None, job).result(SOON_S)
            except Refusal as refusal:
                results[number] = refusal

        threads = [Thread(target=go, args=pair) for pair in enumerate(jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SOON_S)
            assert not thread.is_alive()
        return results

    def then(self, job: Callable[[SqlUnitOfWork], Any]) -> Any:
        """Return what a job finds in the file, seen by yet another connection."""
        with closing(connect(self.path, "ro")) as connection:
            return job(SqlUnitOfWork(connection))

    def do(self, action: str, who: ChatRef, **slots: Any) -> Any:
        (result,) = self.at_once(acting(action, who, **slots))
        return result

    def case(self, number: str) -> Case:
        found = self.then(lambda uow: uow.cases.get(number))
        assert isinstance(found, Case)
        return found

    def history(self, number: str) -> list[str]:
        case_id = self.case(number).id or 0
        return [line.event for line in self.then(lambda uow: uow.cases.history(case_id))]

    def sent(self, number: str) -> list[str]:
        case_id = self.case(number).id or 0
        return [row.reason for row in self.then(lambda uow: uow.deliveries.of_case(case_id))]

    def files(self, who: ChatRef = OLENA) -> str:
        return str(self.do("file_case", who, **LIFT)["case_number"])

    def answers(self, number: str) -> None:
        self.at_once(body_does(number, "start"))
        self.at_once(body_does(number, "answer"))


def acting(action: str, who: ChatRef, **slots: Any) -> Job:
    def job(uow: UnitOfWork) -> Any:
        assert isinstance(uow, SqlUnitOfWork)
        context = ActionContext(uow, talking(uow, who), NOW, None)
        return CITY.table()[action](context, slots, slots)

    return job


def body_does(number: str, do: str) -> Job:
    def job(uow: UnitOfWork) -> str:
        case = uow.cases.get(number)
        assert case is not None
        body = by_link(case.body)
        event = (
            cases.start(case, body, NOW)
            if do == "start"
            else cases.answer(case, body, NOW, outcome="fixed", text="Їде.")
        )
        uow.cases.save(case, event)
        return event.event

    return job


@contextmanager
def founded(path: Path) -> Iterator[Town]:
    """A town whose database is whole at the end, whatever happened in it."""
    with ExitStack() as stack:
        writers = [stack.enter_context(closing(Writer(path))) for _ in range(5)]
        town = Town(path, writers)
        yield town
        assert town.then(check) == []


@pytest.fixture
def town(path: Path) -> Iterator[Town]:
    with founded(path) as town:
        yield town


def test_all_who_join_at_once_are_counted_once_each(town: Town) -> None:
    number = town.files()
    told = town.at_once(
        *(acting("join_case", who, **LIFT, same=number, reported=1) for who in NEIGHBOURS)
    )
    assert all(each["joined"] for each in told)
    joined = town.then(lambda uow: uow.cases.joined_to(number))
    assert sorted(case.chat.chat for case in joined) == sorted(who.chat for who in NEIGHBOURS)
    assert len({each["case_number"] for each in told}) == len(NEIGHBOURS)
    assert town.do("find_same", PETRO, **LIFT)["reported"] == len(NEIGHBOURS) + 1


def test_a_button_that_reaches_two_processes_joins_once(town: Town) -> None:
    """The same event of one resident, at the same instant in two processes."""
    number = town.files()
    told = {**LIFT, "same": number}
    script = Script({"join": [Run("join_case", told, told)], "join_case done": [say("joined")]})
    turns = Turns(script, Echo(), CITY.table())
    press_1 = entry("press-1", "join", ref=PETRO)

    def press(uow: UnitOfWork) -> bool:
        (outcome,) = turns.run(uow, PETRO, [press_1], NOW)
        return outcome.repeated

    assert sorted(town.at_once(press, press, press)) == [False, True, True]
    assert len(town.then(lambda uow: uow.cases.joined_to(number))) == 1
    assert [type(event) for event in script.events] == [Heard, ActionDone]


def test_the_same_fault_filed_by_two_at_once_is_two_cases_and_the_third_joins_one(
    town: Town,
) -> None:
    """Nobody saw the other's yet, so both stand; who comes later finds the first."""
    one, two = town.at_once(*(acting("file_case", who, **LIFT) for who in (OLENA, PETRO)))
    assert {one["case_number"], two["case_number"]} == {"KV-2026-000001", "KV-2026-000002"}
    found = town.do("find_same", NEIGHBOURS[0], **LIFT)
    assert found["same"] == "KV-2026-000001"


def test_a_rating_and_a_reopening_at_once_leave_one_story(town: Town) -> None:
    stories = set()
    for _ in range(ROUNDS):
        number = town.files()
        town.answers(number)
        rated, reopened = town.at_once(
            acting("rate_case", OLENA, case_number=number, rating_quality=4, rating_speed=4),
            acting("reopen_case", OLENA, case_number=number, verdict="not_fixed", reason="стоїть"),
        )
        assert reopened["reopened"]
        assert town.case(number).status is Status.REOPENED
        after = town.history(number)[3:]
        assert after == (["rated", "reopened"] if rated.get("rated") else ["reopened"])
        assert (town.case(number).rating is not None) == bool(rated.get("rated"))
        assert town.sent(number) == ["registered", "reopened"]
        stories.add(tuple(after))
    assert stories <= {("rated", "reopened"), ("reopened",)}


def test_a_withdrawal_and_a_joining_at_once_lose_nobody(town: Town) -> None:
    for _ in range(ROUNDS):
        number = town.files()
        withdrawn, told = town.at_once(
            acting("withdraw_case", OLENA, case_number=number),
            acting("join_case", PETRO, **LIFT, same=number),
        )
        assert withdrawn == {"withdrawn": True}
        assert town.case(number).status is Status.WITHDRAWN
        if not told["joined"]:
            continue
        heir = town.case(told["case_number"])
        assert (heir.joined_to, heir.status) == (None, Status.REGISTERED)
        assert town.sent(heir.number) == ["registered"]


def test_a_withdrawal_and_an_answer_at_once_end_a_case_once(town: Town) -> None:
    for _ in range(ROUNDS):
        number = town.files()
        town.at_once(body_does(number, "start"))
        withdrawn, answered = town.at_once(
            acting("withdraw_case", OLENA, case_number=number), body_does(number, "answer")
        )
        end = town.history(number)[2:]
        assert end == (["withdrawn"] if withdrawn["withdrawn"] else ["answered"])
        assert isinstance(answered, Refusal) == withdrawn["withdrawn"]


def test_two_ratings_at_once_are_one_rating_changed(town: Town) -> None:
    number = town.files()
    town.answers(number)
    scores = {"case_number": number, "rating_speed": 3}
    town.at_once(*(acting("rate_case", OLENA, **scores, rating_quality=n) for n in (1, 2, 3, 4)))
    assert town.history(number)[3:] == ["rated"] * 4
    case = town.case(number)
    last = town.then(lambda uow: uow.cases.history(case.id or 0))[-1]
    assert case.rating is not None
    assert case.rating.quality == last.data["quality"]


def test_two_body_clicks_at_once_start_the_work_once(town: Town) -> None:
    number = town.files()
    results = town.at_once(*(body_does(number, "start") for _ in range(3)))
    assert sum(isinstance(result, Refusal) for result in results) == 2
    assert town.history(number) == ["registered", "started"]


def test_who_reopens_and_who_withdraws_cannot_both(town: Town) -> None:
    """A withdrawal ends what is open, a reopening opens what has ended: each has its own states."""
    number = town.files()
    town.answers(number)
    case = town.case(number)
    who = resident(case.conversation_id)
    with pytest.raises(Refusal):
        cases.withdraw(case, who, NOW)
    withdrawn, reopened = town.at_once(
        acting("withdraw_case", OLENA, case_number=number),
        acting("reopen_case", OLENA, case_number=number, verdict="not_fixed"),
    )
    assert reopened["reopened"]
    status = Status.WITHDRAWN if withdrawn["withdrawn"] else Status.REOPENED
    assert town.case(number).status is status
