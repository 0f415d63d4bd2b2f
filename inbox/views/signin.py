"""Getting in and out: password, one-time link, sign-out."""

import re
import secrets
from dataclasses import dataclass, replace

from aiohttp import web

from core.model import StaffMember
from core.ports import UnitOfWork
from inbox.access import ANYBODY, SIGN_IN, STAFF, Routes, Visit, own_path, see_other
from inbox.browsers import browser_of
from inbox.forms import Form
from inbox.language import keep_language
from inbox.passwords import LONGEST, SHORTEST
from inbox.sessions import TOKEN_BYTES, hash_token, open_session
from inbox.showing import show
from inbox.throttle import WINDOW, account_key, address_key
from inbox.wording import LANGUAGES

LONGEST_NAME = 100
LONGEST_EMAIL = 254
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

routes = Routes()


# --- with a password -----------------------------------------------------------------------------


@routes.get("/sign-in", ANYBODY)
async def sign_in_page(visit: Visit) -> web.StreamResponse:
    """The form; whoever is signed in already goes on."""
    onward = own_path(visit.request.query.get("next", ""))
    if visit.staff is not None:
        return see_other(onward)
    return _sign_in_form(visit, onward)


@routes.post("/sign-in", ANYBODY)
async def sign_in(visit: Visit) -> web.StreamResponse:
    """Open a session for the right password; say nothing about which part was wrong."""
    email, password = visit.form.text("email"), visit.form.secret("password")
    limits = _limits(visit, email)
    async with visit.office.throttle.attempt(limits) as allowed:
        if not allowed:
            return _slow_down(visit)
        member = await _recognised(visit, email, password)
        if member is None:
            await visit.office.throttle.failed(limits)
    if member is None:
        onward = own_path(visit.form.text("next"))
        return _sign_in_form(visit, onward, status=401, problem="sign-in-wrong")
    return await _let_in(visit, member)


def _limits(visit: Visit, email: str) -> dict[str, int]:
    settings = visit.office.settings
    return {
        account_key(email): settings.failures_of_account,
        address_key(visit.request.remote or "?"): settings.failures_of_address,
    }


async def _recognised(visit: Visit, email: str, password: str) -> StaffMember | None:
    """Return the account of a right e-mail and password. An unknown one takes as long to refuse."""
    known = await visit.office.desk.read(lambda uow: uow.staff.by_email(email))
    stored = known.password_hash if known else None
    right = await visit.office.passwords.matches(stored, password[: LONGEST + 1])
    return known if right and known is not None and known.disabled_at is None else None


async def _let_in(visit: Visit, member: StaffMember) -> web.StreamResponse:
    office, token = visit.office, secrets.token_urlsafe(TOKEN_BYTES)
    staff_id, now = member.id or 0, office.desk.now()
    browser = browser_of(visit.request)
    await office.desk.write(
        ("staff", staff_id),
        lambda uow: open_session(uow, staff_id, token, now, office.settings, browser),
    )
    response = see_other(own_path(visit.form.text("next")))
    office.sessions.set_cookie(response, token)
    return response


def _slow_down(visit: Visit) -> web.StreamResponse:
    response = _sign_in_form(
        visit, own_path(visit.form.text("next")), status=429, problem="sign-in-too-often"
    )
    response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response


def _sign_in_form(
    visit: Visit, onward: str, *, status: int = 200, problem: str | None = None
) -> web.Response:
    email = visit.form.text("email")[:LONGEST_EMAIL]
    return show(visit, "sign_in.html", status=status, email=email, onward=onward, problem=problem)


@routes.post("/sign-out", STAFF)
async def sign_out(visit: Visit) -> web.StreamResponse:
    """End the session here and everywhere it is open."""
    await visit.office.sessions.end(visit.signed_in)
    response = see_other(SIGN_IN)
    visit.office.sessions.drop_cookie(response)
    return response


# --- in which language ---------------------------------------------------------------------------


@routes.post("/language", ANYBODY)
async def choose_language(visit: Visit) -> web.StreamResponse:
    """Let this browser be spoken to in another language."""
    wanted, settings = visit.form.text("language"), visit.office.settings
    response = see_other(own_path(visit.form.text("back")))
    for language in LANGUAGES:
        if language == wanted:
            keep_language(response, language, secure=settings.secure_cookies)
    return response


# --- with a one-time link ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Welcome:
    """The form behind a link. `asks_email`: the account has no address to sign in with yet."""

    token: str
    name: str
    email: str
    asks_email: bool
    problems: tuple[str, ...] = ()


@routes.get("/welcome", ANYBODY)
async def welcome_page(visit: Visit) -> web.StreamResponse:
    """The form for name and password; looking at it does not use the link up."""
    token = visit.request.query.get("token", "")
    member = await _invited(visit, token)
    if member is None:
        return show(visit, "link_dead.html", status=410)
    return show(visit, "welcome.html", welcome=_welcome(token, member, member.name, member.email))


@routes.post("/welcome", ANYBODY)
async def welcome(visit: Visit) -> web.StreamResponse:
    """Set name and password, use the link up, sign in."""
    form, token = visit.form, visit.form.text("token")
    member = await _invited(visit, token)
    if member is None:
        return show(visit, "link_dead.html", status=410)
    email = form.text("email") if _asks_email(member) else member.email
    shown = _welcome(token, member, form.text("name"), email)
    problems = _problems(form, shown)
    if problems:
        shown = replace(shown, problems=problems)
        return show(visit, "welcome.html", status=422, welcome=shown)
    return await _settle_in(visit, member, shown)


async def _settle_in(visit: Visit, member: StaffMember, shown: Welcome) -> web.StreamResponse:
    office, session = visit.office, secrets.token_urlsafe(TOKEN_BYTES)
    hashed = await office.passwords.hash(visit.form.secret("password"))
    browser = browser_of(visit.request)
    staff_id, now = member.id or 0, office.desk.now()

    def job(uow: UnitOfWork) -> str | None:
        other = uow.staff.by_email(shown.email)
        if other is not None and other.id != staff_id:
            return "welcome-email-taken"
        current = uow.staff.get(staff_id)
        if current is None or uow.staff.use_link(hash_token(shown.token), now) != staff_id:
            return "link-dead"
        uow.staff.save(replace(current, name=shown.name, email=shown.email, password_hash=hashed))
        uow.staff.end_sessions(staff_id)
        uow.staff.audit(staff_id, "password_set", f"staff:{staff_id}", now)
        open_session(uow, staff_id, session, now, office.settings, browser)
        return None

    problem = await office.desk.write(("staff", staff_id), job)
    if problem == "link-dead":
        return show(visit, "link_dead.html", status=410)
    if problem is not None:
        return show(visit, "welcome.html", status=422, welcome=replace(shown, problems=(problem,)))
    response = see_other("/inbox/")
    office.sessions.set_cookie(response, session)
    return response


async def _invited(visit: Visit, token: str) -> StaffMember | None:
    """Return the account of a link that can still be used."""
    now, key = visit.office.desk.now(), hash_token(token)

    def look(uow: UnitOfWork) -> StaffMember | None:
        staff_id = uow.staff.link(key, now)
        return uow.staff.get(staff_id) if staff_id is not None else None

    member = await visit.office.desk.read(look)
    return member if member is not None and member.disabled_at is None else None


def _asks_email(member: StaffMember) -> bool:
    return EMAIL.fullmatch(member.email) is None


def _welcome(token: str, member: StaffMember, name: str, email: str) -> Welcome:
    asks = _asks_email(member)
    shown = "" if asks and email == member.email else email
    return Welcome(token, name[:LONGEST_NAME], shown[:LONGEST_EMAIL].lower(), asks)


def _problems(form: Form, shown: Welcome) -> tuple[str, ...]:
    found = (
        ("welcome-name-empty", not shown.name),
        ("welcome-email-bad", EMAIL.fullmatch(shown.email) is None),
    )
    own = tuple(text_id for text_id, wrong in found if wrong)
    return own + password_problems(form, (shown.email, shown.name))


def password_problems(form: Form, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return why a new password, typed twice, will not do. `known`: what it may not be."""
    password = form.secret("password")
    found = (
        ("welcome-password-short", len(password) < SHORTEST),
        ("welcome-password-long", len(password) > LONGEST),
        ("welcome-password-other", password != form.secret("again")),
        ("welcome-password-known", password.lower() in {word.lower() for word in known}),
    )
    return tuple(text_id for text_id, wrong in found if wrong)
