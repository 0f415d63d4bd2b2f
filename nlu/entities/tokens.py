"""Words, numbers and signs of a message, and a spelling that unites both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from nlu.normalise import Clean

_TOKEN = re.compile(r"[^\W\d_]+|\d+|([^\w\s])\1*")
_MOST = 900
_SKELETON = str.maketrans("ґіїыйєэё", "гииииеее", "ьъ'")


def skeleton(word: str) -> str:
    """Return a spelling in which Ukrainian and Russian twins meet: `ревуцького` = `ревуцкого`."""
    return word.translate(_SKELETON)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a run of digits or one sign, with its place in the cleaned text."""

    text: str
    low: str
    skeleton: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Say whether it is made of letters."""
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        """Say whether it is made of decimal digits."""
        return self.text.isdecimal()

    @property
    def is_capital(self) -> bool:
        """Say whether it begins with a capital letter."""
        return self.text[0].isupper()


def tokenise(clean: Clean) -> list[Token]:
    """Return the tokens of a cleaned message in order; a run of one sign is one token.

    The longest honest message has fewer than are read; a flood of signs is not read to its end.
    """
    tokens = []
    for match in islice(_TOKEN.finditer(clean.text), _MOST):
        start, end = match.span()
        size = 1 if match[1] else end - start
        low = clean.low[start : start + size]
        tokens.append(Token(clean.text[start : start + size], low, skeleton(low), start, end))
    return tokens
