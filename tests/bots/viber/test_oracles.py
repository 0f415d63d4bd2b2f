"""Viber's own client and another one beside ours: same signatures, same requests, same reading."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import viberbot.api.messages as theirs
from aiohttp import web
from aiohttp.test_utils import TestServer
from aioviberbot import Api as OtherApi
from aioviberbot import BotConfiguration as OtherConfiguration
from aioviberbot.api.viber_requests import create_request as read_by_another
from hypothesis import given
from hypothesis import strategies as st
from viberbot import Api, BotConfiguration
from viberbot.api.viber_requests import create_request as read_by_viber

from bots.viber.client import Client
from bots.viber.intake import signature
from bots.viber.translate import EVENT_TYPES, Ignored, to_incoming, to_messages
from bots.viber.words import load_words
from core.messages import Choice, Outgoing
from tests.bots.viber.callbacks import EVERY, OLENA, TOKEN

WORDS = load_words()["uk"]
AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
OFFICIAL = Api(BotConfiguration(auth_token=TOKEN, name="Місто", avatar=None))
OTHER = OtherApi(OtherConfiguration(auth_token=TOKEN, name="Місто", avatar=None))
MESSAGES = [
    Outgoing("Немає води: Хрещатик, 22 🚰"),
    Outgoing("Подаємо?", (Choice("Так", "3.confirm.1=yes"), Choice("Змінити", "3.edit"))),
    Outgoing("Ваш номер?", (Choice("Без номера", "3.phone~skip"),), "contact"),
    Outgoing("Де це?", request="location"),
]


# --- signatures ----------------------------------------------------------------------------------


@given(st.text().map(str.encode) | st.binary())
def test_signatures_are_the_same(raw: bytes) -> None:
    ours = signature(TOKEN, raw)
    assert OFFICIAL.verify_signature(raw, ours)
    assert OTHER.verify_signature(raw, ours)
    assert not OFFICIAL.verify_signature(raw + b" ", ours)


# --- requests ------------------------------------------------------------------------------------


class Capture:
    """A server that takes everything and remembers it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.base = ""

    async def take(self, request: web.Request) -> web.Response:
        # Both SDKs name no charset; JSON is UTF-8 all the same.
        body = json.loads(await request.read())
        self.calls.append((request.match_info["method"], body))
        answer = {"status": 0, "message_token": 1, "event_types": [], "user": {}}
        return web.json_response(answer)

    def bare(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the calls without what only says nothing, and without their token in the body."""
        taken, self.calls = self.calls, []
        return [(method, _bare(body)) for method, body in taken]


def _bare(body: Mapping[str, Any]) -> dict[str, Any]:
    empty: tuple[object, ...] = (None, "", {})
    kept = {
        key: _bare(value) if isinstance(value, Mapping) else value
        for key, value in body.items()
        if key not in ("auth_token", "is_inline", "send_name", "send_photo")
    }
    return {key: value for key, value in kept.items() if value not in empty}


@pytest.fixture
async def capture(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Capture]:
    capture = Capture()
    app = web.Application()
    app.router.add_post("/pa/{method}", capture.take)
    async with TestServer(app) as server:
        capture.base = f"http://127.0.0.1:{server.port}/pa"
        monkeypatch.setattr(OFFICIAL._request_sender, "_viber_bot_api_url", capture.base)
        monkeypatch.setattr(OTHER._request_sender, "_viber_bot_api_url", capture.base)
        yield capture


@pytest.fixture
async def client(capture: Capture) -> AsyncIterator[Client]:
    client = Client(TOKEN, capture.base)
    yield client
    await client.close()


@pytest.mark.parametrize("outgoing", MESSAGES)
async def test_a_message_goes_out_as_viber_itself_would_send_it(
    capture: Capture, client: Client, outgoing: Outgoing
) -> None:
    (message,) = to_messages(outgoing, "Місто", WORDS)
    await client.send(1, OLENA, [message])
    ours = capture.bare()
    facts = {key: message.get(key) for key in ("keyboard", "tracking_data", "min_api_version")}
    same = theirs.TextMessage(text=message["text"], **facts)
    await asyncio.to_thread(OFFICIAL.send_messages, OLENA, [same])
    assert capture.bare() == ours
    await OTHER.send_messages(OLENA, [same])
    assert capture.bare() == ours


async def test_a_broadcast_goes_out_as_another_client_sends_it(
    capture: Capture, client: Client
) -> None:
    (message,) = to_messages(MESSAGES[1], "Місто", WORDS)
    await client.broadcast([OLENA, "u2"], message)
    ours = capture.bare()
    same = theirs.TextMessage(text=message["text"], keyboard=message["keyboard"])
    await OTHER.broadcast_messages([OLENA, "u2"], [same])
    assert capture.bare() == ours


async def test_the_other_calls_are_the_same(capture: Capture, client: Client) -> None:
    url = "https://misto.example/viber/webhook"
    await client.set_webhook(url, EVENT_TYPES)
    await client.account()
    await client.user(OLENA)
    ours = capture.bare()

    def call_theirs() -> None:
        OFFICIAL.set_webhook(url, list(EVENT_TYPES))
        OFFICIAL.get_account_info()
        OFFICIAL.get_user_details(OLENA)

    await asyncio.to_thread(call_theirs)
    assert capture.bare() == ours
    await OTHER.set_webhook(url, list(EVENT_TYPES))
    await OTHER.get_account_info()
    await OTHER.get_user_details(OLENA)
    assert capture.bare() == ours


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize("read", [read_by_viber, read_by_another], ids=["viber", "another"])
@pytest.mark.parametrize("name", EVERY)
def test_every_callback_is_read_alike(name: str, read: Any) -> None:
    made = EVERY[name]
    them, us = read(dict(made)), to_incoming(made, "main", AT)
    assert them.event_type == made["event"]
    if isinstance(us, Ignored):
        assert them.event_type != "message"
        return
    if us.change is not None:
        assert them.event_type in ("subscribed", "unsubscribed")
        return
    assert them.sender.id == us.chat
    assert us.event_id == f"message:{them.message_token}:{them.sender.id}"
    message = them.message
    match message:
        case _ if us.location is not None:
            place = (message.location.latitude, message.location.longitude)
            assert place == (us.location.lat, us.location.long)
        case _ if us.contact is not None:
            assert f"+{message.contact.phone_number}" == us.contact.phone
        case _ if us.files and us.files[0].kind == "sticker":
            assert str(message.sticker_id) == us.files[0].ref
        case _ if us.files:
            assert message.media == us.files[0].ref
        case _ if us.button is not None:
            assert message.text == f"m:{us.button}"
        case _:
            assert us.text in (getattr(message, "text", None), getattr(message, "media", None))
