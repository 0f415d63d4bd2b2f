"""The webhook: who may call it, what it stores, and what it answers to everything else."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.methods import AnswerCallbackQuery
from aiogram.methods.base import Response
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from teremok.session import MockedSession

from bots.telegram.app import WEBHOOK_PATH, BotSettings, Telegram
from bots.telegram.intake import SECRET_HEADER
from bots.webhook import MOST_BYTES
from core.ports import Overloaded
from tests.bots.desk import DatabaseDesk, until
from tests.bots.telegram.updates import GROUP, TOKEN, pressed, said, update

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


async def test_a_pressed_button_is_always_answered(client: Client, session: MockedSession) -> None:
    of_a_group = pressed(id="88", message=said(chat=GROUP, text="?"))
    for body in (pressed(id="77"), pressed(id="77"), of_a_group):
        await post(client, body)
    await until(lambda: len(session.requests) == 3)
    answers = [call for call in session.requests if isinstance(call, AnswerCallbackQuery)]
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
