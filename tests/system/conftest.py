"""Real processes for the system's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite(
    "tests.system.accounts", "tests.system.resident", "tests.system.seats"
)

from tests.system.program import Program, programs, trained_model  # noqa: E402 - see above
from tests.system.seats import chrome, staffed, town  # noqa: E402 - see above

__all__ = ["chrome", "staffed", "town"]


@pytest.fixture(scope="session")
def model() -> Path:
    """Return the trained model."""
    return trained_model()


@pytest.fixture
def misto(tmp_path: Path, model: Path) -> Iterator[Program]:
    """Return `misto run` at work in an empty home of its own."""
    with programs([tmp_path], model) as (program,):
        yield program
