"""The tables, each with its reason. Described once for both databases; Alembic migrates them.

Rules: every moment is an integer, microseconds since 1970 in UTC. Every document is JSON text made
by `codec`. Personal facts stand in `persons`, `conversations.state`, `intake`, `outbox`, `cases`
and `attachments` and nowhere else, so that forgetting somebody stays easy. An id that is named
outside the database (in an address, an audit line, a resumed stream) is never used a second time,
hence AUTOINCREMENT where rows may be deleted.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

# SQLite makes a column the row's own number only when its type is spelled INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")
Moment = BigInteger


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True)


def _to(target: str, name: str, **options: Any) -> Column[int]:
    return Column(name, Id, ForeignKey(target), **options)


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


# --- residents and their talks -------------------------------------------------------------------

persons = Table(
    "persons",
    metadata,
    _id(),
    Column("name", Text),
    Column("phone", Text),
    Column("email", Text),
    Column("address", JSON),
    Column("consent_version", Text),
    Column("consented_at", Moment),
    comment="A resident as far as known, apart from the chats, of which one may have several.",
    sqlite_autoincrement=True,
)

consents = Table(
    "consents",
    metadata,
    _id(),
    _to("persons.id", "person_id", nullable=False),
    Column("version", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("channel", Text, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    UniqueConstraint("person_id", "version", "at", "withdrawn"),
    comment="Proof of who agreed to which text and when, or withdrew it; only ever added to.",
)

conversations = Table(
    "conversations",
    metadata,
    _id(),
    Column("channel", Text, nullable=False),
    Column("bot", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("state", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    _to("persons.id", "person_id"),
    Column("muted_until", Moment),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    UniqueConstraint("channel", "bot", "chat"),
    Index(None, "person_id"),
    comment="What the dialogue remembers of a chat; its version lets one turn win, never two.",
    sqlite_autoincrement=True,
)

intake = Table(
    "intake",
    metadata,
    _id(),
    Column("channel", Text, nullable=False),
    Column("bot", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("chat", Text),
    Column("raw", LargeBinary),
    Column("incoming", JSON),
    Column("reading", JSON),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    _to("conversations.id", "conversation_id"),
    Column("received_at", Moment, nullable=False),
    Column("inner", JSON),
    Column("results", JSON),
    UniqueConstraint("channel", "bot", "event_id"),
    _one_of("status", "new", "done", "dead"),
    Index(None, "conversation_id"),
    _partial("ix_intake_waiting", "id", where="status = 'new'"),
    _partial("ix_intake_unlinked", "channel", "bot", "chat", where="conversation_id IS NULL"),
    comment="Every event once, before anything is done about it: none is lost or done twice.",
)

forgettings = Table(
    "forgettings",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id"), primary_key=True),
    Column("asked_at", Moment, nullable=False),
    Column("stage", Text, nullable=False),
    Column("files", JSON, nullable=False),
    _one_of("stage", "waits", "due", "wiped"),
    comment="Who asked to be forgotten, until the last file of theirs is off the disk.",
)

person_links = Table(
    "person_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    _to("conversations.id", "conversation_id", nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index(None, "conversation_id"),
    Index(None, "expires_at"),
    comment="Links to a copy of one's own data, by hash: the token itself is never stored.",
)

timers = Table(
    "timers",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("due_at", Moment, nullable=False),
    Column("generation", Integer, nullable=False),
    Index(None, "due_at"),
    comment="When to wake a silent chat; once the resident spoke, the generation voids it.",
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _to("conversations.id", "conversation_id", nullable=False),
    Column("channel", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("in_reply_to", Text),
    _to("staff.id", "staff_id"),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("error", Text),
    Column("platform_id", Text),
    Column("delivered_at", Moment),
    Column("seen_at", Moment),
    Column("paid_at", Moment),
    _one_of("status", "new", "sent", "dead"),
    _one_of("lane", "reply", "alarm", "broadcast"),
    Index(None, "conversation_id"),
    _partial("ix_outbox_platform_id", "platform_id", where="platform_id IS NOT NULL"),
    _partial("ix_outbox_paid_at", "paid_at", where="paid_at IS NOT NULL"),
    _partial("ix_outbox_unsent", "channel", "conversation_id", "lane", where="status = 'new'"),
    comment="Messages written with the turn that caused them and sent after its commit.",
    sqlite_autoincrement=True,
)

attachments = Table(
    "attachments",
    metadata,
    _id(),
    _to("conversations.id", "conversation_id", nullable=False),
    _to("cases.id", "case_id"),
    Column("kind", Text, nullable=False),
    Column("ref", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("sha256", Text),
    Column("mime", Text),
    Column("size", BigInteger),
    Column("name", Text),
    Column("reason", Text),
    Column("created_at", Moment, nullable=False),
    _one_of("state", "waiting", "ready", "refused"),
    Index(None, "conversation_id"),
    Index(None, "case_id"),
    Index(None, "sha256"),
    _partial("ix_attachments_waiting", "id", where="state = 'waiting'"),
    comment="Files by reference: still to be fetched, kept, or refused and why.",
    sqlite_autoincrement=True,
)

# --- cases ---------------------------------------------------------------------------------------

cases = Table(
    "cases",
    metadata,
    _id(),
    Column("number", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("registered_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("due_basis", Text, nullable=False),
    Column("due_rule", Text, nullable=False),
    _to("conversations.id", "conversation_id", nullable=False),
    _to("persons.id", "person_id"),
    Column("service_code", Text),
    Column("status", Text, nullable=False),
    Column("outcome", Text),
    Column("reopened", Integer, nullable=False),
    Column("joined_to", Text, ForeignKey("cases.number")),
    Column("description", Text, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("address", JSON),
    Column("applicant", JSON, nullable=False),
    Column("addressee", Text),
    Column("executor", Text),
    Column("first_due_at", Moment),
    Column("answer", Text),
    Column("answered_at", Moment),
    Column("closed_at", Moment),
    Column("reopened_at", Moment),
    Column("rating", JSON),
    Column("warned", Text),
    Column("warn_at", Moment),
    Column("term_from", Moment),
    UniqueConstraint("number"),
    Index(None, "conversation_id"),
    Index(None, "person_id"),
    Index(None, "body", "status"),
    Index(None, "status", "due_at"),
    Index(None, "joined_to"),
    Index(None, "service_code", "status"),
    _partial("ix_cases_to_warn", "warn_at", where="warn_at IS NOT NULL"),
    comment="The matters the city must answer, with their term and what it rests on.",
    sqlite_autoincrement=True,
)

case_events = Table(
    "case_events",
    metadata,
    _id(),
    _to("cases.id", "case_id", nullable=False),
    Column("at", Moment, nullable=False),
    Column("event", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("status", Text, nullable=False),
    Index(None, "case_id"),
    comment="A case's history, only ever added to; each line keeps the status it led to.",
)

outages = Table(
    "outages",
    metadata,
    _id(),
    Column("service_code", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("kind", Text, nullable=False),
    Column("street", Text),
    Column("house", Text),
    Column("districts", JSON, nullable=False),
    _one_of("kind", "planned", "emergency", "stabilisation"),
    Index(None, "service_code", "ends_at"),
    comment="What is known to be off, where and until when, told before a request is filed.",
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("value", BigInteger, nullable=False),
    comment="The last number given out in a year, so that case numbers never repeat.",
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _to("cases.id", "case_id", nullable=False),
    Column("body", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Moment),
    Column("delivered_at", Moment),
    Column("error", Text),
    _one_of("status", "new", "delivered", "dead"),
    Index(None, "case_id"),
    _partial("ix_deliveries_unsent", "id", where="status = 'new'"),
    comment="Cases on their way to their bodies: «handed over» is said only once it is true.",
)

body_links = Table(
    "body_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    _to("deliveries.id", "delivery_id", nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index(None, "delivery_id"),
    Index(None, "expires_at"),
    comment="Links for bodies without an account, by hash: the token itself is never stored.",
)

# --- staff ---------------------------------------------------------------------------------------

staff = Table(
    "staff",
    metadata,
    _id(),
    Column("email", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("bodies", JSON, nullable=False),
    Column("duty", Text),
    Column("password_hash", Text),
    Column("disabled_at", Moment),
    Column("away", Boolean, nullable=False),
    UniqueConstraint("email"),
    comment="Who works in the inbox, as what, for which bodies and in which hours.",
    sqlite_autoincrement=True,
)

staff_links = Table(
    "staff_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    _to("staff.id", "staff_id", nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index(None, "staff_id"),
    comment="One-time sign-in links by their token's hash; the token itself is never stored.",
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    _to("staff.id", "staff_id", nullable=False),
    Column("csrf", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index(None, "staff_id"),
    comment="Who is signed in, kept on the server so that a session can be ended at once.",
)

staff_attempts = Table(
    "staff_attempts",
    metadata,
    _id(),
    Column("key", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "key", "at"),
    comment="Failed sign-ins of the last minutes, by account or address, to slow guessing.",
)

staff_forms = Table(
    "staff_forms",
    metadata,
    Column("form", Text, primary_key=True),
    _to("staff.id", "staff_id"),
    Column("at", Moment, nullable=False),
    Index(None, "at"),
    comment="Forms of staff and bodies that were acted on, so that one sent twice acts once.",
)

staff_audit = Table(
    "staff_audit",
    metadata,
    _id(),
    _to("staff.id", "staff_id"),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "staff_id"),
    comment="What staff looked at and did, by ids and never in words; only ever added to.",
)

handoffs = Table(
    "handoffs",
    metadata,
    _id(),
    _to("conversations.id", "conversation_id", nullable=False),
    Column("reason", Text, nullable=False),
    Column("waiting_since", Moment, nullable=False),
    Column("status", Text, nullable=False),
    Column("promised_at", Moment),
    _to("staff.id", "taken_by"),
    Column("taken_at", Moment),
    Column("answered_at", Moment),
    Column("ended_at", Moment),
    Column("escalated_at", Moment),
    Index(None, "conversation_id"),
    _partial(
        "uq_handoffs_open",
        "conversation_id",
        where="status IN ('waiting', 'taken')",
        unique=True,
    ),
    comment="Chats given to a person, until answered or given back; one open a chat at most.",
    sqlite_autoincrement=True,
)

# --- petitions -----------------------------------------------------------------------------------

petitions = Table(
    "petitions",
    metadata,
    _id(),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("filed_at", Moment, nullable=False),
    _to("conversations.id", "conversation_id"),
    Column("threshold", Integer, nullable=False),
    Column("portal_votes", Integer, nullable=False),
    Column("started_on", Text),
    Column("ends_on", Text),
    Column("due_at", Moment),
    Column("late_told", Boolean, nullable=False),
    Column("reason", Text),
    Column("answer", Text),
    Column("meaning", Text),
    UniqueConstraint("number"),
    _one_of(
        "status",
        *("moderation", "refused", "collecting", "consideration", "answered"),
        "collective_appeal",
    ),
    Index(None, "conversation_id"),
    Index(None, "status", "ends_on"),
    _partial("ix_petitions_due", "due_at", where="due_at IS NOT NULL"),
    comment="What residents ask of the city together, with the votes and days it takes.",
    sqlite_autoincrement=True,
)

petition_events = Table(
    "petition_events",
    metadata,
    _id(),
    _to("petitions.id", "petition_id", nullable=False),
    Column("at", Moment, nullable=False),
    Column("event", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Column("status", Text, nullable=False),
    Index(None, "petition_id"),
    comment="A petition's history, only ever added to; each line keeps the status it led to.",
)

petition_words = Table(
    "petition_words",
    metadata,
    Column("word", Text, primary_key=True),
    Column("petition_id", Id, ForeignKey("petitions.id"), primary_key=True),
    Column("in_title", Boolean, nullable=False),
    Index(None, "petition_id"),
    comment="Dictionary forms of a petition's words: it is found by any form, in any database.",
)

signatures = Table(
    "signatures",
    metadata,
    _id(),
    _to("petitions.id", "petition_id", nullable=False),
    _to("conversations.id", "conversation_id"),
    Column("signer", Text, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("petition_id", "signer"),
    UniqueConstraint("petition_id", "conversation_id"),
    Index(None, "conversation_id"),
    Index(None, "signer"),
    comment="Who supports a petition from a chat: added or taken back, counted when asked.",
    sqlite_autoincrement=True,
)

votes = Table(
    "votes",
    metadata,
    Column("petition_id", Id, ForeignKey("petitions.id"), primary_key=True),
    Column("subject", Text, primary_key=True),
    _to("signatures.id", "signature_id", nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("signature_id"),
    comment="Signatures of verified persons, each a keyed hash: one vote a person.",
)

# --- who a person is -----------------------------------------------------------------------------

chat_contacts = Table(
    "chat_contacts",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id"), primary_key=True),
    Column("contact", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "contact"),
    comment="A phone the messenger confirmed, as a keyed hash: a person may have more chats.",
)

identity_links = Table(
    "identity_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    _to("conversations.id", "conversation_id", nullable=False),
    _to("petitions.id", "petition_id", nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("session_hash", Text),
    Column("state_hash", Text),
    Column("nonce", Text),
    Column("verifier", Text),
    Column("used_at", Moment),
    UniqueConstraint("state_hash"),
    Index(None, "conversation_id"),
    Index(None, "petition_id"),
    Index(None, "expires_at"),
    comment="Links by which a resident proves who they are, bound to one browser, used once.",
)

# --- scheduled work ------------------------------------------------------------------------------

job_runs = Table(
    "job_runs",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("result", Text, nullable=False),
    Column("runs", Integer, nullable=False),
    comment="When each scheduled job last ran and with what result, for whoever asks.",
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Moment, nullable=False),
    comment="Which process may run the scheduled work now, so that two never do.",
)
