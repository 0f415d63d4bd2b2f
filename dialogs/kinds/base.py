"""What every kind of slot shares: the words it is given, and what it may say of them.

A kind is stateless. `hear` fills from any message, `answer` only when the slot is what the last
question asked about (so it may be lenient), `press` from a button of that question. Text that is
kept is cleaned first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from core.conversation import Slots, Text
from core.messages import Contact, Location, Request
from core.reading import Reading
from dialogs.flow import SlotSpec

SURE = 0.5
# What stands beside a fact without saying more.
_LABELS = tuple(
    "вул ул буд дом квар кварт номер телефон тел адрес мене мій моя звати піб ім зовут меня мой "
    "район під підʼ подъезд поверх этаж name phone address street flat my".split()
)
# What no question asks for: such words are an answer to nothing.
_SMALL_TALK = frozenset({"affirm", "deny", "thank", "greet", "goodbye"})


@dataclass(frozen=True, slots=True)
class Words:
    """A text and what the reader made of it: `reading` in the light of what is awaited, `alone` as
    if nothing were. `today` is the day on which it was said, in Kyiv."""

    text: str
    reading: Reading
    alone: Reading
    today: date | None = None

    def read_as(self, reading: Reading) -> "Words":
        """Return the same words in another reading."""
        return replace(self, reading=reading)

    @property
    def as_first(self) -> "Words":
        """The same words as if nothing were awaited."""
        return self.read_as(self.alone)

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
    def bare_facts(self) -> bool:
        """Whether the words are nothing but facts that the reader found: a name, a place, a phone.

        Such a message asks for nothing, and is no story, wish or time.
        """
        rest = self.text
        for entity in self.reading.entities:
            rest = rest.replace(entity.text, " ", 1)
        left = re.findall(r"[^\W\d_]{3,}", rest.casefold())
        return bool(self.reading.entities) and all(word.startswith(_LABELS) for word in left)

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

    `takes` are the options a flow may give it, `draws_on` those that are a list of the city's, by
    its name; `free_text` says that any words may be the answer.
    """

    takes: frozenset[str] = frozenset({"entity"})
    draws_on: ClassVar[Mapping[str, str]] = {}
    free_text = False

    def chosen_by_place(self, value: Any) -> bool:
        """Whether the question is a choice, so that «другий» or «2» means one of its buttons."""
        return False

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        """Return the value found in a message about anything, or None."""
        named = [e.value for e in words.reading.all(spec.options.get("entity", spec.name))]
        # «У РДА нахамили … кабінет 12 Дарницької РДА»: the fuller name tells which.
        fuller = (v for v in named if not any(other.endswith(f" {v}") for other in named))
        return next(fuller, None)

    def several(self, spec: SlotSpec, words: Words) -> list[Slots]:
        """Return what the words tell, slot by slot, of each of several things that are a matter of
        their own: two children, where a request is for one.
        """
        return []

    def first(self, spec: SlotSpec, words: Words) -> Any:
        """Return the value that the message which starts the flow tells, or None."""
        return self.hear(spec, None, words)

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


def quiet(reading: Reading) -> bool:
    """Whether the reader sees no clear wish of another kind, and no fault, in the words."""
    if reading.service_code and reading.service_code_confidence >= SURE:
        return False
    return reading.intent in ("set_address", "out_of_scope") or reading.confidence < SURE
