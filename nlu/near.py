"""Words one typing error away: a letter lost, added or wrong, or two swapped.

One error leaves either the first or the second half of a word whole, so halves are the index.
"""

from __future__ import annotations

from collections.abc import Iterable

from nlu.keyboard import NEIGHBOURS

CHANCE_LETTER = 2.0
"""The cost of a letter that no finger hits by mistake; other slips cost less."""
_SHORTEST = 4
_SWAP, _NEIGHBOUR, _LOST, _ADDED, _FIRST = 0.0, 0.5, 0.9, 1.0, 0.5
_HEARD_ALIKE = [set(pair) for pair in ("еи", "еі", "оа", "оу", "зс", "гх", "дт", "бп", "жш")]


class Near:
    """Finds the words of a list that one slip of the finger turns into what was typed."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if len(word) >= _SHORTEST)
        self._heads: dict[tuple[int, str], list[str]] = {}
        self._tails: dict[tuple[int, str], list[str]] = {}
        for word in sorted(self._words):
            half = len(word) // 2
            self._heads.setdefault((len(word), word[:half]), []).append(word)
            self._tails.setdefault((len(word), word[half:]), []).append(word)

    def of(self, typed: str) -> list[str]:
        """Return the words one error away, the likeliest slip first; [] for a word of the list."""
        return [word for _, word in self.slips(typed)]

    def slips(self, typed: str) -> list[tuple[float, str]]:
        """Return the same words, each with how unlikely its slip is."""
        if typed in self._words or len(typed) < _SHORTEST - 1:
            return []
        slips = {word: _slip(typed, word) for word in self._halfway(typed)}
        return sorted((cost, word) for word, cost in slips.items() if cost is not None)

    def _halfway(self, typed: str) -> set[str]:
        """Return the words that share a half with what was typed."""
        found: set[str] = set()
        for size in range(len(typed) - 1, len(typed) + 2):
            half = size // 2
            found.update(self._heads.get((size, typed[:half]), ()))
            found.update(self._tails.get((size, typed[len(typed) - size + half :]), ()))
        half = len(typed) // 2
        swapped = typed[: half - 1] + typed[half : half - 2 : -1] + typed[half + 1 :]
        return found | ({swapped} & self._words)


def _slip(typed: str, word: str) -> float | None:
    """Return how unlikely the one slip is that makes `typed` of `word`, None if it takes more."""
    first = next((at for at, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), None)
    at = min(len(typed), len(word)) if first is None else first
    begun = _FIRST if at == 0 else 0.0
    if len(typed) == len(word):
        if typed[at + 1 :] == word[at + 1 :]:
            return begun + _wrong_letter(typed[at], word[at])
        swapped = typed[at : at + 2] == word[at : at + 2][::-1]
        return begun + _SWAP if swapped and typed[at + 2 :] == word[at + 2 :] else None
    if len(typed) < len(word):
        return begun + _LOST if word[at + 1 :] == typed[at:] else None
    return begun + _ADDED if typed[at + 1 :] == word[at:] else None


def _wrong_letter(typed: str, meant: str) -> float:
    likely = typed in NEIGHBOURS.get(meant, "") or {typed, meant} in _HEARD_ALIKE
    return _NEIGHBOUR if likely else CHANCE_LETTER
