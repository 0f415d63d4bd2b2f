"""What must hold for an act besides the case's state and the actor's right.

Rule: a guard looks and raises; it never changes anything. Its message tells staff what to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.calendar import Due, Variant
from core.model import Address, Applicant, Case, Outcome, Rating, Status
from core.refusals import BadValue, IllegalTransition
from core.routing import TRIAGE
from core.staff import Actor, may

LOW_RATING = 2
# Without extra study an appeal has a short term, and so has information on life and safety.
SHORT_TERMS: Mapping[str, Variant] = {
    "appeal": "simple",
    "official_complaint": "simple",
    "info_request": "urgent",
}


@dataclass(frozen=True, slots=True)
class Move:
    """An act before it is done: who, when, with what.

    `limit`: until when it is lawful; `leader`: the case to be joined to; `place`: the case's
    address as it is to be; `words_at`: where the words that go begin.
    """

    actor: Actor
    now: datetime
    text: str = ""
    reason: str = ""
    reasons: frozenset[str] = frozenset()
    outcome: Outcome | None = None
    proof: tuple[str, ...] = ()
    proof_needed: bool = False
    files: int = 0
    rating: Rating | None = None
    not_fixed: bool = False
    to: str = ""
    due: Due | None = None
    limit: datetime | None = None
    consented: bool = False
    leader: Case | None = None
    place: Address | None = None
    words_at: int | None = None


def consent(case: Case, move: Move) -> None:
    """Personal data are kept only with consent; a case needs a kind and a body."""
    if case.applicant != Applicant() and not move.consented:
        raise BadValue(
            "no_consent",
            "Name, phone or e-mail may be kept only with consent; ask for it or file without them.",
        )
    if not case.kind or not case.body:
        raise BadValue("no_body", "A case needs a kind and a body that answers; route it first.")


def elsewhere(case: Case, move: Move) -> None:
    """Forwarded to another body, within the law's days."""
    if move.to == case.body:
        raise IllegalTransition(
            "same_body", f"{case.number} is with {move.to} already; pick another."
        )
    # Triage hands a case to its first body; that is no forwarding in the law's sense.
    if case.body != TRIAGE:
        _in_time(case, move, "forward_late", "forwarding", "its body answers it now")


_OVER = frozenset({Status.ANSWERED, Status.CLOSED, Status.REJECTED, Status.WITHDRAWN})


def alike(case: Case, move: Move) -> None:
    """Joined to an open case of the same body, which goes its own way."""
    leader = move.leader
    if leader is None or leader.number == case.number:
        raise BadValue("no_leader", f"Name the case that {case.number} repeats: another number.")
    if case.joined_to is not None:
        raise IllegalTransition("joined_already", f"{case.number} goes with {case.joined_to} now.")
    if leader.status in _OVER or leader.joined_to is not None:
        raise IllegalTransition("leader_ended", f"{leader.number} is no case under way by itself.")
    if leader.body != case.body:
        raise IllegalTransition(
            "other_body",
            f"{leader.number} is with {leader.body}; forward {case.number} there first.",
        )


def joined(case: Case, _move: Move) -> None:
    """Goes with another case now."""
    if case.joined_to is None:
        raise IllegalTransition("not_joined", f"{case.number} is joined to no other case.")


def lawful(case: Case, move: Move) -> None:
    """Rejected for one of the law's reasons, in words, within the law's days."""
    if move.reason not in move.reasons:
        raise BadValue(
            "bad_reason",
            f"{move.reason or 'An empty reason'} is no lawful reason to reject; "
            f"use one of: {', '.join(sorted(move.reasons))}.",
        )
    words(case, move)
    _in_time(case, move, "reject_late", "rejecting", "answer it on its substance")


def words(case: Case, move: Move) -> None:
    """Nothing is done without a word to the resident."""
    if not move.text.strip():
        raise BadValue("no_text", f"{case.number}: write a text; the resident will read it.")


def told(case: Case, move: Move) -> None:
    """The resident gave something: words or a file."""
    if not move.files:
        words(case, move)


def told_more(case: Case, move: Move) -> None:
    """The resident adds something: words, a file, a point on the map."""
    if not move.proof and move.place is None:
        words(case, move)


def outcome(case: Case, move: Move) -> None:
    """Answered with an outcome and words, and with a proof where one is needed."""
    if move.outcome is None:
        raise BadValue("no_outcome", f"{case.number}: say how it ended: {', '.join(Outcome)}.")
    words(case, move)
    crew = case.kind == "dispatcher_request"
    if move.proof_needed and crew and move.outcome is Outcome.FIXED and not move.proof:
        raise BadValue("no_proof", f"{case.number}: add a photo that shows the thing fixed.")


def free(case: Case, move: Move) -> None:
    """Nobody else has it, or the actor may take it over."""
    member = move.actor.member
    if case.executor == move.actor.by:
        raise IllegalTransition("taken_by_you", f"{case.number} is yours already; go on with it.")
    if case.executor and not (member and may(member, "reassign", case.body)):
        raise IllegalTransition(
            "taken", f"{case.number} was taken by a colleague; a supervisor can pass it to you."
        )


def another(case: Case, move: Move) -> None:
    """Given to a colleague who does not have it yet."""
    if not move.to.startswith("staff:"):
        raise BadValue("unknown_member", f"{case.number}: choose a colleague who works on it.")
    if case.executor == move.to:
        raise IllegalTransition("theirs_already", f"{case.number} is theirs already.")


def longer(case: Case, move: Move) -> None:
    """Extended within the longest lawful term, with a reason, before the term has passed."""
    words(case, move)
    if move.due is None or move.limit is None:
        raise IllegalTransition(
            "no_extension",
            f"The law gives no extension to {case.kind}; answer {case.number} in term.",
        )
    if move.now > case.due_at:
        raise IllegalTransition(
            "overdue",
            f"The term of {case.number} has passed and cannot be extended; answer it now.",
        )
    if case.due_at >= move.limit:
        raise IllegalTransition(
            "term_exhausted", f"{case.number} is at its longest lawful term already; answer in it."
        )
    if not case.due_at < move.due.at <= move.limit:
        raise BadValue(
            "bad_until",
            "The new day must be later than the present term and within the longest one.",
        )


def shorter(case: Case, move: Move) -> None:
    """The kind has a short term, and its end is still ahead."""
    if case.kind not in SHORT_TERMS or move.due is None:
        raise IllegalTransition(
            "no_short_term", f"{case.kind} has one term only; nothing to shorten."
        )
    if not move.now <= move.due.at < case.due_at:
        raise IllegalTransition(
            "no_short_term",
            f"{case.number}: the short term is no longer ahead; keep the present one.",
        )


def two_scores(case: Case, move: Move) -> None:
    """Both scores, in time."""
    scores = (move.rating.quality, move.rating.speed) if move.rating else ()
    if not scores or not all(type(score) is int and 1 <= score <= 5 for score in scores):
        raise BadValue(
            "bad_rating", "Give both quality and speed, each a whole number from 1 to 5."
        )
    _in_time(case, move, "rate_late", "rating", "file a new case")


def unhappy(case: Case, move: Move) -> None:
    """A low rating, «not fixed», or staff's reason; in time."""
    if move.actor.who == "staff":
        words(case, move)
    elif not move.not_fixed and not is_low(case.rating):
        raise IllegalTransition(
            "not_unhappy",
            f"{case.number} is reopened when a rating is {LOW_RATING} or less, or it is not fixed.",
        )
    _in_time(case, move, "reopen_late", "reopening", "file a new case")


def silence(case: Case, move: Move) -> None:
    """The term for a rating has passed."""
    if move.limit is None or move.now < move.limit:
        raise IllegalTransition(
            "too_early", f"{case.number} may still be rated; wait for the term."
        )


def no_guard(case: Case, move: Move) -> None:
    """Nothing besides state and right."""


def _in_time(case: Case, move: Move, code: str, what: str, instead: str) -> None:
    if move.limit is not None and move.now > move.limit:
        raise IllegalTransition(code, f"The term for {what} {case.number} has passed; {instead}.")


def is_low(rating: Rating | None) -> bool:
    """Whether either score is low enough to offer reopening."""
    return rating is not None and min(rating.quality, rating.speed) <= LOW_RATING
