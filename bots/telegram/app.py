"""Telegram, wired: its webhook or polling on one side, its sender's port on the other.

Open `translate.py` first: it says what comes in and what goes out. Here is only who calls whom.
"""

import asyncio
import hashlib
import hmac
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Literal

from aiogram.client.session.base import BaseSession
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiohttp import web

from bots.sending import Backoff, Refused, SendResult
from bots.telegram.client import NOT_ACCEPTED, Client
from bots.telegram.intake import Intake
from bots.telegram.setup import drop_webhook, look, set_commands, set_webhook
from bots.telegram.translate import CHANNEL, Unsendable, album_key, decode, to_requests
from bots.telegram.words import load_words
from core.conversation import Language
from core.messages import FileRef, Incoming
from core.ports import Desk, OutboxRow

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/telegram/webhook"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_CHECK_S = 300.0


@dataclass(frozen=True, slots=True)
class BotSettings:
    """The settings `telegram.*` and, for a webhook, the public address of misto's web part.

    `secret` may be empty: it is then derived from the token, the same in every process.
    """

    token: str = field(repr=False)
    mode: Literal["polling", "webhook"] = "polling"
    api_base: str = "https://api.telegram.org"
    secret: str = field(default="", repr=False)
    public_url: str = ""
    poll_s: int = 25

    @property
    def webhook_url(self) -> str:
        return self.public_url.rstrip("/") + WEBHOOK_PATH

    @property
    def webhook_secret(self) -> str:
        if self.secret:
            return self.secret
        return hmac.new(self.token.encode(), b"webhook", hashlib.sha256).hexdigest()


class Telegram:
    """One bot. Is the sender's port (`send`), the fetcher of its files, and its intake.

    `told` hears how many updates wait at Telegram and when its last call of our webhook failed;
    `session` replaces the network. Errors: ValueError on settings that cannot work.
    """

    channel = CHANNEL

    def __init__(
        self,
        settings: BotSettings,
        desk: Desk,
        *,
        told: Callable[[int, datetime | None], None] | None = None,
        session: BaseSession | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        _check(settings)
        self._told = told
        self._settings, self._desk = settings, desk
        self._client = Client(settings.token, settings.api_base, session)
        self._backoff = backoff or Backoff(1.0, 30.0, lambda: 1.0)
        self._intake = Intake(
            self._client, desk, settings.webhook_secret, settings.poll_s, self._backoff
        )
        self._words = load_words()

    @property
    def bot(self) -> str:
        """The bot's name in `ChatRef.bot`: the number its token begins with."""
        return self._client.bot

    # --- in --------------------------------------------------------------------------------------

    def add_routes(self, app: web.Application) -> None:
        """Serve the webhook; in polling mode too, so that the address answers as it should."""
        app.router.add_post(WEBHOOK_PATH, self._intake.receive)

    async def run(self) -> None:
        """Set the bot up, then take updates until cancelled (a webhook is only looked after).

        Ends by itself when Telegram does not accept the token; the log then says so.
        """
        if not await self._set_up():
            return
        if self._settings.mode == "polling":
            await self._intake.poll()
            return
        while True:
            await asyncio.sleep(_CHECK_S)
            if not await self._set_up():
                return

    async def close(self) -> None:
        """Let go of the network."""
        await self._intake.close()
        await self._client.close()

    async def _set_up(self) -> bool:
        """Tell Telegram how the bot is reached and what it can do; False when that is in vain."""
        failures = 0
        while True:
            try:
                await self._tell()
                return True
            except (TelegramUnauthorizedError, TelegramNotFound):
                log.critical(NOT_ACCEPTED)
                return False
            except AiogramError as error:
                log.error("Telegram cannot be set up: %s", self._client.describe(error))
            failures += 1
            await asyncio.sleep(self._backoff.wait_s(failures))

    async def _tell(self) -> None:
        settings, info = self._settings, await look(self._client)
        if self._told is not None:
            self._told(info.pending_update_count, info.last_error_date)
        if settings.mode == "webhook":
            await set_webhook(self._client, info, settings.webhook_url, settings.webhook_secret)
        else:
            await drop_webhook(self._client, info)
        await set_commands(self._client, self._words)

    @staticmethod
    def decode(raw: bytes, bot: str, at: datetime) -> Incoming | None:
        """See `translate.decode`."""
        return decode(raw, bot, at)

    @staticmethod
    def album_key(raw: bytes) -> str | None:
        """See `translate.album_key`."""
        return album_key(raw)

    # --- out -------------------------------------------------------------------------------------

    async def send(self, row: OutboxRow) -> SendResult:
        """Send one message of the outbox. See `bots.sending.Port`."""
        if row.ref.bot != self.bot:
            return Refused(f"written for bot {row.ref.bot}; telegram.token is another's")
        words = self._words[await self._language(row)]
        try:
            requests = to_requests(row.outgoing, int(row.ref.chat), words.labels)
        except (Unsendable, ValueError) as error:
            return Refused(f"cannot be written for Telegram: {error}")
        return await self._client.send(row.id, requests)

    async def _language(self, row: OutboxRow) -> Language:
        """Return the chat's language; only a button that shares something has words of ours."""
        if row.outgoing.request is None:
            return "uk"
        number = row.conversation_id
        chat = await self._desk.read(lambda uow: uow.conversations.by_id(number))
        return chat.state.spoken

    async def fetch(self, ref: FileRef, target: IO[bytes], limit: int) -> None:
        """Write a file that a resident sent to `target`. See `client.Client.fetch`."""
        await self._client.fetch(ref.ref, target, limit)


def _check(settings: BotSettings) -> None:
    if not _SECRET.fullmatch(settings.webhook_secret):
        raise ValueError("telegram.secret may have 1 to 256 characters of A-Z, a-z, 0-9, _ and -")
    if settings.mode == "webhook" and not settings.public_url:
        raise ValueError("telegram.mode webhook needs web.public_url, where Telegram reaches misto")
