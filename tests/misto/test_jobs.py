"""Scheduled work: each piece at its moment, once, and none in the way of another."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from connectors.database.check import check
from connectors.database.unit_of_work import SqlUnitOfWork
from core import cases
from core.messages import ChatRef, FileRef, Incoming
from core.model import Case, Person, Rating, Role
from core.ports import Conversation, OutboxRow, UnitOfWork
from core.staff import resident
from misto.files import UPLOAD
from misto.jobs import LEASE_S, MOST_A_TICK, Due, Job, Jobs
from tests.inbox.town import NOON, Town, found

OLENA = ChatRef("webchat", "web", "olena")
HERE = ChatRef("terminal", "local", "olena")
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
AGREED = Person(phone="+380671234567", consent_version="2026-11", consented_at=NOON)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    founded = found(tmp_path)
    await founded.city.runtime.start()
    yield founded
    await founded.city.runtime.stop()
    founded.city.database.close()


@pytest.fixture
def jobs(town: Town) -> Jobs:
    return Jobs(town.city)


async def at(jobs: Jobs, town: Town, moment: datetime) -> int:
    """Let the scheduler have its round at a moment; return how much it did."""
    town.clock.set(moment)
    return await jobs.run_due("here")


async def played(jobs: Jobs, moment: datetime) -> None:
    """Play time forward to a moment."""

    async def nothing() -> None:
        """Nobody reads what is written meanwhile."""

    await jobs.run_until(moment, nothing)


async def presses(town: Town, value: str, ref: ChatRef = OLENA, **more: Any) -> None:
    town._events += 1
    event = Incoming(
        ref.channel, ref.bot, ref.chat, f"p{town._events}", town.now, button=value or None
    )
    await town.city.runtime.handle(replace(event, **more))


async def unasked(town: Town) -> list[OutboxRow]:
    """Return the messages that no event of a resident caused."""
    rows = await town.read(lambda uow: uow.outbox.since(0))
    return [row for row in rows if row.in_reply_to is None]


async def told(town: Town) -> list[str]:
    return [row.outgoing.text for row in await unasked(town)]


async def sound(town: Town) -> None:
    """Assert that the database adds up."""

    def look(uow: UnitOfWork) -> list[str]:
        assert isinstance(uow, SqlUnitOfWork)
        return check(uow)

    assert await town.read(look) == []


# --- reminders of drafts -------------------------------------------------------------------------


async def test_a_silent_resident_is_reminded_of_the_draft_once(town: Town, jobs: Jobs) -> None:
    await presses(town, "!flow=dispatcher_request")
    assert await at(jobs, town, NOON + HOUR - SECOND) == 0
    assert await at(jobs, town, NOON + HOUR) == 1
    (first, *_) = await told(town)
    assert "Чернетку збережено" in first
    count = len(await told(town))
    await played(jobs, NOON + 5 * HOUR)
    assert len(await told(town)) == count


async def test_who_has_spoken_since_is_reminded_from_then_on(town: Town, jobs: Jobs) -> None:
    await presses(town, "!flow=dispatcher_request")
    town.clock.set(NOON + HOUR / 2)
    await presses(town, "!flow=dispatcher_request")
    await at(jobs, town, NOON + HOUR)
    assert await told(town) == []
    await at(jobs, town, NOON + HOUR * 1.5)
    assert await told(town) != []


# --- cases ---------------------------------------------------------------------------------------


async def test_a_case_past_its_term_is_told_of_once(town: Town, jobs: Jobs) -> None:
    case = await town.files_case(await town.chat("olena"))
    assert await at(jobs, town, case.due_at) == 0
    assert await at(jobs, town, case.due_at + SECOND) == 1
    assert await at(jobs, town, case.due_at + DAY) == 0
    (message,) = await unasked(town)
    assert message.outgoing.case == case.number
    assert [line.event for line in await history(town, case)].count("overdue") == 1
    await sound(town)


async def test_a_case_answered_in_its_term_is_not_told_of(town: Town, jobs: Jobs) -> None:
    case = await answered(town)
    before = await told(town)
    await at(jobs, town, case.due_at + SECOND)
    assert "overdue" not in [line.event for line in await history(town, case)]
    assert (await told(town))[: len(before)] == before


async def test_an_answer_nobody_rated_closes_after_the_last_reminder(
    town: Town, jobs: Jobs
) -> None:
    case = await answered(town)
    closes = NOON + (max(town.city.settings.rating.reminder_days) + 1) * DAY
    await at(jobs, town, closes - SECOND)
    assert (await town.case(case.number)).status == "answered"
    await at(jobs, town, closes)
    closed = await town.case(case.number)
    assert (closed.status, closed.closed_at, closed.rating) == ("closed", closes, None)
    messages = await told(town)
    assert await at(jobs, town, closes + HOUR) == 0
    assert await told(town) == messages
    await sound(town)


async def test_an_answer_that_was_rated_meanwhile_is_left_as_it_is(town: Town, jobs: Jobs) -> None:
    """The resident's rating and the job may meet: what was due then is so no more."""
    case = await answered(town)
    rating = Rating(5, 4)
    owner = resident(case.conversation_id)
    town.pass_time(days=5)
    (due,) = await town.read(lambda uow: list(closing(jobs).due(uow, town.now)))
    event = cases.rate(case, owner, town.now, rating=rating, law=town.city.law)
    await town.write(lambda uow: uow.cases.save(case, event))
    messages = await told(town)
    await jobs._do(closing(jobs), due, town.now)
    assert (await town.case(case.number)).rating == rating
    assert await told(town) == messages


def closing(jobs: Jobs) -> Job:
    return next(job for job in jobs.jobs if job.name == "close_unrated")


async def answered(town: Town) -> Case:
    """Return a case that staff answered at noon."""
    await town.hire("Ірина", Role.ADMIN)
    case = await town.files_case(await town.chat("olena"))
    await town.does("Ірина", case, "start")
    return await town.does("Ірина", case, "answer", text="Полагодили.", outcome="fixed")


async def history(town: Town, case: Case) -> list[Any]:
    return await town.read(lambda uow: uow.cases.history(case.id or 0))


# --- hand-offs -----------------------------------------------------------------------------------


async def test_a_hand_off_nobody_takes_calls_the_next_person_then_a_supervisor(
    town: Town, jobs: Jobs
) -> None:
    await town.hire("Оля", Role.OPERATOR)
    handoff = await town.calls_a_person(await town.chat("olena"))
    promised = handoff.promised_at or NOON
    assert await at(jobs, town, promised - SECOND) == 0
    assert await at(jobs, town, promised) == 1
    assert (await town.handoff(handoff)).escalated_at == promised
    assert await told(town) == []
    supervised = promised + timedelta(seconds=town.city.settings.staff.supervisor_after_s)
    assert await at(jobs, town, supervised - SECOND) == 0
    assert await at(jobs, town, supervised) == 1
    (kept_waiting,) = await told(town)
    assert "старшого" in kept_waiting
    await at(jobs, town, supervised + 10 * DAY)
    assert await told(town) == [kept_waiting]


async def test_a_hand_off_that_was_taken_and_forgotten_is_kept_as_a_case(
    town: Town, jobs: Jobs
) -> None:
    await town.hire("Оля", Role.OPERATOR)
    await presses(town, "!handoff")
    (handoff,) = await town.read(lambda uow: uow.handoffs.open())
    olha = await town.member("Оля")
    await town.write(
        lambda uow: town.city.staffwork.handoff(uow, olha, handoff.id or 0, "take", town.now)
    )
    await at(jobs, town, NOON + DAY - SECOND)
    assert (await town.handoff(handoff)).status == "taken"
    await at(jobs, town, NOON + DAY)
    assert (await town.handoff(handoff)).ended_at == NOON + DAY
    (case,) = await town.read(lambda uow: list(uow.cases.all()))
    assert any(case.number in text for text in await told(town))
    conversation = await town.read(lambda uow: uow.conversations.get(OLENA))
    assert conversation.state.handoff is None
    await at(jobs, town, NOON + 9 * DAY)
    await sound(town)


# --- retention -----------------------------------------------------------------------------------


async def words_of(town: Town, chat: Conversation) -> list[str]:
    lines = await town.read(lambda uow: uow.conversations.transcript(chat.id or 0))
    return [line.text for line in lines]


async def test_a_talk_without_consent_is_wiped_after_its_days(town: Town, jobs: Jobs) -> None:
    stranger, agreed = await town.chat("stranger"), await town.chat("agreed", AGREED)
    for chat in (stranger, agreed):
        await town.says(chat, "мій номер 067 123 45 67")
    kept = town.city.settings.retention.talk_without_consent_days * DAY
    await played(jobs, NOON + kept - SECOND)
    assert await words_of(town, stranger) != []
    await played(jobs, NOON + kept + DAY)
    assert await words_of(town, stranger) == []
    assert await words_of(town, agreed) != []


async def test_an_event_is_known_again_when_its_words_are_gone(town: Town, jobs: Jobs) -> None:
    event = Incoming("webchat", "web", "olena", "e1", NOON, button="!help")
    await town.city.runtime.handle(event)
    await played(jobs, NOON + 30 * DAY)
    assert (await town.city.runtime.handle(event)).repeated


async def test_retention_has_its_round_once_a_day(town: Town, jobs: Jobs) -> None:
    await town.says(await town.chat("olena"), "привіт")
    await played(jobs, NOON + 10 * DAY)
    (job,) = [job for job in await town.read(lambda uow: uow.jobs.all()) if "ret" in job["name"]]
    assert (job["runs"], job["at"]) == (4, NOON + 10 * DAY)


# --- files ---------------------------------------------------------------------------------------


def photo(folder: Path, name: str = "pit.jpg") -> Path:
    Image.new("RGB", (8, 8)).save(folder / name, "JPEG")
    return folder / name


def note(folder: Path) -> Path:
    (folder / "note.jpg").write_text("не фото", "utf-8")
    return folder / "note.jpg"


async def test_a_photo_becomes_ready_and_a_text_is_refused_with_words(
    town: Town, jobs: Jobs, tmp_path: Path
) -> None:
    for path in (photo(tmp_path), note(tmp_path), tmp_path / "none.jpg"):
        await presses(town, "", HERE, files=(FileRef("photo", str(path)),))
    await jobs.run_outside()
    states = await file_states(town)
    assert states == [("ready", None), ("refused", "file-not-image"), ("refused", "file-missing")]
    refusals = [text for text in await told(town) if "айл" in text]
    assert len(refusals) == 2
    await jobs.run_outside()
    assert [text for text in await told(town) if "айл" in text] == refusals


async def test_more_files_than_a_page_are_all_looked_at(
    town: Town, jobs: Jobs, tmp_path: Path
) -> None:
    files = tuple(FileRef("photo", str(photo(tmp_path))) for _ in range(101))
    await presses(town, "", HERE, files=files)
    await jobs.run_outside()
    assert await file_states(town) == [("ready", None)] * 101


async def test_a_file_that_breaks_the_fetcher_is_refused_and_the_next_is_kept(
    town: Town, jobs: Jobs, tmp_path: Path
) -> None:
    async def breaks(*_: object) -> None:
        raise RuntimeError("as the test asked")

    town.city.fetchers["viber"] = breaks
    await presses(town, "", ChatRef("viber", "main", "1"), files=(FileRef("photo", "x"),))
    await presses(town, "", HERE, files=(FileRef("photo", str(photo(tmp_path))),))
    await jobs.run_outside()
    assert await file_states(town) == [("refused", "file-missing"), ("ready", None)]


async def test_a_proof_that_is_refused_is_not_the_residents_to_send_again(
    town: Town, jobs: Jobs, tmp_path: Path
) -> None:
    await town.hire("Ірина", Role.ADMIN)
    case = await town.files_case(await town.chat("olena"))
    await town.does("Ірина", case, "start")
    gone = FileRef("photo", f"{UPLOAD}gone")
    await town.does("Ірина", case, "answer", text="Так.", outcome="fixed", proof=[gone])
    before = await told(town)
    await jobs.run_outside()
    assert await file_states(town) == [("refused", "file-missing")]
    assert await told(town) == before


async def file_states(town: Town) -> list[tuple[str, str | None]]:
    def look(uow: UnitOfWork) -> list[tuple[str, str | None]]:
        found = (uow.attachments.get(number) for number in range(1, 200))
        return [(file.state, file.reason) for file in found if file is not None]

    return await town.read(look)


# --- the scheduler -------------------------------------------------------------------------------


async def test_time_played_forward_does_each_thing_at_its_own_moment(
    town: Town, jobs: Jobs
) -> None:
    # Who agreed keeps the talk, so that all of it can be looked at in the end.
    case = await town.files_case(await town.chat("taras", AGREED))
    for name in ("olena", "petro"):
        await town.chat(name, AGREED)
    await presses(town, "!flow=dispatcher_request")
    await town.hire("Оля", Role.OPERATOR)
    handoff = await town.calls_a_person(await town.chat("petro"))
    await played(jobs, NOON + 30 * DAY)
    moments = [row.created_at for row in await unasked(town)]
    assert moments == sorted(moments)
    promised = handoff.promised_at or NOON
    supervised = promised + timedelta(seconds=town.city.settings.staff.supervisor_after_s)
    assert {NOON + HOUR, supervised, case.due_at} <= set(moments)
    assert town.now == NOON + 30 * DAY


async def test_two_processes_do_not_do_the_same_work(town: Town, jobs: Jobs) -> None:
    other = Jobs(town.city)
    assert await jobs.run_due("one") == 0
    await presses(town, "!flow=dispatcher_request")
    town.clock.set(NOON + HOUR)
    assert await jobs.run_due("one") == 1
    await presses(town, "!flow=dispatcher_request")
    town.clock.set(NOON + HOUR + (LEASE_S - 1) * SECOND)
    assert await other.run_due("two") == 0
    town.clock.set(NOON + 2 * HOUR)
    assert await other.run_due("two") == 1
    assert await jobs.run_due("one") == 0


async def test_work_that_fails_stays_due_and_keeps_nothing_else_from_its_turn(
    town: Town, jobs: Jobs
) -> None:
    jobs.jobs = (broken(), *jobs.jobs)
    await presses(town, "!flow=dispatcher_request")
    for _ in range(2):
        await at(jobs, town, NOON + HOUR)
    assert await told(town) != []
    noted = {job["name"]: job["result"] for job in await town.read(lambda uow: uow.jobs.all())}
    assert noted == {"broken": "RuntimeError", "reminders": "ok"}
    (due,) = await town.read(lambda uow: list(broken().due(uow, town.now)))
    assert due == Due(NOON, "x")


async def test_a_failure_undoes_what_the_work_had_done(town: Town, jobs: Jobs) -> None:
    chat = await town.chat("olena")

    def half(uow: UnitOfWork, due: Due, now: datetime) -> None:
        town.city.staffwork.tell(uow, chat.id or 0, "handoff-taken", {}, now)
        raise RuntimeError("as the test asked")

    jobs.jobs = (replace(broken(), run=half),)
    await at(jobs, town, NOON)
    assert await told(town) == []


async def test_work_that_never_ends_does_not_stop_the_clock(town: Town, jobs: Jobs) -> None:
    endless = replace(broken(), run=lambda uow, due, now: None)
    jobs.jobs = (endless, *jobs.jobs)
    await presses(town, "!flow=dispatcher_request")
    await played(jobs, NOON + DAY)
    assert await told(town) != []
    assert town.now == NOON + DAY


async def test_a_round_ends_however_much_is_due(town: Town, jobs: Jobs) -> None:
    def always(uow: UnitOfWork, moment: datetime) -> Iterable[Due]:
        yield Due(NOON, object())

    jobs.jobs = (Job("many", always, lambda uow, due, now: None),)
    assert await at(jobs, town, NOON) == MOST_A_TICK


def broken() -> Job:
    def run(uow: UnitOfWork, due: Due, now: datetime) -> None:
        raise RuntimeError("as the test asked")

    return Job("broken", lambda uow, moment: [Due(NOON, "x")], run)
