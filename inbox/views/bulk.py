"""One act on several cases: chosen, looked at for each, confirmed, and undone within a minute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from core import bulk
from core.bulk import BULK_ACTIONS, MOST_AT_ONCE
from core.model import BulkAct, Case, StaffMember
from core.ports import UnitOfWork
from core.refusals import BadValue, Refusal
from core.staff import RIGHTS, may
from inbox.access import Routes, Visit, needs, see_other
from inbox.office import Office
from inbox.refusals import explain, status_of
from inbox.showing import show
from inbox.shown import CaseRow, Choice, case_row, names_of

LONGEST_TEXT = 3000

routes = Routes()


@dataclass(frozen=True, slots=True)
class Line:
    """A case with what would become, or became, of it; `problem` is why nothing."""

    row: CaseRow
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class BulkShown:
    """An act that was asked for: when it is done, what it is, what became of each case."""

    id: int
    do: str
    state: str
    when: str
    to: str
    text: str
    lines: tuple[Line, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form asks for."""

    do: str
    to: str
    text: str
    numbers: tuple[str, ...]

    @property
    def args(self) -> Mapping[str, str]:
        """What the act takes besides the cases."""
        return {"to": self.to, "text": self.text}


@routes.get("/bulk", needs("take"))
async def choose(visit: Visit) -> web.StreamResponse:
    """The chosen cases, and what may be done to all of them."""
    return await _choose(visit, _numbers(visit.request.query.getall("n", [])))


@routes.post("/bulk/preview", needs("take"))
async def preview(visit: Visit) -> web.StreamResponse:
    """What would become of each; nothing is done yet."""
    asked = _asked(visit)
    now = visit.office.desk.now()

    def look(uow: UnitOfWork) -> tuple[list[Line], str]:
        found = bulk.foresee(
            uow, visit.office.actions, visit.me, asked.do, asked.args, asked.numbers, now
        )
        to = _to_words(visit.office, asked.do, asked.to, uow.staff.all())
        return _lines(uow, visit, [(one.case, one.refusal) for one in found]), to

    try:
        _check(asked)
        lines, to = await visit.office.desk.read(look)
    except Refusal as refusal:
        problem = explain(refusal, visit.office.wording)
        return await _choose(visit, asked.numbers, problem=problem, status=status_of(refusal))
    return show(
        visit,
        "bulk_preview.html",
        asked=asked,
        to=to,
        lines=lines,
        able=[line.row.number for line in lines if line.problem is None],
    )


@routes.post("/bulk", needs("take"))
async def ask(visit: Visit) -> web.StreamResponse:
    """Hold the act back for its minute."""
    asked, me, key = _asked(visit), visit.me, visit.form.key
    now = visit.office.desk.now()

    def job(uow: UnitOfWork) -> BulkAct | None:
        if not uow.staff.first_time(key, me.id, now):
            return None
        return bulk.ask(uow, me, asked.do, asked.args, asked.numbers, now)

    try:
        _check(asked)
        held = await visit.office.desk.write(("staff", visit.my_id), job)
    except Refusal as refusal:
        problem = explain(refusal, visit.office.wording)
        return await _choose(visit, asked.numbers, problem=problem, status=status_of(refusal))
    return see_other(f"/inbox/bulk/{held.id}" if held else "/inbox/")


@routes.get(r"/bulk/{id:\d{1,18}}", needs("take"))
async def bulk_page(visit: Visit) -> web.StreamResponse:
    """An act of one's own: until when it can be undone, or what became of each case."""
    return show(visit, "bulk_held.html", bulk=await _held(visit))


@routes.get(r"/bulk/{id:\d{1,18}}/live", needs("take"), background=True)
async def bulk_live(visit: Visit) -> web.StreamResponse:
    """The same, to be put into the open page."""
    return show(visit, "_bulk_held.html", bulk=await _held(visit))


@routes.post(r"/bulk/{id:\d{1,18}}/undo", needs("take"))
async def undo(visit: Visit) -> web.StreamResponse:
    """Let it not happen; after its minute it has, and the page says so."""
    me, act_id, now = visit.me, visit.number("id"), visit.office.desk.now()

    def job(uow: UnitOfWork) -> None:
        bulk.undo(uow, me, _own(uow, me, act_id), now)

    try:
        await visit.office.desk.write(("staff", visit.my_id), job)
    except Refusal as refusal:
        problem = explain(refusal, visit.office.wording)
        held, status = await _held(visit), status_of(refusal)
        return show(visit, "bulk_held.html", bulk=held, problem=problem, status=status)
    return see_other(f"/inbox/bulk/{act_id}?done=undo")


# --- gathering -----------------------------------------------------------------------------------


async def _choose(
    visit: Visit, numbers: Sequence[str], *, problem: str | None = None, status: int = 200
) -> web.Response:
    rights = RIGHTS[visit.me.role]

    def look(uow: UnitOfWork) -> tuple[list[Line], tuple[Choice, ...]]:
        found = [c for c in uow.cases.several(numbers) if may(visit.me, "view", c.body)]
        bodies = {case.body for case in found}
        lines = _lines(uow, visit, [(case, None) for case in found])
        return lines, _colleagues(uow.staff.all(), bodies)

    lines, colleagues = await visit.office.desk.read(look)
    return show(
        visit,
        "bulk.html",
        status=status,
        lines=lines,
        acts=[do for do in BULK_ACTIONS if do in rights] if lines else [],
        colleagues=colleagues,
        bodies=_bodies(visit.office),
        problem=problem,
        most=MOST_AT_ONCE,
    )


async def _held(visit: Visit) -> BulkShown:
    office, me, act_id = visit.office, visit.me, visit.number("id")
    now = office.desk.now()

    def look(uow: UnitOfWork) -> BulkShown:
        act = _own(uow, me, act_id)
        found = [c for c in uow.cases.several(act.numbers) if may(me, "view", c.body)]
        codes = act.refused
        told = [(case, _refused(codes.get(case.number))) for case in found]
        return BulkShown(
            id=act_id,
            do=act.do,
            state=act.status,
            when=office.moments(now).clock(act.runs_at),
            to=_to_words(office, act.do, act.args.get("to", ""), uow.staff.all()),
            text=act.args.get("text", ""),
            lines=tuple(_lines(uow, visit, told)),
            mine=act.staff_id == me.id,
        )

    return await office.desk.read(look)


def _own(uow: UnitOfWork, me: StaffMember, act_id: int) -> BulkAct:
    act = uow.bulk_acts.get(act_id)
    if act is None or act.staff_id != me.id:
        raise web.HTTPNotFound
    return act


def _refused(code: str | None) -> Refusal | None:
    return Refusal(code, code) if code else None


def _lines(
    uow: UnitOfWork, visit: Visit, found: Sequence[tuple[Case, Refusal | None]]
) -> list[Line]:
    office = visit.office
    names, moments = names_of(uow.staff.all()), office.moments()
    return [
        Line(
            case_row(case, visit.me, names, office, moments),
            explain(refusal, office.wording) if refusal else None,
        )
        for case, refusal in found
    ]


def _colleagues(staff: Sequence[StaffMember], bodies: set[str]) -> tuple[Choice, ...]:
    """Return who may work on all of the bodies' cases."""
    able = (m for m in staff if bodies and all(may(m, "start", body) for body in bodies))
    return tuple(Choice(str(m.id), m.name or m.email) for m in able)


def _bodies(office: Office) -> tuple[Choice, ...]:
    found = (Choice(body, office.city.body(body)) for body in office.city.bodies)
    return tuple(sorted(found, key=lambda choice: choice.label.casefold()))


def _to_words(office: Office, do: str, to: str, staff: Sequence[StaffMember]) -> str:
    if do == "forward":
        return office.city.body(to)
    if do == "assign":
        return next((m.name or m.email for m in staff if str(m.id) == to), "")
    return to.upper()


# --- what is asked -------------------------------------------------------------------------------


def _asked(visit: Visit) -> Asked:
    form = visit.form
    return Asked(form.text("do"), form.text("to"), form.text("text"), _numbers(form.all("n")))


def _numbers(told: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number.strip().upper() for number in told if number.strip()))


def _check(asked: Asked) -> None:
    if len(asked.text) > LONGEST_TEXT:
        raise BadValue("too_long", f"At most {LONGEST_TEXT} characters; shorten the text.")
    if asked.do == "forward" and not asked.text:
        raise BadValue("no_reason", "Say why: the next body will read it.")
