"""Texts that wait together are read in one go, and one that fails fails alone."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from misto.reading_line import MOST_TOGETHER, TOGETHER_S, ReadingLine

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


class SlowReader:
    """Answers a text with itself; `hold` makes it wait, «зле» makes it fail."""

    def __init__(self) -> None:
        self.hold = threading.Event()
        self.hold.set()
        self.read_texts: list[str] = []
        self.takes_s = 0.0

    def read(self, text: str, now: datetime) -> Mapping[str, Any]:
        self.hold.wait(5)
        self.read_texts.append(text)
        if self.takes_s:
            threading.Event().wait(self.takes_s)
        if text == "зле":
            raise RuntimeError("зле")
        return {"text": text}


class CountedLine(ReadingLine):
    """Remembers how many texts each way to the thread took."""

    def __init__(self, reader: SlowReader) -> None:
        super().__init__(reader)
        self.trips: list[int] = []

    def _read_some(self) -> Any:
        read = super()._read_some()
        self.trips.append(len(read))
        return read


@pytest.fixture
def reader() -> SlowReader:
    return SlowReader()


@pytest.fixture
async def line(reader: SlowReader) -> AsyncIterator[CountedLine]:
    line = CountedLine(reader)
    yield line
    reader.hold.set()
    line.close()


async def held_up(
    line: CountedLine, reader: SlowReader, texts: list[str]
) -> list["asyncio.Task[Mapping[str, Any]]"]:
    """Ask for texts while the reader is held up by the first of them."""
    reader.hold.clear()
    asked = [asyncio.create_task(line.read(text, NOW)) for text in texts]
    await asyncio.sleep(TOGETHER_S * 2)
    return asked


async def test_what_waits_is_read_together_and_in_order(
    line: CountedLine, reader: SlowReader
) -> None:
    texts = [f"текст {number}" for number in range(40)]
    asked = await held_up(line, reader, texts)
    reader.hold.set()
    assert [answer["text"] for answer in await asyncio.gather(*asked)] == texts
    assert reader.read_texts == texts
    # The first was under way for too long to take others along.
    assert line.trips[0] == 1
    assert max(line.trips) <= MOST_TOGETHER
    assert len(line.trips) < len(texts) / 2


async def test_a_text_that_fails_fails_alone(line: CountedLine, reader: SlowReader) -> None:
    asked = await held_up(line, reader, ["перший", "добре", "зле", "далі"])
    reader.hold.set()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(answers[2], RuntimeError)
    assert [answers[at] for at in (0, 1, 3)] == [
        {"text": text} for text in ("перший", "добре", "далі")
    ]


async def test_whoever_leaves_holds_nobody_up(line: CountedLine, reader: SlowReader) -> None:
    asked = await held_up(line, reader, ["перший", "другий", "третій"])
    asked[1].cancel()
    await asyncio.sleep(0)
    reader.hold.set()
    assert await asked[2] == {"text": "третій"}


async def test_a_slow_reader_hands_over_each_answer(line: CountedLine, reader: SlowReader) -> None:
    reader.takes_s = TOGETHER_S * 1.5
    await asyncio.gather(*(line.read(text, NOW) for text in ("раз", "два", "три")))
    assert line.trips == [1, 1, 1]


async def test_a_closed_line_leaves_nobody_waiting(line: CountedLine, reader: SlowReader) -> None:
    asked = await held_up(line, reader, ["перший", "другий"])
    asyncio.get_running_loop().call_soon(reader.hold.set)
    await asyncio.sleep(0)
    line.close()
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(answer, asyncio.CancelledError | dict) for answer in answers)
