"""A resident in a real browser before the real program: `misto run`, nothing in its place."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.system.program import Program, programs

# Others of this file reported the same lift: this one is filed for itself.
WANTED = ("Так, подати", "Ні, у мене інше")
LIFT = "у нас на Драгоманова 15 третій день не працює ліфт"
OPERATOR = "o@kyiv.example"
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}

# What the browser may need on a slow machine; nothing is measured by it.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[Program]:
    with programs([tmp_path_factory.mktemp("misto")], model) as (program,):
        run(program, "staff", "add", OPERATOR, "--role", "operator")
        yield program


def run(program: Program, *arguments: str) -> list[dict[str, Any]]:
    """Run a command to its end; returns its lines of JSON, when it prints such."""
    done = program.command(*arguments)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def chrome(chromium: dict[str, Any]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A browser on the chat; it notes what goes wrong and whom the page talks to."""

    page: Page
    program: Program
    troubles: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url))
        self.page.goto(self.program.address)

    def _note(self, url: str) -> None:
        if not url.startswith((self.program.address, "blob:", "data:")):
            self.foreign.append(url)

    @property
    def bot_lines(self) -> int:
        return self.page.locator(".bot[data-id]").count()

    def says(self, text: str) -> None:
        self.page.fill("#text", text)
        self.page.press("#text", "Enter")

    def asks(self, text: str) -> str:
        """Say something and return the last line of the answer."""
        before = self.bot_lines
        self.says(text)
        return self._answer(before)

    def presses(self, label: str) -> str:
        before = self.bot_lines
        self.page.locator(".answers .choice", has_text=label).first.click()
        return self._answer(before)

    def _answer(self, before: int) -> str:
        expect(self.page.locator(".own").last).to_have_attribute("data-state", "sent")
        expect(self.page.locator(".bot[data-id]").nth(before)).to_be_visible()
        return self.page.locator(".bot[data-id] .text").last.text_content() or ""

    def files(self) -> str:
        """Tell of the broken lift, answer what is asked by the first button, return the end."""
        answer = self.asks(LIFT)
        for _ in range(6):
            if "Подано" in answer:
                return answer
            labels = self.page.locator(".answers .choice").all_text_contents()
            answer = self.presses(next((n for n in labels if n in WANTED), labels[0]))
        raise AssertionError(f"not filed after six answers: {answer}")

    def lines(self) -> list[str]:
        return self.page.locator("[data-id] .text, .own .text").all_text_contents()

    def passes_axe(self) -> None:
        found = Axe().run(self.page).response["violations"]
        assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []

    def keeps_picture(self, name: str) -> None:
        """Leave a picture for the README where MISTO_PICTURES names a folder."""
        if folder := os.environ.get("MISTO_PICTURES"):
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))


@pytest.fixture
def visit(chrome: Browser, program: Program, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A browser of the size that the test names, else a phone's."""
    size: str = getattr(request, "param", "phone")
    context: BrowserContext = chrome.new_context(
        viewport=SIZES[size],  # type: ignore[arg-type]  # it is such a dictionary
        locale="uk-UA",
        is_mobile=size == "phone",
        has_touch=size == "phone",
    )
    visit = Visit(context.new_page(), program)
    yield visit
    context.close()
    assert (visit.troubles, visit.foreign) == ([], [])


@pytest.mark.parametrize("visit", SIZES, indirect=True)
def test_a_resident_files_a_case_and_asks_for_it(
    visit: Visit, request: pytest.FixtureRequest
) -> None:
    visit.passes_axe()
    filed = visit.files()
    number = filed.partition("KV-")[2][:11]
    size = request.node.callspec.params["visit"]
    visit.keeps_picture("chat" if size == "phone" else f"chat-{size}")
    assert f"KV-{number}" in visit.asks("де моя заявка?")
    visit.passes_axe()
    (case,) = run(visit.program, "cases", "--number", f"KV-{number}", "--json")
    assert (case["service_code"], case["channel"]) == ("elevator", "webchat")


def test_a_reload_shows_the_same_talk(visit: Visit) -> None:
    visit.files()
    before = visit.lines()
    visit.page.reload()
    assert visit.lines() == before


def test_danger_is_answered_with_a_number_to_call(visit: Visit) -> None:
    visit.asks("сильно пахне газом у під’їзді що робити")
    alarm = visit.page.locator(".alarm")
    expect(alarm.locator(".who")).to_have_text("Терміново")
    expect(alarm.get_by_role("link", name="104")).to_have_attribute("href", "tel:104")
    visit.passes_axe()


def test_a_person_answers_in_the_open_page(visit: Visit) -> None:
    visit.asks("хочу поговорити з людиною")
    handoff = next(
        row for row in run(visit.program, "handoffs", "--json") if row["status"] == "waiting"
    )
    run(visit.program, "handoff", str(handoff["id"]), "take", "--as", OPERATOR)
    words = "Добрий день, майстер уже їде."
    run(visit.program, "handoff", str(handoff["id"]), "say", "--text", words, "--as", OPERATOR)
    staff = visit.page.locator(".staff", has_text=words)
    expect(staff.locator(".who")).to_have_text("Оператор")
    visit.passes_axe()
    visit.keeps_picture("chat-operator")
    visit.presses("Назад до бота")


def test_a_killed_server_loses_and_doubles_nothing(visit: Visit) -> None:
    visit.asks("привіт")
    visit.program.kill()
    visit.says("де моя заявка?")
    expect(visit.page.locator(".own .state").last).to_have_text("чекає на зв’язок")
    visit.program.start()
    visit.page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(visit.page.locator(".own").last).to_have_attribute("data-state", "sent")
    expect(visit.page.locator("#connection")).to_have_text("На зв’язку")
    visit.page.reload()
    assert visit.lines().count("де моя заявка?") == 1
