"""The Bot API's client: calls out, and what their failures mean to the sender.

Rule: the token leaves this file only in the address of a call. Errors are told in our words or in
Telegram's description with the token cut out; the originals, whose texts may hold an address, are
not passed on.
"""

import errno
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import IO, Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import EditMessageText, GetFile, GetMe, SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup
from aiogram.utils.token import TokenValidationError
from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError

from bots.sending import Flooded, Gone, Halted, Refused, SendResult, Sent, Unclear, Unreachable
from bots.telegram.markup import TEXT_LIMIT, escape, plain
from bots.telegram.outgoing import Request

log = logging.getLogger(__name__)

NOT_ACCEPTED = (
    "Telegram does not accept telegram.token: copy it anew from BotFather, then start misto again"
)
# What getFile gives out. Source: core.telegram.org/bots/api#getfile
MOST_FILE_BYTES = 20_000_000
CALL_S = 20
_FILE_S = 120
_CHUNK = 65_536
_UNNAMED_FLOOD_S = 5.0
# What Telegram says of chats that take nothing any more, besides 403. Texts as of 2026.
_NO_CHAT = ("chat not found", "user not found", "chat was deleted", "peer_id_invalid")
Moved = Callable[[int, int], Awaitable[None]]


class FileTooLarge(OSError):
    """The file is larger than was allowed, or than Telegram gives out: `errno` says EFBIG."""

    def __init__(self, told: str) -> None:
        super().__init__(errno.EFBIG, told)


class FileUnavailable(OSError):
    """The file cannot be had: Telegram does not know it, or does not answer."""


class RawUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` as it comes, so that one update aiogram cannot read does not lose the others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None
    timeout: int
    allowed_updates: list[str]


class Client:
    """One bot at one Bot API server. `session` replaces the network, server and all; `moved` hears
    that a group has a new address.
    """

    def __init__(
        self,
        token: str,
        api_base: str,
        session: BaseSession | None = None,
        moved: Moved | None = None,
    ) -> None:
        server = TelegramAPIServer.from_base(api_base)
        try:
            self._bot = Bot(token, session or AiohttpSession(api=server, timeout=CALL_S))
        except TokenValidationError:
            raise ValueError("telegram.token must look like 123456:AbC-dEf") from None
        self.bot = str(self._bot.id)
        self._parts_sent: dict[int, int] = {}
        self._moved: dict[int, int] = {}
        self._tell_moved = moved
        self._username = ""

    async def close(self) -> None:
        await self._bot.session.close()

    async def call(self, method: TelegramMethod[Any], timeout_s: int = CALL_S) -> Any:
        """Make one call. Errors: aiogram's."""
        return await self._bot(method, request_timeout=timeout_s)

    async def username(self) -> str:
        """Return the bot's name, empty while Telegram does not tell it."""
        if not self._username:
            try:
                self._username = (await self.call(GetMe())).username or ""
            except AiogramError as error:
                log.warning("the bot's name is not known: %s", self.describe(error))
        return self._username

    def describe(self, error: Exception) -> str:
        """Return what went wrong, fit for a log."""
        told = error.message if isinstance(error, TelegramAPIError) else ""
        secret = self._bot.token.partition(":")[2]
        text = f"{type(error).__name__}: {told}".replace(secret, "TOKEN")
        return " ".join(text.split())[:300].rstrip(": ")

    # --- messages --------------------------------------------------------------------------------

    async def send(self, row_id: int, requests: Sequence[Request]) -> SendResult:
        """Send a message's parts in their order; a second try begins where the first one ended."""
        message_id = None
        for request in requests[self._parts_sent.get(row_id, 0) :]:
            try:
                message_id = getattr(await self._send_part(request), "message_id", message_id)
            except AiogramError as error:
                return self._failed(row_id, error)
            if len(requests) > 1:
                self._parts_sent[row_id] = self._parts_sent.get(row_id, 0) + 1
        self._parts_sent.pop(row_id, None)
        return Sent(None if message_id is None else str(message_id))

    def _failed(self, row_id: int, error: AiogramError) -> SendResult:
        result = self._result(error)
        if isinstance(result, Refused | Gone):
            self._parts_sent.pop(row_id, None)
        return result

    async def _send_part(self, request: Request) -> Any:
        chat = int(request.chat_id or 0)
        request = request.model_copy(update={"chat_id": self._moved.get(chat, chat)})
        try:
            return await self.call(request)
        except TelegramMigrateToChat as error:
            await self._note_moved(chat, error.migrate_to_chat_id)
            return await self.call(request.model_copy(update={"chat_id": error.migrate_to_chat_id}))
        except TelegramBadRequest as error:
            if "message is not modified" in error.message.lower():
                return None
            if (simpler := self._simpler(request, error)) is None:
                raise
            return await self._send_part(simpler)

    async def _note_moved(self, old: int, new: int) -> None:
        self._moved[old] = new
        log.info("a chat has moved; its messages go to its new address")
        if self._tell_moved is not None:
            await self._tell_moved(old, new)

    def _simpler(self, request: Request, error: TelegramBadRequest) -> Request | None:
        """Return the call without what Telegram could not take of it, None when that is no help."""
        refusal = error.message.lower()
        found = _plainer(request, refusal)
        if found is not None:
            # Our bug, and no reason to leave the resident without an answer.
            log.error("Telegram refused our markup: %s", self.describe(error))
        elif isinstance(request, EditMessageText):
            # The message that was to change is gone, or too old: the same is said anew.
            return SendMessage(
                chat_id=request.chat_id or 0,
                text=request.text or "",
                parse_mode=request.parse_mode,
                reply_markup=request.reply_markup,
            )
        return found

    def _result(self, error: AiogramError) -> SendResult:
        """Return what a failed call means. Source of the cases: core.telegram.org/bots/api."""
        told = self.describe(error)
        match error:
            case TelegramRetryAfter():
                return Flooded(float(error.retry_after))
            case TelegramForbiddenError():
                return Gone(told)
            case TelegramBadRequest() if any(text in told.lower() for text in _NO_CHAT):
                return Gone(told)
            case TelegramUnauthorizedError() | TelegramNotFound():
                return Halted(NOT_ACCEPTED)
            case TelegramBadRequest() | TelegramEntityTooLarge():
                return Refused(told)
            case TelegramNetworkError() if _never_left(error):
                return Unreachable("the Bot API server cannot be reached")
            case TelegramAPIError() if error.message.lower().startswith("too many requests"):
                return Flooded(_UNNAMED_FLOOD_S)
            case TelegramServerError():
                return Unclear(f"the Bot API server failed: {told}")
        return Unclear(f"no answer: {type(error).__name__}")

    # --- files -----------------------------------------------------------------------------------

    async def fetch(self, file_id: str, target: IO[bytes], limit: int) -> None:
        """Write a resident's file to `target`. Units: bytes, at most `limit`.

        Errors: `FileTooLarge`, `FileUnavailable`; what was written before is then no file.
        """
        limit = min(limit, MOST_FILE_BYTES)
        problem = await self._fetch(file_id, target, limit)
        # Raised here and not where it is met: that error's text holds the file's address.
        if problem is not None:
            raise problem

    async def _fetch(self, file_id: str, target: IO[bytes], limit: int) -> Exception | None:
        try:
            file = await self.call(GetFile(file_id=file_id))
            if file.file_path is None or (file.file_size or 0) > limit:
                return FileTooLarge(f"larger than {limit} bytes")
            return await self._copy(file.file_path, target, limit)
        except TelegramBadRequest as error:
            told = self.describe(error)
            return FileTooLarge(told) if "too big" in told else FileUnavailable(told)
        except (AiogramError, ClientError, TimeoutError) as error:
            return FileUnavailable(self.describe(error))

    async def _copy(self, path: str, target: IO[bytes], limit: int) -> Exception | None:
        session = self._bot.session
        url = session.api.file_url(self._bot.token, path)
        chunks = session.stream_content(url, timeout=_FILE_S, chunk_size=_CHUNK)
        size = 0
        try:
            async for chunk in chunks:
                size += len(chunk)
                if size > limit:
                    return FileTooLarge(f"larger than {limit} bytes")
                target.write(chunk)
        finally:
            await chunks.aclose()
        return None


def _never_left(error: TelegramNetworkError) -> bool:
    return isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError)


def _plainer(request: Request, refusal: str) -> Request | None:
    """Return the call without the markup or the keyboard that was refused, None when it was none of
    these. What the keyboard said is then said in words.
    """
    if not isinstance(request, SendMessage | EditMessageText):
        return None
    if "parse entities" in refusal and request.parse_mode is not None:
        text = plain(request.text or "")
        return request.model_copy(update={"text": text, "parse_mode": None})
    named = any(word in refusal for word in ("button", "reply markup", "reply_markup", "keyboard"))
    if not named or request.reply_markup is None:
        return None
    text = "\n".join([request.text or "", *_written_out(request)])
    fits = len(text) <= TEXT_LIMIT // 2
    return request.model_copy(update={"reply_markup": None} | ({"text": text} if fits else {}))


def _written_out(request: SendMessage | EditMessageText) -> list[str]:
    """Return the labels of a call's buttons as lines of its text, in whichever form that is."""
    match request.reply_markup:
        case InlineKeyboardMarkup(inline_keyboard=rows):
            lines = [f"– {b.text}: {b.url}" if b.url else f"– {b.text}" for r in rows for b in r]
        case ReplyKeyboardMarkup(keyboard=keys):
            lines = [f"– {key.text}" for row in keys for key in row]
        case _:
            lines = []
    return [escape(line) for line in lines] if request.parse_mode else lines
