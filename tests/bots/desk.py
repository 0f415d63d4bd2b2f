"""A desk on a real database, with a clock that a test sets and nothing behind the intake."""

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from connectors.database.reads import Reads
from connectors.database.writer import Writer
from core.messages import ChatRef, Incoming, Lane, Outgoing
from core.ports import UnitOfWork
from core.program import Outcome
from tests.contract.builders import NOW, chat, new_database

T = TypeVar("T")


@asynccontextmanager
async def working(*work: Any) -> AsyncIterator[None]:
    """Run coroutines beside the test, and end them after it."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


class Watch:
    """`core.ports.Watch`."""

    def __init__(self) -> None:
        self.changed: set[tuple[str, Any]] = set()
        self.ready = asyncio.Event()

    def tell(self, changed: set[tuple[str, Any]]) -> None:
        self.changed |= changed
        self.ready.set()

    async def next(self, timeout_s: float) -> set[tuple[str, Any]]:
        try:
            async with asyncio.timeout(timeout_s):
                await self.ready.wait()
        except TimeoutError:
            return set()
        changed, self.changed = self.changed, set()
        self.ready.clear()
        return changed

    def close(self) -> None:
        self.ready.set()


class DatabaseDesk:
    """`core.ports.Desk` over a database's writer and readers; `moment` is what `now` says."""

    def __init__(self, path: Path) -> None:
        new_database(path)
        self.moment = NOW
        self.refuse_with: Exception | None = None
        self.busy: set[ChatRef] = set()
        self._watches: list[Watch] = []
        self._writer, self._reads = Writer(path), Reads(path)

    def close(self) -> None:
        self._writer.close()
        self._reads.close()

    def now(self) -> Any:
        return self.moment

    def pass_s(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)

    async def handle(self, incoming: Incoming) -> Outcome:
        taken = await self.write(None, lambda uow: uow.intake.take(incoming, done=True))
        return Outcome(incoming.event_id, repeated=taken is None)

    async def accept(self, channel: str, bot: str, event_id: str, raw: bytes) -> bool:
        if self.refuse_with is not None:
            raise self.refuse_with
        now = self.moment
        stored = await self.write(
            None, lambda uow: uow.intake.store_raw(channel, bot, event_id, raw, now)
        )
        return stored is not None

    async def write(self, key: Hashable, job: Callable[[UnitOfWork], T]) -> T:
        def run(uow: UnitOfWork) -> tuple[T, set[tuple[str, Any]]]:
            return job(uow), set(uow.changed)

        result, changed = await self._writer.run(key, run)
        if changed:
            self.tell(changed)
        return result

    async def read(self, job: Callable[[UnitOfWork], T]) -> T:
        def look() -> T:
            with self._reads.unit_of_work() as uow:
                return job(uow)

        return await asyncio.to_thread(look)

    def at_work(self, ref: ChatRef) -> bool:
        return ref in self.busy

    def watch(self, *topics: tuple[str, Any]) -> Watch:
        watch = Watch()
        self._watches.append(watch)
        return watch

    def tell(self, changed: set[tuple[str, Any]]) -> None:
        for watch in self._watches:
            watch.tell(changed)

    # --- for tests to arrange and to look ---------------------------------------------------------

    async def say(
        self,
        text: str,
        who: str = "1",
        lane: Lane = "reply",
        bot: str = "7",
        channel: str = "telegram",
        in_reply_to: str | None = None,
        **facts: Any,
    ) -> int:
        """Put a message to a chat of a messenger into the outbox."""
        ref, now = ChatRef(channel, bot, who), self.moment
        outgoing = Outgoing(text, lane=lane, **facts)

        def add(uow: UnitOfWork) -> int:
            return uow.outbox.add(chat(uow, ref), ref, outgoing, now, in_reply_to=in_reply_to)

        return await self.write(None, add)

    async def outbox(self) -> dict[str, dict[str, Any]]:
        """Return the outbox's rows by their text."""
        rows = await self.read(lambda uow: [dict(row) for row in uow.outbox.all()])
        return {row["text"]: row for row in rows}

    async def stored(self) -> list[tuple[str, bytes]]:
        """Return the event ids and bodies that wait to be decoded, oldest first."""
        rows = await self.read(lambda uow: uow.intake.waiting())
        return [(row.event_id, row.raw) for row in rows]


async def until(condition: Callable[[], Any]) -> None:
    """Wait until a condition holds (it may be asynchronous); a test that waits too long fails."""
    async with asyncio.timeout(20):
        while True:
            found = condition()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return
            await asyncio.sleep(0.005)
