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
    Float,
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
    Column("blocked_at", Moment),
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

# Written as the statements write it, where SQLite must know a partial index again.
OPEN_CASES = "status IN ('forwarded', 'in_work', 'needs_info', 'registered', 'reopened')"
LOW_RATED = "json_extract(rating, '$.quality') <= 2 OR json_extract(rating, '$.speed') <= 2"

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
    Column("indexed", Boolean),
    UniqueConstraint("number"),
    Index(None, "conversation_id"),
    Index(None, "person_id"),
    Index(None, "body"),
    _partial("ix_cases_joined_to", "joined_to", where="joined_to IS NOT NULL"),
    # A list of staff reads its own index in its own order, however many cases there are.
    _partial("ix_cases_open_due", "due_at", where=OPEN_CASES),
    _partial("ix_cases_open_body", "body", "due_at", where=OPEN_CASES),
    _partial("ix_cases_open_executor", "executor", "due_at", where=OPEN_CASES),
    _partial("ix_cases_open_service", "service_code", "due_at", where=OPEN_CASES),
    _partial("ix_cases_open_again", "due_at", where=f"{OPEN_CASES} AND reopened > 0"),
    _partial("ix_cases_answered", "answered_at", where="status = 'answered'"),
    Index(
        "ix_cases_low_rated",
        "id",
        sqlite_where=text(LOW_RATED),
        postgresql_where=text("(rating->>'quality')::int <= 2 OR (rating->>'speed')::int <= 2"),
    ),
    _partial(
        "ix_cases_new_claims",
        "registered_at",
        where="kind = 'utility_complaint' AND status IN ('registered', 'forwarded')",
    ),
    _partial("ix_cases_unindexed", "id", where="indexed IS NULL"),
    _partial("ix_cases_to_warn", "warn_at", where="warn_at IS NOT NULL"),
    comment="The matters the city must answer, with their term and what it rests on.",
    sqlite_autoincrement=True,
)

case_words = Table(
    "case_words",
    metadata,
    Column("word", Text, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True),
    Index(None, "case_id"),
    comment="What a case is found by: dictionary forms, numbers; written and wiped with the case.",
    sqlite_with_rowid=False,
)

case_notes = Table(
    "case_notes",
    metadata,
    _id(),
    _to("cases.id", "case_id", nullable=False),
    Column("by", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "case_id"),
    comment="What staff write about a case for colleagues; wiped with the case's resident.",
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

bulk_acts = Table(
    "bulk_acts",
    metadata,
    _id(),
    _to("staff.id", "staff_id", nullable=False),
    Column("do", Text, nullable=False),
    Column("args", JSON, nullable=False),
    Column("numbers", JSON, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("runs_at", Moment, nullable=False),
    Column("status", Text, nullable=False),
    Column("refused", JSON, nullable=False),
    _one_of("status", "waiting", "undone", "done"),
    Index(None, "staff_id"),
    _partial("ix_bulk_acts_waiting", "runs_at", where="status = 'waiting'"),
    comment="One act on several cases, held back for a minute in which it can be undone.",
    sqlite_autoincrement=True,
)

geo_features = Table(
    "geo_features",
    metadata,
    _id(),
    Column("source", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("lines", JSON, nullable=False),
    Column("west", Float, nullable=False),
    Column("south", Float, nullable=False),
    Column("east", Float, nullable=False),
    Column("north", Float, nullable=False),
    _one_of("kind", "boundary", "line", "point"),
    Index(None, "south", "north"),
    comment="Boundaries, streets and points that the city imported, to draw where a case is.",
)

office_holders = Table(
    "office_holders",
    metadata,
    _id(),
    Column("office", Text, nullable=False),
    Column("post", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("until", Text),
    Index(None, "office", "since"),
    comment="Persons in office as staff entered them, each with the days on which it holds.",
    sqlite_autoincrement=True,
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
    # A conversation; those are never deleted, only blanked.
    Column("chat_id", Id),
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
    Column("browser", Text),
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

staff_filters = Table(
    "staff_filters",
    metadata,
    _id(),
    _to("staff.id", "staff_id", nullable=False),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    UniqueConstraint("staff_id", "name"),
    comment="Lists that a staff member keeps under a name of their own.",
    sqlite_autoincrement=True,
)

staff_notes = Table(
    "staff_notes",
    metadata,
    _id(),
    _to("conversations.id", "conversation_id", nullable=False),
    _to("staff.id", "staff_id", nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("mentions", JSON, nullable=False),
    Index(None, "conversation_id"),
    comment="What colleagues write for one another on a talk; wiped with it, never sent.",
    sqlite_autoincrement=True,
)

staff_notices = Table(
    "staff_notices",
    metadata,
    _id(),
    _to("staff.id", "staff_id", nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("at", Moment, nullable=False),
    _to("staff.id", "by"),
    Column("seen_at", Moment),
    Column("told_at", Moment),
    _one_of("kind", "call", "call_next", "call_supervisor", "mention", "given"),
    Index(None, "staff_id"),
    Index(None, "subject"),
    _partial("ix_staff_notices_untold", "id", where="told_at IS NULL AND seen_at IS NULL"),
    comment="Who was called where, by ids: shown in the inbox, told outside it where wanted.",
    sqlite_autoincrement=True,
)

staff_here = Table(
    "staff_here",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id"), primary_key=True),
    Column("staff_id", Id, ForeignKey("staff.id"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("typing_at", Moment),
    comment="Who has a conversation open, so that two do not answer at once; forgotten at once.",
)

staff_replies = Table(
    "staff_replies",
    metadata,
    _id(),
    Column("shortcut", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    UniqueConstraint("shortcut"),
    comment="Ready replies of the office; values are put in when one is taken.",
    sqlite_autoincrement=True,
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
        *("moderation", "refused", "withdrawn", "collecting", "consideration", "answered"),
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

link_codes = Table(
    "link_codes",
    metadata,
    Column("code_hash", Text, primary_key=True),
    _to("conversations.id", "conversation_id", nullable=False),
    Column("expires_at", Moment, nullable=False),
    Index(None, "conversation_id"),
    Index(None, "expires_at"),
    comment="Codes that link another chat to this one, by keyed hash; gone once used.",
)

link_guesses = Table(
    "link_guesses",
    metadata,
    _id(),
    _to("conversations.id", "conversation_id", nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "conversation_id", "at"),
    Index(None, "at"),
    comment="Wrong codes that a chat entered lately, to slow guessing.",
)

chat_links = Table(
    "chat_links",
    metadata,
    _id(),
    _to("conversations.id", "conversation_id", nullable=False),
    _to("persons.id", "person_id", nullable=False),
    _to("persons.id", "was_person_id"),
    Column("entered", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("conversation_id", "person_id"),
    Index(None, "person_id"),
    Index(None, "was_person_id"),
    Index(None, "at"),
    comment="Who a chat was before it was linked, for the day in which that is undone.",
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

# --- news ----------------------------------------------------------------------------------------

subscriptions = Table(
    "subscriptions",
    metadata,
    _id(),
    _to("conversations.id", "conversation_id", nullable=False),
    Column("topics", JSON, nullable=False),
    Column("places", JSON, nullable=False),
    Column("rhythm", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("paused_until", Moment),
    _one_of("rhythm", "now", "daily", "weekly"),
    Index(None, "conversation_id"),
    comment="What a chat wants to hear of, where, and how often.",
    sqlite_autoincrement=True,
)

followings = Table(
    "followings",
    metadata,
    Column("place", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("subscription_id", Id, ForeignKey("subscriptions.id"), primary_key=True),
    Column("own", Boolean, nullable=False),
    Index(None, "subscription_id"),
    comment="A subscription by place and topic, so that whom an item reaches is one statement; "
    "places that only lie around the followed one are not its own.",
)

news = Table(
    "news",
    metadata,
    _id(),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("places", JSON, nullable=False),
    Column("alarm", Boolean, nullable=False),
    Column("publish_at", Moment, nullable=False),
    Column("status", Text, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    _one_of("status", "publishing", "published"),
    _partial("ix_news_publishing", "publish_at", where="status = 'publishing'"),
    comment="What the city publishes, and how far its expansion to subscribers has come.",
    sqlite_autoincrement=True,
)

news_receipts = Table(
    "news_receipts",
    metadata,
    Column("item_id", Id, ForeignKey("news.id"), primary_key=True),
    Column("reader", Text, primary_key=True),
    _to("conversations.id", "conversation_id", nullable=False),
    _to("subscriptions.id", "subscription_id"),
    Column("due_at", Moment, nullable=False),
    Column("told_at", Moment),
    Index(None, "conversation_id"),
    Index(None, "subscription_id"),
    _partial("ix_news_receipts_due", "due_at", "conversation_id", where="told_at IS NULL"),
    comment="Whom an item reaches, each person once however many subscriptions match, and when.",
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
