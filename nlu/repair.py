"""Repairs a message typed on the wrong keyboard layout or in Latin letters.

A repair is tried only on text that is nearly all Latin, and kept only when it makes more of the
text known to a dictionary than English does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, islice

from nlu.english import WORDS as ENGLISH
from nlu.keyboard import EN_KEYS, RU_KEYS, UK_KEYS
from nlu.normalise import Clean, Piece, lower, rebuild
from nlu.romanised import RU_LETTERS, UK_LETTERS, Spelling, Table, spellings

Known = Callable[[str], bool]

_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-z]")
_SHIELDED = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}|https?://\S+|www\.\S+|/[a-z_]{2,32}\b"
    r"|[kк][vв][\s-]?\d{4}[\s-]?\d+"
    r"|\bwi-?fi\b|\b(?:sms|qr|id|pdf|viber|telegram|gps|led)\b",
    re.IGNORECASE,
)
_CHUNK = re.compile(r"\S+")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’ʼ`]*")
_PUNCTUATION_KEYS = ".,;:'\"?<>"
_HEAD = 400
_ENOUGH = 0.5
_TRIED_A_WORD = 80
_TRIED_LATER = 12
_WELL_TRIED_WORDS = 80


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair, and its script: `layout`, `translit`, `en`, or None for none of them."""

    clean: Clean
    script: str | None


class _Speller:
    """Spells Latin words in Cyrillic: a likely word first, then any that the dictionary knows."""

    def __init__(self, table: Table, likely: Known, known: Known) -> None:
        self._table = table
        self._likely = likely
        self._known = known
        self.spell = lru_cache(8_192)(self._spell)

    def _spell(self, word: str, tries: int = _TRIED_A_WORD) -> Spelling:
        """Return the spelling as (Cyrillic letters, how many Latin ones they stand for)."""
        plainest = first_known = None
        for spelling in islice(spellings(word, self._table), tries):
            plainest = plainest or spelling
            text = "".join(part for part, _ in spelling)
            if self._likely(text):
                return spelling
            if first_known is None and self._known(text):
                first_known = spelling
        return first_known or plainest or ((word, len(word)),)


class Repairer:
    """Chooses between the readings of a Latin text.

    `known_*` say what the dictionaries have, `likely` which words residents use or streets bear.
    """

    def __init__(self, known_uk: Known, known_ru: Known, likely: Known) -> None:
        self._likely = likely
        self._known: dict[str, Known] = {
            "uk": lambda word: likely(word) or known_uk(word),
            "ru": lambda word: likely(word) or known_ru(word),
        }
        self._spellers = {
            "uk": _Speller(UK_LETTERS, likely, known_uk),
            "ru": _Speller(RU_LETTERS, likely, known_ru),
        }

    def __call__(self, clean: Clean) -> Repaired:
        """Return the likeliest reading of the text."""
        share = _latin_share(clean.text)
        if share == 0.0:
            return self._english_on_cyrillic_keys(clean)
        if share < 0.6:
            return Repaired(clean, None)
        return self._best(clean)

    def _best(self, clean: Clean) -> Repaired:
        head = _head(clean)
        if _plainly_english(head.text):
            return Repaired(clean, "en")
        readings = self._readings(head)
        score, name, lang = max(
            (self._score(reading, lang), name, lang) for name, lang, reading in readings
        )
        english = _share(_judged(head.text), _is_english)
        if score < _ENOUGH or english >= score:
            return Repaired(clean, "en" if english > 0.2 else None)
        return Repaired(self._reading(clean, name, lang), name)

    def _readings(self, head: Clean) -> Iterator[tuple[str, str, Clean]]:
        for name in ("layout", "translit"):
            for lang in ("ru", "uk"):
                yield name, lang, self._reading(head, name, lang)

    def _reading(self, clean: Clean, name: str, lang: str) -> Clean:
        if name == "translit":
            return _respelled(clean, self._spellers[lang])
        return _retyped(clean, UK_KEYS if lang == "uk" else RU_KEYS, self._known[lang])

    def _score(self, reading: Clean, lang: str) -> float:
        words = _judged(reading.text)
        return _share(words, self._known[lang]) + 0.05 * _share(words, self._likely)

    def _english_on_cyrillic_keys(self, clean: Clean) -> Repaired:
        words = _judged(clean.text)
        if not words or any(known(word) for known in self._known.values() for word in words):
            return Repaired(clean, None)
        reading = _mapped(clean, EN_KEYS)
        if _share(_judged(reading.text), _is_english) < 0.6:
            return Repaired(clean, None)
        return Repaired(reading, "layout")

    def with_names(self, clean: Clean, is_name: Known) -> Clean:
        """Return an English text with those Latin words in Cyrillic that spell a name."""

        def respell(match: re.Match[str]) -> list[Piece]:
            word = pieces[match.start() : match.end()]
            if _is_english(match.group().lower()):
                return word
            for speller in self._spellers.values():
                spelled = _applied(word, speller.spell(match.group().lower()))
                long = len(spelled) > 3 or match.group()[0].isupper()
                if long and is_name(_low(spelled)):
                    return spelled
            return word

        pieces = clean.pieces()
        return rebuild(clean.original, _substituted(clean, pieces, _LATIN_WORD, respell))


def _latin_share(text: str) -> float:
    text = _SHIELDED.sub(" ", text)
    letters = len(_LETTER.findall(text))
    return len(_LATIN.findall(text)) / letters if letters else 0.0


def _head(clean: Clean) -> Clean:
    """Return as much of the text as is needed to judge its script."""
    if len(clean.text) <= _HEAD:
        return clean
    size = clean.text.rfind(" ", 0, _HEAD) + 1 or _HEAD
    text, low = clean.text[:size], clean.low[:size]
    return Clean(clean.original, text, low, clean.starts[:size], clean.ends[:size])


def _judged(text: str) -> list[str]:
    text = _SHIELDED.sub(" ", text).replace("'", "").lower()
    return re.findall(r"[^\W\d_]+", text)


def _share(words: list[str], known: Known) -> float:
    """Return the share of letters in words that are known, so that short words weigh little."""
    total = sum(map(len, words))
    return sum(len(word) for word in words if known(word)) / total if total else 0.0


def _is_english(word: str) -> bool:
    word = re.sub(r"['’ʼ`]", "", word)
    return word in ENGLISH or (word.endswith("s") and word[:-1] in ENGLISH)


def _plainly_english(text: str) -> bool:
    """Say whether most words are English and more than chance explains."""
    words = _judged(text)
    english = [word for word in words if _is_english(word)]
    letters = sum(len(word) for word in english if len(word) > 2)
    return len(english) >= 0.6 * len(words) and (letters >= 4 or len(english) == len(words))


def _low(pieces: list[Piece]) -> str:
    return lower("".join(piece[0] for piece in pieces)).replace("'", "")


def _substituted(
    clean: Clean,
    pieces: list[Piece],
    pattern: re.Pattern[str],
    change: Callable[[re.Match[str]], list[Piece]],
) -> list[Piece]:
    """Return the pieces with every match of the pattern changed, shielded parts left alone."""
    shields = [match.span() for match in islice(_SHIELDED.finditer(clean.text), 50)]
    result: list[Piece] = []
    place = 0
    for match in pattern.finditer(clean.text):
        if any(start < match.end() and match.start() < end for start, end in shields):
            continue
        result += pieces[place : match.start()]
        result += change(match)
        place = match.end()
    return result + pieces[place:]


def _mapped(clean: Clean, keys: dict[str, str]) -> Clean:
    text = "".join(keys.get(char, char) for char in clean.text)
    return Clean(clean.original, text, lower(text), clean.starts, clean.ends)


def _retyped(clean: Clean, keys: dict[str, str], known: Known) -> Clean:
    """Return the text as the other layout's keys spell it; punctuation stays if it must."""

    def retype(match: re.Match[str]) -> list[Piece]:
        chunk = pieces[match.start() : match.end()]
        whole = [(keys.get(char, char), start, end) for char, start, end in chunk]
        bare = len(match.group().rstrip(_PUNCTUATION_KEYS))
        if bare == len(chunk) or bare == 0 or known(_low(whole)):
            return whole
        for cut in range(len(chunk) - 1, max(bare, len(chunk) - 4) - 1, -1):
            if known(_low(whole[:cut])):
                return whole[:cut] + chunk[cut:]
        return whole[:bare] + chunk[bare:]

    pieces = clean.pieces()
    return rebuild(clean.original, _substituted(clean, pieces, _CHUNK, retype))


def _respelled(clean: Clean, speller: _Speller) -> Clean:
    def respell(match: re.Match[str]) -> list[Piece]:
        word = pieces[match.start() : match.end()]
        tries = _TRIED_A_WORD if next(turn) < _WELL_TRIED_WORDS else _TRIED_LATER
        return _applied(word, speller.spell(match.group().lower(), tries))

    turn = count()
    pieces = clean.pieces()
    return rebuild(clean.original, _substituted(clean, pieces, _LATIN_WORD, respell))


def _applied(word: list[Piece], spelling: Spelling) -> list[Piece]:
    """Return the word's pieces respelled, each Cyrillic letter at the place of its Latin ones."""
    result: list[Piece] = []
    place = 0
    for letters, size in spelling:
        first, last = word[place], word[place + size - 1]
        shown = letters.capitalize() if first[0].isupper() else letters
        result += [(letter, first[1], last[2]) for letter in shown]
        place += size
    return result
