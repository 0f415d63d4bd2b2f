"""Reads training data: Rasa's YAML format (`data/nlu/*.yml`) and test data: JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from nlu.yaml_files import YamlError, load_node

_ANNOTATION = re.compile(r"\[(?P<text>[^\[\]]+)\](?:\((?P<entity>[a-z_]+)\)|(?P<json>\{[^{}]*\}))")

_BROKEN = re.compile(r"\](?=[({])")
_RASA_LISTS = frozenset({"synonym", "regex", "lookup"})
"""Blocks of Rasa's format that hold no messages and that this reader has no use for."""


class DataError(ValueError):
    """Training or test data that cannot be read; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Marked:
    """An entity that an example's author marked; `value` is None when only the place is marked."""

    entity: str
    start: int
    end: int
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A message with what it means; `other_intents` are readings that are right as well, and
    `source` is its file and line.
    """

    text: str
    intent: str
    service_code: str | None = None
    entities: tuple[Marked, ...] = ()
    other_intents: tuple[str, ...] = ()
    language: str | None = None
    now: datetime | None = None
    source: str = field(default="", compare=False)


def load_training(folder: Path) -> list[Example]:
    """Return the examples of every `*.yml` file, files in order of name.

    Errors: DataError, a problem a line, when a file is not Rasa's training format, or there is no
    example at all.
    """
    found, problems = read_training(folder)
    if problems:
        raise DataError("\n".join(problems))
    if not found:
        raise DataError(f"{folder}: no training examples. Expected *.yml files with `nlu:` lists.")
    return found


def read_training(folder: Path) -> tuple[list[Example], list[str]]:
    """Return the examples of a folder that can be read, and what is wrong with the rest."""
    found: list[Example] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            for block in _blocks(path):
                _read_block(path, block, found, problems)
        except (YamlError, DataError) as error:
            problems.append(str(error))
    return found, problems


@dataclass(frozen=True, slots=True)
class _Block:
    """One item of `nlu:` with the lines it stands on; `examples` is None when it is no text."""

    line: int
    keys: dict[str, str | None]
    first_line: int


def _blocks(path: Path) -> Iterator[_Block]:
    root = load_node(path)
    items = next((value for key, value in _pairs(root) if key == "nlu"), None)
    if items is None or items.id != "sequence":
        raise DataError(f"{path}: expected a mapping with an `nlu:` list")
    for item in items.value:
        keys = {key: _scalar(value) for key, value in _pairs(item)}
        marks = {key: value.start_mark.line for key, value in _pairs(item)}
        # The lines of a text after `|` begin below it.
        yield _Block(item.start_mark.line + 1, keys, marks.get("examples", 0) + 2)


def _pairs(node: Any) -> list[tuple[str, Any]]:
    mapping = node is not None and node.id == "mapping"
    return [(str(key.value), value) for key, value in node.value] if mapping else []


def _scalar(node: Any) -> str | None:
    return str(node.value) if node.id == "scalar" else None


def _read_block(path: Path, block: _Block, found: list[Example], problems: list[str]) -> None:
    intent = block.keys.get("intent")
    if not intent:
        if not _RASA_LISTS & block.keys.keys():
            problems.append(f"{path}:{block.line}: a block without `intent`")
        return
    examples = block.keys.get("examples", "")
    if examples is None:
        problems.append(f"{path}:{block.line}: {intent}: `examples` must be text after `|`")
        return
    name, _, code = intent.partition("/")
    for number, line in enumerate(examples.splitlines(), start=block.first_line):
        try:
            if line.strip():
                found.append(_example(line, name, code or None, f"{path}:{number}"))
        except DataError as error:
            problems.append(f"{path}:{number}: {intent}: {error}")


def _example(line: str, intent: str, code: str | None, source: str) -> Example:
    if not line.startswith("- "):
        raise DataError(f"a line without `- `: {line[:60]}")
    return replace(annotated(line[2:].strip(), intent, code), source=source)


def annotated(line: str, intent: str, code: str | None) -> Example:
    """Return the example that a line with `[text](entity)` marks spells.

    Errors: DataError on a mark that is none.
    """
    text, marks, place = "", [], 0
    for match in _ANNOTATION.finditer(line):
        text += line[place : match.start()]
        entity, value = _mark(match)
        marks.append(Marked(entity, len(text), len(text) + len(match["text"]), value))
        text += match["text"]
        place = match.end()
    text += line[place:]
    if broken := _BROKEN.search(text):
        raise DataError(f"a bad entity mark near: {text[max(0, broken.start() - 20) :][:60]}")
    return Example(text, intent, code, tuple(marks))


def _mark(match: re.Match[str]) -> tuple[str, str | None]:
    if match["entity"]:
        return match["entity"], None
    try:
        details = json.loads(match["json"])
        value = details.get("value")
        if not isinstance(details["entity"], str) or not isinstance(value, str | None):
            raise DataError(f"a bad entity mark: {match.group()}: only texts stand in it")
        return details["entity"], value
    except (ValueError, KeyError) as error:
        raise DataError(f"a bad entity mark: {match.group()}") from error


def load_tests(path: Path) -> list[Example]:
    """Return the test messages of a JSON Lines file.

    Errors: DataError with file and line when a line lacks `text` or `intent`.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            found.append(_test(path, number, line))
    return found


def _test(path: Path, number: int, line: str) -> Example:
    try:
        row = json.loads(line)
        text = row["text"]
        intents = row.get("intent_any") or [row["intent"]]
        entities = tuple(_expected(text, entity) for entity in row.get("entities") or ())
        now = datetime.fromisoformat(row["now"]) if row.get("now") else None
        return Example(
            text,
            intents[0],
            row.get("service_code"),
            entities,
            tuple(intents[1:]),
            row.get("language"),
            now,
            f"{path}:{number}",
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path}:{number}: expected text, intent, entities: {error!r}") from error


def _expected(text: str, entity: dict[str, Any]) -> Marked:
    start = entity.get("start")
    if start is None:
        start = text.find(entity.get("text", "\0"))
    end = entity.get("end", start + len(entity.get("text", "")))
    value = entity.get("value")
    return Marked(entity["entity"], start, end, None if value is None else str(value))
