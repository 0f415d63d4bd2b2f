"""A web chat on the real runtime and database, with a small dialogue behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bots.webchat.app import add_routes
from bots.webchat.session import COOKIE, chat_of
from bots.webchat.settings import WebChatSettings
from connectors.database.database import open_database
from core.messages import ChatRef, Outgoing
from core.ports import UnitOfWork
from core.turn import Turns
from dialogs.texts import Catalogue
from misto.runtime import Runtime
from tests.bots.webchat.talker import TEXTS, Dialogue, Reader
from tests.contract.builders import new_database

Client = TestClient[web.Request, web.Application]
MOST_BYTES = 100_000


@dataclass
class City:
    """The runtime that a chat talks to."""

    runtime: Runtime
    dialogue: Dialogue
    settings: WebChatSettings

    async def say(self, chat: ChatRef, text: str, **facts: Any) -> int:
        """Write a message that nobody asked for; returns its row."""
        now = self.runtime.now()

        def job(uow: UnitOfWork) -> int:
            conversation = uow.conversations.get(chat)
            row_id = conversation.id or uow.conversations.put(conversation, now)
            return uow.outbox.add(row_id, chat, Outgoing(text, **facts), now, pulled=True)

        return await self.runtime.write(chat, job)


@dataclass
class Resident:
    """A browser: it opened the page and keeps its cookie."""

    client: Client
    city: City
    page: str = ""
    sent: int = field(default=0)

    @property
    def token(self) -> str:
        cookies = self.client.session.cookie_jar.filter_cookies(self.client.make_url("/"))
        return cookies[COOKIE].value

    @property
    def chat(self) -> ChatRef:
        return chat_of(self.token)

    async def open(self, address: str = "/", **headers: str) -> str:
        async with self.client.get(address, headers=headers) as response:
            assert response.status == 200
            self.page = await response.text()
        return self.page

    async def post(self, body: Any = None, **options: Any) -> ClientResponse:
        """Post an event's body as JSON, or what the options say."""
        if body is not None:
            options["json"] = body
        return await self.client.post("/chat/events", **options)

    async def send(self, **thing: Any) -> dict[str, Any]:
        """Post an event with an id of its own and return the answer."""
        self.sent += 1
        response = await self.post({"event": f"e{self.sent}", **thing})
        answer: dict[str, Any] = await response.json()
        assert response.status == 200, answer
        return answer

    async def says(self, text: str) -> list[str]:
        """Send a text and return the texts of the replies."""
        return [message["text"] for message in (await self.send(text=text))["messages"]]


async def error_of(response: ClientResponse) -> tuple[int, str]:
    """Return status and code of a refusal, after a look that it says what to do."""
    error = (await response.json())["error"]
    assert response.content_type == "application/json"
    assert len(error["message"]) > 20
    return response.status, error["code"]


def cookie_of(response: ClientResponse, name: str) -> Any:
    """Return a cookie that an answer sets, with its attributes."""
    cookies = SimpleCookie()
    for header in response.headers.getall("Set-Cookie", []):
        cookies.load(header)
    return cookies[name]


@asynccontextmanager
async def city_in(folder: Path) -> AsyncIterator[City]:
    """A runtime at work on a new database in a folder."""
    dialogue = Dialogue()
    texts = Catalogue({"uk": {"a.ftl": TEXTS}, "en": {"a.ftl": TEXTS}})
    with open_database(f"sqlite:///{new_database(folder / 'misto.db')}") as database:
        turns = Turns(dialogue, texts, {})
        runtime = Runtime(database, turns, Reader(), texts, events_per_minute=1000)
        await runtime.start()
        uploads = folder / "uploads"
        # The tests speak plain HTTP, where a Secure cookie would not come back.
        settings = WebChatSettings(uploads, "https://city.example", False, MOST_BYTES)
        yield City(runtime, dialogue, settings)
        await runtime.stop()


@asynccontextmanager
async def served(city: City) -> AsyncIterator[TestServer]:
    """The city's web chat on a port of this machine."""
    app = web.Application()
    add_routes(app, city.runtime, city.settings)
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def city(tmp_path: Path) -> AsyncIterator[City]:
    async with city_in(tmp_path) as city:
        yield city


@pytest.fixture
async def browser(city: City) -> AsyncIterator[Callable[[], Awaitable[Resident]]]:
    """Return how to open one more browser on the chat."""
    clients: list[Client] = []
    async with served(city) as server:

        async def opened() -> Resident:
            clients.append(TestClient(server))
            resident = Resident(clients[-1], city)
            await resident.open()
            return resident

        yield opened
        for client in clients:
            await client.session.close()


@pytest.fixture
async def olena(browser: Callable[[], Awaitable[Resident]]) -> Resident:
    return await browser()
