"""Who may open which page, and what every request must pass before its view.

Law: a route cannot be declared without saying who may use it. A posted form is acted on only when
it comes from our own page (origin) and carries the session's token.
"""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from aiohttp import web

from core.conversation import Language
from core.model import StaffMember
from core.staff import RIGHTS
from inbox.forms import FORM_BYTES, Form, read_form
from inbox.language import language_of
from inbox.office import Office
from inbox.sessions import SignedIn

SIGN_IN = "/inbox/sign-in"
EVENT_STREAM = "text/event-stream"
# What a page hears from its stream when the session behind it has ended.
SIGNED_OUT = "signed-out"
SAME_SITE = frozenset({"same-origin", "none"})


# --- what a route may say ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use a route. `guests`: also whoever is not signed in."""

    allows: Callable[[StaffMember], bool]
    guests: bool = False


def needs(*rights: str) -> Access:
    """Let in whose role has one of the rights; how far it reaches is for the view to ask."""
    return Access(lambda member: any(right in RIGHTS[member.role] for right in rights))


ANYBODY = Access(lambda _: True, guests=True)
STAFF = Access(lambda _: True)


# --- a request as a view sees it -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: whose, with what form, in which office."""

    request: web.Request
    office: Office
    staff: SignedIn | None
    form: Form

    @property
    def signed_in(self) -> SignedIn:
        """The session, on a route that guests cannot use."""
        if self.staff is None:
            raise web.HTTPUnauthorized
        return self.staff

    @property
    def me(self) -> StaffMember:
        """The account, on a route that guests cannot use."""
        return self.signed_in.member

    @property
    def my_id(self) -> int:
        """The account's id, on a route that guests cannot use."""
        return self.signed_in.staff_id

    @property
    def by_htmx(self) -> bool:
        """Whether a script of the page asks for a part of it."""
        return "HX-Request" in self.request.headers

    @property
    def by_script(self) -> bool:
        """Whether a script of ours asks, which shows what it gets itself."""
        return self.request.headers.get("X-Requested-With") == "misto"

    def path(self, name: str) -> str:
        """Return a part of the route's address."""
        return self.request.match_info[name]

    def number(self, name: str) -> int:
        """Return a part of the address that is a number (the route's pattern says so)."""
        return int(self.request.match_info[name])


View = Callable[[Visit], Awaitable[web.StreamResponse]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """A page or an act. `background`: scripts ask for it, so that it keeps no session alive."""

    method: str
    path: str
    access: Access
    view: View
    background: bool = False
    files: bool = False


@dataclass(slots=True)
class Routes:
    """The routes of one file of views, declared above them."""

    all: list[Route] = field(default_factory=list)

    def get(self, path: str, access: Access, *, background: bool = False) -> Callable[[View], View]:
        """Declare a page."""
        return self._add("GET", path, access, background=background)

    def post(
        self, path: str, access: Access, *, files: bool = False, background: bool = False
    ) -> Callable[[View], View]:
        """Declare an act. `files`: its form may carry some."""
        return self._add("POST", path, access, files=files, background=background)

    def _add(
        self,
        method: str,
        path: str,
        access: Access,
        *,
        background: bool = False,
        files: bool = False,
    ) -> Callable[[View], View]:
        def declare(view: View) -> View:
            self.all.append(Route(method, path, access, view, background, files))
            return view

        return declare


# --- the guard -----------------------------------------------------------------------------------


def guarded(route: Route, offices: Mapping[Language, Office]) -> Handler:
    """Return the handler that lets the right requests through to the route's view.

    `offices`: the same office speaking each language.
    """

    async def handle(request: web.Request) -> web.StreamResponse:
        office = offices[language_of(request)]
        if route.method == "POST":
            refuse_foreign(request, office.settings.public_url)
        staff = await office.sessions.of(request)
        if staff is None and not route.access.guests:
            return ask_to_sign_in(request)
        if staff is not None:
            await _admit(route, office, staff)
        form = await _form(route, office, request, staff)
        try:
            return await route.view(Visit(request, office, staff, form))
        finally:
            form.close()

    return handle


async def _admit(route: Route, office: Office, staff: SignedIn) -> None:
    if not route.access.allows(staff.member):
        raise web.HTTPForbidden
    if not route.background:
        await office.sessions.keep(staff)


async def _form(route: Route, office: Office, request: web.Request, staff: SignedIn | None) -> Form:
    if route.method != "POST":
        return Form()
    form = await read_form(request, office.settings.form_bytes if route.files else FORM_BYTES)
    if staff is not None and not route.access.guests:
        _check_token(form, request, staff)
    return form


def _check_token(form: Form, request: web.Request, staff: SignedIn) -> None:
    given = form.text("csrf") or request.headers.get("X-CSRF-Token", "")
    if not hmac.compare_digest(given.encode(), staff.csrf.encode()):
        raise web.HTTPForbidden


def refuse_foreign(request: web.Request, public_url: str) -> None:
    """Refuse a form that another site sent. Errors: 403.

    Every browser of today sends one of the two headers; a program without them has no cookie that
    another site could abuse.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site not in SAME_SITE:
        raise web.HTTPForbidden
    if site is None and origin is not None and not _is_ours(origin, request, public_url):
        raise web.HTTPForbidden


def _is_ours(origin: str, request: web.Request, public_url: str) -> bool:
    return urlsplit(origin).netloc in (request.host, urlsplit(public_url).netloc)


def ask_to_sign_in(request: web.Request) -> web.Response:
    """Send a guest to the sign-in page and back afterwards; a script is told to do so."""
    if request.headers.get("Accept") == EVENT_STREAM:
        return web.Response(text=f"data: {SIGNED_OUT}\n\n", content_type=EVENT_STREAM)
    if "HX-Request" in request.headers:
        return web.Response(status=401, headers={"HX-Redirect": SIGN_IN})
    if request.method != "GET":
        return see_other(SIGN_IN)
    return see_other(f"{SIGN_IN}?next={quote(request.path_qs, safe='')}")


def see_other(path: str) -> web.Response:
    """Send the browser to another page of ours with a GET."""
    return web.Response(status=303, headers={"Location": path})


def own_path(path: str, otherwise: str = "/inbox/") -> str:
    """Return a path of the inbox that came from outside, or the other when it is none."""
    plain = path.startswith("/inbox/") and path.isascii() and path.isprintable()
    return path if plain and "\\" not in path and "//" not in path else otherwise
