"""A child's date of birth, the class it goes to, and the institutions that are wished for."""

import re
from dataclasses import replace
from typing import Any

from core.conversation import Slots, Text
from core.reading import Entity
from dialogs.flow import SlotSpec
from dialogs.kinds.base import Kind, Question, Reject, Scene, Words
from dialogs.kinds.facts import NameKind
from dialogs.kinds.several import children_in, is_day, is_whole
from dialogs.phrases import says_more

_BORN = re.compile(
    r"\b(?:народ|рожд|родил|нар\.|р\.\s?н|д\.?\s?н\b|р\.\s?р|born|birth)", re.IGNORECASE
)
_DATE_LIKE = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)")
# How far from a date stands the word that makes it one of birth. Units: characters.
_BESIDE = 25


class ChildNameKind(NameKind):
    """A child's name: heard with its date of birth or the word for a child, since whoever writes
    names themselves too. Of one word, when it is written like a name or the reader knows it for
    one. Of several children the first; `born` names the slot of the date, so that the others are
    matters of their own.
    """

    takes = frozenset({"words", "born"})

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        told = children_in(words)
        # «Коваль Оля» says more of Оля, and is nobody else.
        fuller = bool(told and old) and set(str(old).split()) < set(told[0].name.split())
        return told[0].name if told and (fuller or not old) else None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if told := children_in(words, asked=True):
            return told[0].name
        # A date that is none stands behind the name as one would.
        named = re.split(r"[,;\s]*\d", words.text)[0]
        found = super().answer(spec, old, replace(words, text=named) if named else words)
        doubtful = isinstance(found, str) and len(found.split()) == 1 and not found.istitle()
        known = words.reading.first("person") is not None
        return Reject("not-a-name") if doubtful and not known else found

    def several(self, spec: SlotSpec, words: Words) -> list[Slots]:
        awaited = (words.reading.parse or {}).get("awaited")
        born = str(spec.options["born"])
        told = children_in(words, asked=awaited == spec.name)
        if told:
            facts = ({spec.name: child.name, born: child.born} for child in told)
            return [{name: fact for name, fact in one.items() if fact} for one in facts]
        dates = words.alone.all("date") if awaited == born and not words.reading.correction else ()
        return [{born: one.value} for one in dates if is_whole(one)]


class BirthDateKind(Kind):
    """A child's date of birth, ISO. In passing only one with its year is heard; of several the one
    beside «народився». Options: `beside` – without that word none is: other days are told too.
    """

    takes = frozenset({"beside"})

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        told = [one for one in words.alone.all("date") if is_whole(one)]
        of_children = [child.born for child in children_in(words) if child.born]
        if of_children and not spec.options.get("beside"):
            return None if old else of_children[0]
        born = [one for one in told if of_birth(one, words.text)]
        if spec.options.get("beside") or born:
            return born[-1].value if born else None
        return told[-1].value if told and (len(told) == 1 or words.reading.correction) else None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        told = words.alone.all("date") or words.reading.all("date")
        if words.alone.first("child_age") and not any(map(is_whole, told)):
            return Reject("birth-date-exact")
        if not told:
            unfit = "birth-date-none" if _DATE_LIKE.search(words.text) else "birth-date-exact"
            return Reject(unfit) if _has_digits(words.text) else None
        # Of two children's dates the first; of one that is put right, the last.
        several = all(map(is_whole, told)) and not words.reading.correction
        day = told[0] if several else told[-1]
        if not is_day(day):
            return Reject("birth-date-exact")
        return day.value if is_whole(day) else Reject("birth-date-year")


def of_birth(told: Entity, text: str) -> bool:
    """Whether a date stands beside a word that makes it one of birth."""
    before = text[max(0, told.start - _BESIDE) : told.start]
    after = text[told.end : told.end + _BESIDE]
    # What stands behind another number, or a comma, is said of something else.
    beside = (re.split(r"\d", before)[-1], re.split(r"[\d,;]", after)[0])
    return any(map(_BORN.search, beside))


def _has_digits(text: str) -> bool:
    return any(ch.isdigit() for ch in text)


# --- institutions --------------------------------------------------------------------------------

BY_TERRITORY = "by_territory"
_NUMBER = re.compile(r"(?<![\w/.-])\d{1,4}(?![\w/-]|\.\d)")
_NEXT = re.compile(
    r"(?:\s*(?:,|;|/|і|й|та|або|чи|или|и|or|and|до|в|у|на|to)\s*)+"
    r"(?:(?:ще|еще|ещё|also|школ\w*|ліце\w*|гімназ\w*|сад\w*|поліклінік\w*)\s*)*(?:№|номер|n)?\s*"
    r"(?P<number>\d{1,4})(?![\w/-]|\.\d|\s*(?:клас|рок|рік|год|лет|year))",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:^|\s)(?:з|із|зі|зо|с|со|от|від|из|from)\s+[^\d,.;]{0,25}$", re.IGNORECASE)
_NEAREST = re.compile(
    r"територі|прописк|місцем прожив|за адрес|найближч|ближайш|біля дом|поруч|коло дом|"
    r"будь-як|будь як|любой|любую|все одно|всё равно|байдуже|nearest|closest|any\b",
    re.IGNORECASE,
)
# Five digits and more, or none but zeros, are no institution's.
_NO_NUMBER_OF_ONE = re.compile(r"(?<!\d)(?:\d{5,}|0+)(?!\d)")
_MOST_INSTITUTIONS = 10
_LONGEST_NAME = 80


class InstitutionsKind(Kind):
    """The institutions that are meant, by their numbers: `512, 130`; or `by_territory`; or, once it
    was asked, a name as typed. Options: `role` – `to` what is wished for, `from` where the child
    is now.
    """

    takes = frozenset({"role"})

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        told = [number for number, leaving in _numbers(words) if leaving == _leaves(spec)]
        return _joined(old if says_more(words.text) else None, told)

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if found := self.hear(spec, old, words):
            return found
        if words.small_talk or "?" in words.text:
            return None
        if _NO_NUMBER_OF_ONE.search(words.text) and not words.alone.first("phone"):
            return Reject("not-an-institution")
        if not _leaves(spec) and _NEAREST.search(words.text):
            return BY_TERRITORY
        taken = [one for one in words.alone.entities if one.entity not in _PART_OF_AN_ANSWER]
        free = _without(words.text, taken)
        if bare := _NUMBER.findall(free):
            return _joined(None, bare)
        return _name(words)

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        return BY_TERRITORY if value == BY_TERRITORY and not _leaves(spec) else None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        if _leaves(spec):
            return Question()
        nearest = (Text(f"{spec.name}-{BY_TERRITORY}"), BY_TERRITORY)
        return Question(buttons=(nearest,), no=BY_TERRITORY)


_PART_OF_AN_ANSWER = frozenset({"institution_number", "number", "house"})


def _leaves(spec: SlotSpec) -> bool:
    return spec.options.get("role") == "from"


def _numbers(words: Words) -> list[tuple[str, bool]]:
    """Every institution's number in the words, and whether it is the one that is left."""
    found: dict[int, tuple[str, bool]] = {}
    asked_where_from = str((words.reading.parse or {}).get("awaited")).startswith("from_")
    for entity in words.reading.all("institution_number"):
        if _NO_NUMBER_OF_ONE.fullmatch(entity.value):
            continue
        at, end, number = entity.start, entity.end, entity.value
        while at not in found:
            found[at] = (number, bool(_FROM.search(words.text[:at])))
            more = _NEXT.match(words.text, end)
            if more is None:
                break
            at, end, number = more.start("number"), more.end(), more["number"]
    told = [found[at] for at in sorted(found)]
    if told and asked_where_from and not any(leaving for _, leaving in told):
        # Asked where the child is now: the first number answers that.
        return [(told[0][0], True), *told[1:]]
    return told


def _joined(old: Any, numbers: list[str]) -> str | None:
    """Numbers in the order told, each once; those told before first."""
    before = str(old).split(", ") if old and old != BY_TERRITORY else []
    every = list(dict.fromkeys((*before, *numbers)))[:_MOST_INSTITUTIONS]
    return ", ".join(every) if numbers else None


def _without(text: str, entities: list[Entity]) -> str:
    for one in sorted(entities, key=lambda one: -one.start):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text


def _name(words: Words) -> str | None:
    """A short name («Сонечко») as it was typed, when the words say nothing else."""
    text = " ".join(words.text.split()).strip(" .,")
    says_else = any(one.entity in _PLACES for one in words.alone.entities)
    fits = 3 <= len(text) <= _LONGEST_NAME and len(text.split()) <= 4 and not says_else
    return text if fits and not _has_digits(text) else None


_PLACES = frozenset({"district", "neighbourhood", "street", "date", "phone"})


# --- the class -----------------------------------------------------------------------------------

_ORDINALS = (
    ("перш", "перв", "first"),
    ("друг", "втор", "second"),
    ("трет", "third"),
    ("четверт", "fourth"),
    ("п'ят", "п’ят", "пят", "fifth"),
    ("шост", "шест", "sixth"),
    ("сьом", "седьм", "seventh"),
    ("восьм", "eighth"),
    ("дев'ят", "дев’ят", "девят", "ninth"),
    ("десят", "tenth"),
    ("одинадцят", "одиннадц", "eleventh"),
    ("дванадцят", "двенадц", "twelfth"),
)
_CLASS = re.compile(
    r"(?P<digits>\d{1,2})\s?-?(?:й|го|му|ий|а|е|th|st|nd|rd|[а-гa-d])?\s+(?:клас|класс|class|grade)"
    r"|(?:class|grade)\s+(?P<after>\d{1,2})|(?P<word>[^\W\d]+(?:['’][^\W\d]+)?)\s+(?:клас|класс|class|grade)",
    re.IGNORECASE,
)
_FIRST_CLASS = re.compile(r"\b(?:першоклас|первокласс)", re.IGNORECASE)
_BARE_CLASS = re.compile(r"^\D{0,12}(?P<digits>\d{1,2})(?:\s?-?\s?[^\W\d]{0,3})?\.?$")


class SchoolClassKind(Kind):
    """The class that a child goes to, `1` to `12`: «5-Б клас», «перший», «1»."""

    takes = frozenset()

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if _FIRST_CLASS.search(words.text):
            return "1"
        return next(filter(None, map(_class_of, _CLASS.finditer(words.text))), None)

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if found := self.hear(spec, old, words):
            return found
        bare = _BARE_CLASS.match(words.text.strip())
        return _known_class(bare["digits"] if bare else "") or _ordinal(words.text)


def _class_of(match: re.Match[str]) -> str | None:
    digits = match["digits"] or match["after"]
    return _known_class(digits) if digits else _ordinal(match["word"])


def _known_class(digits: str) -> str | None:
    return str(int(digits)) if digits and 1 <= int(digits) <= len(_ORDINALS) else None


def _ordinal(text: str) -> str | None:
    word = text.strip().casefold()
    return next((str(n) for n, stems in enumerate(_ORDINALS, 1) if word.startswith(stems)), None)
