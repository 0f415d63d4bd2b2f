"""Callbacks as Viber sends them, by hand: raw JSON objects, no library's idea of them."""

from itertools import count
from typing import Any

TOKEN = "4453b6ac12345678-e02c5f12174805f9"
OLENA = "01234567890A=="
PETRO = "98765432100B=="
# Above 2^53, as Viber's are: who takes them for JavaScript numbers loses their last digits.
_tokens = count(4912661846655238145)


def person(user_id: str = OLENA, **changes: Any) -> dict[str, Any]:
    user = {"id": user_id, "language": "uk", "country": "UA", "api_version": 10}
    return user | changes


def callback(event: str, **content: Any) -> dict[str, Any]:
    about = {"event": event, "timestamp": 1795500000000, "message_token": next(_tokens)}
    return about | content


def message(user_id: str = OLENA, *, silent: bool = False, **content: Any) -> dict[str, Any]:
    """Return the callback of a message; its type is `text` unless named."""
    said = {"type": "text"} | content
    return callback("message", sender=person(user_id), message=said, silent=silent)


def opened(user_id: str = OLENA, **content: Any) -> dict[str, Any]:
    """Return the callback of somebody who opens the chat."""
    about = {"type": "open", "user": person(user_id), "subscribed": False}
    return callback("conversation_started", **about | content)


# Every kind of callback that Viber documents, and of message in it.
EVERY: dict[str, dict[str, Any]] = {
    "webhook": callback("webhook"),
    "conversation_started": opened(context="case_KV-2026-000417"),
    "subscribed": callback("subscribed", user=person()),
    "unsubscribed": callback("unsubscribed", user_id=OLENA),
    "delivered": callback("delivered", user_id=OLENA),
    "seen": callback("seen", user_id=OLENA),
    "failed": callback("failed", user_id=OLENA, desc="the keyboard is wrong"),
    "text": message(text="немає гарячої води", tracking_data=""),
    "pressed": message(text="m:3.district=pecherskyi", silent=True),
    "picture": message(
        type="picture", text="яма", media="https://dl.viber.example/1.jpg", file_name="1.jpg"
    ),
    "video": message(type="video", media="https://dl.viber.example/1.mp4", duration=3, size=900),
    "file": message(
        type="file", media="https://dl.viber.example/a.pdf", file_name="a.pdf", file_size=900
    ),
    "contact": message(
        type="contact",
        contact={"name": "Олена", "phone_number": "380671234567"},
        tracking_data="contact",
    ),
    "location": message(type="location", location={"lat": 50.45, "lon": 30.52}),
    "url": message(type="url", media="https://kyiv.example/news"),
    "sticker": message(type="sticker", sticker_id=40126, media="https://dl.viber.example/s.png"),
}
