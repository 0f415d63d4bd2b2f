"""What flows look up in the city's tables in passing: who answers, what must still be asked.

Rule: pure functions of slots; the tables are in memory. Run at every walk of a flow, so they are
quick.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.calendar import Variant
from core.model import Body
from core.petitions import check_petition
from core.routing import TRIAGE, Routing, Scope

Slots = Mapping[str, Any]
Lookup = Callable[[Slots], Slots]

# Things that lie along a street or in a park: a house number helps, but need not exist.
_BY_PLACE = frozenset(
    "roads street_light snow_ice trees playground parking construction animals transport parks "
    "waste noise shelter other".split()
)

# Kinds of bodies that are paid for a service; the billing centre answers for what it prints.
_PROVIDERS = frozenset({"utility", "management_company"})
# What is paid for; everything that the house's own company does is one service.
_PROVIDED = frozenset(
    "heating hot_water cold_water sewage electricity gas waste elevator roof_leak entrance "
    "house".split()
)
_HOUSE_CODE = "entrance"


@dataclass(frozen=True, slots=True)
class CityLookups:
    """The lookups with the city's tables bound.

    `districts_of`: codes of the likely districts of a street or a part of the city; `variant`:
    which term of a kind what was written asks for (`LegalCalendar.variant`).
    """

    routing: Routing
    districts_of: Callable[[str], Sequence[str]]
    variant: Callable[[str, str], Variant]

    def table(self) -> Mapping[str, Lookup]:
        """Return the lookups by the names flows call them."""
        return {
            "what_matters": self.what_matters,
            "find_body": self.find_body,
            "likely_districts": self.likely_districts,
            "find_addressee": self.find_addressee,
            "find_provider": self.find_provider,
            "find_superior": self.find_superior,
            "find_term": self.find_term,
            "check_period": check_period,
            "check_petition": check_petition,
            "look_at_point": look_at_point,
        }

    def what_matters(self, slots: Slots) -> Slots:
        """Return what a crew needs to know for this kind of fault."""
        code = slots.get("service_code")
        needs, rule = self.routing.needs(code), self.routing.rule(code)
        return {
            "by_place": code in _BY_PLACE,
            # Nobody rings to be let in to a pothole; what is not understood must be asked about.
            "phone_matters": code not in _BY_PLACE or code == "other",
            "photo_helps": "photo" in (*rule.asks, *rule.may_ask),
            "scope_matters": needs.scope,
            "entrance_matters": needs.entrance,
            "apartment_matters": needs.apartment,
            "first_response_hours": self.routing.first_response_hours(code),
        }

    def find_body(self, slots: Slots) -> Slots:
        """Return the body that answers as far as known, and whether the district decides it."""
        code, scope = slots.get("service_code"), _scope(slots)
        found = dict(self.likely_districts(slots))
        district = slots.get("district") or found.get("district")
        return {
            **found,
            "district_matters": self.routing.needs(code).district(scope),
            "body": self.routing.route(code, scope, district).id,
        }

    def likely_districts(self, slots: Slots) -> Slots:
        """Return the districts the street may lie in; one that the address itself carries is
        sure.
        """
        place = slots.get("address") or {}
        # The metro of Позняки lies in one district or two, as a street does.
        named = place.get("street") or place.get("part")
        likely = list(self.districts_of(named)) if named else []
        own = {"district": place["district"]} if place.get("district") else {}
        return {"likely_districts": likely, **own}

    def find_provider(self, slots: Slots) -> Slots:
        """Return the company that a utility complaint is about: the one named, else by what is
        wrong and where; `provider_known` is false while neither tells.
        """
        found = dict(self.likely_districts(slots))
        district = slots.get("district") or found.get("district")
        named = self.routing.addressees(slots.get("description") or "", 1)
        if named and self._is_provider(named[0]):
            return {**found, "provider_known": True, "body": named[0].id, "district_matters": False}
        code = slots.get("service") or slots.get("service_code")
        service = code if code in _PROVIDED else None
        code = _HOUSE_CODE if service == "house" else service
        return {
            **found,
            "provider_known": service is not None,
            "district_matters": self.routing.needs(code).district(None),
            "body": self.routing.route(code, None, district).id,
        }

    def _is_provider(self, body: Body) -> bool:
        return body.kind in _PROVIDERS or body.id == self.routing.rule("billing").body

    def find_superior(self, slots: Slots) -> Slots:
        """Return whom a complaint is about (a body, when one is named) and the body above, which
        considers it; triage where that is not known.
        """
        likely = self.likely_districts(slots)
        district = slots.get("district") or likely.get("district")
        for said in (slots.get("official"), slots.get("description")):
            above = self.routing.above(said or "", district)
            if above is None or above.about is None:
                above = self.routing.above_office(slots.get("holder_office")) or above
            if above:
                return {
                    **likely,
                    "about": above.about,
                    "body": above.body,
                    "district_matters": above.needs_district,
                }
        return {"about": None, "body": TRIAGE, "district_matters": False}

    def find_addressee(self, slots: Slots) -> Slots:
        """Return the body an appeal goes to: named by the resident anywhere, else the one whose
        subject it is in the whole city; None when a person must find it.
        """
        for said in (slots.get("official"), slots.get("description")):
            found = self.routing.addressees(said or "", 1)
            if found:
                return {"body": found[0].id}
        if slots.get("holder_office") in self.routing.bodies:
            return {"body": slots["holder_office"]}
        by_subject = self.routing.route(slots.get("service_code")).id
        return {"body": None if by_subject == TRIAGE else by_subject}

    def find_term(self, slots: Slots) -> Slots:
        """Return whether the law wants a request for information answered at once."""
        kind, words = str(slots.get("appeal_kind")), slots.get("description") or ""
        return {"urgent": self.variant(kind, words) == "urgent"}


def check_period(slots: Slots) -> Slots:
    """Return whether the time told begins after today, and whether over a year ago; words that are
    no date do neither.
    """
    begins = str(slots.get("period") or slots.get("date") or "")[:10]
    if not _DATE.match(begins):
        return {"period_ahead": False, "over_a_year": False}
    year_ago = f"{int(slots['today'][:4]) - 1:04}{slots['today'][4:]}"
    return {"period_ahead": begins > slots["today"], "over_a_year": begins < year_ago}


def look_at_point(slots: Slots) -> Slots:
    """Return whether the place is a point on the map and nothing else."""
    place = slots.get("address") or {}
    return {"point_only": place.get("lat") is not None and not place.get("street")}


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$", re.ASCII)


def _scope(slots: Slots) -> Scope | None:
    scope = slots.get("scope")
    return scope if scope in ("inside", "outside") else None
