"""Cleans a message and remembers where every character came from.

What is cleaned keeps the meaning a person would read: invisible and control characters go, stacked
accents go, apostrophes inside words go, Latin lookalikes inside Cyrillic words turn Cyrillic,
stretched letters shrink. Positions refer to code points of the text as it was sent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Piece = tuple[str, int, int]
"""One cleaned character with the start and end of what it stands for in the original."""

_PLAIN = re.compile(r"[A-Za-z0-9а-яА-ЯҐґЄєІіЇїЁё \n.,!?:;()«»/+@#%&=_\-№…—]*")
_SPACES = frozenset("\t\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029")
_ONE_FOR_ONE = str.maketrans("‐‑‒–−\xa0\u202f\u2009\u2007", "-----    ")
_APOSTROPHES = "'’ʼ`′‘‛´＇ʹ"
_INSIDE = re.compile(rf"(?<=[^\W\d_])[{_APOSTROPHES}]{{1,2}}(?=[^\W\d_])")
_QUOTE_INSIDE = re.compile(r"(?<=[бвгдзкмнпрстфхшщ])[\"”“*](?=[єїюяь])", re.IGNORECASE)
_STRETCHED = re.compile(r"([^\W\d_]|\s)\1{2,}", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_HAS_CYRILLIC = re.compile(r"[а-яґєіїё]", re.IGNORECASE)
_HAS_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_TO_CYRILLIC = dict(zip("aceiopxykmhtbABCEIOPXYKMHT", "асеіорхукмнтвАВСЕІОРХУКМНТ", strict=True))
_TO_LATIN = {cyrillic: latin for latin, cyrillic in _TO_CYRILLIC.items()}


@dataclass(frozen=True, slots=True)
class Clean:
    """A cleaned text, its lower-case twin of the same length, and the way back to the original."""

    original: str
    text: str
    low: str
    starts: tuple[int, ...] | range
    ends: tuple[int, ...] | range

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the code points of the original that `text[start:end]` stands for."""
        if start >= end:
            raise ValueError(f"an empty span has no place: {start}..{end}")
        return self.starts[start], self.ends[end - 1]

    def pieces(self) -> list[Piece]:
        """Return the text as characters with their places, for another pass over it."""
        return list(zip(self.text, self.starts, self.ends, strict=True))


def rebuild(original: str, pieces: Iterable[Piece]) -> Clean:
    """Return the `Clean` that the pieces spell."""
    kept = list(pieces)
    text = "".join(piece[0] for piece in kept)
    starts = tuple(piece[1] for piece in kept)
    ends = tuple(piece[2] for piece in kept)
    return Clean(original, text, lower(text), starts, ends)


def lower(text: str) -> str:
    """Return the text in lower case, never longer or shorter than it was."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def scan(text: str) -> Clean:
    """Return the text without what cannot be seen: first step, script not yet judged."""
    if _PLAIN.fullmatch(text):
        return Clean(text, text, text.lower(), range(len(text)), range(1, len(text) + 1))
    return rebuild(text, _visible(text))


def _visible(text: str) -> Iterator[Piece]:
    held: Piece | None = None
    for place, char in enumerate(text):
        category = unicodedata.category(char)
        if category in ("Mn", "Me", "Mc"):
            held = _with_mark(held, char, place)
            continue
        if category in ("Cf", "Sk") and char not in _APOSTROPHES:
            continue
        if held is not None:
            yield held
        held = (_plain(char, category), place, place + 1)
    if held is not None:
        yield held


def _with_mark(held: Piece | None, mark: str, place: int) -> Piece | None:
    """Return the held letter with the mark composed in (`и` + breve = `й`) or dropped."""
    if held is None:
        return None
    char, start, _ = held
    composed = unicodedata.normalize("NFC", char + mark)
    cyrillic_stress = _HAS_CYRILLIC.match(char) and mark not in "\u0306\u0308"
    if len(composed) != 1 or cyrillic_stress:
        return held
    return composed, start, place + 1


def _plain(char: str, category: str) -> str:
    if char == "\n":
        return char
    if category in ("Cc", "Cs", "Co", "Cn") or char in _SPACES:
        return " "
    char = char.translate(_ONE_FOR_ONE)
    if category in ("Lu", "Ll", "Nd", "Po", "Lo") and not char.isascii():
        compatible = unicodedata.normalize("NFKC", char)
        return compatible if len(compatible) == 1 else char
    return char


def tidy(clean: Clean) -> Clean:
    """Return the text with apostrophes, lookalikes and stretched letters put right."""
    return _shrink_stretched(_unify_alphabets(_drop_apostrophes(clean)))


def _drop_apostrophes(clean: Clean) -> Clean:
    dropped: set[int] = set()
    for pattern in (_INSIDE, _QUOTE_INSIDE):
        for match in pattern.finditer(clean.text):
            dropped.update(range(*match.span()))
    if not dropped:
        return clean
    kept = (piece for place, piece in enumerate(clean.pieces()) if place not in dropped)
    return rebuild(clean.original, kept)


def _unify_alphabets(clean: Clean) -> Clean:
    """Return the text with each word of two alphabets moved into the one it means."""
    if not (_HAS_LATIN.search(clean.text) and _HAS_CYRILLIC.search(clean.text)):
        return clean
    text = _WORD.sub(lambda match: _one_alphabet(match.group()), clean.text)
    return Clean(clean.original, text, lower(text), clean.starts, clean.ends)


def _one_alphabet(word: str) -> str:
    latin = _HAS_LATIN.findall(word)
    cyrillic = _HAS_CYRILLIC.findall(word)
    if not latin or not cyrillic:
        return word
    if all(char in _TO_CYRILLIC for char in latin):
        return "".join(_TO_CYRILLIC.get(char, char) for char in word)
    if all(char in _TO_LATIN for char in cyrillic):
        return "".join(_TO_LATIN.get(char, char) for char in word)
    return word


def _shrink_stretched(clean: Clean) -> Clean:
    """Return the text with runs of three and more of one letter, or blank, cut to one."""
    if not _STRETCHED.search(clean.text):
        return clean
    pieces = clean.pieces()
    kept: list[Piece] = []
    place = 0
    for match in _STRETCHED.finditer(clean.text):
        kept += pieces[place : match.start()]
        char, start, _ = pieces[match.start()]
        kept.append((char, start, pieces[match.end() - 1][2]))
        place = match.end()
    return rebuild(clean.original, kept + pieces[place:])
