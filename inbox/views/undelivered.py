"""Cases that did not reach their body, or that it did not confirm in its time."""

from dataclasses import dataclass

from aiohttp import web

from core import delivery as rules
from core.model import Case, Delivery
from core.ports import UnitOfWork
from core.staff import bodies_seen
from inbox.access import Routes, Visit, needs, see_other
from inbox.showing import show
from inbox.shown import body_name, topic_of

MOST = 100
# Who looks after conversations also sees to it that cases arrive; a body's own executors do not.
DESK = needs("handoff_take")

routes = Routes()


@dataclass(frozen=True, slots=True)
class Row:
    """A case that hangs. `again`: the delivery to send once more, where that may help."""

    number: str
    topic: str
    body: str
    since: str
    why: str
    error: str | None
    again: int | None


@routes.get("/undelivered", DESK)
async def undelivered_page(visit: Visit) -> web.StreamResponse:
    """The list, what hangs longest first."""
    rows = await visit.office.desk.read(lambda uow: _rows(uow, visit))
    return show(visit, "undelivered.html", rows=rows[:MOST], more=len(rows) > MOST)


@routes.post(r"/undelivered/{id:\d{1,18}}/again", DESK)
async def send_again(visit: Visit) -> web.StreamResponse:
    """Let a letter that was given up be sent again."""
    wanted, my_id, key = visit.number("id"), visit.my_id, visit.form.key
    now = visit.office.desk.now()

    def job(uow: UnitOfWork) -> None:
        found = next((pair for pair in _hanging(uow, visit) if pair[0].id == wanted), None)
        if found is None or found[0].status != "dead":
            return
        if uow.staff.first_time(key, my_id, now):
            rules.again(found[0], now)
            uow.deliveries.save(found[0])
            uow.staff.audit(my_id, "delivery_again", found[1].number, now)

    await visit.office.desk.write("deliveries", job)
    return see_other("/inbox/undelivered?done=again")


def _rows(uow: UnitOfWork, visit: Visit) -> tuple[Row, ...]:
    office, moments = visit.office, visit.office.moments()
    return tuple(
        Row(
            number=case.number,
            topic=topic_of(case, office.city),
            body=body_name(case.body, office.city),
            since=moments.when(row.created_at),
            why=office.wording.say(f"undelivered-{row.status}"),
            error=row.error,
            again=row.id if row.status == "dead" else None,
        )
        for row, case in _hanging(uow, visit)
    )


def _hanging(uow: UnitOfWork, visit: Visit) -> list[tuple[Delivery, Case]]:
    """Return the oldest that hang with their cases, one more than are shown."""
    hours, now = visit.office.city.response_hours, visit.office.desk.now()
    rows = uow.deliveries.unconfirmed(bodies_seen(visit.me), now, hours, limit=MOST + 1)
    found = ((row, uow.cases.by_id(row.case_id)) for row in rows)
    return [(row, case) for row, case in found if case is not None]
