"""Times of day: on the clock, in words, by the part of the day."""

from __future__ import annotations

from nlu.entities.calendar import Read
from nlu.entities.numbers import Number
from nlu.entities.scene import Scene

_AT = frozenset("о об в у на до після после с з по около близько к at by after from till".split())
_PARTS = {
    "morning": "зранку вранці уранці утром ранок ранку ранком утра утро поутру morning",
    "afternoon": "вдень удень днем днём пообіддя обід обіду обіді обеда afternoon полудень",
    "evening": "ввечері увечері вечером вечором вечір вечора вечера вечер evening tonight",
    "night": "вночі уночі ночью ніч ночі ночи ночь night",
}
_PART_OF = {word: part for part, words in _PARTS.items() for word in words.split()}
_ADVERBS = frozenset(
    "зранку вранці уранці утром вдень удень днем днём ввечері увечері вечером вечором вночі "
    "уночі ночью "
    "поутру tonight".split()
)
_HOUR_PARTS = {
    "ранку": 0,
    "утра": 0,
    "ночі": 0,
    "ночи": 0,
    "am": 0,
    "дня": 12,
    "вечора": 12,
    "вечера": 12,
    "pm": 12,
}
_HOUR_WORDS = frozenset("година годині годин години часов часа час".split())
_MINUTE_WORDS = ("хвилин", "хв", "минут")
_NAMED = {
    "опівночі": "00:00",
    "полночь": "00:00",
    "midnight": "00:00",
    "опівдні": "12:00",
    "полдень": "12:00",
    "noon": "12:00",
}
_HALVES = frozenset("пів половина половину половині пол".split())
_QUARTERS = frozenset("чверть четверть".split())
_SHORT_OF = frozenset("за без".split())
_FROM = frozenset("з із с від от from".split())
_TO = frozenset("до to".split())
_MEAL = frozenset("обід обіду обіді обеда обед".split())
_Clock = tuple[int, str, float]
"""The place behind a time, its value and how sure it is."""


def time_at(scene: Scene, place: int) -> Read | None:
    """Return the time of day that begins at a place."""
    word = scene.low(place)
    if word in _NAMED:
        return "time", place, place + 1, _NAMED[word], 0.9
    read = (
        _clock(scene, place)
        or _half_past(scene, place)
        or _short_of(scene, place)
        or _hour(scene, place)
    )
    if read is not None:
        last, value, confidence = read
        return "time", place, last, value, confidence
    return _part_of_day(scene, place)


def part_of_day(word: str) -> str | None:
    """Return the part of day that a word names away from its adverb: `ранку`, `ночі`."""
    return None if word in _ADVERBS else _PART_OF.get(word)


def _clock(scene: Scene, place: int) -> _Clock | None:
    """Return `14:30`, `9.30` after a preposition, `14-30` after one."""
    if place not in scene.numbers:
        return None
    tokens = [scene.low(at) for at in range(place, place + 3)]
    if not (tokens[0].isdecimal() and tokens[2].isdecimal() and len(tokens[2]) == 2):
        return None
    if len(tokens[0]) > 2 or tokens[1] not in (":", ".", "-"):
        return None
    if tokens[1] != ":" and scene.low(place - 1) not in ("о", "об", "на", "в"):
        return None
    hour, minute = int(tokens[0]), int(tokens[2])
    if hour > 23 or minute > 59:
        return None
    return _with_part(scene, place + 3, hour, minute, 0.95)


def _half_past(scene: Scene, place: int) -> _Clock | None:
    """Return `пів на третю`, `половина п'ятої`, `чверть на шосту`, `чверть по другій`."""
    word = scene.low(place)
    if word not in _HALVES | _QUARTERS:
        return None
    past = scene.low(place + 1) == "по"
    at = place + 1 + (past or scene.low(place + 1) in ("на", "до"))
    number = scene.numbers.get(at)
    if number is None or not 1 <= number.value <= 12 or not number.ordinal:
        return None
    hour = number.value if past else number.value - 1
    return _told(scene, number.last, hour, 15 if word in _QUARTERS else 30)


def _short_of(scene: Scene, place: int) -> _Clock | None:
    """Return `за п'ять восьма`, `без десяти три`."""
    minutes = scene.numbers.get(place + 1)
    if scene.low(place) not in _SHORT_OF or minutes is None or not 1 <= minutes.value < 30:
        return None
    at = minutes.last + scene.low(minutes.last).startswith(_MINUTE_WORDS)
    hour = scene.numbers.get(at)
    if hour is None or not 1 <= hour.value <= 12 or not hour.in_words or minutes.ordinal:
        return None
    if scene.measures(hour.last) or not (hour.ordinal or scene.low(place) == "без"):
        return None
    return _told(scene, hour.last, hour.value - 1, 60 - minutes.value)


def _told(scene: Scene, at: int, hour: int, minute: int) -> _Clock:
    """Return a time in words, by day unless its part of day is said."""
    said = scene.low(at) in _HOUR_PARTS
    return _with_part(scene, at, hour if said else _waking(hour), minute, 0.85)


def _waking(hour: int) -> int:
    """Return the hour of the day that people mean when they do not say which half of it."""
    return (hour + 12) % 24 if hour < 7 else hour


def _hour(scene: Scene, place: int) -> _Clock | None:
    """Return `о десятій`, `о 6 ранку`, `до третьої ночі`, `на 9`, `14 година`, `о 9 годині 30`."""
    number = scene.numbers.get(place)
    if number is None or not 0 <= number.value <= 24:
        return None
    last = number.last
    behind = last + (scene.low(last) in _HOUR_WORDS)
    if scene.low(behind) in _HOUR_PARTS and not _counted_day(scene, number, behind):
        return _with_part(scene, behind, number.value % 24, 0, 0.9)
    before = scene.low(place - 1)
    named = behind > last and (number.ordinal or before in ("о", "об", "на"))
    spoken = _spoken_hour(scene, number)
    if spoken or named or before in ("о", "об"):
        minute = _minute(scene, behind if named else last)
        if minute is not None:
            return minute[0], f"{number.value % 24:02d}:{minute[1]:02d}", 0.85
    told = before in ("о", "об") or (spoken and before in _AT) or _in_span(scene, number)
    if named or (told and not scene.measures(last)) or _just_now(scene, number):
        by_day = spoken and 1 <= number.value < 7
        hour = _waking(number.value) if by_day else number.value % 24
        return (behind if named else last), f"{hour:02d}:00", 0.8
    return None


def _spoken_hour(scene: Scene, number: Number) -> bool:
    """Say whether an ordinal may be an hour: feminine, and no noun behind it: `о третій`."""
    word = scene.low(number.last - 1)
    feminine = word == "сьому" or word.endswith(_FEMININE_ENDINGS)
    return number.ordinal and number.in_words and feminine and not _noun(scene, number.last)


_FEMININE_ENDINGS = ("ій", "ої", "ту", "шу", "гу", "ню", "тю", "ой", "та", "ма", "тя", "ша", "га")


def _just_now(scene: Scene, number: Number) -> bool:
    """Say whether it is that hour already: `вже дев'ята`, but not `вже третій`."""
    told = scene.low(number.first - 1) in ("вже", "уже")
    return told and _spoken_hour(scene, number) and scene.low(number.last - 1)[-1] in "ая"


def _minute(scene: Scene, place: int) -> tuple[int, int] | None:
    """Return the place behind minutes and their number: `тридцять`, `30 хвилин`."""
    number = scene.numbers.get(place)
    if number is None or number.ordinal or not 1 <= number.value <= 59:
        return None
    named = scene.low(number.last).startswith(_MINUTE_WORDS)
    if not named and not (number.in_words and number.value % 5 == 0):
        return None
    return number.last + named, number.value


def _in_span(scene: Scene, number: Number) -> bool:
    """Say whether an hour begins or ends a span: `з 9 до 18`."""
    first, last = number.first, number.last
    if scene.low(first - 1) in _FROM and scene.low(last) in _TO:
        return _ends_span(scene, scene.numbers.get(last + 1))
    start = next((one for one in scene.numbers.values() if one.last == first - 1), None)
    if start is None or scene.low(first - 1) not in _TO or start.value > 24:
        return False
    return scene.low(start.first - 1) in _FROM and _ends_span(scene, number)


def _ends_span(scene: Scene, number: Number | None) -> bool:
    if number is None or number.value > 24:
        return False
    hours = scene.low(number.last) in _HOUR_WORDS or scene.low(number.last) in _HOUR_PARTS
    return hours or not (scene.measures(number.last) or _noun(scene, number.last))


def _noun(scene: Scene, place: int) -> bool:
    return bool(scene.lexicon.tags(scene.low(place)) & {"NOUN", "ADJF"})


def _counted_day(scene: Scene, number: Number, at: int) -> bool:
    """Say whether `2 дня` counts days."""
    return (
        scene.low(at) == "дня"
        and not number.ordinal
        and scene.low(number.first - 1) not in ("о", "об")
    )


def _with_part(
    scene: Scene, at: int, hour: int, minute: int, confidence: float
) -> tuple[int, str, float]:
    """Return the time with its part of day: `о сьомій вечора` is 19:00."""
    shift = _HOUR_PARTS.get(scene.low(at))
    if shift is None:
        return at, f"{hour:02d}:{minute:02d}", confidence
    if shift == 12 and hour < 12:
        hour += 12
    if shift == 0 and hour == 12:
        hour = 0
    return at + 1, f"{hour % 24:02d}:{minute:02d}", confidence


_BEFORE_PART = frozenset("на з до серед in the at tomorrow завтра в под під".split())


def _part_of_day(scene: Scene, place: int) -> Read | None:
    word = scene.low(place)
    part = _PART_OF.get(word)
    before = scene.low(place - 1)
    if part is None or before.startswith(("добр", "good", "спокійн", "спокойн", "доброї")):
        return None
    if word in _MEAL and before in ("після", "после", "по", "до"):
        return "time", place - 1, place + 1, "morning" if before == "до" else "afternoon", 0.85
    adverb = word in _ADVERBS
    placed = before in _BEFORE_PART
    if not adverb and not placed:
        return None
    return "time", place, place + 1, part, 0.85 if adverb else 0.75
