"""The legal calendar: working days, terms and due moments in the city's zone.

Rule: pure arithmetic over data. Days are counted from the day after the start; a term ends with the
last second of its last day in the city's zone. Acts and articles: docs/law.md, data/law/terms.csv.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from core.model import DueBasis
from core.tables import DataError, Row, convert, index, read_table

KYIV = ZoneInfo("Europe/Kyiv")

Unit = Literal["h", "d", "wd", "month"]
Variant = Literal["normal", "simple", "urgent"]
Limit = Literal["forward", "return_faulty", "reopen"]

_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
_TERM = re.compile(r"(\d{1,4})\s*(h|d|wd|month)")
_NOTHING = re.compile(r"(?!)")
_UNITS: dict[str, Unit] = {"h": "h", "d": "d", "wd": "wd", "month": "month"}


# --- what the data say ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as acts give it. Units: hours, calendar days, working days, months."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Term":
        """Return the term written as `48h`, `15d`, `5wd` or `1month`. Errors: ValueError."""
        match = _TERM.fullmatch(text.strip().lower())
        if match is None or int(match[1]) == 0:
            raise ValueError(
                f"{text!r} is not a term; write 48h, 15d, 5wd (working days) or 1month"
            )
        return cls(int(match[1]), _UNITS[match[2]])


@dataclass(frozen=True, slots=True)
class Terms:
    """Every term and switch of data/law/terms.csv, by its key; each can be a setting."""

    appeal_normal: Term
    appeal_simple: Term
    appeal_max: Term
    forward: Term
    return_faulty: Term
    info_request_normal: Term
    info_request_urgent: Term
    info_request_large: Term
    utility_complaint_normal: Term
    petition_moderation: Term
    petition_answer: Term
    other_norm: Term
    reopen: Term
    roll_day_off: bool
    forward_restarts: bool
    fixed_needs_proof: bool


@dataclass(frozen=True, slots=True)
class Period:
    """Days of martial law, both ends included; `end` is None while it lasts."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(
                f"a period of martial law ends {self.end}, before its start {self.start}"
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day off by art. 73 of the Labour Code. `day`: `MM-DD`, `EASTER` or `TRINITY`."""

    day: str
    name_uk: str
    name_en: str
    off_in_martial_law: bool = False

    def __post_init__(self) -> None:
        if self.day not in ("EASTER", "TRINITY"):
            _month_day(self.day)

    def on(self, year: int) -> date | None:
        """Return its date in the year; None for 29 February of a common year."""
        if self.day == "EASTER":
            return easter(year)
        if self.day == "TRINITY":
            return easter(year) + timedelta(days=49)
        month, day = _month_day(self.day)
        return date(year, month, day) if day <= _days_in(year, month) else None


@dataclass(frozen=True, slots=True)
class Due:
    """A due moment. `at`: aware UTC. `basis`: law, or the body's norm. `rule`: `appeal.normal`…"""

    at: datetime
    basis: DueBasis
    rule: str


@dataclass(frozen=True, slots=True)
class Warn:
    """When the body is reminded of a term: `half` of it is gone, `3d` or `1d` are left."""

    name: Literal["half", "3d", "1d"]
    at: datetime


# --- plain date arithmetic -----------------------------------------------------------------------


def easter(year: int) -> date:
    """Return Orthodox Easter Sunday as a Gregorian date (Meeus' rule for the Julian calendar)."""
    lunar = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - lunar + 34) % 7
    month, day = divmod(lunar + weekday + 114, 31)
    behind = year // 100 - year // 400 - 2
    return date(year, month, day + 1) + timedelta(days=behind)


def add_month(day: date, months: int = 1) -> date:
    """Return the same day so many months later, or that month's last day when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, _days_in(year, month)))


def _days_in(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - _DAY).day


def _month_day(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d\d)-(\d\d)", text)
    if match is None:
        raise ValueError(f"{text!r} is not a day; write MM-DD, EASTER or TRINITY")
    month, day = int(match[1]), int(match[2])
    date(2024, month, day)  # a leap year: it knows every day that there is
    return month, day


# --- the calendar --------------------------------------------------------------------------------

# Which term of Terms is whose. What is not here is the body's norm, not law.
_LAW: Mapping[tuple[str, Variant], str] = {
    ("appeal", "normal"): "appeal_normal",
    ("appeal", "simple"): "appeal_simple",
    ("official_complaint", "normal"): "appeal_normal",
    ("official_complaint", "simple"): "appeal_simple",
    ("info_request", "normal"): "info_request_normal",
    ("info_request", "urgent"): "info_request_urgent",
    ("utility_complaint", "normal"): "utility_complaint_normal",
}
LAW_KINDS = frozenset(kind for kind, _ in _LAW)

# How far a term may be extended in all; None: the law gives no extension.
_LONGEST: Mapping[str, str | None] = {
    "info_request": "info_request_large",
    "utility_complaint": None,
}


@dataclass(frozen=True, slots=True)
class LegalCalendar:
    """The law as the city set it: terms, holidays, martial law, bodies' norms by service code, and
    the words of requests for information that are urgent.
    """

    terms: Terms
    holidays: Sequence[Holiday]
    martial_law: Sequence[Period]
    reject_reasons: frozenset[str]
    norms: Mapping[str, Term] = field(default_factory=dict)
    zone: ZoneInfo = KYIV
    urgent: re.Pattern[str] = _NOTHING
    _off: dict[int, frozenset[date]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def day(self, moment: datetime) -> date:
        """Return the city's date at a moment. Errors: ValueError when the moment has no zone."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone; pass an aware datetime")
        return moment.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """Return the last second of a day of the city, in UTC."""
        return datetime.combine(day, LAST_SECOND, self.zone).astimezone(UTC)

    def in_martial_law(self, day: date) -> bool:
        return any(day in period for period in self.martial_law)

    def working_day(self, day: date) -> bool:
        """Whether offices work: Monday to Friday, holidays too while martial law lasts."""
        return day.weekday() < 5 and day not in self._days_off(day.year)

    def next_working_day(self, day: date) -> date:
        """Return the day itself when it is a working one, else the first that follows."""
        while not self.working_day(day):
            day += _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """Return the last of so many working days after a day; 0 gives the day itself."""
        if count < 0:
            raise ValueError(f"{count} working days; pass 0 or more")
        for _ in range(count):
            day = self.next_working_day(day + _DAY)
        return day

    def end(self, term: Term, start: datetime, *, roll: bool = False) -> datetime:
        """Return when a term that starts at a moment ends, in UTC.

        Hours run to the second; days and months to the end of the last day. `roll` moves an end on
        a day off to the next working day.
        """
        first = self.day(start)
        if term.unit == "h":
            return start.astimezone(UTC) + timedelta(hours=term.amount)
        last = self._last_day(term, first)
        return self.end_of(self.next_working_day(last) if roll else last)

    def due(
        self,
        kind: str,
        start: datetime,
        *,
        service_code: str | None = None,
        variant: Variant = "normal",
    ) -> Due:
        """Return when a case must be answered whose term starts at `start`.

        `variant`: `simple` (no extra study, appeals and complaints about officials) or `urgent`
        (information on life, liberty, environment…). A kind without a term in law gets the norm of
        its service code, or the general one. Errors: ValueError for a variant the kind lacks.
        """
        name = _LAW.get((kind, variant))
        if name is not None:
            at = self.end(getattr(self.terms, name), start, roll=self.terms.roll_day_off)
            return Due(at, "law", f"{kind}.{variant}")
        if variant != "normal":
            raise ValueError(f"{kind} has no {variant} term")
        norm = self.norms.get(service_code or "", self.terms.other_norm)
        return Due(self.end(norm, start), "norm", f"{kind}.norm")

    def variant(self, kind: str, words: str) -> Variant:
        """Return which of a kind's terms what was written asks for: that of an information request
        on life, liberty, environment, food, accidents or disasters is `urgent`.
        """
        urgent = kind == "info_request" and self.urgent.search(words.casefold())
        return "urgent" if urgent else "normal"

    def longest(self, kind: str, start: datetime) -> Due | None:
        """Return the latest moment an extension may reach; None when the kind has none.

        It never rolls: "in all at most 45 days" is an outer bound, also when the last is a Sunday.
        """
        name = _LONGEST.get(kind, "appeal_max")
        if name is None:
            return None
        basis: DueBasis = "law" if kind in LAW_KINDS else "norm"
        return Due(self.end(getattr(self.terms, name), start), basis, f"{kind}.extended")

    def limit(self, name: Limit, start: datetime) -> datetime:
        """Return until when one may forward, return as faulty or reopen, counted from `start`."""
        if name == "reopen":
            return self.end(self.terms.reopen, start)
        term = self.terms.forward if name == "forward" else self.terms.return_faulty
        return self.end(term, start, roll=self.terms.roll_day_off)

    def warn_moments(self, start: datetime, due_at: datetime) -> list[Warn]:
        """Return when to warn the body, earliest first: at half, three days and one day before.

        A term too short for a warning goes without it. Days are the city's, so the hour on the wall
        stays over a change of clocks.
        """
        half = Warn("half", (start + (due_at - start) / 2).astimezone(UTC))
        before = (
            Warn("3d", self._days_before(due_at, 3)),
            Warn("1d", self._days_before(due_at, 1)),
        )
        return sorted((w for w in (half, *before) if start < w.at < due_at), key=lambda w: w.at)

    def _days_before(self, moment: datetime, days: int) -> datetime:
        return (moment.astimezone(self.zone) - timedelta(days=days)).astimezone(UTC)

    def _last_day(self, term: Term, first: date) -> date:
        if term.unit == "wd":
            return self.add_working_days(first, term.amount)
        if term.unit == "month":
            return add_month(first, term.amount)
        return first + timedelta(days=term.amount)

    def _days_off(self, year: int) -> frozenset[date]:
        if year not in self._off:
            # A holiday at the end of December may move into January.
            near = self._holidays_off(year - 1) | self._holidays_off(year)
            self._off[year] = near | self._moved(near)
        return self._off[year]

    def _holidays_off(self, year: int) -> frozenset[date]:
        dates = ((h, h.on(year)) for h in self.holidays)
        return frozenset(
            d for h, d in dates if d and (h.off_in_martial_law or not self.in_martial_law(d))
        )

    def _moved(self, holidays: frozenset[date]) -> frozenset[date]:
        """Days off in place of holidays at a weekend: each time the next day not off yet."""
        moved: set[date] = set()
        for holiday in sorted(d for d in holidays if d.weekday() >= 5):
            day = holiday + _DAY
            while day.weekday() >= 5 or day in holidays or day in moved:
                day += _DAY
            if not self.in_martial_law(day) and not self.in_martial_law(holiday):
                moved.add(day)
        return frozenset(moved)


# --- loading -------------------------------------------------------------------------------------


def load_law(
    data: Path,
    *,
    norms: Mapping[str, Term] | None = None,
    overrides: Mapping[str, str | bool] | None = None,
    martial_law: Sequence[Period] | None = None,
    zone: ZoneInfo = KYIV,
) -> LegalCalendar:
    """Return the calendar of the data folder (`law/*.csv`, `city/holidays.csv`).

    `overrides` are the city's settings by key of terms.csv, `martial_law` its periods instead of
    the file's. Errors: DataError with every problem and its line.
    """
    return LegalCalendar(
        terms=load_terms(data / "law" / "terms.csv", overrides or {}),
        holidays=tuple(load_holidays(data / "city" / "holidays.csv")),
        martial_law=tuple(
            load_periods(data / "law" / "martial_law.csv") if martial_law is None else martial_law
        ),
        reject_reasons=load_reject_reasons(data / "law" / "reject_reasons.csv"),
        urgent=load_urgent(data / "law" / "urgent_subjects.csv"),
        norms=dict(norms or {}),
        zone=zone,
    )


def load_terms(path: Path, overrides: Mapping[str, str | bool]) -> Terms:
    """Return the terms of a file with some of them set otherwise. Errors: DataError."""
    known = {f.name: f.type for f in fields(Terms)}
    rows = index(read_table(path, ("key", "value")), "key")
    problems = [row.problem(f"unknown term {key}") for key, row in rows.items() if key not in known]
    problems += [f"{path}: lacks the term {key}" for key in known if key not in rows]
    problems += [
        f"setting law.terms.{key}: unknown; known: {', '.join(known)}"
        for key in overrides
        if key not in known
    ]
    if problems:
        raise DataError(problems)
    values = dict(convert(list(rows.values()), lambda row: (row["key"], _value(row))))
    values.update({key: _override(key, value) for key, value in overrides.items()})
    return Terms(**values)  # type: ignore[arg-type]  # _kind holds each key to its field's type


def _value(row: Row) -> Term | bool:
    return _kind(row["key"], row["value"])


def _override(key: str, value: str | bool) -> Term | bool:
    try:
        return _kind(key, value)
    except ValueError as error:
        raise DataError([f"setting law.terms.{key}: {error}"]) from error


def _kind(key: str, value: str | bool) -> Term | bool:
    if Terms.__annotations__[key] is not bool:
        return Term.parse(str(value))
    if str(value).lower() not in ("true", "false"):
        raise ValueError(f"{value!r} is not a switch; write true or false")
    return str(value).lower() == "true"


def load_holidays(path: Path) -> list[Holiday]:
    """Return the holidays of a file. Errors: DataError."""
    columns = ("month_day", "name_uk", "name_en", "day_off_under_martial_law")
    return convert(read_table(path, columns), _holiday)


def _holiday(row: Row) -> Holiday:
    off = row["day_off_under_martial_law"].lower().startswith("yes")
    return Holiday(row["month_day"], row["name_uk"], row["name_en"], off)


def load_periods(path: Path) -> list[Period]:
    """Return the periods of martial law of a file. Errors: DataError."""
    return convert(read_table(path, ("from", "until")), _period)


def _period(row: Row) -> Period:
    until = row.get("until")
    return Period(date.fromisoformat(row["from"]), date.fromisoformat(until) if until else None)


def load_reject_reasons(path: Path) -> frozenset[str]:
    """Return the codes of the only reasons for which the law lets an appeal go unconsidered."""
    return frozenset(index(read_table(path, ("code", "act", "article")), "code"))


def load_urgent(path: Path) -> re.Pattern[str]:
    """Return what finds the words of a file: beginnings of words that follow each other.

    Errors: DataError.
    """
    rows = index(read_table(path, ("subject", "words", "act", "article")), "subject")
    phrases = (words.split() for row in rows.values() for words in row["words"].split(";"))
    found = "|".join(r"\w*\W+".join(map(re.escape, words)) for words in phrases)
    return re.compile(rf"\b(?:{found})")
