"""The inbox's own words: one Fluent catalogue, read once.

Law: a word that staff read stands in `texts/`, never in Python. Values are put in as they are and
templates escape the result.
"""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

LOCALE = "uk"


class Wording:
    """The catalogue of one language. Errors: KeyError for an id that it lacks."""

    def __init__(self, source: str, locale: str = LOCALE) -> None:
        self._bundle = FluentBundle([locale], use_isolating=False)
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


@lru_cache(maxsize=1)
def load_wording() -> Wording:
    """Return the Ukrainian catalogue of the inbox."""
    return Wording((files("inbox") / "texts" / f"{LOCALE}.ftl").read_text(encoding="utf-8"))
