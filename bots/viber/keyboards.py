"""Choices and requests as a Viber keyboard of six columns. Pure.

A pressed button comes back as the resident's own text message, so what it brings along begins with
`PRESSED`, which nobody types. Sources: developers.viber.com/docs/tools/keyboards, "General keyboard
parameters", "Buttons parameters" (texts up to 250 characters, links too), "Keyboard design".
"""

import html
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any
from urllib.parse import urlsplit

from bots.rendering import one_line, rows_of, utf16_length
from core.messages import Choice, Request

Keyboard = dict[str, Any]
# What the buttons say that share a phone or a place, in the chat's language.
Labels = Mapping[Request, str]

PRESSED = "m:"
COLUMNS = 6
MOST_ROWS = 12
TEXT_LIMIT = 250
ACTION_LIMIT = 250
# A request's JSON has at most 30 KB, of which a text of 7,000 characters may take 21.
MOST_BYTES = 8000
SHARED_BY_A_BUTTON: tuple[Request, ...] = ("contact", "location")
# Desktop clients know neither; there the words of the question say what to type.
ACTIONS: Mapping[Request, str] = {"contact": "share-phone", "location": "location-picker"}
# From this version of the API on a client knows both actions (Viber 7.6).
ACTIONS_VERSION = 3
# So many buttons share a row when even the longest label of the row is that short. Units: UTF-16.
_SHARED = ((3, 10), (2, 18))


def keyboard(choices: Sequence[Choice], request: Request | None, share: Labels) -> Keyboard | None:
    """Return the keyboard, None when there is nothing on it; `share` labels the request's button.

    The last keyboard stays until the next one comes, and the input field is always there.
    """
    buttons = [_sharing(request, share)] if request in SHARED_BY_A_BUTTON else []
    for row in rows_of(choices, _side_by_side):
        buttons += [_button(choice, COLUMNS // len(row)) for choice in row]
    if not buttons:
        return None
    return {"Type": "keyboard", "DefaultHeight": False, "Buttons": buttons}


def fits(choices: Sequence[Choice], request: Request | None) -> bool:
    """Tell whether Viber takes these choices as buttons of one keyboard."""
    rows = len(rows_of(choices, _side_by_side)) + (request in SHARED_BY_A_BUTTON)
    if rows > MOST_ROWS or not all(map(_pressable, choices)):
        return False
    return sum(map(_bytes, choices)) <= MOST_BYTES


@lru_cache(4096)
def _bytes(choice: Choice) -> int:
    return len(json.dumps(_button(choice, 1), ensure_ascii=False).encode("utf-8", "replace"))


def _pressable(choice: Choice) -> bool:
    if choice.url:
        return len(choice.url) <= ACTION_LIMIT and _is_link(choice.url)
    return bool(choice.value) and len(PRESSED + choice.value) <= ACTION_LIMIT


def _is_link(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    odd = any(letter.isspace() or ord(letter) < 32 for letter in url)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not odd


def _side_by_side(row: Sequence[Choice]) -> bool:
    longest = max(utf16_length(choice.label) for choice in row)
    return any(len(row) <= count and longest <= units for count, units in _SHARED)


def _sharing(request: Request | None, labels: Labels) -> dict[str, Any]:
    kind: Request = "contact" if request == "contact" else "location"
    # The body may not be empty, though nobody gets to see it.
    action = {"ActionType": ACTIONS[kind], "ActionBody": ACTIONS[kind]}
    return _shown(labels[kind], COLUMNS) | action


def _button(choice: Choice, columns: int) -> dict[str, Any]:
    action = {"ActionType": "reply", "ActionBody": PRESSED + choice.value}
    if choice.url:
        action = {"ActionType": "open-url", "ActionBody": choice.url}
    # Without it the resident would read the button's value among their own words.
    return _shown(choice.label, columns) | action | {"Silent": True}


def _shown(label: str, columns: int) -> dict[str, Any]:
    return {"Columns": columns, "Rows": 1, "Text": _escaped(label)}


def _escaped(label: str) -> str:
    """Return a label as the HTML of a button, cut where it is longer than a button takes."""
    whole = one_line(label)
    letters = [html.escape(letter, quote=False) for letter in whole]
    lengths = list(accumulate(map(utf16_length, letters)))
    if lengths[-1] <= TEXT_LIMIT:
        return "".join(letters)
    kept = sum(length < TEXT_LIMIT for length in lengths)
    return "".join(letters[:kept]).rstrip() + "…"
