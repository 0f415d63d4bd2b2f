"""Enrolment in a kindergarten or a school: ages, terms and papers of the year, who takes it.

Rule: pure arithmetic over data (data/law/enrolment_ages.csv, data/city/enrolment.csv). The place in
the queue is the official system's: what is filed here is a request to the administration.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal

from core.institutions import InstitutionKind, Institutions
from core.lookups import Lookup
from core.ports import Action, ActionContext
from core.tables import DataError, Row, convert, index, read_table

Slots = Mapping[str, Any]
# Why a date of birth cannot be: it is to come, or too long ago for a person.
Issue = Literal["ahead", "too_young", "too_old"]

_YEAR = 12
_AUTUMN = 9


@dataclass(frozen=True, slots=True)
class Ages:
    """The rules of ages. Units: full months. Source: data/law/enrolment_ages.csv."""

    kindergarten_takes_from: int
    kindergarten_until: int
    school_from: int
    school_until: int
    first_class_from: int
    first_class_until: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an intake: a row of data/city/enrolment.csv. `school_year` is the year in
    which it begins, None for what holds in every one.
    """

    kind: str
    school_year: int | None
    item: str
    value: str
    source: str
    checked_at: date


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The lookups and actions of enrolment, with the city's tables bound.

    `file` registers a case.
    """

    ages: Ages
    known: Sequence[Known]
    institutions: Institutions
    file: Action

    def lookups(self) -> Mapping[str, Lookup]:
        """Return the lookups by the names flows call them."""
        return {
            "check_preschooler": self.check_preschooler,
            "check_pupil": self.check_pupil,
            "check_kindergarten": lambda slots: self.institutions.look("kindergarten", slots),
            "check_school": lambda slots: self.institutions.look("school", slots),
            "kindergarten_year": lambda slots: self.year("kindergarten", slots),
            "school_year": lambda slots: self.year("school", slots),
        }

    def actions(self) -> Mapping[str, Action]:
        """Return the actions by the names flows call them."""
        return {"file_enrolment": self.file_enrolment}

    # --- the child -------------------------------------------------------------------------------

    def check_preschooler(self, slots: Slots) -> Slots:
        """Return whether the child is of an age for a kindergarten, and whether it is taken yet."""
        months = _months(slots, _today(slots))
        issue = _issue(months, 0, self.ages.kindergarten_until)
        young = issue is None and months is not None and months < self.ages.kindergarten_takes_from
        return {**_aged(issue, months), "not_yet_taken": young}

    def check_pupil(self, slots: Slots) -> Slots:
        """Return whether the child is of an age for a school; the class, when it is not told and
        the age says the first; and whether the age is unusual for the first class.
        """
        today = _today(slots)
        months = _months(slots, today)
        issue = _issue(months, self.ages.school_from, self.ages.school_until)
        by_autumn = _months(slots, date(intake_year(today), _AUTUMN, 1))
        first = by_autumn is not None and (
            self.ages.first_class_from <= by_autumn < self.ages.first_class_until
        )
        told = slots.get("school_class")
        moves = slots.get("transfer") is not None
        unusual = by_autumn is not None and told == "1" and not first and not moves
        suggested = "1" if first and not moves else None
        return {
            **_aged(issue, months),
            "class_known": told or suggested,
            "unusual_age": "early"
            if unusual and (by_autumn or 0) < self.ages.first_class_from
            else "late"
            if unusual
            else None,
        }

    # --- the year --------------------------------------------------------------------------------

    def year(self, kind: InstitutionKind, slots: Slots) -> Slots:
        """Return the papers and dates of the coming intake; of dates not known yet, the last
        year's, marked so.
        """
        coming = intake_year(_today(slots))
        mine = [one for one in self.known if one.kind == kind]
        papers = next((one for one in mine if one.item == "documents"), None)
        years = [one.school_year for one in mine if one.school_year is not None]
        year = max((known for known in years if known <= coming), default=None)
        dated = {one.item: one for one in mine if one.school_year == year and year is not None}
        sources = dict.fromkeys(one.source for one in dated.values())
        return {
            "intake": str(coming),
            "documents": papers.value.split(";") if papers else None,
            "documents_source": papers.source if papers else None,
            "dates_of": None if not dated else "this" if year == coming else "earlier",
            "dates_source": ", ".join(sources) or None,
            **{item: one.value for item, one in dated.items()},
        }

    # --- filing ----------------------------------------------------------------------------------

    def file_enrolment(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Register the request; with what was found, without what only led the talk."""
        kept = {name: value for name, value in told.items() if name not in _OF_THE_TALK}
        if found := slots.get("class_known"):
            kept["school_class"] = found
        if place := slots.get("wished_in"):
            kept["wished_district"] = place
        return self.file(context, slots, kept)


_OF_THE_TALK = frozenset({"asked_status", "question", "more", "neighbourhood"})


def intake_year(today: date) -> int:
    """Return the year in which the school year that one enrols for begins: this one until
    September, then the next.
    """
    return today.year if today.month < _AUTUMN else today.year + 1


def months_between(born: date, day: date) -> int:
    """Return the full months of age on a day; below 0 for one that is to be born."""
    months = (day.year - born.year) * _YEAR + day.month - born.month
    return months - (day.day < born.day)


def _today(slots: Slots) -> date:
    return date.fromisoformat(slots["today"])


def _months(slots: Slots, day: date) -> int | None:
    """The child's age on a day, None while the date of birth is not told."""
    born = slots.get("child_birth_date")
    return months_between(date.fromisoformat(born), day) if born else None


def _issue(months: int | None, least: int, most: int) -> Issue | None:
    if months is None:
        return None
    if months < 0:
        return "ahead"
    if months < least:
        return "too_young"
    return "too_old" if months >= most else None


def _aged(issue: Issue | None, months: int | None) -> dict[str, Any]:
    """What texts say of an age: years from two on, months below."""
    years, unit = (
        (months // _YEAR, "years") if months and months >= 2 * _YEAR else (months, "months")
    )
    return {"age_issue": issue, "age": years, "age_unit": unit}


# --- loading -------------------------------------------------------------------------------------


def load_ages(path: Path) -> Ages:
    """Return the rules of ages. Errors: DataError with every missing rule or wrong number."""
    rows = index(read_table(path, ("key", "months", "sure", "source", "meaning")), "key")
    wanted = {field.name for field in fields(Ages)}
    if missing := sorted(wanted - rows.keys()):
        raise DataError([f"{path}: lacks {', '.join(missing)}"])
    kept = [row for key, row in rows.items() if key in wanted]
    return Ages(**dict(convert(kept, lambda row: (row["key"], int(row["months"])))))


def load_known(path: Path) -> list[Known]:
    """Return what is known of intakes. Errors: DataError with every faulty row."""
    columns = ("kind", "school_year", "item", "value", "source", "checked_at", "sure")
    return convert(read_table(path, columns), _known)


def _known(row: Row) -> Known:
    year = row.get("school_year")
    if row["item"] != "documents":
        date.fromisoformat(row["value"])
    return Known(
        kind=row["kind"],
        school_year=int(year) if year else None,
        item=row["item"],
        value=row["value"],
        source=row["source"],
        checked_at=date.fromisoformat(row["checked_at"]),
    )
