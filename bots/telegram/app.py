"""Telegram, wired: its webhook or polling on one side, its sender's port on the other.

Open `translate.py` first: it says what comes in and what goes out. Here is only who calls whom.
"""

import asyncio
import hashlib
import hmac
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from aiogram.client.session.base import BaseSession
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiohttp import web

from bots.sending import Backoff, Pace, Refused, SendResult, Waits
from bots.setting_up import InVain, NotYet, SettingUp
from bots.telegram.client import NOT_ACCEPTED, Client
from bots.telegram.intake import Intake
from bots.telegram.keyboards import Where
from bots.telegram.outgoing import Request, Unsendable, to_media, to_requests
from bots.telegram.setup import drop_webhook, look, set_commands, set_webhook
from bots.telegram.translate import CHANNEL, album_key, decode
from bots.telegram.webapp import PATH as PAGE_PATH
from bots.telegram.webapp import Things, WebApp
from bots.telegram.words import load_words
from core.conversation import Language
from core.messages import ChatRef, FileRef, Incoming
from core.model import Attachment
from core.ports import UnitOfWork
from core.program import Desk
from core.rows import OutboxRow

WEBHOOK_PATH = "/telegram/webhook"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
# Files that go along are looked at every two seconds.
_FILE_S = 2.0
# Telegram takes twenty messages a minute into a group. Source: core.telegram.org/bots/faq.
_GROUP_PER_S, _GROUP_BURST = 20 / 60, 5


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
    def page_url(self) -> str:
        """The page of one's own things, empty where Telegram would not open it."""
        url = self.public_url.rstrip("/")
        return url + PAGE_PATH if url.startswith("https://") else ""

    @property
    def webhook_secret(self) -> str:
        if self.secret:
            return self.secret
        return hmac.new(self.token.encode(), b"webhook", hashlib.sha256).hexdigest()


class Telegram:
    """One bot. Is the sender's port (`send`), the fetcher of its files, and its intake.

    `told` hears how many updates wait at Telegram and when its last call of our webhook failed;
    `things` renders the page of a resident's own things, `path_of` tells where a kept file lies;
    `session` replaces the network. Errors: ValueError on settings that cannot work.
    """

    channel = CHANNEL

    def __init__(
        self,
        settings: BotSettings,
        desk: Desk,
        *,
        told: Callable[[int, datetime | None], None] | None = None,
        things: Things | None = None,
        path_of: Callable[[str], Path] | None = None,
        session: BaseSession | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        _check(settings)
        self._told = told
        self._settings, self._desk = settings, desk
        self._client = Client(settings.token, settings.api_base, session, self._moved)
        backoff = backoff or Backoff(1.0, 30.0, lambda: 1.0)
        self._setting_up = SettingUp("Telegram", self._tell, backoff)
        self._intake = Intake(self._client, desk, settings.webhook_secret, settings.poll_s, backoff)
        self._words = load_words()
        self._page = WebApp(settings.token, self.bot, desk, things) if things else None
        self._path_of = path_of
        self._group_pace = Pace(_GROUP_PER_S, _GROUP_BURST)

    @property
    def bot(self) -> str:
        """The bot's name in `ChatRef.bot`: the number its token begins with."""
        return self._client.bot

    # --- in --------------------------------------------------------------------------------------

    def add_routes(self, app: web.Application) -> None:
        """Serve the webhook; in polling mode too, so that the address answers as it should."""
        app.router.add_post(WEBHOOK_PATH, self._intake.receive)
        if self._page is not None:
            self._page.add_routes(app)

    async def run(self) -> None:
        """Set the bot up, then take updates until cancelled (a webhook is only looked after).

        Ends by itself when Telegram does not accept the token; the log then says so.
        """
        if self._settings.mode == "webhook":
            await self._setting_up.keep()
        elif await self._setting_up.once():
            watch = asyncio.create_task(self._setting_up.watch())
            try:
                await self._intake.poll()
            finally:
                watch.cancel()

    async def close(self) -> None:
        """Let go of the network."""
        await self._intake.close()
        await self._client.close()

    async def username(self) -> str:
        """Return the bot's name, by which links open it; empty while Telegram does not tell it."""
        return await self._client.username()

    async def _tell(self) -> None:
        """Tell Telegram how the bot is reached and what it can do. Errors: `NotYet`, `InVain`."""
        try:
            await self._tell_differences()
        except (TelegramUnauthorizedError, TelegramNotFound):
            raise InVain(NOT_ACCEPTED) from None
        except AiogramError as error:
            raise NotYet(self._client.describe(error)) from None

    async def _tell_differences(self) -> None:
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
        if (wait_s := self._group_wait_s(row)) > 0:
            return Waits("Telegram takes twenty messages a minute into a group", wait_s)
        files = await self._files(row)
        if any(file.state == "waiting" for file in files):
            return Waits("a file that goes along is still being looked at", _FILE_S)
        try:
            requests = await self._requests(row, files)
        except (Unsendable, ValueError) as error:
            return Refused(f"cannot be written for Telegram: {error}")
        return await self._client.send(row.id, requests)

    def _group_wait_s(self, row: OutboxRow) -> float:
        if not _is_group(row):
            return 0.0
        now = time.monotonic()
        wait_s = self._group_pace.wait_s(row.ref.chat, now)
        if wait_s <= 0:
            self._group_pace.take(row.ref.chat, now)
        return wait_s

    async def _requests(self, row: OutboxRow, files: list[Attachment]) -> list[Request]:
        """Return the files and then the words: the keyboard belongs to what was said last."""
        group = _is_group(row)
        where = Where(
            row=row.id,
            words=self._words[await self._language(row)],
            private=not group,
            username=await self._client.username() if group else "",
            page_url=self._settings.page_url if self._page is not None else "",
        )
        chat, path_of = int(row.ref.chat), self._path_of
        words = to_requests(row.outgoing, chat, where)
        if path_of is None:
            return words
        ready = [(f, path_of(f.sha256)) for f in files if f.state == "ready" and f.sha256]
        return [*to_media(ready, chat), *words]

    async def _files(self, row: OutboxRow) -> list[Attachment]:
        if not row.outgoing.files or self._path_of is None:
            return []
        ids = row.outgoing.files
        found = await self._desk.read(lambda uow: [uow.attachments.get(i) for i in ids])
        return [file for file in found if file is not None]

    async def _language(self, row: OutboxRow) -> Language:
        """Return the chat's language; words of ours stand on buttons only."""
        if row.outgoing.request is None and not row.outgoing.choices:
            return "uk"
        number = row.conversation_id
        chat = await self._desk.read(lambda uow: uow.conversations.by_id(number))
        return chat.state.spoken

    async def _moved(self, old: int, new: int) -> None:
        """Give a group that became a supergroup its new address."""
        ref = ChatRef(CHANNEL, self.bot, str(old))

        def move(uow: UnitOfWork) -> None:
            conversation = uow.conversations.get(ref)
            if conversation.id is not None:
                uow.conversations.move(conversation.id, str(new))

        await self._desk.write(ref, move)

    async def fetch(self, ref: FileRef, target: IO[bytes], limit: int) -> None:
        """Write a file that a resident sent to `target`. See `client.Client.fetch`."""
        await self._client.fetch(ref.ref, target, limit)


def _is_group(row: OutboxRow) -> bool:
    """Tell whether a message goes where others read along: people have positive numbers."""
    return row.ref.chat.startswith("-")


def _check(settings: BotSettings) -> None:
    if not _SECRET.fullmatch(settings.webhook_secret):
        raise ValueError("telegram.secret may have 1 to 256 characters of A-Z, a-z, 0-9, _ and -")
    if settings.mode == "webhook" and not settings.public_url:
        raise ValueError("telegram.mode webhook needs web.public_url, where Telegram reaches misto")
