"""What words are and mean, for searches: dictionary forms and sentence vectors of our own reader.

Heavy as reading is: vectors are made outside transactions, in the reader's thread.
"""

import re
from collections.abc import Sequence
from functools import cache

from core.petition_search import packed
from nlu.normalise import scan, tidy
from nlu.pipeline import Reader
from nlu.words import Lexicon

_WORD = re.compile(r"[^\W\d_][\w'-]*")


@cache
def lexicon() -> Lexicon:
    """Return the dictionaries of whoever needs words alone and no reader, opened once."""
    return Lexicon.load()


def words_of(reader: Reader, text: str) -> Sequence[Sequence[str]]:
    """Return the dictionary forms of each word of a text."""
    lemmatise = reader.lexicon.lemmas
    return [tuple(lemmatise(word)) for word in _WORD.findall(tidy(scan(text)).low)]


def meaning_of(reader: Reader, text: str) -> str | None:
    """Return a text's vector as core keeps it, None where the encoder cannot run."""
    deep = reader.model.deep
    if deep is None or not text.strip():
        return None
    return packed((deep.encoder.vector(tidy(scan(text)).low) - deep.centre).tolist())
