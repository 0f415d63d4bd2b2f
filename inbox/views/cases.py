"""A case: what it is, until when, what was done, and what may be done now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from aiohttp import web

from core.messages import FileRef
from core.model import Case, CaseEvent, Outcome, StaffMember
from core.ports import UnitOfWork
from core.refusals import BadValue, Refusal
from core.staff import may
from core.told import words_by_line
from inbox.access import Routes, Visit, needs, see_other
from inbox.forms import FilesRefused, drop_files, keep_files
from inbox.moments import Moments
from inbox.office import Office
from inbox.refusals import explain, status_of
from inbox.showing import show
from inbox.shown import (
    CaseRow,
    FileShown,
    actor_name,
    body_name,
    case_row,
    file_shown,
    names_of,
)

LONGEST_TEXT = 3000
ACTS = ("take", "start", "ask", "forward", "answer", "reject", "extend", "reopen")
# Facts that say nothing about the person; any other stands behind the control that is on record.
OPEN_FACTS = ("since", "scope", "entrance", "floor", "provider", "period", "wanted", "official")

NUMBER = r"{number:[\w-]{1,32}}"

routes = Routes()


# --- what the page shows -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fact:
    """A thing that the resident told, with its name in words."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history. `said`: the resident's words that came with it."""

    what: str
    by: str
    note: str | None
    said: str | None
    at: str
    iso: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to choose and its words."""

    value: str
    label: str


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
    handed_over: str
    conversation_href: str | None
    acts: tuple[str, ...]
    seen: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was not accepted: which, why, and what was typed."""

    do: str = ""
    problem: str | None = None
    text: str = ""
    outcome: str = ""
    reason: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the forms offer."""

    bodies: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    reasons: tuple[Choice, ...]


# --- pages ---------------------------------------------------------------------------------------


@routes.get(f"/cases/{NUMBER}", needs("view"))
async def case_page(visit: Visit) -> web.StreamResponse:
    """The case."""
    shown = await gather(visit, visit.path("number"))
    await visit.office.looks.note(visit.my_id, f"case:{shown.row.number}")
    return _page(visit, shown)


@routes.get(f"/cases/{NUMBER}/live", needs("view"), background=True)
async def case_live(visit: Visit) -> web.StreamResponse:
    """The parts of the page that change by themselves; forms under way are none of them."""
    shown = await gather(visit, visit.path("number"))
    await visit.office.looks.go_on(visit.my_id, f"case:{shown.row.number}")
    seen = visit.request.query.get("seen", "")
    changed = seen.isdecimal() and int(seen[:9]) < shown.seen
    return show(visit, "_case_live.html", case=shown, changed=changed)


@routes.post(f"/cases/{NUMBER}/applicant", needs("view"))
async def reveal_applicant(visit: Visit) -> web.StreamResponse:
    """Who filed the case, once and on record."""
    number = visit.path("number")
    case = await visit.office.desk.read(lambda uow: _case(uow, visit.me, number))
    await visit.office.looks.note(visit.my_id, f"case:{case.number}", "reveal")
    applicant = applicant_facts(case, visit.office)
    if visit.by_htmx:
        return show(visit, "_applicant.html", applicant=applicant)
    return _page(visit, await gather(visit, number), applicant=applicant)


@routes.post(f"/cases/{NUMBER}/{{do:{'|'.join(ACTS)}}}", needs("view"), files=True)
async def act(visit: Visit) -> web.StreamResponse:
    """Do something to the case; what cannot be done comes back on the page with what was typed."""
    number, do = visit.path("number"), visit.path("do")
    try:
        case = await _do(visit, number, do)
    except Refusal as refusal:
        shown, typed = await gather(visit, number), _typed(visit, do, refusal)
        return _page(visit, shown, typed=typed, status=status_of(refusal))
    if may(visit.me, "view", case.body):
        return see_other(f"/inbox/cases/{case.number}?done={do}")
    return see_other(f"/inbox/?done={do}")


def _page(
    visit: Visit,
    shown: CaseShown,
    *,
    typed: Typed | None = None,
    applicant: tuple[Fact, ...] | None = None,
    status: int = 200,
) -> web.Response:
    return show(
        visit,
        "case.html",
        status=status,
        case=shown,
        typed=typed or Typed(),
        applicant=applicant,
        choices=choices(visit.office, shown),
    )


# --- acting --------------------------------------------------------------------------------------


async def _do(visit: Visit, number: str, do: str) -> Case:
    office, form = visit.office, visit.form
    if len(form.text("text")) > LONGEST_TEXT:
        raise BadValue("too_long", f"At most {LONGEST_TEXT} characters; shorten the text.")
    case = await office.desk.read(lambda uow: _case(uow, visit.me, number))
    proof = await _proof(visit) if do == "answer" else []
    try:
        return await _write(visit, case, do, proof)
    except Refusal:
        await drop_files(proof, office.settings)
        raise


async def _proof(visit: Visit) -> list[FileRef]:
    try:
        return await keep_files(visit.form.files, visit.office.settings)
    except FilesRefused as error:
        raise BadValue("bad_files", "Too many, too large or empty files; choose others.") from error


async def _write(visit: Visit, case: Case, do: str, proof: Sequence[FileRef]) -> Case:
    office, form, me, my_id = visit.office, visit.form, visit.me, visit.my_id
    now, key = office.desk.now(), form.key

    def job(uow: UnitOfWork) -> Case | None:
        if not uow.staff.first_time(key, my_id, now):
            return None
        return office.actions.case(
            uow,
            me,
            case.number,
            do,
            now,
            text=form.text("text") or None,
            outcome=form.text("outcome") or None,
            reason=form.text("reason") or None,
            to=form.text("to") or None,
            proof=proof,
        )

    # The key of the chat's own turns: what staff do and what the resident says take their turns.
    done = await office.desk.write(case.chat, job)
    if done is None:
        await drop_files(proof, office.settings)
    return done or case


def _typed(visit: Visit, do: str, refusal: Refusal) -> Typed:
    form = visit.form
    return Typed(
        do=do,
        problem=explain(refusal, visit.office.wording),
        text=form.text("text"),
        outcome=form.text("outcome"),
        reason=form.text("reason"),
        to=form.text("to"),
    )


def choices(office: Office, shown: CaseShown) -> Choices:
    """Return what the forms offer: bodies by name, outcomes, lawful reasons."""
    city = office.city
    others = (body for body in city.bodies.values() if body.id != shown.body_id)
    bodies = sorted(
        (Choice(body.id, body.name_uk) for body in others), key=lambda c: c.label.casefold()
    )
    return Choices(
        bodies=tuple(bodies),
        outcomes=tuple(Choice(str(outcome), city.outcome(outcome)) for outcome in Outcome),
        reasons=tuple(Choice(code, city.reject_reason(code)) for code in city.reject_reasons),
    )


# --- gathering -----------------------------------------------------------------------------------


async def gather(visit: Visit, number: str) -> CaseShown:
    """Return the case as it is now. Errors: 404, also for one that is none of the member's."""
    now = visit.office.desk.now()
    return await visit.office.desk.read(lambda uow: _shown(uow, visit, number, now))


def _case(uow: UnitOfWork, me: StaffMember, number: str) -> Case:
    case = uow.cases.get(number.upper())
    if case is None or not may(me, "view", case.body):
        raise web.HTTPNotFound
    return case


def _shown(uow: UnitOfWork, visit: Visit, number: str, now: datetime) -> CaseShown:
    office, me = visit.office, visit.me
    case = _case(uow, me, number)
    case_id, names, moments = case.id or 0, names_of(uow.staff.all()), office.moments(now)
    history = uow.cases.history(case_id)
    said = words_by_line(case, history)
    return CaseShown(
        row=case_row(case, me, names, office, moments),
        body_id=case.body,
        description=case.description,
        facts=_open_facts(case, office),
        addressee=body_name(case.addressee, office.city) if case.addressee else None,
        anonymous=not applicant_facts(case, office),
        registered_at=moments.when(case.registered_at),
        answer=case.answer,
        outcome=office.city.outcome(case.outcome) if case.outcome else None,
        rating=(case.rating.quality, case.rating.speed) if case.rating else None,
        reopened=case.reopened,
        files=tuple(file_shown(file, office) for file in uow.attachments.of_case(case_id)),
        history=tuple(
            _event(line, said.get(n), names, office, moments) for n, line in enumerate(history)
        ),
        handed_over=_handed_over(uow, case, moments),
        conversation_href=_conversation(case, me),
        acts=tuple(do for do in ACTS if _offered(office, me, case, do)),
        seen=len(history),
    )


def _offered(office: Office, me: StaffMember, case: Case, do: str) -> bool:
    """Whether to offer an act: taking is not for whoever has it, nor over a colleague's head."""
    if not office.actions.can(me, case, do):
        return False
    if do != "take" or case.executor is None:
        return True
    return case.executor != f"staff:{me.id}" and may(me, "reassign", case.body)


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


# --- facts and history ---------------------------------------------------------------------------


def _open_facts(case: Case, office: Office) -> tuple[Fact, ...]:
    told = {name: case.facts.get(name) for name in OPEN_FACTS}
    # What the address says already is not said twice.
    known = {n for n in ("entrance", "floor") if case.address and getattr(case.address, n)}
    return _facts({name: value for name, value in told.items() if name not in known}, office)


def applicant_facts(case: Case, office: Office) -> tuple[Fact, ...]:
    """Return everything that tells who filed the case."""
    who = case.applicant
    told = {"name": who.name, "phone": who.phone, "email": who.email}
    if case.address is not None:
        told["apartment"] = case.address.apartment
    told |= {name: value for name, value in case.facts.items() if name not in OPEN_FACTS}
    return _facts(told, office)


def _facts(told: Mapping[str, object], office: Office) -> tuple[Fact, ...]:
    known = {name: value for name, value in told.items() if value not in (None, "")}
    return tuple(_fact(name, str(value), office) for name, value in known.items())


def _fact(name: str, value: str, office: Office) -> Fact:
    label = office.wording.first(f"fact-{name.replace('_', '-')}", "fact-other")
    own = f"value-{name}-{value}"
    if office.wording.has(own):
        return Fact(label, office.wording.say(own))
    return Fact(label, _day(value, office) or value)


def _day(value: str, office: Office) -> str | None:
    """Return a date or the first day of a period in words; None for anything else."""
    try:
        day = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return office.moments().day(datetime(day.year, day.month, day.day, 12, tzinfo=office.city.zone))


def _event(
    line: CaseEvent,
    said: str | None,
    names: Mapping[int, str],
    office: Office,
    moments: Moments,
) -> Event:
    wording = office.wording
    return Event(
        what=wording.first(f"event-{line.event.replace('_', '-')}", "event-other"),
        by=actor_name(line.by, names, office),
        note=_note(line, office, moments),
        said=said,
        at=moments.when(line.at),
        iso=moments.iso(line.at),
    )


def _note(line: CaseEvent, office: Office, moments: Moments) -> str | None:
    """Return what a history line carries besides its event."""
    city, data = office.city, line.data
    if "to" in data:
        return body_name(str(data["to"]), city)
    if "reason" in data and data["reason"] in city.reject_reasons:
        return city.reject_reason(str(data["reason"]))
    if data.get("outcome") in set(Outcome):
        return city.outcome(Outcome(data["outcome"]))
    if "quality" in data:
        return office.wording.say("rating-note", quality=data["quality"], speed=data["speed"])
    if "due_at" in data:
        due = datetime.fromisoformat(str(data["due_at"]))
        return office.wording.say("due-note", when=moments.when(due))
    return None
