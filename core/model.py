"""The city's things: persons, cases, hand-offs, staff, deliveries. Plain data, no rules.

The rules stand beside: `cases.py` (life of a case), `calendar.py` (terms), `routing.py` (who
answers), `staff.py` (who may what), `handoffs.py` (duty and promises).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from core.messages import AttachmentKind, ChatRef

DueBasis = Literal["law", "norm"]


class Status(StrEnum):
    """States of a case (a draft is a conversation's, not a case yet)."""

    REGISTERED = "registered"
    FORWARDED = "forwarded"
    NEEDS_INFO = "needs_info"
    IN_WORK = "in_work"
    ANSWERED = "answered"
    CLOSED = "closed"
    REJECTED = "rejected"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """How staff end a case."""

    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    EXPLAINED = "explained"
    GRANTED = "granted"
    REFUSED = "refused"


class Role(StrEnum):
    """What a staff account is for."""

    OPERATOR = "operator"
    EXECUTOR = "executor"
    MODERATOR = "moderator"
    EDITOR = "editor"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Address:
    """A place in the city. `verified` is False when the gazetteer lacks the street.

    `street` is the official name with its type word first; `district` is a code of districts.csv;
    a shared point has `lat`, `long` (degrees, WGS 84) and may lack a street, and so may a place
    told by a `landmark`, in the resident's words.
    """

    street: str | None = None
    house: str | None = None
    apartment: str | None = None
    entrance: str | None = None
    floor: str | None = None
    district: str | None = None
    lat: float | None = None
    long: float | None = None
    verified: bool = False
    as_typed: str | None = None
    landmark: str | None = None


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who filed, as told. All None for an anonymous request."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """A resident's verdict on an answered case. Units: 1 (worst) to 5. `at`: when it was given."""

    quality: int
    speed: int
    reason: str | None = None
    at: datetime | None = None


@dataclass(slots=True)
class Person:
    """A resident as far as known. `consent_version` is None until personal data may be kept."""

    id: int | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: Address | None = None
    consent_version: str | None = None
    consented_at: datetime | None = None


@dataclass(slots=True)
class Case:
    """A filed matter. Moments are aware UTC; `due_at` carries its basis and the rule's name.
    `warned`: the last warning of its term, `warn_at`: when the body is warned next, `term_from`:
    from when the present term counts.
    """

    number: str
    kind: str
    body: str
    registered_at: datetime
    due_at: datetime
    due_basis: DueBasis
    due_rule: str
    conversation_id: int
    chat: ChatRef
    id: int | None = None
    person_id: int | None = None
    service_code: str | None = None
    status: Status = Status.REGISTERED
    outcome: Outcome | None = None
    reopened: int = 0
    joined_to: str | None = None
    description: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    address: Address | None = None
    applicant: Applicant = field(default_factory=Applicant)
    addressee: str | None = None
    executor: str | None = None
    first_due_at: datetime | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    reopened_at: datetime | None = None
    rating: Rating | None = None
    warned: str | None = None
    warn_at: datetime | None = None
    term_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One line of a case's history. `by` is `resident`, `system`, `staff:ID` or `body:ID`; data
    holds no words.
    """

    at: datetime
    event: str
    by: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseNote:
    """Words of staff about a case, which no resident reads. `by` as in `CaseEvent`."""

    case_id: int
    by: str
    text: str
    at: datetime


@dataclass(slots=True)
class BulkAct:
    """One act on several cases, done at `runs_at` unless it is undone before. `refused`: codes of
    why it could not be done, by the number of the case.
    """

    staff_id: int
    do: str
    args: dict[str, str]
    numbers: tuple[str, ...]
    asked_at: datetime
    runs_at: datetime
    status: Literal["waiting", "undone", "done"] = "waiting"
    refused: dict[str, str] = field(default_factory=dict)
    id: int | None = None


@dataclass(slots=True)
class Outage:
    """A service that is known to be off somewhere for a time; `place` is how its notice names it.

    Nothing of street, house and districts set: the whole city.
    """

    service_code: str
    place: str
    starts_at: datetime
    ends_at: datetime
    id: int | None = None
    kind: Literal["planned", "emergency", "stabilisation"] = "planned"
    street: str | None = None
    house: str | None = None
    districts: tuple[str, ...] = ()

    def covers(self, street: str | None, house: str | None, district: str | None) -> bool:
        """Whether an address lies in the outage, as far as the notice tells."""
        if self.street is not None:
            return self.street == street and self.house in (None, house)
        return not self.districts or district in self.districts


@dataclass(slots=True)
class Attachment:
    """A file by reference; `sha256` is set once it was fetched and checked."""

    kind: AttachmentKind
    ref: str
    conversation_id: int
    id: int | None = None
    case_id: int | None = None
    state: Literal["waiting", "ready", "refused"] = "waiting"
    sha256: str | None = None
    mime: str | None = None
    size: int | None = None
    name: str | None = None
    reason: str | None = None


@dataclass(slots=True)
class Handoff:
    """A conversation given to staff. It ends answered, returned or withdrawn, never silently."""

    conversation_id: int
    chat: ChatRef
    reason: str
    waiting_since: datetime
    id: int | None = None
    status: Literal["waiting", "taken", "returned", "answered"] = "waiting"
    promised_at: datetime | None = None
    taken_by: int | None = None
    taken_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    escalated_at: datetime | None = None


@dataclass(slots=True)
class StaffMember:
    """A staff account. `bodies` limits an executor or supervisor; `duty` is weekly hours or
    None; `chat_id` is the conversation in which the member wants to be told of notices.
    """

    email: str
    role: Role
    id: int | None = None
    name: str = ""
    bodies: tuple[str, ...] = ()
    duty: str | None = None
    password_hash: str | None = None
    disabled_at: datetime | None = None
    away: bool = False
    chat_id: int | None = None


@dataclass(slots=True)
class OfficeHolder:
    """A person in a post of a body, both ends included; `until` is None while it lasts.

    `name`: the surname first, as it is signed («Коваль Олена Іванівна»).
    """

    office: str
    post: str
    name: str
    since: date
    until: date | None = None
    id: int | None = None

    def on(self, day: date) -> bool:
        """Whether the person holds the post on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(slots=True)
class Delivery:
    """A case on its way to its body. `by` is how: the inbox, or mail."""

    case_id: int
    body: str
    by: Literal["inbox", "mail"]
    reason: Literal["registered", "forwarded", "info_given", "reopened", "warned", "withdrawn"]
    created_at: datetime
    id: int | None = None
    status: Literal["new", "delivered", "dead"] = "new"
    attempts: int = 0
    next_at: datetime | None = None
    delivered_at: datetime | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """A body of bodies.csv that answers for cases. `superior` hears complaints about it when that
    is not its `parent`.
    """

    id: str
    name_uk: str
    name_en: str
    kind: str
    parent: str | None
    district: str | None
    delivery: Literal["inbox", "mail", "open311"]
    mail: str | None = None
    superior: str | None = None
