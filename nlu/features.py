"""Turns a cleaned, masked message into weighted features: pieces of words, lemmas, lemma pairs.

Each view is TF-IDF with sublinear counts, of unit length, times a weight; they stand side by side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.int32]
Vector = tuple[Places, Floats]
Lemmatise = Callable[[str], tuple[str, ...]]

SHORTEST, LONGEST = 2, 5
WEIGHTS = {"chars": 1.5, "lemmas": 1.0, "pairs": 0.7}
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")
_SIGNS = re.compile(r"([.!?,:;()«»\"]+)")
_MOST_CHARACTERS = 1_500


def folded(low: str) -> str:
    """Return the text with digits folded, no longer than is worth reading for its intent."""
    return _DIGIT.sub("0", low[:_MOST_CHARACTERS])


def char_grams(text: str) -> Counter[str]:
    """Count pieces of 2 to 5 characters inside words, word ends marked by a space."""
    grams: list[str] = []
    for word in _SIGNS.sub(r" \1 ", text).split():
        padded = f" {word} "
        length = len(padded)
        for size in range(SHORTEST, LONGEST + 1):
            grams += [padded[i : i + size] for i in range(length - size + 1)]
    return Counter(grams)


def lemma_counts(words: list[tuple[str, ...]]) -> Counter[str]:
    """Count the lemmas of every parse of every word."""
    return Counter(lemma for lemmas in words for lemma in lemmas)


def pair_counts(words: list[tuple[str, ...]]) -> Counter[str]:
    """Count neighbouring lemmas, one parse a word, the message's ends included."""
    firsts = ["^", *(lemmas[0] for lemmas in words), "$"]
    return Counter(f"{left} {right}" for left, right in pairwise(firsts))


@dataclass(frozen=True, slots=True)
class View:
    """One vocabulary with its inverse document frequencies; `offset` is its first column."""

    index: dict[str, int]
    idf: Floats
    offset: int
    weight: float

    @staticmethod
    def fit(documents: Iterable[Counter[str]], offset: int, weight: float) -> View:
        """Learn the features of the documents."""
        frequency: Counter[str] = Counter()
        size = 0
        for document in documents:
            frequency.update(document.keys())
            size += 1
        kept = sorted(frequency)
        index = {feature: offset + place for place, feature in enumerate(kept)}
        counts = np.array([frequency[feature] for feature in kept], dtype=np.float64)
        idf = np.log((1 + size) / (1 + counts)) + 1
        return View(index, idf.astype(np.float32), offset, weight)

    def weigh(self, counts: Counter[str]) -> Vector:
        """Return columns and weights of the known features, of the view's length together."""
        found = [self.index.get(feature, -1) for feature in counts]
        places = np.array(found, dtype=np.int32)
        known = places >= 0
        places = places[known]
        if not len(places):
            return np.empty(0, np.int32), np.empty(0, np.float32)
        times = np.array(list(counts.values()), dtype=np.float32)[known]
        weights = (1 + np.log(times)) * self.idf[places - self.offset]
        norm = np.sqrt(np.square(weights).sum())
        return places, (weights * (self.weight / norm)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Features:
    """The three views; `vectorise` is the one function that training and reading share."""

    views: tuple[View, View, View]
    lemmatise: Lemmatise

    @staticmethod
    def fit(texts: list[str], lemmatise: Lemmatise) -> Features:
        """Learn the vocabularies from lower-case masked texts."""
        documents = [_documents(text, lemmatise) for text in texts]
        views: list[View] = []
        offset = 0
        for place, weight in enumerate(WEIGHTS.values()):
            views.append(View.fit((document[place] for document in documents), offset, weight))
            offset += len(views[-1].index)
        return Features((views[0], views[1], views[2]), lemmatise)

    @property
    def width(self) -> int:
        """Return how many columns there are."""
        return sum(len(view.index) for view in self.views)

    def vectorise(self, low: str) -> Vector:
        """Return columns and weights of a lower-case masked text."""
        documents = _documents(low, self.lemmatise)
        parts = [view.weigh(counts) for view, counts in zip(self.views, documents, strict=True)]
        return np.concatenate([part[0] for part in parts]), np.concatenate(
            [part[1] for part in parts]
        )


def _documents(low: str, lemmatise: Lemmatise) -> tuple[Counter[str], Counter[str], Counter[str]]:
    text = folded(low)
    words = [lemmatise(word) for word in _WORD.findall(text)]
    return char_grams(text), lemma_counts(words), pair_counts(words)
