"""The sender of a channel: takes what waits in the outbox and gives it to the channel's port.

Rule: a row is forgotten only once its end is committed. Within a chat and lane one row is under way
at a time and in order; among chats alarms go first, replies next, broadcasts last. What the channel
said decides what becomes of a row, and this file is the only place that decides it.

A row whose sending was cut off may have arrived. Replies and alarms are then sent again; a
broadcast is not. So that a crash cannot hide such a cut, a broadcast is marked in its row before it
goes out: marking and settling each count as an attempt, and an odd count with nobody sending is a
cut.
"""

import asyncio
import logging
import random
import time
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, assert_never

from core.ports import UnitOfWork
from core.program import Desk, Watch
from core.rows import OutboxRow

log = logging.getLogger(__name__)

CUT_OFF = "cut off while sending: it may have arrived, and a broadcast is not repeated"
BLOCKED = "the chat takes no messages until its resident comes back to it"
_HEADS = 200
_BUSY = float("inf")


# --- what a channel answers ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    """The channel took the message; `platform_id` is its name there."""

    platform_id: str | None = None


@dataclass(frozen=True, slots=True)
class Flooded:
    """Not taken: too fast. The whole bot waits so many seconds."""

    retry_after_s: float


@dataclass(frozen=True, slots=True)
class Waits:
    """Not taken now: this chat may get it only later. No other chat is concerned."""

    reason: str
    retry_after_s: float


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Certainly not taken: the channel's server cannot be reached."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Perhaps taken: no answer, or a server that failed. `ours`: no other chat is concerned."""

    reason: str
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Never to be taken: a message that the channel does not allow."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat takes nothing any more: blocked, left, no such chat. It may come back by writing."""

    reason: str


@dataclass(frozen=True, slots=True)
class Halted:
    """The channel takes nothing any more until somebody mends its settings."""

    reason: str


SendResult = Sent | Flooded | Waits | Unreachable | Unclear | Refused | Gone | Halted


_CODES: Mapping[type[SendResult], str] = {
    Sent: "sent",
    Flooded: "retry",
    Waits: "waits",
    Unreachable: "retry",
    Unclear: "unknown",
    Refused: "dead",
    Gone: "gone",
    Halted: "halted",
}


class Port(Protocol):
    """A channel as the sender sees it."""

    async def send(self, row: OutboxRow) -> SendResult:
        """Send one message. Errors are answers: it raises only when it is itself at fault."""


class Meter(Protocol):
    """What counts the sender's work. `result`: sent, retry, waits, unknown, dead, gone, halted."""

    def attempt(self, channel: str, result: str) -> None:
        """Count an attempt to send."""

    def throttled(self, channel: str) -> None:
        """Count that the channel asked to wait."""

    def dead_letter(self, where: str) -> None:
        """Count a message given up; `where` is `outbox`."""


# --- how fast ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limits:
    """The pace of one bot. Units: messages a second, messages, seconds.

    `send_s` is how long an answer is waited for, `give_up_s` how long the head of a lane may hold
    up what comes after it while the channel works, `longest_wait_s` the longest pause before it is
    tried again and `longest_hold_s` the longest of the whole bot, `sweep_s` how often the outbox is
    looked at unasked, `settle_s` how long a stop waits for what is under way.
    """

    bot_per_s: float = 25.0
    bot_burst: int = 5
    chat_per_s: float = 1.0
    chat_burst: int = 5
    in_flight: int = 16
    send_s: float = 30.0
    first_wait_s: float = 0.5
    longest_wait_s: float = 60.0
    longest_hold_s: float = 15.0
    give_up_s: float = 600.0
    sweep_s: float = 3.0
    settle_s: float = 5.0


class Pace:
    """Lets each key go `burst` times at once and then `per_s` times a second.

    Keeps for each key the moment when its burst is whole again, and forgets those that are.
    """

    def __init__(self, per_s: float, burst: int, most_keys: int = 10_000) -> None:
        self._gap_s = 1 / per_s
        self._slack_s = (burst - 1) / per_s
        self._most = most_keys
        self._whole_at: dict[Hashable, float] = {}

    def wait_s(self, key: Hashable, now: float) -> float:
        """Return how long the key must wait; 0 when it may go."""
        return max(0.0, self._whole_at.get(key, now) - self._slack_s - now)

    def take(self, key: Hashable, now: float) -> None:
        """Note that the key goes now."""
        if len(self._whole_at) >= self._most:
            self._whole_at = {k: at for k, at in self._whole_at.items() if at > now}
        self._whole_at[key] = max(now, self._whole_at.get(key, now)) + self._gap_s


class Backoff:
    """Waits that double with every failure in a row, each shortened by chance to spread them."""

    def __init__(self, first_s: float, longest_s: float, chance: Callable[[], float]) -> None:
        self._first_s, self._longest_s, self._chance = first_s, longest_s, chance

    def wait_s(self, failures: int) -> float:
        """Return the wait after the n-th failure in a row, n from 1."""
        whole = min(self._longest_s, self._first_s * 2.0 ** min(failures - 1, 30))
        return whole * (0.5 + self._chance() / 2)


# --- the loop ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Trouble:
    """A row that failed: since when, and how often."""

    since: float
    failures: int = 0


class Sender:
    """Sends one channel's outbox through its port. Run it as one task for each bot.

    `halted` says why it gave the channel up, None while it works. `meter` counts, `clock` is
    monotonic seconds, `chance` a number from 0 to 1.
    """

    def __init__(
        self,
        channel: str,
        port: Port,
        desk: Desk,
        limits: Limits | None = None,
        *,
        meter: Meter | None = None,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.halted: str | None = None
        self._channel, self._port, self._desk = channel, port, desk
        self._limits = limits or Limits()
        self._meter, self._clock = meter, clock
        first_s = self._limits.first_wait_s
        self._backoff = Backoff(first_s, self._limits.longest_wait_s, chance)
        self._holds = Backoff(first_s, self._limits.longest_hold_s, chance)
        self._bot_pace = Pace(self._limits.bot_per_s, self._limits.bot_burst)
        self._chat_pace = Pace(self._limits.chat_per_s, self._limits.chat_burst)
        self._heads: list[OutboxRow] = []
        self._look = True
        self._wake = asyncio.Event()
        self._tasks: dict[tuple[int, str], asyncio.Task[None]] = {}
        self._broadcasting = 0
        self._settled: set[int] = set()
        self._ends: dict[int, SendResult] = {}
        self._troubles: dict[int, _Trouble] = {}
        self._failures = 0
        self._paused_until = 0.0
        self._stopped = False

    async def run(self) -> None:
        """Send until cancelled or halted; what is under way is then let finish for a while."""
        watch = self._desk.watch(("outbox", self._channel))
        listener = asyncio.create_task(self._listen(watch))
        try:
            while self.halted is None:
                self._wake.clear()
                wait_s = await self._round()
                await self._rest(wait_s)
        finally:
            self._stopped = True
            listener.cancel()
            watch.close()
            await self._settle()

    async def _listen(self, watch: Watch) -> None:
        # Python 3.11's wait_for, which a watch may use, can lose a cancellation.
        while not self._stopped:
            await watch.next(self._limits.sweep_s)
            self._nudge()

    def _nudge(self) -> None:
        """Have the outbox looked at now."""
        self._look = True
        self._wake.set()

    async def _rest(self, wait_s: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(min(wait_s, self._limits.sweep_s)):
                await self._wake.wait()

    async def _settle(self) -> None:
        if self._tasks:
            _, late = await asyncio.wait(self._tasks.values(), timeout=self._limits.settle_s)
            for task in late:
                task.cancel()

    async def _round(self) -> float:
        """Start what may go now; return how long until something more may."""
        now = self._clock()
        if now < self._paused_until:
            return self._paused_until - now
        if self._look or not self._heads:
            await self._refresh()
        wait_s, left = self._limits.sweep_s, list[OutboxRow]()
        for row in self._heads:
            if (row_wait_s := self._wait_s(row, now)) > 0:
                wait_s = min(wait_s, row_wait_s)
                left.append(row)
            elif row.id not in self._settled:
                self._start(row, now)
        self._heads = left
        return wait_s

    def _wait_s(self, row: OutboxRow, now: float) -> float:
        """Return how long a row waits for the bot's or its chat's turn."""
        if _lane(row) in self._tasks or len(self._tasks) >= self._limits.in_flight:
            return _BUSY
        # Broadcasts may not take every place: a reply that comes now must find one.
        if row.lane == "broadcast" and self._broadcasting >= max(1, self._limits.in_flight // 2):
            return _BUSY
        chat_s = self._chat_pace.wait_s(row.ref.chat, now)
        return max(chat_s, self._bot_pace.wait_s(None, now))

    async def _refresh(self) -> None:
        """Read the heads anew, without those that were settled while they were being read."""
        self._look = False
        self._settled.clear()
        now, channel = self._desk.now(), self._channel
        try:
            heads = await self._desk.read(lambda uow: uow.outbox.due(channel, now, _HEADS))
        except Exception:
            log.exception("the outbox of %s cannot be read; trying again", channel)
            return
        self._heads = [row for row in heads if row.id not in self._settled]

    # --- one row ---------------------------------------------------------------------------------

    def _start(self, row: OutboxRow, now: float) -> None:
        self._bot_pace.take(None, now)
        self._chat_pace.take(row.ref.chat, now)
        self._broadcasting += row.lane == "broadcast"
        self._tasks[_lane(row)] = asyncio.create_task(self._deliver(row))

    async def _deliver(self, row: OutboxRow) -> None:
        try:
            # What was sent and could not be written down is written down, not sent once more.
            if row.id not in self._ends:
                self._ends[row.id] = await self._attempt(row)
            await self._settle_row(row, self._ends[row.id])
            del self._ends[row.id]
        except Exception:
            log.exception("the end of message %d of %s is not recorded", row.id, self._channel)
            self._hold()
        finally:
            self._settled.add(row.id)
            self._broadcasting -= row.lane == "broadcast"
            del self._tasks[_lane(row)]
            # The chat's next broadcast can wait until the heads at hand are sent.
            self._look = self._look or row.lane != "broadcast"
            self._wake.set()

    async def _attempt(self, row: OutboxRow) -> SendResult:
        if row.blocked:
            return Refused(BLOCKED)
        if row.lane == "broadcast":
            if row.attempts % 2:
                return Refused(CUT_OFF)
            await self._mark(row)
        try:
            async with asyncio.timeout(self._limits.send_s):
                return await self._port.send(row)
        except TimeoutError:
            return Unclear(f"no answer in {self._limits.send_s:g} s")
        except Exception as error:
            log.exception("sending message %d by %s failed", row.id, self._channel)
            return Unclear(f"our fault: {type(error).__name__}", ours=True)

    async def _mark(self, row: OutboxRow) -> None:
        now = self._desk.now()
        await self._write(row, lambda uow: uow.outbox.retry(row.id, CUT_OFF, now))

    async def _settle_row(self, row: OutboxRow, result: SendResult) -> None:
        """Write down what became of a row, and let the bot wait where it must."""
        self._count(result)
        match result:
            case Sent():
                self._failures = 0
                await self._sent(row, result.platform_id)
            case Refused():
                await self._dead(row, result.reason)
            case Gone():
                await self._gone(row, result.reason)
            case Flooded():
                self._pause(result.retry_after_s)
                await self._retry(row, "too fast for the channel", result.retry_after_s)
            case Waits():
                await self._retry(row, result.reason, result.retry_after_s)
            case Unreachable():
                await self._retry(row, result.reason, self._hold())
            case Unclear():
                await self._unclear(row, result)
            case Halted():
                self.halted = result.reason
                log.critical("%s sends nothing any more: %s", self._channel, result.reason)
                await self._retry(row, result.reason, 0)
            case _:
                assert_never(result)

    def _count(self, result: SendResult) -> None:
        if self._meter is None:
            return
        self._meter.attempt(self._channel, _CODES[type(result)])
        if isinstance(result, Flooded):
            self._meter.throttled(self._channel)

    async def _unclear(self, row: OutboxRow, result: Unclear) -> None:
        reason = result.reason
        if not result.ours:
            self._hold()
        if row.lane == "broadcast":
            await self._dead(row, f"{reason}: {CUT_OFF}")
            return
        now = self._clock()
        trouble = self._troubles.setdefault(row.id, _Trouble(now))
        trouble.failures += 1
        wait_s = self._backoff.wait_s(trouble.failures)
        if now + wait_s - trouble.since > self._limits.give_up_s:
            await self._dead(row, f"not delivered in {self._limits.give_up_s:g} s: {reason}")
        else:
            await self._retry(row, reason, wait_s)

    def _hold(self) -> float:
        """Let the whole bot wait a little longer after each failure in a row; return the wait."""
        self._failures += 1
        wait_s = self._holds.wait_s(self._failures)
        self._pause(wait_s)
        return wait_s

    def _pause(self, wait_s: float) -> None:
        self._paused_until = max(self._paused_until, self._clock() + wait_s)

    async def _sent(self, row: OutboxRow, platform_id: str | None) -> None:
        now = self._desk.now()
        await self._write(row, lambda uow: uow.outbox.sent(row.id, platform_id, now))
        self._troubles.pop(row.id, None)

    async def _retry(self, row: OutboxRow, reason: str, wait_s: float) -> None:
        next_at = self._desk.now() + timedelta(seconds=wait_s)
        await self._write(row, lambda uow: uow.outbox.retry(row.id, reason, next_at))
        asyncio.get_running_loop().call_later(wait_s, self._nudge)

    async def _gone(self, row: OutboxRow, reason: str) -> None:
        """Note of the chat that it takes nothing; what else waits for it is then given up."""
        now = self._desk.now()

        def note(uow: UnitOfWork) -> None:
            seen_at = uow.conversations.by_id(row.conversation_id).state.seen_at
            # Whoever has written since then is there after all.
            if seen_at is None or seen_at <= row.created_at:
                uow.conversations.reach(row.conversation_id, now)

        await self._write(row, note)
        await self._dead(row, reason)

    async def _dead(self, row: OutboxRow, reason: str) -> None:
        now = self._desk.now()
        log.warning("message %d of %s is not delivered: %s", row.id, self._channel, reason)
        await self._write(row, lambda uow: uow.outbox.dead(row.id, reason, now))
        self._troubles.pop(row.id, None)
        if self._meter is not None:
            self._meter.dead_letter("outbox")

    async def _write(self, row: OutboxRow, job: Callable[[UnitOfWork], None]) -> None:
        await self._desk.write(("outbox", row.id), job)


def _lane(row: OutboxRow) -> tuple[int, str]:
    return (row.conversation_id, row.lane)
