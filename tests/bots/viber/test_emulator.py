"""The bot against Viber's server: the whole way there and back, and what goes wrong on it."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bots.sending import Backoff, Limits, Sender
from bots.viber.app import WEBHOOK_PATH, BotSettings, Viber
from bots.viber.translate import EVENT_TYPES
from core.conversation import Language
from core.messages import ChatRef, Choice, Incoming, Outgoing
from core.model import Attachment
from core.ports import UnitOfWork
from core.program import Overloaded
from core.turn import opened
from tests.bots.desk import DatabaseDesk, until, working
from tests.bots.viber.callbacks import OLENA, PETRO, TOKEN
from tests.bots.viber.server import ViberServer
from tests.sizes import size

AT_ONCE = Backoff(0.001, 0.001, lambda: 0.0)
QUICK = Limits(sweep_s=0.05, settle_s=0.1, chat_burst=300, bot_burst=300, first_wait_s=0.01)
GREETING: dict[Language, Outgoing] = {"uk": Outgoing("Вітаю!"), "en": Outgoing("Hello!")}
DAY = timedelta(days=1)


def link_to(file: Attachment) -> str:
    return f"https://misto.example/media/{file.sha256}.jpg"


@asynccontextmanager
async def serving(desk: DatabaseDesk, server: ViberServer, paid: int = 0) -> AsyncIterator[Viber]:
    """Run a bot with its webhook on loopback; Viber's clock is the desk's."""
    port = unused_port()
    server.clock = desk.now
    settings = BotSettings(TOKEN, f"{server.base}/pa", f"http://127.0.0.1:{port}/", "Місто", paid)
    viber = Viber(settings, desk, GREETING, link_to, backoff=AT_ONCE)
    app = web.Application()
    viber.add_routes(app)
    async with TestServer(app, port=port), working(viber.run()):
        try:
            await until(lambda: viber._reached)
            yield viber
        finally:
            await viber.close()


async def answer_all(desk: DatabaseDesk, viber: Viber) -> None:
    """Stand in for the runtime: decode what was stored, echo its words, each once."""
    for row in await desk.read(lambda uow: uow.intake.waiting()):
        incoming = viber.decode(row.raw, row.bot, row.received_at)
        if incoming is None:
            await desk.write(None, _ignoring(row.id))
        else:
            await desk.write(incoming.chat_ref, _echo(row.id, incoming, desk))


def _ignoring(row_id: int) -> Callable[[UnitOfWork], None]:
    return lambda uow: uow.intake.ignore(row_id)


def _echo(row_id: int, incoming: Incoming, desk: DatabaseDesk) -> Callable[[UnitOfWork], None]:
    now = desk.now()

    def turn(uow: UnitOfWork) -> None:
        conversation, number = opened(uow, incoming.chat_ref, now)
        conversation.state.seen_at = now
        uow.conversations.put(conversation, now)
        if uow.intake.finish(row_id, incoming, number):
            outgoing = Outgoing(
                f"Почули: {incoming.text or incoming.button}", (Choice("Так", "1.x=yes"),)
            )
            uow.outbox.add(number, incoming.chat_ref, outgoing, now, in_reply_to=incoming.event_id)

    return turn


async def answered(desk: DatabaseDesk, viber: Viber, server: ViberServer, count: int) -> None:
    """Answer until so many messages have reached their residents."""

    async def done() -> bool:
        await answer_all(desk, viber)
        return len(server.texts) >= count

    async with working(Sender("viber", viber, desk, QUICK).run()):
        await until(done)


async def say(desk: DatabaseDesk, text: str, **facts: Any) -> int:
    return await desk.say(text, OLENA, bot="main", channel="viber", **facts)


async def tried(desk: DatabaseDesk, viber: Viber, text: str) -> dict[str, Any]:
    """Let the sender try a message once and return its row."""

    async def attempted() -> bool:
        return bool((await desk.outbox())[text]["attempts"])

    async with working(Sender("viber", viber, desk, QUICK).run()):
        await until(attempted)
    return (await desk.outbox())[text]


# --- there and back ------------------------------------------------------------------------------


async def test_words_and_buttons_are_heard_and_answered(
    desk: DatabaseDesk, server: ViberServer
) -> None:
    async with serving(desk, server) as viber:
        await server.says(OLENA, text="немає <b>води</b>")
        await answered(desk, viber, server, 1)
        (button,) = server.sent[0]["keyboard"]["Buttons"]
        await server.says(OLENA, text=button["ActionBody"], silent=True)
        await answered(desk, viber, server, 2)
    assert server.texts == ["Почули: немає <b>води</b>", "Почули: 1.x=yes"]
    assert (server.refused, server.paid) == ([], [])


async def test_who_opens_the_chat_is_greeted_without_a_message(
    desk: DatabaseDesk, server: ViberServer
) -> None:
    async with serving(desk, server) as viber:
        greeting = await server.opens(OLENA, context="petition_17")
        await answer_all(desk, viber)
        assert greeting["keyboard"]["Buttons"][0]["ActionBody"] == "m:/start petition_17"
        assert await desk.outbox() == {}
    assert server.sent == []


async def test_a_callback_that_was_not_taken_comes_again_and_is_answered_once(
    desk: DatabaseDesk, server: ViberServer
) -> None:
    async with serving(desk, server) as viber:
        desk.refuse_with = Overloaded("full")
        made = await server.says(OLENA, text="немає води")
        assert len(server.waiting) == 1
        desk.refuse_with = None
        assert await server.redeliver() == 1
        await server.post(made)
        await answered(desk, viber, server, 1)
        await server.post(made)
        await answer_all(desk, viber)
    assert len(await desk.outbox()) == 1


async def test_receipts_come_back_to_their_message(desk: DatabaseDesk, server: ViberServer) -> None:
    async with serving(desk, server) as viber:
        await server.says(OLENA, text="так")
        await answered(desk, viber, server, 1)
        for event in ("delivered", "seen"):
            assert await server.receipt(event, server.sent[0]["token"], OLENA) == 200
    row = (await desk.outbox())["Почули: так"]
    assert row["platform_id"] == str(server.sent[0]["token"])
    assert row["delivered_at"] == row["seen_at"] == desk.now()


# --- the webhook ---------------------------------------------------------------------------------


async def test_the_webhook_is_set_once(desk: DatabaseDesk, server: ViberServer) -> None:
    async with serving(desk, server) as viber:
        for _ in range(3):
            await viber._tell()
    asked = [body for method, body in server.calls if method == "set_webhook"]
    assert len(asked) == 1
    assert asked[0]["url"].endswith(WEBHOOK_PATH)
    assert "//viber" not in asked[0]["url"]
    assert asked[0]["event_types"] == list(EVENT_TYPES)
    assert asked[0]["send_name"] is asked[0]["send_photo"] is False


async def test_a_webhook_of_before_is_replaced(desk: DatabaseDesk, server: ViberServer) -> None:
    server.webhook, server.event_types = "http://127.0.0.1:9/old", list(EVENT_TYPES)
    async with serving(desk, server):
        await until(lambda: server.webhook.endswith(WEBHOOK_PATH))


async def test_a_webhook_without_an_event_is_set_anew(
    desk: DatabaseDesk, server: ViberServer
) -> None:
    async with serving(desk, server) as viber:
        server.event_types.remove("failed")
        await viber._tell()
    assert "failed" in server.event_types


async def test_nothing_is_sent_before_viber_knows_the_webhook(
    desk: DatabaseDesk, server: ViberServer
) -> None:
    settings = BotSettings(TOKEN, f"{server.base}/pa", "http://127.0.0.1:9", "Місто")
    viber = Viber(settings, desk, GREETING, link_to)
    await say(desk, "рано", in_reply_to="1")
    row = await tried(desk, viber, "рано")
    assert (row["status"], row["error"]) == ("new", "the webhook is not set yet")
    assert server.calls == []
    await viber.close()


async def test_a_server_that_comes_back_is_found_again(
    desk: DatabaseDesk, server: ViberServer
) -> None:
    server.http_answers = [502, 503, 500]
    async with serving(desk, server):
        assert server.http_answers == []


async def test_a_token_that_is_not_accepted_ends_the_bot_with_an_alarm(
    desk: DatabaseDesk, server: ViberServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.token = "another"
    settings = BotSettings(TOKEN, f"{server.base}/pa", "http://127.0.0.1:9", "Місто")
    viber = Viber(settings, desk, GREETING, link_to)
    await asyncio.wait_for(viber.run(), 10)
    await say(desk, "відповідь", in_reply_to="1")
    sender = Sender("viber", viber, desk, QUICK)
    await asyncio.wait_for(sender.run(), 10)
    await viber.close()
    alarms = [record.getMessage() for record in caplog.records if record.levelno > logging.ERROR]
    assert len(alarms) == 2
    assert all("invalidAuthToken" in alarm and TOKEN not in alarm for alarm in alarms)
    assert sender.halted is not None
    assert (await desk.outbox())["відповідь"]["status"] == "new"


# --- who has left --------------------------------------------------------------------------------


async def test_who_has_left_gets_nothing_and_holds_up_nobody(
    desk: DatabaseDesk, server: ViberServer
) -> None:
    async with serving(desk, server) as viber:
        for who in (OLENA, PETRO):
            await server.says(who, text="так")
        await server.leaves(OLENA)
        await answered(desk, viber, server, 1)

        async def ended() -> bool:
            return {row["status"] for row in (await desk.outbox()).values()} <= {"sent", "dead"}

        async with working(Sender("viber", viber, desk, QUICK).run()):
            await until(ended)
    assert [sent["receiver"] for sent in server.sent] == [PETRO]
    assert server.refused == [(6, "receiverNotSubscribed")]


# --- files ---------------------------------------------------------------------------------------


async def kept(desk: DatabaseDesk, **facts: Any) -> int:
    """Put a file of staff's into the database, waiting to be looked at."""
    ref, now = ChatRef("viber", "main", OLENA), desk.now()

    def add(uow: UnitOfWork) -> int:
        _, number = opened(uow, ref, now)
        file = Attachment("photo", "staff:f1", conversation_id=number)
        file.id = uow.attachments.add(file, now)
        uow.attachments.settle(replace(file, **facts))
        return file.id

    return await desk.write(None, add)


async def test_a_photo_goes_before_its_words_once_it_was_looked_at(
    desk: DatabaseDesk, server: ViberServer
) -> None:
    ready = {"state": "ready", "sha256": "ab" * 32, "mime": "image/jpeg"}
    small, large = await kept(desk, size=900, **ready), await kept(desk, size=2**21, **ready)
    huge = await kept(desk, size=51 * 2**20, **ready)
    waiting, refused = await kept(desk), await kept(desk, state="refused", reason="file-missing")
    async with serving(desk, server) as viber:
        await server.says(OLENA, text="так")
        await answered(desk, viber, server, 1)
        await say(desk, "Полагодили", files=(small, large, refused, huge))
        await say(desk, "Ще одне", files=(waiting,))
        await answered(desk, viber, server, 4)
        row = await tried(desk, viber, "Ще одне")
    assert [sent["type"] for sent in server.sent[1:]] == ["picture", "file", "text"]
    link = f"https://misto.example/media/{'ab' * 32}.jpg"
    assert server.sent[1]["media"] == link
    assert server.sent[3]["text"] == f"Полагодили\n{link}"
    assert row["error"] == "a file that goes along is still being looked at"
    assert server.refused == []


# --- killed --------------------------------------------------------------------------------------


async def test_killed_between_the_outbox_and_the_messenger_a_reply_arrives_all_the_same(
    desk: DatabaseDesk, server: ViberServer
) -> None:
    async with serving(desk, server) as viber:
        await server.says(OLENA, text="так")
        await answer_all(desk, viber)
        # The process ends here: the reply is in the outbox and nobody has sent it.
    assert server.sent == []
    async with serving(desk, server) as viber:
        await answered(desk, viber, server, 1)
    assert server.texts == ["Почули: так"]


async def test_killed_before_the_answer_a_reply_is_sent_again_and_a_broadcast_is_not(
    desk: DatabaseDesk, server: ViberServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(desk, server) as viber:
        await server.says(OLENA, text="так")
        await say(desk, "відповідь", in_reply_to="1")
        await say(desk, "новина", lane="broadcast", in_reply_to="1")
        call = viber._client.call

        async def die_after_the_call(*given: Any) -> Any:
            await call(*given)
            await asyncio.Event().wait()

        with monkeypatch.context() as crash:
            crash.setattr(viber._client, "call", die_after_the_call)
            async with working(Sender("viber", viber, desk, QUICK).run()):
                await until(lambda: len(server.sent) == 2)
        async with working(Sender("viber", viber, desk, QUICK).run()):
            await until(lambda: len(server.sent) == 3)
            await until(lambda: _no_new(desk))
    assert sorted(server.texts) == ["відповідь", "відповідь", "новина"]
    assert (await desk.outbox())["новина"]["status"] == "dead"


@pytest.mark.parametrize("seed", range(size("viber_faults")))
async def test_whatever_fails_every_reply_arrives_in_its_order(
    desk: DatabaseDesk, server: ViberServer, seed: int
) -> None:
    chance = random.Random(seed)
    residents = [f"resident {number}" for number in range(8)]
    faults = [500, 502, 429]
    async with serving(desk, server) as viber:
        for number in range(5):
            for who in residents:
                made = await server.says(who, text=f"{who}: {number}")
                if chance.random() < 0.3:
                    await server.post(made)
            await answer_all(desk, viber)
            server.http_answers += chance.choices([200, *faults], [8, 1, 1, 1], k=20)
            server.answers += chance.choices([0, 12, -1], [8, 1, 1], k=20)
        while not await _no_new(desk):
            # The sender dies at any moment, perhaps between a call and its answer.
            async with working(Sender("viber", viber, desk, QUICK).run()):
                for _ in range(chance.randrange(1, 20)):
                    desk.pass_s(1)
                    await asyncio.sleep(0.002)
    for who in residents:
        got = [sent["text"] for sent in server.users[who].got]
        wanted = [f"Почули: {who}: {number}" for number in range(5)]
        assert [text for text, _ in groupby(got)] == wanted


async def _no_new(desk: DatabaseDesk) -> bool:
    return all(row["status"] != "new" for row in (await desk.outbox()).values())


# --- the day, the hour and the money -------------------------------------------------------------


async def test_after_a_day_a_message_waits_until_its_resident_writes(
    desk: DatabaseDesk, server: ViberServer
) -> None:
    async with serving(desk, server) as viber:
        await server.says(OLENA, text="так")
        await answered(desk, viber, server, 1)
        desk.pass_s(DAY.total_seconds() + 1)
        await say(desk, "Нагадую про чернетку")
        row = await tried(desk, viber, "Нагадую про чернетку")
        assert row["error"].startswith("waits until the resident writes")
        await server.says(OLENA, text="я тут")
        await answered(desk, viber, server, 3)
    assert server.texts == ["Почули: так", "Нагадую про чернетку", "Почули: я тут"]
    assert server.paid == []


async def test_what_may_cost_money_is_sent_as_long_as_the_month_has_some(
    desk: DatabaseDesk, server: ViberServer
) -> None:
    news = {"case": "KV-2026-000417"}
    async with serving(desk, server, paid=2) as viber:
        await server.says(OLENA, text="так")
        await answered(desk, viber, server, 1)
        desk.pass_s(2 * DAY.total_seconds())
        for number in (1, 2, 3):
            await say(desk, f"Новина заявки {number}", **news)
        await answered(desk, viber, server, 3)
        assert len(server.paid) == 2
        row = await tried(desk, viber, "Новина заявки 3")
        assert row["error"].startswith("waits until")
        desk.pass_s(31 * DAY.total_seconds())
        await say(desk, "Новина заявки 4", **news)
        await answered(desk, viber, server, 4)
    # A month later the third is given up as too old, and the fourth has a month of its own.
    assert len(server.paid) <= 4
    assert server.texts[1:3] == ["Новина заявки 1", "Новина заявки 2"]


async def test_a_try_that_failed_is_counted_once(desk: DatabaseDesk, server: ViberServer) -> None:
    async with serving(desk, server, paid=1) as viber:
        await server.says(OLENA, text="так")
        await answered(desk, viber, server, 1)
        desk.pass_s(2 * DAY.total_seconds())
        server.answers = [-1, -1]
        await say(desk, "Евакуація", lane="alarm")
        async with working(Sender("viber", viber, desk, QUICK).run()):
            await until(lambda: _passing(desk, server, 2))
    assert len(server.paid) == 1


async def _passing(desk: DatabaseDesk, server: ViberServer, count: int) -> bool:
    desk.pass_s(1)
    return len(server.texts) == count


async def test_after_a_hundred_without_an_answer_the_rest_waits(
    desk: DatabaseDesk, server: ViberServer
) -> None:
    async with serving(desk, server) as viber:
        await server.says(OLENA, text="так")
        await answered(desk, viber, server, 1)
        for number in range(100):
            desk.pass_s(1)
            await say(desk, f"новина {number}")
        await answered(desk, viber, server, 100)
        assert server.texts[-1] == "новина 98"
        row = await tried(desk, viber, "новина 99")
        assert "100 messages an hour" in row["error"]
        desk.pass_s(1)
        await server.says(OLENA, text="досить")
        await answered(desk, viber, server, 102)
    assert server.refused == []
    assert server.texts[-2:] == ["новина 99", "Почули: досить"]
