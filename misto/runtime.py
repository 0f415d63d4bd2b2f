"""The program at work in one process: events in, turns through the writer, changes told to
listeners.

Rule: sockets and waiting live here, on the event loop; turns run in the writer's thread, reading in
one thread of its own. Events of one chat never overlap; those of different chats share commits.
"""

import asyncio
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from connectors.database.database import Database
from core.conversation import Say, Text
from core.messages import LOCAL_BOT, ChatRef, Incoming
from core.ports import Reader, Texts, UnitOfWork
from core.program import Outcome, Overloaded
from core.reading import Reading, from_parse
from core.rows import IntakeRow
from core.turn import MOST_CHARACTERS, Entry, Turns
from misto.metrics import Metrics
from misto.reading_line import ReadingLine
from misto.searches import Searches

T = TypeVar("T")
Changes = set[tuple[str, Any]]
Decode = Callable[[bytes, str, datetime], Incoming | None]
AlbumKey = Callable[[bytes], str | None]

log = logging.getLogger(__name__)

MOST_WAITING = 5000
MOST_RECOVERED = 100_000
# Events of a chat that one turn takes at most while more keep coming.
MOST_TOGETHER = 20
PAGE = 500
STOP_WAIT_S = 10
ALBUM_WAIT_S = 1.0
FOREIGN_CHANGE_POLL_S = 0.5
# What takes so little time to decode that a thread would take more. Units: bytes.
QUICKLY_DECODED = 131_072


class Clock:
    """The moment. Set, it stands still until it is set again (for programs that play a city)."""

    def __init__(self) -> None:
        self._fixed: datetime | None = None

    def now(self) -> datetime:
        return self._fixed or datetime.now(UTC)

    def set(self, moment: datetime) -> None:
        self._fixed = moment.astimezone(UTC)


@dataclass(slots=True)
class _Waiting:
    """An event in line, and who waits for its outcome."""

    incoming: Incoming
    done: "asyncio.Future[Outcome]"
    intake_id: int | None = None
    reading: Reading | None = None
    over_limit: bool = False
    album: str | None = None
    hold_until: float = 0.0
    rest: list[tuple[int, Incoming]] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """The events of one chat: in line, and whether a turn is under way."""

    events: deque[_Waiting] = field(default_factory=deque)
    busy: bool = False

    def held_s(self) -> float:
        """For how long albums wait for their rest, and what came after them waits too."""
        return max((w.hold_until for w in self.events), default=0.0) - time.monotonic()

    def take(self) -> list[_Waiting]:
        """Take all that waits out of the line, nothing while an album is held."""
        if self.held_s() > 0:
            return []
        taken = list(self.events)
        self.events.clear()
        return taken


@dataclass(frozen=True, slots=True)
class Channel:
    """How a webhook channel's raw bodies become events."""

    decode: Decode
    album_key: AlbumKey = lambda _: None


class Runtime:
    """`core.ports.Desk`: the one object that channels and the inbox are given."""

    def __init__(
        self,
        database: Database,
        turns: Turns,
        reader: Reader,
        texts: Texts,
        *,
        clock: Clock | None = None,
        metrics: Metrics | None = None,
        events_per_minute: int = 30,
        searches: Searches | None = None,
    ) -> None:
        self.database = database
        self.clock = clock or Clock()
        self.metrics = metrics or Metrics()
        self._turns, self._texts = turns, texts
        self._lines: dict[ChatRef, _Line] = {}
        self._waiting = 0
        self._rates = Rates(events_per_minute)
        self._searches = searches
        self._channels: dict[str, Channel] = {}
        self._hub = Hub()
        self._reading = ReadingLine(reader)
        self._looking = ThreadPoolExecutor(4, thread_name_prefix="reads")
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = False
        self._drained: asyncio.Event | None = None

    # --- life ------------------------------------------------------------------------------------

    async def start(self, *, terminal: bool = False) -> None:
        """Begin: listen to commits, take up what an earlier run left undone.

        `terminal`: this process serves the terminal's chats, whose events no other may take up, as
        they may be under way in one that runs beside it; without it, all the others.
        """
        self._loop = asyncio.get_running_loop()
        self.database.writer.on_commit = self._committed
        self._spawn(self._watch_foreign_changes())
        await self.recover(terminal=terminal)

    async def stop(self) -> None:
        """Finish the turns under way, lose nothing, let go of the threads."""
        self._stopping = True
        if self._waiting:
            self._drained = asyncio.Event()
            # What a store in trouble does not take is not acknowledged either, so it is not lost.
            with suppress(TimeoutError):
                await asyncio.wait_for(self._drained.wait(), STOP_WAIT_S)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._waiting = 0
        self._reading.close()
        self._looking.shutdown(wait=True)

    def serve(self, name: str, channel: Channel) -> None:
        """Let a webhook channel's stored bodies be decoded and run."""
        self._channels[name] = channel

    def now(self) -> datetime:
        return self.clock.now()

    def forget(self) -> None:
        """Drop what is remembered of chats."""
        self._rates.clear()

    # --- events ----------------------------------------------------------------------------------

    async def handle(self, incoming: Incoming) -> Outcome:
        """Store the event, run its turn, return when both are committed. See `core.ports.Desk`."""
        if self._stopping or self._waiting >= MOST_WAITING:
            raise Overloaded("too much is waiting; try again in a few seconds")
        return await self._line_up(incoming, None)

    async def accept(self, channel: str, bot: str, event_id: str, raw: bytes) -> bool:
        """Store a webhook's raw body; its turn runs afterwards. True when it is new."""
        now = self.now()

        def store(uow: UnitOfWork) -> int | None:
            return uow.intake.store_raw(channel, bot, event_id, raw, now)

        intake_id = await self.write(("intake", channel, bot, event_id), store)
        if intake_id is None:
            return False
        row = IntakeRow(intake_id, channel, bot, event_id, raw, now, "new", 0)
        self._spawn(self._run_raw(row))
        return True

    async def recover(self, *, terminal: bool = False) -> int:
        """Run what was stored but not run when a process ended; return how many events."""

        def left(uow: UnitOfWork) -> list[IntakeRow]:
            rows = uow.intake.waiting(MOST_RECOVERED)
            return [row for row in rows if (row.bot == LOCAL_BOT) is terminal]

        rows = await self.read(left)
        pages = [rows[first : first + PAGE] for first in range(0, len(rows), PAGE)]
        if pages:
            self._spawn(self._run_pages(await self._begin(pages[0]), pages[1:]))
        return len(rows)

    async def _begin(self, page: Sequence[IntakeRow]) -> "list[asyncio.Future[Any]]":
        """Line stored events up, before anything that comes from now on."""
        decoded = await self.read(lambda uow: [(row, _decoded(uow, row)) for row in page])
        return [asyncio.ensure_future(self._again(row, incoming)) for row, incoming in decoded]

    def _again(self, row: IntakeRow, incoming: Incoming | ValueError | None) -> Awaitable[Any]:
        match incoming:
            case None:
                return self._run_raw(row)
            case ValueError():
                return self._bury(row.id, str(incoming))
        return self._line_up(incoming, row.id)

    async def _run_pages(
        self, page: "list[asyncio.Future[Any]]", more: Sequence[Sequence[IntakeRow]]
    ) -> None:
        """Wait for a page before the next, so that many events do not keep out those of now."""
        await asyncio.gather(*page, return_exceptions=True)
        for rows in more:
            await asyncio.gather(*await self._begin(rows), return_exceptions=True)

    async def _run_raw(self, row: IntakeRow) -> None:
        channel = self._channels.get(row.channel)
        if channel is None:
            return
        try:
            if len(row.raw) > QUICKLY_DECODED:
                # A letter with photos: others need not wait for it.
                incoming = await asyncio.to_thread(
                    channel.decode, row.raw, row.bot, row.received_at
                )
            else:
                incoming = channel.decode(row.raw, row.bot, row.received_at)
        except Exception as error:  # noqa: BLE001 - whatever a body does to a decoder, the next must run
            await self._bury(row.id, f"cannot be decoded: {type(error).__name__}")
            return
        if incoming is None:
            await self.write(("intake", row.id), lambda uow: uow.intake.ignore(row.id))
            return
        album = channel.album_key(row.raw)
        if album is None or not self._joined(incoming, row.id, album):
            await self._line_up(incoming, row.id, album)

    async def _bury(self, intake_id: int, error: str) -> None:
        self.metrics.dead_letter("intake")

        def job(uow: UnitOfWork) -> None:
            uow.intake.fail(intake_id, error, dead=True)

        await self.write(("intake", intake_id), job)

    def _joined(self, incoming: Incoming, intake_id: int, album: str) -> bool:
        """Add a picture to its album while that still waits for its rest: an album is one event."""
        line = self._lines.get(incoming.chat_ref)
        first = next((w for w in line.events if w.album == album), None) if line else None
        if first is not None:
            first.rest.append((intake_id, incoming))
        return first is not None

    def _line_up(
        self, incoming: Incoming, intake_id: int | None, album: str | None = None
    ) -> "asyncio.Future[Outcome]":
        """Put an event in its chat's line; the future is resolved once its turn is committed."""
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        waiting = _Waiting(incoming, done, intake_id, album=album)
        waiting.hold_until = time.monotonic() + ALBUM_WAIT_S if album else 0.0
        waiting.over_limit = self._rates.over(incoming.chat_ref, self.now().timestamp())
        line = self._lines.setdefault(incoming.chat_ref, _Line())
        line.events.append(waiting)
        self._waiting += 1
        if not line.busy:
            line.busy = True
            self._spawn(self._serve(incoming.chat_ref, line))
        return done

    async def _serve(self, ref: ChatRef, line: _Line) -> None:
        """Run the chat's line until it is empty, in a task that no client's leaving ends."""
        try:
            while line.events:
                # What came after an album waits with it, so that it is answered in its order.
                if (held_s := line.held_s()) > 0:
                    await asyncio.sleep(held_s)
                    continue
                await self._batch(ref, line.take(), line)
        finally:
            line.busy = False
            if not line.events:
                self._lines.pop(ref, None)

    async def _batch(self, ref: ChatRef, batch: list[_Waiting], line: _Line | None = None) -> None:
        """Run what waited together in one turn; where that fails, each event alone.

        What came into the `line` while something was read waits too, and joins.
        """
        began = time.perf_counter()
        try:
            for waiting in batch:
                if waiting.incoming.needs_reading and waiting.reading is None:
                    await self._store_and_read(waiting)
                if line is not None and len(batch) < MOST_TOGETHER:
                    batch += line.take()
            outcomes = await self._turn(ref, batch)
        except Exception as error:  # noqa: BLE001 - the chat must hear of it and go on
            if len(batch) > 1:
                for waiting in batch:
                    await self._batch(ref, [waiting])
                return
            await self._failed(ref, batch[0], error)
        else:
            for waiting, outcome in zip(batch, outcomes, strict=True):
                _resolve(waiting.done, outcome)
            self.metrics.turn(ref.channel, "ok", time.perf_counter() - began, len(batch))
        self._waiting -= len(batch)
        if self._drained is not None and not self._waiting:
            self._drained.set()

    async def _store_and_read(self, waiting: _Waiting) -> None:
        """Make the event durable before the slow part, then read it in the reader's thread."""
        incoming = waiting.incoming
        if waiting.intake_id is None:
            key = ("intake", incoming.channel, incoming.bot, incoming.event_id)
            waiting.intake_id = await self.write(
                key, lambda uow: uow.intake.take(incoming, done=False)
            )
            if waiting.intake_id is None:
                return
        text = (incoming.text or "")[:MOST_CHARACTERS]
        waiting.reading = await self._with_meaning(
            incoming.chat_ref, text, await self.read_text(text)
        )

    async def _with_meaning(self, ref: ChatRef, text: str, reading: Reading) -> Reading:
        """Add what a search means to its reading."""
        searches = self._searches
        if searches is None or not searches.wanted(ref, reading):
            return reading
        meaning = await self._reading.run(lambda: searches.meaning(text))
        return replace(reading, parse={**(reading.parse or {}), "meaning": meaning})

    async def read_text(self, text: str, now: datetime | None = None) -> Reading:
        """Read a text in the reader's own thread; relative dates against `now`."""
        began = time.perf_counter()
        parse = await self._reading.read(text, now or self.now())
        self.metrics.read(time.perf_counter() - began)
        return from_parse(parse)

    async def _turn(self, ref: ChatRef, batch: list[_Waiting]) -> list[Outcome]:
        now = self.now()
        repeated = [w.incoming.needs_reading and w.intake_id is None for w in batch]
        entries = [
            Entry(w.incoming, w.reading, w.intake_id, over_limit=w.over_limit, rest=tuple(w.rest))
            for w, old in zip(batch, repeated, strict=True)
            if not old
        ]
        if not entries:
            return [Outcome(w.incoming.event_id, repeated=True) for w in batch]
        outcomes = await self.write(ref, lambda uow: self._turns.run(uow, ref, entries, now))
        self._note_asked(ref, outcomes)
        ran = iter(outcomes)
        return [
            Outcome(w.incoming.event_id, repeated=True) if old else next(ran)
            for w, old in zip(batch, repeated, strict=True)
        ]

    def _note_asked(self, ref: ChatRef, outcomes: Sequence[Outcome]) -> None:
        rows = [row for outcome in outcomes for row in outcome.replies]
        if self._searches is not None and rows:
            self._searches.note(ref, rows[-1].outgoing.flow)

    async def _failed(self, ref: ChatRef, waiting: _Waiting, error: Exception) -> None:
        """A turn raised: its event becomes a dead letter, and the resident is told, never left
        waiting.
        """
        log.error("a turn failed", exc_info=error)
        self.metrics.turn(ref.channel, "failed", 0.0, 1)
        try:
            outcome = await self.write(ref, lambda uow: self._apologise(uow, ref, waiting, error))
        except Exception as worse:  # noqa: BLE001 - whoever waits must hear of it
            if not waiting.done.done():
                waiting.done.set_exception(worse)
        else:
            _resolve(waiting.done, outcome)

    def _apologise(
        self, uow: UnitOfWork, ref: ChatRef, waiting: _Waiting, error: Exception
    ) -> Outcome:
        incoming = waiting.incoming
        intake_id = waiting.intake_id or uow.intake.take(incoming, done=False)
        if intake_id is not None:
            uow.intake.fail(intake_id, type(error).__name__, dead=True)
        return self._turns.say(uow, ref, Say(Text("trouble")), incoming, self.now())

    # --- writing, looking, listening -------------------------------------------------------------

    async def write(self, key: Hashable, job: Callable[[UnitOfWork], T]) -> T:
        return await self.database.writer.run(key, job)

    async def read(self, job: Callable[[UnitOfWork], T]) -> T:
        def look() -> T:
            with self.database.reads.unit_of_work() as uow:
                return job(uow)

        return await asyncio.get_running_loop().run_in_executor(self._looking, look)

    def at_work(self, ref: ChatRef) -> bool:
        return ref in self._lines

    def watch(self, *topics: tuple[str, Any]) -> "HubWatch":
        return self._hub.watch(frozenset(topics))

    def _committed(self, changed: Changes) -> None:
        """Called in the writer's thread: pass on to the loop, where the listeners are."""
        if self._loop is not None and self._hub.listened:
            try:
                self._loop.call_soon_threadsafe(self._hub.publish, frozenset(changed))
            except RuntimeError:
                log.info("the loop has ended; its listeners are gone with it")

    async def _watch_foreign_changes(self) -> None:
        """Notice within a second what another process wrote into the same file."""
        version = await asyncio.wrap_future(self.database.writer.data_version())
        while True:
            await asyncio.sleep(FOREIGN_CHANGE_POLL_S)
            seen = await asyncio.wrap_future(self.database.writer.data_version())
            if seen != version:
                version = seen
                self._hub.publish(frozenset({ANYTHING}))

    def _spawn(self, work: Awaitable[Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Future[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("work in the background failed", exc_info=task.exception())


def _decoded(uow: UnitOfWork, row: IntakeRow) -> Incoming | ValueError | None:
    """Return the row's event, None when it is raw, or why it can be neither."""
    try:
        return uow.intake.incoming(row)
    except ValueError as error:
        return error


def _resolve(done: "asyncio.Future[Outcome]", outcome: Outcome) -> None:
    if not done.done():
        done.set_result(outcome)


# --- who listens ---------------------------------------------------------------------------------

# Published when another process wrote: nobody knows what, so everybody looks.
ANYTHING: tuple[str, Any] = ("anything", None)


class Hub:
    """Tells listeners of changes. Lives on the event loop."""

    def __init__(self) -> None:
        self._watches: set[HubWatch] = set()

    @property
    def listened(self) -> bool:
        return bool(self._watches)

    def watch(self, topics: frozenset[tuple[str, Any]]) -> "HubWatch":
        watch = HubWatch(self, topics)
        self._watches.add(watch)
        return watch

    def publish(self, changed: frozenset[tuple[str, Any]]) -> None:
        for watch in self._watches:
            watch.tell(changed)

    def leave(self, watch: "HubWatch") -> None:
        self._watches.discard(watch)


class HubWatch:
    """`core.ports.Watch`."""

    def __init__(self, hub: Hub, topics: frozenset[tuple[str, Any]]) -> None:
        self._hub, self._topics = hub, topics
        self._changed: Changes = set()
        self._ready = asyncio.Event()

    def tell(self, changed: frozenset[tuple[str, Any]]) -> None:
        everything = ANYTHING in changed or not self._topics
        mine = changed if everything else changed & self._topics
        if mine:
            self._changed |= mine
            self._ready.set()

    async def next(self, timeout_s: float) -> Changes:
        try:
            # Not `wait_for`: on Python 3.11 it can lose a cancellation.
            async with asyncio.timeout(timeout_s):
                await self._ready.wait()
        except TimeoutError:
            return set()
        changed, self._changed = self._changed, set()
        self._ready.clear()
        return changed

    def close(self) -> None:
        self._hub.leave(self)


class Rates:
    """Counts events of each chat in the running minute; memory is bounded by forgetting the
    oldest.
    """

    def __init__(self, per_minute: int, most_chats: int = 100_000) -> None:
        self._per_minute, self._most = per_minute, most_chats
        self._counts: OrderedDict[ChatRef, tuple[float, int]] = OrderedDict()

    def clear(self) -> None:
        """Forget all chats and what they sent in this minute."""
        self._counts.clear()

    def over(self, ref: ChatRef, now_s: float) -> bool:
        """Note an event; True when the chat has sent more than its limit in this minute."""
        start, count = self._counts.pop(ref, (now_s, 0))
        if not 0 <= now_s - start < 60:
            start, count = now_s, 0
        self._counts[ref] = (start, count + 1)
        if len(self._counts) > self._most:
            self._counts.popitem(last=False)
        return count + 1 > self._per_minute
