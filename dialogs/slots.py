"""Kinds of slots: how each recognises a value, when it is complete, and how it is asked.

A kind is stateless. `hear` fills from any message, `answer` only when the slot is what the last
question asked about (so it may be lenient), `press` from a button of that question.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.conversation import Button, Slots, Text
from core.messages import Contact, Location, Request
from core.reading import Entity, Reading
from dialogs.flow import SlotSpec

_HOUSE_AT_END = re.compile(r"^(?P<street>.*\D)[\s,]+(?P<house>\d+[\w/\-]*)$")
_BARE_HOUSE = re.compile(r"^\d{1,4}\s?[-/]?\s?[а-яіїєґa-z]?(/\d{1,3})?$", re.IGNORECASE)
SURE = 0.5


@dataclass(frozen=True, slots=True)
class Words:
    """A text and what the reader made of it, seen in the light of what is awaited."""

    text: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Reject:
    """The answer cannot be the slot's value; `text` says why and what to do."""

    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """How to ask: `variant` is appended to the text id, buttons carry the value to set."""

    variant: str = ""
    buttons: tuple[tuple[Text, str], ...] = ()
    request: Request | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What a kind may look at besides its own value."""

    slots: Mapping[str, Any]
    known: Mapping[str, Any]
    asked: int = 0


class Kind:
    """The base: a value heard as one entity, asked without buttons."""

    free_text = False

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        """Return the value found in a message about anything, or None."""
        entity = words.reading.first(spec.options.get("entity", spec.name))
        return entity.value if entity else None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        """Return the value, a Reject, or None when this is no answer to the question."""
        return self.hear(spec, old, words)

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        return value

    def located(self, spec: SlotSpec, old: Any, location: Location) -> Any:
        return None

    def contacted(self, spec: SlotSpec, old: Any, contact: Contact) -> Any:
        return None

    def complete(self, spec: SlotSpec, value: Any, scene: Scene) -> bool:
        return value is not None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        return Question()


class TextKind(Kind):
    """Words of the resident as they are. Options: `min`, `max` (characters)."""

    free_text = True

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        return None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        text = words.text.strip()
        if len(text) < spec.options.get("min", 1):
            return Reject("text-too-short")
        return text[: spec.options.get("max", 4000)]


class StoryKind(TextKind):
    """What happened, in the resident's words: the message that began the flow and what was added.

    Options: `needs` – the slot that must be understood from it; while it is not, the story is asked
    for once more, then taken as it is.
    """

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        added = super().answer(spec, old, words)
        if isinstance(added, Reject) or not old:
            return added
        return f"{old}\n{added}"[: spec.options.get("max", 4000)]

    def complete(self, spec: SlotSpec, value: Any, scene: Scene) -> bool:
        if not value:
            return False
        needs = spec.options.get("needs")
        return needs is None or scene.slots.get(needs) is not None or scene.asked > 0


class EntityKind(Kind):
    """A short value that the reader finds.

    Options: `entity`; `digits`, `raw`: once asked for, a bare number or a short text is the answer.
    """

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        found = self.hear(spec, old, words)
        text = words.text.strip()
        if found is None and spec.options.get("digits") and len(text.split()) <= 3:
            number = re.search(r"\d{1,4}", text)
            return number[0] if number else None
        if (
            found is None
            and spec.options.get("raw")
            and 0 < len(text) <= spec.options.get("max", 80)
        ):
            return text
        return found


class PhoneKind(Kind):
    """A phone in E.164; the messenger's own contact counts when it is the sender's."""

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        entity = words.reading.first("phone")
        return entity.value if entity else None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        found = self.hear(spec, old, words)
        if found is None and sum(ch.isdigit() for ch in words.text) >= 4:
            return Reject("not-a-phone")
        return found

    def contacted(self, spec: SlotSpec, old: Any, contact: Contact) -> Any:
        return contact.phone if contact.own else Reject("not-own-contact")

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        return Question(request="contact")


class NameKind(Kind):
    """A person's name. Options: `words` – how many at least (the law wants a full name)."""

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        return None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        entity = words.reading.first("person")
        # The question asks for name and address at once: the name comes before the comma.
        said = entity.value if entity else re.split(r"[,;\n]", words.text)[0]
        name = " ".join(said.split())
        parts = name.split()
        if len(parts) > 5 or any(ch.isdigit() for ch in name):
            return Reject("not-a-name")
        if len(parts) < spec.options.get("words", 1):
            return Reject("name-too-short")
        return name[:120]


class ChoiceKind(Kind):
    """One of a closed set; labels are the texts `SLOT-VALUE`.

    Options: `values`; `hints`: for each value the beginnings of words that say it in passing.
    """

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        said = f" {words.text.casefold()}"
        hints: Mapping[str, list[str]] = spec.options.get("hints", {})
        found = [
            value for value, stems in hints.items() if any(f" {stem}" in said for stem in stems)
        ]
        return found[0] if len(found) == 1 else None

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        return value if value in spec.options["values"] else None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        labels = (
            (Text(f"{spec.name}-{item}", scene.slots), item) for item in spec.options["values"]
        )
        return Question(buttons=tuple(labels))


class LanguageKind(ChoiceKind):
    """A language by its name in any of three languages; `ru` is understood but not spoken."""

    _STEMS: Mapping[str, str] = {
        "англ": "en",
        "engl": "en",
        "укр": "uk",
        "ukr": "uk",
        "рос": "ru",
        "рус": "ru",
        "russ": "ru",
    }

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        text = words.text.casefold()
        return next((code for stem, code in self._STEMS.items() if stem in text), None)


class ServiceCodeKind(Kind):
    """What is wrong, as the reader classified it."""

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        code, sure = words.reading.service_code, words.reading.service_code_confidence
        if not code or (old and sure < 0.8 and not words.reading.correction):
            return None
        return code if sure >= SURE else None


class DistrictKind(Kind):
    """A district's code. Likely ones (of the street) come first as buttons, the rest behind one."""

    OTHER = "other"

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        entity = words.reading.first("district")
        return spec.options["codes"].get(entity.value) if entity else None

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        if value == self.OTHER:
            return Reject("ask-district-all")
        return value if value in spec.options["codes"].values() else None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        codes = list(spec.options["codes"].values())
        likely = [code for code in scene.slots.get("likely_districts") or () if code in codes][:3]
        shown = likely if likely and scene.asked < 2 else codes
        buttons = [(Text("district-name", {"district": code}), code) for code in shown]
        if shown is likely:
            buttons.append((Text("district-other"), self.OTHER))
        return Question(
            variant="-one" if len(likely) == 1 and shown is likely else "", buttons=tuple(buttons)
        )


class AddressKind(Kind):
    """A place: street and house, or a shared point. Part by part, from several messages.

    Value: {street, house, verified, as_typed, lat, long, candidates}. It is complete with street and
    house, or with a point; with a street alone when the slot named by `loose` is true (a pothole has
    no house number) and the house was asked for once.
    """

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        street, house = words.reading.first("street"), _last(words.reading.all("house"))
        if street is None and (house is None or not (old or {}).get("street")):
            return None
        return _merge(old if street is None else None, street, house, words.text)

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        street, house = words.reading.first("street"), _last(words.reading.all("house"))
        if street is not None or house is not None:
            return _merge(
                None if street and not _same(street, old) else old, street, house, words.text
            )
        if (old or {}).get("street") and _BARE_HOUSE.match(words.text.strip()):
            return {**old, "house": words.text.strip().upper()}
        return self._as_typed(old, words)

    def _as_typed(self, old: Any, words: Words) -> Any:
        text = " ".join(words.text.split()).strip(" .,;")
        has_street = bool((old or {}).get("street"))
        if has_street or "?" in text or len(text) < 3 or len(text.split()) > 7:
            return None
        if words.reading.intent in ("deny", "affirm", "thank", "greet"):
            return None
        found = _HOUSE_AT_END.match(text)
        street = found["street"].strip(" ,") if found else text
        house = found["house"] if found else (old or {}).get("house")
        return {"street": street, "house": house, "verified": False, "as_typed": text}

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        if value == "known":
            return {"known": True}
        if value == "nohouse":
            return {**(old or {}), "no_house": True}
        candidates = (old or {}).get("candidates") or []
        if value.isdigit() and int(value) < len(candidates):
            kept = {key: item for key, item in old.items() if key != "candidates"}
            return {**kept, "street": candidates[int(value)], "verified": True}
        return None

    def located(self, spec: SlotSpec, old: Any, location: Location) -> Any:
        return {**(old or {}), "lat": location.lat, "long": location.long}

    def complete(self, spec: SlotSpec, value: Any, scene: Scene) -> bool:
        if not value or value.get("candidates"):
            return False
        if value.get("lat") is not None or value.get("no_house"):
            return True
        return bool(value.get("street") and value.get("house"))

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        value = value or {}
        if value.get("candidates"):
            labels = enumerate(value["candidates"])
            buttons = tuple((Text("literal", {"text": name}), str(n)) for n, name in labels)
            return Question("-which", buttons)
        if value.get("street"):
            loose = scene.slots.get(spec.options.get("loose", ""))
            buttons = ((Text("no-house-number"), "nohouse"),) if loose or scene.asked > 1 else ()
            return Question("-house", buttons)
        known = scene.known.get("address")
        buttons = ((Text("known-address", {"address": known}), "known"),) if known else ()
        return Question("-street" if value.get("house") else "", buttons, "location")


def _last(entities: list[Entity]) -> Entity | None:
    return entities[-1] if entities else None


def _same(street: Entity, old: Any) -> bool:
    return bool(old) and old.get("street") == street.value


def _merge(old: Any, street: Entity | None, house: Entity | None, text: str) -> Slots:
    value: Slots = dict(old or {})
    if street is not None:
        value |= {
            "street": street.value,
            "verified": street.extractor == "gazetteer",
            "as_typed": street.text or street.value,
        }
        names = list(dict.fromkeys(item["value"] for item in street.candidates))
        if len(names) > 1:
            value["candidates"] = names[:6]
        else:
            value.pop("candidates", None)
    if house is not None:
        value["house"] = house.value
    return value


KINDS: Mapping[str, Kind] = {
    "text": TextKind(),
    "story": StoryKind(),
    "entity": EntityKind(),
    "phone": PhoneKind(),
    "name": NameKind(),
    "choice": ChoiceKind(),
    "language": LanguageKind(),
    "service_code": ServiceCodeKind(),
    "district": DistrictKind(),
    "address": AddressKind(),
    "value": EntityKind(),
}


def buttons(pairs: tuple[tuple[Text, str], ...], prefix: str) -> tuple[Button, ...]:
    """Return the buttons of a question; each value carries the frame and slot it sets."""
    return tuple(Button(label, f"{prefix}={value}") for label, value in pairs)
