"""What the tests of channels share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bots.desk import DatabaseDesk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DatabaseDesk]:
    """Return a desk on an empty database."""
    desk = DatabaseDesk(tmp_path / "misto.db")
    yield desk
    desk.close()
