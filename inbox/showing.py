"""From a view's facts to a response: the frame around every page, parts of pages, errors."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from core.model import Role
from core.staff import RIGHTS
from inbox.access import Visit
from inbox.forms import new_key


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page: who is signed in and where one can go from here."""

    here: str
    name: str
    initials: str
    role: str
    away: bool
    on_call: bool
    calls: bool
    petitions: bool
    admin: bool


def show(visit: Visit, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """Return a page. A form on it gets the session's token and a key of its own."""
    staff = visit.staff
    html = visit.office.paper.render(
        template,
        frame=_frame(visit) if staff else None,
        csrf=staff.csrf if staff else "",
        key=new_key(),
        done=_done(visit),
        **values,
    )
    return web.Response(text=html, content_type="text/html", status=status)


def _frame(visit: Visit) -> Frame:
    me = visit.me
    name = me.name or me.email
    return Frame(
        here=visit.request.path,
        name=name,
        initials="".join(word[0] for word in name.split()[:2]).upper(),
        role=visit.office.wording.say(f"role-{me.role}"),
        away=me.away,
        on_call="handoff_take" in RIGHTS[me.role],
        calls="caller_file" in RIGHTS[me.role],
        petitions="petition_publish" in RIGHTS[me.role],
        admin=me.role is Role.ADMIN,
    )


def _done(visit: Visit) -> str | None:
    """Return what the page before did, when the address tells one of the things we say."""
    text_id = f"done-{visit.request.query.get('done', '')}"
    return visit.office.wording.say(text_id) if visit.office.wording.has(text_id) else None


# --- errors --------------------------------------------------------------------------------------

KNOWN_ERRORS = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 429, 503})


def error_id(status: int) -> str:
    """Return the text that explains a status."""
    return f"error-{status if status in KNOWN_ERRORS else 500}"
