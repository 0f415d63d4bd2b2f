"""Conversations and calls in real browsers: notes, replies, who is there, a case by phone, keys."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.system.seats import (
    ADMIN,
    DESKTOP,
    IVAN,
    NAMES,
    OLHA,
    PHONE,
    SCREENS,
    Resident,
    Seat,
    Town,
    fits,
    passes_axe,
    waiting,
)

CALL = "Олена Коваль, 067 123 45 67, на Драгоманова 15 третій день не працює ліфт, 2 під’їзд"
PERSON = "хочу поговорити з людиною"


def takes_the_call(town: Town, name: str = IVAN) -> tuple[Seat, Resident, str]:
    """Let a resident call a person and an operator take the conversation by keys."""
    ivan, resident = town.clerk(name), town.resident()
    resident.says(PERSON)
    expect(waiting(ivan)).to_have_count(1)
    page = ivan.page
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/handoffs/*")
    page.keyboard.press("t")
    page.wait_for_url("**done=take*")
    return ivan, resident, page.url.partition("?")[0].removeprefix(town.program.address)


# --- a conversation ------------------------------------------------------------------------------


def test_colleagues_see_who_writes_and_a_note_calls_the_other(town: Town) -> None:
    ivan, resident, _ = takes_the_call(town)
    olha = town.clerk(OLHA)
    expect(olha.page.locator(".bell .count")).to_have_count(0)
    page = ivan.page
    page.keyboard.press("m")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.type("@Ольга глянь, чи є майстер")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".line-note .said")).to_have_text("@Ольга глянь, чи є майстер")
    expect(olha.page.locator(".bell .count")).to_contain_text("1")
    olha.page.locator(".bell").click()
    olha.page.get_by_role("link", name="згадує вас у нотатці").click()
    expect(olha.page.locator(".line-note .said")).to_have_text("@Ольга глянь, чи є майстер")
    expect(page.locator("#talk-here")).to_contain_text("Ольга Бондар теж дивиться")
    page.keyboard.press("e")
    page.keyboard.type("Дивлюся")
    expect(olha.page.locator("#talk-here")).to_contain_text("Іван Петренко зараз пише відповідь")
    page.keyboard.press("Control+Enter")
    resident.hears("Дивлюся")
    expect(olha.page.locator(".line-staff .said").last).to_have_text("Дивлюся")
    expect(resident.seat.page.get_by_text("глянь, чи є майстер")).to_have_count(0)
    resident.presses("Назад до бота")


def test_a_conversation_is_given_on_by_keys_and_the_colleague_hears(town: Town) -> None:
    ivan, resident, _ = takes_the_call(town)
    olha = town.clerk(OLHA)
    page = ivan.page
    page.keyboard.press("g")
    expect(page.locator("#to")).to_be_focused()
    page.locator("#to").select_option(label=f"{NAMES[OLHA]} — на місці")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/?done=give")
    olha.page.locator(".bell.is-new").click()
    olha.page.get_by_role("link", name="передає вам розмову").click()
    expect(olha.page.get_by_text("Розмову ведете ви")).to_be_visible()
    resident.presses("Назад до бота")


def test_a_ready_reply_comes_by_a_slash_and_advice_by_a_key(town: Town) -> None:
    maria = town.clerk(ADMIN)
    page = maria.goes("/inbox/replies")
    page.fill("#shortcut", "майстер")
    page.fill("#title", "Майстер у дорозі")
    page.fill("#text", "Вітаємо, {resident}! Майстер уже їде.")
    page.press("#text", "Control+Enter")
    expect(page.get_by_text("Відповідь збережено.")).to_be_visible()
    resident = town.resident()
    resident.files_case()
    resident.says("у під’їзді на Драгоманова 15 тече труба гарячої води")
    ivan = town.clerk(IVAN)
    resident.says(PERSON)
    waiting(ivan).click()
    page = ivan.page
    page.wait_for_url("**/inbox/handoffs/*")
    page.keyboard.press("e")
    page.keyboard.type("/")
    expect(page.locator("#reply-filter")).to_be_focused()
    page.keyboard.type("майс")
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value("Вітаємо! Майстер уже їде.")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#advice-title ~ div")).to_contain_text("певність")
    page.locator("#text").fill("")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    advised = page.locator("#advised").text_content() or ""
    expect(page.locator("#text")).to_have_value(advised)
    expect(page.locator(".line-staff")).to_have_count(0)
    resident.presses("Назад до бота")


def test_the_main_path_by_keyboard_alone(town: Town) -> None:
    """Sign in, take a hand-off, answer, make a case of it; the resident has its number."""
    resident = town.resident()
    resident.says("на Драгоманова 15 у другому під’їзді третій день не працює ліфт")
    resident.says(PERSON)
    page = town.seat(**DESKTOP).goes("/inbox/sign-in")
    keys = page.keyboard
    keys.type(f"{IVAN}@kyiv.example")
    keys.press("Tab")
    keys.type("кіт дощ міст сім")
    keys.press("Enter")
    page.wait_for_url("**/inbox/")
    keys.press("j")
    keys.press("Enter")
    page.wait_for_url("**/inbox/handoffs/*")
    keys.press("t")
    page.wait_for_url("**done=take*")
    keys.press("e")
    keys.type("Записую вашу заявку.")
    keys.press("Control+Enter")
    resident.hears("Записую вашу заявку.")
    keys.press("Escape")
    expect(page.locator("[data-key=c]")).to_be_visible()
    keys.press("c")
    page.wait_for_url("**/inbox/new-case?conversation=*")
    number = files_by_keys(page)
    resident.hears(f"Записали з ваших слів: {number}")
    passes_axe(page)
    keys.press("o")
    page.wait_for_url(f"**/inbox/cases/{number}")
    expect(page.get_by_text("Записав працівник зі слів мешканця")).to_be_visible()
    resident.presses("Назад до бота")


def files_by_keys(page: Page) -> str:
    """Send the form that has the focus on its button, take the first answers; return the number."""
    page.keyboard.press("Enter")
    for _ in range(6):
        page.wait_for_load_state()
        if found := re.search(r"KV-\d{4}-\d+", page.url):
            return found[0]
        expect(page.locator("#asked-title")).to_be_focused()
        page.keyboard.press("Tab")
        if not page.locator(".asked button[name=answer]").count():
            page.keyboard.type("15")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    raise AssertionError("not filed after six answers")


# --- a case by phone -----------------------------------------------------------------------------


def test_a_call_fills_the_form_and_its_number_is_read_out(town: Town) -> None:
    ivan = town.clerk(IVAN)
    page = ivan.page
    page.keyboard.press("n")
    page.wait_for_url("**/inbox/new-case")
    expect(page.locator("#description")).to_be_focused()
    page.keyboard.type(CALL)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/inbox/new-case/read")
    expect(page.locator("#service_code")).to_have_value("elevator")
    expect(page.locator("#phone")).to_have_value("+380671234567")
    expect(page.locator("#entrance")).to_have_value("2")
    # A house where nobody has filed: the flow offers to join a request that is there already.
    page.locator("#address").fill("Драгоманова 12")
    page.get_by_role("button", name="Далі").focus()
    number = files_by_keys(page)
    expect(page.locator(".number-big")).to_have_text(number)
    passes_axe(page)
    query = "SELECT applicant FROM cases WHERE number = ?"
    ((applicant,),) = town.program.rows(query, number)
    assert "+380671234567" in str(applicant)


# --- the palette ---------------------------------------------------------------------------------


def test_the_palette_finds_actions_pages_and_cases(town: Town) -> None:
    ivan, resident, _ = takes_the_call(town)
    page = ivan.page
    page.keyboard.press("Control+k")
    expect(page.locator("#command")).to_be_focused()
    passes_axe(page)
    page.keyboard.type("нотат")
    expect(page.locator("#commands li").first).to_contain_text("Нотатка для колег")
    page.keyboard.press("Enter")
    expect(page.locator("#note")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("сповіщ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/notices")
    page.keyboard.press("Control+k")
    page.keyboard.type("дракон")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inbox/?q=*")
    resident.presses("Назад до бота")


# --- every page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_of_staff_is_open_to_everybody(town: Town, screen: str) -> None:
    maria = town.clerk(ADMIN, **SCREENS[screen])
    resident = town.resident()
    resident.says(PERSON)
    talk = waiting(maria).first.get_attribute("href") or ""
    pages = ("account", "notices", "replies", "staff", "staff/2", "city", "new-case")
    for path in (*(f"/inbox/{page}" for page in pages), talk):
        page = maria.goes(path)
        expect(page.get_by_role("link", name="Показати підказку")).to_have_count(0)
        passes_axe(page)
        fits(page)
    resident.presses("Назад до бота")


def test_the_inbox_speaks_english_too(town: Town) -> None:
    seat = town.seat(**PHONE)
    page = seat.goes("/inbox/sign-in")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Staff sign-in")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    passes_axe(page)
    page.fill("#email", f"{IVAN}@kyiv.example")
    page.fill("#password", "кіт дощ міст сім")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/inbox/")
    expect(page.get_by_role("heading", name="Conversations")).to_be_visible()
    passes_axe(page)
    fits(page)


def test_a_browser_tells_of_a_notice_when_its_user_wants_it(town: Town) -> None:
    olha = town.seat(permissions=["notifications"], **DESKTOP)
    olha.sign_in(OLHA)
    olha.page.add_init_script(
        "window.told = []; window.Notification = class extends EventTarget {"
        " static permission = 'granted'; static requestPermission = async () => 'granted';"
        " constructor(title, options) { super(); window.told.push(options.body); } };"
        " document.hasFocus = () => false;"
    )
    page = olha.goes("/inbox/account")
    page.get_by_role("button", name="Увімкнути").click()
    expect(page.get_by_text("Сповіщення браузера ввімкнено.")).to_be_visible()
    ivan, resident, _ = takes_the_call(town)
    ivan.page.keyboard.press("m")
    ivan.page.keyboard.type("@Ольга")
    ivan.page.keyboard.press("Control+Enter")
    told: list[str] = []
    for _ in range(100):
        if told := page.evaluate("window.told"):
            break
        page.wait_for_timeout(200)
    assert told == ["Іван Петренко згадує вас у нотатці"]
    resident.presses("Назад до бота")


def test_talks_and_calls_work_without_scripts(town: Town) -> None:
    resident = town.resident()
    resident.says(PERSON)
    ivan = town.clerk(IVAN, java_script_enabled=False, **PHONE)
    page = ivan.page
    waiting(ivan).click()
    page.get_by_role("button", name="Узяти собі").click()
    page.get_by_text("Нотатка для колег").first.click()
    page.get_by_label("Нотатка", exact=True).fill("без скриптів")
    page.get_by_role("button", name="Записати").click()
    expect(page.locator(".line-note .said")).to_have_text("без скриптів")
    page.get_by_role("link", name="Показати підказку").click()
    expect(page.get_by_role("heading", name="Підказка")).to_be_visible()
    page.goto(f"{town.program.address}/inbox/new-case")
    page.get_by_label("Що сталося").fill(CALL)
    page.get_by_role("button", name="Заповнити форму").click()
    expect(page.get_by_label("Телефон")).to_have_value("+380671234567")
    resident.presses("Назад до бота")
