"""Rasa loads `data/nlu` as it is: its documented grammar, written down here once more."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from nlu.examples import Example, Marked, load_training

# As Rasa finds marks: a text in square brackets with a name, or with a JSON object, behind it.
MARK = re.compile(r"\[([^\]]+?)\](?:\(([^:)]+?)(?::([^)]+))?\)|\{([^}]+?)\})")
KEYS = {"entity", "value", "role", "group"}
FILES = sorted((Path(__file__).parents[2] / "data" / "nlu").glob("*.yml"))


def rasa_reads(path: Path) -> list[Example]:
    content = yaml.safe_load(path.read_text("utf-8"))
    assert content["version"] == "3.1"
    assert set(content) == {"version", "nlu"}
    found = []
    for block in content["nlu"]:
        assert set(block) == {"intent", "examples"}
        # What stands before the stroke is the intent, the rest the key of a response selector.
        intent, _, key = block["intent"].partition("/")
        assert "/" not in key
        for line in block["examples"].splitlines():
            assert line.startswith("-")
            found.append(_example(line[1:].strip("\n\r "), intent, key or None))
    return found


def _example(line: str, intent: str, key: str | None) -> Example:
    marks, cut = [], 0
    for match in MARK.finditer(line):
        text, name, value, details = match.groups()
        if details is not None:
            given: dict[str, Any] = json.loads(f"{{{details}}}")
            assert set(given) <= KEYS
            assert all(isinstance(part, str) for part in given.values())
            name, value = given["entity"], given.get("value")
        start = match.start() - cut
        marks.append(Marked(name, start, start + len(text), value))
        cut += len(match[0]) - len(text)
    return Example(MARK.sub(r"\1", line), intent, key, tuple(marks))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rasa_reads_what_we_read(path: Path, tmp_path: Path) -> None:
    (tmp_path / path.name).symlink_to(path)
    assert rasa_reads(path) == load_training(tmp_path)
