"""`/model/parse`: our reader in the shape of a Rasa server, so that either can stand in.

Rule: nothing is stored or logged. At most a few wait at a time, so that residents' messages, which
the same thread reads, are never far behind.
"""

import json
from hmac import compare_digest
from ipaddress import ip_address

from aiohttp import web

from misto.app import City, interpret_any
from misto.settings import Settings
from nlu.cli import BadLine, request_of

LARGEST = 64 * 1024
MOST_WAITING = 8


class Refused(Exception):
    """A call that is not answered, with its status, a code for programs and words for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def add_model_parse(app: web.Application, city: City) -> None:
    """Serve `/model/parse`."""
    waiting = 0

    async def parse(request: web.Request) -> web.Response:
        nonlocal waiting
        try:
            _admit(request, city.settings)
            if waiting >= MOST_WAITING:
                raise Refused(503, "busy", "too much waits to be read; try again in a second")
            waiting += 1
            try:
                return web.json_response(await _read(request, city))
            finally:
                waiting -= 1
        except Refused as refused:
            error = {"code": refused.code, "message": str(refused)}
            headers = {"Retry-After": "1"} if refused.status == 503 else {}
            return web.json_response({"error": error}, status=refused.status, headers=headers)

    app.router.add_post("/model/parse", parse)


async def _read(request: web.Request, city: City) -> dict[str, object]:
    line = await _body(request)
    try:
        text, now, context = request_of(line)
        message_id = _message_id(line)
    except BadLine as error:
        raise Refused(400, error.code, str(error)) from error
    reading = (await city.runtime.read_text(text, now)).parse or {}
    awaited = (context or {}).get("expects")
    return {**interpret_any(reading, text, awaited), **message_id}


async def _body(request: web.Request) -> str:
    too_large = Refused(413, "too_large", f"at most {LARGEST} bytes are read")
    if (request.content_length or 0) > LARGEST:
        raise too_large
    body = b""
    async for part in request.content.iter_chunked(LARGEST):
        body += part
        if len(body) > LARGEST:
            raise too_large
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, "not_json", "the body is not UTF-8") from error


def _message_id(line: str) -> dict[str, object]:
    """Return the caller's name for the message, which Rasa's clients may send, as it came."""
    given = json.loads(line).get("message_id")
    if not isinstance(given, str | None):
        raise BadLine("bad_message_id", '"message_id" must be a string')
    return {} if given is None else {"message_id": given}


def _admit(request: web.Request, settings: Settings) -> None:
    """Let in who has the token; without one, only what cannot come from outside.

    Errors: Refused.
    """
    token = settings.nlu.parse_token.get_secret_value()
    if not token:
        if _is_public(settings):
            raise Refused(403, "closed", "set nlu.parse_token to open /model/parse")
        return
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    for given in (request.query.get("token", ""), bearer):
        if compare_digest(given.encode("utf-8", "replace"), token.encode()):
            return
    raise Refused(401, "no_token", "send nlu.parse_token as ?token= or as a bearer token")


def _is_public(settings: Settings) -> bool:
    host = settings.web.host
    try:
        loopback = ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    return bool(settings.web.public_url) or not loopback
