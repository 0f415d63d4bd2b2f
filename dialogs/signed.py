"""What a message tells of its writer besides the matter: a signature, where they live.

Rule: a place in a story is where the trouble is, unless the words say that it is the writer's own.
"""

import re
from dataclasses import replace

from core.reading import Entity
from dialogs.kinds.base import Words

_SENTENCE = re.compile(r"(?<=[.!?…;])\s+|\n+")
_LIVES = re.compile(
    r"\b(?:прожива|мешка|живу\b|живемо|живем\b|зареєстрован|зарегистрирован|моя адреса|мой адрес|"
    r"адреса проживання|адрес проживания|i live\b|my address|living at)",
    re.IGNORECASE,
)
_OF_A_HOME = ("street", "house", "apartment", "entrance", "district")
_NEAR = 60


def of_the_writer(words: Words) -> Words | None:
    """Return the part of a message that is of its writer: the facts under it («Коваль Олена,
    Хрещатик 22») or the address they say they live at; None when there is neither.
    """
    return _signature(words) or _home(words)


def _signature(words: Words) -> Words | None:
    """The longest end of the text that is nothing but facts, a person's name among them."""
    for found in _SENTENCE.finditer(words.text):
        part = _part(words, found.end(), len(words.text))
        if part.bare_facts and part.alone.first("person"):
            return part
    return None


def _home(words: Words) -> Words | None:
    said = _LIVES.search(words.text)
    if said is None:
        return None
    street = next((e for e in words.alone.all("street") if 0 <= e.start - said.end() < _NEAR), None)
    if street is None:
        return None
    part = _part(words, street.start, street.end + _NEAR)
    own = part.alone.without(lambda e: e.entity not in _OF_A_HOME)
    return replace(part, reading=own, alone=own)


def _part(words: Words, start: int, end: int) -> Words:
    def moved(entity: Entity) -> Entity:
        return replace(entity, start=entity.start - start, end=entity.end - start)

    inside = tuple(moved(e) for e in words.alone.entities if start <= e.start and e.end <= end)
    reading = replace(words.alone, entities=inside, matters=())
    return replace(words, text=words.text[start:end].strip(), reading=reading, alone=reading)
