"""Ratings of a closed case: digits, words, stars; of its quality or of its speed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nlu.entities.found import Found
from nlu.entities.numbers import Number
from nlu.entities.scene import Scene
from nlu.entities.stems import Stems

_NAMED = {
    "5": "пятак пятьорк пятірк пятерк пятёрк пятірочк пятерочк",
    "4": "четвьорк четвірк четверк четвёрк четвірочк четверочк",
    "3": "трійк тройк троечк трієчк троєчк",
    "2": "двійк двойк двієчк двоечк",
    "1": "одиниц единиц одиничк",
}
_GRADES = Stems.listed(_NAMED)
_VERDICTS = {
    "5": "відмінно отлично чудово супер бездоганно найкраще прекрасно excellent perfect шикарно "
    "висока відмінна",
    "4": "добре хорошо good гарно непогано неплохо",
    "3": "задовільно нормально середня середньо средне удовлетворительно okay нормас терпимо",
    "2": "погано плохо незадовільно неудовлетворительно bad poor слабо",
    "1": "жахливо ужасно огидно жах кол terrible awful horrible кошмар отвратительно",
}
_VERDICT_OF = {word: value for value, words in _VERDICTS.items() for word in words.split()}
_STARS = re.compile(r"[⭐★🌟]\s?(?:[⭐★☆🌟]\s?){0,9}")
_QUALITY = (
    "якіст",
    "якост",
    "качеств",
    "quality",
    "результат",
    "yakist",
    "робот",
    "роботу",
    "работ",
    "тепло",
)
_SPEED = ("швидк", "скорост", "speed", "shvydk", "строк", "оперативн", "час", "время", "термін")
_OUT_OF = frozenset("з из of out / із".split())
_GRADING = frozenset(
    "за на — - – : оцінка оценка якість швидкість качество скорость ставлю quality speed "
    "was".split()
)
_HIGHEST = 5
_MOST = 8


def ratings(scene: Scene) -> list[Found]:
    """Return every rating with its role where the message says it."""
    found = [*_stars(scene), *_named(scene), *_numbered(scene)]
    if not found:
        found = list(_verdicts(scene))
    found = found[:_MOST]
    return [_with_role(scene, one, found) for one in found]


def _stars(scene: Scene) -> Iterator[Found]:
    for match in _STARS.finditer(scene.clean.text):
        filled = sum(match.group().count(star) for star in "⭐★🌟")
        if 1 <= filled <= _HIGHEST:
            end = match.start() + len(match.group().rstrip())
            yield Found("rating", match.start(), end, str(filled), 0.95)


def _named(scene: Scene) -> Iterator[Found]:
    for place, token in enumerate(scene.tokens):
        value = _GRADES.of(token.skeleton)
        if value is not None and not token.low.endswith(("ки", "ок")):
            yield Found("rating", *scene.span(place, place + 1), value, 0.93)


def _numbered(scene: Scene) -> Iterator[Found]:
    for number in scene.numbers.values():
        if not 1 <= number.value <= _HIGHEST or number.ordinal:
            continue
        last = _behind(scene, number)
        if last is not None:
            yield Found("rating", *scene.span(number.first, last), str(number.value), 0.72)


def _behind(scene: Scene, number: Number) -> int | None:
    """Return where the rating ends, None when the number is none: `3 дні`, `5` of `4/5`."""
    before, after = scene.low(number.first - 1), scene.low(number.last)
    ends = {one.last for one in scene.numbers.values()}
    of_number = before in _OUT_OF and bool(ends & {number.first - 1, number.first - 2})
    joined = before == "-" and scene.adjoins(number.first)
    if of_number or joined or before in ("№", "kv", "+"):
        return None
    if after in ("з", "із", "with") and scene.low(number.last + 1).startswith(
        ("плюс", "мінус", "минус")
    ):
        return number.last + 2
    if after.startswith(("бал", "зір", "звезд", "star")):
        return number.last + (number.in_words and after.startswith("зір"))
    if after in (":", "%", "-") or (
        scene.measures(number.last) and after not in ("і", "з", "за", "м")
    ):
        return None
    return number.last


def _verdicts(scene: Scene) -> Iterator[Found]:
    for place, token in enumerate(scene.tokens):
        value = _VERDICT_OF.get(token.low)
        graded = len(scene.tokens) <= 2 or scene.low(place - 1) in _GRADING
        if value is not None and graded:
            yield Found("rating", *scene.span(place, place + 1), value, 0.55)


def _with_role(scene: Scene, rating: Found, all_ratings: list[Found]) -> Found:
    """Return the rating with the role of the nearest word that names one, within its own part."""
    low = scene.clean.low
    before = max((other.end for other in all_ratings if other.end <= rating.start), default=0)
    behind = min(
        (other.start for other in all_ratings if other.start >= rating.end), default=len(low)
    )
    left, right = low[before : rating.start], low[rating.end : behind]
    role = _role_in(re.split(r"[,.;]", left)[-1], nearest_last=True) or _role_after(right)
    return replace(rating, role=role) if role else rating


def _role_after(text: str) -> str | None:
    part = re.split(r"[,.;]", text)[0].split()
    if part and part[0] in ("за", "по", "for", "на"):
        return _role_in(" ".join(part[:3]), nearest_last=False)
    return _role_in(part[0], nearest_last=False) if part else None


def _role_in(text: str, *, nearest_last: bool) -> str | None:
    roles = [_role(word) for word in re.findall(r"\w+", text)]
    named = [role for role in roles if role]
    if not named:
        return None
    return named[-1] if nearest_last else named[0]


def _role(word: str) -> str | None:
    if word.startswith(_QUALITY):
        return "quality"
    return "speed" if word.startswith(_SPEED) and word != "часто" else None
