"""One account, for administrators: what it is, where it is signed in, what it looked at and did."""

from dataclasses import dataclass, replace

from aiohttp import web

from core.model import Role, StaffMember
from core.ports import UnitOfWork
from core.refusals import BadValue, Refusal
from core.rows import AuditLine
from core.staff import check_member
from inbox.access import Routes, Visit, see_other
from inbox.moments import Moments
from inbox.refusals import explain
from inbox.showing import show
from inbox.views.people import MANAGER, bodies_by_name, check_duty, member_of, state_of

LINES_SHOWN = 100

routes = Routes()


@dataclass(frozen=True, slots=True)
class TrailLine:
    """A line of the audit trail."""

    at: str
    what: str
    subject: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """The page; `role`, `bodies` and `duty` as they are or as typed."""

    id: int
    name: str
    email: str
    state: str
    me: bool
    role: str
    bodies: tuple[str, ...]
    duty: str
    sessions: int
    trail: tuple[TrailLine, ...]
    roles: tuple[tuple[str, str], ...]
    all_bodies: tuple[tuple[str, str], ...]
    problem: str | None = None


@routes.get(r"/staff/{id:\d{1,18}}", MANAGER)
async def account_page(visit: Visit) -> web.StreamResponse:
    """The account with the latest lines of its trail."""
    return show(visit, "person.html", account=await _gather(visit))


@routes.post(r"/staff/{id:\d{1,18}}", MANAGER)
async def change(visit: Visit) -> web.StreamResponse:
    """Change role, bodies and duty hours; nobody changes the own role."""
    office, form, staff_id = visit.office, visit.form, visit.number("id")
    role, bodies, duty = form.text("role"), form.all("bodies"), form.text("duty")
    now = office.desk.now()

    def job(uow: UnitOfWork) -> None:
        member = member_of(uow, staff_id)
        if staff_id == visit.my_id and role != member.role:
            raise BadValue("own_role", "Ask another administrator to change your role.")
        if role not in set(Role):
            raise BadValue("bad_role", "There is no such role; choose one of the list.")
        check_member(Role(role), bodies, office.city.bodies)
        check_duty(duty)
        uow.staff.save(replace(member, role=Role(role), bodies=bodies, duty=duty or None))
        uow.staff.audit(visit.my_id, "staff_change", f"staff:{staff_id}", now)

    try:
        await office.desk.write(("staff", staff_id), job)
    except Refusal as refusal:
        account = await _gather(visit)
        typed = replace(account, role=role, bodies=bodies, duty=duty)
        typed = replace(typed, problem=explain(refusal, office.wording))
        return show(visit, "person.html", status=422, account=typed)
    return see_other(f"/inbox/staff/{staff_id}?done=staff-change")


@routes.post(r"/staff/{id:\d{1,18}}/sign-out", MANAGER)
async def sign_out(visit: Visit) -> web.StreamResponse:
    """End every session of an account."""
    staff_id, now = visit.number("id"), visit.office.desk.now()

    def job(uow: UnitOfWork) -> None:
        member_of(uow, staff_id)
        uow.staff.end_sessions(staff_id)
        uow.staff.audit(visit.my_id, "staff_sign_out", f"staff:{staff_id}", now)

    await visit.office.desk.write(("staff", staff_id), job)
    return see_other(f"/inbox/staff/{staff_id}?done=sign-out")


async def _gather(visit: Visit) -> Account:
    office, staff_id, now = visit.office, visit.number("id"), visit.office.desk.now()

    def look(uow: UnitOfWork) -> tuple[StaffMember, int, list[AuditLine]]:
        member = member_of(uow, staff_id)
        sessions = uow.staff.sessions_of(staff_id, now)
        return member, len(sessions), uow.staff.audit_of(staff_id, LINES_SHOWN)

    member, sessions, lines = await office.desk.read(look)
    moments = office.moments(now)
    return Account(
        id=staff_id,
        name=member.name or member.email,
        email=member.email,
        state=state_of(member),
        me=staff_id == visit.my_id,
        role=str(member.role),
        bodies=member.bodies,
        duty=member.duty or "",
        sessions=sessions,
        trail=tuple(_line(line, visit, moments) for line in lines),
        roles=tuple((str(role), office.wording.say(f"role-{role}")) for role in Role),
        all_bodies=bodies_by_name(visit),
    )


def _line(line: AuditLine, visit: Visit, moments: Moments) -> TrailLine:
    kind, _, number = line.subject.rpartition(":")
    paths = {"case": "cases", "conversation": "conversations", "staff": "staff"}
    action = line.action.replace("_", "-")
    return TrailLine(
        at=moments.when(line.at),
        what=visit.office.wording.first(f"audit-{action}", "audit-other"),
        subject=number,
        href=f"/inbox/{paths[kind]}/{number}" if kind in paths else None,
    )
