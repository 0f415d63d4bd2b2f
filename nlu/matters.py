"""Two matters in one message: where each stands and what it is.

Careful on purpose: a second matter that is not there costs a resident more than one that is asked
for again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from nlu.code_hints import NAMES, hints
from nlu.entities.found import Found
from nlu.masking import masked
from nlu.normalise import Clean

Judge = Callable[[str], tuple[tuple[str, float], tuple[str, float] | None]]
"""Reads a masked stretch of text: its intent and its service code, each with a confidence."""

MATTERS = frozenset(
    {
        "dispatcher_request",
        "utility_complaint",
        "official_complaint",
        "appeal_submit",
        "enrol_kindergarten",
        "enrol_school",
        "petition_sign",
        "petition_create",
        "petition_search",
        "case_status",
        "tariff_consult",
        "doctor_appointment",
        "subscribe_news",
        "unsubscribe_news",
    }
)
_FAULTS = frozenset({"dispatcher_request", "utility_complaint"})
_SENTENCE_END = re.compile(r"[.!?;\n]+")
_MOREOVER = re.compile(
    r"[,.!;]?\s{0,3}\b(?:(?:і|й|та|а|и)\s+(?:ще|еще|ещё|також|также|окремо)|"
    r"(?:ще|еще|ещё)\s+(?:й|і|и)|"
    r"крім того|окрім того|кроме того|по-друге|во-вторых|друге питання|і друге|и второе|"
    r"and also|also)\b[\s,:]{0,4}"
)
_JOINT = re.compile(r",\s*(?:(?:а|і|й|та|и)\s+)?|\s(?:і|й|та|а|и|да|плюс|and)\s")
_WISH = re.compile(
    r"\b(?:запис|підпис|підпиш|подпис|підтрим|поддерж|дізна|узна|створ|созда|оформ|влашт|"
    r"переве[дс]|підкаж|подскаж|перевір|провер|sign|book|check)"
)
_WORD = re.compile(r"\w+")
_LONGEST = 1_500
_MOST_PARTS = 12
_LEAST_WORDS = 2
_SURE, _SURER = 0.6, 0.8
_SURE_FAULT, _SURER_FAULT, _LEAST = 0.65, 0.72, 0.4
_MOST_JOINTS = 3
_BREATH = 16
_BILLING = frozenset({NAMES.index("billing")})
_ONE_CAUSE = (
    frozenset({"hot_water", "cold_water", "sewage", "roof_leak"}),
    frozenset({"electricity", "street_light"}),
    frozenset({"elevator", "electricity"}),
    frozenset({"elevator", "entrance"}),
)
"""Services whose faults, told in one breath, are one fault and what came of it."""


@dataclass(frozen=True, slots=True)
class _Matter:
    start: int
    end: int
    intent: str
    code: str | None

    def same_as(self, other: _Matter) -> bool:
        """Say whether both are one matter: same service, or a fault and the complaint about it."""
        if self.intent in _FAULTS and other.intent in _FAULTS:
            return self.code == other.code
        return self.intent == other.intent


def matters_of(clean: Clean, entities: list[Found], judge: Judge) -> list[dict[str, Any]]:
    """Return the matters in their order when there are several, else nothing."""
    if len(clean.low) > _LONGEST:
        return []
    parts = [part for part in _parts(clean.low) if _long_enough(part.of(clean.low))]
    if not 1 <= len(parts) <= _MOST_PARTS:
        return []
    matters = []
    if len(parts) > 1:
        matters = list(_distinct(_judged(clean, entities, judge, parts)))
    if len(matters) < 2:
        matters = _joined(clean, entities, judge, parts)
    return [_shown(clean, matter) for matter in matters] if len(matters) > 1 else []


def _long_enough(text: str) -> bool:
    return len(_WORD.findall(text)) >= _LEAST_WORDS


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the text; `more` tells that words such as «а ще» lead into it."""

    start: int
    end: int
    more: bool

    def of(self, low: str) -> str:
        return low[self.start : self.end]


def _parts(low: str) -> Iterator[_Part]:
    """Yield the stretches between sentence ends and words that begin something new."""
    place, more = 0, False
    for match in sorted([*_MOREOVER.finditer(low), *_SENTENCE_END.finditer(low)], key=_place):
        if match.start() < place:
            continue
        if match.start() > place:
            yield _Part(place, match.start(), more)
        more = match.re is _MOREOVER
        place = match.end()
    if place < len(low):
        yield _Part(place, len(low), more)


def _place(match: re.Match[str]) -> tuple[int, int]:
    return match.start(), -match.end()


def _judged(
    clean: Clean, entities: list[Found], judge: Judge, parts: list[_Part]
) -> Iterator[_Matter]:
    for part in parts:
        (intent, chance), code = judge(masked(clean, entities, part.start, part.end))
        told = part.more or intent in _FAULTS or part is parts[0] or _begins_wish(clean, part)
        if intent in MATTERS and told and _sure(intent, chance, code, more=part.more):
            yield _Matter(part.start, part.end, intent, code[0] if code else None)


def _sure(intent: str, chance: float, code: tuple[str, float] | None, *, more: bool) -> bool:
    """Say whether a part is surely a matter; a plain service makes up for a bare wording."""
    if intent not in _FAULTS:
        return chance >= (_SURE if more else _SURER)
    if code is None or chance < _LEAST:
        return False
    return (chance + code[1]) / 2 >= (_SURE_FAULT if more else _SURER_FAULT)


def _begins_wish(clean: Clean, part: _Part) -> bool:
    return _WISH.match(part.of(clean.low)) is not None


def _joined(clean: Clean, entities: list[Found], judge: Judge, parts: list[_Part]) -> list[_Matter]:
    """Return two matters that one breath joins: `лампа не горить і сміття не вивозять`."""
    tries = 0
    for part in parts:
        for joint in _JOINT.finditer(clean.low, part.start, part.end):
            left = _Part(part.start, joint.start(), part.more)
            right = _Part(joint.end(), part.end, False)
            if tries >= _MOST_JOINTS or not _told_apart(left.of(clean.low), right.of(clean.low)):
                continue
            tries += 1
            found = list(_judged(clean, entities, judge, [left, right]))
            if len(found) == 2 and _have_own_causes(*found):
                return found
    return []


def _told_apart(left: str, right: str) -> bool:
    """Say whether both sides name a service of their own, or the second begins a wish."""
    if not (_long_enough(left) and _long_enough(right)):
        return False
    if len(_WORD.findall(left)) + len(_WORD.findall(right)) > _BREATH:
        return False
    if _WISH.match(right):
        return True
    sides = [hints(_WORD.findall(side)).keys() for side in (left, right)]
    return all(sides) and sides[0].isdisjoint(sides[1]) and not _BILLING & (sides[0] | sides[1])


def _have_own_causes(one: _Matter, other: _Matter) -> bool:
    if one.same_as(other):
        return False
    if {one.intent, other.intent} == {"dispatcher_request"}:
        return not any({one.code, other.code} <= cause for cause in _ONE_CAUSE)
    return not {one.intent, other.intent} & _FAULTS


def _distinct(matters: Iterator[_Matter]) -> Iterator[_Matter]:
    """Yield each matter once, where it is first told."""
    seen: list[_Matter] = []
    for matter in matters:
        if not any(matter.same_as(other) for other in seen):
            seen.append(matter)
            yield matter


def _shown(clean: Clean, matter: _Matter) -> dict[str, Any]:
    text = clean.low[matter.start : matter.end]
    first = matter.start + len(text) - len(text.lstrip(" ,:–—-"))
    start, end = clean.span(first, matter.start + len(text.rstrip()))
    return {"start": start, "end": end, "intent": matter.intent, "service_code": matter.code}
