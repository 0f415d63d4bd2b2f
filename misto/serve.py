"""`misto run`: everything in one process, until it is told to stop."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import uuid
from collections.abc import AsyncIterator

from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bots.sending import Sender
from misto.app import City
from misto.failures import Failed
from misto.jobs import Jobs
from misto.links import learn_openings
from misto.signin import first_link
from misto.web import make_app

log = logging.getLogger(__name__)

TICK_S = 2


async def serve(city: City) -> None:
    """Serve until SIGINT or SIGTERM; then finish what is under way and let go of everything."""
    for key in city.settings.not_acted_on():
        log.warning("%s is set, but this version does nothing with it yet", key)
    _say("loading the reader …")
    _ = city.reader
    link = first_link(city)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with _web(city), _channels(city), _scheduler(city):
        _announce(city, link)
        await stopped.wait()
        _say("stopping: finishing what is under way …")
    await city.runtime.stop()
    city.database.close()


@contextlib.asynccontextmanager
async def _web(city: City) -> AsyncIterator[None]:
    app = make_app(city)
    await city.runtime.start()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    settings = city.settings.web
    try:
        await web.TCPSite(runner, settings.host, settings.port, backlog=1024).start()
    except OSError as error:
        await runner.cleanup()
        raise Failed(
            f"cannot listen on {settings.host}:{settings.port} ({error.strerror}); "
            "set web.port to a free one, or MISTO_WEB__PORT"
        ) from error
    try:
        yield
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def _channels(city: City) -> AsyncIterator[None]:
    """Run the messengers that have tokens: each takes events and sends what is due to it."""
    tasks: list[asyncio.Task[None]] = []
    for bot in city.bots:
        # Mail servers have a pace of their own.
        limits = getattr(bot, "limits", None)
        sender = Sender(bot.channel, bot, city.runtime, limits, meter=city.metrics)
        city.senders[bot.channel] = sender
        tasks += [asyncio.create_task(bot.run()), asyncio.create_task(sender.run())]
    tasks.append(asyncio.create_task(learn_openings(city)))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for bot in city.bots:
            await bot.close()


@contextlib.asynccontextmanager
async def _scheduler(city: City) -> AsyncIterator[None]:
    """Do due work every few seconds. What is due comes from the database, so a missed tick is no
    loss.
    """
    jobs, holder = Jobs(city), f"{os.getpid()}-{uuid.uuid4().hex[:8]}"

    async def tick() -> None:
        try:
            await jobs.run_due(holder)
        except Exception:
            log.exception("scheduled work failed; it stays due and is tried again")

    scheduler = AsyncIOScheduler(timezone="UTC")
    # A slow mail server or messenger must not hold up what needs neither.
    for work in (tick, jobs.run_outside):
        scheduler.add_job(work, "interval", seconds=TICK_S, max_instances=1, coalesce=True)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def _announce(city: City, link: str | None) -> None:
    address = city.settings.web.address
    _say(f"web chat:  {address}/")
    _say(f"inbox:     {address}/inbox/")
    if link:
        _say(f"first staff member, sign in within an hour: {link}")


def _say(line: str) -> None:
    """Tell the person at the terminal; a link is for their eyes and goes to no log."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
