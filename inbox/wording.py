"""The inbox's own words: a Fluent catalogue a language, read once.

Law: a word that staff read stands in `texts/`, never in Python. Values are put in as they are and
templates escape the result.
"""

from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from core.conversation import Language

LANGUAGES: tuple[Language, ...] = ("uk", "en")


class Wording:
    """The catalogue of one language. Errors: KeyError for an id that it lacks."""

    def __init__(self, source: str, language: Language = "uk") -> None:
        self.language = language
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(FluentResource(source))
        self._plain = lru_cache(maxsize=1024)(self._format)

    def has(self, text_id: str) -> bool:
        """Whether the catalogue has the text."""
        return self._bundle.has_message(text_id)

    def say(self, text_id: str, **values: Any) -> str:
        """Return the text with the values in it; `name.attribute` names a part of a text."""
        return self._format(text_id, **values) if values else self._plain(text_id)

    def first(self, *text_ids: str, **values: Any) -> str:
        """Return the first of the texts that the catalogue has; the last must be there."""
        known = (text_id for text_id in text_ids if self.has(text_id))
        return self.say(next(known, text_ids[-1]), **values)

    def _format(self, text_id: str, **values: Any) -> str:
        name, _, attribute = text_id.partition(".")
        message = self._bundle.get_message(name)
        pattern = message.attributes[attribute] if attribute else message.value
        if pattern is None:
            raise KeyError(text_id)
        text, errors = self._bundle.format_pattern(pattern, values)
        if errors:
            raise KeyError(f"{text_id}: {errors[0]}")
        return str(text)


@cache
def load_wording(language: Language = "uk") -> Wording:
    """Return the inbox's catalogue of a language."""
    path = files("inbox") / "texts" / f"{language}.ftl"
    return Wording(path.read_text(encoding="utf-8"), language)
