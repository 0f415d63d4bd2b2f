"""The streams that are open now."""

import asyncio
from typing import Any

from aiohttp import web


class Streams:
    """The open streams, so that a stopping program can end them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def enter(self) -> None:
        """Remember the stream that runs in this task, until it ends."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def stop(self, app: web.Application) -> None:
        """End all streams; browsers come back by themselves."""
        for task in list(self._tasks):
            task.cancel()
