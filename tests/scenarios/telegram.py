"""The third way to the same lines: residents write to a Telegram bot, an emulator plays Telegram.

Staff, the clock and the scene come by lines of JSON as ever. What a resident does becomes an
update, and what is compared is what Telegram got: its texts and its keyboards. Only what no message
shows (`flow`, `expects`, `case`) is taken from the row that was sent.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bots.sending import Limits, Sender
from bots.telegram.app import Telegram
from core.messages import Choice, Incoming, Outgoing, Request
from core.ports import UnitOfWork
from core.program import Outcome
from core.rows import OutboxRow
from misto.app import City
from misto.chat import JsonChat
from misto.runtime import Runtime
from tests.bots.desk import until
from tests.bots.telegram.emulated import Emulated, emulated
from tests.bots.telegram.updates import BOT, BOT_USER, TOKEN, file, said, update
from tests.scenarios.lines import InThread, Line
from tests.scenarios.scenario import Scenario

Mode = Literal["polling", "webhook"]
QUICK = Limits(chat_burst=1000, bot_burst=1000, settle_s=0.0)
# The residents of scenarios by the numbers that Telegram knows them by.
FIRST_CHAT = 501
# A button of the keyboard below the text field sends its label: there is no value to press.
_TYPED = "typed:"
_DATA = re.compile(r"\d+\.p?\d+")
_TAG = re.compile(r"</?b>")


def playable(scenario: Scenario) -> bool:
    """Whether Telegram carries all of it: files would have to lie on its servers, and what is sent
    in one breath comes there one by one. A forged button is tried where Telegram's own are."""
    return all(
        step.channel == "terminal"
        and step.button is None
        and step.burst is None
        and step.again is None
        and step.times == 1
        and step.sends in (None, "voice", "sticker")
        and (step.sends is None or step.words is None)
        for step in scenario.talk
    )


def environ_of(mode: Mode, port: int, api: str = "") -> dict[str, str]:
    """Return the settings of a city whose bot is at an emulator and whose webhook is on a port."""
    return {
        "MISTO_TELEGRAM__TOKEN": TOKEN,
        "MISTO_TELEGRAM__MODE": mode,
        "MISTO_TELEGRAM__SECRET": "s3cret",
        "MISTO_TELEGRAM__API_BASE": api or "http://127.0.0.1:1",
        "MISTO_WEB__PUBLIC_URL": f"http://127.0.0.1:{port}",
    }


class OverTelegram(InThread):
    """The city of this process behind a Telegram bot. `city_at` builds it by what is set of it."""

    def __init__(self, city_at: Callable[[Mapping[str, str]], City], mode: Mode) -> None:
        self._city_at, self._mode = city_at, mode
        self._port = unused_port()
        self.chats: dict[str, int] = {}
        super().__init__(None)  # type: ignore[arg-type]  # the city is built where its bot lives

    def _name_of(self, number: str) -> str:
        return next((name for name, known in self.chats.items() if str(known) == number), number)

    def give_names_back(self, database: Path) -> None:
        """Let the chats of a closed city have their names, by which a scenario speaks of them."""
        with closing(sqlite3.connect(database)) as connection, connection:
            for name, number in self.chats.items():
                connection.execute(
                    "UPDATE conversations SET chat = ? WHERE chat = ?", (name, str(number))
                )

    def write(self, line: Line) -> None:
        chat = line.get("chat")
        number = self._number(chat) if chat else None
        super().write({**line, "chat": str(number)} if number else line)

    def read(self) -> Line:
        line = super().read()
        return {**line, "chat": self._name_of(line["chat"])} if line.get("chat") else line

    def _number(self, name: str) -> int:
        return self.chats.setdefault(name, FIRST_CHAT + len(self.chats))

    def _converse(self) -> None:
        asyncio.run(self._with_telegram())

    async def _with_telegram(self) -> None:
        async with emulated() as api:
            city = self._city_at(environ_of(self._mode, self._port, api.base))
            with city.database:
                async with _bot_at_work(city, api, self._port):
                    phones = _Phones(city.runtime, api, self._number)
                    vars(city)["runtime"] = phones
                    chat = JsonChat(city, self._out, fresh=True)  # type: ignore[arg-type]  # as much of a stream as it uses
                    await chat.run(self._in)  # type: ignore[arg-type]
            assert not api.refused, f"Telegram found fault with {api.refused}"


@asynccontextmanager
async def _bot_at_work(city: City, api: Emulated, port: int) -> AsyncIterator[None]:
    bot = city.telegram
    assert isinstance(bot, Telegram)
    async with AsyncExitStack() as served:
        if hooked := city.settings.telegram.mode == "webhook":
            app = web.Application()
            bot.add_routes(app)
            await served.enter_async_context(TestServer(app, port=port))
        work = (bot.run(), Sender(bot.channel, bot, city.runtime, QUICK).run())
        tasks = [asyncio.create_task(each) for each in work]
        await until(lambda: bool(api.webhook) is hooked)
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await bot.close()


class _Phones:
    """The runtime, whose events come in through Telegram and whose replies are what it got."""

    def __init__(self, runtime: Runtime, api: Emulated, number: Callable[[str], int]) -> None:
        self._runtime, self._api, self._number = runtime, api, number
        self._last_row = self._taken = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._runtime, name)

    async def handle(self, incoming: Incoming) -> Outcome:
        """Send the event to the bot; return what Telegram got for it once all is there."""
        await self._runtime.write("scene", _move_chats(self._number))
        await self._sent()
        raw = _as_update(await self._as_shown(incoming))
        await self._api.says(raw)
        event = str(raw["update_id"])
        await until(lambda: self._done(event))
        rows = await self._sent()
        replies = tuple(row for row in rows if row.in_reply_to == event)
        return Outcome(incoming.event_id, replies=replies)

    async def _as_shown(self, incoming: Incoming) -> Incoming:
        """Return the event with its button as a phone has it: what nobody asked for comes as lines,
        with the values of buttons."""
        value = incoming.button
        if value is None or value.startswith(_TYPED) or _DATA.fullmatch(value):
            return incoming
        ref = replace(incoming, channel="telegram", bot=BOT).chat_ref

        def look(uow: UnitOfWork) -> str:
            rows = uow.outbox.after(uow.conversations.get(ref).id or 0, 0)
            offers = ((row.id, row.outgoing.choices) for row in reversed(rows))
            places = ((n, [c.value for c in choices]) for n, choices in offers)
            return next(f"{n}.{values.index(value)}" for n, values in places if value in values)

        return replace(incoming, button=await self._runtime.read(look))

    async def _done(self, event: str) -> bool:
        ran = "SELECT 1 FROM intake WHERE channel = 'telegram' AND event_id = ? AND status = 'done'"

        def look(uow: UnitOfWork) -> bool:
            return _connection(uow).execute(ran, (event,)).fetchone() is not None

        return not self._api.pending and await self._runtime.read(look)

    async def _sent(self) -> list[OutboxRow]:
        """Return the messages written since the last look, as Telegram got them."""
        await until(self._all_sent)
        rows = await self._runtime.read(lambda uow: uow.outbox.since(self._last_row))
        # What was said before the chat was Telegram's went nowhere.
        mine = [row for row in rows if row.ref.channel == "telegram" and row.attempts]
        calls = self._api.said[self._taken :]
        assert len(calls) == len(mine), f"{len(mine)} messages, {len(calls)} calls: {calls}"
        self._taken += len(calls)
        self._last_row = max((row.id for row in rows), default=self._last_row)
        pairs = zip(mine, calls, strict=True)
        return [replace(row, outgoing=_as_seen(row, call)) for row, call in pairs]

    async def _all_sent(self) -> bool:
        rows = await self._runtime.read(lambda uow: list(uow.outbox.all()))
        return all(row["status"] == "sent" for row in rows if row["channel"] == "telegram")


def _move_chats(number: Callable[[str], int]) -> Callable[[UnitOfWork], None]:
    """Let the chats that a scene made be Telegram's, so that their residents write from there."""

    def move(uow: UnitOfWork) -> None:
        connection = _connection(uow)
        for key, chat in connection.execute(
            "SELECT id, chat FROM conversations WHERE channel = 'terminal'"
        ).fetchall():
            connection.execute(
                "UPDATE conversations SET channel = 'telegram', bot = ?, chat = ? WHERE id = ?",
                (BOT, str(number(chat)), key),
            )

    return move


def _connection(uow: UnitOfWork) -> Any:
    """What no repository offers, since only a scene asks for it."""
    return uow.connection  # type: ignore[attr-defined]


def _as_update(incoming: Incoming) -> dict[str, Any]:
    """Return what Telegram would send for the event."""
    user = {"id": int(incoming.chat), "is_bot": False, "first_name": "Олена"}
    if incoming.button and not incoming.button.startswith(_TYPED):
        return _pressed(user, incoming.button)
    return update(user=user, **_content(incoming, user["id"]))


def _content(incoming: Incoming, own_id: Any) -> Mapping[str, Any]:
    if incoming.location:
        place = incoming.location
        return {"location": {"latitude": place.lat, "longitude": place.long}}
    if incoming.contact:
        name = incoming.contact.name or "Олена"
        phone = incoming.contact.phone
        return {"contact": {"phone_number": phone, "first_name": name, "user_id": own_id}}
    if incoming.start is not None:
        return {"text": f"/start {incoming.start}".strip()}
    if incoming.files:
        return _media(incoming.files[0].kind)
    return {"text": incoming.text or (incoming.button or "").removeprefix(_TYPED)}


def _media(kind: str) -> Mapping[str, Any]:
    if kind == "voice":
        return {"voice": file(duration=3)}
    sticker = file(type="regular", width=512, height=512, is_animated=False, is_video=False)
    return {"sticker": sticker}


def _pressed(user: dict[str, Any], data: str) -> dict[str, Any]:
    under = said(user, text="…", **{"from": BOT_USER})
    query = {"id": str(under["message_id"]), "from": user, "chat_instance": "1", "message": under}
    return {"update_id": under["message_id"], "callback_query": {**query, "data": data}}


# --- what Telegram got ---------------------------------------------------------------------------


def _as_seen(row: OutboxRow, call: Mapping[str, Any]) -> Outgoing:
    """Return the message with the words and buttons that the call holds.

    What stands on another page of the list has no button now, and can be typed.
    """
    outgoing = row.outgoing
    markup = json.loads(call.get("reply_markup") or "{}")
    text = html.unescape(_TAG.sub("", call["text"]))
    buttons = [button for row in _rows(markup) for button in row]
    shared = next((asked for button in buttons if (asked := _request(button))), None)
    # A photo has no button of its own: only the words ask for it.
    asked = "photo" if outgoing.request == "photo" else shared
    choices = list(_choices(buttons))
    if len(outgoing.choices) > len(choices):
        choices = list(_with_hidden(outgoing.choices, choices, text))
    return replace(outgoing, text=text, choices=tuple(choices), request=asked)


def _with_hidden(
    all_of_them: tuple[Choice, ...], shown: list[Choice], text: str
) -> Iterator[Choice]:
    """Yield the choices of a list with pages: the shown ones by their buttons, others typed."""
    buttons = {choice.label: choice for choice in shown}
    for choice in all_of_them:
        if (button := buttons.get(choice.label)) is None:
            assert choice.label in text or "Далі" in buttons or "На початок" in buttons
            button = Choice(choice.label, f"{_TYPED}{choice.label}")
        yield button


def _rows(markup: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return rows


def _request(button: Mapping[str, Any]) -> Request | None:
    if button.get("request_contact"):
        return "contact"
    return "location" if button.get("request_location") else None


def _choices(buttons: list[dict[str, Any]]) -> Iterator[Choice]:
    for button in buttons:
        if _request(button) is None:
            label = button["text"]
            yield Choice(label, button.get("callback_data") or f"{_TYPED}{label}")
