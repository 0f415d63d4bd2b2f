"""Turns a cleaned message into weighted features: pieces of words, and lemmas.

Both views are TF-IDF with sublinear counts, each of unit length, side by side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.int32]
Lemmatise = Callable[[str], tuple[str, ...]]

SHORTEST, LONGEST = 2, 5
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")
_SPACE_BEFORE = re.compile(r"([.!?,:;()«»\"]+)")
_MOST_CHARACTERS = 2_000


def char_grams(low: str) -> Counter[str]:
    """Count pieces of 2 to 5 characters inside words, word ends marked by a space."""
    counts: Counter[str] = Counter()
    for word in _SPACE_BEFORE.sub(r" \1 ", _DIGIT.sub("0", low[:_MOST_CHARACTERS])).split():
        padded = f" {word} "
        for size in range(SHORTEST, LONGEST + 1):
            counts.update(padded[i : i + size] for i in range(len(padded) - size + 1))
    return counts


def lemma_counts(low: str, lemmatise: Lemmatise) -> Counter[str]:
    """Count the lemmas of every parse of every word; digits are folded."""
    counts: Counter[str] = Counter()
    for word in _WORD.findall(_DIGIT.sub("0", low[:_MOST_CHARACTERS])):
        counts.update(lemmatise(word))
    return counts


@dataclass(frozen=True, slots=True)
class View:
    """One vocabulary with its inverse document frequencies; `offset` is its first column."""

    index: dict[str, int]
    idf: Floats
    offset: int

    @staticmethod
    def fit(documents: Iterable[Counter[str]], least: int, offset: int) -> View:
        """Learn the features that occur in at least `least` documents."""
        frequency: Counter[str] = Counter()
        size = 0
        for document in documents:
            frequency.update(document.keys())
            size += 1
        kept = sorted(feature for feature, count in frequency.items() if count >= least)
        index = {feature: offset + place for place, feature in enumerate(kept)}
        counts = np.array([frequency[feature] for feature in kept], dtype=np.float64)
        idf = np.log((1 + size) / (1 + counts)) + 1
        return View(index, idf.astype(np.float32), offset)

    def weigh(self, counts: Counter[str]) -> tuple[Places, Floats]:
        """Return columns and weights of the known features, of unit length together."""
        index = self.index
        pairs = [(index[feature], count) for feature, count in counts.items() if feature in index]
        if not pairs:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        raw = np.array(pairs, dtype=np.int32)
        places = raw[:, 0]
        weights = (1 + np.log(raw[:, 1])) * self.idf[places - self.offset]
        norm = np.sqrt(np.square(weights).sum())
        return places, (weights / norm).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Features:
    """Both views; `vectorise` is the one function that training and reading share."""

    chars: View
    lemmas: View
    lemmatise: Lemmatise

    @staticmethod
    def fit(texts: list[str], lemmatise: Lemmatise, least: int = 2) -> Features:
        """Learn the vocabularies from lower-case cleaned texts."""
        chars = View.fit((char_grams(text) for text in texts), least, 0)
        words = (lemma_counts(text, lemmatise) for text in texts)
        return Features(chars, View.fit(words, least, len(chars.index)), lemmatise)

    @property
    def width(self) -> int:
        """Return how many columns there are."""
        return len(self.chars.index) + len(self.lemmas.index)

    def vectorise(self, low: str) -> tuple[Places, Floats]:
        """Return columns and weights of a lower-case cleaned text."""
        char_places, char_weights = self.chars.weigh(char_grams(low))
        places, weights = self.lemmas.weigh(lemma_counts(low, self.lemmatise))
        return np.concatenate([char_places, places]), np.concatenate([char_weights, weights])
