"""Staff in real browsers before the real program: `misto run`, nothing in its place."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from inbox.sessions import hash_token
from tests.system.program import Program
from tests.system.seats import (
    ADMIN,
    IVAN,
    OLHA,
    PHONE,
    SCREENS,
    STEPAN,
    Town,
    fits,
    own_case,
    passes_axe,
    waiting,
)

# --- every page ----------------------------------------------------------------------------------


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
    page.get_by_label("Чому передаєте").fill("Будинок обслуговують вони.")
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
