"""Server-sent events: what is new in a talk, as it is committed, while somebody listens."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import msgspec
from aiohttp import web

from bots.webchat.refusal import Refused
from bots.webchat.talk import Follower, Line, Message
from core.messages import ChatRef
from core.program import Desk, Watch

Counted = Callable[[], AbstractContextManager[object]]

HEARTBEAT_S = 15.0
# One chat's tabs; more than these are a fault or an attack.
MAX_STREAMS = 8

HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
    "X-Content-Type-Options": "nosniff",
}
_HELLO = b"retry: 2000\n\n"
# The comment keeps proxies from closing; the event lets the page notice a connection that is dead.
_BEAT = b": beat\nevent: beat\ndata: 0\n\n"


class Streams:
    """The open streams of this process. `heartbeat_s`: how long a silent one waits."""

    def __init__(
        self, desk: Desk, heartbeat_s: float = HEARTBEAT_S, counted: Counted = nullcontext
    ) -> None:
        self._desk = desk
        self._counted = counted
        self._heartbeat_s = heartbeat_s
        self._open: Counter[ChatRef] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    async def serve(
        self, request: web.Request, chat: ChatRef, conversation_id: int, after: int
    ) -> web.StreamResponse:
        """Tell everything after an outbox row, then what comes, until the connection ends.

        Errors: Refused (429) when the chat has too many streams open.
        """
        if self._open[chat] >= MAX_STREAMS:
            raise Refused(429, "too_many_streams", "Too many tabs of one chat: close some.", 30)
        self._open[chat] += 1
        watch = self._desk.watch(("chat", conversation_id))
        task = asyncio.current_task()
        try:
            if task is not None:
                self._tasks.add(task)
            with self._counted():
                return await self._tell(request, watch, Follower(conversation_id, after), chat)
        finally:
            watch.close()
            self._tasks.discard(task)
            self._forget(chat)

    def _forget(self, chat: ChatRef) -> None:
        self._open[chat] -= 1
        if not self._open[chat]:
            del self._open[chat]

    async def _tell(
        self, request: web.Request, watch: Watch, follower: Follower, chat: ChatRef
    ) -> web.StreamResponse:
        """Tell what is new until the listener leaves, or the talk is that chat's no more."""
        response = web.StreamResponse(headers=HEADERS)
        await response.prepare(request)
        try:
            await response.write(_HELLO)
            while await self._desk.read(lambda uow: follower.belongs_to(uow, chat)):
                await self._tell_news(response, follower)
                if not await watch.next(self._heartbeat_s):
                    await response.write(_BEAT)
        except ConnectionResetError:
            pass
        return response

    async def _tell_news(self, response: web.StreamResponse, follower: Follower) -> None:
        lines = await self._desk.read(follower.news)
        while lines:
            await response.write(b"".join(map(frame, lines)))
            lines = await self._desk.read(follower.news) if follower.behind else []

    async def stop(self, _: web.Application) -> None:
        """End all streams, so that a stopping server need not wait for their listeners."""
        for task in tuple(self._tasks):
            task.cancel()


def frame(line: Line) -> bytes:
    """Return a line as one server-sent event; only messages carry an id, where to resume from."""
    data = msgspec.json.encode(line)
    if isinstance(line, Message):
        return b"id: %d\nevent: message\ndata: %b\n\n" % (line.id, data)
    return b"event: own\ndata: %b\n\n" % data
