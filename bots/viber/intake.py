"""Viber's callbacks in: each stored as it came, and only then acknowledged.

Rule: nothing is decoded here and no talk is run. Receipts are written down at once, as that may be
done any number of times; who opens the chat is greeted in the answer itself, which costs nothing.
"""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bots.viber.translate import BOT, CHANNEL, KEPT, RECEIPTS, event_id, token
from bots.webhook import Undecodable, body_of, busy, json_object, said
from core.ports import UnitOfWork
from core.program import Desk, Overloaded

log = logging.getLogger(__name__)

SIGNATURE_HEADER = "X-Viber-Content-Signature"
# A receipt may overtake the answer that tells the message's token; what it waits for comes soon.
_RECEIPT_TRIES = 5
_RECEIPT_WAIT_S = 0.4

Welcome = Callable[[Mapping[str, Any]], dict[str, Any]]


def signature(token: str, raw: bytes) -> str:
    """Return what Viber signs a body with: HMAC-SHA256 by the bot's token, in hexadecimal."""
    return hmac.new(token.encode(), raw, hashlib.sha256).hexdigest()


class Intake:
    """Takes the callbacks of one bot. `welcome` makes the answer to who opens the chat.

    `unknown` hears of each callback of a kind that is not known.
    """

    def __init__(
        self, desk: Desk, token: str, welcome: Welcome, unknown: Callable[[], None] | None
    ) -> None:
        self._desk, self._token = desk, token
        self._welcome, self._unknown = welcome, unknown

    async def receive(self, request: web.Request) -> web.Response:
        """Answer `POST /viber/webhook`: 200 once the callback is stored."""
        given = request.headers.get(SIGNATURE_HEADER, "").encode("utf-8", "surrogateescape")
        if not given:
            return said(401, f"{SIGNATURE_HEADER} is missing")
        raw = await body_of(request)
        if isinstance(raw, web.Response):
            return raw
        # The body is signed as it came, so it is looked at only after this.
        if not hmac.compare_digest(given, signature(self._token, raw).encode()):
            return said(401, f"{SIGNATURE_HEADER} is wrong")
        try:
            return await self._take(raw)
        except Overloaded:
            return busy()

    async def _take(self, raw: bytes) -> web.Response:
        callback = _understood(raw)
        named = callback.get("event")
        event = named if isinstance(named, str) else ""
        if event in RECEIPTS:
            await self._receipt(callback)
        elif event == "webhook":
            log.info("Viber has called the webhook to see whether it answers")
        elif event in KEPT or not event:
            # What cannot be read is kept as well: staff see it, and Viber need not send it again.
            await self._desk.accept(CHANNEL, BOT, event_id(raw), raw)
        elif self._unknown is not None:
            self._unknown()
        if event == "conversation_started":
            return _json(self._welcome(callback))
        return web.Response()

    async def _receipt(self, callback: Mapping[str, Any]) -> None:
        try:
            note = self._noting(str(callback["event"]), token(callback), callback.get("desc"))
        except Undecodable as error:
            log.warning("a receipt is passed over: %s", error)
            return
        for _ in range(_RECEIPT_TRIES):
            if await self._desk.write(("receipt", token(callback)), note):
                return
            await asyncio.sleep(_RECEIPT_WAIT_S)

    def _noting(self, event: str, platform_id: str, why: object) -> Callable[[UnitOfWork], bool]:
        now = self._desk.now()

        def note(uow: UnitOfWork) -> bool:
            match event:
                case "delivered":
                    return uow.outbox.delivered(CHANNEL, platform_id, now)
                case "seen":
                    return uow.outbox.seen(CHANNEL, platform_id, now)
            return uow.outbox.lost(CHANNEL, platform_id, f"Viber failed: {str(why)[:200]}")

        return note


def _understood(raw: bytes) -> Mapping[str, Any]:
    try:
        return json_object(raw)
    except Undecodable:
        return {}


def _json(body: Mapping[str, Any]) -> web.Response:
    return web.json_response(body, dumps=lambda b: json.dumps(b, ensure_ascii=False))
