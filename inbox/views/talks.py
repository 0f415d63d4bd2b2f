"""A conversation: the page, taking it, the answer, and the way back to the bot."""

from aiohttp import web

from core.colleagues import handoff_subject
from core.model import Handoff, Person
from core.ports import UnitOfWork
from core.refusals import BadValue, Refusal
from inbox.access import Routes, Visit, needs, see_other
from inbox.advice import AdviceShown
from inbox.forms import FilesRefused, drop_files, keep_files
from inbox.refusals import SaidMeanwhile, TakenMeanwhile, explain, status_of
from inbox.showing import show
from inbox.talk import (
    MOST_LINES,
    Talk,
    Typed,
    conversation_of,
    gather,
    gather_conversation,
    gather_handoff,
    handoff_of,
)

LONGEST_ANSWER = 3500

routes = Routes()


# --- pages ---------------------------------------------------------------------------------------


@routes.get(r"/handoffs/{id:\d{1,18}}", needs("handoff_view"))
async def handoff_page(visit: Visit) -> web.StreamResponse:
    """The talk of a hand-off."""
    talk = await gather_handoff(visit, visit.number("id"))
    await visit.office.looks.note(visit.my_id, f"conversation:{talk.conversation_id}")
    await _notices_seen(visit, talk.conversation_id, visit.number("id"))
    return show_talk(visit, talk)


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
    await _notices_seen(visit, conversation_id, None)
    return show_talk(visit, talk)


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
    person = await visit.office.desk.read(lambda uow: conversation_of(uow, conversation_id).person)
    await visit.office.looks.note(visit.my_id, f"conversation:{conversation_id}", "reveal")
    shown = person or Person()
    if visit.by_htmx:
        return show(visit, "_person.html", person=shown)
    talk = await gather(visit, conversation_id)
    return show_talk(visit, talk, person=shown)


# --- acts ----------------------------------------------------------------------------------------


@routes.post(r"/handoffs/{id:\d{1,18}}/{do:take|say|return}", needs("handoff_view"), files=True)
async def act(visit: Visit) -> web.StreamResponse:
    """Take the conversation, answer in it, or give it back to the bot."""
    handoff_id, do = visit.number("id"), visit.path("do")
    try:
        await _do(visit, handoff_id, do)
    except FilesRefused:
        bad = BadValue("bad_files", "Too many files, or one is empty or too large.")
        return await refused_act(visit, handoff_id, bad)
    except Refusal as refusal:
        return await refused_act(visit, handoff_id, refusal)
    if do == "return":
        return see_other("/inbox/?done=return")
    return see_other(f"/inbox/handoffs/{handoff_id}?done={do}#reply")


async def _do(visit: Visit, handoff_id: int, do: str) -> None:
    office, form, me, my_id = visit.office, visit.form, visit.me, visit.my_id
    text, key, now = form.text("text"), form.key, office.desk.now()
    if len(text) > LONGEST_ANSWER:
        raise BadValue("too_long", f"At most {LONGEST_ANSWER} characters; shorten the message.")
    files = await keep_files(form.files, office.settings) if do == "say" else []

    def job(uow: UnitOfWork) -> None:
        if not uow.staff.first_time(key, my_id, now):
            return
        handoff = handoff_of(uow, handoff_id)
        _check_seen(handoff, form.text("seen"), my_id)
        if do == "say":
            _check_last(uow, handoff, form.text("last"), my_id)
        office.actions.handoff(uow, me, handoff_id, do, now, text=text or None, files=files)
        uow.colleagues.leave(handoff.conversation_id, my_id)

    # The key of the chat's own turns: staff's words and the resident's take their turns too.
    handoff = await office.desk.read(lambda uow: handoff_of(uow, handoff_id))
    try:
        await office.desk.write(handoff.chat, job)
    except Refusal:
        await drop_files(files, office.settings)
        raise


def _check_seen(handoff: Handoff, seen: str, my_id: int) -> None:
    """Refuse to act over a colleague who took it since. Errors: TakenMeanwhile."""
    if handoff.taken_by not in (None, my_id) and seen != str(handoff.taken_by):
        raise TakenMeanwhile


def _check_last(uow: UnitOfWork, handoff: Handoff, last: str, my_id: int) -> None:
    """Refuse to answer over what a colleague said since the page was made.

    Errors: SaidMeanwhile.
    """
    shown = int(last) if last.isascii() and last.isdigit() and len(last) < 19 else None
    if shown is None:
        return
    for line in uow.conversations.transcript(handoff.conversation_id, MOST_LINES):
        if line.staff_id not in (None, my_id) and (line.outbox_id or 0) > shown:
            raise SaidMeanwhile


async def refused_act(visit: Visit, handoff_id: int, refusal: Refusal) -> web.Response:
    """Show the page again with what was typed and why it was not sent."""
    talk = await gather_handoff(visit, handoff_id)
    typed = Typed(visit.form.text("text"), explain(refusal, visit.office.wording))
    return show_talk(visit, talk, typed=typed, status=status_of(refusal))


def show_talk(
    visit: Visit,
    talk: Talk,
    *,
    typed: Typed | None = None,
    person: Person | None = None,
    advice: AdviceShown | None = None,
    status: int = 200,
) -> web.Response:
    """Return the page of a conversation."""
    typed = typed or Typed()
    values = {"talk": talk, "typed": typed, "person": person, "advice": advice}
    return show(visit, "talk.html", status=status, **values)


async def _notices_seen(visit: Visit, conversation_id: int, handoff_id: int | None) -> None:
    """Take notices about the conversation as seen by who opened it, where there are any."""
    my_id, now = visit.my_id, visit.office.desk.now()
    subjects = {f"conversation:{conversation_id}"}
    subjects |= {handoff_subject(handoff_id)} if handoff_id is not None else set()

    def new(uow: UnitOfWork) -> bool:
        notices = uow.colleagues.notices_of(my_id)
        return any(n.seen_at is None and n.subject in subjects for n in notices)

    def see(uow: UnitOfWork) -> None:
        for subject in subjects:
            uow.colleagues.see(my_id, subject, now)

    if await visit.office.desk.read(new):
        await visit.office.desk.write(("staff", my_id), see)
