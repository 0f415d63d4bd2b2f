"""Who may use which route, and that a forged request does nothing."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from core.colleagues import Reply
from core.model import BulkAct, Role
from inbox.access import Route, Visit
from inbox.app import all_routes
from inbox.city import InboxSettings
from inbox.sessions import PLAIN_COOKIE, hash_token, open_session
from tests.inbox.browser import Browser
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town

# --- the table of the docs -----------------------------------------------------------------------

ROW = re.compile(r"^\| `((?:GET|POST) /[^`]*)` \|((?: [✓–] \|)+)$", re.MULTILINE)
DOCS = Path(__file__).parents[2] / "docs" / "inbox.md"
# What the docs promise: who is let in to each route, `None` being a guest.
MATRIX: dict[str, set[Role | None]] = {
    name: {who for who, cell in zip((None, *Role), cells.split("|"), strict=False) if "✓" in cell}
    for name, cells in ROW.findall(DOCS.read_text(encoding="utf-8"))
}


def plain(route: Route) -> str:
    """Return a route as the table names it: the patterns of its parts left out."""
    path = re.sub(r"{(\w+):(?:[^{}]|{[^}]*})*}", r"{\1}", route.path)
    return f"{route.method} {path}"


ROUTES = {plain(route): route for route in all_routes()}
EXAMPLES = {"id": "1", "number": "KV-2026-000001", "filter": "1", "session": "0" * 16}


def address(name: str) -> str:
    """Return an address that the route's own pattern matches."""
    examples = {**EXAMPLES, "do": _first_choice(ROUTES[name].path)}
    if "/petitions/" in name:
        examples["number"] = "1"
    return "/inbox" + name.partition(" ")[2].format(**examples)


def _first_choice(path: str) -> str:
    choices = re.search(r"{do:(\w+)", path)
    return choices[1] if choices else ""


def test_the_docs_name_every_route_and_no_other() -> None:
    assert list(MATRIX) == list(ROUTES)


# --- every route and every role ------------------------------------------------------------------


async def let_in(_: Visit) -> web.StreamResponse:
    return web.Response(status=204)


@pytest.fixture
def only_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put one answer in the place of every view, so that nothing but the guard refuses."""
    routes = [replace(route, view=let_in) for route in ROUTES.values()]
    monkeypatch.setattr("inbox.app.all_routes", lambda: routes)


async def signed_in(town: Town, guest: Browser, role: Role, settings: InboxSettings) -> str:
    """Give the browser a session of a new account; return its token against forged forms."""
    member = await town.hire("Clerk", role, "housing-darnytskyi")
    await town.write(lambda uow: open_session(uow, member.id or 0, "t", town.now, settings))
    guest.client.session.cookie_jar.update_cookies({PLAIN_COOKIE: "t"})
    found = await town.read(lambda uow: uow.staff.session(hash_token("t"), town.now))
    assert found is not None
    return found[1]


@pytest.mark.usefixtures("only_the_guard")
@pytest.mark.parametrize("role", list(Role))
async def test_every_route_lets_in_whom_the_docs_name(
    town: Town, browser: NewBrowser, settings: InboxSettings, role: Role
) -> None:
    clerk = await browser()
    form = {"csrf": await signed_in(town, clerk, role, settings), "key": "k" * 22}
    for name, allowed in MATRIX.items():
        ask = clerk.post(address(name), form) if name[:4] == "POST" else clerk.get(address(name))
        assert (await ask).status == (204 if role in allowed else 403), name


@pytest.mark.usefixtures("only_the_guard")
async def test_every_route_asks_a_guest_to_sign_in_unless_the_docs_say_otherwise(
    browser: NewBrowser,
) -> None:
    guest = await browser()
    for name, allowed in MATRIX.items():
        ask = guest.post(address(name), {}) if name[:4] == "POST" else guest.get(address(name))
        page = await ask
        if None in allowed:
            assert page.status == 204, name
        else:
            assert page.path.startswith("/inbox/sign-in"), name


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_opens_the_real_pages_it_may(
    town: Town, browser: NewBrowser, role: Role
) -> None:
    bodies = ("housing-darnytskyi",) if role in (Role.EXECUTOR, Role.SUPERVISOR) else ()
    await town.hire("Clerk", role, *bodies)
    chat = await town.chat("olena")
    await town.files_case(chat)
    await town.calls_a_person(chat)
    await town.keeps_file(chat, b"abc", "text/plain", case_id=1)
    await town.write(lambda uow: uow.colleagues.save_reply(Reply("ліфт", "Ліфт", "Їде.")))
    mine = BulkAct(town.staff["Clerk"].id or 0, "take", {}, (), town.now, town.now)
    await town.write(lambda uow: uow.bulk_acts.add(mine))
    await town.files_petition(chat)
    clerk = await browser("Clerk")
    for name, allowed in MATRIX.items():
        if name.startswith("GET") and "stream" not in name and None not in allowed:
            page = await clerk.get(address(name))
            assert page.status == (200 if role in allowed else 403), name


async def test_a_guests_script_is_sent_to_the_sign_in_page(browser: NewBrowser) -> None:
    page = await (await browser()).get("/inbox/queue", **{"HX-Request": "true"})
    assert page.status == 401
    assert page.headers["HX-Redirect"] == "/inbox/sign-in"


# --- forged requests ---------------------------------------------------------------------------


async def away(town: Town) -> bool:
    return (await town.member("Ivan")).away


async def clerk_of(town: Town, browser: NewBrowser) -> tuple[Browser, dict[str, str]]:
    await town.hire("Ivan", Role.OPERATOR)
    ivan = await browser("Ivan")
    return ivan, ivan.page.forms()["/inbox/presence"]


@pytest.mark.parametrize("csrf", ["", "forged", "ключ"])
async def test_a_form_without_the_sessions_token_does_nothing(
    town: Town, browser: NewBrowser, csrf: str
) -> None:
    ivan, hidden = await clerk_of(town, browser)
    assert (await ivan.post("/inbox/presence", hidden | {"csrf": csrf})).status == 403
    assert not await away(town)


async def test_a_token_of_another_session_does_nothing(town: Town, browser: NewBrowser) -> None:
    ivan, hidden = await clerk_of(town, browser)
    await town.hire("Olha", Role.OPERATOR)
    theirs = (await browser("Olha")).page.forms()["/inbox/presence"]["csrf"]
    assert (await ivan.post("/inbox/presence", hidden | {"csrf": theirs})).status == 403
    assert not await away(town)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
async def test_a_form_of_another_site_does_nothing(
    town: Town, browser: NewBrowser, headers: dict[str, str]
) -> None:
    ivan, hidden = await clerk_of(town, browser)
    assert (await ivan.post("/inbox/presence", hidden, **headers)).status == 403
    assert not await away(town)


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://127.0.0.1:8080"}, {}],
)
async def test_a_form_of_our_own_page_is_acted_on(
    town: Town, browser: NewBrowser, headers: dict[str, str]
) -> None:
    ivan, hidden = await clerk_of(town, browser)
    assert (await ivan.post("/inbox/presence", hidden, **headers)).status == 200
    assert await away(town)


async def test_a_script_may_send_the_token_as_a_header(town: Town, browser: NewBrowser) -> None:
    ivan, hidden = await clerk_of(town, browser)
    token = hidden.pop("csrf")
    assert (await ivan.post("/inbox/presence", hidden, **{"X-CSRF-Token": token})).status == 200


async def test_a_sign_in_from_another_site_is_refused(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    guest = await browser()
    data = {"email": "ivan@kyiv.example", "password": "x"}
    page = await guest.post("/inbox/sign-in", data, **{"Sec-Fetch-Site": "cross-site"})
    assert page.status == 403
