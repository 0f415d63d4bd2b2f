"""What the core needs of the outside, by role. Adapters in `connectors`, `bots`, `nlu` fill these.

The repositories are synchronous: a turn runs in the database's thread. They never commit; the
writer that runs the turn does, for all the turns that wait together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol

from core.colleagues import Note as StaffNote
from core.colleagues import Notice, Present, Reply
from core.conversation import Context, Event, Language, Say, State, Step
from core.geo import GeoFeature
from core.identity import IdentityLink
from core.journal import Note
from core.messages import ChatRef, Incoming, Lane, Outgoing
from core.model import (
    Address,
    Attachment,
    BulkAct,
    Case,
    CaseEvent,
    CaseNote,
    Delivery,
    Handoff,
    OfficeHolder,
    Outage,
    Person,
    StaffMember,
)
from core.news import NewsItem, Rhythm, Subscription
from core.petition_search import Indexed
from core.petitions import Petition, PetitionEvent, PetitionStatus, Support
from core.reading import Reading
from core.rows import (
    AuditLine,
    CaseFilter,
    Conversation,
    Forgetting,
    IntakeRow,
    Linked,
    ListPlace,
    OutboxRow,
    SavedFilter,
    StaffSession,
    StoredEvent,
    TimerRow,
    TranscriptLine,
)

# --- the dialogue and its words ------------------------------------------------------------------


class Dialogue(Protocol):
    """The dialogue engine with its flows bound: pure."""

    def step(self, state: State, event: Event, context: Context) -> Step: ...

    def rest(self, state: State, context: Context) -> Step:
        """The step of a state to which nothing happens: where it stands, nothing said."""


class Texts(Protocol):
    """The catalogue: renders what the dialogue says."""

    def render(self, say: Say, language: Language) -> Outgoing: ...

    def format(self, text_id: str, language: Language, args: Mapping[str, Any]) -> str: ...


class Reader(Protocol):
    """Text in, the NLU contract's answer out. Heavy: never called inside a transaction."""

    def read(self, text: str, now: datetime) -> Mapping[str, Any]: ...


# --- repositories --------------------------------------------------------------------------------


class IntakeRepo(Protocol):
    """Every event of a resident, stored once, and whether its turn has run."""

    def take(self, incoming: Incoming, *, done: bool) -> int | None:
        """Store a decoded event; None when it was stored before. `done` marks its turn as run."""

    def store_raw(
        self, channel: str, bot: str, event_id: str, raw: bytes, at: datetime
    ) -> int | None:
        """Store a webhook's body before decoding; None when it was stored before."""

    def body(self, channel: str, bot: str, event_id: str) -> bytes | None:
        """The stored body of an event, None when there is none (any more)."""

    def last_body(self, conversation_id: int) -> bytes | None:
        """The latest stored body of a chat, None when there is none (any more)."""

    def finish(self, intake_id: int, incoming: Incoming, conversation_id: int) -> bool:
        """Mark the event's turn as run; False when it already was (a repeat)."""

    def keep_reading(self, intake_id: int, reading: Mapping[str, Any]) -> None: ...

    def keep_note(self, intake_id: int, note: Note) -> None:
        """Keep with an event what a replay must know of its turn."""

    def take_inner(self, conversation_id: int, event: Mapping[str, Any], at: datetime) -> int:
        """Store an event of the city's own, which was run; returns its id."""

    def stored(self, conversation_id: int, after: int = 0, limit: int = 500) -> list[StoredEvent]:
        """A conversation's events as they were run, after an id, the oldest first."""

    def ignore(self, intake_id: int, conversation_id: int | None = None) -> None:
        """Mark a stored body that holds nothing to act on as done; it is wiped with its chat."""

    def fail(self, intake_id: int, error: str, *, dead: bool) -> None: ...

    def waiting(self, limit: int = 1000) -> list[IntakeRow]:
        """Events stored but not run, oldest first."""

    def incoming(self, row: IntakeRow) -> Incoming | None:
        """The decoded event of a row that was stored decoded; None for a raw one.

        Errors: ValueError when what is stored is no event of this version.
        """


class ConversationRepo(Protocol):
    """Chats with their state and person."""

    def get(self, ref: ChatRef) -> Conversation:
        """The chat's conversation with its person; a new unsaved one when there is none."""

    def by_id(self, conversation_id: int) -> Conversation: ...

    def ids(self) -> list[int]:
        """All conversations, the oldest first."""

    def put(self, conversation: Conversation, now: datetime) -> int:
        """Insert or update; returns the id. Raises `StaleConversation` on a version conflict."""

    def reach(self, conversation_id: int, blocked_at: datetime | None) -> None:
        """Note that a chat cannot be written to since a moment, or can be again (None)."""

    def move(self, conversation_id: int, chat: str) -> bool:
        """Give a chat its channel's new name; False when another chat has it."""

    def save_person(self, conversation: Conversation) -> None:
        """Insert or update the conversation's person and link it. Records a new consent."""

    def withdraw_consent(self, conversation: Conversation, now: datetime) -> None:
        """End the person's consent and record it; what was kept by it is the caller's to wipe."""

    def transcript(self, conversation_id: int, limit: int = 500) -> list[TranscriptLine]: ...


class CaseRepo(Protocol):
    """Cases and their history, which only grows."""

    def next_number(self, year: int) -> int: ...

    def add(self, case: Case, event: CaseEvent) -> Case: ...

    def get(self, number: str) -> Case | None: ...

    def by_id(self, case_id: int) -> Case | None: ...

    def save(self, case: Case, event: CaseEvent) -> None: ...

    def history(self, case_id: int) -> list[CaseEvent]: ...

    def of_conversation(self, conversation_id: int, limit: int = 20) -> list[Case]:
        """The chat's own cases (and of its person's other chats), newest first."""

    def filed_since(self, conversation_id: int, since: datetime) -> int: ...

    def all(self, number: str | None = None) -> Iterable[Case]: ...

    def page(self, wanted: CaseFilter, limit: int, place: ListPlace | None = None) -> list[Case]:
        """A part of a list from a place on: open cases soonest due first, else newest first."""

    def count(self, wanted: CaseFilter, most: int) -> int:
        """How many cases fit, counted up to so many."""

    def several(self, numbers: Sequence[str]) -> list[Case]:
        """The cases of the numbers that there are, in their order."""

    def index_some(self, limit: int) -> int:
        """Make cases findable that are not yet (they came before the index); return how many."""

    def unindexed(self) -> bool:
        """Whether there are cases that no search finds yet."""

    def answered_before(self, moment: datetime, limit: int = 1000) -> list[Case]:
        """Answered cases, the one answered first before the others."""

    def unrated(self, answered_before: datetime, reminded: int, limit: int = 1000) -> list[Case]:
        """Answered cases whose resident was reminded so often since the answer (`reminded` lines),
        the one answered first before the others.
        """

    def to_warn(self, moment: datetime, limit: int = 1000) -> list[Case]:
        """Open cases whose body is to be warned by the moment (`warn_at`), the earliest first."""

    def claims_unheard(self, registered_before: datetime, limit: int = 1000) -> list[Case]:
        """Utility complaints that nobody began to work on and whose act was not offered yet (no
        `act_offered` line), the oldest first.
        """

    def open_at(self, service_code: str, street: str, house: str) -> list[Case]:
        """Open requests about the same thing at the same house that are joined to no other, the
        oldest first.
        """

    def joined_to(self, number: str) -> list[Case]:
        """Cases joined to another, the oldest first."""

    def near(self, lat: float, long: float, metres: float) -> list[Address]:
        """Addresses (street and house) of the latest cases with a point so near, nearest first."""

    def rated(self) -> Iterable[Case]:
        """Cases with a rating, in the order of their numbers."""

    def overdue_untold(self, moment: datetime, limit: int = 1000) -> list[Case]:
        """Open cases whose term ended before the moment and whose history does not say so yet (an
        `overdue` line since), by due moment.
        """


class HandoffRepo(Protocol):
    """Conversations given to staff."""

    def add(self, handoff: Handoff) -> Handoff: ...

    def get(self, handoff_id: int) -> Handoff | None: ...

    def open_of(self, conversation_id: int) -> Handoff | None: ...

    def save(self, handoff: Handoff) -> None: ...

    def open(self) -> list[Handoff]: ...

    def all(self) -> Iterable[Handoff]: ...


class OutboxRepo(Protocol):
    """Messages to residents, written with the turn and sent after its commit."""

    def add(
        self,
        conversation_id: int,
        ref: ChatRef,
        outgoing: Outgoing,
        now: datetime,
        *,
        in_reply_to: str | None = None,
        staff_id: int | None = None,
        pulled: bool = False,
    ) -> int:
        """Write a message. `pulled`: its channel reads the table itself (web chat, terminal)."""

    def get(self, row_id: int) -> OutboxRow | None: ...

    def together(self, row_id: int) -> list[OutboxRow]:
        """A message with those written to the same chat and lane at the same moment, in order; none
        when it is gone.
        """

    def offered(self, conversation_id: int, row_id: int) -> Outgoing | None:
        """What a message offered, None when the chat has no such."""

    def due(self, channel: str, now: datetime, limit: int = 100) -> list[OutboxRow]:
        """Heads to send now: the oldest unsent row of each chat and lane that may be tried."""

    def sent(self, row_id: int, platform_id: str | None, now: datetime) -> None: ...

    def retry(self, row_id: int, error: str, next_at: datetime) -> None: ...

    def dead(self, row_id: int, error: str, now: datetime) -> None: ...

    def sent_since(self, conversation_id: int, since: datetime) -> int:
        """How many messages a chat was sent since a moment."""

    def pay(self, row_id: int, since: datetime, most: int, now: datetime) -> bool:
        """Mark a message as one that is paid for; False when `most` were since a moment."""

    def delivered(self, channel: str, platform_id: str, at: datetime) -> bool:
        """Note when a message arrived (its first receipt counts); False when none is known so."""

    def seen(self, channel: str, platform_id: str, at: datetime) -> bool:
        """Note when a message was seen (its first receipt counts); False when none is known so."""

    def lost(self, channel: str, platform_id: str, error: str) -> bool:
        """Mark a sent message as given up after all; False when none is known so."""

    def after(self, conversation_id: int, last_id: int, limit: int = 500) -> list[OutboxRow]: ...

    def since(self, last_id: int, limit: int = 500) -> list[OutboxRow]:
        """Messages of all chats after an id, oldest first."""

    def last_id(self) -> int:
        """The newest message's id, 0 when there is none."""

    def unsent(self) -> Mapping[str, tuple[int, datetime]]:
        """By channel: how many messages wait to be sent, and since when the oldest does."""

    def all(self) -> Iterable[Mapping[str, Any]]: ...


class TimerRepo(Protocol):
    """When to wake a silent conversation."""

    def set(self, conversation_id: int, name: str, due_at: datetime, generation: int) -> None: ...

    def due(self, now: datetime, limit: int = 1000) -> list[TimerRow]:
        """Timers that came due, earliest first."""

    def drop(self, conversation_id: int, name: str) -> None: ...


class AttachmentRepo(Protocol):
    """Files by reference, from the message that named them to the case that keeps them."""

    def add(self, attachment: Attachment, now: datetime) -> int:
        """Note a file; `now` is what `unused_before` compares with."""

    def get(self, attachment_id: int) -> Attachment | None: ...

    def waiting(self, limit: int = 100) -> list[tuple[Attachment, ChatRef]]: ...

    def settle(self, attachment: Attachment) -> None: ...

    def attach(self, conversation_id: int, case_id: int, since_id: int = 0) -> int:
        """Give the chat's files that belong to no case yet to a case; returns how many."""

    def of_case(self, case_id: int) -> list[Attachment]: ...

    def of_conversation(self, conversation_id: int) -> list[Attachment]: ...

    def unused_before(self, moment: datetime) -> list[Attachment]:
        """Files from before the moment that belong to no case and to no unfinished draft."""

    def remove(self, attachment_id: int) -> None: ...

    def kept(self, hashes: Iterable[str]) -> set[str]:
        """Those of the SHA-256 hashes that some file still has."""


class StaffRepo(Protocol):
    """Staff accounts, how they sign in, and what they did."""

    def add(self, member: StaffMember) -> StaffMember: ...

    def get(self, staff_id: int) -> StaffMember | None: ...

    def by_email(self, email: str) -> StaffMember | None: ...

    def save(self, member: StaffMember) -> None: ...

    def all(self) -> list[StaffMember]: ...

    def add_link(self, token_hash: str, staff_id: int, expires_at: datetime) -> None: ...

    def link(self, token_hash: str, now: datetime) -> int | None:
        """The account of an unused, unexpired link, which stays usable; else None."""

    def use_link(self, token_hash: str, now: datetime) -> int | None:
        """The account of an unused, unexpired link, marking it used; else None."""

    def add_session(
        self,
        token_hash: str,
        staff_id: int,
        csrf: str,
        now: datetime,
        expires_at: datetime,
        browser: str | None = None,
    ) -> None: ...

    def sessions_of(self, staff_id: int, now: datetime) -> list[StaffSession]:
        """An account's live sessions, the newest first."""

    def session(self, token_hash: str, now: datetime) -> tuple[StaffMember, str] | None:
        """The live session's account and CSRF token."""

    def keep_session(self, token_hash: str, until: datetime, longest: timedelta) -> None:
        """Let a session live until a moment, but no longer than `longest` from its beginning."""

    def end_session(self, token_hash: str) -> None: ...

    def end_sessions(self, staff_id: int) -> None:
        """End all sessions of an account."""

    def first_time(self, form: str, staff_id: int | None, now: datetime) -> bool:
        """Whether a form (by the key it was shown with) was not acted on before; notes that it is.
        `staff_id`: None for a body without an account.
        """

    def note_attempt(self, key: str, now: datetime) -> int:
        """Record a failed sign-in; returns the failures of the key in the last 15 minutes."""

    def attempts(self, key: str, now: datetime) -> int: ...

    def audit(self, staff_id: int | None, action: str, subject: str, now: datetime) -> None: ...

    def audit_of(self, staff_id: int, limit: int) -> list[AuditLine]:
        """What an account looked at and did, the latest first."""


class CaseNoteRepo(Protocol):
    """What staff write about a case for one another."""

    def add(self, note: CaseNote) -> None: ...

    def of(self, case_id: int, limit: int = 50) -> list[CaseNote]:
        """A case's latest notes, the newest first."""


class BulkActRepo(Protocol):
    """Acts on several cases, held back for a while (`core.bulk`)."""

    def add(self, act: BulkAct) -> BulkAct: ...

    def get(self, act_id: int) -> BulkAct | None: ...

    def save(self, act: BulkAct) -> None: ...

    def due(self, moment: datetime, limit: int = 100) -> list[BulkAct]:
        """What waits and is to be done by a moment, the earliest first."""


class GeoRepo(Protocol):
    """What maps are drawn of."""

    def replace(self, source: str, features: Sequence[GeoFeature]) -> None:
        """Keep the features of a source (a file's name) instead of those it had."""

    def within(
        self, west: float, south: float, east: float, north: float, limit: int = 500
    ) -> list[GeoFeature]:
        """What may reach into a part of the world, in degrees."""

    def sources(self) -> list[tuple[str, int]]:
        """What was imported, with how many features."""


class FilterRepo(Protocol):
    """Lists that staff members keep for themselves."""

    def of(self, staff_id: int) -> list[SavedFilter]:
        """A member's lists, by name."""

    def keep(self, staff_id: int, name: str, query: str) -> None:
        """Keep a list; one of the same name gives way."""

    def drop(self, staff_id: int, filter_id: int) -> None: ...


class ColleagueRepo(Protocol):
    """What staff tell one another (`core.colleagues`): notes, notices, who is there, replies."""

    def add_note(self, note: StaffNote) -> int: ...

    def notes_of(self, conversation_id: int, limit: int = 100) -> list[StaffNote]:
        """The latest notes on a conversation, oldest first."""

    def add_notice(self, notice: Notice) -> int: ...

    def notices_of(self, staff_id: int, limit: int = 50) -> list[Notice]:
        """A member's notices, newest first."""

    def notices_about(self, subject: str) -> list[Notice]: ...

    def untold(self, limit: int = 100) -> list[Notice]:
        """Notices unseen in the inbox of members who want to be told elsewhere, oldest first."""

    def save_notice(self, notice: Notice) -> None: ...

    def see(self, staff_id: int, subject: str, now: datetime) -> None:
        """A member has looked at what the notices are about."""

    def settle(self, subject: str, now: datetime) -> None:
        """Nobody is wanted there any more."""

    def enter(self, conversation_id: int, staff_id: int, now: datetime, *, typing: bool) -> None:
        """A member has the conversation open, and types or does not."""

    def leave(self, conversation_id: int, staff_id: int) -> None: ...

    def here(self, conversation_id: int, now: datetime) -> list[Present]: ...

    def replies(self) -> list[Reply]:
        """The office's ready replies by shortcut."""

    def reply(self, reply_id: int) -> Reply | None: ...

    def save_reply(self, reply: Reply) -> None: ...

    def remove_reply(self, reply_id: int) -> None: ...


class DeliveryRepo(Protocol):
    """Cases on their way to their bodies."""

    def add(self, delivery: Delivery) -> int: ...

    def due(self, now: datetime, limit: int = 100) -> list[Delivery]: ...

    def save(self, delivery: Delivery) -> None: ...

    def of_case(self, case_id: int) -> list[Delivery]:
        """A case's deliveries, the newest last."""

    def unconfirmed(
        self,
        bodies: Sequence[str] | None,
        now: datetime,
        hours: Mapping[str, int],
        limit: int = 1000,
    ) -> list[Delivery]:
        """Latest deliveries of cases (of these bodies; None: all) that need staff as the rule in
        `core.delivery` says: given up, or not confirmed within the hours of the case's service code
        (`other` where it has none). The oldest first; warnings are none of them.
        """

    def add_link(
        self, token_hash: str, delivery_id: int, now: datetime, expires_at: datetime
    ) -> None:
        """Let whoever has the token act for the delivery's body until a moment; those that expired
        are forgotten.
        """

    def of_link(self, token_hash: str, now: datetime) -> Delivery | None:
        """The delivery of an unexpired link, else None."""

    def all(self) -> Iterable[Delivery]: ...


class OfficeRepo(Protocol):
    """Persons in office, as staff entered them; their rules stand in `core.offices`."""

    def add(self, holder: OfficeHolder) -> OfficeHolder: ...

    def get(self, holder_id: int) -> OfficeHolder | None: ...

    def save(self, holder: OfficeHolder) -> None: ...

    def of(self, office: str) -> list[OfficeHolder]:
        """Everybody entered for a body, the earliest first."""

    def all(self) -> list[OfficeHolder]:
        """Everybody, by body and day."""


class OutageRepo(Protocol):
    """What is known to be off."""

    def add(self, outage: Outage) -> Outage: ...

    def current(self, service_code: str, now: datetime) -> list[Outage]:
        """Outages of a service that last now, the one that ends first before the others."""

    def all(self) -> Iterable[Outage]: ...


Signed = Literal["intent", "vote"]
Voted = Literal["counted", "again", "elsewhere", "taken"]


class PetitionRepo(Protocol):
    """Petitions, what they are found by, and who supports them."""

    def next_number(self) -> str: ...

    def add(self, petition: Petition, event: PetitionEvent, words: Mapping[str, bool]) -> Petition:
        """Keep a new petition; `words`: the forms it is found by, with whether they stand in its
        title.
        """

    def get(self, number: str) -> Petition | None: ...

    def by_id(self, petition_id: int) -> Petition | None: ...

    def several(self, ids: Sequence[int]) -> list[Petition]:
        """The petitions of the ids, in their order."""

    def save(self, petition: Petition, event: PetitionEvent) -> None: ...

    def history(self, petition_id: int) -> list[PetitionEvent]: ...

    def all(self) -> Iterable[tuple[Petition, Support]]: ...

    def listed(
        self, statuses: Sequence[PetitionStatus], limit: int, before: int | None = None
    ) -> list[tuple[Petition, Support]]:
        """Those in one of the states, the newest first; `before`: of lower ids than that."""

    def ending(self, today: date, limit: int) -> list[Petition]:
        """Those that collect votes, the one that ends first before the others."""

    def filed_by(self, conversation_id: int) -> list[Petition]:
        """The chat's own petitions, newest first."""

    def signed_by(self, conversation_id: int, signer: str, limit: int) -> list[Petition]:
        """What the chat, or its person from another, supports; the latest first."""

    def indexed(self, forms: Sequence[str]) -> list[Indexed]:
        """Which published petitions have which of the forms."""

    def meanings(self, today: date) -> list[tuple[int, str]]:
        """The meanings of those that collect votes."""

    def published(self) -> int:
        """How many petitions are or were open to votes."""

    def without_meaning(self, limit: int) -> list[Petition]: ...

    def note_meaning(self, petition_id: int, meaning: str) -> None: ...

    def ended(self, before: date, limit: int) -> list[Petition]:
        """Those whose last day came before the day and that still collect, the earliest first."""

    def late(self, moment: datetime, limit: int) -> list[Petition]:
        """Those to which the city owes something since before the moment and that were not told
        so, the earliest first.
        """

    # What a person is known by (`signer`) is unique for a petition, and so is a chat.

    def support(self, petition_id: int) -> Support: ...

    def sign(self, petition_id: int, conversation_id: int, signer: str, now: datetime) -> bool:
        """Keep an intent; False when the person or the chat has one already."""

    def signed(self, petition_id: int, conversation_id: int, signer: str) -> Signed | None: ...

    def withdraw(self, petition_id: int, conversation_id: int, signer: str) -> bool:
        """Take an intent back; False when there is none, or it became a vote."""

    def vote(
        self, petition_id: int, conversation_id: int, signer: str, subject: str, now: datetime
    ) -> Voted:
        """Make the intent of a chat or its person the vote of a verified one (by keyed hash).
        Errors: LookupError when there is no intent.

        `counted`; `again`: it was this person's vote already; `elsewhere`: the person voted from
        another chat, and this intent of theirs goes; `taken`: another person's vote stands here.
        """

    def tell(
        self,
        petition_id: int,
        messages: Mapping[Language, Outgoing],
        now: datetime,
        pulled: Iterable[str],
    ) -> int:
        """Write a message to everybody who signed and to the author, each in the language of the
        chat; returns how many. `pulled`: channels that read the message table themselves.
        """


class IdentityRepo(Protocol):
    """Who a person is: confirmed contacts, and links by which one proves it."""

    def note_contact(self, conversation_id: int, contact: str, now: datetime) -> None:
        """Keep the hash of a contact that the chat's channel confirmed. Signatures of the chat
        become the person's; where the person signed from another chat, that one stands.
        """

    def signer(self, conversation_id: int) -> str:
        """What the chat's person is known by: a confirmed contact of theirs, else their first
        chat.
        """

    def settle(self, conversation_id: int) -> None:
        """Make all signatures of the chat's person theirs, whichever chat they came from: one for
        each petition stays, a vote before an intent.
        """

    def own_signatures(self, conversation_id: int) -> None:
        """Make the signatures of a chat the chat's alone, before `settle` finds whose they are."""

    def add_link(self, link: IdentityLink, now: datetime) -> None:
        """Keep a link; those that expired are forgotten."""

    def link(self, token_hash: str) -> IdentityLink | None:
        """A link as it stands, expired or used too while it is kept."""

    def link_of_state(self, state_hash: str) -> IdentityLink | None: ...

    def begin(self, link: IdentityLink) -> bool:
        """Bind a link to a browser with the request it makes; False when another has it or it was
        used.
        """

    def use(self, token_hash: str, now: datetime) -> bool:
        """Mark a link as used; False when it was."""


class RetentionRepo(Protocol):
    """Wiping what need not be kept."""

    def first_event_at(self) -> datetime | None:
        """The moment of the oldest event stored, None when there is none."""

    def wipe_talks(self, before: datetime) -> int:
        """Wipe words, readings, drafts and messages older than the moment of every chat whose
        person never consented and that waits for no answer of staff; return how many rows. What is
        needed to know an event again (its ids) stays."""

    def wipe_substance(self, before: datetime) -> int:
        """Wipe words and files of cases that ended before the moment and whose resident was
        forgotten; return how many.
        """

    def stale_drafts(self, before: datetime, limit: int = 500) -> list[int]:
        """Conversations with an unfinished flow that were silent since before the moment."""


class PersonalRepo(Protocol):
    """What is held of a person, whichever of their chats it came by, and who wants none held."""

    def chats(self, conversation_id: int) -> list[int]:
        """All conversations of whoever has this one: of one person, or one confirmed contact."""

    def named(self, name: str) -> list[int]:
        """Conversations by a person's number, a case's, a chat (`telegram:5` or `5`), a phone or an
        e-mail; none when there is no such.
        """

    def ref(self, conversation_id: int) -> tuple[ChatRef, datetime]:
        """The chat, and since when it is known."""

    def told(self, conversation_id: int) -> Mapping[str, list[dict[str, Any]]]:
        """Lists by what they are: `consents`, `files`, `signatures`…, beside cases and talk."""

    def unsent(self, conversation_id: int) -> int:
        """How many messages to the chat are still to be sent."""

    def wipe(self, conversation_ids: Sequence[int], now: datetime) -> None:
        """Wipe a person's chats and the person, whose consent ends; cases and files are the
        caller's. What other rows refer to stays as an empty shell.
        """

    def wish(self, conversation_id: int) -> Forgetting | None: ...

    def wishes(self, stage: str, limit: int = 100) -> list[Forgetting]:
        """Wishes at a stage, the oldest first."""

    def put_wish(self, wish: Forgetting) -> None: ...

    def drop_wish(self, conversation_id: int) -> None: ...

    def add_link(
        self, token_hash: str, conversation_id: int, now: datetime, expires_at: datetime
    ) -> None:
        """Let whoever has the token fetch a copy until a moment; links that expired go."""

    def of_link(self, token_hash: str, now: datetime) -> int | None:
        """The conversation of an unexpired link, else None."""


class LinkRepo(Protocol):
    """One person's chats in several channels: codes to link them, and how to part them again."""

    def put_code(
        self, code_hash: str, conversation_id: int, now: datetime, expires_at: datetime
    ) -> None:
        """Keep a chat's code in the place of its earlier one; those that expired are forgotten."""

    def of_code(self, code_hash: str, now: datetime) -> int | None:
        """The conversation of a code that is still good, else None."""

    def use_code(self, code_hash: str, now: datetime) -> int | None:
        """The same, and the code is good no more."""

    def guessed(self, conversation_id: int, now: datetime) -> None:
        """Note a wrong code; what was noted long ago is forgotten."""

    def guesses(self, conversation_id: int, since: datetime) -> int: ...

    def chats_of(self, person_id: int) -> list[int]:
        """The conversations of a person, the oldest first."""

    def person(self, person_id: int) -> Person | None: ...

    def note(
        self,
        conversation_id: int,
        person_id: int,
        was_person_id: int | None,
        now: datetime,
        *,
        entered: bool,
    ) -> None:
        """Note that a linking gives a chat a person, so that it can be undone."""

    def of_person(self, person_id: int) -> list[Linked]:
        """What the linking that made a person gave to it."""

    def joined_since(self, conversation_ids: Sequence[int], since: datetime) -> int:
        """How many linkings gave these chats a person since a moment."""

    def own_cases(self, conversation_id: int, person_id: int | None) -> None:
        """Let the cases filed from a chat be a person's; files sent for a case of another chat go
        to that chat.
        """

    def move_files(self, conversation_id: int, to: int) -> None:
        """Give the files that were sent to a chat and belong to no case yet to another chat."""

    def end(self, person_id: int) -> None:
        """Wipe a person whom a linking made and who has no chats any more."""

    def forget_past(self, conversation_ids: Sequence[int]) -> None:
        """Wipe who these chats were before they were linked: that cannot be undone any more."""

    def forget_before(self, moment: datetime) -> None:
        """The same of all chats that were linked before a moment."""

    def part(self, conversation_id: int, keeper: int) -> None:
        """Give the cases, petitions, signatures and files of a chat to another of its person's, and
        keep its talk as of the channel `parted`: whoever writes from the chat next begins anew.
        """


class JobRepo(Protocol):
    """Scheduled work: who may run it and when it last ran."""

    def lease(self, name: str, holder: str, now: datetime, seconds: int) -> bool: ...

    def note_run(self, name: str, at: datetime, result: str) -> None: ...

    def all(self) -> list[Mapping[str, Any]]: ...

    def latest_moment(self) -> datetime | None:
        """The last moment written in the database, for a clock that must not go back."""


class NewsRepo(Protocol):
    """What residents follow, what the city publishes, and whom each item reaches."""

    def of_chat(self, conversation_id: int) -> list[Subscription]:
        """The chat's subscriptions, the oldest first."""

    def all(self) -> Iterable[tuple[Subscription, ChatRef]]: ...

    def follow(self, subscription: Subscription, around: Mapping[str, bool]) -> Subscription:
        """Keep a new one; `around`: every place whose news it hears, with whether it is one that
        is followed itself.
        """

    def unfollow(self, subscription_id: int) -> None:
        """Remove one, with what waits to be told because of it."""

    def pause(self, conversation_id: int, until: datetime | None) -> None: ...

    def publish(self, item: NewsItem) -> NewsItem: ...

    def get(self, item_id: int) -> NewsItem | None: ...

    def save(self, item: NewsItem) -> None: ...

    def publishing(self, moment: datetime, limit: int) -> list[NewsItem]:
        """Items whose time has come and that are not expanded to the end, alarms first."""

    def next_chats(self, cursor: int, limit: int) -> int | None:
        """The last of the next so many chats with subscriptions; None where there are no more."""

    def receive(
        self,
        item: NewsItem,
        upto: int,
        reach: Sequence[str],
        due: Mapping[Rhythm, datetime],
        now: datetime,
    ) -> None:
        """Note whom of the chats after the item's cursor it reaches, each person once."""

    def tell(
        self,
        item: NewsItem,
        upto: int,
        messages: Mapping[Language, Outgoing],
        lane: Lane,
        now: datetime,
        pulled: Iterable[str],
    ) -> int:
        """Queue the item for those of the same chats whose receipts are due; return how many."""

    def due_readers(self, moment: datetime, limit: int) -> list[tuple[int, datetime]]:
        """Chats for which something waits to be told, with since when, the earliest first."""

    def due_items(self, conversation_id: int, moment: datetime) -> list[tuple[NewsItem, str]]:
        """What waits for a chat, with the label of the subscription that it matched."""

    def note_told(self, conversation_id: int, moment: datetime, now: datetime) -> None: ...


class UnitOfWork(Protocol):
    """One transaction's repositories. `changed` collects what others must be told after the commit:
    `("chat", conversation_id)`, `("case", number)`, `("handoff", id)`, `("outbox", channel)`,
    `("staff", id)`, `("notice", staff_id)`, `("here", conversation_id)`."""

    intake: IntakeRepo
    conversations: ConversationRepo
    cases: CaseRepo
    case_notes: CaseNoteRepo
    geo: GeoRepo
    bulk_acts: BulkActRepo
    handoffs: HandoffRepo
    outbox: OutboxRepo
    timers: TimerRepo
    attachments: AttachmentRepo
    staff: StaffRepo
    filters: FilterRepo
    colleagues: ColleagueRepo
    deliveries: DeliveryRepo
    outages: OutageRepo
    offices: OfficeRepo
    petitions: PetitionRepo
    news: NewsRepo
    identity: IdentityRepo
    jobs: JobRepo
    retention: RetentionRepo
    personal: PersonalRepo
    links: LinkRepo
    changed: set[tuple[str, Any]]


# --- actions and jobs ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActionContext:
    """What a domain action gets besides its slots; `reading`: of the text that led to it."""

    uow: UnitOfWork
    conversation: Conversation
    now: datetime
    incoming: Incoming | None
    reading: Reading | None = None


# Called with all that the flow knows and the part that the resident told; returns what it found.
Action = Callable[[ActionContext, Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]


class StaleConversation(Exception):
    """Another process moved the conversation on: run the turn again."""
