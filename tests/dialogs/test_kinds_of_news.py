"""What is followed, as residents say it: topics, places, and which topic where."""

import pytest

from core.reading import Entity, Reading
from dialogs.flow import SlotSpec
from dialogs.kinds.base import Scene, Words
from dialogs.kinds.news import FollowPairsKind, PlacesKind, TopicsKind

CODES = {"Дарницький": "darnytskyi"}
TOPICS = SlotSpec("topics", "topics", options={"hints": {"roads": ["дорог"]}, "all": ["усе"]})
PLACES = SlotSpec("places", "places", options={"codes": CODES, "all": ["по місту"]})
PAIRS = SlotSpec("pairs", "follow_pairs", options={"codes": CODES})


def words(text: str, *found: tuple[str, str, str]) -> Words:
    """A text in which entities stand: (kind, as written, value)."""
    entities = tuple(
        Entity(kind, value, text.index(said), text.index(said) + len(said), said)
        for kind, said, value in found
    )
    reading = Reading(text, ranking=(("subscribe_news", 0.97),), entities=entities)
    return Words(text, reading, reading)


LIGHT = ("topic", "світло", "utilities")
BUSES = ("topic", "автобуси", "transport")
POZNIAKY = ("neighbourhood", "Позняках", "Позняки")
REVUTSKOHO = ("street", "Ревуцького", "вулиця Ревуцького")
OBOLON = ("neighbourhood", "Оболоні", "Оболонь")


def test_topics_are_what_the_reader_finds_and_what_words_hint_at() -> None:
    told = words("про світло і дороги", LIGHT)
    assert TopicsKind().hear(TOPICS, None, told) == ["utilities", "roads"]
    assert TopicsKind().hear(TOPICS, None, words("усе")) == ["*"]
    assert TopicsKind().hear(TOPICS, None, words("погода", ("topic", "погода", "weather"))) is None


def test_a_topic_has_a_button_and_a_forged_one_is_none() -> None:
    assert TopicsKind().press(TOPICS, None, "roads") == ["roads"]
    assert TopicsKind().press(TOPICS, None, "gossip") is None
    assert len(TopicsKind().question(TOPICS, None, Scene({}, {})).buttons) == 8


@pytest.mark.parametrize(
    ("told", "keys"),
    [
        (words("на Позняках", POZNIAKY), ["area:Позняки"]),
        (
            words("Дарницький", ("district", "Дарницький", "Дарницький")),
            ["district:darnytskyi"],
        ),
        (
            words(
                "Ревуцького 9", ("street", "Ревуцького", "вулиця Ревуцького"), ("house", "9", "9")
            ),
            ["house:вулиця Ревуцького|9"],
        ),
        (
            words(
                "Садова, Ревуцького 9",
                ("street", "Садова", "вулиця Садова"),
                REVUTSKOHO,
                ("house", "9", "9"),
            ),
            ["street:вулиця Садова", "house:вулиця Ревуцького|9"],
        ),
        (words("новини по місту"), ["*"]),
        (words("на Позняках, по місту", POZNIAKY), ["area:Позняки"]),
        (words("десь"), None),
    ],
)
def test_places_are_keys(told: Words, keys: list[str] | None) -> None:
    assert PlacesKind().hear(PLACES, None, told) == keys


def test_the_known_home_is_one_button() -> None:
    home = {"street": "вулиця Ревуцького", "house": "9", "district": "darnytskyi"}
    question = PlacesKind().question(PLACES, None, Scene({}, {"address": home}))
    values = [value for _, value in question.buttons]
    assert values == ["house:вулиця Ревуцького|9", "district:darnytskyi", "*"]
    assert [PlacesKind().press(PLACES, None, value) for value in values] == [[v] for v in values]
    assert PlacesKind().press(PLACES, None, "elsewhere") is None


@pytest.mark.parametrize(
    ("told", "pairs"),
    [
        (
            words("світло на Позняках, автобуси на Оболоні", LIGHT, POZNIAKY, BUSES, OBOLON),
            [[["utilities"], ["area:Позняки"]], [["transport"], ["area:Оболонь"]]],
        ),
        (
            words("на Позняках світло, на Оболоні автобуси", LIGHT, POZNIAKY, BUSES, OBOLON),
            [[["utilities"], ["area:Позняки"]], [["transport"], ["area:Оболонь"]]],
        ),
        (words("світло, автобуси на Позняках", LIGHT, BUSES, POZNIAKY), None),
        (words("світло на Позняках і автобуси", LIGHT, POZNIAKY, BUSES), None),
        (words("усе"), None),
    ],
)
def test_topics_go_with_the_places_they_are_told_with(told: Words, pairs: object) -> None:
    assert FollowPairsKind().hear(PAIRS, None, told) == pairs
