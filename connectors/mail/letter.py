"""The letter to a body: the case's sheet as plain text, and the links to act on it.

Rule: what a resident wrote stands quoted and never becomes a line of ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.mail.message import Letter, Photo
from core.conversation import Language
from core.model import Attachment, Body, Case, Delivery
from core.plain import lines
from core.ports import Texts
from core.routing import Routing
from core.sheet import Sheet
from core.told import about

LANGUAGE: Language = "uk"


@dataclass(frozen=True, slots=True)
class Posting:
    """A delivery with what it carries. `files`: all of the case's, also those not here yet;
    `token`: of the link by which the body acts without an account.
    """

    delivery: Delivery
    case: Case
    body: Body
    files: tuple[Attachment, ...] = ()
    token: str | None = None


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
            subject=self._sheet.say(f"subject-{delivery.reason}", **about(case)),
            text="\n\n".join(filter(None, self._blocks(posting, photos))) + "\n",
            at=now.astimezone(self.zone).replace(microsecond=0),
            photos=tuple(photos),
        )

    def _blocks(self, posting: Posting, photos: Sequence[Photo]) -> Iterator[str]:
        case = posting.case
        yield self._sheet.say(f"opening-{posting.delivery.reason}", body=posting.body.id)
        yield "\n".join(self._sheet.facts(case))
        yield self._words(case)
        yield "\n".join(self._contact(case))
        yield "\n".join(self._files(posting.files, photos))
        if posting.token:
            yield f"{self._sheet.say('link')}\n{self.address}/body/{posting.token}"
        yield f"{self._sheet.say('page')}\n{self.address}/inbox/cases/{case.number}"
        yield self._sheet.say("automatic")

    @property
    def _sheet(self) -> Sheet:
        return Sheet(self.texts, self.routing, self.zone, LANGUAGE)

    def _words(self, case: Case) -> str:
        quoted = [f"> {line}".rstrip() for line in lines(case.description)]
        return "\n".join([f"{self._sheet.say('words')}:", *quoted]) if quoted else ""

    def _contact(self, case: Case) -> Iterator[str]:
        known = self._sheet.contact(case)
        yield f"{self._sheet.say('contact')}:" if known else self._sheet.say("no-contact")
        yield from known

    def _files(self, files: Sequence[Attachment], photos: Sequence[Photo]) -> Iterator[str]:
        more = sum(file.state != "refused" for file in files) - len(photos)
        if photos:
            yield self._sheet.say("photos", count=len(photos))
        if more > 0:
            yield self._sheet.say("more-files", count=more)
