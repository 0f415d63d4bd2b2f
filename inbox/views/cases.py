"""A case: what it is, until when, what was done, and what may be done now."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from core.answers import answer_number
from core.colleagues import fill
from core.messages import FileRef
from core.model import Case, Outcome
from core.ports import UnitOfWork
from core.refusals import BadValue, Refusal
from core.staff import may
from inbox.access import Routes, Visit, needs, see_other
from inbox.case_facts import Fact, applicant_facts
from inbox.case_shown import ACTS, BESIDE, CaseShown, case_of, gather
from inbox.forms import FilesRefused, drop_files, keep_files, keep_paper
from inbox.office import Office
from inbox.refusals import explain, status_of
from inbox.showing import show
from inbox.shown import Choice

LONGEST_TEXT = 3000
NUMBER = r"{number:[\w-]{1,32}}"

routes = Routes()


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
    """The case; with a template asked for, its words stand in the answer."""
    shown = await gather(visit, visit.path("number"))
    await visit.office.looks.note(visit.my_id, f"case:{shown.row.number}")
    return _page(visit, shown, typed=await _template(visit, shown))


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
    case = await visit.office.desk.read(lambda uow: case_of(uow, visit.me, number))
    await visit.office.looks.note(visit.my_id, f"case:{case.number}", "reveal")
    applicant = applicant_facts(case, visit.office)
    if visit.by_htmx:
        return show(visit, "_applicant.html", applicant=applicant)
    return _page(visit, await gather(visit, number), applicant=applicant)


@routes.post(f"/cases/{NUMBER}/answer.pdf", needs("answer"), files=True)
async def answer_paper(visit: Visit) -> web.StreamResponse:
    """The answer as it would go as a paper, to be looked at. It names the applicant: on record."""
    case = await visit.office.desk.read(lambda uow: case_of(uow, visit.me, visit.path("number")))
    if not visit.office.actions.can(visit.me, case, "answer"):
        raise web.HTTPForbidden
    await visit.office.looks.note(visit.my_id, f"case:{case.number}", "reveal")
    printed = await _print(visit, case)
    if printed is None:
        raise web.HTTPServiceUnavailable
    name = f'inline; filename="{_paper_name(case)}"'
    headers = {"Content-Disposition": name}
    return web.Response(body=printed, content_type="application/pdf", headers=headers)


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
        beside=BESIDE,
    )


async def _template(visit: Visit, shown: CaseShown) -> Typed | None:
    """Return the answer begun with the ready reply that the address names."""
    asked = visit.request.query.get("reply", "")
    if "answer" not in shown.acts or asked not in {one.value for one in shown.templates}:
        return None
    replies = await visit.office.desk.read(lambda uow: uow.colleagues.replies())
    text = next((reply.text for reply in replies if reply.shortcut == asked), "")
    # The name of the resident is not put in: it is shown on demand, and the look is on record.
    values = {"case": shown.row.number, "staff": visit.me.name}
    return Typed(do="answer", text=fill(text, values), reason=asked)


# --- acting --------------------------------------------------------------------------------------


async def _do(visit: Visit, number: str, do: str) -> Case:
    office, form = visit.office, visit.form
    if len(form.text("text")) > LONGEST_TEXT:
        raise BadValue("too_long", f"At most {LONGEST_TEXT} characters; shorten the text.")
    if do == "forward" and not form.text("text"):
        raise BadValue("no_reason", "Say why: the next body will read it.")
    case = await office.desk.read(lambda uow: case_of(uow, visit.me, number))
    proof = await _proof(visit) if do == "answer" else []
    papers: list[FileRef] = []
    try:
        papers += await _papers(visit, case) if do == "answer" else []
        return await _write(visit, case, do, proof, papers)
    except Refusal:
        await drop_files([*proof, *papers], office.settings)
        raise


async def _proof(visit: Visit) -> list[FileRef]:
    try:
        return await keep_files(visit.form.files, visit.office.settings)
    except FilesRefused as error:
        raise BadValue("bad_files", "Too many, too large or empty files; choose others.") from error


async def _papers(visit: Visit, case: Case) -> list[FileRef]:
    """Return the answer as a paper, where it is wanted."""
    if visit.form.text("paper") != "yes":
        return []
    printed = await _print(visit, case)
    if printed is None:
        raise BadValue("not_printed", "The answer cannot be printed now; send it without the PDF.")
    return [await keep_paper(printed, _paper_name(case), visit.office.settings)]


async def _print(visit: Visit, case: Case) -> bytes | None:
    form = visit.form
    text = form.text("text")[:LONGEST_TEXT]
    return await visit.office.helpers.print_answer(
        case.number, form.text("outcome"), text, visit.me
    )


def _paper_name(case: Case) -> str:
    return f"{answer_number(case).replace('/', '-')}.pdf"


async def _write(
    visit: Visit, case: Case, do: str, proof: Sequence[FileRef], papers: Sequence[FileRef]
) -> Case:
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
            papers=papers,
        )

    # The key of the chat's own turns: what staff do and what the resident says take their turns.
    done = await office.desk.write(case.chat, job)
    if done is None:
        await drop_files([*proof, *papers], office.settings)
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
    others = (body for body in city.bodies if body != shown.body_id)
    bodies = sorted(
        (Choice(body, city.body(body)) for body in others), key=lambda c: c.label.casefold()
    )
    return Choices(
        bodies=tuple(bodies),
        outcomes=tuple(Choice(str(outcome), city.outcome(outcome)) for outcome in Outcome),
        reasons=tuple(Choice(code, city.reject_reason(code)) for code in city.reject_reasons),
    )
