"""One's own account: sessions, password, a chat to be told in; and accounts for administrators."""

import pytest

from core.messages import ChatRef
from core.model import Role
from core.ports import ActionContext, UnitOfWork
from core.staff_chat import link_staff_chat, offer_chat
from misto.jobs import Jobs
from tests.inbox.browser import Browser
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import PASSWORD, Town

NEW = "зовсім інший пароль"


@pytest.fixture
async def ivan(town: Town, browser: NewBrowser) -> Browser:
    await town.hire("Ivan", Role.OPERATOR)
    return await browser("Ivan")


async def test_sessions_are_listed_with_the_browser_they_are_in(
    town: Town, browser: NewBrowser, ivan: Browser
) -> None:
    other = await browser()
    await other.get("/inbox/sign-in")
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    form = {"email": "ivan@kyiv.example", "password": PASSWORD}
    await other.post("/inbox/sign-in", form, **{"User-Agent": agent})
    page = await ivan.get("/inbox/account")
    assert "Firefox, Linux" in page.words
    assert page.words.count("цей сеанс") == 1


async def test_a_session_is_ended_by_its_owner_only(
    town: Town, browser: NewBrowser, ivan: Browser
) -> None:
    other = await browser("Ivan")
    page = await ivan.get("/inbox/account")
    (end,) = [action for action in page.forms() if action.endswith("/end")]
    await town.hire("Olha", Role.OPERATOR)
    olha = await browser("Olha")
    csrf = olha.page.forms()["/inbox/sign-out"]["csrf"]
    await olha.post(end, {"csrf": csrf})
    assert (await other.get("/inbox/")).status == 200
    page = await ivan.send(end)
    assert "Сеанс завершено" in page.words
    assert (await other.get("/inbox/")).path.startswith("/inbox/sign-in")
    assert (await ivan.get("/inbox/")).path == "/inbox/"


async def test_a_new_password_ends_all_other_sessions(
    town: Town, browser: NewBrowser, ivan: Browser
) -> None:
    other = await browser("Ivan")
    await ivan.get("/inbox/account")
    page = await ivan.send("/inbox/account/password", old=PASSWORD, password=NEW, again=NEW)
    assert "Пароль змінено" in page.words
    assert (await other.get("/inbox/")).path.startswith("/inbox/sign-in")
    assert (await (await browser()).sign_in("ivan@kyiv.example", NEW)).path == "/inbox/"


@pytest.mark.parametrize(
    ("old", "password", "again", "why"),
    [
        ("не той пароль", NEW, NEW, "Теперішній пароль не той"),
        (PASSWORD, "короткий", "короткий", "щонайменше 12"),
        (PASSWORD, NEW, "інший пароль тут", "Паролі різні"),
        (PASSWORD, "ivan@kyiv.example", "ivan@kyiv.example", "збігається"),
    ],
)
async def test_a_password_is_not_changed_without_the_old_one_or_to_a_bad_one(
    town: Town, ivan: Browser, old: str, password: str, again: str, why: str
) -> None:
    before = (await town.member("Ivan")).password_hash
    await ivan.get("/inbox/account")
    page = await ivan.send("/inbox/account/password", old=old, password=password, again=again)
    assert page.status == 422
    assert why in page.words
    assert (await town.member("Ivan")).password_hash == before


async def test_the_old_password_cannot_be_guessed_without_end(town: Town, ivan: Browser) -> None:
    await ivan.get("/inbox/account")
    guess = {"old": "x" * 12, "password": NEW, "again": NEW}
    for _ in range(5):
        assert (await ivan.send("/inbox/account/password", **guess)).status == 422
    assert (await ivan.send("/inbox/account/password", **guess)).status == 429


# --- a chat to be told in ------------------------------------------------------------------------


async def test_without_a_messenger_no_chat_can_be_connected(ivan: Browser) -> None:
    await ivan.get("/inbox/account")
    page = await ivan.send("/inbox/account/chat")
    assert "Жоден месенджер" in page.words


async def test_a_chat_is_connected_by_its_token_once_and_left_again(
    town: Town, ivan: Browser
) -> None:
    who = (await town.member("Ivan")).id or 0
    chat = await town.chat("ivans-own")

    async def opens(token: str) -> bool:
        def job(uow: UnitOfWork) -> bool:
            context = ActionContext(uow, chat, town.now, None)
            return bool(link_staff_chat(context, {"token": token}, {})["linked"])

        return await town.write(job)

    await town.write(lambda uow: offer_chat(uow, who, "token-1", town.now))
    assert not await opens("token-2")
    assert await opens("token-1")
    assert not await opens("token-1")
    assert (await town.member("Ivan")).chat_id == chat.id
    await ivan.get("/inbox/account")
    await ivan.send("/inbox/account/chat/leave")
    assert (await town.member("Ivan")).chat_id is None


async def test_a_token_for_a_chat_signs_nobody_in(town: Town, browser: NewBrowser) -> None:
    member = await town.hire("Ivan", Role.OPERATOR)
    await town.write(lambda uow: offer_chat(uow, member.id or 0, "token-1", town.now))
    for token in ("token-1", "chat:token-1"):
        assert (await (await browser()).get(f"/inbox/welcome?token={token}")).status == 410


async def test_a_notice_is_told_in_the_chat_once(town: Town) -> None:
    chat = await town.chat("ivans-own")
    await town.hire("Ivan", Role.OPERATOR, chat_id=chat.id)
    resident = await town.chat("olena")
    await town.calls_a_person(resident)
    for _ in range(2):
        await Jobs(town.city).run_due("test")
    said = await town.read(lambda uow: uow.outbox.after(chat.id or 0, 0))
    assert [row.ref for row in said] == [ChatRef("webchat", "web", "ivans-own")]
    assert "/inbox/handoffs/1" in said[0].outgoing.text


# --- accounts, for administrators ----------------------------------------------------------------


@pytest.fixture
async def boss(town: Town, browser: NewBrowser) -> Browser:
    await town.hire("Boss", Role.ADMIN)
    return await browser("Boss")


async def test_role_bodies_and_hours_of_a_colleague_are_changed(town: Town, boss: Browser) -> None:
    member = await town.hire("Ivan", Role.OPERATOR)
    path = f"/inbox/staff/{member.id}"
    await boss.get(path)
    fields = {"role": "executor", "bodies": "kte", "duty": "mon-fri 09:00-18:00"}
    assert "Збережено" in (await boss.send(path, **fields)).words
    changed = await town.member("Ivan")
    assert (changed.role, changed.bodies, changed.duty) == (Role.EXECUTOR, ("kte",), fields["duty"])
    assert ("staff_change", f"staff:{member.id}") in await town.trail("staff_change")


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"role": "executor"}, "потрібна установа"),
        ({"role": "king"}, "Такої ролі немає"),
        ({"role": "operator", "duty": "щодня"}, "Години не прочитано"),
        ({"role": "operator", "bodies": "nowhere"}, "Такої установи немає"),
    ],
)
async def test_what_cannot_be_is_refused_and_stays_in_the_form(
    town: Town, boss: Browser, fields: dict[str, str], why: str
) -> None:
    member = await town.hire("Ivan", Role.OPERATOR)
    await boss.get(f"/inbox/staff/{member.id}")
    page = await boss.send(f"/inbox/staff/{member.id}", **fields)
    assert page.status == 422
    assert why in page.words
    assert (await town.member("Ivan")).role is Role.OPERATOR


async def test_nobody_changes_the_own_role(town: Town, boss: Browser) -> None:
    path = f"/inbox/staff/{(await town.member('Boss')).id}"
    csrf = (await boss.get(path)).forms()[path]["csrf"]
    page = await boss.post(path, {"csrf": csrf, "role": "operator"})
    assert page.status == 422
    assert "Свою роль" in page.words


async def test_all_sessions_of_a_colleague_are_ended(
    town: Town, browser: NewBrowser, boss: Browser
) -> None:
    member = await town.hire("Ivan", Role.OPERATOR)
    ivan = await browser("Ivan")
    await boss.get(f"/inbox/staff/{member.id}")
    await boss.send(f"/inbox/staff/{member.id}/sign-out")
    assert (await ivan.get("/inbox/")).path.startswith("/inbox/sign-in")


async def test_what_a_colleague_looked_at_is_read_by_an_administrator(
    town: Town, browser: NewBrowser, boss: Browser
) -> None:
    member = await town.hire("Ivan", Role.OPERATOR)
    case = await town.files_case(await town.chat("olena"))
    await (await browser("Ivan")).get(f"/inbox/cases/{case.number}")
    page = await boss.get(f"/inbox/staff/{member.id}")
    assert f"Переглянуто {case.number}" in page.words


async def test_an_unknown_account_is_not_found(boss: Browser) -> None:
    assert (await boss.get("/inbox/staff/99")).status == 404
