"""Keeps personal data and secrets out of log lines, whoever wrote them and whatever is in them.

Rule: what cannot be seen to be harmless is hidden. A value is a small number, a moment, a short
text or made of these; any other object is named by its class only. A text loses whatever looks like
a phone, a mail address, a token, a place, words in Cyrillic or a quotation: errors quote residents.
"""

import math
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from enum import Enum
from functools import lru_cache
from pathlib import PurePath
from typing import Any
from uuid import UUID

HIDDEN = "[hidden]"

_LONGEST = 1000  # a longer text is somebody's words or a dump of data
_LONGEST_SEARCHED = 20_000
_MOST_ITEMS = 50
_DEEPEST = 4
_MOST_FRAMES = 30
_MOST_CAUSES = 5

# --- keys ----------------------------------------------------------------------------------------

# A key is denied when one of its words is here, unless its last word tells of an id or a count.
_DENIED = frozenset(
    """address addressee addresses alias answer apartment args auth authorization birth birthday
    caption city comment content cookie coordinates credentials csrf data description detail
    email entrance facts file filename files floor headers house incoming initials input label
    lat latitude lng location login lon long longitude mail message name names note outgoing
    params parameters passport password patronymic payload person photo place query question
    raw reading recipient reply request resident response secret sender session signature
    slots state street subject summary surname tax text texts title token transcript username
    utterance value values words""".split()
)
# By these a person is known outside misto, so that not even an id of one belongs in a log.
_ALWAYS_DENIED = frozenset("chat contact phone phones tel telephone user".split())
_COUNTS = frozenset(
    "at bytes chars code count days hours kind length ms ns s size status us".split()
)
_IDS = frozenset("case id ids no number sha256".split())
_HARMLESS_ENDS = _COUNTS | _IDS
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.-]{0,63}")
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+")
_SHORTEST_PHONE = 10**8

# --- texts ---------------------------------------------------------------------------------------

# Most names and events: in these letters none of what follows can be hidden. Only for speed.
_PLAIN_WORDS = re.compile("[A-Za-z_ .,]{0,200}")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
# What SQLAlchemy and pydantic add to their messages: the statement's values, the refused input.
_DUMP = re.compile(r"(\[parameters:|\[SQL:|input_value=).*", re.DOTALL)
_QUOTED = re.compile(
    r"""(?<!\w)'((?:\\.|[^'\\]|'(?=\w))*)'(?!\w) | "((?:\\.|[^"\\])*)" | «([^»]*)»""", re.VERBOSE
)
# A quotation that can only be a name in the program: no such column 'due_at'.
_PROGRAM_NAME = re.compile(r"[a-z_][a-z0-9_.]{0,60}")

_CREDENTIALS = re.compile(r"://[^/\s@]*@")
_BOT_IN_URL = re.compile(r"/bot[^/\s]+")
_BOT_TOKEN = re.compile(r"\b\d{5,12}:[\w-]{20,}")
_NAMED_SECRET = re.compile(
    r"""((?<![\w-])(?:[\w-]*(?:token|secret|signature|password|passwd|api_?key|authorization)|auth|sig|sign-in)
    ["']? \s*[=:/]\s* ) (?:bearer\s+|basic\s+)? [^\s&,;)\]}]+""",
    re.IGNORECASE | re.VERBOSE,
)
_HEX_TOKEN = re.compile(r"(?<![\w-])(?:[0-9a-f]{32,}|[0-9a-f]{12,}(?:-[0-9a-f]{12,})+)(?![\w-])")
_RANDOM_TOKEN = re.compile(
    r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[A-Za-z0-9_-]{20,}(?![\w-])"
)
_MAIL = re.compile(r"(?<![\w.+%'-])[\w.+%'-]+@[\w-]+(?:\.[\w-]+)*")
_POINT = re.compile(r"-?\d{1,3}\.\d{3,}\s*[,;/ ]\s*-?\d{1,3}\.\d{3,}")
_PHONE = re.compile(
    r"""(?<![\w.]) (?<![A-Z0-9a-f]-)   # not in a case number (KV-2026-000001), an id or a fraction
    (?!\d{4}-\d\d-\d\d(?!\d))         # not a date and its hour (2026-11-24 06)
    \+? \(? \d (?:[\s().\u2010-\u2014-]{0,3}\d){8,14} (?!\w)""",
    re.VERBOSE,
)
_CYRILLIC = re.compile(r"[\u0400-\u052f][\u0300-\u036f\u0400-\u052f\d\s.,:;/№!?()'’ʼ«»-]*")

_HIDINGS = (
    (_CREDENTIALS, f"://{HIDDEN}@"),
    (_BOT_IN_URL, f"/bot{HIDDEN}"),
    (_BOT_TOKEN, HIDDEN),
    (_NAMED_SECRET, rf"\1{HIDDEN}"),
    (_HEX_TOKEN, HIDDEN),
    (_RANDOM_TOKEN, HIDDEN),
    (_MAIL, "[email]"),
    (_POINT, "[place]"),
    (_PHONE, "[phone]"),
    (_CYRILLIC, "[words] "),
)


class Mask:
    """Hides personal data, and each of `secrets` wherever it turns up."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # A secret of a few letters would tear holes into every word; longest first, as one may
        # be a part of another.
        long = (secret for secret in set(secrets) if len(secret) >= 6)
        self._secrets = sorted(long, key=len, reverse=True)

    def line(self, line: Mapping[str, Any]) -> dict[str, Any]:
        """Return a log line with nothing personal in it. `event` is what the line is called."""
        return self._mapping(line, 0)

    def text(self, text: str) -> str:
        """Return a text without what looks personal or secret; a long one gives its length only."""
        if len(text) > _LONGEST_SEARCHED:
            return f"[{len(text)} characters]"
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        if _PLAIN_WORDS.fullmatch(text):
            return text
        text = _DUMP.sub(HIDDEN, text)
        if len(text) > _LONGEST:
            return f"[{len(text)} characters]"
        text = _QUOTED.sub(_quotation, _CONTROL.sub(" ", text))
        for pattern, shown in _HIDINGS:
            text = pattern.sub(shown, text)
        return text.rstrip()

    def exception(self, error: BaseException) -> str:
        """Return an error's type, cleaned words and places in the code, and so its causes."""
        trace = traceback.TracebackException.from_exception(
            error, limit=-_MOST_FRAMES, lookup_lines=False
        )
        return "\n".join(self._told(trace, _MOST_CAUSES))

    def _told(self, trace: traceback.TracebackException, causes: int) -> Iterator[str]:
        yield self._said(trace)
        yield from (
            f"  at {frame.filename}:{frame.lineno} in {frame.name}" for frame in trace.stack
        )
        for other in (_cause(trace), *(trace.exceptions or ())):
            if other is not None and causes:
                yield "caused by or holding:"
                yield from self._told(other, causes - 1)

    def _said(self, trace: traceback.TracebackException) -> str:
        # This form also bears an error whose own words cannot be made.
        return self.text("".join(trace.format_exception_only()))

    def _mapping(self, mapping: Mapping[Any, Any], depth: int) -> dict[str, Any]:
        items = list(mapping.items())[:_MOST_ITEMS]
        return {self.text(str(key)): self._at(str(key), value, depth) for key, value in items}

    def _at(self, key: str, value: Any, depth: int) -> Any:
        denied, last = _judged(key)
        if denied:
            return None if value is None else HIDDEN
        if last in _HARMLESS_ENDS and isinstance(value, int):
            return value
        if last in _IDS and isinstance(value, str) and _ID.fullmatch(value):
            return value
        return self._value(value, depth)

    def _value(self, value: Any, depth: int) -> Any:
        match value:
            case Enum():
                return self._value(value.value, depth)
            case None | bool():
                return value
            case int():
                return value if abs(value) < _SHORTEST_PHONE else "[number]"
            case float():
                return value if math.isfinite(value) else str(value)
            case str() | UUID() | date() | time() | timedelta() | PurePath():
                return self.text(str(value))
            case BaseException():
                return self._said(traceback.TracebackException(type(value), value, None))
            case Mapping() if depth < _DEEPEST:
                return self._mapping(value, depth + 1)
            case list() | tuple() | set() | frozenset() if depth < _DEEPEST:
                return [self._value(item, depth + 1) for item in list(value)[:_MOST_ITEMS]]
        return f"[{type(value).__name__}]"


@lru_cache(1024)
def _judged(key: str) -> tuple[bool, str]:
    """Return whether a key is denied, and its last word."""
    words = [word.lower() for word in _WORD.findall(key)] or [""]
    harmless = words[-1] in _HARMLESS_ENDS or _DENIED.isdisjoint(words)
    return not (harmless and _ALWAYS_DENIED.isdisjoint(words)), words[-1]


def _quotation(match: re.Match[str]) -> str:
    inner = next(group for group in match.groups() if group is not None)
    return match[0] if _PROGRAM_NAME.fullmatch(inner) else "'…'"


def _cause(trace: traceback.TracebackException) -> traceback.TracebackException | None:
    return trace.__cause__ or (None if trace.__suppress_context__ else trace.__context__)
