"""Notices: where a member is wanted, kept until looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from core.colleagues import Notice
from core.ports import UnitOfWork
from inbox.access import STAFF, Routes, Visit, see_other
from inbox.moments import Moments
from inbox.showing import show
from inbox.shown import names_of

SHOWN = 50
MOST_COUNTED = 20

routes = Routes()


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as a line: ids and kinds only, so that it may be said outside the page too."""

    id: int
    words: str
    href: str
    when: str
    new: bool


@dataclass(frozen=True, slots=True)
class Bell:
    """How many notices are unseen, and the newest of them for the browser to tell."""

    count: int
    newest: NoticeRow | None


@routes.get("/notices", STAFF)
async def notices_page(visit: Visit) -> web.StreamResponse:
    """The latest notices."""
    rows = await _rows(visit, SHOWN)
    return show(visit, "notices.html", rows=rows, unseen=any(row.new for row in rows))


@routes.get("/notices/bell", STAFF, background=True)
async def bell(visit: Visit) -> web.StreamResponse:
    """The link in the bar, with the count."""
    unseen = [row for row in await _rows(visit, MOST_COUNTED) if row.new]
    return show(visit, "_bell.html", bell=Bell(len(unseen), unseen[0] if unseen else None))


@routes.post("/notices/seen", STAFF)
async def seen(visit: Visit) -> web.StreamResponse:
    """Take all notices as seen."""
    my_id, now = visit.my_id, visit.office.desk.now()

    def job(uow: UnitOfWork) -> None:
        for subject in {n.subject for n in uow.colleagues.notices_of(my_id) if n.seen_at is None}:
            uow.colleagues.see(my_id, subject, now)

    await visit.office.desk.write(("staff", my_id), job)
    return see_other("/inbox/notices")


async def _rows(visit: Visit, limit: int) -> tuple[NoticeRow, ...]:
    my_id = visit.my_id

    def look(uow: UnitOfWork) -> tuple[list[Notice], Mapping[int, str]]:
        notices = uow.colleagues.notices_of(my_id, limit)
        by = any(notice.by is not None for notice in notices)
        return notices, names_of(uow.staff.all()) if by else {}

    notices, names = await visit.office.desk.read(look)
    moments = visit.office.moments()
    return tuple(_row(notice, names, visit, moments) for notice in notices)


def _row(notice: Notice, names: Mapping[int, str], visit: Visit, moments: Moments) -> NoticeRow:
    say = visit.office.wording.say
    kind, _, number = notice.subject.partition(":")
    by = names.get(notice.by or 0) or say("by-colleague")
    return NoticeRow(
        id=notice.id or 0,
        words=say(f"notice-{notice.kind.replace('_', '-')}", by=by),
        href=f"/inbox/{kind}s/{number}",
        when=moments.when(notice.at),
        new=notice.seen_at is None,
    )
