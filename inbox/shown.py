"""What pages show of the city's things: frozen facts in words, printed by templates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from core.lifecycle import OPEN
from core.model import Address, Attachment, Case, Handoff, StaffMember
from core.ports import UnitOfWork
from core.staff import may
from inbox.city import InboxCity
from inbox.moments import Moments
from inbox.office import Office

DUE_SOON = timedelta(days=2)
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})

DueState = Literal["fine", "soon", "late", "over"]


# --- people --------------------------------------------------------------------------------------


def names_of(staff: Iterable[StaffMember]) -> dict[int, str]:
    """Return how colleagues call each account: by name, by e-mail until there is one."""
    return {member.id: member.name or member.email for member in staff if member.id is not None}


def actor_name(by: str, names: Mapping[int, str], office: Office) -> str:
    """Return who a history line is by: a colleague, the resident, or the program."""
    kind, _, number = by.partition(":")
    if kind == "staff" and number.isdigit():
        return names.get(int(number)) or office.wording.say("by-colleague")
    if kind == "body":
        return body_name(number, office.city)
    return office.wording.first(f"by-{kind}", "by-system")


# --- terms ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """A due moment: its state, how long is left, when exactly, and what it rests on."""

    state: DueState
    left: str
    at: str
    iso: str
    basis: str
    rule: str
    basis_code: str
    first_at: str | None = None


def due_of(case: Case, moments: Moments) -> Due:
    """Return the term of a case as seen now."""
    say, left = moments.wording.say, case.due_at - moments.now
    state = _due_state(case, left)
    return Due(
        state=state,
        left=_ended(case, moments)
        if state == "over"
        else say(f"due-{state}", span=moments.span(abs(left))),
        at=moments.when(case.due_at),
        iso=moments.iso(case.due_at),
        basis=say(f"basis-{case.due_basis}"),
        rule=moments.wording.first(
            f"rule-{case.due_rule.replace('.', '-')}", f"rule-{case.due_basis}"
        ),
        basis_code=case.due_basis,
        first_at=moments.when(case.first_due_at) if case.first_due_at else None,
    )


def _ended(case: Case, moments: Moments) -> str:
    """Return whether the answer came in time; without an answer, when the term was."""
    if case.answered_at is None:
        return moments.wording.say("due-over", day=moments.day(case.due_at))
    if case.answered_at <= case.due_at:
        return moments.wording.say("due-kept")
    return moments.wording.say("due-missed", span=moments.span(case.answered_at - case.due_at))


def _due_state(case: Case, left: timedelta) -> DueState:
    if case.status not in OPEN:
        return "over"
    if left < timedelta():
        return "late"
    return "soon" if left < DUE_SOON else "fine"


# --- places --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """An address in words. `typed`: what the resident wrote, where it could not be verified."""

    line: str
    details: str
    district: str | None
    verified: bool
    typed: str | None
    point: str | None


def place_of(address: Address | None, office: Office) -> Place | None:
    """Return an address as staff read it; None when there is none."""
    if address is None:
        return None
    say, city = office.wording.say, office.city
    point = f"{address.lat:.5f}, {address.long:.5f}" if address.lat and address.long else None
    line = ", ".join(part for part in (address.street, address.house, address.landmark) if part)
    # The flat is the resident's own: it stands with the data that are shown on demand.
    inside = (("entrance", address.entrance), ("floor", address.floor))
    known = address.verified or not address.street
    return Place(
        line=line or address.as_typed or say("place-point"),
        details=", ".join(say(f"place-{name}", value=value) for name, value in inside if value),
        district=city.districts.get(address.district or "", address.district),
        verified=known,
        typed=address.as_typed if not known and address.as_typed != line else None,
        point=point,
    )


# --- cases and hand-offs in lists ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as a line of a list."""

    number: str
    topic: str
    kind: str
    place: Place | None
    body: str
    status: str
    status_code: str
    due: Due
    executor: str | None
    mine: bool
    warned: bool


def case_row(
    case: Case, me: StaffMember, names: Mapping[int, str], office: Office, moments: Moments
) -> CaseRow:
    """Return a case as a line of a list."""
    return CaseRow(
        number=case.number,
        topic=topic_of(case, office.city),
        kind=office.city.kind(case.kind),
        place=place_of(case.address, office),
        body=body_name(case.body, office.city),
        status=status_name(case, office),
        status_code=str(case.status),
        due=due_of(case, moments),
        executor=actor_name(case.executor, names, office) if case.executor else None,
        mine=case.executor == f"staff:{me.id}",
        warned=case.warned is not None and case.status in OPEN,
    )


def topic_of(case: Case, city: InboxCity) -> str:
    """Return what a case is about in two or three words."""
    words = city.service(case.service_code) if case.service_code else city.kind(case.kind)
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose and its words."""

    value: str
    label: str


def status_name(case: Case, office: Office) -> str:
    """Return the state in staff's words where the resident's would mislead."""
    own = f"status-{case.status}"
    if office.wording.has(own):
        return office.wording.say(own)
    return office.city.status(case.status)


def body_name(body_id: str, city: InboxCity) -> str:
    """Return a body's name; its id when the city has no such body any more."""
    return city.body(body_id)


@dataclass(frozen=True, slots=True)
class HandoffRow:
    """A conversation that waits for a person or has one."""

    id: int
    channel: str
    about: str
    waiting: bool
    waits: str
    since_iso: str
    promised: str | None
    late: bool
    taken_by: str | None
    mine: bool


def handoff_row(
    handoff: Handoff, me: StaffMember, names: Mapping[int, str], office: Office, moments: Moments
) -> HandoffRow:
    """Return a hand-off as a line of a list."""
    waiting, promised = handoff.status == "waiting", handoff.promised_at
    return HandoffRow(
        id=handoff.id or 0,
        channel=channel_name(handoff.chat.channel, office),
        about=about_of(handoff, office),
        waiting=waiting,
        waits=moments.since(handoff.waiting_since if waiting else handoff.taken_at or moments.now),
        since_iso=moments.iso(handoff.waiting_since),
        promised=moments.clock(promised) if promised and waiting else None,
        late=bool(waiting and promised and promised < moments.now),
        taken_by=names.get(handoff.taken_by or 0),
        mine=handoff.taken_by is not None and handoff.taken_by == me.id,
    )


def about_of(handoff: Handoff, office: Office) -> str:
    """Return during what the person was called."""
    return office.wording.first(
        f"during-{handoff.reason.replace('_', '-') or 'none'}", "during-none"
    )


def channel_name(channel: str, office: Office) -> str:
    """Return what a channel is called."""
    return office.wording.first(f"channel-{channel}", "channel-other")


# --- files ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file of a resident or of staff. `picture`: it may be shown in the page."""

    id: int
    name: str
    state: str
    picture: bool
    note: str | None
    size: str | None


def file_shown(attachment: Attachment, office: Office) -> FileShown:
    """Return a file as a page shows it."""
    ready, say = attachment.state == "ready", office.wording.say
    return FileShown(
        id=attachment.id or 0,
        name=attachment.name or say(f"file-{attachment.kind}"),
        state=attachment.state,
        picture=ready and attachment.mime in PICTURES,
        note=None if ready else say(f"file-{attachment.state}"),
        size=_size(attachment.size, office) if attachment.size else None,
    )


def _size(size: int, office: Office) -> str:
    if size < 1024 * 1024:
        return office.wording.say("size-kib", size=max(1, size // 1024))
    return office.wording.say("size-mib", size=round(size / 1024 / 1024, 1))


# --- what is with whom ---------------------------------------------------------------------------


def seen_cases(uow: UnitOfWork, conversation_id: int, me: StaffMember) -> list[Case]:
    """Return the resident's cases that the member may look at, newest first."""
    return [c for c in uow.cases.of_conversation(conversation_id) if may(me, "view", c.body)]
