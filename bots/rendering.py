"""What a message becomes where a channel has less room or fewer buttons than it needs. Pure.

Rule: nothing depends on a button alone. Choices that do not fit become a numbered list with pages,
and a number or a label that is typed means the same as the button. A text is cut between
paragraphs, sentences or words, never inside a surrogate pair or a URL that fits into a part.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from core.messages import Choice

# What comes back from the button that turns the page; the dialogue asks again, at that page.
PAGE_VALUE = "!page={}"
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")

_URL = re.compile(r"https?://\S+")
# Where a text is best cut, best first: between paragraphs, lines, sentences, words.
_BREAKS = (
    re.compile(r"\n[^\S\n]*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…])\s"),
    re.compile(r"\s"),
)
_CONTROLS = {code: None for code in (*range(32), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}


# --- texts ---------------------------------------------------------------------------------------


def utf16_length(text: str) -> int:
    """Return the length as messengers count it. Units: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain_twin(text: str) -> str:
    """Return a text of ours for a channel without formatting: no marks, nothing invisible."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return BOLD.sub(r"\1", whole.translate(_CONTROLS))


def split(text: str, limit: int) -> list[str]:
    """Return the text in parts of at most `limit` UTF-16 units, none of them empty."""
    costs = [0, *accumulate(2 if letter > "\uffff" else 1 for letter in text)]
    return list(_parts(text, costs, limit))


def _parts(text: str, costs: Sequence[int], limit: int) -> Iterator[str]:
    start = _next_visible(text, 0)
    while start < len(text):
        reach = bisect_right(costs, costs[start] + limit) - 1
        end = cut(text, start, max(reach, start + 1))
        yield text[start:end].rstrip()
        start = _next_visible(text, end)


def _next_visible(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def cut(text: str, start: int, end: int) -> int:
    """Return where to end a part that begins at `start` and can reach `end`."""
    if end >= len(text):
        return len(text)
    for floor in (start + (end - start) // 2, start + 1):
        for pattern in _BREAKS:
            # A break may stand right after the last character that fits.
            last = max((m.start() for m in pattern.finditer(text, floor, end + 1)), default=None)
            if last is not None:
                return last
    return _before_url(text, start, end)


def _before_url(text: str, start: int, end: int) -> int:
    """Return `end`, or the start of the URL that a cut there would break."""
    for found in _URL.finditer(text, start, end + len("https://x")):
        if start < found.start() < end < found.end():
            return found.start()
    return end


def shortened(text: str, units: int) -> str:
    """Return a text of at most so many UTF-16 units, cut between characters where it is longer."""
    if utf16_length(text) <= units:
        return text
    lengths = accumulate(utf16_length(letter) for letter in text)
    kept = sum(length < units for length in lengths)
    return text[:kept].rstrip() + "…"


# --- choices -------------------------------------------------------------------------------------

Fits = Callable[[Sequence[Choice]], bool]


@dataclass(slots=True)
class Page:
    """What is shown at once: the buttons, and the numbered lines when there are too many."""

    choices: list[Choice] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def page_of(choices: Sequence[Choice], wanted: int, turn: tuple[str, str], fits: Fits) -> Page:
    """Return the page `wanted` (from 0; the last, when there are fewer) of the choices.

    `fits` tells whether a channel can show these choices as buttons together. `turn`: the labels
    of the button that turns to the next page and of the one that goes back to the first.
    """
    named = [choice for choice in choices if one_line(choice.label)]
    if fits(named):
        return Page(named)
    pages = _pages(named, Choice(max(turn, key=len), PAGE_VALUE.format(len(named))), fits)
    number = min(wanted, len(pages) - 1)
    page = pages[number]
    if len(pages) > 1:
        last = number == len(pages) - 1
        page.choices.append(
            Choice(turn[1], PAGE_VALUE.format(0))
            if last
            else Choice(turn[0], PAGE_VALUE.format(number + 1))
        )
    return page


def _pages(choices: Sequence[Choice], turn: Choice, fits: Fits) -> list[Page]:
    """Part the choices; one that no button can carry is only a line."""
    pages = [Page()]
    for number, choice in enumerate(choices, 1):
        pressed = fits([choice, turn])
        if pressed and not fits([*pages[-1].choices, choice, turn]):
            pages.append(Page())
        if pressed:
            pages[-1].choices.append(choice)
        pages[-1].lines.append(f"{number}. {written(choice)}")
    return pages


def written(choice: Choice) -> str:
    """Return a choice as words: its label, and where it leads."""
    label = one_line(choice.label)
    return f"{label}: {choice.url}" if choice.url else label


def one_line(label: str) -> str:
    """Return a label as it can be shown, empty when there is nothing to see."""
    return " ".join(plain_twin(label).split())


def rows_of(
    choices: Sequence[Choice], side_by_side: Callable[[Sequence[Choice]], bool]
) -> list[list[Choice]]:
    """Lay choices out in rows: each beside the one before while the row may hold both."""
    rows: list[list[Choice]] = []
    for choice in choices:
        if rows and side_by_side([*rows[-1], choice]):
            rows[-1].append(choice)
        else:
            rows.append([choice])
    return rows
