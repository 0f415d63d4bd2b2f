"""How topics, places and news read in each language.

Rule: texts come from the catalogue and the data files; here is only their joining.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.conversation import Language
from core.news import ALL
from dialogs.texts import UNSET, Catalogue, Formatter


@dataclass(frozen=True, slots=True)
class NewsWords:
    """The formatters of news. `place_of` puts a street and house in words, `moment_of` and
    `day_of` a moment.
    """

    catalogue: Catalogue
    place_of: Callable[[Mapping[str, Any]], str]
    moment_of: Callable[[str, Language], str]
    day_of: Callable[[str, Language], str]

    def formatters(self) -> Mapping[str, Formatter]:
        """Return the formatters by the arguments they are for."""
        return {
            "topics": lambda value, language: {"topics": self._topics(value, language)},
            "places": lambda value, language: {"places": self._places(value, language)},
            "followed": self._listed("followed", "news-follows"),
            "follows": self._follows,
            "told_at": lambda value, language: {"told_at": self.moment_of(value, language)},
            "paused": lambda value, language: {"paused": self.day_of(value, language)},
            "news_items": self._listed("news_items", "news-item", "\n\n—\n\n"),
        }

    def _topics(self, value: Iterable[str], language: Language) -> str:
        said = (self._topic(topic, language) for topic in value)
        return ", ".join(said)

    def _topic(self, topic: str, language: Language) -> str:
        words = self.catalogue.format(f"topic-{'all' if topic == ALL else topic}", language, {})
        return words[0].lower() + words[1:]

    def _places(self, value: Iterable[str], language: Language) -> str:
        return ", ".join(self._place(place, language) for place in value)

    def _place(self, place: str, language: Language) -> str:
        kind, _, name = place.partition(":")
        if kind == "district":
            args = {"district": name}
            return self.catalogue.format("place-district", language, args)
        if kind == "area":
            return name.replace("'", "’")
        if kind in ("street", "house"):
            street, _, house = name.partition("|")
            return self.place_of({"street": street, "house": house})
        words = self.catalogue.format("place-all", language, {})
        return words[0].lower() + words[1:] if language == "uk" else words

    def _listed(self, name: str, text_id: str, between: str = "\n") -> Formatter:
        def listed(value: Any, language: Language) -> Mapping[str, Any]:
            said = (self.catalogue.format(text_id, language, line) for line in value)
            return {name: between.join(said) or UNSET}

        return listed

    def _follows(self, value: Any, language: Language) -> Mapping[str, Any]:
        listed = self._listed("follows", "news-line")
        return {**listed(value, language), "follows_count": len(value)}
