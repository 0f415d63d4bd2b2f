"""`./dev bench [NAME] [--json]`: run the benches and print their figures.

Absolute times of a busy machine mean little; the ratios compare what ran side by side, in turns.
`BENCH_SMOKE=1` runs everything small, to see that it works.
"""

import argparse
import json
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from bench.city import Spread

NAMES = ("turn", "mix", "channels", "nlu", "inbox", "memory", "start", "questions")

Figures = Mapping[str, Any]


def main() -> int:
    """Run what was asked for; 1 when a bench could not compare like with like."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES, help="one bench (default: all)")
    parser.add_argument("--json", action="store_true", help="one object a bench")
    arguments = parser.parse_args()
    smoke = os.environ.get("BENCH_SMOKE") == "1"
    for name in [arguments.name] if arguments.name else NAMES:
        bench: Callable[[bool], Figures] = import_module(f"bench.{name}").run
        figures = {"bench": name, **bench(smoke), "machine": machine()}
        _print(figures, as_json=arguments.json)
    return 0


def plain(figures: Figures) -> dict[str, Any]:
    """Return figures for programs: a number under its name, its range beside it."""
    found: dict[str, Any] = {}
    for name, value in figures.items():
        if isinstance(value, Spread):
            found |= {name: value.middle, f"{name}_spread": [value.low, value.high]}
        else:
            found[name] = value
    return found


def machine() -> dict[str, str]:
    """Return what the figures were measured on."""
    return {
        "cpu": f"{os.cpu_count()} x {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
    }


def _print(figures: Figures, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(plain(figures), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{figures['bench']}\n")
        for name, value in figures.items():
            if name != "bench":
                sys.stdout.write(f"  {name}: {value}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
