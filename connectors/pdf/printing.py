"""Prints a paper: PDF/A-2a to be kept, PDF/UA-1 to be read by everybody, also with a screen reader.

Rule: words are data, never markup, and nothing but the template is read. What the font cannot draw
stands as □, since one such letter would stop the whole document.
"""

import json
import re
from dataclasses import asdict, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from unicodedata import normalize

import typst

from core.sheet import Paper, Part

TEMPLATE = Path(__file__).with_name("paper.typ")
# What the fonts inside the library surely draw: Latin, Cyrillic, their accents, usual signs.
DRAWN = (
    " -~\u00a0-\u017f\u0218-\u021b\u0300-\u0302\u0306\u0308\u0400-\u0483\u048a-\u04ff"
    "\u2010-\u2027\u2030-\u203a\u20a0-\u20bf\u2116\u2122\u2190-\u2193\u2212\u221e\u2248\u2260"
    "\u2264\u2265\u25a1"
)
UNDRAWN = re.compile(f"[^{DRAWN}]+")
# A word wider than the page is broken; so many of the widest letters fit on a line.
_LONGEST_WORD = re.compile(r"\S{30}(?=\S)")


class NotPrinted(Exception):
    """The paper could not be printed; what it says has to go without it."""


def print_paper(paper: Paper, at: datetime) -> bytes:
    """Return the paper as PDF. `at`: aware, when it was made. Errors: NotPrinted."""
    told = json.dumps(asdict(_drawable(paper)))
    try:
        printed = typst.compile(
            _template(),
            sys_inputs={"paper": told},
            ignore_system_fonts=True,
            pdf_standards=["a-2a", "ua-1"],
            # The library takes whole seconds only.
            timestamp=at.replace(microsecond=0),
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # A panic inside the library is no Exception.
        raise NotPrinted(f"the paper could not be printed ({type(error).__name__})") from error
    if not isinstance(printed, bytes):
        raise NotPrinted("the paper could not be printed (no bytes)")
    return printed


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _drawable(paper: Paper) -> Paper:
    parts = tuple(
        Part(_words(part.heading), tuple(map(_words, part.lines)), part.listed)
        for part in paper.parts
    )
    return replace(
        paper,
        title=_words(paper.title),
        author=_words(paper.author),
        opening=_words(paper.opening),
        footer=_words(paper.footer),
        parts=parts,
    )


def _words(text: str) -> str:
    drawn = UNDRAWN.sub("□", normalize("NFC", text))
    return _LONGEST_WORD.sub(lambda part: f"{part[0]}\u200b", drawn)
