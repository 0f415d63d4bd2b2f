"""Staff accounts, for administrators: who there is, inviting, switching off and on again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from aiohttp import web

from core.model import Role, StaffMember
from core.ports import UnitOfWork
from core.refusals import BadValue, Refusal
from core.staff import DutyError, check_member, parse_duty
from inbox.access import Routes, Visit, needs, see_other
from inbox.refusals import explain
from inbox.sessions import issue_link, welcome_url
from inbox.showing import show
from inbox.shown import body_name
from inbox.views.signin import EMAIL, LONGEST_EMAIL

LONGEST_DUTY = 200
MANAGER = needs("staff_manage")

routes = Routes()


# --- what the page shows -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An account as a line of the list."""

    id: int
    name: str
    email: str
    role: str
    bodies: tuple[str, ...]
    duty: str | None
    state: str
    me: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """The form as typed."""

    email: str = ""
    role: str = str(Role.OPERATOR)
    bodies: tuple[str, ...] = ()
    duty: str = ""
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link that was just made: whose, the address, how long it can be used; `mailed`:
    whether it was sent to the address, None where the city sends no mail.
    """

    email: str
    url: str
    hours: int
    mailed: bool | None = None


@dataclass(frozen=True, slots=True)
class People:
    """The page."""

    rows: tuple[PersonRow, ...]
    roles: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[str, str], ...]
    invitation: Invitation
    link: Link | None = None
    problem: str | None = None


# --- pages and acts ------------------------------------------------------------------------------


@routes.get("/staff", MANAGER)
async def people_page(visit: Visit) -> web.StreamResponse:
    """The list and the form."""
    return await _page(visit)


@routes.post("/staff", MANAGER)
async def invite(visit: Visit) -> web.StreamResponse:
    """Make an account and show its one-time link, this once."""
    invitation = _typed(visit)
    try:
        link = await _invite(visit, _account(visit, invitation))
    except Refusal as refusal:
        problem = explain(refusal, visit.office.wording)
        return await _page(visit, invitation=replace(invitation, problem=problem), status=422)
    return await _page(visit, link=link)


@routes.post(r"/staff/{id:\d{1,18}}/link", MANAGER)
async def new_link(visit: Visit) -> web.StreamResponse:
    """Make a new one-time link of an account, for a lost password or an invitation run out."""
    office, staff_id, key = visit.office, visit.number("id"), visit.form.key
    now = office.desk.now()

    def job(uow: UnitOfWork) -> tuple[str, str] | None:
        member = member_of(uow, staff_id)
        if member.disabled_at is not None or not uow.staff.first_time(key, visit.my_id, now):
            return None
        uow.staff.audit(visit.my_id, "staff_link", f"staff:{staff_id}", now)
        return member.email, issue_link(uow, staff_id, now, office.settings.link_for)

    made = await office.desk.write(("staff", staff_id), job)
    return await _page(visit, link=await _link(visit, *made) if made else None)


@routes.post(r"/staff/{id:\d{1,18}}/{do:disable|enable}", MANAGER)
async def switch(visit: Visit) -> web.StreamResponse:
    """Switch an account off, which signs it out at once, or on again."""
    office, staff_id, do = visit.office, visit.number("id"), visit.path("do")
    now = office.desk.now()
    if staff_id == visit.my_id:
        return await _page(visit, problem=office.wording.say("refusal-own-account"), status=409)

    def job(uow: UnitOfWork) -> None:
        member = member_of(uow, staff_id)
        off_at = member.disabled_at or now
        uow.staff.save(replace(member, disabled_at=off_at if do == "disable" else None))
        uow.staff.end_sessions(staff_id)
        uow.staff.audit(visit.my_id, f"staff_{do}", f"staff:{staff_id}", now)

    await office.desk.write(("staff", staff_id), job)
    return see_other(f"/inbox/staff?done={do}")


async def _page(
    visit: Visit,
    *,
    invitation: Invitation | None = None,
    link: Link | None = None,
    problem: str | None = None,
    status: int = 200,
) -> web.Response:
    members = await visit.office.desk.read(lambda uow: uow.staff.all())
    people = People(
        rows=tuple(_rows(members, visit)),
        roles=tuple((str(role), visit.office.wording.say(f"role-{role}")) for role in Role),
        bodies=bodies_by_name(visit),
        invitation=invitation or Invitation(),
        link=link,
        problem=problem,
    )
    return show(visit, "people.html", status=status, people=people)


# --- inviting ------------------------------------------------------------------------------------


def _typed(visit: Visit) -> Invitation:
    form = visit.form
    return Invitation(
        email=form.text("email").lower(),
        role=form.text("role"),
        bodies=form.all("bodies"),
        duty=form.text("duty"),
    )


def _account(visit: Visit, typed: Invitation) -> StaffMember:
    """Return the account that the form asks for. Errors: BadValue."""
    if EMAIL.fullmatch(typed.email) is None or len(typed.email) > LONGEST_EMAIL:
        raise BadValue("bad_email", "This is no e-mail address; write it as name@example.com.")
    if typed.role not in set(Role):
        raise BadValue("bad_role", f"There is no role '{typed.role[:40]}'; choose one of the list.")
    check_member(Role(typed.role), typed.bodies, visit.office.city.bodies)
    check_duty(typed.duty)
    return StaffMember(
        email=typed.email, role=Role(typed.role), bodies=typed.bodies, duty=typed.duty or None
    )


def check_duty(duty: str) -> None:
    """Check duty hours as typed; none are the city's own. Errors: BadValue (`bad_duty`)."""
    if not duty:
        return
    try:
        parse_duty(duty[:LONGEST_DUTY])
    except DutyError as error:
        raise BadValue("bad_duty", str(error)) from error


async def _invite(visit: Visit, member: StaffMember) -> Link | None:
    """Store the account with its link; None when the same form was sent before."""
    office, key, now = visit.office, visit.form.key, visit.office.desk.now()

    def job(uow: UnitOfWork) -> str | None:
        if not uow.staff.first_time(key, visit.my_id, now):
            return None
        if uow.staff.by_email(member.email) is not None:
            raise BadValue("known_email", "There is an account of this e-mail; make it a new link.")
        # The job may run again, so that it may not change what it was given.
        staff_id = uow.staff.add(replace(member)).id or 0
        uow.staff.audit(visit.my_id, "staff_add", f"staff:{staff_id}", now)
        return issue_link(uow, staff_id, now, office.settings.link_for)

    token = await office.desk.write("staff-add", job)
    return await _link(visit, member.email, token) if token else None


async def _link(visit: Visit, email: str, token: str) -> Link:
    """Return the link to show, mailed too where the city sends mail: it stands committed."""
    office = visit.office
    hours = int(office.settings.link_for.total_seconds() // 3600)
    link = Link(email, welcome_url(office.settings.public_url, token), hours)
    if not office.helpers.mails or EMAIL.fullmatch(email) is None:
        return link
    mailed = await office.helpers.mail_link(email, link.url, hours, office.wording.language)
    return replace(link, mailed=mailed)


def member_of(uow: UnitOfWork, staff_id: int) -> StaffMember:
    """Return an account. Errors: 404."""
    member = uow.staff.get(staff_id)
    if member is None:
        raise web.HTTPNotFound
    return member


# --- gathering -----------------------------------------------------------------------------------


def _rows(members: Iterable[StaffMember], visit: Visit) -> list[PersonRow]:
    rows = [_row(member, visit) for member in members]
    return sorted(rows, key=lambda row: (row.state == "off", row.name.casefold()))


def _row(member: StaffMember, visit: Visit) -> PersonRow:
    city = visit.office.city
    return PersonRow(
        id=member.id or 0,
        name=member.name or member.email,
        email=member.email,
        role=visit.office.wording.say(f"role-{member.role}"),
        bodies=tuple(body_name(body, city) for body in member.bodies),
        duty=member.duty,
        state=state_of(member),
        me=member.id == visit.my_id,
    )


def state_of(member: StaffMember) -> str:
    """Return whether an account is off, invited only, or its owner here or away."""
    if member.disabled_at is not None:
        return "off"
    if member.password_hash is None:
        return "invited"
    return "away" if member.away else "here"


def bodies_by_name(visit: Visit) -> tuple[tuple[str, str], ...]:
    """Return ids and names of the city's bodies in the order of the names."""
    bodies = ((body, visit.office.city.body(body)) for body in visit.office.city.bodies)
    return tuple(sorted(bodies, key=lambda pair: pair[1].casefold()))
