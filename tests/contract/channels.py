"""Every channel behind one face: what a resident sees of a message, and what comes back."""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from aiogram.methods import EditMessageText
from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup

from bots.mail.letters import html_of, text_of
from bots.mail.words import load_words as mail_words
from bots.telegram import translate as telegram
from bots.telegram.keyboards import Where
from bots.telegram.outgoing import to_requests
from bots.telegram.words import load_words as telegram_words
from bots.viber import translate as viber
from bots.viber.words import load_words as viber_words
from bots.webchat.events import decode, to_incoming
from core.messages import ChatRef, Incoming, Outgoing, Request
from tests.bots.telegram import updates
from tests.bots.viber import callbacks
from tests.contract.builders import NOW

ROW = 417
_TAG = re.compile(r"</?(?:b|strong)>")


@dataclass(frozen=True)
class Button:
    """A button as it is shown: its label, and what the channel carries back (None: it opens)."""

    label: str
    carries: str | None = None
    shares: Request | None = None


@dataclass(frozen=True)
class Seen:
    """What reaches a resident: texts as they are read, as they are sent, and the buttons."""

    texts: Sequence[str]
    sent: Sequence[str]
    buttons: Sequence[Button] = ()
    replaces: bool = False


class Channel(Protocol):
    """A channel. `units`: the longest text it takes (None: any); `most`: buttons at once; `edits`:
    a message can take another's place; `markup`: what is sent is HTML.
    """

    @property
    def name(self) -> str: ...
    @property
    def units(self) -> int | None: ...
    @property
    def most(self) -> int: ...
    @property
    def edits(self) -> bool: ...
    @property
    def markup(self) -> bool: ...

    def show(self, outgoing: Outgoing) -> Seen:
        """Return what a message becomes."""

    def press(self, outgoing: Outgoing, button: Button) -> str:
        """Return the dialogue's value of a pressed button."""

    def start(self, payload: str) -> Incoming:
        """Return the event of a link that was opened."""


class Telegram:
    """Telegram, in a person's own chat."""

    name, units, most, edits, markup = "telegram", 4096, 8, True, True

    def show(self, outgoing: Outgoing) -> Seen:
        calls: list[Any] = list(to_requests(outgoing, 501, Where(ROW, telegram_words()["uk"])))
        sent = [call.text for call in calls]
        texts = [html.unescape(_TAG.sub("", text)) for text in sent]
        replaces = isinstance(calls[0], EditMessageText)
        return Seen(texts, sent, list(self._buttons(calls[-1].reply_markup)), replaces)

    @staticmethod
    def _buttons(markup: Any) -> Sequence[Button]:
        match markup:
            case InlineKeyboardMarkup(inline_keyboard=rows):
                return [Button(b.text, b.callback_data) for row in rows for b in row]
            case ReplyKeyboardMarkup(keyboard=rows):
                return [_key(key) for row in rows for key in row]
        return []

    def press(self, outgoing: Outgoing, button: Button) -> str:
        found = self._event(updates.pressed(button.carries or ""))
        pressed = found.pressed
        assert pressed is not None
        assert pressed.row == ROW
        return f"!page={pressed.place}" if pressed.page else outgoing.choices[pressed.place].value

    def start(self, payload: str) -> Incoming:
        return self._event(updates.update(text=f"/start {payload}"))

    @staticmethod
    def _event(raw: dict[str, Any]) -> Incoming:
        found = telegram.decode(json.dumps(raw).encode(), "7", NOW)
        assert found is not None
        return found


def _key(key: Any) -> Button:
    if key.request_contact or key.request_location:
        return Button(key.text, shares="contact" if key.request_contact else "location")
    return Button(key.text, key.text)


class Viber:
    """Viber on a phone."""

    name, units, most, edits, markup = "viber", 7000, 36, False, False

    def show(self, outgoing: Outgoing) -> Seen:
        messages = viber.to_messages(outgoing, "Місто", viber_words()["uk"])
        sent = [message["text"] for message in messages]
        keyboard = messages[-1].get("keyboard", {"Buttons": []})
        return Seen(sent, sent, [self._button(b) for b in keyboard["Buttons"]])

    @staticmethod
    def _button(button: dict[str, Any]) -> Button:
        label, kind = html.unescape(button["Text"]), button["ActionType"]
        shares: dict[str, Request] = {"share-phone": "contact", "location-picker": "location"}
        if kind in shares:
            return Button(label, shares=shares[kind])
        return Button(label, button["ActionBody"] if kind == "reply" else None)

    def press(self, outgoing: Outgoing, button: Button) -> str:
        found = self._event(callbacks.message(text=button.carries, silent=True))
        assert found.button is not None
        return found.button

    def start(self, payload: str) -> Incoming:
        """The greeting's first button carries the link's context on."""
        greeting = viber.welcome(Outgoing("Вітаю!"), payload, "Місто", viber_words()["uk"])
        first = greeting["keyboard"]["Buttons"][0]
        return self._event(callbacks.message(text=first["ActionBody"], silent=True))

    @staticmethod
    def _event(raw: dict[str, Any]) -> Incoming:
        found = viber.decode(json.dumps(raw).encode(), "main", NOW)
        assert found is not None
        return found


class WebChat:
    """The web chat, whose page shows messages as they are."""

    name, units, most, edits, markup = "webchat", None, 10_000, False, False

    def show(self, outgoing: Outgoing) -> Seen:
        buttons = [Button(c.label, None if c.url else c.value) for c in outgoing.choices]
        if outgoing.request in ("contact", "location"):
            buttons.append(Button("", shares=outgoing.request))
        text = outgoing.text.replace("**", "")
        return Seen([text], [text], buttons)

    def press(self, outgoing: Outgoing, button: Button) -> str:
        found = self._event(button=button.carries)
        assert found.button is not None
        return found.button

    def start(self, payload: str) -> Incoming:
        return self._event(start=payload)

    @staticmethod
    def _event(**content: Any) -> Incoming:
        body = json.dumps({"event": "e1", **content}).encode()
        return to_incoming(decode(body), ChatRef("webchat", "web", "c1"), NOW, "uk")


class Mail:
    """A letter: choices stand in its text, and their links press them."""

    name, units, most, edits, markup = "mail", None, 10_000, False, True

    def show(self, outgoing: Outgoing) -> Seen:
        words = mail_words()["uk"]
        plain = text_of([outgoing], words)
        shown = html_of([outgoing], words, "uk", "Місто", lambda n: f"https://kyiv.example/p/{n}")
        buttons = [Button(c.label, None if c.url else str(n))
                   for n, c in enumerate(outgoing.choices)]  # fmt: skip
        return Seen([plain], [shown], buttons)

    def press(self, outgoing: Outgoing, button: Button) -> str:
        return outgoing.choices[int(button.carries or 0)].value

    def start(self, payload: str) -> Incoming:
        raise LookupError("a letter is not opened by a link")


CHANNELS: Sequence[Channel] = (Telegram(), Viber(), WebChat(), Mail())
MESSENGERS: Sequence[Channel] = (Telegram(), Viber())


def pages_of(channel: Channel, outgoing: Outgoing) -> list[Seen]:
    """Return all pages of a message, turned as a resident does: by the last button, to the end."""
    found = [channel.show(outgoing)]
    for _ in outgoing.choices:
        last = found[-1].buttons[-1] if found[-1].buttons else None
        if last is None or last.label != "Далі":
            break
        turned = channel.press(outgoing, last)
        page = int(turned.removeprefix("!page="))
        found.append(channel.show(replace(outgoing, page=page)))
    return found
