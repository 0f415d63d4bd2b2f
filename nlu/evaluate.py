"""Scores a reader against test messages: intents, service codes, entities, calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from nlu.examples import Example

WRITTEN_ON = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Kyiv"))
"""The moment for which the development set is written; a row's `now` goes first."""

_BINS = 10


class Reads(Protocol):
    """What is scored: anything that reads as the contract says."""

    def read(self, text: str, now: datetime | None = None) -> dict[str, Any]:
        """Return a reading."""
        ...


@dataclass
class Tally:
    """Right, found and expected: what precision and recall need."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def count(self, found: Counter[Any], wanted: Counter[Any]) -> None:
        """Add one message's findings, each a countable description of one entity."""
        self.right += (found & wanted).total()
        self.found += found.total()
        self.wanted += wanted.total()

    @property
    def precision(self) -> float:
        """Return the share of findings that are right; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Return the share of what was wanted that was found; 1 when nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both; 1 when there was nothing to find and nothing found."""
        total = self.found + self.wanted
        return 2 * self.right / total if total else 1.0


@dataclass
class Share:
    """So many right of so many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        """Count one."""
        self.right += right
        self.of += 1

    @property
    def value(self) -> float:
        """Return the share, 1 when there was nothing to count."""
        return self.right / self.of if self.of else 1.0


@dataclass
class Report:
    """What an evaluation found."""

    intents: Share = field(default_factory=Share)
    top_three: Share = field(default_factory=Share)
    codes: Share = field(default_factory=Share)
    codes_of_right_intents: Share = field(default_factory=Share)
    spans: Tally = field(default_factory=Tally)
    values: Tally = field(default_factory=Tally)
    by_intent: dict[str, Tally] = field(default_factory=dict)
    by_entity: dict[str, Tally] = field(default_factory=dict)
    by_language: dict[str, Share] = field(default_factory=dict)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    alarms: Tally = field(default_factory=Tally)
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    worst: list[tuple[float, str, str, str]] = field(default_factory=list)

    @property
    def macro_f1(self) -> float:
        """Return the mean F1 over the intents that the test has."""
        wanted = [tally.f1 for tally in self.by_intent.values() if tally.wanted]
        return sum(wanted) / len(wanted) if wanted else 1.0

    @property
    def calibration_error(self) -> float:
        """Return the mean gap between confidence and accuracy over ten bins."""
        total = 0.0
        for slot in range(_BINS):
            held = [
                pair for pair in self.confidences if min(int(pair[0] * _BINS), _BINS - 1) == slot
            ]
            total += abs(sum(sure for sure, _ in held) - sum(right for _, right in held))
        return total / len(self.confidences) if self.confidences else 0.0

    def figures(self) -> dict[str, float]:
        """Return the headline figures by name."""
        return {
            "messages": self.intents.of,
            "intent_accuracy": round(self.intents.value, 4),
            "intent_in_top_three": round(self.top_three.value, 4),
            "intent_macro_f1": round(self.macro_f1, 4),
            "calibration_error": round(self.calibration_error, 4),
            "service_code_accuracy": round(self.codes.value, 4),
            "service_code_accuracy_of_right_intents": round(self.codes_of_right_intents.value, 4),
            "entity_span_f1": round(self.spans.f1, 4),
            "entity_value_f1": round(self.values.f1, 4),
            "emergency_recall": round(self.alarms.recall, 4),
            "emergency_precision": round(self.alarms.precision, 4),
        }

    def __str__(self) -> str:
        """Return the figures and tables as Markdown."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield from ("| figure | value |", "| --- | --- |")
        yield from (
            f"| {name.replace('_', ' ')} | {value} |" for name, value in self.figures().items()
        )
        yield from ("", "| language | right | of | share |", "| --- | --- | --- | --- |")
        for name, share in sorted(self.by_language.items()):
            yield f"| {name} | {share.right} | {share.of} | {share.value:.3f} |"
        yield from _table("intent", self.by_intent)
        yield from _table("entity (value)", self.by_entity)
        yield from ("", "| expected | read as | times |", "| --- | --- | --- |")
        for (wanted, got), times in self.confusions.most_common(20):
            yield f"| {wanted} | {got} | {times} |"


def _table(name: str, tallies: dict[str, Tally]) -> Iterator[str]:
    yield from (
        "",
        f"| {name} | precision | recall | F1 | expected |",
        "| --- | --- | --- | --- | --- |",
    )
    for label, tally in sorted(tallies.items()):
        shares = f"{tally.precision:.2f} | {tally.recall:.2f} | {tally.f1:.2f}"
        yield f"| {label} | {shares} | {tally.wanted} |"


def score(reader: Reads, examples: list[Example], now: datetime = WRITTEN_ON) -> Report:
    """Return how well a reader reads the examples."""
    report = Report()
    for example in examples:
        _count(report, example, reader.read(example.text, example.now or now))
    report.worst.sort(reverse=True)
    return report


def _count(report: Report, example: Example, reading: dict[str, Any]) -> None:
    _count_intent(report, example, reading)
    _count_code(report, example, reading)
    _count_entities(report, example, reading)


def _count_intent(report: Report, example: Example, reading: dict[str, Any]) -> None:
    accepted = (example.intent, *example.other_intents)
    got = reading["intent"]["name"]
    right = got in accepted
    wanted = got if right else example.intent
    report.intents.add(right)
    report.top_three.add(any(one["name"] in accepted for one in reading["intent_ranking"][:3]))
    report.by_language.setdefault(example.language or reading["language"], Share()).add(right)
    report.confidences.append((reading["intent"]["confidence"], right))
    for name in {got, wanted}:
        one = Counter([name])
        report.by_intent.setdefault(name, Tally()).count(
            one if name == got else Counter(), one if name == wanted else Counter()
        )
    if not right:
        report.confusions[(wanted, got)] += 1
        report.worst.append((reading["intent"]["confidence"], wanted, got, example.text))
    danger = Counter(["emergency"])
    report.alarms.count(
        danger if got == "emergency" else Counter(), danger if wanted == "emergency" else Counter()
    )


def _count_code(report: Report, example: Example, reading: dict[str, Any]) -> None:
    if example.service_code is None:
        return
    got = reading["service_code"]["name"] if reading["service_code"] else None
    report.codes.add(got == example.service_code)
    if reading["intent"]["name"] in (example.intent, *example.other_intents):
        report.codes_of_right_intents.add(got == example.service_code)


def _count_entities(report: Report, example: Example, reading: dict[str, Any]) -> None:
    found = reading["entities"]
    report.spans.count(
        Counter((one["entity"], one["start"], one["end"]) for one in found),
        Counter((one.entity, one.start, one.end) for one in example.entities),
    )
    values = Counter((one["entity"], one["value"]) for one in found)
    wanted = Counter((one.entity, one.value) for one in example.entities if one.value is not None)
    report.values.count(values, wanted)
    for name in {entity for entity, _ in values | wanted}:
        tally = report.by_entity.setdefault(name, Tally())
        tally.count(_only(values, name), _only(wanted, name))


def _only(counts: Counter[tuple[str, str]], name: str) -> Counter[tuple[str, str]]:
    return Counter({key: count for key, count in counts.items() if key[0] == name})
