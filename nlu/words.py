"""Ukrainian and Russian dictionaries. Every parse counts: the analyser has no probabilities."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

_APOSTROPHE_GAP = re.compile(r"([бвгґдзжкмнпрстфхчшщ])(?=[єїюя])")
_NOT_WORD = re.compile(r"[^а-яґєіїё'-]")
_CACHE = 32_768
_LONGEST = 40
_CASES = ("nomn", "gent", "datv", "accs", "loct", "ablt")
_MISSING_UK = frozenset(
    "вже ще немає нема теж нє неа агов добридень добраніч тобто наче щойно їхній "
    "рочки рочків рочок рочка годика годиков годіків доня доні донечка донечки".split()
)
"""Everyday Ukrainian words that the dictionary lacks."""


@dataclass(frozen=True, slots=True)
class Parse:
    """One reading of a word: its dictionary form and its grammemes (`NOUN`, `Surn`, `femn` …)."""

    lemma: str
    tags: frozenset[str]


class _Analyser(Protocol):
    def word_is_known(self, word: str) -> bool: ...
    def parse(self, word: str) -> list[Any]: ...


def apostrophe_spellings(word: str) -> tuple[str, ...]:
    """Return the word and its spellings with the apostrophe put back: `пять` → `пять`, `п'ять`."""
    restored = _APOSTROPHE_GAP.sub(r"\1'", word)
    return (word,) if restored == word else (word, restored)


class Lexicon:
    """Two morphological dictionaries behind one question each: known? which lemmas? which parses?

    Words are lower case and may lack their apostrophes, as the normaliser leaves them.
    """

    def __init__(self, uk: _Analyser, ru: _Analyser) -> None:
        self._uk = uk
        self._ru = ru
        self.known_uk = lru_cache(_CACHE)(self._known_uk)
        self.known_ru = lru_cache(_CACHE)(self._known_ru)
        self.lemmas = lru_cache(_CACHE)(self._lemmas)
        self.parses = lru_cache(_CACHE)(self._parses)
        self.tags = lru_cache(_CACHE)(self._tags)
        self.noun_cases = lru_cache(_CACHE)(self._noun_cases)

    @staticmethod
    def load() -> Lexicon:
        """Open both dictionaries (about 0.2 s, 40 MB)."""
        # Imported here so that importing `nlu` costs nothing.
        from pymorphy3 import MorphAnalyzer

        logging.getLogger("pymorphy3").setLevel(logging.WARNING)

        return Lexicon(MorphAnalyzer(lang="uk"), MorphAnalyzer(lang="ru"))

    def known(self, word: str) -> bool:
        """Say whether either dictionary has the word."""
        return self.known_uk(word) or self.known_ru(word)

    def _known_uk(self, word: str) -> bool:
        if word in _MISSING_UK:
            return True
        if len(word) > _LONGEST:
            return False
        return any(self._uk.word_is_known(spelling) for spelling in apostrophe_spellings(word))

    def _known_ru(self, word: str) -> bool:
        return len(word) <= _LONGEST and self._ru.word_is_known(word)

    def _noun_cases(self, word: str) -> dict[str, str]:
        """Return a nominative noun's singular forms with their case; {} for other words."""
        cases: dict[str, str] = {}
        for spelling in apostrophe_spellings(word):
            for parse in self._uk.parse(spelling):
                if {"NOUN", "nomn"} <= parse.tag.grammemes and "plur" not in parse.tag.grammemes:
                    cases |= {form.word.replace("'", ""): _case(form) for form in parse.lexeme}
        return {form: case for form, case in cases.items() if case}

    def _uk_parses(self, word: str) -> list[Parse]:
        found: list[Parse] = []
        for spelling in apostrophe_spellings(word):
            if self._uk.word_is_known(spelling):
                found += map(_parse, self._uk.parse(spelling))
        return found

    def _parses(self, word: str) -> tuple[Parse, ...]:
        """Return every parse of the dictionaries that know the word; none for an unknown one."""
        if len(word) > _LONGEST:
            return ()
        found = self._uk_parses(word)
        if self._ru.word_is_known(word):
            found += map(_parse, self._ru.parse(word))
        return tuple(found)

    def _tags(self, word: str) -> frozenset[str]:
        """Return the grammemes of all parses together."""
        return frozenset(tag for parse in self.parses(word) for tag in parse.tags)

    def _lemmas(self, word: str) -> tuple[str, ...]:
        """Return every lemma, apostrophes dropped, sorted; an unknown word's guessed one."""
        if word in _MISSING_UK or _NOT_WORD.search(word) or len(word) > _LONGEST:
            return (word[:_LONGEST],)
        found = {parse.lemma for parse in self.parses(word)}
        if not found:
            found = {_parse(guess).lemma for guess in self._uk.parse(word)[:2]}
        return tuple(sorted(found))


def _case(form: Any) -> str:
    if "plur" in form.tag.grammemes:
        return ""
    return next((case for case in _CASES if case in form.tag.grammemes), "")


def _parse(raw: Any) -> Parse:
    return Parse(raw.normal_form.replace("'", ""), frozenset(raw.tag.grammemes))
