"""A unit of work on a real file, for the tests of what runs inside a transaction."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from connectors.database.connect import connect_to_write
from connectors.database.unit_of_work import SqlUnitOfWork
from tests.contract.builders import new_database


@pytest.fixture
def uow(tmp_path: Path) -> Iterator[SqlUnitOfWork]:
    """Return a unit of work in an open transaction of a real file."""
    with closing(connect_to_write(new_database(tmp_path / "misto.db"))) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield SqlUnitOfWork(connection)
        connection.execute("ROLLBACK")
