"""Where things lie: the home, paths of the settings, the city's data."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from misto import paths


def test_the_home_is_the_named_one_else_the_current_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.home({"MISTO_HOME": "/srv/misto"}) == Path("/srv/misto")
    assert paths.home({"MISTO_HOME": "sub"}) == tmp_path / "sub"
    assert paths.home({"MISTO_HOME": ""}) == paths.home({}) == tmp_path


def test_relative_paths_are_read_against_the_home_and_absolute_ones_are_left() -> None:
    environ = {"MISTO_HOME": "/srv/misto"}
    assert paths.resolve("var/x", environ) == Path("/srv/misto/var/x")
    assert paths.resolve(Path("/var/lib/x"), environ) == Path("/var/lib/x")


@pytest.mark.parametrize(
    ("url", "resolved"),
    [
        ("sqlite:///var/misto.db", "sqlite:////srv/misto/var/misto.db"),
        ("sqlite:////data/misto.db", "sqlite:////data/misto.db"),
        ("postgresql://u:p@h/n", "postgresql://u:p@h/n"),
    ],
)
def test_only_the_path_of_an_sqlite_file_is_made_absolute(url: str, resolved: str) -> None:
    assert paths.resolve_url(url, {"MISTO_HOME": "/srv/misto"}) == resolved


def test_in_a_checkout_the_data_lie_beside_the_code(root: Path) -> None:
    assert paths.data_dir() == root / "data"
    assert paths.data_dir().is_dir()


def test_in_an_installed_wheel_the_data_lie_in_the_package(root: Path, tmp_path: Path) -> None:
    package = tmp_path / "site" / "misto"
    (package / "_data").mkdir(parents=True)
    for name in ("__init__.py", "paths.py"):
        shutil.copy(root / "misto" / name, package / name)
    script = f"import sys; sys.path.insert(0, {str(package.parent)!r})\n"
    script += "from misto import paths; print(paths.data_dir())"
    command = [sys.executable, "-I", "-c", script]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == str(package / "_data")
