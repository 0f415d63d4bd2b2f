"""The life of a case: one table of transitions, and a function for each.

Rule: a case's status changes only in `_act`, which checks who acts, from where, and the guard,
before anything is written. A refused act changes nothing. History lines hold ids, codes and
moments, never words: the words go to the case (`answer`) or into the talk.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

from core.calendar import KYIV, Due, LegalCalendar, Variant
from core.messages import ChatRef
from core.model import (
    Address,
    Applicant,
    Attachment,
    Body,
    Case,
    CaseEvent,
    Outcome,
    Rating,
    Status,
)
from core.refusals import BadValue, IllegalTransition, NotAllowed
from core.routing import TRIAGE
from core.staff import SYSTEM, Actor, Who, allow, may

OPEN = frozenset(
    {Status.REGISTERED, Status.FORWARDED, Status.NEEDS_INFO, Status.IN_WORK, Status.REOPENED}
)
ENDED = frozenset({Status.ANSWERED, Status.CLOSED})
LOW_RATING = 2
REMINDER_DAYS = (1, 4)
SHORTENED_KINDS = frozenset({"appeal", "official_complaint"})

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """An act before it is done: who, when, with what. `limit`: until when it is lawful."""

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


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of the table. `sources`: None stands for a draft; `to`: None when the state stays."""

    action: str
    event: str
    sources: frozenset[Status | None]
    to: Status | None
    who: frozenset[Who]
    guard: Callable[[Case, Move], None]
    write: Callable[[Case, Move], Data]


# --- guards: what must hold besides state and right ----------------------------------------------


def _consent(case: Case, move: Move) -> None:
    if case.applicant != Applicant() and not move.consented:
        raise BadValue(
            "no_consent",
            "Name, phone or e-mail may be kept only with consent; ask for it or file without them.",
        )
    if not case.kind or not case.body:
        raise BadValue("no_body", "A case needs a kind and a body that answers; route it first.")


def _elsewhere(case: Case, move: Move) -> None:
    if move.to == case.body:
        raise IllegalTransition(
            "same_body", f"{case.number} is with {move.to} already; pick another."
        )
    # Triage hands a case to its first body; that is no forwarding in the law's sense.
    if case.body != TRIAGE:
        _in_time(case, move, "forward_late", "forwarding", "its body answers it now")


def _lawful(case: Case, move: Move) -> None:
    if move.reason not in move.reasons:
        raise BadValue(
            "bad_reason",
            f"{move.reason or 'An empty reason'} is no lawful reason to reject; "
            f"use one of: {', '.join(sorted(move.reasons))}.",
        )
    _words(case, move)
    _in_time(case, move, "reject_late", "rejecting", "answer it on its substance")


def _words(case: Case, move: Move) -> None:
    if not move.text.strip():
        raise BadValue("no_text", f"{case.number}: write a text; the resident will read it.")


def _told(case: Case, move: Move) -> None:
    if not move.files:
        _words(case, move)


def _outcome(case: Case, move: Move) -> None:
    if move.outcome is None:
        raise BadValue("no_outcome", f"{case.number}: say how it ended: {', '.join(Outcome)}.")
    _words(case, move)
    crew = case.kind == "dispatcher_request"
    if move.proof_needed and crew and move.outcome is Outcome.FIXED and not move.proof:
        raise BadValue("no_proof", f"{case.number}: add a photo that shows the thing fixed.")


def _free(case: Case, move: Move) -> None:
    member = move.actor.member
    if case.executor == move.actor.by:
        raise IllegalTransition("taken_by_you", f"{case.number} is yours already; go on with it.")
    if case.executor and not (member and may(member, "reassign", case.body)):
        raise IllegalTransition(
            "taken", f"{case.number} was taken by a colleague; a supervisor can pass it to you."
        )


def _longer(case: Case, move: Move) -> None:
    _words(case, move)
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


def _shorter(case: Case, move: Move) -> None:
    if case.kind not in SHORTENED_KINDS or move.due is None:
        raise IllegalTransition(
            "no_short_term", f"{case.kind} has one term only; nothing to shorten."
        )
    if not move.now <= move.due.at < case.due_at:
        raise IllegalTransition(
            "no_short_term",
            f"{case.number}: the short term is no longer ahead; keep the present one.",
        )


def _two_scores(case: Case, move: Move) -> None:
    scores = (move.rating.quality, move.rating.speed) if move.rating else ()
    if not scores or not all(type(score) is int and 1 <= score <= 5 for score in scores):
        raise BadValue(
            "bad_rating", "Give both quality and speed, each a whole number from 1 to 5."
        )
    _in_time(case, move, "rate_late", "rating", "file a new case")


def _unhappy(case: Case, move: Move) -> None:
    if move.actor.who == "staff":
        _words(case, move)
    elif not move.not_fixed and not is_low(case.rating):
        raise IllegalTransition(
            "not_unhappy",
            f"{case.number} is reopened when a rating is {LOW_RATING} or less, or it is not fixed.",
        )
    _in_time(case, move, "reopen_late", "reopening", "file a new case")


def _silence(case: Case, move: Move) -> None:
    if move.limit is None or move.now < move.limit:
        raise IllegalTransition(
            "too_early", f"{case.number} may still be rated; wait for the term."
        )


def _no_guard(case: Case, move: Move) -> None:
    """Nothing besides state and right."""


def _in_time(case: Case, move: Move, code: str, what: str, instead: str) -> None:
    if move.limit is not None and move.now > move.limit:
        raise IllegalTransition(code, f"The term for {what} {case.number} has passed; {instead}.")


def is_low(rating: Rating | None) -> bool:
    """Whether either score is low enough to offer reopening."""
    return rating is not None and min(rating.quality, rating.speed) <= LOW_RATING


# --- writes: what changes, and what the history keeps of it --------------------------------------


def _set_due(case: Case, due: Due | None) -> Data:
    if due is None:
        return {}
    case.first_due_at = case.first_due_at or case.due_at
    case.due_at, case.due_basis, case.due_rule = due.at, due.basis, due.rule
    return {"due_at": due.at.isoformat(), "due_rule": due.rule}


def _registered(case: Case, _move: Move) -> Data:
    return {"body": case.body, "due_at": case.due_at.isoformat(), "due_rule": case.due_rule}


def _forwarded(case: Case, move: Move) -> Data:
    data = {"from": case.body, "to": move.to, **_set_due(case, move.due)}
    case.body, case.executor = move.to, None
    return data


def _info_given(case: Case, move: Move) -> Data:
    _add_words(case, move.text)
    return {"files": move.files}


def _add_words(case: Case, text: str) -> None:
    """Put what the resident adds under what they wrote before."""
    if text.strip():
        case.description = f"{case.description}\n\n{text.strip()}".strip()


def _rejected(case: Case, move: Move) -> Data:
    case.answer = move.text.strip()
    return {"reason": move.reason}


def _taken(case: Case, move: Move) -> Data:
    before, case.executor = case.executor, move.actor.by
    return {"from": before} if before else {}


def _started(case: Case, move: Move) -> Data:
    case.executor = case.executor or move.actor.by
    return {"executor": case.executor}


def _due_moved(case: Case, move: Move) -> Data:
    return _set_due(case, move.due)


def _answered(case: Case, move: Move) -> Data:
    case.outcome, case.answer, case.answered_at = move.outcome, move.text.strip(), move.now
    case.rating = case.closed_at = None
    return {"outcome": str(move.outcome), "proof": list(move.proof)}


def _rated(case: Case, move: Move) -> Data:
    if move.rating is None:
        raise ValueError("a rating without scores went past its guard")
    case.rating, case.closed_at = replace(move.rating, at=move.now), case.closed_at or move.now
    return {"quality": case.rating.quality, "speed": case.rating.speed}


def _closed(case: Case, move: Move) -> Data:
    case.closed_at = move.now
    return {"rated": False}


def _reopened(case: Case, move: Move) -> Data:
    case.reopened, case.reopened_at = case.reopened + 1, move.now
    # What was done for the others was not enough here: it goes its own way now.
    case.joined_to = None
    if move.actor.who == "resident":
        _add_words(case, move.text)
    case.outcome = case.answered_at = case.closed_at = None
    return {"count": case.reopened, "not_fixed": move.not_fixed, **_set_due(case, move.due)}


def _no_data(_case: Case, _move: Move) -> Data:
    return {}


# --- the table -----------------------------------------------------------------------------------


def _row(
    action: str,
    event: str,
    sources: str,
    to: str,
    who: str,
    guard: Callable[[Case, Move], None],
    write: Callable[[Case, Move], Data],
) -> Transition:
    origins = frozenset(None if name == "draft" else Status(name) for name in sources.split())
    target = None if to == "same" else Status(to)
    actors = frozenset(_WHO[name] for name in who.split())
    return Transition(action, event, origins, target, actors, guard, write)


_WHO: Mapping[str, Who] = {name: name for name in get_args(Who)}
_NEW = "registered forwarded"
_ALL = "registered forwarded needs_info in_work reopened"
_END = "answered closed"

TABLE: tuple[Transition, ...] = (
    # action, event, from, to, who, guard, what it writes
    _row("register", "registered", "draft", "registered", "resident system", _consent, _registered),
    _row("forward", "forwarded", "registered", "forwarded", "staff system", _elsewhere, _forwarded),
    _row("ask", "asked", _NEW, "needs_info", "staff", _words, _no_data),
    _row("answer_ask", "info_given", "needs_info", "registered", "resident", _told, _info_given),
    _row("reject", "rejected", "registered needs_info", "rejected", "staff", _lawful, _rejected),
    _row("take", "taken", _ALL, "same", "staff", _free, _taken),
    _row("start", "started", f"{_NEW} reopened", "in_work", "staff body", _no_guard, _started),
    _row("extend", "extended", "in_work", "same", "staff", _longer, _due_moved),
    _row("shorten", "shortened", f"{_NEW} in_work", "same", "staff", _shorter, _due_moved),
    _row("answer", "answered", "in_work", "answered", "staff body", _outcome, _answered),
    _row("rate", "rated", _END, "closed", "resident", _two_scores, _rated),
    _row("close_unrated", "closed", "answered", "closed", "system", _silence, _closed),
    _row("reopen", "reopened", _END, "reopened", "resident staff", _unhappy, _reopened),
    _row("withdraw", "withdrawn", _ALL, "withdrawn", "resident", _no_guard, _no_data),
)

BY_ACTION: Mapping[str, Transition] = {row.action: row for row in TABLE}
BY_EVENT: Mapping[str, Transition] = {row.event: row for row in TABLE}
# Lines of a history that are no acts: they note something and leave the case as it is.
NOTES = frozenset({"overdue", "reminded", "act_offered", "passed_on", "warned"})


def _act(case: Case, action: str, move: Move) -> CaseEvent:
    row = BY_ACTION[action]
    _check_actor(case, row, move.actor)
    if case.status not in row.sources:
        raise IllegalTransition("wrong_state", _wrong_state(case, row))
    row.guard(case, move)
    data = row.write(case, move)
    case.status = row.to or case.status
    if case.status not in OPEN:
        case.warn_at = None
    return CaseEvent(move.now, row.event, move.actor.by, data)


def _check_actor(case: Case, row: Transition, actor: Actor) -> None:
    if actor.who not in row.who:
        raise NotAllowed(
            "no_right",
            f"A {actor.who} cannot {row.action} a case; only: {', '.join(sorted(row.who))}.",
        )
    if actor.who == "staff":
        allow(actor, row.action, case.body)
    if actor.who == "body" and actor.body != case.body:
        raise NotAllowed("no_right", f"{case.number} is with another body by now.")
    if actor.who == "resident" and not is_own(case, actor):
        raise NotAllowed("not_yours", "This case is somebody else's; check the number.")


def _wrong_state(case: Case, row: Transition) -> str:
    wanted = ", ".join(sorted(str(source) for source in row.sources))
    able = ", ".join(r.action for r in TABLE if case.status in r.sources) or "nothing"
    return f"{case.number} is {case.status}; {row.action} needs: {wanted}. Possible now: {able}."


def is_own(case: Case, actor: Actor) -> bool:
    """Whether the case is the acting resident's: of this conversation, or of the same person."""
    if actor.conversation_id is not None and case.conversation_id == actor.conversation_id:
        return True
    return actor.person_id is not None and case.person_id == actor.person_id


def possible(case: Case, actor: Actor) -> list[str]:
    """Return the actions that state and rights permit; their guards may still refuse."""
    return [
        row.action for row in TABLE if case.status in row.sources and _has_right(case, row, actor)
    ]


def _has_right(case: Case, row: Transition, actor: Actor) -> bool:
    try:
        _check_actor(case, row, actor)
    except NotAllowed:
        return False
    return True


# --- the acts ------------------------------------------------------------------------------------


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
    )
    row, move = BY_ACTION["register"], Move(actor, now, consented=consented)
    _check_actor(case, row, actor)
    row.guard(case, move)
    event = CaseEvent(now, row.event, actor.by, row.write(case, move))
    return case, _newly_due(case, law, event)


def forward(case: Case, actor: Actor, now: datetime, *, to: Body, law: LegalCalendar) -> CaseEvent:
    """Pass the case on to the body that is competent; its term starts anew, the first date is kept.

    Errors: NotAllowed; IllegalTransition (`wrong_state`, `same_body`, `forward_late`).
    """
    due = _fresh_due(case, now, law) if law.terms.forward_restarts else None
    limit = law.limit("forward", case.registered_at)
    event = _act(case, "forward", Move(actor, now, to=to.id, due=due, limit=limit))
    return _newly_due(case, law, event)


def ask(case: Case, actor: Actor, now: datetime, *, text: str) -> CaseEvent:
    """Ask the resident for what is missing; the clock keeps running. The caller sends the text.

    Errors: NotAllowed; IllegalTransition; BadValue (`no_text`).
    """
    return _act(case, "ask", Move(actor, now, text=text))


def answer_ask(
    case: Case, actor: Actor, now: datetime, *, text: str = "", files: int = 0
) -> CaseEvent:
    """Add what was asked for: words go to the description, files are attached by the caller.

    Errors: NotAllowed (`not_yours`); IllegalTransition; BadValue (`no_text`: no word, no file).
    """
    return _act(case, "answer_ask", Move(actor, now, text=text, files=files))


def reject(
    case: Case, actor: Actor, now: datetime, *, reason: str, text: str, law: LegalCalendar
) -> CaseEvent:
    """Return the case unconsidered, for a lawful reason, with an explanation (kept as `answer`).

    Errors: NotAllowed; IllegalTransition (`wrong_state`, `reject_late`); BadValue (`bad_reason`,
    `no_text`).
    """
    limit = law.limit("return_faulty", case.registered_at)
    move = Move(actor, now, text=text, reason=reason, reasons=law.reject_reasons, limit=limit)
    return _act(case, "reject", move)


def take(case: Case, actor: Actor, now: datetime) -> CaseEvent:
    """Make the actor the executor; the state stays. A supervisor may take over from a colleague.

    Errors: NotAllowed; IllegalTransition (`wrong_state`, `taken`, `taken_by_you`).
    """
    return _act(case, "take", Move(actor, now))


def start(case: Case, actor: Actor, now: datetime) -> CaseEvent:
    """Begin the work; without an executor the actor becomes it.

    Errors: NotAllowed; IllegalTransition.
    """
    return _act(case, "start", Move(actor, now))


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
    longest = _longest(case, law)
    if longest is None:
        return _act(case, "extend", Move(actor, now, text=text))
    at = law.end_of(law.day(until)) if until else longest.at
    due = Due(at, longest.basis, longest.rule)
    event = _act(case, "extend", Move(actor, now, text=text, due=due, limit=longest.at))
    return _newly_due(case, law, event)


def shorten(case: Case, actor: Actor, now: datetime, *, law: LegalCalendar) -> CaseEvent:
    """Mark that no extra study is needed: the short term of appeals. The caller tells the resident.

    Errors: NotAllowed; IllegalTransition (`wrong_state`, `no_short_term`).
    """
    short = case.kind in SHORTENED_KINDS
    due = law.due(case.kind, term_start(case), variant="simple") if short else None
    return _newly_due(case, law, _act(case, "shorten", Move(actor, now, due=due)))


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
    return _act(case, "answer", move)


def rate(
    case: Case, actor: Actor, now: datetime, *, rating: Rating, law: LegalCalendar
) -> CaseEvent:
    """Keep both scores; an answered case closes, a closed one has its rating changed.

    Errors: NotAllowed (`not_yours`); IllegalTransition (`wrong_state`, `rate_late`); BadValue
    (`bad_rating`).
    """
    return _act(case, "rate", Move(actor, now, rating=rating, limit=rating_ends_at(case, law)))


def close_unrated(
    case: Case, now: datetime, *, reminder_days: Sequence[int] = REMINDER_DAYS
) -> CaseEvent:
    """Close an answered case whose resident stayed silent.

    Errors: IllegalTransition (`wrong_state`, `too_early`).
    """
    limit = closes_at(case.answered_at, reminder_days) if case.answered_at else None
    return _act(case, "close_unrated", Move(SYSTEM, now, limit=limit))


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

    A resident needs a low rating or says that it is not fixed, and their words are added to the
    description; staff act on the resident's word and write why. Errors: NotAllowed;
    IllegalTransition (`wrong_state`, `not_unhappy`, `reopen_late`); BadValue (`no_text`).
    """
    move = Move(
        actor,
        now,
        text=text,
        not_fixed=not_fixed,
        due=_fresh_due(case, now, law),
        limit=rating_ends_at(case, law),
    )
    return _newly_due(case, law, _act(case, "reopen", move))


def withdraw(case: Case, actor: Actor, now: datetime) -> CaseEvent:
    """Take the case back before it is answered.

    Errors: NotAllowed (`not_yours`); IllegalTransition.
    """
    return _act(case, "withdraw", Move(actor, now))


# --- moments -------------------------------------------------------------------------------------


def term_start(case: Case) -> datetime:
    """Return the moment from which the longest lawful term counts."""
    return case.reopened_at or case.registered_at


def is_overdue(case: Case, now: datetime) -> bool:
    """Whether the term has passed without an answer. Computed, never a state."""
    return case.status in OPEN and now > case.due_at


def reminders_at(answered_at: datetime, days: Sequence[int] = REMINDER_DAYS) -> list[datetime]:
    """Return when a silent resident is reminded to rate."""
    return [answered_at + timedelta(days=day) for day in days]


def closes_at(answered_at: datetime, days: Sequence[int] = REMINDER_DAYS) -> datetime:
    """Return when a silent resident's case closes unrated: a day after the last reminder."""
    return answered_at + timedelta(days=max(days, default=0) + 1)


def warn(case: Case, now: datetime, law: LegalCalendar) -> CaseEvent:
    """Note that the body is warned of the term's end; of warnings that were missed the last counts.

    The caller tells the body. `Case.warn_at` moves on, so that each is given once.
    """
    passed = [w for w in law.warn_moments(term_start(case), case.due_at) if w.at <= now]
    case.warned = passed[-1].name if passed else "half"
    case.warn_at = _next_warning(case, law, now)
    return CaseEvent(now, "warned", "system", {"left": case.warned})


def _newly_due(case: Case, law: LegalCalendar, event: CaseEvent) -> CaseEvent:
    """Plan the warnings of a term that an event set; return the event."""
    case.warned, case.warn_at = None, _next_warning(case, law, event.at)
    return event


def _next_warning(case: Case, law: LegalCalendar, after: datetime) -> datetime | None:
    moments = law.warn_moments(term_start(case), case.due_at)
    return next((w.at for w in moments if w.at > after), None)


def _fresh_due(case: Case, now: datetime, law: LegalCalendar) -> Due:
    return law.due(case.kind, now, service_code=case.service_code)


def _longest(case: Case, law: LegalCalendar) -> Due | None:
    return law.longest(case.kind, term_start(case))


def rating_ends_at(case: Case, law: LegalCalendar) -> datetime | None:
    """Return until when an ended case can be rated and reopened, None while it has no answer."""
    ended = case.closed_at or case.answered_at
    return law.limit("reopen", ended) if ended else None


def replay(history: Iterable[CaseEvent]) -> Status:
    """Return the state to which a history leads; other lines (warnings, mail) are passed over.

    Errors: ValueError where a line cannot follow what came before, or nothing was registered.
    """
    state: Status | None = None
    for line in history:
        row = BY_EVENT.get(line.event)
        if row is None:
            continue
        if state not in row.sources:
            raise ValueError(f"{line.event} at {line.at.isoformat()} cannot follow {state}")
        state = row.to or state
    if state is None:
        raise ValueError("the history does not begin with registered")
    return state


# --- the case for programs -----------------------------------------------------------------------


def case_json(
    case: Case,
    history: Iterable[CaseEvent],
    attachments: Iterable[Attachment],
    zone: ZoneInfo = KYIV,
) -> dict[str, Any]:
    """Return the case as `misto cases --json` prints it; moments are ISO 8601, the city's zone."""
    return {
        "number": case.number,
        "kind": case.kind,
        "service_code": case.service_code,
        "status": str(case.status),
        "outcome": str(case.outcome) if case.outcome else None,
        "reopened": case.reopened,
        "joined_to": case.joined_to,
        "description": case.description,
        "facts": dict(case.facts),
        "address": _address_json(case.address),
        "applicant": _applicant_json(case.applicant),
        "addressee": case.addressee,
        "body": case.body,
        "channel": case.chat.channel,
        "chat": case.chat.chat,
        "registered_at": _iso(case.registered_at, zone),
        "due_at": _iso(case.due_at, zone),
        "due_basis": case.due_basis,
        "due_rule": case.due_rule,
        "answered_at": _iso(case.answered_at, zone),
        "closed_at": _iso(case.closed_at, zone),
        "rating": _rating_json(case.rating),
        "attachments": [{"kind": a.kind, "sha256": a.sha256} for a in attachments],
        "history": [{"at": _iso(e.at, zone), "event": e.event, "by": e.by} for e in history],
    }


def _address_json(address: Address | None) -> dict[str, Any] | None:
    if address is None:
        return None
    names = ("street", "house", "apartment", "district", "lat", "long", "verified", "as_typed")
    return {name: getattr(address, name) for name in names}


def _applicant_json(applicant: Applicant) -> dict[str, str | None]:
    return {"name": applicant.name, "phone": applicant.phone, "email": applicant.email}


def _rating_json(rating: Rating | None) -> dict[str, int] | None:
    return {"quality": rating.quality, "speed": rating.speed} if rating else None


def _iso(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat() if moment else None
