"""The two translators: Viber's callbacks into `Incoming`, our `Outgoing` into its messages. Pure.

Rule: a callback is a stranger's until it is read: whatever it holds ends in an `Incoming`, an
`Ignored` or an `Undecodable`. Sources: developers.viber.com/docs/api/rest-bot-api, "Callbacks",
"Send Message" and "Message types".
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bots.rendering import page_of, plain_twin, split
from bots.viber.keyboards import ACTIONS_VERSION, PRESSED, SHARED_BY_A_BUTTON, fits, keyboard
from bots.viber.words import Words, load_words
from bots.webhook import Undecodable, json_object
from core.conversation import Language
from core.messages import ChatChange, Choice, Contact, FileRef, Incoming, Location, Outgoing
from core.model import Attachment

CHANNEL = "viber"
# Viber names no bot in its callbacks, and ids of users are another bot's as soon as that changes.
BOT = "main"
# What is kept and acted on later; receipts are written down at once, `webhook` is only a test.
KEPT = frozenset({"message", "conversation_started", "subscribed", "unsubscribed"})
RECEIPTS = frozenset({"delivered", "seen", "failed"})
EVENT_TYPES = ("delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started")

_REACH = {"unsubscribed": ChatChange("lost"), "subscribed": ChatChange("back")}

TEXT_LIMIT = 7000
START = "/start"
_START = re.compile(r"/start(?:\s+(?P<payload>[A-Za-z0-9_-]{1,64}))?\s*")
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PAGE = re.compile(r"!page=\d{1,3}", re.ASCII)
# Who has no buttons turns the page by typing what the button says.
_TURNS = frozenset(turn.casefold() for words in load_words().values() for turn in words.turn)
_NOT_DIGIT = re.compile(r"\D+")
_MOST_OF_ID = 100


class Unsendable(ValueError):
    """A message that cannot be written for Viber; the text says why."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """A callback that is understood and asks for nothing."""

    reason: str


# --- in ------------------------------------------------------------------------------------------


def event_id(raw: bytes) -> str:
    """Return what Viber never uses twice: the event, its token and its user.

    Of a body that has none of it, its digest: sent again, it is still the same one.
    """
    try:
        callback = json_object(raw)
        parts = (_text(callback, "event"), token(callback), _user(callback))
    except Undecodable:
        return f"raw:{hashlib.sha256(raw).hexdigest()}"
    return ":".join(parts)


def token(callback: Mapping[str, Any]) -> str:
    """Return the message token as text: it is larger than other languages' numbers."""
    found = callback.get("message_token")
    if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 2**64:
        return str(found)
    return _text(callback, "message_token")


def _text(holder: Mapping[str, Any], name: str) -> str:
    """Return a short text that must be there. Errors: `Undecodable`."""
    found = holder.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= _MOST_OF_ID:
        raise Undecodable(f"{name} is missing or no short text")
    return found


def _object(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = holder.get(name)
    if not isinstance(found, dict):
        raise Undecodable(f"{name} is missing or no object")
    return found


def _user(callback: Mapping[str, Any]) -> str:
    """Return whose callback it is, wherever its kind puts the id. Errors: `Undecodable`."""
    for name in ("sender", "user"):
        if name in callback:
            return _text(_object(callback, name), "id")
    return _text(callback, "user_id")


def decode(raw: bytes, bot: str, at: datetime) -> Incoming | None:
    """Return the event of a stored body, None when it asks for nothing. Errors: `Undecodable`."""
    found = to_incoming(json_object(raw), bot, at)
    return found if isinstance(found, Incoming) else None


def to_incoming(callback: Mapping[str, Any], bot: str, at: datetime) -> Incoming | Ignored:
    """Return what a callback means to us. Errors: `Undecodable`."""
    event = _text(callback, "event")
    if event in _REACH:
        change = _REACH[event]
        identity = f"{event}:{token(callback)}:{_user(callback)}"
        return Incoming(CHANNEL, bot, _user(callback), identity, at, change=change)
    if event != "message":
        return Ignored(f"{event}: nothing was said")
    identity = f"{event}:{token(callback)}:{_user(callback)}"
    if callback.get("chat_id"):
        return Ignored("said in a group")
    sender, message = _object(callback, "sender"), _object(callback, "message")
    said = _said(message, silent=callback.get("silent") is True)
    if isinstance(said, Ignored):
        return said
    language = sender.get("language")
    return Incoming(
        channel=CHANNEL,
        bot=bot,
        chat=_user(callback),
        event_id=identity,
        at=at,
        language_hint=language if isinstance(language, str) else None,
        **said,
    )


def _said(message: Mapping[str, Any], *, silent: bool) -> dict[str, Any] | Ignored:
    """Return the payload of a message; none for a kind that is not known."""
    kind = _text(message, "type")
    match kind:
        case "text":
            return _words(message, silent=silent)
        case "contact":
            return {"contact": _contact(message)}
        case "location":
            return {"location": _location(_object(message, "location"))}
        case "url":
            return {"text": _string(message, "media") or _string(message, "text")}
        case "picture" | "video" | "file" | "sticker":
            return {"files": (_file(kind, message),), "text": _caption(message)}
    return {}


def _words(message: Mapping[str, Any], *, silent: bool) -> dict[str, Any] | Ignored:
    """Tell a pressed button from typed words: both come as text."""
    text, note = _string(message, "text"), message.get("tracking_data")
    body = text.removeprefix(PRESSED)
    if text.strip().casefold() in _TURNS and isinstance(note, str) and _PAGE.fullmatch(note):
        return {"button": note}
    if found := _START.fullmatch(body):
        return {"start": found["payload"] or ""}
    if body != text:
        return {"button": body}
    if silent and text.startswith(("http://", "https://")):
        # A button that opens a link tells of it, too.
        return Ignored("a link was opened")
    return {"text": text}


def _string(holder: Mapping[str, Any], name: str) -> str:
    """Return a text, empty when there is none. Errors: `Undecodable` when it is something else."""
    found = holder.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Undecodable(f"{name} is no text")
    return found


def _caption(message: Mapping[str, Any]) -> str | None:
    return _string(message, "text") or None


def _contact(message: Mapping[str, Any]) -> Contact:
    """Return the phone in E.164. Viber does not say whose card it is: one that answers our own
    question is taken for the sender's.
    """
    card = _object(message, "contact")
    digits = _NOT_DIGIT.sub("", _string(card, "phone_number"))
    asked = message.get("tracking_data") == "contact"
    name = _string(card, "name").strip() or None
    return Contact(phone=f"+{digits}" if digits else "", name=name, own=asked)


def _location(point: Mapping[str, Any]) -> Location:
    lat, long = point.get("lat"), point.get("lon")
    if isinstance(lat, int | float) and isinstance(long, int | float):
        found = Location(float(lat), float(long))
        if abs(found.lat) <= 90 and abs(found.long) <= 180:
            return found
    raise Undecodable("a location that is nowhere in the world")


def _file(kind: str, message: Mapping[str, Any]) -> FileRef:
    """Return a file by its link, which ends soon; a sticker has only a number."""
    if kind == "sticker":
        return FileRef("sticker", str(message.get("sticker_id", ""))[:_MOST_OF_ID])
    size = message.get("file_size", message.get("size"))
    known = isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 2**53
    link = _string(message, "media")
    if not link.startswith(("https://", "http://")):
        raise Undecodable("media is no link")
    name = _string(message, "file_name") or None
    return FileRef(_kind_of(kind), link, name, size if known else None)


def _kind_of(kind: str) -> Any:
    return {"picture": "photo", "video": "video", "file": "document"}[kind]


def language_of(callback: Mapping[str, Any]) -> Language:
    """Return the language in which somebody who opens the chat is greeted."""
    user = callback.get("user")
    code = user.get("language") if isinstance(user, dict) else None
    return "en" if isinstance(code, str) and code.lower().startswith("en") else "uk"


# --- out -----------------------------------------------------------------------------------------


def shown(outgoing: Outgoing, words: Words) -> list[Outgoing]:
    """Return the message as Viber shows it: in parts, the choices that fit under the last.

    Errors: `Unsendable` when there is nothing to say.
    """
    request = outgoing.request

    def fit(choices: Any) -> bool:
        return fits(choices, request)

    page = page_of(outgoing.choices, outgoing.page, words.turn, fit)
    parts = split(plain_twin("\n".join([outgoing.text, *page.lines])), TEXT_LIMIT)
    if not parts:
        raise Unsendable("the message has no words")
    bare = replace(outgoing, choices=(), request=None, flow=None, expects=None, case=None)
    last = replace(outgoing, text=parts[-1], choices=tuple(page.choices))
    return [*(replace(bare, text=part) for part in parts[:-1]), last]


def to_messages(outgoing: Outgoing, sender: str, words: Words) -> list[dict[str, Any]]:
    """Return the messages, in their order and without a receiver. Errors: `Unsendable`."""
    return [_message(part, sender, words) for part in shown(outgoing, words)]


def _message(part: Outgoing, sender: str, words: Words) -> dict[str, Any]:
    message: dict[str, Any] = {"type": "text", "text": part.text, "sender": {"name": sender}}
    if made := keyboard(part.choices, part.request, words.share):
        message["keyboard"] = made
    if part.request in SHARED_BY_A_BUTTON:
        message["min_api_version"] = ACTIONS_VERSION
    if note := _note(part):
        message["tracking_data"] = note
    return message


def _note(part: Outgoing) -> str | None:
    """Return what comes back with the answer: that a card was asked for, or how the page turns."""
    if part.request == "contact":
        return "contact"
    last = part.choices[-1].value if part.choices else ""
    return last if _PAGE.fullmatch(last) else None


# Source: developers.viber.com/docs/api/rest-bot-api, "Picture Message" and "File Message".
_PICTURES = ("image/jpeg", "image/png", "image/gif")
_PICTURE_BYTES = 1024**2
_FILE_BYTES = 50 * 1024**2


def to_media(file: Attachment, link: str, sender: str) -> dict[str, Any] | None:
    """Return the message that shows a file by its link, None when Viber takes none so large."""
    size = file.size or 0
    message = {"media": link, "sender": {"name": sender}}
    if file.mime in _PICTURES and size <= _PICTURE_BYTES:
        return {"type": "picture", "text": ""} | message
    if 0 < size <= _FILE_BYTES:
        ending = link[link.rindex(".") :]
        return {"type": "file", "size": size, "file_name": f"misto-{file.id}{ending}"} | message
    return None


def welcome(outgoing: Outgoing, context: object, sender: str, words: Words) -> dict[str, Any]:
    """Return the message that greets somebody who opens the chat.

    A link's context is the first button: who opens a chat has not written yet, and only words of
    theirs begin a talk.
    """
    if isinstance(context, str) and _PAYLOAD.fullmatch(context):
        begin = Choice(words.begin, f"{START} {context}")
        outgoing = replace(outgoing, choices=(begin, *outgoing.choices))
    return to_messages(outgoing, sender, words)[-1]
