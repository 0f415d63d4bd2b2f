"""Telegram's updates into `Incoming`. Pure.

Rule: an update is a stranger's: whatever it holds ends in an `Incoming`, an `Ignored` or an
`Undecodable`. Its parsing is aiogram's; what it means to us stands here and nowhere else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User
from aiogram.types import Contact as TelegramContact
from aiogram.types import Location as TelegramLocation
from pydantic import ValidationError

from bots.telegram.groups import GROUPS, words_of
from bots.webhook import Undecodable, json_object
from core.messages import ChatChange, Contact, FileRef, Incoming, Location, Pressed

CHANNEL = "telegram"
UPDATE_KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
# Commands that mean the same at any time, as the dialogue's buttons do.
COMMANDS: Mapping[str, str] = {
    "help": "!help",
    "status": "!status",
    "operator": "!handoff",
    "my": "!flow=my_things",
    "language": "!flow=change_language",
    "cancel": "!cancel",
}

_COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@\w+)?(?:\s+(?P<rest>.*))?", re.DOTALL | re.ASCII)
# A button's data: the row of its message, and its place there or the page to turn to.
_DATA = re.compile(r"(?P<row>\d{1,18})\.(?P<page>p?)(?P<place>\d{1,4})", re.ASCII)
_NO_ROW = Pressed(0, 0)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_NOT_DIGIT = re.compile(r"\D+")
# What a person says without text, place, contact or file: answered, though it cannot be read.
# Every other content is Telegram's own notice (a pinned message, a changed photo).
_SAID = frozenset(
    {
        ContentType.UNKNOWN,
        ContentType.CHECKLIST,
        ContentType.DICE,
        ContentType.GAME,
        ContentType.LIVE_PHOTO,
        ContentType.PAID_MEDIA,
        ContentType.POLL,
        ContentType.RICH_MESSAGE,
        ContentType.STORY,
    }
)


@dataclass(frozen=True, slots=True)
class Ignored:
    """An update that is understood and asks for nothing."""

    reason: str


def update_id(update: Mapping[str, Any]) -> int:
    """Return the update's number, which its bot never uses twice. Errors: `Undecodable`."""
    number = update.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**63:
        raise Undecodable("the update has no update_id")
    return number


def decode(raw: bytes, bot: str, at: datetime) -> Incoming | None:
    """Return the event of a stored body, None when it asks for nothing. Errors: `Undecodable`."""
    found = to_incoming(json_object(raw), bot, at)
    return found if isinstance(found, Incoming) else None


def to_incoming(raw: Mapping[str, Any], bot: str, at: datetime) -> Incoming | Ignored:
    """Return what an update means to us. Errors: `Undecodable`."""
    update_id(raw)
    try:
        update = Update.model_validate(raw)
    except (ValidationError, RecursionError) as error:
        raise Undecodable(f"not an update as Telegram documents it: {_where(error)}") from None
    return _Decoder(bot, str(update.update_id), at).update(update)


def album_key(raw: bytes) -> str | None:
    """Return what the messages of one album share, None for everything else."""
    try:
        message = json_object(raw).get("message")
    except Undecodable:
        return None
    group = _field(message, "media_group_id")
    return f"{_field(_field(message, 'chat'), 'id')}:{group}" if group else None


def is_private(update: Mapping[str, Any]) -> bool:
    """Tell whether an update may be kept: what is said in a group is nobody's message to us."""
    event = next((update[kind] for kind in UPDATE_KINDS if kind in update), None)
    holder = _field(event, "message") if "callback_query" in update else event
    return _field(_field(holder, "chat"), "type") in (None, "private")


def private_chat(update: Mapping[str, Any]) -> int | None:
    """Return the chat of what a person wrote to the bot alone, None for everything else."""
    chat = _field(update.get("message"), "chat")
    number = _field(chat, "id")
    private = _field(chat, "type") == "private"
    return number if private and isinstance(number, int) and 0 < number < 2**63 else None


def callback_id(update: Mapping[str, Any]) -> str | None:
    """Return the id under which a pressed button waits for an answer."""
    found = _field(update.get("callback_query"), "id")
    return found if isinstance(found, str) else None


def _field(holder: object, name: str) -> object:
    return holder.get(name) if isinstance(holder, dict) else None


def _where(error: ValidationError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    faults = error.errors(include_input=False, include_url=False, include_context=False)
    return "; ".join(".".join(map(str, f["loc"][:6])) + f" ({f['type']})" for f in faults[:3])


@dataclass(frozen=True, slots=True)
class _Decoder:
    """Decodes one update of one bot, received at one moment."""

    bot: str
    event_id: str
    at: datetime

    def update(self, update: Update) -> Incoming | Ignored:
        if update.message is not None:
            return self._message(update.message)
        if update.edited_message is not None:
            return self._edited(update.edited_message)
        if update.callback_query is not None:
            return self._pressed(update.callback_query)
        if update.my_chat_member is not None:
            return self._membership(update.my_chat_member)
        return Ignored("a kind of update we did not ask for")

    def _message(self, message: Message) -> Incoming | Ignored:
        if message.chat.type in GROUPS:
            return self._in_group(message)
        if reason := _not_for_us(message.chat, message.from_user):
            return Ignored(reason)
        text = message.text or message.caption
        files = _files(message)
        if message.contact is not None:
            return self._incoming(message, contact=_contact(message.contact, message.from_user))
        if message.location is not None:
            return self._incoming(message, location=_location(message.location))
        if message.text and (command := _COMMAND.fullmatch(message.text)):
            return self._command(message, command)
        if text or files or message.content_type in _SAID:
            return self._incoming(message, text=text or None, files=files)
        return Ignored("a notice of Telegram's")

    def _command(self, message: Message, found: re.Match[str]) -> Incoming:
        name, rest = found["name"].lower(), (found["rest"] or "").strip()
        if name == "start" and (not rest or _PAYLOAD.fullmatch(rest)):
            return self._incoming(message, start=rest)
        if name == "start":
            return self._incoming(message, text=rest)
        if name in COMMANDS and not rest:
            return self._incoming(message, button=COMMANDS[name])
        return self._incoming(message, text=message.text)

    def _edited(self, message: Message) -> Incoming | Ignored:
        """Words that were changed are heard again; a moving location or a new picture are not."""
        if reason := _not_for_us(message.chat, message.from_user):
            return Ignored(reason)
        text = message.text or message.caption
        if not text:
            return Ignored("an edit without words")
        return self._incoming(message, text=text, edited=True)

    def _in_group(self, message: Message) -> Incoming | Ignored:
        """What is said to the bot in a group; the intake keeps nothing else of one."""
        if message.migrate_to_chat_id is not None:
            moved = ChatChange("moved", str(message.migrate_to_chat_id))
            return self._incoming(message, change=moved)
        if message.from_user is None or message.from_user.is_bot:
            return Ignored("not said by a person")
        command = _COMMAND.fullmatch(message.text or "")
        name = command["name"].lower() if command else None
        if name is not None and name in COMMANDS and name != "help":
            return self._incoming(message, public=True, button=COMMANDS[name])
        words = words_of(message)
        if name is not None or not words:
            return self._incoming(message, public=True, start="")
        return self._incoming(message, public=True, text=words)

    def _membership(self, change: ChatMemberUpdated) -> Incoming | Ignored:
        """Blocked or unblocked, or put into a group or out of it."""
        chat, left = change.chat, change.new_chat_member.status in ("kicked", "left")
        if chat.type not in ("private", *GROUPS):
            return Ignored("a channel")
        was_out = change.old_chat_member.status in ("kicked", "left")
        if chat.type in GROUPS and not left and was_out:
            return self._incoming_of(chat, change.from_user, public=True, start="")
        return self._incoming_of(chat, None, change=ChatChange("lost" if left else "back"))

    def _pressed(self, query: CallbackQuery) -> Incoming | Ignored:
        if query.message is None or query.data is None:
            return Ignored("a button that is not ours")
        chat = query.message.chat
        if reason := _not_for_us(chat, query.from_user):
            return Ignored(reason)
        if chat.id != query.from_user.id:
            return Ignored("a button pressed by somebody else")
        found, under = _DATA.fullmatch(query.data), str(query.message.message_id)
        # Data that we never made means no button.
        pressed = _NO_ROW
        if found is not None:
            pressed = Pressed(int(found["row"]), int(found["place"]), page=bool(found["page"]))
        return self._incoming_of(chat, query.from_user, pressed=pressed, message=under)

    def _incoming(self, message: Message, **payload: Any) -> Incoming:
        name = str(message.message_id)
        return self._incoming_of(message.chat, message.from_user, message=name, **payload)

    def _incoming_of(self, chat: Chat, sender: User | None, **payload: Any) -> Incoming:
        return Incoming(
            channel=CHANNEL,
            bot=self.bot,
            chat=str(chat.id),
            event_id=self.event_id,
            at=self.at,
            language_hint=sender.language_code if sender else None,
            **payload,
        )


def _not_for_us(chat: Chat, sender: User | None) -> str | None:
    """Return why what was said in a chat is not answered, None when it is."""
    if chat.type != "private":
        return "said in a group or channel"
    if sender is None or sender.is_bot:
        return "not said by a person"
    return None


def _location(shared: TelegramLocation) -> Location:
    """Return the point. Errors: `Undecodable` when it is on no map."""
    if not (abs(shared.latitude) <= 90 and abs(shared.longitude) <= 180):
        raise Undecodable("a location outside of the world")
    return Location(shared.latitude, shared.longitude)


def _contact(shared: TelegramContact, sender: User | None) -> Contact:
    """Return the phone in E.164 (Telegram leaves out the plus), and whether it is the sender's."""
    digits = _NOT_DIGIT.sub("", shared.phone_number)
    name = " ".join(part for part in (shared.first_name, shared.last_name) if part).strip()
    own = sender is not None and shared.user_id == sender.id
    return Contact(phone=f"+{digits}" if digits else "", name=name or None, own=own)


def _files(message: Message) -> tuple[FileRef, ...]:
    """Return the message's file; of a photo the largest size."""
    if message.photo:
        photo = max(message.photo, key=lambda size: size.width * size.height)
        return (FileRef("photo", photo.file_id, size=photo.file_size),)
    # An animation comes with its twin as a document, so it is looked at first.
    if video := message.animation or message.video or message.video_note:
        name = getattr(video, "file_name", None)
        return (FileRef("video", video.file_id, name, video.file_size),)
    if sound := message.voice or message.audio:
        return (FileRef("voice", sound.file_id, size=sound.file_size),)
    if document := message.document:
        return (FileRef("document", document.file_id, document.file_name, document.file_size),)
    if sticker := message.sticker:
        return (FileRef("sticker", sticker.file_id, size=sticker.file_size),)
    return ()
