"""Where a request comes from when a proxy stands in front: its header says so.

Rule: the proxy adds the address it sees at the end, so the last one counts: what stands before it
anybody may have written.
"""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from aiohttp import web
from aiohttp.typedefs import Middleware

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def naming_visitors(header: str) -> Middleware:
    """Return the middleware by which `request.remote` is the visitor's address."""

    @web.middleware
    async def name_visitor(request: web.Request, handler: Handler) -> web.StreamResponse:
        address = last_address(request.headers.getall(header, []))
        return await handler(request.clone(remote=address) if address else request)

    return name_visitor


def last_address(values: list[str]) -> str | None:
    """Return the last address of a header's lines; None when there is none that can be one."""
    last = ",".join(values).rpartition(",")[2].strip()
    try:
        return str(ip_address(last.strip("[]")))
    except ValueError:
        return None
