"""Texts in line for the reader's one thread; what waits together is read in one go.

Each way to the thread and back costs as much as a tenth of a message, and more where both threads
are busy.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from core.ports import Reader

T = TypeVar("T")
Answer = Mapping[str, Any]

MOST_TOGETHER = 16
# A slow reader, such as a server, hands over what it has by then.
TOGETHER_S = 0.02


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    now: datetime
    answer: "asyncio.Future[Answer]"


class ReadingLine:
    """Reads texts in their order. Of one event loop; only `_read_some` runs in the other thread."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._texts: deque[_Text] = deque()
        self._busy = False

    async def read(self, text: str, now: datetime) -> Answer:
        """Return the reader's answer, or raise what it raised."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._texts.append(_Text(text, now, answer))
        if not self._busy:
            self._go()
        return await answer

    async def run(self, job: Callable[[], T]) -> T:
        """Run something else that needs the reader's model, in its thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)

    def close(self) -> None:
        """Let the thread finish what it reads; what still waits is cancelled."""
        self._thread.shutdown(wait=True)
        while self._texts:
            self._texts.popleft().answer.cancel()

    def _go(self) -> None:
        trip = asyncio.get_running_loop().run_in_executor(self._thread, self._read_some)
        trip.add_done_callback(self._hand_over)
        self._busy = True

    def _hand_over(self, trip: "asyncio.Future[list[tuple[_Text, Answer | Exception]]]") -> None:
        for text, answer in trip.result():
            if text.answer.done():  # whoever asked has left
                continue
            if isinstance(answer, Exception):
                text.answer.set_exception(answer)
            else:
                text.answer.set_result(answer)
        self._busy = False
        if self._texts:
            self._go()

    def _read_some(self) -> list[tuple[_Text, Answer | Exception]]:
        read: list[tuple[_Text, Answer | Exception]] = []
        ends_at = time.monotonic() + TOGETHER_S
        while self._texts and len(read) < MOST_TOGETHER:
            text = self._texts.popleft()
            read.append((text, self._answer(text)))
            if time.monotonic() > ends_at:
                break
        return read

    def _answer(self, text: _Text) -> Answer | Exception:
        try:
            return self._reader.read(text.text, text.now)
        except Exception as error:  # noqa: BLE001 - it is raised where the answer is awaited
            return error
