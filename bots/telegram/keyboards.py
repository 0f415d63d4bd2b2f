"""Choices and requests as Telegram's keyboards; what no button can carry goes into the text.

Rule: nothing depends on a button alone: every label can be typed. A button says which choice of
which message it is, never what that does, so it fits Telegram's 64 bytes and works in its own chat
only. More choices than a phone shows are a numbered list with pages. Sources:
core.telegram.org/bots/api, "InlineKeyboardButton", "ReplyKeyboardMarkup", "WebAppInfo".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    WebAppInfo,
)

from bots.rendering import one_line, page_of, rows_of, shortened, utf16_length, written
from bots.telegram.words import SHARED_BY_A_BUTTON, Words
from core.messages import Choice, Outgoing, Request

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

MOST_INLINE = 8
MOST_REPLY = 10
LABEL_UNITS = 64
URL_BYTES = 2048
# As many a row as a phone's width shows without cutting.
_ROW_UNITS = 30
_MOST_IN_ROW = 8
# A choice of a group's message that leads into the own chat, with what is to begin there; and the
# choice beside which the page of one's own things is offered. Both are values of the dialogue's.
_PRIVATELY = "!private="
_BESIDE_PAGE = "!flow=my_copy"
_PAGE = "!page="


@dataclass(frozen=True, slots=True)
class Where:
    """Where a message goes: its row, whether to a person's own chat, the bot's name, its words in
    the chat's language, and the address of the page of one's own things, empty without one.
    """

    row: int
    words: Words
    private: bool = True
    username: str = ""
    page_url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message's keyboard, and the lines that stand for the choices it has no room for."""

    keyboard: Keyboard | None
    lines: tuple[str, ...] = ()


def show(outgoing: Outgoing, where: Where) -> Shown:
    """Return the keyboard of a message."""
    if where.private and outgoing.request in SHARED_BY_A_BUTTON:
        return _with_request(outgoing.request, where.words, outgoing.choices)
    choices = [_led_out(choice, where) for choice in outgoing.choices]
    fit = [choice for choice in choices if _fits(choice, where)]
    rest = tuple(_line(c) for c in choices if c not in fit and one_line(c.label))
    page = page_of(fit, outgoing.page, where.words.turn, lambda some: len(some) <= MOST_INLINE)
    rows = rows_of(page.choices, _side_by_side) if page.choices else []
    buttons = [[_inline(choice, choices, where.row) for choice in row] for row in rows]
    if where.private and where.page_url and _offers_page(outgoing):
        app = WebAppInfo(url=where.page_url)
        buttons.append([InlineKeyboardButton(text=where.words.page, web_app=app)])
    if buttons:
        return Shown(InlineKeyboardMarkup(inline_keyboard=buttons), (*page.lines, *rest))
    # Takes back the keyboard of an earlier request; harmless where there is none.
    remove = ReplyKeyboardRemove(remove_keyboard=True) if outgoing.lane == "reply" else None
    return Shown(remove, rest)


def _offers_page(outgoing: Outgoing) -> bool:
    return any(choice.value == _BESIDE_PAGE for choice in outgoing.choices)


def _led_out(choice: Choice, where: Where) -> Choice:
    """Return a choice that leads into the own chat as the link to it."""
    if not choice.value.startswith(_PRIVATELY) or not where.username:
        return choice
    payload = choice.value.removeprefix(_PRIVATELY)
    return replace(choice, url=f"https://t.me/{where.username}?start={payload}")


def _with_request(request: Request | None, words: Words, choices: Sequence[Choice]) -> Shown:
    """A request needs Telegram's other kind of keyboard; its choices come back as their labels."""
    kind: Request = "contact" if request == "contact" else "location"
    ask = KeyboardButton(
        text=_short(words.labels[kind]),
        request_contact=True if kind == "contact" else None,
        request_location=True if kind == "location" else None,
    )
    typed = [c for c in choices if not c.url and one_line(c.label)][:MOST_REPLY]
    rest = tuple(_line(choice) for choice in choices if choice not in typed)
    rows = rows_of(typed, _side_by_side)
    keys = [[KeyboardButton(text=_short(choice.label)) for choice in row] for row in rows]
    keyboard = ReplyKeyboardMarkup(
        keyboard=[[ask], *keys], resize_keyboard=True, one_time_keyboard=True
    )
    return Shown(keyboard, rest)


def _fits(choice: Choice, where: Where) -> bool:
    if not one_line(choice.label):
        return False
    # In a group nobody in particular is asked, so only what opens elsewhere is a button.
    return _linkable(choice.url) if choice.url else where.private and bool(choice.value)


def _linkable(url: str) -> bool:
    """Tell whether Telegram takes the URL for a button: http(s), a host with a dot."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    odd = any(character.isspace() or ord(character) < 32 for character in url)
    short = len(url.encode("utf-8", "replace")) <= URL_BYTES
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and short and not odd


def _line(choice: Choice) -> str:
    return written(choice) if choice.url else f"– {written(choice)}"


def _inline(choice: Choice, choices: Sequence[Choice], row: int) -> InlineKeyboardButton:
    label = _short(choice.label)
    if choice.url:
        return InlineKeyboardButton(text=label, url=choice.url)
    if choice not in choices and choice.value.startswith(_PAGE):
        page = choice.value.removeprefix(_PAGE)
        return InlineKeyboardButton(text=label, callback_data=f"{row}.p{page}")
    place = choices.index(choice)
    return InlineKeyboardButton(text=label, callback_data=f"{row}.{place}")


def _side_by_side(row: Sequence[Choice]) -> bool:
    """Buttons of a row are equally wide, so the longest label decides."""
    width = max(utf16_length(choice.label) for choice in row) * len(row)
    return width <= _ROW_UNITS and len(row) <= _MOST_IN_ROW


def _short(label: str) -> str:
    """Return a label that a button takes, cut between characters where it is too long."""
    return shortened(one_line(label), LABEL_UNITS)
