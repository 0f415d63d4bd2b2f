"""Viber, wired: its webhook on one side, its sender's port on the other.

Open `translate.py` first: it says what comes in and what goes out. Here is only who calls whom.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import IO, Any

from aiohttp import web

from bots.sending import Backoff, Halted, Refused, SendResult, Unreachable, Waits
from bots.setting_up import InVain, NotYet, SettingUp
from bots.viber.client import Client, ViberError
from bots.viber.intake import Intake
from bots.viber.policy import Gate, closed, judge, month_of, standing
from bots.viber.translate import (
    BOT,
    CHANNEL,
    EVENT_TYPES,
    Unsendable,
    decode,
    language_of,
    to_media,
    to_messages,
    welcome,
)
from bots.viber.words import load_words
from core.conversation import Language
from core.messages import FileRef, Incoming, Outgoing
from core.model import Attachment
from core.program import Desk
from core.rows import OutboxRow

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/viber/webhook"
# Files are looked at every two seconds.
_FILE_S = 2.0


@dataclass(frozen=True, slots=True)
class BotSettings:
    """The settings `viber.*` and the public address of misto's web part.

    `sender` is the name over each message, at most 28 characters; `paid_a_month` how many messages
    may be sent in a calendar month to residents who have not written for a day.
    """

    token: str = field(repr=False)
    api_base: str
    public_url: str
    sender: str
    paid_a_month: int = 0

    @property
    def webhook_url(self) -> str:
        return self.public_url.rstrip("/") + WEBHOOK_PATH


class Viber:
    """One bot. Is the sender's port (`send`), the fetcher of its files, and its intake.

    `greeting`: what somebody who opens the chat is told, by language. `link` makes the address
    under which Viber finds a kept file. `unknown` hears of callbacks of a kind that is not known.
    """

    channel = CHANNEL

    def __init__(
        self,
        settings: BotSettings,
        desk: Desk,
        greeting: Mapping[Language, Outgoing],
        link: Callable[[Attachment], str],
        *,
        unknown: Callable[[], None] | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        self._settings, self._desk = settings, desk
        self._greeting, self._link = greeting, link
        self._client = Client(settings.token, settings.api_base)
        self._intake = Intake(desk, settings.token, self._welcome, unknown)
        backoff = backoff or Backoff(1.0, 30.0, lambda: 1.0)
        self._setting_up = SettingUp("Viber", self._tell, backoff)
        self._words = load_words()
        self._reached = False
        self._uri = ""

    # --- in --------------------------------------------------------------------------------------

    def add_routes(self, app: web.Application) -> None:
        """Serve the webhook."""
        app.router.add_post(WEBHOOK_PATH, self._intake.receive)

    async def run(self) -> None:
        """Have callbacks sent to us, and look after that until cancelled.

        Ends by itself when Viber does not accept the token; the log then says so.
        """
        await self._setting_up.keep()

    async def close(self) -> None:
        """Let go of the network."""
        await self._client.close()

    async def _tell(self) -> None:
        """Tell Viber where the bot is reached. Errors: `NotYet`, `InVain`."""
        try:
            await self._set_webhook()
        except ViberError as error:
            if not isinstance(error.result, Halted):
                raise NotYet(str(error)) from None
            # Messages are tried all the same: each then tells why nothing is sent.
            self._reached = True
            raise InVain(str(error)) from None
        self._reached = True

    async def uri(self) -> str:
        """Return the bot's name in links, empty while Viber does not tell it."""
        if not self._uri:
            try:
                self._uri = str((await self._client.account()).get("uri") or "")
            except ViberError as error:
                log.warning("the bot's name is not known: %s", error)
        return self._uri

    async def _set_webhook(self) -> None:
        """Set the webhook where it differs: Viber limits how often that may be done."""
        account, url = await self._client.account(), self._settings.webhook_url
        events = account.get("event_types")
        known = set(events) if isinstance(events, list) else set()
        if account.get("webhook") != url or not known >= set(EVENT_TYPES):
            await self._client.set_webhook(url, EVENT_TYPES)
            log.info("Viber sends callbacks to %s from now on", url)

    def _welcome(self, callback: Mapping[str, Any]) -> dict[str, Any]:
        language = language_of(callback)
        greeting, words = self._greeting[language], self._words[language]
        return welcome(greeting, callback.get("context"), self._settings.sender, words)

    @staticmethod
    def decode(raw: bytes, bot: str, at: datetime) -> Incoming | None:
        """See `translate.decode`."""
        return decode(raw, bot, at)

    # --- out -------------------------------------------------------------------------------------

    async def send(self, row: OutboxRow) -> SendResult:
        """Send one message of the outbox. See `bots.sending.Port`."""
        if row.ref.bot != BOT:
            return Refused(f"written for bot {row.ref.bot}, which is none of Viber's")
        if not self._reached:
            return Unreachable("the webhook is not set yet")
        now = self._desk.now()
        chat = await self._desk.read(lambda uow: standing(uow, row, now))
        gate = judge(row, chat, now)
        if gate is Gate.PAID and not await self._paid(row, now):
            gate = closed(row, now)
        if not isinstance(gate, Gate):
            return gate
        files = await self._files(row)
        if any(file.state == "waiting" for file in files):
            return Waits("a file that goes along is still being looked at", _FILE_S)
        try:
            messages = self._messages(row.outgoing, files, chat.language)
        except Unsendable as error:
            return Refused(f"cannot be written for Viber: {error}")
        return await self._client.send(row.id, row.ref.chat, messages)

    async def _files(self, row: OutboxRow) -> list[Attachment]:
        if not row.outgoing.files:
            return []
        ids = row.outgoing.files
        found = await self._desk.read(lambda uow: [uow.attachments.get(i) for i in ids])
        return [file for file in found if file is not None]

    def _messages(
        self, outgoing: Outgoing, files: Sequence[Attachment], language: Language
    ) -> list[dict[str, Any]]:
        """Return the files and then the words: the keyboard belongs to what was said last."""
        sender, media, lines = self._settings.sender, list[dict[str, Any]](), [outgoing.text]
        for file in files:
            if file.state != "ready":
                continue
            link = self._link(file)
            if (message := to_media(file, link, sender)) is not None:
                media.append(message)
            else:
                lines.append(link)
        words = replace(outgoing, text="\n".join(lines))
        return [*media, *to_messages(words, sender, self._words[language])]

    async def _paid(self, row: OutboxRow, now: datetime) -> bool:
        """Count a message as one to be paid for, if the month has room for it."""
        since, most = month_of(now), self._settings.paid_a_month
        if not most:
            return False
        return await self._desk.write(
            ("paid", CHANNEL), lambda uow: uow.outbox.pay(row.id, since, most, now)
        )

    async def fetch(self, ref: FileRef, target: IO[bytes], limit: int) -> None:
        """Write a file that a resident sent to `target`. See `client.Client.fetch`."""
        await self._client.fetch(ref.ref, target, limit)
