"""Browsers and tabs on a web chat, for tests in Chromium. Fixtures live as long as their module."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, Locator, Page, Route, async_playwright
from playwright.async_api import expect as expect_of

from bots.webchat.session import COOKIE, chat_of
from core.messages import ChatRef
from tests.bots.webchat.conftest import City, city_in, served

PHONE = {"width": 390, "height": 760}
DESKTOP = {"width": 1280, "height": 800}


@dataclass
class Tab:
    """One tab on the chat, and what went wrong in it."""

    page: Page
    city: City
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(message.text)

    async def chat(self) -> ChatRef:
        cookies = await self.page.context.cookies()
        return chat_of(next(c["value"] for c in cookies if c.get("name") == COOKIE))

    async def type(self, text: str) -> None:
        await self.page.fill("#text", text)
        await self.page.press("#text", "Enter")

    async def ask(self, text: str) -> None:
        """Send a text and wait until it is answered or known to be."""
        await self.type(text)
        await self.settled()

    async def settled(self) -> None:
        await expect_of(self.page.locator(".own").last).to_have_attribute("data-state", "sent")

    def choice(self, label: str) -> Locator:
        return self.page.locator(".answers:visible .choice", has_text=label)

    async def lines(self) -> list[str]:
        texts: list[str] = await self.page.locator(
            "[data-id] .text, .own .text"
        ).all_text_contents()
        return texts

    async def shows(self, *lines: str) -> None:
        """Wait until the talk is exactly these lines."""
        found = self.page.locator("[data-id] .text, .own .text")
        await expect_of(found).to_have_text(list(lines))

    async def staff_says(self, text: str, **facts: Any) -> None:
        await self.city.say(await self.chat(), text, **{"kind": "staff", **facts})

    async def answering(self, answer: Callable[[Route], Any]) -> None:
        await self.page.route("**/chat/events", answer)

    async def freely(self) -> None:
        await self.page.unroute("**/chat/events")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    async with city_in(tmp_path_factory.mktemp("city")) as city:
        yield city


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(city: City) -> AsyncIterator[TestServer]:
    async with served(city) as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome(chromium: dict[str, Any]) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**chromium)
        yield browser
        await browser.close()


@dataclass
class Visits:
    """Opens browsers and tabs; nothing may have gone wrong in any of them."""

    chrome: Browser
    server: TestServer
    city: City
    tabs: list[Tab] = field(default_factory=list)

    async def browser(self, **options: Any) -> BrowserContext:
        options = {"viewport": PHONE, "locale": "uk-UA", **options}
        return await self.chrome.new_context(base_url=str(self.server.make_url("")), **options)

    async def tab(self, browser: BrowserContext | None = None, path: str = "/") -> Tab:
        page = await (browser or await self.browser()).new_page()
        self.tabs.append(Tab(page, self.city))
        await page.goto(path)
        return self.tabs[-1]


@pytest_asyncio.fixture(loop_scope="module")
async def visits(chrome: Browser, server: TestServer, city: City) -> AsyncIterator[Visits]:
    visits = Visits(chrome, server, city)
    yield visits
    for tab in visits.tabs:
        await tab.page.context.close()
    assert [trouble for tab in visits.tabs for trouble in tab.troubles] == []


@pytest_asyncio.fixture(loop_scope="module")
async def tab(visits: Visits) -> Tab:
    return await visits.tab()


async def axe(tab: Tab) -> None:
    """Let axe look at the page: it may find nothing."""
    found = (await Axe().run(tab.page)).response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []
