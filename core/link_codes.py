"""Codes by which a person's chats are linked: how they look, and how people spell them. Pure."""

import re

# Without letters and digits that look or sound alike.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
_FEWEST_OF_EACH = 2
# What is typed on a Ukrainian keyboard and looks the same.
_LOOKALIKES = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")
_HALF = rf"([{ALPHABET}]{{{LENGTH // 2}}})"
_CODE = re.compile(rf"(?<!\w){_HALF}[\s–—-]?{_HALF}(?!\w)")
# A code may come in two halves; who says what it is may say it in a few words more.
_PARTS, _MOST_WORDS_AROUND = 2, 6


def is_code(letters: str) -> bool:
    """Whether so many letters may be a code: it has digits as well, as no word has."""
    digits = sum(letter.isdigit() for letter in letters)
    return _FEWEST_OF_EACH <= digits <= LENGTH - _FEWEST_OF_EACH


def code_in(text: str) -> str | None:
    """Return the code that a text has, however it is spelled: in small letters, in Cyrillic ones
    that look alike, with a dash or a space in the middle.
    """
    found = _CODE.finditer(text.upper().translate(_LOOKALIKES))
    codes = ("".join(match.groups()) for match in found)
    return next(filter(is_code, codes), None)


def hands_in_code(text: str) -> bool:
    """Whether a message does nothing but hand in a code: «K7QM-2X9P», «ось мій код: …»."""
    words = text.split()
    said = any(word.casefold().startswith(("код", "code")) for word in words)
    most = _MOST_WORDS_AROUND if said else _PARTS
    return len(words) <= most and code_in(text) is not None


def shown(code: str) -> str:
    """Return a code as it is easiest to copy: `K7QM-2X9P`."""
    return f"{code[:4]}-{code[4:]}"
