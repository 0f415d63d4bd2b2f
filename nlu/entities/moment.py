"""Dates, times of day, and since when something lasts, read against the moment of the message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from nlu.entities import calendar as cal
from nlu.entities.found import Found
from nlu.entities.numbers import Number
from nlu.entities.scene import Scene

_FROM = frozenset("з із зі зо від с со от since from".split())
_ONLY_SINCE = frozenset("з із зі зо с со since".split())
_UNTIL = frozenset("до на по till until".split())
_NEXT = ("наступн", "следующ", "будущ", "next", "майбутн")
_LAST = ("минул", "прошл", "last", "попередн", "предыдущ")
_THIS = ("цього", "цей", "ця", "цю", "ціє", "цьом", "этой", "этого", "этот", "эту", "this")
_IN = frozenset("через in".split())
_AGO = frozenset("тому назад ago".split())
_AT = frozenset("о об в у на до після після с з по около близько к at by after from till".split())
_NOT_LASTING = frozenset(
    "за на через до протягом впродовж цей цього минулий минулого прошлый прошлой наступний "
    "наступного кожен кожні кожну кожного каждый каждые каждую раз по в у межах течение весь "
    "всю цілий кожної останній последний последние останні строк термін повний повну каже ще еще "
    "перший кілька".split()
)
_PARTS = {
    "morning": "зранку вранці уранці утром ранок ранку ранком утра утро поутру morning",
    "afternoon": "вдень удень днем днём обід обіду обеда afternoon полудень",
    "evening": "ввечері увечері вечером вечором вечір вечора вечер evening tonight",
    "night": "вночі уночі ночью ніч ночі ночи ночь night",
}
_PART_OF = {word: part for part, words in _PARTS.items() for word in words.split()}
_ADVERBS = frozenset(
    "зранку вранці уранці утром вдень удень днем днём ввечері увечері вечером вечором вночі "
    "уночі ночью "
    "поутру tonight".split()
)
_HOUR_PARTS = {"ранку": 0, "утра": 0, "ночі": 0, "ночи": 0, "дня": 12, "вечора": 12, "вечера": 12}
_HOUR_WORDS = frozenset("година годині годин години часов часа час".split())


def moments(scene: Scene) -> list[Found]:
    """Return the dates, times and beginnings of a message."""
    today = scene.now.date()
    taken: list[Found] = []
    place = 0
    while place < len(scene.tokens):
        read = (
            _since(scene, place, today)
            or _lasting(scene, place, today)
            or _date(scene, place, today)
            or _time(scene, place)
        )
        if read is None:
            place += 1
            continue
        entity, first, last, value, confidence = read
        taken.append(Found(entity, *scene.span(first, last), value, confidence))
        place = max(place + 1, last)
    return taken


_Read = tuple[str, int, int, str, float]
_Day = tuple[int, str]
"""The place behind a date and its ISO value."""


def _since(scene: Scene, place: int, today: date) -> _Read | None:
    """Return `з понеділка`, `від серпня`, `с утра`, `з 15 жовтня`, `з літа`."""
    word = scene.low(place)
    if word not in _FROM:
        return None
    at = place + 1 + scene.low(place + 1).startswith("сам")
    begun = _beginning(scene, at, today)
    if begun is None:
        return None
    last, value = begun
    if scene.low(last) == "на" and _date(scene, last + 1, today):
        return None
    if word not in _ONLY_SINCE and at in scene.numbers:
        return None
    return "since", place, last, value, 0.85


def _beginning(scene: Scene, at: int, today: date) -> _Day | None:
    part = _PART_OF.get(scene.low(at))
    if part and scene.low(at) not in _ADVERBS:
        after_day = scene.key(at - 2) in cal.WEEKDAYS or scene.key(at - 2) in cal.DAYS_AWAY
        return None if after_day else (at + 1, today.isoformat())
    key = scene.key(at)
    if key in cal.DAYS_AWAY and cal.DAYS_AWAY[key] <= 0:
        return at + 1, _away(today, cal.DAYS_AWAY[key])
    if key in cal.WEEKDAYS:
        return at + 1, _last_weekday(today, cal.WEEKDAYS[key]).isoformat()
    if key in cal.SEASON_STARTS:
        return at + 1, _last_month(today, cal.SEASON_STARTS[key]).isoformat()
    if key in cal.MONTHS:
        return _with_year(scene, at + 1, _last_month(today, cal.MONTHS[key]))
    if scene.low(at).startswith(_LAST):
        return _last_period(scene, at + 1, today)
    return _past_day(scene, at, today) or _since_year(scene, at, today)


def _with_year(scene: Scene, at: int, begun: date) -> _Day:
    number = scene.numbers.get(at)
    if number and 1990 <= number.value <= 2100:
        last = number.last + (cal.UNITS.get(scene.key(number.last)) == "year")
        return last, begun.replace(year=number.value).isoformat()
    return at, begun.isoformat()


def _last_period(scene: Scene, at: int, today: date) -> _Day | None:
    unit = cal.UNITS.get(scene.key(at))
    if unit == "week":
        return at + 1, cal.week_range(today, -1).split("/")[0]
    if unit == "month":
        return at + 1, cal.month_of(today, -1).isoformat()
    if unit == "year":
        return at + 1, f"{today.year - 1}-01-01"
    weekday = cal.WEEKDAYS.get(scene.key(at))
    if weekday is not None:
        return at + 1, _last_weekday(today, weekday).isoformat()
    month = cal.MONTHS.get(scene.key(at)) or cal.SEASON_STARTS.get(scene.key(at))
    return (at + 1, _last_month(today, month).isoformat()) if month else None


def _past_day(scene: Scene, at: int, today: date) -> _Day | None:
    read = _day_and_month(scene, at, today) or _dotted(scene, at, today, bare=True)
    if read is None:
        return None
    last, day = read
    if day > today:
        day = cal.safe_date(day.year - 1, day.month, day.day) or day
    return last, day.isoformat()


def _since_year(scene: Scene, at: int, today: date) -> _Day | None:
    number = scene.numbers.get(at)
    if number is None or number.in_words or not 1990 <= number.value <= today.year:
        return None
    last = number.last + (cal.UNITS.get(scene.key(number.last)) == "year")
    return last, f"{number.value}-01-01"


def _away(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()


def _last_weekday(today: date, weekday: int) -> date:
    return today - timedelta(days=(today.weekday() - weekday) % 7)


def _last_month(today: date, month: int) -> date:
    return date(today.year if month <= today.month else today.year - 1, month, 1)


def _lasting(scene: Scene, place: int, today: date) -> _Read | None:
    """Return `третій день`, `вже тиждень`, `другу добу поспіль`, `три місяці`, `пів року`."""
    number = scene.numbers.get(place)
    if number is not None:
        return _counted(scene, number, today)
    before = scene.low(place - 1)
    if scene.low(place) in ("пів", "пол") and cal.UNITS.get(scene.key(place + 1)):
        return _lasted(scene, place, place + 2, cal.UNITS[scene.key(place + 1)], 0.5, today)
    half = scene.key(place).removeprefix("пив").removeprefix("пол")
    if half != scene.key(place) and cal.UNITS.get(half) and len(half) > 3:
        return _lasted(scene, place, place + 1, cal.UNITS[half], 0.5, today)
    unit = cal.UNITS.get(scene.key(place))
    lasting = before in ("вже", "уже", "for", "a") or unit in ("week", "month")
    if unit is not None and lasting and scene.low(place) in _SINGLE_PERIODS:
        return _lasted(scene, place, place + 1, unit, 1, today)
    return None


_SINGLE_PERIODS = frozenset(
    "тиждень неделю неделі недєлю місяць месяц мєсяц рік год добу сутки годину час week "
    "month year".split()
)


def _counted(scene: Scene, number: Number, today: date) -> _Read | None:
    unit = cal.UNITS.get(scene.key(number.last))
    if unit is None or number.value > 1000:
        return None
    before = scene.low(number.first - 1)
    if before in ("о", "об", "до", "після", "/") or scene.low(number.first + 1) == "/":
        return None
    if (
        not number.ordinal
        and unit in ("year", "hour", "minute")
        and before not in ("вже", "уже", "for")
    ):
        return None
    if unit == "year" and number.value > _MOST_YEARS:
        return None
    count = number.value - 1 if number.ordinal else number.value
    return _lasted(scene, number.first, number.last + 1, unit, count, today)


_MOST_YEARS = 12


def _lasted(
    scene: Scene, first: int, last: int, unit: str, count: float, today: date
) -> _Read | None:
    """Return the beginning of what lasts so long, unless the words around say otherwise."""
    if _not_lasting(scene, first, last):
        return None
    last += scene.low(last) in ("поспіль", "підряд", "подряд")
    sure = scene.low(first - 1) in ("вже", "уже", "for") or scene.low(last - 1) in (
        "поспіль",
        "підряд",
    )
    begun = cal.earlier(today, unit, count).isoformat()
    return "since", first, last, begun, 0.9 if sure else 0.75


def _not_lasting(scene: Scene, first: int, last: int) -> bool:
    before = scene.low(first - 1)
    if before in _NOT_LASTING or before.startswith((*_NEXT, *_LAST)) or scene.low(last) in _AGO:
        return True
    if before == "-" or scene.low(last) == "-":
        return True
    if scene.low(last) == "на":
        return cal.UNITS.get(scene.key(last + 1)) is not None
    return scene.low(last) in ("раз", "разів", "раза", "old", "від", "народження", "віку")


def _date(scene: Scene, place: int, today: date) -> _Read | None:
    """Return a day or a range of days."""
    read = (
        _relative(scene, place, today)
        or _full_date(scene, place, today)
        or _weekday(scene, place, today)
        or _period(scene, place, today)
        or _shifted(scene, place, today)
        or _whole_month(scene, place, today)
        or _whole_year(scene, place, today)
    )
    if read is None:
        return None
    last, value = read
    first = place + 1 if scene.low(place) in _DATE_PREPOSITIONS else place
    return "date", first, last, value, 0.9


_DATE_PREPOSITIONS = frozenset("на у в до за по з від с от після".split())


def _relative(scene: Scene, place: int, today: date) -> _Day | None:
    days = cal.DAYS_AWAY.get(scene.key(place))
    return None if days is None else (place + 1, _away(today, days))


def _full_date(scene: Scene, place: int, today: date) -> _Day | None:
    read = (
        _day_and_month(scene, place, today)
        or _dotted(scene, place, today, bare=False)
        or _iso(scene, place)
    )
    return None if read is None else (read[0], read[1].isoformat())


def _day_and_month(scene: Scene, place: int, today: date) -> tuple[int, date] | None:
    """Return `5 листопада`, `п'ятого грудня 2026 року`, `15 березня 2023`."""
    number = scene.numbers.get(place)
    if number is None or not 1 <= number.value <= 31:
        return None
    month = cal.MONTHS.get(scene.key(number.last))
    if month is None:
        return None
    at = number.last + 1
    year = scene.numbers.get(at)
    if year is not None and 1900 <= year.value <= 2100:
        day = cal.safe_date(year.value, month, number.value)
        at = year.last + (cal.UNITS.get(scene.key(year.last)) == "year")
    else:
        day = cal.nearest_year(today, month, number.value)
    return None if day is None else (at, day)


def _dotted(scene: Scene, place: int, today: date, *, bare: bool) -> tuple[int, date] | None:
    """Return `01.12`, `05/03/2027`; without a year only after a preposition (`bare`: seen)."""
    tokens = [scene.low(at) for at in range(place, place + 5)]
    numeric = tokens[0].isdecimal() and tokens[2].isdecimal() and tokens[1] in (".", "/")
    if not numeric or not scene.adjoins(place + 1) or not scene.adjoins(place + 2):
        return None
    day, month = int(tokens[0][:4]), int(tokens[2][:4])
    with_year = tokens[3] == tokens[1] and tokens[4].isdecimal() and len(tokens[4]) in (2, 4)
    if with_year and scene.adjoins(place + 4):
        year = int(tokens[4]) + (2000 if len(tokens[4]) == 2 else 0)
        found = cal.safe_date(year, month, day)
        return None if found is None else (place + 5, found)
    preceded = bare or scene.low(place - 1) in _DATE_PREPOSITIONS or scene.low(place + 3) == "на"
    if tokens[1] == "/" or len(tokens[2]) != 2 or not preceded or not 1 <= month <= 12:
        return None
    near = cal.nearest_year(today, month, day)
    return None if near is None else (place + 3, near)


def _iso(scene: Scene, place: int) -> tuple[int, date] | None:
    tokens = [scene.low(at) for at in range(place, place + 5)]
    if not (len(tokens[0]) == 4 and tokens[1] == tokens[3] == "-"):
        return None
    if not all(token.isdecimal() and len(token) <= 4 for token in tokens[::2]):
        return None
    found = cal.safe_date(int(tokens[0]), int(tokens[2]), int(tokens[4]))
    return None if found is None else (place + 5, found)


def _weekday(scene: Scene, place: int, today: date) -> _Day | None:
    weekday = cal.WEEKDAYS.get(scene.key(place))
    if weekday is None:
        return _named_weekday(scene, place, today)
    if scene.key(place - 1) in cal.DAYS_AWAY:
        return None
    if _promised(scene, place):
        return place + 1, _last_weekday(today, weekday).isoformat()
    ahead = (weekday - today.weekday()) % 7 or 7
    return place + 1, _away(today, ahead)


def _promised(scene: Scene, place: int) -> bool:
    """Say whether a promise named the day, which has passed: `обіцяли до п'ятниці`."""
    before = [token.low for token in scene.tokens[max(0, place - 8) : place]]
    return scene.low(place - 1) == "до" and any(
        word.startswith(("обіця", "обеща")) for word in before
    )


def _named_weekday(scene: Scene, place: int, today: date) -> _Day | None:
    """Return `наступного вівторка`, `минулої п'ятниці`, `цієї середи`."""
    weekday = cal.WEEKDAYS.get(scene.key(place + 1))
    if weekday is None:
        return None
    monday = today - timedelta(days=today.weekday())
    weeks = _direction(scene, place)
    return None if weeks is None else (place + 2, _away(monday, 7 * weeks + weekday))


def _direction(scene: Scene, place: int) -> int | None:
    word = scene.low(place)
    if word.startswith(_NEXT):
        return 1
    if word.startswith(_LAST):
        return -1
    return 0 if word.startswith(_THIS) else None


_WEEKENDS = frozenset("вихідні вихідних вихідними выходные выходных weekend".split())


def _period(scene: Scene, place: int, today: date) -> _Day | None:
    """Return `цього тижня`, `наступний місяць`, `минулого року`, `вихідні`, `торік`."""
    word = scene.low(place)
    if word in _WEEKENDS:
        saturday = today + timedelta(days=(5 - today.weekday()) % 7)
        return place + 1, cal.range_of(saturday, saturday + timedelta(days=1))
    if word == "торік":
        return place + 1, _year_range(today.year - 1)
    away = _direction(scene, place)
    unit = cal.UNITS.get(scene.key(place + 1))
    if away is None or unit not in ("week", "month", "year"):
        return None
    if unit == "week":
        return place + 2, cal.week_range(today, away)
    if unit == "month":
        return place + 2, cal.month_range(cal.month_of(today, away))
    return place + 2, _year_range(today.year + away)


def _year_range(year: int) -> str:
    return cal.range_of(date(year, 1, 1), date(year, 12, 31))


def _shifted(scene: Scene, place: int, today: date) -> _Day | None:
    """Return `через тиждень`, `через 3 дні`, `два тижні тому`, `тиждень назад`."""
    at = place + (scene.low(place) in _IN)
    number = scene.numbers.get(at)
    count, at = (number.value, number.last) if number and not number.ordinal else (1, at)
    unit = cal.UNITS.get(scene.key(at))
    if unit is None or unit in ("hour", "minute") or count > 1000:
        return None
    if scene.low(place) in _IN:
        return at + 1, cal.later(today, unit, count).isoformat()
    if scene.low(at + 1) in _AGO:
        return at + 2, cal.earlier(today, unit, count).isoformat()
    return None


def _whole_month(scene: Scene, place: int, today: date) -> _Day | None:
    """Return the month that a preposition puts in time: `за жовтень`, `у серпні`, `на грудень`."""
    month = cal.MONTHS.get(scene.key(place))
    before = scene.low(place - 1)
    if month is None or before not in ("за", "у", "в", "до", "після", "на", "за", "for", "ніж"):
        return None
    first = date(today.year, month, 1)
    if before == "на" and first < today.replace(day=1):
        first = first.replace(year=today.year + 1)
    if before != "на" and before != "до" and first > today:
        first = first.replace(year=today.year - 1)
    year = scene.numbers.get(place + 1)
    if year and 1990 <= year.value <= 2100:
        return year.last, cal.month_range(first.replace(year=year.value))
    return place + 1, cal.month_range(first)


def _whole_year(scene: Scene, place: int, today: date) -> _Day | None:
    number = scene.numbers.get(place)
    if number is None or number.in_words or not 1990 <= number.value <= today.year + 10:
        return None
    if scene.low(number.last) == "/":
        return None
    named = cal.UNITS.get(scene.key(number.last)) == "year"
    if not named and scene.low(place - 1) not in ("у", "в", "за", "на", "до", "in"):
        return None
    return number.last + named, _year_range(number.value)


def _time(scene: Scene, place: int) -> _Read | None:
    read = _clock(scene, place) or _half_past(scene, place) or _hour(scene, place)
    if read is not None:
        last, value, confidence = read
        return "time", place, last, value, confidence
    return _part_of_day(scene, place)


def _clock(scene: Scene, place: int) -> tuple[int, str, float] | None:
    """Return `14:30`, `9.30` after a preposition, `14-30` after one."""
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
    return place + 3, f"{hour:02d}:{minute:02d}", 0.95


def _half_past(scene: Scene, place: int) -> tuple[int, str, float] | None:
    """Return `пів на третю`, `полтретьего`, `половина п'ятої`, `чверть на шосту`."""
    word = scene.low(place)
    at, minute = place + 1, 30
    if word in ("пів", "половина", "половину", "половині", "пол", "чверть", "четверть"):
        minute = 15 if word in ("чверть", "четверть") else 30
        at += scene.low(at) in ("на", "до")
    else:
        return None
    number = scene.numbers.get(at)
    if number is None or not 1 <= number.value <= 12 or not number.ordinal:
        return None
    hour = number.value - 1
    hour += 12 if hour < 7 else 0
    return _with_part(scene, number.last, hour % 24, minute, 0.85)


def _hour(scene: Scene, place: int) -> tuple[int, str, float] | None:
    """Return `о десятій`, `о 6 ранку`, `до третьої ночі`, `на 9`, `14 година`."""
    number = scene.numbers.get(place)
    if number is None or not 0 <= number.value <= 24:
        return None
    last = number.last
    named = scene.low(last) in _HOUR_WORDS and (
        number.ordinal or scene.low(place - 1) in ("о", "об", "на")
    )
    at = last + named
    if scene.low(at) in _HOUR_PARTS and not _counted_day(scene, number, at):
        return _with_part(scene, at, number.value % 24, 0, 0.9)
    spoken = (
        number.ordinal and number.in_words and _feminine(scene, number) and not _noun(scene, last)
    )
    before = scene.low(place - 1)
    told = before in ("о", "об") or (spoken and before in _AT | {"вже", "уже"})
    if named or (told and not scene.measures(last)):
        return at, f"{number.value % 24:02d}:00", 0.8
    return None


def _noun(scene: Scene, place: int) -> bool:
    return any(parse.tags & {"NOUN", "ADJF"} for parse in scene.lexicon.parses(scene.low(place)))


def _counted_day(scene: Scene, number: Number, at: int) -> bool:
    """Say whether `2 дня` counts days."""
    return (
        scene.low(at) == "дня"
        and not number.ordinal
        and scene.low(number.first - 1) not in ("о", "об")
    )


_FEMININE_ENDINGS = ("ій", "ої", "ту", "шу", "гу", "ню", "тю", "ой", "та", "ма")


def _feminine(scene: Scene, number: Number) -> bool:
    word = scene.low(number.last - 1)
    return word == "сьому" or word.endswith(_FEMININE_ENDINGS)


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


def _part_of_day(scene: Scene, place: int) -> _Read | None:
    word = scene.low(place)
    part = _PART_OF.get(word)
    before = scene.low(place - 1)
    if part is None or before.startswith(("добр", "good", "спокійн", "спокойн", "доброї")):
        return None
    if word in ("обід", "обіду", "обеда", "обед") and before in ("після", "после"):
        return "time", place - 1, place + 1, "afternoon", 0.85
    adverb = word in _ADVERBS
    placed = before in (
        "на",
        "з",
        "з",
        "до",
        "серед",
        "in",
        "the",
        "at",
        "tomorrow",
        "завтра",
        "в",
        "под",
        "під",
    )
    if not adverb and not placed:
        return None
    return "time", place, place + 1, part, 0.85 if adverb else 0.75


def dates_meant(scene: Scene) -> Iterator[Found]:
    """Yield what a bare number means where a date or a time is awaited: `25`, `14 30`, `о 9`."""
    if not scene.tokens or len(scene.tokens) > 4:
        return
    numbers = [
        number for number in scene.numbers.values() if not number.in_words or number.value <= 31
    ]
    if not numbers:
        return
    first = numbers[0]
    day = _day_ahead(scene.now.date(), first.value)
    if day is not None and len(numbers) == 1:
        yield Found("date", *scene.span(first.first, first.last), day.isoformat(), 0.4)
    minute = numbers[1].value if len(numbers) == 2 else 0
    if first.value <= 23 and minute <= 59 and len(numbers) <= 2:
        span = scene.span(first.first, numbers[-1].last)
        yield Found("time", *span, f"{first.value:02d}:{minute:02d}", 0.4)


def _day_ahead(today: date, day: int) -> date | None:
    """Return the next day of the month with that number."""
    for away in (0, 1, 2):
        first = cal.month_of(today, away)
        found = cal.safe_date(first.year, first.month, day)
        if found is not None and found >= today:
            return found
    return None
