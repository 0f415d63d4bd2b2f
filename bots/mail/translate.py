"""Letters in: a stored body becomes an event of a resident. Pure.

Rule: a body's first line is ours and says what was found out when it came (`Stamp`); the letter
itself stands below it as it came. The chat is the address that wrote.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from email import message_from_bytes

from bots.mail.heads import Head, bare_subject, head_of, tells_nothing
from bots.mail.quoting import own_words
from bots.mail.reading import Part, Unreadable, is_attached, leaves, words_of
from core.messages import AttachmentKind, FileRef, Incoming, Pressed

CHANNEL = "mail"
# One mailbox writes and is written to; what comes in for it needs no other name.
BOT = "main"
# The event of a letter that waits until its sender proves to be one.
HELD = "held:"
MOST_FILES = 20
# Smaller pictures inside of the letter are its decoration: logos, smileys.
_DECORATION_BYTES = 20_000
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_NO_FILES = frozenset(
    "application/pkcs7-signature application/x-pkcs7-signature application/pgp-signature "
    "application/pgp-keys application/ms-tnef text/x-vcard text/vcard text/calendar".split()
)
_MOST_OF_A_NAME = 120


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is known of a letter besides itself: whether its sender proved to have the address, and
    which message of ours it answers (its row in the outbox, and how many choices that offered).
    """

    proven: bool = False
    row: int | None = None
    numbered: int = 0


def stamped(raw: bytes, stamp: Stamp) -> bytes:
    """Return the body to store."""
    return json.dumps(asdict(stamp)).encode() + b"\n" + raw


def unstamped(body: bytes) -> tuple[Stamp, bytes]:
    """Return what was stored. Errors: ValueError on what was never stamped."""
    line, _, raw = body.partition(b"\n")
    return Stamp(**json.loads(line)), raw


def event_id(head: Head) -> str:
    """Return what a letter to us is known by: the same one sent again has the same."""
    return hashlib.sha256(f"{head.id}\0{head.sender}".encode()).hexdigest()[:40]


def decode(body: bytes, bot: str, at: datetime) -> Incoming | None:
    """Return the event of a stored letter. Errors: Unreadable, ValueError."""
    stamp, raw = unstamped(body)
    head = head_of(raw)
    try:
        message: Part = message_from_bytes(raw)
        text = _said(message, head)
        files = tuple(_files(message, event_id(head)))
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(f"the letter cannot be taken apart: {type(error).__name__}") from None
    incoming = Incoming(
        channel=CHANNEL,
        bot=bot,
        chat=head.sender,
        event_id=event_id(head),
        at=at,
        text=text or None,
        files=files,
        mailbox=head.sender if stamp.proven else None,
    )
    place = place_named(text, stamp.numbered)
    if stamp.row is not None and place is not None and not files:
        return replace(incoming, pressed=Pressed(stamp.row, place))
    return incoming


def place_named(text: str, numbered: int) -> int | None:
    """Return the place of the numbered choice that the whole text names: «2», «2.», «№ 2»."""
    bare = text.strip().strip("№#.)( ").strip()
    if not (bare.isascii() and bare.isdecimal() and len(bare) < 3):
        return None
    return int(bare) - 1 if 1 <= int(bare) <= numbered else None


def _said(message: Part, head: Head) -> str:
    """Return the words of a letter. A new one may say in its subject what it is about."""
    answers = bool(head.answers)
    text = own_words(words_of(message), answers=answers)
    subject = "" if answers or tells_nothing(head.subject) else bare_subject(head.subject)
    if not subject or subject.casefold() in text.casefold():
        return text
    return f"{subject}\n{text}".strip()


# --- files ---------------------------------------------------------------------------------------


def attached(message: Part) -> list[Part]:
    """Return the files of a letter, in their order."""
    found = (part for part in leaves(message) if is_attached(part) and not _is_no_file(part))
    return list(found)[:MOST_FILES]


def _is_no_file(part: Part) -> bool:
    if part.get_content_type() in _NO_FILES:
        return True
    inside = "Content-ID" in part and "attachment" not in str(part.get("Content-Disposition", ""))
    return inside and len(str(part.get_payload())) < _DECORATION_BYTES


def _files(message: Part, event: str) -> Iterator[FileRef]:
    for number, part in enumerate(attached(message)):
        kind: AttachmentKind = "photo" if part.get_content_type() in _PICTURES else "document"
        encoded = len(str(part.get_payload()))
        yield FileRef(kind, f"{event}#{number}", _name(part), encoded * 3 // 4)


def _name(part: Part) -> str | None:
    try:
        name = str(part.get_filename() or "")
    except (LookupError, UnicodeError, ValueError, TypeError):
        return None
    whole = name.encode("utf-8", "replace").decode()
    return "".join(ch for ch in whole if ch.isprintable())[:_MOST_OF_A_NAME] or None


def content_of(raw: bytes, number: int) -> bytes | None:
    """Return what a file of a letter holds, None when there is no such file."""
    message: Part = message_from_bytes(raw)
    files = attached(message)
    if not 0 <= number < len(files):
        return None
    content = files[number].get_payload(decode=True)
    return content if isinstance(content, bytes) else None
