"""The text side of reading: clean, repair, name the language. Knows no intents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nlu.language import language
from nlu.normalise import Clean, scan, tidy
from nlu.repair import Repairer
from nlu.words import Lexicon

Known = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Legible:
    """A message made legible, and the language it was written in."""

    clean: Clean
    language: str


class Scribe:
    """Makes messages legible. `likely`: words residents use; `is_name`: the city's names."""

    def __init__(self, lexicon: Lexicon, likely: Known, is_name: Known) -> None:
        self._lexicon = lexicon
        self._is_name = is_name
        self._repair = Repairer(
            lexicon.known_uk, lexicon.known_ru, lambda word: likely(word) or is_name(word)
        )

    def __call__(self, text: str) -> Legible:
        """Return the message cleaned and repaired; never raises, whatever the text."""
        repaired = self._repair(scan(text))
        clean = tidy(repaired.clean)
        if repaired.script == "en":
            clean = self._repair.with_names(clean, self._is_name)
        return Legible(clean, repaired.script or self._language(clean))

    def _language(self, clean: Clean) -> str:
        return language(clean.low, self._lexicon.known_uk, self._lexicon.known_ru)
