"""Letters out: what a turn said becomes one letter, as plain text and as HTML. Pure.

Rule: what was written together goes as one letter. Nothing depends on a link: choices stand in the
text, numbered where a number can mean nothing else, and every one can be answered in words.
"""

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bots.mail.heads import Head, bare_subject
from bots.mail.words import Words
from bots.rendering import BOLD, one_line, plain_twin, written
from core.conversation import Language
from core.messages import Choice, Outgoing

# Where a number answers the question itself, choices stand without numbers.
NUMBERS_ANSWER = frozenset(
    "address phone entrance floor apartment house account period date time institution petition "
    "case_number child_birth_date rating_quality rating_speed readings volume visit_day link_code "
    "school_class description name".split()
)
_LEAST_TO_NUMBER = 2
# Where a choice can be pressed, by its place; None where it cannot.
Press = Callable[[int], str | None]
_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)»]")


@dataclass(frozen=True, slots=True)
class Answer:
    """A letter to a resident. `id`, `answers`: without angle brackets, the nearest answered last;
    `caused`: a letter of theirs led to it.
    """

    id: str
    to: str
    subject: str
    text: str
    html: str
    language: Language
    at: datetime
    answers: tuple[str, ...] = ()
    caused: bool = False


def numbered(outgoing: Outgoing) -> int:
    """Return how many of a message's choices can be taken by their number."""
    few = len(outgoing.choices) < _LEAST_TO_NUMBER
    return 0 if few or outgoing.expects in NUMBERS_ANSWER else len(outgoing.choices)


def shown(outgoing: Outgoing) -> Outgoing:
    """Return a message as mail shows it: its choices stand in the text, too."""
    lines = [plain_twin(outgoing.text), *_choice_lines(outgoing)]
    return Outgoing(
        "\n".join(lines),
        choices=outgoing.choices,
        flow=outgoing.flow,
        expects=outgoing.expects,
        case=outgoing.case,
    )


def _choice_lines(outgoing: Outgoing) -> list[str]:
    mark = "{}. {}" if numbered(outgoing) else "— {1}"
    return [mark.format(n, written(choice)) for n, choice in enumerate(outgoing.choices, 1)]


def asking(parts: Sequence[Outgoing]) -> int:
    """Return the place of the part whose choices stand: the last that has some, else the last."""
    offering = [place for place, part in enumerate(parts) if part.choices]
    return offering[-1] if offering else len(parts) - 1


def subject_of(parts: Sequence[Outgoing], head: Head | None, words: Words) -> str:
    """Return the subject: that of the letter answered, or the case's once there is one.

    A case's subject is always the same, so that what concerns it stays together.
    """
    case = next((part.case for part in parts if part.case), None)
    asked = bare_subject(head.subject) if head else ""
    if case is not None and case not in asked:
        return words("subject-case", case=case)
    return f"Re: {asked}" if asked else words("subject")


def text_of(parts: Sequence[Outgoing], words: Words) -> str:
    """Return the plain text of a letter."""
    standing = asking(parts)
    blocks: list[str] = []
    for place, part in enumerate(parts):
        blocks.append(plain_twin(part.text))
        if part.choices and place == standing:
            blocks.append("\n".join(_choice_lines(part)))
    hint = "answer-numbered" if numbered(parts[standing]) else "answer-words"
    return "\n\n".join([*blocks, f"-- \n{words(hint)}"]) + "\n"


# --- HTML ----------------------------------------------------------------------------------------

_STYLE = (
    "body{margin:0;padding:16px;background:#fff;color:#1b1b1b;font:16px/1.5 system-ui,sans-serif}"
    "main{max-width:600px;margin:0 auto}p{margin:0 0 16px}a{color:#0b57d0}"
    "ol,ul{margin:0 0 16px;padding-left:28px}li{margin:0 0 8px}"
    "li a{display:inline-block;padding:10px 0;min-height:24px}"
    "small{display:block;color:#595959;border-top:1px solid #ccc;padding-top:12px}"
    "@media(prefers-color-scheme:dark){body{background:#121212;color:#ececec}a{color:#a8c7fa}"
    "small{color:#b5b5b5;border-color:#444}}"
)


def html_of(
    parts: Sequence[Outgoing], words: Words, language: Language, title: str, press: Press
) -> str:
    """Return the HTML of a letter. `press`: where its choices lead."""
    standing = asking(parts)
    blocks: list[str] = []
    for place, part in enumerate(parts):
        blocks += map(_paragraph, filter(None, re.split(r"\n\s*\n", part.text)))
        if part.choices and place == standing:
            kind = "ol" if numbered(part) else "ul"
            items = (_item(choice, press(n)) for n, choice in enumerate(part.choices))
            blocks.append(f"<{kind}>{''.join(items)}</{kind}>")
    hint = words("answer-numbered" if numbered(parts[standing]) else "answer-words")
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="supported-color-schemes" content="light dark">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main>{''.join(blocks)}<small>{html.escape(hint)}</small></main></body></html>"
    )


def _paragraph(text: str) -> str:
    """Return a paragraph of ours: bold where it is, links where they lead."""
    pieces: list[str] = []
    end = 0
    whole = plain_twin(BOLD.sub("\ue000\\1\ue001", text))
    for found in _URL.finditer(whole):
        address = html.escape(found[0])
        pieces += [html.escape(whole[end : found.start()]), f'<a href="{address}">{address}</a>']
        end = found.end()
    marked = "".join([*pieces, html.escape(whole[end:])]).strip()
    bold = marked.replace("\ue000", "<strong>").replace("\ue001", "</strong>")
    return f"<p>{bold.replace(chr(10), '<br>')}</p>"


def _item(choice: Choice, link: str | None) -> str:
    label, address = html.escape(one_line(choice.label)), choice.url or link
    return (
        f'<li><a href="{html.escape(address)}">{label}</a></li>' if address else f"<li>{label}</li>"
    )
