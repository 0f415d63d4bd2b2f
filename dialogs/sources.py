"""Files of flows and texts as they are read: what is wrong with a file itself, by its line."""

from dataclasses import dataclass
from pathlib import Path

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file. `line` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def read_source(path: Path, name: str) -> tuple[str, list[Problem]]:
    """Return a file's text and what is wrong with its bytes; `name` is what problems call it."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return "", [Problem(name, line, "this is not UTF-8; save the file as UTF-8")]
    if text.startswith(_MARK):
        what = "the file begins with a byte-order mark; save it as UTF-8 without one"
        return text.removeprefix(_MARK), [Problem(name, 1, what)]
    return text, []
