"""Getting in and out: what is let in, what is refused, and what is never told."""

from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from core.model import Role
from inbox.city import InboxSettings
from inbox.sessions import PLAIN_COOKIE, SECURE_COOKIE, Sessions, hash_token
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import PASSWORD, Town

WRONG = "Адреса або пароль не ті"


def cookie_of(browser: object, site: TestServer) -> str:
    jar = browser.client.session.cookie_jar  # type: ignore[attr-defined]
    return str(jar.filter_cookies(URL(str(site.make_url("/"))))[PLAIN_COOKIE].value)


async def test_the_right_password_opens_the_queue(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    page = await (await browser()).sign_in("Ivan@Kyiv.Example")
    assert (page.status, page.path) == (200, "/inbox/")
    assert "Ivan" in page.words


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ivan@kyiv.example", "не той пароль зовсім"),
        ("nobody@kyiv.example", PASSWORD),
        ("", ""),
        ("ivan@kyiv.example", "x" * 5000),
        ("' OR 1=1 --", PASSWORD),
    ],
)
async def test_a_wrong_one_is_refused_in_the_same_words(
    town: Town, browser: NewBrowser, email: str, password: str
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    page = await (await browser()).sign_in(email, password)
    assert page.status == 401
    assert WRONG in page.words


async def test_an_account_without_a_password_lets_nobody_in(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR, password_hash=None)
    assert (await (await browser()).sign_in("ivan@kyiv.example", "")).status == 401


async def test_a_disabled_account_lets_nobody_in(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR, disabled_at=town.now)
    page = await (await browser()).sign_in("ivan@kyiv.example")
    assert page.status == 401
    assert WRONG in page.words


async def test_disabling_signs_out_at_once(town: Town, browser: NewBrowser) -> None:
    member = await town.hire("Ivan", Role.OPERATOR)
    ivan = await browser("Ivan")
    await town.write(lambda uow: uow.staff.save(replace(member, disabled_at=town.now)))
    assert (await ivan.get("/inbox/")).path.startswith("/inbox/sign-in")


async def test_a_guest_comes_back_to_the_page_asked_for(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    guest = await browser()
    page = await guest.get("/inbox/?show=late")
    assert URL(page.path).query["next"] == "/inbox/?show=late"
    page = await guest.send("/inbox/sign-in", email="ivan@kyiv.example", password=PASSWORD)
    assert page.path == "/inbox/?show=late"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/inbox//evil.example", "/"],
)
async def test_a_sign_in_never_leads_out_of_the_inbox(
    town: Town, browser: NewBrowser, elsewhere: str
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    guest = await browser()
    await guest.get("/inbox/sign-in")
    page = await guest.post(
        "/inbox/sign-in",
        {"email": "ivan@kyiv.example", "password": PASSWORD, "next": elsewhere},
    )
    assert page.path == "/inbox/"


async def test_five_failures_close_the_account_for_a_quarter_of_an_hour(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    guest = await browser()
    for _ in range(5):
        assert (await guest.sign_in("ivan@kyiv.example", "не той пароль")).status == 401
    page = await guest.sign_in("ivan@kyiv.example")
    assert page.status == 429
    assert page.headers["Retry-After"] == "900"
    assert "15 хвилин" in page.words
    town.pass_time(minutes=15, seconds=1)
    assert (await guest.sign_in("ivan@kyiv.example")).status == 200


async def test_an_address_that_guesses_at_many_accounts_is_slowed_too(
    town: Town, browser: NewBrowser, settings: InboxSettings
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    guest = await browser()
    for number in range(settings.failures_of_address):
        assert (await guest.sign_in(f"n{number}@kyiv.example")).status == 401
    assert (await guest.sign_in("ivan@kyiv.example")).status == 429


async def test_a_session_ends_when_it_is_not_used(
    town: Town, browser: NewBrowser, settings: InboxSettings
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    ivan = await browser("Ivan")
    for _ in range(3):
        town.pass_time(hours=11)
        assert (await ivan.get("/inbox/")).path == "/inbox/"
    town.pass_time(seconds=settings.idle.total_seconds() + 1)
    assert (await ivan.get("/inbox/")).path.startswith("/inbox/sign-in")


async def test_a_session_ends_after_a_week_however_used(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    ivan = await browser("Ivan")
    for _ in range(7 * 24 // 8):
        town.pass_time(hours=8)
        await ivan.get("/inbox/")
    assert ivan.page.path.startswith("/inbox/sign-in")


async def test_what_scripts_ask_for_keeps_no_session_alive(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    ivan = await browser("Ivan")
    for _ in range(2):
        town.pass_time(hours=7)
        await ivan.get("/inbox/queue")
    assert ivan.page.path.startswith("/inbox/sign-in")


async def test_signing_out_ends_the_session_itself(
    town: Town, browser: NewBrowser, site: TestServer
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    ivan = await browser("Ivan")
    token = cookie_of(ivan, site)
    assert (await ivan.send("/inbox/sign-out")).path == "/inbox/sign-in"
    page = await ivan.get("/inbox/", Cookie=f"{PLAIN_COOKIE}={token}")
    assert page.path.startswith("/inbox/sign-in")


async def test_the_cookie_is_out_of_reach_and_its_token_is_not_stored(
    town: Town, browser: NewBrowser, site: TestServer
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    ivan = await browser("Ivan")
    token = cookie_of(ivan, site)
    jar = {cookie.key: cookie for cookie in ivan.client.session.cookie_jar}
    assert jar[PLAIN_COOKIE]["httponly"]
    assert jar[PLAIN_COOKIE]["samesite"] == "Lax"
    assert jar[PLAIN_COOKIE]["path"] == "/"
    assert len(token) >= 43
    assert await town.read(lambda uow: uow.staff.session(token, town.now)) is None
    assert await town.read(lambda uow: uow.staff.session(hash_token(token), town.now))


async def test_over_https_the_cookie_is_bound_to_the_host(
    town: Town, settings: InboxSettings
) -> None:
    response = web.Response()
    secure = replace(settings, secure_cookies=True)
    Sessions(town.city.runtime, secure).set_cookie(response, "token")
    cookie = response.cookies[SECURE_COOKIE]
    assert SECURE_COOKIE.startswith("__Host-")
    assert cookie["secure"]
    assert (cookie["path"], cookie["domain"]) == ("/", "")


async def test_every_sign_in_has_a_token_of_its_own(
    town: Town, browser: NewBrowser, site: TestServer
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    first, second = await browser("Ivan"), await browser("Ivan")
    assert cookie_of(first, site) != cookie_of(second, site)
