"""One turn against a bare transaction, and residents over HTTP against handlers that do less."""

import itertools
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bench.bare import BareStore
from bench.city import empty_city, percentile, spread
from bench.http import compare
from bench.rehearsal import Player, counts_of, rehearse
from bench.residents import one_round
from core.messages import ChatRef
from misto.app import City


def run(smoke: bool) -> Mapping[str, Any]:
    """Return the contract's figures of `turn`, with their spread."""
    turns, rounds = (80, 1) if smoke else (2000, 5)
    pairs = [_pair(turns) for _ in range(rounds)]
    return {
        "turn_vs_bare_transaction": spread([ours / bare for ours, bare, _ in pairs]),
        "turn_us": spread([ours * 1e6 for ours, _, _ in pairs]),
        "rows": pairs[0][2],
        **compare(with_text=False, smoke=smoke),
    }


def _pair(turns: int) -> tuple[float, float, str]:
    """Return the median seconds of a turn and of a bare transaction of the same rows; the rows.

    The two take turns step by step, so that a slow moment of the disk hits both.
    """
    with empty_city() as city:
        steps = rehearse(city, with_text=False)
    ours: list[float] = []
    bare: list[float] = []
    with empty_city() as city, empty_city() as other:
        player, store = Player(city, ChatRef("webchat", "web", "bench")), _bare_store(other)
        pairs = itertools.cycle(zip(one_round(with_text=False), steps, strict=True))
        for number, (step, written) in enumerate(itertools.islice(pairs, turns)):
            entry = player.entry(step)
            ours.append(_timed(partial(player.run, entry)))
            bare.append(_timed(partial(store.turn, "bench", f"e{number}", written)))
        store.close()
        rows, same = counts_of(city.database.path), counts_of(other.database.path)
    if rows != same:
        raise SystemExit(f"not like with like: turns write {rows}, bare transactions {same}")
    return percentile(ours, 50), percentile(bare, 50), str(rows)


def _bare_store(city: City) -> BareStore:
    # Opening makes the file with the product's schema; its own writer stays idle.
    return BareStore(city.database.path)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
