"""The schema: made, brought up to date, recognised, and the same in both its descriptions."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from connectors.database import migrate
from connectors.database.connect import connect, connect_to_write
from connectors.database.refused import DatabaseRefused
from connectors.database.schema import metadata


def test_migrations_and_metadata_agree(path: Path) -> None:
    with migrate.migrating(path) as connection:
        command.check(migrate.alembic_config(connection))


def test_the_newest_file_is_the_head(path: Path) -> None:
    with migrate.migrating(path) as connection:
        scripts = ScriptDirectory.from_config(migrate.alembic_config(connection))
        assert scripts.get_heads() == [migrate.HEAD]
        assert sorted(script.revision for script in scripts.walk_revisions()) == migrate.REVISIONS
    assert migrate.revision_of(path) == migrate.HEAD


def test_an_upgrade_makes_the_folder_and_a_file_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deep" / "misto.db"
    migrate.upgrade(f"sqlite:///{path}")
    assert migrate.revision_of(path) == migrate.HEAD
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    migrate.upgrade_file(path)
    assert path.read_bytes() == before


def test_an_upgrade_that_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "misto.db"
    monkeypatch.setattr("alembic.op.create_index", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        migrate.upgrade_file(path)
    assert migrate.revision_of(path) is None
    monkeypatch.undo()
    migrate.upgrade_file(path)
    assert migrate.revision_of(path) == migrate.HEAD


QUICK = """
import sys
from connectors.database.migrate import upgrade
upgrade(sys.argv[1])
sys.exit("alembic" in sys.modules)
"""


def run(code: str, *args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command_line = [sys.executable, "-c", code, *args]
    return subprocess.run(command_line, cwd=cwd, capture_output=True, text=True, check=False)


def test_a_start_with_nothing_to_migrate_does_not_import_alembic(path: Path, root: Path) -> None:
    assert run(QUICK, f"sqlite:///{path}", cwd=root).returncode == 0


def test_processes_that_start_together_all_find_the_schema(tmp_path: Path, root: Path) -> None:
    code = QUICK.replace('sys.exit("alembic" in sys.modules)', "")
    url = f"sqlite:///{tmp_path / 'misto.db'}"
    starts = [subprocess.Popen([sys.executable, "-c", code, url], cwd=root) for _ in range(3)]
    assert [start.wait(60) for start in starts] == [0, 0, 0]
    assert migrate.revision_of(tmp_path / "misto.db") == migrate.HEAD


def test_a_newer_programs_database_is_refused_untouched(path: Path) -> None:
    with closing(connect_to_write(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseRefused, match="newer misto: its schema is 9999"):
        migrate.upgrade_file(path)


def test_somebody_elses_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE letters (words TEXT)")
    before = path.read_bytes()
    with pytest.raises(DatabaseRefused, match="no misto database: its tables are not misto's"):
        migrate.upgrade_file(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Шановні панове! " * 100, "utf-8")
    with pytest.raises(DatabaseRefused, match="no misto database: file is not a database"):
        migrate.upgrade_file(path)
    assert path.read_text("utf-8") == "Шановні панове! " * 100


def test_every_table_says_why_it_is_there() -> None:
    for table in metadata.sorted_tables:
        assert table.comment, table.name
        assert table.comment.endswith("."), table.name


def test_every_reference_and_constraint_has_a_name() -> None:
    for table in metadata.sorted_tables:
        assert all(constraint.name for constraint in table.constraints), table.name


def test_the_metadata_can_make_the_tables_too(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'misto.db'}")
    metadata.create_all(engine)
    engine.dispose()


def test_the_next_revision_is_written_from_what_the_schema_has_more(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = tmp_path / "migrations"
    subprocess.run(["/bin/cp", "-r", str(migrate.FOLDER), str(versions)], check=True)
    monkeypatch.setattr(migrate, "FOLDER", versions)
    migrate.write_revision("Nothing yet")
    (written,) = versions.glob(f"versions/{int(migrate.HEAD) + 1:04}_*.py")
    text = written.read_text("utf-8")
    assert '"""Nothing yet."""' in text
    assert f"down_revision = '{migrate.HEAD}'" in text
    compile(text, str(written), "exec")


@pytest.mark.parametrize(
    "table", ["intake", "outbox", "conversations", "cases", "timers", "handoffs"]
)
def test_the_tables_of_a_turn_are_there(path: Path, table: str) -> None:
    with closing(connect(path, "ro")) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema")]
    assert table in names
