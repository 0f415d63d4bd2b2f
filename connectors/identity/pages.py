"""The pages behind a link from the chat: a person proves who they are, and the intent is a vote.

Law: a link is one chat's and one petition's; it is bound to the browser that begins with it, acts
once and expires. Looking changes nothing, because messengers open links before people do. What the
provider says of the person is kept as a keyed hash and nothing else.
"""

import html
import logging
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from connectors.identity.provider import NotVerified, Provider, ProviderDown
from core.conversation import Language
from core.identity import IdentityLink, Seal, token_hash
from core.petition_work import PetitionWork
from core.petitions import Petition, about_petition, is_open
from core.ports import Texts, UnitOfWork
from core.program import Desk, Overloaded

PREFIX = "/verify"
CALLBACK = "callback"
COOKIE = "misto_verify"
COOKIE_S = 3600
_COOKIE = re.compile(r"[A-Za-z0-9_-]{40,60}", re.ASCII)
_STATUS = {
    "unknown": 404,
    "expired": 410,
    "used": 410,
    "foreign": 403,
    "denied": 403,
    "not-verified": 403,
    "closed": 409,
    "down": 502,
    "failed": 500,
}
# What became of a vote (`core.ports.Voted`), as pages are called.
_DONE = {"counted": "counted", "again": "counted-before", "elsewhere": "counted-before"}

log = logging.getLogger(__name__)


class Refused(Exception):
    """Nothing was changed; `page` says why, in the language of the chat where it is known."""

    def __init__(self, page: str, link: IdentityLink | None = None) -> None:
        super().__init__(page)
        self.page, self.link = page, link


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link is for: the petition, and the language its chat speaks."""

    petition: Petition
    language: Language


class VerifyPages:
    """The pages with the city bound. `secure`: cookies go over https only."""

    def __init__(
        self,
        desk: Desk,
        provider: Provider,
        texts: Texts,
        work: PetitionWork,
        seal: Seal,
        *,
        issuer: str,
        secure: bool,
    ) -> None:
        self._desk, self._provider, self._texts = desk, provider, texts
        self._work, self._seal, self._issuer, self._secure = work, seal, issuer, secure

    def application(self) -> web.Application:
        """Return the pages as a part of the program, to stand at `/verify`."""
        app = web.Application(middlewares=[self._explain])
        app.router.add_get(f"/{CALLBACK}", self._callback)
        app.router.add_get("/{token}", self._page)
        app.router.add_post("/{token}", self._begin)
        app.on_cleanup.append(self._close)
        return app

    async def _close(self, _app: web.Application) -> None:
        await self._provider.close()

    # --- requests --------------------------------------------------------------------------------

    async def _page(self, request: web.Request) -> web.Response:
        """Say what will be confirmed; nothing is done yet."""
        link = await self._link(request, token_hash(request.match_info["token"]))
        asked = await self._asked(link)
        return self._show("ask", asked, form=True, origin=await self._provider.origin())

    async def _begin(self, request: web.Request) -> web.Response:
        """Bind the link to this browser and send it to the provider."""
        link = await self._link(request, token_hash(request.match_info["token"]))
        await self._asked(link)
        session = _session_of(request) or secrets.token_urlsafe(32)
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        url = await self._provider.authorization_url(state, nonce, verifier)
        begun = replace(
            link,
            session_hash=token_hash(session),
            state_hash=token_hash(state),
            nonce=nonce,
            verifier=verifier,
        )
        if not await self._desk.write("identity", lambda uow: uow.identity.begin(begun)):
            raise Refused("foreign", link)
        response = web.Response(status=303, headers={"Location": url})
        response.set_cookie(
            COOKIE,
            session,
            max_age=COOKIE_S,
            path=PREFIX,
            httponly=True,
            # The provider sends the browser back from another site, by a plain link.
            samesite="Lax",
            secure=self._secure,
        )
        return response

    async def _callback(self, request: web.Request) -> web.Response:
        """The browser is back from the provider: check whose it is, then what it brings."""
        state = token_hash(request.query.get("state", ""))
        found = await self._desk.read(lambda uow: uow.identity.link_of_state(state))
        link = await self._checked(request, found)
        code = request.query.get("code")
        if request.query.get("iss", self._issuer).rstrip("/") != self._issuer:
            raise Refused("not-verified", link)
        now = self._desk.now()
        # Used before the code is: what comes a second time finds nothing to use.
        if not await self._desk.write(
            "identity", lambda uow: uow.identity.use(link.token_hash, now)
        ):
            raise Refused("used", link)
        if not code:
            raise Refused("denied", link)
        try:
            subject = await self._provider.subject(code, link.nonce or "", link.verifier or "")
        except NotVerified as error:
            log.warning("a verification was refused: %s", error)
            raise Refused("not-verified", link) from error
        except ProviderDown as error:
            log.warning("the identity provider fails: %s", error)
            raise Refused("down", link) from error
        return await self._count(link, self._seal("subject", f"{self._issuer}\0{subject}"))

    # --- links -----------------------------------------------------------------------------------

    async def _link(self, request: web.Request, hashed: str) -> IdentityLink:
        found = await self._desk.read(lambda uow: uow.identity.link(hashed))
        return await self._checked(request, found)

    async def _checked(self, request: web.Request, link: IdentityLink | None) -> IdentityLink:
        """Return the link when this browser may go on with it. Errors: Refused."""
        if link is None:
            raise Refused("unknown")
        session = _session_of(request)
        own = session is not None and link.session_hash == token_hash(session)
        if link.session_hash is not None and not own:
            raise Refused("foreign")
        if link.used_at is not None:
            raise Refused("used", link)
        if self._desk.now() >= link.expires_at:
            raise Refused("expired", link)
        return link

    async def _asked(self, link: IdentityLink) -> Asked:
        """Return what the link is for. Errors: Refused when it cannot be signed any more."""
        asked = await self._desk.read(lambda uow: _asked(uow, link))
        if asked is None:
            raise Refused("unknown")
        if not is_open(asked.petition, self._work.law.day(self._desk.now())):
            raise Refused("closed", link)
        return asked

    # --- the vote --------------------------------------------------------------------------------

    async def _count(self, link: IdentityLink, subject: str) -> web.Response:
        """Make the chat's intent the vote of this person; tell the page and the chat."""
        now = self._desk.now()

        def job(uow: UnitOfWork) -> str:
            petition = uow.petitions.by_id(link.petition_id)
            if petition is None or not is_open(petition, self._work.law.day(now)):
                return "closed"
            signer = uow.identity.signer(link.conversation_id)
            # Who took the intent back and verified after all means to vote.
            uow.petitions.sign(link.petition_id, link.conversation_id, signer, now)
            voted = uow.petitions.vote(link.petition_id, link.conversation_id, signer, subject, now)
            if voted == "counted":
                support = uow.petitions.support(link.petition_id)
                args = about_petition(petition, support, self._work.law.day(now))
                self._work.tell(uow, link.conversation_id, "petition-vote-counted", args, now)
                self._work.look_at_votes(uow, petition, now)
            return voted

        voted = await self._desk.write("identity", job)
        if voted == "closed":
            raise Refused("closed", link)
        asked = await self._desk.read(lambda uow: _asked(uow, link))
        return self._show(_DONE.get(voted, "taken"), asked)

    # --- showing ---------------------------------------------------------------------------------

    def _show(
        self,
        page: str,
        asked: Asked | None,
        *,
        status: int = 200,
        form: bool = False,
        origin: str = "",
    ) -> web.Response:
        language = asked.language if asked else "uk"
        args: Mapping[str, Any] = {}
        if asked is not None:
            args = {"number": asked.petition.number, "title": asked.petition.title}

        def say(name: str) -> str:
            return html.escape(self._texts.format(f"verify-{name}", language, args))

        title = say(f"{page}-title")
        lines = "".join(f"<p>{line}</p>" for line in say(page).split("\n") if line.strip())
        button = f'<form method="post"><button>{say("button")}</button></form>' if form else ""
        text = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
            '<link rel="stylesheet" href="/static/vendor/pico.min.css"></head>'
            f'<body><main class="container"><h1>{title}</h1>{lines}{button}</main></body></html>'
        )
        headers = _headers(origin if form else "")
        return web.Response(text=text, content_type="text/html", status=status, headers=headers)

    @web.middleware
    async def _explain(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer whatever goes wrong with a page that says what to do."""
        try:
            return await handler(request)
        except Refused as refused:
            link = refused.link
            asked = await self._desk.read(lambda uow: _asked(uow, link)) if link else None
            return self._show(refused.page, asked, status=_STATUS[refused.page])
        except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
            return self._show("unknown", None, status=404)
        except ProviderDown as error:
            log.warning("the identity provider fails: %s", error)
            return self._show("down", None, status=_STATUS["down"])
        except Overloaded:
            return self._show("failed", None, status=503)
        except Exception:
            log.exception("a page of verification failed")
            return self._show("failed", None, status=500)


def _asked(uow: UnitOfWork, link: IdentityLink) -> Asked | None:
    petition = uow.petitions.by_id(link.petition_id)
    if petition is None:
        return None
    return Asked(petition, uow.conversations.by_id(link.conversation_id).state.spoken)


def _session_of(request: web.Request) -> str | None:
    session = request.cookies.get(COOKIE, "")
    return session if _COOKIE.fullmatch(session) else None


def _headers(origin: str) -> dict[str, str]:
    """Return the headers of a page; a form may lead to the provider's origin."""
    forms = f"'self' {origin}" if origin else "'none'"
    return {
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
        f"base-uri 'none'; form-action {forms}; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # The address is the key: no other site may hear it.
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
