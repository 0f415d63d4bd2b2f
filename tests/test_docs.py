"""The documentation is complete: what exists is described where a reader looks for it."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from dialogs.slots import KINDS
from misto.cli import parser


def _commands(
    grammar: argparse.ArgumentParser, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    inner = [a for a in grammar._actions if isinstance(a, argparse._SubParsersAction)]
    if not inner:
        yield path
    for action in inner:
        for name, command in action.choices.items():
            yield from _commands(command, (*path, name))


def test_every_command_is_described(root: Path) -> None:
    """A command that the reference does not name cannot be found."""
    page = (root / "docs" / "reference" / "commands.md").read_text("utf-8")
    missing = [" ".join(path) for path in _commands(parser()) if f"| `{' '.join(path)}" not in page]
    assert missing == []


def test_no_command_is_described_that_does_not_exist(root: Path) -> None:
    """The reference promises nothing."""
    page = (root / "docs" / "reference" / "commands.md").read_text("utf-8")
    known = set(_commands(parser()))
    named = [
        tuple(re.findall(r"[a-z]+", row))
        for row in re.findall(r"^\| `([a-z ]+)", page, re.MULTILINE)
    ]
    assert [name for name in named if name not in known] == []


def test_every_kind_of_slot_is_described(root: Path) -> None:
    """Whoever adds a flow finds all kinds on the page."""
    page = (root / "docs" / "add-a-flow.md").read_text("utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in page] == []


def test_every_link_of_the_readme_leads_somewhere(root: Path) -> None:
    """A newcomer follows them first."""
    for page in (root / "README.md", root / "docs" / "architecture.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), target
