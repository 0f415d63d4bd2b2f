"""Reads training data: Rasa's YAML format (`data/nlu/*.yml`) and test data: JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nlu.yaml_files import YamlError, load_yaml

_ANNOTATION = re.compile(r"\[(?P<text>[^\[\]]+)\](?:\((?P<entity>[a-z_]+)\)|(?P<json>\{[^{}]*\}))")


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
    """A message with what it means; `other_intents` are readings that are right as well."""

    text: str
    intent: str
    service_code: str | None = None
    entities: tuple[Marked, ...] = ()
    other_intents: tuple[str, ...] = ()
    language: str | None = None
    now: datetime | None = None


def load_training(folder: Path) -> list[Example]:
    """Return the examples of every `*.yml` file, files in order of name.

    Errors: DataError when a file is not Rasa's training format, or there is no example at all.
    """
    found = [example for path in sorted(folder.glob("*.yml")) for example in _of_file(path)]
    if not found:
        raise DataError(f"{folder}: no training examples. Expected *.yml files with `nlu:` lists.")
    return found


def _of_file(path: Path) -> Iterator[Example]:
    try:
        content = load_yaml(path)
    except YamlError as error:
        raise DataError(str(error)) from error
    if not isinstance(content, dict) or not isinstance(content.get("nlu"), list):
        raise DataError(f"{path}: expected a mapping with an `nlu:` list")
    for number, block in enumerate(content["nlu"], start=1):
        yield from _of_block(path, number, block)


def _of_block(path: Path, number: int, block: Any) -> Iterator[Example]:
    if not isinstance(block, dict) or "intent" not in block:
        return
    intent, _, code = str(block["intent"]).partition("/")
    examples = block.get("examples", "")
    if not isinstance(examples, str):
        raise DataError(f"{path}, block {number} ({intent}): `examples` must be text after `|`")
    for line in filter(None, map(str.strip, examples.splitlines())):
        if not line.startswith("- "):
            raise DataError(f"{path}, block {number} ({intent}): a line without `- `: {line[:60]}")
        yield annotated(line[2:].strip(), intent, code or None)


def annotated(line: str, intent: str, code: str | None) -> Example:
    """Return the example that a line with `[text](entity)` marks spells."""
    text, marks, place = "", [], 0
    for match in _ANNOTATION.finditer(line):
        text += line[place : match.start()]
        entity, value = _mark(match)
        marks.append(Marked(entity, len(text), len(text) + len(match["text"]), value))
        text += match["text"]
        place = match.end()
    return Example(text + line[place:], intent, code, tuple(marks))


def _mark(match: re.Match[str]) -> tuple[str, str | None]:
    if match["entity"]:
        return match["entity"], None
    try:
        details = json.loads(match["json"])
        return str(details["entity"]), details.get("value")
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
