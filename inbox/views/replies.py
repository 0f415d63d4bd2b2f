"""The office's ready replies: written by administrators, used in conversations by `/`."""

from dataclasses import replace

from aiohttp import web

from core.colleagues import Reply, check_reply
from core.ports import UnitOfWork
from core.refusals import BadValue, Refusal
from inbox.access import Routes, Visit, needs, see_other
from inbox.refusals import explain
from inbox.showing import show

routes = Routes()

MANAGER = needs("replies_manage")
NEW = Reply("", "", "")


@routes.get("/replies", MANAGER)
async def replies_page(visit: Visit) -> web.StreamResponse:
    """All replies, and a form for a new one."""
    return await _page(visit, NEW)


@routes.get(r"/replies/{id:\d{1,18}}", MANAGER)
async def reply_page(visit: Visit) -> web.StreamResponse:
    """The same with the form filled by one of them."""
    reply = await visit.office.desk.read(lambda uow: _reply(uow, visit.number("id")))
    return await _page(visit, reply)


@routes.post("/replies", MANAGER)
async def add(visit: Visit) -> web.StreamResponse:
    """Keep a new reply."""
    return await _keep(visit, None)


@routes.post(r"/replies/{id:\d{1,18}}", MANAGER)
async def change(visit: Visit) -> web.StreamResponse:
    """Change a reply."""
    return await _keep(visit, visit.number("id"))


@routes.post(r"/replies/{id:\d{1,18}}/remove", MANAGER)
async def remove(visit: Visit) -> web.StreamResponse:
    """Take a reply away."""
    reply_id, now = visit.number("id"), visit.office.desk.now()

    def job(uow: UnitOfWork) -> None:
        _reply(uow, reply_id)
        uow.colleagues.remove_reply(reply_id)
        uow.staff.audit(visit.my_id, "reply_remove", f"reply:{reply_id}", now)

    await visit.office.desk.write("replies", job)
    return see_other("/inbox/replies?done=reply-remove")


async def _keep(visit: Visit, reply_id: int | None) -> web.StreamResponse:
    form, office, now = visit.form, visit.office, visit.office.desk.now()
    typed = Reply(form.text("shortcut").lower(), form.text("title"), form.text("text"), reply_id)

    def job(uow: UnitOfWork) -> None:
        if reply_id is not None:
            _reply(uow, reply_id)
        check_reply(typed)
        if any(r.shortcut == typed.shortcut and r.id != reply_id for r in uow.colleagues.replies()):
            raise BadValue("known_shortcut", "Another reply has this shortcut; choose another.")
        uow.colleagues.save_reply(replace(typed))
        uow.staff.audit(visit.my_id, "reply_save", f"reply:{reply_id or 0}", now)

    try:
        await office.desk.write("replies", job)
    except Refusal as refusal:
        return await _page(visit, typed, problem=explain(refusal, office.wording), status=422)
    return see_other("/inbox/replies?done=reply-save")


def _reply(uow: UnitOfWork, reply_id: int) -> Reply:
    reply = uow.colleagues.reply(reply_id)
    if reply is None:
        raise web.HTTPNotFound
    return reply


async def _page(
    visit: Visit, form: Reply, *, problem: str | None = None, status: int = 200
) -> web.Response:
    replies = await visit.office.desk.read(lambda uow: uow.colleagues.replies())
    return show(visit, "replies.html", status=status, replies=replies, form=form, problem=problem)
