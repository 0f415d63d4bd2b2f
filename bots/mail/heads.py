"""What a letter's head tells: who wrote, may it be answered, which of ours does it answer. Pure.

Rule: one `From` with one address, or it is no letter of a resident. What a program sent is never
answered (RFC 3834, section 2), so that two machines never write to each other.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

from bots.mail.reading import Unreadable

MOST_HEAD_BYTES = 65_536
# More stations than any letter passes: it goes round in circles.
MOST_STATIONS = 40
_MOST_REFERENCES = 50
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_MAILBOX = re.compile(rf"{_LOCAL}@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z0-9-]{{2,}}")
_ID = re.compile(r"<([^<>\s@]{1,200}@[^<>\s@]{1,200})>")
_MACHINES = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|notifications?|listserv|"
    r"majordomo|root|daemon)(?:[+.\-@]|$)",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^\s*(?:(?:re|fwd?|aw|відп|відповідь|пересл|переслано|ответ|отв|ha|на|fw)\s*(?:\[\d+\])?\s*:\s*)+",
    re.IGNORECASE,
)
_NAMELESS = re.compile(
    r"^\W*(?:(?:\(?(?:без теми|без темы|no subject|немає теми)\)?)|звернення|лист|письмо|вітаю|"
    r"добрий день|доброго дня|hello|hi|message|повідомлення|привіт|запит|питання|вопрос)?\W*$",
    re.IGNORECASE,
)
_MOST_OF_A_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Head:
    """A letter's head. `answers`: the ids of the letters it refers to, the nearest first;
    `machine`: why no person wrote it, None for a letter; `results`: the words of the stations on
    the way that say whether the sender is genuine.
    """

    sender: str
    id: str
    subject: str
    answers: tuple[str, ...]
    machine: str | None
    results: tuple[str, ...]


def head_of(raw: bytes, envelope_from: str | None = None) -> Head:
    """Return a letter's head. `envelope_from`: empty for what nobody is to be told about.

    Errors: Unreadable when it names no one sender, or cannot be taken apart.
    """
    try:
        message = message_from_bytes(_head_bytes(raw))
        return _head(message, raw, envelope_from)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"its head cannot be read: {type(error).__name__}") from None


def _head_bytes(raw: bytes) -> bytes:
    end = re.search(rb"\r?\n\r?\n", raw[:MOST_HEAD_BYTES])
    if end is None and len(raw) > MOST_HEAD_BYTES:
        raise Unreadable(f"its head is over {MOST_HEAD_BYTES} bytes")
    return raw[: end.start() if end else len(raw)]


def _head(message: "Message[str, str]", raw: bytes, envelope_from: str | None) -> Head:
    ids = _ID.findall(_text(message, "Message-ID"))
    near = _ID.findall(_text(message, "In-Reply-To"))[:_MOST_REFERENCES]
    far = _ID.findall(_text(message, "References"))[-_MOST_REFERENCES:]
    return Head(
        sender=_sender(message),
        id=ids[0] if ids else f"{hashlib.sha256(raw).hexdigest()[:40]}@nowhere.invalid",
        subject=_subject(message),
        answers=tuple(dict.fromkeys([*near, *reversed(far)])),
        machine=_machine(message, envelope_from),
        results=tuple(map(str, message.get_all("Authentication-Results", []))),
    )


def _text(message: "Message[str, str]", name: str) -> str:
    return str(message.get(name, ""))


def _sender(message: "Message[str, str]") -> str:
    """Return the one address that wrote, in small letters."""
    written = message.get_all("From", [])
    found = getaddresses([str(one) for one in written])
    if len(written) != 1 or len(found) != 1:
        raise Unreadable("it has not exactly one sender")
    address = found[0][1].strip().lower()
    if not _MAILBOX.fullmatch(address) or len(address) > 254:
        raise Unreadable("its sender has no mail address")
    return address


def _unencoded(message: "Message[str, str]", name: str) -> str:
    """Return a header as it came; letters that were not encoded are in UTF-8, or else in cp1251."""
    found = next((v for n, v in message.raw_items() if n.lower() == name), "")
    raw = str(found).encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1251", "replace")


def _subject(message: "Message[str, str]") -> str:
    written = _unencoded(message, "subject")
    try:
        read = str(make_header(decode_header(written)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        read = written
    whole = read.encode("utf-8", "replace").decode()
    return " ".join("".join(ch if ch.isprintable() else " " for ch in whole).split())[
        :_MOST_OF_A_SUBJECT
    ]


def bare_subject(subject: str) -> str:
    """Return a subject without the «Re:» that answers put before it."""
    return _PREFIX.sub("", subject).strip()


def tells_nothing(subject: str) -> bool:
    """Whether a subject says no more than that there is a letter."""
    return bool(_NAMELESS.match(bare_subject(subject)))


# --- machines ------------------------------------------------------------------------------------


def _machine(message: "Message[str, str]", envelope_from: str | None) -> str | None:
    """Return why no person wrote the letter, None when one may have."""
    if envelope_from == "" or message.get_content_type() == "multipart/report":
        return "bounce"
    if _text(message, "Auto-Submitted").strip().lower().split(";")[0] not in ("", "no"):
        return "automatic"
    if any(name in message for name in ("List-Id", "List-Unsubscribe", "List-Post", "Feedback-ID")):
        return "list"
    if _text(message, "Precedence").strip().lower() in ("bulk", "list", "junk", "auto_reply"):
        return "list"
    told = ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "X-Loop")
    if any(name in message for name in told):
        return "automatic"
    if _MACHINES.match(_sender(message)):
        return "machine"
    return "loop" if len(message.get_all("Received", [])) > MOST_STATIONS else None


# --- who it is -----------------------------------------------------------------------------------

_COMMENT = re.compile(r"\([^()]*\)")


def is_genuine(head: Head, trusted: str) -> bool:
    """Whether our own mail server says that the sender's domain let this letter go out.

    Only a result of `trusted` counts (RFC 8601: that server removes those that forge its name), and
    only the first of them, which it put on top. DMARC compares with the `From` that is read.
    """
    for written in head.results if trusted else ():
        server, _, rest = _COMMENT.sub(" ", written).partition(";")
        if server.split()[:1] != [trusted]:
            continue
        results = (one.split() for one in rest.lower().split(";"))
        return any(one and one[0] == "dmarc=pass" for one in results)
    return False


# --- letters that came back ----------------------------------------------------------------------

_STATUS = re.compile(rb"^Status:\s*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(rb"^Action:\s*failed", re.IGNORECASE | re.MULTILINE)
_RETURNED = re.compile(
    rb"^(?:Message-ID|In-Reply-To|References):\s*([^\r\n]+)", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A letter that did not arrive for good: the ids that it may be, and the status (RFC 3463)."""

    ids: Sequence[str]
    status: str


def bounce_of(raw: bytes) -> Bounce | None:
    """Return what a report (RFC 3464) says came back for good, None for any other report."""
    status = _STATUS.search(raw)
    if status is None or not _ACTION.search(raw) or not status[1].startswith(b"5"):
        return None
    written = b" ".join(_RETURNED.findall(raw)).decode("ascii", "replace")
    return Bounce(tuple(_ID.findall(written)), status[1].decode())
