"""The city's names as a set of word forms: what repairs of Latin text should prefer."""

from __future__ import annotations

from nlu.entities.organisation import ORGANISATION_WORDS
from nlu.entities.place import district_forms, neighbourhood_forms
from nlu.entities.street_names import StreetNames
from nlu.entities.tokens import skeleton
from nlu.gazetteer import Gazetteer
from nlu.near import Near
from nlu.words import Lexicon

_SHORTEST = 3


class Names:
    """The words that names of streets, places and bodies are made of."""

    def __init__(self, words: frozenset[str]) -> None:
        self._words = words
        self._near = Near(words)

    def __call__(self, word: str) -> bool:
        """Say whether a word belongs to a name."""
        return skeleton(word) in self._words

    def near(self, word: str) -> bool:
        """Say whether one slip separates a word from one of a name."""
        return bool(self._near.of(skeleton(word)))


def names_in(gazetteer: Gazetteer, names: StreetNames, lexicon: Lexicon) -> Names:
    """Return the words of the city's names, every form of them."""
    keys = [*names.index, *district_forms(gazetteer), *neighbourhood_forms(gazetteer, lexicon)]
    words = {word for key in keys for word in key.split()} | ORGANISATION_WORDS
    return Names(frozenset(w for w in words if len(w) >= _SHORTEST and not w.isascii()))
