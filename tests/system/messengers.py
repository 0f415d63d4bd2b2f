"""Residents of two messengers before the real program, and messengers that fail as they do.

A resident says one thing after another, each once everything said to them has come. What came is
kept by what it answers, so that two runs can be laid side by side; and with the moment and what was
done to the connection, so that a message that came twice can be explained.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.bots.telegram.emulated import Emulated, emulated
from tests.bots.telegram.updates import TOKEN as TELEGRAM_TOKEN
from tests.bots.telegram.updates import update
from tests.bots.viber.callbacks import TOKEN as VIBER_TOKEN
from tests.bots.viber.callbacks import message
from tests.bots.viber.server import User, ViberServer, viber_server
from tests.system.program import Program, free_port, furnish

# Each script is a talk of its own: the place holds its number, so that nobody reports what another
# has reported before.
SCRIPTS: Sequence[Sequence[str]] = (
    (
        "не працює ліфт, вулиця Антоновича {number}, під’їзд 2",
        *("Голосіївський", "без номера", "так", "де моя заявка?"),
    ),
    (
        "не вивозять сміття, Драгоманова {number}",
        *("при будинку", "Дарницький", "так", "дякую"),
    ),
    ("добрий день", "де моя заявка?", "а що ти вмієш?"),
)
PATIENCE_S = 240
LOOK_EVERY_S = 0.1
AGAIN_EVERY_S = 0.3
DRAINS_S = 0.5
FIRST_PERSON = 100_000
# Bodies and their working hours change with the day; numbers are given in the order of filing.
_VARIES = ((re.compile(r"KV-\d{4}-\d{6}"), "KV"), (re.compile(r"\d{1,2}:\d\d"), "HH:MM"))
_TAG = re.compile(r"</?b>")


@dataclass(frozen=True)
class Heard:
    """A message that a messenger took. `cut`: it took it and broke the connection off."""

    text: str
    at: float
    cut: bool


@dataclass
class Faults:
    """What goes wrong with calls that send, in shares of all; `count` says how often it did."""

    chance: random.Random
    flooded: float = 0.004
    failed: float = 0.02
    cut: float = 0.02
    count: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def before(self) -> str | None:
        """Return what happens to a call instead of its being taken."""
        draw = self.chance.random()
        if draw < self.flooded:
            return self._noted("429")
        return self._noted("5xx") if draw < self.flooded + self.failed else None

    def after(self) -> bool:
        """Whether the connection breaks once the call was taken."""
        return self.chance.random() < self.cut and self._noted("cut") is not None

    def _noted(self, what: str) -> str:
        self.count[what] += 1
        return what


@dataclass
class Messenger:
    """One platform: what residents of it heard, in its order, and what is done to calls."""

    channel: str
    faults: Faults
    heard: dict[str, list[Heard]] = field(default_factory=lambda: defaultdict(list))

    @web.middleware
    async def between(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Stand before the messenger's own server."""
        sent = await _sent(request)
        if sent is None:
            return await handler(request)
        if fault := self.faults.before():
            return _failure(fault, self.channel)
        response = await handler(request)
        if _taken(response):
            cut = self.faults.after()
            chat, text = sent
            self.heard[chat].append(Heard(plain(text), time.monotonic(), cut))
            if cut and request.transport is not None:
                request.transport.abort()
        return response


async def _sent(request: web.Request) -> tuple[str, str] | None:
    """Return chat and text of a call that sends a message, None of any other."""
    if request.path.endswith("/sendMessage"):
        fields = await request.post()
        return str(fields["chat_id"]), str(fields["text"])
    if request.path.endswith("/send_message"):
        body = json.loads(await request.read())
        return body["receiver"], body.get("text", "")
    return None


def _failure(fault: str, channel: str) -> web.Response:
    if fault == "5xx":
        return web.Response(status=502, text="<html>nginx</html>")
    if channel == "viber":
        return web.json_response({"status": 12, "status_message": "tooManyRequests"})
    told = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1"}
    return web.json_response(told | {"parameters": {"retry_after": 1}}, status=429)


def _taken(response: web.StreamResponse) -> bool:
    assert isinstance(response, web.Response)
    answer = json.loads(response.text or "{}")
    return response.status == 200 and answer.get("ok", answer.get("status") == 0) is True


def plain(text: str) -> str:
    """Return a message without what two runs of the same talk may differ in."""
    text = _TAG.sub("", text).replace("**", "")
    for pattern, name in _VARIES:
        text = pattern.sub(name, text)
    return text


# --- residents -----------------------------------------------------------------------------------


@dataclass
class Resident:
    """One chat. `heard_by` holds what had come, all told, before each thing that was said."""

    number: int
    messenger: Messenger
    say: Callable[[Resident, str], Awaitable[None]]
    steps: list[list[Heard]] = field(default_factory=list)

    @property
    def chat(self) -> str:
        name = FIRST_PERSON + self.number
        return str(name) if self.messenger.channel == "telegram" else f"{name}viber=="

    @property
    def script(self) -> Iterator[str]:
        for words in SCRIPTS[self.number // 2 % len(SCRIPTS)]:
            yield words.format(number=self.number)

    async def talk(self, ended: Callable[[Resident, int], Awaitable[None]]) -> None:
        """Say everything; `ended` waits until so many things are answered and sent."""
        for count, words in enumerate(self.script, 1):
            before = len(self.messenger.heard[self.chat])
            await self.say(self, words)
            try:
                async with asyncio.timeout(PATIENCE_S):
                    await ended(self, count)
            except TimeoutError:
                raise AssertionError(f"{self.chat} is not answered: {words}") from None
            self.steps.append(self.messenger.heard[self.chat][before:])

    @property
    def told(self) -> list[list[str]]:
        """Return what was heard in answer to each thing, repeated messages once."""
        return [list(dict.fromkeys(heard.text for heard in step)) for step in self.steps]

    @property
    def doubles(self) -> Iterator[tuple[Heard, Heard]]:
        """Yield each message that came again, after the one that it repeats."""
        for step in self.steps:
            last: dict[str, Heard] = {}
            for heard in step:
                if heard.text in last:
                    yield last[heard.text], heard
                last[heard.text] = heard


# --- a city with both messengers -----------------------------------------------------------------


@dataclass
class Run:
    """A program with both messengers before it, and everything that happened.

    `kills`: from when to when the last of each process arrived.
    """

    program: Program
    telegram: Emulated
    viber: ViberServer
    messengers: Mapping[str, Messenger]
    chance: random.Random
    residents: list[Resident] = field(default_factory=list)
    kills: list[tuple[float, float]] = field(default_factory=list)
    repeated: int = 0
    _settled: dict[tuple[str, str], int] = field(default_factory=dict)
    _looked: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def play(self, count: int, at_once: int) -> None:
        """Let so many residents talk to the end, half of them on each messenger."""
        places = asyncio.Semaphore(at_once)
        ways = (("telegram", self._write_telegram), ("viber", self._write_viber))
        for number in range(count):
            channel, say = ways[number % 2]
            self.residents.append(Resident(number, self.messengers[channel], say))

        async def one(resident: Resident) -> None:
            async with places:
                await resident.talk(self._ended)

        beside = [asyncio.create_task(work()) for work in (self._deliver_again, self._look)]
        try:
            async with asyncio.TaskGroup() as group:
                for resident in self.residents:
                    group.create_task(one(resident))
        finally:
            for task in beside:
                task.cancel()

    async def kill(self) -> None:
        """End the program as a power cut would, and start it again."""
        began = time.monotonic()
        self.program.kill()
        # What it had sent before arrives after its end: all of it, before another process sends.
        await asyncio.sleep(DRAINS_S)
        self.kills.append((began, time.monotonic()))
        await asyncio.to_thread(self.program.start)

    async def _deliver_again(self) -> None:
        """Deliver what the webhooks did not take, as platforms do."""
        while True:
            await asyncio.sleep(AGAIN_EVERY_S)
            await self.telegram.redeliver()
            await self.viber.redeliver()

    async def _write_telegram(self, resident: Resident, words: str) -> None:
        user = {"id": int(resident.chat), "is_bot": False, "first_name": "Олена"}
        await self.telegram.says(update(user=user, text=words))

    async def _write_viber(self, resident: Resident, words: str) -> None:
        users = self.viber.users
        user = users.setdefault(resident.chat, User(resident.chat, subscribed=True))
        user.heard_at, user.unanswered = self.viber.clock(), []
        made = message(resident.chat, text=words)
        await self.viber.post(made)
        # Viber calls again now and then although the first call was taken.
        if self.messengers["viber"].faults.failed and self.chance.random() < 0.1:
            self.repeated += 1
            await self.viber.post(made)

    async def _ended(self, resident: Resident, count: int) -> None:
        """Wait until so many events of a chat are done, and whatever was said to it is sent."""
        key = (resident.messenger.channel, resident.chat)
        async with self._looked:
            await self._looked.wait_for(lambda: self._settled.get(key, 0) >= count)

    async def _look(self) -> None:
        """Look again and again which chats have nothing under way, and after how many events."""
        while True:
            rows = await asyncio.to_thread(self.program.rows, _SETTLED)
            async with self._looked:
                self._settled = {(str(c), str(chat)): int(str(n)) for c, chat, n in rows}
                self._looked.notify_all()
            await asyncio.sleep(LOOK_EVERY_S)


_SETTLED = """
    SELECT c.channel, c.chat, i.done FROM conversations c
    JOIN (SELECT conversation_id, count(*) AS done FROM intake WHERE status = 'done' GROUP BY 1) i
        ON i.conversation_id = c.id
    WHERE c.id NOT IN (SELECT conversation_id FROM outbox WHERE status = 'new')
"""


@asynccontextmanager
async def city(home: Path, model: Path, faults: Mapping[str, Faults]) -> AsyncIterator[Run]:
    """Run the program in a new home with both messengers, whose webhooks it serves."""
    messengers = {name: Messenger(name, fault) for name, fault in faults.items()}
    port = free_port()
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(
            emulated(messengers["telegram"].between, most=1_000_000)
        )
        viber = await stack.enter_async_context(viber_server(messengers["viber"].between))
        settings = {
            "MISTO_WEB__PUBLIC_URL": f"http://127.0.0.1:{port}",
            "MISTO_TELEGRAM__TOKEN": TELEGRAM_TOKEN,
            "MISTO_TELEGRAM__MODE": "webhook",
            "MISTO_TELEGRAM__SECRET": "s3cret",
            "MISTO_TELEGRAM__API_BASE": telegram.base,
            "MISTO_VIBER__TOKEN": VIBER_TOKEN,
            "MISTO_VIBER__API_BASE": f"{viber.base}/pa",
        }
        program = Program(furnish(home, model), port=port, settings=settings)
        stack.callback(program.abandon)
        await asyncio.to_thread(program.start)
        run = Run(program, telegram, viber, messengers, faults["viber"].chance)
        async with asyncio.timeout(PATIENCE_S):
            await _reached(telegram, viber)
        yield run
        await asyncio.to_thread(program.stop)


async def _reached(telegram: Emulated, viber: ViberServer) -> None:
    """Wait until both messengers were told of the webhooks."""
    while True:
        if telegram.webhook and viber.webhook:
            return
        await asyncio.sleep(LOOK_EVERY_S)


def cases(program: Program) -> dict[str, list[Any]]:
    """Return what each chat has filed, without what two runs may differ in."""
    told = program.command("cases", "--json")
    assert told.returncode == 0, told.stderr
    found: dict[str, list[Any]] = defaultdict(list)
    kept = (
        "kind",
        "service_code",
        "status",
        "description",
        "facts",
        "address",
        "body",
        "joined_to",
    )
    for line in told.stdout.splitlines():
        case = json.loads(line)
        found[case["chat"]].append({name: case[name] for name in kept})
    return found
