"""Plain text of ours into Telegram's HTML, cut into messages that Telegram takes.

Rule: `escape` is the only place where text becomes HTML, and `**bold**` the only markup our texts
have. Lengths are UTF-16 units of the HTML, which is never less than what Telegram counts (the text
without its tags). Source: core.telegram.org/bots/api, "Formatting options" and "sendMessage".
"""

import html
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from bots.rendering import BOLD, cut, utf16_length

TEXT_LIMIT = 4096

_OPEN, _CLOSE = "<b>", "</b>"
_TAGS = len(_OPEN) + len(_CLOSE)
_UNITS = {character: len(html.escape(character, quote=False)) for character in "&<>"}


def escape(text: str) -> str:
    """Return text as HTML shows it; half of a surrogate pair becomes the replacement character."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return html.escape(whole, quote=False)


def plain(markup: str) -> str:
    """Return our HTML without tags: what is sent when Telegram cannot read the markup."""
    return html.unescape(markup.replace(_OPEN, "").replace(_CLOSE, ""))


def to_parts(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Return the text as HTML messages, in order; none when there is nothing to say.

    Each has at most `limit` UTF-16 units. A text is cut between paragraphs, sentences or words
    where that leaves no part nearly empty, and never inside a tag, a surrogate pair or a URL that
    fits into a message.
    """
    styled = _Styled.read(text)
    end = len(styled.text)
    whole = styled.html(styled.next_visible(0), end)
    if utf16_length(whole) <= limit:
        return [whole] if whole else []
    return list(_split(styled, limit))


def _split(styled: "_Styled", limit: int) -> Iterator[str]:
    costs = styled.costs()
    start = styled.next_visible(0)
    while start < len(styled.text):
        room = limit - (_TAGS if styled.is_inside_bold(start) else 0)
        reach = bisect_right(costs, costs[start] + room) - 1
        end = cut(styled.text, start, max(reach, start + 1))
        yield styled.html(start, end)
        start = styled.next_visible(end)


@dataclass(frozen=True, slots=True)
class _Styled:
    """A text without its marks, and the stretches of it that are bold."""

    text: str
    bold: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, marked: str) -> "_Styled":
        pieces: list[str] = []
        bold: list[tuple[int, int]] = []
        position = length = 0
        for found in BOLD.finditer(marked):
            before = marked[position : found.start()]
            length += len(before)
            bold.append((length, length + len(found[1])))
            length += len(found[1])
            pieces += (before, found[1])
            position = found.end()
        return cls("".join([*pieces, marked[position:]]), tuple(bold))

    def costs(self) -> list[int]:
        """Return what the HTML of the first n characters is long, for each n."""
        each = [_UNITS.get(c) or (2 if c > "\uffff" else 1) for c in self.text]
        for start, _ in self.bold:
            each[start] += _TAGS
        return [0, *accumulate(each)]

    def next_visible(self, start: int) -> int:
        while start < len(self.text) and self.text[start].isspace():
            start += 1
        return start

    def is_inside_bold(self, position: int) -> bool:
        begin, end = next(iter(self._bold_from(position)), (position, position))
        return begin < position < end

    def _bold_from(self, position: int) -> Iterator[tuple[int, int]]:
        """Yield the bold stretches that end after a position, in their order."""
        first = bisect_right(self.bold, position, key=lambda stretch: stretch[1])
        return (self.bold[number] for number in range(first, len(self.bold)))

    def html(self, start: int, end: int) -> str:
        """Return the characters from `start` to `end`, their trailing space cut off."""
        end = start + len(self.text[start:end].rstrip())
        made, position = "", start
        for begin, finish in self._bold_from(start):
            if begin >= end:
                break
            first, last = max(begin, position), min(finish, end)
            made += escape(self.text[position:first])
            made += _OPEN + escape(self.text[first:last]) + _CLOSE
            position = last
        return made + escape(self.text[position:end])
