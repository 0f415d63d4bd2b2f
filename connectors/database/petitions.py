"""Petitions in SQL. Signatures and votes are only inserted and taken back: counts are read."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Insert,
    Select,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from connectors.database.broadcast import ANYTHING, body_of, written
from connectors.database.changes import Changes
from connectors.database.codec import FLAG, MOMENT, Codec, from_json, from_us, to_json, to_us
from connectors.database.mapper import Mapper
from connectors.database.paging import paged
from connectors.database.schema import (
    conversations,
    counters,
    petition_events,
    petition_words,
    petitions,
    signatures,
    votes,
)
from connectors.database.sql import build, given, limited, number, prepare, word
from core.conversation import Language
from core.messages import Outgoing
from core.petition_search import Indexed
from core.petitions import OWED, PUBLISHED, Petition, PetitionEvent, PetitionStatus, Support
from core.ports import Signed, Voted

DAY = Codec(date.isoformat, date.fromisoformat)
PETITIONS = Mapper(
    Petition,
    petitions,
    {
        "status": Codec(str, PetitionStatus),
        "filed_at": MOMENT,
        "due_at": MOMENT,
        "started_on": DAY,
        "ends_on": DAY,
        "late_told": FLAG,
    },
)
_p = petitions.c
_s = signatures.c
_v = votes.c
_e = petition_events.c
_PUBLISHED = _p.status.in_([word(status) for status in sorted(PUBLISHED)])
_COLLECTING = _p.status == word(PetitionStatus.COLLECTING)


def _wanted() -> Select[Any]:
    return select(*PETITIONS.columns)


NEXT_NUMBER = prepare(
    insert(counters)
    .values({"name": word("petition"), "year": number(0), "value": number(1)})
    .on_conflict_do_update(
        index_elements=["name", "year"], set_={"value": counters.c.value + number(1)}
    )
    .returning(counters.c.value)
)
GET = prepare(_wanted().where(_p.number == bindparam("number")), "number")
BY_ID = prepare(_wanted().where(_p.id == bindparam("id")), "id")
ADD_EVENT = prepare(
    insert(petition_events).values(given("petition_id", "at", "event", "by", "data", "status")),
    *("petition_id", "at", "event", "by", "data", "status"),
)
ADD_WORD = prepare(
    insert(petition_words).values(given("word", "petition_id", "in_title")),
    *("word", "petition_id", "in_title"),
)
HISTORY = prepare(
    select(_e.at, _e.event, _e.by, _e.data)
    .where(_e.petition_id == bindparam("petition_id"))
    .order_by(_e.id),
    "petition_id",
)
_INTENTS = (
    select(func.count()).select_from(signatures).where(_s.petition_id == _p.id).scalar_subquery()
)
_VOTES = select(func.count()).select_from(votes).where(_v.petition_id == _p.id).scalar_subquery()
PAGE = prepare(
    limited(
        select(*PETITIONS.columns, _INTENTS, _VOTES)
        .where(_p.id > bindparam("last_id"))
        .order_by(_p.id)
    ),
    *("last_id", "limit"),
)
SUPPORT = prepare(select(_INTENTS, _VOTES, _p.portal_votes).where(_p.id == bindparam("id")), "id")
ENDING = prepare(
    limited(
        _wanted().where(_COLLECTING, _p.ends_on >= bindparam("today")).order_by(_p.ends_on, _p.id)
    ),
    *("today", "limit"),
)
FILED_BY = prepare(
    _wanted().where(_p.conversation_id == bindparam("conversation_id")).order_by(_p.id.desc()),
    "conversation_id",
)
_OWN = or_(_s.conversation_id == bindparam("conversation_id"), _s.signer == bindparam("signer"))
SIGNED_BY = prepare(
    limited(
        _wanted()
        .select_from(petitions.join(signatures, _s.petition_id == _p.id))
        .where(_OWN)
        .order_by(_s.id.desc())
    ),
    *("conversation_id", "signer", "limit"),
)
MEANINGS = prepare(
    select(_p.id, _p.meaning).where(
        _COLLECTING, _p.ends_on >= bindparam("today"), _p.meaning.isnot(None)
    ),
    "today",
)
PUBLISHED_COUNT = prepare(select(func.count()).select_from(petitions).where(_PUBLISHED))
WITHOUT_MEANING = prepare(limited(_wanted().where(_p.meaning.is_(None)).order_by(_p.id)), "limit")
NOTE_MEANING = prepare(
    update(petitions).where(_p.id == bindparam("id")).values(given("meaning")), "meaning", "id"
)
ENDED = prepare(
    limited(
        _wanted().where(_COLLECTING, _p.ends_on < bindparam("before")).order_by(_p.ends_on, _p.id)
    ),
    *("before", "limit"),
)
LATE = prepare(
    limited(
        _wanted()
        .where(
            _p.status.in_([word(status) for status in sorted(OWED)]),
            _p.due_at < bindparam("moment"),
            _p.late_told == number(0),
        )
        .order_by(_p.due_at, _p.id)
    ),
    *("moment", "limit"),
)

# --- who supports it -----------------------------------------------------------------------------

SIGN = prepare(
    insert(signatures)
    .values(given("petition_id", "conversation_id", "signer", "at"))
    .on_conflict_do_nothing(),
    *("petition_id", "conversation_id", "signer", "at"),
)
_OF_PETITION = _s.petition_id == bindparam("petition_id")
SIGNED = prepare(
    select(_s.id, _v.subject)
    .select_from(signatures.outerjoin(votes, _v.signature_id == _s.id))
    .where(_OF_PETITION, _OWN)
    .order_by(_v.subject.desc()),
    *("petition_id", "conversation_id", "signer"),
)
WITHDRAW = prepare(
    delete(signatures).where(_OF_PETITION, _OWN, _s.id.not_in(select(_v.signature_id))),
    *("petition_id", "conversation_id", "signer"),
)
VOTE = prepare(
    insert(votes)
    .values(given("petition_id", "subject", "signature_id", "at"))
    .on_conflict_do_nothing(),
    *("petition_id", "subject", "signature_id", "at"),
)
VOTE_OF = prepare(
    select(_v.signature_id).where(
        _v.petition_id == bindparam("petition_id"), _v.subject == bindparam("subject")
    ),
    *("petition_id", "subject"),
)
DROP = prepare(delete(signatures).where(_s.id == bindparam("id")), "id")

_load_data = from_json(dict[str, Any])


class SqlPetitions:
    """`core.ports.PetitionRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection, changed: Changes) -> None:
        self._run = connection.execute
        self._run_many = connection.executemany
        self._changed = changed

    # --- petitions -------------------------------------------------------------------------------

    def next_number(self) -> str:
        while True:
            found = str(self._run(NEXT_NUMBER).fetchone()[0])
            # Petitions that came from the city's portal keep the numbers they have there.
            if self.get(found) is None:
                return found

    def add(self, petition: Petition, event: PetitionEvent, words: Mapping[str, bool]) -> Petition:
        petition.id = self._run(PETITIONS.insert_sql, PETITIONS.values(petition)).lastrowid or 0
        rows = [(form, petition.id, int(in_title)) for form, in_title in words.items()]
        self._run_many(ADD_WORD, rows)
        self._note(petition, petition.id, event)
        return petition

    def get(self, number: str) -> Petition | None:
        return next(self._list(GET, number), None)

    def by_id(self, petition_id: int) -> Petition | None:
        return next(self._list(BY_ID, petition_id), None)

    def several(self, ids: Sequence[int]) -> list[Petition]:
        found = (self.by_id(one) for one in ids)
        return [petition for petition in found if petition is not None]

    def save(self, petition: Petition, event: PetitionEvent) -> None:
        if petition.id is None:
            raise ValueError(f"petition {petition.number} was never added")
        row = (*PETITIONS.values(petition), petition.id)
        if self._run(PETITIONS.update_sql, row).rowcount != 1:
            raise LookupError(f"there is no petition with id {petition.id}")
        self._note(petition, petition.id, event)

    def _note(self, petition: Petition, petition_id: int, event: PetitionEvent) -> None:
        line = (petition_id, to_us(event.at), event.event, event.by, to_json(event.data))
        self._run(ADD_EVENT, (*line, petition.status.value))
        self._changed.add(("petition", petition.number))

    def history(self, petition_id: int) -> list[PetitionEvent]:
        return [
            PetitionEvent(from_us(at), event, by, _load_data(data))
            for at, event, by, data in self._run(HISTORY, (petition_id,))
        ]

    def all(self) -> Iterable[tuple[Petition, Support]]:
        for row in paged(self._run, PAGE):
            petition = PETITIONS.load(row)
            yield petition, _support(row[-2], row[-1], petition.portal_votes)

    def listed(
        self, statuses: Sequence[PetitionStatus], limit: int, before: int | None = None
    ) -> list[tuple[Petition, Support]]:
        query = select(*PETITIONS.columns, _INTENTS, _VOTES).where(_p.status.in_(statuses))
        if before is not None:
            query = query.where(_p.id < before)
        found: list[tuple[Petition, Support]] = []
        for row in self._run(*build(query.order_by(_p.id.desc()).limit(limit))):
            petition = PETITIONS.load(row)
            found.append((petition, _support(row[-2], row[-1], petition.portal_votes)))
        return found

    def ending(self, today: date, limit: int) -> list[Petition]:
        return list(self._list(ENDING, today.isoformat(), limit))

    def filed_by(self, conversation_id: int) -> list[Petition]:
        return list(self._list(FILED_BY, conversation_id))

    def signed_by(self, conversation_id: int, signer: str, limit: int) -> list[Petition]:
        return list(self._list(SIGNED_BY, conversation_id, signer, limit))

    def indexed(self, forms: Sequence[str]) -> list[Indexed]:
        found = petition_words.c
        query = (
            select(found.word, found.petition_id, found.in_title)
            .join(petitions, _p.id == found.petition_id)
            .where(found.word.in_(forms), _PUBLISHED)
        )
        return [(form, one, bool(title)) for form, one, title in self._run(*build(query))]

    def meanings(self, today: date) -> list[tuple[int, str]]:
        return self._run(MEANINGS, (today.isoformat(),)).fetchall()

    def published(self) -> int:
        return int(self._run(PUBLISHED_COUNT).fetchone()[0])

    def without_meaning(self, limit: int) -> list[Petition]:
        return list(self._list(WITHOUT_MEANING, limit))

    def note_meaning(self, petition_id: int, meaning: str) -> None:
        self._run(NOTE_MEANING, (meaning, petition_id))

    def ended(self, before: date, limit: int) -> list[Petition]:
        return list(self._list(ENDED, before.isoformat(), limit))

    def late(self, moment: datetime, limit: int) -> list[Petition]:
        return list(self._list(LATE, to_us(moment), limit))

    def _list(self, statement: str, *params: Any) -> Iterator[Petition]:
        return map(PETITIONS.load, self._run(statement, params))

    # --- support ---------------------------------------------------------------------------------

    def support(self, petition_id: int) -> Support:
        row = self._run(SUPPORT, (petition_id,)).fetchone()
        return _support(*row) if row else Support(0, 0)

    def sign(self, petition_id: int, conversation_id: int, signer: str, now: datetime) -> bool:
        row = (petition_id, conversation_id, signer, to_us(now))
        return self._run(SIGN, row).rowcount == 1

    def signed(self, petition_id: int, conversation_id: int, signer: str) -> Signed | None:
        row = self._run(SIGNED, (petition_id, conversation_id, signer)).fetchone()
        if row is None:
            return None
        return "intent" if row[1] is None else "vote"

    def withdraw(self, petition_id: int, conversation_id: int, signer: str) -> bool:
        return self._run(WITHDRAW, (petition_id, conversation_id, signer)).rowcount > 0

    def vote(
        self, petition_id: int, conversation_id: int, signer: str, subject: str, now: datetime
    ) -> Voted:
        own = self._run(SIGNED, (petition_id, conversation_id, signer)).fetchone()
        if own is None:
            raise LookupError("there is no signature to make a vote of")
        if self._run(VOTE, (petition_id, subject, own[0], to_us(now))).rowcount == 1:
            return "counted"
        standing = self._run(VOTE_OF, (petition_id, subject)).fetchone()
        if standing is None:
            return "taken"
        if standing[0] == own[0]:
            return "again"
        # The intent of this chat was the same person's: it counts no more.
        self._run(DROP, (own[0],))
        return "elsewhere"

    def tell(
        self,
        petition_id: int,
        messages: Mapping[Language, Outgoing],
        now: datetime,
        pulled: Iterable[str],
    ) -> int:
        statement = _telling(petition_id, messages, to_us(now), pulled)
        count = self._run(*build(statement)).rowcount
        if count:
            self._changed.add(ANYTHING)
        return count


def _support(signed: int, voted: int, portal: int) -> Support:
    return Support(intents=signed - voted, votes=portal + voted)


def _telling(
    petition_id: int, messages: Mapping[Language, Outgoing], at: int, pulled: Iterable[str]
) -> Insert:
    """Insert one message for each chat that signed, and for the author's, in one statement."""
    signed = select(_s.conversation_id).where(_s.petition_id == petition_id)
    author = select(_p.conversation_id).where(_p.id == petition_id)
    those = conversations.c.id.in_(signed.union(author))
    body = body_of(messages)
    return written(conversations, those, body=body, lane="broadcast", at=at, pulled=pulled)
