"""What is done to cases: a function for each act of the table in `lifecycle`, with its term.

Rule: an act either returns the line of history to save with the case, or raises a Refusal and
leaves the case as it was.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.calendar import Due, LegalCalendar, Variant
from core.guards import SHORT_TERMS, Move
from core.lifecycle import BY_ACTION, act, check_actor
from core.messages import ChatRef
from core.model import Address, Applicant, Body, Case, CaseEvent, Outcome, Rating, StaffMember
from core.staff import SYSTEM, Actor, may
from core.terms import (
    REMINDER_DAYS,
    closes_at,
    fresh_due,
    longest_due,
    newly_due,
    rating_ends_at,
    term_start,
)


def case_number(prefix: str, year: int, serial: int) -> str:
    """Return a number as residents read it: `KV-2026-000417`."""
    return f"{prefix}-{year:04d}-{serial:06d}"


def register(
    actor: Actor,
    now: datetime,
    *,
    law: LegalCalendar,
    number: str,
    kind: str,
    body: str,
    conversation_id: int,
    chat: ChatRef,
    consented: bool,
    person_id: int | None = None,
    service_code: str | None = None,
    description: str = "",
    facts: Mapping[str, Any] | None = None,
    address: Address | None = None,
    applicant: Applicant | None = None,
    addressee: str | None = None,
    joined_to: str | None = None,
    variant: Variant = "normal",
) -> tuple[Case, CaseEvent]:
    """File a case. Errors: BadValue (`no_consent`: personal fields without consent; `no_body`)."""
    due = law.due(kind, now, service_code=service_code, variant=variant)
    case = Case(
        number=number,
        kind=kind,
        body=body,
        registered_at=now,
        due_at=due.at,
        due_basis=due.basis,
        due_rule=due.rule,
        conversation_id=conversation_id,
        chat=chat,
        person_id=person_id,
        service_code=service_code,
        description=description.strip(),
        facts=dict(facts or {}),
        address=address,
        applicant=applicant or Applicant(),
        addressee=addressee,
        joined_to=joined_to,
        term_from=now,
    )
    row, move = BY_ACTION["register"], Move(actor, now, consented=consented)
    check_actor(case, row, actor)
    row.guard(case, move)
    event = CaseEvent(now, row.event, actor.by, row.write(case, move))
    return case, newly_due(case, law, event)


def forward(case: Case, actor: Actor, now: datetime, *, to: Body, law: LegalCalendar) -> CaseEvent:
    """Pass the case on to the body that is competent; its term starts anew, the first date is kept.

    Errors: NotAllowed; IllegalTransition (`wrong_state`, `same_body`, `forward_late`).
    """
    due = fresh_due(case, now, law) if law.terms.forward_restarts else None
    limit = law.limit("forward", case.registered_at)
    event = act(case, "forward", Move(actor, now, to=to.id, due=due, limit=limit))
    return newly_due(case, law, event)


def ask(case: Case, actor: Actor, now: datetime, *, text: str) -> CaseEvent:
    """Ask the resident for what is missing; the clock keeps running. The caller sends the text.

    Errors: NotAllowed; IllegalTransition; BadValue (`no_text`).
    """
    return act(case, "ask", Move(actor, now, text=text))


def answer_ask(
    case: Case, actor: Actor, now: datetime, *, text: str = "", files: int = 0
) -> CaseEvent:
    """Add what was asked for: words go to the description, files are attached by the caller.

    Errors: NotAllowed (`not_yours`); IllegalTransition; BadValue (`no_text`: no word, no file).
    """
    return act(case, "answer_ask", Move(actor, now, text=text, files=files))


def add(
    case: Case,
    actor: Actor,
    now: datetime,
    *,
    text: str = "",
    files: Sequence[str] = (),
    place: Address | None = None,
) -> CaseEvent:
    """Add to an open case what its resident tells later: words go under the first ones, `files` are
    ids of files that the caller attached, `place` is the address with a point on the map.

    Errors: NotAllowed (`not_yours`); IllegalTransition; BadValue (`no_text`: nothing is added).
    """
    return act(case, "add", Move(actor, now, text=text, proof=tuple(files), place=place))


def take_out(
    case: Case,
    actor: Actor,
    now: datetime,
    *,
    added: CaseEvent,
    place: Address | None = None,
) -> CaseEvent:
    """Undo what the resident added with the latest line: it was about another matter. The caller
    takes the files away; `place` is the address without the point.

    Errors: NotAllowed (`not_yours`); IllegalTransition.
    """
    files, words_at = tuple(added.data.get("files", ())), added.data.get("words_at")
    return act(case, "take_out", Move(actor, now, proof=files, words_at=words_at, place=place))


def reject(
    case: Case, actor: Actor, now: datetime, *, reason: str, text: str, law: LegalCalendar
) -> CaseEvent:
    """Return the case unconsidered, for a lawful reason, with an explanation (kept as `answer`).

    Errors: NotAllowed; IllegalTransition (`wrong_state`, `reject_late`); BadValue (`bad_reason`,
    `no_text`).
    """
    limit = law.limit("return_faulty", case.registered_at)
    move = Move(actor, now, text=text, reason=reason, reasons=law.reject_reasons, limit=limit)
    return act(case, "reject", move)


def take(case: Case, actor: Actor, now: datetime) -> CaseEvent:
    """Make the actor the executor; the state stays. A supervisor may take over from a colleague.

    Errors: NotAllowed; IllegalTransition (`wrong_state`, `taken`, `taken_by_you`).
    """
    return act(case, "take", Move(actor, now))


def assign(case: Case, actor: Actor, now: datetime, *, to: StaffMember | None) -> CaseEvent:
    """Make a colleague the executor. Errors: NotAllowed; BadValue (`unknown_member`: nobody, or who
    may not work on it); IllegalTransition (`wrong_state`, `theirs_already`).
    """
    able = to is not None and may(to, "start", case.body)
    return act(case, "assign", Move(actor, now, to=f"staff:{to.id}" if to and able else ""))


def start(case: Case, actor: Actor, now: datetime) -> CaseEvent:
    """Begin the work; without an executor the actor becomes it.

    Errors: NotAllowed; IllegalTransition.
    """
    return act(case, "start", Move(actor, now))


def merge(case: Case, actor: Actor, now: datetime, *, leader: Case | None) -> CaseEvent:
    """Join the case to another about the same thing: what is done to that one is done to it too.

    Errors: NotAllowed; BadValue (`no_leader`); IllegalTransition (`wrong_state`, `joined_already`,
    `leader_ended`, `other_body`).
    """
    to = leader.number if leader else ""
    return act(case, "merge", Move(actor, now, leader=leader, to=to))


def split(case: Case, actor: Actor, now: datetime) -> CaseEvent:
    """Let a joined case go its own way again. Errors: NotAllowed; IllegalTransition (`wrong_state`,
    `not_joined`).
    """
    return act(case, "split", Move(actor, now))


def extend(
    case: Case,
    actor: Actor,
    now: datetime,
    *,
    text: str,
    law: LegalCalendar,
    until: datetime | None = None,
) -> CaseEvent:
    """Extend the term with a reason that the resident is told; `until` None: as far as lawful.

    Errors: NotAllowed; IllegalTransition (`wrong_state`, `no_extension`, `overdue`,
    `term_exhausted`); BadValue (`no_text`, `bad_until`).
    """
    longest = longest_due(case, law)
    if longest is None:
        return act(case, "extend", Move(actor, now, text=text))
    at = law.end_of(law.day(until)) if until else longest.at
    due = Due(at, longest.basis, longest.rule)
    event = act(case, "extend", Move(actor, now, text=text, due=due, limit=longest.at))
    return newly_due(case, law, event)


def shorten(case: Case, actor: Actor, now: datetime, *, law: LegalCalendar) -> CaseEvent:
    """Give the case its short term: that of an appeal without extra study, or of information that
    is urgent. The caller tells the resident.

    Errors: NotAllowed; IllegalTransition (`wrong_state`, `no_short_term`).
    """
    short = SHORT_TERMS.get(case.kind)
    due = law.due(case.kind, term_start(case), variant=short) if short else None
    return newly_due(case, law, act(case, "shorten", Move(actor, now, due=due)))


def answer(
    case: Case,
    actor: Actor,
    now: datetime,
    *,
    outcome: Outcome | str,
    text: str,
    proof: Sequence[str] = (),
    proof_needed: bool = False,
) -> CaseEvent:
    """End the case with an outcome and words; `proof`: ids of files, without which a request is not
    fixed where they are needed. Asks for ratings anew.

    Errors: NotAllowed; IllegalTransition; BadValue (`no_outcome`, `no_text`, `no_proof`).
    """
    known = Outcome(outcome) if outcome in set(Outcome) else None
    move = Move(actor, now, outcome=known, text=text, proof=tuple(proof), proof_needed=proof_needed)
    return act(case, "answer", move)


def rate(
    case: Case, actor: Actor, now: datetime, *, rating: Rating, law: LegalCalendar
) -> CaseEvent:
    """Keep both scores; an answered case closes, a closed one has its rating changed.

    Errors: NotAllowed (`not_yours`); IllegalTransition (`wrong_state`, `rate_late`); BadValue
    (`bad_rating`).
    """
    return act(case, "rate", Move(actor, now, rating=rating, limit=rating_ends_at(case, law)))


def close_unrated(
    case: Case, now: datetime, *, reminder_days: Sequence[int] = REMINDER_DAYS
) -> CaseEvent:
    """Close an answered case whose resident stayed silent.

    Errors: IllegalTransition (`wrong_state`, `too_early`).
    """
    limit = closes_at(case.answered_at, reminder_days) if case.answered_at else None
    return act(case, "close_unrated", Move(SYSTEM, now, limit=limit))


def reopen(
    case: Case,
    actor: Actor,
    now: datetime,
    *,
    law: LegalCalendar,
    not_fixed: bool = False,
    text: str = "",
) -> CaseEvent:
    """Open the case again: same number, counter + 1, a new term from now.

    A resident needs a low rating or says that it is not fixed; staff act on the resident's word and
    write why. Either's words are added to the description. Errors: NotAllowed;
    IllegalTransition (`wrong_state`, `not_unhappy`, `reopen_late`); BadValue (`no_text`).
    """
    move = Move(
        actor,
        now,
        text=text,
        not_fixed=not_fixed,
        due=fresh_due(case, now, law),
        limit=rating_ends_at(case, law),
    )
    return newly_due(case, law, act(case, "reopen", move))


def withdraw(case: Case, actor: Actor, now: datetime) -> CaseEvent:
    """Take the case back before it is answered.

    Errors: NotAllowed (`not_yours`); IllegalTransition.
    """
    return act(case, "withdraw", Move(actor, now))
