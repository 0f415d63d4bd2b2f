"""The web application: the chat, the inbox, webhooks, and what operations ask for."""

import html
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path

from aiohttp import web

from bots.webchat.app import add_routes as add_webchat
from bots.webchat.settings import WebChatSettings
from connectors.identity.pages import CALLBACK, VerifyPages
from connectors.identity.pages import PREFIX as VERIFY
from connectors.identity.provider import Client, Provider
from core.conversation import Language, Text
from core.model import Outcome, Status
from core.sheet import Sheet
from inbox.app import add_routes as add_inbox
from inbox.bodies import PREFIX as BODIES
from inbox.bodies import BodyPages
from inbox.city import InboxCity, InboxSettings
from inbox.wording import LANGUAGES
from misto.app import City
from misto.figures import figures_handler
from misto.inbox_help import InboxHelp
from misto.links import add_qr_codes
from misto.media import PATH as MEDIA
from misto.model_parse import add_model_parse
from misto.paths import resolve
from misto.person import add_own_data
from misto.visitors import naming_visitors

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

VENDOR = Path(__file__).parent / "static" / "vendor"
LARGEST_BODY = 64 * 1024 * 1024
# A page to read: it runs nothing and stands in no frame.
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def make_app(city: City) -> web.Application:
    """Return the application with everything that is served over HTTP."""
    runtime, settings = city.runtime, city.settings
    header = settings.web.address_header
    middlewares = [naming_visitors(header)] if header else []
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=middlewares)
    secure = settings.web.public_url.startswith("https://")
    city.files.uploads.mkdir(parents=True, exist_ok=True)
    chat_settings = WebChatSettings(
        upload_folder=city.files.uploads,
        public_url=settings.web.address,
        secure_cookies=secure,
        max_upload_bytes=settings.attachments.max_bytes,
        timezone=settings.city.timezone,
        embed_sites=settings.web.embed_sites,
        link_key=lambda: bytes.fromhex(city.seal("link", "webchat")),
        events_per_address_minute=settings.limits.events_per_address_minute,
        knows_addresses=bool(settings.web.address_header),
    )
    inbox_settings = InboxSettings(
        public_url=settings.web.address,
        attachments=resolve(settings.attachments.path),
        uploads=city.files.uploads,
        secure_cookies=secure,
        file_bytes=settings.attachments.max_bytes,
    )
    add_webchat(app, runtime, chat_settings, counted=partial(city.metrics.sse, "webchat"))
    add_inbox(app, runtime, city.staffwork, inbox_cities(city), inbox_settings, InboxHelp(city))
    sheet = Sheet(city.texts, city.routing, city.zone)
    bodies = BodyPages(runtime, city.staffwork, sheet, inbox_settings)
    app.add_subapp(BODIES, bodies.application())
    _add_verification(app, city, secure=secure)
    for bot in city.bots:
        bot.add_routes(app)
    if city.viber is not None:
        app.router.add_get(MEDIA, city.media.serve)
    add_model_parse(app, city)
    add_own_data(app, city)
    add_qr_codes(app, city)
    app.router.add_static("/static/vendor/", VENDOR)
    _add_operations(app, city)
    return app


def _add_verification(app: web.Application, city: City, *, secure: bool) -> None:
    """Serve the pages where a person proves who they are, where a provider for it is set."""
    identity = city.settings.identity
    if not identity.issuer:
        return
    client = Client(
        issuer=identity.issuer,
        client_id=identity.client_id,
        secret=identity.client_secret.get_secret_value(),
        scope=identity.scope,
        redirect_uri=f"{city.settings.web.address}{VERIFY}/{CALLBACK}",
    )
    pages = VerifyPages(
        city.runtime,
        Provider(client),
        city.texts,
        city.petition_work,
        city.seal,
        issuer=identity.issuer,
        secure=secure,
    )
    app.add_subapp(VERIFY, pages.application())


# What residents file, in the order in which staff choose from them.
KINDS = (
    "dispatcher_request",
    "appeal",
    "info_request",
    "official_complaint",
    "utility_complaint",
    "enrol_kindergarten",
    "enrol_school",
    "doctor_appointment",
)


def inbox_cities(city: City) -> Mapping[Language, InboxCity]:
    """Return the city's names and words as the inbox takes them, by language."""
    return {language: inbox_city(city, language) for language in LANGUAGES}


def inbox_city(city: City, language: Language = "uk") -> InboxCity:
    """Return the city's names and words as the inbox takes them."""

    def words(prefix: str) -> Callable[[str], str]:
        def label(code: str) -> str:
            text_id = f"{prefix}-{code}"
            return city.texts.label(Text(text_id), language) if city.texts.has(text_id) else code

        return label

    status, outcome = words("status"), words("outcome")

    def of_status(value: Status) -> str:
        return status(str(value))

    def of_outcome(value: Outcome) -> str:
        return outcome(str(value))

    return InboxCity(
        bodies=city.routing.bodies,
        districts={
            code: d.name_en if language == "en" else d.name_uk
            for code, d in city.routing.districts.items()
        },
        reject_reasons=tuple(sorted(city.law.reject_reasons)),
        service=words("service-code"),
        kind=words("kind"),
        status=of_status,
        outcome=of_outcome,
        reject_reason=words("reject"),
        response_hours=city.routing.response_hours(),
        services=tuple(city.routing.rules),
        petition_status=words("petition-status"),
        petition_reason=words("petition-reason"),
        petition_reasons=tuple(city.petition_work.refusals),
        kinds=KINDS,
        zone=city.zone,
        language=language,
    )


# --- operations ----------------------------------------------------------------------------------


def _add_operations(app: web.Application, city: City) -> None:
    async def healthz(_: web.Request) -> web.Response:
        """Alive: the loop answers."""
        return web.json_response({"alive": True})

    async def readyz(_: web.Request) -> web.Response:
        """Ready: the database takes changes, the model reads. A messenger that was given up is
        named, and a Rasa server that does not read, but the rest goes on without them.
        """
        trouble = city.database.writer.trouble
        ready = {"database": trouble is None, "model": bool(city.reader.version)}
        status = 200 if all(ready.values()) else 503
        channels = {name: sender.halted is None for name, sender in city.senders.items()}
        rasa = {"rasa": city.rasa.trouble is None} if city.rasa else {}
        return web.json_response(ready | channels | rasa, status=status)

    async def metrics(_: web.Request) -> web.Response:
        headers = {"Content-Type": city.metrics.content_type}
        return web.Response(body=city.metrics.text(), headers=headers)

    async def privacy(request: web.Request) -> web.Response:
        language: Language = "en" if request.query.get("lang") == "en" else "uk"
        page = privacy_page(city, language)
        return web.Response(text=page, content_type="text/html", headers=PAGE_HEADERS)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    app.router.add_get("/privacy", privacy)
    app.router.add_get("/figures", figures_handler(city, PAGE_HEADERS))


def privacy_page(city: City, lang: Language) -> str:
    """Return the page that says what is kept of a resident, who sees it and how it is forgotten."""
    title = html.escape(city.texts.format("privacy-title", lang, {}))
    paragraphs = city.texts.format("privacy-text", lang, {}).split("\n")
    body = "".join(f"<p>{html.escape(p)}</p>" for p in paragraphs if p.strip())
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        '<link rel="stylesheet" href="/static/vendor/pico.min.css"></head>'
        f'<body><main class="container"><h1>{title}</h1>{body}</main></body></html>'
    )
