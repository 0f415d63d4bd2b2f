"""How long reading takes over the development set, and what the encoder adds and costs."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import nlu.model
from bench.city import empty_city, percentile
from nlu.evaluate import score
from nlu.examples import Example, load_tests

_LOAD = """
import resource, sys, time
began = time.perf_counter()
from bench.city import empty_city
with empty_city() as city:
    reader = city.reader
    took = time.perf_counter() - began
    reader.read("немає гарячої води на Хрещатику 15")
    reader.read("щось воно якось не так")
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
_THRESHOLDS = (0.0, 0.4, 0.6, 0.7, 0.75, 0.8, 0.9, 1.01)


def run(smoke: bool) -> Mapping[str, Any]:
    """Return milliseconds a message, seconds to load, MiB of a process that has read."""
    with empty_city() as city:
        reader, path = city.reader, city.data / "nlu" / "dev.jsonl"
        examples = load_tests(path)[: 50 if smoke else None]
        texts = [example.text for example in examples]
        times = [_read(reader, text) for text in texts]
        reader.forget()
        curve = list(_curve(reader, examples))
        alone, together = (_a_second(reader, texts, waiting) for waiting in (1, 16))
    loaded = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, check=True)
    load_s, memory_mib = map(float, loaded.stdout.split())
    return {
        "messages": len(texts),
        "mean_ms": round(sum(times) / len(times), 3),
        "p50_ms": round(percentile(times, 50), 3),
        "p99_ms": round(percentile(times, 99), 3),
        "load_s": round(load_s, 2),
        "memory_mib": round(memory_mib),
        "encoder": reader.model.deep is not None,
        "asked_below": nlu.model.ASK_ENCODER_BELOW,
        "curve": curve,
        "messages_a_second_1_waiting": alone,
        "messages_a_second_16_waiting": together,
    }


def _read(reader: Any, text: str) -> float:
    began = time.perf_counter()
    reader.read(text)
    return (time.perf_counter() - began) * 1e3


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


def _a_second(reader: Any, texts: list[str], waiting: int) -> int:
    """Return messages a second through one thread, so many handed to it at a time."""
    began = time.perf_counter()
    with ThreadPoolExecutor(1) as pool:
        for start in range(0, len(texts), waiting):
            list(pool.map(reader.read, texts[start : start + waiting]))
    return round(len(texts) / (time.perf_counter() - began))
