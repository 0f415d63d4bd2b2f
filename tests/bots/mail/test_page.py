"""The page where a letter's choice is pressed: looking does nothing, pressing does it once."""

from __future__ import annotations

import re

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from core.messages import Choice
from tests.bots.desk import DatabaseDesk
from tests.bots.mail.test_intake import OLENA, Box


async def test_a_choice_is_shown_by_looking_and_taken_by_pressing(desk: DatabaseDesk) -> None:
    box, app = Box(desk), web.Application()
    box.mail.add_routes(app)
    await box.says("Подаємо?", choices=(Choice("Так <подати>", "1.c=yes"), Choice("Ні", "1.c=no")))
    links = re.findall(r'href="https://city\.example(/mail/answer/[^"]+)"', box.sent[0].html)
    assert len(links) == 2
    async with TestClient(TestServer(app)) as client:
        for _ in range(2):
            looked = await client.get(links[0])
            assert looked.status == 200
            assert "Так &lt;подати&gt;" in await looked.text()
            assert "frame-ancestors 'none'" in looked.headers["Content-Security-Policy"]
        assert await box.desk.read(lambda uow: uow.intake.stored(1)) == []
        for _ in range(2):
            pressed = await client.post(links[1])
            assert "Надіслано" in await pressed.text()
    (event,) = await box.desk.read(lambda uow: uow.intake.stored(1))
    assert event.incoming is not None
    assert (event.incoming.chat, event.incoming.mailbox) == (OLENA, OLENA)
    assert event.incoming.pressed is not None
    assert (event.incoming.pressed.row, event.incoming.pressed.place) == (1, 1)


async def test_a_made_up_link_opens_nothing(desk: DatabaseDesk) -> None:
    box, app = Box(desk), web.Application()
    box.mail.add_routes(app)
    await box.says("Подаємо?", choices=(Choice("Так", "y"), Choice("Ні", "n")))
    real = re.findall(r'href="https://city\.example(/mail/answer/[^"]+)"', box.sent[0].html)[0]
    async with TestClient(TestServer(app)) as client:
        for made_up in (
            real.replace("/1.0.", "/1.1."),
            real.replace("/1.0.", "/2.0."),
            f"{real}0",
            "/mail/answer/1.0.ff",
            "/mail/answer/x.y.z",
            "/mail/answer/99999999999999999999.0.ff",
        ):
            assert (await client.get(made_up)).status == 404
            assert (await client.post(made_up)).status == 404
    assert await box.desk.read(lambda uow: uow.intake.stored(1)) == []
