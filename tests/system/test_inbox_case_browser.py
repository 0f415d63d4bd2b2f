"""A case's whole way, several cases at once, petitions: in real browsers, by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.system.seats import (
    ADMIN,
    SCREENS,
    STEPAN,
    Town,
    fits,
    own_case,
    passes_axe,
)


@pytest.mark.parametrize("screen", SCREENS)
def test_pages_of_cases_are_open_to_everybody(town: Town, screen: str) -> None:
    number = town.resident().files_case()
    maria = town.clerk(ADMIN, **SCREENS[screen])
    for path in (
        f"/inbox/?q={number[-6:]}&topic=elevator&show=open",
        f"/inbox/cases/{number}",
        f"/inbox/bulk?n={number}",
        "/inbox/bulk",
        "/inbox/petitions",
        "/inbox/petitions?show=ended",
    ):
        page = maria.goes(path)
        passes_axe(page)
        fits(page)
    page = maria.goes(f"/inbox/bulk?n={number}")
    page.get_by_role("button", name="Що буде з кожною").first.click()
    page.wait_for_url("**/inbox/bulk/preview")
    passes_axe(page)
    fits(page)
    page.get_by_role("button", name=re.compile("Зробити з")).click()
    page.wait_for_url(re.compile(r"/inbox/bulk/\d+$"))
    passes_axe(page)
    fits(page)
    page.get_by_role("button", name="Скасувати").click()
    expect(page.get_by_text("Скасовано: нічого не змінилося.").first).to_be_visible()


def test_a_case_is_taken_begun_and_answered_with_a_paper_by_keyboard_alone(town: Town) -> None:
    resident, stepan = town.resident(), town.clerk(STEPAN)
    number = resident.files_case()
    page, keys = stepan.page, stepan.page.keyboard
    expect(own_case(stepan, number)).to_be_visible()
    while page.evaluate("document.activeElement.id") != f"row-{number}":
        keys.press("j")
    keys.press("Enter")
    page.wait_for_url(f"**/inbox/cases/{number}")
    keys.press("t")
    expect(page.get_by_text("тепер це за вами")).to_be_visible()
    keys.press("i")
    keys.type("Майстер уже їде")
    keys.press("Control+Enter")
    expect(page.get_by_text("Майстер уже їде").first).to_be_visible()
    keys.press("b")
    expect(page.get_by_text("заявка в роботі").first).to_be_visible()
    keys.press("e")
    expect(page.locator("#answer-outcome")).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.type("Замінили трос, ліфт працює.")
    keys.press("Tab")
    keys.press("Tab")
    expect(page.get_by_role("checkbox", name=re.compile("PDF"))).to_be_focused()
    keys.press("Space")
    page.locator("#answer-text").focus()
    keys.press("Control+Enter")
    expect(page.get_by_text("Відповідь надіслано мешканцю.")).to_be_visible()
    resident.hears("Замінили трос, ліфт працює.")
    expect(page.get_by_text(f"{number}-1.pdf").first).to_be_visible()


def test_several_cases_are_taken_at_once_by_keyboard(town: Town) -> None:
    number, stepan = town.resident().files_case(), town.clerk(STEPAN)
    page, keys = stepan.page, stepan.page.keyboard
    expect(own_case(stepan, number)).to_be_visible()
    page.locator(f"#pick-{number}").focus()
    keys.press("Space")
    expect(page.locator(f"#pick-{number}")).to_be_checked()
    # The list is put in anew when something happens; what was ticked stays ticked.
    town.resident().files_case()
    expect(page.locator(f"#pick-{number}")).to_be_checked()
    keys.press("x")
    page.wait_for_url("**/inbox/bulk?n=*")
    expect(page.get_by_role("heading", name="Обрано 1 заявку")).to_be_visible()


def test_an_answer_is_looked_at_as_a_paper_before_it_is_sent(town: Town) -> None:
    number, stepan = town.resident().files_case(), town.clerk(STEPAN)
    page = stepan.goes(f"/inbox/cases/{number}")
    page.keyboard.press("b")
    page.wait_for_url("**/*?done=start")
    page.select_option("#answer-outcome", "fixed")
    page.fill("#answer-text", "Полагоджено.")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Переглянути PDF").click()
    opened.value.close()
    page.get_by_role("button", name="Надіслати відповідь").click()
    expect(page.get_by_text("Відповідь надіслано мешканцю.")).to_be_visible()
