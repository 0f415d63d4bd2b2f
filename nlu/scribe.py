"""The text side of reading: clean, repair script and spelling, name the language."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.language import language
from nlu.names import Names
from nlu.normalise import Clean, scan, tidy
from nlu.repair import Repairer
from nlu.spelling import Speller
from nlu.words import Lexicon


@dataclass(frozen=True, slots=True)
class Legible:
    """A message made legible, and the language it was written in."""

    clean: Clean
    language: str


class Scribe:
    """Makes messages legible. `words`: what residents write; `names`: what the city is called."""

    def __init__(self, lexicon: Lexicon, words: frozenset[str], names: Names) -> None:
        self._lexicon = lexicon
        self._names = names
        self._spell = Speller(words, lexicon.known, names, names.near)
        self._repair = Repairer(
            lexicon.known_uk, lexicon.known_ru, lambda word: word in words or names(word)
        )

    def __call__(self, text: str) -> Legible:
        """Return the message cleaned and repaired; never raises, whatever the text."""
        repaired = self._repair(scan(text))
        clean = tidy(repaired.clean)
        if repaired.script == "en":
            return Legible(self._repair.with_names(clean, self._names), "en")
        clean = self._spell(clean)
        return Legible(clean, repaired.script or self._language(clean))

    def _language(self, clean: Clean) -> str:
        return language(clean.low, self._lexicon.known_uk, self._lexicon.known_ru)
