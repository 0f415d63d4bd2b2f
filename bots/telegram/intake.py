"""Updates in, by webhook or by polling: each stored as it came, and only then acknowledged.

Rule: nothing is decoded here and nothing is answered but the pressed button's little clock. An
update that cannot be read costs the ones after it nothing. Of what is said in groups only that is
kept which is said to the bot. While an answer takes long, the chat shows that it is being written.
"""

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Coroutine, Mapping
from typing import Any

from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import AnswerCallbackQuery, SendChatAction, TelegramMethod
from aiohttp import web

from bots.sending import Backoff
from bots.telegram import groups
from bots.telegram.client import CALL_S, NOT_ACCEPTED, Client, RawUpdates
from bots.telegram.translate import (
    CHANNEL,
    UPDATE_KINDS,
    callback_id,
    is_private,
    private_chat,
    update_id,
)
from bots.webhook import Undecodable, body_of, busy, json_object, said
from core.messages import ChatRef
from core.program import Desk, Overloaded

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name, not a secret
_MOST_ANSWERS = 200
# How soon a resident sees that an answer is on its way, and how long Telegram shows it.
_TYPING_AFTER_S = 1.0
_TYPING_S = 4.0
_TYPING_LONGEST_S = 60.0
_CONFLICT = (
    "another program takes this bot's updates, or its webhook is set: stop the other one, or give "
    "misto a bot of its own in telegram.token"
)


class Intake:
    """Takes the updates of one bot. `secret` is what a webhook call must bring along."""

    def __init__(
        self, client: Client, desk: Desk, secret: str, poll_s: int, backoff: Backoff
    ) -> None:
        self._client, self._desk = client, desk
        self._secret = secret.encode()
        self._poll_s, self._backoff = poll_s, backoff
        self._answers: set[asyncio.Task[None]] = set()
        self._typing: set[int] = set()
        self._closed = False

    async def close(self) -> None:
        """Answer nothing any more."""
        self._closed = True
        for task in self._answers:
            task.cancel()
        await asyncio.gather(*self._answers, return_exceptions=True)

    async def _admit(self, update: Mapping[str, Any], raw: bytes) -> None:
        """Store an update. Errors: `Undecodable` without a number, `Overloaded`."""
        number, bot = update_id(update), self._client.bot
        if is_private(update) or groups.is_kept(update, bot, await self._client.username()):
            await self._desk.accept(CHANNEL, bot, str(number), raw)
        if query := callback_id(update):
            self._aside(AnswerCallbackQuery(callback_query_id=query))
        if (chat := private_chat(update)) is not None and chat not in self._typing:
            self._spawn(self._show_typing(chat))

    def _aside(self, call: TelegramMethod[Any]) -> None:
        """Make a call that is a courtesy: in vain is no matter."""
        if len(self._answers) < _MOST_ANSWERS:
            self._spawn(self._try(call))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        if self._closed:
            work.close()
            return
        task = asyncio.create_task(work)
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _try(self, call: TelegramMethod[Any]) -> None:
        try:
            await self._client.call(call)
        except AiogramError as error:
            log.debug("a courtesy was not taken: %s", self._client.describe(error))

    async def _show_typing(self, chat: int) -> None:
        """Show that an answer is being written for as long as the chat's turn takes."""
        self._typing.add(chat)
        ref = ChatRef(CHANNEL, self._client.bot, str(chat))
        try:
            await asyncio.sleep(_TYPING_AFTER_S)
            ends = time.monotonic() + _TYPING_LONGEST_S
            while self._desk.at_work(ref) and time.monotonic() < ends:
                await self._try(SendChatAction(chat_id=chat, action="typing"))
                await asyncio.sleep(_TYPING_S)
        finally:
            self._typing.discard(chat)

    # --- webhook ---------------------------------------------------------------------------------

    async def receive(self, request: web.Request) -> web.Response:
        """Answer `POST /telegram/webhook`: 200 once the update is stored."""
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return said(401, f"{SECRET_HEADER} is missing or wrong")
        raw = await body_of(request)
        if isinstance(raw, web.Response):
            return raw
        return await self._stored(raw)

    async def _stored(self, raw: bytes) -> web.Response:
        try:
            await self._admit(json_object(raw), raw)
        except Undecodable as error:
            return said(400, str(error))
        except Overloaded:
            return busy()
        return web.Response()

    # --- polling ---------------------------------------------------------------------------------

    async def poll(self) -> None:
        """Ask for updates until cancelled, or until Telegram does not know the token."""
        offset: int | None = None
        failures = 0
        while True:
            try:
                offset = await self._poll_once(offset)
                failures = 0
                continue
            except (TelegramUnauthorizedError, TelegramNotFound):
                log.critical(NOT_ACCEPTED)
                return
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
                continue
            except TelegramConflictError:
                log.error(_CONFLICT)
            except (AiogramError, Overloaded) as error:
                log.warning("updates cannot be taken: %s", self._client.describe(error))
            except Exception:
                log.exception("updates cannot be stored")
            failures += 1
            await asyncio.sleep(self._backoff.wait_s(failures))

    async def _poll_once(self, offset: int | None) -> int | None:
        """Take what waits; return the offset that acknowledges it, now that it is stored."""
        asked = RawUpdates(offset=offset, timeout=self._poll_s, allowed_updates=list(UPDATE_KINDS))
        for update in await self._client.call(asked, self._poll_s + CALL_S):
            raw = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
            try:
                await self._admit(update, raw.encode("utf-8", "surrogatepass"))
            except Undecodable as error:
                log.error("an update is passed over: %s", error)
                continue
            offset = max(offset or 0, update_id(update) + 1)
        return offset
