"""Scheduled work: each piece at its moment, once, and none in another's way."""

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.colleagues import Notice
from core.messages import ChatRef, FileRef, Incoming
from core.model import Attachment, BulkAct, Case, Handoff, Role, StaffMember, Status
from core.news import RHYTHMS, NewsItem, Rhythm, Subscription
from core.petitions import Petition, PetitionEvent
from core.ports import UnitOfWork
from core.rows import Forgetting
from misto.app import City
from misto.files import hash_of
from misto.jobs import LEASE_S, Due, Job, Jobs
from misto.scene import Scene
from tests.misto.city import NOON, new_city

T = TypeVar("T")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOT_WATER = "немає гарячої води"
CALL = "хочу поговорити з людиною"
REMINDED = "Заявка ще не подана"
CASE = {
    "chat": "olena",
    "kind": "dispatcher_request",
    "service_code": "elevator",
    "address": {"street": "вулиця Михайла Драгоманова", "house": "15", "district": "Дарницький"},
    "description": "Не працює ліфт.",
}
CONSENTED = {"chat": "olena", "name": "Олена Коваль", "consent": True}


@dataclass
class Town:
    """A city at work, its jobs, and what residents were told unasked: (moment, chat, text)."""

    city: City
    jobs: Jobs
    told: list[tuple[datetime, str, str]] = field(default_factory=list)
    last_id: int = 0
    events: int = 0

    @property
    def now(self) -> datetime:
        return self.city.clock.now()

    async def read(self, job: Callable[[UnitOfWork], T]) -> T:
        return await self.city.runtime.read(job)

    async def write(self, job: Callable[[UnitOfWork], T]) -> T:
        return await self.city.runtime.write("test", job)

    async def says(self, text: str, chat: str = "olena", **more: Any) -> list[str]:
        self.events += 1
        incoming = Incoming(
            "terminal", "local", chat, f"e{self.events}", self.now, text=text or None, **more
        )
        outcome = await self.city.runtime.handle(incoming)
        return [row.outgoing.text for row in outcome.replies]

    async def until(self, moment: datetime) -> list[str]:
        """Play time forward; return what was said meanwhile."""
        before = len(self.told)
        await self.jobs.run_until(moment, self._note)
        return [text for _, _, text in self.told[before:]]

    async def _note(self) -> None:
        for row in await self.read(lambda uow: uow.outbox.since(self.last_id)):
            self.last_id = row.id
            if row.in_reply_to is None:
                self.told.append((row.created_at, row.ref.chat, row.outgoing.text))

    async def tick(self, holder: str = "one") -> int:
        return await self.jobs.run_due(holder)

    def at(self, moment: datetime) -> None:
        self.city.clock.set(moment)

    async def given(self, **scene: Any) -> list[str]:
        """Set a scene, of which nobody is told; return the numbers of its cases."""
        made = await Scene(self.city).set(scene)
        self.last_id = await self.read(lambda uow: uow.outbox.last_id())
        return made.get("cases", [])

    async def case(self, number: str) -> Case:
        found = await self.read(lambda uow: uow.cases.get(number))
        assert found is not None
        return found

    async def history(self, number: str) -> list[str]:
        case = await self.case(number)
        lines = await self.read(lambda uow: uow.cases.history(case.id or 0))
        return [line.event for line in lines]

    async def handoff(self) -> Handoff:
        (found,) = await self.read(lambda uow: list(uow.handoffs.all()))
        return found

    async def frames(self) -> list[str]:
        """Return the flows that Olena's talk is in."""
        ref = ChatRef("terminal", "local", "olena")
        conversation = await self.read(lambda uow: uow.conversations.get(ref))
        return [frame.flow for frame in conversation.state.frames]

    async def words(self, chat: str = "olena") -> list[str]:
        """Return what a resident said, as far as it is kept."""
        ref = ChatRef("terminal", "local", chat)

        def look(uow: UnitOfWork) -> list[str]:
            lines = uow.conversations.transcript(uow.conversations.get(ref).id or 0)
            return [line.text for line in lines if line.who == "resident" and line.text]

        return await self.read(look)

    async def all_rows(self) -> list[Any]:
        """Return everything that work could do twice."""

        def look(uow: UnitOfWork) -> list[Any]:
            cases = list(uow.cases.all())
            histories = [uow.cases.history(case.id or 0) for case in cases]
            messages = [row.outgoing for row in uow.outbox.since(0)]
            return [cases, histories, messages, list(uow.handoffs.all())]

        return await self.read(look)

    async def ran(self) -> dict[str, tuple[datetime, str]]:
        rows = await self.read(lambda uow: uow.jobs.all())
        return {row["name"]: (row["at"], row["result"]) for row in rows}


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    city = new_city(tmp_path)
    await city.runtime.start()
    yield Town(city, Jobs(city))
    await city.runtime.stop()
    city.database.close()


# --- drafts --------------------------------------------------------------------------------------


async def test_an_unfinished_request_is_reminded_of_after_an_hour_and_once(town: Town) -> None:
    asked = await town.says(HOT_WATER)
    assert await town.until(NOON + HOUR - timedelta(microseconds=1)) == []
    told = await town.until(NOON + HOUR)
    assert REMINDED in told[0]
    assert told[1:] == asked
    assert {at for at, _, _ in town.told} == {NOON + HOUR}
    assert await town.until(NOON + DAY) == []


async def test_who_spoke_since_is_reminded_an_hour_after_the_last_word(town: Town) -> None:
    await town.says(HOT_WATER)
    await town.until(NOON + 50 * MINUTE)
    await town.says("проспект Бажана 10, весь будинок")
    assert await town.until(NOON + HOUR) == []
    assert await town.until(NOON + 110 * MINUTE)


async def test_who_has_finished_or_is_with_a_person_is_not_reminded(town: Town) -> None:
    await town.says(HOT_WATER)
    await town.says("скасуй")
    await town.says(HOT_WATER, "taras")
    await town.says(CALL, "taras")
    await town.until(NOON + 59 * MINUTE)
    assert not [text for text in await town.until(NOON + 2 * HOUR) if REMINDED in text]


async def test_a_draft_can_be_taken_up_for_a_week_and_is_let_go_then(town: Town) -> None:
    await town.given(profiles=[CONSENTED])
    await town.says(HOT_WATER)
    await town.until(NOON + 6 * DAY)
    assert await town.frames() == ["dispatcher_request"]
    await town.until(NOON + 9 * DAY)
    assert await town.frames() == []


# --- cases ---------------------------------------------------------------------------------------


async def test_a_resident_hears_once_that_the_term_has_passed(town: Town) -> None:
    (number,) = await town.given(cases=[CASE])
    due_at = (await town.case(number)).due_at
    assert await town.until(due_at) == []
    (told,) = await town.until(due_at + MINUTE)
    assert number in told
    assert "строк минув" in told
    assert await town.until(due_at + 30 * DAY) == []
    assert await town.history(number) == ["registered", *["warned"] * 3, "overdue"]


async def test_a_body_is_warned_at_half_three_days_and_one_day_before_the_end(town: Town) -> None:
    (number,) = await town.given(cases=[CASE])
    case = await town.case(number)
    half = case.registered_at + (case.due_at - case.registered_at) / 2
    moments = [half, case.due_at - 3 * DAY, case.due_at - DAY]
    for moment, name in zip(moments, ("half", "3d", "1d"), strict=True):
        await town.until(moment - MINUTE)
        assert (await town.case(number)).warned != name
        await town.until(moment + MINUTE)
        assert (await town.case(number)).warned == name
    assert await town.until(case.due_at) == []
    lines = await town.read(lambda uow: uow.cases.history(case.id or 0))
    assert [(line.data["left"], line.by) for line in lines if line.event == "warned"] == [
        *(("half", "system"), ("3d", "system"), ("1d", "system"))
    ]


async def test_a_body_that_was_not_warned_in_time_is_warned_once(town: Town) -> None:
    """The scheduler slept over two warnings: only the later still says something."""
    (number,) = await town.given(cases=[CASE])
    town.at((await town.case(number)).due_at - 2 * DAY)
    assert [await town.tick("one"), await town.tick("one")] == [1, 0]
    assert (await town.case(number)).warned == "3d"
    assert await town.history(number) == ["registered", "warned"]


async def test_a_body_that_answered_is_not_warned(town: Town) -> None:
    (number,) = await town.given(cases=[CASE | {"status": "answered", "outcome": "fixed"}])
    await town.until(NOON + 60 * DAY)
    assert "warned" not in await town.history(number)


async def test_an_answered_case_closes_a_day_after_the_last_reminder(town: Town) -> None:
    (number,) = await town.given(cases=[CASE | {"status": "answered", "outcome": "fixed"}])
    closes = NOON + 5 * DAY
    await town.until(closes - MINUTE)
    assert (await town.case(number)).status is Status.ANSWERED
    told = await town.until(closes)
    assert [number in text for text in told] == [True]
    case = await town.case(number)
    assert (case.status, case.closed_at) == (Status.CLOSED, closes)


# --- hand-offs -----------------------------------------------------------------------------------


async def test_an_untaken_hand_off_calls_the_next_person_then_a_supervisor(town: Town) -> None:
    await town.says(CALL)
    assert await town.until(NOON + 59 * MINUTE) == []
    assert (await town.handoff()).escalated_at == NOON + 30 * MINUTE
    (told,) = await town.until(NOON + HOUR)
    assert "покликали старшого" in told
    assert await town.until(NOON + 10 * DAY) == []
    assert (await town.handoff()).status == "waiting"


def _hire(member: StaffMember, uow: UnitOfWork) -> None:
    uow.staff.add(member)


async def test_operators_are_called_one_by_one_then_the_supervisor(town: Town) -> None:
    people = (("a", Role.OPERATOR), ("b", Role.OPERATOR), ("head", Role.SUPERVISOR))
    for name, role in people:
        member = StaffMember(f"{name}@kyiv.example", role, password_hash="hash")
        await town.write(partial(_hire, member))

    async def called() -> list[str]:
        def look(uow: UnitOfWork) -> list[str]:
            names = {member.id: member.email[:-13] for member in uow.staff.all()}
            return [names[n.staff_id] for n in uow.colleagues.notices_about("handoff:1")]

        return await town.read(look)

    await town.says(CALL)
    assert await called() == ["a"]
    await town.until(NOON + 30 * MINUTE)
    assert await called() == ["a", "b"]
    await town.until(NOON + HOUR)
    assert await called() == ["a", "b", "head"]


async def takes(town: Town, do: str = "take", **more: Any) -> None:
    member = await town.write(
        lambda uow: (
            uow.staff.by_email("o@kyiv.example")
            or uow.staff.add(StaffMember("o@kyiv.example", Role.OPERATOR))
        )
    )
    work, handoff = town.city.staffwork, await town.handoff()
    await town.write(lambda uow: work.handoff(uow, member, handoff.id or 0, do, town.now, **more))


async def test_a_hand_off_nobody_answers_in_a_day_of_duty_is_kept_as_a_case(town: Town) -> None:
    await town.says(CALL)
    await takes(town)
    await town.until(NOON + DAY - MINUTE)
    assert (await town.handoff()).status == "taken"
    told = await town.until(NOON + DAY)
    (case,) = await town.read(lambda uow: list(uow.cases.all()))
    assert case.number in told[-1]
    assert CALL in case.description
    assert (await town.handoff()).status == "returned"
    assert await town.says("дякую") != []


async def test_a_hand_off_that_was_answered_ends_without_a_case(town: Town) -> None:
    await town.says(CALL)
    await takes(town)
    await takes(town, "say", text="Чим допомогти?")
    await town.until(NOON + 2 * DAY)
    assert (await town.handoff()).status == "answered"
    assert await town.read(lambda uow: list(uow.cases.all())) == []


# --- what need not be kept -----------------------------------------------------------------------


async def test_a_talk_without_consent_is_wiped_after_a_week(town: Town) -> None:
    await town.says("добрий день")
    await town.until(NOON + 7 * DAY - MINUTE)
    assert await town.words() == ["добрий день"]
    await town.until(NOON + 8 * DAY)
    assert await town.words() == []
    assert await town.read(lambda uow: uow.outbox.since(0)) == []


async def test_a_talk_with_consent_or_with_a_waiting_hand_off_stays(town: Town) -> None:
    await town.given(profiles=[CONSENTED])
    await town.says("добрий день")
    await town.says(CALL, "taras")
    await town.until(NOON + 30 * DAY)
    assert await town.words() == ["добрий день"]
    assert await town.words("taras") == [CALL]


def add_file(file: Attachment, now: datetime, uow: UnitOfWork) -> int:
    return uow.attachments.add(file, now)


async def test_a_file_nobody_refers_to_goes_and_one_of_a_case_stays(town: Town) -> None:
    (number,) = await town.given(cases=[CASE])
    case = await town.case(number)
    kept = Attachment("photo", "kept", case.conversation_id, case_id=case.id, state="ready")
    loose = Attachment("photo", "loose", case.conversation_id, state="ready")
    for file in (kept, loose):
        file.sha256 = "0" * 64
        await town.write(partial(add_file, file, town.now))
    await town.says("добрий день")
    await town.until(NOON + 9 * DAY)
    left = await town.read(lambda uow: uow.attachments.of_conversation(case.conversation_id))
    assert [file.ref for file in left] == ["kept"]


# --- twice, failing, beside another --------------------------------------------------------------


async def everything_due(town: Town) -> datetime:
    """Bring something of every kind of work about; return a moment when all of it is due."""
    await town.given(
        profiles=[CONSENTED],
        cases=[
            CASE | {"chat": "a"},
            CASE | {"chat": "b", "status": "answered"},
            CASE | {"chat": "c", "kind": "utility_complaint"},
        ],
    )
    await town.says(HOT_WATER)
    await town.says(CALL, "taras")
    await town.says("вітаю", "zoya")
    await town.write(wish)
    await town.write(petition)
    await town.write(of_staff)
    await town.write(waiting_news)
    return NOON + 60 * DAY


def petition(uow: UnitOfWork) -> None:
    filed = Petition("17", "Велодоріжка", "Просимо збудувати.", "…", NOON, due_at=NOON + DAY)
    uow.petitions.add(filed, PetitionEvent(NOON, "filed", "resident"), {})


def of_staff(uow: UnitOfWork) -> None:
    """A notice for whoever is told in their own chat, and an act on several cases."""
    chat = uow.conversations.get(ChatRef("terminal", "local", "zoya"))
    hired = uow.staff.add(StaffMember("n@kyiv.example", Role.OPERATOR, chat_id=chat.id))
    uow.colleagues.add_notice(Notice(hired.id or 0, "mention", "chat:1", NOON))
    uow.bulk_acts.add(BulkAct(hired.id or 0, "start", {}, (), NOON, NOON + MINUTE))


def waiting_news(uow: UnitOfWork) -> None:
    """An item that is to be expanded, and one that waits for a digest."""
    chat = uow.conversations.get(ChatRef("terminal", "local", "zoya")).id or 0
    follows = Subscription(chat, ("*",), ("*",), "daily", "усе", NOON)
    uow.news.follow(follows, {"*": True})
    waits, _fresh = (
        uow.news.publish(NewsItem(title, "Так.", ("roads",), ("*",), False, NOON))
        for title in ("Уже", "Ще")
    )
    due: dict[Rhythm, datetime] = dict.fromkeys(RHYTHMS, NOON + DAY)
    uow.news.receive(waits, chat, ["*"], due, NOON)
    waits.status = "published"
    uow.news.save(waits)


def wish(uow: UnitOfWork) -> None:
    chat = uow.conversations.get(ChatRef("terminal", "local", "zoya"))
    uow.personal.put_wish(Forgetting(chat.id or 0, NOON, "due"))


async def test_work_that_is_run_twice_does_no_harm(town: Town) -> None:
    """Two processes may have found the same thing due before either did it."""
    late = await everything_due(town)
    found = await town.read(
        lambda uow: [(job, due) for job in town.jobs.jobs for due in job.due(uow, late, 100)]
    )
    assert {job.name for job, _ in found} == {job.name for job in town.jobs.jobs}
    town.at(late)
    for job, due in found:
        await town.jobs._do(job, due, late, set())
    once = await town.all_rows()
    for job, due in found:
        await town.jobs._do(job, due, late, set())
    assert await town.all_rows() == once
    assert {result for _, result in (await town.ran()).values()} == {"ok"}


async def test_a_second_round_at_the_same_moment_finds_nothing(town: Town) -> None:
    late = await everything_due(town)
    town.at(late)
    assert await town.tick() >= 5
    while await town.tick():
        pass
    once = await town.all_rows()
    assert await town.tick() == 0
    assert await town.all_rows() == once


async def test_a_failing_job_is_noted_and_the_others_go_on(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(uow: UnitOfWork, due: Due, now: datetime) -> None:
        raise ZeroDivisionError

    broken = Job("broken", lambda uow, moment, limit: [Due(NOON - DAY, "x")], fails)
    town.jobs.jobs = (broken, *town.jobs.jobs)
    (number,) = await town.given(cases=[CASE])
    town.at((await town.case(number)).due_at + MINUTE)
    with caplog.at_level(logging.ERROR):
        assert await town.tick() == 3
        assert await town.tick() == 1
    assert await town.history(number) == ["registered", "warned", "overdue"]
    ran = await town.ran()
    assert ran["broken"] == (town.now, "ZeroDivisionError")
    assert ran["overdue"][1] == "ok"
    assert [record.getMessage() for record in caplog.records] == ["job broken failed"] * 2


async def test_a_failure_is_noted_though_the_rest_of_its_round_went_well(town: Town) -> None:
    numbers = await town.given(cases=[CASE, CASE | {"chat": "taras"}])
    overdue = next(job for job in town.jobs.jobs if job.name == "overdue")

    def fails_on_first(uow: UnitOfWork, due: Due, now: datetime) -> None:
        if due.key == numbers[0]:
            raise ZeroDivisionError
        overdue.run(uow, due, now)

    town.jobs.jobs = (Job("overdue", overdue.due, fails_on_first),)
    await town.until(NOON + 60 * DAY)
    assert await town.history(numbers[1]) == ["registered", "overdue"]
    assert (await town.ran())["overdue"][1] == "ZeroDivisionError"


async def test_a_job_that_fails_halfway_leaves_nothing_of_it(town: Town) -> None:
    overdue = next(job for job in town.jobs.jobs if job.name == "overdue")

    def halfway(uow: UnitOfWork, due: Due, now: datetime) -> None:
        overdue.run(uow, due, now)
        raise OSError

    town.jobs.jobs = (Job("overdue", overdue.due, halfway),)
    (number,) = await town.given(cases=[CASE])
    assert await town.until(NOON + 60 * DAY) == []
    assert await town.history(number) == ["registered"]
    town.jobs.jobs = (overdue,)
    assert len(await town.until(NOON + 61 * DAY)) == 1


async def test_work_that_never_ends_does_not_stop_the_clock(town: Town) -> None:
    endless = Job(
        "endless", lambda uow, moment, limit: [Due(NOON, "x")], lambda uow, due, now: None
    )
    town.jobs.jobs = (endless, *town.jobs.jobs)
    await town.says(HOT_WATER)
    assert REMINDED in (await town.until(NOON + HOUR))[0]
    assert town.now == NOON + HOUR


async def test_one_process_at_a_time_does_scheduled_work(town: Town) -> None:
    """The second takes over when the first has let its lease run out, and then the first waits."""
    await town.says(HOT_WATER)
    town.at(NOON + 59 * MINUTE)
    assert await town.tick("first") == 0
    town.at(NOON + HOUR - timedelta(seconds=40))
    assert await town.tick("first") == 0
    town.at(NOON + HOUR - timedelta(seconds=40 - LEASE_S + 1))
    assert await town.tick("second") == 0
    town.at(NOON + HOUR + timedelta(seconds=1))
    assert await town.tick("second") == 1
    town.at(NOON + HOUR + timedelta(seconds=2))
    assert await town.tick("first") == 0


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.tuples(st.sampled_from("абв"), st.integers(0, 2 * LEASE_S)), max_size=12))
async def test_two_holders_never_both_hold_the_lease(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[tuple[str, int]]
) -> None:
    city = new_city(tmp_path_factory.mktemp("lease"))
    ran = list[str]()
    try:
        jobs = Jobs(city)
        always = Job("always", lambda uow, at, limit: [Due(at, "x")], lambda uow, due, now: None)
        jobs.jobs = (always,)
        holder, until, now = "", NOON, NOON
        for name, seconds in rounds:
            now += timedelta(seconds=seconds)
            city.clock.set(now)
            did = await jobs.run_due(name)
            may = name == holder or until <= now
            assert did == may
            if may:
                holder, until = name, now + timedelta(seconds=LEASE_S)
                ran.append(name)
    finally:
        await city.runtime.stop()
        city.database.close()


# --- files ---------------------------------------------------------------------------------------


async def test_a_file_that_breaks_its_fetcher_keeps_no_other_from_its_turn(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = type(town.city.files).keep

    async def keeps(self: Any, attachment: Attachment, chat: ChatRef) -> Attachment:
        if attachment.name == "poison":
            raise ArithmeticError
        return await keep(self, attachment, chat)

    monkeypatch.setattr(type(town.city.files), "keep", keeps)
    (tmp_path / "letter.txt").write_text("лист", "utf-8")
    files = (
        FileRef("document", "poison", "poison"),
        FileRef("document", str(tmp_path / "letter.txt"), "letter.txt"),
    )
    await town.says("", files=files)
    await town.jobs.run_outside()
    found = await town.read(lambda uow: uow.attachments.of_conversation(1))
    assert [(file.name, file.state) for file in found] == [
        ("poison", "refused"),
        ("letter.txt", "ready"),
    ]


async def test_what_no_row_knows_goes_from_the_disk_at_night(town: Town, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("акт", "utf-8")
    (tmp_path / "b.txt").write_text("лист", "utf-8")
    await town.says("добрий день", files=(FileRef("document", str(tmp_path / "a.txt"), "a"),))
    await town.says(HOT_WATER, "taras", files=(FileRef("document", str(tmp_path / "b.txt"), "b"),))
    await town.jobs.run_outside()
    files = town.city.files
    uploads = files.uploads
    uploads.mkdir(parents=True)
    (uploads / "never-sent").write_bytes(b"x")
    loose, of_a_draft = hash_of(tmp_path / "a.txt"), hash_of(tmp_path / "b.txt")
    assert files.path_of(loose).exists()
    await town.until(NOON + 7 * DAY)
    assert not files.path_of(loose).exists()
    assert files.path_of(of_a_draft).exists()
    assert list(uploads.iterdir()) == []
    await town.until(NOON + 9 * DAY)
    assert not files.path_of(of_a_draft).exists()
