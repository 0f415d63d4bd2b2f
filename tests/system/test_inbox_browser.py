"""Staff in real browsers before the real program: `misto run`, nothing in its place."""

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from inbox.sessions import hash_token
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
def program(
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
def town(chrome: Browser, program: Program) -> Iterator[Town]:
    town = Town(chrome, program)
    yield town
    town.leave()
    assert [seat.troubles for seat in town.seats if seat.troubles] == []


def own_case(seat: Seat, number: str) -> Locator:
    return seat.page.locator(f"#row-{number}")


def waiting(seat: Seat) -> Locator:
    return seat.page.locator(".card-waiting")


# --- every page ----------------------------------------------------------------------------------


def passes_axe(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found] == []


def fits(page: Page) -> None:
    """See that nothing must be scrolled sideways."""
    width = page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= (page.viewport_size or {"width": 0})["width"]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_is_open_to_everybody(town: Town, screen: str) -> None:
    resident = town.resident()
    number = resident.files_case()
    resident.says("хочу поговорити з людиною")
    guest, maria = town.seat(**SCREENS[screen]), town.clerk(ADMIN, **SCREENS[screen])
    card = waiting(maria).first
    expect(card).to_be_visible()
    talk = card.get_attribute("href") or ""
    pages = [(guest, path) for path in ("/inbox/sign-in", "/inbox/welcome?token=none")]
    lists = ("/inbox/", "/inbox/?q=дракон", "/inbox/undelivered", "/inbox/staff", "/inbox/nowhere")
    pages += [(maria, path) for path in (*lists, talk, f"/inbox/cases/{number}")]
    for seat, path in pages:
        page = seat.goes(path)
        passes_axe(page)
        fits(page)
    resident.presses("Назад до бота")


def test_the_keys_are_explained_and_can_be_switched_off(town: Town) -> None:
    page = town.clerk(IVAN).page
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Клавіші")
    expect(keys).to_be_visible()
    passes_axe(page)
    keys.get_by_role("button", name="Вимкнути клавіші").click()
    keys.get_by_role("button", name="Закрити").click()
    expect(keys).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    page.reload()
    page.get_by_role("button", name="Клавіші й довідка").click()
    keys.get_by_role("button", name="Увімкнути клавіші").click()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


# --- live ----------------------------------------------------------------------------------------


def test_a_case_and_a_call_arrive_in_the_open_page(town: Town) -> None:
    ivan, stepan = town.clerk(IVAN), town.clerk(STEPAN)
    expect(ivan.page.locator("#live")).to_have_text("Оновлюється наживо")
    resident = town.resident()
    number = resident.files_case()
    for seat in (ivan, stepan):
        expect(own_case(seat, number)).to_be_visible()
    before = waiting(ivan).count()
    resident.says("дайте людину")
    expect(waiting(ivan)).to_have_count(before + 1)
    expect(ivan.page).to_have_title(re.compile(rf"^\({before + 1}\b"))
    resident.presses("Назад до бота")
    expect(waiting(ivan)).to_have_count(before)


def test_many_tabs_share_one_stream_and_all_are_live(town: Town) -> None:
    ivan = town.clerk(IVAN)
    tabs = [ivan.page, *(ivan.opens_a_tab() for _ in range(7))]
    for tab in tabs[1:]:
        tab.goto(f"{town.program.address}/inbox/")
    number = town.resident().files_case()
    for tab in tabs:
        expect(tab.locator(f"#row-{number}")).to_be_visible()


def test_the_whole_talk_by_keyboard_alone(town: Town) -> None:
    ivan, resident = town.clerk(IVAN), town.resident()
    resident.says("хочу поговорити з людиною")
    expect(waiting(ivan)).to_have_count(1)
    page = ivan.page
    page.keyboard.press("j")
    expect(waiting(ivan)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/handoffs/*")
    page.keyboard.press("t")
    expect(page.get_by_text("Розмову ведете ви")).to_be_visible()
    resident.hears("Оператор на зв’язку")
    page.keyboard.press("e")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("Майстер буде о 15:00.")
    page.keyboard.press("Control+Enter")
    resident.hears("Майстер буде о 15:00.")
    expect(page.locator(".line-staff .said").last).to_have_text("Майстер буде о 15:00.")
    expect(page.locator("#text")).to_have_value("")
    ivan.keeps_picture("inbox-talk")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    page.wait_for_url("**/inbox/")
    page.go_back()
    page.get_by_role("button", name="Повернути боту").click()
    page.wait_for_url("**/inbox/?done=return")
    expect(resident.bot_lines.last).to_be_visible()


def test_what_is_being_typed_outlives_a_live_line_and_a_reload(town: Town) -> None:
    ivan, resident = town.clerk(IVAN), town.resident()
    resident.says("хочу поговорити з людиною")
    waiting(ivan).click()
    page = ivan.page
    page.wait_for_url("**/inbox/handoffs/*")
    page.fill("#text", "Дивлюся, зачекайте")
    resident.seat.page.fill("#text", "ще й світло блимає")
    resident.seat.page.press("#text", "Enter")
    expect(page.locator(".line-resident .said").last).to_have_text("ще й світло блимає")
    expect(page.locator("#announce")).to_contain_text("ще й світло блимає")
    expect(page.locator("#text")).to_have_value("Дивлюся, зачекайте")
    page.reload()
    expect(page.locator("#text")).to_have_value("Дивлюся, зачекайте")
    page.get_by_role("button", name="Узяти й надіслати").click()
    resident.hears("Дивлюся, зачекайте")
    expect(page.locator("#text")).to_have_value("")
    resident.presses("Назад до бота")


def test_two_who_answer_at_once(town: Town) -> None:
    ivan, olha, resident = town.clerk(IVAN), town.clerk(OLHA), town.resident()
    resident.says("хочу поговорити з людиною")
    expect(waiting(ivan)).to_be_visible()
    ivan.keeps_picture("inbox")
    for seat in (ivan, olha):
        waiting(seat).click()
        seat.page.fill("#text", f"Вітаю, це {seat.page.locator('.me .name').text_content()}")
    olha.page.press("#text", "Control+Enter")
    resident.hears("Вітаю, це Ольга Бондар")
    expect(ivan.page.get_by_text("тепер її веде Ольга Бондар")).to_be_visible()
    expect(ivan.page.locator("#text")).to_have_value("Вітаю, це Іван Петренко")
    ivan.page.press("#text", "Control+Enter")
    expect(ivan.page.get_by_text("розмову взяв колега")).to_be_visible()
    expect(ivan.page.locator("#unsent")).to_have_value("Вітаю, це Іван Петренко")
    expect(resident.seat.page.get_by_text("Іван Петренко")).to_have_count(0)
    passes_axe(ivan.page)
    resident.presses("Назад до бота")


def test_a_case_from_taking_to_the_answer(town: Town) -> None:
    resident, stepan = town.resident(), town.clerk(STEPAN)
    number = resident.files_case()
    own_case(stepan, number).click()
    page = stepan.page
    page.wait_for_url(f"**/inbox/cases/{number}")
    page.keyboard.press("t")
    expect(page.get_by_text("тепер це за вами")).to_be_visible()
    page.get_by_role("button", name="Почати роботу").click()
    resident.hears("узято в роботу")
    page.get_by_label("Чим закінчилося").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_label("Відповідь мешканцю").fill("Замінили канат, ліфт їде.")
    page.keyboard.press("Control+Enter")
    resident.hears("Замінили канат, ліфт їде.")
    expect(page.locator("#case-state")).to_contain_text("є відповідь")
    passes_axe(page)
    stepan.keeps_picture("inbox-case")


def test_data_of_the_applicant_come_on_demand(town: Town) -> None:
    resident, stepan = town.resident(), town.clerk(STEPAN)
    number = resident.files_case("067 123 45 67")
    page = stepan.goes(f"/inbox/cases/{number}")
    expect(page.get_by_text("+380671234567")).to_have_count(0)
    looks = "SELECT subject FROM staff_audit WHERE action = 'reveal'"
    assert (f"case:{number}",) not in town.program.rows(looks)
    page.get_by_role("button", name="Показати дані").click()
    expect(page.get_by_text("+380671234567")).to_be_visible()
    expect(page.locator(".case-side dl[autofocus]")).to_be_focused()
    passes_axe(page)
    assert (f"case:{number}",) in town.program.rows(looks)


def test_signing_out_leaves_no_open_page_behind(town: Town) -> None:
    ivan = town.clerk(IVAN)
    other = ivan.opens_a_tab()
    other.goto(f"{town.program.address}/inbox/")
    ivan.page.locator(".me summary").click()
    ivan.page.get_by_role("button", name="Вийти").click()
    ivan.page.wait_for_url("**/inbox/sign-in")
    other.wait_for_url("**/inbox/sign-in?next=*")


# --- without scripts -----------------------------------------------------------------------------


def test_everything_works_without_scripts(town: Town) -> None:
    resident = town.resident()
    number = resident.files_case()
    resident.says("хочу поговорити з людиною")
    ivan = town.clerk(IVAN, java_script_enabled=False, **PHONE)
    page = ivan.page
    waiting(ivan).click()
    page.get_by_role("button", name="Узяти собі").click()
    page.get_by_label("Відповідь мешканцю").fill("Пишу без скриптів.")
    page.get_by_role("button", name="Надіслати", exact=True).click()
    resident.hears("Пишу без скриптів.")
    page.get_by_role("button", name="Повернути боту").click()
    page.get_by_label("Пошук заявок").fill(number)
    page.get_by_role("button", name="Знайти").click()
    expect(page.get_by_role("heading", name="Ліфт")).to_be_visible()
    page.get_by_text("Передати іншій установі").click()
    page.get_by_label("Куди").select_option(label="КП «Київтеплоенерго»")
    page.get_by_role("button", name="Передати").click()
    expect(page.get_by_text("Заявку передано, мешканцю повідомлено.")).to_be_visible()


# --- a body without an account -------------------------------------------------------------------


def link_of(program: Program, number: str) -> str:
    """Give the case's delivery a link, as its letter would have carried it."""
    token = f"letter-of-{number}"
    query = "SELECT d.id FROM deliveries d JOIN cases c ON c.id = d.case_id WHERE c.number = ?"
    ((delivery_id,),) = program.rows(query, number)
    with closing(sqlite3.connect(program.database, timeout=10)) as connection, connection:
        link = (hash_token(token), delivery_id, 2**60)
        connection.execute("INSERT INTO body_links VALUES (?, ?, ?)", link)
    return f"/body/{token}"


@pytest.mark.parametrize("screen", SCREENS)
def test_a_body_confirms_and_answers_by_the_link_of_its_letter(town: Town, screen: str) -> None:
    number = town.resident().files_case("+380671234567")
    seat = town.seat(**SCREENS[screen])
    path = link_of(town.program, number)
    page = seat.goes(path)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{number} — Ліфт")
    passes_axe(page)
    fits(page)
    page.get_by_role("button", name="Прийняли в роботу").click()
    expect(page.get_by_role("status")).to_contain_text("Прийнято в роботу")
    passes_axe(page)
    fits(page)
    page.select_option("#outcome", "explained")
    page.fill("#text", "Ліфт полагодять у п’ятницю.")
    page.get_by_role("button", name="Надіслати відповідь").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Відповідь надіслано")
    passes_axe(page)
    page = seat.goes(f"{path}?lang=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work")
    passes_axe(page)
    fits(page)
