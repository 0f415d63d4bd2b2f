"""Which language a Cyrillic message speaks: marked letters first, then the dictionaries."""

from __future__ import annotations

import re
from collections.abc import Callable

Known = Callable[[str], bool]

_WORD = re.compile(r"[а-яґєіїё]+")
_UK_LETTERS = re.compile(r"[іїєґ]")
_RU_LETTERS = re.compile(r"[ыэъё]")
_JUDGED = 60
_MIXED_SHARE = 0.25


def language(low: str, known_uk: Known, known_ru: Known) -> str:
    """Return `uk`, `ru` or `mixed` for lower-case Cyrillic text; `uk` when nothing tells."""
    words = _WORD.findall(low)[:_JUDGED]
    sides = [_side(word, known_uk, known_ru) for word in words]
    uk, ru = sides.count("uk"), sides.count("ru")
    if ru == 0:
        return "uk"
    if uk == 0:
        return "ru"
    if min(uk, ru) / (uk + ru) >= _MIXED_SHARE:
        return "mixed"
    return "uk" if uk > ru else "ru"


def _side(word: str, known_uk: Known, known_ru: Known) -> str | None:
    """Return the only language that can own the word, if there is one."""
    if _UK_LETTERS.search(word):
        return None if _RU_LETTERS.search(word) else "uk"
    if _RU_LETTERS.search(word):
        return "ru"
    uk, ru = known_uk(word), known_ru(word)
    if uk == ru:
        return None
    return "uk" if uk else "ru"
