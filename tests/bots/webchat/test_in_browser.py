"""The page in a real browser, on the real runtime with a small dialogue behind it."""

import asyncio
import filecmp
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Route
from playwright.async_api import expect as expect_of

from tests.bots.webchat.conftest import MOST_BYTES, City
from tests.bots.webchat.tabs import (
    DESKTOP,
    PHONE,
    Tab,
    Visits,
    axe,
    chrome,
    city,
    server,
    tab,
    visits,
)

# Fixtures, which pytest finds by their names.
__all__ = ["chrome", "city", "server", "tab", "visits"]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def heard(city: City) -> Callable[[], list[str]]:
    """Return what the dialogue heard in this test, texts only."""
    before = len(city.dialogue.heard)
    return lambda: [incoming.text or "" for incoming in city.dialogue.heard[before:]]


# --- talking -------------------------------------------------------------------------------------


async def test_a_message_is_shown_at_once_and_answered_below(tab: Tab) -> None:
    await tab.ask("привіт")
    await tab.shows("привіт", "Почуто: привіт")
    await expect_of(tab.page.locator("#text")).to_be_focused()
    await expect_of(tab.page.locator("#text")).to_have_value("")


async def test_a_message_under_way_says_so_and_the_bot_types(tab: Tab) -> None:
    gate = asyncio.Event()

    async def hold(route: Route) -> None:
        await gate.wait()
        await route.continue_()

    await tab.answering(hold)
    await tab.type("привіт")
    await expect_of(tab.page.locator(".own .state")).to_have_text("надсилається")
    await expect_of(tab.page.locator("#typing")).to_be_visible()
    gate.set()
    await tab.shows("привіт", "Почуто: привіт")
    await expect_of(tab.page.locator("#typing")).to_be_hidden()


async def test_enter_sends_and_shift_enter_breaks_the_line(tab: Tab) -> None:
    await tab.page.locator("#text").press_sequentially("раз")
    await tab.page.keyboard.press("Shift+Enter")
    await tab.page.keyboard.type("два")
    await tab.page.keyboard.press("Enter")
    await tab.shows("раз\nдва", "Почуто: раз\nдва")


async def test_an_empty_field_sends_nothing(tab: Tab, heard: Callable[[], list[str]]) -> None:
    await tab.type("  ")
    await tab.ask("є")
    assert heard() == ["є"]


async def test_a_text_that_is_too_long_stays_in_the_field(tab: Tab) -> None:
    await tab.type("я" * 4001)
    await expect_of(tab.page.locator("#notice")).to_contain_text("найважливіше")
    await expect_of(tab.page.locator("#text")).to_have_value("я" * 4001)


async def test_an_example_begins_the_talk(tab: Tab) -> None:
    await tab.page.click("#examples button:first-child")
    await tab.shows("Не працює ліфт", "Почуто: Не працює ліфт")
    await expect_of(tab.page.locator("#examples")).to_have_count(0)


async def test_a_draft_survives_a_reload(tab: Tab) -> None:
    await tab.page.fill("#text", "недописане")
    await tab.page.reload()
    await expect_of(tab.page.locator("#text")).to_have_value("недописане")


async def test_words_are_words_and_only_safe_links_are_links(tab: Tab) -> None:
    nasty = "<img src=x onerror=alert(1)> javascript:alert(1) https://a.example/?q=<b> (https://b.example)."
    for _ in ("live", "reloaded"):
        if not await tab.lines():
            await tab.ask(f"скажи {nasty}")
        text = tab.page.locator("[data-id] .text")
        await expect_of(text.locator("img, b, script")).to_have_count(0)
        links = await text.locator("a").evaluate_all("all => all.map(a => a.href)")
        assert links == ["https://a.example/?q=", "https://b.example/"]
        assert await text.locator("a").first.get_attribute("rel") == "noopener noreferrer nofollow"
        await tab.page.reload()


async def test_a_long_word_wraps_in_the_narrowest_window(visits: Visits) -> None:
    tab = await visits.tab(await visits.browser(viewport={"width": 320, "height": 480}))
    await tab.ask("щ" * 400)
    wide = "e => e.scrollWidth > e.clientWidth"
    for selector in ("html", "#log", "#composer"):
        assert not await tab.page.locator(selector).evaluate(wide), selector


async def test_a_link_may_begin_the_talk_and_counts_once(visits: Visits, city: City) -> None:
    tab = await visits.tab(path="/?start=case_KV-2026-000001")
    await tab.shows("Почуто: case_KV-2026-000001")
    assert tab.page.url.endswith("/")
    await tab.page.reload()
    await tab.shows("Почуто: case_KV-2026-000001")
    assert city.dialogue.heard[-1].start == "case_KV-2026-000001"


async def test_the_page_turns_english_and_keeps_it(tab: Tab) -> None:
    await tab.page.click(".language")
    await expect_of(tab.page.locator("h1")).to_have_text("Kyiv · city chat")
    await tab.page.goto("/")
    await expect_of(tab.page.locator("#text")).to_have_attribute("placeholder", "Message")
    await tab.ask("привіт")
    await expect_of(tab.page.locator(".own .text")).to_have_attribute("lang", "uk")


# --- answering -----------------------------------------------------------------------------------


async def test_a_button_answers_and_is_gone_with_its_question(tab: Tab) -> None:
    await tab.ask("питай Перший Другий")
    await tab.choice("Перший").click()
    await tab.shows("питай Перший Другий", "Котрий?", "Перший", "Почуто: go=Перший")
    await expect_of(tab.page.locator(".answers:visible")).to_have_count(0)
    await tab.page.reload()
    await tab.shows("питай Перший Другий", "Котрий?", "Перший", "Почуто: go=Перший")


async def test_buttons_stand_again_after_a_reload(tab: Tab) -> None:
    await tab.ask("питай Перший Другий")
    await tab.page.reload()
    await tab.choice("Другий").click()
    await tab.shows("питай Перший Другий", "Котрий?", "Другий", "Почуто: go=Другий")


async def test_a_typed_answer_ends_the_buttons_too(tab: Tab) -> None:
    await tab.ask("питай Перший Другий")
    await expect_of(tab.choice("Перший")).to_be_visible()
    await tab.ask("другий")
    await expect_of(tab.page.locator(".answers:visible")).to_have_count(0)


async def test_a_newer_question_takes_the_place_of_an_older(tab: Tab) -> None:
    await tab.ask("питай Перший")
    await tab.ask("питай Третій")
    await expect_of(tab.page.locator(".answers:visible .choice")).to_have_text(["Третій"])


async def test_the_way_back_stays_while_staff_have_the_talk(tab: Tab) -> None:
    await tab.ask("питай Назад")
    await tab.ask("мовчи")
    await tab.staff_says("Добрий день, дивлюся.")
    await expect_of(tab.page.locator(".staff .who")).to_have_text("Оператор")
    await expect_of(tab.choice("Назад")).to_be_visible()
    await tab.page.reload()
    await expect_of(tab.choice("Назад")).to_be_visible()


async def test_keyboard_answers_leave_the_focus_before_the_next_question(tab: Tab) -> None:
    await tab.ask("питай питай")
    await tab.page.keyboard.press("Shift+Tab")
    await tab.page.keyboard.press("Shift+Tab")
    await expect_of(tab.choice("питай")).to_be_focused()
    await tab.page.keyboard.press("Enter")
    await tab.settled()
    await expect_of(tab.page.locator(".own").last).to_be_focused()


async def test_an_alarm_says_so_in_words_and_its_number_can_be_called(tab: Tab) -> None:
    await tab.ask("тривога")
    await expect_of(tab.page.locator(".alarm .who")).to_have_text("Терміново")
    await expect_of(tab.page.locator(".alarm .text strong a")).to_have_attribute("href", "tel:104")


async def test_a_place_is_shared_by_one_button(visits: Visits, city: City) -> None:
    point = {"latitude": 50.4501234, "longitude": 30.5234567}
    tab = await visits.tab(await visits.browser(geolocation=point, permissions=["geolocation"]))
    await tab.ask("місце")
    await tab.choice("Надіслати моє місце").click()
    await tab.shows("місце", "Де це?", "Моє місце: 50.45012, 30.52346", "Почуто: місце чи номер")
    location = city.dialogue.heard[-1].location
    assert location is not None
    assert (location.lat, location.long) == (50.45012, 30.52346)
    await tab.page.reload()
    await expect_of(tab.page.locator(".own .text").last).to_have_text(
        "Моє місце: 50.45012, 30.52346"
    )


async def test_a_place_that_is_not_told_can_be_written(visits: Visits) -> None:
    tab = await visits.tab(await visits.browser(permissions=[]))
    await tab.ask("місце")
    await tab.choice("Надіслати моє місце").click()
    await expect_of(tab.page.locator("#notice")).to_contain_text("Напишіть адресу")
    await expect_of(tab.choice("Надіслати моє місце")).to_be_enabled()


async def test_a_phone_has_its_own_field_and_is_looked_at(tab: Tab, city: City) -> None:
    await tab.ask("телефон")
    phone = tab.page.get_by_label("Номер телефону")
    await expect_of(phone).to_have_attribute("autocomplete", "tel")
    await phone.fill("067")
    await phone.press("Enter")
    await expect_of(tab.page.locator("#notice")).to_contain_text("бракує цифр")
    await expect_of(phone).to_have_attribute("aria-invalid", "true")
    await phone.fill("067 123 45 67")
    await phone.press("Enter")
    await tab.settled()
    contact = city.dialogue.heard[-1].contact
    assert contact is not None
    assert contact.phone == "067 123 45 67"


# --- files ---------------------------------------------------------------------------------------


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "яма.png"
    Image.new("RGB", (60, 40), "gray").save(path)
    return path


async def test_a_photo_is_sent_and_seen(tab: Tab, photo: Path, city: City) -> None:
    await tab.ask("фото")
    async with tab.page.expect_file_chooser() as choosing:
        await tab.choice("Вибрати фото").click()
    await (await choosing.value).set_files(photo)
    await tab.shows("фото", "Додасте фото?", "Фото", "Почуто: photo яма.png")
    await expect_of(tab.page.locator(".own .preview")).to_be_visible()
    (file,) = city.dialogue.heard[-1].files
    assert filecmp.cmp(city.settings.upload_folder / file.ref, photo, shallow=False)


async def test_a_phone_offers_its_camera_too(visits: Visits) -> None:
    tab = await visits.tab(await visits.browser(has_touch=True, is_mobile=True))
    await tab.ask("фото")
    await expect_of(tab.page.locator(".answers .choice")).to_have_text(
        ["Сфотографувати", "Вибрати фото", "Без фото"]
    )


async def test_a_large_photo_is_made_small_enough_on_the_way(
    tab: Tab, tmp_path: Path, city: City
) -> None:
    large = tmp_path / "велика.bmp"
    Image.linear_gradient("L").resize((1400, 1300)).convert("RGB").save(large)
    assert large.stat().st_size > MOST_BYTES * 10
    await tab.page.set_input_files("#files", large)
    await tab.shows("Фото", "Почуто: photo велика.bmp")
    (file,) = city.dialogue.heard[-1].files
    with Image.open(city.settings.upload_folder / file.ref) as sent:
        assert (sent.format, sent.size) == ("JPEG", (1400, 1300))


async def test_several_files_are_one_event(tab: Tab, photo: Path, tmp_path: Path) -> None:
    paper = tmp_path / "акт.pdf"
    paper.write_bytes(b"%PDF-1.7")
    await tab.page.set_input_files("#files", [photo, paper])
    await tab.shows("Фото\nФайл: акт.pdf", "Почуто: photo яма.png")


async def test_a_file_that_is_too_large_says_so_and_can_be_put_away(
    tab: Tab, tmp_path: Path
) -> None:
    paper = tmp_path / "великий.pdf"
    paper.write_bytes(b"x" * (MOST_BYTES + 1))
    await tab.page.set_input_files("#files", paper)
    await expect_of(tab.page.locator(".own .state")).to_contain_text("файл завеликий")
    await tab.page.get_by_role("button", name="Прибрати").click()
    await tab.shows()


# --- bad connections -----------------------------------------------------------------------------


async def test_what_is_written_offline_goes_out_in_order_and_once(
    tab: Tab, heard: Callable[[], list[str]]
) -> None:
    await tab.page.context.set_offline(True)
    await tab.type("перше")
    await tab.type("друге")
    await expect_of(tab.page.locator("#connection")).to_contain_text("Немає зв’язку")
    await expect_of(tab.page.locator(".own .state").first).to_have_text("чекає на зв’язок")
    await tab.page.context.set_offline(False)
    await tab.shows("перше", "друге", "Почуто: перше", "Почуто: друге")
    await expect_of(tab.page.locator("#connection")).to_have_text("На зв’язку")
    assert heard() == ["перше", "друге"]


async def test_what_was_not_sent_survives_a_reload(
    tab: Tab, heard: Callable[[], list[str]]
) -> None:
    await tab.answering(lambda route: route.abort())
    await tab.type("перше")
    await expect_of(tab.page.locator(".own .state")).to_have_text("чекає на зв’язок")
    await tab.freely()
    await tab.page.reload()
    await tab.shows("перше", "Почуто: перше")
    assert heard() == ["перше"]
    await tab.page.reload()
    await tab.shows("перше", "Почуто: перше")


async def test_a_lost_answer_doubles_nothing(tab: Tab, heard: Callable[[], list[str]]) -> None:
    lost: list[int] = []

    async def lose_first(route: Route) -> None:
        if lost:
            await route.continue_()
            return
        response = await route.fetch()
        lost.append(response.status)
        await route.abort()

    await tab.answering(lose_first)
    await tab.type("раз")
    await tab.shows("раз", "Почуто: раз")
    await tab.settled()
    assert lost == [200]
    assert heard() == ["раз"]


async def test_a_busy_city_gets_the_same_event_again(
    tab: Tab, heard: Callable[[], list[str]]
) -> None:
    bodies: list[str | None] = []

    async def refuse_twice(route: Route) -> None:
        bodies.append(route.request.post_data)
        if len(bodies) > 2:
            await route.continue_()
        else:
            await route.fulfill(status=503, json={"error": {"code": "overloaded", "message": ""}})

    await tab.answering(refuse_twice)
    await tab.type("раз")
    await tab.shows("раз", "Почуто: раз")
    assert len(set(bodies)) == 1
    assert heard() == ["раз"]


async def test_a_refused_message_can_be_sent_again(tab: Tab) -> None:
    await tab.answering(lambda route: route.fulfill(status=400, json={"error": {"code": "x"}}))
    await tab.type("перше")
    await expect_of(tab.page.locator(".own .state")).to_have_text("не надіслано")
    await expect_of(tab.page.get_by_role("alert")).to_contain_text("не надіслано")
    await tab.freely()
    await tab.ask("друге")
    await tab.page.get_by_role("button", name="Надіслати ще раз").click()
    await tab.shows("перше", "друге", "Почуто: друге", "Почуто: перше")


async def test_a_lost_cookie_brings_a_new_chat_and_loses_no_word(tab: Tab) -> None:
    await tab.ask("давнє")
    await tab.page.context.clear_cookies()
    await tab.type("нове")
    await tab.shows("нове", "Почуто: нове")


async def test_a_stream_that_broke_tells_what_was_missed(tab: Tab) -> None:
    await tab.ask("привіт")
    await tab.page.context.set_offline(True)
    await tab.staff_says("Поки вас не було.")
    await tab.page.context.set_offline(False)
    await tab.shows("привіт", "Почуто: привіт", "Поки вас не було.")


async def test_too_much_from_a_network_waits_says_so_and_goes_by_itself(
    tab: Tab, heard: Callable[[], list[str]]
) -> None:
    tries: list[str | None] = []
    error = {"error": {"code": "too_many_from_address", "message": ""}}

    async def refuse_once(route: Route) -> None:
        tries.append(route.request.post_data)
        if len(tries) > 1:
            await route.continue_()
        else:
            await route.fulfill(status=429, json=error, headers={"Retry-After": "2"})

    await tab.answering(refuse_once)
    await tab.type("раз")
    await expect_of(tab.page.get_by_role("alert")).to_contain_text("воно піде саме за 2 с")
    await expect_of(tab.page.locator(".own .state")).to_have_text("надішлеться трохи згодом")
    await tab.shows("раз", "Почуто: раз")
    await expect_of(tab.page.get_by_role("alert")).to_be_empty()
    assert len(set(tries)) == 1
    assert heard() == ["раз"]


async def test_on_a_slow_line_little_is_loaded_and_the_welcome_waits_for_no_script(
    visits: Visits,
) -> None:
    browser = await visits.browser()
    page = await browser.new_page()
    loaded: list[int] = []
    line = await browser.new_cdp_session(page)
    line.on("Network.loadingFinished", lambda done: loaded.append(done["encodedDataLength"]))
    await line.send("Network.enable")
    gate = asyncio.Event()

    async def hold(route: Route) -> None:
        await gate.wait()
        await route.continue_()

    await page.route("**/*.js", hold)
    await page.goto("/", wait_until="commit")
    await expect_of(page.get_by_text("Вітаю!")).to_be_visible()
    painted = "() => performance.getEntriesByName('first-contentful-paint').length"
    await page.wait_for_function(painted)
    await expect_of(page.locator("noscript")).to_be_hidden()
    await page.fill("#text", "пишу, поки вантажиться")
    gate.set()
    await expect_of(page.get_by_role("button", name="Надіслати")).to_be_enabled()
    await expect_of(page.locator("#text")).to_have_value("пишу, поки вантажиться")
    await page.wait_for_load_state("networkidle")
    assert len(loaded) <= 14
    assert sum(loaded) < 32_000, sum(loaded)
    await browser.close()


# --- several tabs, hidden tabs, long talks -------------------------------------------------------


async def test_two_tabs_show_the_same_talk(visits: Visits) -> None:
    browser = await visits.browser()
    first = await visits.tab(browser)
    await first.ask("питай Перший")
    second = await visits.tab(browser)
    await second.choice("Перший").click()
    await second.settled()
    talk = ["питай Перший", "Котрий?", "Перший", "Почуто: go=Перший"]
    for each in (first, second):
        await each.shows(*talk)
        await expect_of(each.page.locator(".answers:visible")).to_have_count(0)
        await each.page.reload()
        await each.shows(*talk)


async def test_a_hidden_tab_counts_what_came(tab: Tab) -> None:
    await tab.ask("привіт")
    await tab.page.evaluate(
        "Object.defineProperty(document, 'hidden', {value: true, writable: true})"
    )
    await tab.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await tab.staff_says("Є новини.")
    await expect_of(tab.page).to_have_title("(1) Київ · міський чат")
    await tab.page.evaluate("document.hidden = false")
    await tab.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect_of(tab.page).to_have_title("Київ · міський чат")


async def test_who_reads_above_is_not_moved_but_told(tab: Tab) -> None:
    await tab.ask("скажи " + "\n".join("рядок" for _ in range(80)))
    await tab.page.locator("#log").evaluate("log => log.scrollTo(0, 40)")
    await tab.page.wait_for_function("() => document.querySelector('#log').scrollTop === 40")
    await tab.staff_says("Нове внизу.")
    await expect_of(tab.page.locator("#jump")).to_be_visible()
    assert await tab.page.locator("#log").evaluate("log => log.scrollTop") == 40
    await tab.page.click("#jump")
    await expect_of(tab.page.get_by_text("Нове внизу.")).to_be_in_viewport()
    await expect_of(tab.page.locator("#jump")).to_be_hidden()


async def test_a_long_answer_is_shown_from_its_beginning(tab: Tab) -> None:
    await tab.ask("скажи початок\n" + "\n".join("рядок" for _ in range(80)))
    top = "element => element.getBoundingClientRect().top"
    log, line = tab.page.locator("#log"), tab.page.locator("[data-id]")
    assert 0 <= await line.evaluate(top) - await log.evaluate(top) < 40


# --- going on elsewhere --------------------------------------------------------------------------


async def test_a_link_carries_the_talk_into_another_browser(visits: Visits) -> None:
    here = await visits.tab()
    await here.ask("яма на дорозі")
    await here.page.click("#resume")
    await expect_of(here.page.locator("#link")).to_be_focused()
    link = (await here.page.input_value("#link")).removeprefix("https://city.example")
    there = await visits.tab(path=link)
    assert there.page.url.endswith("/chat/resume")
    await there.page.get_by_role("button", name="Продовжити тут").click()
    await there.shows("яма на дорозі", "Почуто: яма на дорозі")
    assert await there.chat() == await here.chat()


async def test_a_link_that_is_no_more_says_where_to_get_another(visits: Visits) -> None:
    there = await visits.tab(path="/chat/resume#gAAAAstale")
    await there.page.get_by_role("button", name="Продовжити тут").click()
    await expect_of(there.page.get_by_role("alert")).to_contain_text("Візьміть нове")
    await axe(there)


# --- for everybody -------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_axe_finds_nothing(visits: Visits, scheme: str, size: dict[str, int]) -> None:
    tab = await visits.tab(await visits.browser(viewport=size, color_scheme=scheme))
    await axe(tab)
    for word in ("питай Так Ні", "місце", "фото", "телефон", "тривога", "скажи https://a.example"):
        await tab.ask(word)
        await axe(tab)
    await tab.staff_says("Добрий день.")
    await tab.answering(lambda route: route.fulfill(status=400, json={}))
    await tab.type("не піде")
    await expect_of(tab.page.locator(".again")).to_be_visible()
    await axe(tab)


async def test_everything_can_be_reached_by_tab_and_is_named(tab: Tab) -> None:
    await tab.ask("питай Так")
    await tab.page.reload()
    names = []
    for _ in range(8):
        await tab.page.keyboard.press("Tab")
        names.append(await tab.page.evaluate(_NAME))
    assert names == [
        "До поля повідомлення",
        "English",
        "Продовжити на іншому пристрої",
        "Розмова",
        "Так",
        "Додати фото або файл",
        "Повідомлення",
        "Надіслати",
    ]


_NAME = """() => {
  const focused = document.activeElement;
  return focused.ariaLabel ?? focused.labels?.[0]?.textContent ?? focused.textContent;
}"""


async def test_what_is_pressed_is_large_enough_for_a_thumb(tab: Tab) -> None:
    await tab.ask("питай Так")
    for target in await tab.page.locator("button:visible, textarea, .language").all():
        box = await target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, await target.text_content()


async def test_reading_aloud_follows_new_lines_only(tab: Tab) -> None:
    log = tab.page.get_by_role("log", name="Розмова")
    await expect_of(log).to_have_attribute("aria-relevant", "additions")
    await expect_of(tab.page.locator("#typing")).to_have_attribute("aria-hidden", "true")
