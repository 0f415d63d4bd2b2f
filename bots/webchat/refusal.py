"""Why a request of the chat's page, or of a program like it, was refused. Nothing was changed."""

import msgspec
from aiohttp import web

HEADERS = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


class Refused(Exception):
    """A request that is answered with an error: what happened and what to do, in English.

    The page chooses its own words by `code`, whose meaning never changes. Units: `again_s` seconds.
    """

    def __init__(self, status: int, code: str, message: str, again_s: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.again_s = again_s

    def response(self) -> web.Response:
        """Return it as JSON, with `Retry-After` where trying again helps."""
        headers = dict(HEADERS)
        if self.again_s is not None:
            headers["Retry-After"] = str(self.again_s)
        body = msgspec.json.encode({"error": {"code": self.code, "message": self.message}})
        return web.Response(status=self.status, body=body, headers=headers)


def no_session() -> Refused:
    """Return the refusal of a request that belongs to no chat."""
    return Refused(401, "no_session", "No chat cookie came along: open the chat's page first.")


def foreign_origin() -> Refused:
    """Return the refusal of a request that another site's page made."""
    return Refused(403, "foreign_origin", "This may only be sent from the chat's own page.")


def too_large(limit: int) -> Refused:
    """Return the refusal of a body or file. Units: bytes."""
    return Refused(413, "too_large", f"More than {limit} bytes: send less at once.")


def too_many(again_s: int) -> Refused:
    """Return the refusal of what came after too much from one network address."""
    message = f"Too much comes from your network. Nothing was stored: try again in {again_s} s."
    return Refused(429, "too_many_from_address", message, again_s)


def link_expired() -> Refused:
    """Return the refusal of a link that opens no talk: made up, or a day old."""
    return Refused(410, "link_expired", "This link opens nothing now: make another in the chat.")


def overloaded() -> Refused:
    """Return the refusal of an event that the core has no room for now."""
    message = "Too much waits; nothing was stored. Send the same event again a little later."
    return Refused(503, "overloaded", message, again_s=2)
