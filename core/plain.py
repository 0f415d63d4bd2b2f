"""What people wrote as text to show anywhere: no control, direction or half characters."""

import unicodedata

_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def one_line(text: str) -> str:
    """Return the text on one line, without control, direction or half characters."""
    return " ".join("".join(map(_shown, text)).split())


def lines(text: str) -> list[str]:
    """Return the text's lines, each without control, direction or half characters."""
    return ["".join(map(_shown, line)).rstrip() for line in text.strip().splitlines()]


def _shown(letter: str) -> str:
    # A line break or a tab still parts words; the rest leaves no trace.
    if letter.isspace():
        return " "
    return "" if unicodedata.category(letter) in _HIDDEN else letter
