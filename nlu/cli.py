"""What `misto nlu parse`, `train`, `evaluate` and `check` do, on plain streams and paths."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TextIO

from nlu.evaluate import Reads, Report, score
from nlu.examples import load_tests
from nlu.pipeline import KYIV, LONGEST
from nlu.quality import look_over
from nlu.train import train


class Parses(Protocol):
    """Anything that parses as the contract says."""

    def parse(
        self, text: str, now: datetime | None = None, context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return a reading weighed by the context."""
        ...


class BadLine(ValueError):
    """A line that cannot be read: a code for programs and words for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def parse_lines(reader: Parses, source: TextIO, out: TextIO) -> int:
    """Write one reading, or one error, for each line of JSON; return how many lines were bad."""
    bad = 0
    for line in source:
        if not line.strip():
            continue
        answer = _answer(reader, line)
        bad += "error" in answer
        # ASCII only: a lone surrogate in a text could not be written otherwise.
        out.write(json.dumps(answer, ensure_ascii=not _writable(answer)) + "\n")
        out.flush()
    return bad


def _answer(reader: Parses, line: str) -> dict[str, Any]:
    try:
        text, now, context = request_of(line)
    except BadLine as error:
        return {"error": {"code": error.code, "message": str(error)}}
    return reader.parse(text, now, context)


def _writable(answer: dict[str, Any]) -> bool:
    try:
        answer.get("text", "").encode()
    except UnicodeEncodeError:
        return False
    return True


def request_of(line: str) -> tuple[str, datetime | None, dict[str, Any] | None]:
    """Return the text, the moment and the context of a line.

    Errors: BadLine.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine("not_json", f"the line is not JSON: {error}") from error
    if not isinstance(row, dict):
        raise BadLine("not_an_object", 'expected an object such as {"text": "немає світла"}')
    return _text(row), _now(row), _context(row)


def _text(row: dict[str, Any]) -> str:
    text = row.get("text")
    if text is None:
        raise BadLine("no_text", 'the object has no "text"')
    if not isinstance(text, str):
        raise BadLine("text_not_a_string", '"text" must be a string')
    if len(text) > LONGEST:
        raise BadLine("too_long", f'"text" has {len(text)} characters; at most {LONGEST} are read')
    return text


def _now(row: dict[str, Any]) -> datetime | None:
    stamp = row.get("now")
    if stamp is None:
        return None
    try:
        now = datetime.fromisoformat(stamp)
    except (TypeError, ValueError) as error:
        raise BadLine(
            "bad_now", '"now" must be a moment such as 2026-11-23T10:00:00+02:00'
        ) from error
    return now.replace(tzinfo=KYIV) if now.tzinfo is None else now


def _context(row: dict[str, Any]) -> dict[str, Any] | None:
    context = row.get("context")
    if context is None:
        return None
    expects = context.get("expects") if isinstance(context, dict) else 0
    if not isinstance(expects, str | None):
        raise BadLine("bad_context", '"context" must be an object with "flow" and "expects"')
    return {"expects": expects}


def train_command(
    data_dir: Path, out: Path, city_dir: Path, *, if_stale: bool = False, log: TextIO | None = None
) -> bool:
    """Train the model; progress goes to `log` (standard error). Return whether it was needed."""
    if log is None:
        return train(data_dir, out, city_dir, if_stale=if_stale)

    def say(line: str) -> None:
        log.write(f"{line}\n")
        log.flush()

    return train(data_dir, out, city_dir, if_stale=if_stale, say=say)


def evaluate(
    reader: Reads, path: Path, out: TextIO | None = None, *, markdown: bool = False
) -> Report:
    """Score a reader on a file of test messages and print the report to `out`, if given.

    `markdown`: the figures and tables as docs/nlu.md holds them, without any message.
    Errors: DataError with file and line.
    """
    report = score(reader, load_tests(path))
    if out is not None:
        lines = [*trained(reader), report.markdown() if markdown else str(report)]
        out.write("\n".join(lines) + "\n")
    return report


def trained(reader: Any) -> Iterator[str]:
    """Return what cross-validation said of the reader's model when it was trained."""
    said = getattr(getattr(reader, "model", None), "report", {})
    rows = [(name, part) for name, part in (("", said), (" with the encoder", said.get("deep")))]
    known = [(name, part) for name, part in rows if part and "intents" in part]
    if not known:
        return
    yield from ("| cross-validation of the training messages | value |", "| --- | --- |")
    yield f"| messages | {said['examples']} |"
    for name, part in known:
        for labels in ("intents", "codes"):
            yield f"| {labels}{name} | {part[labels]['accuracy']:.4f} |"
    yield ""


def check(folder: Path, out: TextIO) -> bool:
    """Print the quality of the training data in a folder; return whether nothing must be mended."""
    quality = look_over(folder, folder / "dev.jsonl")
    errors = list(quality.errors)
    out.writelines(f"{line}\n" for line in (*errors, *quality.report))
    return not errors
