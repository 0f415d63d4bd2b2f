"""Links that open a chat for something, in each channel the city has; for pages and QR codes.

Rule: a link names what for (`core.starts`) and proves nothing: a case is shown to its owner only,
whoever opens the link.
"""

import asyncio
from collections.abc import Mapping
from urllib.parse import quote

from aiohttp import web

from connectors.qr import qr_png, qr_svg
from core.starts import Kind, parted, payload
from misto.app import City

# A bot's name changes once in years; one that could not be asked is asked again.
OPENINGS_S = 600.0


async def links_to(city: City, kind: Kind, rest: str) -> Mapping[str, str]:
    """Return the links by channel: `webchat`, `telegram`, `viber`. Errors: see `payload`."""
    return await links_with(city, payload(kind, rest))


async def links_with(city: City, found: str) -> Mapping[str, str]:
    """Return the links by channel that bring a payload along."""
    links = {"webchat": f"{city.settings.web.address}/?start={found}"}
    if city.telegram is not None and (name := await city.telegram.username()):
        links["telegram"] = f"https://t.me/{quote(name)}?start={found}"
    if city.viber is not None and (uri := await city.viber.uri()):
        links["viber"] = f"viber://pa?chatURI={quote(uri)}&context={found}"
    return links


async def learn_openings(city: City) -> None:
    """Keep what messengers' chats are opened by where a turn finds it, until cancelled."""
    while True:
        found = await links_with(city, "")
        city.openings.update({name: found[name] for name in found if name != "webchat"})
        await asyncio.sleep(OPENINGS_S)


def add_qr_codes(app: web.Application, city: City) -> None:
    """Serve the codes at `/qr/CHANNEL/PAYLOAD.svg` and `.png`: nothing in them is secret."""

    async def code(request: web.Request) -> web.Response:
        info = request.match_info
        kind, rest = parted(info["payload"])
        link = (await links_with(city, info["payload"])).get(info["channel"]) if rest else None
        if link is None or not kind:
            raise web.HTTPNotFound
        headers = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}
        if info["form"] == "png":
            return web.Response(body=qr_png(link), content_type="image/png", headers=headers)
        return web.Response(text=qr_svg(link), content_type="image/svg+xml", headers=headers)

    app.router.add_get(r"/qr/{channel}/{payload:[\w-]+}.{form:svg|png}", code)
