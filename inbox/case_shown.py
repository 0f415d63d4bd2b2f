"""A case as its page shows it: gathered in one look at the database, for one member."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from core.case_links import linked
from core.geo import window
from core.guards import SHORT_TERMS
from core.lifecycle import OPEN
from core.model import Address, Case, CaseEvent, StaffMember
from core.ports import UnitOfWork
from core.staff import may
from core.told import words_by_line
from inbox.access import Visit
from inbox.case_facts import Event, Fact, applicant_facts, event_shown, note_shown, open_facts
from inbox.maps import METRES, MapShown, map_of
from inbox.moments import Moments
from inbox.office import Office
from inbox.shown import CaseRow, Choice, FileShown, body_name, case_row, file_shown, names_of

ACTS = (
    *("take", "start", "ask", "forward", "answer", "reject", "extend", "shorten", "reopen"),
    *("assign", "merge", "split", "link", "unlink", "note"),
)
# What has forms of its own and is no way of the case itself.
BESIDE = ("merge", "split", "link", "unlink", "note")
MOST_RELATED = 20


@dataclass(frozen=True, slots=True)
class Related:
    """Cases that have to do with a case: which it goes with, which go with it, which are linked,
    which are perhaps the same, and what else the resident filed.
    """

    leader: CaseRow | None
    followers: tuple[CaseRow, ...]
    linked: tuple[CaseRow, ...]
    alike: tuple[CaseRow, ...]
    others: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case as its page shows it. `acts`: what the member may do now; `seen`: lines of history."""

    row: CaseRow
    body_id: str
    description: str
    facts: tuple[Fact, ...]
    addressee: str | None
    anonymous: bool
    registered_at: str
    answer: str | None
    outcome: str | None
    rating: tuple[int, int] | None
    reopened: int
    files: tuple[FileShown, ...]
    history: tuple[Event, ...]
    notes: tuple[Event, ...]
    related: Related
    map: MapShown | None
    templates: tuple[Choice, ...]
    colleagues: tuple[Choice, ...]
    handed_over: str
    conversation_href: str | None
    acts: tuple[str, ...]
    seen: int


async def gather(visit: Visit, number: str) -> CaseShown:
    """Return the case as it is now. Errors: 404, also for one that is none of the member's."""
    now = visit.office.desk.now()
    return await visit.office.desk.read(lambda uow: _shown(uow, visit, number, now))


def case_of(uow: UnitOfWork, me: StaffMember, number: str) -> Case:
    """Return a case that the member may look at. Errors: 404."""
    case = uow.cases.get(number.upper())
    if case is None or not may(me, "view", case.body):
        raise web.HTTPNotFound
    return case


def _shown(uow: UnitOfWork, visit: Visit, number: str, now: datetime) -> CaseShown:
    office, me = visit.office, visit.me
    case = case_of(uow, me, number)
    case_id, names, moments = case.id or 0, names_of(uow.staff.all()), office.moments(now)
    history = uow.cases.history(case_id)
    said = words_by_line(case, history)
    acts = tuple(do for do in ACTS if _offered(office, me, case, do))
    return CaseShown(
        row=case_row(case, me, names, office, moments),
        body_id=case.body,
        description=case.description,
        facts=open_facts(case, office),
        addressee=body_name(case.addressee, office.city) if case.addressee else None,
        anonymous=not applicant_facts(case, office),
        registered_at=moments.when(case.registered_at),
        answer=case.answer,
        outcome=office.city.outcome(case.outcome) if case.outcome else None,
        rating=(case.rating.quality, case.rating.speed) if case.rating else None,
        reopened=case.reopened,
        files=tuple(file_shown(file, office) for file in uow.attachments.of_case(case_id)),
        history=tuple(
            event_shown(line, said.get(n), names, office, moments) for n, line in enumerate(history)
        ),
        notes=tuple(
            note_shown(note, names, office, moments) for note in uow.case_notes.of(case_id)
        ),
        related=_related(uow, case, history, visit, names, moments),
        map=_map(uow, case.address),
        templates=_templates(uow) if "answer" in acts else (),
        colleagues=_colleagues(uow.staff.all(), case) if "assign" in acts else (),
        handed_over=_handed_over(uow, case, moments),
        conversation_href=_conversation(case, me),
        acts=acts,
        seen=len(history),
    )


def _offered(office: Office, me: StaffMember, case: Case, do: str) -> bool:
    """Whether to offer an act: taking is not for whoever has it, nor over a colleague's head."""
    if not office.actions.can(me, case, do):
        return False
    match do:
        case "take" if case.executor is not None:
            return case.executor != f"staff:{me.id}" and may(me, "reassign", case.body)
        case "shorten":
            return case.kind in SHORT_TERMS and not case.due_rule.endswith(SHORT_TERMS[case.kind])
        case "merge" | "split":
            return (case.joined_to is None) == (do == "merge")
    return True


def _conversation(case: Case, me: StaffMember) -> str | None:
    return f"/inbox/conversations/{case.conversation_id}" if may(me, "handoff_view") else None


def _handed_over(uow: UnitOfWork, case: Case, moments: Moments) -> str:
    """Return whether the body really has the case."""
    sent = uow.deliveries.of_case(case.id or 0)
    mine = [d for d in sent if d.body == case.body and d.reason not in ("warned", "withdrawn")]
    if not mine:
        return moments.wording.say("delivery-none")
    last = mine[-1]
    when = moments.when(last.delivered_at) if last.delivered_at else ""
    return moments.wording.say(f"delivery-{last.status}", by=last.by, when=when)


def _templates(uow: UnitOfWork) -> tuple[Choice, ...]:
    return tuple(Choice(reply.shortcut, reply.title) for reply in uow.colleagues.replies())


def _colleagues(staff: Iterable[StaffMember], case: Case) -> tuple[Choice, ...]:
    """Return who may work on the case and does not have it."""
    able = (m for m in staff if may(m, "start", case.body) and case.executor != f"staff:{m.id}")
    return tuple(Choice(str(m.id), m.name or m.email) for m in able)


def _map(uow: UnitOfWork, place: Address | None) -> MapShown | None:
    if place is None or place.lat is None or place.long is None:
        return None
    features = uow.geo.within(*window(place.lat, place.long, METRES))
    return map_of(place.lat, place.long, features)


# --- other cases ---------------------------------------------------------------------------------


def _related(
    uow: UnitOfWork,
    case: Case,
    history: Sequence[CaseEvent],
    visit: Visit,
    names: Mapping[int, str],
    moments: Moments,
) -> Related:
    me, office = visit.me, visit.office
    shown = {case.number}

    def rows(found: Iterable[Case]) -> tuple[CaseRow, ...]:
        """Return what the member may see of them, each case once on the page."""
        fresh = [c for c in found if c.number not in shown and may(me, "view", c.body)]
        shown.update(c.number for c in fresh)
        return tuple(case_row(c, me, names, office, moments) for c in fresh[:MOST_RELATED])

    leader = rows(uow.cases.several([case.joined_to] if case.joined_to else []))
    return Related(
        leader=leader[0] if leader else None,
        followers=rows(uow.cases.joined_to(case.number)),
        linked=rows(uow.cases.several(linked(history)[-MOST_RELATED:])),
        alike=rows(_alike(uow, case)),
        others=rows(uow.cases.of_conversation(case.conversation_id)),
    )


def _alike(uow: UnitOfWork, case: Case) -> list[Case]:
    """Return open cases about the same thing at the same house with the same body."""
    place = case.address
    if case.status not in OPEN or not (
        case.service_code and place and place.street and place.house
    ):
        return []
    found = uow.cases.open_at(case.service_code, place.street, place.house)
    return [other for other in found if other.body == case.body]
