"""What repositories give and take: one dataclass a kind of row, without behaviour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from core.conversation import State
from core.journal import Note
from core.messages import ChatRef, Incoming, Lane, Outgoing
from core.model import Person


@dataclass(slots=True)
class Conversation:
    """A chat's row. `version` counts its turns; `generation` counts the resident's events.
    `blocked_at`: since when nothing can be sent there.
    """

    ref: ChatRef
    state: State
    id: int | None = None
    version: int = 0
    generation: int = 0
    person: Person | None = None
    muted_until: datetime | None = None
    blocked_at: datetime | None = None


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
    """A message on its way. `in_reply_to` is the event that caused it, None for unasked ones.
    `blocked`: its chat takes none now.
    """

    id: int
    conversation_id: int
    ref: ChatRef
    lane: Lane
    outgoing: Outgoing
    in_reply_to: str | None
    created_at: datetime
    attempts: int = 0
    status: str = "new"
    blocked: bool = False


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

    `executor` is written as in the case (`staff:ID`), `unassigned`: nobody has it; `open`: not
    ended yet; `reopened`: open once more; `low_rated`: ended, with a rating that offers reopening;
    a case fits when `due_from` <= its due moment < `due_before`; `text`: words in any grammatical
    form, numbers, an e-mail, a phone, all of which the case must have (`core.case_words`).
    """

    bodies: Sequence[str] | None = None
    executor: str | None = None
    unassigned: bool = False
    open: bool = False
    reopened: bool = False
    low_rated: bool = False
    due_from: datetime | None = None
    due_before: datetime | None = None
    kind: str | None = None
    service_code: str | None = None
    text: str | None = None

    @property
    def searches(self) -> bool:
        """Whether the list is of what was found by words."""
        return bool(self.text and self.text.strip())

    @property
    def by_due(self) -> bool:
        """Whether the list stands by due moments; others, and what was found, newest first."""
        return self.open and not self.searches


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A place in a list: after a case, or with `back` before it. Its due moment and id."""

    due_at: datetime
    case_id: int
    back: bool = False


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A list that a staff member keeps: its name, and the query of the page that shows it."""

    id: int
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Forgetting:
    """A resident's wish to be forgotten. `stage`: `waits` for the end of their cases, is `due` once
    the last message has left, or the rows are `wiped` and `files` (hashes, uploads) are not yet.
    """

    conversation_id: int
    asked_at: datetime
    stage: Literal["waits", "due", "wiped"]
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A look or an act of a staff member, by ids."""

    action: str
    subject: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StaffSession:
    """A live session by its token's hash; `browser` is what its sign-in came from."""

    token_hash: str
    created_at: datetime
    expires_at: datetime
    browser: str | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A chat that a linking gave a person to. `entered`: on the side where the code was entered;
    `was_person_id`: the person it had before.
    """

    conversation_id: int
    was_person_id: int | None
    entered: bool
    at: datetime
