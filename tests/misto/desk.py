"""A runtime on a real database with a small dialogue behind it, and gates that hold its threads."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.database.database import Database, open_database
from core.conversation import Button, Context, Event, Heard, Say, State, Step, Text
from core.messages import ChatRef, Incoming
from core.ports import UnitOfWork
from core.program import Outcome
from core.turn import Turns
from dialogs.texts import Catalogue
from misto.runtime import Clock, Runtime

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
OLENA = ChatRef("webchat", "web", "olena")
TEXTS = "trouble = Вибачте.\ntoo-long = Задовге.\ntoo-many = Забагато.\n"
APOLOGY = "Вибачте."


class Dialogue:
    """Says what it heard; `зламай` breaks it, `питай` is answered by a question."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def step(self, state: State, event: Event, context: Context) -> Step:
        assert isinstance(event, Heard)
        incoming = event.incoming
        said = incoming.text or incoming.button or f"{len(incoming.files)} фото"
        if said == "зламай":
            raise RuntimeError("as the test asked")
        self.heard.append(said)
        kind: Any = "question" if said.startswith("питай") else "info"
        buttons = (Button(Text("literal", {"text": "Так"}), "так"),) if kind == "question" else ()
        return Step(state, (Say(Text("literal", {"text": f"Почуто: {said}"}), buttons, kind=kind),))

    def rest(self, state: State, context: Context) -> Step:
        return Step(state, ())


class Reader:
    """Understands nothing; waits while its gate is shut."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.open.set()
        self.asked = threading.Event()
        self.reads = 0

    def read(self, text: str, now: datetime) -> Mapping[str, Any]:
        self.reads += 1
        self.asked.set()
        assert self.open.wait(30)
        if text == "нечитне":
            raise ValueError("as the test asked")
        return {"text": text}


@dataclass
class Desk:
    """The runtime with what a test looks at."""

    runtime: Runtime
    database: Database
    dialogue: Dialogue
    reader: Reader
    clock: Clock
    sent: dict[ChatRef, int] = field(default_factory=dict)

    def event(self, said: str, chat: ChatRef = OLENA, event_id: str | None = None) -> Incoming:
        """Return the chat's next event; what begins with `=` is a button, which is not read."""
        number = self.sent[chat] = self.sent.get(chat, 0) + 1
        pressed = said.startswith("=")
        return Incoming(
            channel=chat.channel,
            bot=chat.bot,
            chat=chat.chat,
            event_id=event_id or f"{chat.chat}-{number}",
            at=NOW,
            text=None if pressed else said,
            button=said if pressed else None,
        )

    async def says(
        self, said: str, chat: ChatRef = OLENA, event_id: str | None = None
    ) -> list[str]:
        """Hand an event in; return the texts of the replies."""
        return texts(await self.runtime.handle(self.event(said, chat, event_id)))

    def begins(self, *said: str, chat: ChatRef = OLENA) -> "list[asyncio.Task[Outcome]]":
        """Hand events in without waiting for them."""
        return [asyncio.create_task(self.runtime.handle(self.event(one, chat))) for one in said]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the writer's thread in a job of its own while the block runs."""
        gate, reached = threading.Event(), threading.Event()

        def hold(_: UnitOfWork) -> None:
            reached.set()
            assert gate.wait(30)

        self.database.writer.submit(None, hold)
        assert reached.wait(30)
        try:
            yield
        finally:
            gate.set()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.database.reads.unit_of_work() as uow:
            return uow.connection.execute(query).fetchall()


def texts(outcome: Outcome) -> list[str]:
    return [row.outgoing.text for row in outcome.replies]


async def turns_of_the_loop(count: int = 50) -> None:
    """Let everything that can go on without waiting go on."""
    for _ in range(count):
        await asyncio.sleep(0)


async def until(happened: Callable[[], Any]) -> None:
    """Wait until something has happened in another thread."""
    async with asyncio.timeout(30):
        while not happened():
            await asyncio.to_thread(time.sleep, 0.001)


@asynccontextmanager
async def desk_at(folder: Path, **options: Any) -> AsyncIterator[Desk]:
    """Open a desk on the database of a folder; `start=False` leaves the start to the test."""
    start = options.pop("start", True)
    dialogue, reader, clock = Dialogue(), Reader(), Clock()
    clock.set(NOW)
    texts = Catalogue({"uk": {"a.ftl": TEXTS}, "en": {"a.ftl": TEXTS}})
    with open_database(f"sqlite:///{folder}/misto.db") as database:
        turns = Turns(dialogue, texts, {})
        options = {"events_per_minute": 10_000, **options}
        runtime = Runtime(database, turns, reader, texts, clock=clock, **options)
        if start:
            await runtime.start()
        yield Desk(runtime, database, dialogue, reader, clock)
        reader.open.set()
        await runtime.stop()
