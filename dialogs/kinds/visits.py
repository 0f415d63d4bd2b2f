"""Which doctor a resident wishes to see, and on which day."""

from typing import Any

from core.conversation import Text
from dialogs.flow import SlotSpec
from dialogs.kinds.base import Kind, Question, Scene, Words, quiet
from dialogs.kinds.children import of_birth
from dialogs.kinds.facts import EntityKind


class SpecialtyKind(EntityKind):
    """A speciality by its Ukrainian name. Options: `buttons` – those with a button, by the end of
    its text's id; `no` – the one that «не знаю» means.
    """

    takes = frozenset({"entity", "raw", "max", "buttons", "no"})

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        return spec.options.get("buttons", {}).get(value)

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        shown = spec.options.get("buttons", {})
        labels = tuple((Text(f"{spec.name}-{code}"), code) for code in shown)
        return Question(buttons=labels, no=spec.options.get("no"))


class VisitDayKind(Kind):
    """A day to come, ISO, a span `a/b`, or once it was asked a few words («будь-коли»). A date of
    birth in the same message is not meant, nor since when something hurts.
    """

    takes = frozenset()

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        told = [one for one in words.reading.all("date") if not of_birth(one, words.text)]
        return told[-1 if words.reading.correction else 0].value if told else None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        found = self.hear(spec, old, words)
        if found is not None or words.small_talk or "?" in words.text:
            return found
        short = len(words.text.split()) <= _MOST_WORDS and any(ch.isalpha() for ch in words.text)
        return words.text if short and quiet(words.reading) and _any_day(words.text) else None


_MOST_WORDS = 6
_ANY_DAY = (
    *("будь-", "будь ", "любо", "коли завгодно", "байдуже", "все одно", "якнайшв", "якомога"),
    *(
        "найближч",
        "ближайш",
        "скоріше",
        "скорее",
        "швидше",
        "asap",
        "any",
        "soon",
        "вихідн",
        "будн",
    ),
)


def _any_day(text: str) -> bool:
    return any(part in text.casefold() for part in _ANY_DAY)
