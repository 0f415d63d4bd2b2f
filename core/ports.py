"""What the core needs of the outside, by role. Adapters in `connectors`, `bots`, `nlu` fill these.

The repositories are synchronous: a turn runs in the database's thread. They never commit; the
writer that runs the turn does, for all the turns that wait together.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol, TypeVar

from core.conversation import Context, Event, Language, Say, State, Step
from core.identity import IdentityLink
from core.journal import Note
from core.messages import ChatRef, FileRef, Incoming, Lane, Outgoing
from core.model import (
    Address,
    Attachment,
    Case,
    CaseEvent,
    Delivery,
    Handoff,
    Outage,
    Person,
    StaffMember,
)
from core.petition_search import Indexed
from core.petitions import Petition, PetitionEvent, Support
from core.reading import Reading

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


# --- rows ----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Conversation:
    """A chat's row. `version` counts its turns; `generation` counts the resident's events."""

    ref: ChatRef
    state: State
    id: int | None = None
    version: int = 0
    generation: int = 0
    person: Person | None = None
    muted_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """A stored event; `raw` is what a webhook brought, empty when it came decoded."""

    id: int
    channel: str
    bot: str
    event_id: str
    raw: bytes
    received_at: datetime
    status: str
    attempts: int


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event for a replay: a resident's `incoming` with the reader's `parse`, or an `inner` one
    of the city's; none of them when it was wiped. `note` is what its turn noted, if anything.
    """

    id: int
    conversation_id: int
    at: datetime
    status: str
    incoming: Incoming | None = None
    parse: Mapping[str, Any] | None = None
    inner: Mapping[str, Any] | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message on its way. `in_reply_to` is the event that caused it, None for unasked ones."""

    id: int
    conversation_id: int
    ref: ChatRef
    lane: Lane
    outgoing: Outgoing
    in_reply_to: str | None
    created_at: datetime
    attempts: int = 0
    status: str = "new"


@dataclass(frozen=True, slots=True)
class TimerRow:
    """A timer as set: it is void once the conversation's generation has moved."""

    conversation_id: int
    ref: ChatRef
    name: str
    due_at: datetime
    generation: int


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One line of a talk, oldest first. `who`: resident, bot, staff. `staff_id` when staff wrote.

    `event_id` is the resident's event, `outbox_id` the row of a message to the resident; `fate` is
    what became of that: waiting, delivered, seen, dead; None when nothing more is known of it.
    """

    at: datetime
    who: str
    text: str
    staff_id: int | None = None
    attachments: tuple[int, ...] = ()
    button: str | None = None
    event_id: str | None = None
    outbox_id: int | None = None
    fate: str | None = None


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list shows; what is None or False does not narrow it.

    `executor` is written as in the case (`staff:ID`); `open`: not ended yet; a case fits when
    `due_from` <= its due moment < `due_before`; `text`: words of the number, the matter, the place
    or the applicant, all of which must be there.
    """

    bodies: Sequence[str] | None = None
    executor: str | None = None
    open: bool = False
    due_from: datetime | None = None
    due_before: datetime | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Forgetting:
    """A resident's wish to be forgotten. `stage`: `waits` for the end of their cases, is `due` once
    the last message has left, or the rows are `wiped` and `files` (hashes, uploads) are not yet.
    """

    conversation_id: int
    asked_at: datetime
    stage: Literal["waits", "due", "wiped"]
    files: tuple[str, ...] = ()


# --- repositories --------------------------------------------------------------------------------


class IntakeRepo(Protocol):
    """Every event of a resident, stored once, and whether its turn has run."""

    def take(self, incoming: Incoming, *, done: bool) -> int | None:
        """Store a decoded event; None when it was stored before. `done` marks its turn as run."""

    def store_raw(
        self, channel: str, bot: str, event_id: str, raw: bytes, at: datetime
    ) -> int | None:
        """Store a webhook's body before decoding; None when it was stored before."""

    def finish(self, intake_id: int, incoming: Incoming, conversation_id: int) -> bool:
        """Mark the event's turn as run; False when it already was (a repeat)."""

    def keep_reading(self, intake_id: int, reading: Mapping[str, Any]) -> None: ...

    def keep_note(self, intake_id: int, note: Note) -> None:
        """Keep with an event what a replay must know of its turn."""

    def take_inner(self, conversation_id: int, event: Mapping[str, Any], at: datetime) -> int:
        """Store an event of the city's own, which was run; returns its id."""

    def stored(self, conversation_id: int, after: int = 0, limit: int = 500) -> list[StoredEvent]:
        """A conversation's events as they were run, after an id, the oldest first."""

    def ignore(self, intake_id: int) -> None:
        """Mark a stored body that holds nothing to act on as done."""

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

    def search(
        self,
        *,
        bodies: Sequence[str] | None = None,
        status: str | None = None,
        text: str | None = None,
        limit: int = 100,
    ) -> list[Case]: ...

    def page(self, wanted: CaseFilter, limit: int, offset: int = 0) -> list[Case]:
        """A list's part: open cases soonest due first; where ended ones are meant too, newest
        first.
        """

    def count(self, wanted: CaseFilter) -> int: ...

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
        self, token_hash: str, staff_id: int, csrf: str, now: datetime, expires_at: datetime
    ) -> None: ...

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
        """Keep the hash of a phone that the chat's messenger confirmed. Signatures of the chat
        become the person's; where the person signed from another chat, that one stands.
        """

    def signer(self, conversation_id: int) -> str:
        """What the chat's person is known by: the confirmed contact, else the chat."""

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


class JobRepo(Protocol):
    """Scheduled work: who may run it and when it last ran."""

    def lease(self, name: str, holder: str, now: datetime, seconds: int) -> bool: ...

    def note_run(self, name: str, at: datetime, result: str) -> None: ...

    def all(self) -> list[Mapping[str, Any]]: ...

    def latest_moment(self) -> datetime | None:
        """The last moment written in the database, for a clock that must not go back."""


class UnitOfWork(Protocol):
    """One transaction's repositories. `changed` collects what others must be told after the commit:
    `("chat", conversation_id)`, `("case", number)`, `("handoff", id)`, `("outbox", channel)`,
    `("staff", id)`."""

    intake: IntakeRepo
    conversations: ConversationRepo
    cases: CaseRepo
    handoffs: HandoffRepo
    outbox: OutboxRepo
    timers: TimerRepo
    attachments: AttachmentRepo
    staff: StaffRepo
    deliveries: DeliveryRepo
    outages: OutageRepo
    petitions: PetitionRepo
    identity: IdentityRepo
    jobs: JobRepo
    retention: RetentionRepo
    personal: PersonalRepo
    changed: set[tuple[str, Any]]


# --- the program, as channels and the inbox see it -----------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one event: `repeated` when it was acted on before, `replies` as committed."""

    event_id: str
    repeated: bool = False
    replies: tuple[OutboxRow, ...] = ()


T = TypeVar("T")


class Watch(Protocol):
    """A subscription to changes. Close it when the listener leaves."""

    async def next(self, timeout_s: float) -> set[tuple[str, Any]]:
        """The changes since the last call, waiting for some; empty when the time ran out."""

    def close(self) -> None: ...


class Desk(Protocol):
    """What channels and the inbox ask of the program. Everything that returns is committed."""

    def now(self) -> datetime:
        """The moment, aware UTC."""

    async def handle(self, incoming: Incoming) -> Outcome:
        """Store the event, run its turn, and return when both are committed.

        Errors: Overloaded when too much waits (tell the client to try again later).
        """

    async def accept(self, channel: str, bot: str, event_id: str, raw: bytes) -> bool:
        """Store a webhook's raw body; True when it is new. Its turn runs afterwards."""

    async def write(self, key: Hashable, job: Callable[[UnitOfWork], T]) -> T:
        """Run a job in the writer, in turn with others of the key; return after the commit."""

    async def read(self, job: Callable[[UnitOfWork], T]) -> T:
        """Run a job on a reading connection; it cannot write."""

    def watch(self, *topics: tuple[str, Any]) -> Watch:
        """Changes of the topics, as `UnitOfWork.changed` names them; none given: all changes."""


class StaffActions(Protocol):
    """What staff do, by the same rules from the inbox, the command line and `chat --json`.

    Each checks rights, changes the city, writes history, audit and deliveries, and queues what the
    resident is told, in the caller's transaction. Errors: `core.refusals.Refusal` (not allowed, not
    possible now; its message says what to do), LookupError when there is no such thing.
    """

    def case(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        number: str,
        do: str,
        now: datetime,
        *,
        text: str | None = None,
        outcome: str | None = None,
        reason: str | None = None,
        to: str | None = None,
        proof: Sequence[FileRef] = (),
    ) -> Case:
        """`do`: take, start, ask, forward, answer, reject, extend, reopen."""

    def handoff(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        handoff_id: int,
        do: str,
        now: datetime,
        *,
        text: str | None = None,
    ) -> Handoff:
        """`do`: take, say, return."""

    def can(self, member: StaffMember, case: Case, do: str) -> bool:
        """Whether the member may do this to the case now (for showing buttons)."""

    def body_case(
        self,
        uow: UnitOfWork,
        case: Case,
        do: str,
        now: datetime,
        *,
        text: str = "",
        outcome: str = "",
        proof: Sequence[FileRef] = (),
    ) -> None:
        """The case's body acts by the link of its letter. `do`: start, answer."""


class Overloaded(Exception):
    """Too much waits already; nothing was stored."""


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
