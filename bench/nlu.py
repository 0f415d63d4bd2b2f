"""How long reading takes over the development set, and what the encoder adds and costs."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import nlu.model
from bench.city import MODEL, empty_city, percentile
from misto.paths import home
from misto.reading_line import ReadingLine
from nlu.entities import Recognisers
from nlu.entities.scene import Scene
from nlu.entities.street_names import StreetNames
from nlu.evaluate import score
from nlu.examples import Example, load_tests
from nlu.gazetteer import Gazetteer
from nlu.names import names_in
from nlu.scribe import Scribe
from nlu.words import Lexicon

_LOAD = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from nlu.pipeline import load
reader = load(Path(sys.argv[1]), Path(sys.argv[2]))
took, work = time.perf_counter() - began, time.process_time()
reader.read("немає гарячої води на Хрещатику 15")
reader.read("щось воно якось не так")
# Its peak by the kernel's count; `getrusage` would begin with that of the process that started it.
status = Path("/proc/self/status").read_text().splitlines()
peak = next(line for line in status if line.startswith("VmHWM"))
print(took, work, int(peak.split()[1]) / 1024)
"""
_THRESHOLDS = (0.0, 0.4, 0.6, 0.7, 0.75, 0.8, 0.9, 1.01)
_NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def run(smoke: bool) -> Mapping[str, Any]:
    """Return milliseconds a message, seconds to load, MiB of a process that only reads.

    `_cpu` are milliseconds of work, which a busy machine stretches less than those of a clock.
    """
    model = home() / MODEL
    with empty_city() as city:
        reader, path = city.reader, city.data / "nlu" / "dev.jsonl"
        examples = load_tests(path)[: 50 if smoke else None]
        texts = [example.text for example in examples]
        clock, work = zip(*(_timed(reader, text) for text in texts), strict=True)
        entities = _entities_ms(city.gazetteer, reader.model.words, texts)
        reader.forget()
        curve = list(_curve(reader, examples))
        alone, together = (asyncio.run(_a_second(reader, texts, n)) for n in (1, 16))
    loading = [sys.executable, "-c", _LOAD, str(model), str(city.data / "city")]
    loaded = subprocess.run(loading, capture_output=True, check=True)
    load_s, load_cpu_s, memory_mib = map(float, loaded.stdout.split())
    return {
        "messages": len(texts),
        "mean_ms": round(sum(clock) / len(clock), 3),
        "mean_cpu_ms": round(sum(work) / len(work), 3),
        "p50_cpu_ms": round(percentile(list(work), 50), 3),
        "p99_cpu_ms": round(percentile(list(work), 99), 3),
        "entities_mean_cpu_ms": round(entities, 3),
        "load_s": round(load_s, 2),
        "load_cpu_s": round(load_cpu_s, 2),
        "memory_mib": round(memory_mib),
        "encoder": reader.model.deep is not None,
        "asked_below": nlu.model.ASK_ENCODER_BELOW,
        "curve": curve,
        "messages_a_second_1_waiting": alone,
        "messages_a_second_16_waiting": together,
    }


def _timed(reader: Any, text: str) -> tuple[float, float]:
    clock, work = time.perf_counter(), time.thread_time()
    reader.read(text, _NOW)
    return (time.perf_counter() - clock) * 1e3, (time.thread_time() - work) * 1e3


def _entities_ms(gazetteer: Gazetteer, words: frozenset[str], texts: list[str]) -> float:
    """Return what recognising alone takes at the mean, from a cleaned text to its entities."""
    lexicon = Lexicon.load()
    names = StreetNames(gazetteer, lexicon)
    recognise = Recognisers(gazetteer, names, lexicon)
    scribe = Scribe(lexicon, words, names_in(gazetteer, names, lexicon))
    cleaned = [scribe(text).clean for text in texts]
    began = time.thread_time()
    for clean in cleaned:
        recognise(Scene.of(clean, _NOW, lexicon))
    return (time.thread_time() - began) * 1e3 / len(texts)


def _curve(reader: Any, examples: list[Example]) -> Iterator[str]:
    """Yield, for each threshold, the share of messages that the encoder reads and the accuracy."""
    chosen = nlu.model.ASK_ENCODER_BELOW
    try:
        for threshold in _THRESHOLDS if reader.model.deep else ():
            nlu.model.ASK_ENCODER_BELOW = threshold
            reader.forget()
            report = score(reader, examples)
            sent = sum(_is_sent(reader, example.text, threshold) for example in examples)
            accuracy = 100 * report.intents.value
            share = 100 * sent / len(examples)
            yield f"below {threshold}: {share:.1f} % sent, {accuracy:.2f} % right"
    finally:
        nlu.model.ASK_ENCODER_BELOW = chosen
        reader.forget()


def _is_sent(reader: Any, text: str, threshold: float) -> bool:
    ranking, _ = reader.model.judge(reader.masked(text), quick=True)
    return bool(ranking[0][1] < threshold)


async def _a_second(reader: Any, texts: list[str], waiting: int) -> int:
    """Return messages a second through the reader's thread, so many waiting at a time."""
    line = ReadingLine(reader)
    reader.forget()
    began = time.perf_counter()
    for start in range(0, len(texts), waiting):
        await asyncio.gather(*(line.read(text, _NOW) for text in texts[start : start + waiting]))
    took = time.perf_counter() - began
    line.close()
    return round(len(texts) / took)
