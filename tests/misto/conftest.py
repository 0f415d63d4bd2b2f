"""A city at work and its web server, for tests that speak HTTP to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from misto.app import City
from misto.web import make_app
from tests.misto.city import new_city

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def city(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[City]:
    """A city at work; a parameter holds settings."""
    city = new_city(tmp_path, **getattr(request, "param", {}))
    await city.runtime.start()
    yield city
    await city.runtime.stop()
    city.database.close()


@pytest.fixture
async def client(city: City) -> AsyncIterator[Client]:
    """A client of its web server."""
    async with TestClient(TestServer(make_app(city))) as client:
        yield client
