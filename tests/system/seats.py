"""Staff and residents in browsers before `misto run`: seats, talks, what every page must be."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.system.program import Program, programs

ADMIN, IVAN, OLHA, STEPAN = ("maria", "ivan", "olha", "stepan")
NAMES = {ADMIN: "Марія Кравець", IVAN: "Іван Петренко", OLHA: "Ольга Бондар", STEPAN: "Степан Лис"}
PASSWORD = "кіт дощ міст сім"
HOUSING = "housing-darnytskyi"
LIFT = "у нас на Драгоманова 15 третій день не працює ліфт, 2 під’їзд"
LINK = re.compile(r"http://\S+/inbox/welcome\?token=\S+")

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}
SCREENS = {"desktop": DESKTOP, "phone": PHONE, "dark": DESKTOP | {"color_scheme": "dark"}}
# What the browser may need on a slow machine; nothing is measured by it.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)


# --- the town ------------------------------------------------------------------------------------


@dataclass
class Seat:
    """A browser of its own; it notes what goes wrong and whom the pages talk to."""

    context: BrowserContext
    program: Program
    troubles: list[str] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.opens_a_tab()

    def opens_a_tab(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("request", lambda request: self._watch(request.url))
        return page

    def _note(self, kind: str, text: str) -> None:
        # A browser reports pages that answer with an error status; the tests ask for some.
        if kind in ("error", "warning") and "Failed to load resource" not in text:
            self.troubles.append(text)

    def _watch(self, url: str) -> None:
        if not url.startswith((self.program.address, "data:")):
            self.troubles.append(f"asked elsewhere: {url}")

    def goes(self, path: str) -> Page:
        self.page.goto(f"{self.program.address}{path}")
        return self.page

    def sign_in(self, name: str) -> Page:
        page = self.goes("/inbox/sign-in")
        page.fill("#email", f"{name}@kyiv.example")
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Увійти").click()
        page.wait_for_url("**/inbox/")
        return page

    def settles_in(self, link: str, name: str) -> None:
        """Use a one-time link."""
        self.page.goto(link)
        self.page.fill("#name", NAMES[name])
        if self.page.locator("#email").is_editable():
            self.page.fill("#email", f"{name}@kyiv.example")
        self.page.fill("#password", PASSWORD)
        self.page.fill("#again", PASSWORD)
        self.page.get_by_role("button", name="Зберегти й увійти").click()
        self.page.wait_for_url("**/inbox/")

    def invites(self, name: str, role: str, *bodies: str) -> str:
        """Invite a colleague from the staff page; return the link it shows."""
        page = self.goes("/inbox/staff")
        page.fill("#email", f"{name}@kyiv.example")
        page.select_option("#role", role)
        for body in bodies:
            page.check(f'input[value="{body}"]')
        page.get_by_role("button", name="Запросити").click()
        return page.locator("#link").input_value()

    def keeps_picture(self, name: str) -> None:
        """Leave a picture for the README where MISTO_PICTURES names a folder."""
        if folder := os.environ.get("MISTO_PICTURES"):
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))


@pytest.fixture(scope="module")
def chrome(chromium: dict[str, Any]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def staffed(
    tmp_path_factory: pytest.TempPathFactory, model: Path, chrome: Browser
) -> Iterator[Program]:
    """The program with four accounts, all made in the browser from the link of the first start."""
    with programs([tmp_path_factory.mktemp("misto")], model) as (program,):
        with chrome.new_context(**DESKTOP) as context:
            maria = Seat(context, program)
            (link,) = LINK.findall(program.said)
            maria.settles_in(link, ADMIN)
            links = {
                IVAN: maria.invites(IVAN, "operator"),
                OLHA: maria.invites(OLHA, "operator"),
                STEPAN: maria.invites(STEPAN, "executor", HOUSING),
            }
        for name, invitation in links.items():
            with chrome.new_context(**DESKTOP) as context:
                Seat(context, program).settles_in(invitation, name)
        yield program


@dataclass
class Town:
    """Opens browsers for staff and residents, and sees at the end that none had trouble."""

    chrome: Browser
    program: Program
    seats: list[Seat] = field(default_factory=list)

    def seat(self, **screen: Any) -> Seat:
        context = self.chrome.new_context(locale="uk-UA", **(screen or DESKTOP))
        self.seats.append(Seat(context, self.program))
        return self.seats[-1]

    def clerk(self, name: str, **screen: Any) -> Seat:
        seat = self.seat(**screen)
        seat.sign_in(name)
        return seat

    def resident(self) -> "Resident":
        seat = self.seat()
        seat.goes("/")
        return Resident(seat)

    def leave(self) -> None:
        for seat in self.seats:
            seat.context.close()


@dataclass
class Resident:
    """A resident in the web chat."""

    seat: Seat

    @property
    def bot_lines(self) -> Locator:
        return self.seat.page.locator(".bot[data-id]")

    def says(self, text: str) -> str:
        """Say something and return the last line of the answer."""
        before = self.bot_lines.count()
        self.seat.page.fill("#text", text)
        self.seat.page.press("#text", "Enter")
        return self._answer(before)

    def presses(self, label: str) -> str:
        before = self.bot_lines.count()
        self.seat.page.locator(".answers .choice", has_text=label).first.click()
        return self._answer(before)

    def _answer(self, before: int) -> str:
        expect(self.seat.page.locator(".own").last).to_have_attribute("data-state", "sent")
        expect(self.bot_lines.nth(before)).to_be_visible()
        return self.bot_lines.locator(".text").last.text_content() or ""

    def files_case(self, phone: str | None = None) -> str:
        """Tell of the broken lift, answer what is asked; return the number."""
        answer = self.says(LIFT)
        for _ in range(6):
            if found := re.search(r"Подано: (KV-[\d-]+)", answer):
                return found[1]
            labels = self.seat.page.locator(".answers .choice").all_text_contents()
            if phone and "Без номера" in labels:
                answer = self.says(phone)
            else:
                answer = self.presses(next((n for n in labels if n in WANTED), labels[0]))
        raise AssertionError(f"not filed after six answers: {answer}")

    def hears(self, text: str) -> None:
        expect(self.seat.page.get_by_text(text).last).to_be_visible()


WANTED = ("Так, подати", "Дарницький", "Ні, у мене інше")


@pytest.fixture
def town(chrome: Browser, staffed: Program) -> Iterator[Town]:
    town = Town(chrome, staffed)
    yield town
    town.leave()
    assert [seat.troubles for seat in town.seats if seat.troubles] == []


def own_case(seat: Seat, number: str) -> Locator:
    return seat.page.locator(f"#row-{number}")


def waiting(seat: Seat) -> Locator:
    return seat.page.locator(".card-waiting")


# --- what every page must be --------------------------------------------------------------------


def passes_axe(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []


def fits(page: Page) -> None:
    """See that nothing must be scrolled sideways."""
    width = page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= (page.viewport_size or {"width": 0})["width"]
