"""Links to kept files for messengers that fetch them by an address: signed, and over after a week.

Rule: a link opens one file and tells nothing of any other; wrong, ended or gone, it is not found.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aiohttp import web

from core.model import Attachment
from misto.files import FileKeeper

PATH = "/media/{name}"
LIVES = timedelta(days=7)
# Messengers judge by the ending; what is none of these is only to be saved, never shown.
ENDINGS: Mapping[str, str] = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
}
_MIMES = {ending: mime for mime, ending in ENDINGS.items()}
_NAME = re.compile(r"([0-9a-f]{64})-(\d{1,12})-([0-9a-f]{64})(\.[a-z]{3,4})", re.ASCII)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=3600",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class MediaLinks:
    """Makes the links and serves what they lead to. `secret`: what only this installation knows."""

    secret: bytes
    address: str
    files: FileKeeper
    now: Callable[[], datetime]

    def link(self, attachment: Attachment) -> str:
        """Return the address of a file that is ready, for a week."""
        ends = int((self.now() + LIVES).timestamp())
        named = f"{attachment.sha256}-{ends}"
        ending = ENDINGS.get(attachment.mime or "", ".bin")
        return f"{self.address}/media/{named}-{self._signed(named + ending)}{ending}"

    def _signed(self, named: str) -> str:
        return hmac.new(self.secret, named.encode(), hashlib.sha256).hexdigest()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer a link."""
        found = _NAME.fullmatch(request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        digest, ends, given, ending = found.groups()
        ours = self._signed(f"{digest}-{ends}{ending}")
        path = self.files.path_of(digest)
        over = datetime.fromtimestamp(int(ends), UTC) < self.now()
        if not hmac.compare_digest(given, ours) or over or not path.is_file():
            raise web.HTTPNotFound
        mime = _MIMES.get(ending, "application/octet-stream")
        shown = "inline" if ending in _MIMES else "attachment"
        headers = {"Content-Type": mime, "Content-Disposition": shown}
        return web.FileResponse(path, headers=_HEADERS | headers)
