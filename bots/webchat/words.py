"""The page's own wording in both languages, from `texts/*.ftl`. What the bot says is not here."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, ast

from core.conversation import Language

LANGUAGES: tuple[Language, ...] = ("uk", "en")
FOLDER = Path(__file__).with_name("texts")
# Texts of these prefixes are sent to the page's script, and to the one in other sites' pages.
SCRIPT = "js-"
EMBED = "embed-"


class Words:
    """The texts of one language. `given` are values that any text may use: the city, the limits."""

    def __init__(self, language: Language, given: Mapping[str, Any]) -> None:
        source = (FOLDER / f"{language}.ftl").read_text("utf-8")
        self.language = language
        self._given = given
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(FluentResource(source))
        self.names = tuple(
            entry.id.name
            for entry in FluentParser().parse(source).body
            if isinstance(entry, ast.Message)
        )

    def __call__(self, name: str, **values: Any) -> str:
        """Return a text. Errors: LookupError when there is none, ValueError on a value it lacks."""
        pattern = self._bundle.get_message(name).value
        if pattern is None:
            raise LookupError(name)
        text, faults = self._bundle.format_pattern(pattern, {**self._given, **values})
        if faults:
            raise ValueError(f"text {name}: {faults[0]}")
        return str(text)

    def script(self, prefix: str = SCRIPT) -> Mapping[str, str]:
        """Return the texts that a script says, by their names without the prefix."""
        return {
            name.removeprefix(prefix): self(name) for name in self.names if name.startswith(prefix)
        }

    def day(self, day: date) -> str:
        """Return a day as a heading between messages: «24 листопада», with the year left out."""
        return self("day", day=day.day, month=day.month)
