"""The letter to a body: what happened, where, since when, until when, what a crew or clerk needs.

Rule: of the applicant only what the body needs to act. What a resident wrote stands quoted and
never becomes a line of ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from connectors.mail.message import Letter, Photo, lines, one_line
from core.actions import about
from core.conversation import Language
from core.model import Address, Attachment, Body, Case, Delivery
from core.ports import Texts
from core.routing import Routing

LANGUAGE: Language = "uk"

# A crew rings up; by law 393/96-VR (article 5) whoever decides on an appeal knows who wrote it.
_CREW = ("phone",)
_CLERK = ("name", "phone", "email")


@dataclass(frozen=True, slots=True)
class Posting:
    """A delivery with what it carries. `files`: all of the case's, also those not here yet."""

    delivery: Delivery
    case: Case
    body: Body
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterWriter:
    """Writes letters. `address`: where residents and staff reach the program, without a slash."""

    texts: Texts
    routing: Routing
    zone: ZoneInfo
    address: str

    def write(self, posting: Posting, photos: Sequence[Photo], now: datetime) -> Letter:
        """Return the letter of a delivery with these of its photos. `now`: aware."""
        delivery, case = posting.delivery, posting.case
        made_at = int(delivery.created_at.timestamp())
        return Letter(
            id=f"{case.number}.{delivery.id}.{made_at}",
            to=posting.body.mail or "",
            subject=self._say(f"subject-{delivery.reason}", **about(case)),
            text="\n\n".join(filter(None, self._blocks(posting, photos))) + "\n",
            at=now.astimezone(self.zone).replace(microsecond=0),
            photos=tuple(photos),
        )

    def _blocks(self, posting: Posting, photos: Sequence[Photo]) -> Iterator[str]:
        case = posting.case
        yield self._say(f"opening-{posting.delivery.reason}", body=posting.body.id)
        yield "\n".join(self._facts(case))
        yield self._words(case)
        yield "\n".join(self._contact(case))
        yield "\n".join(self._files(posting.files, photos))
        yield f"{self._say('page')}\n{self.address}/inbox/cases/{case.number}"
        yield self._say("automatic")

    # --- facts -----------------------------------------------------------------------------------

    def _facts(self, case: Case) -> Iterator[str]:
        yield self._say("number", **about(case))
        yield self._say("topic", **about(case))
        if case.addressee:
            yield self._say("addressee", body=one_line(case.addressee))
        if case.address is not None:
            yield from self._place(case, case.address)
        if case.facts.get("scope") in ("outside", "inside"):
            yield self._say(f"scope-{case.facts['scope']}")
        if isinstance(since := case.facts.get("since"), str):
            yield self._say("since", since=one_line(since))
        yield self._named("filed", f"{case.registered_at.astimezone(self.zone):%d.%m.%Y, %H:%M}")
        yield self._say("due", **about(case))

    def _place(self, case: Case, address: Address) -> Iterator[str]:
        pointed = address.lat is not None and address.long is not None
        street = address.street or (None if pointed else address.as_typed)
        yield self._say(
            "place" if _is_for_crew(case) else "home",
            address={**asdict(address), **_clean(street=street, house=address.house)},
            **_clean(entrance=address.entrance, apartment=self._apartment(case, address)),
        )
        if street and not address.verified:
            yield self._say("unverified")
            if address.as_typed and address.as_typed != street:
                yield self._named("as-told", address.as_typed)
        if address.floor:
            yield self._named("floor", address.floor)
        if address.district:
            yield self._say("district", district=address.district)
        if pointed:
            yield self._named("point", f"{address.lat:.5f}, {address.long:.5f}")

    def _apartment(self, case: Case, address: Address) -> str | None:
        """A crew that repairs a lamp in the street need not know who lives where."""
        inside = case.facts.get("scope") == "inside"
        needed = inside or self.routing.needs(case.service_code).apartment
        return address.apartment if needed or not _is_for_crew(case) else None

    # --- the resident ----------------------------------------------------------------------------

    def _words(self, case: Case) -> str:
        quoted = [f"> {line}".rstrip() for line in lines(case.description)]
        return "\n".join([f"{self._say('words')}:", *quoted]) if quoted else ""

    def _contact(self, case: Case) -> Iterator[str]:
        told = asdict(case.applicant)
        needed = [name for name in (_CREW if _is_for_crew(case) else _CLERK) if told[name]]
        if not needed:
            yield self._say("no-contact")
            return
        yield f"{self._say('contact')}:"
        yield from (self._named(name, told[name]) for name in needed)

    def _files(self, files: Sequence[Attachment], photos: Sequence[Photo]) -> Iterator[str]:
        more = sum(file.state != "refused" for file in files) - len(photos)
        if photos:
            yield self._say("photos", count=len(photos))
        if more > 0:
            yield self._say("more-files", count=more)

    # --- words -----------------------------------------------------------------------------------

    def _say(self, name: str, **args: Any) -> str:
        return self.texts.format(f"mail-{name}", LANGUAGE, args)

    def _named(self, name: str, value: str) -> str:
        """A fact with its name. The value bypasses the catalogue, which may remember words."""
        return f"{self._say(name)}: {one_line(value)}"


def _is_for_crew(case: Case) -> bool:
    return case.kind == "dispatcher_request"


def _clean(**values: str | None) -> Mapping[str, str | None]:
    return {name: one_line(value) if value else None for name, value in values.items()}
