"""The set-up script, run for real with installers that only write down what they were asked for.

The real installers need a package index, which a test must not; CI runs them in a fresh clone.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

TOOLS = [
    "cat",
    "cksum",
    "cp",
    "dirname",
    "find",
    "flock",
    "grep",
    "mkdir",
    "rm",
    "sh",
    "sort",
    "tr",
]
TOOLS += ["xargs"]
COPIED = ["dev", "misto/__init__.py", "package-lock.json", "pyproject.toml", "requirements.lock"]
COPIED += ["requirements-boot.lock", "requirements-dev.lock", "requirements-node.lock"]
COPIED += ["tests/system/provider/package-lock.json"]

PYTHON = """#!/bin/sh
[ "$1" = -c ] && exit 0
echo "python $*" >> "$CALLS"
mkdir -p .boot/bin
cp "$STUBS/uv" .boot/bin/uv
"""
UV = """#!/bin/sh
echo "uv $*" >> "$CALLS"
echo "uv talks"
[ "$1" = venv ] || exit 0
mkdir -p .venv/bin
cp "$STUBS/python3.11" .venv/bin/python
cp "$STUBS/misto" .venv/bin/misto
cp "$STUBS/pytest" .venv/bin/pytest
"""
NPM = """#!/bin/sh
echo "npm $1" >> "$CALLS"
echo "npm talks"
for file in htmx.org/dist/htmx.min.js htmx.org/LICENSE \\
    @picocss/pico/css/pico.min.css @picocss/pico/LICENSE.md; do
    mkdir -p "$3/node_modules/$(dirname "$file")"
    echo "$file" > "$3/node_modules/$file"
done
"""
MISTO = """#!/bin/sh
echo "misto $*" >> "$CALLS"
echo "misto says: $* in $PWD, home $MISTO_HOME"
"""
PYTEST = """#!/bin/sh
echo "pytest $* with sizes ${MISTO_TEST_SIZES:-unset}"
"""
POOR_PYTHON = """#!/bin/sh
[ "$1" != -m ]
"""


@dataclass
class Clone:
    """A clone with stand-in installers, and what a shell finds beside it."""

    folder: Path
    tools: Path
    calls: Path
    extra: dict[str, str] = field(default_factory=dict)

    def tool(self, name: str, script: str) -> None:
        """Put a command on the path."""
        (self.tools / name).write_text(script, "utf-8")
        (self.tools / name).chmod(0o755)

    def dev(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run the script, forgetting what earlier runs called."""
        self.calls.write_text("", "utf-8")
        place = {"PATH": str(self.tools), "CALLS": str(self.calls), "STUBS": str(self.tools)}
        return subprocess.run(
            [str(self.folder / "dev"), *arguments],
            env=place | self.extra,
            cwd=cwd or self.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def called(self) -> list[str]:
        """Return what the last run asked of the installers and of misto, a line a call."""
        return self.calls.read_text("utf-8").splitlines()

    def change(self, name: str) -> None:
        """Edit a file of the clone."""
        (self.folder / name).write_text((self.folder / name).read_text("utf-8") + "\n", "utf-8")


@pytest.fixture
def clone(root: Path, tmp_path: Path) -> Clone:
    tools, folder = tmp_path / "tools", tmp_path / "clone"
    made_in = ("nlu", "data/nlu", "misto", "tests/system/provider")
    for directory in (tools, *(folder / name for name in made_in)):
        directory.mkdir(parents=True)
    for tool in TOOLS:
        (tools / tool).symlink_to(str(shutil.which(tool)))
    for name in COPIED:
        shutil.copy2(root / name, folder / name)
    (folder / "data/nlu/greet.yml").write_text("nlu: []\n", "utf-8")
    made = Clone(folder, tools, tmp_path / "calls")
    for name, script in {"python3.11": PYTHON, "uv": UV, "npm": NPM}.items():
        made.tool(name, script)
    stand_ins = {"misto": MISTO, "pytest": PYTEST, "chromium": MISTO, "node": MISTO}
    for name, script in stand_ins.items():
        made.tool(name, script)
    return made


def test_the_first_start_sets_everything_up_in_order(clone: Clone) -> None:
    assert clone.dev("run", "--port", "1").returncode == 0
    words = [" ".join(line.split()[:3]) for line in clone.called()]
    assert words == [
        "python -m pip",
        "python -m pip",
        "uv venv -q",
        "uv pip sync",
        "uv pip install",
        "npm ci",
        "misto nlu train",
        "misto run --port",
    ]


def test_the_second_start_installs_nothing(clone: Clone) -> None:
    clone.dev("run")
    assert clone.dev("run").stderr == ""
    assert clone.called() == ["misto run"]


def test_standard_output_belongs_to_misto_alone(clone: Clone) -> None:
    result = clone.dev("misto", "cases", "--json")
    assert result.stdout.splitlines() == [
        f"misto says: cases --json in {clone.folder}, home {clone.folder}"
    ]
    assert "installing" in result.stderr


def test_misto_runs_where_the_caller_stands(clone: Clone, tmp_path: Path) -> None:
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    result = clone.dev("misto", "check", "a b", cwd=elsewhere)
    assert result.stdout == f"misto says: check a b in {elsewhere}, home {clone.folder}\n"


def test_another_home_can_be_chosen(clone: Clone) -> None:
    clone.extra["MISTO_HOME"] = "/srv/misto"
    assert clone.dev("misto").stdout.endswith("home /srv/misto\n")


@pytest.mark.parametrize(
    ("changed", "redone"),
    [
        ("requirements.lock", "uv pip sync"),
        ("requirements-boot.lock", "python -m pip"),
        ("package-lock.json", "npm ci"),
        ("data/nlu/greet.yml", "misto nlu train"),
    ],
)
def test_a_changed_file_redoes_what_depends_on_it(clone: Clone, changed: str, redone: str) -> None:
    clone.dev("run")
    clone.change(changed)
    clone.dev("run")
    assert any(line.startswith(redone) for line in clone.called())


def test_a_moved_clone_gets_a_new_environment(clone: Clone, tmp_path: Path) -> None:
    clone.dev("run")
    clone.folder = clone.folder.rename(tmp_path / "moved")
    clone.dev("run")
    assert any(line.startswith("uv venv") for line in clone.called())


def test_a_wiped_var_gets_its_reader_back(clone: Clone) -> None:
    clone.dev("run")
    shutil.rmtree(clone.folder / "var")
    clone.dev("run")
    assert clone.called() == ["misto nlu train --if-stale", "misto run"]


def test_tests_add_their_packages_and_a_start_keeps_them(clone: Clone) -> None:
    clone.dev("run")
    clone.dev("test")
    assert any("requirements-dev.lock" in line for line in clone.called())
    assert not any(line.startswith("uv venv") for line in clone.called())
    clone.dev("run")
    assert clone.called() == ["misto run"]


def test_the_identity_provider_is_installed_for_tests_only_and_once(clone: Clone) -> None:
    clone.dev("run")
    clone.dev("test")
    assert clone.called().count("npm ci") == 1
    clone.dev("test")
    assert clone.called() == []
    clone.change("tests/system/provider/package-lock.json")
    clone.dev("test")
    assert clone.called() == ["npm ci"]


def test_a_renewed_environment_keeps_the_packages_of_the_tests(clone: Clone) -> None:
    clone.dev("test")
    clone.change("requirements.lock")
    clone.dev("run")
    assert any("requirements-dev.lock" in line for line in clone.called())


def test_arguments_of_the_tests_reach_pytest_as_they_are(clone: Clone) -> None:
    result = clone.dev("test", "-k", "a or b", "--full", "-x")
    assert result.stdout == "pytest -k a or b -x with sizes full\n"


def test_the_whole_suite_shares_the_cores_and_sizes_in_full_take_turns(clone: Clone) -> None:
    assert clone.dev("test").stdout == "pytest -n auto --maxprocesses 4 with sizes unset\n"
    assert clone.dev("test", "--full").stdout == "pytest  with sizes full\n"


def test_missing_chromium_is_named_with_its_command_before_anything_is_installed(
    clone: Clone,
) -> None:
    (clone.tools / "chromium").unlink()
    clone.tool("apt-get", MISTO)
    clone.tool("id", "#!/bin/sh\necho 1000\n")
    result = clone.dev("test")
    assert result.returncode == 2
    assert "sudo apt-get install -y --no-install-recommends chromium" in result.stderr
    assert clone.called() == []


def test_root_gets_chromium_from_debian(clone: Clone) -> None:
    (clone.tools / "chromium").rename(clone.tools / "hidden")
    clone.tool("id", "#!/bin/sh\necho 0\n")
    clone.tool(
        "apt-get",
        '#!/bin/sh\necho "apt-get $*" >> "$CALLS"\ncp "$STUBS/hidden" "$STUBS/chromium"\n',
    )
    assert clone.dev("test").returncode == 0
    assert clone.called()[:2] == [
        "apt-get -qq update",
        "apt-get install -y --no-install-recommends chromium",
    ]


def test_a_machine_without_python_is_told_what_to_install(clone: Clone) -> None:
    (clone.tools / "python3.11").unlink()
    result = clone.dev("run")
    assert result.returncode == 1
    assert "Python 3.11" in result.stderr
    assert "apt-get install python3" in result.stderr


def test_a_python_with_neither_pip_nor_venv_is_told_what_to_install(clone: Clone) -> None:
    clone.tool("python3.11", POOR_PYTHON)
    result = clone.dev("run")
    assert result.returncode == 1
    assert "apt-get install python3-venv" in result.stderr


def test_a_failed_step_stops_the_start_and_is_done_again_next_time(clone: Clone) -> None:
    clone.tool("misto", '#!/bin/sh\necho "misto $*" >> "$CALLS"\nexit 1\n')
    assert clone.dev("run").returncode == 1
    assert clone.called()[-1] == "misto nlu train --if-stale"
    clone.dev("run")
    assert clone.called() == ["misto nlu train --if-stale"]


def test_an_unknown_command_shows_the_known_ones_and_exits_2(clone: Clone) -> None:
    result = clone.dev("rnu")
    assert result.returncode == 2
    assert result.stdout == ""
    assert "./dev COMMAND" in result.stderr


def test_the_script_is_executable_in_the_repository(root: Path) -> None:
    assert os.access(root / "dev", os.X_OK)
