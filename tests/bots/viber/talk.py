"""A scenario's lines over Viber: what residents do goes to the bot as signed callbacks, what
reaches them over Viber's server comes back as lines.

Only `flow` and `expects`, which nobody sees on a phone, are looked up in the database.
"""

from __future__ import annotations

import asyncio
import html
import itertools
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TextIO

from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bots.sending import Limits, Sender
from core.messages import FileRef, Incoming
from misto.app import City
from misto.chat import JsonChat
from tests.bots.desk import until
from tests.bots.viber.callbacks import TOKEN
from tests.bots.viber.server import ViberServer, viber_server
from tests.scenarios.lines import InThread

QUICK = Limits(chat_burst=100, bot_burst=100, chat_per_s=1000, bot_per_s=1000, settle_s=0.5)
_KINDS = {"photo": "picture", "document": "file", "video": "video"}
_SHARED = {"share-phone": "contact", "location-picker": "location"}


def viber_environ(server: ViberServer, port: int) -> dict[str, str]:
    """Return the settings of a city whose Viber is this server and whose webhook is on a port."""
    return {
        "MISTO_VIBER__TOKEN": TOKEN,
        "MISTO_VIBER__API_BASE": f"{server.base}/pa",
        "MISTO_WEB__PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


@asynccontextmanager
async def at_work(
    city: City, server: ViberServer, port: int, app: web.Application | None = None
) -> AsyncIterator[Sender]:
    """Let a city take Viber's callbacks and send what is due there.

    `app`: the whole web part, with the webhook in it; without it there is only the webhook.
    """
    bot = city.viber
    assert bot is not None
    server.clock = city.runtime.now
    if app is None:
        app = web.Application()
        bot.add_routes(app)
    sender = Sender(bot.channel, bot, city.runtime, QUICK)
    async with TestServer(app, port=port):
        tasks = [asyncio.create_task(work) for work in (bot.run(), sender.run())]
        try:
            await until(lambda: server.webhook)
            yield sender
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    await bot.close()


async def settled(city: City, server: ViberServer) -> None:
    """Wait until every callback has had its turn and every message is sent, or waits for later."""

    async def quiet() -> bool:
        runtime = city.runtime
        waiting = await runtime.read(lambda uow: uow.intake.waiting())
        due = await runtime.read(lambda uow: uow.outbox.due("viber", runtime.now()))
        return not (waiting or due or server.waiting)

    await until(quiet)


class ViberChat(JsonChat):
    """`JsonChat` whose residents have Viber."""

    def __init__(self, city: City, out: TextIO, server: ViberServer) -> None:
        super().__init__(city, out, fresh=True)
        self._server = server
        self._written = 0
        self._posting = asyncio.Lock()
        self._made: dict[str, dict[str, Any]] = {}
        self._names = itertools.count(1)

    async def _handle(self, incoming: Incoming, event: str, number: int) -> None:
        async with self._posting:
            if event in self._made:
                await self._server.post(self._made[event])
            else:
                self._made[event] = await self._do(incoming)
        await self._unasked()
        if incoming.files:
            await self._settle_files()
            await self._unasked()
        self._write({"done": event, "chat": incoming.chat})

    async def _do(self, incoming: Incoming) -> dict[str, Any]:
        """Do with the phone what the line says; of several things, the last one's callback."""
        made: dict[str, Any] = {}
        for silent, content in self._contents(incoming):
            made = await self._server.says(incoming.chat, silent=silent, **content)
        return made

    def _contents(self, incoming: Incoming) -> list[tuple[bool, dict[str, Any]]]:
        if incoming.button is not None:
            return [(True, {"text": f"m:{incoming.button}"})]
        if incoming.start is not None:
            return [(True, {"text": f"m:/start {incoming.start}".strip()})]
        if place := incoming.location:
            return [
                (False, {"type": "location", "location": {"lat": place.lat, "lon": place.long}})
            ]
        if card := incoming.contact:
            shared = {"name": card.name or "", "phone_number": card.phone}
            return [(False, {"type": "contact", "contact": shared})]
        if incoming.files:
            return [(False, self._file(file, incoming.text)) for file in incoming.files]
        return [(False, {"text": incoming.text})]

    def _file(self, file: FileRef, words: str | None) -> dict[str, Any]:
        """Put the file where Viber would have it, unless there is none."""
        if file.kind == "sticker":
            return {"type": "sticker", "sticker_id": 40126}
        name, path = f"{next(self._names)}.jpg", Path(file.ref)
        if path.exists():
            self._server.files[name] = path.read_bytes()
        link = {"media": f"{self._server.base}/media/{name}", "file_name": path.name}
        return {"type": _KINDS[file.kind], "text": words or ""} | link

    async def _unasked(self) -> None:
        """Write what has reached residents since."""
        async with self._writing:
            await settled(self._city, self._server)
            fresh = self._server.sent[self._written :]
            self._written += len(fresh)
            rows = await self._runtime.read(lambda uow: uow.outbox.since(0, 10_000))
            listed = await self._runtime.read(lambda uow: list(uow.outbox.all()))
            tokens = {row["platform_id"]: row["id"] for row in listed}
            said = {row.id: row.outgoing for row in rows}
            for message in fresh:
                outgoing = said.get(tokens.get(str(message["token"]), 0))
                self._write(
                    _line(message)
                    | {
                        "flow": outgoing.flow if outgoing else None,
                        "expects": outgoing.expects if outgoing else None,
                    }
                )


def _line(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a resident sees on the phone."""
    shown = message.get("keyboard", {}).get("Buttons", [])
    requests = [_SHARED[b["ActionType"]] for b in shown if b["ActionType"] in _SHARED]
    return {
        "chat": message["receiver"],
        "in_reply_to": None,
        "text": message["text"],
        "buttons": [
            {"label": html.unescape(b["Text"]), "value": b["ActionBody"].removeprefix("m:")}
            for b in shown
            if b["ActionType"] not in _SHARED
        ],
        "request": requests[0] if requests else None,
        "case": None,
    }


class OverViber(InThread):
    """A city in a thread of its own, with Viber between it and its residents.

    `found` makes the city with some settings more; `server` is kept to be looked at afterwards.
    """

    def __init__(self, found: Callable[[Mapping[str, str]], City]) -> None:
        self._found = found
        self.server = ViberServer()
        super().__init__(city=None)  # type: ignore[arg-type]  # it is founded in its own loop

    def _converse(self) -> None:
        asyncio.run(self._over_viber())

    async def _over_viber(self) -> None:
        port = unused_port()
        async with viber_server() as server:
            self.server = server
            city = self._found(viber_environ(server, port))
            with city.database:
                async with at_work(city, server, port):
                    chat = ViberChat(city, self._out, server)  # type: ignore[arg-type]
                    await chat.run(self._in)  # type: ignore[arg-type]
