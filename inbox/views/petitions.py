"""Petitions: what waits for a moderator's word or for an answer, and one with its acts.

Law (393/96-ВР, art. 23-1): a petition is refused only for the reasons of the law, which its author
is told; with the reason goes what to put right. The author's name is published with it.
"""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from core.petition_work import PETITION_ACTIONS
from core.petitions import Petition, PetitionStatus, Support
from core.ports import UnitOfWork
from core.refusals import BadValue, Refusal
from core.staff import RIGHTS
from core.starts import payload
from inbox.access import Routes, Visit, needs, see_other
from inbox.case_facts import Event
from inbox.moments import Moments
from inbox.office import Office
from inbox.refusals import explain, status_of
from inbox.showing import show
from inbox.shown import Choice, actor_name, names_of

PAGE_ROWS = 50
LONGEST_TEXT = 3000
# A number of the city's portal («12/2026») has a hyphen in addresses.
NUMBER = r"{number:[\w-]{1,32}}"
MODERATORS = needs("petition_publish", "petition_refuse", "petition_answer")
LISTS: dict[str, tuple[PetitionStatus, ...]] = {
    "moderation": (PetitionStatus.MODERATION,),
    "consideration": (PetitionStatus.CONSIDERATION,),
    "collecting": (PetitionStatus.COLLECTING,),
    "ended": (
        *(PetitionStatus.ANSWERED, PetitionStatus.COLLECTIVE_APPEAL, PetitionStatus.REFUSED),
        PetitionStatus.WITHDRAWN,
    ),
}
# From which states an act leads; the act itself holds it, this is for what to offer.
OFFERED = {
    "publish": PetitionStatus.MODERATION,
    "refuse": PetitionStatus.MODERATION,
    "answer": PetitionStatus.CONSIDERATION,
}

routes = Routes()


@dataclass(frozen=True, slots=True)
class Row:
    """A petition as a line of a list. `path`: its number as addresses have it; `due`: until when
    the city owes its word.
    """

    number: str
    path: str
    title: str
    status: str
    status_code: str
    votes: int
    threshold: int
    filed_at: str
    due: str | None
    late: bool


@dataclass(frozen=True, slots=True)
class PetitionShown:
    """A petition as its page shows it. `acts`: what the member may do now."""

    row: Row
    text: str
    author: str
    intents: int
    ends_on: str | None
    reason: str | None
    answer: str | None
    history: tuple[Event, ...]
    acts: tuple[str, ...]
    qr: str | None


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was not accepted: which, why, and what was typed."""

    do: str = ""
    problem: str | None = None
    text: str = ""
    reason: str = ""


# --- pages ---------------------------------------------------------------------------------------


@routes.get("/petitions", MODERATORS)
async def petitions(visit: Visit) -> web.StreamResponse:
    """A list of petitions: what waits for a moderator first, unless another is asked for."""
    asked, before = visit.request.query.get("show", ""), visit.request.query.get("before", "")
    chosen = asked if asked in LISTS else "moderation"
    start = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
    now = visit.office.desk.now()

    def look(uow: UnitOfWork) -> tuple[list[Row], int | None]:
        found = uow.petitions.listed(LISTS[chosen], PAGE_ROWS + 1, start)
        moments = visit.office.moments(now)
        rows = [_row(one, support, visit.office, moments) for one, support in found[:PAGE_ROWS]]
        return rows, found[PAGE_ROWS - 1][0].id if len(found) > PAGE_ROWS else None

    rows, older = await visit.office.desk.read(look)
    return show(visit, "petitions.html", rows=rows, lists=tuple(LISTS), chosen=chosen, older=older)


@routes.get(f"/petitions/{NUMBER}", MODERATORS)
async def petition_page(visit: Visit) -> web.StreamResponse:
    """A petition, and what is to be done about it."""
    shown = await _gather(visit)
    await visit.office.looks.note(visit.my_id, f"petition:{shown.row.number}")
    return _page(visit, shown)


@routes.post(f"/petitions/{NUMBER}/{{do:{'|'.join(PETITION_ACTIONS)}}}", MODERATORS)
async def act(visit: Visit) -> web.StreamResponse:
    """Publish, refuse or answer; what cannot be done comes back with what was typed."""
    number, do = _number(visit), visit.path("do")
    try:
        await _do(visit, number, do)
    except Refusal as refusal:
        typed = Typed(
            do,
            explain(refusal, visit.office.wording),
            visit.form.text("text"),
            visit.form.text("reason"),
        )
        return _page(visit, await _gather(visit), typed=typed, status=status_of(refusal))
    return see_other(f"/inbox/petitions/{visit.path('number')}?done=petition-{do}")


def _number(visit: Visit) -> str:
    return visit.path("number").replace("-", "/")


async def _do(visit: Visit, number: str, do: str) -> None:
    office, me, form = visit.office, visit.me, visit.form
    now, key, text = office.desk.now(), form.key, form.text("text")
    if len(text) > LONGEST_TEXT:
        raise BadValue("too_long", f"At most {LONGEST_TEXT} characters; shorten the text.")

    def job(uow: UnitOfWork) -> None:
        if uow.petitions.get(number) is None:
            raise web.HTTPNotFound
        if uow.staff.first_time(key, me.id, now):
            reason = form.text("reason")
            office.helpers.act_on_petition(uow, me, number, do, now, reason=reason, text=text)

    await office.desk.write(("petition", number), job)


def _page(
    visit: Visit, shown: PetitionShown, *, typed: Typed | None = None, status: int = 200
) -> web.Response:
    city = visit.office.city
    reasons = tuple(Choice(code, city.petition_reason(code)) for code in city.petition_reasons)
    return show(
        visit,
        "petition.html",
        status=status,
        petition=shown,
        typed=typed or Typed(),
        reasons=reasons,
    )


# --- gathering -----------------------------------------------------------------------------------


async def _gather(visit: Visit) -> PetitionShown:
    number, now = _number(visit), visit.office.desk.now()
    return await visit.office.desk.read(lambda uow: _shown(uow, visit, number, now))


def _shown(uow: UnitOfWork, visit: Visit, number: str, now: datetime) -> PetitionShown:
    office, found = visit.office, uow.petitions.get(number)
    if found is None:
        raise web.HTTPNotFound
    names, moments = names_of(uow.staff.all()), office.moments(now)
    support = uow.petitions.support(found.id or 0)
    rights = RIGHTS[visit.me.role]
    return PetitionShown(
        row=_row(found, support, office, moments),
        text=found.text,
        author=found.author,
        intents=support.intents,
        ends_on=_day(found, office, moments),
        reason=office.city.petition_reason(found.reason) if found.reason else None,
        answer=found.answer,
        history=tuple(
            Event(
                what=office.wording.first(f"petition-event-{line.event}", "event-other"),
                by=actor_name(line.by, names, office),
                note=None,
                said=None,
                at=moments.when(line.at),
                iso=moments.iso(line.at),
            )
            for line in uow.petitions.history(found.id or 0)
        ),
        acts=tuple(
            do
            for do, state in OFFERED.items()
            if found.status is state and f"petition_{do}" in rights
        ),
        qr=_code(found),
    )


def _code(found: Petition) -> str | None:
    """Return where the picture lies that opens the chat to sign, while votes are collected."""
    if found.status is not PetitionStatus.COLLECTING:
        return None
    try:
        return f"/qr/webchat/{payload('petition', found.number)}.svg"
    except ValueError:
        return None


def _day(found: Petition, office: Office, moments: Moments) -> str | None:
    if found.ends_on is None:
        return None
    day = found.ends_on
    return moments.day(datetime(day.year, day.month, day.day, 12, tzinfo=office.city.zone))


def _row(found: Petition, support: Support, office: Office, moments: Moments) -> Row:
    owed = found.due_at if found.status in (LISTS["moderation"] + LISTS["consideration"]) else None
    return Row(
        number=found.number,
        path=found.number.replace("/", "-"),
        title=found.title,
        status=office.city.petition_status(str(found.status)),
        status_code=str(found.status),
        votes=support.votes,
        threshold=found.threshold,
        filed_at=moments.day(found.filed_at),
        due=moments.when(owed) if owed else None,
        late=owed is not None and owed < moments.now,
    )
