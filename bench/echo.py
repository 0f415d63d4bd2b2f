"""What the channels are measured against: echo bots that write one row an update, and nothing.

`python -m bench.echo KIND FOLDER API PORT` serves one: `nothing` reads the body and answers;
`aiogram` and `python-telegram-bot` take Telegram's updates as their documentation shows it, write a
row and answer the person through the API.
"""

import asyncio
import json
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

WEBHOOK = "/telegram/webhook"
TOKEN = "7:AAbbCCsecretDDee"  # noqa: S105 - of a bot that exists nowhere but here
REPLY = "Почули."
DATABASE = "echo.db"


class Store:
    """One row an update, one commit a row: as durable as the product's."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS updates (id INTEGER PRIMARY KEY, chat INTEGER, at INTEGER)"
        )

    def write(self, chat: int) -> None:
        """Write down that a chat said something."""
        row = (chat, time.time_ns() // 1000)
        self._connection.execute("INSERT INTO updates (chat, at) VALUES (?, ?)", row)


def nothing(app: web.Application) -> None:
    """Read and answer, on every address."""

    async def read(request: web.Request) -> web.Response:
        json.loads(await request.read())
        return web.Response(text="{}", content_type="application/json")

    app.router.add_post("/{any:.*}", read)


def by_aiogram(app: web.Application, store: Store, api: str) -> None:
    """An echo bot of aiogram behind its own webhook."""
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    dispatcher = Dispatcher()

    async def echo(message: Message) -> None:
        store.write(message.chat.id)
        await message.answer(REPLY)

    dispatcher.message.register(echo)
    SimpleRequestHandler(dispatcher, bot).register(app, path=WEBHOOK)
    setup_application(app, dispatcher, bot=bot)


def by_python_telegram_bot(app: web.Application, store: Store, api: str) -> None:
    """An echo bot of python-telegram-bot, its updates queued by a webhook of one's own."""
    echoing = Application.builder().token(TOKEN).base_url(f"{api}/bot").updater(None).build()

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        if message is not None:
            store.write(message.chat_id)
            await message.reply_text(REPLY)

    async def take(request: web.Request) -> web.Response:
        await echoing.update_queue.put(Update.de_json(await request.json(), echoing.bot))
        return web.Response()

    async def start(_: web.Application) -> None:
        await echoing.initialize()
        await echoing.start()

    echoing.add_handler(MessageHandler(filters.ALL, echo))
    app.router.add_post(WEBHOOK, take)
    app.on_startup.append(start)


async def serve(kind: str, folder: Path, api: str, port: int) -> None:
    """Serve one kind until the process is ended."""
    app = web.Application()
    makers: dict[str, Any] = {"aiogram": by_aiogram, "python-telegram-bot": by_python_telegram_bot}
    if kind == "nothing":
        nothing(app)
    else:
        makers[kind](app, Store(folder / DATABASE), api)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
