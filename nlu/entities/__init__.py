"""Recognisers: each finds one kind of thing in a tokenised message and says what it means."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nlu.entities.bare import bare_answers, is_bare_number
from nlu.entities.contact import accounts, emails, phones
from nlu.entities.found import Found, without_overlaps
from nlu.entities.health import ages, doctors
from nlu.entities.house import lone_houses, trailing
from nlu.entities.moment import moments
from nlu.entities.organisation import OrganisationFinder
from nlu.entities.parts import lone_floors, parts
from nlu.entities.person import people
from nlu.entities.place import PlaceFinder
from nlu.entities.rating import ratings
from nlu.entities.reference import cases, institutions, numbered_petitions, petitions
from nlu.entities.scene import Scene
from nlu.entities.street import StreetFinder
from nlu.entities.street_names import StreetNames
from nlu.entities.topic import topics
from nlu.gazetteer import Gazetteer
from nlu.words import Lexicon

_PLAIN = (
    emails,
    accounts,
    phones,
    cases,
    petitions,
    institutions,
    parts,
    lone_floors,
    lone_houses,
    moments,
    ages,
    doctors,
    people,
)
_LEAST_SURE = 0.5
_EXPLICIT = 0.9


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the recognisers see in a message.

    `entities` are certain whatever the message is about; `ratings`, `petitions` and `topics` count
    only where they are its subject; `possible` only where the dialogue asked for them.
    """

    entities: list[Found]
    ratings: list[Found]
    petitions: list[Found]
    topics: list[Found]
    possible: list[Found]

    def settled(self, intents: tuple[str, ...]) -> tuple[list[Found], list[Found]]:
        """Return the entities that the likeliest intents leave, and what may be meant besides."""
        subject: list[Found] = []
        aside = list(self.possible)
        (subject if "case_rate" in intents else aside).extend(self.ratings)
        petitioning = any(intent.startswith("petition") for intent in intents)
        (subject if petitioning else aside).extend(self.petitions)
        subscribing = "subscribe_news" in intents or "unsubscribe_news" in intents
        (subject if subscribing else aside).extend(self.topics)
        return without_overlaps(self.entities + subject), aside


class Recognisers:
    """All recognisers, their tables made ahead."""

    def __init__(self, gazetteer: Gazetteer, names: StreetNames, lexicon: Lexicon) -> None:
        self._streets = StreetFinder(names)
        self._places = PlaceFinder(gazetteer, lexicon)
        self._organisations = OrganisationFinder(gazetteer)
        self._gazetteer = gazetteer

    def __call__(self, scene: Scene) -> Recognised:
        """Return what every recogniser finds, overlaps settled."""
        streets = self._streets(scene)
        found = list(streets.found)
        for recogniser in _PLAIN:
            found += recogniser(scene)
        found += self._places.districts(scene)
        found += self._places.neighbourhoods(scene)
        found += self._organisations(scene)
        found += trailing(scene, found)
        found = [self._nearer(one, found) for one in found]
        explicit, verdicts = _split(ratings(scene))
        found += explicit
        kept = without_overlaps([one for one in found if one.confidence >= _LEAST_SURE])
        unsure = [one for one in found if one.confidence < _LEAST_SURE]
        possible = [*streets.possible, *unsure, *bare_answers(scene, kept)]
        if is_bare_number(scene):
            houses = [
                replace(one, confidence=_LEAST_SURE) for one in possible if one.entity == "house"
            ]
            return Recognised(without_overlaps(kept + houses), [], [], [], [*possible, *verdicts])
        return Recognised(
            kept, verdicts, list(numbered_petitions(scene)), list(topics(scene)), possible
        )

    def _nearer(self, one: Found, found: list[Found]) -> Found:
        """Return a shared street name with only those streets that lie where the message says."""
        if not one.candidates:
            return one
        sure = [other for other in found if other.confidence >= _LEAST_SURE]
        apart = [other for other in sure if other.end <= one.start or one.end <= other.start]
        named = {other.value for other in apart if other.entity == "district"}
        for other in apart:
            if other.entity == "neighbourhood":
                place = self._gazetteer.neighbourhood(other.value)
                named |= set(place.districts) if place else set()
        near = tuple(candidate for candidate in one.candidates if candidate.district in named)
        if not near:
            return one
        if len({candidate.value for candidate in near}) == 1:
            return replace(one, value=near[0].value, candidates=())
        return replace(one, value=near[0].value, candidates=near)


def _split(found: list[Found]) -> tuple[list[Found], list[Found]]:
    """Return ratings that nothing but a rating can be (stars, `двійка`), and the others."""
    explicit = [one for one in found if one.confidence >= _EXPLICIT]
    return explicit, [one for one in found if one.confidence < _EXPLICIT]
