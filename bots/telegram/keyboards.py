"""Choices and requests as Telegram's keyboards; what no button can carry goes into the text.

Rule: nothing depends on a button alone: every label can be typed, so a choice that Telegram would
refuse (a value over 64 bytes, the hundred-and-first, a link to a host without a dot) is written out
instead of costing the resident the whole message. Sources: core.telegram.org/bots/api,
"InlineKeyboardButton", "ReplyKeyboardMarkup"; github.com/tginfo/Telegram-Limits/issues/187 (size).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bots.rendering import rows_of, shortened, utf16_length
from core.messages import Choice, Outgoing, Request

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove
# What the buttons say that share a phone or a place, in the chat's language.
Labels = Mapping[Request, str]

DATA_BYTES = 64
MOST_INLINE = 100
MOST_REPLY = 10
LABEL_UNITS = 64
# Telegram refuses a keyboard of some 10 KB; the frame of one button is estimated from above.
_KEYBOARD_BYTES = 9000
_FRAME_BYTES = 40
# Up to so many choices share rows, as many a row as a phone's width shows without cutting.
_MOST_SHARED = 8
_ROW_UNITS = 30
SHARED_BY_A_BUTTON: tuple[Request, ...] = ("contact", "location")


@dataclass(frozen=True, slots=True)
class Shown:
    """A message's keyboard, and the lines that stand for the choices it has no room for."""

    keyboard: Keyboard | None
    lines: tuple[str, ...] = ()


def show(outgoing: Outgoing, labels: Labels, *, private: bool) -> Shown:
    """Return the keyboard of a message to a private chat or a group."""
    request = outgoing.request
    if private and request in SHARED_BY_A_BUTTON:
        return _with_request(request, labels[request], outgoing.choices)
    fit, rest = _divide(outgoing.choices)
    if fit:
        buttons = [[_inline(choice) for choice in row] for row in _rows(fit)]
        return Shown(InlineKeyboardMarkup(inline_keyboard=buttons), rest)
    # Takes back the keyboard of an earlier request; harmless where there is none.
    remove = ReplyKeyboardRemove(remove_keyboard=True) if outgoing.lane == "reply" else None
    return Shown(remove, rest)


def _with_request(request: Request | None, label: str, choices: Sequence[Choice]) -> Shown:
    """A request needs Telegram's other kind of keyboard; its choices come back as their labels."""
    ask = KeyboardButton(
        text=_short(label),
        request_contact=True if request == "contact" else None,
        request_location=True if request == "location" else None,
    )
    typed = [c for c in choices if not c.url and c.label.strip()][:MOST_REPLY]
    rest = tuple(_line(choice) for choice in choices if choice not in typed)
    rows = [[KeyboardButton(text=_short(choice.label)) for choice in row] for row in _rows(typed)]
    keyboard = ReplyKeyboardMarkup(
        keyboard=[[ask], *rows], resize_keyboard=True, one_time_keyboard=True
    )
    return Shown(keyboard, rest)


def _divide(choices: Iterable[Choice]) -> tuple[list[Choice], tuple[str, ...]]:
    """Part the choices that can be inline buttons from those that are written out."""
    fit: list[Choice] = []
    rest: list[str] = []
    room = _KEYBOARD_BYTES
    for choice in choices:
        room -= _bytes(choice)
        if room > 0 and len(fit) < MOST_INLINE and _fits(choice):
            fit.append(choice)
        elif choice.label.strip():
            rest.append(_line(choice))
    return fit, tuple(rest)


def _fits(choice: Choice) -> bool:
    if not choice.label.strip():
        return False
    if choice.url:
        return _linkable(choice.url)
    return 1 <= len(choice.value.encode("utf-8", "replace")) <= DATA_BYTES


def _linkable(url: str) -> bool:
    """Tell whether Telegram takes the URL for a button: http(s), a host with a dot."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    odd = any(character.isspace() or ord(character) < 32 for character in url)
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not odd


def _bytes(choice: Choice) -> int:
    action = choice.url or choice.value
    return (
        sum(len(t.encode("utf-8", "replace")) for t in (_short(choice.label), action))
        + _FRAME_BYTES
    )


def _line(choice: Choice) -> str:
    return f"{choice.label}: {choice.url}" if choice.url else f"– {choice.label}"


def _inline(choice: Choice) -> InlineKeyboardButton:
    if choice.url:
        return InlineKeyboardButton(text=_short(choice.label), url=choice.url)
    return InlineKeyboardButton(text=_short(choice.label), callback_data=choice.value)


def _rows(choices: Sequence[Choice]) -> list[list[Choice]]:
    """Lay the choices out: few and short ones side by side, many one below the other."""
    if len(choices) > _MOST_SHARED:
        return [[choice] for choice in choices]
    return rows_of(choices, _side_by_side)


def _side_by_side(row: Sequence[Choice]) -> bool:
    """Buttons of a row are equally wide, so the longest label decides."""
    return max(utf16_length(choice.label) for choice in row) * len(row) <= _ROW_UNITS


def _short(label: str) -> str:
    """Return a label that a button takes, cut between characters where it is too long."""
    label = label.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
    return shortened(label, LABEL_UNITS)
