"""The page of one's own things: only what Telegram signed lately tells who asks."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st
from teremok.session import MockedSession

from bots.telegram.app import BotSettings, Telegram
from bots.telegram.webapp import LIVES, PATH, signed_by
from core.conversation import Language
from core.messages import ChatRef
from tests.bots.desk import DatabaseDesk
from tests.bots.telegram.updates import BOT_USER, OLENA, PETRO, TOKEN
from tests.contract.builders import NOW

Client = TestClient[web.Request, web.Application]


def init_data(
    who: dict[str, Any] | None = OLENA,
    at: datetime = NOW,
    token: str = TOKEN,
    **changes: str,
) -> str:
    """Return what Telegram hands to a page, signed by the documented steps and no library."""
    fields = {"query_id": "AAH", "auth_date": str(int(at.timestamp()))}
    if who is not None:
        fields["user"] = json.dumps(who, ensure_ascii=False, separators=(",", ":"))
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    fields["hash"] = hmac.new(secret, lines.encode(), hashlib.sha256).hexdigest()
    return urlencode(fields | changes)


@pytest.fixture
def asked() -> list[tuple[ChatRef | None, Language]]:
    return []


@pytest.fixture
async def client(
    desk: DatabaseDesk, asked: list[tuple[ChatRef | None, Language]]
) -> AsyncIterator[Client]:
    async def things(ref: ChatRef | None, language: Language) -> str:
        asked.append((ref, language))
        return "<h1>Мої справи</h1>"

    telegram = Telegram(BotSettings(TOKEN), desk, things=things, session=MockedSession())
    app = web.Application()
    telegram.add_routes(app)
    async with TestClient(TestServer(app)) as client:
        yield client
    await telegram.close()


async def ask(client: Client, data: str) -> tuple[int, str]:
    async with client.post(PATH, data={"data": data}) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status, await answer.text()


@pytest.mark.parametrize(("user", "language"), [(OLENA, "uk"), (PETRO, "en")])
async def test_whom_telegram_names_sees_their_own(
    client: Client, asked: list[Any], user: dict[str, Any], language: str
) -> None:
    assert await ask(client, init_data(user)) == (200, "<h1>Мої справи</h1>")
    assert asked == [(ChatRef("telegram", "7", str(user["id"])), language)]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "nothing",
        init_data(token="7:another"),
        init_data(who=None),
        init_data(who=BOT_USER),
        init_data(at=NOW - LIVES - timedelta(seconds=1)),
        init_data(at=NOW + timedelta(minutes=2)),
        init_data(user=json.dumps(PETRO)),
        init_data(auth_date=str(int(NOW.timestamp()) + 5)),
        init_data(hash=""),
        init_data(hash="підпис"),
        init_data(hash="0" * 64),
        init_data(extra="1"),
    ],
)
async def test_nobody_else_sees_anything(client: Client, asked: list[Any], data: str) -> None:
    assert (await ask(client, data))[0] == 403
    assert asked == [(None, "uk")]


async def test_what_was_signed_works_for_an_hour(client: Client) -> None:
    data = init_data(at=NOW - LIVES + timedelta(seconds=1))
    assert (await ask(client, data))[0] == 200


async def test_a_large_or_endless_question_is_refused(client: Client, asked: list[Any]) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"data=1"

    async with client.post(PATH, data={"data": "x" * 9000}) as large:
        assert large.status == 413
    async with client.post(PATH, data=endless()) as unknown:
        assert unknown.status == 413
    assert asked == []


async def test_the_page_itself_holds_nothing_and_stands_in_telegrams_frame_only(
    client: Client,
) -> None:
    async with client.get(PATH) as page:
        text, policy = await page.text(), page.headers["Content-Security-Policy"]
    assert "frame-ancestors https://web.telegram.org" in policy
    assert "'unsafe" not in policy
    assert "«мої дані»" in text
    async with client.get(f"{PATH}.js") as script:
        assert (script.status, script.content_type) == (200, "text/javascript")


@given(st.text(max_size=200))
def test_whatever_is_sent_names_nobody(data: str) -> None:
    assert signed_by(TOKEN, data, NOW) is None


@given(st.sampled_from(sorted(parse_qs(init_data()))), st.text(max_size=20))
def test_no_field_can_be_changed(name: str, value: str) -> None:
    fields = {key: values[0] for key, values in parse_qs(init_data()).items()}
    changed = urlencode(fields | {name: value})
    assert value == fields[name] or signed_by(TOKEN, changed, NOW) is None
