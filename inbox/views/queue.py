"""The first page: who waits for a person, and the cases to work on."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from aiohttp import web

from core.model import Case
from core.ports import UnitOfWork
from core.rows import CaseFilter, SavedFilter
from core.staff import RIGHTS, may
from inbox.access import STAFF, Routes, Visit, needs, own_path, see_other
from inbox.city import InboxCity
from inbox.lists import (
    Asked,
    asked_of,
    bodies_offered,
    lists_for,
    place_after,
    place_before,
    topics_offered,
)
from inbox.moments import Moments
from inbox.showing import show
from inbox.shown import CaseRow, Choice, HandoffRow, case_row, handoff_row, names_of

PAGE_ROWS = 50
MOST_COUNTED = 1000
MOST_SAVED = 10
LONGEST_NAME = 40
NUMBER = re.compile(r"\w{1,8}-\d{4}-\d{6,9}")

routes = Routes()


# --- what the page shows -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tab:
    """A list with how many cases it holds; `count` is «999+» where there are more."""

    name: str
    label: str
    count: str
    href: str
    current: bool
    saved: int | None = None


@dataclass(frozen=True, slots=True)
class Narrowing:
    """By what a list may be narrowed, and by what it is."""

    bodies: tuple[Choice, ...]
    topics: tuple[Choice, ...]
    body: str
    topic: str
    active: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """The lists. `handoffs` is None for whom conversations are no business, `tabs` for cases."""

    handoffs: tuple[HandoffRow, ...] | None
    waiting: int
    late: int
    tabs: tuple[Tab, ...]
    saved: tuple[Tab, ...]
    cases: tuple[CaseRow, ...]
    narrowing: Narrowing
    search: str
    show: str
    query: str
    newer: str | None
    older: str | None
    acts: bool = False


# --- pages ---------------------------------------------------------------------------------------


@routes.get("/", STAFF)
async def queue_page(visit: Visit) -> web.StreamResponse:
    """The lists; a search for one case's number opens the case."""
    asked = _asked(visit)
    found = await _exact(visit, asked.search)
    if found is not None:
        return see_other(f"/inbox/cases/{found}")
    return show(visit, "queue.html", queue=await gather(visit, asked))


@routes.get("/queue", STAFF, background=True)
async def queue_part(visit: Visit) -> web.StreamResponse:
    """The lists alone, to be put into the open page."""
    return show(visit, "_queue.html", queue=await gather(visit, _asked(visit)))


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


@routes.post("/filters", needs("view"))
async def keep_filter(visit: Visit) -> web.StreamResponse:
    """Keep the shown list under a name; without a name, or with too many kept, nothing is."""
    form, my_id = visit.form, visit.my_id
    asked = asked_of(
        {name: form.text(name) for name in ("show", "q", "body", "topic")},
        *(visit.me, visit.office.city, visit.office.desk.now()),
    )
    name = form.text("name")[:LONGEST_NAME]

    def job(uow: UnitOfWork) -> bool:
        known = uow.filters.of(my_id)
        room = len(known) < MOST_SAVED or name in {one.name for one in known}
        if name and room:
            uow.filters.keep(my_id, name, asked.query())
        return bool(name) and room

    kept = await visit.office.desk.write(("staff", my_id), job)
    done = {"done": "filter" if kept else "filter-full"} if name else {}
    return see_other(f"/inbox/?{asked.query()}{'&' if done else ''}{urlencode(done)}")


@routes.post(r"/filters/{filter:\d{1,18}}/drop", needs("view"))
async def drop_filter(visit: Visit) -> web.StreamResponse:
    """Forget a list of one's own."""
    my_id, filter_id = visit.my_id, visit.number("filter")
    await visit.office.desk.write(("staff", my_id), lambda uow: uow.filters.drop(my_id, filter_id))
    return see_other("/inbox/?done=filter-dropped")


# --- gathering -----------------------------------------------------------------------------------


def _asked(visit: Visit) -> Asked:
    return asked_of(visit.request.query, visit.me, visit.office.city, visit.office.desk.now())


async def gather(visit: Visit, asked: Asked) -> Queue:
    """Return the lists as they are now."""
    now = visit.office.desk.now()
    return await visit.office.desk.read(lambda uow: _queue(uow, visit, asked, now))


def _queue(uow: UnitOfWork, visit: Visit, asked: Asked, now: datetime) -> Queue:
    office, me = visit.office, visit.me
    names, moments = names_of(uow.staff.all()), office.moments(now)
    lists = lists_for(me, now)
    counts = {name: uow.cases.count(wanted, MOST_COUNTED) for name, wanted in lists.items()}
    cases, newer, older = _page(uow, visit, lists.get(asked.show), asked)
    handoffs = _handoffs(uow, visit, names, moments)
    return Queue(
        handoffs=handoffs,
        waiting=sum(row.waiting for row in handoffs or ()),
        late=min(counts.get("late", 0), MOST_COUNTED - 1),
        tabs=tuple(_tab(name, counts[name], asked, visit) for name in lists),
        saved=_saved(uow, visit, asked, lists) if lists else (),
        cases=tuple(case_row(case, me, names, office, moments) for case in cases),
        narrowing=_narrowing(visit, asked),
        search=asked.search,
        show=asked.show,
        query=asked.query(asked.place),
        newer=newer,
        older=older,
        acts="take" in RIGHTS[me.role],
    )


def counted(count: int) -> str:
    """Return a number that was counted up to `MOST_COUNTED`."""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


def _page(
    uow: UnitOfWork, visit: Visit, wanted: CaseFilter | None, asked: Asked
) -> tuple[Sequence[Case], str | None, str | None]:
    """Return the page's cases and where the pages before and after it are."""
    if wanted is None:
        return (), None, None
    place = asked.place
    # One more tells that there is another page on that side.
    found = uow.cases.page(asked.narrow(wanted, visit.office.city), PAGE_ROWS + 1, place)
    more, back = len(found) > PAGE_ROWS, place is not None and place.back
    cases = found[1:] if more and back else found[:PAGE_ROWS]
    if not cases:
        return (), None, asked.query() if back else None
    newer = asked.query(place_before(cases[0])) if (more if back else place) else None
    older = asked.query(place_after(cases[-1])) if more or back else None
    return cases, newer, older


def _tab(name: str, count: int, asked: Asked, visit: Visit) -> Tab:
    return Tab(
        name=name,
        label=visit.office.wording.say(f"tab-{name}"),
        count=counted(count),
        href=f"/inbox/?{asked.query(show=name)}",
        current=name == asked.show,
    )


def _saved(
    uow: UnitOfWork, visit: Visit, asked: Asked, lists: Mapping[str, CaseFilter]
) -> tuple[Tab, ...]:
    def tab(kept: SavedFilter) -> Tab:
        theirs = asked_of(
            dict(parse_qsl(kept.query)), visit.me, visit.office.city, visit.office.desk.now()
        )
        wanted = theirs.narrow(lists[theirs.show], visit.office.city)
        return Tab(
            name=f"saved-{kept.id}",
            label=kept.name,
            count=counted(uow.cases.count(wanted, MOST_COUNTED)),
            href=f"/inbox/?{kept.query}",
            current=theirs.query() == asked.query(),
            saved=kept.id,
        )

    return tuple(tab(kept) for kept in uow.filters.of(visit.my_id))


def _narrowing(visit: Visit, asked: Asked) -> Narrowing:
    city = visit.office.city
    bodies = (Choice(body, city.body(body)) for body in bodies_offered(visit.me, city))
    return Narrowing(
        bodies=tuple(sorted(bodies, key=lambda choice: choice.label.casefold())),
        topics=tuple(_topics(city)),
        body=asked.body,
        topic=asked.topic,
        active=bool(asked.body or asked.topic),
    )


def _topics(city: InboxCity) -> Iterator[Choice]:
    for topic in topics_offered(city):
        words = city.kind(topic) if topic in city.kinds else city.service(topic)
        yield Choice(topic, words[:1].upper() + words[1:])


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
