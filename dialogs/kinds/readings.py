"""Readings of a meter, or a volume: two numbers or one, by day and by night."""

import re
from typing import Any

from dialogs.flow import SlotSpec
from dialogs.kinds.base import Kind, Words

_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,9}(?:[.,]\d{1,3})?(?!\d|[.,]\d|\s?(?:грн|гривен|₴|%|uah))", re.IGNORECASE
)
# What only somebody speaking of a meter says.
_METERS = re.compile(
    r"показ|показан|було|было|стало|попередн|предыдущ|поточн|теперішн|лічильник|счетчик|счётчик|"
    r"спожи|куб|\bм3|м³|\bm3|квт|кіловат|киловатт|гкал|гігакал|гигакал|kwh|reading|meter|"
    r"порах|розрах|скільки плат|скільки заплат|сколько плат|посчит|рассчит",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:стало|зараз|тепер|поточн|нині|нов[іе]|сейчас|теперь|текущ|now|present)", re.IGNORECASE
)
_PREVIOUS = re.compile(
    r"\b(?:було|попередн|минул|раніше|стар|было|предыдущ|прошл|before|previous)", re.IGNORECASE
)
_ZONE = re.compile(r"\b(?P<night>н[іо]ч\w*|night\w*)|\b(?:ден\w*|днем|вдень|day\w*)", re.IGNORECASE)
_MOST_OF_A_ZONE = 2


class ReadingsKind(Kind):
    """What a meter showed before and shows now, or what was used: {previous, present} or {used},
    each also with `night_` in front for a meter of two zones. Numbers as text, with a point.
    """

    takes = frozenset()

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        return readings_in(words.text) if _METERS.search(words.text) else None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        return readings_in(words.text)


def readings_in(text: str) -> dict[str, str] | None:
    """Return the readings of a text, None when there are none or more than make sense."""
    found: dict[str, str] = {}
    for zone, (numbers, words) in _by_zone(text).items():
        if len(numbers) > _MOST_OF_A_ZONE:
            return None
        if len(numbers) == 1:
            found[f"{zone}used"] = numbers[0]
        elif numbers:
            first, last = reversed(numbers) if _present_first(words) else numbers
            found |= {f"{zone}previous": first, f"{zone}present": last}
    return found or None


def _by_zone(text: str) -> dict[str, tuple[list[str], str]]:
    """The numbers of each zone and the words around them; all are of the day but the night's."""
    zones = list(_ZONE.finditer(text))
    if not any(zone["night"] for zone in zones):
        return {"": (_numbers(text), text)}
    first = _NUMBER.search(text)
    # «Ніч 80» or «80 ніч»: the word before its numbers, or behind them.
    before = first is None or zones[0].start() < first.start()
    starts = [zone.start() for zone in zones] if before else [0, *(z.end() for z in zones[:-1])]
    ends = [*starts[1:], len(text)]
    parts: dict[str, tuple[list[str], str]] = {}
    for zone, start, end in zip(zones, starts, ends, strict=True):
        parts["night_" if zone["night"] else ""] = (_numbers(text[start:end]), text[start:end])
    return parts


def _numbers(text: str) -> list[str]:
    return [found.replace(",", ".") for found in _NUMBER.findall(text)]


def _present_first(text: str) -> bool:
    """Whether of two numbers the first is what the meter shows now: «Зараз 352, а було 340»,
    «352 було 340». A word for a number stands before it, or all such words stand behind.
    """
    one, other = list(_NUMBER.finditer(text))[:2]
    before, between = text[: one.start()], text[one.end() : other.start()]
    if (named := _when(before)) is not None:
        return named
    behind = _when(text[other.end() :])
    second_is_present = behind if behind is not None else _when(between)
    return second_is_present is False


def _when(words: str) -> bool | None:
    """Whether the last of such words is one for now; None without any."""
    now, then = (list(one.finditer(words)) for one in (_PRESENT, _PREVIOUS))
    if not now and not then:
        return None
    return bool(now) and (not then or now[-1].start() > then[-1].start())
