"""A city of its own for a bench: empty, in a temporary folder, with the model that is built."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from misto.app import City, build
from misto.paths import home
from misto.settings import load_settings

MODEL = "var/nlu/model.npz"
# Nobody is slowed down by a limit meant for people.
UNLIMITED = {
    "MISTO_LIMITS__EVENTS_PER_CHAT_MINUTE": "10000",
    "MISTO_LIMITS__OPEN_CASES_PER_PERSON_DAY": "10000",
    "MISTO_LOG__LEVEL": "error",
}


@contextlib.contextmanager
def empty_home() -> Iterator[dict[str, str]]:
    """Make an empty home; yield the environment that names it."""
    model = home() / MODEL
    with tempfile.TemporaryDirectory(prefix="misto-bench-") as folder:
        linked = Path(folder) / MODEL
        linked.parent.mkdir(parents=True)
        linked.symlink_to(model)
        yield {**os.environ, **UNLIMITED, "MISTO_HOME": folder}


@contextlib.contextmanager
def empty_city() -> Iterator[City]:
    """Make an empty city in this process."""
    with empty_home() as environment:
        before = os.environ.get("MISTO_HOME")
        os.environ["MISTO_HOME"] = environment["MISTO_HOME"]
        try:
            city = build(load_settings(None, environment))
            with city.database:
                yield city
        finally:
            os.environ.pop("MISTO_HOME")
            if before is not None:
                os.environ["MISTO_HOME"] = before


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of several rounds with their range."""

    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle} ({self.low}–{self.high})"


def spread(values: list[float]) -> Spread:
    """Return the middle of several rounds with their range, to two decimals."""
    return Spread(*(round(value, 2) for value in (median(values), min(values), max(values))))


def percentile(values: list[float], share: int) -> float:
    """Return a percentile (1 to 99) of many values."""
    return quantiles(values, n=100)[share - 1] if len(values) > 1 else values[0]
