"""Groups: which messages there are for the bot, and what is left of them for the dialogue. Pure.

Rule: what is not said to the bot is not kept. Of what is, only words are taken: no phone, place or
picture, as others look on. Source: core.telegram.org/bots/features#privacy-mode.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aiogram.types import Message, MessageEntity, Update
from pydantic import ValidationError

# Every bot's name ends so; others' names in the text are left as they are.
_MENTION = re.compile(r"@\w+bot\b[,:]?\s*", re.IGNORECASE | re.ASCII)
_COMMAND = re.compile(r"/\w{1,32}(?:@(?P<bot>\w+))?(?:\s|$)", re.ASCII)
GROUPS = ("group", "supergroup")


def is_kept(update: Mapping[str, Any], bot: str, username: str) -> bool:
    """Tell whether an update from a group is for us: said to the bot, or about the group itself."""
    try:
        found = Update.model_validate(update)
    except (ValidationError, RecursionError):
        return False
    if found.my_chat_member is not None:
        return found.my_chat_member.chat.type in GROUPS
    message = found.message
    if message is None or message.chat.type not in GROUPS:
        return False
    return message.migrate_to_chat_id is not None or _is_addressed(message, bot, username)


def _is_addressed(message: Message, bot: str, username: str) -> bool:
    """By a reply to the bot, a command that names no other bot, or a mention."""
    answered = message.reply_to_message
    if answered is not None and answered.from_user and str(answered.from_user.id) == bot:
        return True
    if command := _COMMAND.match(message.text or ""):
        return (command["bot"] or username).casefold() == username.casefold()
    text = message.text or message.caption or ""
    return any(_names(entity, text, bot, username) for entity in _entities(message))


def _entities(message: Message) -> Iterator[MessageEntity]:
    yield from message.entities or ()
    yield from message.caption_entities or ()


def _names(entity: MessageEntity, text: str, bot: str, username: str) -> bool:
    if entity.type == "text_mention":
        return entity.user is not None and str(entity.user.id) == bot
    named = entity.extract_from(text).casefold() if entity.type == "mention" else ""
    return bool(username) and named == f"@{username}".casefold()


def words_of(message: Message) -> str:
    """Return what was said, without the name of the bot it was said to."""
    return _MENTION.sub("", message.text or message.caption or "").strip()
