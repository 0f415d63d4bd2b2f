"""The runtime: events of a chat in their order, those of many in one commit, and none lost."""

import asyncio
import itertools
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.messages import LOCAL_BOT, ChatRef, FileRef, Incoming
from core.ports import UnitOfWork
from core.program import Outcome, Overloaded
from misto import runtime as module
from misto.runtime import ANYTHING, Channel, Hub, Rates
from tests.misto.desk import APOLOGY, NOW, OLENA, Desk, desk_at, texts, turns_of_the_loop, until

TERMINAL = ChatRef("terminal", LOCAL_BOT, "olena")
STATUS = "SELECT event_id, status, error FROM intake ORDER BY event_id"


def chat(name: str) -> ChatRef:
    return ChatRef("webchat", "web", name)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk_at(tmp_path) as opened:
        yield opened


# --- order and commits ---------------------------------------------------------------------------


async def test_an_event_is_answered_once_its_turn_is_committed(desk: Desk) -> None:
    assert await desk.says("привіт") == ["Почуто: привіт"]
    assert desk.rows(STATUS) == [("olena-1", "done", None)]
    assert len(desk.rows("SELECT id FROM outbox")) == 1


async def test_events_of_a_chat_keep_their_order_whether_they_are_read_or_not(desk: Desk) -> None:
    said = [f"слово {n}" if n % 3 else f"=кнопка {n}" for n in range(20)]
    await asyncio.gather(*desk.begins(*said))
    assert desk.dialogue.heard == said


async def test_turns_of_different_chats_that_wait_together_share_one_commit(desk: Desk) -> None:
    writer = desk.database.writer
    with desk.held():
        batches, jobs = writer.batches, writer.jobs
        begun = [desk.begins("=кнопка", chat=chat(f"c{n}"))[0] for n in range(10)]
        await turns_of_the_loop()
    await asyncio.gather(*begun)
    # Ten turns in one commit save nine; the look for foreign changes may come between.
    assert (writer.jobs - jobs) - (writer.batches - batches) >= 9


async def test_a_slow_reading_of_one_chat_holds_up_no_button_of_another(desk: Desk) -> None:
    desk.reader.open.clear()
    slow = desk.begins("довгий лист")
    assert await desk.says("=кнопка", chat("taras")) == ["Почуто: =кнопка"]
    assert not slow[0].done()
    desk.reader.open.set()
    assert texts(await slow[0]) == ["Почуто: довгий лист"]


async def test_what_a_chat_says_meanwhile_is_answered_together_with_one_question(
    desk: Desk,
) -> None:
    with desk.held():
        begun = desk.begins("=перше", "питай друге", "питай третє")
        await turns_of_the_loop()
    first, second, third = [texts(outcome) for outcome in await asyncio.gather(*begun)]
    assert first == ["Почуто: =перше"]
    assert (second, third) == ([], ["Почуто: питай третє"])


async def reading(desk: Desk) -> None:
    """Wait until the reader is at work."""
    assert await asyncio.to_thread(desk.reader.asked.wait, 10), "the reader was never asked"


async def test_what_comes_while_the_first_is_read_belongs_to_its_turn(desk: Desk) -> None:
    desk.reader.open.clear()
    begun = desk.begins("питай перше")
    await reading(desk)
    begun += desk.begins("питай друге", "=кнопка")
    await turns_of_the_loop()
    desk.reader.open.set()
    outcomes = [texts(outcome) for outcome in await asyncio.gather(*begun)]
    assert outcomes == [[], [], ["Почуто: =кнопка"]]


async def test_a_chat_that_never_pauses_is_answered_all_the_same(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A turn that took its most begins, though more has come."""
    monkeypatch.setattr(module, "MOST_TOGETHER", 1)
    desk.reader.open.clear()
    begun = desk.begins("питай перше")
    await reading(desk)
    begun += desk.begins("питай друге")
    await turns_of_the_loop()
    desk.reader.open.set()
    outcomes = [texts(outcome) for outcome in await asyncio.gather(*begun)]
    assert outcomes == [["Почуто: питай перше"], ["Почуто: питай друге"]]


# --- once ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["слово", "=кнопка"])
async def test_a_repeated_event_changes_and_says_nothing(desk: Desk, said: str) -> None:
    await desk.says(said, event_id="e1")
    again = await desk.runtime.handle(desk.event(said, event_id="e1"))
    assert again == Outcome("e1", repeated=True)
    assert desk.dialogue.heard == [said]


@pytest.mark.parametrize("said", ["слово", "=кнопка"])
async def test_an_event_that_comes_again_while_it_is_under_way_is_run_once(
    desk: Desk, said: str
) -> None:
    events = [desk.event(said, event_id="e1") for _ in range(3)]
    outcomes = await asyncio.gather(*map(desk.runtime.handle, events))
    assert [outcome.repeated for outcome in outcomes] == [False, True, True]
    assert desk.dialogue.heard == [said]


CITIES = itertools.count()


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=st.lists(st.tuples(st.sampled_from("абв"), st.integers(1, 6)), min_size=1, max_size=24))
async def test_however_events_come_each_is_run_once_and_in_the_order_of_its_chat(
    desk: Desk, sent: list[tuple[str, int]]
) -> None:
    """Events with an odd number are buttons; chats are new ones in every example."""
    desk.dialogue.heard.clear()
    city = next(CITIES)
    events = [
        desk.event(f"{'=' * (no % 2)}{name}{no}", chat(f"{name}{city}"), f"{city}-{name}{no}")
        for name, no in sent
    ]
    outcomes = await asyncio.gather(*map(desk.runtime.handle, events))
    run = [outcome.event_id for outcome in outcomes if not outcome.repeated]
    assert sorted(run) == sorted({event.event_id for event in events})
    heard = [said.lstrip("=") for said in desk.dialogue.heard]
    for name in "абв":
        first_times = dict.fromkeys(f"{name}{no}" for other, no in sent if other == name)
        assert [said for said in heard if said[0] == name] == list(first_times)


# --- when something breaks -----------------------------------------------------------------------


@pytest.mark.parametrize(("said", "error"), [("зламай", "RuntimeError"), ("нечитне", "ValueError")])
async def test_a_turn_that_fails_is_a_dead_letter_with_an_apology_and_the_next_works(
    desk: Desk, said: str, error: str
) -> None:
    assert await desk.says(said) == [APOLOGY]
    assert desk.rows(STATUS) == [("olena-1", "dead", error)]
    assert await desk.says("привіт") == ["Почуто: привіт"]


async def test_a_dead_letter_that_is_sent_again_is_not_run_again(desk: Desk) -> None:
    await desk.says("зламай", event_id="e1")
    again = await desk.runtime.handle(desk.event("зламай", event_id="e1"))
    assert again == Outcome("e1", repeated=True)


async def test_one_failing_event_of_a_burst_takes_no_other_along(desk: Desk) -> None:
    with desk.held():
        begun = desk.begins("=раз", "зламай", "=два")
        await turns_of_the_loop()
    outcomes = [texts(outcome) for outcome in await asyncio.gather(*begun)]
    assert outcomes == [["Почуто: =раз"], [APOLOGY], ["Почуто: =два"]]
    assert [status for _, status, _ in desk.rows(STATUS)] == ["done", "dead", "done"]


async def test_a_client_that_leaves_takes_neither_its_event_nor_the_next_along(
    desk: Desk,
) -> None:
    desk.reader.open.clear()
    first, second = desk.begins("перше", "друге")
    await until(lambda: desk.reader.reads)
    first.cancel()
    desk.reader.open.set()
    assert texts(await second) == ["Почуто: друге"]
    assert desk.dialogue.heard == ["перше", "друге"]


async def test_too_much_that_waits_is_refused_until_it_is_less(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    with desk.held():
        begun = [desk.begins("=кнопка", chat=chat(f"c{n}"))[0] for n in range(3)]
        await turns_of_the_loop()
        with pytest.raises(Overloaded):
            await desk.says("=кнопка")
    await asyncio.gather(*begun)
    assert await desk.says("=кнопка") == ["Почуто: =кнопка"]


async def test_more_than_the_limit_in_a_minute_is_told_and_the_next_minute_is_free(
    tmp_path: Path,
) -> None:
    async with desk_at(tmp_path, events_per_minute=2) as desk:
        said = [await desk.says(f"=раз {n}") for n in range(3)]
        assert said == [["Почуто: =раз 0"], ["Почуто: =раз 1"], ["Забагато."]]
        assert await desk.says("=я теж", chat("taras")) == ["Почуто: =я теж"]
        desk.clock.set(NOW.replace(minute=1))
        assert await desk.says("=знову") == ["Почуто: =знову"]


# --- stopping ------------------------------------------------------------------------------------


async def test_a_stop_finishes_what_is_under_way_and_takes_nothing_new(desk: Desk) -> None:
    desk.reader.open.clear()
    begun = desk.begins("перше", "друге")
    await turns_of_the_loop()
    stopping = asyncio.create_task(desk.runtime.stop())
    await turns_of_the_loop()
    with pytest.raises(Overloaded):
        await desk.says("запізно")
    assert not stopping.done()
    desk.reader.open.set()
    assert [texts(await task) for task in begun] == [["Почуто: перше"], ["Почуто: друге"]]
    await stopping


async def test_a_store_in_trouble_does_not_keep_the_process_from_ending(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STOP_WAIT_S", 0.05)
    with desk.held():
        begun = desk.begins("=кнопка")
        await turns_of_the_loop()
        await desk.runtime.stop()
        assert not begun[0].done()
    begun[0].cancel()


# --- what an earlier run left --------------------------------------------------------------------


def left(desk: Desk, *events: Incoming) -> None:
    """Store events as a process does that ends before their turns."""

    def store(uow: UnitOfWork) -> None:
        for event in events:
            assert uow.intake.take(event, done=False) is not None

    desk.database.writer.submit(None, store).result()


async def settled(desk: Desk) -> None:
    """Wait until nothing is left undone."""
    await until(lambda: not desk.rows("SELECT 1 FROM intake WHERE status = 'new'"))


async def test_what_was_stored_but_not_run_is_run_at_the_start_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    said = [f"слово {n}" for n in range(7)]
    async with desk_at(tmp_path, start=False) as desk:
        events = [desk.event(word) for word in said]
        left(desk, *events)
        await desk.runtime.start()
        await settled(desk)
        assert desk.dialogue.heard == said
        again = await asyncio.gather(*map(desk.runtime.handle, events))
        assert [outcome.repeated for outcome in again] == [True] * 7


async def test_a_new_event_comes_after_those_an_earlier_run_left(tmp_path: Path) -> None:
    async with desk_at(tmp_path, start=False) as desk:
        left(desk, desk.event("давнє"))
        await desk.runtime.start()
        await desk.says("=нове")
        assert desk.dialogue.heard == ["давнє", "=нове"]


@pytest.mark.parametrize(("terminal", "heard"), [(False, ["чат"]), (True, ["термінал"])])
async def test_the_terminals_events_and_the_channels_are_taken_up_each_by_their_own_process(
    tmp_path: Path, terminal: bool, heard: list[str]
) -> None:
    async with desk_at(tmp_path, start=False) as desk:
        left(desk, desk.event("чат"), desk.event("термінал", TERMINAL))
        assert await desk.runtime.recover(terminal=terminal) == 1
        await asyncio.gather(*desk.runtime._tasks)
        assert desk.dialogue.heard == heard


# --- raw bodies ----------------------------------------------------------------------------------


def decoded(raw: bytes, bot: str, at: Any) -> Incoming | None:
    """Decode a channel's JSON: an id with a text or a picture; `skip` is nothing to act on."""
    body = json.loads(raw)
    if body.get("skip"):
        return None
    files = (FileRef("photo", body["photo"]),) if "photo" in body else ()
    return Incoming("telegram", bot, "taras", body["id"], at, text=body.get("text"), files=files)


def album(raw: bytes) -> str | None:
    found: str | None = json.loads(raw).get("album")
    return found


async def accepts(desk: Desk, **body: Any) -> bool:
    return await desk.runtime.accept("telegram", "main", body["id"], json.dumps(body).encode())


@pytest.fixture
async def telegram(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(module, "ALBUM_WAIT_S", 0.2)
    desk.runtime.serve("telegram", Channel(decoded, album))
    return desk


async def test_a_raw_body_is_taken_once_and_run_afterwards(telegram: Desk) -> None:
    assert await accepts(telegram, id="u1", text="привіт")
    assert not await accepts(telegram, id="u1", text="привіт")
    await settled(telegram)
    assert telegram.dialogue.heard == ["привіт"]


async def test_a_body_that_cannot_be_decoded_is_a_dead_letter_and_the_next_is_run(
    telegram: Desk,
) -> None:
    assert await telegram.runtime.accept("telegram", "main", "u1", b"{")
    await accepts(telegram, id="u2", text="привіт")
    await settled(telegram)
    assert telegram.dialogue.heard == ["привіт"]
    (first, _) = telegram.rows(STATUS)
    assert first == ("u1", "dead", "cannot be decoded: JSONDecodeError")


async def test_a_body_with_nothing_to_act_on_is_done_with(telegram: Desk) -> None:
    await accepts(telegram, id="u1", skip=True)
    await settled(telegram)
    assert telegram.rows("SELECT status FROM intake") == [("done",)]


async def test_an_album_is_answered_once_with_all_its_pictures(telegram: Desk) -> None:
    for number in range(3):
        await accepts(telegram, id=f"u{number}", photo=f"f{number}", album="a1")
    await accepts(telegram, id="u9", text="ось")
    await settled(telegram)
    assert telegram.dialogue.heard == ["3 фото", "ось"]
    assert len(telegram.rows("SELECT id FROM attachments")) == 3
    assert {status for _, status, _ in telegram.rows(STATUS)} == {"done"}


async def test_two_albums_are_answered_apart(telegram: Desk) -> None:
    for number, name in enumerate(["a1", "a2", "a1", "a2", "a2"]):
        await accepts(telegram, id=f"u{number}", photo=f"f{number}", album=name)
    await settled(telegram)
    assert telegram.dialogue.heard == ["2 фото", "3 фото"]


async def test_raw_bodies_an_earlier_run_left_are_run_at_the_start(tmp_path: Path) -> None:
    async with desk_at(tmp_path, start=False) as desk:
        body = json.dumps({"id": "u1", "text": "давнє"}).encode()
        store = desk.database.writer.submit(
            None, lambda uow: uow.intake.store_raw("telegram", "main", "u1", body, NOW)
        )
        store.result()
        desk.runtime.serve("telegram", Channel(decoded, album))
        await desk.runtime.start()
        await settled(desk)
        assert desk.dialogue.heard == ["давнє"]


async def test_a_stored_event_that_no_version_knows_stops_no_start(tmp_path: Path) -> None:
    async with desk_at(tmp_path, start=False) as desk:
        old, new = desk.event("старе"), desk.event("нове")

        def left(uow: UnitOfWork) -> None:
            uow.intake.take(old, done=False)
            uow.intake.take(new, done=False)

        desk.database.writer.submit(None, left).result()
        with closing(sqlite3.connect(desk.database.path)) as file, file:
            file.execute("UPDATE intake SET incoming = '{}' WHERE event_id = 'olena-1'")
        await desk.runtime.start()
        await settled(desk)
        assert desk.dialogue.heard == ["нове"]
        assert [status for _, status, _ in desk.rows(STATUS)] == ["dead", "done"]


# --- another process -----------------------------------------------------------------------------


@pytest.fixture
def watchful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FOREIGN_CHANGE_POLL_S", 0.01)


async def test_what_another_process_writes_is_noticed(tmp_path: Path, watchful: None) -> None:
    async with desk_at(tmp_path) as ours, desk_at(tmp_path) as theirs:
        watch = ours.runtime.watch(("chat", 1))
        await theirs.says("=кнопка", TERMINAL)
        assert await watch.next(10) == {ANYTHING}


async def test_an_event_under_way_in_another_process_is_left_to_it(
    tmp_path: Path, watchful: None
) -> None:
    async with desk_at(tmp_path) as ours, desk_at(tmp_path) as theirs:
        watch = ours.runtime.watch()
        theirs.reader.open.clear()
        reading = theirs.begins("довгий лист", chat=TERMINAL)
        assert await watch.next(10) == {ANYTHING}
        await asyncio.sleep(0.1)  # time enough to take it away
        theirs.reader.open.set()
        assert texts(await reading[0]) == ["Почуто: довгий лист"]
        assert ours.dialogue.heard == []


# --- who listens ---------------------------------------------------------------------------------


async def test_a_listener_hears_of_its_topics_and_of_what_nobody_can_name() -> None:
    hub = Hub()
    chats, everything = hub.watch(frozenset({("chat", 1)})), hub.watch(frozenset())
    hub.publish(frozenset({("chat", 2), ("case", "KV-1")}))
    assert await chats.next(0) == set()
    assert await everything.next(0) == {("chat", 2), ("case", "KV-1")}
    hub.publish(frozenset({("chat", 1), ("chat", 2)}))
    hub.publish(frozenset({ANYTHING}))
    assert await chats.next(0) == {("chat", 1), ANYTHING}
    assert await chats.next(0) == set()


async def test_a_listener_that_left_is_told_nothing_more() -> None:
    hub = Hub()
    watch = hub.watch(frozenset())
    assert hub.listened
    watch.close()
    hub.publish(frozenset({("chat", 1)}))
    assert await watch.next(0) == set()
    assert not Hub().listened


async def test_a_commit_tells_the_listeners_of_its_chat(desk: Desk) -> None:
    # A commit is told after its replies are out: the next commit comes behind it.
    await desk.says("=раз")
    await desk.runtime.write(None, lambda uow: None)
    watch = desk.runtime.watch(("chat", 1))
    await desk.says("=два")
    await desk.runtime.write(None, lambda uow: None)
    assert ("chat", 1) in await watch.next(10)
    await desk.says("=чуже", chat("taras"))
    assert await watch.next(0.05) == set()


# --- limits --------------------------------------------------------------------------------------


def test_rates_count_each_chat_by_the_minute() -> None:
    rates = Rates(2)
    assert [rates.over(OLENA, at) for at in (0, 1, 2, 59.9)] == [False, False, True, True]
    assert not rates.over(chat("taras"), 2)
    assert not rates.over(OLENA, 60)


def test_rates_begin_anew_when_the_clock_was_set_back() -> None:
    rates = Rates(1)
    assert [rates.over(OLENA, at) for at in (1000, 1001, 5)] == [False, True, False]


def test_rates_forget_the_chats_that_were_silent_longest() -> None:
    rates = Rates(1, most_chats=3)
    for name in "абвабг":  # «в» is the one unheard of longest
        rates.over(chat(name), 0)
    assert len(rates._counts) == 3
    assert [rates.over(chat(name), 1) for name in "аб"] == [True, True]
    assert not rates.over(chat("в"), 1)
