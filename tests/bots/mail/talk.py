"""A scenario's lines by e-mail: what residents do goes in as letters by LMTP, what reaches them is
what a mail server on loopback took.

Each letter is written as another mail program writes it. Only `flow` and `expects`, which no letter
shows, are looked up in the database.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import smtplib
import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, TextIO

from bots.mail.app import Mail
from bots.sending import Limits, Sender
from core.messages import Incoming
from misto.app import City
from misto.chat import JsonChat
from tests.bots.desk import until
from tests.bots.mail.letters import HTML_STYLES, STYLES, US, Ours, letter
from tests.connectors.mail.relay import Relay, Taken, listening
from tests.scenarios.lines import InThread

QUICK = Limits(chat_burst=1000, bot_burst=1000, chat_per_s=1000, bot_per_s=1000, settle_s=0.5)
AT = "@residents.example"
_CHOICE = re.compile(r"^(?:(?P<number>\d{1,2})\.|—) (?P<label>.+)$", re.MULTILINE)
_HINT = re.compile(r"\n+-- \n.*", re.DOTALL)


def mail_environ(relay: Relay) -> dict[str, str]:
    """Return the settings of a city whose mail server is this one."""
    return {
        "MISTO_MAIL__SMTP_URL": f"smtp://127.0.0.1:{relay.port}",
        "MISTO_MAIL__SENDER": f"Misto <{US}>",
        "MISTO_MAIL__LISTEN": "127.0.0.1:0",
    }


def address_of(chat: str) -> str:
    return chat if "@" in chat else f"{chat}{AT}"


def chat_of(address: str) -> str:
    return address.removesuffix(AT)


def hand_in(
    port: int, message: EmailMessage | bytes, sender: str, to: str = US
) -> tuple[int, bytes]:
    """Hand a letter in as a city's mail server does; return what was answered to it."""
    raw = message if isinstance(message, bytes) else message.as_bytes(policy=SMTP)
    with smtplib.LMTP("127.0.0.1", port) as server:
        server.ehlo_or_helo_if_needed()
        for answer in (server.mail(sender), server.rcpt(to)):
            if answer[0] >= 400:
                return answer
        return server.data(raw)


@asynccontextmanager
async def at_work(city: City) -> AsyncIterator[tuple[Mail, int]]:
    """Let a city take letters and send what is due by mail; gives the port of its LMTP."""
    box = city.mail
    assert box is not None
    port = await box.listen()
    assert port
    sender = asyncio.create_task(Sender(box.channel, box, city.runtime, QUICK).run())
    try:
        yield box, port
    finally:
        sender.cancel()
        await asyncio.gather(sender, return_exceptions=True)
        await box.close()


async def settled(city: City) -> None:
    """Wait until every letter has had its turn and every answer is sent."""

    async def quiet() -> bool:
        runtime = city.runtime
        waiting = await runtime.read(lambda uow: uow.intake.waiting())
        due = await runtime.read(lambda uow: uow.outbox.due("mail", runtime.now()))
        return not (waiting or due)

    await until(quiet)


def ours(taken: Taken) -> Ours:
    """Return a letter of ours as whoever answers it has it."""
    message = taken.message
    text = taken.text
    references = " ".join(str(message["References"] or "").split())
    return Ours(str(message["Message-ID"]), str(message["Subject"]), text, references)


def choices_in(text: str) -> dict[str, str]:
    """Return the choices of a letter by their labels, each with what one writes to take it."""
    return {m["label"]: m["number"] or m["label"] for m in _CHOICE.finditer(text)}


class MailChat(JsonChat):
    """`JsonChat` whose residents write letters."""

    def __init__(self, city: City, out: TextIO, relay: Relay, port: int) -> None:
        super().__init__(city, out, fresh=True)
        self._relay, self._port = relay, port
        self._seen = 0
        self._numbers = itertools.count(1)
        self._styles = itertools.cycle([*STYLES, *HTML_STYLES])
        self._last: dict[str, Ours] = {}
        self._posting = asyncio.Lock()
        self._made: dict[str, EmailMessage] = {}

    async def _staff(self, content: Mapping[str, Any]) -> None:
        named = {"chat": address_of(content["chat"])} if "chat" in content else {}
        await super()._staff({**content, **named})

    async def _handle(self, incoming: Incoming, event: str, number: int) -> None:
        async with self._posting:
            message = self._made.setdefault(event, self._written(incoming))
            sender = address_of(incoming.chat)
            answer = await asyncio.to_thread(hand_in, self._port, message, sender)
            assert answer[0] == 250, answer
        await self._unasked()
        if incoming.files:
            await self._settle_files()
            await self._unasked()
        self._write({"done": event, "chat": incoming.chat})

    def _written(self, incoming: Incoming) -> EmailMessage:
        words = incoming.text or ""
        last = self._last.get(incoming.chat)
        if incoming.button is not None:
            words = incoming.button
        kinds = {"photo": "image/jpeg", "document": "application/pdf"}
        return letter(
            words,
            address_of(incoming.chat),
            style=next(self._styles),
            answers=last,
            number=next(self._numbers),
            files=tuple((Path(f.ref), kinds[f.kind]) for f in incoming.files),
        )

    async def _unasked(self) -> None:
        """Write what has reached residents since."""
        async with self._writing:
            await settled(self._city)
            fresh = self._relay.taken[self._seen :]
            self._seen += len(fresh)
            for taken in fresh:
                self._write(await self._line_of(taken))

    async def _line_of(self, taken: Taken) -> dict[str, Any]:
        chat = chat_of(taken.to[0])
        self._last[chat] = ours(taken)
        row = int(str(taken.message["Message-ID"]).strip("<>").partition(".")[0])
        listed = await self._runtime.read(lambda uow: list(uow.outbox.all()))
        names = {one["id"]: one["platform_id"] for one in listed}
        went = [n for n, name in names.items() if name is not None and name == names.get(row)]
        found = await self._runtime.read(lambda uow: uow.outbox.get(max(went, default=row)))
        last = found.outgoing if found else None
        return {
            "chat": chat,
            "in_reply_to": None,
            "text": _HINT.sub("", taken.text),
            "buttons": [{"label": k, "value": v} for k, v in choices_in(taken.text).items()],
            "request": None,
            "flow": last.flow if last else None,
            "expects": last.expects if last else None,
            "case": None,
        }


class ByMail(InThread):
    """A city in a thread of its own, with mail between it and its residents.

    `found` makes the city with some settings more.
    """

    def __init__(self, found: Callable[[Mapping[str, str]], City]) -> None:
        self._found = found
        self.relay = Relay()
        super().__init__(city=None)  # type: ignore[arg-type]  # it is founded in its own loop

    def _converse(self) -> None:
        asyncio.run(self._by_mail())

    async def _by_mail(self) -> None:
        async with listening(self.relay) as relay:
            city = self._found(mail_environ(relay))
            with city.database:
                async with at_work(city) as (_, port):
                    chat = MailChat(city, self._out, relay, port)  # type: ignore[arg-type]
                    await chat.run(self._in)  # type: ignore[arg-type]


def give_names_back(database: Path) -> None:
    """Let the chats be called in the database as the scenario calls them."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE conversations SET chat = replace(chat, ?, '')", (AT,))
