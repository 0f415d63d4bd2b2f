"""Kinds of a short fact: what the reader finds, a time, a phone, a name."""

import re
from datetime import date, timedelta
from typing import Any

import phonenumbers

from core.link_codes import code_in
from core.messages import Contact
from core.reading import Entity
from dialogs.flow import SlotSpec
from dialogs.kinds.base import SURE, Kind, Question, Reject, Scene, Words, quiet
from dialogs.wishes import asks


class EntityKind(Kind):
    """A short value that the reader finds.

    Options: `entity`; `digits`, `raw`: once asked for, a bare number or a short text is the answer;
    `whole`: the text is kept as it stands, though an entity is found in it («начальник ЖЕК 107»).
    """

    takes = frozenset({"entity", "digits", "raw", "whole", "max"})

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if spec.options.get("digits") and _LONG_NUMBER.fullmatch(words.text.strip()):
            return re.sub(r"[\s-]", "", words.text)
        if spec.options.get("raw") and _tells_only_when(words):
            return None  # it answers another question
        found = self.hear(spec, old, words)
        short = 0 < len(words.text) <= spec.options.get("max", 80)
        if found is not None and spec.options.get("whole") and short and not asks(words.text):
            return words.text
        if found is not None or words.small_talk:
            return found
        if spec.options.get("digits") and len(words.text.split()) <= 3:
            number = re.search(r"\d{1,4}", words.text)
            return number[0] if number else None
        elsewhere = words.bare_facts and not words.reading.first("person")
        return words.text if spec.options.get("raw") and short and not elsewhere else None


def _tells_only_when(words: Words) -> bool:
    """Whether the words are a time and nothing else («це було 28 лютого»)."""
    found = words.alone.entities
    rest = words.text.casefold()
    for entity in found:
        rest = rest.replace(entity.text.casefold(), " ", 1)
    left = set(re.findall(r"[^\W\d_]{3,}", rest))
    return bool(found) and {e.entity for e in found} <= _WHEN and left <= _AROUND_A_TIME


_WHEN = {"date", "since", "time"}
_AROUND_A_TIME = frozenset(
    "було сталося трапилося відбулося тривало почалося триває десь приблизно близько року було "
    "было это случилось произошло длится началось где-то около года was happened about".split()
)


# An account's: no other number is so long.
_LONG_NUMBER = re.compile(r"\d[\d\s-]{3,24}\d", re.ASCII)


class PeriodKind(Kind):
    """When something was or is: an ISO date, a range `a/b`, a beginning `a/..`, or a few words.

    Options: `past` – what is told has happened already, so that «у вівторок» is the last one.
    """

    takes = frozenset({"past"})

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        past = words.today if spec.options.get("past") else None
        told = [_last_such_day(date, past) for date in words.reading.all("date")]
        if told:
            return told[0] if len(told) == 1 else _from_first_to_last(told)
        since = words.reading.first("since")
        return since and f"{since.value}/.."

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        found = self.hear(spec, old, words)
        if found is not None or words.small_talk or "?" in words.text:
            return found
        if words.bare_facts or words.reading.first("street"):
            return None  # who or where, not when: it answers another question
        short = len(words.text) <= _LONGEST_PERIOD and any(ch.isalnum() for ch in words.text)
        return words.text if short and quiet(words.alone) else None


_LONGEST_PERIOD = 60
_WEEKDAY = re.compile(
    r"(понед|вівтор|вторн|серед|сред|четв|п.?ятниц|субот|суббот|неділ|воскрес|"
    r"mon|tues|wednes|thurs|fri|satur|sun)[^\W\d_]*",
    re.IGNORECASE,
)


def _from_first_to_last(told: list[str]) -> str:
    """«За вересень і жовтень»: one time from the earliest day told to the latest."""
    days = sorted(day for one in told for day in one.split("/") if day != "..")
    return days[0] if days[0] == days[-1] else f"{days[0]}/{days[-1]}"


def _last_such_day(told: Entity, today: date | None) -> str:
    """The date that was told; a weekday without more is the last one before `today`, if given."""
    if today is None or not _WEEKDAY.fullmatch(told.text):
        return told.value
    days_ago = (today - date.fromisoformat(told.value)).days % 7 or 7
    return (today - timedelta(days=days_ago)).isoformat()


class LinkCodeKind(Kind):
    """A code from another chat of the same person (`core.linking`)."""

    takes = frozenset()

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        return code_in(words.text)


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
    """A person's name, of the one who writes.

    Options: `words` – how many at least (the law wants a full name); `alone` – a name without more
    is the writer's at any moment (else one that comes with a place or a phone, since a name alone
    may be of whom the matter is about).
    """

    takes = frozenset({"words", "alone"})

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        fewest = max(2, spec.options.get("words", 2))
        if not old and (said := _introduced(words)):
            return said.value if len(said.value.split()) >= fewest else None
        told, reading = words.reading.first("person"), words.reading
        beside = any(reading.first(fact) for fact in ("street", "phone", "email"))
        own = spec.options.get("alone") or beside
        if old or told is None or not own or not words.bare_facts:
            return None
        return told.value if len(told.value.split()) >= fewest else None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        entity = words.reading.first("person")
        if entity is None and (words.small_talk or "?" in words.text):
            return None
        # The question asks for name and address at once: the name comes before the comma.
        said = _as_named(entity) if entity else re.split(r"[,;\n]", words.text)[0]
        name = " ".join(said.split())
        parts = name.split()
        if entity is None and _of_a_fault(words) and not all(part[0].isupper() for part in parts):
            return None
        if not parts or len(parts) > 5 or not all(map(_like_a_name, parts)):
            return Reject("not-a-name")
        if len(parts) < spec.options.get("words", 1):
            return Reject("name-too-short")
        return name[:120]


def _introduced(words: Words) -> Entity | None:
    """The name that stands behind «я» or «мене звати», whatever else the words tell."""
    people = words.reading.all("person")
    return next((one for one in people if _I_AM.search(words.text[: one.start])), None)


_I_AM = re.compile(
    r"\b(?:я|мене звати|мене звуть|меня зовут|моє ім['’ʼ]я|my name is|i am|i[’']m)[\s,:–—-]*$",
    re.IGNORECASE,
)


def _of_a_fault(words: Words) -> bool:
    """Whether the words seem to speak of a fault in the city («у нас немає води»)."""
    return bool(words.alone.service_code) and words.alone.service_code_confidence >= SURE


def _as_named(person: Entity) -> str:
    """The name as its owner wrote it, who was asked for it; with capitals where they left them."""
    return person.value if not person.text or person.text.islower() else person.text


# No name has them, however short the sentence is.
_NEVER_A_NAME = frozenset(
    "не ні нет хочу хочете буду можна треба без що шо чого як так це мені мене вам вас та і й в у "
    "на за до з про чи або для".split()
)


def _like_a_name(part: str) -> bool:
    return part.casefold() not in _NEVER_A_NAME and all(
        ch.isalpha() or ch in "-’'ʼ." for ch in part
    )
