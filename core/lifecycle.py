"""The life of a case: one table of transitions, and what each demands and writes.

Rule: a case's status changes only in `act`, which checks who acts, from where, and the guard,
before anything is written. A refused act changes nothing. History lines hold ids, codes and
moments, never words: the words go to the case (`answer`, `description`) or into the talk.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from core.calendar import Due
from core.guards import (
    Move,
    alike,
    another,
    consent,
    elsewhere,
    free,
    joined,
    lawful,
    longer,
    no_guard,
    outcome,
    shorter,
    silence,
    told,
    told_more,
    two_scores,
    unhappy,
    words,
)
from core.model import Case, CaseEvent, Status
from core.refusals import IllegalTransition, NotAllowed
from core.staff import Actor, Who, allow

OPEN = frozenset(
    {Status.REGISTERED, Status.FORWARDED, Status.NEEDS_INFO, Status.IN_WORK, Status.REOPENED}
)
ENDED = frozenset({Status.ANSWERED, Status.CLOSED})
Data = dict[str, Any]


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


# --- writes: what changes, and what the history keeps of it --------------------------------------


def _set_due(case: Case, due: Due | None) -> Data:
    if due is None:
        return {}
    case.first_due_at = case.first_due_at or case.due_at
    case.due_at, case.due_basis, case.due_rule = due.at, due.basis, due.rule
    return {"due_at": due.at.isoformat(), "due_rule": due.rule}


def _restart(case: Case, move: Move) -> Data:
    """Let the term count anew from now, where the move brings a new one."""
    if move.due is not None:
        case.term_from = move.now
    return _set_due(case, move.due)


def _registered(case: Case, _move: Move) -> Data:
    return {"body": case.body, "due_at": case.due_at.isoformat(), "due_rule": case.due_rule}


def _forwarded(case: Case, move: Move) -> Data:
    data = {"from": case.body, "to": move.to, **_restart(case, move)}
    case.body, case.executor = move.to, None
    return data


def _info_given(case: Case, move: Move) -> Data:
    return {"files": move.files, **_add_words(case, move.text)}


def _added(case: Case, move: Move) -> Data:
    data: Data = {"files": list(move.proof)} if move.proof else {}
    if move.place is not None:
        case.address = move.place
        data["point"] = True
    return {**data, **_add_words(case, move.text)}


def _taken_out(case: Case, move: Move) -> Data:
    """Undo what the last line added: its words, its point; its files are the caller's."""
    data: Data = {"files": list(move.proof)} if move.proof else {}
    if move.words_at is not None:
        case.description = case.description[: move.words_at]
    if move.place is not None:
        case.address = move.place
    return data


def _add_words(case: Case, text: str) -> Data:
    """Put what is added under what was written before; the history keeps where it begins."""
    start = len(case.description)
    if not text.strip():
        return {}
    case.description = f"{case.description}\n\n{text.strip()}".strip()
    return {"words_at": start}


def _rejected(case: Case, move: Move) -> Data:
    case.answer = move.text.strip()
    return {"reason": move.reason}


def _taken(case: Case, move: Move) -> Data:
    before, case.executor = case.executor, move.actor.by
    return {"from": before} if before else {}


def _assigned(case: Case, move: Move) -> Data:
    before, case.executor = case.executor, move.to
    return {"executor": move.to, **({"from": before} if before else {})}


def _started(case: Case, move: Move) -> Data:
    case.executor = case.executor or move.actor.by
    return {"executor": case.executor}


def _merged(case: Case, move: Move) -> Data:
    case.joined_to = move.to
    return {"with": move.to}


def _split(case: Case, _move: Move) -> Data:
    leader, case.joined_to = case.joined_to, None
    return {"with": leader}


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
    case.outcome = case.answered_at = case.closed_at = None
    said = {"count": case.reopened, "not_fixed": move.not_fixed}
    return {**said, **_add_words(case, move.text), **_restart(case, move)}


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
    _row("register", "registered", "draft", "registered", "resident system", consent, _registered),
    _row("forward", "forwarded", "registered", "forwarded", "staff system", elsewhere, _forwarded),
    _row("ask", "asked", _NEW, "needs_info", "staff", words, _no_data),
    _row("answer_ask", "info_given", "needs_info", "registered", "resident", told, _info_given),
    _row("add", "added", _ALL, "same", "resident", told_more, _added),
    _row("take_out", "taken_out", _ALL, "same", "resident", no_guard, _taken_out),
    _row("reject", "rejected", "registered needs_info", "rejected", "staff", lawful, _rejected),
    _row("take", "taken", _ALL, "same", "staff", free, _taken),
    _row("assign", "assigned", _ALL, "same", "staff", another, _assigned),
    _row("merge", "merged", _ALL, "same", "staff", alike, _merged),
    _row("split", "split", _ALL, "same", "staff", joined, _split),
    _row("start", "started", f"{_NEW} reopened", "in_work", "staff body", no_guard, _started),
    _row("extend", "extended", "in_work", "same", "staff", longer, _due_moved),
    _row("shorten", "shortened", f"{_NEW} in_work", "same", "staff", shorter, _due_moved),
    _row("answer", "answered", "in_work", "answered", "staff body", outcome, _answered),
    _row("rate", "rated", _END, "closed", "resident", two_scores, _rated),
    _row("close_unrated", "closed", "answered", "closed", "system", silence, _closed),
    _row("reopen", "reopened", _END, "reopened", "resident staff", unhappy, _reopened),
    _row("withdraw", "withdrawn", _ALL, "withdrawn", "resident", no_guard, _no_data),
)

BY_ACTION: Mapping[str, Transition] = {row.action: row for row in TABLE}
BY_EVENT: Mapping[str, Transition] = {row.event: row for row in TABLE}
# Lines of a history that are no acts: they note something and leave the case as it is.
NOTES = frozenset(
    "overdue reminded act_offered passed_on warned forgotten linked unlinked written_down".split()
)


def act(case: Case, action: str, move: Move) -> CaseEvent:
    """Change the case as an action of the table does; return its line of history.

    Errors: NotAllowed, IllegalTransition, BadValue; the case is then as it was.
    """
    row = BY_ACTION[action]
    check_actor(case, row, move.actor)
    if case.status not in row.sources:
        raise IllegalTransition("wrong_state", _wrong_state(case, row))
    row.guard(case, move)
    data = row.write(case, move)
    case.status = row.to or case.status
    if case.status not in OPEN:
        case.warn_at = None
    return CaseEvent(move.now, row.event, move.actor.by, data)


def check_actor(case: Case, row: Transition, actor: Actor) -> None:
    """Raise NotAllowed unless the actor may do this to this case."""
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
        check_actor(case, row, actor)
    except NotAllowed:
        return False
    return True


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
