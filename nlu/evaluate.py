"""Scores a reader against test messages: intents, service codes, entities, calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from nlu.examples import Example
from nlu.model import ASK_ENCODER_BELOW, CODED_INTENTS
from nlu.personal import without_personal

WRITTEN_ON = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Kyiv"))
"""The moment for which the development set is written; a row's `now` goes first."""

WORST_SHOWN = 20
_BINS = 10
_STEPS = 12


class Reads(Protocol):
    """What is scored: anything that reads as the contract says."""

    def read(self, text: str, now: datetime) -> Mapping[str, Any]:
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


@dataclass(frozen=True, slots=True)
class Bin:
    """Messages of about one confidence: its mean, the share read rightly, how many they are."""

    sure: float
    right: float
    of: int


@dataclass
class Report:
    """What an evaluation found."""

    intents: Share = field(default_factory=Share)
    top_three: Share = field(default_factory=Share)
    codes: Share = field(default_factory=Share)
    codes_of_right_intents: Share = field(default_factory=Share)
    without_code: Share = field(default_factory=Share)
    """Messages that name no service, of intents that may bear a code: how many were given none."""
    spans: Tally = field(default_factory=Tally)
    values: Tally = field(default_factory=Tally)
    by_intent: dict[str, Tally] = field(default_factory=dict)
    by_entity: dict[str, Tally] = field(default_factory=dict)
    spans_by_entity: dict[str, Tally] = field(default_factory=dict)
    by_language: dict[str, Share] = field(default_factory=dict)
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    alarms: Tally = field(default_factory=Tally)
    false_alarms: Share = field(default_factory=Share)
    out_of_scope: Share = field(default_factory=Share)
    wrongly_rejected: Share = field(default_factory=Share)
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
        total = sum(abs(one.sure - one.right) * one.of for one in self.reliability())
        return total / len(self.confidences) if self.confidences else 0.0

    def reliability(self) -> list[Bin]:
        """Return how sure and how right the reader was, by tenths of confidence, empty ones left
        out.
        """
        slots: dict[int, list[tuple[float, bool]]] = {}
        for pair in self.confidences:
            slots.setdefault(min(int(pair[0] * _BINS), _BINS - 1), []).append(pair)
        return [
            Bin(sum(s for s, _ in held) / len(held), sum(r for _, r in held) / len(held), len(held))
            for _, held in sorted(slots.items())
        ]

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
            "no_code_where_none_is_named": round(self.without_code.value, 4),
            "entity_span_f1": round(self.spans.f1, 4),
            "entity_value_f1": round(self.values.f1, 4),
            "emergency_recall": round(self.alarms.recall, 4),
            "emergency_precision": round(self.alarms.precision, 4),
            "false_alarms_among_others": round(_share(self.false_alarms), 4),
            "out_of_scope_recall": round(self.out_of_scope.value, 4),
            "wrongly_rejected": round(_share(self.wrongly_rejected), 4),
        }

    def __str__(self) -> str:
        """Return the figures, the tables and the worst readings as Markdown."""
        return "\n".join([self.markdown(), *self.worst_lines()])

    def markdown(self) -> str:
        """Return the figures and tables as Markdown, without any message."""
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
        yield from _table("entity (span)", self.spans_by_entity)
        yield from ("", "| expected | read as | times |", "| --- | --- | --- |")
        for (wanted, got), times in self.confusions.most_common(20):
            yield f"| {wanted} | {got} | {times} |"

    def worst_lines(self) -> Iterator[str]:
        """Return the surest of the wrong readings, personal data masked."""
        yield from (
            "",
            "| confidence | expected | read as | message |",
            "| --- | --- | --- | --- |",
        )
        for sure, wanted, got, text in self.worst[:WORST_SHOWN]:
            shown = " ".join(text.replace("|", "/").split())
            yield f"| {sure:.2f} | {wanted} | {got} | {shown} |"


def _table(name: str, tallies: dict[str, Tally]) -> Iterator[str]:
    yield from (
        "",
        f"| {name} | precision | recall | F1 | expected |",
        "| --- | --- | --- | --- | --- |",
    )
    for label, tally in sorted(tallies.items()):
        shares = f"{tally.precision:.2f} | {tally.recall:.2f} | {tally.f1:.2f}"
        yield f"| {label} | {shares} | {tally.wanted} |"


def _share(share: Share) -> float:
    """Return a share of mistakes: none of none is none."""
    return share.value if share.of else 0.0


def score(reader: Reads, examples: list[Example], now: datetime = WRITTEN_ON) -> Report:
    """Return how well a reader reads the examples."""
    report = Report()
    for example in examples:
        _count(report, example, reader.read(example.text, example.now or now))
    report.worst.sort(reverse=True)
    return report


@dataclass(frozen=True, slots=True)
class Sent:
    """How many messages reach the sentence encoder below a confidence, and how many are right."""

    below: float
    share: float
    right: float


def curve(reader: Any, examples: list[Example], now: datetime = WRITTEN_ON) -> list[Sent]:
    """Return the share sent to the encoder against accuracy, up to the threshold in use.

    Empty for a reader that has no second reading. A message is placed by the confidence of the
    first reading in its intent alone: what is sent for the sake of its code is not counted.
    """
    model: Any = getattr(reader, "model", None)
    if getattr(model, "deep", None) is None:
        return []
    quick = copy(reader)
    quick.model = replace(model, deep=None)
    pairs = []
    for example in examples:
        first = quick.read(example.text, example.now or now)
        second = reader.read(example.text, example.now or now)
        sure = first["intent"]["confidence"]
        pairs.append((sure, _is_right(example, first), _is_right(example, second)))
    return [_sent(pairs, ASK_ENCODER_BELOW * step / _STEPS) for step in range(_STEPS + 1)]


def _sent(pairs: list[tuple[float, bool, bool]], below: float) -> Sent:
    sent = sum(sure < below for sure, _, _ in pairs)
    right = sum(second if sure < below else first for sure, first, second in pairs)
    return Sent(below, sent / (len(pairs) or 1), right / (len(pairs) or 1))


def _is_right(example: Example, reading: Mapping[str, Any]) -> bool:
    return reading["intent"]["name"] in (example.intent, *example.other_intents)


def _count(report: Report, example: Example, reading: Mapping[str, Any]) -> None:
    _count_intent(report, example, reading)
    _count_code(report, example, reading)
    _count_entities(report, example, reading)


def _count_intent(report: Report, example: Example, reading: Mapping[str, Any]) -> None:
    accepted = (example.intent, *example.other_intents)
    got, right = reading["intent"]["name"], _is_right(example, reading)
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
        shown = without_personal(example.text, reading)
        report.worst.append((reading["intent"]["confidence"], wanted, got, shown))
    _count_refusals(report, wanted, got)


def _count_refusals(report: Report, wanted: str, got: str) -> None:
    """Count alarms and rejections: the readings that are acted on most sharply."""
    danger = Counter(["emergency"])
    alarm, alarmed = wanted == "emergency", got == "emergency"
    report.alarms.count(danger if alarmed else Counter(), danger if alarm else Counter())
    if not alarm:
        report.false_alarms.add(alarmed)
    outside = wanted == "out_of_scope"
    (report.out_of_scope if outside else report.wrongly_rejected).add(got == "out_of_scope")


def _count_code(report: Report, example: Example, reading: Mapping[str, Any]) -> None:
    if example.service_code is None:
        if example.intent in CODED_INTENTS:
            report.without_code.add(reading["service_code"] is None)
        return
    got = reading["service_code"]["name"] if reading["service_code"] else None
    report.codes.add(got == example.service_code)
    if _is_right(example, reading):
        report.codes_of_right_intents.add(got == example.service_code)


def _count_entities(report: Report, example: Example, reading: Mapping[str, Any]) -> None:
    found = reading["entities"]
    spans = Counter((one["entity"], one["start"], one["end"]) for one in found)
    marked = Counter((one.entity, one.start, one.end) for one in example.entities)
    report.spans.count(spans, marked)
    _count_by_name(report.spans_by_entity, spans, marked)
    values = Counter((one["entity"], one["value"]) for one in found)
    wanted = Counter((one.entity, one.value) for one in example.entities if one.value is not None)
    report.values.count(values, wanted)
    _count_by_name(report.by_entity, values, wanted)


def _count_by_name(tallies: dict[str, Tally], found: Counter[Any], wanted: Counter[Any]) -> None:
    for name in {key[0] for key in found | wanted}:
        tally = tallies.setdefault(name, Tally())
        tally.count(_only(found, name), _only(wanted, name))


def _only(counts: Counter[Any], name: str) -> Counter[Any]:
    return Counter({key: count for key, count in counts.items() if key[0] == name})
