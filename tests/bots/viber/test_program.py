"""The whole program behind Viber: from opening the chat to the photo of what was fixed."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import unused_port
from PIL import Image

from core.model import Role, StaffMember
from core.ports import UnitOfWork
from misto.app import City, build
from misto.jobs import Jobs
from misto.settings import load_settings
from misto.web import make_app
from tests.bots.desk import until
from tests.bots.viber.callbacks import OLENA
from tests.bots.viber.server import ViberServer
from tests.bots.viber.talk import at_work, settled, viber_environ

LIFT = "у нас на Драгоманова 15 третій день не працює ліфт"
NUMBER = re.compile(r"KV-\d{4}-\d{6}")


@dataclass
class Phone:
    """A resident's Viber: shows what came, sends what is typed and pressed."""

    server: ViberServer
    city: City
    address: str

    async def says(self, **content: Any) -> list[dict[str, Any]]:
        """Say something and return the messages that answer it, once all of them are here."""
        before = len(self.server.sent)
        await self.server.says(OLENA, **content)
        await settled(self.city, self.server)
        return self.server.sent[before:]

    async def presses(self, button: dict[str, Any]) -> list[dict[str, Any]]:
        if button["ActionType"] == "share-phone":
            card = {"name": "Олена", "phone_number": "380671234567"}
            return await self.says(type="contact", contact=card)
        if button["ActionType"] == "location-picker":
            return await self.says(type="location", location={"lat": 50.4, "lon": 30.63})
        return await self.says(text=button["ActionBody"], silent=True)

    async def files_a_case(self) -> str:
        """Go the shortest way to a case: the first button of every question."""
        answers = await self.says(text=LIFT)
        for _ in range(8):
            if found := NUMBER.search(" ".join(answer["text"] for answer in answers)):
                return found[0]
            keyboard = answers[-1].get("keyboard")
            answers = await (
                self.presses(keyboard["Buttons"][0]) if keyboard else self.says(text="2")
            )
        raise AssertionError(f"no case number after {self.server.texts}")


@cache
def _reader() -> Any:
    return build(load_settings(None, {})).reader


@asynccontextmanager
async def program(folder: Path, server: ViberServer) -> AsyncIterator[Phone]:
    """Run the program on a new database, its Viber side against the server."""
    port = unused_port()
    environ = viber_environ(server, port) | {
        "MISTO_DATABASE__URL": f"sqlite:///{folder}/misto.db",
        "MISTO_ATTACHMENTS__PATH": str(folder / "attachments"),
    }
    city = build(load_settings(None, environ))
    # Loading takes seconds, and a reader keeps nothing of what it reads.
    vars(city)["reader"] = _reader()
    await city.runtime.start()
    async with at_work(city, server, port, make_app(city)):
        yield Phone(server, city, f"http://127.0.0.1:{port}")
    await city.runtime.stop()
    city.database.close()


@pytest.fixture
async def phone(tmp_path: Path, server: ViberServer) -> AsyncIterator[Phone]:
    async with program(tmp_path, server) as phone:
        yield phone


async def test_who_opens_the_chat_is_greeted_as_everywhere(phone: Phone) -> None:
    greeting = await phone.server.opens(OLENA)
    assert greeting["text"].startswith("Вітаю! Це міська служба")
    labels = [button["Text"] for button in greeting["keyboard"]["Buttons"]]
    assert "Мої заявки" in labels
    answers = await phone.presses(greeting["keyboard"]["Buttons"][0])
    assert answers[-1]["text"]
    english = await phone.server.opens("u2", user={"id": "u2", "language": "en"})
    assert english["text"].startswith("Hello!")


async def test_a_link_to_a_case_leads_to_it(phone: Phone) -> None:
    number = await phone.files_a_case()
    greeting = await phone.server.opens(OLENA, context=f"case_{number}")
    answers = await phone.presses(greeting["keyboard"]["Buttons"][0])
    assert number in answers[0]["text"]


async def test_a_resident_files_a_case_by_words_and_buttons(phone: Phone) -> None:
    number = await phone.files_a_case()
    (case,) = await phone.city.runtime.read(lambda uow: list(uow.cases.all()))
    assert (case.number, case.chat.channel, case.chat.chat) == (number, "viber", OLENA)
    assert (phone.server.refused, phone.server.paid) == ([], [])


async def test_a_callback_without_a_signature_is_turned_away(phone: Phone) -> None:
    async with ClientSession() as session:
        for headers in ({}, {"X-Viber-Content-Signature": "0" * 64}):
            async with session.post(
                f"{phone.address}/viber/webhook", data=b"{}", headers=headers
            ) as answer:
                assert answer.status == 401


async def test_what_cannot_be_read_becomes_a_dead_letter_and_the_next_is_answered(
    phone: Phone,
) -> None:
    await phone.server.post(b"{")
    assert await phone.says(text="привіт")
    waiting = await phone.city.runtime.read(lambda uow: uow.intake.waiting())
    assert waiting == []
    assert b'misto_dead_letters_total{where="intake"} 1.0' in phone.city.metrics.text()


async def test_a_photo_of_a_resident_is_kept_with_the_case(phone: Phone) -> None:
    phone.server.files["pit.jpg"] = _jpeg("red")
    await phone.says(type="picture", text=LIFT, media=f"{phone.server.base}/media/pit.jpg")
    await Jobs(phone.city).fetch_files()
    (row,) = await phone.city.runtime.read(lambda uow: uow.attachments.of_conversation(1))
    assert (row.state, row.mime) == ("ready", "image/jpeg")


async def test_the_photo_of_what_was_fixed_reaches_the_resident(
    phone: Phone, tmp_path: Path
) -> None:
    number, city = await phone.files_a_case(), phone.city
    content = _jpeg("green")
    (tmp_path / "fixed.jpg").write_bytes(content)
    proof = city.files.admit(tmp_path / "fixed.jpg")
    now = city.runtime.now()

    def answer(uow: UnitOfWork) -> None:
        chief = StaffMember(email="a@kyiv.example", name="A", role=Role.ADMIN)
        member = uow.staff.add(chief)
        for do, facts in (
            ("start", {}),
            ("answer", {"outcome": "fixed", "text": "Полагодили", "proof": [proof]}),
        ):
            city.staffwork.case(uow, member, number, do, now, **facts)  # type: ignore[arg-type]

    await city.runtime.write("staff", answer)
    await Jobs(city).fetch_files()
    # The message waited for its file, and is tried again a little later.
    await until(lambda: phone.server.sent[-1]["type"] == "text" and _pictures(phone))
    (picture,) = _pictures(phone)
    async with ClientSession() as session, session.get(picture["media"]) as fetched:
        assert (fetched.status, await fetched.read()) == (200, content)
    assert phone.server.refused == []


def _pictures(phone: Phone) -> list[dict[str, Any]]:
    return [sent for sent in phone.server.sent if sent["type"] == "picture"]


def _jpeg(colour: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(target, "JPEG")
    return target.getvalue()
