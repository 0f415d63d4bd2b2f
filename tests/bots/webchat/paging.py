"""A scenario's lines over the web chat's page: what residents do is typed, pressed and chosen in
Chromium, and what they see there comes back as lines.

Only `flow`, `expects` and `case`, which no page shows, are looked up in the database.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, ViewportSize, async_playwright
from playwright.async_api import expect as expect_of

from bots.webchat.session import COOKIE, chat_of
from core.messages import Incoming
from core.ports import UnitOfWork
from core.rows import OutboxRow
from misto.app import City
from misto.chat import JsonChat
from misto.web import make_app
from tests.scenarios.lines import InThread

SIZE: ViewportSize = {"width": 390, "height": 760}
PATIENCE_MS = 30_000
# A button's value in the lines of this channel: nobody sees values on a page.
_PRESSED = "press:"
_ASKED = {"Надіслати моє місце": "location", "Send my place": "location"}
_ASKED |= dict.fromkeys(("Вибрати фото", "Choose a photo"), "photo")

# What a resident sees: each message once, and the ways to answer that stand now.
_SEEN = """known => {
  const words = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".aside").forEach((aside) => aside.remove());
    return copy.textContent;
  };
  const shown = [...document.querySelectorAll("#log [data-id]")]
    .filter((line) => !known.includes(Number(line.dataset.id)));
  return {
    messages: shown.map((line) => [Number(line.dataset.id), words(line.querySelector(".text"))]),
    choices: [...document.querySelectorAll(".answers:not([hidden], #examples) .choice")].map(words),
    phone: document.querySelector(".answers:not([hidden]) .phone") !== null,
  };
}"""

_ALL_SENT = """() => [...document.querySelectorAll(".own")]
  .every((line) => !line.dataset.state || line.dataset.state === "sent")"""


def token_of(name: str) -> str:
    """Return the token by which a scenario's chat is one of the web chat."""
    digest = hashlib.sha256(name.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@dataclass
class _Tab:
    """A resident's browser. `written`: the messages that lines told of."""

    page: Page
    written: set[int] = field(default_factory=set)


class PageChat(JsonChat):
    """`JsonChat` whose residents have the web chat's page open."""

    def __init__(self, city: City, out: TextIO, browser: Browser, address: str) -> None:
        super().__init__(city, out, fresh=True)
        self._browser, self._address = browser, address
        self._tabs: dict[str, _Tab] = {}
        self._acting = asyncio.Lock()
        self.names: dict[str, str] = {}

    def ref(self, name: str) -> str:
        """Return the web chat's own name of a scenario's chat."""
        chat = chat_of(token_of(name)).chat
        self.names[chat] = name
        return chat

    async def _tab(self, name: str) -> _Tab:
        if name not in self._tabs:
            self.ref(name)
            context = await self._browser.new_context(
                viewport=SIZE, locale="uk-UA", permissions=["geolocation"]
            )
            cookie = {"name": COOKIE, "value": token_of(name), "url": self._address}
            await context.add_cookies([cookie])  # type: ignore[list-item]
            page = await context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            await page.goto(self._address)
            self._tabs[name] = _Tab(page)
        return self._tabs[name]

    # --- doing -----------------------------------------------------------------------------------

    async def _given(self, content: Mapping[str, Any]) -> None:
        await super()._given(content)
        await self._runtime.write("scene", self._move_chats)

    def _move_chats(self, uow: UnitOfWork) -> None:
        """Let the chats that a scene made be the page's, so that their residents write there."""
        connection = uow.connection  # type: ignore[attr-defined]  # no repository moves chats
        found = "SELECT id, chat FROM conversations WHERE channel = 'terminal'"
        for key, name in connection.execute(found).fetchall():
            moved = (
                "UPDATE conversations SET channel = 'webchat', bot = 'web', chat = ? WHERE id = ?"
            )
            connection.execute(moved, (self.ref(name), key))

    async def _staff(self, content: Mapping[str, Any]) -> None:
        chat = content.get("chat")
        await super()._staff({**content, "chat": self.ref(chat)} if chat else content)

    async def _handle(self, incoming: Incoming, event: str, number: int) -> None:
        async with self._acting:
            tab = await self._tab(incoming.chat)
            before = await tab.page.locator(".own").count()
            await self._do(tab.page, incoming)
            if incoming.start is None:
                await expect_of(tab.page.locator(".own")).to_have_count(before + 1)
            await tab.page.wait_for_function(_ALL_SENT)
            if incoming.files:
                await self._settle_files()
        await self._unasked()
        self._write({"done": event, "chat": incoming.chat})

    async def _do(self, page: Page, incoming: Incoming) -> None:
        if incoming.start is not None:
            await page.goto(f"{self._address}/?start={incoming.start}")
            await page.wait_for_load_state("networkidle")
        elif incoming.files:
            await page.set_input_files("#files", [Path(file.ref) for file in incoming.files])
        elif place := incoming.location:
            point = {"latitude": place.lat, "longitude": place.long}
            await page.context.set_geolocation(point)  # type: ignore[arg-type]
            await page.locator(".answers .choice", has_text="Надіслати моє місце").click()
        elif incoming.contact:
            await page.locator(".phone input").fill(incoming.contact.phone)
            await page.locator(".phone input").press("Enter")
        else:
            await self._say(page, incoming.text or (incoming.button or ""))

    async def _say(self, page: Page, text: str) -> None:
        """Press the button while it stands there; what stands no more is typed, as people do."""
        label = text.removeprefix(_PRESSED)
        choice = page.locator(".answers:visible").get_by_role("button", name=label, exact=True)
        if text != label and await choice.count():
            await choice.first.click()
            return
        await page.fill("#text", label)
        await page.press("#text", "Enter")

    # --- seeing ----------------------------------------------------------------------------------

    async def _pass_over(self) -> None:
        await super()._pass_over()
        for tab in self._tabs.values():
            tab.written |= {row for row, _ in (await tab.page.evaluate(_SEEN, []))["messages"]}

    async def _unasked(self) -> None:
        """Write what residents see that they had not seen, once everything has reached them."""
        async with self._writing:
            rows = await self._runtime.read(lambda uow: uow.outbox.since(self._last_id, 10_000))
            mine = [row for row in rows if row.ref.channel == "webchat"]
            for chat in dict.fromkeys(row.ref.chat for row in mine):
                tab = await self._tab(self.names[chat])
                there = [row for row in mine if row.ref.chat == chat]
                await self._shown(tab, there)
            for name, tab in self._tabs.items():
                await self._tell(name, tab, {row.id: row for row in mine})
            self._last_id = max((row.id for row in rows), default=self._last_id)

    async def _shown(self, tab: _Tab, rows: Sequence[OutboxRow]) -> None:
        there = "ids => ids.every((id) => document.querySelector(`[data-id='${id}']`))"
        await tab.page.wait_for_function(there, arg=[row.id for row in rows])

    async def _tell(self, name: str, tab: _Tab, rows: Mapping[int, OutboxRow]) -> None:
        seen = await tab.page.evaluate(_SEEN, [*tab.written])
        fresh = [(row, text) for row, text in seen["messages"]]
        asking = [row for row, _ in fresh if row in rows and _asks(rows[row])]
        for row, text in fresh:
            tab.written.add(row)
            ways = seen if asking and row == asking[-1] else {"choices": [], "phone": False}
            self._write(_line(name, text, ways, rows.get(row)))


def _asks(row: OutboxRow) -> bool:
    return bool(row.outgoing.choices or row.outgoing.request)


def _line(name: str, text: str, ways: Mapping[str, Any], row: OutboxRow | None) -> dict[str, Any]:
    labels = [label for label in ways["choices"] if label not in _ASKED]
    requests = [_ASKED[label] for label in ways["choices"] if label in _ASKED]
    requests += ["contact"] if ways["phone"] else []
    out = row.outgoing if row else None
    return {
        "chat": name,
        "in_reply_to": None,
        "text": text,
        "buttons": [{"label": label, "value": f"{_PRESSED}{label}"} for label in labels],
        "request": requests[0] if requests else None,
        "flow": out.flow if out else None,
        "expects": out.expects if out else None,
        "case": out.case if out else None,
    }


class OverPage(InThread):
    """A city in a thread of its own, with Chromium between it and its residents."""

    def __init__(self, city: City, chromium: Mapping[str, Any]) -> None:
        self._chromium = chromium
        self.names: dict[str, str] = {}
        super().__init__(city)

    def _converse(self) -> None:
        with self._city.database:
            asyncio.run(self._over_page())

    async def _over_page(self) -> None:
        async with self._at_work() as (browser, address):
            chat = PageChat(self._city, self._out, browser, address)  # type: ignore[arg-type]
            self.names = chat.names
            await chat.run(self._in)  # type: ignore[arg-type]

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[tuple[Browser, str]]:
        async with TestServer(make_app(self._city)) as server, async_playwright() as playwright:
            browser = await playwright.chromium.launch(**self._chromium)
            yield browser, str(server.make_url("")).rstrip("/")
            await browser.close()

    def give_names_back(self, database: Path) -> None:
        """Let the chats of a closed city have their names, by which a scenario speaks of them."""
        with closing(sqlite3.connect(database)) as connection, connection:
            for chat, name in self.names.items():
                connection.execute("UPDATE conversations SET chat = ? WHERE chat = ?", (name, chat))
