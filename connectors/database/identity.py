"""Who a person is, in SQL: hashes of confirmed contacts, links to prove who one is."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Select, bindparam, delete, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from connectors.database.codec import from_us, from_us_or_none, to_us, to_us_or_none
from connectors.database.personal import chats_together
from connectors.database.schema import chat_contacts, identity_links, signatures, votes
from connectors.database.sql import build, given, prepare
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
_OWN = _s.conversation_id == bindparam("conversation_id")
OWN_SIGNATURES = prepare(
    update(signatures).where(_OWN).values(given("signer")), "signer", "conversation_id"
)
SIGN_AS = prepare(
    update(signatures).where(_s.id == bindparam("id")).values(given("signer")), "signer", "id"
)
DROP = prepare(delete(signatures).where(_s.id == bindparam("id")), "id")

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
        self.settle(conversation_id)

    def signer(self, conversation_id: int) -> str:
        return self._known_by(chats_together(self._run, conversation_id))[0]

    def settle(self, conversation_id: int) -> None:
        chats = chats_together(self._run, conversation_id)
        names = self._known_by(chats)
        query = (
            select(_s.petition_id, _s.id, _s.signer, votes.c.subject)
            .select_from(signatures.outerjoin(votes, votes.c.signature_id == _s.id))
            .where(or_(_s.conversation_id.in_(chats), _s.signer.in_(names)))
            .order_by(_s.petition_id, _s.id)
        )
        rows = self._run(*build(query)).fetchall()
        for _, made in groupby(rows, key=lambda row: row[0]):
            self._keep_one([row[1:] for row in made], names[0])

    def own_signatures(self, conversation_id: int) -> None:
        self._run(OWN_SIGNATURES, (signer_of_chat(conversation_id), conversation_id))

    def _known_by(self, chats: Sequence[int]) -> list[str]:
        """Return all that a person of these chats is known by; by the first they sign."""
        query = select(_k.contact).where(_k.conversation_id.in_(chats)).distinct()
        contacts = sorted(row[0] for row in self._run(*build(query)))
        return [*contacts, *map(signer_of_chat, chats)]

    def _keep_one(self, made: Sequence[tuple[int, str, str | None]], signer: str) -> None:
        """Keep a person's one signature of a petition: what became a vote, else the earliest."""
        voted = [row for row in made if row[2] is not None]
        for row in made:
            if row not in (voted or made[:1]):
                self._run(DROP, (row[0],))
        # Two votes are of two verified persons: both stand, one under the common name.
        kept = voted or made[:1]
        if all(row[1] != signer for row in kept):
            self._run(SIGN_AS, (signer, kept[0][0]))

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
