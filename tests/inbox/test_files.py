"""Files of residents: to whom they are shown, and that they stay files."""

import pytest

from core.model import Role
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town

HOUSING, HEATING = "housing-darnytskyi", "kte"
JPEG = b"\xff\xd8\xff\xe0 a picture"


async def test_a_picture_is_shown_and_the_look_is_on_record(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Stepan", Role.EXECUTOR, HOUSING)
    chat = await town.chat("olena")
    case = await town.files_case(chat)
    file_id = await town.keeps_file(chat, JPEG, "image/jpeg", case_id=case.id)
    stepan = await browser("Stepan")
    async with stepan.client.get(f"/inbox/attachments/{file_id}") as response:
        assert await response.read() == JPEG
        assert response.headers["Content-Type"] == "image/jpeg"
        assert response.headers["Content-Disposition"] == "inline"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
    assert await town.trail("view") == [("view", f"attachment:{file_id}")]


@pytest.mark.parametrize(
    ("mime", "name", "saved_as"),
    [
        ("text/html", "page.html", "misto-1.html"),
        ("image/svg+xml", "x.svg", "misto-1.svg"),
        ("application/pdf", 'a"; filename="b.exe', "misto-1.exe"),
        ("application/octet-stream", None, "misto-1"),
        ("application/octet-stream", "a.\r\nX: y", "misto-1"),
    ],
)
async def test_anything_else_is_only_saved(
    town: Town, browser: NewBrowser, mime: str, name: str | None, saved_as: str
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    file_id = await town.keeps_file(await town.chat("o"), b"<script>", mime, name=name)
    page = await (await browser("Ivan")).get(f"/inbox/attachments/{file_id}")
    assert page.headers["Content-Type"] == "application/octet-stream"
    assert page.headers["Content-Disposition"] == f'attachment; filename="{saved_as}"'


async def test_a_file_of_another_bodys_case_or_of_no_case_is_not_an_executors(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Stepan", Role.EXECUTOR, HOUSING)
    chat = await town.chat("olena")
    theirs = await town.files_case(chat, body=HEATING)
    stepan = await browser("Stepan")
    for case_id in (theirs.id, None):
        file_id = await town.keeps_file(
            chat, b"%d" % (case_id or 0), "image/png", case_id=case_id, ref=f"r{case_id}"
        )
        assert (await stepan.get(f"/inbox/attachments/{file_id}")).status == 404


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "waiting", "sha256": None},
        {"state": "refused", "reason": "file-not-image"},
        {"sha256": "../../../../etc/passwd"},
        {"sha256": "0" * 64},
    ],
)
async def test_a_file_that_is_not_kept_is_not_found(
    town: Town, browser: NewBrowser, facts: dict[str, str | None]
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    file_id = await town.keeps_file(await town.chat("o"), JPEG, "image/jpeg", **facts)
    assert (await (await browser("Ivan")).get(f"/inbox/attachments/{file_id}")).status == 404


async def test_a_file_that_nobody_sent_is_not_found(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    ivan = await browser("Ivan")
    for path in ("404", "x", "999999999999999999999"):
        assert (await ivan.get(f"/inbox/attachments/{path}")).status == 404
