"""What colleagues do around a conversation: notes, who is there, giving it on, ready replies."""

from dataclasses import dataclass

from aiohttp import web

from core.colleagues import Present, Reply, fill
from core.model import StaffMember
from core.ports import UnitOfWork
from core.refusals import Refusal
from inbox.access import Routes, Visit, needs, see_other
from inbox.advice import advise
from inbox.refusals import explain, status_of
from inbox.showing import show
from inbox.shown import names_of
from inbox.talk import Typed, conversation_of, gather, handoff_of
from inbox.views.talks import refused_act, show_talk

routes = Routes()

TALKS = needs("handoff_view")
CONVERSATION = r"/conversations/{id:\d{1,18}}"


@dataclass(frozen=True, slots=True)
class Here:
    """Who else has the conversation open."""

    typing: tuple[str, ...]
    looking: tuple[str, ...]


# --- who is there --------------------------------------------------------------------------------


@routes.post(f"{CONVERSATION}/here", TALKS, background=True)
async def here(visit: Visit) -> web.StreamResponse:
    """Say that one has the conversation open, and return who else has."""
    conversation_id, my_id, now = visit.number("id"), visit.my_id, visit.office.desk.now()
    typing, leaves = visit.form.text("typing") == "yes", visit.form.text("leave") == "yes"

    def job(uow: UnitOfWork) -> tuple[list[Present], list[StaffMember]]:
        conversation_of(uow, conversation_id)
        if leaves:
            uow.colleagues.leave(conversation_id, my_id)
            return [], []
        uow.colleagues.enter(conversation_id, my_id, now, typing=typing)
        others = [p for p in uow.colleagues.here(conversation_id, now) if p.staff_id != my_id]
        return others, uow.staff.all() if others else []

    others, staff = await visit.office.desk.write(("here", conversation_id), job)
    names = names_of(staff)
    typing_now = tuple(names[p.staff_id] for p in others if p.typing)
    looking = tuple(names[p.staff_id] for p in others if not p.typing)
    return show(visit, "_talk_here.html", here=Here(typing_now, looking))


# --- notes and giving it on ----------------------------------------------------------------------


@routes.post(f"{CONVERSATION}/note", TALKS)
async def note(visit: Visit) -> web.StreamResponse:
    """Write a note for colleagues."""
    office, me, conversation_id = visit.office, visit.me, visit.number("id")
    text, key, now = visit.form.text("note"), visit.form.key, office.desk.now()

    def job(uow: UnitOfWork) -> None:
        conversation_of(uow, conversation_id)
        if uow.staff.first_time(key, visit.my_id, now):
            office.actions.note(uow, me, conversation_id, text, now)

    try:
        await office.desk.write(("note", conversation_id), job)
    except Refusal as refusal:
        typed = Typed(note=text, note_problem=explain(refusal, office.wording))
        talk = await gather(visit, conversation_id)
        return show_talk(visit, talk, typed=typed, status=status_of(refusal))
    talk = await gather(visit, conversation_id)
    return see_other(f"{talk.path}?done=note")


@routes.post(r"/handoffs/{id:\d{1,18}}/give", TALKS)
async def give(visit: Visit) -> web.StreamResponse:
    """Give the conversation to a colleague."""
    office, me, handoff_id = visit.office, visit.me, visit.number("id")
    to, key, now = visit.form.text("to"), visit.form.key, office.desk.now()
    colleague = int(to) if to.isascii() and to.isdigit() and len(to) < 19 else 0

    def job(uow: UnitOfWork) -> None:
        handoff_of(uow, handoff_id)
        if uow.staff.first_time(key, visit.my_id, now):
            office.actions.give(uow, me, handoff_id, colleague, now)

    handoff = await office.desk.read(lambda uow: handoff_of(uow, handoff_id))
    try:
        await office.desk.write(handoff.chat, job)
    except Refusal as refusal:
        return await refused_act(visit, handoff_id, refusal)
    return see_other("/inbox/?done=give")


# --- ready replies and advice --------------------------------------------------------------------


@routes.post(f"{CONVERSATION}/reply", TALKS)
async def take_reply(visit: Visit) -> web.StreamResponse:
    """Put a ready reply with its values after what is typed; a script gets the reply alone."""
    office, form, conversation_id = visit.office, visit.form, visit.number("id")
    chosen = form.text("reply")
    reply_id = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
    reply, values = await office.desk.read(
        lambda uow: (uow.colleagues.reply(reply_id), _values(uow, visit, conversation_id))
    )
    if reply is None:
        raise web.HTTPNotFound
    text = await _filled(visit, conversation_id, reply, values)
    if visit.by_script:
        return web.Response(text=text)
    typed = "\n".join(part for part in (form.text("text"), text) if part)
    return show_talk(visit, await gather(visit, conversation_id), typed=Typed(typed))


def _values(uow: UnitOfWork, visit: Visit, conversation_id: int) -> dict[str, str]:
    person = conversation_of(uow, conversation_id).person
    cases = uow.cases.of_conversation(conversation_id, 1)
    return {
        "resident": (person.name if person else None) or "",
        "case": cases[0].number if cases else "",
        "staff": visit.me.name,
    }


async def _filled(visit: Visit, conversation_id: int, reply: Reply, values: dict[str, str]) -> str:
    """Return the reply with its values; to name a resident in it is a look at their data."""
    name = values["resident"]
    if "{resident}" in reply.text and name:
        await visit.office.looks.note(visit.my_id, f"conversation:{conversation_id}", "reveal")
    return fill(reply.text, {**values, "resident": visit.office.helpers.addressed(name) or ""})


@routes.get(f"{CONVERSATION}/advice", TALKS, background=True)
async def advice(visit: Visit) -> web.StreamResponse:
    """What the reader makes of the resident's last words."""
    conversation_id = visit.number("id")
    await visit.office.desk.read(lambda uow: conversation_of(uow, conversation_id))
    shown = await advise(visit, conversation_id)
    await visit.office.looks.go_on(visit.my_id, f"conversation:{conversation_id}")
    if visit.by_htmx:
        return show(visit, "_advice.html", advice=shown, conversation_id=conversation_id)
    return show_talk(visit, await gather(visit, conversation_id), advice=shown)
