"""The web chat's routes: the page, a resident's events, the stream of replies, files."""

import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from typing import Annotated

import msgspec
from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError
from msgspec import Meta, Struct

from bots.webchat import refusal, resuming, session, talk
from bots.webchat.assets import PATH, Assets
from bots.webchat.events import MAX_BODY_BYTES, decode, to_incoming
from bots.webchat.limits import Addresses
from bots.webchat.page import EMBED_HEADERS, HEADERS, Page, frame_headers
from bots.webchat.refusal import Refused
from bots.webchat.resuming import Links
from bots.webchat.settings import WebChatSettings
from bots.webchat.stream import Counted, Streams
from bots.webchat.talk import History, Message, message
from bots.webchat.uploads import Uploads
from core.conversation import Language
from core.messages import ChatRef
from core.ports import UnitOfWork
from core.program import Desk, Overloaded

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Done(Struct, frozen=True):
    """The answer to an event: it was acted on, and these replies to it are committed."""

    done: str
    messages: list[Message]


class Resumed(Struct, frozen=True, forbid_unknown_fields=True):
    """The body of `POST /chat/resume` and `/chat/opened`: what stood in the link."""

    link: Annotated[str, Meta(max_length=1000)]


def add_routes(
    app: web.Application, desk: Desk, settings: WebChatSettings, counted: Counted = nullcontext
) -> None:
    """Put the web chat into an application, at `/` and `/chat/`.

    `counted` opens a context for each open stream, for whoever counts them.
    """
    assets = Assets()
    uploads = Uploads(settings.upload_folder, settings.max_upload_bytes)
    streams = Streams(desk, counted=counted)
    chat = WebChat(desk, settings, Page(settings, assets), streams, uploads)
    app.router.add_get("/", chat.page)
    app.router.add_get("/chat/frame", chat.frame)
    app.router.add_get("/chat/embed.js", chat.embed)
    app.router.add_get("/chat/talk", refusing(chat.talk), allow_head=False)
    app.router.add_post("/chat/link", refusing(chat.link))
    app.router.add_post("/chat/opened", refusing(chat.opened))
    app.router.add_get(resuming.PATH, chat.resume_page)
    app.router.add_post(resuming.PATH, refusing(chat.resume))
    app.router.add_post("/chat/events", refusing(chat.event))
    app.router.add_get("/chat/stream", refusing(chat.stream), allow_head=False)
    app.router.add_post("/chat/upload", refusing(chat.upload))
    app.router.add_get(f"{PATH}/{{version}}/{{name}}", assets.serve)
    app.on_shutdown.append(streams.stop)
    app.cleanup_ctx.append(uploads.keep_swept)


def refusing(handler: Handler) -> Handler:
    """Return the handler with its refusals, and the core's, answered as JSON."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refused as refused:
            return refused.response()
        except Overloaded:
            return refusal.overloaded().response()

    return answer


class WebChat:
    """The handlers. Each gathers from the request, asks the desk and answers."""

    def __init__(
        self,
        desk: Desk,
        settings: WebChatSettings,
        page: Page,
        streams: Streams,
        uploads: Uploads,
    ) -> None:
        self._desk = desk
        self._settings = settings
        self._page = page
        self._streams = streams
        self._uploads = uploads
        self._links = Links(settings.link_key)
        self._frame_headers = frame_headers(settings.embed_sites)
        self._addresses = Addresses(
            settings.events_per_address_minute, private_too=settings.knows_addresses
        )

    # --- the page --------------------------------------------------------------------------------

    async def page(self, request: web.Request) -> web.Response:
        """The talk so far; whoever has no cookie gets one, and nothing is stored for it yet."""
        chosen = _chosen_language(request)
        language = chosen or _language(request)
        token = session.token_in(request.headers.get("Cookie", ""))
        shown = await self._history(token, everything="all" in request.query)
        response = _packed(self._page.render(shown, language), HEADERS)
        self._keep(response, session.COOKIE, token or session.new_token())
        if chosen:
            self._keep(response, session.LANGUAGE_COOKIE, chosen)
        return response

    async def _history(self, token: str | None, *, everything: bool) -> History:
        if token is None:
            return History()
        chat = session.chat_of(token)
        limit = talk.EVERYTHING if everything else talk.PAGE_LINES

        def read(uow: UnitOfWork) -> History:
            return talk.history(uow, uow.conversations.get(chat).id, limit)

        return await self._desk.read(read)

    # --- in other sites' pages -------------------------------------------------------------------

    async def frame(self, request: web.Request) -> web.Response:
        """The page for a frame: the talk is not in it, as only its script knows whose it is."""
        language = _chosen_language(request) or _language(request)
        return _packed(self._page.render(History(), language, framed=True), self._frame_headers)

    async def embed(self, _: web.Request) -> web.Response:
        """The script that puts the frame and its button into a page."""
        return _packed(self._page.embed_script, EMBED_HEADERS)

    async def talk(self, request: web.Request) -> web.Response:
        """The talk so far, for whoever got a page without it."""
        shown = await self._history(_token(request), everything="all" in request.query)
        return _packed(msgspec.json.encode(shown).decode("utf-8"), refusal.HEADERS)

    # --- going on elsewhere ----------------------------------------------------------------------

    async def link(self, request: web.Request) -> web.Response:
        """Make a link by which this talk goes on in another browser."""
        self._sender(request)
        sealed = self._links.make(_token(request), self._desk.now())
        address = f"{self._settings.public_url}{resuming.PATH}#{sealed}"
        return web.Response(body=msgspec.json.encode({"link": address}), headers=refusal.HEADERS)

    async def resume_page(self, request: web.Request) -> web.Response:
        """Ask whether the link's talk shall go on here; opening the address changes nothing."""
        token = session.token_in(request.headers.get("Cookie", ""))
        here = await self._history(token, everything=False)
        return _packed(
            self._page.resume(_chosen_language(request) or _language(request), here), HEADERS
        )

    async def resume(self, request: web.Request) -> web.Response:
        """Give the browser the link's chat in place of its own."""
        token = await self._linked(request)
        response = web.Response(body=b"{}", headers=refusal.HEADERS)
        self._keep(response, session.COOKIE, token)
        return response

    async def opened(self, request: web.Request) -> web.Response:
        """Tell a frame the token in a link, where its browser lets it keep none."""
        body = msgspec.json.encode({"token": await self._linked(request)})
        return web.Response(body=body, headers=refusal.HEADERS)

    async def _linked(self, request: web.Request) -> str:
        """The token in the posted link. Errors: Refused (400, 403, 410, 429)."""
        self._check_origin(request)
        self._check_rate(request)
        try:
            given = msgspec.json.decode(await _body(request), type=Resumed)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            raise Refused(400, "bad_link", 'Send {"link": "what stands behind #"}.') from None
        token = self._links.opened(given.link, self._desk.now())
        if token is None:
            raise refusal.link_expired()
        return token

    def _keep(self, response: web.Response, name: str, value: str) -> None:
        response.set_cookie(
            name,
            value,
            max_age=session.YEAR_S,
            path="/",
            httponly=True,
            samesite="Lax",
            secure=self._settings.secure_cookies,
        )

    # --- events ----------------------------------------------------------------------------------

    async def event(self, request: web.Request) -> web.Response:
        """Run one event's turn and answer with its replies, both committed."""
        chat = self._sender(request)
        if request.content_type != "application/json":
            raise Refused(415, "not_json", "Send the event as application/json.")
        posted = decode(await _body(request))
        incoming = to_incoming(posted, chat, self._desk.now(), _language(request))
        outcome = await self._desk.handle(incoming)
        answer = Done(posted.event, [message(row) for row in outcome.replies])
        return web.Response(body=msgspec.json.encode(answer), headers=refusal.HEADERS)

    def _sender(self, request: web.Request) -> ChatRef:
        """The chat of a request that changes something. Errors: Refused (401, 403, 429)."""
        self._check_origin(request)
        chat = _chat(request)
        self._check_rate(request)
        return chat

    def _check_origin(self, request: web.Request) -> None:
        if not session.is_same_origin(request.headers, request.host, self._settings.public_host):
            raise refusal.foreign_origin()

    def _check_rate(self, request: web.Request) -> None:
        wait_s = self._addresses.wait_s(request.remote, time.monotonic())
        if wait_s:
            raise refusal.too_many(wait_s)

    # --- the stream ------------------------------------------------------------------------------

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Tell what comes after an outbox row. 204 while the chat has nothing to tell yet."""
        chat = _chat(request)
        after = _after(request)

        def known(uow: UnitOfWork) -> int | None:
            return uow.conversations.get(chat).id

        conversation_id = await self._desk.read(known)
        if conversation_id is None:
            return web.Response(status=204)
        return await self._streams.serve(request, chat, conversation_id, after)

    # --- files -----------------------------------------------------------------------------------

    async def upload(self, request: web.Request) -> web.Response:
        """Keep one file, the form's `file`, until an event names it; answer with its id."""
        chat = self._sender(request)
        # A form's own lines take some room beside the file.
        if (request.content_length or 0) > self._settings.max_upload_bytes + 4096:
            raise refusal.too_large(self._settings.max_upload_bytes)
        upload = await self._uploads.receive(chat, await _file_part(request))
        return web.Response(body=msgspec.json.encode({"upload": upload}), headers=refusal.HEADERS)


def _packed(text: str, headers: Mapping[str, str]) -> web.Response:
    """A page or a talk, as small as the browser takes it: where help is needed lines are slow."""
    response = web.Response(text=text, headers=headers)
    response.enable_compression()
    return response


def _chat(request: web.Request) -> ChatRef:
    return session.chat_of(_token(request))


def _token(request: web.Request) -> str:
    token = session.token_of(request.headers)
    if token is None:
        raise refusal.no_session()
    return token


def _language(request: web.Request) -> Language:
    headers = request.headers
    return session.language_of(headers.get("Cookie", ""), headers.get("Accept-Language", ""))


def _chosen_language(request: web.Request) -> Language | None:
    match request.query.get("lang"):
        case "uk":
            return "uk"
        case "en":
            return "en"
        case _:
            return None


async def _body(request: web.Request) -> bytes:
    """The body, never more of it than an event may have. Errors: Refused (413)."""
    length = request.content_length
    if length is None:
        return await _unmeasured_body(request)
    if length > MAX_BODY_BYTES:
        raise refusal.too_large(MAX_BODY_BYTES)
    return await request.read()


async def _unmeasured_body(request: web.Request) -> bytes:
    body = bytearray()
    while not request.content.at_eof():
        body += await request.content.readany()
        if len(body) > MAX_BODY_BYTES:
            raise refusal.too_large(MAX_BODY_BYTES)
    return bytes(body)


def _after(request: web.Request) -> int:
    """The last outbox row the listener has. Errors: Refused (400) when it is not a number."""
    given = request.headers.get("Last-Event-ID") or request.query.get("after") or "0"
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Refused(400, "bad_cursor", "`after` and Last-Event-ID are the number of a message.")
    return int(given)


async def _file_part(request: web.Request) -> BodyPartReader:
    if request.content_type != "multipart/form-data":
        raise Refused(415, "not_a_form", "Send the file as multipart/form-data, field `file`.")
    try:
        part = await (await request.multipart()).next()
    except (ValueError, HttpProcessingError):
        raise Refused(400, "bad_form", "The form cannot be read: send one field `file`.") from None
    if not isinstance(part, BodyPartReader) or part.name != "file":
        raise Refused(400, "bad_form", "The form's only field must be `file`.")
    return part
