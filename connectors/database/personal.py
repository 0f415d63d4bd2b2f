"""What the database holds of a person: found by any of their chats, listed, and wiped.

Rule: every table of the schema is named here: wiped by a statement (`WIPES`), wiped by a rule of
its own (`BY_RULE`), or it holds nothing of a resident (`IMPERSONAL`). A test compares.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    case,
    delete,
    func,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.sql import ClauseElement

from connectors.database.changes import Changes
from connectors.database.codec import from_json, from_us, to_json, to_us
from connectors.database.retention import wiped_events
from connectors.database.schema import (
    attachments,
    body_links,
    case_notes,
    cases,
    chat_contacts,
    chat_links,
    consents,
    conversations,
    deliveries,
    followings,
    forgettings,
    handoffs,
    identity_links,
    intake,
    link_codes,
    link_guesses,
    news_receipts,
    outbox,
    person_links,
    persons,
    petition_words,
    petitions,
    signatures,
    staff_notes,
    subscriptions,
    timers,
)
from connectors.database.sql import given, limited, prepare, word
from core.conversation import State
from core.messages import FORGOTTEN, PARTED, ChatRef
from core.petitions import UNPUBLISHED
from core.rows import Forgetting

_c = conversations.c
_p = petitions.c
_BLANK: ColumnElement[Any] = literal_column("''")
_UNSEEN = _p.status.in_([word(status) for status in sorted(UNPUBLISHED)])
_CHAT: BindParameter[int] = bindparam("chat_id")
_THEIR_CASES = select(cases.c.id).where(cases.c.conversation_id == _CHAT)
_THEIR_DELIVERIES = select(deliveries.c.id).where(deliveries.c.case_id.in_(_THEIR_CASES))
_THEIR_SUBSCRIPTIONS = select(subscriptions.c.id).where(subscriptions.c.conversation_id == _CHAT)

# --- what is wiped of a chat ---------------------------------------------------------------------

WIPES: Mapping[str, ClauseElement] = {
    "intake": wiped_events(
        intake.c.conversation_id == _CHAT, intake.c.status != word("new"), chat=None, error=None
    ),
    "timers": delete(timers).where(timers.c.conversation_id == _CHAT),
    "outbox": delete(outbox).where(outbox.c.conversation_id == _CHAT),
    "staff_notes": delete(staff_notes).where(staff_notes.c.conversation_id == _CHAT),
    "person_links": delete(person_links).where(person_links.c.conversation_id == _CHAT),
    "identity_links": delete(identity_links).where(identity_links.c.conversation_id == _CHAT),
    "chat_contacts": delete(chat_contacts).where(chat_contacts.c.conversation_id == _CHAT),
    "link_codes": delete(link_codes).where(link_codes.c.conversation_id == _CHAT),
    "link_guesses": delete(link_guesses).where(link_guesses.c.conversation_id == _CHAT),
    "chat_links": delete(chat_links).where(chat_links.c.conversation_id == _CHAT),
    "news_receipts": delete(news_receipts).where(news_receipts.c.conversation_id == _CHAT),
    "followings": delete(followings).where(followings.c.subscription_id.in_(_THEIR_SUBSCRIPTIONS)),
    "subscriptions": delete(subscriptions).where(subscriptions.c.conversation_id == _CHAT),
    "body_links": delete(body_links).where(body_links.c.delivery_id.in_(_THEIR_DELIVERIES)),
    "case_notes": delete(case_notes).where(case_notes.c.case_id.in_(_THEIR_CASES)),
    # A petition that is public stays so, and a signature stays counted.
    "petition_words": delete(petition_words).where(
        petition_words.c.petition_id.in_(select(_p.id).where(_p.conversation_id == _CHAT, _UNSEEN))
    ),
    "petitions": update(petitions)
    .where(_p.conversation_id == _CHAT)
    .values(
        {name: case((_UNSEEN, _BLANK), else_=_p[name]) for name in ("title", "text", "meaning")}
        | {"conversation_id": null(), "author": _BLANK}
    ),
    "signatures": update(signatures)
    .where(signatures.c.conversation_id == _CHAT)
    .values(conversation_id=null()),
}
# By `core.personal` through their own repositories, or by `wipe` below.
BY_RULE = frozenset(
    "persons consents conversations attachments cases case_words case_events handoffs "
    "forgettings".split()
)
# Of a resident these hold the number of a case, a chat or a petition, or a keyed hash.
IMPERSONAL = frozenset(
    "deliveries news petition_events votes outages office_holders counters staff staff_links "
    "staff_sessions staff_attempts staff_forms staff_filters staff_audit staff_notices "
    "staff_here staff_replies bulk_acts geo_features job_runs leases".split()
)
_WIPE = tuple(prepare(statement, "chat_id") for statement in WIPES.values())

# What waits for its turn belongs to whoever writes from this chat next.
UNLINK = prepare(
    update(intake)
    .where(intake.c.conversation_id == _CHAT, intake.c.status == word("new"))
    .values(conversation_id=null()),
    "chat_id",
)
EVENT_IDS = prepare(
    select(intake.c.id, intake.c.event_id).where(intake.c.conversation_id == _CHAT), "chat_id"
)
RENAME_EVENT = prepare(
    update(intake).where(intake.c.id == bindparam("row")).values(given("event_id")),
    *("event_id", "row"),
)
# Bodies that could not be decoded name their chat in nothing but the body itself.
WIPE_UNREADABLE = prepare(
    wiped_events(
        intake.c.conversation_id.is_(null()),
        intake.c.status == word("dead"),
        intake.c.channel == bindparam("of_channel"),
        func.instr(intake.c.raw, bindparam("chat_name")) > literal_column("0"),
    ),
    *("of_channel", "chat_name"),
)
BLANK = prepare(
    update(conversations)
    .where(_c.id == _CHAT)
    .values(
        given("channel", "bot", "chat", "state")
        | {
            "person_id": null(),
            "muted_until": null(),
            "blocked_at": null(),
            "version": _c.version + literal_column("1"),
        }
    ),
    *("channel", "bot", "chat", "state", "chat_id"),
)
WITHDRAW_CONSENT = prepare(
    insert(consents)
    .from_select(
        ["person_id", "version", "at", "channel", "withdrawn"],
        select(
            persons.c.id,
            persons.c.consent_version,
            bindparam("at"),
            bindparam("channel"),
            literal_column("1"),
        ).where(persons.c.id == bindparam("person"), persons.c.consent_version.is_not(null())),
    )
    .on_conflict_do_nothing(),
    *("at", "channel", "person"),
)
BLANK_PERSON = prepare(
    update(persons)
    .where(persons.c.id == bindparam("person"))
    .values({column.name: null() for column in persons.c if column.name != "id"}),
    "person",
)
_LEAST_OF_A_CHAT_NAME = 5

# --- whose chats ---------------------------------------------------------------------------------

_same = chat_contacts.alias("same")
_their_person = select(_c.person_id).where(_c.id == bindparam("again")).scalar_subquery()
_their_contact = (
    select(chat_contacts.c.contact)
    .where(chat_contacts.c.conversation_id == bindparam("third"))
    .scalar_subquery()
)
TOGETHER = prepare(
    select(_c.id, _c.person_id).where(
        or_(
            _c.id == bindparam("chat_id"),
            _c.person_id == _their_person,
            _c.id.in_(select(_same.c.conversation_id).where(_same.c.contact == _their_contact)),
        )
    ),
    *("chat_id", "again", "third"),
)
# Who the chats were before they were linked to others.
WERE = prepare(
    select(chat_links.c.was_person_id).where(
        chat_links.c.conversation_id == _CHAT, chat_links.c.was_person_id.is_not(null())
    ),
    "chat_id",
)
REF = prepare(select(_c.channel, _c.bot, _c.chat, _c.created_at).where(_c.id == _CHAT), "chat_id")
NAMED = tuple(
    prepare(query, *names)
    for query, names in (
        (select(_c.id).where(_c.person_id == bindparam("n")), ("n",)),
        (select(cases.c.conversation_id).where(cases.c.number == bindparam("n")), ("n",)),
        (
            select(_c.id).where(
                _c.channel.not_in([word(FORGOTTEN), word(PARTED)]),
                or_(
                    _c.chat == bindparam("n"),
                    (_c.channel + literal_column("':'") + _c.chat) == bindparam("m"),
                ),
            ),
            ("n", "m"),
        ),
        (
            select(_c.id)
            .select_from(conversations.join(persons))
            .where(or_(persons.c.phone == bindparam("n"), persons.c.email == bindparam("m"))),
            ("n", "m"),
        ),
    )
)

# --- what is told of a chat beside its talk, its cases and its files -----------------------------

TOLD: Mapping[str, Select[Any]] = {
    "consents": select(consents.c.version, consents.c.at, consents.c.channel, consents.c.withdrawn)
    .select_from(consents.join(conversations, _c.person_id == consents.c.person_id))
    .where(_c.id == _CHAT),
    "handoffs": select(
        handoffs.c.reason, handoffs.c.waiting_since, handoffs.c.status, handoffs.c.ended_at
    ).where(handoffs.c.conversation_id == _CHAT),
    "handed_to": select(
        cases.c.number, deliveries.c.body, deliveries.c.by, deliveries.c.delivered_at
    )
    .select_from(deliveries.join(cases, cases.c.id == deliveries.c.case_id))
    .where(cases.c.conversation_id == _CHAT),
    "notes": select(staff_notes.c.text, staff_notes.c.at).where(
        staff_notes.c.conversation_id == _CHAT
    ),
    "case_notes": select(cases.c.number, case_notes.c.text, case_notes.c.at)
    .select_from(case_notes.join(cases, cases.c.id == case_notes.c.case_id))
    .where(cases.c.conversation_id == _CHAT),
    "petitions": select(
        petitions.c.number, petitions.c.title, petitions.c.status, petitions.c.filed_at
    ).where(petitions.c.conversation_id == _CHAT),
    "signatures": select(petitions.c.number, petitions.c.title, signatures.c.at)
    .select_from(signatures.join(petitions))
    .where(signatures.c.conversation_id == _CHAT),
    "subscriptions": select(
        *(subscriptions.c[n] for n in ("label", "rhythm", "created_at", "paused_until"))
    ).where(subscriptions.c.conversation_id == _CHAT),
    "files": select(
        *(attachments.c[n] for n in ("id", "kind", "name", "mime", "size", "sha256", "created_at")),
        cases.c.number.label("case"),
    )
    .select_from(attachments.outerjoin(cases, cases.c.id == attachments.c.case_id))
    .where(attachments.c.conversation_id == _CHAT),
}
_TOLD = {
    name: (prepare(query, "chat_id"), [column.name for column in query.selected_columns])
    for name, query in TOLD.items()
}
_MOMENTS = frozenset(
    "at waiting_since ended_at delivered_at filed_at created_at paused_until".split()
)

# --- wishes to be forgotten, links to a copy -----------------------------------------------------

_f = forgettings.c
_wish = insert(forgettings).values(given("conversation_id", "asked_at", "stage", "files"))
PUT_WISH = prepare(
    _wish.on_conflict_do_update(
        index_elements=["conversation_id"],
        set_={name: _wish.excluded[name] for name in ("asked_at", "stage", "files")},
    ),
    *("conversation_id", "asked_at", "stage", "files"),
)
DROP_WISH = prepare(delete(forgettings).where(_f.conversation_id == _CHAT), "chat_id")
WISH = prepare(select(*_f).where(_f.conversation_id == _CHAT), "chat_id")
WISHES = prepare(
    limited(
        select(*_f).where(_f.stage == bindparam("stage")).order_by(_f.asked_at, _f.conversation_id)
    ),
    *("stage", "limit"),
)
UNSENT = prepare(
    select(func.count()).where(outbox.c.conversation_id == _CHAT, outbox.c.status == word("new")),
    "chat_id",
)
_link = person_links.c
FORGET_LINKS = prepare(delete(person_links).where(_link.expires_at <= bindparam("now")), "now")
ADD_LINK = prepare(
    insert(person_links).values(given("token_hash", "conversation_id", "expires_at")),
    *("token_hash", "conversation_id", "expires_at"),
)
OF_LINK = prepare(
    select(_link.conversation_id).where(
        _link.token_hash == bindparam("token_hash"), _link.expires_at > bindparam("now")
    ),
    *("token_hash", "now"),
)
_load_files = from_json(tuple[str, ...])


def chats_together(run: Callable[..., sqlite3.Cursor], conversation_id: int) -> list[int]:
    """Return the conversations of whoever has this one, by person and by confirmed contact."""
    found, looked = {conversation_id}, set[int]()
    while left := found - looked:
        chat = min(left)
        looked.add(chat)
        found |= {row[0] for row in run(TOGETHER, (chat, chat, chat))}
    return sorted(found)


class SqlPersonal:
    """`core.ports.PersonalRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection, changed: Changes) -> None:
        self._run = connection.execute
        self._changed = changed

    def chats(self, conversation_id: int) -> list[int]:
        return chats_together(self._run, conversation_id)

    def named(self, name: str) -> list[int]:
        for number, statement in enumerate(NAMED):
            wanted: Any = int(name) if name.isascii() and name.isdecimal() else None
            if number == 0 and (wanted is None or len(name) > 18):
                continue
            params = (wanted,) if number == 0 else (name,) * statement.count("?")
            if found := [row[0] for row in self._run(statement, params)]:
                return found
        return []

    def ref(self, conversation_id: int) -> tuple[ChatRef, datetime]:
        channel, bot, chat, at = self._run(REF, (conversation_id,)).fetchone()
        return ChatRef(channel, bot, chat), from_us(at)

    def told(self, conversation_id: int) -> Mapping[str, list[dict[str, Any]]]:
        return {
            name: [_plain(names, row) for row in self._run(statement, (conversation_id,))]
            for name, (statement, names) in _TOLD.items()
        }

    def unsent(self, conversation_id: int) -> int:
        return int(self._run(UNSENT, (conversation_id,)).fetchone()[0])

    # --- wiping ----------------------------------------------------------------------------------

    def wipe(self, conversation_ids: Sequence[int], now: datetime) -> None:
        people = {row[1] for chat in conversation_ids for row in self._together(chat)} - {None}
        people |= {row[0] for chat in conversation_ids for row in self._run(WERE, (chat,))}
        channel = self.ref(conversation_ids[0])[0].channel
        for chat in conversation_ids:
            self._wipe_chat(chat)
        for person in people:
            self._run(WITHDRAW_CONSENT, (to_us(now), channel, person))
            self._run(BLANK_PERSON, (person,))

    def _together(self, chat: int) -> Iterator[tuple[int, int | None]]:
        yield from self._run(TOGETHER, (chat, chat, chat))

    def _wipe_chat(self, chat: int) -> None:
        ref, _ = self.ref(chat)
        self._run(UNLINK, (chat,))
        for statement in _WIPE:
            self._run(statement, (chat,))
        for row, event_id in self._run(EVENT_IDS, (chat,)).fetchall():
            # A messenger's own number of an event knows it again; others are made of the chat.
            if not event_id.isdecimal():
                self._run(RENAME_EVENT, (f"{FORGOTTEN}:{row}", row))
        if len(ref.chat) >= _LEAST_OF_A_CHAT_NAME:
            self._run(WIPE_UNREADABLE, (ref.channel, ref.chat.encode()))
        self._run(BLANK, (FORGOTTEN, "", str(chat), to_json(State()), chat))
        self._changed.add(("chat", chat))

    # --- wishes ----------------------------------------------------------------------------------

    def wish(self, conversation_id: int) -> Forgetting | None:
        row = self._run(WISH, (conversation_id,)).fetchone()
        return _forgetting(row) if row else None

    def wishes(self, stage: str, limit: int = 100) -> list[Forgetting]:
        return [_forgetting(row) for row in self._run(WISHES, (stage, limit))]

    def put_wish(self, wish: Forgetting) -> None:
        row = (wish.conversation_id, to_us(wish.asked_at), wish.stage, to_json(wish.files))
        self._run(PUT_WISH, row)

    def drop_wish(self, conversation_id: int) -> None:
        self._run(DROP_WISH, (conversation_id,))

    # --- links -----------------------------------------------------------------------------------

    def add_link(
        self, token_hash: str, conversation_id: int, now: datetime, expires_at: datetime
    ) -> None:
        self._run(FORGET_LINKS, (to_us(now),))
        self._run(ADD_LINK, (token_hash, conversation_id, to_us(expires_at)))

    def of_link(self, token_hash: str, now: datetime) -> int | None:
        row = self._run(OF_LINK, (token_hash, to_us(now))).fetchone()
        return int(row[0]) if row else None


def _forgetting(row: tuple[Any, ...]) -> Forgetting:
    conversation_id, asked_at, stage, files = row
    return Forgetting(conversation_id, from_us(asked_at), stage, _load_files(files))


def _plain(names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in zip(names, row, strict=True)}


def _value(name: str, value: Any) -> Any:
    if name in _MOMENTS and value is not None:
        return from_us(value)
    return bool(value) if name == "withdrawn" else value
