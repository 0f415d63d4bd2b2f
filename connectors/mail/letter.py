"""The letter to a body: the case's sheet as plain text and as a document, the photos, the links.

Rule: what a resident wrote stands quoted and never becomes a line of ours.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.mail.message import Enclosure, Letter
from connectors.pdf.printing import NotPrinted, print_paper
from core.conversation import Language
from core.model import Attachment, Body, Case, CaseEvent, Delivery
from core.ports import Texts
from core.routing import Routing
from core.sheet import Sheet
from core.told import about

LANGUAGE: Language = "uk"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Posting:
    """A delivery with what it carries. `files`: all of the case's, also those not here yet;
    `history`: its lines, oldest first; `token`: of the link by which the body acts without an
    account, None when there is nothing left to do.
    """

    delivery: Delivery
    case: Case
    body: Body
    files: tuple[Attachment, ...] = ()
    history: tuple[CaseEvent, ...] = ()
    token: str | None = None


@dataclass(frozen=True, slots=True)
class LetterWriter:
    """Writes letters. `address`: where residents and staff reach the program, without a slash."""

    texts: Texts
    routing: Routing
    zone: ZoneInfo
    address: str

    def write(self, posting: Posting, photos: Sequence[Enclosure], now: datetime) -> Letter:
        """Return the letter of a delivery with these of its photos. `now`: aware."""
        delivery, case = posting.delivery, posting.case
        paper = self._paper(posting, photos, now)
        made_at = int(delivery.created_at.timestamp())
        return Letter(
            id=f"{case.number}.{delivery.id}.{made_at}",
            to=posting.body.mail or "",
            subject=self._sheet.say(f"subject-{delivery.reason}", **about(case)),
            text="\n\n".join(filter(None, self._blocks(posting, photos, paper))) + "\n",
            at=now.astimezone(self.zone).replace(microsecond=0),
            enclosures=(*paper, *photos),
        )

    def _paper(
        self, posting: Posting, photos: Sequence[Enclosure], now: datetime
    ) -> list[Enclosure]:
        """Return the case as a document. None where the body has nothing to do any more, or when it
        cannot be printed: the letter itself says it all.
        """
        if posting.delivery.reason == "withdrawn":
            return []
        names = [photo.name for photo in photos]
        paper = self._sheet.paper(
            posting.case, posting.history, self._opening(posting), names, _count(posting.files)
        )
        try:
            content = print_paper(paper, now)
        except NotPrinted as error:
            # Without its cause, which may quote the resident.
            log.error("a letter goes without its document: %s", error)
            return []
        return [Enclosure(f"{posting.case.number}.pdf", "application/pdf", content)]

    def _blocks(
        self, posting: Posting, photos: Sequence[Enclosure], paper: Sequence[Enclosure]
    ) -> Iterator[str]:
        case, sheet, history = posting.case, self._sheet, posting.history
        names = [photo.name for photo in photos]
        yield self._opening(posting)
        if posting.delivery.reason == "withdrawn":
            # Who has nothing to do any more need not read again who lives where.
            yield "\n".join(sheet.say(name, **about(case)) for name in ("number", "topic"))
            yield sheet.say("automatic")
            return
        yield "\n".join(sheet.facts(case))
        yield self._quoted("why", sheet.why(case, history))
        yield self._quoted("words", sheet.words(case, history))
        yield "\n".join(self._contact(case))
        yield "\n".join(sheet.files(names, _count(posting.files)))
        yield sheet.say("document") if paper else ""
        if posting.token:
            yield f"{sheet.say('link')}\n{self.address}/body/{posting.token}"
        yield f"{sheet.say('page')}\n{self.address}/inbox/cases/{case.number}"
        yield sheet.say("automatic")

    def _opening(self, posting: Posting) -> str:
        return self._sheet.say(f"opening-{posting.delivery.reason}", body=posting.body.id)

    @property
    def _sheet(self) -> Sheet:
        return Sheet(self.texts, self.routing, self.zone, LANGUAGE)

    def _quoted(self, name: str, said: Sequence[str]) -> str:
        quoted = [f"> {line}".rstrip() for line in said]
        return "\n".join([f"{self._sheet.say(name)}:", *quoted]) if any(said) else ""

    def _contact(self, case: Case) -> Iterator[str]:
        known = self._sheet.contact(case)
        yield f"{self._sheet.say('contact')}:" if known else self._sheet.say("no-contact")
        yield from known


def _count(files: Sequence[Attachment]) -> int:
    return sum(file.state != "refused" for file in files)
