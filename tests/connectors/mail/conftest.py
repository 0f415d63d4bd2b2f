"""A mail server on loopback, and one that is not there."""

import socket
from collections.abc import AsyncIterator

import pytest

from tests.connectors.mail.relay import Relay, listening


@pytest.fixture
async def relay() -> AsyncIterator[Relay]:
    """Return a plain mail server that takes everything until a test says otherwise."""
    async with listening(Relay()) as found:
        yield found


@pytest.fixture
def closed_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
