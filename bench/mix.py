"""The load of `turn` with free text in it, which the reader must read."""

from collections.abc import Mapping
from typing import Any

from bench.http import compare


def run(smoke: bool) -> Mapping[str, Any]:
    """Return the figures of `turn` over HTTP with the free-text mix."""
    return compare(with_text=True, smoke=smoke)
