"""Public figures: how bodies, services, districts and officials do, with the number behind each.

Rule: pure. Nothing is published of fewer than `FEWEST` cases, no mean of fewer than `FEWEST`
ratings; a report that was joined to another counts once, with the case it was joined to.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from statistics import fmean, median
from typing import Any, Literal

from core.lifecycle import ENDED
from core.model import Case, Rating
from core.terms import is_overdue

Dimension = Literal["body", "service_code", "district", "official"]

FEWEST = 5
GOOD = 4
# Of the normal distribution, for 95 % sureness.
_Z = 1.96
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one group. Units: shares from 0 to 1, days, scores from 1 to 5.

    `ended`: cases answered or closed; `in_term`: the share answered in term of those answered or
    overdue; `good_at_least`: with 95 % sureness at least this share of ratings is good (both scores
    `GOOD` or more). None: there is too little to publish.
    """

    by: Dimension
    key: str
    cases: int
    ended: int
    rated: int
    in_term: float | None
    median_days: float | None
    quality: float | None
    speed: float | None
    reopened: float | None
    good_at_least: float | None


def figures(cases: Iterable[Case], now: datetime) -> list[Figures]:
    """Return the figures of every group that is large enough, the largest of its kind first."""
    groups: dict[tuple[Dimension, str], list[Case]] = defaultdict(list)
    for case in cases:
        if case.joined_to is None:
            for name in _groups_of(case):
                groups[name].append(case)
    found = [_of(*name, group, now) for name, group in groups.items() if len(group) >= FEWEST]
    order = {name: place for place, name in enumerate(_KEYS)}
    return sorted(found, key=lambda f: (order[f.by], -f.cases, f.key))


def _groups_of(case: Case) -> Iterator[tuple[Dimension, str]]:
    for by, key_of in _KEYS.items():
        if key := key_of(case):
            yield by, key


def _official(case: Case) -> str | None:
    """Return whom a complaint is about, as its flow understood it."""
    return case.facts.get("about") if case.kind == "official_complaint" else None


_KEYS: Mapping[Dimension, Callable[[Case], str | None]] = {
    "body": lambda case: case.body,
    "service_code": lambda case: case.service_code,
    "district": lambda case: case.address.district if case.address else None,
    "official": _official,
}


def _of(by: Dimension, key: str, group: list[Case], now: datetime) -> Figures:
    ended = [case for case in group if case.status in ENDED and case.answered_at]
    late = [case for case in group if is_overdue(case, now)]
    in_term = [case.answered_at is not None and case.answered_at <= case.due_at for case in ended]
    days = [_days(case) for case in ended]
    ratings = [case.rating for case in group if case.rating is not None]
    return Figures(
        by=by,
        key=key,
        cases=len(group),
        ended=len(ended),
        rated=len(ratings),
        in_term=_published(fmean, [*in_term, *(False for _ in late)]),
        median_days=_published(median, days),
        quality=_published(fmean, [rating.quality for rating in ratings]),
        speed=_published(fmean, [rating.speed for rating in ratings]),
        reopened=_published(fmean, [case.reopened > 0 for case in group if _was_ended(case)]),
        good_at_least=_published(_wilson, [_is_good(rating) for rating in ratings]),
    )


def _was_ended(case: Case) -> bool:
    return case.status in ENDED or case.reopened > 0


def _days(case: Case) -> float:
    """Return how long the resident waited for the answer that stands, reopenings included."""
    if case.answered_at is None:
        raise ValueError(f"{case.number} has no answer to count days to")
    return (case.answered_at - case.registered_at).total_seconds() / _DAY_S


def _is_good(rating: Rating) -> bool:
    return min(rating.quality, rating.speed) >= GOOD


def _published(figure: Callable[[Any], float], values: list[Any]) -> float | None:
    return round(float(figure(values)), 3) if len(values) >= FEWEST else None


def _wilson(good: list[bool]) -> float:
    """Return the lower bound of the share of good ones (Wilson's interval for a proportion)."""
    n = len(good)
    share = sum(good) / n
    middle = share + _Z * _Z / (2 * n)
    spread = _Z * sqrt((share * (1 - share) + _Z * _Z / (4 * n)) / n)
    return max((middle - spread) / (1 + _Z * _Z / n), 0.0)
