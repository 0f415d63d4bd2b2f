"""Telegram's Bot API played by lo-bot-api-emulator on loopback, and a look at what reached it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp.test_utils import TestServer
from aiohttp.typedefs import Middleware
from lo_bot_api_emulator import LoBotApiEmulator

from tests.bots.telegram.updates import TOKEN


@dataclass
class Emulated:
    """A running emulator. `calls` are the calls it took, with their fields as they came."""

    emulator: Any
    base: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def of(self, method: str) -> list[dict[str, Any]]:
        return [fields for name, fields in self.calls if name == method]

    @property
    def said(self) -> list[dict[str, Any]]:
        """What residents got to read, in its order, pages that took the place of others too."""
        names = ("sendMessage", "editMessageText")
        return [fields for name, fields in self.calls if name in names]

    @property
    def texts(self) -> list[str]:
        """What residents got to read, in its order."""
        return [fields["text"] for fields in self.of("sendMessage")]

    async def says(self, update: dict[str, Any]) -> None:
        """Hand an update to the bot: queued for polling, posted to its webhook if it has one."""
        await self.emulator.enqueue_update(update, token=TOKEN)

    async def redeliver(self) -> int:
        """Post once more what the webhook did not take; return how much it took now."""
        return int(await self.emulator.deliver_updates(token=TOKEN))

    @property
    def pending(self) -> int:
        """How many updates the bot has not acknowledged."""
        return int(self.emulator._update_queues.info(TOKEN)["pending_update_count"])

    @property
    def webhook(self) -> str:
        return str(self.emulator._update_queues.info(TOKEN)["url"])

    @property
    def refused(self) -> list[dict[str, Any]]:
        """Return the calls that the emulator found fault with."""
        return [call for call in self.emulator.requests if call["status"] != 200]


@asynccontextmanager
async def emulated(*middlewares: Middleware, most: int = 1000) -> AsyncIterator[Emulated]:
    """Run an emulator for a while. `most`: how many calls and updates it remembers."""
    emulator = LoBotApiEmulator(
        allow_insecure_loopback_webhooks=True, max_history=most, max_updates=most
    )
    here = Emulated(emulator)
    validate = emulator.validate

    def noting(method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        result = validate(method, fields, uploads)
        here.calls.append((method, dict(fields)))
        return result

    emulator.validate = noting
    app = emulator.app()
    app.middlewares.extend(middlewares)
    async with TestServer(app) as server:
        here.base = f"http://127.0.0.1:{server.port}"
        yield here
