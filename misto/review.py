"""`misto nlu review`: messages that were read wrongly or unsurely become training examples.

Rule: what is shown and kept has stand-ins for whatever is personal. What was looked at is noted by
its number only, beside the model.
"""

import json
import sys
import termios
import tty
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from connectors.database.review import Doubt, doubts
from misto.app import City
from nlu.code_hints import NAMES as CODES
from nlu.examples import Marked
from nlu.model import CODED_INTENTS
from nlu.personal import STAND_INS, stood_in
from nlu.quality import LEAST_EXAMPLES as INTENTS

_HEADER = (
    "# Residents' messages as reviewed by `misto nlu review`, personal data replaced.\n"
    'version: "3.1"\nnlu:\n'
)
_RELATIVE = frozenset({"date", "since", "time"})
_OFFERED = 9
_WHY = {
    "unsure": "the reader was not sure",
    "clarified": "the resident chose",
    "corrected": "the resident named another service",
    "moved": "staff moved the case to",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A message to judge: its line in the training format, and labels, the likeliest first."""

    id: int
    line: str
    reason: str
    hint: str | None
    labels: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        return {
            "id": self.id,
            "text": self.line,
            "reason": self.reason,
            "hint": self.hint,
            "labels": list(self.labels),
        }


class Review:
    """The candidates of a city, and where judgements go."""

    def __init__(self, city: City) -> None:
        self._city = city
        self._kept = city.data / "nlu" / "reviewed.yml"
        self._seen = city.model_path.with_name("reviewed.ids")

    def candidates(self) -> list[Candidate]:
        """Return what nobody has judged yet, oldest first."""
        seen = set(self._seen.read_text("utf-8").split()) if self._seen.exists() else set()
        with self._city.database, self._city.database.reads.unit_of_work() as uow:
            found = doubts(uow)
        made = (_candidate(doubt) for doubt in found if str(doubt.intake_id) not in seen)
        return [candidate for candidate in made if candidate.line]

    def accept(self, candidate: Candidate, label: str) -> None:
        """Keep a message as an example. Errors: ValueError when the label is none."""
        check_label(label)
        text = self._kept.read_text("utf-8") if self._kept.exists() else _HEADER
        block = f"- intent: {label}\n  examples: |\n    - {candidate.line}\n"
        if block not in text:
            _replace(self._kept, f"{text}\n{block}")
        self.skip(candidate)

    def skip(self, candidate: Candidate) -> None:
        """Note that a message was judged."""
        self._seen.parent.mkdir(parents=True, exist_ok=True)
        with self._seen.open("a", encoding="utf-8") as file:
            file.write(f"{candidate.id}\n")


def check_label(label: str) -> None:
    """Refuse what is no `intent` or `intent/code` of the contract. Errors: ValueError."""
    intent, slash, code = label.partition("/")
    if intent not in INTENTS or (slash and code not in CODES):
        raise ValueError(f"no label '{label}': expected an intent, or intent/service_code")


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(path.name + ".part")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _candidate(doubt: Doubt) -> Candidate:
    text, marks = stood_in(doubt.text, doubt.reading)
    labels = tuple(dict.fromkeys(_labels(doubt)))[:_OFFERED]
    return Candidate(doubt.intake_id, _line(text, marks), doubt.reason or "", doubt.hint, labels)


def _labels(doubt: Doubt) -> Iterator[str]:
    read = doubt.reading.get("service_code") or {}
    for one in doubt.reading.get("intent_ranking", ()):
        code = doubt.code or read.get("name")
        if one["name"] in INTENTS:
            bears = code in CODES and one["name"] in CODED_INTENTS
            yield f"{one['name']}/{code}" if bears else one["name"]


def _line(text: str, marks: tuple[Marked, ...]) -> str:
    """Return a message as one line of the training format."""
    parts, place = [], 0
    for mark in marks:
        parts += [_plain(text[place : mark.start]), _marked(mark, text[mark.start : mark.end])]
        place = mark.end
    return " ".join("".join([*parts, _plain(text[place:])]).split())


def _plain(text: str) -> str:
    """Return text that breaks neither the line nor its marks."""
    seen = text.translate(str.maketrans("[]{}", "()()"))
    return "".join(sign if sign.isprintable() else " " for sign in seen)


def _marked(mark: Marked, shown: str) -> str:
    value = None if mark.entity in _RELATIVE else mark.value
    if value is None or value == shown or mark.entity in STAND_INS:
        return f"[{_plain(shown)}]({mark.entity})"
    details = json.dumps({"entity": mark.entity, "value": _plain(value)}, ensure_ascii=False)
    return f"[{_plain(shown)}]{details}"


# --- with a program ------------------------------------------------------------------------------


def by_program(review: Review, source: TextIO, out: TextIO) -> None:
    """Print candidates, one object a line; then take a label, or a skip, for each."""

    def tell(line: Mapping[str, Any]) -> None:
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        out.flush()

    waiting = {candidate.id: candidate for candidate in review.candidates()}
    for candidate in waiting.values():
        tell(candidate.as_dict())
    for line in filter(str.strip, source):
        try:
            tell({"done": _judge(review, waiting, line)})
        except (ValueError, RecursionError) as error:
            tell({"error": {"code": "bad_answer", "message": str(error)}})


def _judge(review: Review, waiting: dict[int, Candidate], line: str) -> int:
    row = json.loads(line)
    if not isinstance(row, dict) or not isinstance(row.get("id"), int):
        raise ValueError('expected {"id": 5, "label": "thank"} or {"id": 5, "skip": true}')
    candidate = waiting.get(row["id"])
    if candidate is None:
        raise ValueError(f"{row['id']} is no candidate, or was judged already")
    if row.get("skip") is True:
        review.skip(candidate)
    else:
        review.accept(candidate, str(row.get("label", "")))
    del waiting[candidate.id]
    return candidate.id


# --- with a person -------------------------------------------------------------------------------


def by_hand(review: Review, source: TextIO, out: TextIO) -> None:
    """Ask about each candidate: one key accepts, picks another label, skips or quits."""
    candidates = review.candidates()
    for number, candidate in enumerate(candidates, start=1):
        out.write(f"\n{number} of {len(candidates)}: {candidate.line}\n")
        out.write(f"   {_WHY[candidate.reason]} {candidate.hint or ''}".rstrip() + "\n")
        out.writelines(
            f"   {place}  {label}\n" for place, label in enumerate(candidate.labels, start=1)
        )
        out.write("   y accept 1 · 1-9 pick · o another label · s skip · q quit\n")
        out.flush()
        if not _asked(review, candidate, source, out):
            return
    out.write("nothing is left to review\n")


def _asked(review: Review, candidate: Candidate, source: TextIO, out: TextIO) -> bool:
    """Act on keys until the candidate is judged; return False to quit."""
    while key := _key(source):
        picked = 1 if key == "y" else int(key) if key in "123456789" else 0
        if key == "q":
            return False
        if key == "s":
            review.skip(candidate)
            return True
        label = source.readline().strip() if key == "o" else ""
        if 0 < picked <= len(candidate.labels):
            label = candidate.labels[picked - 1]
        try:
            review.accept(candidate, label)
        except ValueError as error:
            out.write(f"   {error}\n")
            out.flush()
        else:
            return True
    return False


def _key(source: TextIO) -> str:
    """Return one key as it is pressed on a terminal, else the next line's first character."""
    if not source.isatty():
        line = source.readline()
        return line.strip()[:1] or ("?" if line else "")
    kept = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        return source.read(1)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, kept)
