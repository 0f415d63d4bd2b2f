"""The client: what goes out over the wire, and what each answer of Viber's means."""

import errno
import io
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bots.sending import (
    Flooded,
    Gone,
    Halted,
    Refused,
    SendResult,
    Sent,
    Unclear,
    Unreachable,
    Waits,
)
from bots.viber.client import (
    NAMES,
    Client,
    FileTooLarge,
    FileUnavailable,
    ViberError,
    meaning,
)
from bots.viber.translate import to_messages
from bots.viber.words import load_words
from core.messages import Choice, Outgoing
from tests.bots.viber.callbacks import OLENA, PETRO, TOKEN
from tests.bots.viber.server import User, ViberServer

WORDS = load_words()["uk"]
HELLO = to_messages(Outgoing("Привіт, Їжаче 🚰"), "Місто", WORDS)
ASKED = to_messages(Outgoing("Ваш номер?", (Choice("Ні", "no"),), "contact"), "Місто", WORDS)


@pytest.fixture
async def client(server: ViberServer) -> AsyncIterator[Client]:
    """Return a client of a bot whose webhook is set and who knows Olena."""
    server.webhook = "http://127.0.0.1:9/viber/webhook"
    server.users[OLENA] = User(OLENA, subscribed=True)
    client = Client(TOKEN, f"{server.base}/pa/")
    yield client
    await client.close()


async def send(client: Client, messages: list[dict[str, Any]] = HELLO) -> SendResult:
    return await client.send(1, OLENA, messages)


# --- what goes out -------------------------------------------------------------------------------


async def test_a_message_goes_out_as_it_is_and_its_token_comes_back(
    client: Client, server: ViberServer
) -> None:
    result = await send(client)
    (sent,) = server.sent
    assert result == Sent(str(sent["token"]))
    assert (sent["receiver"], sent["text"]) == (OLENA, "Привіт, Їжаче 🚰")
    assert server.refused == []


async def test_the_longest_cyrillic_text_fits_into_a_request(
    client: Client, server: ViberServer
) -> None:
    choices = tuple(Choice(f"Дуже довга назва установи № {n}", f"1.body={n}") for n in range(30))
    messages = to_messages(Outgoing("ї" * 7000, choices), "Місто", WORDS)
    assert isinstance(await send(client, messages), Sent)
    assert server.refused == []


async def test_what_no_request_can_hold_is_refused_here(client: Client) -> None:
    result = await send(client, [{"type": "text", "text": "ї" * 20_000}])
    assert result == Refused("the request is over 30000 bytes")


async def test_the_second_try_begins_where_the_first_one_ended(
    client: Client, server: ViberServer
) -> None:
    parts = to_messages(Outgoing("слово " * 2500), "Місто", WORDS)
    server.http_answers = [200, 500]
    assert isinstance(await send(client, parts), Unclear)
    assert isinstance(await send(client, parts), Sent)
    assert [len(sent["text"]) for sent in server.sent] == [len(part["text"]) for part in parts]


# --- what the answers mean -----------------------------------------------------------------------

MEANINGS: dict[int, type[SendResult]] = {
    **dict.fromkeys((1, 3, 4, 16, 17, 18, 19, 20), Refused),
    **dict.fromkeys((5, 6, 11), Gone),
    **dict.fromkeys((2, 7, 8, 9, 10, 15), Halted),
    12: Flooded,
    -1: Unclear,
    99: Unclear,
}


@pytest.mark.parametrize("status", MEANINGS)
async def test_each_status_has_its_action(client: Client, server: ViberServer, status: int) -> None:
    server.answers = [status]
    result = await send(client)
    assert type(result) is MEANINGS[status]
    assert NAMES.get(status, str(status)) in getattr(result, "reason", NAMES[12])


def test_every_documented_status_is_known() -> None:
    assert set(NAMES) == set(range(1, 21))


@pytest.mark.parametrize("status", [5, 6, 11])
async def test_who_left_is_told_apart_from_our_mistakes(
    client: Client, server: ViberServer, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    server.answers = [status]
    result = await send(client)
    assert isinstance(result, Gone)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("status", [13, 14])
async def test_an_old_client_gets_the_message_without_buttons(
    client: Client, server: ViberServer, status: int
) -> None:
    server.answers = [status]
    assert isinstance(await send(client, ASKED), Sent)
    (sent,) = server.sent
    assert sent["text"] == "Ваш номер?"
    assert not {"keyboard", "min_api_version"} & sent.keys()
    assert sent["tracking_data"] == "contact"


async def test_a_client_of_version_one_is_met_without_being_told(
    client: Client, server: ViberServer
) -> None:
    server.users[OLENA].api_version = 1
    assert isinstance(await send(client, ASKED), Sent)
    assert server.refused == [(13, "apiVersionNotSupported")]


async def test_too_fast_twice_makes_only_this_chat_wait(
    client: Client, server: ViberServer
) -> None:
    server.answers = [12, 12]
    assert isinstance(await send(client), Flooded)
    again = await send(client)
    assert isinstance(again, Waits)
    assert again.retry_after_s >= 600
    assert isinstance(await send(client), Sent)


async def test_a_mistake_of_ours_raises_an_alarm(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    result = await send(client, [{"type": "text", "text": "без імені"}])
    assert isinstance(result, Refused)
    assert "missingData" in caplog.text


@pytest.mark.parametrize(
    ("http", "meant"),
    [(401, Halted), (403, Halted), (404, Halted), (429, Flooded), (500, Unclear), (302, Unclear)],
)
async def test_an_answer_of_the_web_server_has_its_action(
    client: Client, server: ViberServer, http: int, meant: type
) -> None:
    server.http_answers = [http]
    assert type(await send(client)) is meant


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"null", b'{"status": null}', b"\xff"])
async def test_an_answer_that_is_none_leaves_the_end_open(body: bytes) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body)

    app = web.Application()
    app.router.add_post("/pa/send_message", answer)
    async with TestServer(app) as server:
        client = Client(TOKEN, f"http://127.0.0.1:{server.port}/pa")
        assert isinstance(await send(client), Unclear)
        await client.close()


async def test_a_server_that_is_not_there_took_nothing() -> None:
    client = Client(TOKEN, f"http://127.0.0.1:{unused_port()}/pa")
    assert await send(client) == Unreachable("Viber cannot be reached")
    await client.close()


async def test_the_token_is_in_no_log_and_no_error(
    client: Client, server: ViberServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for status in (2, 3, 7, -1):
        server.answers = [status]
        assert TOKEN not in repr(await send(client))
    assert TOKEN not in caplog.text
    assert all(TOKEN not in json.dumps(body) for _, body in server.calls)


# --- broadcasts and users ------------------------------------------------------------------------


async def test_a_broadcast_tells_what_became_of_it_for_each(
    client: Client, server: ViberServer
) -> None:
    server.users[PETRO] = User(PETRO, subscribed=False)
    ends = await client.broadcast([OLENA, PETRO, "nobody"], HELLO[0])
    assert isinstance(ends[OLENA], Sent)
    assert ends[PETRO] == Gone("receiverNotSubscribed 6: receiverNotSubscribed")
    assert isinstance(ends["nobody"], Gone)
    assert [sent["receiver"] for sent in server.sent] == [OLENA]


@pytest.mark.parametrize("count", [0, 301])
async def test_a_broadcast_has_its_size(client: Client, count: int) -> None:
    with pytest.raises(ValueError, match="1 to 300"):
        await client.broadcast([f"u{n}" for n in range(count)], HELLO[0])


async def test_three_hundred_are_one_broadcast(client: Client, server: ViberServer) -> None:
    for number in range(300):
        server.users[f"u{number}"] = User(f"u{number}", subscribed=True)
    ends = await client.broadcast([f"u{number}" for number in range(300)], HELLO[0])
    assert len(ends) == 300
    assert all(isinstance(end, Sent) for end in ends.values())


async def test_a_broadcast_that_is_not_allowed_goes_to_nobody(
    client: Client, server: ViberServer
) -> None:
    server.account_status = 20
    with pytest.raises(ViberError) as caught:
        await client.broadcast([OLENA], HELLO[0])
    assert caught.value.status == 20
    assert isinstance(caught.value.result, Refused)


async def test_a_users_details_are_known(client: Client) -> None:
    assert (await client.user(OLENA))["api_version"] == 10
    with pytest.raises(ViberError, match="receiverNotRegistered"):
        await client.user("nobody")


def test_what_a_failed_list_says_is_read_as_any_status() -> None:
    assert isinstance(meaning({"status": 6}), Gone)
    assert isinstance(meaning({"status": "6"}), Unclear)
    assert isinstance(meaning({}), Unclear)


# --- files ---------------------------------------------------------------------------------------


async def test_a_file_is_fetched_by_its_link(client: Client, server: ViberServer) -> None:
    server.files["1.jpg"] = b"\xff\xd8" + b"x" * 100_000
    target = io.BytesIO()
    await client.fetch(f"{server.base}/media/1.jpg", target, 200_000)
    assert target.getvalue() == server.files["1.jpg"]


async def test_a_file_that_is_too_large_is_left(client: Client, server: ViberServer) -> None:
    server.files["1.jpg"] = b"x" * 100_000
    with pytest.raises(FileTooLarge) as caught:
        await client.fetch(f"{server.base}/media/1.jpg", io.BytesIO(), 99_999)
    assert caught.value.errno == errno.EFBIG


async def test_a_file_larger_than_it_was_said_to_be_is_cut_off(client: Client) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(30):
            await response.write(b"x" * 65_536)
        return response

    app = web.Application()
    app.router.add_get("/media/1.jpg", endless)
    async with TestServer(app) as server:
        target = io.BytesIO()
        with pytest.raises(FileTooLarge):
            await client.fetch(f"http://127.0.0.1:{server.port}/media/1.jpg", target, 100_000)
    assert len(target.getvalue()) <= 100_000


@pytest.mark.parametrize("link", ["http://127.0.0.1:9/x.jpg", "not a link", "BASE/media/gone.jpg"])
async def test_a_link_that_has_ended_is_told(
    client: Client, server: ViberServer, link: str
) -> None:
    with pytest.raises(FileUnavailable):
        await client.fetch(link.replace("BASE", server.base), io.BytesIO(), 1000)
