"""A conversation as its page shows it: the talk with notes between, and who may do what."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from aiohttp import web

from core.colleagues import Note, Reply
from core.model import Attachment, Handoff, Person, StaffMember
from core.ports import UnitOfWork
from core.rows import Conversation, TranscriptLine
from core.staff import may, parse_duty
from inbox.access import Visit
from inbox.moments import Moments
from inbox.office import Office
from inbox.shown import (
    CaseRow,
    FileShown,
    HandoffRow,
    case_row,
    channel_name,
    file_shown,
    handoff_row,
    names_of,
    seen_cases,
)

MOST_LINES = 500


# --- what the page shows -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the talk, or a colleague's note between them (`who` is `note`). `new_day`: the
    first of its day, with the day's words; `fate`: what became of a message, in words.
    """

    who: str
    name: str
    text: str
    clock: str
    iso: str
    pressed: bool
    files: tuple[FileShown, ...]
    new_day: str | None
    fate: str | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody a conversation can be given to; `state`: here, away, or not on duty now."""

    id: int
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation as it is now. `handoff` is None when no person was called or all is done.

    `path`: the page's own address. `can_*`: what the member may do now. `seen`: who had taken it
    when the page was made, `last`: the latest message of staff then, so that an answer is never
    given over a colleague's head unknowingly. `colleagues`: whom it can be given to.
    """

    conversation_id: int
    path: str
    channel: str
    handoff: HandoffRow | None
    ended: str | None
    lines: tuple[Line, ...]
    cases: tuple[CaseRow, ...]
    known: bool
    can_take: bool
    can_say: bool
    can_return: bool
    seen: str
    last: int
    replies: tuple[Reply, ...]
    can_give: bool = False
    colleagues: tuple[Colleague, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, an answer or a `note`, and why it was not sent."""

    text: str = ""
    problem: str | None = None
    note: str = ""
    note_problem: str | None = None


# --- gathering -----------------------------------------------------------------------------------


async def gather_handoff(visit: Visit, handoff_id: int) -> Talk:
    """Return the conversation of a hand-off. Errors: 404."""
    now = visit.office.desk.now()

    def look(uow: UnitOfWork) -> Talk:
        handoff = handoff_of(uow, handoff_id)
        return _talk(uow, visit, handoff.conversation_id, handoff, now)

    return await visit.office.desk.read(look)


async def gather(visit: Visit, conversation_id: int) -> Talk:
    """Return a conversation with its open hand-off, where there is one. Errors: 404."""
    now = visit.office.desk.now()

    def look(uow: UnitOfWork) -> Talk:
        handoff = uow.handoffs.open_of(conversation_id)
        return _talk(uow, visit, conversation_id, handoff, now)

    return await visit.office.desk.read(look)


async def gather_conversation(visit: Visit, conversation_id: int) -> Talk:
    """Return a conversation without a hand-off. Errors: 404."""
    now = visit.office.desk.now()
    return await visit.office.desk.read(lambda uow: _talk(uow, visit, conversation_id, None, now))


def handoff_of(uow: UnitOfWork, handoff_id: int) -> Handoff:
    """Return a hand-off. Errors: 404."""
    handoff = uow.handoffs.get(handoff_id)
    if handoff is None:
        raise web.HTTPNotFound
    return handoff


def conversation_of(uow: UnitOfWork, conversation_id: int) -> Conversation:
    """Return a conversation with its person. Errors: 404."""
    try:
        return uow.conversations.by_id(conversation_id)
    except LookupError as error:
        raise web.HTTPNotFound from error


def _talk(
    uow: UnitOfWork, visit: Visit, conversation_id: int, handoff: Handoff | None, now: datetime
) -> Talk:
    office, me = visit.office, visit.me
    conversation = conversation_of(uow, conversation_id)
    staff = uow.staff.all()
    names, moments = names_of(staff), office.moments(now)
    files = {f.id: f for f in uow.attachments.of_conversation(conversation_id)}
    lines = uow.conversations.transcript(conversation_id, MOST_LINES)
    notes = [_as_line(note) for note in uow.colleagues.notes_of(conversation_id)]
    bare = Talk(
        conversation_id=conversation_id,
        path=_path(conversation_id, handoff),
        channel=channel_name(conversation.ref.channel, office),
        handoff=handoff_row(handoff, me, names, office, moments) if handoff else None,
        ended=_ended(handoff, moments) if handoff else None,
        lines=tuple(
            _lines(
                _with_notes(lines, notes),
                _labels(uow, conversation_id, lines),
                files,
                names,
                office,
                moments,
            )
        ),
        cases=tuple(
            case_row(case, me, names, office, moments)
            for case in seen_cases(uow, conversation_id, me)
        ),
        known=_known(conversation.person),
        can_take=False,
        can_say=False,
        can_return=False,
        seen=str(handoff.taken_by or "") if handoff else "",
        last=max((line.outbox_id or 0 for line in lines if line.staff_id), default=0),
        replies=tuple(uow.colleagues.replies()),
    )
    return _with_rights(bare, handoff, me, _colleagues(staff, me, office, now)) if handoff else bare


def _path(conversation_id: int, handoff: Handoff | None) -> str:
    return f"/inbox/handoffs/{handoff.id}" if handoff else f"/inbox/conversations/{conversation_id}"


def _colleagues(
    staff: Iterable[StaffMember], me: StaffMember, office: Office, now: datetime
) -> tuple[Colleague, ...]:
    """Return whom a conversation can be given to: those who are here first."""

    def state(member: StaffMember) -> str:
        on_duty = not member.duty or parse_duty(member.duty, office.city.zone).on(now)
        return "away" if member.away else "here" if on_duty else "off-duty"

    others = [m for m in staff if may(m, "handoff_take") and m.id != me.id and m.password_hash]
    found = [Colleague(m.id or 0, m.name or m.email, state(m)) for m in others]
    return tuple(sorted(found, key=lambda one: (one.state != "here", one.name.casefold())))


def _with_rights(
    talk: Talk, handoff: Handoff, me: StaffMember, colleagues: tuple[Colleague, ...]
) -> Talk:
    """Return the talk with what the member may do now; the city's rules have the last word."""
    if handoff.status not in ("waiting", "taken"):
        return talk
    free, mine = handoff.status == "waiting", handoff.taken_by == me.id
    over_others = may(me, "handoff_reassign")
    return replace(
        talk,
        can_take=may(me, "handoff_take") and not mine and (free or over_others),
        can_say=may(me, "handoff_say") and (free or mine or over_others),
        can_return=may(me, "handoff_return") and not free and (mine or over_others),
        can_give=may(me, "handoff_take") and (free or mine or over_others) and bool(colleagues),
        colleagues=colleagues,
    )


def _ended(handoff: Handoff, moments: Moments) -> str | None:
    if handoff.ended_at is None:
        return None
    return moments.wording.say(f"ended-{handoff.status}", when=moments.when(handoff.ended_at))


def _known(person: Person | None) -> bool:
    return person is not None and any((person.name, person.phone, person.email))


def _lines(
    lines: list[TranscriptLine],
    labels: Mapping[str, str],
    files: Mapping[int | None, Attachment],
    names: Mapping[int, str],
    office: Office,
    moments: Moments,
) -> list[Line]:
    shown: list[Line] = []
    day = ""
    for line in lines:
        that_day = moments.day(line.at)
        shown.append(
            Line(
                who=line.who,
                name=_speaker(line, names, office),
                text=line.text or labels.get(line.button or "", ""),
                clock=moments.time(line.at),
                iso=moments.iso(line.at),
                pressed=line.button is not None,
                files=tuple(file_shown(files[i], office) for i in line.attachments if i in files),
                new_day=that_day if that_day != day else None,
                fate=office.wording.say(f"fate-{line.fate}") if line.fate else None,
            )
        )
        day = that_day
    return shown


def _as_line(note: Note) -> TranscriptLine:
    return TranscriptLine(note.at, "note", note.text, note.staff_id)


def _with_notes(lines: list[TranscriptLine], notes: list[TranscriptLine]) -> list[TranscriptLine]:
    """Return the lines with each note after what had been said when it was written."""
    left, merged = deque(notes), list[TranscriptLine]()
    for line in lines:
        while left and left[0].at < line.at:
            merged.append(left.popleft())
        merged.append(line)
    return [*merged, *left]


def _labels(uow: UnitOfWork, conversation_id: int, lines: list[TranscriptLine]) -> dict[str, str]:
    """Return what the buttons of these lines said, by the values that come back when pressed."""
    said = [line.outbox_id for line in lines if line.outbox_id is not None]
    rows = uow.outbox.after(conversation_id, said[0] - 1, MOST_LINES) if said else []
    return {choice.value: choice.label for row in rows for choice in row.outgoing.choices}


def _speaker(line: TranscriptLine, names: Mapping[int, str], office: Office) -> str:
    if line.staff_id is not None:
        return names.get(line.staff_id) or office.wording.say("by-colleague")
    return office.wording.first(f"by-{line.who}", "by-system")
