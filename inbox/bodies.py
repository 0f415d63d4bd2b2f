"""The page behind a letter's link: a body confirms and answers its case without an account.

Law: a link opens one case, to the body it was mailed to, while the case is with it. Looking changes
nothing, because mail servers open links before people do. Whatever is wrong with a link, the answer
is one and the same page. No token reaches a log.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler

from core.conversation import Language
from core.delivery import is_latest, still_theirs
from core.lifecycle import possible
from core.messages import FileRef
from core.model import Attachment, Case, CaseEvent, Delivery, Outcome
from core.ports import UnitOfWork
from core.program import Desk, Overloaded, StaffActions
from core.refusals import BadValue, Refusal
from core.sheet import Sheet
from core.staff import by_link
from core.told import about
from inbox.city import InboxSettings
from inbox.forms import FilesRefused, Form, drop_files, keep_files, new_key, read_form
from inbox.paper import Paper
from inbox.refusals import status_of
from inbox.sessions import hash_token
from inbox.shown import PICTURES
from inbox.throttle import WINDOW, Throttle
from inbox.views.cases import LONGEST_TEXT
from inbox.views.files import file_response
from inbox.wording import load_wording

PREFIX = "/body"
# A wrong link is nearly always one that a mail program broke, so an office may fail some times.
WRONG_LINKS_OF_ADDRESS = 20
FORMS_OF_LINK = 40
AGAIN_S = int(WINDOW.total_seconds())
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # The address is the key: no other site may hear it.
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FileLinked:
    """A file of the case; a `picture` may be shown in the page."""

    id: int
    picture: bool


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case as its body sees it: what the letter says, and what may be done."""

    body: str
    status: str
    facts: tuple[str, ...]
    why: tuple[str, ...]
    words: tuple[str, ...]
    contact: tuple[str, ...]
    files: tuple[FileLinked, ...]
    acts: tuple[str, ...]
    outcomes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form held that was not accepted."""

    outcome: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link leads to."""

    delivery: Delivery
    case: Case
    files: tuple[Attachment, ...]
    history: tuple[CaseEvent, ...]


class LinkDead(Exception):
    """The link is unknown, expired or used up, or the case went elsewhere."""


class TooOften(Exception):
    """Too many wrong links from an address, or forms by one link."""


class BodyPages:
    """The pages. `sheet`: how a case is told to its body, in whichever language."""

    def __init__(
        self, desk: Desk, actions: StaffActions, sheet: Sheet, settings: InboxSettings
    ) -> None:
        self._desk, self._actions, self._sheet, self._settings = desk, actions, sheet, settings
        self._paper = Paper(load_wording())
        self._throttle = Throttle(desk)

    def application(self) -> web.Application:
        """Return the pages as a part of the program, to stand at `/body`."""
        app = web.Application(middlewares=[self._explain])
        app.router.add_get("/{token}", self._page)
        app.router.add_get(r"/{token}/files/{id:\d{1,18}}", self._file)
        app.router.add_post("/{token}/{do:start|answer}", self._act)
        app.on_response_prepare.append(_set_headers)
        return app

    # --- requests --------------------------------------------------------------------------------

    async def _page(self, request: web.Request) -> web.StreamResponse:
        found = await self._open(request)
        done = "started" if request.query.get("done") == "start" else None
        return self._case(request, found, notice=done)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        found, wanted = await self._open(request), int(request.match_info["id"])
        file = next((f for f in found.files if f.id == wanted and f.state == "ready"), None)
        if file is None:
            raise LinkDead
        return file_response(file, self._settings.attachments)

    async def _act(self, request: web.Request) -> web.StreamResponse:
        found = await self._known(request)
        await self._count_form(request)
        do, form = request.match_info["do"], await read_form(request, self._settings.form_bytes)
        try:
            await self._do(request, found, do, form)
        except Refusal as refusal:
            typed = Typed(form.text("outcome"), form.text("text"))
            now = await self._open(request)
            return self._case(request, now, refusal=refusal, typed=typed)
        finally:
            form.close()
        if do == "answer":
            return self._plain(request, "done", 200)
        to = f"{_path(request)}?lang={_language(request)}&done=start"
        return web.Response(status=303, headers={"Location": to})

    # --- links -----------------------------------------------------------------------------------

    async def _known(self, request: web.Request) -> Linked:
        """Return what the link leads to, also when it is used up. Errors: LinkDead, TooOften."""
        limits = {f"link-address:{request.remote or '?'}": WRONG_LINKS_OF_ADDRESS}
        key, now = hash_token(request.match_info["token"]), self._desk.now()
        async with self._throttle.attempt(limits) as allowed:
            if not allowed:
                raise TooOften
            found = await self._desk.read(lambda uow: _linked(uow, key, now))
            if found is None:
                await self._throttle.failed(limits)
        if found is None:
            raise LinkDead
        return found

    async def _open(self, request: web.Request) -> Linked:
        """Return what the link leads to while it may be acted on. Errors: LinkDead, TooOften."""
        found = await self._known(request)
        usable = await self._desk.read(lambda uow: _usable(uow, found.delivery, found.case))
        if not usable:
            raise LinkDead
        return found

    async def _count_form(self, request: web.Request) -> None:
        limits = {f"link:{hash_token(request.match_info['token'])}": FORMS_OF_LINK}
        async with self._throttle.attempt(limits) as allowed:
            if not allowed:
                raise TooOften
            await self._throttle.failed(limits)

    # --- acting ----------------------------------------------------------------------------------

    async def _do(self, request: web.Request, found: Linked, do: str, form: Form) -> None:
        if len(form.text("text")) > LONGEST_TEXT:
            raise BadValue("too_long", f"At most {LONGEST_TEXT} characters; shorten the text.")
        proof = await self._proof(form) if do == "answer" else []
        acted = False
        try:
            acted = await self._write(request, found, do, form, proof)
        finally:
            if not acted:
                await drop_files(proof, self._settings)

    async def _proof(self, form: Form) -> Sequence[FileRef]:
        named = tuple(file for file in form.files if file.filename)
        try:
            return await keep_files(named, self._settings)
        except FilesRefused as error:
            raise BadValue("bad_files", "Too many, too large or empty files.") from error

    async def _write(
        self,
        request: web.Request,
        found: Linked,
        do: str,
        form: Form,
        proof: Sequence[FileRef],
    ) -> bool:
        """Act once for the form; return whether this was the first time."""
        key, now = hash_token(request.match_info["token"]), self._desk.now()
        form_key = f"body:{found.delivery.id}:{form.key}"

        def job(uow: UnitOfWork) -> bool:
            linked = _linked(uow, key, now)
            if linked is None:
                raise LinkDead
            if not uow.staff.first_time(form_key, None, now):
                return False
            if not _usable(uow, linked.delivery, linked.case):
                raise LinkDead
            self._actions.body_case(
                uow,
                linked.case,
                do,
                now,
                text=form.text("text"),
                outcome=form.text("outcome"),
                proof=proof,
            )
            return True

        # The key of the chat's own turns: what a body does and what the resident says take turns.
        return await self._desk.write(found.case.chat, job)

    # --- showing ---------------------------------------------------------------------------------

    def _case(
        self,
        request: web.Request,
        found: Linked,
        *,
        notice: str | None = None,
        refusal: Refusal | None = None,
        typed: Typed | None = None,
    ) -> web.Response:
        lang = _language(request)
        return self._show(
            request,
            status_of(refusal) if refusal else 200,
            heading=self._say("title", lang, **about(found.case)),
            notice=self._say(notice, lang) if notice else None,
            case=self._shown(found, lang),
            problem=self._problem(refusal, lang) if refusal else None,
            typed=typed or Typed(),
        )

    def _plain(self, request: web.Request, name: str, status: int) -> web.Response:
        lang = _language(request)
        heading, notice = self._say(name, lang), self._say(f"{name}-text", lang)
        response = self._show(request, status, heading=heading, notice=notice, case=None)
        if status == web.HTTPTooManyRequests.status_code:
            response.headers["Retry-After"] = str(AGAIN_S)
        return response

    def _show(self, request: web.Request, status: int, **values: Any) -> web.Response:
        lang = _language(request)
        html = self._paper.render(
            "body.html",
            lang=lang,
            say=lambda name, **args: self._say(name, lang, **args),
            path=_path(request),
            key=new_key(),
            **values,
        )
        return web.Response(text=html, content_type="text/html", status=status)

    def _shown(self, found: Linked, lang: Language) -> CaseShown:
        case, sheet = found.case, replace(self._sheet, language=lang)
        outcomes = ((str(o), sheet.texts.format(f"outcome-{o}", lang, {})) for o in Outcome)
        return CaseShown(
            body=self._say("for", lang, **about(case)),
            status=self._say("status", lang, **about(case)),
            facts=tuple(sheet.facts(case)),
            why=tuple(sheet.why(case, found.history)),
            words=tuple(sheet.words(case, found.history)),
            contact=tuple(sheet.contact(case)),
            files=tuple(_file(file) for file in found.files if file.state == "ready"),
            acts=tuple(possible(case, by_link(case.body))),
            outcomes=tuple(outcomes),
        )

    def _problem(self, refusal: Refusal, lang: Language) -> str:
        known = ("no_outcome", "no_text", "no_proof", "too_long", "bad_files")
        return self._say(f"refused-{refusal.code if refusal.code in known else 'other'}", lang)

    def _say(self, name: str, lang: Language, **args: Any) -> str:
        return self._sheet.texts.format(f"bodypage-{name}", lang, args)

    # --- errors ----------------------------------------------------------------------------------

    @web.middleware
    async def _explain(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer whatever goes wrong with a page that says what to do."""
        try:
            return await handler(request)
        except (LinkDead, web.HTTPNotFound, web.HTTPMethodNotAllowed):
            return self._plain(request, "dead", 404)
        except TooOften:
            return self._plain(request, "often", 429)
        except (Overloaded, web.HTTPServerError):
            return self._plain(request, "failed", 503)
        except web.HTTPException as error:
            return self._plain(request, "failed", error.status)
        except Exception:
            log.exception("a body's page failed")
            return self._plain(request, "failed", 500)


# --- what a link leads to ------------------------------------------------------------------------


def _linked(uow: UnitOfWork, token_hash: str, now: datetime) -> Linked | None:
    delivery = uow.deliveries.of_link(token_hash, now)
    case = uow.cases.by_id(delivery.case_id) if delivery else None
    if delivery is None or case is None:
        return None
    files, history = uow.attachments.of_case(case.id or 0), uow.cases.history(case.id or 0)
    return Linked(delivery, case, tuple(files), tuple(history))


def _usable(uow: UnitOfWork, delivery: Delivery, case: Case) -> bool:
    """Whether the case is still the body's by this very delivery: a later one has its own links."""
    of_case = uow.deliveries.of_case(delivery.case_id)
    return is_latest(delivery, of_case) and still_theirs(delivery, case)


def _file(file: Attachment) -> FileLinked:
    return FileLinked(file.id or 0, file.mime in PICTURES)


# --- requests ------------------------------------------------------------------------------------


def _path(request: web.Request) -> str:
    return f"{PREFIX}/{quote(request.match_info.get('token', ''), safe='')}"


def _language(request: web.Request) -> Language:
    return "en" if request.query.get("lang") == "en" else "uk"


async def _set_headers(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
