"""One-time links: they set a password once, and only while they may."""

import pytest

from core.model import Role, StaffMember
from tests.inbox.browser import Browser, Page
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import PASSWORD, Town

NEW = {"name": "Олена Коваль", "password": "кіт дощ міст сім", "again": "кіт дощ міст сім"}


async def opened(town: Town, browser: NewBrowser, **member: object) -> Browser:
    """Return a browser that shows the form of a new account's link."""
    invited = await town.hire("Ivan", Role.OPERATOR, **{"password_hash": None, **member})
    guest = await browser()
    await guest.get(f"/inbox/welcome?token={await town.link_of(invited)}")
    return guest


async def test_a_link_sets_name_and_password_and_signs_in(town: Town, browser: NewBrowser) -> None:
    guest = await opened(town, browser)
    page = await guest.send("/inbox/welcome", **NEW)
    assert (page.status, page.path) == (200, "/inbox/")
    assert "Олена Коваль" in page.words
    again = await (await browser()).sign_in("ivan@kyiv.example", NEW["password"])
    assert again.path == "/inbox/"


async def test_looking_at_a_link_does_not_use_it_up(town: Town, browser: NewBrowser) -> None:
    guest = await opened(town, browser)
    path = guest.page.path
    for _ in range(3):
        assert (await guest.get(path)).status == 200


async def test_a_used_link_is_dead(town: Town, browser: NewBrowser) -> None:
    guest = await opened(town, browser)
    path, hidden = guest.page.path, guest.page.forms()["/inbox/welcome"]
    await guest.send("/inbox/welcome", **NEW)
    other = await browser()
    assert (await other.get(path)).status == 410
    stolen = NEW | {"password": "зовсім інший пароль", "again": "зовсім інший пароль"}
    assert (await other.post("/inbox/welcome", hidden | stolen)).status == 410
    assert (await (await browser()).sign_in("ivan@kyiv.example", NEW["password"])).status == 200


async def test_an_old_link_is_dead(town: Town, browser: NewBrowser) -> None:
    guest = await opened(town, browser)
    town.pass_time(hours=1, seconds=1)
    assert (await guest.send("/inbox/welcome", **NEW)).status == 410
    assert "нове" in guest.page.words


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1", "\ud800", "а" * 5000])
async def test_a_made_up_link_is_dead(browser: NewBrowser, token: str) -> None:
    guest = await browser()
    data = {"token": token.encode("utf-8", "replace").decode(), **NEW}
    assert (await guest.post("/inbox/welcome", data)).status == 410


async def test_the_link_of_a_disabled_account_is_dead(town: Town, browser: NewBrowser) -> None:
    guest = await opened(town, browser, disabled_at=town.now)
    assert guest.page.status == 410


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "  "}, "як вас звати"),
        ({"password": "коротко", "again": "коротко"}, "закороткий"),
        ({"password": "x" * 257, "again": "x" * 257}, "задовгий"),
        ({"again": "щось зовсім інше"}, "різні"),
        ({"password": "ivan@kyiv.example", "again": "ivan@kyiv.example"}, "збігається"),
    ],
)
async def test_a_faulty_form_keeps_the_link_and_what_was_typed(
    town: Town, browser: NewBrowser, changes: dict[str, str], said: str
) -> None:
    guest = await opened(town, browser)
    page: Page = await guest.send("/inbox/welcome", **(NEW | changes))
    assert page.status == 422
    assert said in page.words
    if changes.get("name") is None:
        assert 'value="Олена Коваль"' in page.text
    assert (await guest.send("/inbox/welcome", **NEW)).path == "/inbox/"


async def test_a_password_is_never_written_back_into_the_page(
    town: Town, browser: NewBrowser
) -> None:
    guest = await opened(town, browser)
    page = await guest.send("/inbox/welcome", **(NEW | {"again": "щось зовсім інше"}))
    assert NEW["password"] not in page.text


async def test_the_address_of_an_invited_account_stays(town: Town, browser: NewBrowser) -> None:
    guest = await opened(town, browser)
    await guest.send("/inbox/welcome", **NEW, email="other@kyiv.example")
    assert (await town.member("Ivan")).email == "ivan@kyiv.example"


async def test_the_first_account_gets_a_real_address(town: Town, browser: NewBrowser) -> None:
    first = StaffMember(email="admin@localhost", role=Role.ADMIN)
    town.staff["First"] = await town.write(lambda uow: uow.staff.add(first))
    guest = await browser()
    await guest.get(f"/inbox/welcome?token={await town.link_of(town.staff['First'])}")
    assert (await guest.send("/inbox/welcome", **NEW, email="not an address")).status == 422
    await guest.send("/inbox/welcome", **NEW, email="Maria@Kyiv.Example")
    assert (await town.member("First")).email == "maria@kyiv.example"


async def test_an_address_of_somebody_else_is_refused(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    first = StaffMember(email="admin@localhost", role=Role.ADMIN)
    town.staff["First"] = await town.write(lambda uow: uow.staff.add(first))
    guest = await browser()
    await guest.get(f"/inbox/welcome?token={await town.link_of(town.staff['First'])}")
    page = await guest.send("/inbox/welcome", **NEW, email="ivan@kyiv.example")
    assert page.status == 422
    assert "іншого працівника" in page.words


async def test_a_new_password_ends_the_sessions_of_the_old_one(
    town: Town, browser: NewBrowser
) -> None:
    member = await town.hire("Ivan", Role.OPERATOR)
    thief = await browser("Ivan")
    owner = await browser()
    await owner.get(f"/inbox/welcome?token={await town.link_of(member)}")
    await owner.send("/inbox/welcome", **NEW)
    assert (await thief.get("/inbox/")).path.startswith("/inbox/sign-in")
    assert (await thief.sign_in("ivan@kyiv.example", PASSWORD)).status == 401
