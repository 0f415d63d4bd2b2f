"""A resident's event as the page posts it, translated into `Incoming`. Pure: no socket or clock."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from bots.webchat.refusal import Refused
from bots.webchat.session import owner_of
from bots.webchat.uploads import file_ref
from core.conversation import Language
from core.messages import ChatRef, Contact, Incoming, Location

MAX_BODY_BYTES = 64 * 1024
MAX_FILES = 10

# Invisible controls break lists and logs downstream; tabs and line breaks are text.
_CONTROLS: dict[int, str | None] = {
    code: None for code in (*range(32), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"
}


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """A shared point. Units: degrees, WGS 84."""

    lat: Annotated[float, Meta(ge=-90, le=90)]
    long: Annotated[float, Meta(ge=-180, le=180)]


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """The resident's own phone as typed into its field."""

    phone: Annotated[str, Meta(min_length=3, max_length=40)]
    name: Annotated[str, Meta(max_length=200)] | None = None


class Posted(Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /chat/events`: an id the client made up, and one thing that happened."""

    event: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]
    text: str | None = None
    button: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    location: Place | None = None
    contact: Card | None = None
    start: Annotated[str, Meta(max_length=64)] | None = None
    attachments: Annotated[tuple[str, ...], Meta(max_length=MAX_FILES)] = ()


_DECODER = msgspec.json.Decoder(Posted)


def decode(body: bytes) -> Posted:
    """Return the event that a request's body holds.

    Errors: Refused (400) saying what is wrong and where: not JSON, a wrong or unknown field, no
    event id, nothing happened, or two things at once.
    """
    try:
        posted = _DECODER.decode(body)
    except msgspec.ValidationError as error:
        raise _bad("bad_event", f"The event does not fit: {error}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _bad("bad_json", "The body is not JSON in UTF-8: send one JSON object.") from None
    _check_one_thing(posted)
    return posted


def _check_one_thing(posted: Posted) -> None:
    alone = (posted.button, posted.location, posted.contact, posted.start)
    count = sum(thing is not None for thing in alone)
    said = bool(posted.text and posted.text.strip()) or bool(posted.attachments)
    if count == 0 and not said:
        raise _bad(
            "empty", "Nothing in it: give text, button, location, contact, start or attachments."
        )
    if count > 1 or (count == 1 and said):
        raise _bad("two_things", "Two things in one event: send each with an event id of its own.")


def _bad(code: str, message: str) -> Refused:
    return Refused(400, code, message)


def to_incoming(posted: Posted, chat: ChatRef, now: datetime, language: Language) -> Incoming:
    """Return the event as the core knows it.

    Errors: Refused (400) when a text is nothing but controls, or an upload is not this chat's.
    """
    return Incoming(
        channel=chat.channel,
        bot=chat.bot,
        chat=chat.chat,
        event_id=scoped(chat, posted.event),
        at=now,
        text=_words(posted),
        button=posted.button,
        location=Location(posted.location.lat, posted.location.long) if posted.location else None,
        contact=Contact(**_card(posted.contact)) if posted.contact else None,
        files=tuple(file_ref(chat, upload) for upload in posted.attachments),
        start=posted.start,
        language_hint=language,
    )


def _card(card: Card) -> dict[str, Any]:
    return {"phone": clean(card.phone), "name": clean(card.name) if card.name else None}


def _words(posted: Posted) -> str | None:
    if posted.text is None:
        return None
    text = clean(posted.text)
    if not text and not posted.attachments:
        raise _bad("empty", "The text holds nothing that can be read: send words.")
    return text or None


def clean(text: str) -> str:
    """Return a text without control characters and outer space, its line breaks plain ones."""
    return text.replace("\r\n", "\n").translate(_CONTROLS).strip()


def scoped(chat: ChatRef, event: str) -> str:
    """Return an event id that no other chat can spend or guess: clients make up their own."""
    return f"{owner_of(chat)}.{event}"


def unscoped(event_id: str | None) -> str | None:
    """Return the client's own id of an event; None stays None."""
    return None if event_id is None else event_id.partition(".")[2] or event_id
