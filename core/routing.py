"""Who answers: bodies, districts, the routing table, and finding an addressee by words.

Rule: everything comes from `data/city`; the district is told, never guessed here. What
cannot be routed goes to the contact centre, where a person sorts it (triage).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from core.calendar import Term
from core.model import Body
from core.tables import DataError, Row, convert, index, read_table

T = TypeVar("T")

TRIAGE = "cc1551"

Scope = Literal["outside", "inside"]
Priority = Literal["high", "normal"]

_DELIVERIES: Mapping[str, Literal["inbox", "mail", "open311"]] = {
    "inbox": "inbox",
    "mail": "mail",
    "open311": "open311",
}
_PRIORITIES: Mapping[str, Priority] = {"high": "high", "normal": "normal"}
_DAY_UNITS: Mapping[str, Literal["d", "wd"]] = {"calendar": "d", "working": "wd"}
_PLACE = "{district}"


@dataclass(frozen=True, slots=True)
class District:
    """A district of districts.csv."""

    code: str
    name_uk: str
    name_full_uk: str
    name_en: str
    genitive: str
    locative: str
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of routing.csv. `body`, `inside_body`: ids, with `{district}` still open.

    `asks` is what a crew needs told, `may_ask` what helps (photo, plate, stop). Hours and days are
    the body's norm, not law. `phone` is None unless its row marks it verified.
    """

    service_code: str
    body: str
    inside_body: str | None
    first_response_hours: int
    deadline: Term
    priority: Priority
    asks: tuple[str, ...]
    may_ask: tuple[str, ...]
    phone: str | None


@dataclass(frozen=True, slots=True)
class Needs:
    """What must be known to route a code and send a crew.

    `scope`: outside and inside the house are different bodies; `entrance`, `apartment`: the crew
    cannot find the place without.
    """

    scope: bool
    district_outside: bool
    district_inside: bool
    entrance: bool
    apartment: bool

    def district(self, scope: Scope | None) -> bool:
        """Whether the body is a district's, for the scope told (None: not told, so outside)."""
        return self.district_inside if scope == "inside" else self.district_outside


@dataclass(frozen=True, slots=True)
class Office:
    """A row of offices.csv: how an office or post is known in words, and who is above it.

    `about` is the body that it belongs to, None for one of many (a school); both may hold
    `{district}`.
    """

    stems: tuple[str, ...]
    about: str | None
    superior: str


@dataclass(frozen=True, slots=True)
class Above:
    """Who considers a complaint: the id of the `body` above the one it is `about` (None: one of
    many). `needs_district`: it is a district's, and which is not known; until then, triage.
    """

    about: str | None
    body: str
    needs_district: bool = False


@dataclass(frozen=True, slots=True)
class Routing:
    """The city's routing: who answers for what, where."""

    bodies: Mapping[str, Body]
    districts: Mapping[str, District]
    rules: Mapping[str, Rule]
    aliases: Sequence[tuple[str, tuple[str, ...]]]
    offices: Sequence[Office] = ()

    def rule(self, service_code: str | None) -> Rule:
        """Return the row of a code; that of `other` for an unknown code or none."""
        return self.rules.get(service_code or "other", self.rules["other"])

    def needs(self, service_code: str | None) -> Needs:
        """Return what to find out before routing; an unknown code needs nothing."""
        rule = self.rule(service_code)
        return Needs(
            scope=rule.inside_body is not None,
            district_outside=_PLACE in rule.body,
            district_inside=_PLACE in (rule.inside_body or rule.body),
            entrance="entrance" in rule.asks,
            apartment="apartment" in rule.asks,
        )

    def route(
        self, service_code: str | None, scope: Scope | None = None, district: str | None = None
    ) -> Body:
        """Return the body that answers; triage when the code or a needed district is not known.

        `district`: a code, or any form of the name that `district()` knows.
        """
        rule = self.rule(service_code)
        chosen = rule.inside_body if scope == "inside" and rule.inside_body else rule.body
        if _PLACE not in chosen:
            return self.bodies[chosen]
        place = self.district(district)
        return self.bodies[chosen.replace(_PLACE, place.code) if place else TRIAGE]

    def district(self, name: str | None) -> District | None:
        """Return the district called so: its code or its name in Ukrainian (any case) or English.

        What follows the name (`район`, `district`) does not matter.
        """
        wanted = _fold(name or "").partition(" ")[0]
        return next((d for d in self.districts.values() if wanted in _district_forms(d)), None)

    def first_response_hours(self, service_code: str | None) -> int:
        """Return within how many hours a crew is heard of, by the body's norm."""
        return self.rule(service_code).first_response_hours

    def response_hours(self) -> dict[str, int]:
        """Return that by service code; `other` holds for whatever has no line of its own."""
        return {code: rule.first_response_hours for code, rule in self.rules.items()}

    def deadline_days(self, service_code: str | None) -> int:
        """Return within how many days the matter is done, by the body's norm."""
        return self.rule(service_code).deadline.amount

    def priority(self, service_code: str | None) -> Priority:
        return self.rule(service_code).priority

    def phone(self, service_code: str | None) -> str | None:
        """Return the duty phone, None when it is not a verified one."""
        return self.rule(service_code).phone

    def norms(self) -> dict[str, Term]:
        """Return the bodies' norms by service code, for the calendar."""
        return {code: rule.deadline for code, rule in self.rules.items()}

    def addressees(self, text: str, limit: int = 5) -> list[Body]:
        """Return the bodies that a text names, the most exactly named first.

        A name or alias counts when all of its words stand in the text, in any grammatical case.
        Nothing found: an empty list.
        """
        words = _words(text)
        found: dict[str, int] = {}
        for body, alias in self.aliases:
            if all(any(_same_word(part, word) for word in words) for part in alias):
                found[body] = max(found.get(body, 0), sum(map(len, alias)))
        ranked = sorted(found, key=lambda body: -found[body])
        return [self.bodies[body] for body in ranked[:limit]]

    def above(self, text: str, district: str | None = None) -> Above | None:
        """Return who considers a complaint about whom a text names, never the one complained of;
        None when it names nobody known.
        """
        if named := self.addressees(text, 1):
            return self.above_office(named[0].id)
        said = _words(text)
        for office in self.offices:
            if any(word.startswith(office.stems) for word in said):
                body = self._in(office.superior, district)
                return Above(self._in(office.about, district), body or TRIAGE, body is None)
        return None

    def above_office(self, body: str | None) -> Above | None:
        """Return who considers a complaint about the person in an office of a body."""
        office = self.bodies.get(body or "")
        return Above(office.id, office.superior or office.parent or TRIAGE) if office else None

    def _in(self, pattern: str | None, district: str | None) -> str | None:
        """Return the body of a pattern, None where its district is not known."""
        place = self.district(district)
        if pattern is None or (_PLACE in pattern and place is None):
            return None
        return pattern.replace(_PLACE, place.code if place else "")


# --- words ---------------------------------------------------------------------------------------


def _fold(text: str) -> str:
    return re.sub(r"[’ʼ`´]", "'", text).casefold().strip()


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['-][^\W_]+)*", _fold(text))


def _same_word(known: str, said: str) -> bool:
    """Whether a word is a known one in some case; short ones (`метро`, `КМДА`) only as they are."""
    if len(known) < 6:
        return known == said
    return said.startswith(known[:-2]) and len(said) <= len(known) + 3


def _district_forms(district: District) -> set[str]:
    names = (district.code, district.name_uk, district.name_en, district.genitive)
    return {_fold(name) for name in (*names, district.locative)}


# --- loading -------------------------------------------------------------------------------------


def load_routing(data: Path) -> Routing:
    """Return the routing of the data folder (`city/*.csv`).

    Errors: DataError with every problem and its line: an unknown body or unit, a body that a
    district lacks, a missing row for `other`.
    """
    city = data / "city"
    districts = {d.code: d for d in load_districts(city / "districts.csv")}
    bodies = {b.id: b for b in load_bodies(city / "bodies.csv")}
    path = city / "routing.csv"
    rows = list(index(read_table(path, _RULE_COLUMNS), "service_code").values())
    rules = {rule.service_code: rule for rule in convert(rows, _checked(_rule, bodies, districts))}
    if "other" not in rules:
        raise DataError([f"{path}: lacks the row other, which takes what nobody else does"])
    if TRIAGE not in bodies:
        raise DataError([f"{city / 'bodies.csv'}: lacks {TRIAGE}, where triage is done"])
    aliases = load_aliases(city / "addressees.csv", bodies, districts)
    offices = load_offices(city / "offices.csv", bodies, districts)
    return Routing(bodies, districts, rules, tuple(aliases), tuple(offices))


_RULE_COLUMNS = (
    "service_code body inside_body first_response_hours deadline_days deadline_kind priority needs "
    "phone phone_sure"
).split()


def load_districts(path: Path) -> list[District]:
    """Return the districts of a file. Errors: DataError."""
    columns = ("code", "name_uk", "name_full_uk", "name_en", "genitive", "locative")
    return convert(list(index(read_table(path, columns), "code").values()), _district)


def _district(row: Row) -> District:
    former = tuple(filter(None, (row.get("former_names") or "").split(";")))
    return District(
        code=row["code"],
        name_uk=row["name_uk"],
        name_full_uk=row["name_full_uk"],
        name_en=row["name_en"],
        genitive=row["genitive"],
        locative=row["locative"],
        former_names=former,
    )


def load_bodies(path: Path) -> list[Body]:
    """Return the bodies of a file; columns `mail` and `superior` are read when there are any.

    Errors: DataError.
    """
    columns = ("id", "name_uk", "name_en", "kind", "parent", "district", "delivery")
    rows = list(index(read_table(path, columns), "id").values())
    bodies = convert(rows, _body)
    known = {body.id for body in bodies}
    problems = [
        row.problem(f"unknown {what} {above}")
        for row, body in zip(rows, bodies, strict=True)
        for what, above in (("parent", body.parent), ("superior", body.superior))
        if above and (above not in known or above == body.id)
    ]
    if problems:
        raise DataError(problems)
    return bodies


def _body(row: Row) -> Body:
    delivery, mail = row["delivery"], row.get("mail")
    if delivery not in _DELIVERIES:
        raise ValueError(f"delivery {delivery!r}; expected {', '.join(_DELIVERIES)}")
    if delivery == "mail" and not mail:
        raise ValueError(f"{row['id']} is reached by mail: give its address in the column mail")
    return Body(
        id=row["id"],
        name_uk=row["name_uk"],
        name_en=row["name_en"],
        kind=row["kind"],
        parent=row.get("parent"),
        district=row.get("district"),
        delivery=_DELIVERIES[delivery],
        mail=mail,
        superior=row.get("superior"),
    )


def _rule(row: Row) -> Rule:
    needs = [need for need in row["needs"].split(";") if need]
    return Rule(
        service_code=row["service_code"],
        body=row["body"],
        inside_body=row.get("inside_body"),
        first_response_hours=_positive(row, "first_response_hours"),
        deadline=Term(_positive(row, "deadline_days"), _one_of(_DAY_UNITS, row, "deadline_kind")),
        priority=_one_of(_PRIORITIES, row, "priority"),
        asks=tuple(need for need in needs if not need.endswith("?")),
        may_ask=tuple(need.removesuffix("?") for need in needs if need.endswith("?")),
        phone=row["phone"] if _sure(row["phone_sure"]) else None,
    )


def _sure(mark: str) -> bool:
    """Whether a phone's mark says it holds today; "verified for 2015 only" does not."""
    return mark.startswith("verified") and "only" not in mark


def _positive(row: Row, column: str) -> int:
    cell = row[column]
    if not cell.isascii() or not cell.isdecimal() or int(cell) == 0:
        raise ValueError(f"{column} {cell!r}; expected a whole number above 0")
    return int(cell)


def _one_of(known: Mapping[str, T], row: Row, column: str) -> T:
    if row[column] not in known:
        raise ValueError(f"{column} {row[column]!r}; expected {' or '.join(known)}")
    return known[row[column]]


def _checked(
    make: Callable[[Row], Rule], bodies: Mapping[str, Body], districts: Mapping[str, District]
) -> Callable[[Row], Rule]:
    def checked(row: Row) -> Rule:
        rule = make(row)
        for pattern in filter(None, (rule.body, rule.inside_body)):
            unknown = [body for body in _each(pattern, districts) if body not in bodies]
            if unknown:
                raise ValueError(f"unknown body {', '.join(unknown)}; bodies.csv has the ids")
        return rule

    return checked


def _each(pattern: str, districts: Iterable[str]) -> list[str]:
    if _PLACE not in pattern:
        return [pattern]
    return [pattern.replace(_PLACE, code) for code in districts]


def load_offices(
    path: Path, bodies: Mapping[str, Body], districts: Mapping[str, District]
) -> list[Office]:
    """Return the offices of a file. Errors: DataError for an unknown body, or one above itself."""

    def office(row: Row) -> Office:
        made = Office(
            tuple(_fold(stem) for stem in row["stems"].split(";") if stem.strip()),
            row.get("about"),
            row["superior"],
        )
        for pattern in filter(None, (made.about, made.superior)):
            unknown = [body for body in _each(pattern, districts) if body not in bodies]
            if unknown:
                raise ValueError(f"unknown body {', '.join(unknown)}; bodies.csv has the ids")
        if not made.stems or made.about == made.superior:
            raise ValueError("an office needs stems, and somebody else above it")
        return made

    return convert(read_table(path, ("stems", "about", "superior")), office)


def load_aliases(
    path: Path, bodies: Mapping[str, Body], districts: Mapping[str, District]
) -> list[tuple[str, tuple[str, ...]]]:
    """Return (body id, the words that name it): the bodies' own names, then the file's aliases.

    Errors: DataError for an alias of an unknown body.
    """
    rows = read_table(path, ("body", "alias_uk"))
    names = ((b.id, name) for b in bodies.values() for name in (b.name_uk, b.name_en))
    named = [(body, tuple(_words(name))) for body, name in names]
    listed = convert(rows, lambda row: _aliases(row, bodies, districts))
    return named + [alias for group in listed for alias in group]


def _aliases(
    row: Row, bodies: Mapping[str, Body], districts: Mapping[str, District]
) -> list[tuple[str, tuple[str, ...]]]:
    words = _words(row["alias_uk"])
    if not words:
        raise ValueError("alias_uk is empty")
    codes = list(districts) if _PLACE in row["body"] else [""]
    made = []
    for code in codes:
        body = row["body"].replace(_PLACE, code)
        if body not in bodies:
            raise ValueError(f"unknown body {body}; bodies.csv has the ids")
        name = districts[code].name_uk if code else ""
        made.append((body, tuple(_words(row["alias_uk"].replace(_PLACE, name)))))
    return made
