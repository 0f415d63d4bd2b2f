"""The page of one's own things inside Telegram: who asks is proved by what Telegram signed.

Rule: nothing of a person is told before the signature over `initData` and its age were checked, and
then only of the chat of whom it names. The page that fetches it holds nothing. Sources:
core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from aiogram.utils.web_app import WebAppInitData, safe_parse_webapp_init_data
from aiohttp import web
from pydantic import ValidationError

from bots.webhook import MOST_BYTES
from core.conversation import Language
from core.messages import ChatRef
from core.program import Desk

PATH = "/telegram/my"
# What Telegram signed opens the page for so long; a page left open is opened anew.
LIVES = timedelta(hours=1)
_SKEW = timedelta(minutes=1)
_MOST_BYTES = 8192
_STATIC = Path(__file__).with_name("static")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors https://web.telegram.org",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}

# Renders the page of a chat's person; None: nobody is known by what was sent.
Things = Callable[[ChatRef | None, Language], Awaitable[str]]


def signed_by(token: str, init_data: str, now: datetime) -> WebAppInitData | None:
    """Return what Telegram signed of who opened the page, None when it is not so, or long ago."""
    try:
        found = safe_parse_webapp_init_data(token, init_data)
    except (ValueError, TypeError, ValidationError, RecursionError):
        return None
    fresh = -_SKEW <= now - found.auth_date <= LIVES
    return found if fresh and found.user is not None and not found.user.is_bot else None


class WebApp:
    """Serves the page of one bot."""

    def __init__(self, token: str, bot: str, desk: Desk, things: Things) -> None:
        self._token, self._bot = token, bot
        self._desk, self._things = desk, things

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get(PATH, self._opened)
        app.router.add_get(PATH + ".js", self._script)
        app.router.add_post(PATH, self._asked)

    async def _opened(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(_STATIC / "my.html", headers=HEADERS)

    async def _script(self, _: web.Request) -> web.StreamResponse:
        kind = {"Content-Type": "text/javascript; charset=utf-8"}
        return web.FileResponse(_STATIC / "my.js", headers=HEADERS | kind)

    async def _asked(self, request: web.Request) -> web.Response:
        if (request.content_length or MOST_BYTES) > _MOST_BYTES:
            return web.Response(status=413, headers=HEADERS)
        init_data = str((await request.post()).get("data", ""))
        found = signed_by(self._token, init_data, self._desk.now())
        ref, language = None, _language(found)
        if found is not None and found.user is not None:
            ref = ChatRef("telegram", self._bot, str(found.user.id))
        page = await self._things(ref, language)
        status = 200 if ref else 403
        return web.Response(text=page, status=status, content_type="text/html", headers=HEADERS)


def _language(found: WebAppInitData | None) -> Language:
    code = found.user.language_code if found is not None and found.user else None
    return "en" if (code or "").lower().startswith("en") else "uk"
