"""Repairs spelling: a word no dictionary knows becomes the everyday word one slip away.

Everyday words are those of the training data. Names are left alone, and so is what may be a name:
a capital letter inside a sentence, a word behind a type word, and what a slip separates from a name
of the city behind a preposition of place or before a house number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from nlu.near import CHANCE_LETTER, Near
from nlu.normalise import Clean, Piece, rebuild

Known = Callable[[str], bool]

_WORD = re.compile(r"(?<![\w-])[а-яґєіїё]{4,24}(?![\w-])")
_SENTENCE = re.compile(r"(?:^|[.!?…\n])\W*$")
_NUMBER_BEHIND = re.compile(r"[\s,]*(?:буд\w*|дом\w*|№)?[\s.,№]*\d")
_NAMED = re.compile(
    r"\b(?:вул\w*|ул\w*|просп\w*|пр-т|пр|бульв\w*|б-р|пров\w*|пл\w*|площ\w*|провул\w*|шосе|"
    r"узвіз|набережн\w*|звати|зовут|прізвище|фамилия|пан|пані)[\s.]+$"
)
_PLACED = re.compile(r"\b(?:на|по|біля|возле)\s+$")
_LOOKED_BACK = 16
_LONG = 6
_MOST = 40
_FIRST_PARTS = frozenset("не на до по за та що ми я у в і з".split())
_CACHE = 8_192


class Speller:
    """Spells words of Cyrillic text. `known`: a dictionary has it; `near_name`: one slip away."""

    def __init__(self, words: Iterable[str], known: Known, is_name: Known, near_name: Known):
        self._words = frozenset(words)
        self._near = Near(word for word in self._words if known(word))
        self._known, self._is_name, self._near_name = known, is_name, near_name
        self._meant = lru_cache(_CACHE)(self._look_up)

    def __call__(self, clean: Clean) -> Clean:
        """Return the text with the slips that can be put right without a doubt put right."""
        changes = [
            (match.span(), meant)
            for match in _WORD.finditer(clean.low)
            if (meant := self._meant(match.group())) and not self._may_be_name(clean, match)
        ]
        return _spelled(clean, changes[:_MOST]) if changes else clean

    def _look_up(self, word: str) -> str | None:
        """Return what a word is meant to be, None where it is right or nothing is near."""
        if word in self._words or self._known(word) or self._is_name(word):
            return None
        cheap = [
            near
            for cost, near in self._near.slips(word)
            if len(word) >= _LONG or cost < CHANCE_LETTER
        ]
        return cheap[0] if cheap else self._two_words(word)

    def _two_words(self, word: str) -> str | None:
        """Return a word that lost its space with it: `немаєсвітла`."""
        for at in range(len(word) - 3, 0, -1):
            left, right = word[:at], word[at:]
            whole = left in _FIRST_PARTS or (len(left) > 3 and left in self._words)
            if whole and right in self._words and self._known(right):
                return f"{left} {right}"
        return None

    def _may_be_name(self, clean: Clean, match: re.Match[str]) -> bool:
        before = clean.text[max(0, match.start() - _LOOKED_BACK) : match.start()]
        first = clean.text[match.start()]
        capital = first.isupper() and not clean.text[match.start() + 1].isupper()
        if capital and not _SENTENCE.search(before):
            return True
        if _NAMED.search(before.lower()):
            return True
        placed = _PLACED.search(before.lower()) or _NUMBER_BEHIND.match(clean.low, match.end())
        return placed is not None and self._near_name(match.group())


def _spelled(clean: Clean, changes: list[tuple[tuple[int, int], str]]) -> Clean:
    """Return the text with stretches replaced, their letters at the places of the old ones."""
    pieces = clean.pieces()
    kept: list[Piece] = []
    place = 0
    for (start, end), meant in changes:
        kept += pieces[place:start]
        kept += _placed(pieces[start:end], meant)
        place = end
    return rebuild(clean.original, kept + pieces[place:])


def _placed(old: list[Piece], meant: str) -> list[Piece]:
    """Return new letters with the places of the old ones; what has no twin shares a neighbour's."""
    text = "".join(piece[0] for piece in old).lower()
    head = 0
    while head < min(len(text), len(meant)) and text[head] == meant[head]:
        head += 1
    tail = 0
    while tail < min(len(text), len(meant)) - head and text[-1 - tail] == meant[-1 - tail]:
        tail += 1
    middle = old[head : len(old) - tail] or [old[max(0, head - 1)]]
    start, end = middle[0][1], middle[-1][2]
    shown = [(letter, start, end) for letter in meant[head : len(meant) - tail]]
    if old[0][0].isupper() and head == 0 and shown:
        shown[0] = (shown[0][0].upper(), start, end)
    return [*old[:head], *shown, *old[len(old) - tail :]]
