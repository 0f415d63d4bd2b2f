"""A conversation: the whole talk, who has taken it, the answer, and the way back to the bot."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from aiohttp import web

from core.model import Attachment, Handoff, Person, StaffMember
from core.ports import Conversation, TranscriptLine, UnitOfWork
from core.refusals import BadValue, Refusal
from core.staff import may
from inbox.access import Routes, Visit, needs, see_other
from inbox.moments import Moments
from inbox.office import Office
from inbox.refusals import TakenMeanwhile, explain, status_of
from inbox.showing import show
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

LONGEST_ANSWER = 3500
MOST_LINES = 500

routes = Routes()


# --- what the page shows -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the talk. `new_day`: the first of its day, with the day's words; `fate`: what
    became of a message, in words.
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
class Talk:
    """A conversation as it is now. `handoff` is None when no person was called or all is done.

    `path`: the page's own address. `can_*`: what the member may do now. `seen`: who had taken it
    when the page was made, so that an answer is never given over a colleague's head unknowingly.
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


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and why it was not sent."""

    text: str = ""
    problem: str | None = None


# --- pages ---------------------------------------------------------------------------------------


@routes.get(r"/handoffs/{id:\d{1,18}}", needs("handoff_view"))
async def handoff_page(visit: Visit) -> web.StreamResponse:
    """The talk of a hand-off."""
    talk = await gather_handoff(visit, visit.number("id"))
    await visit.office.looks.note(visit.my_id, f"conversation:{talk.conversation_id}")
    return show(visit, "talk.html", talk=talk, typed=Typed(), person=None)


@routes.get(r"/handoffs/{id:\d{1,18}}/live", needs("handoff_view"), background=True)
async def handoff_live(visit: Visit) -> web.StreamResponse:
    """The parts of the page that change by themselves; what is being typed is none of them."""
    talk = await gather_handoff(visit, visit.number("id"))
    await visit.office.looks.go_on(visit.my_id, f"conversation:{talk.conversation_id}")
    seen = visit.request.query.get("seen", talk.seen)
    return show(visit, "_talk_live.html", talk=talk, taken_meanwhile=seen != talk.seen)


@routes.get(r"/conversations/{id:\d{1,18}}", needs("handoff_view"))
async def conversation_page(visit: Visit) -> web.StreamResponse:
    """The talk behind a case; one that a person was called to is shown with its hand-off."""
    conversation_id = visit.number("id")
    handoff = await visit.office.desk.read(lambda uow: uow.handoffs.open_of(conversation_id))
    if handoff is not None:
        return see_other(f"/inbox/handoffs/{handoff.id}")
    talk = await gather_conversation(visit, conversation_id)
    await visit.office.looks.note(visit.my_id, f"conversation:{conversation_id}")
    return show(visit, "talk.html", talk=talk, typed=Typed(), person=None)


@routes.get(r"/conversations/{id:\d{1,18}}/live", needs("handoff_view"), background=True)
async def conversation_live(visit: Visit) -> web.StreamResponse:
    """The talk as it is now."""
    talk = await gather_conversation(visit, visit.number("id"))
    await visit.office.looks.go_on(visit.my_id, f"conversation:{talk.conversation_id}")
    return show(visit, "_talk_live.html", talk=talk, taken_meanwhile=False)


@routes.post(r"/conversations/{id:\d{1,18}}/person", needs("handoff_view"))
async def reveal_person(visit: Visit) -> web.StreamResponse:
    """Who the resident is, once and on record."""
    conversation_id = visit.number("id")
    person = await visit.office.desk.read(lambda uow: _conversation(uow, conversation_id).person)
    await visit.office.looks.note(visit.my_id, f"conversation:{conversation_id}", "reveal")
    shown = person or Person()
    if visit.by_htmx:
        return show(visit, "_person.html", person=shown)
    talk = await gather_conversation(visit, conversation_id)
    return show(visit, "talk.html", talk=talk, typed=Typed(), person=shown)


# --- acts ----------------------------------------------------------------------------------------


@routes.post(r"/handoffs/{id:\d{1,18}}/{do:take|say|return}", needs("handoff_view"))
async def act(visit: Visit) -> web.StreamResponse:
    """Take the conversation, answer in it, or give it back to the bot."""
    handoff_id, do = visit.number("id"), visit.path("do")
    try:
        await _do(visit, handoff_id, do)
    except Refusal as refusal:
        return await _refused(visit, handoff_id, refusal)
    if do == "return":
        return see_other("/inbox/?done=return")
    return see_other(f"/inbox/handoffs/{handoff_id}?done={do}#reply")


async def _do(visit: Visit, handoff_id: int, do: str) -> None:
    office, form, me, my_id = visit.office, visit.form, visit.me, visit.my_id
    text, key, now = form.text("text"), form.key, office.desk.now()
    if len(text) > LONGEST_ANSWER:
        raise BadValue("too_long", f"At most {LONGEST_ANSWER} characters; shorten the message.")

    def job(uow: UnitOfWork) -> None:
        if not uow.staff.first_time(key, my_id, now):
            return
        _check_seen(_handoff(uow, handoff_id), form.text("seen"), my_id)
        office.actions.handoff(uow, me, handoff_id, do, now, text=text or None)

    # The key of the chat's own turns: staff's words and the resident's take their turns too.
    handoff = await office.desk.read(lambda uow: _handoff(uow, handoff_id))
    await office.desk.write(handoff.chat, job)


def _check_seen(handoff: Handoff, seen: str, my_id: int) -> None:
    """Refuse to act over a colleague who took it since. Errors: TakenMeanwhile."""
    if handoff.taken_by not in (None, my_id) and seen != str(handoff.taken_by):
        raise TakenMeanwhile


async def _refused(visit: Visit, handoff_id: int, refusal: Refusal) -> web.Response:
    """Show the page again with what was typed and why it was not sent."""
    talk = await gather_handoff(visit, handoff_id)
    typed = Typed(visit.form.text("text"), explain(refusal, visit.office.wording))
    return show(visit, "talk.html", status=status_of(refusal), talk=talk, typed=typed, person=None)


# --- gathering -----------------------------------------------------------------------------------


async def gather_handoff(visit: Visit, handoff_id: int) -> Talk:
    """Return the conversation of a hand-off. Errors: 404."""
    now = visit.office.desk.now()

    def look(uow: UnitOfWork) -> Talk:
        handoff = _handoff(uow, handoff_id)
        return _talk(uow, visit, handoff.conversation_id, handoff, now)

    return await visit.office.desk.read(look)


async def gather_conversation(visit: Visit, conversation_id: int) -> Talk:
    """Return a conversation without a hand-off. Errors: 404."""
    now = visit.office.desk.now()
    return await visit.office.desk.read(lambda uow: _talk(uow, visit, conversation_id, None, now))


def _handoff(uow: UnitOfWork, handoff_id: int) -> Handoff:
    handoff = uow.handoffs.get(handoff_id)
    if handoff is None:
        raise web.HTTPNotFound
    return handoff


def _conversation(uow: UnitOfWork, conversation_id: int) -> Conversation:
    try:
        return uow.conversations.by_id(conversation_id)
    except LookupError as error:
        raise web.HTTPNotFound from error


def _talk(
    uow: UnitOfWork, visit: Visit, conversation_id: int, handoff: Handoff | None, now: datetime
) -> Talk:
    office, me = visit.office, visit.me
    conversation = _conversation(uow, conversation_id)
    names, moments = names_of(uow.staff.all()), office.moments(now)
    files = {f.id: f for f in uow.attachments.of_conversation(conversation_id)}
    lines = uow.conversations.transcript(conversation_id, MOST_LINES)
    bare = Talk(
        conversation_id=conversation_id,
        path=_path(conversation_id, handoff),
        channel=channel_name(conversation.ref.channel, office),
        handoff=handoff_row(handoff, me, names, office, moments) if handoff else None,
        ended=_ended(handoff, moments) if handoff else None,
        lines=tuple(
            _lines(lines, _labels(uow, conversation_id, lines), files, names, office, moments)
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
    )
    return _with_rights(bare, handoff, me) if handoff else bare


def _path(conversation_id: int, handoff: Handoff | None) -> str:
    return f"/inbox/handoffs/{handoff.id}" if handoff else f"/inbox/conversations/{conversation_id}"


def _with_rights(talk: Talk, handoff: Handoff, me: StaffMember) -> Talk:
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


def _labels(uow: UnitOfWork, conversation_id: int, lines: list[TranscriptLine]) -> dict[str, str]:
    """Return what the buttons of these lines said, by the values that come back when pressed."""
    said = [line.outbox_id for line in lines if line.outbox_id is not None]
    rows = uow.outbox.after(conversation_id, said[0] - 1, MOST_LINES) if said else []
    return {choice.value: choice.label for row in rows for choice in row.outgoing.choices}


def _speaker(line: TranscriptLine, names: Mapping[int, str], office: Office) -> str:
    if line.staff_id is not None:
        return names.get(line.staff_id) or office.wording.say("by-colleague")
    return office.wording.first(f"by-{line.who}", "by-system")
