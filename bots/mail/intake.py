"""Letters in, by LMTP: each stored as it came, and only then acknowledged to our mail server.

Rule: nothing is decoded here and no talk is run. What no person wrote is not answered and not kept.
In a talk that has begun, a letter counts only if its sender proved to have the address: by our own
mail server's word (`mail.trusted_relay`), or by answering a letter of ours, whose id nobody else
knows. Any other waits until the address says that it was theirs.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from bots.mail.heads import Bounce, Head, bounce_of, head_of, is_genuine
from bots.mail.letters import numbered
from bots.mail.quoting import own_words
from bots.mail.reading import Unreadable
from bots.mail.translate import BOT, CHANNEL, HELD, Stamp, decode, event_id, stamped, unstamped
from bots.mail.words import Words
from bots.sending import Pace
from core.conversation import Language
from core.messages import ChatRef, Outgoing
from core.ports import UnitOfWork
from core.program import Desk, Overloaded
from core.rows import OutboxRow

log = logging.getLogger(__name__)

# Who has to prove an address is asked so often at most.
_ASKED_AN_HOUR, _ASKED_AT_ONCE = 3, 2
_COMMANDS = 100
_TIMEOUT_S = 120.0
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
TAKEN, LATER = "250 2.0.0 taken", "451 4.3.2 too much is waiting; send it again later"

# Makes of an id of ours, without the domain, the row that it names; None when it is not ours.
RowOf = Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """What the intake must know: our address, in small letters; the name of the mail server whose
    `Authentication-Results` are believed, or nothing; how large a letter may be, in bytes.
    """

    address: str
    trusted: str = ""
    max_bytes: int = 26_214_400


class Intake:
    """Takes letters to one mailbox. `ignored` hears why one was not kept."""

    def __init__(
        self,
        desk: Desk,
        mailbox: Mailbox,
        row_of: RowOf,
        words: Mapping[Language, Words],
        ignored: Callable[[], None] | None = None,
    ) -> None:
        self._desk, self._mailbox, self._row_of = desk, mailbox, row_of
        self._words, self._ignored = words, ignored
        self._asked = Pace(_ASKED_AN_HOUR / 3600, _ASKED_AT_ONCE)

    def connection(self) -> SMTP:
        """Return what serves one connection of our mail server."""
        return LMTP(
            self,
            hostname=self._mailbox.address.partition("@")[2],
            ident="misto",
            data_size_limit=self._mailbox.max_bytes,
            command_call_limit=_COMMANDS,
            timeout=_TIMEOUT_S,
            enable_SMTPUTF8=True,
        )

    # --- aiosmtpd's hooks ------------------------------------------------------------------------

    async def handle_RCPT(  # noqa: N802 - the library's hook
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        local, _, domain = address.lower().rpartition("@")
        if f"{local.partition('+')[0]}@{domain}" != self._mailbox.address:
            return "550 5.1.1 no such mailbox here"
        if envelope.rcpt_tos:
            # LMTP answers for each recipient; one at a time keeps that simple.
            return "452 4.5.3 one recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(  # noqa: N802 - the library's hook
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        try:
            # Of a null return path the library keeps the brackets.
            return await self.take(raw, (envelope.mail_from or "").strip("<>"))
        except Unreadable as error:
            log.warning("a letter is refused: %s", error)
            return f"550 5.6.0 not a letter that can be read: {error}"
        except Overloaded:
            return LATER
        except Exception:
            log.exception("a letter could not be taken; the mail server will send it again")
            return LATER

    async def handle_exception(self, error: Exception) -> str:
        log.error("the connection of a mail server failed", exc_info=error)
        return LATER

    # --- one letter ------------------------------------------------------------------------------

    async def take(self, raw: bytes, envelope_from: str) -> str:
        """Store a letter, or pass it over; return what to answer.

        Errors: Unreadable, Overloaded.
        """
        if not envelope_from and (bounce := bounce_of(raw)) is not None:
            await self._came_back(bounce)
            return TAKEN
        head = head_of(raw, envelope_from)
        if head.machine is not None or head.sender == self._mailbox.address:
            log.info("a letter is not answered: %s", head.machine or "our own")
            if self._ignored is not None:
                self._ignored()
            return TAKEN
        await self._take(raw, head)
        return TAKEN

    async def _take(self, raw: bytes, head: Head) -> None:
        answered = await self._answered(head)
        genuine = is_genuine(head, self._mailbox.trusted)
        if answered and (answered.in_reply_to or "").startswith(HELD):
            await self._release(answered.in_reply_to or "")
            if _only_agrees(raw, self._words):
                return
        if not (answered or genuine or await self._is_new(head)):
            await self._hold(raw, head)
            return
        stamp = Stamp(proven=answered is not None or genuine)
        if answered:
            stamp = Stamp(proven=True, row=answered.id, numbered=numbered(answered.outgoing))
        await self._desk.accept(CHANNEL, BOT, event_id(head), stamped(raw, stamp))

    async def _answered(self, head: Head) -> OutboxRow | None:
        """Return the message of ours that the letter answers: ours by its id, to this very address;
        of several, the nearest.
        """
        for row_id in filter(None, map(self._row_of, head.answers)):
            row = await self._desk.read(partial(_row, row_id))
            if row is not None and row.ref == ChatRef(CHANNEL, BOT, head.sender):
                return row
        return None

    async def _is_new(self, head: Head) -> bool:
        """Whether nothing was ever said with this address: there is nothing to protect yet."""
        ref = ChatRef(CHANNEL, BOT, head.sender)
        return await self._desk.read(lambda uow: uow.conversations.get(ref).id) is None

    # --- letters that wait -----------------------------------------------------------------------

    async def _hold(self, raw: bytes, head: Head) -> None:
        """Keep a letter unread, and ask the address whether it is theirs."""
        ref, now = ChatRef(CHANNEL, BOT, head.sender), self._desk.now()
        wait_s = self._asked.wait_s(head.sender, time.monotonic())
        if wait_s > 0:
            log.warning("a letter of an address that was just asked is passed over")
            return
        self._asked.take(head.sender, time.monotonic())
        event = HELD + event_id(head)

        def hold(uow: UnitOfWork) -> None:
            kept = uow.intake.store_raw(CHANNEL, BOT, event, stamped(raw, Stamp(proven=True)), now)
            chat = uow.conversations.get(ref)
            if kept is None or chat.id is None:
                return
            uow.intake.ignore(kept, chat.id)
            text = self._words[chat.state.spoken]("held")
            uow.outbox.add(chat.id, ref, Outgoing(text), now, in_reply_to=event)

        await self._desk.write(("mail", head.sender), hold)

    async def _release(self, held: str) -> None:
        """Take a letter that waited: its address has answered."""
        body = await self._desk.read(lambda uow: uow.intake.body(CHANNEL, BOT, held))
        if body is not None:
            await self._desk.accept(CHANNEL, BOT, held.removeprefix(HELD), body)

    # --- letters that came back ------------------------------------------------------------------

    async def _came_back(self, bounce: Bounce) -> None:
        """Note that an address takes no letters; only whoever had a letter of ours can say so."""
        rows = list(filter(None, map(self._row_of, bounce.ids)))
        now = self._desk.now()

        def note(uow: UnitOfWork) -> None:
            for row in filter(None, map(uow.outbox.get, rows)):
                for one in uow.outbox.together(row.id):
                    # Its letter has the name of the first that was in it.
                    uow.outbox.lost(CHANNEL, str(one.id), f"came back ({bounce.status})")
                seen_at = uow.conversations.by_id(row.conversation_id).state.seen_at
                if seen_at is None or seen_at <= row.created_at:
                    uow.conversations.reach(row.conversation_id, now)

        if rows:
            await self._desk.write(("mail", "bounce"), note)


def _row(row_id: int, uow: UnitOfWork) -> OutboxRow | None:
    return uow.outbox.get(row_id)


def _only_agrees(raw: bytes, words: Mapping[Language, Words]) -> bool:
    """Whether an answer says no more than that the letter before was theirs."""
    incoming = decode(stamped(raw, Stamp()), BOT, _EVER)
    if incoming is None or incoming.files:
        return False
    said = own_words(incoming.text or "").casefold().strip(" .!,")
    return not said or said in {"да", "ок", "ok", *(say("yes") for say in words.values())}


def letter_of(body: bytes | None) -> Head | None:
    """Return the head of a stored letter, None when it is gone."""
    if body is None:
        return None
    try:
        return head_of(unstamped(body)[1])
    except ValueError:
        return None
