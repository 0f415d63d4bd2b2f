"""Cases with their history: no change of a case without a line of it."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from connectors.database.case_lists import CaseIndex, CaseLists
from connectors.database.changes import Changes
from connectors.database.codec import MOMENT, Codec, document, from_json, from_us, to_json, to_us
from connectors.database.mapper import Mapper
from connectors.database.paging import paged
from connectors.database.schema import case_events, cases, conversations, counters
from connectors.database.sql import build, given, limited, number, prepare, word
from core.case_words import Forms, as_told
from core.earth import box_around, metres_between
from core.lifecycle import OPEN
from core.messages import ChatRef
from core.model import Address, Applicant, Case, CaseEvent, Outcome, Rating, Status
from core.routing import TRIAGE
from core.rows import CaseFilter, ListPlace

CASES = Mapper(
    Case,
    cases,
    {
        "registered_at": MOMENT,
        "due_at": MOMENT,
        "first_due_at": MOMENT,
        "answered_at": MOMENT,
        "closed_at": MOMENT,
        "reopened_at": MOMENT,
        "warn_at": MOMENT,
        "term_from": MOMENT,
        "status": Codec(str, Status),
        "outcome": Codec(str, Outcome),
        "facts": document(dict[str, Any]),
        "address": document(Address),
        "applicant": document(Applicant),
        "rating": document(Rating),
    },
)
_c = cases.c
# In one order, so that SQLite knows the partial indexes of open cases again.
_OPEN = [word(status) for status in sorted(OPEN)]
_INDEXED = 1
_chat = conversations.c


def _place(name: str) -> ColumnElement[Any]:
    """A part of the address of a case."""
    part: ColumnElement[str] = literal_column(f"'$.{name}'")
    return func.json_extract(_c.address, part)


def _wanted() -> Select[Any]:
    return select(*CASES.columns, _chat.channel, _chat.bot, _chat.chat).select_from(
        cases.join(conversations, _c.conversation_id == _chat.id)
    )


def _of_resident() -> Select[Any]:
    """Select the ids of a chat's cases and of its person's, whichever chat they came from."""
    mine = _chat.id == bindparam("conversation_id")
    person = select(_chat.person_id).where(mine).scalar_subquery()
    chats = select(_chat.id).where(or_(mine, _chat.person_id == person))
    return select(_c.id).where(or_(_c.conversation_id.in_(chats), _c.person_id == person))


NEXT_NUMBER = prepare(
    insert(counters)
    .values({"name": word("case"), "year": bindparam("year"), "value": number(1)})
    .on_conflict_do_update(
        index_elements=["name", "year"], set_={"value": counters.c.value + number(1)}
    )
    .returning(counters.c.value),
    "year",
)
ADD_EVENT = prepare(
    insert(case_events).values(given("case_id", "at", "event", "by", "data", "status")),
    *("case_id", "at", "event", "by", "data", "status"),
)
GET = prepare(_wanted().where(_c.number == bindparam("number")), "number")
BY_ID = prepare(_wanted().where(_c.id == bindparam("id")), "id")
HISTORY = prepare(
    select(case_events.c.at, case_events.c.event, case_events.c.by, case_events.c.data)
    .where(case_events.c.case_id == bindparam("case_id"))
    .order_by(case_events.c.id),
    "case_id",
)
_RESIDENT = ("conversation_id",) * 3
OF_CONVERSATION = prepare(
    limited(_wanted().where(_c.id.in_(_of_resident())).order_by(_c.id.desc())),
    *(*_RESIDENT, "limit"),
)
FILED_SINCE = prepare(
    select(func.count())
    .select_from(cases)
    .where(_c.id.in_(_of_resident()), _c.registered_at >= bindparam("since")),
    *(*_RESIDENT, "since"),
)
PAGE = prepare(
    limited(_wanted().where(_c.id > bindparam("last_id")).order_by(_c.id)), "last_id", "limit"
)
ANSWERED_BEFORE = prepare(
    limited(
        _wanted()
        .where(_c.status == word(Status.ANSWERED), _c.answered_at < bindparam("moment"))
        .order_by(_c.answered_at, _c.id)
    ),
    *("moment", "limit"),
)
_told = case_events.c
UNTOLD = prepare(
    limited(
        _wanted()
        .where(
            _c.status.in_(_OPEN),
            _c.due_at < bindparam("moment"),
            ~exists().where(
                _told.case_id == _c.id, _told.event == word("overdue"), _told.at >= _c.due_at
            ),
        )
        .order_by(_c.due_at, _c.id)
    ),
    *("moment", "limit"),
)

UNRATED = prepare(
    limited(
        _wanted()
        .where(
            _c.status == word(Status.ANSWERED),
            _c.answered_at <= bindparam("moment"),
            select(func.count())
            .select_from(case_events)
            .where(
                _told.case_id == _c.id,
                _told.event == word("reminded"),
                _told.at >= _c.answered_at,
            )
            .scalar_subquery()
            == bindparam("reminded"),
        )
        .order_by(_c.answered_at, _c.id)
    ),
    *("moment", "reminded", "limit"),
)
TO_WARN = prepare(
    limited(
        _wanted().where(_c.warn_at <= bindparam("moment")).order_by(_c.warn_at, _c.id),
    ),
    *("moment", "limit"),
)
CLAIMS_UNHEARD = prepare(
    limited(
        _wanted()
        .where(
            _c.kind == word("utility_complaint"),
            _c.status.in_([word(Status.REGISTERED), word(Status.FORWARDED)]),
            _c.executor.is_(None),
            # The contact centre checks nothing; whom it passed the claim to has a day of its own.
            _c.body != bindparam("triage"),
            func.coalesce(_c.term_from, _c.registered_at) <= bindparam("moment"),
            ~exists().where(_told.case_id == _c.id, _told.event == word("act_offered")),
        )
        .order_by(_c.registered_at, _c.id)
    ),
    *("triage", "moment", "limit"),
)
OPEN_AT = prepare(
    _wanted()
    .where(
        _c.service_code == bindparam("service_code"),
        _c.status.in_(_OPEN),
        _c.kind == word("dispatcher_request"),
        _c.joined_to.is_(None),
        _place("street") == bindparam("street"),
        _place("house") == bindparam("house"),
    )
    .order_by(_c.id),
    *("service_code", "street", "house"),
)
JOINED_TO = prepare(_wanted().where(_c.joined_to == bindparam("number")).order_by(_c.id), "number")
# Only the latest are looked at: a city's older cases would take long, and streets change.
NEAR_OF_LATEST = 20_000
NEAR = prepare(
    select(_c.address)
    .where(
        _c.id > select(func.max(_c.id)).scalar_subquery() - number(NEAR_OF_LATEST),
        _place("lat").between(bindparam("south"), bindparam("north")),
        _place("long").between(bindparam("west"), bindparam("east")),
        _place("house").isnot(None),
    )
    .order_by(_c.id.desc()),
    *("south", "north", "west", "east"),
)
UNINDEXED = prepare(limited(_wanted().where(_c.indexed.is_(None)).order_by(_c.id)), "limit")
INDEXED = prepare(
    update(cases).where(_c.id == bindparam("id")).values(indexed=number(_INDEXED)), "id"
)
RATED = prepare(_wanted().where(_c.rating.isnot(None)).order_by(_c.id))

_load_data = from_json(dict[str, Any])
_load_address = from_json(Address)


class SqlCases:
    """`core.ports.CaseRepo` in SQL."""

    def __init__(
        self, connection: sqlite3.Connection, changed: Changes, forms: Forms = as_told
    ) -> None:
        self._run = connection.execute
        self._changed = changed
        self._index = CaseIndex(connection, forms)
        self._lists = CaseLists(connection, self._index)

    def next_number(self, year: int) -> int:
        return int(self._run(NEXT_NUMBER, (year,)).fetchone()[0])

    def add(self, case: Case, event: CaseEvent) -> Case:
        case.id = self._run(CASES.insert_sql, (*CASES.values(case), _INDEXED)).lastrowid or 0
        self._index.put(case, case.id)
        self._note(case, case.id, event)
        return case

    def get(self, number: str) -> Case | None:
        return next(self._list(GET, number), None)

    def by_id(self, case_id: int) -> Case | None:
        return next(self._list(BY_ID, case_id), None)

    def save(self, case: Case, event: CaseEvent) -> None:
        if case.id is None:
            raise ValueError(f"case {case.number} was never added")
        if self._run(CASES.update_sql, (*CASES.values(case), case.id)).rowcount != 1:
            raise LookupError(f"there is no case with id {case.id}")
        self._index.put(case, case.id)
        self._note(case, case.id, event)

    def _note(self, case: Case, case_id: int, event: CaseEvent) -> None:
        line = (case_id, to_us(event.at), event.event, event.by, to_json(event.data))
        self._run(ADD_EVENT, (*line, case.status.value))
        self._changed.add(("case", case.number))

    def history(self, case_id: int) -> list[CaseEvent]:
        return [
            CaseEvent(from_us(at), event, by, _load_data(data))
            for at, event, by, data in self._run(HISTORY, (case_id,))
        ]

    def of_conversation(self, conversation_id: int, limit: int = 20) -> list[Case]:
        return list(self._list(OF_CONVERSATION, *((conversation_id,) * 3), limit))

    def filed_since(self, conversation_id: int, since: datetime) -> int:
        row = (*((conversation_id,) * 3), to_us(since))
        return int(self._run(FILED_SINCE, row).fetchone()[0])

    def all(self, number: str | None = None) -> Iterable[Case]:
        return self._list(GET, number) if number else map(_case, paged(self._run, PAGE))

    def page(self, wanted: CaseFilter, limit: int, place: ListPlace | None = None) -> list[Case]:
        ids = self._lists.page(wanted, limit, place)
        found = {case.id: case for case in self._built(_wanted().where(_c.id.in_(ids)))}
        return [found[case_id] for case_id in ids]

    def count(self, wanted: CaseFilter, most: int) -> int:
        return self._lists.count(wanted, most)

    def several(self, numbers: Sequence[str]) -> list[Case]:
        found = {c.number: c for c in self._built(_wanted().where(_c.number.in_(numbers)))}
        return [found[number] for number in dict.fromkeys(numbers) if number in found]

    def index_some(self, limit: int) -> int:
        found = list(self._list(UNINDEXED, limit))
        for case in found:
            self._index.put(case, case.id or 0)
            self._run(INDEXED, (case.id,))
        return len(found)

    def unindexed(self) -> bool:
        return bool(self._run(UNINDEXED, (1,)).fetchone())

    def answered_before(self, moment: datetime, limit: int = 1000) -> list[Case]:
        return list(self._list(ANSWERED_BEFORE, to_us(moment), limit))

    def unrated(self, answered_before: datetime, reminded: int, limit: int = 1000) -> list[Case]:
        return list(self._list(UNRATED, to_us(answered_before), reminded, limit))

    def to_warn(self, moment: datetime, limit: int = 1000) -> list[Case]:
        return list(self._list(TO_WARN, to_us(moment), limit))

    def claims_unheard(self, registered_before: datetime, limit: int = 1000) -> list[Case]:
        return list(self._list(CLAIMS_UNHEARD, TRIAGE, to_us(registered_before), limit))

    def open_at(self, service_code: str, street: str, house: str) -> list[Case]:
        return list(self._list(OPEN_AT, service_code, street, house))

    def joined_to(self, number: str) -> list[Case]:
        return list(self._list(JOINED_TO, number))

    def near(self, lat: float, long: float, metres: float) -> list[Address]:
        rows = self._run(NEAR, box_around(lat, long, metres))
        places = [_load_address(row[0]) for row in rows]

        def far(place: Address) -> float:
            return metres_between(lat, long, place.lat or 0.0, place.long or 0.0)

        return sorted((place for place in places if far(place) <= metres), key=far)

    def rated(self) -> Iterable[Case]:
        return self._list(RATED)

    def overdue_untold(self, moment: datetime, limit: int = 1000) -> list[Case]:
        return list(self._list(UNTOLD, to_us(moment), limit))

    def _list(self, statement: str, *params: Any) -> Iterator[Case]:
        return map(_case, self._run(statement, params))

    def _built(self, query: Select[Any]) -> list[Case]:
        return [_case(row) for row in self._run(*build(query))]


def _case(row: tuple[Any, ...]) -> Case:
    return CASES.load(row, chat=ChatRef(*row[-3:]))
