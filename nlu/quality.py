"""Looks over training data: what is broken, said twice, or labelled against what is most alike.

Two messages are alike by the cosine of their pieces of two to four letters, marked names replaced
by what they are, so that another street or number makes no other message.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.code_hints import NAMES as CODES
from nlu.examples import DataError, Example, load_tests, read_training

LEAST_EXAMPLES = dict.fromkeys(
    """affirm bot_challenge cancel case_status change_language deny doctor_appointment
    enrol_kindergarten enrol_school goodbye greet handoff help petition_create petition_search
    petition_sign set_address subscribe_news tariff_consult thank unsubscribe_news""".split(),
    150,
) | {
    "dispatcher_request": 400,
    "utility_complaint": 250,
    "official_complaint": 250,
    "appeal_submit": 250,
    "emergency": 250,
    "out_of_scope": 250,
    "case_rate": 250,
}
"""Every intent of the contract, with the messages that it must have at least."""
ENTITIES = frozenset(
    """street house apartment entrance floor neighbourhood account_number since district person
    organisation phone email date time case_number petition_number institution_number child_age
    doctor_specialty topic rating""".split()
)
TOO_ALIKE = 0.95
"""From this cosine on, a message teaches nothing that the other does not."""
_TELLING = 15
"""Letters from which a text is long enough to be a copy: short answers differ in few letters."""
_TELLING_WORDS = 3
_EXPLAINS = 0.5
"""From this cosine on, the nearest neighbour is near enough to be asked for the label."""
_CONTRADICTS = 0.75
_ROWS = 500
_WORD = re.compile(r"[^\W_]+")
_MASK = "ѣ"
"""Ends a word that stands for a name; short, as names must not make texts alike."""
_TOO_COMMON = 0.05
"""Pieces in more messages than this share tell little and take most of the time."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two messages that are too alike, the later one first."""

    later: Example
    earlier: Example
    cosine: float

    def __str__(self) -> str:
        """Return what to mend, with file and line of both."""
        labels = "" if _label(self.later) == _label(self.earlier) else " and labelled otherwise"
        return (
            f"{self.later.source}: too like {self.earlier.source} ({self.cosine:.2f}){labels}: "
            f"{self.later.text[:60]}"
        )


@dataclass(frozen=True, slots=True)
class Quality:
    """What is wrong with the data (`problems`), and what is worth knowing of it."""

    problems: tuple[str, ...]
    near_copies: tuple[Pair, ...]
    contradicted: tuple[Pair, ...]
    counts: Counter[str]
    explained: float
    languages: Counter[str]
    short_in_tests: int

    @property
    def errors(self) -> Iterator[str]:
        """Return a line for each thing that must be mended."""
        yield from self.problems
        yield from map(str, self.near_copies)

    @property
    def report(self) -> Iterator[str]:
        """Return the lines that only inform."""
        total = self.counts.total() or 1
        yield f"messages: {self.counts.total()}"
        yield f"explained by the nearest other message: {self.explained:.1%}"
        yield f"short answers that the development set has too: {self.short_in_tests}"
        shares = (f"{name} {count / total:.1%}" for name, count in self.languages.most_common())
        yield f"languages: {', '.join(shares)}"
        for name, least in sorted(LEAST_EXAMPLES.items()):
            lacking = least - self.counts[name]
            yield f"{name}: {self.counts[name]}" + (f", {lacking} too few" * (lacking > 0))
        yield f"labels that the nearest message contradicts: {len(self.contradicted)}"
        for pair in self.contradicted:
            labels = f"{_label(pair.later)} or {_label(pair.earlier)}"
            yield f"  {pair.later.source}: {labels}, as {pair.earlier.source} ({pair.cosine:.2f})"


def look_over(folder: Path, tests: Path | None = None) -> Quality:
    """Return the quality of the training data in a folder, held against a file of tests."""
    examples, problems = read_training(folder)
    problems += [problem for example in examples for problem in _unknown(example)]
    tested, unread = _tests(tests)
    likeness = _Likeness(examples)
    copies, short = _in_tests(examples, tested)
    return Quality(
        problems=(*problems, *unread, *copies),
        near_copies=tuple(likeness.near_copies),
        contradicted=tuple(likeness.contradicted),
        counts=Counter(example.intent for example in examples),
        explained=likeness.explained,
        languages=Counter(map(script, (example.text for example in examples))),
        short_in_tests=short,
    )


def _tests(path: Path | None) -> tuple[list[Example], list[str]]:
    try:
        return (load_tests(path) if path is not None and path.exists() else []), []
    except DataError as error:
        return [], [str(error)]


def _unknown(example: Example) -> Iterator[str]:
    """Name the labels of an example that the contract does not have."""
    if example.intent not in LEAST_EXAMPLES:
        yield f"{example.source}: unknown intent '{example.intent}'"
    if example.service_code is not None and example.service_code not in CODES:
        yield f"{example.source}: unknown service code '{example.service_code}'"
    for mark in example.entities:
        if mark.entity not in ENTITIES:
            yield f"{example.source}: unknown entity '{mark.entity}'"


def gist(example: Example) -> str:
    """Return the words of a message, lower case, marked names replaced, digits all alike."""
    parts, place = [], 0
    for mark in sorted(example.entities, key=lambda mark: mark.start):
        if mark.start >= place:
            parts += [example.text[place : mark.start], f" {mark.entity[:3]}{_MASK} "]
            place = mark.end
    low = "".join([*parts, example.text[place:]]).lower()
    for sign in "'’ʼ`":
        low = low.replace(sign, "")
    return re.sub(r"\d+", "0", " ".join(_WORD.findall(low)))


def script(text: str) -> str:
    """Return the language group of a text, as far as its letters alone tell."""
    low = text.lower()
    cyrillic = re.findall("[а-яґєіїё]", low)
    if len(cyrillic) * 2 < sum(map(str.isalpha, low)):
        return "latin letters"
    uk, ru = re.search("[іїєґ]", low), re.search("[ыэъё]", low)
    return "both" if uk and ru else "uk" if uk else "ru" if ru else "unmarked"


def _label(example: Example) -> str:
    return "/".join(filter(None, (example.intent, example.service_code)))


def _in_tests(examples: list[Example], tested: list[Example]) -> tuple[list[str], int]:
    """Return a line for each message that a test repeats, and how many short answers do."""
    places = {gist(test): test.source for test in tested}
    copies, short = [], 0
    for example in examples:
        words = gist(example)
        if words in places and _telling(words):
            copies.append(f"{example.source}: also a test, {places[words]}: {example.text[:60]}")
        elif words in places:
            short += 1
    return copies, short


def _telling(words: str) -> bool:
    own = [word for word in words.split() if not word.endswith(_MASK)]
    return len("".join(own)) >= _TELLING and len(own) >= _TELLING_WORDS


class _Likeness:
    """Who is like whom among the examples."""

    def __init__(self, examples: list[Example]) -> None:
        self._examples = examples
        self._gists = [gist(example) for example in examples]
        self.near_copies: list[Pair] = self._repeated()
        self.contradicted: list[Pair] = []
        self._explained = 0
        if len(examples) > 1:
            self._compare(_pieces(self._gists))

    @property
    def explained(self) -> float:
        return self._explained / len(self._examples) if self._examples else 0.0

    def _repeated(self) -> list[Pair]:
        """Pairs that say the same word for word, however short."""
        first: dict[str, Example] = {}
        pairs = []
        for words, example in zip(self._gists, self._examples, strict=True):
            if not re.search("[^0 ]", words):
                continue  # emoji, signs, digits alone
            earlier = first.setdefault(words, example)
            # «Я з Троєщини» and «Я з Позняків» teach two names.
            if earlier is not example and (_MASK not in words or _telling(words)):
                pairs.append(Pair(example, earlier, 1.0))
        return pairs

    def _compare(self, pieces: Any) -> None:
        import numpy as np

        turned = pieces.T.tocsr()
        for first in range(0, pieces.shape[0], _ROWS):
            cosines = (pieces[first : first + _ROWS] @ turned).toarray()
            rows = np.arange(len(cosines))
            self._note_copies(first, cosines)
            cosines[rows, first + rows] = -1.0
            nearest = cosines.argmax(axis=1)
            for row, other in enumerate(nearest):
                self._note_neighbour(first + row, int(other), float(cosines[row, other]))

    def _note_copies(self, first: int, cosines: Any) -> None:
        for row, other in zip(*(cosines >= TOO_ALIKE).nonzero(), strict=True):
            later, earlier = self._gists[first + row], self._gists[other]
            telling = _telling(later) and _telling(earlier)
            if other < first + row and telling and later != earlier:
                self.near_copies.append(self._pair(first + row, other, cosines[row, other]))

    def _note_neighbour(self, row: int, other: int, cosine: float) -> None:
        agree = _label(self._examples[row]) == _label(self._examples[other])
        self._explained += agree and cosine >= _EXPLAINS
        if not agree and cosine >= _CONTRADICTS and _telling(self._gists[row]):
            self.contradicted.append(self._pair(row, other, cosine))

    def _pair(self, row: int, other: int, cosine: float) -> Pair:
        return Pair(self._examples[row], self._examples[other], float(cosine))


def _pieces(gists: list[str]) -> Any:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    # Of few messages every piece is in a large share of them.
    most = max(_TOO_COMMON, min(1.0, 50 / len(gists)))
    vectors = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), max_df=most, sublinear_tf=True, dtype=np.float32
    )
    return vectors.fit_transform(text or _MASK for text in gists).tocsr()
