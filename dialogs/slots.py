"""Kinds of slots: how each recognises a value, when it is complete, and how it is asked.

A kind is stateless. `hear` fills from any message, `answer` only when the slot is what the last
question asked about (so it may be lenient), `press` from a button of that question. Text that is
kept is cleaned first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import phonenumbers

from core.conversation import Slots, Text
from core.messages import Contact, Location, Request
from core.reading import Entity, Reading
from dialogs.flow import SlotSpec

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
SURE = 0.5
# The town itself, and not a street of Kyiv called after it («Броварський проспект»).
_OTHER_TOWN = re.compile(
    r"\b(бровари|броварах|ірпінь|ірпені|буча|бучі|вишневе|вишневому|вишгород|вишгороді|бориспіль|"
    r"борисполі|боярка|боярці|гостомель|гостомелі|софіївська борщагівка|софіївській борщагівці|"
    r"львів|львові|одеса|одесі|харків|харкові|ирпень|ирпене|буче|вышгород|вышгороде|борисполе|"
    r"львов|львове|одессе|харькове)\b",
    re.IGNORECASE,
)
# From here on words are about what the reader says they are, and no remark on anything else.
_CLEAR = 0.75
# What no question asks for: such words are an answer to nothing.
_SMALL_TALK = frozenset({"affirm", "deny", "thank", "greet", "goodbye"})
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Words:
    """A text and what the reader made of it: `reading` in the light of what is awaited, `alone` as
    if nothing were."""

    text: str
    reading: Reading
    alone: Reading

    @property
    def spelled(self) -> str:
        """The text as written, and as the reader spelled it: not in Latin, on the right
        keyboard.
        """
        return f"{self.text} {self.normal}"

    @property
    def normal(self) -> str:
        """The text as the reader spelled it, empty where it tells nothing of that."""
        return str((self.alone.parse or {}).get("normal", ""))

    @property
    def small_talk(self) -> bool:
        """Whether this is a short yes, no, thanks or greeting, with nothing else in it."""
        short = len(self.text.split()) <= 3 and not any(ch.isdigit() for ch in self.text)
        return short and self.reading.intent in _SMALL_TALK and self.reading.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Reject:
    """The answer cannot be the slot's value; `text` says why and what to do."""

    text: str


# What the button behind the likeliest choices returns instead of a value: show all of them.
WHOLE_LIST = object()


@dataclass(frozen=True, slots=True)
class Question:
    """How to ask: `variant` is appended to the text id, buttons carry the value to set.

    `yes`, `no`: the values that a bare «так» and «ні» mean.
    """

    variant: str = ""
    buttons: tuple[tuple[Text, str], ...] = ()
    request: Request | None = None
    yes: str | None = None
    no: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What a kind may look at besides its own value: all values of the flow, what is known of the
    person, how often the slot was asked, and whether all of its choices are to be shown."""

    slots: Mapping[str, Any]
    known: Mapping[str, Any]
    asked: int = 0
    whole_list: bool = False


class Kind:
    """The base: a value heard as one entity, asked without buttons.

    `takes` are the options a flow may give it, `free_text` says that any words may be the answer.
    """

    takes: frozenset[str] = frozenset({"entity"})
    free_text = False

    def chosen_by_place(self, value: Any) -> bool:
        """Whether the question is a choice, so that «другий» or «2» means one of its buttons."""
        return False

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        """Return the value found in a message about anything, or None."""
        entity = words.reading.first(spec.options.get("entity", spec.name))
        return entity.value if entity else None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        """Return the value, a Reject, or None when this is no answer to the question."""
        return self.hear(spec, old, words)

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        """Return the value that a button of the question sets; None when it has no such button."""
        return None

    def located(self, spec: SlotSpec, old: Any, location: Location) -> Any:
        """Return the value that a shared point gives, a Reject, or None."""
        return None

    def contacted(self, spec: SlotSpec, old: Any, contact: Contact) -> Any:
        """Return the value that a shared phone gives, a Reject, or None."""
        return None

    def complete(self, spec: SlotSpec, value: Any, scene: Scene) -> bool:
        return value is not None

    def alike(self, old: Any, new: Any) -> bool:
        """Whether what was told for the old value still holds for the new one."""
        return bool(old == new)

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        return Question()


class ValueKind(Kind):
    """A value that the city's tables or actions find; never heard, never asked."""

    takes = frozenset()

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        return None


class StoryKind(Kind):
    """What happened, in the resident's words: the message that began the flow and what was added.

    Options: `first` – from how many characters the message that starts the flow is the story;
    `min`, `max`; `needs` – the slot that must be understood from it; while it is not, the story is
    asked for once more, then taken as it is.
    """

    takes = frozenset({"first", "min", "max", "needs"})
    free_text = True

    def first(self, spec: SlotSpec, words: Words) -> Any:
        """Return the story that the message which starts the flow tells, or None."""
        long_enough = len(words.text) >= spec.options.get("first", 0)
        return _cut(spec, words.text) if long_enough else None

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        return None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if words.small_talk:
            return None
        if len(words.text) < spec.options.get("min", 1):
            return Reject("text-too-short")
        return self.added(spec, old, words)

    def added(self, spec: SlotSpec, old: Any, words: Words) -> str:
        """Return the story with these words too, unless they are in it already."""
        return self.longer(spec, old, words.text)

    def longer(self, spec: SlotSpec, old: Any, text: str) -> str:
        """Return the story with the text under it, unless it holds it already."""
        if not old:
            return _cut(spec, text)
        return str(old) if text in old else _cut(spec, f"{old}\n{text}")

    def complete(self, spec: SlotSpec, value: Any, scene: Scene) -> bool:
        if not value:
            return False
        needs = spec.options.get("needs")
        return needs is None or scene.slots.get(needs) is not None or scene.asked > 0

    def alike(self, old: Any, new: Any) -> bool:
        return bool(old) and str(new).startswith(str(old))

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        return Question("-more" if value else "")


def _cut(spec: SlotSpec, text: str) -> str:
    return text[: spec.options.get("max", _LONGEST)]


class EntityKind(Kind):
    """A short value that the reader finds.

    Options: `entity`; `digits`, `raw`: once asked for, a bare number or a short text is the answer.
    """

    takes = frozenset({"entity", "digits", "raw", "max"})

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if spec.options.get("digits") and _LONG_NUMBER.fullmatch(words.text.strip()):
            return re.sub(r"[\s-]", "", words.text)
        found = self.hear(spec, old, words)
        if found is not None or words.small_talk:
            return found
        if spec.options.get("digits") and len(words.text.split()) <= 3:
            number = re.search(r"\d{1,4}", words.text)
            return number[0] if number else None
        short = 0 < len(words.text) <= spec.options.get("max", 80)
        return words.text if spec.options.get("raw") and short else None


# An account's: no other number is so long.
_LONG_NUMBER = re.compile(r"\d[\d\s-]{3,24}\d", re.ASCII)


class PeriodKind(Kind):
    """When something was or is: an ISO date, a range `a/b`, a beginning `a/..`, or a few words."""

    takes = frozenset()

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if date := words.reading.first("date"):
            return date.value
        since = words.reading.first("since")
        return since and f"{since.value}/.."

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        found = self.hear(spec, old, words)
        if found is not None or words.small_talk or "?" in words.text:
            return found
        if words.reading.first("street"):
            return None  # where, not when: it answers another question
        short = len(words.text) <= _LONGEST_PERIOD and any(ch.isalnum() for ch in words.text)
        return words.text if short and _quiet(words.alone) else None


_LONGEST_PERIOD = 60


class PhoneKind(Kind):
    """A phone in E.164; the messenger's own contact counts when it is the sender's."""

    takes = frozenset()

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        found = self.hear(spec, old, words)
        if found is None and sum(ch.isdigit() for ch in words.text) >= 4:
            return Reject("not-a-phone")
        return found

    def contacted(self, spec: SlotSpec, old: Any, contact: Contact) -> Any:
        if not contact.own:
            return Reject("not-own-contact")
        digits = "".join(ch for ch in contact.phone if ch in "0123456789")
        if len(digits) == 10 and digits.startswith("0"):
            digits = f"38{digits}"
        return f"+{digits}" if _is_phone(f"+{digits}") else Reject("not-a-phone")

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        return Question(request="contact")


def _is_phone(number: str) -> bool:
    """Whether there is a country and a network that gives out such a number."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


class NameKind(Kind):
    """A person's name. Options: `words` – how many at least (the law wants a full name)."""

    takes = frozenset({"words"})

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        return None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        entity = words.reading.first("person")
        if entity is None and (words.small_talk or "?" in words.text):
            return None
        # The question asks for name and address at once: the name comes before the comma.
        name = " ".join((entity.value if entity else re.split(r"[,;\n]", words.text)[0]).split())
        parts = name.split()
        if not parts or len(parts) > 5 or not all(map(_like_a_name, parts)):
            return Reject("not-a-name")
        if len(parts) < spec.options.get("words", 1):
            return Reject("name-too-short")
        return name[:120]


def _like_a_name(part: str) -> bool:
    return all(ch.isalpha() or ch in "-’'ʼ." for ch in part)


class ChoiceKind(Kind):
    """One of a closed set; labels are the texts `SLOT-VALUE`.

    Options: `values`; `hints`: for each value the beginnings of words that say it in passing;
    `answers`: more of them, which count only once it was asked; `yes`, `no`: the values that a
    bare yes and no mean; `shown`: how many of the values get a button; `free`: once it was asked,
    other words are a value too; `ranked`: of several values hinted at, the first of `hints` is
    meant.
    """

    takes = frozenset({"values", "hints", "answers", "yes", "no", "shown", "free", "ranked"})

    def chosen_by_place(self, value: Any) -> bool:
        return True

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        hints, ranked = spec.options.get("hints", {}), spec.options.get("ranked", False)
        return _hinted(words.spelled, hints, ranked=ranked)

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        found = self.hear(spec, old, words)
        found = found or _hinted(words.spelled, spec.options.get("answers", {}))
        if found or not spec.options.get("free") or words.small_talk or "?" in words.text:
            return found
        return words.text if _FEWEST_FREE <= len(words.text) <= _MOST_FREE else None

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        return value if value in spec.options["values"] else None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        options = spec.options
        shown = options["values"][: options.get("shown")]
        labels = ((Text(f"{spec.name}-{item}", scene.slots), item) for item in shown)
        return Question(buttons=tuple(labels), yes=options.get("yes"), no=options.get("no"))


_FEWEST_FREE, _MOST_FREE = 6, 400


def _hinted(text: str, hints: Mapping[str, list[str]], *, ranked: bool = False) -> str | None:
    """The one value of which some beginning stands in the text; None for none or, unless they are
    ranked, for two.
    """
    said = f" {text.casefold()}"
    found = [value for value, stems in hints.items() if any(f" {stem}" in said for stem in stems)]
    return found[0] if len(found) == 1 or (found and ranked) else None


class RatingKind(Kind):
    """A score from 1 to 5: by button, digit, word or stars. Options: `role` – quality or speed;
    `answers`: for each score the beginnings of words that give it once it was asked for.
    """

    takes = frozenset({"role", "answers"})

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        told = words.reading.all("rating")
        if len(told) == 2 and told[0].role == told[1].role:
            # «4 і 5»: in the order in which they are asked.
            told = [told[0 if spec.options["role"] == "quality" else 1]]
        else:
            # A score of nothing named is of the whole, and that is quality.
            told = [one for one in told if (one.role or "quality") == spec.options["role"]]
        return int(told[-1].value) if told else None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        found = self.hear(spec, old, words)
        if found is not None:
            return found
        hinted = _hinted(words.spelled, spec.options.get("answers", {}))
        if hinted is None and words.text.strip().isdigit():
            return Reject("not-a-rating")
        return int(hinted) if hinted else None

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        return int(value) if value in _SCORES else None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        return Question(buttons=tuple((Text("score", {"score": n}), n) for n in _SCORES))


_SCORES = ("1", "2", "3", "4", "5")


class RemarkKind(StoryKind):
    """A few words said in passing, whatever they answer: why a score is what it is.

    Options: `least` – how many words beside scores and numbers of cases make a remark; `of` – the
    intents that a remark may look like; words that clearly are of another are none; `max`.
    """

    takes = frozenset({"least", "of", "max"})

    def first(self, spec: SlotSpec, words: Words) -> Any:
        return self.hear(spec, None, words)

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        of = spec.options.get("of", ())
        if words.alone.intent not in of and words.alone.confidence >= _CLEAR:
            return None
        kept = words.text
        for entity in words.reading.entities:
            if entity.entity in ("rating", "case_number"):
                kept = kept.replace(entity.text, " ")
        said = [word for word in re.findall(r"[^\W\d_]{3,}", kept) if not _of_rating(word)]
        return _cut(spec, words.text) if len(said) >= spec.options.get("least", 2) else None

    def complete(self, spec: SlotSpec, value: Any, scene: Scene) -> bool:
        return bool(value)


def _of_rating(word: str) -> bool:
    return word.casefold().startswith(_RATING_WORDS)


_RATING_WORDS = tuple(
    "якіст якост швидк оцін ставлю поставл качеств скорост оцен зміни хочу можна заявк звернен "
    "справ rate quality speed".split()
)


class LanguageKind(ChoiceKind):
    """A language by its name in any of three languages; `ru` is understood but not spoken."""

    takes = frozenset({"values"})

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
    """What is wrong, as the reader classified it; once known, only a correction changes it."""

    takes = frozenset()

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        reading = words.reading
        sure = bool(reading.service_code) and reading.service_code_confidence >= SURE
        return reading.service_code if sure and (not old or reading.correction) else None


class DistrictKind(Kind):
    """A district's code. Likely ones (of the street) come first as buttons, the rest behind one.

    Options: `codes` – the districts' codes by their names.
    """

    takes = frozenset({"codes"})
    OTHER = "other"

    def chosen_by_place(self, value: Any) -> bool:
        return True

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        entity = words.reading.first("district")
        return spec.options["codes"].get(entity.value) if entity else None

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        if value == self.OTHER:
            return WHOLE_LIST
        return value if value in spec.options["codes"].values() else None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        codes = list(spec.options["codes"].values())
        likely = [code for code in scene.slots.get("likely_districts") or () if code in codes][:3]
        if scene.whole_list:
            return Question("-all", _district_buttons(codes))
        if not likely:
            return Question(buttons=_district_buttons(codes))
        other = (Text("district-other"), self.OTHER)
        shown = (*_district_buttons(likely), other)
        if len(likely) > 1:
            return Question(buttons=shown, no=self.OTHER)
        return Question("-one", shown, yes=likely[0], no=self.OTHER)


def _district_buttons(codes: list[str]) -> tuple[tuple[Text, str], ...]:
    return tuple((Text("district-name", {"district": code}), code) for code in codes)


class AddressKind(Kind):
    """A place: street and house, or a shared point. Part by part, from several messages.

    Value: {street, house, verified, as_typed, lat, long, candidates, no_house}. It is complete with
    street and house, with a point, or with a street and the word that there is no house number.
    Options: `loose` – the slot that says whether there may be none (a pothole has no house);
    `point` – false where a point on the map will not do.
    """

    takes = frozenset({"loose", "point"})

    def chosen_by_place(self, value: Any) -> bool:
        return bool((value or {}).get("candidates"))

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if _OTHER_TOWN.search(words.text):
            return None
        street, house = _place(words, old)
        if street is None and (house is None or not (old or {}).get("street")):
            return None
        return _merge(_kept(old, street, words), street, house)

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if _OTHER_TOWN.search(words.text):
            return Reject("other-town")
        street, house = _place(words, old)
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
        if has_street or "?" in text or len(text) < 3 or len(text.split()) > 7:
            return None
        if not any(ch.isalpha() for ch in text) or not _quiet(words.alone):
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
        return bool(value.get("street") and value.get("house"))

    def alike(self, old: Any, new: Any) -> bool:
        return bool(old) and old.get("street") == new.get("street")

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
        if not known:
            return Question("-street" if value.get("house") else "", (), "location")
        yes = (Text("known-address", {"address": known}), "known")
        return Question("", (yes,), "location", yes="known")


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
        _quiet(words.alone) and not (old or {}).get("street")
    )


def _kept(old: Any, street: Entity | None, words: Words) -> Any:
    """What stays of the old place: a street taken back keeps its house, a new place nothing."""
    same = street is None or (bool(old) and old.get("street") == street.value)
    return old if same or words.reading.correction else None


def _quiet(reading: Reading) -> bool:
    """Whether the reader sees no clear wish of another kind, and no fault, in the words."""
    if reading.service_code and reading.service_code_confidence >= SURE:
        return False
    return reading.intent in ("set_address", "out_of_scope") or reading.confidence < SURE


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


KINDS: Mapping[str, Kind] = {
    "story": StoryKind(),
    "entity": EntityKind(),
    "phone": PhoneKind(),
    "name": NameKind(),
    "choice": ChoiceKind(),
    "language": LanguageKind(),
    "rating": RatingKind(),
    "remark": RemarkKind(),
    "period": PeriodKind(),
    "service_code": ServiceCodeKind(),
    "district": DistrictKind(),
    "address": AddressKind(),
    "value": ValueKind(),
}


def kind_of(spec: SlotSpec) -> Kind:
    """Return the kind of a slot."""
    return KINDS[spec.kind]
