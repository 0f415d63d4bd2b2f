"""`/model/parse`: our reader in a Rasa server's shape, and as a stand-in for one."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.rasa.reader import RasaReader
from misto.app import City
from misto.model_parse import LARGEST, MOST_WAITING
from tests.misto.conftest import Client

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


async def test_the_answer_has_rasas_shape(client: Client) -> None:
    body = {"text": "немає гарячої води на Хрещатику 15", "message_id": "m1"}
    answer = await client.post("/model/parse", json=body)
    reading = await answer.json()
    assert (answer.status, reading["text"], reading["message_id"]) == (200, body["text"], "m1")
    assert reading["intent"] == reading["intent_ranking"][0]
    assert reading["intent"]["name"] == "dispatcher_request"
    street = reading["entities"][0]
    assert (street["entity"], street["start"], street["end"]) == ("street", 22, 31)


async def test_what_the_dialogue_waits_for_counts(client: Client) -> None:
    body = {"text": "5", "context": {"expects": "rating_quality"}}
    reading = await (await client.post("/model/parse", json=body)).json()
    assert reading["intent"]["name"] == "case_rate"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "not_json"),
        (b"\xff", 400, "not_json"),
        (b"[]", 400, "not_an_object"),
        (b"{}", 400, "no_text"),
        (b'{"text": 5}', 400, "text_not_a_string"),
        (json.dumps({"text": "а" * 4097}).encode(), 400, "too_long"),
        (b'{"text": "a", "message_id": 5}', 400, "bad_message_id"),
        (b'{"text": "a", "x": "' + b"x" * LARGEST + b'"}', 413, "too_large"),
    ],
)
async def test_bad_input_is_explained(client: Client, body: bytes, status: int, code: str) -> None:
    answer = await client.post("/model/parse", data=body)
    error = (await answer.json())["error"]
    assert (answer.status, error["code"], bool(error["message"])) == (status, code, True)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "а" * 4096])
async def test_odd_texts_are_read(client: Client, text: str) -> None:
    answer = await client.post("/model/parse", data=json.dumps({"text": text}).encode())
    assert (answer.status, (await answer.json())["text"]) == (200, text)


async def test_more_than_a_few_at_once_are_sent_away(client: Client) -> None:
    long = {"text": "немає води на вулиці " * 150}
    calls = [client.post("/model/parse", json=long) for _ in range(MOST_WAITING * 6)]
    answers = await asyncio.gather(*calls)
    statuses = {answer.status for answer in answers}
    assert statuses == {200, 503}
    assert all("Retry-After" in answer.headers for answer in answers if answer.status == 503)


@pytest.mark.parametrize("city", [{"NLU__PARSE_TOKEN": "token-1"}], indirect=True)
async def test_with_a_token_only_its_bearer_is_let_in(client: Client) -> None:
    async def status(path: str, **headers: str) -> int:
        return (await client.post(path, json={"text": "так"}, headers=headers)).status

    assert await status("/model/parse") == 401
    assert await status("/model/parse?token=token-2") == 401
    assert await status("/model/parse?token=token-1") == 200
    assert await status("/model/parse", Authorization="Bearer token-1") == 200


@pytest.mark.parametrize(
    "city",
    [{"WEB__HOST": "0.0.0.0"}, {"WEB__PUBLIC_URL": "https://misto.city.example"}],  # noqa: S104 - not listened on
    indirect=True,
)
async def test_where_the_world_may_call_it_is_closed_without_a_token(client: Client) -> None:
    answer = await client.post("/model/parse", json={"text": "так"})
    assert (answer.status, (await answer.json())["error"]["code"]) == (403, "closed")


async def test_it_stands_in_for_a_rasa_server(client: Client, city: City) -> None:
    rasa = RasaReader(city.reader, str(client.make_url("/")))
    text = "немає гарячої води на Хрещатику 15"
    reading = await asyncio.to_thread(rasa.read, text, NOW)
    assert rasa.trouble is None
    own = city.reader.read(text, NOW)
    keys = ("intent", "intent_ranking", "service_code")
    assert {key: reading[key] for key in keys} == {key: own[key] for key in keys}
    assert [_told(one) for one in reading["entities"]] == [_told(one) for one in own["entities"]]


def _told(entity: dict[str, Any]) -> tuple[Any, ...]:
    return entity["entity"], entity["start"], entity["value"]


@pytest.mark.parametrize("city", [{"NLU__RASA_URL": "http://127.0.0.1:9"}], indirect=True)
async def test_a_rasa_server_that_is_away_is_told_but_harms_nothing(
    client: Client, city: City
) -> None:
    assert (await (await client.get("/readyz")).json())["rasa"] is True
    assert (await city.runtime.read_text("дякую")).intent == "thank"
    answer = await client.get("/readyz")
    assert (answer.status, (await answer.json())["rasa"]) == (200, False)
