"""The REST Bot API's client: calls out, and what Viber's answers mean to the sender.

Rule: Viber answers HTTP 200 whatever happened; `status` in the body says what. The token is in a
header only and in no log. Source: developers.viber.com/docs/api/rest-bot-api, "Error Codes".
"""

import asyncio
import errno
import json
import logging
from collections.abc import Mapping, Sequence
from typing import IO, Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
)

from bots.sending import (
    Flooded,
    Gone,
    Halted,
    Refused,
    SendResult,
    Sent,
    Unclear,
    Unreachable,
    Waits,
)

log = logging.getLogger(__name__)

TOKEN_HEADER = "X-Viber-Auth-Token"  # noqa: S105 - the header's name, not a secret
MOST_BYTES = 30_000
MOST_RECEIVERS = 300
CALL_S = 20
_FILE_S = 120
_CHUNK = 65_536
# Viber names no wait; the first time the bot pauses a little, the second time the chat for long.
_FLOOD_S = 5.0
_CHAT_WAIT_S = 900.0
_MOST_NOTED = 10_000

OK = 0
TOO_MANY = 12
WEBHOOK_NOT_SET = 10
# Nothing can be sent to this user any more, until they write.
GONE = frozenset({5, 6, 11})
# Wrong token, or an account that may not send: nobody can be sent anything.
STOPPED = frozenset({2, 7, 8, 9, WEBHOOK_NOT_SET, 15})
# The client is too old for something in the message: it is sent without.
TOO_OLD = frozenset({13, 14})
# A message or link that is our own mistake, or what this bot may not do at all.
WRONG = frozenset({1, 3, 4, 16, 17, 18, 19, 20})
NAMES: Mapping[int, str] = {
    1: "invalidUrl",
    2: "invalidAuthToken",
    3: "badData",
    4: "missingData",
    5: "receiverNotRegistered",
    6: "receiverNotSubscribed",
    7: "publicAccountBlocked",
    8: "publicAccountNotFound",
    9: "publicAccountSuspended",
    10: "webhookNotSet",
    11: "receiverNoSuitableDevice",
    12: "tooManyRequests",
    13: "apiVersionNotSupported",
    14: "incompatibleWithVersion",
    15: "publicAccountNotAuthorized",
    16: "inchatReplyMessageNotAllowed",
    17: "publicAccountIsNotInline",
    18: "noPublicChat",
    19: "cannotSendBroadcast",
    20: "broadcastNotAllowed",
}
_EXTRAS = ("keyboard", "min_api_version")


class ViberError(Exception):
    """Viber did not do what it was asked. `result`: what that means to the sender."""

    def __init__(self, result: SendResult, status: int | None = None) -> None:
        super().__init__(getattr(result, "reason", "too fast for Viber"))
        self.result = result
        self.status = status


class FileTooLarge(OSError):
    """The file is larger than was allowed: `errno` says EFBIG."""

    def __init__(self, told: str) -> None:
        super().__init__(errno.EFBIG, told)


class FileUnavailable(OSError):
    """The file cannot be had: its link has ended, or nobody answers."""


class Client:
    """One bot at one server of the REST Bot API."""

    def __init__(self, token: str, api_base: str) -> None:
        self._token, self._base = token, api_base.rstrip("/")
        self._opened: ClientSession | None = None
        self._parts_sent: dict[int, list[str]] = {}
        self._too_fast: dict[int, None] = {}

    @property
    def _session(self) -> ClientSession:
        # Opened late: a session belongs to the loop in which it was made.
        if self._opened is None:
            self._opened = ClientSession(timeout=ClientTimeout(CALL_S))
        return self._opened

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.close()

    # --- calls -----------------------------------------------------------------------------------

    async def call(self, method: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Make one call and return its answer. Errors: `ViberError`."""
        # Escaped, seven thousand Cyrillic letters would be over the limit of a request.
        data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        if len(data) > MOST_BYTES:
            raise ViberError(Refused(f"the request is over {MOST_BYTES} bytes"))
        headers = {TOKEN_HEADER: self._token, "Content-Type": "application/json; charset=utf-8"}
        try:
            async with self._session.post(
                f"{self._base}/{method}", data=data, headers=headers, allow_redirects=False
            ) as response:
                return _checked(await _answer(response))
        except (ClientConnectorError, ConnectionTimeoutError):
            raise ViberError(Unreachable("Viber cannot be reached")) from None
        except (ClientError, TimeoutError) as error:
            raise ViberError(Unclear(f"no answer: {type(error).__name__}")) from None

    async def account(self) -> dict[str, Any]:
        """Return what Viber knows of the bot, its webhook too. Errors: `ViberError`."""
        return await self.call("get_account_info", {})

    async def set_webhook(self, url: str, event_types: Sequence[str]) -> None:
        """Have callbacks sent to `url`, which Viber calls meanwhile. Errors: `ViberError`."""
        # Nothing is done with a resident's name or picture, so neither is asked for.
        asked = {"url": url, "event_types": list(event_types)}
        await self.call("set_webhook", asked | {"send_name": False, "send_photo": False})

    async def user(self, user_id: str) -> dict[str, Any]:
        """Return a user's details, which may be asked for twice in twelve hours.

        Errors: `ViberError`.
        """
        details = (await self.call("get_user_details", {"id": user_id})).get("user")
        return details if isinstance(details, dict) else {}

    async def broadcast(
        self, receivers: Sequence[str], message: Mapping[str, Any]
    ) -> dict[str, SendResult]:
        """Send one message to at most 300 users; return what became of it for each of them.

        Errors: `ViberError` when it went to nobody, ValueError when there are too many.
        """
        if not 0 < len(receivers) <= MOST_RECEIVERS:
            raise ValueError(f"a broadcast goes to 1 to {MOST_RECEIVERS} users")
        answer = await self.call(
            "broadcast_message", {**message, "broadcast_list": list(receivers)}
        )
        sent = Sent(str(answer.get("message_token", "")) or None)
        ends: dict[str, SendResult] = dict.fromkeys(receivers, sent)
        for failed in answer.get("failed_list") or ():
            ends[str(failed.get("receiver"))] = meaning(failed)
        return ends

    # --- messages --------------------------------------------------------------------------------

    async def send(
        self, row_id: int, receiver: str, messages: Sequence[Mapping[str, Any]]
    ) -> SendResult:
        """Send a message's parts in their order; a second try begins where the first one ended."""
        done = self._parts_sent.get(row_id, [])
        for message in messages[len(done) :]:
            try:
                done.append(await self._send_part({**message, "receiver": receiver}))
            except ViberError as error:
                return self._failed(row_id, error)
            self._note(self._parts_sent, row_id, done)
        self._forget(row_id)
        return Sent(done[-1] if done else None)

    async def _send_part(self, message: dict[str, Any]) -> str:
        try:
            answer = await self.call("send_message", message)
        except ViberError as error:
            if error.status not in TOO_OLD:
                raise
            log.info("a resident's Viber is too old for buttons; the message goes without")
            bare = {key: value for key, value in message.items() if key not in _EXTRAS}
            answer = await self.call("send_message", bare)
        return str(answer.get("message_token", ""))

    def _failed(self, row_id: int, error: ViberError) -> SendResult:
        if isinstance(error.result, Refused | Gone):
            self._forget(row_id)
        if error.status == TOO_MANY and row_id in self._too_fast:
            return Waits("Viber takes no more for this chat for now", _CHAT_WAIT_S)
        if error.status == TOO_MANY:
            self._note(self._too_fast, row_id, None)
        return error.result

    def _note(self, notes: dict[int, Any], row_id: int, value: object) -> None:
        if len(notes) >= _MOST_NOTED:
            notes.pop(next(iter(notes)))
        notes[row_id] = value

    def _forget(self, row_id: int) -> None:
        self._parts_sent.pop(row_id, None)
        self._too_fast.pop(row_id, None)

    # --- files -----------------------------------------------------------------------------------

    async def fetch(self, link: str, target: IO[bytes], limit: int) -> None:
        """Write what a resident sent to `target`. Units: bytes, at most `limit`.

        Errors: `FileTooLarge`, `FileUnavailable`; what was written before is then no file.
        """
        try:
            timeout = ClientTimeout(_FILE_S)
            async with self._session.get(link, timeout=timeout, max_redirects=3) as response:
                if response.status != 200:
                    raise FileUnavailable(f"HTTP {response.status}")
                await _copy(response, target, limit)
        except (ClientError, TimeoutError, ValueError) as error:
            raise FileUnavailable(type(error).__name__) from None


async def _copy(response: ClientResponse, target: IO[bytes], limit: int) -> None:
    size = response.content_length or 0
    if size <= limit:
        size = 0
        async for chunk in response.content.iter_chunked(_CHUNK):
            size += len(chunk)
            if size > limit:
                break
            await asyncio.to_thread(target.write, chunk)
    if size > limit:
        raise FileTooLarge(f"larger than {limit} bytes")


async def _answer(response: ClientResponse) -> dict[str, Any]:
    """Return the answer's object. Errors: `ViberError`."""
    if response.status == 429:
        raise ViberError(Flooded(_FLOOD_S), TOO_MANY)
    if response.status in (401, 403, 404):
        raise ViberError(Halted(f"Viber answers HTTP {response.status}: is viber.token right?"))
    if response.status != 200:
        raise ViberError(Unclear(f"Viber's server failed: HTTP {response.status}"))
    try:
        answer = json.loads(await response.read())
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise ViberError(Unclear("Viber's answer is no JSON object"))
    return answer


def _checked(answer: dict[str, Any]) -> dict[str, Any]:
    status = answer.get("status")
    if status != OK:
        raise ViberError(meaning(answer), status if isinstance(status, int) else None)
    return answer


def meaning(answer: Mapping[str, Any]) -> SendResult:
    """Return what a status other than 0 means to the sender."""
    status = answer.get("status")
    name = NAMES.get(status, "") if isinstance(status, int) else ""
    told = f"{name or 'status'} {status}: {str(answer.get('status_message', ''))[:200]}"
    if status in GONE:
        return Gone(told)
    if status in STOPPED:
        return Halted(told)
    if status == TOO_MANY:
        return Flooded(_FLOOD_S)
    if status in TOO_OLD:
        return Refused(f"the resident's Viber is too old: {told}")
    if status in WRONG:
        log.error("Viber refused a message of ours: %s", told)
        return Refused(told)
    return Unclear(told, ours=True)
