"""What the webhooks of all messengers share: taking a body in, answering, reading a JSON object.

Rule: a caller is a stranger until its signature or secret was checked, and its body has a limit.
"""

import asyncio
import json
from typing import Any

from aiohttp import web

MOST_BYTES = 1_048_576
BODY_S = 20


class Undecodable(ValueError):
    """A body that is no event of its messenger. The message names fields, never what they hold."""


async def body_of(request: web.Request) -> bytes | web.Response:
    """Return the body, or the answer to one that is too large or too slow."""
    try:
        async with asyncio.timeout(BODY_S):
            raw = await _read(request)
    except TimeoutError:
        return said(408, f"the body did not arrive within {BODY_S} s")
    return said(413, f"a body has at most {MOST_BYTES} bytes") if raw is None else raw


async def _read(request: web.Request) -> bytes | None:
    if (request.content_length or 0) > MOST_BYTES:
        return None
    body = bytearray()
    async for chunk in request.content.iter_chunked(65_536):
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def said(status: int, text: str) -> web.Response:
    """Return an answer that says what is wrong."""
    return web.Response(status=status, text=text)


def busy() -> web.Response:
    """Return the answer when too much waits already."""
    response = said(503, "too much is waiting; send it again in a few seconds")
    response.headers["Retry-After"] = "5"
    return response


def json_object(raw: bytes) -> dict[str, Any]:
    """Return the object that a body holds. Errors: `Undecodable`."""
    try:
        found = _repaired(json.loads(raw))
    except (ValueError, RecursionError) as error:
        raise Undecodable(f"the body is not JSON: {type(error).__name__}") from None
    if not isinstance(found, dict):
        raise Undecodable("the body is not a JSON object")
    return found


def _repaired(document: Any) -> Any:
    """Return the document with halves of surrogate pairs replaced: no database takes them."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return document
