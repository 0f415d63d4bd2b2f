"""Turns a cleaned, masked message into weighted features: pieces of words, lemmas, lemma pairs.

Each view is TF-IDF with sublinear counts, of unit length, times a weight; they stand side by side.
A feature is known by a 64-bit key instead of its letters: keys of a whole message are made and
looked up in a few array operations, and take a tenth of the memory of a dictionary. The two topmost
bits of a key name its view.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.int32]
Keys = NDArray[np.uint64]
Vector = tuple[Places, Floats]
Lemmatise = Callable[[str], tuple[str, ...]]

SHORTEST, LONGEST = 2, 5
_WEIGHTS = np.array([1.5, 1.0, 0.7])
"""Of pieces of words, lemmas and pairs of them."""
_VIEW = np.uint64(62)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""Odd and without a pattern in its bits, so that what differs little is thrown far apart."""
_SPACE = np.uint64(ord(" "))
_NOTHING = 1e-9
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")
_SIGNS = re.compile(r"([.!?,:;()«»\"]+)")
_MOST_CHARACTERS = 1_500
_CACHE = 16_384


def folded(low: str) -> str:
    """Return the text with digits folded, no longer than is worth reading for its intent."""
    return _DIGIT.sub("0", low[:_MOST_CHARACTERS])


def char_keys(text: str) -> Keys:
    """Return keys of the pieces of 2 to 5 characters inside words, word ends marked by a space."""
    spaced = " ".join(["", *_SIGNS.sub(r" \1 ", text).split(), ""])
    codes = np.frombuffer(spaced.encode("utf-32-le", "surrogatepass"), np.uint32)
    letters = codes.astype(np.uint64)
    inside = letters != _SPACE
    keys, whole = letters * _FACTOR, np.ones(len(letters), bool)
    found = []
    for size in range(SHORTEST, LONGEST + 1):
        keys = (keys[:-1] + letters[size - 1 :]) * _FACTOR
        # Only the first and the last character of a piece may be a space.
        whole = whole[:-1] if size == SHORTEST else whole[:-1] & inside[size - 2 : -1]
        found.append(keys[whole])
    return np.concatenate(found)


def _pair_keys(firsts: Keys) -> Keys:
    return (firsts[:-1] * _FACTOR + firsts[1:]) * _FACTOR


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest())


def _of_view(view: int, keys: Keys) -> Keys:
    return keys >> np.uint64(2) | np.uint64(view) << _VIEW


_BEGIN, _END = _key("^"), _key("$")


class Features:
    """The features of the training messages; `vectorise` is what training and reading share.

    Shape: `keys` (columns), ascending; `idf` (columns), inverse document frequencies.
    """

    def __init__(self, keys: Keys, idf: Floats, lemmatise: Lemmatise) -> None:
        self.keys, self.idf = keys, idf
        self._lemmatise = lemmatise
        self._lemma_keys = lru_cache(_CACHE)(self._look_up)

    @staticmethod
    def fit(texts: list[str], lemmatise: Lemmatise) -> Features:
        """Learn the features of lower-case masked texts."""
        unlearnt = Features(np.empty(0, np.uint64), np.empty(0, np.float32), lemmatise)
        seen = np.concatenate([np.unique(unlearnt.keys_of(text)) for text in texts])
        keys, frequency = np.unique(seen, return_counts=True)
        idf = np.log((1 + len(texts)) / (1 + frequency)) + 1
        return Features(keys, idf.astype(np.float32), lemmatise)

    @property
    def width(self) -> int:
        """Return how many columns there are."""
        return len(self.keys)

    def keys_of(self, low: str) -> Keys:
        """Return the keys of all features of a text, as often as they occur."""
        text = folded(low)
        words = [self._lemma_keys(word) for word in _WORD.findall(text)]
        lemmas = np.array([key for keys in words for key in keys], np.uint64)
        firsts = np.array([_BEGIN, *(keys[0] for keys in words), _END], np.uint64)
        views = (char_keys(text), lemmas, _pair_keys(firsts))
        return np.concatenate([_of_view(view, keys) for view, keys in enumerate(views)])

    def vectorise(self, low: str) -> Vector:
        """Return columns and weights of the known features of a lower-case masked text."""
        keys, times = np.unique(self.keys_of(low), return_counts=True)
        places = np.searchsorted(self.keys, keys)
        known = self.keys.take(places, mode="clip") == keys
        places, views = places[known], (keys[known] >> _VIEW).astype(np.intp)
        weights = (1 + np.log(times[known])) * self.idf[places]
        lengths = np.sqrt(np.bincount(views, np.square(weights), len(_WEIGHTS)))
        weights *= (_WEIGHTS / np.maximum(lengths, _NOTHING))[views]
        return places.astype(np.int32), weights.astype(np.float32)

    def _look_up(self, word: str) -> tuple[int, ...]:
        """Return the keys of a word's lemmas: one of every parse."""
        return tuple(_key(lemma) for lemma in self._lemmatise(word))
