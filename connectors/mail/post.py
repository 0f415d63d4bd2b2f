"""Sending through a mail server (SMTP), and judging what it answers.

Rule: this file alone decides what an answer means for a letter. A password goes out only encrypted,
or to this very machine.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from ipaddress import ip_address
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from connectors.mail.undelivered import Undelivered

Sign = Callable[[bytes], bytes]

TIMEOUT_S = 30.0
# A letter with photos takes its time on a slow line.
LETTER_TIMEOUT_S = 120.0
_RELAY, _SUBMISSION, _SUBMISSION_TLS = 25, 587, 465
_TOO_LARGE = 552
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\S)")


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server as `mail.smtp_url` names it. `tls`: from the first byte on."""

    host: str
    port: int
    tls: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """Return the server of `smtp://USER:PASSWORD@HOST:PORT` or `smtps://…`, percent-decoded.

        Without a port: 465 for smtps, 587 with a user, else 25. Errors: ValueError.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("expected smtp://USER:PASSWORD@HOST:PORT or smtps://…")
        tls = parts.scheme == "smtps"
        usual = _SUBMISSION_TLS if tls else _SUBMISSION if parts.username else _RELAY
        user, password = (
            unquote(part) if part else None for part in (parts.username, parts.password)
        )
        return cls(parts.hostname, parts.port or usual, tls, user, password)

    @property
    def here(self) -> bool:
        """Whether the server is on this machine, where nobody listens in between."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def start_tls(self) -> bool | None:
        """Whether to start encryption: False never, True or not send at all, None when offered."""
        if self.tls:
            return False
        return True if self.user and not self.here else None


class Post:
    """A connection to a mail server for some letters; made for the first, made anew when lost."""

    def __init__(self, server: MailServer, sender: Address, sign: Sign = bytes) -> None:
        """`sign` makes of a message's bytes those that are sent (`connectors.mail.signing`)."""
        self._sender, self._sign = sender, sign
        self._client = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls,
            start_tls=server.start_tls,
            # A server on this machine often has a certificate that it made for itself.
            validate_certs=not server.here,
            local_hostname=sender.domain,
            timeout=TIMEOUT_S,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._client.close()
            return
        with suppress(SMTPException, OSError):
            await self._client.quit()

    async def send(self, message: EmailMessage) -> None:
        """Send a message to the one address of its `To`. Errors: Undelivered."""
        await self._connect()
        to = message["To"].addresses[0].addr_spec
        try:
            await self._client.sendmail(
                self._sender.addr_spec, to, self._sign(bytes(message)), timeout=LETTER_TIMEOUT_S
            )
        except (SMTPException, OSError) as error:
            raise judge(error) from None

    async def _connect(self) -> None:
        if self._client.is_connected:
            return
        try:
            await self._client.connect()
        except SMTPAuthenticationError as error:
            raise judge(error) from None
        except (SMTPException, OSError) as error:
            status = f", {_status(error)}" if isinstance(error, SMTPResponseException) else ""
            raise Undelivered(
                f"the mail server cannot be used ({type(error).__name__}{status}); "
                "check mail.smtp_url and the server",
                for_all=True,
            ) from None


def judge(error: Exception) -> Undelivered:
    """Return what an error of sending means. Of the server's words only the codes are kept."""
    match error:
        case SMTPRecipientsRefused(recipients=[first, *_]):
            refused = _refused(first, "the address; check it in bodies.csv")
            refused.nobody = refused.lasting
            return refused
        case SMTPAuthenticationError():
            what = "the user or password of mail.smtp_url"
            return Undelivered(f"the mail server refuses {what} ({_status(error)})", for_all=True)
        case SMTPSenderRefused() if error.code != _TOO_LARGE:
            what = "mail from mail.sender"
            return Undelivered(f"the mail server refuses {what} ({_status(error)})", for_all=True)
        case SMTPResponseException():
            return _refused(error, "the letter")
    return Undelivered(f"the connection to the mail server was lost ({type(error).__name__})")


def _refused(answer: SMTPResponseException, what: str) -> Undelivered:
    """4xx: later. 5xx: never, unless it is policy (5.7.x), which is mended at the servers."""
    status = _status(answer)
    if answer.code < 500:
        return Undelivered(f"the mail server asks to try again later ({status})")
    if " 5.7." in status:
        return Undelivered(f"the mail server does not let our mail through ({status})")
    return Undelivered(f"the mail server refuses {what} ({status})", lasting=True)


def _status(answer: SMTPResponseException) -> str:
    """`550 5.1.1`: the code and, where there is one, the enhanced code of RFC 3463."""
    enhanced = _ENHANCED.match(answer.message)
    return f"{answer.code} {enhanced[0]}" if enhanced else str(answer.code)
