"""Kinds told in the resident's own words: what happened, and a remark made in passing."""

import re
from typing import Any

from dialogs.flow import SlotSpec
from dialogs.kinds.base import Kind, Question, Reject, Scene, Words
from dialogs.wishes import substance

# From here on words are about what the reader says they are, and no remark on anything else.
_CLEAR = 0.75
_LONGEST = 4000
# Scores that something must have been wrong for.
LOW_SCORES = ("1", "2")


class StoryKind(Kind):
    """What happened, in the resident's words: the message that began the flow and what was added.

    Options: `first` – from how many characters besides the bare wish to write («хочу подати
    скаргу») the message that starts the flow is the story;
    `min`, `max`; `needs` – the slot that must be understood from it; while it is not, the story is
    asked for once more, then taken as it is.
    """

    takes = frozenset({"first", "min", "max", "needs"})
    free_text = True

    def first(self, spec: SlotSpec, words: Words) -> Any:
        """Return the story that the message which starts the flow tells, or None."""
        told = len(substance(words.text)) >= spec.options.get("first", 0)
        return _cut(spec, words.text) if told else None

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        return None

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if words.small_talk or words.bare_facts:
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
        # «2 і 3, бо баки повні»: what stands beside a low score is why.
        low = any(one.value in LOW_SCORES for one in words.reading.all("rating"))
        if words.alone.intent not in of and words.alone.confidence >= _CLEAR and not low:
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
