"""Every answer carries the strict headers, errors and pictures included, and tells nothing."""

import pytest

from core.model import Role
from inbox.app import HEADERS
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town

PATHS = ["/inbox/sign-in", "/inbox/welcome?token=x", "/inbox/", "/inbox/nowhere", "/inbox/staff"]


@pytest.mark.parametrize("path", PATHS)
async def test_pages_and_errors_have_them(town: Town, browser: NewBrowser, path: str) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    page = await (await browser("Ivan")).get(path)
    assert {name: page.headers[name] for name in HEADERS} == HEADERS


async def test_no_script_or_style_stands_in_a_page(town: Town, browser: NewBrowser) -> None:
    await town.hire("Maria", Role.ADMIN)
    chat = await town.chat("olena")
    case = await town.files_case(chat)
    handoff = await town.calls_a_person(chat)
    maria = await browser("Maria")
    for path in ("", "staff", f"cases/{case.number}", f"handoffs/{handoff.id}", "sign-in"):
        text = (await maria.get(f"/inbox/{path}")).text
        assert " style=" not in text
        assert " onclick=" not in text
        assert "<style" not in text
        assert all(" src=" in part[:120] for part in text.split("<script")[1:])


async def test_own_files_are_kept_by_browsers_and_only_the_present_ones_served(
    browser: NewBrowser,
) -> None:
    guest = await browser()
    page = await guest.get("/inbox/sign-in")
    style = page.text.split('href="/inbox/static/')[2].split('"')[0]
    served = await guest.get(f"/inbox/static/{style}")
    assert (served.status, served.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in served.headers["Cache-Control"]
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    for other in ("0/inbox.css", "../app.py", style.replace("inbox.css", "none.css")):
        assert (await guest.get(f"/inbox/static/{other}")).status == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/inbox/nowhere", 404), ("PUT", "/inbox/sign-in", 405)],
)
async def test_an_error_page_says_what_to_do(
    browser: NewBrowser, method: str, path: str, status: int
) -> None:
    guest = await browser()
    async with guest.client.request(method, path) as response:
        assert response.status == status
        assert "До черги" in await response.text()


async def test_a_form_that_is_too_large_or_no_form_is_refused(browser: NewBrowser) -> None:
    guest = await browser()
    assert (await guest.post("/inbox/sign-in", {"email": "x" * 300_000})).status == 413
    async with guest.client.post(
        "/inbox/sign-in", data=b"\xff\xfe", headers={"Content-Type": "multipart/form-data"}
    ) as response:
        assert response.status == 400
    async with guest.client.post(
        "/inbox/sign-in",
        data=b"a=b",
        headers={"Content-Type": "application/x-www-form-urlencoded; charset=none"},
    ) as response:
        assert response.status == 400


async def test_the_address_without_a_slash_leads_to_the_inbox(browser: NewBrowser) -> None:
    assert (await (await browser()).get("/inbox")).path.startswith("/inbox/sign-in")
