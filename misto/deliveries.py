"""Cases to their bodies by mail: what is due is claimed, sent outside a transaction, then settled.

Rule: safe to run twice and at once. A claim puts a delivery's next attempt off, so that nobody
else takes it meanwhile; after a crash it is due again and goes with the same Message-ID.
"""

import asyncio
import logging
import random
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage

from connectors.mail.letter import LetterWriter, Posting
from connectors.mail.message import Enclosure, mailbox, to_message
from connectors.mail.post import MailServer, Post, Sign
from connectors.mail.undelivered import Undelivered
from core import delivery as rules
from core.lifecycle import OPEN
from core.model import Attachment, Case, Delivery
from core.ports import UnitOfWork
from core.told import about
from inbox.sessions import TOKEN_BYTES, hash_token
from misto.app import City
from misto.mailing import signing

log = logging.getLogger(__name__)

# Longer than a slow server may take for a letter, so that no two send it.
CLAIM = timedelta(minutes=10)
# In base64 a little under 10 MB, what mail servers commonly take.
MOST_PHOTO_BYTES = 7_000_000
_AT_ONCE = 1000
_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
}

Chance = Callable[[], float]


async def deliver_due(city: City, chance: Chance = random.random) -> int:
    """Mail the cases that are due to their bodies; return how many deliveries were settled.

    Without `mail.smtp_url` they wait. `chance`: from 0 to 1, spreads what is tried again.
    """
    url = city.settings.mail.smtp_url.get_secret_value()
    now = city.runtime.now()
    # Looking first keeps an idle round out of the writer.
    if not url or not await city.runtime.read(lambda uow: uow.deliveries.due(now, limit=1)):
        return 0
    mailing = _Mailing(city, chance)
    try:
        sender = mailbox(city.settings.mail.sender, "mail.sender")
        sign = signing(city.settings.mail, sender)
    except Undelivered as refused:
        return await mailing.put_off(refused)
    return await mailing.run(MailServer.parse(url), sender, sign)


@dataclass(frozen=True, slots=True)
class _Mailing:
    """One round of deliveries."""

    city: City
    chance: Chance

    async def run(self, server: MailServer, sender: Address, sign: Sign) -> int:
        settled = 0
        async with Post(server, sender, sign) as post:
            while (posting := await self._claim()) is not None:
                end = await self._send(post, posting, sender)
                await self._settle(posting, end)
                settled += 1
                if end is not None and end.for_all:
                    return settled + await self.put_off(end)
        return settled

    async def put_off(self, end: Undelivered) -> int:
        """Note for all that are due that no letter goes now; return how many."""
        now = self.city.runtime.now()

        def note(uow: UnitOfWork) -> list[Delivery]:
            due = uow.deliveries.due(now, _AT_ONCE)
            for row in due:
                self._note(uow, row, end, now)
            return due

        rows = await self.city.runtime.write("deliveries", note)
        self._count_dead(rows)
        if rows:
            log.warning("%d deliveries put off: %s", len(rows), end.error)
        return len(rows)

    # --- one delivery ----------------------------------------------------------------------------

    async def _claim(self) -> Posting | None:
        """Take the next due delivery for this round; None when there is none."""
        now = self.city.runtime.now()
        return await self.city.runtime.write("deliveries", lambda uow: self._next(uow, now))

    def _next(self, uow: UnitOfWork, now: datetime) -> Posting | None:
        while rows := uow.deliveries.due(now, limit=1):
            row = rows[0]
            case = uow.cases.by_id(row.case_id)
            body = self.city.routing.bodies.get(row.body)
            if case is None or body is None or not rules.worth_sending(row, case):
                rules.failed(row, "not sent: the body need not act any more", now, 0, lasting=True)
                uow.deliveries.save(row)
                continue
            row.next_at = now + CLAIM
            uow.deliveries.save(row)
            return Posting(
                row,
                case,
                body,
                files=tuple(uow.attachments.of_case(row.case_id)),
                history=tuple(uow.cases.history(row.case_id)),
                token=None if row.reason == "withdrawn" else self._new_link(uow, row, now),
            )
        return None

    def _new_link(self, uow: UnitOfWork, row: Delivery, now: datetime) -> str:
        """Return the token of a link for this attempt.

        Each attempt has its own, so that only hashes need be kept and yet a letter sent again
        carries a link that works. Those of earlier attempts work too: one of them may have arrived.
        """
        token, kept = secrets.token_urlsafe(TOKEN_BYTES), self.city.settings.mail.link_days
        uow.deliveries.add_link(hash_token(token), row.id or 0, now, now + timedelta(days=kept))
        return token

    async def _send(self, post: Post, posting: Posting, sender: Address) -> Undelivered | None:
        """Send a letter; return why it did not go, None when it did."""
        now = self.city.runtime.now()
        try:
            message = await asyncio.to_thread(self._message, posting, sender, now)
            await post.send(message)
        except Undelivered as refused:
            return refused
        except Exception as error:
            # Whatever is wrong with one letter, the next must go.
            log.error("a letter could not be made", exc_info=error)
            return Undelivered(f"the letter could not be made ({type(error).__name__})")
        return None

    def _message(self, posting: Posting, sender: Address, now: datetime) -> EmailMessage:
        city = self.city
        writer = LetterWriter(city.texts, city.routing, city.zone, city.settings.web.address)
        return to_message(writer.write(posting, self._photos(posting), now), sender)

    async def _settle(self, posting: Posting, end: Undelivered | None) -> None:
        sent, now = posting.delivery, self.city.runtime.now()

        def settle(uow: UnitOfWork) -> list[Delivery]:
            rows = [d for d in uow.deliveries.of_case(sent.case_id) if d.id == sent.id]
            # Another process may have settled it after a claim that ran out.
            open_rows = [row for row in rows if row.status == "new"]
            for row in open_rows:
                self._note(uow, row, end, now)
                self._tell(uow, row, now)
            return open_rows

        self._count_dead(await self.city.runtime.write("deliveries", settle))
        if end is not None:
            log.warning("delivery %s was not sent: %s", sent.id, end.error)

    def _tell(self, uow: UnitOfWork, row: Delivery, now: datetime) -> None:
        """Tell of a letter that went: late, to the residents who wait for that news; to a case that
        was withdrawn meanwhile, to its body.
        """
        case = uow.cases.by_id(row.case_id)
        if case is None:
            return
        if sent := rules.withdrawal(case, uow.deliveries.of_case(row.case_id), now):
            uow.deliveries.add(sent)
        if rules.is_late_news(row, case, now):
            for one in filter(_is_open, (case, *uow.cases.joined_to(case.number))):
                chat, told = one.conversation_id, about(one)
                self.city.staffwork.tell(uow, chat, "case-handed-over", told, now, case=one.number)

    def _note(self, uow: UnitOfWork, row: Delivery, end: Undelivered | None, now: datetime) -> None:
        if end is None:
            rules.done(row, now)
        else:
            rules.failed(row, end.error, now, self.chance(), lasting=end.lasting)
        uow.deliveries.save(row)

    def _count_dead(self, rows: Sequence[Delivery]) -> None:
        for _ in filter(lambda row: row.status == "dead", rows):
            self.city.metrics.dead_letter("delivery")

    # --- photos ----------------------------------------------------------------------------------

    def _photos(self, posting: Posting) -> list[Enclosure]:
        """Read the photos that are ready and fit into a letter; the others stay on the page."""
        if posting.delivery.reason == "withdrawn":
            return []
        return list(self._read(posting.case.number, posting.files))

    def _read(self, number: str, files: Sequence[Attachment]) -> Iterator[Enclosure]:
        left = MOST_PHOTO_BYTES
        for no, file in enumerate(files, 1):
            ending = _ENDINGS.get(file.mime or "")
            if file.state != "ready" or ending is None or not 0 < (file.size or 0) <= left:
                continue
            try:
                content = self.city.files.path_of(file.sha256 or "").read_bytes()
            except OSError:
                log.warning("attachment %s is not where it was kept", file.id)
                continue
            left -= len(content)
            yield Enclosure(f"{number}-{no}.{ending}", file.mime or "", content)


def _is_open(case: Case) -> bool:
    return case.status in OPEN
