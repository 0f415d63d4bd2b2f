"""The webhook: who may call it, what it stores, and what it answers to everything else."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bots.viber import intake
from bots.viber.app import WEBHOOK_PATH, BotSettings, Viber
from bots.viber.intake import SIGNATURE_HEADER, signature
from bots.viber.translate import event_id
from bots.webhook import MOST_BYTES
from core.conversation import Language
from core.messages import Choice, Outgoing
from core.ports import UnitOfWork
from core.program import Overloaded
from tests.bots.desk import DatabaseDesk
from tests.bots.viber.callbacks import EVERY, OLENA, TOKEN, callback, message, opened, person
from tests.bots.viber.server import check_message
from tests.sizes import size

Client = TestClient[web.Request, web.Application]
GREETING: dict[Language, Outgoing] = {
    "uk": Outgoing("Вітаю!", (Choice("Мої заявки", "!flow=case_status"),)),
    "en": Outgoing("Hello!", (Choice("My requests", "!flow=case_status"),)),
}
SETTINGS = BotSettings(TOKEN, "http://127.0.0.1:9/pa", "https://misto.example", "Місто")


@pytest.fixture
def unknown() -> list[int]:
    return []


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_RECEIPT_WAIT_S", 0.1)


@pytest.fixture
async def client(desk: DatabaseDesk, unknown: list[int]) -> AsyncIterator[Client]:
    viber = Viber(SETTINGS, desk, GREETING, str, unknown=lambda: unknown.append(1))
    app = web.Application()
    viber.add_routes(app)
    async with TestClient(TestServer(app)) as client:
        yield client
    await viber.close()


async def post(client: Client, body: Any, signed: str | None = "right") -> tuple[int, str]:
    raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    given_ = signature(TOKEN, raw) if signed == "right" else signed
    headers = {} if given_ is None else {SIGNATURE_HEADER: given_}
    async with client.post(WEBHOOK_PATH, data=io.BytesIO(raw), headers=headers) as answer:
        return answer.status, await answer.text()


# --- who may call --------------------------------------------------------------------------------


@pytest.mark.parametrize("signed", [None, "", "0" * 64, "підпис", "x" * 5000])
async def test_without_the_signature_nothing_is_stored(
    client: Client, desk: DatabaseDesk, signed: str | None
) -> None:
    status, text = await post(client, message(text="x"), signed)
    assert status == 401
    assert SIGNATURE_HEADER in text
    assert await desk.stored() == []


async def test_a_signature_is_of_the_body_as_it_came(client: Client, desk: DatabaseDesk) -> None:
    made = message(text="немає води")
    raw = json.dumps(made, ensure_ascii=False).encode()
    other = json.dumps(made, ensure_ascii=True).encode()
    assert (await post(client, other, signature(TOKEN, raw)))[0] == 401
    assert (await post(client, raw, signature(TOKEN + "x", raw)))[0] == 401
    assert (await post(client, raw, signature(TOKEN, raw).upper()))[0] == 401
    assert await desk.stored() == []


async def test_the_signature_in_the_address_counts_for_nothing(client: Client) -> None:
    raw = json.dumps(message(text="x")).encode()
    path = f"{WEBHOOK_PATH}?sig={signature(TOKEN, raw)}"
    async with client.post(path, data=raw) as answer:
        assert answer.status == 401


async def test_only_post_is_served(client: Client) -> None:
    async with client.get(WEBHOOK_PATH) as answer:
        assert answer.status == 405


# --- what is stored ------------------------------------------------------------------------------


async def test_a_message_is_stored_as_it_came(client: Client, desk: DatabaseDesk) -> None:
    raw = json.dumps(message(text="немає води"), indent=1, ensure_ascii=False).encode()
    assert await post(client, raw) == (200, "")
    assert await desk.stored() == [(event_id(raw), raw)]


@pytest.mark.parametrize("name", ["text", "conversation_started", "subscribed", "unsubscribed"])
async def test_a_callback_sent_again_is_stored_once(
    client: Client, desk: DatabaseDesk, name: str
) -> None:
    answers = [await post(client, EVERY[name]) for _ in range(3)]
    assert {status for status, _ in answers} == {200}
    assert len(set(answers)) == 1
    assert len(await desk.stored()) == 1


@pytest.mark.parametrize("name", EVERY)
async def test_every_documented_callback_is_taken(client: Client, name: str) -> None:
    assert (await post(client, EVERY[name]))[0] == 200


async def test_the_call_that_looks_whether_we_are_there_is_not_stored(
    client: Client, desk: DatabaseDesk
) -> None:
    assert await post(client, EVERY["webhook"]) == (200, "")
    assert await desk.stored() == []


async def test_a_callback_of_next_year_is_counted(
    client: Client, desk: DatabaseDesk, unknown: list[int]
) -> None:
    assert await post(client, callback("client_status", user=person())) == (200, "")
    assert (len(unknown), await desk.stored()) == (1, [])


@pytest.mark.parametrize("raw", [b"", b"{", b"\x00\xff", b"[" * 100_000, b'"text"', b"{}"])
async def test_what_cannot_be_read_is_kept_for_staff_and_the_next_good_one_works(
    client: Client, desk: DatabaseDesk, raw: bytes
) -> None:
    assert (await post(client, raw))[0] == 200
    assert (await post(client, message(text="далі")))[0] == 200
    assert len(await desk.stored()) == 2


async def test_a_body_larger_than_any_callback_is_refused(
    client: Client, desk: DatabaseDesk
) -> None:
    status, text = await post(client, message(text="x" * MOST_BYTES))
    assert (status, str(MOST_BYTES) in text) == (413, True)
    assert await desk.stored() == []


async def test_when_too_much_waits_viber_is_told_to_come_back(
    client: Client, desk: DatabaseDesk
) -> None:
    made = message(text="немає води")
    desk.refuse_with = Overloaded("full")
    assert (await post(client, made))[0] == 503
    desk.refuse_with = None
    assert (await post(client, made))[0] == 200
    assert len(await desk.stored()) == 1


async def test_many_at_once_are_each_stored(client: Client, desk: DatabaseDesk) -> None:
    bodies = [message(text=f"подія {number}") for number in range(40)]
    answers = await asyncio.gather(*(post(client, body) for body in bodies))
    assert {status for status, _ in answers} == {200}
    assert len(await desk.stored()) == 40


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
FIELDS = ["event", "message_token", "sender", "user", "user_id", "message", "context", "desc"]
HOSTILE = st.builds(
    lambda name, field, value: EVERY[name] | {field: value},
    st.sampled_from([name for name in EVERY if name not in ("delivered", "seen", "failed")]),
    st.sampled_from(FIELDS),
    JSON,
)


@settings(
    max_examples=size("viber_webhook"), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(made=st.binary(max_size=80) | HOSTILE)
async def test_no_body_breaks_it(client: Client, made: Any) -> None:
    assert (await post(client, made))[0] == 200


# --- the greeting --------------------------------------------------------------------------------


async def test_who_opens_the_chat_is_greeted_in_the_answer(client: Client) -> None:
    status, text = await post(client, opened(context="case_KV-2026-000417"))
    greeting = json.loads(text)
    check_message(greeting)
    assert (status, greeting["text"]) == (200, "Вітаю!")
    assert "receiver" not in greeting
    assert greeting["keyboard"]["Buttons"][0]["ActionBody"] == "m:/start case_KV-2026-000417"


async def test_the_greeting_is_in_the_language_of_who_opens_it(client: Client) -> None:
    _, text = await post(client, opened(user=person(language="en")))
    assert json.loads(text)["text"] == "Hello!"


# --- receipts ------------------------------------------------------------------------------------


async def sent(desk: DatabaseDesk, token: str) -> None:
    """Put a message into the outbox that Viber took under a token."""
    number, now = await desk.say("відповідь", OLENA, bot="main", channel="viber"), desk.now()
    await desk.write(None, lambda uow: uow.outbox.sent(number, token, now))


def receipt(event: str, token: int, **content: Any) -> dict[str, Any]:
    return callback(event, user_id=OLENA, **content) | {"message_token": token}


TOKEN_OF_SENT = 4912661846655238146


async def test_receipts_are_written_down_once(client: Client, desk: DatabaseDesk) -> None:
    await sent(desk, str(TOKEN_OF_SENT))
    assert (await post(client, receipt("delivered", TOKEN_OF_SENT)))[0] == 200
    arrived = desk.now()
    desk.pass_s(60)
    for event in ("delivered", "seen", "delivered"):
        await post(client, receipt(event, TOKEN_OF_SENT))
    row = (await desk.outbox())["відповідь"]
    assert (row["delivered_at"], row["seen_at"], row["status"]) == (arrived, desk.now(), "sent")
    assert await desk.stored() == []


async def test_what_failed_after_all_is_a_dead_letter(client: Client, desk: DatabaseDesk) -> None:
    await sent(desk, str(TOKEN_OF_SENT))
    await post(client, receipt("failed", TOKEN_OF_SENT, desc="the keyboard is wrong"))
    row = (await desk.outbox())["відповідь"]
    assert (row["status"], row["error"]) == ("dead", "Viber failed: the keyboard is wrong")


async def test_a_receipt_may_overtake_the_answer_to_the_call(
    client: Client, desk: DatabaseDesk
) -> None:
    early = asyncio.create_task(post(client, receipt("delivered", TOKEN_OF_SENT)))
    await asyncio.sleep(0.1)
    await sent(desk, str(TOKEN_OF_SENT))
    assert (await early)[0] == 200
    assert (await desk.outbox())["відповідь"]["delivered_at"] is not None


async def test_a_receipt_of_nothing_we_know_changes_nothing(
    client: Client, desk: DatabaseDesk
) -> None:
    await sent(desk, str(TOKEN_OF_SENT))
    before = await desk.outbox()
    assert (await post(client, receipt("seen", 17)))[0] == 200
    assert (await post(client, {"event": "seen"}))[0] == 200
    assert await desk.outbox() == before


async def test_another_channels_message_of_that_name_is_left_alone(
    client: Client, desk: DatabaseDesk
) -> None:
    number, now = await desk.say("у Telegram", "501"), desk.now()

    def send(uow: UnitOfWork) -> None:
        uow.outbox.sent(number, "77", now)

    await desk.write(None, send)
    await post(client, receipt("failed", 77))
    assert (await desk.outbox())["у Telegram"]["status"] == "sent"
