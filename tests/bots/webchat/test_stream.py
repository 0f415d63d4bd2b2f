"""The stream: everything once and in order, for as long as somebody listens."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bots.webchat.app import WebChat, refusing
from bots.webchat.assets import Assets
from bots.webchat.page import Page
from bots.webchat.session import COOKIE
from bots.webchat.stream import MAX_STREAMS, Streams
from bots.webchat.uploads import Uploads
from tests.bots.webchat.conftest import City, Resident, error_of

Browser = Callable[[], Awaitable[Resident]]


class Listener:
    """Reads server-sent events off an open answer."""

    def __init__(self, response: ClientResponse) -> None:
        self.response = response

    async def block(self) -> dict[str, str]:
        """Return the fields of the next block; a comment is the field ''."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(20):
            while (line := (await self.response.content.readline()).decode().rstrip("\n")) or (
                not fields and not self.response.content.at_eof()
            ):
                name, _, value = line.partition(":")
                fields[name] = value.strip()
        return fields

    async def event(self) -> dict[str, Any]:
        """Return the next event that is not a heartbeat: its type, id and data."""
        while True:
            block = await self.block()
            if block.get("event") in ("message", "own"):
                data = json.loads(block["data"])
                return {**data, "type": block["event"], "row": block.get("id")}

    async def texts(self, count: int) -> list[str]:
        return [(await self.event())["text"] for _ in range(count)]


@asynccontextmanager
async def listening(
    resident: Resident, address: str = "/chat/stream", **headers: str
) -> AsyncIterator[Listener]:
    async with resident.client.get(address, headers=headers) as response:
        assert response.status == 200, await response.text()
        assert response.content_type == "text/event-stream"
        yield Listener(response)


async def test_a_stream_tells_the_talk_in_its_order_with_the_rows_ids(olena: Resident) -> None:
    first = (await olena.send(text="двічі"))["messages"]
    async with listening(olena) as listener:
        events = [await listener.event() for _ in range(3)]
    assert [(e["type"], e["text"]) for e in events] == [
        ("own", "двічі"),
        ("message", "Раз."),
        ("message", "Два."),
    ]
    assert [e["row"] for e in events] == [None, *(str(message["id"]) for message in first)]


async def test_what_is_committed_later_arrives_on_the_open_stream(olena: Resident) -> None:
    await olena.says("привіт")
    async with listening(olena) as listener:
        await listener.texts(2)
        await olena.city.say(olena.chat, "Добрий день, це оператор.", kind="staff")
        event = await listener.event()
    assert (event["text"], event["kind"]) == ("Добрий день, це оператор.", "staff")


@pytest.mark.parametrize("way", ["query", "header"])
async def test_a_stream_resumes_after_the_last_message_heard(olena: Resident, way: str) -> None:
    await olena.says("перше")
    (heard,) = (await olena.send(text="друге"))["messages"]
    await olena.says("третє")
    address, headers = f"/chat/stream?after={heard['id']}", {}
    if way == "header":
        # What the browser says when it reconnects beats the address it began with.
        address, headers = "/chat/stream?after=0", {"Last-Event-ID": str(heard["id"])}
    async with listening(olena, address, **headers) as listener:
        event = await listener.event()
        while event["type"] == "own":
            event = await listener.event()
    assert event["text"] == "Почуто: третє"


async def test_a_line_from_another_tab_comes_before_its_answer(olena: Resident) -> None:
    await olena.says("привіт")
    async with listening(olena) as first, listening(olena) as second:
        for listener in (first, second):
            await listener.texts(2)
        await olena.says("з третьої вкладки")
        for listener in (first, second):
            own, answer = await listener.event(), await listener.event()
            assert (own["type"], own["event"], own["text"]) == ("own", "e2", "з третьої вкладки")
            assert answer["reply_to"] == "e2"


async def test_nobody_hears_another_chat(olena: Resident, browser: Browser) -> None:
    petro = await browser()
    await petro.says("привіт")
    async with listening(petro) as listener:
        await listener.texts(2)
        await olena.says("таємниця")
        await petro.says("далі")
        assert await listener.texts(2) == ["далі", "Почуто: далі"]


async def test_a_chat_without_a_talk_has_nothing_to_stream(olena: Resident) -> None:
    async with olena.client.get("/chat/stream") as response:
        assert response.status == 204


@pytest.mark.parametrize("after", ["x", "-1", "1e3", "٣", "9" * 30])
async def test_a_cursor_that_is_no_number_is_refused(olena: Resident, after: str) -> None:
    async with olena.client.get("/chat/stream", params={"after": after}) as response:
        assert await error_of(response) == (400, "bad_cursor")


async def test_a_stream_needs_the_chats_cookie(olena: Resident) -> None:
    olena.client.session.cookie_jar.clear()
    async with olena.client.get("/chat/stream") as response:
        assert await error_of(response) == (401, "no_session")


async def test_a_chat_has_so_many_streams_and_gets_a_place_back(olena: Resident) -> None:
    await olena.says("привіт")
    async with listening(olena) as kept:
        await kept.texts(2)
        opened = [await olena.client.get("/chat/stream") for _ in range(MAX_STREAMS - 1)]
        async with olena.client.get("/chat/stream") as refused:
            assert await error_of(refused) == (429, "too_many_streams")
        opened.pop().close()
        await _until_admitted(olena)
        for response in opened:
            response.close()


async def _until_admitted(resident: Resident) -> None:
    """The server notices the closed connection when it next speaks, so let it speak."""
    async with asyncio.timeout(20):
        while True:
            await resident.city.say(resident.chat, "ще")
            async with resident.client.get("/chat/stream") as response:
                if response.status == 200:
                    return


# --- silence and the end -------------------------------------------------------------------------


@asynccontextmanager
async def served_with(streams: Streams, city: City) -> AsyncIterator[Resident]:
    """A browser on a server whose streams are the test's own."""
    app = web.Application()
    uploads = Uploads(city.settings.upload_folder, 0)
    chat = WebChat(city.runtime, city.settings, Page(city.settings, Assets()), streams, uploads)
    app.router.add_post("/chat/events", refusing(chat.event))
    app.router.add_get("/chat/stream", refusing(chat.stream))
    app.on_shutdown.append(streams.stop)
    async with TestClient(TestServer(app)) as client:
        client.session.cookie_jar.update_cookies({COOKIE: "a" * 43}, client.make_url("/"))
        yield Resident(client, city)


async def test_a_silent_stream_beats(city: City) -> None:
    async with served_with(Streams(city.runtime, heartbeat_s=0.001), city) as olena:
        await olena.says("мовчи")
        async with listening(olena) as listener:
            blocks = [await listener.block() for _ in range(4)]
    assert {"": "beat", "event": "beat", "data": "0"} in blocks


async def test_the_server_stops_without_waiting_for_its_listeners(city: City) -> None:
    open_streams: list[str] = []

    @contextmanager
    def counted() -> Iterator[None]:
        open_streams.append("one")
        try:
            yield
        finally:
            open_streams.pop()

    streams = Streams(city.runtime, heartbeat_s=1000, counted=counted)
    async with asyncio.timeout(20):
        async with served_with(streams, city) as olena:
            await olena.says("привіт")
            response = await olena.client.get("/chat/stream")
            await Listener(response).texts(2)
            assert open_streams == ["one"]
    assert open_streams == []
