"""The city's names as a set of word forms: what repairs of Latin text should prefer."""

from __future__ import annotations

from collections.abc import Callable

from nlu.entities.organisation import ORGANISATION_WORDS
from nlu.entities.place import district_forms, neighbourhood_forms
from nlu.entities.street_names import StreetNames
from nlu.entities.tokens import skeleton
from nlu.gazetteer import Gazetteer
from nlu.words import Lexicon

_SHORTEST = 3


def is_name_in(gazetteer: Gazetteer, names: StreetNames, lexicon: Lexicon) -> Callable[[str], bool]:
    """Return a test for the words that names of streets, places and bodies are made of."""
    keys = [*names.index, *district_forms(gazetteer), *neighbourhood_forms(gazetteer, lexicon)]
    words = {word for key in keys for word in key.split()} | ORGANISATION_WORDS
    known = frozenset(word for word in words if len(word) >= _SHORTEST and not word.isascii())
    return lambda word: skeleton(word) in known
