"""One's own account: open sessions, the password, a chat to be told in."""

import secrets
from dataclasses import dataclass, replace

from aiohttp import web

from core.ports import UnitOfWork
from core.rows import StaffSession
from core.staff_chat import offer_chat
from core.starts import payload
from inbox.access import STAFF, Routes, Visit, see_other
from inbox.moments import Moments
from inbox.passwords import LONGEST
from inbox.sessions import public_id
from inbox.showing import show
from inbox.throttle import account_key
from inbox.views.signin import password_problems

CHAT_TOKEN_BYTES = 24

routes = Routes()


# --- what the page shows -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as a line: `id` names it in an address and opens nothing."""

    id: str
    browser: str | None
    since: str
    used: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Account:
    """The page. `chat`: notices are told in a chat; `chat_links`: addresses that connect one."""

    email: str
    duty: str | None
    sessions: tuple[SessionRow, ...]
    chat: bool
    chat_links: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()


# --- pages and acts ------------------------------------------------------------------------------


@routes.get("/account", STAFF)
async def account_page(visit: Visit) -> web.StreamResponse:
    """Sessions, password, notices."""
    return await _page(visit)


@routes.post(r"/account/sessions/{session:[0-9a-f]{16}}/end", STAFF)
async def end_session(visit: Visit) -> web.StreamResponse:
    """End one of one's own sessions; any open page of it leaves at once."""
    wanted, my_id, now = visit.path("session"), visit.my_id, visit.office.desk.now()

    def job(uow: UnitOfWork) -> None:
        for session in uow.staff.sessions_of(my_id, now):
            if public_id(session.token_hash) == wanted:
                uow.staff.end_session(session.token_hash)
                uow.staff.audit(my_id, "session_end", f"staff:{my_id}", now)
                uow.changed.add(("staff", my_id))

    await visit.office.desk.write(("staff", my_id), job)
    return see_other("/inbox/account?done=session")


@routes.post("/account/password", STAFF)
async def change_password(visit: Visit) -> web.StreamResponse:
    """Set another password; every other session ends."""
    office, form, me, my_id = visit.office, visit.form, visit.me, visit.my_id
    limits = {account_key(me.email): office.settings.failures_of_account}
    async with office.throttle.attempt(limits) as allowed:
        if not allowed:
            return await _page(visit, problems=("sign-in-too-often",), status=429)
        old = form.secret("old")[: LONGEST + 1]
        if not await office.passwords.matches(me.password_hash, old):
            await office.throttle.failed(limits)
            return await _page(visit, problems=("welcome-password-wrong",), status=422)
    if problems := password_problems(form, (me.name, me.email)):
        return await _page(visit, problems=problems, status=422)
    hashed, now = await office.passwords.hash(form.secret("password")), office.desk.now()

    def job(uow: UnitOfWork) -> None:
        if (current := uow.staff.get(my_id)) is None:
            return
        uow.staff.save(replace(current, password_hash=hashed))
        for session in uow.staff.sessions_of(my_id, now):
            if session.token_hash != visit.signed_in.key:
                uow.staff.end_session(session.token_hash)
        uow.staff.audit(my_id, "password_set", f"staff:{my_id}", now)
        uow.changed.add(("staff", my_id))

    await office.desk.write(("staff", my_id), job)
    return see_other("/inbox/account?done=password")


@routes.post("/account/chat", STAFF)
async def connect_chat(visit: Visit) -> web.StreamResponse:
    """Show links by which a messenger's chat becomes the one where notices are told."""
    token, my_id, now = (
        secrets.token_urlsafe(CHAT_TOKEN_BYTES),
        visit.my_id,
        visit.office.desk.now(),
    )
    await visit.office.desk.write(("staff", my_id), lambda uow: offer_chat(uow, my_id, token, now))
    links = await visit.office.helpers.chat_links(payload("staff", token))
    problems = () if links else ("account-chat-none",)
    return await _page(visit, chat_links=tuple(links.items()), problems=problems)


@routes.post("/account/chat/leave", STAFF)
async def leave_chat(visit: Visit) -> web.StreamResponse:
    """Tell no more notices in a chat."""
    my_id, now = visit.my_id, visit.office.desk.now()

    def job(uow: UnitOfWork) -> None:
        member = uow.staff.get(my_id)
        if member is not None and member.chat_id is not None:
            uow.staff.save(replace(member, chat_id=None))
            uow.staff.audit(my_id, "chat_leave", f"staff:{my_id}", now)

    await visit.office.desk.write(("staff", my_id), job)
    return see_other("/inbox/account?done=chat-leave")


async def _page(
    visit: Visit,
    *,
    chat_links: tuple[tuple[str, str], ...] = (),
    problems: tuple[str, ...] = (),
    status: int = 200,
) -> web.Response:
    now, my_id = visit.office.desk.now(), visit.my_id
    sessions = await visit.office.desk.read(lambda uow: uow.staff.sessions_of(my_id, now))
    moments = visit.office.moments(now)
    account = Account(
        email=visit.me.email,
        duty=visit.me.duty,
        sessions=tuple(_row(session, visit, moments) for session in sessions),
        chat=visit.me.chat_id is not None,
        chat_links=chat_links,
        problems=problems,
    )
    return show(visit, "account.html", status=status, account=account)


def _row(session: StaffSession, visit: Visit, moments: Moments) -> SessionRow:
    # A session's end is put off whenever it is used.
    used = max(session.created_at, session.expires_at - visit.office.settings.idle)
    return SessionRow(
        id=public_id(session.token_hash),
        browser=session.browser,
        since=moments.when(session.created_at),
        used=moments.when(used),
        mine=session.token_hash == visit.signed_in.key,
    )
