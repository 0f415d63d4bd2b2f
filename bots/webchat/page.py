"""The page: the whole talk in the first render, the script's texts and state beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bots.webchat.assets import Assets
from bots.webchat.settings import MIB, WebChatSettings
from bots.webchat.talk import History, Line, Message
from bots.webchat.words import LANGUAGES, Words
from core.conversation import Language
from core.turn import MOST_CHARACTERS

TEMPLATES = Path(__file__).with_name("templates")
EXAMPLES = ("example-lift", "example-pit", "example-status", "example-person")

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' blob: data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # With no referrer at all, browsers would not name the origin of our own requests either.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line with what its place in the page adds: its hour, and the day that begins with it."""

    line: Line
    own: bool
    clock: str
    day: date | None
    language: Language | None


class Page:
    """Renders the page in both languages."""

    def __init__(self, settings: WebChatSettings, assets: Assets) -> None:
        self._zone = ZoneInfo(settings.timezone)
        self._settings = settings
        self._words: Mapping[Language, Words] = {
            language: Words(language, _given(settings, language)) for language in LANGUAGES
        }
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals["asset"] = assets.url
        self._template = environment.get_template("chat.html")

    def render(self, history: History, language: Language) -> str:
        """Return the page as HTML."""
        words = self._words[language]
        return self._template.render(
            words=words,
            language=language,
            other="uk" if language == "en" else "en",
            history=history,
            entries=self._entries(history.lines, language),
            examples=() if history.lines else EXAMPLES,
            state=script_json(self._state(history, words)),
        )

    def _state(self, history: History, words: Words) -> Mapping[str, object]:
        return {
            "known": history.known,
            "cursor": history.cursor,
            "question": history.question,
            "language": words.language,
            "timezone": self._settings.timezone,
            "maxUploadBytes": self._settings.max_upload_bytes,
            "maxCharacters": MOST_CHARACTERS,
            "texts": words.script(),
        }

    def _entries(self, lines: Sequence[Line], language: Language) -> Sequence[Entry]:
        entries, last = [], None
        for line in lines:
            at = line.at.astimezone(self._zone)
            entries.append(self._entry(line, at, language, new_day=at.date() != last))
            last = at.date()
        return entries

    def _entry(self, line: Line, at: datetime, language: Language, *, new_day: bool) -> Entry:
        return Entry(
            line=line,
            own=not isinstance(line, Message),
            clock=f"{at:%H:%M}",
            day=at.date() if new_day else None,
            language=foreign(line.text, language),
        )


def _given(settings: WebChatSettings, language: Language) -> Mapping[str, object]:
    return {
        "city": settings.city[language],
        "megabytes": settings.max_upload_bytes // MIB,
        "characters": MOST_CHARACTERS,
    }


def foreign(text: str, page: Language) -> Language | None:
    """Return a text's language where it is not the page's: a screen reader then says it right."""
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return None
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    language: Language = "uk" if cyrillic * 2 >= len(letters) else "en"
    return None if language == page else language


def script_json(value: object) -> Markup:
    """Return JSON that can stand inside a script element: it cannot close it."""
    text = msgspec.json.encode(value).decode("utf-8")
    # Every "<" becomes its escape, so the text holds no markup at all.
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704
