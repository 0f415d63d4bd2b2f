"""A letter as a message of RFC 5322: headers that hold what they were given and nothing else.

Rule: the same letter always has the same Message-ID, so that one sent twice is recognised.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import getaddresses
from typing import Any

from connectors.mail.undelivered import Undelivered
from core.plain import one_line

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_MAILBOX = re.compile(rf"({_LOCAL})@([\w-]+(?:\.[\w-]+)*)")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file to attach; `name` is ours, never the sender's."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody is sent. `id` is unique to what is sent and stays with it, ours with or without
    our domain; `at` is aware. `html`: the same for programs that show it; `answers`: ids of letters
    before it, the nearest last; `caused`: a letter of theirs led to it. `whose` names the address
    where it is wrong.
    """

    id: str
    to: str
    subject: str
    text: str
    at: datetime
    enclosures: tuple[Enclosure, ...] = ()
    html: str = ""
    language: str = "uk"
    answers: tuple[str, ...] = ()
    caused: bool = False
    whose: str = "the body's address in bodies.csv"


class _Folding(EmailPolicy):
    """How headers are written. Python's own way loses and adds spaces where it breaks Cyrillic."""

    def fold(self, name: str, value: Any) -> str:
        if name == "Subject":
            return f"{name}: {self._words(value)}{self.linesep}"
        if name == "From" and (sender := value.addresses[0]).display_name:
            words = self._words(sender.display_name)
            return f"{name}: {words}{self.linesep} <{sender.addr_spec}>{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii")

    def _words(self, words: str) -> str:
        return Header(words, "utf-8", header_name="Subject").encode(linesep=self.linesep)


_POLICY = _Folding(linesep="\r\n")


def to_message(letter: Letter, sender: Address) -> EmailMessage:
    """Return the message. Errors: Undelivered when the letter's `to` is no mail address."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = mailbox(letter.to, letter.whose)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = letter.at
    message["Message-ID"] = f"<{letter.id.partition('@')[0]}@{sender.domain}>"
    if letter.answers:
        message["In-Reply-To"] = f"<{letter.answers[-1]}>"
        message["References"] = " ".join(f"<{one}>" for one in letter.answers)
    # Who sees either answers nothing of its own accord (RFC 3834; the second is Exchange's).
    message["Auto-Submitted"] = "auto-replied" if letter.caused else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    # Base64, as not every server on the way takes 8-bit text.
    message.set_content(letter.text, charset="utf-8", cte="base64")
    message["Content-Language"] = letter.language
    if letter.html:
        message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="base64")
    for file in letter.enclosures:
        main, _, sub = file.mime.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message


def mailbox(written: str, whose: str) -> Address:
    """Return one mail address, with or without a name before it; a domain in Unicode is encoded.

    `whose` names it in the error. Errors: Undelivered when it is not exactly one address.
    """
    found = getaddresses([written])
    match = _MAILBOX.fullmatch(found[0][1]) if len(found) == 1 else None
    if match is None:
        raise Undelivered(f"{whose} is not one e-mail address; correct it")
    try:
        domain = match[2].encode("idna").decode("ascii")
    except UnicodeError:
        raise Undelivered(f"{whose} has a domain that cannot be; correct it") from None
    return Address(one_line(found[0][0]), match[1], domain)
