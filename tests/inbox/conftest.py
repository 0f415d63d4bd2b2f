"""A town with its inbox served, and clerks with browsers that run no scripts."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from inbox.app import add_routes
from inbox.city import InboxSettings
from misto.inbox_help import InboxHelp
from misto.web import inbox_cities
from tests.inbox.browser import Browser
from tests.inbox.town import QUICK, Town, found

NewBrowser = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A town whose program is at work."""
    town = found(tmp_path)
    await town.city.runtime.start()
    yield town
    await town.city.runtime.stop()
    town.city.database.close()


@pytest.fixture
def settings(tmp_path: Path) -> InboxSettings:
    """The inbox's settings."""
    return InboxSettings(
        public_url="http://127.0.0.1:8080",
        attachments=tmp_path / "attachments",
        uploads=tmp_path / "uploads",
        hasher=QUICK,
    )


@pytest.fixture
async def site(town: Town, settings: InboxSettings) -> AsyncIterator[TestServer]:
    """The inbox over HTTP."""
    app = web.Application()
    city = town.city
    add_routes(app, city.runtime, city.staffwork, inbox_cities(city), settings, InboxHelp(city))
    server = TestServer(app)
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def browser(town: Town, site: TestServer) -> AsyncIterator[NewBrowser]:
    """Opens a browser, signed in when a name is given."""
    clients: list[TestClient[web.Request, web.Application]] = []

    async def new(name: str | None = None) -> Browser:
        client = TestClient(site)
        clients.append(client)
        opened = Browser(client)
        if name is not None:
            await opened.sign_in(town.staff[name].email)
        return opened

    yield new
    for client in clients:
        await client.close()
