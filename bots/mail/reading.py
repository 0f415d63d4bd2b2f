"""The words of a letter's body, whatever its form: plain or HTML, any character set. Pure.

Rule: nothing in a letter is trusted: a declared character set may be wrong or unknown, HTML may be
broken, parts may be many. What cannot be read is left out; only what is no letter raises.
"""

import re
from collections.abc import Iterator
from email.message import Message
from html.parser import HTMLParser
from typing import TypeAlias

MOST_PARTS = 200
_MOST_DEEP = 30
MOST_TEXT_BYTES = 1_048_576
# What senders declare when they do not know.
_MEANINGLESS = frozenset({"", "us-ascii", "ascii", "iso-8859-1", "latin-1", "unknown-8bit", "8bit"})


class Unreadable(ValueError):
    """What came is no letter that can be read; the text says why, without what it holds."""


Part: TypeAlias = "Message[str, str]"


def leaves(message: Part) -> Iterator[Part]:
    """Yield the parts that hold something, in their order; letters inside of the letter are none.

    Errors: Unreadable when there are too many of them.
    """
    waiting: list[tuple[Part, int]] = [(message, 0)]
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part, depth = waiting.pop()
        if part.get_content_maintype() == "message":
            continue
        if not part.is_multipart():
            yield part
        elif depth < _MOST_DEEP:
            inside = [one for one in part.get_payload() if isinstance(one, Message)]
            waiting += [(one, depth + 1) for one in reversed(inside)]
    if waiting:
        raise Unreadable(f"more than {MOST_PARTS} parts")


def is_attached(part: Part) -> bool:
    """Whether a part is a file and no words of the letter."""
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    return disposition.startswith("attachment") or part.get_content_maintype() != "text"


def words_of(message: Part) -> str:
    """Return the letter's words: the plain ones, else those of its HTML."""
    said = [part for part in leaves(message) if not is_attached(part)]
    plain = [_plain(part) for part in said if part.get_content_subtype() == "plain"]
    if text := "\n".join(filter(None, (one.strip() for one in plain))):
        return text
    formatted = [decoded(part) for part in said if part.get_content_subtype() == "html"]
    return "\n".join(filter(None, map(text_of_html, formatted)))


def decoded(part: Part) -> str:
    """Return a part's text, by its character set or the one that it seems to be in."""
    payload = part.get_payload(decode=True)
    raw = payload[:MOST_TEXT_BYTES] if isinstance(payload, bytes) else b""
    named = _charset(part)
    tried = ["utf-8", "cp1251"] if named in _MEANINGLESS else [named, "utf-8", "cp1251"]
    for charset in tried:
        try:
            return raw.decode(charset).replace("\0", "")
        except (UnicodeError, LookupError, ValueError):
            continue
    return raw.decode("utf-8", "replace").replace("\0", "")


def _charset(part: Part) -> str:
    try:
        return str(part.get_content_charset() or "").strip("'\" ").lower()
    except (LookupError, UnicodeError, ValueError):
        return ""


def _plain(part: Part) -> str:
    """Return plain text; lines that only the sender's program broke are whole again (RFC 3676)."""
    text = decoded(part).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    lines: list[str] = []
    for line in text.split("\n"):
        flows = bool(lines) and lines[-1].endswith(" ") and lines[-1] != "-- "
        if flows and not line.startswith(">") and not lines[-1].startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
    return "\n".join(lines)


# --- HTML ----------------------------------------------------------------------------------------

_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object"})
_BLOCKS = frozenset(
    "address article aside blockquote div dl dt dd fieldset footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table tr ul".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_QUOTED_CLASSES = re.compile(
    r"gmail_quote|gmail_signature|gmail_attr|yahoo_quoted|moz-cite-prefix|moz-signature|"
    r"protonmail_quote|protonmail_signature|ms-outlook-mobile-signature|mail-quote|"
    r"mail_android_quote|replyQuote|tmail-quoted|zmail_extra|js-helper|quote-block"
)
_QUOTED_IDS = re.compile(
    r"^(?:x_)*(?:divRplyFwdMsg|appendonsend|Signature|OLK_SRC_BODY_SECTION|reply-intro|"
    r"ms-outlook-mobile-signature|mail-editor-reference-message-container|AppleMailSignature)$"
)
# From here on Outlook has only the history, which it does not wrap into anything.
_HISTORY_IDS = re.compile(r"^(?:x_)*(?:divRplyFwdMsg|appendonsend)$")


class _Text(HTMLParser):
    """Gathers visible text. `quoted`: whether history and signatures are to be kept as well."""

    def __init__(self, *, quoted: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._quoted = quoted
        self._skipped: list[str] = []
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped:
            if tag not in _VOID and tag == self._skipped[0]:
                self._skipped.append(tag)
            return
        named = dict(attrs)
        if tag in _SILENT or (not self._quoted and self._is_history(tag, named)):
            if tag not in _VOID:
                self._skipped.append(tag)
            return
        if tag in _BLOCKS or tag == "br":
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag == self._skipped[0]:
                self._skipped.pop()
            return
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._skipped and not self._over:
            self.pieces.append(re.sub(r"[ \t\r\n\f\v\xa0]+", " ", data))

    def _is_history(self, tag: str, named: dict[str, str | None]) -> bool:
        identity = named.get("id") or ""
        self._over = self._over or bool(_HISTORY_IDS.match(identity))
        quoted = _QUOTED_CLASSES.search(named.get("class") or "") or _QUOTED_IDS.match(identity)
        return tag == "blockquote" or bool(quoted)


def text_of_html(source: str) -> str:
    """Return the words of HTML as they are read, without quoted history where programs mark it."""
    return _text(source, quoted=False) or _text(source, quoted=True)


def _text(source: str, *, quoted: bool) -> str:
    reader = _Text(quoted=quoted)
    try:
        reader.feed(source)
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        # A declaration that is none stops Python's parser: what came before it is read.
        pass
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
