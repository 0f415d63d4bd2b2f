"""The staff inbox as a part of a web application: wiring, headers, error pages."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from core.conversation import Language
from core.program import Desk, Overloaded, StaffActions
from inbox import stream
from inbox.access import Route, guarded
from inbox.city import InboxCity, InboxSettings
from inbox.helpers import Helpers
from inbox.language import language_of
from inbox.listeners import Streams
from inbox.looks import Looks
from inbox.office import Office
from inbox.paper import Paper
from inbox.passwords import Passwords
from inbox.sessions import Sessions
from inbox.showing import error_id
from inbox.throttle import Throttle
from inbox.views import (
    account,
    bulk,
    calls,
    cases,
    city,
    files,
    notices,
    people,
    person,
    petitions,
    queue,
    replies,
    signin,
    talkroom,
    talks,
    undelivered,
)
from inbox.wording import LANGUAGES, load_wording

__all__ = ["InboxCity", "InboxSettings", "add_routes", "all_routes"]

PREFIX = "/inbox"
AGAIN_S = 5

# Everything comes from our own server; htmx needs no inline style or script. Pictures drawn in the
# style sheet (arrows of selects) are data: addresses.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}

# In the order of the table in docs/inbox.md.
VIEWS = (
    *(signin, account, notices, queue, talks, talkroom, calls, cases, bulk, petitions, undelivered),
    *(files, people, person, replies, city, stream),
)

log = logging.getLogger(__name__)


def add_routes(
    app: web.Application,
    desk: Desk,
    actions: StaffActions,
    cities: Mapping[Language, InboxCity],
    settings: InboxSettings,
    helpers: Helpers,
) -> None:
    """Put the inbox into an application, at `/inbox/`. `cities`: the city's words by language.

    The application itself serves `/static/vendor/` with htmx and Pico CSS.
    """
    wordings = {language: load_wording(language) for language in LANGUAGES}
    papers = {language: Paper(wording) for language, wording in wordings.items()}
    office = Office(
        desk=desk,
        actions=actions,
        city=cities["uk"],
        settings=settings,
        wording=wordings["uk"],
        paper=papers["uk"],
        sessions=Sessions(desk, settings),
        passwords=Passwords(settings.hasher),
        throttle=Throttle(desk),
        looks=Looks(desk),
        streams=Streams(),
        helpers=helpers,
    )
    offices = {
        language: replace(
            office, city=cities[language], wording=wordings[language], paper=papers[language]
        )
        for language in LANGUAGES
    }
    inbox = web.Application(middlewares=[error_pages(papers)])
    for route in all_routes():
        inbox.router.add_route(route.method, route.path, guarded(route, offices))
    inbox.router.add_get("/static/{version}/{name}", office.paper.assets.serve)
    inbox.router.add_get("", to_inbox)
    inbox.on_response_prepare.append(set_headers)
    inbox.on_startup.append(office.passwords.warm_up)
    inbox.on_shutdown.append(office.streams.stop)
    app.add_subapp(PREFIX, inbox)


def all_routes() -> Iterator[Route]:
    """Return every route of the inbox; each says who may use it."""
    for views in VIEWS:
        yield from views.routes.all


async def to_inbox(_request: web.Request) -> web.Response:
    """Answer the address without its slash."""
    return web.Response(status=308, headers={"Location": f"{PREFIX}/"})


async def set_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Give every answer the strict headers, unless it set stricter ones itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def error_pages(papers: Mapping[Language, Paper]) -> Middleware:
    """Return the middleware that answers every error with a page saying what to do."""

    def page(
        request: web.Request, status: int, headers: dict[str, str] | None = None
    ) -> web.Response:
        html = papers[language_of(request)].render(
            "error.html", status=status, text_id=error_id(status)
        )
        return web.Response(text=html, content_type="text/html", status=status, headers=headers)

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            allowed = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else None
            return page(request, error.status, allowed)
        except Overloaded:
            return page(request, 503, {"Retry-After": str(AGAIN_S)})
        except Exception:
            log.exception("an inbox page failed")
            return page(request, 500)

    return middleware
