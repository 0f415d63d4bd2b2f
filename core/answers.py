"""An answer as a paper to keep: its number and day, whom it is to, what it says, who signs it.

Rule: the number is the case's with how many answers it has had, so that an answer after reopening
is another paper. Sources: 393/96-VR, articles 15 and 18 (who signs; how to appeal).
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from core.model import Case, Outcome
from core.plain import lines, one_line
from core.ports import Texts
from core.sheet import Paper, Part

# Of what is no "yes" the answer says how to appeal.
_APPEALABLE = frozenset({Outcome.NOT_FIXED, Outcome.REFUSED, Outcome.EXPLAINED})


def answer_number(case: Case) -> str:
    """Return the number of the answer that the case has or gets next: `KV-2026-000417/1`."""
    return f"{case.number}/{case.reopened + 1}"


def answer_paper(
    case: Case,
    *,
    texts: Texts,
    zone: ZoneInfo,
    body: str,
    outcome: str,
    text: str,
    signer: str,
    now: datetime,
) -> Paper:
    """Return an answer as a document in the language of the state."""

    def say(name: str) -> str:
        return texts.format(f"mail-{name}", "uk", {})

    day, number = f"{now.astimezone(zone):%d.%m.%Y}", answer_number(case)
    about = (
        f"{say('answer-number')}: {number}",
        f"{say('answer-day')}: {day}",
        f"{say('answer-to')}: {one_line(case.applicant.name or say('answer-to-anybody'))}",
        f"{say('answer-on')}: {case.number}, {case.registered_at.astimezone(zone):%d.%m.%Y}",
    )
    known = outcome in set(Outcome)
    said = tuple(filter(None, _said(texts, outcome if known else "", text)))
    parts = [
        Part(say("answer-about"), about, listed=True),
        Part(say("answer"), said),
        Part(say("answer-signed"), tuple(filter(None, (one_line(signer), one_line(body))))),
    ]
    if known and Outcome(outcome) in _APPEALABLE and case.due_basis == "law":
        parts.append(Part(say("answer-appeal"), (say("answer-appeal-how"),)))
    return Paper(
        language="uk",
        title=f"{say('answer-title')} № {number}",
        author=one_line(body),
        opening=one_line(body),
        parts=tuple(part for part in parts if part.lines),
        footer=f"{number} · {day}",
    )


def _said(texts: Texts, outcome: str, text: str) -> Iterator[str]:
    if outcome:
        yield texts.format(f"outcome-{outcome}", "uk", {})
    yield from lines(text)
