"""Updates a second of each channel, from the webhook to the committed reply, and of other bots.

Every chat says one thing and the next once the reply to it is committed; 64 connections carry what
different chats say at a time. The bots of aiogram and python-telegram-bot write one row an update
and answer through the same API; the bare handler reads the same bodies and does nothing. All are
measured in turns, round after round. What is said needs no reader: a start, a place.
"""

import asyncio
import contextlib
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from bench.city import empty_home, spread
from bench.echo import DATABASE, TOKEN, WEBHOOK
from bench.http import core, free_port, misto, serving

CONNECTIONS = 64
SECRET = "bench"  # noqa: S105 - of a bot that exists nowhere but here
VIBER_TOKEN = "4453b6ac12345678-e02c5f12174805f9"  # noqa: S105 - likewise
PHASES = ("start", "place", "start", "place")
LAT, LONG = 50.4021, 30.6543
PATIENCE_S = 120
# Chats that are not measured, and the number of the first.
WARM, FIRST = 16, 1000
ECHOES = ("aiogram", "python-telegram-bot")


def run(smoke: bool) -> Mapping[str, Any]:
    """Return the figures of every channel, with their spread."""
    chats, rounds = (24, 1) if smoke else (400, 3)
    measured = [asyncio.run(_round(chats)) for _ in range(rounds)]
    figures: dict[str, Any] = {}
    for name in CHANNELS:
        shares = [each[name] / each[f"bare {name}"] for each in measured]
        figures[f"{name}_share_of_bare_handler"] = spread(shares)
        figures[f"{name}_updates_a_second"] = spread([each[name] for each in measured])
    for echo in ECHOES:
        known = echo.replace("-", "_")
        ratios = [each["telegram"] / each[echo] for each in measured]
        figures[f"telegram_vs_{known}_echo"] = spread(ratios)
        figures[f"{known}_echo_updates_a_second"] = spread([each[echo] for each in measured])
    return figures


# --- what is said --------------------------------------------------------------------------------


@dataclass
class Posts(ABC):
    """Makes the requests of a channel; every one has a number of its own."""

    number: int = 0

    def __call__(self, chat: int, phase: str) -> bytes:
        self.number += 1
        path, headers, body = self._made(chat, phase)
        lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body

    @abstractmethod
    def _made(self, chat: int, phase: str) -> tuple[str, Mapping[str, str], bytes]:
        """Return path, headers and body of a chat's next request."""


class TelegramPosts(Posts):
    """Updates with messages."""

    def _made(self, chat: int, phase: str) -> tuple[str, Mapping[str, str], bytes]:
        place = {"location": {"latitude": LAT, "longitude": LONG}}
        person = {"id": chat, "first_name": "Олена"}
        message = {
            "message_id": self.number,
            "date": int(time.time()),
            "from": {**person, "is_bot": False},
            "chat": {**person, "type": "private"},
            **({"text": "/start"} if phase == "start" else place),
        }
        body = json.dumps({"update_id": self.number, "message": message}).encode()
        return WEBHOOK, {"X-Telegram-Bot-Api-Secret-Token": SECRET}, body


class ViberPosts(Posts):
    """Callbacks with messages, signed."""

    def _made(self, chat: int, phase: str) -> tuple[str, Mapping[str, str], bytes]:
        place = {"type": "location", "location": {"lat": LAT, "lon": LONG}}
        callback = {
            "event": "message",
            "timestamp": int(time.time() * 1000),
            "message_token": 4912661846655238145 + self.number,
            "sender": {"id": f"{chat:012d}==", "language": "uk", "api_version": 10},
            "message": {"type": "text", "text": "m:/start"} if phase == "start" else place,
            "silent": phase == "start",
        }
        body = json.dumps(callback).encode()
        signed = hmac.new(VIBER_TOKEN.encode(), body, hashlib.sha256).hexdigest()
        return "/viber/webhook", {"X-Viber-Content-Signature": signed}, body


class WebPosts(Posts):
    """Events of the page in a frame."""

    def _made(self, chat: int, phase: str) -> tuple[str, Mapping[str, str], bytes]:
        said = {"start": ""} if phase == "start" else {"location": {"lat": LAT, "long": LONG}}
        token = urlsafe_b64encode(hashlib.sha256(str(chat).encode()).digest()).decode().rstrip("=")
        body = json.dumps({"event": f"e{self.number}", **said}).encode()
        return "/chat/events", {"Authorization": f"Bearer {token}"}, body


CHANNELS: Mapping[str, Callable[[], Posts]] = {
    "telegram": TelegramPosts,
    "viber": ViberPosts,
    "webchat": WebPosts,
}


# --- who is measured -----------------------------------------------------------------------------


async def _round(chats: int) -> dict[str, float]:
    """Return the updates a second of every channel and of what it is compared with."""
    found: dict[str, float] = {}
    before = os.sched_getaffinity(0)
    async with _platforms() as api:
        for name, posts in CHANNELS.items():
            found[name] = await _of_misto(name, posts(), api, chats)
            with tempfile.TemporaryDirectory(prefix="misto-bench-") as folder:
                found[f"bare {name}"] = await _of_other(
                    "nothing", Path(folder), api, posts(), chats
                )
        for echo in ECHOES:
            with tempfile.TemporaryDirectory(prefix="misto-bench-") as folder:
                found[echo] = await _of_other(echo, Path(folder), api, TelegramPosts(), chats)
    os.sched_setaffinity(0, before)
    return found


async def _of_misto(name: str, posts: Posts, api: str, chats: int) -> float:
    settings = {
        "telegram": {
            "MISTO_TELEGRAM__TOKEN": TOKEN,
            "MISTO_TELEGRAM__MODE": "webhook",
            "MISTO_TELEGRAM__SECRET": SECRET,
            "MISTO_TELEGRAM__API_BASE": api,
        },
        "viber": {"MISTO_VIBER__TOKEN": VIBER_TOKEN, "MISTO_VIBER__API_BASE": f"{api}/pa"},
    }
    with empty_home() as home:
        address = {"MISTO_WEB__PUBLIC_URL": "http://127.0.0.1:9"}
        environment = home | address | settings.get(name, {})
        database = Path(home["MISTO_HOME"]) / "var" / "misto.db"
        done = "SELECT count(*) FROM intake WHERE status = 'done'"
        return await _measured([misto(), "run"], environment, posts, chats, Rows(database, done))


async def _of_other(kind: str, folder: Path, api: str, posts: Posts, chats: int) -> float:
    command = [sys.executable, "-m", "bench.echo", kind, str(folder), api]
    written = Rows(folder / DATABASE, "SELECT count(*) FROM updates")
    rows = None if kind == "nothing" else written
    return await _measured(command, os.environ, posts, chats, rows)


@dataclass
class Rows:
    """Counts in a database what was done. Nothing is done before the file is there."""

    path: Path
    query: str
    _connection: sqlite3.Connection | None = None

    async def reach(self, count: int) -> None:
        """Wait until so much is done. Errors: SystemExit when it never is."""
        if self._connection is None:
            self._connection = sqlite3.connect(self.path, timeout=10)
        until = time.monotonic() + PATIENCE_S
        while (found := self._connection.execute(self.query).fetchone()[0]) < count:
            if time.monotonic() > until:
                raise SystemExit(f"only {found} of {count} updates were acted on")
            await asyncio.sleep(0.002)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


async def _measured(
    command: list[str],
    environment: Mapping[str, str],
    posts: Posts,
    chats: int,
    rows: Rows | None,
) -> float:
    """Return the updates a second of a server. `rows`: where what was done can be counted."""
    with await asyncio.to_thread(_started, command, environment) as port:
        os.sched_setaffinity(0, core(1))
        lines = [await Line.opened(port) for _ in range(min(CONNECTIONS, chats))]
        # What a server does once, at its first update of a kind, is no part of its pace.
        await _said(lines, posts, range(WARM), rows)
        took = await _said(lines, posts, range(WARM, WARM + chats), rows)
        for line in lines:
            line.writer.close()
        if rows is not None:
            rows.close()
    return len(PHASES) * chats / took


async def _said(lines: "Sequence[Line]", posts: Posts, chats: range, rows: Rows | None) -> float:
    """Let chats say everything, each its next once all are answered; return the seconds."""
    took = 0.0
    for phase in PHASES:
        said = [posts(FIRST + chat, phase) for chat in chats]
        began = time.perf_counter()
        await _all(lines, said)
        if rows is not None:
            await rows.reach(posts.number)
        took += time.perf_counter() - began
    return took


def _started(
    command: list[str], environment: Mapping[str, str]
) -> contextlib.AbstractContextManager[int]:
    """Start a server in this thread, so that the platforms' own loop goes on; end it later."""
    stack = contextlib.ExitStack()
    port = stack.enter_context(serving(command, environment))

    @contextlib.contextmanager
    def running() -> Iterator[int]:
        with stack:
            yield port

    return running()


async def _all(lines: "Sequence[Line]", said: list[bytes]) -> None:
    """Let the lines carry all that is said, each its next once the last was taken."""
    left = iter(said)

    async def carry(line: Line) -> None:
        for request in left:
            await line.post(request)

    await asyncio.gather(*map(carry, lines))


@dataclass
class Line:
    """One keep-alive connection, without an HTTP library's cost."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter = field(repr=False)

    @classmethod
    async def opened(cls, port: int) -> "Line":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def post(self, request: bytes) -> None:
        """Post and wait for the answer. Errors: SystemExit when it was not taken."""
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if b"length" in line),
            0,
        )
        body = await self.reader.readexactly(length)
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"the server answered {head[:80]!r} {body[:200]!r}")


# --- the platforms -------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def _platforms() -> AsyncIterator[str]:
    """Serve what bots ask of Telegram and Viber, as briefly as they take it."""
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", _of_telegram)
    app.router.add_post("/pa/{method}", _of_viber)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


async def _of_telegram(request: web.Request) -> web.Response:
    await request.read()
    results: dict[str, Any] = {
        "getme": {"id": 7, "is_bot": True, "first_name": "misto", "username": "misto_bot"},
        "getmycommands": [],
        "getwebhookinfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
        "sendmessage": {
            "message_id": 1,
            "date": int(time.time()),
            "chat": {"id": 1000, "type": "private", "first_name": "Олена"},
        },
    }
    result = results.get(request.match_info["method"].lower(), True)
    return web.json_response({"ok": True, "result": result})


async def _of_viber(request: web.Request) -> web.Response:
    await request.read()
    return web.json_response({"status": 0, "status_message": "ok", "message_token": 1})
