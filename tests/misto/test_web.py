"""What is served over HTTP beside the chat and the inbox: for operations, and the privacy page."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from core.messages import Incoming
from misto.app import City
from misto.web import inbox_city, make_app, privacy_page
from tests.misto.city import new_city
from tests.misto.conftest import Client

OPERATIONS = ["/healthz", "/readyz", "/metrics", "/privacy", "/figures"]


async def figures(client: Client) -> dict[str, float]:
    text = await (await client.get("/metrics")).text()
    families = text_string_to_metric_families(text)
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for family in families
        for sample in family.samples
    }


# --- operations ----------------------------------------------------------------------------------


async def test_alive_is_answered(client: Client) -> None:
    answer = await client.get("/healthz")
    assert (answer.status, await answer.json()) == (200, {"alive": True})


async def test_ready_says_what_is_ready(client: Client) -> None:
    answer = await client.get("/readyz")
    assert answer.status == 200
    assert {"database": True, "model": True}.items() <= (await answer.json()).items()


async def test_not_ready_while_the_database_takes_no_changes(client: Client, city: City) -> None:
    city.database.writer.trouble = "disk full"
    answer = await client.get("/readyz")
    assert (answer.status, (await answer.json())["database"]) == (503, False)
    assert (await client.get("/healthz")).status == 200
    city.database.writer.trouble = None
    assert (await client.get("/readyz")).status == 200


async def test_not_ready_without_a_model(client: Client, city: City) -> None:
    vars(city)["reader"] = SimpleNamespace(version="")
    answer = await client.get("/readyz")
    assert (answer.status, (await answer.json())["model"]) == (503, False)


async def test_a_messenger_that_was_given_up_is_named(client: Client, city: City) -> None:
    vars(city)["senders"] = {"telegram": SimpleNamespace(halted="the token is refused")}
    answer = await client.get("/readyz")
    assert (answer.status, (await answer.json())["telegram"]) == (200, False)


async def test_metrics_are_prometheus_text_and_count_turns(client: Client, city: City) -> None:
    before = (await figures(client)).get("misto_turns_total['ok', 'terminal']", 0)
    incoming = Incoming("terminal", "local", "olena", "e1", city.clock.now(), start="")
    await city.runtime.handle(incoming)
    after = await figures(client)
    assert after["misto_turns_total['ok', 'terminal']"] == before + 1
    answer = await client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=")


async def test_metrics_tell_nothing_of_residents(client: Client, city: City) -> None:
    incoming = Incoming(
        "terminal", "local", "таємний-чат", "e1", city.clock.now(), text="мій номер 0671234567"
    )
    await city.runtime.handle(incoming)
    shown = await (await client.get("/metrics")).text()
    assert "таємний" not in shown
    assert "0671234567" not in shown


@pytest.mark.parametrize("path", OPERATIONS)
async def test_operations_only_answer_questions(client: Client, path: str) -> None:
    assert (await client.post(path)).status == 405
    assert (await client.head(path)).status == 200


async def test_what_is_not_there_is_not_found(client: Client) -> None:
    for path in (
        "/nothing",
        "/static/vendor/../../settings.py",
        "/static/vendor/%2e%2e/%2e%2e/app.py",
    ):
        assert (await client.get(path)).status == 404


async def test_answers_go_on_while_the_database_is_busy(client: Client, city: City) -> None:
    held, free = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold(_: object) -> None:
        loop.call_soon_threadsafe(held.set)
        asyncio.run_coroutine_threadsafe(free.wait(), loop).result(30)

    job = city.database.writer.submit(None, hold)
    await held.wait()
    for path in OPERATIONS:
        assert (await client.get(path)).status == 200
    free.set()
    await asyncio.wrap_future(job)


# --- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "language"), [("", "uk"), ("?lang=en", "en"), ("?lang=x", "uk")])
async def test_the_privacy_page_is_there_in_both_languages(
    client: Client, city: City, asked: str, language: str
) -> None:
    answer = await client.get(f"/privacy{asked}")
    page = await answer.text()
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}">' in page
    title = city.texts.format("privacy-title", "en" if language == "en" else "uk", {})
    assert f"<h1>{title}</h1>" in page
    assert page.count("<p>") >= 3


async def test_the_privacy_page_may_do_nothing_but_be_read(client: Client) -> None:
    answer = await client.get("/privacy")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script" not in await answer.text()
    style = await client.get("/static/vendor/pico.min.css")
    assert style.status == 200


def test_the_privacy_page_shows_texts_and_runs_none(city: City) -> None:
    hostile = SimpleNamespace(format=lambda *_: "<script>x</script> & «ні»")
    vars(city)["texts"] = hostile
    assert "<script>" not in privacy_page(city, "uk")
    assert "&lt;script&gt;" in privacy_page(city, "uk")


@pytest.mark.parametrize("path", ["/", "/inbox/", "/privacy"])
async def test_pages_of_residents_and_staff_are_served(client: Client, path: str) -> None:
    answer = await client.get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"].startswith("text/html")


async def test_without_a_token_there_is_no_telegram_webhook(client: Client) -> None:
    assert (await client.post("/telegram/webhook", json={})).status == 404


async def test_the_webhook_without_its_secret_is_unauthorised(tmp_path: Path) -> None:
    city = new_city(
        tmp_path,
        TELEGRAM__TOKEN="123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
        TELEGRAM__MODE="webhook",
        TELEGRAM__SECRET="s3cret",
        WEB__PUBLIC_URL="https://misto.city.example",
    )
    await city.runtime.start()
    header = "X-Telegram-Bot-Api-Secret-Token"
    async with TestClient(TestServer(make_app(city))) as client:
        for headers in ({}, {header: "wrong"}, {header: ""}, {header: "s3cret "[:-2]}):
            answer = await client.post("/telegram/webhook", json={}, headers=headers)
            assert answer.status == 401
    assert city.telegram is not None
    await city.telegram.close()
    await city.runtime.stop()
    city.database.close()


def test_the_inbox_is_given_the_citys_words(city: City) -> None:
    words = inbox_city(city)
    assert words.service("elevator") == city.texts.format("service-code-elevator", "uk", {})
    assert words.kind("nothing known") == "nothing known"
    assert "марс" not in words.bodies
    assert words.reject_reasons == tuple(sorted(words.reject_reasons))
