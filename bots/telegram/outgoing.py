"""Our `Outgoing` into Bot API calls. Pure.

Rule: every call is one that Telegram takes by its documented limits, and nothing of the message is
lost: what fits into no button or text is written into the next.
"""

from collections.abc import Sequence
from pathlib import Path

from aiogram.methods import EditMessageText, SendDocument, SendMessage, SendPhoto
from aiogram.types import FSInputFile, InlineKeyboardMarkup

from bots.telegram.keyboards import Where, show
from bots.telegram.markup import to_parts
from core.messages import Outgoing
from core.model import Attachment

Request = SendMessage | EditMessageText | SendPhoto | SendDocument

# What Telegram takes. Source: core.telegram.org/bots/api, "Sending files".
PHOTO_BYTES = 10 * 1024**2
FILE_BYTES = 50 * 1024**2
_PHOTOS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


class Unsendable(ValueError):
    """A message that no call can carry; the text says why."""


def to_requests(outgoing: Outgoing, chat_id: int, where: Where) -> list[Request]:
    """Return the calls that send a message, to be made in their order.

    One that takes another's place changes it, if it fits into one. Errors: `Unsendable` when there
    is nothing to say.
    """
    shown = show(outgoing, where)
    parts = to_parts("\n".join([outgoing.text, *shown.lines]))
    if not parts:
        raise Unsendable("the message has no words")
    inline = isinstance(shown.keyboard, InlineKeyboardMarkup)
    if outgoing.replaces and len(parts) == 1 and inline:
        return [
            EditMessageText(
                chat_id=chat_id,
                message_id=int(outgoing.replaces),
                text=parts[0],
                parse_mode="HTML",
                reply_markup=shown.keyboard,  # type: ignore[arg-type]  # inline, as was looked at
            )
        ]
    # The keyboard belongs to what was said last.
    keyboards = [*[None] * (len(parts) - 1), shown.keyboard]
    return [
        SendMessage(chat_id=chat_id, text=part, parse_mode="HTML", reply_markup=keyboard)
        for part, keyboard in zip(parts, keyboards, strict=True)
    ]


def to_media(files: Sequence[tuple[Attachment, Path]], chat_id: int) -> list[Request]:
    """Return the calls that send kept files; what Telegram takes in no form is left out."""
    made: list[Request] = []
    for file, path in files:
        size, ending = file.size or 0, _PHOTOS.get(file.mime or "")
        name = Path(file.name or f"misto-{file.id}.{ending or 'bin'}").name
        if ending and size <= PHOTO_BYTES:
            made.append(SendPhoto(chat_id=chat_id, photo=FSInputFile(path, name)))
        elif 0 < size <= FILE_BYTES:
            made.append(SendDocument(chat_id=chat_id, document=FSInputFile(path, name)))
    return made
