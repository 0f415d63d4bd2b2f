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
from bots.webchat.words import EMBED, LANGUAGES, Words
from core.conversation import Language
from core.turn import MOST_CHARACTERS

TEMPLATES = Path(__file__).with_name("templates")
EXAMPLES = ("example-lift", "example-pit", "example-status", "example-person")

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' blob: data:; base-uri 'none'; form-action 'self'; frame-ancestors "
)
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"{_POLICY}'none'",
    "X-Content-Type-Options": "nosniff",
    # With no referrer at all, browsers would not name the origin of our own requests either.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
EMBED_HEADERS = {
    "Content-Type": "text/javascript; charset=utf-8",
    "Cache-Control": "public, max-age=3600",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


def frame_headers(sites: Sequence[str]) -> dict[str, str]:
    """Return the headers of the page for frames: it opens on our own pages and on these sites'."""
    return HEADERS | {"Content-Security-Policy": " ".join((f"{_POLICY}'self'", *sites))}


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
        self._resume = environment.get_template("resume.html")
        texts = {language: words.script(EMBED) for language, words in self._words.items()}
        embed = environment.get_template("embed.js")
        self.embed_script = embed.render(texts=script_json(texts))

    def render(self, history: History, language: Language, *, framed: bool = False) -> str:
        """Return the page as HTML; `framed`: the one that stands in a frame of another site."""
        words = self._words[language]
        return self._template.render(
            words=words,
            language=language,
            other="uk" if language == "en" else "en",
            home="/chat/frame" if framed else "/",
            framed=framed,
            history=history,
            entries=self._entries(history.lines, language),
            examples=() if history.lines else EXAMPLES,
            state=script_json(self._state(history, words, framed=framed)),
        )

    def resume(self, language: Language, here: History) -> str:
        """Return the page that a link opens; `here` is the browser's own talk."""
        words = self._words[language]
        state = script_json({"texts": words.script()})
        return self._resume.render(words=words, language=language, here=here.known, state=state)

    def _state(self, history: History, words: Words, *, framed: bool) -> Mapping[str, object]:
        return {
            "framed": framed,
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
        # The scripts put the number there.
        "number": "%",
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
