"""What news is followed: topics, places, and which topic at which place."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from core.conversation import Text
from core.news import ALL, TOPICS
from core.reading import Entity, Reading
from dialogs.flow import SlotSpec
from dialogs.kinds.base import Kind, Question, Scene, Words

_SHOWN = 7


class TopicsKind(Kind):
    """Topics of news, a list. Options: `hints` – for each topic the beginnings of words that name
    it, `all` of those that mean all of them.
    """

    takes = frozenset({"hints", "all"})

    def chosen_by_place(self, value: Any) -> bool:
        return True

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        told = [entity.value for entity in words.reading.all("topic")]
        said = f" {words.spelled.casefold()}"
        hints = spec.options.get("hints", {})
        told += [topic for topic, stems in hints.items() if any(f" {s}" in said for s in stems)]
        known = [topic for topic in dict.fromkeys(told) if topic in TOPICS]
        every = any(f" {stem}" in said for stem in spec.options.get("all", ()))
        return known or ([ALL] if every else None)

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        return [value] if value in (*TOPICS, ALL) else None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        shown = TOPICS if scene.whole_list else TOPICS[:_SHOWN]
        buttons = tuple((Text(f"topic-{topic}"), topic) for topic in shown)
        return Question(buttons=(*buttons, (Text("topic-all"), ALL)))


class PlacesKind(Kind):
    """Places of news, a list of keys (`core.news`). Options: `all` – beginnings of words that mean
    the whole city; `codes` – the districts'.
    """

    takes = frozenset({"all", "codes"})
    draws_on: ClassVar[Mapping[str, str]] = {"codes": "districts"}

    def chosen_by_place(self, value: Any) -> bool:
        return True

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        found = [key for _, key in places_in(spec.options.get("codes", {}), words.reading)]
        said = f" {words.spelled.casefold()}"
        every = any(f" {stem}" in said for stem in spec.options.get("all", ()))
        return list(dict.fromkeys(found)) or ([ALL] if every else None)

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        return [value] if value == ALL or value.startswith(("house:", "district:")) else None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        buttons = [(Text("place-all"), ALL)]
        home = scene.known.get("address") or {}
        if home.get("street") and home.get("house"):
            key = f"house:{home['street']}|{home['house']}"
            buttons.insert(0, (Text("place-home", {"address": home}), key))
        if home.get("district"):
            key = f"district:{home['district']}"
            buttons.insert(1, (Text("district-name", {"district": home["district"]}), key))
        return Question(buttons=tuple(buttons), no=ALL)


def places_in(codes: Mapping[str, str], reading: Reading) -> Iterator[tuple[int, str]]:
    """Yield where each place stands in the words, and its key. `codes`: of districts by name."""
    entities = sorted(reading.entities, key=lambda one: one.start)
    for at, one in enumerate(entities):
        if one.entity == "district" and one.value in codes:
            yield one.start, f"district:{codes[one.value]}"
        elif one.entity == "neighbourhood":
            yield one.start, f"area:{one.value}"
        elif one.entity == "street":
            yield one.start, _house(one, entities[at + 1 :])


def _house(street: Entity, after: list[Entity]) -> str:
    """A street with the house that follows it, if one does before the next street."""
    for one in after:
        if one.entity == "street":
            break
        if one.entity == "house":
            return f"house:{street.value}|{one.value}"
    return f"street:{street.value}"


class FollowPairsKind(Kind):
    """Which topics where, when the words pair them: «про світло на Позняках і транспорт на
    Оболоні» – a list of [topics, places], None when there is nothing to pair. Never asked.
    Options: `codes` – the districts'.
    """

    takes = frozenset({"codes"})
    draws_on: ClassVar[Mapping[str, str]] = {"codes": "districts"}

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        topics = [(e.start, 0, e.value) for e in words.reading.all("topic") if e.value in TOPICS]
        places = [
            (at, 1, key) for at, key in places_in(spec.options.get("codes", {}), words.reading)
        ]
        told = sorted(topics + places)
        pairs: list[tuple[list[str], list[str]]] = []
        for number, (_, which, name) in enumerate(told):
            # A new pair begins where what came first comes again.
            if number == 0 or (which == told[0][1] != told[number - 1][1]):
                pairs.append(([], []))
            pairs[-1][which].append(name)
        whole = len(pairs) > 1 and all(pair[0] and pair[1] for pair in pairs)
        return [list(pair) for pair in pairs] if whole else None
