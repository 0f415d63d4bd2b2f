"""The stream: names of what changed within rights, and the end of a session at once."""

import asyncio
from dataclasses import replace

from aiohttp import ClientResponse
from aiohttp.test_utils import TestServer

from core.model import Role
from core.ports import UnitOfWork
from tests.inbox.browser import Browser
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town

HOUSING, HEATING = "housing-darnytskyi", "kte"
LONG_S = 10


async def opened(browser: Browser) -> ClientResponse:
    """Return an open stream whose greeting was read."""
    response = await browser.client.get("/inbox/stream")
    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    assert await told(response) == ["everything"]
    return response


async def told(response: ClientResponse) -> list[str]:
    """Return the names of the next message."""
    line = await asyncio.wait_for(response.content.readline(), LONG_S)
    await response.content.readline()
    return line.decode().removeprefix("data: ").split()


async def test_a_handoff_and_its_talk_are_told_to_operators(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chat = await town.chat("olena")
    stream = await opened(await browser("Ivan"))
    await town.calls_a_person(chat)
    assert await told(stream) == ["handoffs", "notices"]
    await town.says(chat, "ви тут?")
    assert await told(stream) == [f"chat-{chat.id}"]
    stream.close()


async def test_an_executor_hears_numbers_of_the_own_body_alone(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Stepan", Role.EXECUTOR, HOUSING)
    chat = await town.chat("olena")
    stream = await opened(await browser("Stepan"))
    await town.files_case(chat, body=HEATING)
    assert await told(stream) == ["cases"]
    ours = await town.files_case(chat)
    assert await told(stream) == [f"case-{ours.number}", "cases"]
    stream.close()


async def test_a_burst_of_changes_is_told_once(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    chats = [await town.chat(name) for name in "abc"]
    stream = await opened(await browser("Ivan"))

    def burst(uow: UnitOfWork) -> None:
        uow.changed.update({("chat", chat.id) for chat in chats})

    await town.write(burst)
    assert await told(stream) == sorted(f"chat-{chat.id}" for chat in chats)
    stream.close()


async def test_what_another_process_wrote_is_everything(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    stream = await opened(await browser("Ivan"))
    await town.write(lambda uow: uow.changed.add(("anything", None)))
    assert await told(stream) == ["everything"]
    stream.close()


async def test_a_disabled_account_hears_the_end_and_nothing_more(
    town: Town, browser: NewBrowser
) -> None:
    ivan = await town.hire("Ivan", Role.OPERATOR)
    stream = await opened(await browser("Ivan"))
    await town.write(lambda uow: uow.staff.save(replace(ivan, disabled_at=town.now)))
    assert await told(stream) == ["signed-out"]
    assert await asyncio.wait_for(stream.content.read(), LONG_S) == b""


async def test_signing_out_ends_the_streams_of_that_session(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    ivan, elsewhere = await browser("Ivan"), await browser("Ivan")
    stream, other = await opened(ivan), await opened(elsewhere)
    await ivan.get("/inbox/")
    await ivan.send("/inbox/sign-out")
    assert await told(stream) == ["signed-out"]
    chat = await town.chat("olena")
    await town.says(chat, "ви тут?")
    names = await told(other)
    while names == [":", "here"]:
        names = await told(other)
    assert names == [f"chat-{chat.id}"]
    other.close()


async def test_a_listener_without_a_session_is_told_so(browser: NewBrowser) -> None:
    page = await (await browser()).get("/inbox/stream", Accept="text/event-stream")
    assert (page.status, page.text) == (200, "data: signed-out\n\n")
    assert page.headers["Content-Type"].startswith("text/event-stream")


async def test_a_stopping_program_ends_its_streams(
    town: Town, browser: NewBrowser, site: TestServer
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    stream = await opened(await browser("Ivan"))
    await asyncio.wait_for(site.close(), LONG_S)
    assert stream.content.at_eof() or stream.content.exception() is not None
