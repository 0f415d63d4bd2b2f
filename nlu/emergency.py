"""Danger to life or health: rules of their own (`emergency.yml`), above the classifier.

A rule is what people say in danger and, where everyday speech is near it, what takes it back
(«газу немає» is no smell of gas, a lamp that «горить» no fire). The classifier's own opinion is
weighed in: a weak rule needs its support, a strong one does not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlu.beginnings import LONGEST, beginnings
from nlu.yaml_files import load_yaml

_READ = 1_500
_CERTAIN = 0.75
_WORTH_A_LINE = 0.25
_UNLIKELY = 0.03
_STRONG = 0.84
_LOWERED = 0.6
_SUSPICION = 0.73
_LEAST_SUPPORTED, _LEAST_ALONE, _LEAST_EXPLAINED, _LEAST_IN_FEW_WORDS = 0.15, 0.3, 0.6, 0.95
_UNSURE = 0.5
_SMALL_TALK = 0.1
_FEW_WORDS = 3
_UNKNOWN = "danger"
_WORD = re.compile(r"\w+")
_NOT_BEFORE = frozenset(
    "не ні нема немає нет без no not ни нічого нікого ніхто ніякого ніякої жодної жодного".split()
)
_NOT_BEHIND = frozenset("немає нема нет відсутній відсутня зник зникло".split())

_WAS = ("бул", "был", "стал", "чут", "відчув")
_CONJUNCTIONS = frozenset("і й та а але и но да що что".split())

RULES = Path(__file__).with_name("emergency.yml")

Span = tuple[int, int]
Intents = list[tuple[str, float]]
_EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Alarm:
    """A danger that was seen.

    `kind` chooses the number to call: fire, gas, police, ambulance, suicide, electric; `danger`
    when it is plain that there is one and not which. `certain` puts the intent on top.
    """

    kind: str
    confidence: float
    code: str | None = None

    @property
    def certain(self) -> bool:
        """Say whether the message is an emergency and not perhaps one."""
        return self.confidence >= _CERTAIN


@dataclass(frozen=True, slots=True)
class Rule:
    """A danger; the fields are those of `emergency.yml`."""

    kind: str
    sure: float
    code: str | None = None
    near: tuple[str, str, int] | None = None
    says: str | None = None
    all: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    negated: bool = False

    @property
    def said(self) -> frozenset[str]:
        """Return the word lists without which the rule says nothing."""
        return frozenset(self.all or ((self.says,) if self.says else (self.near or ())[:2]))


@dataclass(slots=True)
class _Scan:
    """One text under the rules: where each word list has its matches, found once.

    `likely` are the word lists that may have a match, by how the words of the text begin; `rules`
    those that say something of such lists.
    """

    text: str
    words: Mapping[str, re.Pattern[str]]
    likely: set[str] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    found: dict[str, list[Span]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for match in _WORD.finditer(self.text):
            self.starts.append(match.start())
            self.tokens.append(match.group())

    def spans(self, name: str) -> list[Span]:
        """Return the matches of a word list as first and last word (exclusive)."""
        if name not in self.likely:
            return []
        if name not in self.found:
            matches = self.words[name].finditer(self.text)
            self.found[name] = [self._span(*match.span()) for match in matches]
        return self.found[name]

    def _span(self, start: int, end: int) -> Span:
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def affirmed(self, name: str) -> bool:
        """Say whether a word list has a match that nothing negates."""
        return any(not self.negated(span) for span in self.spans(name))

    def negated(self, span: Span) -> bool:
        """Say whether a negation stands before (one word may come between) or right behind."""
        first, last = span
        if any(word in _NOT_BEFORE for word in self._joined_before(first)):
            return True
        behind = self.tokens[last : last + 2]
        if behind[:1] and behind[0] in _NOT_BEHIND:
            return True
        return behind[:1] == ["не"] and behind[-1].startswith(_WAS)

    def _joined_before(self, first: int) -> list[str]:
        """Return up to two words before one that no sign or conjunction parts from it."""
        words: list[str] = []
        for place in range(first - 1, max(-1, first - 3), -1):
            if place + 1 >= len(self.starts):
                continue
            gap = self.text[self.starts[place] + len(self.tokens[place]) : self.starts[place + 1]]
            if gap.strip() or self.tokens[place] in _CONJUNCTIONS:
                break
            words.append(self.tokens[place])
        return words


class Dangers:
    """The rules, compiled."""

    def __init__(
        self, words: Mapping[str, str], rules: list[Rule], everyday: tuple[str, ...] = ()
    ) -> None:
        self._words = {name: re.compile(rf"\b(?:{text})\b") for name, text in words.items()}
        self._begun = _begun(words)
        rules = sorted(rules, key=lambda rule: -rule.sure)
        self._rules = [(rule.said, rule) for rule in rules]
        self._everyday = everyday

    @staticmethod
    def load(path: Path = RULES) -> Dangers:
        """Read the rules; a broken file raises KeyError or re.error."""
        content = load_yaml(path)
        words = {name: _joined(text) for name, text in content["words"].items()}
        words = {name: _filled(text, words) for name, text in words.items()}
        rules = [_rule(row) for row in content["rules"]]
        return Dangers(words, rules, tuple(content["everyday"]))

    def alarm_in(self, low: str, danger: float, outside: float = 0.0) -> Alarm | None:
        """Return the danger in a lower-case cleaned text, or None.

        `danger` is the classifier's probability of an emergency: it lifts a weak rule and lowers a
        lone one, and makes an alarm by itself when it is large enough. `outside` is its probability
        that the message is no business of the city's.
        """
        scan = self._scan(low[:_READ])
        rule = next((rule for rule in scan.rules if _holds(rule, scan)), None)
        if rule is None:
            return self._suspected(scan, danger, outside)
        confidence = 1 - (1 - rule.sure) * (1 - danger)
        if danger < _UNLIKELY and rule.sure < _STRONG:
            confidence = min(confidence, _LOWERED)
        return Alarm(rule.kind, round(confidence, 4), rule.code)

    def _suspected(self, scan: _Scan, danger: float, outside: float) -> Alarm | None:
        """Return what the classifier alone sees.

        Of what it thinks likely one time in seven, with a word of danger beside it, most is danger:
        such a suspicion is a weak rule's equal. Without that word, in everyday speech and in two or
        three words it must be surer. What may as well be small talk is no danger without it.
        """
        kind = self.kind_of(scan)
        least = _LEAST_ALONE if kind == _UNKNOWN else _LEAST_SUPPORTED
        if self._explained(scan):
            least = _LEAST_EXPLAINED
        if len(scan.tokens) <= _FEW_WORDS and kind == _UNKNOWN:
            least = _LEAST_IN_FEW_WORDS
        small_talk = kind == _UNKNOWN and outside >= _SMALL_TALK
        if danger >= least and not small_talk:
            return Alarm(kind, round(1 - (1 - _SUSPICION) * (1 - danger), 4))
        if danger < _WORTH_A_LINE:
            return None
        return Alarm(kind, round(min(danger, _UNSURE) / (2 if small_talk else 1), 4))

    def _explained(self, scan: _Scan) -> bool:
        """Say whether everyday speech is what sounds like danger here."""
        if any(map(scan.spans, self._everyday)):
            return True
        return any(_says(rule, scan) and any(map(scan.spans, rule.unless)) for rule in scan.rules)

    def kind_of(self, scan: _Scan) -> str:
        """Return the likeliest kind of a danger that only the classifier sees."""
        return next((kind for kind, names in _SIGNS if any(map(scan.affirmed, names))), _UNKNOWN)

    def _scan(self, text: str) -> _Scan:
        scan = _Scan(text, self._words)
        sizes = range(LONGEST + 1)
        starts = {text[place : place + size] for place in scan.starts for size in sizes}
        scan.likely.update(*(self._begun[start] for start in starts & self._begun.keys()))
        scan.rules = [rule for said, rule in self._rules if said <= scan.likely]
        return scan


def weighed(intents: Intents, alarm: Alarm | None) -> Intents:
    """Return the ranking with `emergency` first if the alarm is certain, lower where it is less
    sure than the classifier was.
    """
    suspected = dict(intents).get(_EMERGENCY, 0.0)
    others = [(name, chance) for name, chance in intents if name != _EMERGENCY]
    sure = alarm.confidence if alarm else 0.0
    if alarm is None or not alarm.certain:
        sure = suspected if sure >= suspected else min(sure, suspected, others[0][1])
    total = sum(chance for _, chance in others) or 1.0
    ranked = [(name, chance / total * (1 - sure)) for name, chance in others]
    return sorted([*ranked, (_EMERGENCY, sure)], key=lambda pair: -pair[1])


_SIGNS = (
    ("suicide", ("suicide",)),
    ("gas", ("gas", "gas_pipe", "carbon", "rotten_eggs")),
    ("fire", ("burns", "fire", "smoke")),
    ("electric", ("shock", "sparks")),
    ("police", ("beats", "crime", "weapon", "break_in", "missing", "explosives")),
    (
        "ambulance",
        ("hurt", "blood", "ambulance", "fell", "crush", "drowns", "poison", "lies", "hits"),
    ),
)


def _begun(words: Mapping[str, str]) -> dict[str, list[str]]:
    """Return which word lists may match what begins so."""
    begun: dict[str, list[str]] = {}
    for name, text in words.items():
        for start in beginnings(text):
            begun.setdefault(start, []).append(name)
    return begun


def _joined(text: str) -> str:
    """Return alternatives written over several lines as one pattern."""
    return re.sub(r"\|\s+", "|", text.strip())


def _filled(text: str, words: Mapping[str, str]) -> str:
    """Return a pattern with the lists it names put in, and those that they name."""
    return re.sub(r"\{([a-z_]+)\}", lambda match: _filled(words[match[1]], words), text)


def _rule(row: Mapping[str, Any]) -> Rule:
    near = row.get("near")
    return Rule(
        kind=row["kind"],
        sure=float(row["sure"]),
        code=row.get("code"),
        near=(near[0], near[1], int(near[2])) if near else None,
        says=row.get("says"),
        all=tuple(row.get("all", ())),
        together=tuple(row.get("with", ())),
        unless=tuple(row.get("unless", ())),
        negated=bool(row.get("negated", False)),
    )


def _holds(rule: Rule, scan: _Scan) -> bool:
    if not _says(rule, scan) or not all(scan.spans(name) for name in rule.together):
        return False
    return not any(scan.spans(name) for name in rule.unless)


def _says(rule: Rule, scan: _Scan) -> bool:
    if rule.all:
        return all(scan.spans(name) for name in rule.all)
    if rule.says:
        return any(not (rule.negated and scan.negated(span)) for span in scan.spans(rule.says))
    return rule.near is not None and _near(rule, scan, *rule.near)


def _near(rule: Rule, scan: _Scan, left: str, right: str, most: int) -> bool:
    rights = scan.spans(right)
    if not rights:
        return False
    return any(
        _gap(one, other) <= most
        and not (rule.negated and (scan.negated(one) or scan.negated(other)))
        for one in scan.spans(left)
        for other in rights
    )


def _gap(one: Span, other: Span) -> int:
    """Return how many words lie between two spans; a span is not near itself."""
    if one[1] <= other[0]:
        return other[0] - one[1]
    if other[1] <= one[0]:
        return one[0] - other[1]
    return _READ
