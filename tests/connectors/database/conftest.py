"""A database file of today's schema, and its writer."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from connectors.database.reads import Reads
from connectors.database.writer import Writer
from tests.contract.builders import new_database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return new_database(tmp_path / "misto.db")


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    with closing(Writer(path)) as writer:
        yield writer


@pytest.fixture
def reads(path: Path, writer: Writer) -> Iterator[Reads]:
    with closing(Reads(path)) as reads:
        yield reads
