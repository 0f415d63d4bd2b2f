"""Entrance, floor and flat numbers: each beside its word, before or behind it.

Words and numbers in turn make a chain, and how it ends says which belong together: of `15, 2
під'їзд 3 поверх` each number precedes its word, of `15, під'їзд 2 поверх 3` each follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nlu.entities.found import Found
from nlu.entities.house import FLAT_WORDS, HOUSE_WORDS, NUMBER_SIGNS, is_whole
from nlu.entities.numbers import Number
from nlu.entities.scene import Scene

_STEMS = {
    "entrance": ("пидизд", "пиизд", "подизд", "подезд", "парадн", "entrance"),
    "floor": ("поверх", "поверс", "етаж", "floor"),
}
_SEVERAL = (
    "поверхив",
    "поверхов",
    "поверхи",
    "поверхах",
    "поверхам",
    "етажеи",
    "етажн",
    "етажи",
    "етажк",
    "етажах",
)
_SHORT = {
    "пд": "entrance",
    "под": "entrance",
    "під": "entrance",
    "пов": "floor",
    "эт": "floor",
    "ет": "floor",
}
_FLAT_AFTER = frozenset("квартира квартиру квартирі квартире квартирою квартирой".split())
_MOST = {"entrance": 30, "floor": 60, "apartment": 9_999}
_EVERY = ("кожн", "кажд")
_BETWEEN = frozenset(", . : - –".split()) | NUMBER_SIGNS


@dataclass(frozen=True, slots=True)
class _Link:
    """A word of an address (`kind` says of what) or a number, at tokens `first` to `last`."""

    first: int
    last: int
    kind: str | None
    number: Number | None


def parts(scene: Scene) -> Iterator[Found]:
    """Yield entrances, floors and flats: `2-й під'їзд`, `на п'ятому поверсі`, `кв. 12`."""
    for chain in _chains(scene):
        behind = chain[-1].number is not None
        for at, link in enumerate(chain):
            if link.kind in _MOST:
                yield from _beside(scene, chain, at, behind=behind)


_ABOUT_FLOORS = (
    "лифт", "кабина", "кабини", "кабину", "пидизд", "подезд", "поверх", "поверс", "етаж", "перила",
    "сход", "ступен", "мусоропров", "смиттепров", "ковш", "балкон", "сусид", "сосед", "ваннии",
    "стеля", "кнопк", "консерж", "пидиом",
)  # fmt: skip
_TO_FLOOR = frozenset("на до з із с по між и і й та".split())
_FLOOR_CASES = {
    "ому": "loct", "ом": "loct", "му": "loct", "ого": "gent", "го": "gent", "им": "ablt",
    "ім": "ablt", "ий": "accs", "й": "accs",
}  # fmt: skip


def about_floors(scene: Scene) -> bool:
    """Say whether lone ordinals of a message are floors: it speaks of a lift, of stairs."""
    return any(token.skeleton.startswith(_ABOUT_FLOORS) for token in scene.tokens)


def lone_floors(scene: Scene) -> Iterator[Found]:
    """Yield floors told by their number alone: `кабіна стоїть на третьому`."""
    if not about_floors(scene):
        return
    for number in scene.numbers.values():
        word, before = scene.low(number.last - 1), scene.low(number.first - 1)
        if not number.ordinal or not 0 < number.value <= 30 or before not in _TO_FLOOR:
            continue
        case = next((case for end, case in _FLOOR_CASES.items() if word.endswith(end)), None)
        tags = scene.lexicon.tags(scene.low(number.last))
        if case is None or scene.measures(number.last) or _kind(scene, number.last):
            continue
        if tags & {"NOUN", "ADJF"} and case in tags:
            continue
        yield Found("floor", *scene.span(number.first, number.last), str(number.value), 0.7)


def _chains(scene: Scene) -> Iterator[list[_Link]]:
    """Yield words and numbers that take turns with no more than signs between them."""
    chain: list[_Link] = []
    place = 0
    while place < len(scene.tokens):
        link = _link(scene, place)
        if link is None:
            if chain and not _may_stand_between(scene, place):
                yield chain
                chain = []
            place += 1
            continue
        if chain and (chain[-1].kind is None) == (link.kind is None):
            yield chain
            chain = []
        chain.append(link)
        place = link.last
    if chain:
        yield chain


def _link(scene: Scene, place: int) -> _Link | None:
    number = scene.numbers.get(place)
    if number is not None:
        return _Link(place, number.last, None, number) if _names(scene, number) else None
    kind = _kind(scene, place)
    return _Link(place, place + 1, kind, None) if kind else None


def _names(scene: Scene, number: Number) -> bool:
    """Say whether a number may name something rather than count: not `5 днів`, not `2,5`."""
    if not is_whole(scene, number):
        return False
    after = scene.low(number.last)
    if number.ordinal and number.in_words and after[:3] in ("ден", "доб", "рік", "міс", "тиж"):
        return False
    return _kind(scene, number.last) is not None or not scene.measures(number.last)


def _kind(scene: Scene, place: int) -> str | None:
    low, key = scene.low(place), scene.key(place)
    if low in FLAT_WORDS:
        return "apartment"
    if low in HOUSE_WORDS:
        return "house"
    if low in _SHORT:
        dotted = scene.low(place + 1) == "."
        ended = scene.low(place + 1) in ("", ",", ".", ";") or place + 1 in scene.numbers
        alone = low == "під" and not dotted and _preceding(scene, place) is None
        return _SHORT[low] if ended and not alone else None
    if key.startswith(_SEVERAL):
        return None
    return next((kind for kind, stems in _STEMS.items() if key.startswith(stems)), None)


def _preceding(scene: Scene, place: int) -> Number | None:
    return next((number for number in scene.numbers.values() if number.last == place), None)


def _may_stand_between(scene: Scene, place: int) -> bool:
    if scene.low(place) in _BETWEEN:
        return True
    told = scene.low(place) in ("в", "у", "на") and scene.low(place - 1) == ","
    number = scene.numbers.get(place + 1)
    return told and number is not None and number.ordinal


def _beside(scene: Scene, chain: list[_Link], at: int, *, behind: bool) -> Iterator[Found]:
    kind = chain[at].kind or ""
    if kind == "apartment":
        behind = at + 1 < len(chain) or scene.low(chain[at].first) not in _FLAT_AFTER
    place = at + 1 if behind else at - 1
    number = chain[place].number if 0 <= place < len(chain) else None
    if number is None or not 0 < number.value <= _MOST[kind]:
        return
    if kind == "apartment" and number.ordinal and behind:
        return
    if not behind and not _may_precede(scene, chain, at, number):
        return
    yield Found(kind, *scene.span(number.first, number.last), str(number.value), 0.95)


def _may_precede(scene: Scene, chain: list[_Link], at: int, number: Number) -> bool:
    """Say whether the number before a word is the word's own: not of `кв. 5`, not `3 під'їзди`."""
    link = chain[at]
    if number.last != link.first:
        return False
    if at >= 2 and chain[at - 2].kind in ("apartment", "house"):
        return False
    before, word = scene.low(number.first - 1), scene.low(link.first)
    if before in FLAT_WORDS or before.startswith(_EVERY):
        return False
    several = len(word) > 3 and word.endswith(("и", "ів", "ов", "а", "ы", "s"))
    return number.ordinal or not several
