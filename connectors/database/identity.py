"""Who a person is, in SQL: hashes of confirmed contacts, links to prove who one is."""

import sqlite3
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from connectors.database.codec import from_us, from_us_or_none, to_us, to_us_or_none
from connectors.database.schema import chat_contacts, identity_links, signatures, votes
from connectors.database.sql import given, prepare
from core.identity import IdentityLink, signer_of_chat

# An expired link is kept for a while, so that its page can say that it expired.
KEPT = timedelta(days=7)

_k = chat_contacts.c
_l = identity_links.c
_s = signatures.c
_contact = insert(chat_contacts).values(given("conversation_id", "contact", "at"))
NOTE_CONTACT = prepare(
    _contact.on_conflict_do_update(
        index_elements=["conversation_id"],
        set_={"contact": _contact.excluded.contact, "at": _contact.excluded.at},
    ),
    *("conversation_id", "contact", "at"),
)
CONTACT = prepare(
    select(_k.contact).where(_k.conversation_id == bindparam("conversation_id")),
    "conversation_id",
)
_elsewhere = signatures.alias("elsewhere")
_OF_CHAT = (_s.conversation_id == bindparam("conversation_id"), _s.signer == bindparam("chat"))
MADE_THE_PERSONS = prepare(
    update(signatures)
    .where(
        *_OF_CHAT,
        _s.petition_id.not_in(
            select(_elsewhere.c.petition_id).where(_elsewhere.c.signer == bindparam("contact"))
        ),
    )
    .values(given("signer")),
    *("signer", "conversation_id", "chat", "contact"),
)
DROP_DOUBLES = prepare(
    delete(signatures).where(*_OF_CHAT, _s.id.not_in(select(votes.c.signature_id))),
    *("conversation_id", "chat"),
)

_NAMES = tuple(column.name for column in identity_links.columns)
ADD_LINK = prepare(insert(identity_links).values(given(*_NAMES)), *_NAMES)
FORGET = prepare(delete(identity_links).where(_l.expires_at < bindparam("before")), "before")


def _wanted() -> Select[Any]:
    return select(*identity_links.columns)


LINK = prepare(_wanted().where(_l.token_hash == bindparam("token_hash")), "token_hash")
OF_STATE = prepare(_wanted().where(_l.state_hash == bindparam("state_hash")), "state_hash")
BEGIN = prepare(
    update(identity_links)
    .where(
        _l.token_hash == bindparam("token_hash"),
        _l.used_at.is_(None),
        or_(_l.session_hash.is_(None), _l.session_hash == bindparam("own")),
    )
    .values(given("session_hash", "state_hash", "nonce", "verifier")),
    *("session_hash", "state_hash", "nonce", "verifier", "token_hash", "own"),
)
USE = prepare(
    update(identity_links)
    .where(_l.token_hash == bindparam("token_hash"), _l.used_at.is_(None))
    .values(given("used_at")),
    *("used_at", "token_hash"),
)


class SqlIdentity:
    """`core.ports.IdentityRepo` in SQL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def note_contact(self, conversation_id: int, contact: str, now: datetime) -> None:
        self._run(NOTE_CONTACT, (conversation_id, contact, to_us(now)))
        chat = signer_of_chat(conversation_id)
        self._run(MADE_THE_PERSONS, (contact, conversation_id, chat, contact))
        self._run(DROP_DOUBLES, (conversation_id, chat))

    def signer(self, conversation_id: int) -> str:
        row = self._run(CONTACT, (conversation_id,)).fetchone()
        return str(row[0]) if row else signer_of_chat(conversation_id)

    def add_link(self, link: IdentityLink, now: datetime) -> None:
        self._run(FORGET, (to_us(now - KEPT),))
        moments = (to_us(link.expires_at), to_us_or_none(link.used_at))
        asked = (link.session_hash, link.state_hash, link.nonce, link.verifier)
        whose = (link.token_hash, link.conversation_id, link.petition_id)
        self._run(ADD_LINK, (*whose, moments[0], *asked, moments[1]))

    def link(self, token_hash: str) -> IdentityLink | None:
        return _link(self._run(LINK, (token_hash,)).fetchone())

    def link_of_state(self, state_hash: str) -> IdentityLink | None:
        return _link(self._run(OF_STATE, (state_hash,)).fetchone())

    def begin(self, link: IdentityLink) -> bool:
        asked = (link.session_hash, link.state_hash, link.nonce, link.verifier)
        return self._run(BEGIN, (*asked, link.token_hash, link.session_hash)).rowcount == 1

    def use(self, token_hash: str, now: datetime) -> bool:
        return self._run(USE, (to_us(now), token_hash)).rowcount == 1


def _link(row: tuple[Any, ...] | None) -> IdentityLink | None:
    if row is None:
        return None
    facts = dict(zip(_NAMES, row, strict=True))
    facts |= {"expires_at": from_us(facts["expires_at"])}
    facts |= {"used_at": from_us_or_none(facts["used_at"])}
    return IdentityLink(**facts)
