"""Chats with their persons: one select to know them, one statement to keep them."""

import sqlite3
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, exists, null, select, update
from sqlalchemy.dialects.sqlite import insert

from connectors.database.changes import Changes
from connectors.database.codec import (
    MOMENT,
    document,
    from_json,
    from_us_or_none,
    to_json,
    to_us,
    to_us_or_none,
)
from connectors.database.mapper import Mapper
from connectors.database.schema import consents, conversations, intake, persons
from connectors.database.sql import given, number, prepare
from connectors.database.transcript import read_transcript
from core.conversation import State
from core.messages import ChatRef
from core.model import Address, Person
from core.ports import StaleConversation
from core.rows import Conversation, TranscriptLine

PERSONS = Mapper(Person, persons, {"address": document(Address), "consented_at": MOMENT})

_load_state = from_json(State)
_c = conversations.c


def _wanted() -> Select[Any]:
    return select(
        _c.id,
        _c.channel,
        _c.bot,
        _c.chat,
        _c.state,
        _c.version,
        _c.generation,
        _c.muted_until,
        _c.blocked_at,
        *PERSONS.columns,
    ).select_from(conversations.outerjoin(persons))


_PERSON_AT = 9

GET = prepare(
    _wanted().where(
        _c.channel == bindparam("channel"),
        _c.bot == bindparam("bot"),
        _c.chat == bindparam("chat"),
    ),
    *("channel", "bot", "chat"),
)
BY_ID = prepare(_wanted().where(_c.id == bindparam("id")), "id")
IDS = prepare(select(_c.id).order_by(_c.id))
ADD = prepare(
    insert(conversations)
    .values(
        given("channel", "bot", "chat", "state", "generation", "person_id", "muted_until")
        | given("created_at", "updated_at")
        | {"version": number(1)}
    )
    .on_conflict_do_nothing(),
    *("channel", "bot", "chat", "state", "generation", "person_id", "muted_until"),
    *("created_at", "updated_at"),
)
# Events taken before the chat had a row get their conversation here, once in a chat's life.
ADOPT = prepare(
    update(intake)
    .where(
        intake.c.channel == bindparam("channel"),
        intake.c.bot == bindparam("bot"),
        intake.c.chat == bindparam("chat"),
        intake.c.conversation_id.is_(null()),
    )
    .values(given("conversation_id")),
    *("conversation_id", "channel", "bot", "chat"),
)
PUT = prepare(
    update(conversations)
    .where(_c.id == bindparam("id"), _c.version == bindparam("read_version"))
    .values(
        given("state", "generation", "person_id", "muted_until", "updated_at")
        | {"version": _c.version + number(1)}
    ),
    *("state", "generation", "person_id", "muted_until", "updated_at", "id", "read_version"),
)
REACH = prepare(
    update(conversations).where(_c.id == bindparam("id")).values(given("blocked_at")),
    *("blocked_at", "id"),
)
_NAMED_SO = conversations.alias("named_so")
MOVE = prepare(
    update(conversations)
    .where(
        _c.id == bindparam("id"),
        ~exists(
            select(_NAMED_SO.c.id).where(
                _NAMED_SO.c.channel == _c.channel,
                _NAMED_SO.c.bot == _c.bot,
                _NAMED_SO.c.chat == bindparam("chat"),
            )
        ),
    )
    .values(given("chat")),
    *("chat", "id", "chat"),
)
LINK = prepare(
    update(conversations).where(_c.id == bindparam("id")).values(given("person_id")),
    *("person_id", "id"),
)
CONSENT = prepare(
    insert(consents)
    .values(given("person_id", "version", "at", "channel", "withdrawn"))
    .on_conflict_do_nothing(),
    *("person_id", "version", "at", "channel", "withdrawn"),
)


# The state of a chat without an unfinished flow (a frame); as text it serves every database alike.
IDLE = '%"frames":[]%'


class SqlConversations:
    """`core.ports.ConversationRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection, changed: Changes) -> None:
        self._run = connection.execute
        self._changed = changed

    def get(self, ref: ChatRef) -> Conversation:
        row = self._run(GET, (ref.channel, ref.bot, ref.chat)).fetchone()
        return _conversation(ref, row) if row else Conversation(ref=ref, state=State())

    def by_id(self, conversation_id: int) -> Conversation:
        row = self._run(BY_ID, (conversation_id,)).fetchone()
        if not row:
            raise LookupError(f"there is no conversation {conversation_id}")
        return _conversation(ChatRef(*row[1:4]), row)

    def ids(self) -> list[int]:
        return [row[0] for row in self._run(IDS)]

    def put(self, conversation: Conversation, now: datetime) -> int:
        if conversation.id is None:
            conversation.id = self._add(conversation, to_us(now))
        else:
            self._update(conversation, conversation.id, to_us(now))
        conversation.version += 1
        self._changed.add(("chat", conversation.id))
        return conversation.id

    def _add(self, conversation: Conversation, now: int) -> int:
        ref = conversation.ref
        key = (ref.channel, ref.bot, ref.chat)
        cursor = self._run(ADD, (*key, *_kept(conversation), now, now))
        if cursor.rowcount != 1 or cursor.lastrowid is None:
            raise StaleConversation(f"the chat got its conversation meanwhile: {ref.channel}")
        self._run(ADOPT, (cursor.lastrowid, *key))
        return cursor.lastrowid

    def _update(self, conversation: Conversation, row_id: int, now: int) -> None:
        row = (*_kept(conversation), now, row_id, conversation.version)
        if self._run(PUT, row).rowcount != 1:
            raise StaleConversation(
                f"conversation {row_id} is no longer at version {conversation.version}"
            )

    def reach(self, conversation_id: int, blocked_at: datetime | None) -> None:
        self._run(REACH, (to_us_or_none(blocked_at), conversation_id))
        self._changed.add(("chat", conversation_id))

    def move(self, conversation_id: int, chat: str) -> bool:
        return self._run(MOVE, (chat, conversation_id, chat)).rowcount == 1

    def save_person(self, conversation: Conversation) -> None:
        person = conversation.person
        if person is None:
            raise ValueError("the conversation has no person to save")
        self._note_consent(self._save(person), person, conversation.ref.channel)
        if conversation.id is not None:
            self._run(LINK, (person.id, conversation.id))
            self._changed.add(("chat", conversation.id))

    def _save(self, person: Person) -> int:
        if person.id is None:
            person.id = self._run(PERSONS.insert_sql, PERSONS.values(person)).lastrowid or 0
        else:
            self._run(PERSONS.update_sql, (*PERSONS.values(person), person.id))
        return person.id

    def _note_consent(self, person_id: int, person: Person, channel: str) -> None:
        version, at = person.consent_version, person.consented_at
        if version is None:
            return
        if at is None:
            raise ValueError(f"person {person_id}: a consent needs the moment it was given")
        self._run(CONSENT, (person_id, version, to_us(at), channel, 0))

    def withdraw_consent(self, conversation: Conversation, now: datetime) -> None:
        person = conversation.person
        if person is None or person.id is None or person.consent_version is None:
            return
        record = (person.id, person.consent_version, to_us(now), conversation.ref.channel, 1)
        self._run(CONSENT, record)
        person.consent_version = person.consented_at = None
        self.save_person(conversation)

    def transcript(self, conversation_id: int, limit: int = 500) -> list[TranscriptLine]:
        return read_transcript(self._run, conversation_id, limit)


def _kept(conversation: Conversation) -> tuple[Any, ...]:
    person = conversation.person
    return (
        to_json(conversation.state),
        conversation.generation,
        person.id if person else None,
        to_us_or_none(conversation.muted_until),
    )


def _conversation(ref: ChatRef, row: tuple[Any, ...]) -> Conversation:
    person = row[_PERSON_AT:]
    return Conversation(
        ref=ref,
        id=row[0],
        state=_load_state(row[4]),
        version=row[5],
        generation=row[6],
        muted_until=from_us_or_none(row[7]),
        blocked_at=from_us_or_none(row[8]),
        person=PERSONS.load(person) if person[0] is not None else None,
    )
