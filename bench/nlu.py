"""How long reading takes, message by message, over the development set."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

from bench.city import empty_city, percentile

_LOAD = """
import resource, sys, time
began = time.perf_counter()
from bench.city import empty_city
with empty_city() as city:
    reader = city.reader
    took = time.perf_counter() - began
    reader.read("немає гарячої води на Хрещатику 15")
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def run(smoke: bool) -> Mapping[str, Any]:
    """Return milliseconds a message, seconds to load, MiB of a process that has read."""
    with empty_city() as city:
        lines = (city.data / "nlu" / "dev.jsonl").read_text("utf-8").splitlines()
        texts = [json.loads(line)["text"] for line in lines][: 50 if smoke else None]
        times = [_read(city.reader, text) for text in texts]
    loaded = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, check=True)
    load_s, memory_mib = map(float, loaded.stdout.split())
    return {
        "messages": len(texts),
        "mean_ms": round(sum(times) / len(times), 3),
        "p50_ms": round(percentile(times, 50), 3),
        "p99_ms": round(percentile(times, 99), 3),
        "load_s": round(load_s, 2),
        "memory_mib": round(memory_mib),
    }


def _read(reader: Any, text: str) -> float:
    began = time.perf_counter()
    reader.read(text)
    return (time.perf_counter() - began) * 1e3
