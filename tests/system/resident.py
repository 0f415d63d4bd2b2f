"""A resident's browser without the browser: the page's cookie, events with ids, the stream.

As the page does, it sends an event again under the same id until it is acknowledged, and reads from
the stream what an answer that never came had told.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bots.webchat.session import COOKIE, chat_of, owner_of
from core.messages import ChatRef

Message = Mapping[str, Any]

AGAIN_AFTER_S = 0.25
SAME_BREATH_S = 0.3
GIVES_UP_AFTER_S = 120
# The other side is killed, not there yet, or stopping.
AWAY = (aiohttp.ClientError, ConnectionError, TimeoutError)


@contextlib.asynccontextmanager
async def patience(complaint: str) -> AsyncIterator[None]:
    """Let the block take its time, but not for ever."""
    try:
        async with asyncio.timeout(GIVES_UP_AFTER_S):
            yield
    except TimeoutError:
        raise AssertionError(complaint) from None


def browser() -> aiohttp.ClientSession:
    """Return what residents share: connections, but no cookies."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=GIVES_UP_AFTER_S),
    )


@dataclass
class Resident:
    """One chat. `heard` holds every message by its id, `acknowledged` the events that were.

    `again` counts what was sent again; `moved` is called after every event acknowledged.
    """

    http: aiohttp.ClientSession
    address: str
    name: str = "r"
    token: str = ""
    heard: dict[int, Message] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    again: int = 0
    moved: Callable[[], None] = lambda: None

    @property
    def chat(self) -> ChatRef:
        return chat_of(self.token)

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": f"{COOKIE}={self.token}", "Origin": self.address}

    def stored(self, event: str) -> str:
        """Return an event's id as the intake keeps it."""
        return f"{owner_of(self.chat)}.{event}"

    # --- talking ---------------------------------------------------------------------------------

    async def open(self) -> "Resident":
        """Open the page, which gives the cookie."""
        async with patience("the page cannot be opened"):
            while not self.token:
                try:
                    async with self.http.get(self.address) as page:
                        self.token = page.cookies[COOKIE].value
                except AWAY:
                    await asyncio.sleep(AGAIN_AFTER_S)
        return self

    async def post(self, body: Any) -> list[Message]:
        """Post an event until it is acknowledged; return the messages that came with it."""
        async with patience(f"never acknowledged: {body}"):
            while True:
                try:
                    return await self._posted(body)
                except AWAY:
                    self.again += 1
                    await asyncio.sleep(AGAIN_AFTER_S)

    async def _posted(self, body: Any) -> list[Message]:
        url = f"{self.address}/chat/events"
        async with self.http.post(url, json=body, headers=self.headers) as response:
            if response.status == 503:
                raise ConnectionError("it is overloaded or stopping")
            answer = await response.json()
            assert response.status == 200, answer
            messages: list[Message] = answer["messages"]
            return messages

    async def sends(self, *, silent: bool = False, **thing: Any) -> list[Message]:
        """Send one event and return the messages that answer it; `silent`: it may get none."""
        event = f"{self.name}-{len(self.acknowledged) + 1}"
        messages = await self.post({"event": event, **thing})
        self.acknowledged.append(event)
        self.moved()
        if not messages and not silent:
            messages = await self._answers_to(event)
        self.heard.update({message["id"]: message for message in messages})
        return messages

    async def _answers_to(self, event: str) -> list[Message]:
        """Wait for what the event's own answer did not bring."""
        async with patience(f"acknowledged, but never answered: {event}"):
            while True:
                try:
                    told = await self._told_of(event)
                except AWAY:
                    await asyncio.sleep(AGAIN_AFTER_S)
                else:
                    return told

    async def _told_of(self, event: str) -> list[Message]:
        """Listen until the event is answered, and to what comes in the same breath.

        A turn's messages are told together, so a stream that breaks after the answer has told them.
        """
        told: list[Message] = []
        stream = self.stream(max(self.heard, default=0))
        async for message in stream:
            told.append(message)
            if message.get("reply_to") == event:
                break
        with contextlib.suppress(*AWAY):
            while True:
                async with asyncio.timeout(SAME_BREATH_S):
                    told.append(await anext(stream))
        return [message for message in told if message.get("reply_to") == event]

    # --- listening -------------------------------------------------------------------------------

    async def stream(self, after: int = 0) -> AsyncGenerator[Message, None]:
        """Yield messages as they come, from those after an id on."""
        url = f"{self.address}/chat/stream?after={after}"
        async with self.http.get(url, headers=self.headers) as response:
            if response.status != 200:
                raise ConnectionError(f"no stream: {response.status}")
            async for frame in frames(response.content):
                if frame.get("event") == "message":
                    message = json.loads(frame["data"])
                    assert str(message["id"]) == frame["id"]
                    yield message
        raise ConnectionError("the stream has ended")

    async def told_up_to(self, last: int) -> list[int]:
        """Return the ids that a new stream tells from the beginning, up to one."""
        ids: list[int] = []
        async with (
            patience(f"message {last} is not told"),
            contextlib.aclosing(self.stream()) as stream,
        ):
            async for message in stream:
                ids.append(message["id"])
                if message["id"] >= last:
                    break
        return ids

    # --- answering -------------------------------------------------------------------------------

    @property
    def last(self) -> Message:
        """The last message."""
        return self.heard[max(self.heard)]

    @property
    def buttons(self) -> list[str]:
        """The values of the buttons that were offered last."""
        offers = [m["buttons"] for _, m in sorted(self.heard.items()) if m.get("buttons")]
        return [button["value"] for button in offers[-1]] if offers else []

    @property
    def cases(self) -> list[str]:
        """The numbers of cases that messages named as theirs, in their order."""
        numbers = [m["case"] for _, m in sorted(self.heard.items()) if m.get("case")]
        return list(dict.fromkeys(numbers))

    async def presses(self, holds: str) -> list[Message]:
        """Press the first offered button whose value holds this."""
        value = next(value for value in self.buttons if holds in value)
        return await self.sends(button=value)


async def frames(content: aiohttp.StreamReader) -> AsyncIterator[dict[str, str]]:
    """Yield the events of a server-sent stream as their fields."""
    fields: dict[str, str] = {}
    async for raw in content:
        line = raw.decode().rstrip("\n")
        if not line:
            yield fields
            fields = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
