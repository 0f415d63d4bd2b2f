"""The webhook: who may call it, what it stores, and what it answers to everything else."""

import asyncio
import io
import json
import random
import tracemalloc
from collections.abc import AsyncIterator, Callable
from functools import partial
from operator import methodcaller
from typing import Any

import pytest
from aiogram.methods import AnswerCallbackQuery, SendChatAction
from aiogram.methods.base import Response
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from teremok.session import MockedSession

from bots.telegram import intake
from bots.telegram.app import WEBHOOK_PATH, BotSettings, Telegram
from bots.telegram.intake import SECRET_HEADER
from bots.telegram.translate import UPDATE_KINDS
from bots.webhook import MOST_BYTES, Undecodable
from core.messages import ChatRef
from core.ports import UnitOfWork
from core.program import Overloaded
from tests.bots.desk import DatabaseDesk, until
from tests.bots.telegram.updates import (
    BOT_USER,
    GROUP,
    TOKEN,
    membership,
    pressed,
    said,
    update,
)
from tests.sizes import size

SECRET = "s3cret_-"
Client = TestClient[web.Request, web.Application]


@pytest.fixture
def session() -> MockedSession:
    return MockedSession()


@pytest.fixture
async def client(desk: DatabaseDesk, session: MockedSession) -> AsyncIterator[Client]:
    telegram = Telegram(BotSettings(TOKEN, secret=SECRET), desk, session=session)
    app = web.Application()
    telegram.add_routes(app)
    async with TestClient(TestServer(app)) as client:
        yield client
    await telegram.close()


async def post(client: Client, body: Any, secret: str | None = SECRET) -> tuple[int, str]:
    raw = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with client.post(WEBHOOK_PATH, data=raw, headers=headers) as answer:
        return answer.status, await answer.text()


async def test_an_update_is_stored_as_it_came(client: Client, desk: DatabaseDesk) -> None:
    raw = json.dumps(update(text="немає води"), indent=1).encode()
    assert await post(client, raw) == (200, "")
    ((event_id, stored),) = await desk.stored()
    assert (stored, event_id) == (raw, str(json.loads(raw)["update_id"]))


async def test_an_update_sent_again_is_stored_once(client: Client, desk: DatabaseDesk) -> None:
    body = update(text="немає води")
    assert [(await post(client, body))[0] for _ in range(3)] == [200, 200, 200]
    assert len(await desk.stored()) == 1


@pytest.mark.parametrize("secret", [None, "", "s3cret_", "s3cret_-x", "S3CRET_-", "пароль"])
async def test_without_the_secret_nothing_is_stored(
    client: Client, desk: DatabaseDesk, secret: str | None
) -> None:
    status, text = await post(client, update(text="x"), secret)
    assert status == 401
    assert SECRET_HEADER in text
    assert await desk.stored() == []


async def test_the_secret_is_asked_for_before_anything_is_read(client: Client) -> None:
    assert (await post(client, b"{", "wrong"))[0] == 401
    assert (await post(client, b"x" * (MOST_BYTES + 1), "wrong"))[0] == 401


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\x00\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'"text"', "not a JSON object"),
        (b"{}", "no update_id"),
        (b'{"update_id": "1"}', "no update_id"),
        (b'{"update_id": 1e3}', "no update_id"),
    ],
)
async def test_what_is_no_update_is_refused_and_the_next_good_one_works(
    client: Client, desk: DatabaseDesk, body: bytes, message: str
) -> None:
    status, text = await post(client, body)
    assert (status, message in text) == (400, True)
    assert (await post(client, update(text="далі")))[0] == 200
    assert len(await desk.stored()) == 1


async def test_an_update_that_only_the_decoder_cannot_read_is_kept_for_staff(
    client: Client, desk: DatabaseDesk
) -> None:
    assert (await post(client, {"update_id": 5, "message": {"text": 5}}))[0] == 200
    assert [event_id for event_id, _ in await desk.stored()] == ["5"]


async def test_a_body_larger_than_any_update_is_refused(client: Client, desk: DatabaseDesk) -> None:
    status, text = await post(client, update(text="x" * MOST_BYTES))
    assert (status, str(MOST_BYTES) in text) == (413, True)
    assert await desk.stored() == []


async def test_a_body_of_unknown_length_is_cut_off_where_it_is_too_large(
    client: Client, desk: DatabaseDesk
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(MOST_BYTES // 65_536 + 2):
            yield b"x" * 65_536

    headers = {SECRET_HEADER: SECRET}
    async with client.post(WEBHOOK_PATH, data=endless(), headers=headers) as answer:
        assert answer.status == 413
    assert await desk.stored() == []


async def test_when_too_much_waits_telegram_is_told_to_come_back(
    client: Client, desk: DatabaseDesk
) -> None:
    desk.refuse_with = Overloaded("full")
    body = update(text="немає води")
    async with client.post(
        WEBHOOK_PATH, data=json.dumps(body), headers={SECRET_HEADER: SECRET}
    ) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    desk.refuse_with = None
    assert (await post(client, body))[0] == 200
    assert len(await desk.stored()) == 1


async def test_what_is_said_in_a_group_is_acknowledged_and_not_kept(
    client: Client, desk: DatabaseDesk
) -> None:
    assert (await post(client, update(chat=GROUP, text="мій номер 0671234567")))[0] == 200
    assert await desk.stored() == []


async def test_what_is_said_to_the_bot_in_a_group_is_kept(
    client: Client, desk: DatabaseDesk
) -> None:
    for text in ("/help", "вода"):
        answered = said(text="?", **{"from": BOT_USER}) if text == "вода" else None
        more = {"reply_to_message": answered} if answered else {}
        assert (await post(client, update(chat=GROUP, text=text, **more)))[0] == 200
    assert len(await desk.stored()) == 2


# --- typing --------------------------------------------------------------------------------------


def _shown_typing(session: MockedSession) -> list[int]:
    return [int(c.chat_id) for c in session.requests if isinstance(c, SendChatAction)]


async def test_while_an_answer_takes_long_the_chat_shows_it(
    client: Client, session: MockedSession, desk: DatabaseDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_TYPING_AFTER_S", 0.01)
    monkeypatch.setattr(intake, "_TYPING_S", 0.01)
    ref = ChatRef("telegram", "7", "501")
    desk.busy.add(ref)
    await post(client, update(text="довга історія"))
    await post(client, update(text="і ще"))
    await until(lambda: len(_shown_typing(session)) > 2)
    desk.busy.clear()
    await asyncio.sleep(0.05)
    shown = _shown_typing(session)
    await asyncio.sleep(0.05)
    assert _shown_typing(session) == shown
    assert set(shown) == {501}


async def test_a_quick_answer_shows_no_typing(
    client: Client, session: MockedSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_TYPING_AFTER_S", 0.01)
    await post(client, update(text="немає води"))
    await post(client, pressed("1.0"))
    await asyncio.sleep(0.05)
    assert _shown_typing(session) == []


async def test_a_pressed_button_is_always_answered(client: Client, session: MockedSession) -> None:
    of_a_group = pressed(id="88", message=said(chat=GROUP, text="?"))
    answers: list[AnswerCallbackQuery] = []

    def answered() -> bool:
        answers[:] = [c for c in session.requests if isinstance(c, AnswerCallbackQuery)]
        return len(answers) == 3

    for body in (pressed(id="77"), pressed(id="77"), of_a_group):
        await post(client, body)
    await until(answered)
    assert sorted(call.callback_query_id for call in answers) == ["77", "77", "88"]


async def test_an_answer_that_fails_changes_nothing(
    client: Client, session: MockedSession, desk: DatabaseDesk
) -> None:
    refused = Response[bool](ok=False, error_code=400, description="query is too old")
    session.add_result(AnswerCallbackQuery, refused)
    assert (await post(client, pressed()))[0] == 200
    assert len(await desk.stored()) == 1


async def test_many_at_once_are_each_stored(client: Client, desk: DatabaseDesk) -> None:
    bodies = [update(text=f"подія {number}") for number in range(40)]
    answers = await asyncio.gather(*(post(client, body) for body in bodies))
    assert {status for status, _ in answers} == {200}
    assert len(await desk.stored()) == 40


async def test_only_post_is_served(client: Client) -> None:
    async with client.get(WEBHOOK_PATH) as answer:
        assert answer.status == 405


# --- whatever comes ------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
_MESSAGE = ["text", "caption", "photo", "contact", "location", "from", "chat", "entities", "date"]
_MESSAGE += ["reply_to_message", "migrate_to_chat_id", "media_group_id", "voice", "document"]
HOSTILE = st.one_of(
    st.builds(lambda name, value: update(**{name: value}), st.sampled_from(_MESSAGE), JSON),
    st.builds(
        lambda name, value: update(chat=GROUP, **{"text": "/help", name: value}),
        st.sampled_from(_MESSAGE),
        JSON,
    ),
    st.builds(
        lambda name, value: pressed(**{name: value}),
        st.sampled_from(["id", "from", "message", "data", "chat_instance"]),
        JSON,
    ),
    st.builds(
        lambda name, value: membership("kicked", **{name: value}),
        st.sampled_from(["chat", "from", "old_chat_member", "new_chat_member", "date"]),
        JSON,
    ),
    st.builds(lambda kind, value: update() | {kind: value}, st.sampled_from(UPDATE_KINDS), JSON),
)


@settings(
    max_examples=size("telegram_webhook"),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(made=st.binary(max_size=80) | JSON | HOSTILE)
async def test_no_body_breaks_it(client: Client, made: Any) -> None:
    assert (await post(client, made))[0] in (200, 400)


async def test_no_stored_body_is_stuck_and_memory_stays(client: Client, desk: DatabaseDesk) -> None:
    """Whatever was stored is decoded or becomes a dead letter; none is kept in memory."""
    draw = random.Random(7)
    bodies = [HOSTILE_SEEDS[n % len(HOSTILE_SEEDS)] for n in range(size("telegram_webhook"))]
    grown: list[int] = []
    tracemalloc.start()
    for number, made in enumerate(bodies):
        body = made | {"update_id": 10_000_000 + number, "noise": draw.random()}
        assert (await post(client, body))[0] == 200
        if number % 50 == 49:
            await _settle(desk)
            grown.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    await _settle(desk)
    assert await desk.stored() == []
    # The first rounds fill caches; after them nothing may grow with the number of bodies.
    assert len(grown) < 4 or grown[-1] < grown[len(grown) // 2] * 1.2 + 1_000_000


async def _settle(desk: DatabaseDesk) -> None:
    """Do with what waits what the runtime does: decode, or bury."""
    for row in await desk.read(lambda uow: uow.intake.waiting(10_000)):
        try:
            Telegram.decode(row.raw, row.bot, row.received_at)
            job = methodcaller("ignore", row.id)
        except Undecodable:
            job = methodcaller("fail", row.id, "odd", dead=True)
        await desk.write(None, partial(_on_intake, job))


def _on_intake(job: Callable[[Any], None], uow: UnitOfWork) -> None:
    job(uow.intake)


HOSTILE_SEEDS: list[dict[str, Any]] = [
    update(text="x" * 4096),
    update(text={"odd": 1}),
    update(photo="odd"),
    update(contact={"phone_number": "1", "first_name": "О"}),
    update(chat=GROUP, text="/help"),
    update(chat=GROUP, text="чуже"),
    pressed("9" * 64),
    pressed(message={"odd": 1}),
    membership("kicked"),
    update("edited_message", text="змінено"),
    {"update_id": 1, "message": 5},
    {"update_id": 1, "kind_of_2030": {}},
]
