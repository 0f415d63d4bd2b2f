"""The whole program behind Telegram: from a resident's words to a filed case, in both modes."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bots.sending import Limits, Sender
from misto.app import City, build
from misto.settings import load_settings
from tests.bots.desk import until
from tests.bots.telegram.emulated import Emulated, emulated
from tests.bots.telegram.updates import OLENA, TOKEN, picture, pressed, update

LIFT = "у нас на Драгоманова 15 третій день не працює ліфт"
NUMBER = re.compile(r"KV-\d{4}-\d{6}")
QUICK = Limits(chat_burst=100, bot_burst=100, settle_s=0.5)


@dataclass
class Phone:
    """A resident's Telegram: shows what came, sends what is typed and pressed."""

    api: Emulated
    city: City

    async def says(self, raw: dict[str, Any]) -> list[dict[str, Any]]:
        """Send an update and return the messages that answer it, once all of them are here."""
        before = len(self.api.texts)
        await self.api.says(raw)
        await until(lambda: self._answered(before))
        return self.api.of("sendMessage")[before:]

    async def _answered(self, before: int) -> bool:
        if self.api.pending or len(self.api.texts) == before:
            return False
        rows = await self.city.runtime.read(lambda uow: list(uow.outbox.all()))
        stored = await self.city.runtime.read(lambda uow: uow.intake.waiting())
        return not stored and all(row["status"] == "sent" for row in rows)

    def answer_to(self, message: dict[str, Any]) -> dict[str, Any]:
        """Do what is nearest to hand: the first button, or the one that shares something."""
        markup = json.loads(message.get("reply_markup") or "{}")
        if rows := markup.get("inline_keyboard"):
            return pressed(rows[0][0]["callback_data"])
        shared = markup.get("keyboard", [[{}]])[0][0]
        if shared.get("request_contact"):
            own = {"phone_number": "380671234567", "first_name": "Олена", "user_id": OLENA["id"]}
            return update(contact=own)
        if shared.get("request_location"):
            return update(location={"latitude": 50.4, "longitude": 30.63})
        return update(text="2")


@cache
def _reader() -> Any:
    return build(load_settings(None, {})).reader


@asynccontextmanager
async def program(folder: Path, api: Emulated, mode: str) -> AsyncIterator[Phone]:
    """Run the program on a new database, its Telegram side against the emulator."""
    port = unused_port()
    environ = {
        "MISTO_DATABASE__URL": f"sqlite:///{folder}/misto.db",
        "MISTO_ATTACHMENTS__PATH": str(folder / "attachments"),
        "MISTO_WEB__PUBLIC_URL": f"http://127.0.0.1:{port}",
        "MISTO_TELEGRAM__TOKEN": TOKEN,
        "MISTO_TELEGRAM__MODE": mode,
        "MISTO_TELEGRAM__SECRET": "s3cret",
        "MISTO_TELEGRAM__API_BASE": api.base,
    }
    city = build(load_settings(None, environ))
    # Loading takes seconds, and a reader keeps nothing of what it reads.
    vars(city)["reader"] = _reader()
    bot = city.telegram
    assert bot is not None
    app = web.Application()
    bot.add_routes(app)
    await city.runtime.start()
    async with TestServer(app, port=port):
        sender = Sender(bot.channel, bot, city.runtime, QUICK)
        tasks = [asyncio.create_task(work) for work in (bot.run(), sender.run())]
        await until(lambda: api.of("setMyCommands"))
        yield Phone(api, city)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    await bot.close()
    await city.runtime.stop()
    city.database.close()


@pytest.fixture(params=["polling", "webhook"])
async def phone(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Phone]:
    async with emulated() as api, program(tmp_path, api, request.param) as phone:
        yield phone


async def test_a_resident_files_a_case_by_words_and_buttons(phone: Phone) -> None:
    answers = await phone.says(update(text=LIFT))
    for _ in range(8):
        if found := NUMBER.search(answers[-1]["text"]) or NUMBER.search(answers[0]["text"]):
            break
        answers = await phone.says(phone.answer_to(answers[-1]))
    else:
        pytest.fail(f"no case number after {phone.api.texts}")
    (case,) = await phone.city.runtime.read(lambda uow: list(uow.cases.all()))
    assert (case.number, case.chat.channel, case.chat.chat) == (found[0], "telegram", "501")
    assert phone.api.refused == []


async def test_an_update_sent_again_is_answered_once(phone: Phone) -> None:
    raw = update(text="/help")
    await phone.says(raw)
    before = len(phone.api.texts)
    bot = phone.city.telegram
    assert bot is not None
    number, body = str(raw["update_id"]), json.dumps(raw).encode()
    assert not await phone.city.runtime.accept("telegram", bot.bot, number, body)
    await phone.says(update(text="/start"))
    rows = await phone.city.runtime.read(lambda uow: list(uow.outbox.all()))
    assert sum(row["in_reply_to"] == number for row in rows) == before


async def test_an_update_that_cannot_be_read_is_kept_and_the_next_is_answered(
    phone: Phone,
) -> None:
    await phone.api.says({"message": {"text": {"odd": 5}}})
    answers = await phone.says(update(text="/start"))
    assert answers


async def test_an_album_is_answered_once(phone: Phone) -> None:
    pictures = [
        update(photo=[picture(90, 90, name)], media_group_id="77") for name in ("a", "b", "c")
    ]
    for raw in pictures[:-1]:
        await phone.api.says(raw)
    answers = await phone.says(pictures[-1])
    assert len(answers) == len({answer["text"] for answer in answers})


async def test_a_forged_button_gets_a_clear_answer(phone: Phone) -> None:
    answers = await phone.says(pressed("999.district='; DROP TABLE cases"))
    assert answers
    assert await phone.city.runtime.read(lambda uow: list(uow.cases.all())) == []
