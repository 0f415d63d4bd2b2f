"""Chats of one person in several channels, in SQL: codes, what a linking changed, parting."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import BindParameter, and_, bindparam, delete, func, null, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from connectors.database.changes import Changes
from connectors.database.codec import from_us, to_json, to_us
from connectors.database.conversations import PERSONS
from connectors.database.personal import BLANK_PERSON, UNLINK
from connectors.database.schema import (
    attachments,
    cases,
    chat_contacts,
    chat_links,
    conversations,
    identity_links,
    link_codes,
    link_guesses,
    news_receipts,
    outbox,
    person_links,
    persons,
    petitions,
    signatures,
    subscriptions,
    timers,
)
from connectors.database.sql import build, given, prepare, word
from core.conversation import State
from core.messages import PARTED
from core.model import Person
from core.rows import Linked

# How long a wrong code is remembered.
GUESS_KEPT = timedelta(days=1)

_k = link_codes.c
_g = link_guesses.c
_l = chat_links.c
_c = conversations.c

DROP_CODES = prepare(
    delete(link_codes).where(
        or_(_k.expires_at <= bindparam("now"), _k.conversation_id == bindparam("conversation_id"))
    ),
    *("now", "conversation_id"),
)
ADD_CODE = prepare(
    insert(link_codes)
    .values(given("code_hash", "conversation_id", "expires_at"))
    .on_conflict_do_nothing(),
    *("code_hash", "conversation_id", "expires_at"),
)
_GOOD = and_(_k.code_hash == bindparam("code_hash"), _k.expires_at > bindparam("now"))
OF_CODE = prepare(select(_k.conversation_id).where(_GOOD), "code_hash", "now")
USE_CODE = prepare(
    delete(link_codes).where(_GOOD).returning(_k.conversation_id), "code_hash", "now"
)
FORGET_GUESSES = prepare(delete(link_guesses).where(_g.at < bindparam("before")), "before")
ADD_GUESS = prepare(
    insert(link_guesses).values(given("conversation_id", "at")), "conversation_id", "at"
)
GUESSES = prepare(
    select(func.count()).where(
        _g.conversation_id == bindparam("conversation_id"), _g.at > bindparam("since")
    ),
    *("conversation_id", "since"),
)
CHATS_OF = prepare(
    select(_c.id).where(_c.person_id == bindparam("person_id")).order_by(_c.id), "person_id"
)
PERSON = prepare(select(*PERSONS.columns).where(persons.c.id == bindparam("id")), "id")
NOTE = prepare(
    insert(chat_links).values(
        given("conversation_id", "person_id", "was_person_id", "entered", "at")
    ),
    *("conversation_id", "person_id", "was_person_id", "entered", "at"),
)
OF_PERSON = prepare(
    select(_l.conversation_id, _l.was_person_id, _l.entered, _l.at)
    .where(_l.person_id == bindparam("person_id"))
    .order_by(_l.id),
    "person_id",
)
DROP_LINKS = prepare(delete(chat_links).where(_l.person_id == bindparam("person_id")), "person_id")
OWN_CASES = prepare(
    update(cases)
    .where(cases.c.conversation_id == bindparam("conversation_id"))
    .values(given("person_id")),
    *("person_id", "conversation_id"),
)
_a = attachments.c
_of_case = select(cases.c.conversation_id).where(cases.c.id == _a.case_id).scalar_subquery()
# What was sent from one chat for a case of another is the case's.
FILES_FOLLOW = prepare(
    update(attachments)
    .where(_a.conversation_id == bindparam("chat_id"), _a.case_id.is_not(null()))
    .values(conversation_id=_of_case),
    "chat_id",
)
MOVE_FILES = prepare(
    update(attachments)
    .where(
        _a.conversation_id == bindparam("from_chat"),
        _a.case_id.is_(null()),
        # What is still to be fetched is known to its own channel only.
        _a.state == word("ready"),
    )
    .values(conversation_id=bindparam("keeper")),
    *("keeper", "from_chat"),
)

# --- parting -------------------------------------------------------------------------------------

_FROM: BindParameter[int] = bindparam("from_chat")
_KEEPER: BindParameter[int] = bindparam("keeper")
_theirs = signatures.alias("theirs")
_TO_KEEPER = {"conversation_id": _KEEPER}
HANDED_OVER = tuple(
    prepare(statement.values(_TO_KEEPER), "keeper", "from_chat")
    for statement in (
        update(cases).where(cases.c.conversation_id == _FROM),
        update(attachments).where(_a.conversation_id == _FROM),
        update(petitions).where(petitions.c.conversation_id == _FROM),
        update(subscriptions).where(subscriptions.c.conversation_id == _FROM),
        update(news_receipts).where(news_receipts.c.conversation_id == _FROM),
    )
)
HAND_SIGNATURES = prepare(
    update(signatures)
    .where(
        signatures.c.conversation_id == _FROM,
        signatures.c.petition_id.not_in(
            select(_theirs.c.petition_id).where(_theirs.c.conversation_id == bindparam("own"))
        ),
    )
    .values(_TO_KEEPER),
    *("keeper", "from_chat", "own"),
)
_CHAT: BindParameter[int] = bindparam("chat_id")
ENDED = tuple(
    prepare(delete(table).where(table.c.conversation_id == _CHAT, *more), "chat_id")
    for table, more in (
        (timers, ()),
        (chat_contacts, ()),
        (person_links, ()),
        (identity_links, ()),
        (link_codes, ()),
        (link_guesses, ()),
        # What was on its way is not for whoever has the chat from now on.
        (outbox, (outbox.c.status == word("new"),)),
    )
)
KEEP_TALK = prepare(
    update(conversations)
    .where(_c.id == _CHAT)
    .values(
        given("channel", "bot", "chat", "state") | {"muted_until": null(), "blocked_at": null()}
    ),
    *("channel", "bot", "chat", "state", "chat_id"),
)


class SqlLinks:
    """`core.ports.LinkRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection, changed: Changes) -> None:
        self._run = connection.execute
        self._changed = changed

    # --- codes -----------------------------------------------------------------------------------

    def put_code(
        self, code_hash: str, conversation_id: int, now: datetime, expires_at: datetime
    ) -> None:
        self._run(DROP_CODES, (to_us(now), conversation_id))
        self._run(ADD_CODE, (code_hash, conversation_id, to_us(expires_at)))

    def of_code(self, code_hash: str, now: datetime) -> int | None:
        row = self._run(OF_CODE, (code_hash, to_us(now))).fetchone()
        return int(row[0]) if row else None

    def use_code(self, code_hash: str, now: datetime) -> int | None:
        row = self._run(USE_CODE, (code_hash, to_us(now))).fetchone()
        return int(row[0]) if row else None

    def guessed(self, conversation_id: int, now: datetime) -> None:
        self._run(FORGET_GUESSES, (to_us(now - GUESS_KEPT),))
        self._run(ADD_GUESS, (conversation_id, to_us(now)))

    def guesses(self, conversation_id: int, since: datetime) -> int:
        return int(self._run(GUESSES, (conversation_id, to_us(since))).fetchone()[0])

    # --- who is whose ----------------------------------------------------------------------------

    def chats_of(self, person_id: int) -> list[int]:
        return [row[0] for row in self._run(CHATS_OF, (person_id,))]

    def person(self, person_id: int) -> Person | None:
        row = self._run(PERSON, (person_id,)).fetchone()
        return PERSONS.load(row) if row else None

    def note(
        self,
        conversation_id: int,
        person_id: int,
        was_person_id: int | None,
        now: datetime,
        *,
        entered: bool,
    ) -> None:
        row = (conversation_id, person_id, was_person_id, int(entered), to_us(now))
        self._run(NOTE, row)
        self._changed.add(("chat", conversation_id))

    def of_person(self, person_id: int) -> list[Linked]:
        return [
            Linked(chat, was, bool(entered), from_us(at))
            for chat, was, entered, at in self._run(OF_PERSON, (person_id,))
        ]

    def joined_since(self, conversation_ids: Sequence[int], since: datetime) -> int:
        query = select(func.count(_l.person_id.distinct())).where(
            _l.conversation_id.in_(conversation_ids), _l.at > to_us(since)
        )
        return int(self._run(*build(query)).fetchone()[0])

    def own_cases(self, conversation_id: int, person_id: int | None) -> None:
        self._run(OWN_CASES, (person_id, conversation_id))
        self._run(FILES_FOLLOW, (conversation_id,))

    def move_files(self, conversation_id: int, to: int) -> None:
        self._run(MOVE_FILES, (to, conversation_id))

    # --- parting ---------------------------------------------------------------------------------

    def end(self, person_id: int) -> None:
        self._run(DROP_LINKS, (person_id,))
        self._blank([person_id])

    def forget_past(self, conversation_ids: Sequence[int]) -> None:
        query = select(_l.id, _l.person_id, _l.was_person_id).where(
            _l.person_id.in_(select(_c.person_id).where(_c.id.in_(conversation_ids)))
        )
        while rows := self._run(*build(query)).fetchall():
            past = self._drop(rows)
            query = select(_l.id, _l.person_id, _l.was_person_id).where(_l.person_id.in_(past))

    def forget_before(self, moment: datetime) -> None:
        query = select(_l.id, _l.person_id, _l.was_person_id).where(_l.at < to_us(moment))
        if rows := self._run(*build(query)).fetchall():
            self._drop(rows)

    def _drop(self, rows: Iterable[tuple[int, int, int | None]]) -> list[int]:
        """Drop what was noted, and who was before; return those, who may have been others yet."""
        found = list(rows)
        past = sorted({was for _, _, was in found if was is not None})
        self._run(*build(delete(chat_links).where(_l.id.in_([row[0] for row in found]))))
        self._blank(past)
        return past

    def _blank(self, people: Iterable[int]) -> None:
        for person in people:
            self._run(BLANK_PERSON, (person,))

    def part(self, conversation_id: int, keeper: int) -> None:
        for statement in HANDED_OVER:
            self._run(statement, (keeper, conversation_id))
        self._run(HAND_SIGNATURES, (keeper, conversation_id, keeper))
        for statement in ENDED:
            self._run(statement, (conversation_id,))
        self._run(UNLINK, (conversation_id,))
        row = (PARTED, "", str(conversation_id), to_json(State()), conversation_id)
        self._run(KEEP_TALK, row)
        self._changed.add(("chat", conversation_id))
