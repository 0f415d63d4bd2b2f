"""Wiping what need not be kept: set-based, so that a city's night takes seconds."""

import sqlite3
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    Update,
    bindparam,
    cast,
    delete,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)

from connectors.database.codec import from_us_or_none, to_json, to_us
from connectors.database.conversations import IDLE
from connectors.database.schema import (
    attachments,
    case_notes,
    case_words,
    cases,
    conversations,
    handoffs,
    intake,
    outbox,
    persons,
    staff_notes,
)
from connectors.database.sql import given, limited, number, prepare, word
from core.conversation import State
from core.messages import FORGOTTEN

_c = conversations.c


def _unagreed() -> Select[tuple[int]]:
    """Chats whose person never consented and that wait for no answer of staff."""
    waiting = select(handoffs.c.conversation_id).where(
        handoffs.c.status.in_([word("waiting"), word("taken")])
    )
    return (
        select(_c.id)
        .select_from(conversations.outerjoin(persons))
        .where(persons.c.consent_version.is_(null()), _c.id.not_in(waiting))
    )


EMPTY: ColumnElement[str] = literal_column("''")
# What was heard and made of it; what knows an event again is not among it.
_HEARD = ("raw", "incoming", "reading", "inner", "results")


def wiped_events(*of: ColumnElement[bool], **more: None) -> Update:
    """Return the wiping of what some events brought, and of `more` of their columns."""
    return update(intake).where(*of).values(dict.fromkeys((*_HEARD, *more), null()))


FIRST = prepare(
    select(intake.c.received_at).order_by(intake.c.id).limit(number(1)).offset(number(0))
)
WIPE_EVENTS = prepare(
    wiped_events(
        intake.c.conversation_id.in_(_unagreed()),
        intake.c.received_at < bindparam("before"),
        or_(*(intake.c[name].is_not(null()) for name in ("incoming", "inner", "raw"))),
    ),
    "before",
)
WIPE_MESSAGES = prepare(
    delete(outbox).where(
        outbox.c.conversation_id.in_(_unagreed()),
        outbox.c.created_at < bindparam("before"),
        outbox.c.status != word("new"),
    ),
    "before",
)
WIPE_NOTES = prepare(
    delete(staff_notes).where(
        staff_notes.c.conversation_id.in_(_unagreed()), staff_notes.c.at < bindparam("before")
    ),
    "before",
)
WIPE_DRAFTS = prepare(
    update(conversations)
    .where(
        _c.id.in_(_unagreed()),
        _c.updated_at < bindparam("before"),
        _c.state != bindparam("empty"),
    )
    .values(given("state")),
    *("state", "before", "empty"),
)
STALE_DRAFTS = prepare(
    limited(
        select(_c.id)
        .where(
            _c.updated_at < bindparam("before"),
            cast(_c.state, Text).not_like(bindparam("idle")),
        )
        .order_by(_c.id)
    ),
    *("before", "idle", "limit"),
)


_case = cases.c
_KEPT_LONG_ENOUGH = (
    _case.conversation_id.in_(select(_c.id).where(_c.channel == word(FORGOTTEN))),
    func.coalesce(_case.closed_at, _case.answered_at, _case.registered_at) < bindparam("before"),
)
_TO_WIPE = (*_KEPT_LONG_ENOUGH, or_(_case.description != EMPTY, _case.answer.is_not(null())))
WIPE_SUBSTANCE = prepare(
    update(cases)
    .where(*_TO_WIPE)
    .values(
        description=EMPTY,
        facts=literal_column("'{}'"),
        answer=null(),
        addressee=null(),
        # What is left (the number) is indexed anew.
        indexed=null(),
    ),
    "before",
)
WIPE_WORDS = prepare(
    delete(case_words).where(case_words.c.case_id.in_(select(_case.id).where(*_TO_WIPE))),
    "before",
)
WIPE_NOTES = prepare(
    delete(case_notes).where(case_notes.c.case_id.in_(select(_case.id).where(*_TO_WIPE))),
    "before",
)
WIPE_FILES = prepare(
    delete(attachments).where(
        attachments.c.case_id.in_(select(_case.id).where(*_KEPT_LONG_ENOUGH))
    ),
    "before",
)


class SqlRetention:
    """`core.ports.RetentionRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def first_event_at(self) -> datetime | None:
        row = self._run(FIRST).fetchone()
        return from_us_or_none(row[0]) if row else None

    def stale_drafts(self, before: datetime, limit: int = 500) -> list[int]:
        return [row[0] for row in self._run(STALE_DRAFTS, (to_us(before), IDLE, limit))]

    def wipe_talks(self, before: datetime) -> int:
        moment, empty = to_us(before), to_json(State())
        wiped = self._run(WIPE_EVENTS, (moment,)).rowcount
        wiped += self._run(WIPE_MESSAGES, (moment,)).rowcount
        wiped += self._run(WIPE_NOTES, (moment,)).rowcount
        return wiped + self._run(WIPE_DRAFTS, (empty, moment, empty)).rowcount

    def wipe_substance(self, before: datetime) -> int:
        moment = to_us(before)
        self._run(WIPE_FILES, (moment,))
        self._run(WIPE_WORDS, (moment,))
        self._run(WIPE_NOTES, (moment,))
        return self._run(WIPE_SUBSTANCE, (moment,)).rowcount
