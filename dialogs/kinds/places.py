"""A place: a street and a house as people tell them, a landmark in words, a point on the map."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from core.conversation import Slots, Text
from core.messages import Location, Request
from core.reading import Entity
from dialogs.flow import SlotSpec
from dialogs.kinds.base import Kind, Question, Reject, Scene, Words, quiet
from dialogs.kinds.choices import ChoiceKind
from dialogs.landmarks import Landmark, landmark_in
from dialogs.phrases import plain, takes_back
from dialogs.wishes import asks

_HOUSE_AT_END = re.compile(r"^(?P<street>.*\D)[\s,]+(?P<house>\d+[\w/\-]*)$")
# «Навпроти 16-го», «біля 5 будинку»: the house that the place lies by.
_HOUSE_BESIDE = re.compile(
    r"^(навпроти|напроти|напротив|біля|возле|коло|поруч|поряд|рядом|за|перед|near|opposite)\s"
    r"(?:\w+\s)?(?P<house>\d{1,4})(-?(го|му|м|й|ого))?(\s\w+)?$",
    re.IGNORECASE,
)
_BARE_HOUSE = re.compile(r"^\d{1,4}\s?[-/]?\s?[а-яіїєґa-z]?(/\d{1,3})?$", re.IGNORECASE)
# Words that stand before a house number and are no street themselves.
_NO_STREET = frozenset(
    "біля коло навпроти поруч у в на буд будинок будинку будинком дім дом дому номер під'їзд кв "
    "квартира near house building no number".split()
)


class AddressKind(Kind):
    """A place: street and house, or a shared point. Part by part, from several messages.

    Value: {street, house, verified, as_typed, lat, long, candidates, no_house, landmark, part}. It
    is complete with street and house, with a point, or with a street and the word that there is no
    house number. Options: `loose` – the slot that says whether there may be none (a pothole has no
    house), and then a landmark that a crew can find will do;
    `point` – false where a point on the map will not do; `towns` – how other towns are named, which
    the city's own list tells.
    """

    takes = frozenset({"loose", "point"})
    draws_on: ClassVar[Mapping[str, str]] = {"towns": "other_towns"}

    def chosen_by_place(self, value: Any) -> bool:
        return bool((value or {}).get("candidates"))

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if _elsewhere(spec, words):
            return None
        street, house = _place(words, old)
        mark = _landmark(spec, words, old, house)
        if mark is not None:
            return _marked(old, mark, street)
        if street is None and (house is None or not (old or {}).get("street")):
            return None
        return _merge(_kept(old, street, words), street, house)

    def first(self, spec: SlotSpec, words: Words) -> Any:
        return Reject("other-town") if _elsewhere(spec, words) else self.hear(spec, None, words)

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if _elsewhere(spec, words):
            return Reject("other-town")
        street, house = _place(words, old)
        mark = _landmark(spec, words, old, house, asked=True)
        if mark is not None:
            return _marked(old, mark, street)
        if street is None and house is not None and (typed := self._as_typed(old, words)):
            return typed
        if street is not None or house is not None:
            return _merge(_kept(old, street, words), street, house)
        if (old or {}).get("street") and _BARE_HOUSE.match(words.text):
            return {**old, "house": words.text.upper()}
        if (old or {}).get("street") and (beside := _HOUSE_BESIDE.match(words.text)):
            return {**old, "house": beside["house"]}
        return self._as_typed(old, words)

    def _as_typed(self, old: Any, words: Words) -> Any:
        """A place in words that no list knows: kept as it is, unless something else was said."""
        text = " ".join(words.text.split()).strip(" .,;")
        has_street = bool((old or {}).get("street"))
        if has_street or asks(text) or len(text) < 3 or len(text.split()) > 7:
            return None
        if not any(ch.isalpha() for ch in text):
            return None
        # «Біля метро Осокорки» is a place, though it names the metro too.
        if not (quiet(words.alone) or words.alone.first("neighbourhood")):
            return None
        found = _HOUSE_AT_END.match(text)
        street = found["street"].strip(" ,") if found else text
        if all(word.strip(".,") in _NO_STREET for word in street.casefold().split()):
            return None
        house = found["house"] if found else (old or {}).get("house")
        return {"street": street, "house": house, "verified": False, "as_typed": text}

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        place = old or {}
        candidates = place.get("candidates") or []
        if value == "known":
            return {"known": True}
        if value == "nohouse":
            return {**place, "no_house": True} if place.get("street") else None
        if value.isascii() and value.isdigit() and int(value) < len(candidates):
            kept = {key: item for key, item in place.items() if key != "candidates"}
            return {**kept, "street": candidates[int(value)], "verified": True}
        return None

    def located(self, spec: SlotSpec, old: Any, location: Location) -> Any:
        if not spec.options.get("point", True):
            return Reject("point-is-no-address")
        kept = {key: item for key, item in (old or {}).items() if key != "candidates"}
        return {**kept, "lat": location.lat, "long": location.long}

    def complete(self, spec: SlotSpec, value: Any, scene: Scene) -> bool:
        if not value or value.get("candidates"):
            return False
        if value.get("lat") is not None or value.get("no_house"):
            return True
        if scene.slots.get(spec.options.get("loose", "")) and _is_found_as_told(value):
            return True
        return bool(value.get("street") and value.get("house"))

    def alike(self, old: Any, new: Any) -> bool:
        same = bool(old) and old.get("street") == new.get("street")
        return same and bool(new.get("street") or old.get("landmark") == new.get("landmark"))

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        value = value or {}
        if value.get("candidates"):
            labels = enumerate(value["candidates"])
            buttons = tuple((Text("literal", {"text": name}), str(n)) for n, name in labels)
            return Question("-which", buttons)
        if value.get("street"):
            if not scene.slots.get(spec.options.get("loose", "")) and scene.asked < 2:
                return Question("-house")
            return Question("-house", ((Text("no-house-number"), "nohouse"),), no="nohouse")
        known = scene.known.get("address")
        request: Request | None = "location" if spec.options.get("point", True) else None
        if not known:
            return Question("-street" if value.get("house") else "", (), request)
        yes = (Text("known-address", {"address": known}), "known")
        return Question("", (yes,), request, yes="known")


def _is_found_as_told(value: Mapping[str, Any]) -> bool:
    """Whether a crew finds the place without a house: a landmark, or a square, which is small."""
    square = str(value.get("street") or "").startswith("площа ")
    return bool(value.get("landmark")) or square


def _landmark(
    spec: SlotSpec, words: Words, old: Any, house: Entity | None, *, asked: bool = False
) -> Landmark | None:
    """The landmark that the words name, where one will do and no house is told."""
    known = (old or {}).get("landmark") or (old or {}).get("house")
    asked = asked or takes_back(words.text)
    if house is not None or not spec.options.get("loose") or (known and not asked):
        return None
    return landmark_in(words.text, words.alone.entities, asked=asked)


def _marked(old: Any, mark: Landmark, street: Entity | None) -> Slots:
    """The place by its landmark; a street that the landmark itself only resembles is none."""
    only_like = street is not None and street.extractor != "gazetteer"
    if street is not None and only_like and mark.start <= street.start < mark.end:
        street = None
    kept = {} if street else {n: v for n, v in (old or {}).items() if n in ("street", "verified")}
    value = _merge(kept, street, None)
    told = {"landmark": mark.words, "as_typed": mark.words}
    return {"verified": False, **value, **told, **({"part": mark.part} if mark.part else {})}


def _elsewhere(spec: SlotSpec, words: Words) -> bool:
    """Whether the words name another town, and not a street of Kyiv called after it."""
    said = f" {plain(words.text)} "
    return any(f" {town} " in said for town in spec.options.get("towns", ()))


class ElsewhereKind(ChoiceKind):
    """That another place is meant: `city`, as the city's list of other towns names them, or what
    `hints` has the beginnings of words for.
    """

    takes = frozenset({"hints"})
    draws_on: ClassVar[Mapping[str, str]] = {"towns": "other_towns"}

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        return super().hear(spec, old, words) or ("city" if _elsewhere(spec, words) else None)

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        return None  # never asked


def _place(words: Words, old: Any) -> tuple[Entity | None, Entity | None]:
    """The street that was said first and its house; of several houses the last, corrected to."""
    streets = [street for street in words.reading.all("street") if _meant(street, words, old)]
    houses = words.reading.all("house")
    # The house behind the next street is of another place.
    end = streets[1].start if len(streets) > 1 else len(words.text)
    own = [house for house in houses if house.start <= end] or houses[:1]
    return streets[0] if streets else None, own[-1] if own else None


def _meant(street: Entity, words: Words, old: Any) -> bool:
    """Whether a street stands in the words, and is not only made of them by the question."""
    if street.extractor == "gazetteer" or street in words.alone.entities:
        return True
    return bool(words.reading.all("house")) or (
        quiet(words.alone) and not (old or {}).get("street")
    )


def _kept(old: Any, street: Entity | None, words: Words) -> Any:
    """What stays of the old place: a street taken back keeps its house, a new place nothing."""
    same = street is None or (bool(old) and old.get("street") == street.value)
    if same or words.reading.correction:
        return old
    # What was told by a landmark alone has its address now.
    mark = old if old and not old.get("street") else {}
    return {name: mark[name] for name in ("landmark", "part") if name in mark}


def _merge(old: Any, street: Entity | None, house: Entity | None) -> Slots:
    value: Slots = {key: item for key, item in (old or {}).items() if key != "no_house"}
    if street is not None:
        value |= {
            "street": street.value,
            "verified": street.extractor == "gazetteer",
            "as_typed": street.text or street.value,
        }
        value.pop("candidates", None)
        names = list(dict.fromkeys(item["value"] for item in street.candidates))
        if len(names) > 1:
            value["candidates"] = names[:6]
    if house is not None:
        value["house"] = house.value
    return value
