"""The city's bodies and who is in office there: read from its data, persons entered with a date."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from aiohttp import web

from core import offices
from core.model import OfficeHolder
from core.ports import UnitOfWork
from core.refusals import BadValue, Refusal
from inbox.access import Routes, Visit, needs, see_other
from inbox.refusals import explain
from inbox.showing import show
from inbox.views.people import bodies_by_name

routes = Routes()

MANAGER = needs("office_manage")


# --- what the page shows -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HolderRow:
    """A person in office. `now`: holds the post today."""

    id: int
    body: str
    post: str
    name: str
    since: str
    until: str | None
    now: bool


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body as the city's data have it. `superior`: who hears complaints about it."""

    id: str
    name: str
    delivery: str
    mail: str | None
    superior: str | None


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as typed, a new one empty."""

    office: str = ""
    post: str = ""
    name: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class CityShown:
    """The page. `norms`: services with the hours in which their body is heard of."""

    holders: tuple[HolderRow, ...]
    bodies: tuple[BodyRow, ...]
    choices: tuple[tuple[str, str], ...]
    norms: tuple[tuple[str, int], ...]
    today: str
    typed: Typed = field(default_factory=Typed)
    problem: str | None = None


# --- pages and acts ------------------------------------------------------------------------------


@routes.get("/city", MANAGER)
async def city_page(visit: Visit) -> web.StreamResponse:
    """Bodies, norms and persons in office."""
    return await _page(visit)


@routes.post("/city/offices", MANAGER)
async def enter(visit: Visit) -> web.StreamResponse:
    """Enter who holds a post since a day."""
    office, me, form = visit.office, visit.me, visit.form
    typed = Typed(*(form.text(name) for name in ("office", "post", "name", "since", "until")))
    key, now = form.key, office.desk.now()

    def job(uow: UnitOfWork) -> None:
        holder = OfficeHolder(
            office=typed.office,
            post=typed.post,
            name=typed.name,
            since=_day(typed.since),
            until=_day(typed.until) if typed.until else None,
        )
        if uow.staff.first_time(key, visit.my_id, now):
            offices.enter(uow, me, holder, now, bodies=office.city.bodies)

    try:
        await office.desk.write("offices", job)
    except Refusal as refusal:
        return await _page(visit, typed=typed, problem=explain(refusal, office.wording), status=422)
    return see_other("/inbox/city?done=office-enter")


@routes.post(r"/city/offices/{id:\d{1,18}}/end", MANAGER)
async def end(visit: Visit) -> web.StreamResponse:
    """Note the last day of a person in a post."""
    office, me, holder_id = visit.office, visit.me, visit.number("id")
    until, now = visit.form.text("until"), office.desk.now()

    def job(uow: UnitOfWork) -> None:
        if uow.offices.get(holder_id) is None:
            raise web.HTTPNotFound
        offices.end(uow, me, holder_id, _day(until), now)

    try:
        await office.desk.write("offices", job)
    except Refusal as refusal:
        return await _page(visit, problem=explain(refusal, office.wording), status=422)
    return see_other("/inbox/city?done=office-end")


def _day(typed: str) -> date:
    """Return the day of a date field. Errors: BadValue (`bad_day`)."""
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise BadValue("bad_day", "Write the day as 2026-11-24.") from error


# --- gathering -----------------------------------------------------------------------------------


async def _page(
    visit: Visit, *, typed: Typed | None = None, problem: str | None = None, status: int = 200
) -> web.Response:
    city = visit.office.city
    holders = await visit.office.desk.read(lambda uow: list(uow.offices.all()))
    today = visit.office.desk.now().astimezone(city.zone).date()
    norms = ((city.service(code), hours) for code, hours in city.response_hours.items())
    shown = CityShown(
        holders=tuple(_holders(holders, visit, today)),
        bodies=tuple(_bodies(visit)),
        choices=bodies_by_name(visit),
        norms=tuple(sorted(norms, key=lambda pair: pair[0].casefold())),
        today=today.isoformat(),
        typed=typed or Typed(since=today.isoformat()),
        problem=problem,
    )
    return show(visit, "city.html", status=status, city=shown)


def _holders(holders: Iterable[OfficeHolder], visit: Visit, today: date) -> list[HolderRow]:
    rows = [
        HolderRow(
            id=holder.id or 0,
            body=visit.office.city.body(holder.office),
            post=holder.post,
            name=holder.name,
            since=holder.since.isoformat(),
            until=holder.until.isoformat() if holder.until else None,
            now=holder.on(today),
        )
        for holder in holders
    ]
    return sorted(rows, key=lambda row: (not row.now, row.body.casefold(), row.post))


def _bodies(visit: Visit) -> list[BodyRow]:
    city = visit.office.city
    rows = [
        BodyRow(
            id=body.id,
            name=city.body(body.id),
            delivery=body.delivery,
            mail=body.mail,
            superior=city.body(above) if (above := body.superior or body.parent) else None,
        )
        for body in city.bodies.values()
    ]
    return sorted(rows, key=lambda row: row.name.casefold())
