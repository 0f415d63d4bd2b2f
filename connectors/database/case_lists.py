"""Lists of cases: by a filter, from a place on, found by words; and the index of those words.

Law: a page costs the same however long its list is. Each of its parts is read in the order of an
index, at most so many rows of each, and the parts are merged; nothing is skipped over or counted
to the end. The index is written in the transaction that writes the case.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    select,
    tuple_,
    union_all,
)

from connectors.database.codec import to_us
from connectors.database.schema import LOW_RATED, OPEN_CASES, case_words, cases
from connectors.database.sql import build, given, number, prepare
from core.case_words import Forms, asked_of, words_of
from core.model import Case
from core.rows import CaseFilter, ListPlace

_c = cases.c
_w = case_words.c
# As the indexes say it.
_OPEN: ColumnElement[bool] = literal_column(OPEN_CASES)
_ENDED: ColumnElement[bool] = literal_column(f"NOT ({OPEN_CASES})")
_LOW_RATED: ColumnElement[bool] = literal_column(f"({LOW_RATED})")
# A word in more cases than so many is common, whatever the exact number.
_COMMON = 20_000

ADD_WORD = prepare(insert(case_words).values(given("word", "case_id")), "word", "case_id")
WORDS = prepare(select(_w.word).where(_w.case_id == bindparam("case_id")), "case_id")
DROP_WORD = prepare(
    delete(case_words).where(_w.word == bindparam("word"), _w.case_id == bindparam("case_id")),
    *("word", "case_id"),
)


class CaseIndex:
    """What cases are found by. `forms` gives the dictionary forms of a word."""

    def __init__(self, connection: sqlite3.Connection, forms: Forms) -> None:
        self._connection, self._forms = connection, forms

    def put(self, case: Case, case_id: int) -> None:
        """Write what the case is found by now, and wipe what it is no longer found by."""
        run, wanted = self._connection.execute, words_of(case, self._forms)
        known = {row[0] for row in run(WORDS, (case_id,))}
        for statement, words in ((DROP_WORD, known - wanted), (ADD_WORD, wanted - known)):
            self._connection.executemany(statement, [(word, case_id) for word in sorted(words)])

    def asked(self, text: str) -> list[tuple[int, tuple[str, ...]]]:
        """Return what a case must have to be found by a text, the rarest first: in how many cases
        it is, and the words of which one is enough.
        """
        return sorted((self._cases_with(group), group) for group in asked_of(text, self._forms))

    def _cases_with(self, group: Sequence[str]) -> int:
        query = select(_w.case_id).where(_w.word.in_(group))
        return counted(self._connection, query, _COMMON)


# --- lists ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """A query that reads cases in the order of an index; `id` is the column that has the order."""

    query: Select[Any]
    id: ColumnElement[Any]


class CaseLists:
    """Parts of lists and their lengths."""

    def __init__(self, connection: sqlite3.Connection, index: CaseIndex) -> None:
        self._connection, self._index = connection, index

    def page(self, wanted: CaseFilter, limit: int, place: ListPlace | None) -> list[int]:
        """Return the ids of a part of a list, in its order."""
        parts = self._parts(wanted)
        if not parts:
            return []
        back = place is not None and place.back
        named = ["due_at", "id"] if wanted.by_due else ["id"]
        found = [_ordered(part, wanted, limit, place).subquery() for part in parts]
        every = union_all(*(select(part.c.id, part.c.due_at) for part in found)).subquery()
        order = [_towards(every.c[name], wanted.by_due != back) for name in named]
        merged = select(every.c.id).distinct().order_by(*order).limit(limit)
        if wanted.by_due:
            merged = merged.add_columns(every.c.due_at)
        ids = [row[0] for row in self._connection.execute(*build(merged))]
        return ids[::-1] if back else ids

    def count(self, wanted: CaseFilter, most: int) -> int:
        """Return how many cases fit, counted up to so many."""
        parts = [part.query.limit(most).subquery() for part in self._parts(wanted)]
        if not parts:
            return 0
        every = union_all(*(select(part.c.id) for part in parts)).subquery()
        return counted(self._connection, select(every.c.id).distinct(), most)

    def _parts(self, wanted: CaseFilter) -> list[_Part]:
        listed = select(_c.id, _c.due_at).where(*_fitting(wanted))
        if wanted.text is None or not wanted.searches:
            return [_Part(listed.where(*body), _c.id) for body in _bodies(wanted)]
        groups = self._index.asked(wanted.text)
        if not groups:
            return []
        (cases_with, rarest), *rest = groups
        if wanted.bodies is not None and self._cases_of(wanted.bodies) < cases_with:
            having = [_has(group) for _, group in groups]
            return [_Part(listed.where(*body, *having), _c.id) for body in _bodies(wanted)]
        if wanted.bodies is not None:
            listed = listed.where(_c.body.in_(wanted.bodies))
        having = [_has(group) for _, group in rest]
        return [_with_word(listed.where(*having), word) for word in rarest]

    def _cases_of(self, bodies: Sequence[str]) -> int:
        return counted(self._connection, select(_c.id).where(_c.body.in_(bodies)), _COMMON)


def counted(connection: sqlite3.Connection, query: Select[Any], most: int) -> int:
    """Return how many rows a query has, counted up to so many."""
    some = query.limit(most).subquery()
    row = connection.execute(*build(select(func.count()).select_from(some))).fetchone()
    return int(row[0])


def _with_word(listed: Select[Any], word: str) -> _Part:
    found = case_words.alias()
    joined = listed.select_from(found.join(cases, found.c.case_id == _c.id))
    return _Part(joined.where(found.c.word == word), found.c.case_id)


def _has(group: Sequence[str]) -> ColumnElement[bool]:
    other = case_words.alias()
    return exists().where(other.c.word.in_(group), other.c.case_id == _c.id)


def _bodies(wanted: CaseFilter) -> list[list[ColumnElement[bool]]]:
    """Return the conditions of the parts: one a body, because an index has the order of each."""
    if wanted.bodies is None:
        return [[]]
    return [[_c.body == body] for body in dict.fromkeys(wanted.bodies)]


def _ordered(part: _Part, wanted: CaseFilter, limit: int, place: ListPlace | None) -> Select[Any]:
    back = place is not None and place.back
    order = [_c.due_at, part.id] if wanted.by_due else [part.id]
    up = wanted.by_due != back
    query = part.query.order_by(*(_towards(column, up) for column in order)).limit(limit)
    if place is None:
        return query
    if not wanted.by_due:
        return query.where(part.id > place.case_id if up else part.id < place.case_id)
    here, there = tuple_(_c.due_at, _c.id), tuple_(to_us(place.due_at), place.case_id)
    return query.where(here > there if up else here < there)


def _towards(column: ColumnElement[Any], up: bool) -> ColumnElement[Any]:
    return column.asc() if up else column.desc()


def _fitting(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a list besides its bodies and its words."""
    found: list[ColumnElement[bool]] = []
    if wanted.open:
        found.append(_OPEN)
    if wanted.reopened:
        found.append(_c.reopened > number(0))
    if wanted.low_rated:
        found += [_LOW_RATED, _ENDED]
    if wanted.unassigned:
        found.append(_c.executor.is_(None))
    if wanted.executor is not None:
        found.append(_c.executor == wanted.executor)
    if wanted.kind is not None:
        found.append(_c.kind == wanted.kind)
    if wanted.service_code is not None:
        found.append(_c.service_code == wanted.service_code)
    if wanted.due_from is not None:
        found.append(_c.due_at >= to_us(wanted.due_from))
    if wanted.due_before is not None:
        found.append(_c.due_at < to_us(wanted.due_before))
    return found
