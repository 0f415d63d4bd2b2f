"""Since when something lasts: `з понеділка`, `третій день`, `вже місяць`."""

from __future__ import annotations

from datetime import date, timedelta

from nlu.entities import calendar as cal
from nlu.entities.calendar import Day, Read
from nlu.entities.dates import date_at, day_and_month, days_away, direction, dotted, last_weekday
from nlu.entities.numbers import Number
from nlu.entities.scene import Scene
from nlu.entities.times import part_of_day

_FROM = frozenset("з із зі зо від с со от since from".split())
_ONLY_SINCE = frozenset("з із зі зо с со since".split())
_AGO = frozenset("тому назад ago".split())
_LAST = ("минул", "прошл", "last", "попередн", "предыдущ")
_NEXT = ("наступн", "следующ", "будущ", "next", "майбутн")
_ABSENT = ("нема", "нет", "відсутн", "отсутств", "без", "зник", "пропа", "досі", "вже", "уже")
_BEGINS = (
    "почин",
    "розпочин",
    "начина",
    "запуска",
    "змінюю",
    "меняю",
    "набира",
    "вступа",
    "планую",
    "планир",
    "запиш",
    "хочу",
    "відкрива",
    "открыва",
)
_STARTS = ("початк", "начал")
_OF_DAY = {"позавчорашн": -2, "позавчерашн": -2, "вчорашн": -1, "учорашн": -1, "вчерашн": -1,
           "сьогоднішн": 0, "сегодняшн": 0}  # fmt: skip
_EVENING_BEGINS = 17
_SOON_DAYS = 31
_MOST_YEARS = 12
_ABOUT = frozenset("вже уже for a майже понад більше больше около близько цілу целые цілий".split())
_SINCE_THEN = ("без", "як", "не", "нема", "немає", "нет", "ні")
_NOT_LASTING = frozenset(
    "за на через до протягом впродовж цей цього минулий минулого прошлый прошлой наступний "
    "наступного кожен кожні кожну кожного каждый каждые каждую раз по в у межах течение весь "
    "всю цілий кожної останній последний последние останні строк термін повний повну каже ще еще "
    "перший кілька".split()
)


def since_at(scene: Scene, place: int, today: date) -> Read | None:
    """Return the beginning of what lasts that is told at a place."""
    return _since(scene, place, today) or _lasting(scene, place, today)


def _since(scene: Scene, place: int, today: date) -> Read | None:
    """Return `з понеділка`, `від серпня`, `с утра`, `з 15 жовтня`, `з літа`."""
    word = scene.low(place)
    if word not in _FROM:
        return None
    at = place + 1 + scene.low(place + 1).startswith("сам")
    begun = _beginning(scene, at, today)
    if begun is None:
        return None
    last, value = begun
    if scene.low(last) == "на" and date_at(scene, last + 1, today):
        return None
    if word not in _ONLY_SINCE and at in scene.numbers:
        return None
    return "since", place, last, value, 0.85


def _beginning(scene: Scene, at: int, today: date) -> Day | None:
    if part_of_day(scene.low(at)):
        return _part_begun(scene, at, today)
    key = scene.key(at)
    if key in cal.DAYS_AWAY and cal.DAYS_AWAY[key] <= 0:
        return at + 1, days_away(today, cal.DAYS_AWAY[key])
    if key in cal.WEEKDAYS:
        begun = last_weekday(today, cal.WEEKDAYS[key]).isoformat()
        return None if _lies_ahead(scene, at) else (at + 1, begun)
    if key in cal.SEASON_STARTS:
        return at + 1, _last_month(today, cal.SEASON_STARTS[key]).isoformat()
    if key in cal.MONTHS:
        begun_month = _with_year(scene, at + 1, _last_month(today, cal.MONTHS[key]))
        return None if _lies_ahead(scene, at) else begun_month
    return (
        _day_adjective(scene, at, today)
        or _last_period(scene, at, today)
        or _start_of(scene, at, today)
        or _past_day(scene, at, today)
        or _since_year(scene, at, today)
    )


def _part_begun(scene: Scene, at: int, today: date) -> Day | None:
    """Return `з ранку`, `з вечора`: an evening that has not come yet was yesterday's."""
    if scene.key(at - 2) in cal.WEEKDAYS or scene.key(at - 2) in cal.DAYS_AWAY:
        return None
    evening = part_of_day(scene.low(at)) == "evening" and scene.now.hour < _EVENING_BEGINS
    return at + 1, days_away(today, -1 if evening else 0)


def _lies_ahead(scene: Scene, at: int) -> bool:
    """Say whether the clause speaks of what will be: `з понеділка не буде води`."""
    ahead = False
    for place in range(max(0, at - 8), min(len(scene.tokens), at + 9)):
        low = scene.low(place)
        if low in (",", ".", "?", "!", ";", "\n"):
            if place > at:
                break
            ahead = False
        if low.startswith(_ABSENT):
            return False
        future = any("futr" in parse.tags for parse in scene.lexicon.parses(low))
        ahead = ahead or future or low.startswith(_BEGINS)
    return ahead


def _day_adjective(scene: Scene, at: int, today: date) -> Day | None:
    """Return `з учорашнього дня`, `зі вчорашнього вечора`."""
    days = next((n for stem, n in _OF_DAY.items() if scene.low(at).startswith(stem)), None)
    if days is None:
        return None
    behind = scene.key(at + 1) in cal.UNITS or part_of_day(scene.low(at + 1)) is not None
    return at + 1 + behind, days_away(today, days)


def _start_of(scene: Scene, at: int, today: date) -> Day | None:
    """Return `з початку листопада`, `с начала года`."""
    if not scene.low(at).startswith(_STARTS):
        return None
    month = cal.MONTHS.get(scene.key(at + 1)) or cal.SEASON_STARTS.get(scene.key(at + 1))
    if month:
        return _with_year(scene, at + 2, _last_month(today, month))
    unit = cal.UNITS.get(scene.key(at + 1))
    starts = {
        "week": last_weekday(today, 0),
        "month": today.replace(day=1),
        "year": date(today.year, 1, 1),
    }
    return (at + 2, starts[unit].isoformat()) if unit in starts else None


def _with_year(scene: Scene, at: int, begun: date) -> Day:
    number = scene.numbers.get(at)
    if number and 1990 <= number.value <= 2100:
        last = number.last + (cal.UNITS.get(scene.key(number.last)) == "year")
        return last, begun.replace(year=number.value).isoformat()
    return at, begun.isoformat()


def _last_period(scene: Scene, at: int, today: date) -> Day | None:
    if direction(scene, at) != -1:
        return None
    at += 1
    unit = cal.UNITS.get(scene.key(at))
    if unit == "week":
        return at + 1, cal.week_range(today, -1).split("/")[0]
    if unit == "month":
        return at + 1, cal.month_of(today, -1).isoformat()
    if unit == "year":
        return at + 1, f"{today.year - 1}-01-01"
    weekday = cal.WEEKDAYS.get(scene.key(at))
    if weekday is not None:
        return at + 1, last_weekday(today, weekday).isoformat()
    month = cal.MONTHS.get(scene.key(at)) or cal.SEASON_STARTS.get(scene.key(at))
    return (at + 1, _last_month(today, month).isoformat()) if month else None


def _past_day(scene: Scene, at: int, today: date) -> Day | None:
    read = day_and_month(scene, at, today) or dotted(scene, at, today, bare=True)
    if read is None:
        return _past_day_of_month(scene, at, today)
    last, day = read
    if timedelta(0) < day - today <= timedelta(days=_SOON_DAYS) or (
        day > today and _lies_ahead(scene, at)
    ):
        return None
    if day > today:
        day = cal.safe_date(day.year - 1, day.month, day.day) or day
    return last, day.isoformat()


def _past_day_of_month(scene: Scene, at: int, today: date) -> Day | None:
    """Return `з 20 числа`: the latest such day."""
    number = scene.numbers.get(at)
    if number is None or scene.low(number.last) not in ("числа", "число"):
        return None
    months = (cal.month_of(today, away) for away in (0, -1, -2))
    days = (cal.safe_date(first.year, first.month, number.value) for first in months)
    begun = next((day for day in days if day and day <= today), None)
    return (number.last + 1, begun.isoformat()) if begun else None


def _since_year(scene: Scene, at: int, today: date) -> Day | None:
    number = scene.numbers.get(at)
    if number is None or number.in_words or not 1990 <= number.value <= today.year:
        return None
    last = number.last + (cal.UNITS.get(scene.key(number.last)) == "year")
    return last, f"{number.value}-01-01"


def _last_month(today: date, month: int) -> date:
    return date(today.year if month <= today.month else today.year - 1, month, 1)


def _lasting(scene: Scene, place: int, today: date) -> Read | None:
    """Return `третій день`, `вже тиждень`, `другу добу поспіль`, `три місяці`, `пів року`."""
    number = scene.numbers.get(place)
    if number is not None:
        return _counted(scene, number, today)
    if scene.low(place) in ("пів", "пол"):
        unit = cal.UNITS.get(scene.key(place + 1))
        return _half(scene, place, place + 2, unit, today)
    half = scene.key(place).removeprefix("пив").removeprefix("пол")
    if half != scene.key(place) and len(half) > 3:
        return _half(scene, place, place + 1, cal.UNITS.get(half), today)
    return _single(scene, place, today)


def _half(scene: Scene, first: int, last: int, unit: str | None, today: date) -> Read | None:
    """Return `пів року`; half an hour lasts only when it has done so already."""
    if unit is None or (unit == "hour" and scene.low(first - 1) not in ("вже", "уже")):
        return None
    return _lasted(scene, first, last, unit, 0.5, today)


def _single(scene: Scene, place: int, today: date) -> Read | None:
    """Return a lone period: `вже тиждень`, `добу без світла`, `понад місяць`."""
    unit = cal.UNITS.get(scene.key(place))
    if unit is None or scene.low(place) not in _SINGLE_PERIODS:
        return None
    before, behind = scene.low(place - 1), scene.low(place + 1)
    if any(number.last == place for number in scene.numbers.values()):
        return None
    genitive = scene.low(place) in ("місяця", "тижня", "року", "месяца", "недели", "года")
    if genitive and before not in ("понад", "більше", "больше", "около", "близько", "пів"):
        return None
    if before.startswith(("сам", "той", "цей", "тот")):
        return None
    told = before in _ABOUT or (unit != "year" and behind in _SINCE_THEN)
    told = told or (before in ("", ".") and "VERB" in scene.lexicon.tags(behind))
    if told or unit in ("week", "month"):
        return _lasted(scene, place, place + 1, unit, 1, today)
    return None


_SINGLE_PERIODS = frozenset(
    "тиждень неделю неделі недєлю місяць месяц мєсяц рік год добу сутки годину час week "
    "month year місяця тижня року месяца недели года".split()
)


def _counted(scene: Scene, number: Number, today: date) -> Read | None:
    unit = cal.UNITS.get(scene.key(number.last))
    if unit is None or number.value > 1000:
        return None
    before = scene.low(number.first - 1)
    if before in ("о", "об", "до", "після", "/") or scene.low(number.first + 1) == "/":
        return None
    brief = unit in ("hour", "minute", "year") and not number.ordinal
    if brief and before not in ("вже", "уже", "for"):
        return None
    if unit == "year" and number.value > _MOST_YEARS:
        return None
    count = number.value - 1 if number.ordinal else number.value
    return _lasted(scene, number.first, number.last + 1, unit, count, today)


def _lasted(
    scene: Scene, first: int, last: int, unit: str, count: float, today: date
) -> Read | None:
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
    if any(token.low.startswith(("вагітн", "беремен")) for token in scene.tokens):
        return True
    if before in _NOT_LASTING or before.startswith((*_NEXT, *_LAST)) or scene.low(last) in _AGO:
        return True
    if before == "-" or scene.low(last) == "-":
        return True
    if before not in ("вже", "уже") and _is_over(scene, first):
        return True
    if scene.low(last) == "на":
        return cal.UNITS.get(scene.key(last + 1)) is not None
    return scene.low(last) in ("раз", "разів", "раза", "old", "від", "народження", "віку")


def _is_over(scene: Scene, first: int) -> bool:
    """Say whether a verb before tells that it lasted, and no longer does: `лежав три дні`."""
    for place in range(first - 1, max(-1, first - 4), -1):
        if not scene.tokens[place].is_word:
            return False
        verbs = [parse.tags for parse in scene.lexicon.parses(scene.low(place))]
        if verbs and all({"past", "impf"} <= tags for tags in verbs):
            was = scene.low(place).startswith(("бул", "был"))
            return was or scene.low(place - 1) not in ("не", "ні", "нікого", "ніхто")
    return False
