"""Recognisers: each finds one kind of thing in a tokenised message and says what it means."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.entities.bare import bare_answers
from nlu.entities.contact import accounts, emails, phones
from nlu.entities.found import Found, without_overlaps
from nlu.entities.health import ages, doctors
from nlu.entities.house import entrances, flats, floors, lone_houses
from nlu.entities.moment import moments
from nlu.entities.organisation import OrganisationFinder
from nlu.entities.person import people
from nlu.entities.place import PlaceFinder
from nlu.entities.rating import ratings
from nlu.entities.reference import cases, institutions, petitions
from nlu.entities.scene import Scene
from nlu.entities.street import StreetFinder
from nlu.entities.street_names import StreetNames
from nlu.entities.topic import topics
from nlu.gazetteer import Gazetteer
from nlu.words import Lexicon

_PLAIN = (
    emails, accounts, phones, cases, petitions, institutions, flats, entrances, floors, lone_houses,
    moments, ages, doctors, people,
)  # fmt: skip
_LEAST_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the recognisers see in a message.

    `entities` are certain whatever the message is about; `ratings` and `topics` count only where they
    are its subject; `possible` only where the dialogue asked for them.
    """

    entities: list[Found]
    ratings: list[Found]
    topics: list[Found]
    possible: list[Found]

    def settled(self, intents: tuple[str, ...]) -> tuple[list[Found], list[Found]]:
        """Return the entities that the likeliest intents leave, and all that may be meant besides."""
        subject: list[Found] = []
        aside = list(self.possible)
        (subject if "case_rate" in intents else aside).extend(self.ratings)
        subscribing = "subscribe_news" in intents or "unsubscribe_news" in intents
        (subject if subscribing else aside).extend(self.topics)
        return without_overlaps(self.entities + subject), aside


class Recognisers:
    """All recognisers, their tables made ahead."""

    def __init__(self, gazetteer: Gazetteer, names: StreetNames, lexicon: Lexicon) -> None:
        self._streets = StreetFinder(names)
        self._places = PlaceFinder(gazetteer, lexicon)
        self._organisations = OrganisationFinder(gazetteer)

    def __call__(self, scene: Scene) -> Recognised:
        """Return what every recogniser finds, overlaps settled."""
        streets = self._streets(scene)
        found = list(streets.found)
        for recogniser in _PLAIN:
            found += recogniser(scene)
        found += self._places.districts(scene)
        found += self._places.neighbourhoods(scene)
        found += self._organisations(scene)
        kept = without_overlaps([one for one in found if one.confidence >= _LEAST_SURE])
        unsure = [one for one in found if one.confidence < _LEAST_SURE]
        possible = [*streets.possible, *unsure, *bare_answers(scene, kept)]
        return Recognised(kept, ratings(scene), list(topics(scene)), possible)
