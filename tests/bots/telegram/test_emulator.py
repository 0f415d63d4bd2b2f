"""The bot against a Bot API that nobody here wrote, by polling and by webhook."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bots.sending import Backoff, Limits, Sender
from bots.telegram.app import WEBHOOK_PATH, BotSettings, Telegram
from bots.telegram.client import NOT_ACCEPTED
from bots.telegram.translate import UPDATE_KINDS
from core.messages import Choice, Incoming, Outgoing
from core.ports import UnitOfWork
from core.program import Overloaded
from tests.bots.desk import DatabaseDesk, until, working
from tests.bots.telegram.emulated import Emulated, emulated
from tests.bots.telegram.updates import GROUP, OLENA, PETRO, TOKEN, picture, pressed, update
from tests.contract.builders import NOW, chat

AT_ONCE = Backoff(0.001, 0.001, lambda: 0.0)
QUICK = Limits(sweep_s=0.05, settle_s=0.1, chat_burst=100, bot_burst=100)


@pytest.fixture
async def api() -> AsyncIterator[Emulated]:
    async with emulated() as api:
        yield api


@asynccontextmanager
async def polling(desk: DatabaseDesk, api: Emulated, **more: Any) -> AsyncIterator[Telegram]:
    """Run a bot that polls."""
    settings = BotSettings(TOKEN, api_base=api.base, poll_s=1)
    telegram = Telegram(settings, desk, backoff=AT_ONCE, **more)
    async with working(telegram.run()):
        yield telegram
    await telegram.close()


@asynccontextmanager
async def hooked(desk: DatabaseDesk, api: Emulated) -> AsyncIterator[Telegram]:
    """Run a bot with a webhook, served on loopback."""
    port = unused_port()
    settings = BotSettings(TOKEN, "webhook", api.base, "s3cret", f"http://127.0.0.1:{port}/")
    telegram = Telegram(settings, desk, backoff=AT_ONCE)
    app = web.Application()
    telegram.add_routes(app)
    async with TestServer(app, port=port), working(telegram.run()):
        await until(lambda: api.webhook)
        yield telegram
    await telegram.close()


async def answer_all(desk: DatabaseDesk, telegram: Telegram) -> None:
    """Stand in for the runtime: decode what was stored, echo its words, each once."""
    for row in await desk.read(lambda uow: uow.intake.waiting()):
        incoming = telegram.decode(row.raw, row.bot, row.received_at)
        if incoming is not None:
            await desk.write(incoming.chat_ref, _echo(row.id, incoming))


def _echo(row_id: int, incoming: Incoming) -> Callable[[UnitOfWork], None]:
    def turn(uow: UnitOfWork) -> None:
        number = chat(uow, incoming.chat_ref)
        if uow.intake.finish(row_id, incoming, number):
            heard = incoming.text or (incoming.pressed and f"кнопку {incoming.pressed.place}")
            outgoing = Outgoing(f"Почули: {heard}")
            uow.outbox.add(number, incoming.chat_ref, outgoing, NOW)

    return turn


async def answered(desk: DatabaseDesk, telegram: Telegram, api: Emulated, count: int) -> None:
    """Answer until so many messages have reached their residents."""

    async def done() -> bool:
        await answer_all(desk, telegram)
        return len(api.texts) >= count

    async with working(Sender("telegram", telegram, desk, QUICK).run()):
        await until(done)


# --- both modes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [polling, hooked])
async def test_words_and_buttons_are_heard_and_answered(
    desk: DatabaseDesk, api: Emulated, mode: Any
) -> None:
    async with mode(desk, api) as telegram:
        await api.says(update(text="немає <b>води</b>"))
        await answered(desk, telegram, api, 1)
        await api.says(pressed("1.4"))
        await answered(desk, telegram, api, 2)
    assert api.texts == [
        "Почули: немає &lt;b&gt;води&lt;/b&gt;",
        "Почули: кнопку 4",
    ]
    assert len(api.of("answerCallbackQuery")) == 1
    assert api.refused == []
    assert api.pending == 0


@pytest.mark.parametrize("mode", [polling, hooked])
async def test_the_menu_is_set_in_both_languages(
    desk: DatabaseDesk, api: Emulated, mode: Any
) -> None:
    async with mode(desk, api):
        await until(lambda: len(api.of("setMyCommands")) == 3)
    menus = {
        fields.get("language_code"): json.loads(fields["commands"])[0]["description"]
        for fields in api.of("setMyCommands")
    }
    assert menus == {None: "Що я вмію", "uk": "Що я вмію", "en": "What I can do"}


@pytest.mark.parametrize("mode", [polling, hooked])
async def test_an_odd_update_costs_the_next_one_nothing(
    desk: DatabaseDesk, api: Emulated, mode: Any
) -> None:
    async with mode(desk, api):
        await api.says({"message": {"text": {"nested": 5}}})
        await api.says(update(text="далі"))
        await until(lambda: _count(desk, 2))
        await until(lambda: api.pending == 0)


@pytest.mark.parametrize("mode", [polling, hooked])
async def test_what_could_not_be_stored_comes_again(
    desk: DatabaseDesk, api: Emulated, mode: Any
) -> None:
    desk.refuse_with = Overloaded("full")
    async with mode(desk, api):
        await api.says(update(text="немає води"))
        assert api.pending == 1
        desk.refuse_with = None
        await api.redeliver()
        await until(lambda: _count(desk, 1))
        await until(lambda: api.pending == 0)


async def _count(desk: DatabaseDesk, count: int) -> bool:
    return len(await desk.stored()) == count


# --- polling --------------------------------------------------------------------------------------


async def test_polling_asks_for_the_kinds_it_knows(desk: DatabaseDesk, api: Emulated) -> None:
    async with polling(desk, api):
        await until(lambda: api.of("getUpdates"))
    asked = api.of("getUpdates")[0]
    assert json.loads(asked["allowed_updates"]) == list(UPDATE_KINDS)
    assert "offset" not in asked


async def test_an_update_is_acknowledged_only_once_it_is_stored(
    desk: DatabaseDesk, api: Emulated
) -> None:
    desk.refuse_with = RuntimeError("no disk")
    await api.says(update(text="перша"))
    await api.says(update(text="друга"))
    async with polling(desk, api):
        await until(lambda: len(api.of("getUpdates")) > 3)
        assert api.pending == 2
        desk.refuse_with = None
        await until(lambda: _count(desk, 2))
        await until(lambda: api.pending == 0)
    bodies = [json.loads(raw)["message"]["text"] for _, raw in await desk.stored()]
    assert bodies == ["перша", "друга"]


async def test_a_second_start_takes_nothing_twice(
    desk: DatabaseDesk, api: Emulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    await api.says(update(text="перша"))
    taken = asyncio.Event()

    async def die_after_the_commit(*given: Any) -> None:
        await DatabaseDesk.accept(desk, *given)
        taken.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as crash:
        crash.setattr(desk, "accept", die_after_the_commit)
        async with polling(desk, api):
            await taken.wait()
    async with polling(desk, api):
        await until(lambda: api.pending == 0)
    assert len(await desk.stored()) == 1


async def test_an_album_comes_as_its_pictures_with_one_key(
    desk: DatabaseDesk, api: Emulated
) -> None:
    async with polling(desk, api) as telegram:
        for name in ("a", "b"):
            await api.says(update(photo=[picture(9, 9, name)], media_group_id="77"))
        await until(lambda: _count(desk, 2))
        keys = {telegram.album_key(raw) for _, raw in await desk.stored()}
    assert len(keys) == 1


async def test_a_webhook_of_before_is_taken_off(desk: DatabaseDesk, api: Emulated) -> None:
    await api.emulator._update_queues.set_webhook(TOKEN, {"url": "http://127.0.0.1:9/old"})
    await api.says(update(text="чекала"))
    async with polling(desk, api):
        await until(lambda: _count(desk, 1))
    assert api.webhook == ""


async def test_two_programs_with_one_bot_are_told_apart_in_the_log(
    desk: DatabaseDesk, api: Emulated, caplog: pytest.LogCaptureFixture
) -> None:
    async with polling(desk, api):
        await until(lambda: api.of("getUpdates"))
        async with polling(desk, api):
            await until(lambda: "another program takes this bot's updates" in caplog.text)
    assert TOKEN.partition(":")[2] not in _ours(caplog)


async def test_a_server_that_comes_back_is_found_again(desk: DatabaseDesk) -> None:
    port = unused_port()
    settings = BotSettings(TOKEN, api_base=f"http://127.0.0.1:{port}", poll_s=1)
    telegram = Telegram(settings, desk, backoff=AT_ONCE)
    async with working(telegram.run()):
        await asyncio.sleep(0)
        async with emulated() as api:
            app = api.emulator.app()
            async with TestServer(app, port=port):
                await api.says(update(text="немає води"))
                await until(lambda: _count(desk, 1))
    await telegram.close()


async def test_a_token_that_is_not_accepted_ends_the_bot_with_an_alarm(
    desk: DatabaseDesk, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuse(request: web.Request) -> web.Response:
        body = {"ok": False, "error_code": 401, "description": "Unauthorized"}
        return web.json_response(body, status=401)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", refuse)
    async with TestServer(app) as server:
        settings = BotSettings(TOKEN, api_base=f"http://127.0.0.1:{server.port}")
        telegram = Telegram(settings, desk)
        await asyncio.wait_for(telegram.run(), 10)
        await telegram.close()
    alarms = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert [alarm.getMessage() for alarm in alarms] == [f"Telegram is given up: {NOT_ACCEPTED}"]
    assert TOKEN.partition(":")[2] not in _ours(caplog)


def _ours(caplog: pytest.LogCaptureFixture) -> str:
    """Return what was logged, without the access log of the pretended Telegram."""
    records = [record for record in caplog.records if record.name != "aiohttp.access"]
    return "\n".join(record.getMessage() for record in records)


# --- webhook --------------------------------------------------------------------------------------


async def test_the_webhook_is_set_with_its_secret_and_kinds(
    desk: DatabaseDesk, api: Emulated
) -> None:
    async with hooked(desk, api):
        await until(lambda: api.of("setWebhook"))
    (asked,) = api.of("setWebhook")
    assert asked["url"].endswith(WEBHOOK_PATH)
    assert asked["secret_token"] == "s3cret"
    assert json.loads(asked["allowed_updates"]) == list(UPDATE_KINDS)


async def test_a_webhook_that_is_right_is_not_set_again(desk: DatabaseDesk, api: Emulated) -> None:
    port = unused_port()
    url = f"http://127.0.0.1:{port}"
    settings = BotSettings(TOKEN, "webhook", api.base, "s", url)
    for _ in range(2):
        telegram = Telegram(settings, desk)
        await telegram._tell()
        await telegram.close()
    assert len(api.of("getWebhookInfo")) == 2
    assert len(api.of("setWebhook")) == 1


async def test_a_webhook_that_failed_is_delivered_again_and_stored_once(
    desk: DatabaseDesk, api: Emulated
) -> None:
    async with hooked(desk, api) as telegram:
        desk.refuse_with = RuntimeError("no disk")
        await api.says(update(text="немає води"))
        assert (api.pending, await desk.stored()) == (1, [])
        desk.refuse_with = None
        assert await api.redeliver() == 1
        await answered(desk, telegram, api, 1)
    assert api.texts == ["Почули: немає води"]


async def test_a_stranger_to_the_secret_reaches_nobody(desk: DatabaseDesk, api: Emulated) -> None:
    async with hooked(desk, api):
        api.emulator._update_queues._state(TOKEN).secret = "guessed"
        await api.says(update(text="підроблена"))
        assert (api.pending, await desk.stored()) == (1, [])


async def test_groups_are_acknowledged_and_not_kept(desk: DatabaseDesk, api: Emulated) -> None:
    async with hooked(desk, api):
        await api.says(update(chat=GROUP, text="мій номер 0671234567"))
        assert (api.pending, await desk.stored()) == (0, [])


async def test_what_waits_at_telegram_is_told_at_the_start(
    desk: DatabaseDesk, api: Emulated
) -> None:
    await api.says(update(text="чекала"))
    told: list[tuple[int, object]] = []

    def hear(pending: int, last_error_at: object) -> None:
        told.append((pending, last_error_at))

    async with polling(desk, api, told=hear):
        await until(lambda: told)
    assert told == [(1, None)]


# --- out ------------------------------------------------------------------------------------------


async def test_what_was_unsent_at_a_crash_is_sent_at_the_start(
    desk: DatabaseDesk, api: Emulated
) -> None:
    for user in (OLENA, PETRO):
        for number in range(3):
            await desk.say(f"{user['id']}: рядок {number}", who=str(user["id"]))
    settings = BotSettings(TOKEN, api_base=api.base)
    telegram = Telegram(settings, desk)
    async with working(Sender("telegram", telegram, desk, QUICK).run()):
        await until(lambda: len(api.texts) == 6)
    await telegram.close()
    for user in (OLENA, PETRO):
        mine = [text for text in api.texts if text.startswith(str(user["id"]))]
        assert mine == [f"{user['id']}: рядок {number}" for number in range(3)]


async def test_buttons_requests_and_long_texts_are_taken_by_the_api(
    desk: DatabaseDesk, api: Emulated
) -> None:
    many = tuple(Choice(f"Район {n}", f"3.district={n}") for n in range(10))
    await desk.say("Який район?", choices=many)
    await desk.say("Де це?", request="location", choices=(Choice("Не знаю", "3.address~skip"),))
    await desk.say("речення про воду. " * 400)
    telegram = Telegram(BotSettings(TOKEN, api_base=api.base), desk)
    async with working(Sender("telegram", telegram, desk, QUICK).run()):
        await until(lambda: len(api.texts) == 4)
    await telegram.close()
    assert api.refused == []
    asked = json.loads(api.of("sendMessage")[1]["reply_markup"])["keyboard"]
    assert asked == [
        [{"text": "Надіслати геомітку", "request_location": True}],
        [{"text": "Не знаю"}],
    ]
