"""The chat in a page of another site: one script tag, a frame of its own, no cookie.

The host page stands on another host name and has a strict policy of its own: it allows the chat's
script and the chat's frame, and nothing more.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from PIL import Image
from playwright.async_api import (
    Browser,
    BrowserContext,
    FrameLocator,
    Locator,
    Page,
    async_playwright,
)
from playwright.async_api import expect as expect_of

from tests.bots.webchat.conftest import City, city_in, served
from tests.bots.webchat.tabs import DESKTOP, PHONE

pytestmark = pytest.mark.asyncio(loop_scope="module")

NARROW = {"width": 320, "height": 568}
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Місто</title>
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>Міська рада</h1><p><a href="/other">Далі</a></p></main>
<script src="{chat}/chat/embed.js" async></script></body></html>"""


class Site:
    """A city's other site, on `localhost`, where the chat is not at home."""

    def __init__(self) -> None:
        self.chat = ""
        self.language = "uk"
        app = web.Application()
        app.router.add_get("/{any:.*}", self._page)
        self.server = TestServer(app, host="localhost")

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.server.port}"

    async def _page(self, _: web.Request) -> web.Response:
        policy = f"default-src 'none'; script-src {self.chat}; frame-src {self.chat}"
        return web.Response(
            text=PAGE.format(chat=self.chat, language=self.language),
            content_type="text/html",
            headers={"Content-Security-Policy": policy},
        )


@dataclass
class Host:
    """A tab on the site: its page, the button on it and the chat behind that."""

    page: Page
    site: Site
    troubles: list[str]

    @property
    def launcher(self) -> Locator:
        return self.page.locator("misto-chat .launcher")

    @property
    def panel(self) -> Locator:
        return self.page.locator("misto-chat dialog")

    @property
    def chat(self) -> FrameLocator:
        return self.page.frame_locator("misto-chat iframe")

    async def opened(self) -> "Host":
        await self.launcher.click()
        await self.ready()
        return self

    async def ready(self) -> None:
        """Wait until the frame said that it is at work: its own way to close stands then."""
        await expect_of(self.page.locator("misto-chat .bar")).to_be_hidden()

    async def ask(self, text: str) -> None:
        await self.chat.locator("#text").fill(text)
        await self.chat.locator("#text").press("Enter")
        await expect_of(self.chat.locator(".own").last).to_have_attribute("data-state", "sent")

    async def shows(self, *lines: str) -> None:
        await expect_of(self.chat.locator("[data-id] .text, .own .text")).to_have_text(list(lines))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def city(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[City]:
    async with city_in(tmp_path_factory.mktemp("city")) as city:
        yield city


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(city: City) -> AsyncIterator[Site]:
    site = Site()
    await site.server.start_server()
    settings = replace(city.settings, embed_sites=(site.origin,), public_url="")
    async with served(replace(city, settings=settings)) as server:
        site.chat = str(server.make_url("")).rstrip("/")
        yield site
    await site.server.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chrome(chromium: dict[str, Any]) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**chromium)
        yield browser
        await browser.close()


@dataclass
class Hosts:
    """Opens tabs on the site; nothing may have gone wrong in any of them."""

    chrome: Browser
    site: Site
    tabs: list[Host]

    async def browser(self, **options: Any) -> BrowserContext:
        return await self.chrome.new_context(**{"viewport": DESKTOP, "locale": "uk-UA", **options})

    async def tab(self, browser: BrowserContext | None = None) -> Host:
        page = await (browser or await self.browser()).new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
        self.tabs.append(Host(page, self.site, troubles))
        await page.goto(self.site.origin)
        return self.tabs[-1]


@pytest_asyncio.fixture(loop_scope="module")
async def hosts(chrome: Browser, site: Site) -> AsyncIterator[Hosts]:
    hosts = Hosts(chrome, site, [])
    yield hosts
    for host in hosts.tabs:
        await host.page.context.close()
    icons = "favicon"
    troubles = [trouble for host in hosts.tabs for trouble in host.troubles if icons not in trouble]
    assert troubles == []


@pytest_asyncio.fixture(loop_scope="module")
async def host(hosts: Hosts) -> Host:
    return await hosts.tab()


# --- the frame -----------------------------------------------------------------------------------


async def test_one_tag_brings_the_chat_and_no_cookie_is_set(host: Host) -> None:
    await host.opened()
    await host.ask("привіт")
    await host.shows("привіт", "Почуто: привіт")
    assert await host.page.context.cookies() == []


async def test_nothing_but_the_button_is_loaded_until_it_is_pressed(hosts: Hosts) -> None:
    browser = await hosts.browser()
    asked: list[str] = []
    browser.on("request", lambda request: asked.append(request.url))
    host = await hosts.tab(browser)
    await expect_of(host.launcher).to_be_visible()
    of_chat = [url for url in asked if url.startswith(host.site.chat)]
    assert of_chat == [f"{host.site.chat}/chat/embed.js"]


async def goes_on(host: Host) -> None:
    """Talk, go to the site's next page, answer there what was asked before."""
    await host.ask("питай Перший Другий")
    await host.page.get_by_role("link", name="Далі").click()
    await host.page.wait_for_url("**/other")
    await host.ready()
    await host.shows("питай Перший Другий", "Котрий?")
    await expect_of(host.chat.locator("#welcome")).to_have_count(0)
    await host.chat.locator(".answers .choice", has_text="Другий").click()
    await host.shows(*ANSWERED)
    await expect_of(host.chat.locator(".answers:visible")).to_have_count(0)


ANSWERED = ("питай Перший Другий", "Котрий?", "Другий", "Почуто: go=Другий")


async def test_the_talk_goes_on_where_the_browser_lets_the_frame_keep_nothing(
    host: Host, city: City
) -> None:
    """Third-party cookies are blocked, and storage with them, as in private windows of Chromium."""
    await host.opened()
    refused = "() => { try { localStorage.length; return false; } catch { return true; } }"
    assert await host.page.frames[1].evaluate(refused)
    await goes_on(host)
    kept = await host.page.evaluate("() => JSON.stringify([sessionStorage, localStorage])")
    assert city.dialogue.heard[-1].chat not in kept
    assert await host.page.context.cookies() == []


async def test_the_talk_goes_on_in_the_frames_own_storage(
    hosts: Hosts, chromium: dict[str, Any], tmp_path: Path
) -> None:
    """Storage of other sites' frames is allowed, kept apart for each site."""
    preferences = tmp_path / "profile" / "Default" / "Preferences"
    preferences.parent.mkdir(parents=True)
    preferences.write_text('{"profile": {"cookie_controls_mode": 0}}')
    async with async_playwright() as playwright:
        start = playwright.chromium.launch_persistent_context
        browser = await start(str(tmp_path / "profile"), **chromium)
        host = await (await hosts.tab(browser)).opened()
        await goes_on(host)
        later = await (await hosts.tab(browser)).opened()
        await later.shows(*ANSWERED)
        await later.chat.locator(".language").click()
        await expect_of(later.chat.locator("h1")).to_have_text("Kyiv · city chat")
        english = await (await hosts.tab(browser)).opened()
        await expect_of(english.chat.locator("h1")).to_have_text("Kyiv · city chat")
        await english.shows(*ANSWERED)
        assert await host.page.evaluate("() => sessionStorage.getItem('misto.link')") is None
        assert await browser.cookies() == []
        assert [
            trouble for tab in hosts.tabs for trouble in tab.troubles if "favicon" not in trouble
        ] == []
        hosts.tabs.clear()
        await browser.close()


async def test_another_browser_has_another_talk(hosts: Hosts) -> None:
    host = await (await hosts.tab()).opened()
    await host.ask("моя таємниця")
    other = await (await hosts.tab()).opened()
    await other.shows()
    await other.ask("чуже")
    await other.shows("чуже", "Почуто: чуже")


async def test_what_the_city_says_later_comes_into_the_frame(host: Host, city: City) -> None:
    await host.opened()
    await host.ask("привіт")
    await city.say(city.dialogue.heard[-1].chat_ref, "Майстер у дорозі.", kind="staff")
    await expect_of(host.chat.locator(".staff .text")).to_have_text("Майстер у дорозі.")


async def test_a_closed_chat_counts_what_came_and_says_so(host: Host, city: City) -> None:
    await host.opened()
    await host.ask("привіт")
    await host.chat.locator("#close").click()
    await city.say(city.dialogue.heard[-1].chat_ref, "Є новини.", kind="staff")
    await expect_of(host.page.locator("misto-chat .count")).to_have_text("1")
    await expect_of(host.launcher).to_have_accessible_name("Міський чат. Нових повідомлень: 1")
    await host.launcher.click()
    await expect_of(host.launcher).to_have_accessible_name("Міський чат")
    await expect_of(host.page.locator("misto-chat .count")).to_be_empty()


async def test_a_photo_dropped_into_the_frame_is_sent(host: Host, tmp_path: Path) -> None:
    await host.opened()
    photo = tmp_path / "яма.png"
    Image.new("RGB", (60, 40), "gray").save(photo)
    data = await host.chat.locator("body").evaluate_handle(
        """(body, bytes) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], "яма.png", { type: "image/png" }));
          return transfer;
        }""",
        list(photo.read_bytes()),
    )
    log = host.chat.locator("#log")
    await log.dispatch_event("dragover", {"dataTransfer": data})
    await expect_of(host.chat.locator("body.dragging")).to_have_count(1)
    await log.dispatch_event("drop", {"dataTransfer": data})
    await host.shows("Фото", "Почуто: photo яма.png")
    await expect_of(host.chat.locator("body.dragging")).to_have_count(0)


async def test_the_place_is_shared_out_of_the_frame(hosts: Hosts, city: City) -> None:
    point = {"latitude": 50.4501234, "longitude": 30.5234567}
    browser = await hosts.browser(geolocation=point, permissions=["geolocation"])
    host = await (await hosts.tab(browser)).opened()
    await host.ask("місце")
    await host.chat.get_by_role("button", name="Надіслати моє місце").click()
    await expect_of(host.chat.locator(".own .text").last).to_have_text(
        "Моє місце: 50.45012, 30.52346"
    )
    location = city.dialogue.heard[-1].location
    assert location is not None


async def test_the_language_of_the_page_is_the_chats_until_one_is_chosen(hosts: Hosts) -> None:
    hosts.site.language = "en"
    try:
        browser = await hosts.browser()
        host = await (await hosts.tab(browser)).opened()
    finally:
        hosts.site.language = "uk"
    await expect_of(host.launcher).to_have_accessible_name("City chat")
    await expect_of(host.chat.locator("h1")).to_have_text("Kyiv · city chat")
    await host.chat.locator(".language").click()
    await expect_of(host.chat.locator("h1")).to_have_text("Київ · міський чат")
    await host.chat.locator(".language").click()
    await expect_of(host.chat.locator("h1")).to_have_text("Kyiv · city chat")


async def test_a_site_that_is_not_named_gets_no_frame(hosts: Hosts, city: City) -> None:
    async with served(replace(city, settings=replace(city.settings, public_url=""))) as closed:
        open_chat, hosts.site.chat = hosts.site.chat, str(closed.make_url("")).rstrip("/")
        try:
            host = await hosts.tab()
        finally:
            hosts.site.chat = open_chat
        await host.launcher.click()
        # A way to the chat stays even so.
        apart = host.page.locator("misto-chat .bar a")
        await expect_of(apart).to_have_text("Відкрити окремо")
        assert (await apart.get_attribute("href") or "").endswith("/?lang=uk")
        await expect_of(host.chat.locator("#text")).to_have_count(0)
        assert any("frame-ancestors" in trouble for trouble in host.troubles)
        host.troubles.clear()
        await host.page.locator("misto-chat .bar button").click()
        await expect_of(host.panel).to_be_hidden()


# --- the button and the panel --------------------------------------------------------------------


async def test_the_keyboard_opens_writes_and_closes(host: Host) -> None:
    await expect_of(host.launcher).to_have_attribute("aria-expanded", "false")
    await host.page.keyboard.press("Tab")
    await host.page.keyboard.press("Tab")
    await expect_of(host.launcher).to_be_focused()
    await host.page.keyboard.press("Enter")
    await host.ready()
    await expect_of(host.launcher).to_have_attribute("aria-expanded", "true")
    await expect_of(host.page.get_by_role("dialog", name="Міський чат")).to_be_visible()
    await host.page.keyboard.press("Tab")
    await host.page.keyboard.press("Enter")
    await expect_of(host.chat.locator("#text")).to_be_focused()
    await host.page.keyboard.type("привіт")
    await host.page.keyboard.press("Enter")
    await host.shows("привіт", "Почуто: привіт")
    await host.page.keyboard.press("Escape")
    await expect_of(host.panel).to_be_hidden()
    await expect_of(host.launcher).to_be_focused()


async def test_open_stays_open_on_the_next_page_and_closed_stays_closed(host: Host) -> None:
    await host.opened()
    await host.page.reload()
    await expect_of(host.panel).to_be_visible()
    await host.ready()
    await expect_of(host.page.locator("body")).to_be_focused()
    await host.chat.locator("#close").click()
    await host.page.reload()
    await expect_of(host.launcher).to_be_visible()
    await expect_of(host.panel).to_be_hidden()


@pytest.mark.parametrize("size", [NARROW, PHONE], ids=["narrow", "phone"])
async def test_on_a_phone_the_chat_is_the_whole_screen(hosts: Hosts, size: dict[str, int]) -> None:
    host = await (await hosts.tab(await hosts.browser(viewport=size))).opened()
    assert await host.panel.bounding_box() == {"x": 0, "y": 0, **size}
    await host.ask("щ" * 300)
    wide = "e => e.scrollWidth > e.clientWidth"
    for selector in ("html", "header", "#log", "#composer"):
        assert not await host.chat.locator(selector).evaluate(wide), selector
    # What lies behind can be reached by nobody.
    assert await host.panel.evaluate("dialog => dialog.matches(':modal')")
    await host.chat.locator("#close").click()
    await expect_of(host.panel).to_be_hidden()
    box = await host.launcher.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44


async def test_a_turned_phone_keeps_the_chat_and_what_was_written(hosts: Hosts) -> None:
    host = await (await hosts.tab(await hosts.browser(viewport=DESKTOP))).opened()
    await host.chat.locator("#text").fill("недописане")
    await host.page.set_viewport_size({"width": 320, "height": 568})
    await expect_of(host.page.locator("misto-chat dialog:modal")).to_be_visible()
    await expect_of(host.chat.locator("#text")).to_have_value("недописане")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, DESKTOP], ids=["narrow", "desktop"])
async def test_axe_finds_nothing(hosts: Hosts, scheme: str, size: dict[str, int]) -> None:
    browser = await hosts.browser(viewport=size, color_scheme=scheme, bypass_csp=True)
    host = await hosts.tab(browser)
    await expect_of(host.launcher).to_be_visible()
    await _axe(host.page)
    await host.opened()
    await _axe(host.page)
    await host.ask("питай Так Ні")
    await _axe(host.page)
    await host.chat.locator("#resume").click()
    await expect_of(host.chat.locator("#elsewhere")).to_be_visible()
    await _axe(host.page)


async def _axe(page: Page) -> None:
    """Let axe look at the page and, since it looks into no frame, at the frame as a page."""
    for frame in page.frames:
        found = (await Axe().run(frame)).response["violations"]
        assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []
