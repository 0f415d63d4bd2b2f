"""Words of the calendar in Ukrainian, Russian and English, and arithmetic on dates."""

from __future__ import annotations

from datetime import date, timedelta

from nlu.entities.tokens import skeleton

Read = tuple[str, int, int, str, float]
"""An entity, its first token and the one behind it, its value, and how sure it is."""
Day = tuple[int, str]
"""The place behind a date, and its ISO value."""


def _table(rows: dict[int, str]) -> dict[str, int]:
    return {skeleton(word): number for number, words in rows.items() for word in words.split()}


DAYS_AWAY = _table(
    {
        0: "сьогодні сегодня сьодні today сьогоднішній",
        1: "завтра tomorrow узавтра",
        2: "післязавтра послезавтра",
        -1: "вчора учора вчера yesterday учора",
        -2: "позавчора позавчера",
    }
)
MONTHS = _table(
    {
        1: "січень січня січні январь января январе january",
        2: "лютий лютого лютому февраль февраля феврале february",
        3: "березень березня березні март марта марте march",
        4: "квітень квітня квітні апрель апреля апреле april",
        5: "травень травня травні май мая мае may",
        6: "червень червня червні июнь июня июне june",
        7: "липень липня липні июль июля июле july",
        8: "серпень серпня серпні август августа августе august",
        9: "вересень вересня вересні сентябрь сентября сентябре september",
        10: "жовтень жовтня жовтні октябрь октября октябре october",
        11: "листопад листопада листопаді ноябрь ноября ноябре november",
        12: "грудень грудня грудні декабрь декабря декабре december",
    }
)
WEEKDAYS = _table(
    {
        0: "понеділок понеділка понеділку понедельник понедельника понедельнику monday",
        1: "вівторок вівторка вівторку вторник вторника вторнику tuesday",
        2: "середа середу середи середі среда среду среды wednesday",
        3: "четвер четверга четвергу четверг thursday",
        4: "пятниця пятницю пятниці пятница пятницу пятницы friday",
        5: "субота суботу суботи суботі суббота субботу субботы saturday",
        6: "неділя неділю неділі воскресенье воскресенья воскресенью sunday",
    }
)
SEASON_STARTS = _table(
    {
        3: "весна весни весну весны spring",
        6: "літо літа лето лета summer",
        9: "осінь осені осень осени autumn",
        12: "зима зими зиму зимы winter",
    }
)
UNITS = {
    skeleton(word): unit
    for unit, words in {
        "hour": "година години годину годин час часа часов hour hours",
        "minute": "хвилина хвилини хвилин хвилину минут минуты минуту хв minutes",
        "day": "день дні дня днів дней добу доба доби діб сутки суток ніч ночі ночей ночь ночи "
        "days "
        "day",
        "week": "тиждень тижні тижня тижнів неделя неделю недели недель неделі недєлю недєлі week "
        "weeks",
        "month": "місяць місяці місяця місяців месяц месяца месяцев місяць month months мєсяц",
        "year": "рік роки року років год года лет year years",
    }.items()
    for word in words.split()
}


def month_of(day: date, away: int) -> date:
    """Return the first day of the month that many months away."""
    months = day.year * 12 + day.month - 1 + away
    return date(min(max(months // 12, 1), 9999), months % 12 + 1, 1)


def months_earlier(day: date, count: int) -> date:
    """Return the same day of a month that many months ago, or that month's last day."""
    first = month_of(day, -count)
    last = (month_of(first, 1) - timedelta(days=1)).day
    return first.replace(day=min(day.day, last))


def earlier(day: date, unit: str, count: float) -> date:
    """Return the day that lies so many units before; hours and minutes stay on the day."""
    count = min(count, 1200)
    if unit in ("hour", "minute"):
        return day
    if unit in ("day", "week"):
        return day - timedelta(days=round(count * (7 if unit == "week" else 1)))
    return months_earlier(day, round(count * (12 if unit == "year" else 1)))


def later(day: date, unit: str, count: float) -> date:
    """Return the day that lies so many units ahead."""
    count = min(count, 1200)
    if unit in ("hour", "minute"):
        return day
    if unit in ("day", "week"):
        return day + timedelta(days=round(count * (7 if unit == "week" else 1)))
    return months_earlier(day, -round(count * (12 if unit == "year" else 1)))


def range_of(first: date, last: date) -> str:
    """Return a range as the contract prints it."""
    return f"{first.isoformat()}/{last.isoformat()}"


def month_range(first: date) -> str:
    """Return the range of the month that begins on a day."""
    return range_of(first, month_of(first, 1) - timedelta(days=1))


def week_range(day: date, weeks: int = 0) -> str:
    """Return Monday to Sunday of a day's week, so many weeks away."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return range_of(monday, monday + timedelta(days=6))


def safe_date(year: int, month: int, day: int) -> date | None:
    """Return the date, or None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_year(today: date, month: int, day: int) -> date | None:
    """Return the day of that name nearest to today, in this year or a neighbouring one."""
    options = [safe_date(today.year + shift, month, day) for shift in (-1, 0, 1)]
    return min((d for d in options if d), key=lambda d: (abs((d - today).days), d), default=None)
