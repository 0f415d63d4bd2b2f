"""Opening a database, or being told why not."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from connectors.database.connect import connect_to_write
from connectors.database.database import open_database
from connectors.database.location import database_path
from connectors.database.refused import DatabaseRefused
from tests.contract.builders import NOW, filed


def test_a_database_is_made_on_its_first_opening(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'var' / 'misto.db'}"
    with open_database(url) as database:
        number = database.writer.submit(None, lambda uow: filed(uow).number).result()
    with open_database(url) as database, database.reads.unit_of_work() as uow:
        assert uow.cases.get(number) is not None


def test_a_path_is_taken_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_database("sqlite:///var/misto.db") as database:
        assert database.path == tmp_path / "var" / "misto.db"


def test_a_full_path_has_four_slashes() -> None:
    assert database_path("sqlite:////srv/misto.db") == Path("/srv/misto.db")


@pytest.mark.parametrize(
    ("setting", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)],
)
def test_a_writing_connection_keeps_its_promises(path: Path, setting: str, value: object) -> None:
    with closing(connect_to_write(path)) as connection:
        assert connection.execute(f"PRAGMA {setting}").fetchone() == (value,)


def test_a_closed_database_has_written_everything(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'misto.db'}")
    future = database.writer.submit(
        None, lambda uow: uow.intake.store_raw("telegram", "main", "e1", b"{}", NOW)
    )
    database.close()
    assert future.result(0) == 1


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://misto:secret@db/misto", "PostgreSQL, but this version .* SQLite"),
        ("postgresql+psycopg://misto@db/misto", "PostgreSQL"),
        ("postgres://misto@db/misto", "PostgreSQL"),
        ("mysql://misto@db/misto", "begins with 'mysql'"),
        ("misto.db", "no database address"),
        ("", "no database address"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite://host/misto.db", "more in it than a path"),
        ("sqlite:///misto.db?mode=ro", "more in it than a path"),
        ("sqlite+aiosqlite:///misto.db", "more in it than a path"),
    ],
)
def test_an_address_it_cannot_serve_is_refused_with_the_way_out(url: str, reason: str) -> None:
    with pytest.raises(DatabaseRefused, match=reason) as refused:
        open_database(url)
    assert "sqlite:///" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefused, match="is a folder"):
        open_database(f"sqlite:///{tmp_path}")


def test_a_path_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseRefused, match="cannot be opened for reading and writing"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'misto.db'}")


def test_a_file_without_rights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    # Root may open everything, so the refusal of the system is played.
    monkeypatch.setattr(os, "open", denied)
    with pytest.raises(DatabaseRefused, match="Permission denied"):
        open_database(f"sqlite:///{tmp_path / 'misto.db'}")
