"""A real mail server on loopback that takes letters, or refuses them as a test wants."""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

# A certificate that this machine made for itself, as mail servers on one machine often have.
CERTIFICATE = Path(__file__).with_name("localhost.pem")
USER, PASSWORD = "misto@kyiv.example", "p@ss/слово"


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter as the server took it, and how it came."""

    sender: str
    to: list[str]
    raw: bytes
    encrypted: bool
    signed_in: bool

    @property
    def message(self) -> EmailMessage:
        message = message_from_bytes(self.raw, policy=default)
        assert isinstance(message, EmailMessage)
        assert not message.defects
        return message

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")


@dataclass(slots=True)
class Relay:
    """The server. `answers` by command are given once each, in their order, before it takes."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    tried: int = 0
    connections: int = 0
    answers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def answer(self, command: str, *answers: str) -> None:
        self.answers[command] += answers

    # --- aiosmtpd's hooks ------------------------------------------------------------------------

    async def handle_MAIL(  # noqa: N802 - the library's hook
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tried += 1
        if self.answers["MAIL"]:
            return self.answers["MAIL"].pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the library's hook
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers["RCPT"]:
            return self.answers["RCPT"].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library's hook
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        answer = self.answers["DATA"].pop(0) if self.answers["DATA"] else "250 Taken"
        if answer == "hang up":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "250 never heard"
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            assert envelope.mail_from is not None
            self.taken.append(
                Taken(
                    sender=envelope.mail_from,
                    to=list(envelope.rcpt_tos),
                    raw=content,
                    encrypted=session.ssl is not None,
                    signed_in=bool(session.authenticated),
                )
            )
        return answer


def tls() -> ssl.SSLContext:
    """Return what a server needs to encrypt."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def sign_in(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
) -> AuthResult:
    """Let one user in."""
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=given == known, handled=False)


@asynccontextmanager
async def listening(relay: Relay, *, smtps: bool = False, **options: Any) -> AsyncIterator[Relay]:
    """Let a relay listen on a free port, on the test's own loop."""

    def connect() -> SMTP:
        relay.connections += 1
        return SMTP(relay, hostname="relay.example", **options)

    server = await asyncio.get_running_loop().create_server(
        connect, "127.0.0.1", relay.port, ssl=tls() if smtps else None
    )
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        await server.wait_closed()
