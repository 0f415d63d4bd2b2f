"""The first page: who waits for a person, and the cases to work on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from aiohttp import web

from core.model import Case, StaffMember
from core.ports import CaseFilter, UnitOfWork
from core.routing import TRIAGE
from core.staff import RIGHTS, bodies_seen, may
from inbox.access import STAFF, Routes, Visit, own_path, see_other
from inbox.moments import Moments
from inbox.showing import show
from inbox.shown import (
    DUE_SOON,
    CaseRow,
    HandoffRow,
    case_row,
    handoff_row,
    names_of,
)

PAGE_ROWS = 50
LAST_PAGE = 2000
LONGEST_SEARCH = 200
NUMBER = re.compile(r"\w{1,8}-\d{4}-\d{6,9}")

routes = Routes()


# --- what the page shows -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tab:
    """A filter of the list with how many cases it holds."""

    name: str
    label: str
    count: int
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    show: str
    search: str
    page: int

    def query(self, **changes: str) -> str:
        """Return the address of the list with something else asked."""
        asked = {"show": self.show, "q": self.search, **changes}
        return urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True, slots=True)
class Queue:
    """The lists. `handoffs` is None for whom conversations are no business, `tabs` for cases."""

    handoffs: tuple[HandoffRow, ...] | None
    waiting: int
    late: int
    tabs: tuple[Tab, ...]
    cases: tuple[CaseRow, ...]
    search: str
    query: str
    newer: str | None
    older: str | None


# --- pages ---------------------------------------------------------------------------------------


@routes.get("/", STAFF)
async def queue_page(visit: Visit) -> web.StreamResponse:
    """The lists; a search for one case's number opens the case."""
    asked = asked_of(visit)
    found = await _exact(visit, asked.search)
    if found is not None:
        return see_other(f"/inbox/cases/{found}")
    return show(visit, "queue.html", queue=await gather(visit, asked))


@routes.get("/queue", STAFF, background=True)
async def queue_part(visit: Visit) -> web.StreamResponse:
    """The lists alone, to be put into the open page."""
    return show(visit, "_queue.html", queue=await gather(visit, asked_of(visit)))


@routes.post("/presence", STAFF)
async def presence(visit: Visit) -> web.StreamResponse:
    """Say that one is here, or away: hand-offs are promised by who is here."""
    away, my_id = visit.form.text("away") == "yes", visit.my_id
    now = visit.office.desk.now()

    def job(uow: UnitOfWork) -> None:
        member = uow.staff.get(my_id)
        if member is not None and member.away != away:
            uow.staff.save(replace(member, away=away))
            uow.staff.audit(my_id, "away" if away else "here", f"staff:{my_id}", now)

    await visit.office.desk.write(("staff", my_id), job)
    return see_other(own_path(visit.form.text("back")))


# --- gathering -----------------------------------------------------------------------------------


def asked_of(visit: Visit) -> Asked:
    """Return what the address asks for; what it may not ask for is as if it were not there."""
    query, offered = visit.request.query, filters_for(visit.me, visit.office.desk.now())
    search, chosen, page = query.get("q", "").strip(), query.get("show", ""), query.get("page", "")
    usual = "all" if search else usual_filter(visit.me)
    return Asked(
        show=chosen if chosen in offered else usual,
        search=search[:LONGEST_SEARCH],
        page=min(max(1, int(page)), LAST_PAGE) if page.isdecimal() and len(page) < 6 else 1,
    )


def filters_for(me: StaffMember, now: datetime) -> dict[str, CaseFilter]:
    """Return the filters a member may choose from, by name, in the order of their tabs."""
    seen = bodies_seen(me)
    if seen == ():
        return {}
    everything = CaseFilter(bodies=seen)
    unended = replace(everything, open=True)
    whole_city = seen is None
    offered = {
        "mine": replace(unended, executor=f"staff:{me.id}"),
        "bodies": replace(unended, bodies=me.bodies) if me.bodies else None,
        "triage": replace(unended, bodies=(TRIAGE,)) if whole_city else None,
        "soon": replace(unended, due_from=now, due_before=now + DUE_SOON),
        "late": replace(unended, due_before=now),
        "open": unended if whole_city or not me.bodies else None,
        "all": everything,
    }
    return {name: wanted for name, wanted in offered.items() if wanted is not None}


def usual_filter(me: StaffMember) -> str:
    """Return the filter of whoever has not chosen one."""
    return "bodies" if me.bodies else "open"


async def gather(visit: Visit, asked: Asked) -> Queue:
    """Return the lists as they are now."""
    now = visit.office.desk.now()
    return await visit.office.desk.read(lambda uow: _queue(uow, visit, asked, now))


def _queue(uow: UnitOfWork, visit: Visit, asked: Asked, now: datetime) -> Queue:
    names, moments = names_of(uow.staff.all()), visit.office.moments(now)
    filters = filters_for(visit.me, now)
    tabs = tuple(_tab(name, uow.cases.count(filters[name]), asked, visit) for name in filters)
    cases = _page(uow, filters.get(asked.show), asked)
    handoffs = _handoffs(uow, visit, names, moments)
    return Queue(
        handoffs=handoffs,
        waiting=sum(row.waiting for row in handoffs or ()),
        late=next((tab.count for tab in tabs if tab.name == "late"), 0),
        tabs=tabs,
        cases=tuple(
            case_row(case, visit.me, names, visit.office, moments) for case in cases[:PAGE_ROWS]
        ),
        search=asked.search,
        query=asked.query(page=str(asked.page)),
        newer=asked.query(page=str(asked.page - 1)) if asked.page > 1 else None,
        older=asked.query(page=str(asked.page + 1)) if len(cases) > PAGE_ROWS else None,
    )


def _page(uow: UnitOfWork, wanted: CaseFilter | None, asked: Asked) -> list[Case]:
    """Return the page's cases and one more, which tells that there is another page."""
    if wanted is None:
        return []
    searched = replace(wanted, text=asked.search or None)
    return uow.cases.page(searched, PAGE_ROWS + 1, (asked.page - 1) * PAGE_ROWS)


def _tab(name: str, count: int, asked: Asked, visit: Visit) -> Tab:
    return Tab(
        name=name,
        label=visit.office.wording.say(f"tab-{name}"),
        count=count,
        href=f"/inbox/?{asked.query(show=name)}",
        current=name == asked.show,
    )


def _handoffs(
    uow: UnitOfWork, visit: Visit, names: Mapping[int, str], moments: Moments
) -> tuple[HandoffRow, ...] | None:
    """Return who waits, longest first, then who is being talked to, one's own first."""
    if "handoff_view" not in RIGHTS[visit.me.role]:
        return None
    rows = [
        handoff_row(handoff, visit.me, names, visit.office, moments)
        for handoff in uow.handoffs.open()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.waiting, not row.mine, row.since_iso)))


async def _exact(visit: Visit, search: str) -> str | None:
    """Return the number when the search is exactly one case's that the member may see."""
    number = search.upper()
    if not NUMBER.fullmatch(number):
        return None
    case = await visit.office.desk.read(lambda uow: uow.cases.get(number))
    return number if case is not None and may(visit.me, "view", case.body) else None
