"""The sender: what waits is sent in order, at the channel's pace, and ends sent or dead."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.sending import (
    BLOCKED,
    CUT_OFF,
    Backoff,
    Flooded,
    Gone,
    Halted,
    Limits,
    Pace,
    Refused,
    Sender,
    SendResult,
    Sent,
    Unclear,
    Unreachable,
    Waits,
)
from core.messages import ChatRef
from core.ports import UnitOfWork
from core.rows import OutboxRow
from tests.bots.desk import DatabaseDesk, until

QUICK = Limits(chat_burst=100, bot_burst=1000, first_wait_s=0.01, sweep_s=0.05, settle_s=0.05)
ONE_AT_A_TIME = Limits(chat_burst=100, bot_burst=1000, in_flight=1, sweep_s=60)


class Messenger:
    """A port that remembers what it was given and answers as it was told to, else takes it."""

    def __init__(self, answers: dict[str, list[SendResult]] | None = None) -> None:
        self.got: list[str] = []
        self.answers = answers or {}
        self.hold: asyncio.Event | None = None

    async def send(self, row: OutboxRow) -> SendResult:
        text = row.outgoing.text
        self.got.append(text)
        if self.hold is not None:
            await self.hold.wait()
        answers = self.answers.get(text)
        return answers.pop(0) if answers else Sent(f"m{row.id}")


class Clock:
    """Monotonic seconds that pass only when told to."""

    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


@asynccontextmanager
async def running(sender: Sender) -> AsyncIterator[None]:
    task = asyncio.create_task(sender.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def over(desk: DatabaseDesk) -> Callable[[], Awaitable[bool]]:
    """Return the condition that every message has ended."""

    async def ended() -> bool:
        return all(row["status"] in ("sent", "dead") for row in (await desk.outbox()).values())

    return ended


async def send_all(desk: DatabaseDesk, port: Messenger, limits: Limits = QUICK) -> None:
    async with running(Sender("telegram", port, desk, limits)):
        await until(over(desk))


async def settle(desk: DatabaseDesk, passes: int = 5) -> None:
    """Give the sender several chances to do what it should not do."""
    for _ in range(passes):
        desk.tell({("outbox", "telegram")})
        await desk.outbox()
        await asyncio.sleep(0)


# --- order ---------------------------------------------------------------------------------------


async def test_what_waits_at_the_start_is_sent_in_its_order(desk: DatabaseDesk) -> None:
    for text in ("one", "two", "three"):
        await desk.say(text)
    port = Messenger()
    await send_all(desk, port)
    assert port.got == ["one", "two", "three"]
    row = (await desk.outbox())["two"]
    assert (row["status"], row["platform_id"]) == ("sent", f"m{row['id']}")


async def test_a_message_written_later_wakes_the_sender(desk: DatabaseDesk) -> None:
    port = Messenger()
    sleepy = Limits(sweep_s=3600)
    async with running(Sender("telegram", port, desk, sleepy)):
        await settle(desk)
        await desk.say("hello")
        await until(lambda: port.got == ["hello"])


async def test_a_reply_does_not_wait_for_a_broadcast_under_way(desk: DatabaseDesk) -> None:
    port = Messenger()
    port.hold = asyncio.Event()
    async with running(Sender("telegram", port, desk, QUICK)):
        await desk.say("news", lane="broadcast")
        await until(lambda: port.got == ["news"])
        await desk.say("answer")
        await until(lambda: port.got == ["news", "answer"])
        port.hold.set()
        await until(over(desk))


async def test_broadcasts_leave_places_for_replies(desk: DatabaseDesk) -> None:
    port = Messenger()
    port.hold = asyncio.Event()
    limits = Limits(bot_burst=1000, in_flight=4, sweep_s=0.05)
    for number in range(8):
        await desk.say(f"news {number}", who=str(number), lane="broadcast")
    async with running(Sender("telegram", port, desk, limits)):
        await until(lambda: len(port.got) == 2)
        await settle(desk)
        assert len(port.got) == 2
        await desk.say("answer", who="99")
        await until(lambda: port.got[-1] == "answer")
        port.hold.set()
        await until(over(desk))


async def test_alarms_go_before_replies_and_replies_before_broadcasts(desk: DatabaseDesk) -> None:
    await desk.say("news", who="1", lane="broadcast")
    await desk.say("answer", who="2")
    await desk.say("alarm", who="3", lane="alarm")
    port = Messenger()
    await send_all(desk, port, ONE_AT_A_TIME)
    assert port.got == ["alarm", "answer", "news"]


async def test_a_reply_overtakes_the_broadcasts_that_wait_for_the_bots_turn(
    desk: DatabaseDesk,
) -> None:
    clock, port = Clock(), Messenger()
    for number in range(3):
        await desk.say(f"news {number}", who=str(number), lane="broadcast")
    limits = Limits(bot_per_s=1, bot_burst=1, sweep_s=0.05)
    async with running(Sender("telegram", port, desk, limits, clock=clock)):
        await until(lambda: len(port.got) == 1)
        await desk.say("answer", who="9")
        await settle(desk)
        clock.s += 1
        await until(lambda: len(port.got) == 2)
        clock.s += 1
        await until(lambda: len(port.got) == 3)
    assert port.got == ["news 0", "answer", "news 1"]


async def test_other_channels_rows_are_left_alone(desk: DatabaseDesk) -> None:
    await desk.say("for telegram")
    port = Messenger()
    async with running(Sender("viber", port, desk, QUICK)):
        await settle(desk)
    assert port.got == []


# --- pace ----------------------------------------------------------------------------------------


@given(
    st.floats(0.5, 50),
    st.integers(1, 10),
    st.lists(st.floats(0, 3), min_size=1, max_size=60),
)
def test_no_window_sees_more_than_a_burst_and_the_rate(
    per_s: float, burst: int, gaps: list[float]
) -> None:
    pace, now, went = Pace(per_s, burst), 0.0, []
    for gap in gaps:
        now += gap
        now += pace.wait_s("k", now)
        pace.take("k", now)
        went.append(now)
    for first in range(len(went)):
        for last in range(first, len(went)):
            allowed = burst + (went[last] - went[first]) * per_s
            assert last - first + 1 <= allowed + 1e-6


def test_a_chat_that_was_quiet_may_burst_again() -> None:
    pace = Pace(1, 3)
    for _ in range(3):
        pace.take("chat", 10.0)
    assert pace.wait_s("chat", 10.0) == pytest.approx(1)
    assert pace.wait_s("other", 10.0) == 0
    assert [pace.wait_s("chat", at) for at in (13.0, 20.0)] == [0, 0]


def test_the_pace_forgets_chats_that_may_burst_again() -> None:
    pace = Pace(1, 1, most_keys=2)
    pace.take("a", 0.0)
    pace.take("b", 5.0)
    pace.take("c", 5.5)
    assert set(pace._whole_at) == {"b", "c"}


@given(st.integers(1, 200), st.floats(0, 1))
def test_waits_double_up_to_the_longest_and_keep_half_of_it(failures: int, luck: float) -> None:
    wait_s = Backoff(0.5, 60, lambda: luck).wait_s(failures)
    whole = min(60, 0.5 * 2.0 ** (failures - 1))
    assert whole / 2 <= wait_s <= whole


async def test_a_chat_gets_its_burst_and_then_one_a_second(desk: DatabaseDesk) -> None:
    clock, port = Clock(), Messenger()
    for number in range(4):
        await desk.say(f"line {number}")
    limits = Limits(chat_burst=2, sweep_s=0.05)
    async with running(Sender("telegram", port, desk, limits, clock=clock)):
        await until(lambda: len(port.got) == 2)
        await settle(desk)
        assert len(port.got) == 2
        clock.s += 1
        await until(lambda: len(port.got) == 3)
        await settle(desk)
        assert len(port.got) == 3


async def test_too_fast_pauses_the_whole_bot_for_as_long_as_told(desk: DatabaseDesk) -> None:
    clock, port = Clock(), Messenger({"one": [Flooded(30)]})
    await desk.say("one", who="1")
    await desk.say("two", who="2")
    async with running(Sender("telegram", port, desk, ONE_AT_A_TIME, clock=clock)):
        await until(lambda: _error_of(desk, "one"))
        await settle(desk)
        assert port.got == ["one"]
        clock.s += 29
        desk.pass_s(29)
        await settle(desk)
        assert port.got == ["one"]
        clock.s += 2
        desk.pass_s(2)
        desk.tell({("outbox", "telegram")})
        await until(over(desk))
    assert sorted(port.got) == ["one", "one", "two"]


async def _error_of(desk: DatabaseDesk, text: str) -> str | None:
    found: str | None = (await desk.outbox())[text]["error"]
    return found


# --- what does not go through --------------------------------------------------------------------


async def test_a_refused_message_is_a_dead_letter_and_the_next_one_goes(desk: DatabaseDesk) -> None:
    await desk.say("lost")
    await desk.say("next")
    await send_all(desk, Messenger({"lost": [Refused("blocked: the resident left")]}))
    rows = await desk.outbox()
    assert (rows["lost"]["status"], rows["lost"]["error"]) == ("dead", "blocked: the resident left")
    assert rows["next"]["status"] == "sent"


@pytest.mark.parametrize("answer", [Unclear("no answer"), Unreachable("no route"), Flooded(0.01)])
async def test_a_reply_that_did_not_go_through_is_sent_again(
    desk: DatabaseDesk, answer: SendResult
) -> None:
    await desk.say("answer")
    port = Messenger({"answer": [answer, answer]})
    async with running(Sender("telegram", port, desk, QUICK)):
        await until(lambda: _passing(desk))
    assert port.got == ["answer"] * 3


async def _passing(desk: DatabaseDesk) -> bool:
    """Let the wall clock pass as fast as the test runs, until everything has ended."""
    desk.pass_s(1)
    return await over(desk)()


async def test_the_head_of_a_lane_is_given_up_after_ten_minutes(desk: DatabaseDesk) -> None:
    clock = Clock()
    port = Messenger({"stuck": [Unclear("502")] * 1000})
    await desk.say("stuck")
    await desk.say("next")
    async with running(Sender("telegram", port, desk, QUICK, clock=clock)):

        async def passing() -> bool:
            clock.s += 20
            return await _passing(desk)

        await until(passing)
    rows = await desk.outbox()
    assert rows["stuck"]["status"] == "dead"
    assert rows["stuck"]["error"] == "not delivered in 600 s: 502"
    assert rows["next"]["status"] == "sent"


async def test_an_unreachable_server_gives_nothing_up(desk: DatabaseDesk) -> None:
    clock = Clock()
    port = Messenger({"answer": [Unreachable("no route")] * 10})
    await desk.say("answer")
    async with running(Sender("telegram", port, desk, QUICK, clock=clock)):

        async def passing() -> bool:
            clock.s += 100
            return await _passing(desk)

        await until(passing)
    assert (await desk.outbox())["answer"]["status"] == "sent"
    assert len(port.got) == 11


async def test_a_broadcast_of_unclear_end_is_not_repeated(desk: DatabaseDesk) -> None:
    await desk.say("news", lane="broadcast")
    port = Messenger({"news": [Unclear("no answer")]})
    await send_all(desk, port)
    row = (await desk.outbox())["news"]
    assert (row["status"], row["error"]) == ("dead", f"no answer: {CUT_OFF}")
    assert port.got == ["news"]


@pytest.mark.parametrize("answer", [Unreachable("no route"), Flooded(0.01)])
async def test_a_broadcast_that_was_certainly_not_sent_is_repeated(
    desk: DatabaseDesk, answer: SendResult
) -> None:
    await desk.say("news", lane="broadcast")
    port = Messenger({"news": [answer]})
    async with running(Sender("telegram", port, desk, QUICK)):
        await until(lambda: _passing(desk))
    assert (await desk.outbox())["news"]["status"] == "sent"
    assert port.got == ["news", "news"]


async def test_a_halted_channel_stops_with_an_alarm_and_keeps_its_messages(
    desk: DatabaseDesk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.say("answer")
    sender = Sender("telegram", Messenger({"answer": [Halted("the token is wrong")]}), desk, QUICK)
    await asyncio.wait_for(sender.run(), 20)
    assert sender.halted == "the token is wrong"
    assert [r.levelno for r in caplog.records] == [logging.CRITICAL]
    assert (await desk.outbox())["answer"]["status"] == "new"


async def test_no_answer_in_time_is_an_unclear_end(desk: DatabaseDesk) -> None:
    port = Messenger()
    port.hold = asyncio.Event()
    await desk.say("news", lane="broadcast")
    limits = Limits(send_s=0.01, sweep_s=0.05, settle_s=0.05)
    await send_all(desk, port, limits)
    assert (await desk.outbox())["news"]["error"] == f"no answer in 0.01 s: {CUT_OFF}"


async def test_a_fault_of_ours_is_logged_and_tried_again(
    desk: DatabaseDesk, caplog: pytest.LogCaptureFixture
) -> None:
    class Faulty(Messenger):
        async def send(self, row: OutboxRow) -> SendResult:
            result = await super().send(row)
            if len(self.got) == 1:
                raise KeyError("share-phone")
            return result

    await desk.say("answer")
    port = Faulty()
    async with running(Sender("telegram", port, desk, QUICK)):
        await until(lambda: _passing(desk))
    assert port.got == ["answer", "answer"]
    assert "sending message 1 by telegram failed" in caplog.text


class Counts:
    """A meter that keeps what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def attempt(self, channel: str, result: str) -> None:
        self.told.append((channel, result))

    def throttled(self, channel: str) -> None:
        self.told.append((channel, "throttled"))

    def dead_letter(self, where: str) -> None:
        self.told.append((where, "dead letter"))


async def test_what_waits_for_its_chat_holds_up_no_other(desk: DatabaseDesk) -> None:
    await desk.say("later", "1")
    await desk.say("now", "2")
    port = Messenger({"later": [Waits("the resident has not written", 3600)]})
    async with running(Sender("telegram", port, desk, QUICK)):
        await until(lambda: "now" in port.got)
        await until(lambda: _attempted(desk, "later"))
    row = (await desk.outbox())["later"]
    assert (row["status"], row["error"]) == ("new", "the resident has not written")
    assert row["next_at"] == desk.now() + timedelta(seconds=3600)


async def _attempted(desk: DatabaseDesk, text: str) -> bool:
    return bool((await desk.outbox())[text]["attempts"])


async def test_every_attempt_is_counted_by_its_end(desk: DatabaseDesk) -> None:
    counts = Counts()
    answers: list[SendResult] = [Unclear("?"), Unreachable("!"), Flooded(0.001), Refused("no")]
    await desk.say("answer")
    sender = Sender("telegram", Messenger({"answer": answers}), desk, QUICK, meter=counts)
    async with running(sender):
        await until(lambda: _passing(desk))
        await until(lambda: len(counts.told) == 6)
    assert counts.told == [
        ("telegram", "unknown"),
        ("telegram", "retry"),
        ("telegram", "retry"),
        ("telegram", "throttled"),
        ("telegram", "dead"),
        ("outbox", "dead letter"),
    ]


# --- after a crash -------------------------------------------------------------------------------


async def crash_while_sending(desk: DatabaseDesk) -> None:
    """Let a sender die between handing a message over and hearing of it."""
    port = Messenger()
    port.hold = asyncio.Event()
    async with running(Sender("telegram", port, desk, QUICK)):
        await until(lambda: port.got)


async def test_a_reply_cut_off_while_sending_is_sent_again(desk: DatabaseDesk) -> None:
    await desk.say("answer")
    await crash_while_sending(desk)
    port = Messenger()
    await send_all(desk, port)
    assert port.got == ["answer"]


async def test_a_broadcast_cut_off_while_sending_is_not_sent_again(desk: DatabaseDesk) -> None:
    await desk.say("news", lane="broadcast")
    await crash_while_sending(desk)
    port = Messenger()
    await send_all(desk, port)
    assert port.got == []
    assert (await desk.outbox())["news"]["error"] == CUT_OFF


async def test_a_stop_lets_what_is_under_way_finish(desk: DatabaseDesk) -> None:
    port = Messenger()
    port.hold = asyncio.Event()
    await desk.say("answer")
    task = asyncio.create_task(Sender("telegram", port, desk, Limits()).run())
    await until(lambda: port.got)
    task.cancel()
    await asyncio.sleep(0)
    port.hold.set()
    with suppress(asyncio.CancelledError):
        await task
    assert (await desk.outbox())["answer"]["status"] == "sent"


async def test_what_was_sent_but_not_written_down_is_not_sent_twice(
    desk: DatabaseDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.say("answer")
    write, fails = desk.write, [True, True]

    async def failing(*given: object) -> object:
        if fails and fails.pop():
            raise RuntimeError("no disk")
        return await write(*given)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(desk, "write", failing)
    port = Messenger()
    await send_all(desk, port)
    assert port.got == ["answer"]
    assert "the end of message 1 of telegram is not recorded" in caplog.text


# --- whatever happens ----------------------------------------------------------------------------

ANSWERS = st.lists(
    st.sampled_from([Sent("m"), Unclear("?"), Unreachable("!"), Flooded(0.001), Refused("no")]),
    max_size=3,
)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from("12"), ANSWERS), min_size=1, max_size=8))
def test_every_reply_ends_once_and_a_chats_replies_keep_their_order(
    script: list[tuple[str, list[SendResult]]],
) -> None:
    answers = {f"{n}": list(told) for n, (_, told) in enumerate(script)}
    taken: list[str] = []

    class Port(Messenger):
        async def send(self, row: OutboxRow) -> SendResult:
            result = await super().send(row)
            if isinstance(result, Sent):
                taken.append(row.outgoing.text)
            return result

    async def scene(folder: str) -> dict[str, str]:
        desk = DatabaseDesk(Path(folder) / "misto.db")
        for number, (who, _) in enumerate(script):
            await desk.say(f"{number}", who=who)
        async with running(Sender("telegram", Port(answers), desk, QUICK)):
            await until(lambda: _passing(desk))
        rows = await desk.outbox()
        desk.close()
        return {text: row["status"] for text, row in rows.items()}

    with TemporaryDirectory() as folder:
        ended = asyncio.run(scene(folder))
    assert sorted(taken, key=int) == [text for text, status in ended.items() if status == "sent"]
    for who in "12":
        mine = [int(text) for text in taken if script[int(text)][0] == who]
        assert all(first < second for first, second in pairwise(mine))


# --- chats that take nothing ---------------------------------------------------------------------


async def test_a_chat_that_is_gone_gets_nothing_more_and_holds_nobody_up(
    desk: DatabaseDesk,
) -> None:
    for text in ("one", "two", "three"):
        await desk.say(text)
    await desk.say("other", who="2")
    port = Messenger({"one": [Gone("blocked")]})
    await send_all(desk, port)
    assert sorted(port.got) == ["one", "other"]
    rows = await desk.outbox()
    assert [rows[text]["status"] for text in ("one", "two", "three", "other")] == [
        *["dead"] * 3,
        "sent",
    ]
    assert (rows["one"]["error"], rows["two"]["error"]) == ("blocked", BLOCKED)


async def test_who_wrote_since_is_not_taken_for_gone(desk: DatabaseDesk) -> None:
    await desk.say("one")
    ref = ChatRef("telegram", "7", "1")

    def writes(uow: UnitOfWork) -> None:
        conversation = uow.conversations.get(ref)
        conversation.state.seen_at = desk.now() + timedelta(seconds=1)
        uow.conversations.put(conversation, desk.now())

    await desk.write(None, writes)
    port = Messenger({"one": [Gone("blocked")]})
    await send_all(desk, port)
    await desk.say("two")
    await send_all(desk, port)
    assert port.got == ["one", "two"]
