"""Accounts: who there is, inviting, new links, off and on again."""

import re

import pytest

from core.model import Role
from tests.inbox.browser import Browser, Page
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town

LINK = re.compile(r'value="http://127.0.0.1:8080(/inbox/welcome\?token=[\w-]+)"')


async def admin(town: Town, browser: NewBrowser) -> Browser:
    await town.hire("Maria", Role.ADMIN)
    maria = await browser("Maria")
    await maria.get("/inbox/staff")
    return maria


def link(page: Page) -> str:
    return str(LINK.findall(page.text)[0])


async def test_an_invitation_makes_an_account_and_shows_its_link_once(
    town: Town, browser: NewBrowser
) -> None:
    maria = await admin(town, browser)
    page = await maria.send("/inbox/staff", email="Nova@Kyiv.Example", role="operator", duty="")
    assert "Діє 48 годин" in page.words
    guest = await browser()
    assert (await guest.get(link(page))).status == 200
    account = await town.account("nova@kyiv.example")
    assert (account.role, account.password_hash) == (Role.OPERATOR, None)
    page = await maria.get("/inbox/staff")
    assert "token=" not in page.text
    assert "запрошено" in page.words


async def test_bodies_and_hours_go_with_the_account(town: Town, browser: NewBrowser) -> None:
    maria = await admin(town, browser)
    form = maria.form("/inbox/staff", email="e@kyiv.example", role="executor")
    form.add_field("bodies", "kte")
    form.add_field("bodies", "cc1551")
    form.add_field("duty", "mon-fri 09:00-18:00")
    assert (await maria.post("/inbox/staff", form)).status == 200
    account = await town.account("e@kyiv.example")
    assert (account.bodies, account.duty) == (("kte", "cc1551"), "mon-fri 09:00-18:00")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "no address"}, "не електронна адреса"),
        ({"email": f"{'x' * 300}@kyiv.example"}, "не електронна адреса"),
        ({"role": "mayor"}, "Такої ролі немає"),
        ({"role": "executor"}, "потрібна установа"),
        ({"role": "executor", "bodies": "narnia"}, "Такої установи немає"),
        ({"duty": "завжди"}, "Години не прочитано"),
        ({"email": "maria@kyiv.example"}, "вже є обліковий запис"),
    ],
)
async def test_a_faulty_invitation_comes_back_with_what_was_typed(
    town: Town, browser: NewBrowser, fields: dict[str, str], said: str
) -> None:
    maria = await admin(town, browser)
    right = {"email": "nova@kyiv.example", "role": "operator", "duty": "mon 09:00-18:00"}
    page = await maria.send("/inbox/staff", **(right | fields))
    assert page.status == 422
    assert said in page.words
    assert f'value="{(right | fields)["email"]}"' in page.text
    assert f'value="{(right | fields)["duty"]}"' in page.text
    assert len(await town.read(lambda uow: uow.staff.all())) == 1


async def test_an_invitation_sent_twice_makes_one_account(town: Town, browser: NewBrowser) -> None:
    maria = await admin(town, browser)
    form = maria.page.forms()["/inbox/staff"] | {"email": "n@kyiv.example", "role": "editor"}
    first, second = [await maria.post("/inbox/staff", form) for _ in range(2)]
    assert link(first)
    assert (second.status, LINK.findall(second.text)) == (200, [])


async def test_a_disabled_account_is_out_at_once_and_may_come_back(
    town: Town, browser: NewBrowser
) -> None:
    maria = await admin(town, browser)
    ivan_id = (await town.hire("Ivan", Role.OPERATOR)).id
    ivan = await browser("Ivan")
    await maria.get("/inbox/staff")
    page = await maria.send(f"/inbox/staff/{ivan_id}/disable")
    assert "вимкнено" in page.words
    assert (await ivan.get("/inbox/")).path.startswith("/inbox/sign-in")
    assert (await ivan.sign_in("ivan@kyiv.example")).status == 401
    await maria.send(f"/inbox/staff/{ivan_id}/enable")
    assert (await ivan.sign_in("ivan@kyiv.example")).status == 200


async def test_nobody_switches_the_own_account_off(town: Town, browser: NewBrowser) -> None:
    maria = await admin(town, browser)
    own = (await town.member("Maria")).id
    assert f"/inbox/staff/{own}/disable" not in maria.page.forms()
    hidden = maria.page.forms()["/inbox/staff"]
    page = await maria.post(f"/inbox/staff/{own}/disable", hidden)
    assert page.status == 409
    assert (await town.member("Maria")).disabled_at is None


async def test_a_new_link_lets_a_forgetful_colleague_in(town: Town, browser: NewBrowser) -> None:
    maria = await admin(town, browser)
    ivan_id = (await town.hire("Ivan", Role.OPERATOR)).id
    await maria.get("/inbox/staff")
    page = await maria.send(f"/inbox/staff/{ivan_id}/link")
    guest = await browser()
    await guest.get(link(page))
    new = {"name": "Іван", "password": "новий довгий пароль", "again": "новий довгий пароль"}
    assert (await guest.send("/inbox/welcome", **new)).path == "/inbox/"


async def test_an_account_that_is_not_there_is_not_found(town: Town, browser: NewBrowser) -> None:
    maria = await admin(town, browser)
    hidden = maria.page.forms()["/inbox/staff"]
    for do in ("disable", "enable", "link"):
        assert (await maria.post(f"/inbox/staff/404/{do}", hidden)).status == 404
