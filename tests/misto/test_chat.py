"""`misto chat`: a person types lines, and what staff write comes in between."""

import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.program import MISTO, ROOT, Program, furnish, trained_model

OPERATOR = "o@kyiv.example"
PATIENCE_S = 90


@pytest.fixture(scope="module")
def model() -> Path:
    return trained_model()


@pytest.fixture
def home(tmp_path: Path, model: Path) -> Program:
    """A home in which no other program runs."""
    return Program(furnish(tmp_path, model))


class Terminal:
    """The process with its keyboard and its screen."""

    def __init__(self, home: Program) -> None:
        self.process = subprocess.Popen(
            [MISTO, "chat"],
            env=home.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        # What is never shown must end the test, not hold it.
        self._watchdog = threading.Timer(PATIENCE_S, self.process.kill)
        self._watchdog.start()

    def types(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def shows(self, words: str) -> str:
        """Read the screen until it shows these words; return all up to them."""
        assert self.process.stdout is not None
        seen = ""
        while words not in seen:
            line = self.process.stdout.readline()
            assert line, f"it ended after: {seen}"
            seen += line
        return seen

    def ends(self) -> None:
        """End the input; the process must end in good order."""
        self.process.communicate()
        assert self.process.returncode == 0

    def abandon(self) -> None:
        self._watchdog.cancel()
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def terminal(home: Program) -> Iterator[Terminal]:
    opened = Terminal(home)
    try:
        yield opened
    finally:
        opened.abandon()


def test_a_fault_is_told_of_in_words_and_a_button_is_pressed_by_its_number(
    terminal: Terminal,
) -> None:
    terminal.types("допомога")
    menu = terminal.shows("Покликати оператора")
    number = next(line.split(".")[0] for line in menu.splitlines() if "Мої заявки" in line)
    terminal.types(number.replace(">", "").strip())
    terminal.shows("нічого не подано")
    terminal.ends()


def test_what_staff_write_appears_while_nothing_is_typed(home: Program, terminal: Terminal) -> None:
    home.command("staff", "add", OPERATOR, "--role", "operator")
    terminal.types("хочу поговорити з людиною")
    terminal.shows("Назад до бота")
    (handoff,) = map(json.loads, home.command("handoffs", "--json").stdout.splitlines())
    words = "Добрий день, це Оля."
    said = home.command("handoff", str(handoff["id"]), "say", "--text", words, "--as", OPERATOR)
    assert said.returncode == 0, said.stderr
    terminal.shows(words)
    terminal.ends()


def test_a_number_that_is_no_buttons_is_what_was_said(terminal: Terminal) -> None:
    for line in ("99", "²", "9" * 5000):
        terminal.types(line)
    terminal.types("допомога")
    terminal.shows("Покликати оператора")
    terminal.ends()
