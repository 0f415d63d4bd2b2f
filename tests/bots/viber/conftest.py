"""Viber's server for the tests of its channel."""

from collections.abc import AsyncIterator

import pytest

from tests.bots.viber.server import ViberServer, viber_server


@pytest.fixture
async def server() -> AsyncIterator[ViberServer]:
    async with viber_server() as server:
        yield server
