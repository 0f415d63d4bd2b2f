"""Kindergartens, schools and clinics by number, as the city imported them; and who answers.

Rule: without a list of a kind nothing is said of its numbers: they are kept as told. What belongs
to no known body goes to triage.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from core.routing import TRIAGE, Routing
from core.tables import Row, convert, read_table

InstitutionKind = Literal["kindergarten", "school", "clinic"]
KINDS: tuple[InstitutionKind, ...] = get_args(InstitutionKind)
# As many as a message can hold and still be read.
_MOST_TOLD = 20
_COLUMNS = "kind number name_uk district body source checked_at".split()


@dataclass(frozen=True, slots=True)
class Institution:
    """One row of institutions.csv. `district` is a code; `body` its own account, if it has one."""

    kind: InstitutionKind
    number: str
    name_uk: str
    district: str
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Institutions:
    """The city's list. `numbered` holds every institution by its kind and number; `districts_of`
    gives the codes of the districts that a named part of the city lies in.
    """

    routing: Routing
    districts_of: Callable[[str], Sequence[str]]
    numbered: Mapping[tuple[InstitutionKind, str], Institution] = field(default_factory=dict)

    def look(self, kind: InstitutionKind, slots: Mapping[str, Any]) -> dict[str, Any]:
        """Return what flows ask of the wished ones: which numbers the list lacks (or that there is
        no list), in which district they are wished for, and who takes the request.
        """
        wished, now = slots.get("institution"), slots.get("from_institution")
        district = self._district(slots)
        return {
            "unknown_institution": ", ".join(self.unknown(kind, wished)) or None,
            "unknown_now": ", ".join(self.unknown(kind, now)) or None,
            "unlisted": not self.listed(kind),
            **self._there(kind, district),
            "wished_in": district,
            "body": self.body(kind, wished, district),
        }

    def _there(self, kind: InstitutionKind, district: str | None) -> dict[str, Any]:
        """The numbers of a district that the list has: the first of them, and how many more."""
        own = [one for one in self.numbered.values() if one.kind == kind]
        numbers = sorted((one.number for one in own if one.district == district), key=int)
        told = ", ".join(numbers[:_MOST_TOLD]) or None
        return {"listed_there": told, "listed_more": max(len(numbers) - _MOST_TOLD, 0)}

    def _district(self, slots: Mapping[str, Any]) -> str | None:
        """The district told, or the only one that a named part of the city lies in."""
        named = self.districts_of(slots.get("neighbourhood") or "")
        only = named[0] if len(named) == 1 else None
        return slots.get("wished_district") or only

    def listed(self, kind: InstitutionKind) -> bool:
        """Whether the city has a list of this kind, so that a number can be looked up."""
        return any(known == kind for known, _ in self.numbered)

    def unknown(self, kind: InstitutionKind, wished: str | None) -> list[str]:
        """Return the numbers that the list lacks; none while there is no list."""
        if not self.listed(kind):
            return []
        return [n for n in numbers_of(wished) if (kind, n) not in self.numbered]

    def first(self, kind: InstitutionKind, wished: str | None) -> Institution | None:
        """Return the first of the wished institutions that the list has."""
        known = (self.numbered.get((kind, number)) for number in numbers_of(wished))
        return next(filter(None, known), None)

    def body(self, kind: InstitutionKind, wished: str | None, district: str | None) -> str:
        """Return who takes a request: the institution itself, else its district's administration
        (which owns kindergartens and schools, not clinics), else triage.
        """
        first = self.first(kind, wished)
        if first and first.body:
            return first.body
        place = self.routing.district(first.district if first else district)
        administration = f"rda-{place.code}" if place and kind != "clinic" else TRIAGE
        return administration if administration in self.routing.bodies else TRIAGE


def numbers_of(wished: str | None) -> list[str]:
    """Return the numbers of a wish as flows hold it (`512, 130`); a name has none."""
    return [part for part in (wished or "").split(", ") if part.isdecimal()]


def load_institutions(
    path: Path, routing: Routing, districts_of: Callable[[str], Sequence[str]]
) -> Institutions:
    """Return the list of a table. Errors: DataError for an unknown kind, district or body, or the
    same number twice, no name or no source. A district may be told by its name.
    """
    seen: set[tuple[str, str]] = set()

    def institution(row: Row) -> Institution:
        kind = next((known for known in KINDS if known == row["kind"]), None)
        if kind is None:
            raise ValueError(f"kind {row['kind']!r}; expected {', '.join(KINDS)}")
        if not row["number"].isdecimal() or (kind, row["number"]) in seen:
            raise ValueError(f"number {row['number']!r} is no number, or stands there twice")
        if not row["name_uk"]:
            raise ValueError("name_uk is empty; what is it called?")
        place = routing.district(row["district"])
        if place is None:
            raise ValueError(f"unknown district {row['district']!r}; districts.csv has the codes")
        _checked(row)
        if (body := row.get("body")) and body not in routing.bodies:
            raise ValueError(f"unknown body {body!r}; bodies.csv has the ids")
        seen.add((kind, row["number"]))
        return Institution(kind, row["number"], row["name_uk"], place.code, body)

    made = convert(read_table(path, _COLUMNS), institution)
    return Institutions(routing, districts_of, {(one.kind, one.number): one for one in made})


def _checked(row: Row) -> None:
    """See that a row says where it is from. Errors: ValueError."""
    if not row["source"]:
        raise ValueError("source is empty; where is it from?")
    try:
        date.fromisoformat(row["checked_at"])
    except ValueError:
        told = row["checked_at"]
        raise ValueError(f"checked_at {told!r}; expected a day as 2026-11-24") from None
