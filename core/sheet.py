"""What a body is told of a case: what happened, where, since when, until when, whom to ask.

Rule: of the applicant only what the body needs to act, in a letter and on a page alike. What a
resident wrote never becomes a line of ours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from core.conversation import Language
from core.model import Address, Case
from core.plain import one_line
from core.ports import Texts
from core.routing import Routing
from core.told import about

# A crew rings up; by law 393/96-VR (article 5) whoever decides on an appeal knows who wrote it.
_CREW = ("phone",)
_CLERK = ("name", "phone", "email")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Writes a case for its body in one language."""

    texts: Texts
    routing: Routing
    zone: ZoneInfo
    language: Language = "uk"

    def facts(self, case: Case) -> Iterator[str]:
        """Yield what is known of the case, a line each."""
        yield self.say("number", **about(case))
        yield self.say("topic", **about(case))
        if case.addressee:
            yield self.say("addressee", body=one_line(case.addressee))
        if case.address is not None:
            yield from self._place(case, case.address)
        if case.facts.get("scope") in ("outside", "inside"):
            yield self.say(f"scope-{case.facts['scope']}")
        if isinstance(since := case.facts.get("since"), str):
            yield self.say("since", since=one_line(since))
        yield self._named("filed", f"{case.registered_at.astimezone(self.zone):%d.%m.%Y, %H:%M}")
        yield self.say("due", **about(case))

    def _place(self, case: Case, address: Address) -> Iterator[str]:
        pointed = address.lat is not None and address.long is not None
        street = address.street or (None if pointed else address.as_typed)
        yield self.say(
            "place" if _is_for_crew(case) else "home",
            address={**asdict(address), **_clean(street=street, house=address.house)},
            **_clean(entrance=address.entrance, apartment=self._apartment(case, address)),
        )
        if street and not address.verified:
            yield self.say("unverified")
            if address.as_typed and address.as_typed != street:
                yield self._named("as-told", address.as_typed)
        if address.floor:
            yield self._named("floor", address.floor)
        if address.district:
            yield self.say("district", district=address.district)
        if pointed:
            yield self._named("point", f"{address.lat:.5f}, {address.long:.5f}")

    def _apartment(self, case: Case, address: Address) -> str | None:
        """A crew that repairs a lamp in the street need not know who lives where."""
        inside = case.facts.get("scope") == "inside"
        needed = inside or self.routing.needs(case.service_code).apartment
        return address.apartment if needed or not _is_for_crew(case) else None

    def contact(self, case: Case) -> list[str]:
        """Return how to reach the resident, a line each; nothing when there is no way."""
        told = asdict(case.applicant)
        needed = _CREW if _is_for_crew(case) else _CLERK
        return [self._named(name, told[name]) for name in needed if told[name]]

    def say(self, name: str, **args: Any) -> str:
        """Return one of the texts for bodies."""
        return self.texts.format(f"mail-{name}", self.language, args)

    def _named(self, name: str, value: str) -> str:
        """A fact with its name. The value bypasses the catalogue, which may remember words."""
        return f"{self.say(name)}: {one_line(value)}"


def _is_for_crew(case: Case) -> bool:
    return case.kind == "dispatcher_request"


def _clean(**values: str | None) -> Mapping[str, str | None]:
    return {name: one_line(value) if value else None for name, value in values.items()}
