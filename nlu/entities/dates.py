"""Days and ranges of days, read against the day of the message."""

from __future__ import annotations

from datetime import date, timedelta

from nlu.entities import calendar as cal
from nlu.entities.calendar import Day, Read
from nlu.entities.parts import about_floors
from nlu.entities.scene import Scene

_NEXT = ("наступн", "следующ", "будущ", "next", "майбутн")
_LAST = ("минул", "прошл", "last", "попередн", "предыдущ")
_THIS = ("цього", "цей", "ця", "цю", "ціє", "цьом", "этой", "этого", "этот", "эту", "this")
_THAT = frozenset("тому того той тої том ту тот".split())
_IN = frozenset("через in".split())
_AGO = frozenset("тому назад ago".split())
_DATE_PREPOSITIONS = frozenset("на у в до за по з від с от після".split())
_FROM = frozenset("з із зі с со від от from".split())
_THROUGH = frozenset("по до - to till through".split())
_WEEKENDS = frozenset("вихідні вихідних вихідними выходные выходных weekend".split())
_DAY_OF_MONTH = frozenset("числа число".split())


def date_at(scene: Scene, place: int, today: date) -> Read | None:
    """Return the day, or the named period, that begins at a place."""
    read = (
        _relative(scene, place, today)
        or _full_date(scene, place, today)
        or _day_of_month(scene, place, today)
        or _lone_day(scene, place, today)
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


def range_at(scene: Scene, place: int, today: date) -> Read | None:
    """Return `з 10 по 15 грудня`, `10-15 грудня`, `з понеділка по п'ятницю`."""
    preceded = scene.low(place) in _FROM
    at = place + preceded
    left, bare = _edge(scene, at, today), None
    number = scene.numbers.get(at)
    if left is None and number is not None and 1 <= number.value <= 31:
        left, bare = (number.last, today), number.value
    if left is None or scene.low(left[0]) not in _THROUGH:
        return None
    if not preceded and not (bare and scene.low(left[0]) == "-"):
        return None
    right = _edge(scene, left[0] + 1, today)
    if right is None:
        return None
    first = cal.safe_date(right[1].year, right[1].month, bare) if bare else left[1]
    if first is None or first > right[1] + timedelta(days=7):
        return None
    last = right[1] if first <= right[1] else right[1] + timedelta(days=7)
    return "date", at, right[0], cal.range_of(first, last), 0.9


def _edge(scene: Scene, place: int, today: date) -> tuple[int, date] | None:
    """Return a day that may begin or end a range, and the place behind it."""
    named = day_and_month(scene, place, today) or dotted(scene, place, today, bare=True)
    weekday = cal.WEEKDAYS.get(scene.key(place))
    if named is None and weekday is not None:
        return place + 1, today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    return named


def _day_of_month(scene: Scene, place: int, today: date) -> Day | None:
    """Return the day that `24 числа` names: the nearest one."""
    number = scene.numbers.get(place)
    if number is None or scene.low(number.last) not in _DAY_OF_MONTH:
        return None
    months = (cal.month_of(today, away) for away in (-1, 0, 1))
    days = [cal.safe_date(first.year, first.month, number.value) for first in months]
    nearest = min((d for d in days if d), key=lambda d: abs((d - today).days), default=None)
    return (number.last + 1, nearest.isoformat()) if nearest else None


def _lone_day(scene: Scene, place: int, today: date) -> Day | None:
    """Return the day that a lone ordinal names: `писав десятого`, `до 25-го`."""
    number = scene.numbers.get(place)
    if number is None or not number.ordinal or not 1 <= number.value <= 31:
        return None
    if not scene.low(number.last - 1).endswith(("ого", "го", "его")) or about_floors(scene):
        return None
    if not number.in_words and scene.low(place - 1) not in _DATE_PREPOSITIONS | {"с"}:
        return None
    before, tags = scene.low(place - 1), scene.lexicon.tags(scene.low(number.last))
    if before in ("для", "у", "в", "і", "та", "и", "без") or tags & {"NOUN", "ADJF"}:
        return None
    months = (cal.month_of(today, away) for away in (-1, 0, 1))
    days = [cal.safe_date(first.year, first.month, number.value) for first in months]
    allowed = [d for d in days if d and (not looks_back(scene) or d <= today)]
    if before in ("до", "на"):
        allowed = [d for d in days if d and d >= today] or allowed
    nearest = min(allowed, key=lambda d: abs((d - today).days), default=None)
    return (number.last, nearest.isoformat()) if nearest else None


def _relative(scene: Scene, place: int, today: date) -> Day | None:
    days = cal.DAYS_AWAY.get(scene.key(place))
    return None if days is None else (place + 1, days_away(today, days))


def _full_date(scene: Scene, place: int, today: date) -> Day | None:
    read = (
        day_and_month(scene, place, today)
        or dotted(scene, place, today, bare=False)
        or _iso(scene, place)
    )
    return None if read is None else (read[0], read[1].isoformat())


def day_and_month(scene: Scene, place: int, today: date) -> tuple[int, date] | None:
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


def dotted(scene: Scene, place: int, today: date, *, bare: bool) -> tuple[int, date] | None:
    """Return `01.12`, `05/03/2027`; without a year only after a preposition (`bare`: seen)."""
    if place not in scene.numbers:
        return None
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
    if place not in scene.numbers:
        return None
    tokens = [scene.low(at) for at in range(place, place + 5)]
    if not (len(tokens[0]) == 4 and tokens[1] == tokens[3] == "-"):
        return None
    if not all(token.isdecimal() and len(token) <= 4 for token in tokens[::2]):
        return None
    found = cal.safe_date(int(tokens[0]), int(tokens[2]), int(tokens[4]))
    return None if found is None else (place + 5, found)


def _weekday(scene: Scene, place: int, today: date) -> Day | None:
    weekday = cal.WEEKDAYS.get(scene.key(place))
    if weekday is None:
        return _named_weekday(scene, place, today)
    if scene.key(place - 1) in cal.DAYS_AWAY:
        return None
    if _promised(scene, place) or _happened(scene, place):
        return place + 1, last_weekday(today, weekday).isoformat()
    ahead = (weekday - today.weekday()) % 7 or 7
    return place + 1, days_away(today, ahead)


def _happened(scene: Scene, place: int) -> bool:
    """Say whether a verb beside the day tells that it has been: `відправляв у середу`."""
    if scene.low(place - 1) not in ("у", "в", "во"):
        return False
    near = [at for at in range(place - 4, place + 4) if 0 <= at < len(scene.tokens)]
    stops = [at for at in near if scene.low(at) in (".", "!", "?", ",", ";", ":")]
    first = max((at for at in stops if at < place), default=-1)
    last = min((at for at in stops if at > place), default=len(scene.tokens))
    clause = [at for at in near if first < at < last]
    tags = [scene.lexicon.tags(scene.low(at)) for at in clause]
    if any("futr" in one or "impr" in one for one in tags):
        return False
    return any("past" in one for one in tags)


def _promised(scene: Scene, place: int) -> bool:
    """Say whether a promise named the day, which has passed: `обіцяли до п'ятниці`."""
    before = [token.low for token in scene.tokens[max(0, place - 8) : place]]
    return scene.low(place - 1) == "до" and any(
        word.startswith(("обіця", "обеща")) for word in before
    )


def _named_weekday(scene: Scene, place: int, today: date) -> Day | None:
    """Return `наступного вівторка`, `минулої п'ятниці`, `цієї середи`."""
    weekday = cal.WEEKDAYS.get(scene.key(place + 1))
    if weekday is None:
        return None
    monday = today - timedelta(days=today.weekday())
    weeks = direction(scene, place)
    return None if weeks is None else (place + 2, days_away(monday, 7 * weeks + weekday))


def direction(scene: Scene, place: int) -> int | None:
    """Return whether a word points to the next (1), the last (-1) or this one (0) of its kind."""
    word = scene.low(place)
    if word.startswith(_NEXT):
        return 1
    if word.startswith(_LAST):
        return -1
    if word in _THAT and cal.UNITS.get(scene.key(place + 1)) == "week":
        return -1
    return 0 if word.startswith(_THIS) else None


def _period(scene: Scene, place: int, today: date) -> Day | None:
    """Return `цього тижня`, `наступний місяць`, `минулого року`, `вихідні`, `торік`."""
    word = scene.low(place)
    if word in _WEEKENDS and scene.low(place - 1) != "без":
        saturday = today + timedelta(days=(5 - today.weekday()) % 7)
        return place + 1, cal.range_of(saturday, saturday + timedelta(days=1))
    if word == "торік":
        return place + 1, _year_range(today.year - 1)
    away = direction(scene, place)
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


def _shifted(scene: Scene, place: int, today: date) -> Day | None:
    """Return `через тиждень`, `через 3 дні`, `два тижні тому`, `тиждень назад`."""
    at = place + (scene.low(place) in _IN)
    number = scene.numbers.get(at)
    count: float = 1
    if scene.low(at) in ("пів", "пол"):
        count, at = 0.5, at + 1
    elif number and not number.ordinal:
        count, at = number.value, number.last
    unit = cal.UNITS.get(scene.key(at))
    if unit is None or unit in ("hour", "minute") or count > 1000:
        return None
    if unit == "day" and number is None:  # `через день` is every other day
        return None
    if scene.low(place) in _IN:
        return at + 1, cal.later(today, unit, count).isoformat()
    if scene.low(at + 1) in _AGO:
        return at + 2, cal.earlier(today, unit, count).isoformat()
    return None


def _whole_month(scene: Scene, place: int, today: date) -> Day | None:
    """Return the month that a preposition puts in time: `за жовтень`, `у серпні`, `на грудень`."""
    month = cal.MONTHS.get(scene.key(place))
    before = scene.low(place - 1)
    if before in ("і", "й", "та", "и") and scene.key(place - 2) in cal.MONTHS:
        before = scene.low(place - 3)
    if month is None or before not in ("за", "у", "в", "до", "після", "на", "for", "ніж", "in"):
        return None
    first = date(today.year, month, 1)
    if before == "на" and first < today.replace(day=1):
        first = first.replace(year=today.year + 1)
    elif before in ("у", "в", "in") and not looks_back(scene):
        first = cal.nearest_year(today, month, 15) or first
    elif before not in ("на", "до") and first > today:
        first = first.replace(year=today.year - 1)
    first = first.replace(day=1)
    year = scene.numbers.get(place + 1)
    if year and 1990 <= year.value <= 2100:
        return year.last, cal.month_range(first.replace(year=year.value))
    return place + 1, cal.month_range(first)


def looks_back(scene: Scene) -> bool:
    """Say whether the message tells of what was."""
    return any(
        "past" in parse.tags for token in scene.tokens for parse in scene.lexicon.parses(token.low)
    )


def _whole_year(scene: Scene, place: int, today: date) -> Day | None:
    number = scene.numbers.get(place)
    if number is None or number.in_words or not 1990 <= number.value <= today.year + 10:
        return None
    if scene.low(number.last) == "/":
        return None
    named = cal.UNITS.get(scene.key(number.last)) == "year"
    if not named and scene.low(place - 1) not in ("у", "в", "за", "на", "до", "in"):
        return None
    return number.last + named, _year_range(number.value)


def days_away(today: date, days: int) -> str:
    """Return the ISO date so many days from today."""
    return (today + timedelta(days=days)).isoformat()


def last_weekday(today: date, weekday: int) -> date:
    """Return the latest day of that name, today included."""
    return today - timedelta(days=(today.weekday() - weekday) % 7)
