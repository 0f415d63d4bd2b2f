"""Who may use which route, and that a forged request does nothing."""

import re

import pytest

from core.model import Role
from inbox.access import Route
from inbox.app import all_routes
from tests.inbox.browser import Browser
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town

# Everyone else is refused with 403; a guest is sent to the sign-in page.
ADMIN, EXECUTOR, OPERATOR = Role.ADMIN, Role.EXECUTOR, Role.OPERATOR
EVERYBODY = frozenset(Role)
TALKS = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN})
CASES = TALKS | {Role.EXECUTOR}
MATRIX = {
    "GET /": EVERYBODY,
    "GET /queue": EVERYBODY,
    "GET /stream": EVERYBODY,
    "POST /presence": EVERYBODY,
    "POST /sign-out": EVERYBODY,
    "GET /handoffs/{id}": TALKS,
    "GET /handoffs/{id}/live": TALKS,
    "POST /handoffs/{id}/{do}": TALKS,
    "GET /conversations/{id}": TALKS,
    "GET /conversations/{id}/live": TALKS,
    "POST /conversations/{id}/person": TALKS,
    "GET /cases/{number}": CASES,
    "GET /cases/{number}/live": CASES,
    "POST /cases/{number}/applicant": CASES,
    "POST /cases/{number}/{do}": CASES,
    "GET /undelivered": TALKS,
    "POST /undelivered/{id}/again": TALKS,
    "GET /attachments/{id}": CASES,
    "GET /staff": frozenset({ADMIN}),
    "POST /staff": frozenset({ADMIN}),
    "POST /staff/{id}/link": frozenset({ADMIN}),
    "POST /staff/{id}/{do}": frozenset({ADMIN}),
}
FOR_GUESTS = {"GET /sign-in", "POST /sign-in", "GET /welcome", "POST /welcome"}


def plain(route: Route) -> str:
    """Return a route as the matrix names it: the patterns of its parts left out."""
    path = re.sub(r"{(\w+):(?:[^{}]|{[^}]*})*}", r"{\1}", route.path)
    return f"{route.method} {path}"


ROUTES = {plain(route): route for route in all_routes()}
EXAMPLES = {"id": "1", "number": "KV-2026-000001", "do": "take"}


def address(name: str) -> str:
    path = "/inbox" + name.partition(" ")[2].format(**EXAMPLES)
    return path.replace("staff/1/take", "staff/1/disable")


def test_the_matrix_names_every_route() -> None:
    assert set(MATRIX) | FOR_GUESTS == set(ROUTES)


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_opens_what_it_may_and_nothing_else(
    town: Town, browser: NewBrowser, role: Role
) -> None:
    bodies = ("housing-darnytskyi",) if role in (EXECUTOR, Role.SUPERVISOR) else ()
    await town.hire("Clerk", role, *bodies)
    chat = await town.chat("olena")
    await town.files_case(chat)
    await town.calls_a_person(chat)
    await town.keeps_file(chat, b"abc", "text/plain", case_id=1)
    clerk = await browser("Clerk")
    for name in MATRIX:
        if name.startswith("GET") and "stream" not in name:
            page = await clerk.get(address(name))
            assert page.status == (200 if role in MATRIX[name] else 403), name


@pytest.mark.parametrize("name", [name for name in MATRIX if name.startswith("POST")])
async def test_an_act_is_refused_to_a_role_without_it(
    town: Town, browser: NewBrowser, name: str
) -> None:
    await town.hire("Clerk", Role.EDITOR)
    clerk = await browser("Clerk")
    csrf = clerk.page.forms()["/inbox/sign-out"]["csrf"]
    page = await clerk.post(address(name), {"csrf": csrf, "key": "k" * 22})
    assert (page.status == 403) == (Role.EDITOR not in MATRIX[name])


@pytest.mark.parametrize("name", sorted(MATRIX))
async def test_a_guest_is_asked_to_sign_in(town: Town, browser: NewBrowser, name: str) -> None:
    guest = await browser()
    method = guest.get if name.startswith("GET") else None
    page = await (method(address(name)) if method else guest.post(address(name), {}))
    assert page.path.startswith("/inbox/sign-in")


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
