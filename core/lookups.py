"""What flows look up in the city's tables in passing: who answers, what must still be asked.

Rule: pure functions of slots; the tables are in memory. Run at every walk of a flow, so they are
quick.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.routing import Routing, Scope

Slots = Mapping[str, Any]
Lookup = Callable[[Slots], Slots]

# Things that lie along a street or in a park: a house number helps, but need not exist.
_BY_PLACE = frozenset(
    "roads street_light snow_ice trees playground parking construction animals transport parks "
    "waste noise shelter other".split()
)


@dataclass(frozen=True, slots=True)
class CityLookups:
    """The lookups with the city's tables bound. `districts_of`: codes of a street's likely
    districts.
    """

    routing: Routing
    districts_of: Callable[[str], Sequence[str]]

    def table(self) -> Mapping[str, Lookup]:
        """Return the lookups by the names flows call them."""
        return {
            "what_matters": self.what_matters,
            "find_body": self.find_body,
            "likely_districts": self.likely_districts,
            "find_addressee": self.find_addressee,
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
        likely = list(self.districts_of(place["street"])) if place.get("street") else []
        own = {"district": place["district"]} if place.get("district") else {}
        return {"likely_districts": likely, **own}

    def find_addressee(self, slots: Slots) -> Slots:
        """Return the body an appeal goes to, named by the resident anywhere; None when none is."""
        for said in (slots.get("official"), slots.get("description")):
            found = self.routing.addressees(said or "", 1)
            if found:
                return {"body": found[0].id}
        return {"body": None}


def _scope(slots: Slots) -> Scope | None:
    scope = slots.get("scope")
    return scope if scope in ("inside", "outside") else None
