"""Numbers of cases, petitions, and institutions (schools, kindergartens, clinics)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from nlu.entities.found import Found
from nlu.entities.numbers import Number
from nlu.entities.scene import Scene

_CASE = re.compile(r"(?<!\w)[kк][vвb][\s._–-]{0,3}(20\d\d)[\s._–-]{0,3}(\d{1,6})(?!\d)")
_PADDED = re.compile(
    r"(?:заявк|заяв|звернен|обращен|справ|case|request|номер|number|№)\w{0,6}[\s:№#]{0,3}(0\d{5})(?!\d)"
)
_PETITION_STEMS = ("петиц", "petition")
_SIGNING_STEMS = ("підпис", "подпис", "голос", "sign", "підтрим", "поддерж")
_BEFORE_PETITION = frozenset("№ # номер номером number за під".split())
_INSTITUTIONS = tuple(
    "садок садоч садк садик садік садоц дитсад дитсадк детсад ясла ясел здо днз школ гімназ "
    "гимназ ліце лице ззсо сзш нвк поліклін поликлин лікарн больниц амбулатор цпмсд "
    "kindergarten school clinic hospital роддом пологов".split()
)
_WHOLE_INSTITUTIONS = frozenset("сад саду сада садом саді саде сш".split())
_AND_ANOTHER = frozenset("у в на та і и й або чи or to".split())
_NOT_NUMBERED = ("школяр", "лицем", "лицев", "школьн")
_INMATES = frozenset("діти дітей дети детей людей".split())
_MOST = 10


def cases(scene: Scene) -> Iterator[Found]:
    """Yield case numbers, however typed, as the project prints them: `KV-2026-000417`."""
    for match in islice(_CASE.finditer(scene.clean.low), _MOST):
        value = f"KV-{match[1]}-{int(match[2]):06d}"
        yield Found("case_number", *match.span(), value, 0.99)
    for match in islice(_PADDED.finditer(scene.clean.low), _MOST):
        value = f"KV-{scene.now.year}-{match[1]}"
        yield Found("case_number", *match.span(1), value, 0.8)


def petitions(scene: Scene) -> Iterator[Found]:
    """Yield petition numbers: after the word, or after a sign where signing is meant."""
    named = any(token.low.startswith(_PETITION_STEMS) for token in scene.tokens)
    signing = any(token.low.startswith(_SIGNING_STEMS) for token in scene.tokens)
    if not named and not signing:
        return
    for number in scene.numbers.values():
        if _is_petition(scene, number, named):
            yield from _with_following(scene, number)


def _is_petition(scene: Scene, number: Number, named: bool) -> bool:
    if number.in_words or _counts(scene, number) or len(scene.tokens[number.first].text) > 6:
        return False
    before = number.first - 1
    if scene.low(before) in (":", "-", "–", "—"):
        before -= 1
    if scene.low(before).startswith(_PETITION_STEMS):
        return True
    marked = scene.low(before) in _BEFORE_PETITION
    return marked and (named or scene.low(before) in ("№", "за"))


def _counts(scene: Scene, number: Number) -> bool:
    after = scene.low(number.last)
    counted = after.startswith(
        ("підпис", "подпис", "голос", "тис", "vote", "signature", "люд", "год")
    )
    return counted or scene.measures(number.last) or after in ("%", ":")


def _with_following(scene: Scene, number: Number) -> Iterator[Found]:
    """Yield the number with its suffix (`15021/2`), then those listed after it."""
    last, value = number.last, str(number.value)
    if scene.low(last) == "/" and scene.adjoins(last + 1) and last + 1 in scene.numbers:
        value, last = f"{value}/{scene.numbers[last + 1].value}", last + 2
    yield Found("petition_number", *scene.span(number.first, last), value, 0.9)
    at = last
    while scene.low(at) in (",", "і", "и", "та") and at + 1 in scene.numbers:
        following = scene.numbers[at + 1]
        if following.in_words or _counts(scene, following):
            return
        yield Found(
            "petition_number", *scene.span(at + 1, following.last), str(following.value), 0.8
        )
        at = following.last


def numbered_petitions(scene: Scene) -> Iterator[Found]:
    """Yield bare numbers that are a petition's where the message is about one: `записуйте №17`."""
    for number in scene.numbers.values():
        long = len(scene.tokens[number.first].text)
        marked = scene.low(number.first - 1) in ("№", "#", "номер")
        if number.in_words or number.ordinal or long > 6 or _counts(scene, number):
            continue
        if marked or long >= 3:
            yield Found(
                "petition_number", *scene.span(number.first, number.last), str(number.value), 0.7
            )


def institutions(scene: Scene) -> Iterator[Found]:
    """Yield numbers beside a school, kindergarten or clinic: `садок №123`, `57 школа`."""
    for place in range(len(scene.tokens)):
        if not _is_institution(scene, place):
            continue
        number = _number_after(scene, place) or _number_before(scene, place)
        if number is not None:
            yield _numbered(scene, number, 0.93)
            yield from _another(scene, number)
    yield from _unnamed_institutions(scene)


def _unnamed_institutions(scene: Scene) -> Iterator[Found]:
    """Yield numbers that are a school's or a kindergarten's where a child is the subject."""
    if not any(token.low.startswith(_EDUCATION) for token in scene.tokens):
        return
    for number in scene.numbers.values():
        signed = scene.low(number.first - 1) in ("№", "#")
        of_sign = scene.low(number.first - 2).startswith(_OTHER_NUMBERED)
        ordinal = number.ordinal and scene.low(number.first - 1) in ("із", "з", "від", "с", "из")
        if number.in_words or not 0 < number.value < 2000 or of_sign:
            continue
        if signed or (ordinal and number.value > 9 and not scene.measures(number.last)):
            yield _numbered(scene, number, 0.66)


_EDUCATION = (
    "клас", "класс", "садок", "садоч", "садик", "ясл", "ясел", "перевест", "першоклас", "доньк",
    "доню", "син", "дитин", "ребен", "сын", "школ", "ліце", "гімназ", "груп",
)  # fmt: skip
_OTHER_NUMBERED = (
    "квит",
    "буд",
    "дом",
    "кв",
    "петиц",
    "звернен",
    "заяв",
    "справ",
    "маршрут",
    "вікн",
)


def _is_institution(scene: Scene, place: int) -> bool:
    low = scene.low(place)
    if low in _WHOLE_INSTITUTIONS:
        return True
    return low.startswith(_INSTITUTIONS) and not low.startswith(_NOT_NUMBERED)


def _number_after(scene: Scene, place: int) -> Number | None:
    at = place + 1
    while scene.low(at) in ("№", "#", "номер", "n", ".", ",", "no", "number") and at - place < 4:
        at += 1
    return _usable(scene, scene.numbers.get(at))


def _number_before(scene: Scene, place: int) -> Number | None:
    number = next((n for n in scene.numbers.values() if n.last == place), None)
    return _usable(scene, number, before=True)


def _usable(scene: Scene, number: Number | None, *, before: bool = False) -> Number | None:
    if number is None or not 0 < number.value < 2000:
        return None
    if not before and (
        number.ordinal or (scene.measures(number.last) and scene.low(number.last) not in _INMATES)
    ):
        return None
    if before and not number.in_words and scene.low(number.first - 1) in ("/", "."):
        return None
    if before and number.in_words and (not number.ordinal or number.value == 2):
        return None  # `другий садок` is another one
    return number


def _numbered(scene: Scene, number: Number, confidence: float) -> Found:
    span = scene.span(number.first, number.last)
    return Found("institution_number", *span, str(number.value), confidence)


def _another(scene: Scene, number: Number) -> Iterator[Found]:
    """Yield the second of two: `з садка 120 у 346`."""
    for at in range(number.last, number.last + 4):
        second = scene.numbers.get(at + 1)
        if scene.low(at) in _AND_ANOTHER and second is not None:
            if not second.in_words and not second.ordinal and not scene.measures(second.last):
                yield _numbered(scene, second, 0.75)
            return
