"""What a case is found by: the dictionary forms of its words, its numbers, its resident.

Rule: pure, and the only place that says what a search looks through, so that the index and the
question agree. A word's forms come from outside (`Forms`); every one of them counts, because
dictionaries do not say which is meant.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from core.model import Case

# The dictionary forms of one word, given in lower case and without apostrophes.
Forms = Callable[[str], Sequence[str]]

_APOSTROPHES = re.compile("['’ʼ`´‘]")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_NUMBER = re.compile(r"\b\w{1,8}-\d{4}-\d{6,9}\b")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w-])\+?\d(?:[\s()-]{0,2}\d){8,14}(?![\w-])")
# A phone is found by its national number, and by so many of its last digits.
_NATIONAL = 9
_ENDS = (7, 4)
_LONGEST = 64
# More words make a question no clearer.
MOST_ASKED = 8


def as_told(word: str) -> Sequence[str]:
    """Return the word itself: the forms of whoever has no dictionary."""
    return (word,)


def words_of(case: Case, forms: Forms) -> frozenset[str]:
    """Return everything that a case is found by."""
    place, who = case.address, case.applicant
    texts = [case.description, case.answer, who.name]
    if place is not None:
        texts += [place.street, place.house, place.as_typed]
    words = {case.number.casefold(), case.number.rpartition("-")[2]}
    words.update(form for text in texts if text for form in _text_words(text, forms))
    words.update(_phone_words(who.phone))
    words.update(filter(None, [who.email and who.email.casefold()]))
    return frozenset(word[:_LONGEST] for word in words)


def asked_of(text: str, forms: Forms) -> list[tuple[str, ...]]:
    """Return what a case must have to be found: of each group one. The first words count."""
    return [tuple(word[:_LONGEST] for word in group) for group in _asked(text, forms)][:MOST_ASKED]


def _text_words(text: str, forms: Forms) -> Iterator[str]:
    plain = fold(text)
    yield from _EMAIL.findall(plain)
    yield from (end for phone in _PHONE.findall(plain) for end in _phone_words(phone))
    for word in _WORD.findall(plain):
        yield from forms(word)
        if "-" in word:
            yield from (form for part in word.split("-") for form in forms(part))


def _asked(text: str, forms: Forms) -> Iterator[tuple[str, ...]]:
    left = fold(text)
    for pattern, told in ((_NUMBER, str), (_EMAIL, str), (_PHONE, _national)):
        yield from ((told(found[0]),) for found in pattern.finditer(left))
        left = pattern.sub(" ", left)
    for word in _WORD.findall(left):
        yield tuple(dict.fromkeys(forms(word)))


def _national(phone: str) -> str:
    return _digits(phone)[-_NATIONAL:]


def _phone_words(phone: str | None) -> Iterable[str]:
    digits = _digits(phone or "")
    return {digits[-count:] for count in (_NATIONAL, *_ENDS) if len(digits) >= count}


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


def fold(text: str) -> str:
    """Return the text in lower case and without apostrophes, of which there are too many kinds."""
    return _APOSTROPHES.sub("", text.casefold())
