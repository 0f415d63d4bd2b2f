"""Two matters in one message: where each stands and what it is.

Careful on purpose: a second matter that is not there costs a resident more than one that is asked
for again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

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
    r"крім того|окрім того|кроме того|по-друге|во-вторых|друге питання|і друге|и второе|"
    r"and also|also)\b[\s,:]{0,4}"
)
_WORD = re.compile(r"\w+")
_LONGEST = 1_500
_MOST_PARTS = 12
_LEAST_WORDS = 2
_SURE = 0.6
_SURE_CODE = 0.45
_SURER = 0.8
_SURER_CODE = 0.6


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
    parts = [
        part for part in _parts(clean.low) if len(_WORD.findall(part.of(clean.low))) >= _LEAST_WORDS
    ]
    if not 2 <= len(parts) <= _MOST_PARTS:
        return []
    matters = list(_distinct(_judged(clean, entities, judge, parts)))
    return [_shown(clean, matter) for matter in matters] if len(matters) > 1 else []


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
        least, least_code = (_SURE, _SURE_CODE) if part.more else (_SURER, _SURER_CODE)
        sure_code = intent not in _FAULTS or (code is not None and code[1] >= least_code)
        told = part.more or intent in _FAULTS or part is parts[0]
        if intent in MATTERS and told and chance >= least and sure_code:
            yield _Matter(part.start, part.end, intent, code[0] if code else None)


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
