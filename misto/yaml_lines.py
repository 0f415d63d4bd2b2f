"""YAML as text and lines: what a document says, and on which line each of it stands.

Rule: a scalar stays the text that was written, so that whoever knows the wanted type decides what
`NO`, `22:00` or `007` is; only an empty plain scalar (or `null`, `~`) is None.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

Where = tuple[str | int, ...]

_NULL = "tag:yaml.org,2002:null"


class YamlError(ValueError):
    """The document cannot be read. `problems`: lines, counted from 1, and what is wrong there."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        super().__init__("; ".join(f"line {line}: {what}" for line, what in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Document:
    """`value` is made of dicts, lists, texts and None; `lines` has the line of every path in it."""

    value: Any
    lines: Mapping[Where, int]


@dataclass(slots=True)
class _Reading:
    lines: dict[Where, int] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)

    def value(self, node: yaml.Node, where: Where) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self._item(item, (*where, n)) for n, item in enumerate(node.value)]
        return None if node.tag == _NULL else node.value

    def _item(self, node: yaml.Node, where: Where) -> Any:
        self.lines[where] = _line(node)
        return self.value(node, where)

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.problems.append((_line(key), "a key is a word, not a list or a mapping"))
                continue
            name = key.value
            if name in found:
                self.problems.append((_line(key), f"'{name}' is here twice; keep one of them"))
            self.lines[(*where, name)] = _line(key)
            found[name] = self.value(value, (*where, name))
        return found


def read_yaml(text: str) -> Document:
    """Return what a YAML document says.

    Errors: YamlError, also for a key that is there twice or is no scalar, and for an alias
    (`*name`), which could refer to itself without an end.
    """
    try:
        aliases = [event for event in yaml.parse(text, yaml.SafeLoader) if _is_alias(event)]
        root = yaml.compose(text, yaml.SafeLoader) if not aliases else None
    except yaml.YAMLError as error:
        raise YamlError([_problem(error, text)]) from None
    reading = _Reading()
    value = reading.value(root, ()) if root else None
    reading.problems += [(_line(alias), "write the value itself, no alias") for alias in aliases]
    if reading.problems:
        raise YamlError(reading.problems)
    return Document(value, reading.lines)


def _is_alias(event: yaml.Event) -> bool:
    return isinstance(event, yaml.AliasEvent)


def _line(marked: yaml.Node | yaml.Event) -> int:
    return marked.start_mark.line + 1 if marked.start_mark else 1


def _problem(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    if isinstance(error, yaml.reader.ReaderError):
        return text[: error.position].count("\n") + 1, "a control character; remove it"
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "something else is expected"
    return (mark.line + 1 if mark else 1), f"this is not YAML: {what}"
