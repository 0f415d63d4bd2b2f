"""Mail, wired: letters in by LMTP on one side, the sender's port on the other, a page between.

Open `translate.py` (in) and `letters.py` (out) first. Here is only who calls whom.
"""

import asyncio
import errno
import hmac
import html
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import IO

from aiohttp import web

from bots.mail.heads import Head
from bots.mail.intake import Intake, Mailbox, letter_of
from bots.mail.letters import Answer, asking, html_of, subject_of, text_of
from bots.mail.translate import BOT, CHANNEL, content_of, decode, unstamped
from bots.mail.words import load_words
from bots.sending import Limits, Refused, SendResult, Sent, Waits
from core.conversation import Language
from core.messages import FileRef, Incoming, Outgoing, Pressed
from core.ports import UnitOfWork
from core.program import Desk, Overloaded
from core.rows import OutboxRow

log = logging.getLogger(__name__)

# Mail servers take few letters at once, and those that are slow take long.
LIMITS = Limits(bot_per_s=10, in_flight=4, send_s=150)
PRESS_PATH = "/mail/answer/{row}.{place}.{seal}"
# Two machines that answer each other in spite of everything come to rest.
MOST_AN_HOUR = 40
_REST_S = 1800.0
# What an address does not take for now is tried for so long. Source: RFC 5321, section 4.5.4.1.
TRIED_FOR = timedelta(hours=72)
_SEAL_LETTERS = 24

# Makes of a text what only this installation can make of it.
Seal = Callable[[str], str]
# Hands a letter to the mail server; what it answers is the sender's to judge.
Carry = Callable[[Answer], Awaitable[SendResult]]


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where letters come in (`host`, `port`), for which mailbox, and where the pages are."""

    host: str
    port: int
    mailbox: Mailbox
    public_url: str


class Mail:
    """One mailbox. Is the sender's port (`send`), the fetcher of its files, and its intake."""

    channel = CHANNEL
    limits = LIMITS

    def __init__(
        self,
        settings: MailSettings,
        desk: Desk,
        seal: Seal,
        carry: Carry,
        *,
        ignored: Callable[[], None] | None = None,
    ) -> None:
        self._settings, self._desk, self._seal, self._carry = settings, desk, seal, carry
        self._words = load_words()
        self._domain = settings.mailbox.address.partition("@")[2]
        self._intake = Intake(desk, settings.mailbox, self._row_of, self._words, ignored)
        self._server: asyncio.Server | None = None

    # --- in --------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Take letters until cancelled. Ends by itself when nothing can be listened on."""
        await self.listen()
        if self._server is not None:
            await self._server.serve_forever()

    async def listen(self) -> int:
        """Begin to take letters; return the port, 0 when it cannot be had."""
        settings, loop = self._settings, asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(
                self._intake.connection, settings.host, settings.port
            )
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            log.critical("no letters are taken: cannot listen on %s (%s)", where, error.strerror)
            return 0
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Take no more letters."""
        if self._server is not None:
            self._server.close()

    @staticmethod
    def decode(raw: bytes, bot: str, at: datetime) -> Incoming | None:
        """See `translate.decode`."""
        return decode(raw, bot, at)

    async def fetch(self, ref: FileRef, target: IO[bytes], limit: int) -> None:
        """Write a file of a letter to `target`. Errors: OSError when it is gone or too large."""
        event, _, number = ref.ref.rpartition("#")
        body = await self._desk.read(lambda uow: self._body(uow, event))
        content = None
        if body is not None and number.isdecimal():
            content = await asyncio.to_thread(content_of, unstamped(body)[1], int(number))
        if content is None:
            raise FileNotFoundError(errno.ENOENT, "the letter is gone")
        if len(content) > limit:
            raise OSError(errno.EFBIG, f"the file is over {limit} bytes")
        target.write(content)

    @staticmethod
    def _body(uow: UnitOfWork, event: str) -> bytes | None:
        return uow.intake.body(CHANNEL, BOT, event)

    # --- out -------------------------------------------------------------------------------------

    async def send(self, row: OutboxRow) -> SendResult:
        """Send a message with those written in the same turn. See `bots.sending.Port`."""
        if row.ref.bot != BOT:
            return Refused(f"written for bot {row.ref.bot}, which is none of mail's")
        written = await self._desk.read(lambda uow: uow.outbox.together(row.id))
        rows = [one for one in written if one.status == "new" and one.id >= row.id]
        now = self._desk.now()
        since = now - timedelta(hours=1)
        if await self._sent_since(row, since) >= MOST_AN_HOUR:
            return Waits(f"an address gets {MOST_AN_HOUR} messages an hour", _REST_S)
        result = await self._carry(await self._letter(rows or [row], now))
        if isinstance(result, Sent):
            await self._desk.write(("outbox", row.id), partial(_went_along, row, rows, now))
            return Sent(_name(row))
        if isinstance(result, Waits) and now - row.created_at > TRIED_FOR:
            return Refused(f"not taken in {TRIED_FOR.days} days: {result.reason}")
        return result

    async def _sent_since(self, row: OutboxRow, since: datetime) -> int:
        return await self._desk.read(lambda uow: uow.outbox.sent_since(row.conversation_id, since))

    async def _letter(self, rows: Sequence[OutboxRow], now: datetime) -> Answer:
        first, parts = rows[0], [row.outgoing for row in rows]
        caused = next((row.in_reply_to for row in rows if row.in_reply_to), None)
        head = await self._head(first.conversation_id, caused)
        language = await self._language(first.conversation_id)
        words = self._words[language]
        subject = subject_of(parts, head, words)
        standing = rows[asking(parts)]

        def press(place: int) -> str | None:
            return self._press_url(standing.id, place) if standing.outgoing.choices else None

        return Answer(
            id=self.id_of(standing.id),
            to=first.ref.chat,
            subject=subject,
            text=text_of(parts, words),
            html=html_of(parts, words, language, subject, press),
            language=language,
            at=now,
            answers=self._thread(parts, head),
            caused=caused is not None,
        )

    def _thread(self, parts: Sequence[Outgoing], head: Head | None) -> tuple[str, ...]:
        """Return what the letter answers; what concerns a case has an id of its own in common."""
        case = next((part.case for part in parts if part.case), None)
        own = (f"case.{case}@{self._domain}",) if case else ()
        asked = (*reversed(head.answers[:10]), head.id) if head else ()
        return (*own, *(one for one in asked if one not in own))

    async def _head(self, conversation_id: int, caused: str | None) -> Head | None:
        """Return the head of the letter that is answered, else of the chat's last one."""

        def look(uow: UnitOfWork) -> bytes | None:
            if caused is None:
                return uow.intake.last_body(conversation_id)
            return uow.intake.body(CHANNEL, BOT, caused)

        return letter_of(await self._desk.read(look))

    async def _language(self, conversation_id: int) -> Language:
        return await self._desk.read(
            lambda uow: uow.conversations.by_id(conversation_id).state.spoken
        )

    # --- ids -------------------------------------------------------------------------------------

    def id_of(self, row: int) -> str:
        """Return the id of the letter whose choices a row holds: nobody can make one up."""
        return f"{row}.{self._sealed(f'letter {row}')}@{self._domain}"

    def _row_of(self, identity: str) -> int | None:
        row = identity.partition(".")[0]
        if not (row.isascii() and row.isdecimal() and len(row) < 19):
            return None
        return int(row) if _equal(identity, self.id_of(int(row))) else None

    def _sealed(self, what: str) -> str:
        return self._seal(what)[:_SEAL_LETTERS]

    # --- the page of an answer -------------------------------------------------------------------

    def add_routes(self, app: web.Application) -> None:
        """Serve the pages where a choice of a letter is pressed: looking at one does nothing."""
        app.router.add_get(PRESS_PATH, self._ask)
        app.router.add_post(PRESS_PATH, self._press)

    def _press_url(self, row: int, place: int) -> str:
        seal = self._sealed(f"choice {row} {place}")
        path = PRESS_PATH.format(row=row, place=place, seal=seal)
        return self._settings.public_url.rstrip("/") + path

    async def _ask(self, request: web.Request) -> web.Response:
        found = await self._pressed(request)
        if found is None:
            return self._page("uk", "press-gone", status=404)
        row, place, language = found
        label = row.outgoing.choices[place].label
        return self._page(language, "press-ask", label=label)

    async def _press(self, request: web.Request) -> web.Response:
        found = await self._pressed(request)
        if found is None:
            return self._page("uk", "press-gone", status=404)
        row, place, language = found
        incoming = Incoming(
            channel=CHANNEL,
            bot=BOT,
            chat=row.ref.chat,
            event_id=f"press:{row.id}.{place}",
            at=self._desk.now(),
            pressed=Pressed(row.id, place),
            mailbox=row.ref.chat,
        )
        try:
            await self._desk.handle(incoming)
        except Overloaded:
            return web.Response(status=503, headers={"Retry-After": "5"})
        return self._page(language, "press-done")

    async def _pressed(self, request: web.Request) -> tuple[OutboxRow, int, Language] | None:
        """Return the message, the choice and the language that an address names, if it is ours."""
        row_id, place, seal = (request.match_info[name] for name in ("row", "place", "seal"))
        if not all(n.isascii() and n.isdecimal() and len(n) < 19 for n in (row_id, place)):
            return None
        if not _equal(seal, self._sealed(f"choice {int(row_id)} {int(place)}")):
            return None
        row = await self._desk.read(lambda uow: uow.outbox.get(int(row_id)))
        if row is None or row.ref.channel != CHANNEL or int(place) >= len(row.outgoing.choices):
            return None
        return row, int(place), await self._language(row.conversation_id)

    def _page(
        self, language: Language, text: str, *, label: str = "", status: int = 200
    ) -> web.Response:
        words = self._words[language]
        title = html.escape(words("press-title"))
        form = ""
        if label:
            send = html.escape(words("press-send"))
            form = (
                f"<p><strong>{html.escape(label)}</strong></p>"
                f'<form method="post"><button type="submit">{send}</button></form>'
            )
        page = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
            '<link rel="stylesheet" href="/static/vendor/pico.min.css"></head>'
            f'<body><main class="container"><h1>{title}</h1>'
            f"<p>{html.escape(words(text))}</p>{form}</main></body></html>"
        )
        return web.Response(
            text=page, status=status, content_type="text/html", headers=_PAGE_HEADERS
        )


_PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


def _went_along(
    first: OutboxRow, rows: Sequence[OutboxRow], now: datetime, uow: UnitOfWork
) -> None:
    """Note of the others in a letter that they went with the first."""
    for row in rows:
        if row.id != first.id:
            uow.outbox.sent(row.id, _name(first), now)


def _name(row: OutboxRow) -> str:
    """Return by what a letter that came back finds its message."""
    return str(row.id)


def _equal(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())
