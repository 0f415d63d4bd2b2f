"""A case for somebody who calls: the flow of the chat as a form on one page, with the same checks.

Rule: nothing is checked here. The flow fills the form from what is pasted, asks what it still
needs, shows its summary, and files; its words and answers are shown as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from core.ports import UnitOfWork
from core.staff import may
from inbox.access import Routes, Visit, needs, see_other
from inbox.forms import Form
from inbox.helpers import CALL_FIELDS, CALLS, Asked, Call, Filed
from inbox.showing import show
from inbox.talk import conversation_of

LONGEST_WORDS = 4000
LONGEST_FIELD = 200

routes = Routes()

FILES = needs("caller_file")


# --- what the page shows -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallShown:
    """The page. `home`: the conversation whose resident the case is for, None for a caller;
    `fields` as read or typed; `asked`: what the flow still wants to know; `said`: why it files
    nothing.
    """

    home: int | None
    flows: tuple[tuple[str, str], ...]
    services: tuple[tuple[str, str], ...]
    flow: str = CALLS[0]
    fields: Mapping[str, str] = field(default_factory=dict)
    asked: Asked | None = None
    said: str | None = None
    read: bool = False
    problem: str | None = None


# --- pages and acts ------------------------------------------------------------------------------


@routes.get("/new-case", FILES)
async def new_case(visit: Visit) -> web.StreamResponse:
    """The empty form; for a conversation it is filled from what the resident wrote there."""
    home = await _home(visit, visit.request.query.get("conversation", ""))
    if home is None:
        return _page(visit, None)
    words = await visit.office.helpers.words_of(home)
    if not words:
        return _page(visit, home)
    await visit.office.looks.note(visit.my_id, f"conversation:{home}")
    call = await visit.office.helpers.read_call(words)
    return _page(visit, home, flow=call.flow, fields=call.fields, read=True)


@routes.post("/new-case/read", FILES)
async def read(visit: Visit) -> web.StreamResponse:
    """Fill the form from the pasted or dictated words; what was typed by hand stays."""
    home = await _home(visit, visit.form.text("conversation"))
    typed = _typed(visit.form)
    words = typed["description"][:LONGEST_WORDS]
    if not words:
        return _page(visit, home, problem=visit.office.wording.say("call-no-words"), status=422)
    call = await visit.office.helpers.read_call(words)
    by_hand = {name: value for name, value in typed.items() if value}
    return _page(visit, home, flow=call.flow, fields={**call.fields, **by_hand}, read=True)


@routes.post("/new-case", FILES)
async def begin(visit: Visit) -> web.StreamResponse:
    """Give the form to the flow: it asks, or shows what would be filed."""
    form, office = visit.form, visit.office
    home, fields = await _home(visit, form.text("conversation")), _typed(form)
    flow = form.text("flow") if form.text("flow") in CALLS else CALLS[0]
    problem = _problem(fields, visit)
    if problem is not None:
        return _page(visit, home, flow=flow, fields=fields, problem=problem, status=422)
    filed = await office.helpers.begin_call(Call(flow, fields), visit.me, home)
    return _went_on(visit, home, filed, flow, fields)


@routes.post("/new-case/answer", FILES)
async def answer(visit: Visit) -> web.StreamResponse:
    """Give the flow the caller's answer."""
    form, office = visit.form, visit.office
    home, fields = await _home(visit, form.text("conversation")), _typed(form)
    said = (form.text("answer") or form.text("words"))[:LONGEST_WORDS]
    chat = form.text("chat")
    if not said or not 8 <= len(chat) <= 64:
        raise web.HTTPBadRequest
    filed = await office.helpers.answer_call(chat, form.key, said, visit.me, home)
    flow = form.text("flow") if form.text("flow") in CALLS else CALLS[0]
    return _went_on(visit, home, filed, flow, fields)


# --- parts ---------------------------------------------------------------------------------------


def _went_on(
    visit: Visit, home: int | None, filed: Filed, flow: str, fields: Mapping[str, str]
) -> web.StreamResponse:
    if filed.number is not None:
        return see_other(f"/inbox/new-case/{filed.number}")
    said = None if filed.asked else filed.said
    return _page(visit, home, flow=flow, fields=fields, asked=filed.asked, said=said, read=True)


@routes.get(r"/new-case/{number:\w{1,8}-\d{4}-\d{6,9}}", FILES)
async def filed_page(visit: Visit) -> web.StreamResponse:
    """The number to be read out."""
    number, me = visit.path("number"), visit.me
    case = await visit.office.desk.read(lambda uow: uow.cases.get(number))
    if case is None:
        raise web.HTTPNotFound
    body = visit.office.city.body(case.body)
    due = visit.office.moments().day(case.due_at)
    openable = may(me, "view", case.body)
    return show(visit, "call_filed.html", number=number, body=body, due=due, openable=openable)


async def _home(visit: Visit, given: str) -> int | None:
    """Return the conversation that the case is for. Errors: 404 when there is no such one."""
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise web.HTTPNotFound
    conversation_id = int(given)

    def look(uow: UnitOfWork) -> None:
        conversation_of(uow, conversation_id)

    await visit.office.desk.read(look)
    return conversation_id


def _typed(form: Form) -> dict[str, str]:
    return {name: form.text(name) for name in CALL_FIELDS}


def _problem(fields: Mapping[str, str], visit: Visit) -> str | None:
    say = visit.office.wording.say
    if not fields["description"]:
        return say("call-no-words")
    longest = {"description": LONGEST_WORDS}
    too_long = any(len(value) > longest.get(n, LONGEST_FIELD) for n, value in fields.items())
    return say("refusal-too-long") if too_long else None


def _page(
    visit: Visit,
    home: int | None,
    *,
    status: int = 200,
    flow: str = CALLS[0],
    fields: Mapping[str, str] | None = None,
    asked: Asked | None = None,
    said: str | None = None,
    read: bool = False,
    problem: str | None = None,
) -> web.Response:
    city = visit.office.city
    services = sorted(((code, city.service(code)) for code in city.services), key=_by_name)
    call = CallShown(
        home=home,
        flows=tuple((name, visit.office.wording.say(f"call-flow-{name}")) for name in CALLS),
        services=tuple(services),
        flow=flow,
        fields={name: (fields or {}).get(name, "") for name in CALL_FIELDS},
        asked=asked,
        said=said,
        read=read,
        problem=problem,
    )
    return show(visit, "call.html", status=status, call=call)


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()
