"""Viber's server, played on loopback. Strict: what the documented limits refuse, it refuses.

Sources: developers.viber.com/docs/api/rest-bot-api (limits of messages, error codes, callbacks) and
/docs/tools/keyboards. It knows users, subscriptions and their clients' version, counts messages an
hour and sessions of a day, signs its callbacks and sends those again that were not taken.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer
from aiohttp.typedefs import Middleware

from tests.bots.viber.callbacks import TOKEN, callback, message, opened, person

METHODS = frozenset(
    {"set_webhook", "send_message", "broadcast_message", "get_account_info", "get_user_details"}
)
EVENTS = frozenset(
    {"delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started"}
)
_COMMON = {"receiver", "type", "sender", "tracking_data", "min_api_version", "keyboard"}
_FIELDS = {
    "text": {"text"},
    "picture": {"text", "media", "thumbnail"},
    "video": {"media", "size", "duration", "thumbnail"},
    "file": {"media", "size", "file_name"},
    "contact": {"contact"},
    "location": {"location"},
    "url": {"media"},
    "sticker": {"sticker_id"},
}
_KEYBOARD = {"Type", "Buttons", "BgColor", "DefaultHeight", "InputFieldState"}
_BUTTON = {"Columns", "Rows", "ActionType", "ActionBody", "Text", "Silent", "BgColor"}
_BUTTON |= {"TextSize", "OpenURLType", "TextHAlign", "TextVAlign"}
_ACTIONS = {"reply", "open-url", "location-picker", "share-phone", "none"}


class Refusal(Exception):
    """What Viber answers instead of `ok`."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(told)
        self.status = status


def need(fulfilled: object, told: str, status: int = 3) -> None:
    if not fulfilled:
        raise Refusal(status, told)


@dataclass
class User:
    """A person with Viber. `unanswered`: when they were sent what they have not answered."""

    id: str
    subscribed: bool = False
    api_version: int = 10
    heard_at: datetime | None = None
    unanswered: list[datetime] = field(default_factory=list)
    tracking_data: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class ViberServer:
    """The server of one bot. `sent` is what it took, `refused` what it did not, with the reason.

    `answers` are given instead of its own to the next calls of `send_message`: an error status, or
    an HTTP status. `clock` may be set: sessions and hours are counted by it.
    """

    base: str = ""
    webhook: str = ""
    event_types: list[str] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    paid: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    http_answers: list[int] = field(default_factory=list)
    waiting: list[bytes] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    account_status: int = 0
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    token: str = TOKEN

    def app(self) -> web.Application:
        app = web.Application(client_max_size=2**20)
        app.router.add_post("/pa/{method}", self._called)
        app.router.add_get("/media/{name}", self._media)
        return app

    @property
    def texts(self) -> list[str]:
        """What residents got to read, in its order."""
        return [sent.get("text", "") for sent in self.sent]

    # --- calls of the bot -------------------------------------------------------------------------

    async def _media(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["name"])
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def _called(self, request: web.Request) -> web.Response:
        raw, method = await request.read(), request.match_info["method"]
        if self.http_answers and (status := self.http_answers.pop(0)) != 200:
            return web.Response(status=status, text="<html>nginx</html>")
        try:
            answer = await self._answer(method, request, raw)
        except Refusal as refusal:
            self.refused.append((refusal.status, str(refusal)))
            answer = {"status": refusal.status, "status_message": str(refusal)}
        return web.json_response({"status": 0, "status_message": "ok"} | answer)

    async def _answer(self, method: str, request: web.Request, raw: bytes) -> dict[str, Any]:
        need(method in METHODS, f"no method {method}")
        need(request.headers.get("X-Viber-Auth-Token") == self.token, "invalidAuthToken", 2)
        need(len(raw) <= 30 * 1024, "a request has at most 30 KB")
        body = json.loads(raw.decode("utf-8"))
        need(isinstance(body, dict), "no JSON object")
        self.calls.append((method, body))
        need(not self.account_status, "the account", self.account_status)
        if method == "set_webhook":
            return await self._set_webhook(body)
        if method == "get_account_info":
            facts = {"id": "pa:75346594275468546724", "name": "misto", "subscribers_count": 2}
            return facts | {"webhook": self.webhook, "event_types": self.event_types}
        if method == "get_user_details":
            need(body.get("id") in self.users, "not registered", 5)
            return {"message_token": self._new_token(), "user": person(body["id"])}
        need(self.webhook, "webhookNotSet", 10)
        return self._broadcast(body) if method == "broadcast_message" else self._send(body)

    async def _set_webhook(self, body: dict[str, Any]) -> dict[str, Any]:
        need(body.keys() <= {"url", "event_types", "send_name", "send_photo"}, "unknown field")
        need(set(body.get("event_types", ())) <= EVENTS, "an event type that is not known")
        url = body["url"]
        if url:
            status, _ = await self._post(callback("webhook"), url)
            need(status == 200, "the webhook does not answer", 1)
        self.webhook, self.event_types = url, list(body.get("event_types", EVENTS))
        return {"event_types": self.event_types}

    def _send(self, body: dict[str, Any]) -> dict[str, Any]:
        if self.answers and (status := self.answers.pop(0)):
            raise Refusal(status, "as the test wants it")
        check_message(body)
        need(isinstance(body.get("receiver"), str), "no receiver", 4)
        token = self._new_token()
        self._deliver(body["receiver"], body, token)
        return {"message_token": token, "chat_hostname": "SN-1", "billing_status": 0}

    def _broadcast(self, body: dict[str, Any]) -> dict[str, Any]:
        receivers = body.pop("broadcast_list", None)
        need(isinstance(receivers, list) and 0 < len(receivers) <= 300, "1 to 300 receivers")
        need("receiver" not in body, "a broadcast has no receiver")
        check_message(body)
        token, failed = self._new_token(), []
        for receiver in receivers:
            try:
                self._deliver(receiver, body, token)
            except Refusal as refusal:
                told = {"status": refusal.status, "status_message": str(refusal)}
                failed.append({"receiver": receiver} | told)
        return {"message_token": token, "failed_list": failed}

    def _deliver(self, receiver: str, body: Mapping[str, Any], token: int) -> None:
        need(receiver in self.users, "receiverNotRegistered", 5)
        user, now = self.users[receiver], self.clock()
        need(user.subscribed, "receiverNotSubscribed", 6)
        need(body.get("min_api_version", 1) <= user.api_version, "apiVersionNotSupported", 13)
        user.unanswered = [at for at in user.unanswered if now - at < timedelta(hours=1)]
        need(len(user.unanswered) < 100, "tooManyRequests", 12)
        user.unanswered.append(now)
        user.tracking_data = body.get("tracking_data", "")
        told = {**body, "receiver": receiver, "token": token}
        user.got.append(told)
        self.sent.append(told)
        if user.heard_at is None or now - user.heard_at >= timedelta(hours=24):
            self.paid.append(told)

    def _new_token(self) -> int:
        return int(callback("")["message_token"])

    # --- what residents do ------------------------------------------------------------------------

    async def says(self, user_id: str, *, silent: bool = False, **content: Any) -> dict[str, Any]:
        """Let a resident say something; the first time subscribes them. Returns the callback."""
        user = self.users.setdefault(user_id, User(user_id))
        user.subscribed, user.heard_at, user.unanswered = True, self.clock(), []
        content = {"tracking_data": user.tracking_data} | content
        made = message(user_id, silent=silent, **content)
        await self.post(made)
        return made

    async def opens(self, user_id: str, **content: Any) -> dict[str, Any]:
        """Let somebody open the chat; returns the greeting in the bot's answer."""
        user = self.users.setdefault(user_id, User(user_id))
        content = {"subscribed": user.subscribed} | content
        status, raw = await self._post(opened(user_id, **content), self.webhook)
        assert status == 200, raw
        if not raw:
            return {}
        greeting: dict[str, Any] = json.loads(raw)
        need("receiver" not in greeting, "a greeting has no receiver")
        check_message(greeting)
        user.got.append(greeting)
        return greeting

    async def leaves(self, user_id: str) -> None:
        self.users[user_id].subscribed = False
        await self.post(callback("unsubscribed", user_id=user_id))

    async def receipt(self, event: str, token: int, user_id: str, **content: Any) -> int:
        made = callback(event, user_id=user_id, **content) | {"message_token": token}
        return await self.post(made)

    async def post(self, made: Mapping[str, Any] | bytes) -> int:
        """Post a callback; one that is not taken waits to be sent again. Returns the status."""
        raw = made if isinstance(made, bytes) else json.dumps(made, ensure_ascii=False).encode()
        status, _ = await self._post(raw, self.webhook)
        if status != 200:
            self.waiting.append(raw)
        return status

    async def redeliver(self) -> int:
        """Post once more what was not taken; returns how much was taken now."""
        waiting, self.waiting = self.waiting, []
        return sum([await self.post(raw) == 200 for raw in waiting])

    async def _post(self, made: Mapping[str, Any] | bytes, url: str) -> tuple[int, bytes]:
        raw = made if isinstance(made, bytes) else json.dumps(made, ensure_ascii=False).encode()
        signed = hmac.new(self.token.encode(), raw, hashlib.sha256).hexdigest()
        headers = {"X-Viber-Content-Signature": signed, "Content-Type": "application/json"}
        try:
            async with (
                ClientSession() as session,
                session.post(url, data=raw, headers=headers) as got,
            ):
                return got.status, await got.read()
        except (ClientError, ConnectionError):
            # Nobody is there: to Viber it is not taken.
            return 0, b""


# --- the limits of messages -----------------------------------------------------------------------


def check_message(body: Mapping[str, Any]) -> None:
    """Refuse what Viber's documentation does not allow. Errors: Refusal."""
    kind = body.get("type")
    need(kind in _FIELDS, f"no type {kind}")
    assert isinstance(kind, str)
    unknown = body.keys() - _COMMON - _FIELDS[kind]
    need(not unknown, f"fields that are not known: {sorted(unknown)}")
    name = body.get("sender", {}).get("name")
    need(isinstance(name, str) and 1 <= len(name) <= 28, "sender.name: 1 to 28 characters", 4)
    need(len(body.get("tracking_data", "")) <= 4000, "tracking_data: at most 4000")
    version = body.get("min_api_version", 1)
    need(isinstance(version, int) and 1 <= version <= 10, "min_api_version")
    _check_content(kind, body)
    if "keyboard" in body:
        check_keyboard(body["keyboard"], version)


def _check_content(kind: str, body: Mapping[str, Any]) -> None:
    text = body.get("text", "")
    if kind == "text":
        need(text.strip(), "text is empty", 4)
        need(units(text) <= 7000, "text: at most 7000")
    elif kind == "picture":
        need(units(text) <= 512, "text of a picture: at most 512")
        _check_link(body.get("media"), (".jpg", ".jpeg", ".png", ".gif"))
    elif kind == "file":
        need(0 < body.get("size", 0) <= 50 * 1024**2, "size: at most 50 MB")
        need(0 < len(body.get("file_name", "")) <= 256, "file_name: at most 256")
        _check_link(body.get("media"), ("",))
    elif kind == "location":
        place = body["location"]
        need(abs(place["lat"]) <= 90 and abs(place["lon"]) <= 180, "location")


def _check_link(link: object, endings: tuple[str, ...]) -> None:
    need(isinstance(link, str) and len(link) <= 2000, "media: a link of at most 2000")
    parts = urlsplit(str(link))
    need(parts.scheme in ("https", "http") and parts.hostname, "media is no link")
    need(parts.path.endswith(endings), f"media must end in {endings}")


def check_keyboard(keyboard: Mapping[str, Any], version: int) -> None:
    need(keyboard.keys() <= _KEYBOARD, f"keyboard: {sorted(keyboard.keys() - _KEYBOARD)}")
    need(keyboard.get("Type") == "keyboard", "keyboard.Type")
    need("InputFieldState" not in keyboard or version >= 4, "InputFieldState needs version 4")
    buttons = keyboard.get("Buttons")
    need(isinstance(buttons, list) and buttons, "keyboard.Buttons")
    assert isinstance(buttons, list)
    for button in buttons:
        check_button(button, version)
    need(rows_of(buttons) <= 12, "a keyboard has at most 12 rows")


def check_button(button: Mapping[str, Any], version: int) -> None:
    need(button.keys() <= _BUTTON, f"button: {sorted(button.keys() - _BUTTON)}")
    need(button.get("Columns", 6) in range(1, 7), "Columns: 1 to 6")
    need(button.get("Rows", 1) in (1, 2), "Rows: 1 or 2")
    action, does = button.get("ActionType", "reply"), button.get("ActionBody")
    need(action in _ACTIONS, f"ActionType {action}")
    need(isinstance(does, str) and does, "ActionBody is required")
    need(len(str(does)) <= 250, "ActionBody: at most 250")
    if action in ("share-phone", "location-picker"):
        need(version >= 3, f"{action} needs min_api_version 3")
    if action == "open-url":
        need(urlsplit(str(does)).scheme in ("http", "https"), "ActionBody is no URL")
    need(0 < units(button.get("Text", "")) <= 250, "Text: 1 to 250")


def rows_of(buttons: list[dict[str, Any]]) -> int:
    """Return how many rows the buttons take: each goes into the row while it fits in."""
    rows, free = 0, 0
    for button in buttons:
        columns = button.get("Columns", 6)
        if columns > free:
            rows, free = rows + button.get("Rows", 1), 6
        free -= columns
    return rows


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@asynccontextmanager
async def viber_server(*middlewares: Middleware) -> AsyncIterator[ViberServer]:
    """Run a server for a while."""
    here = ViberServer()
    app = here.app()
    app.middlewares.extend(middlewares)
    async with TestServer(app) as server:
        here.base = f"http://127.0.0.1:{server.port}"
        yield here
