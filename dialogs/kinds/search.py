"""Kinds to find one thing among many: the words to search by, and the pick of what was found."""

import re
from typing import Any

from core.conversation import Text
from dialogs.flow import SlotSpec
from dialogs.kinds.base import Kind, Question, Scene, Words

_WORD = re.compile(r"[\w'’ʼ-]+")
_SHORTEST = 4
_LONGEST = 300
# No phone begins so, and no date or fraction goes on so.
_NUMBER = r"([1-9]\d{0,8})(?!\d|[/.:-]\d)"
_BARE_NUMBER = re.compile(r"(?:№|#|номер\s)?\s*(\d{1,9}(?:/\d{1,4})?)\s*[.!]?", re.IGNORECASE)


class QueryKind(Kind):
    """Words to search by, without those that only ask for the search.

    Options: `entity` – what names the thing itself, so that nothing need be searched; `noise` – the
    beginnings of words that ask and tell nothing; `of` – the intents that are a new search whatever
    was asked. Other words are one once a question `expects` what this does.
    """

    takes = frozenset({"entity", "noise", "of"})
    free_text = True

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        awaited = (words.reading.parse or {}).get("awaited")
        anew = words.alone.intent in spec.options.get("of", ())
        asked = awaited is not None and awaited == spec.expects
        return self.answer(spec, old, words) if anew or asked else None

    def first(self, spec: SlotSpec, words: Words) -> Any:
        """Return what the message that starts the flow searches for, or None."""
        return self.answer(spec, None, words)

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        if words.small_talk or words.reading.first(spec.options.get("entity", spec.name)):
            return None
        noise = tuple(spec.options.get("noise", ()))
        said = _WORD.findall(words.normal or words.text)
        kept = [word for word in said if not word.casefold().startswith(noise)] if noise else said
        tells = any(len(word) >= _SHORTEST and not word.isdecimal() for word in kept)
        return " ".join(kept)[:_LONGEST] if tells else None


class PickKind(Kind):
    """One of what an action found, each with a button `SLOT-option`; or any by its number.

    Options: `of` – the name of what was found, a list; `by` – what names an item of it; `entity`;
    `noun` – the beginning of its name, which a number may stand before («17 петицію»); `behind` –
    the beginnings of words that one stands behind («підписати 17»); `none` – the value of a button
    for none of them.
    """

    takes = frozenset({"of", "by", "entity", "noun", "behind", "none"})

    def chosen_by_place(self, value: Any) -> bool:
        return True

    def hear(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        named = super().hear(spec, old, words)
        noun, behind = spec.options.get("noun"), spec.options.get("behind")
        said = words.spelled.casefold()
        if named is None and noun:
            found = re.search(rf"(?<![\w/]){_NUMBER}(?:-\w{{1,3}})?\s{noun}", said)
            named = found and found[1]
        if named is None and behind:
            asking = "|".join(map(re.escape, behind))
            found = re.search(rf"\b(?:{asking})\w*\s(?:№|#|номер\s|no\.?\s)?\s?{_NUMBER}", said)
            named = found and found[1]
        return named

    def answer(self, spec: SlotSpec, old: Any, words: Words) -> Any:
        bare = _BARE_NUMBER.fullmatch(words.text.strip())
        return bare[1] if bare else self.hear(spec, old, words)

    def press(self, spec: SlotSpec, old: Any, value: str) -> Any:
        numbered = _BARE_NUMBER.fullmatch(value)
        return value if numbered or value == spec.options.get("none") else None

    def question(self, spec: SlotSpec, value: Any, scene: Scene) -> Question:
        by, none = spec.options["by"], spec.options.get("none")
        found = scene.slots.get(spec.options["of"]) or ()
        buttons = tuple((Text(f"{spec.name}-option", item), str(item[by])) for item in found)
        if none is not None:
            buttons += ((Text(f"{spec.name}-{none}", scene.slots), none),)
        return Question(buttons=buttons, no=none)
