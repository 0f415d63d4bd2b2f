"""Looks a word up among stems, fast: by its first letters, longest stem first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nlu.entities.tokens import skeleton

_HEAD = 2


class Stems:
    """Stems with what they stand for; `of(key)` answers for a skeleton."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._by_head: dict[str, list[tuple[str, str]]] = {}
        for stem, value in sorted(pairs, key=lambda pair: -len(pair[0])):
            self._by_head.setdefault(stem[:_HEAD], []).append((stem, value))

    @staticmethod
    def listed(table: Mapping[str, str]) -> Stems:
        """Make them of a table `value: "stem stem …"`, stems as people write them."""
        return Stems(
            (skeleton(stem), value) for value, stems in table.items() for stem in stems.split()
        )

    def of(self, key: str) -> str | None:
        """Return what the longest stem that a skeleton begins with stands for."""
        found = self.match(key)
        return found[1] if found else None

    def match(self, key: str) -> tuple[str, str] | None:
        """Return the longest stem that a skeleton begins with, and what it stands for."""
        for stem, value in self._by_head.get(key[:_HEAD], ()):
            if key.startswith(stem):
                return stem, value
        return None

    def all_of(self, key: str) -> list[str]:
        """Return what every stem that a skeleton begins with stands for."""
        return [value for stem, value in self._by_head.get(key[:_HEAD], ()) if key.startswith(stem)]
