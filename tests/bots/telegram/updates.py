"""Updates as Telegram sends them, by hand: raw JSON objects, no library's idea of them."""

from itertools import count
from typing import Any

BOT = "7"
TOKEN = "7:AAbbCCsecretDDee"
OLENA = {"id": 501, "is_bot": False, "first_name": "Олена", "language_code": "uk"}
PETRO = {"id": 502, "is_bot": False, "first_name": "Петро", "language_code": "en"}
BOT_USER = {"id": 7, "is_bot": True, "first_name": "misto", "username": "misto_bot"}
_numbers = count(1000)


def chat_of(user: dict[str, Any]) -> dict[str, Any]:
    """Return a person's private chat with the bot: it has the person's id."""
    return {"id": user["id"], "type": "private", "first_name": user["first_name"]}


def said(user: dict[str, Any] | None = None, **content: Any) -> dict[str, Any]:
    """Return a message of a person as Telegram holds it; `content` adds to it or replaces."""
    user = OLENA if user is None else user
    message = {"message_id": next(_numbers), "date": 1795500000, "from": user}
    return message | {"chat": chat_of(user)} | content


def update(kind: str = "message", /, **content: Any) -> dict[str, Any]:
    """Return an update that holds a message, or whatever else `kind` is."""
    return {"update_id": next(_numbers), kind: said(**content)}


def pressed(data: str = "3.district=pecherskyi", **changes: Any) -> dict[str, Any]:
    """Return the update of a pressed inline button under a message of the bot's."""
    query = {
        "id": str(next(_numbers)),
        "from": OLENA,
        "chat_instance": "1",
        "message": said(text="Який район?", **{"from": BOT_USER}),
        "data": data,
    }
    return {"update_id": next(_numbers), "callback_query": query | changes}


def membership(status: str, was: str = "member", **changes: Any) -> dict[str, Any]:
    """Return the update that tells of a person blocking (`kicked`) or unblocking the bot."""
    others: dict[str, Any] = {"until_date": 0} if status == "kicked" else {}
    change = {
        "chat": chat_of(OLENA),
        "from": OLENA,
        "date": 1795500000,
        "old_chat_member": {"user": BOT_USER, "status": was}
        | ({"until_date": 0} if was == "kicked" else {}),
        "new_chat_member": {"user": BOT_USER, "status": status} | others,
    }
    return {"update_id": next(_numbers), "my_chat_member": change | changes}


def mention(text: str, name: str = "@misto_bot") -> dict[str, Any]:
    """Return a text with the entity that Telegram makes of a name in it."""
    before = text[: text.index(name)].encode("utf-16-le")
    entity = {"type": "mention", "offset": len(before) // 2, "length": len(name)}
    return {"text": text, "entities": [entity]}


def picture(width: int, height: int, file_id: str) -> dict[str, Any]:
    return {
        "file_id": file_id,
        "file_unique_id": f"u{file_id}",
        "width": width,
        "height": height,
        "file_size": width * height,
    }


def file(file_id: str = "f1", **facts: Any) -> dict[str, Any]:
    return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": 900} | facts


GROUP = {"id": -100500, "type": "supergroup", "title": "Під’їзд 2"}
