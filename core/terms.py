"""The moments of a case's life: its term, when its body is warned, how long it can be rated."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.calendar import Due, LegalCalendar, Warn
from core.lifecycle import OPEN
from core.model import Case, CaseEvent

REMINDER_DAYS = (1, 4)


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
    passed = [w for w in _warnings(case, law) if w.at <= now]
    case.warned = passed[-1].name if passed else "half"
    case.warn_at = _next_warning(case, law, now)
    return CaseEvent(now, "warned", "system", {"left": case.warned})


def newly_due(case: Case, law: LegalCalendar, event: CaseEvent) -> CaseEvent:
    """Plan the warnings of a term that an event set; return the event."""
    case.warned, case.warn_at = None, _next_warning(case, law, event.at)
    return event


def _next_warning(case: Case, law: LegalCalendar, after: datetime) -> datetime | None:
    return next((w.at for w in _warnings(case, law) if w.at > after), None)


def _warnings(case: Case, law: LegalCalendar) -> list[Warn]:
    """Half of a term is half of the body's own: one that got the case later has its whole."""
    return law.warn_moments(case.term_from or term_start(case), case.due_at)


def fresh_due(case: Case, now: datetime, law: LegalCalendar) -> Due:
    """Return the term of the case's kind, counted anew from now."""
    return law.due(case.kind, now, service_code=case.service_code)


def longest_due(case: Case, law: LegalCalendar) -> Due | None:
    """Return how far the term may be extended; None: not at all."""
    return law.longest(case.kind, term_start(case))


def rating_ends_at(case: Case, law: LegalCalendar) -> datetime | None:
    """Return until when an ended case can be rated and reopened, None while it has no answer."""
    ended = case.closed_at or case.answered_at
    return law.limit("reopen", ended) if ended else None
