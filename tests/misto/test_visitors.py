"""Where a request comes from when a proxy stands in front."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from misto.visitors import last_address, naming_visitors


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (["91.198.36.14"], "91.198.36.14"),
        (["1.2.3.4, 91.198.36.14"], "91.198.36.14"),
        (["1.2.3.4", "91.198.36.14"], "91.198.36.14"),
        (["2A01:4F8::1"], "2a01:4f8::1"),
        (["[2a01:4f8::1]"], "2a01:4f8::1"),
        (["unknown"], None),
        (["91.198.36.14, "], None),
        ([], None),
    ],
)
def test_the_last_address_counts(lines: list[str], address: str | None) -> None:
    assert last_address(lines) == address


async def test_a_request_comes_from_whom_the_proxy_names() -> None:
    async def tell(request: web.Request) -> web.Response:
        return web.Response(text=f"{request.remote} {await request.text()}")

    app = web.Application(middlewares=[naming_visitors("X-Real-IP")])
    app.router.add_post("/", tell)
    async with TestClient(TestServer(app)) as client:
        named = await client.post("/", data="тіло", headers={"X-Real-IP": "91.198.36.14"})
        assert await named.text() == "91.198.36.14 тіло"
        unnamed = await client.post("/", data="тіло")
        assert await unnamed.text() == "127.0.0.1 тіло"
