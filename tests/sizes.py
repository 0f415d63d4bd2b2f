"""How large the heavy tests are: the numbers of sizes.toml, in the column that was asked for."""

import os
import tomllib
from pathlib import Path

COLUMNS = ("ci", "full")


def column() -> str:
    """Return `ci` or `full`, as MISTO_TEST_SIZES says; `ci` when it says nothing.

    Errors: ValueError on any other word, so that a slip never passes for a full run.
    """
    chosen = os.environ.get("MISTO_TEST_SIZES", "ci")
    if chosen not in COLUMNS:
        raise ValueError(f"MISTO_TEST_SIZES is {chosen!r}; it can be {' or '.join(COLUMNS)}")
    return chosen


def table() -> dict[str, dict[str, int]]:
    """Return every test's sizes by name and column."""
    return tomllib.loads(Path(__file__).with_name("sizes.toml").read_text("utf-8"))


def size(name: str) -> int:
    """Return how many rounds, examples or conversations the test `name` runs now.

    Errors: KeyError with the known names when sizes.toml lacks this one.
    """
    sizes = table()
    if name not in sizes:
        raise KeyError(f"{name!r} is not in tests/sizes.toml, which has {', '.join(sizes)}")
    return sizes[name][column()]
