"""Prices with a date and a source, and a bill computed from readings.

Rule: a figure is told with the day it was checked and where; one older than it may be is not told
at all, only where to look. Entitlements are never computed. Table: data/city/tariffs.csv.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

from core.lookups import Lookup
from core.tables import Row, convert, read_table

Slots = Mapping[str, Any]
Part = Literal["use", "fee"]

_COLUMNS = "service part unit amount condition valid_from valid_to source checked_at link".split()
_PARTS: Mapping[str, Part] = {"use": "use", "fee": "fee"}
UNITS = frozenset({"m3", "gcal", "kwh", "month", "ride", "hour", "day"})
_METERED = frozenset({"m3", "gcal", "kwh"})
# Paid for beside the main thing by every household; any other condition is that of some.
_EVERYBODY = frozenset({"", "sewage"})
_NIGHT = "night"
_KOPECK = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Tariff:
    """One price. Units: UAH for one `unit`; `part` is `use` (by consumption) or `fee` (a month).

    `condition` says for whom or what it is, empty for everybody; `checked_at` is the day for which
    the source gave it; `valid_to` is the last day it holds, None while no end is known.
    """

    service: str
    part: Part
    unit: str
    amount: Decimal
    condition: str
    valid_from: date | None
    valid_to: date | None
    source: str
    checked_at: date
    link: str

    @property
    def name(self) -> str:
        """What is paid for, as texts name it: `cold_water-fee-sewage`."""
        return "-".join(filter(None, (self.service, self.part, self.condition)))


@dataclass(frozen=True, slots=True)
class Used:
    """What was used by day (or at all) and by night. Units: those of the service."""

    day: Decimal
    night: Decimal | None = None

    @property
    def total(self) -> Decimal:
        return self.day + (self.night or 0)


@dataclass(frozen=True, slots=True)
class Tariffs:
    """The city's prices. Units: `stale_days`, calendar days for which a checked figure is told."""

    rows: Sequence[Tariff]
    stale_days: int

    def table(self) -> Mapping[str, Lookup]:
        """Return the lookups by the names flows call them."""
        return {"find_tariff": self.find_tariff, "compute_bill": self.compute_bill}

    def of(self, service: str | None, today: date) -> list[Tariff]:
        """Return the service's prices, without those that are to come."""
        mine = [row for row in self.rows if row.service == service]
        return [row for row in mine if row.valid_from is None or row.valid_from <= today]

    def told(self, service: str | None, today: date) -> list[Tariff]:
        """Return the prices that may be told: checked lately, and not known to have ended."""
        oldest = today - timedelta(days=self.stale_days)
        return [
            row
            for row in self.of(service, today)
            if row.checked_at >= oldest and (row.valid_to is None or row.valid_to >= today)
        ]

    def find_tariff(self, slots: Slots) -> Slots:
        """Return the prices of a service: `tariff` is `known`, `stale` or `none`; of a stale one
        only how old it is and where to look.
        """
        service, today = slots.get("service"), date.fromisoformat(slots["today"])
        rows, told = self.of(service, today), self.told(service, today)
        if not rows:
            return {"tariff": "none"}
        if not told:
            latest = max(rows, key=lambda row: row.checked_at)
            as_of = latest.checked_at.isoformat()
            return {"tariff": "stale", "as_of": as_of, "link": latest.link}
        return {"tariff": "known", "tariff_note": service, **_shown(told)}

    def compute_bill(self, slots: Slots) -> Slots:
        """Return what was used and what it costs; `backwards` when a later reading is the smaller.
        Without prices that may be told: what was used, and no more.
        """
        readings = slots.get("readings") or {}
        used = consumption(readings)
        if used is None:
            return {"backwards": bool(readings), "used": None, "bill": None}
        service, today = slots.get("service"), date.fromisoformat(slots["today"])
        volume = {"volume": str(used.total), "unit": self.of(service, today)[0].unit}
        told = self.told(service, today)
        bill = bill_of(told, used) if told else None
        return {"backwards": False, "used": volume, "bill": bill}


def _shown(rows: Sequence[Tariff]) -> dict[str, Any]:
    since = {row.valid_from for row in rows}
    first = since.pop() if len(since) == 1 else None
    return {
        "tariffs": [{"price": r.name, "amount": str(r.amount), "unit": r.unit} for r in rows],
        "as_of": min(row.checked_at for row in rows).isoformat(),
        "holds_since": first and first.isoformat(),
        "source": ", ".join(dict.fromkeys(row.source for row in rows)),
        "link": rows[0].link,
        "countable": any(row.unit in _METERED for row in rows),
    }


# --- the bill ------------------------------------------------------------------------------------


def consumption(readings: Mapping[str, str]) -> Used | None:
    """Return what two readings, or the volume told, make; None when a meter ran backwards."""
    day = _zone(readings, "")
    night = _zone(readings, "night_")
    if not readings or (day is not None and day < 0) or (night is not None and night < 0):
        return None
    return Used(day or Decimal(0), night)


def _zone(readings: Mapping[str, str], zone: str) -> Decimal | None:
    if (used := readings.get(f"{zone}used")) is not None:
        return Decimal(used)
    if f"{zone}present" not in readings:
        return None
    return Decimal(readings[f"{zone}present"]) - Decimal(readings[f"{zone}previous"])


def bill_of(rows: Sequence[Tariff], used: Used) -> dict[str, Any]:
    """Return a bill: the lines for what was used, their sum, and the sums with the monthly fees:
    one, or one for each fee that only some households pay.

    Units: UAH, rounded to a kopeck each line, half up, so that the lines add up to their sum.
    """
    lines = [_line(row, used) for row in rows if row.part == "use" and _applies(row, used)]
    total = sum((Decimal(line["cost"]) for line in lines), Decimal(0))
    fees = [row for row in rows if row.part == "fee"]
    fixed = sum((row.amount for row in fees if row.condition in _EVERYBODY), Decimal(0))
    some = [row for row in fees if row.condition not in _EVERYBODY]
    totals = [{"price": row.name, "cost": _money(total + fixed + row.amount)} for row in some]
    if fees and not some:
        totals = [{"price": "all", "cost": _money(total + fixed)}]
    return {"lines": lines, "sum": _money(total), "with_fees": totals}


def _applies(row: Tariff, used: Used) -> bool:
    return row.condition in _EVERYBODY or (row.condition == _NIGHT and used.night is not None)


def _line(row: Tariff, used: Used) -> dict[str, str]:
    by_night = row.condition == _NIGHT
    volume = (used.night or Decimal(0)) if by_night else used.day
    cost = _money(volume * row.amount)
    named = {"price": row.name, "unit": row.unit, "amount": str(row.amount)}
    return {**named, "volume": str(volume), "cost": cost}


def _money(amount: Decimal) -> str:
    return str(amount.quantize(_KOPECK, ROUND_HALF_UP))


# --- loading -------------------------------------------------------------------------------------


def load_tariffs(path: Path) -> list[Tariff]:
    """Return the prices of a table. Errors: DataError with every faulty row."""
    return convert(read_table(path, _COLUMNS), _tariff)


def _tariff(row: Row) -> Tariff:
    if row["part"] not in _PARTS or row["unit"] not in UNITS:
        raise ValueError(
            f"part {row['part']!r}, unit {row['unit']!r}; expected {' or '.join(_PARTS)}, "
            f"and one of {', '.join(sorted(UNITS))}"
        )
    if not row["service"] or not row["source"] or not row["checked_at"]:
        raise ValueError("a price needs its service, its source and the day it was checked")
    return Tariff(
        service=row["service"],
        part=_PARTS[row["part"]],
        unit=row["unit"],
        amount=_amount(row["amount"]),
        condition=row["condition"],
        valid_from=_day(row.get("valid_from")),
        valid_to=_day(row.get("valid_to")),
        source=row["source"],
        checked_at=date.fromisoformat(row["checked_at"]),
        link=row["link"],
    )


def _day(cell: str | None) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _amount(cell: str) -> Decimal:
    try:
        amount = Decimal(cell)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise ValueError(f"amount {cell!r}; expected hryvnias as 16.164")
    return amount
