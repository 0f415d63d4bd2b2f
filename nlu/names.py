"""The city's names as a set of word forms: what repairs of Latin text should prefer."""

from __future__ import annotations

from collections.abc import Callable

from nlu.entities.street_names import StreetNames, split_name
from nlu.gazetteer import Gazetteer


def is_name_in(gazetteer: Gazetteer, names: StreetNames) -> Callable[[str], bool]:
    """Return a test for words that names of streets, districts and neighbourhoods are made of."""
    forms = names.words
    for district in gazetteer.districts:
        forms |= {
            word
            for name in (district.name, district.genitive, district.locative)
            for word in split_name(name)
        }
    for place in gazetteer.neighbourhoods:
        forms |= {word for name in (place.name, *place.aliases) for word in split_name(name)}
    return frozenset(word for word in forms if len(word) > 3).__contains__
