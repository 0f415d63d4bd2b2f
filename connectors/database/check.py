"""Whether the database is whole: every broken promise of the schema or the city, as a sentence.

What foreign keys and unique indexes already forbid is looked at all the same: a file may have been
edited by hand, or damaged.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec

from connectors.database.codec import from_json
from connectors.database.unit_of_work import SqlUnitOfWork
from core.conversation import State
from core.lifecycle import BY_EVENT, NOTES
from core.messages import Outgoing
from core.model import Status

NUMBER = re.compile(r"-(\d{4})-(\d+)$")

# Each query finds what must not be; its columns fill the sentence.
SENTENCES: tuple[tuple[str, str], ...] = (
    (
        "Event {} of {} is done, but belongs to no conversation.",
        (
            "SELECT id, channel FROM intake"
            " WHERE status = 'done' AND conversation_id IS NULL AND error IS NULL"
        ),
    ),
    (
        "Event {} of {} is given up, but nothing says why.",
        "SELECT id, channel FROM intake WHERE status = 'dead' AND error IS NULL",
    ),
    (
        "Event {} of {} stands {} times in the intake.",
        (
            "SELECT event_id, channel, count(*) FROM intake"
            " GROUP BY channel, bot, event_id HAVING count(*) > 1"
        ),
    ),
    (
        "Message {} belongs to conversation {}, which is not there.",
        (
            "SELECT id, conversation_id FROM outbox"
            " WHERE conversation_id NOT IN (SELECT id FROM conversations)"
        ),
    ),
    (
        "Message {} is {}, but nothing says when that was.",
        "SELECT id, status FROM outbox WHERE status <> 'new' AND ended_at IS NULL",
    ),
    (
        "Case {} has no history.",
        "SELECT number FROM cases WHERE id NOT IN (SELECT case_id FROM case_events)",
    ),
    (
        "Case {} is in the table {} times.",
        "SELECT number, count(*) FROM cases GROUP BY number HAVING count(*) > 1",
    ),
    (
        "Case {} is answered or closed, but has no moment of an answer.",
        "SELECT number FROM cases WHERE status IN ('answered', 'closed') AND answered_at IS NULL",
    ),
    (
        "Case {} is joined to {}, which is joined to another itself.",
        (
            "SELECT c.number, c.joined_to FROM cases c JOIN cases l ON l.number = c.joined_to"
            " WHERE l.joined_to IS NOT NULL"
        ),
    ),
    (
        "Case {} has a rating, but was never answered.",
        (
            "SELECT number FROM cases c WHERE rating IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM case_events e WHERE e.case_id = c.id AND e.event = 'rated')"
        ),
    ),
    (
        "Case {} is another resident's than file {} that it keeps.",
        (
            "SELECT c.number, a.id FROM attachments a JOIN cases c ON c.id = a.case_id"
            " LEFT JOIN conversations f ON f.id = a.conversation_id"
            " LEFT JOIN conversations t ON t.id = c.conversation_id"
            " WHERE a.conversation_id <> c.conversation_id"
            " AND (f.person_id IS NULL OR t.person_id IS NULL OR f.person_id <> t.person_id)"
        ),
    ),
    (
        "File {} is ready, but its content is not named.",
        "SELECT id FROM attachments WHERE state = 'ready' AND sha256 IS NULL",
    ),
    (
        "Conversation {} has {} hand-offs open at once.",
        (
            "SELECT conversation_id, count(*) FROM handoffs WHERE status IN ('waiting', 'taken')"
            " GROUP BY conversation_id HAVING count(*) > 1"
        ),
    ),
    (
        "Hand-off {} is taken, but by nobody.",
        "SELECT id FROM handoffs WHERE status = 'taken' AND taken_by IS NULL",
    ),
    (
        "Delivery {} is done, but nothing says when that was.",
        "SELECT id FROM deliveries WHERE status = 'delivered' AND delivered_at IS NULL",
    ),
    (
        "Petition {} has no history.",
        "SELECT number FROM petitions WHERE id NOT IN (SELECT petition_id FROM petition_events)",
    ),
    (
        "Petition {} is {}, but its history ends with {}.",
        (
            "SELECT p.number, p.status, e.status FROM petitions p JOIN petition_events e ON e.id ="
            " (SELECT max(id) FROM petition_events WHERE petition_id = p.id)"
            " WHERE e.status <> p.status"
        ),
    ),
    (
        "Petition {} collects votes, but has no days or no threshold for it.",
        (
            "SELECT number FROM petitions WHERE status = 'collecting'"
            " AND (started_on IS NULL OR ends_on IS NULL OR threshold < 1)"
        ),
    ),
    (
        "A vote for petition {} rests on a signature of another one.",
        (
            "SELECT v.petition_id FROM votes v JOIN signatures s ON s.id = v.signature_id"
            " WHERE s.petition_id <> v.petition_id"
        ),
    ),
    (
        "Person {} counts as having agreed, but there is no record of it.",
        (
            "SELECT id FROM persons p WHERE consent_version IS NOT NULL AND NOT EXISTS"
            " (SELECT 1 FROM consents c WHERE c.person_id = p.id AND c.version = p.consent_version"
            " AND c.at = p.consented_at AND NOT c.withdrawn)"
        ),
    ),
)

HISTORY = (
    "SELECT c.number, c.status, c.reopened, e.event, e.status, e.at"
    " FROM case_events e JOIN cases c ON c.id = e.case_id ORDER BY e.case_id, e.id"
)

Run = Callable[..., sqlite3.Cursor]


def check(uow: SqlUnitOfWork) -> list[str]:
    """Return what is wrong, a sentence each; nothing when the database is whole.

    Reads everything: meant for `misto db check` and tests, not for a running turn.
    """
    parts = (_damage, _orphans, _sentences, _histories, _numbers, _documents)
    return [sentence for part in parts for sentence in _told(part, uow.connection.execute)]


def _told(part: Callable[[Run], Iterable[str]], run: Run) -> Iterator[str]:
    """Pass on a part's sentences; a file that cannot be read to the end is one more of them."""
    try:
        yield from part(run)
    except sqlite3.DatabaseError as error:
        yield f"The file could not be looked through: {error}."


def _damage(run: Run) -> Iterator[str]:
    for (found,) in run("PRAGMA integrity_check"):
        if found != "ok":
            yield f"The file is damaged: {found}."


def _orphans(run: Run) -> Iterator[str]:
    for table, row_id, target, _ in run("PRAGMA foreign_key_check"):
        yield f"Row {row_id} of {table} refers to a row of {target} that is not there."


def _sentences(run: Run) -> Iterator[str]:
    for sentence, query in SENTENCES:
        for row in run(query):
            yield sentence.format(*row)


def _histories(run: Run) -> Iterator[str]:
    for number, lines in groupby(run(HISTORY), key=lambda row: row[0]):
        yield from _history(number, list(lines))


def _history(number: str, lines: list[tuple[Any, ...]]) -> Iterator[str]:
    """Walk one case's history by the table of transitions and compare where it ends."""
    _, status, reopened, *_ = lines[0]
    now: Status | None = None
    for _, _, _, event, after, _ in lines:
        if event in NOTES and now == after:
            continue
        row = BY_EVENT.get(event)
        if row is None or now not in row.sources:
            yield f"Case {number}: its history has {event!r} where it cannot be, after {now}."
            now = Status(after)
            continue
        now = row.to or now
        if now != after:
            yield f"Case {number}: {event!r} led to {after}, not to {now} as it should."
    if now != status:
        yield f"Case {number} is {status}, but its history ends with {now}."
    if [line[5] for line in lines] != sorted(line[5] for line in lines):
        yield f"Case {number}: its history goes back in time."
    if sum(line[3] == "reopened" for line in lines) != reopened:
        yield f"Case {number} counts {reopened} reopenings, but its history has others."


def _numbers(run: Run) -> Iterator[str]:
    given = dict(run("SELECT year, value FROM counters WHERE name = 'case'").fetchall())
    for (number,) in run("SELECT number FROM cases"):
        found = NUMBER.search(number)
        if found and int(found[2]) > given.get(int(found[1]), 0):
            yield f"Case {number} has a number that was not given out yet, so it may come again."


def _documents(run: Run) -> Iterator[str]:
    states = run("SELECT id, state FROM conversations")
    yield from _unreadable("Conversation {} cannot be taken up: {}.", states, from_json(State))
    messages = run("SELECT id, body FROM outbox")
    yield from _unreadable("Message {} cannot be read: {}.", messages, from_json(Outgoing))


def _unreadable(sentence: str, rows: sqlite3.Cursor, load: Callable[[str], Any]) -> Iterator[str]:
    for row_id, document in rows:
        try:
            load(document)
        except msgspec.DecodeError as error:
            yield sentence.format(row_id, error)
