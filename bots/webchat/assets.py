"""The page's own script, style and picture: read once, named by their content, kept by browsers."""

import gzip
import hashlib
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).with_name("static")
PATH = "/chat/assets"

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


class Assets:
    """The files of `static/`, all under one version: a script and what it imports never mix."""

    def __init__(self, folder: Path = FOLDER) -> None:
        files = {path.name: path for path in sorted(folder.iterdir()) if path.suffix in _TYPES}
        self._bodies = {name: path.read_bytes() for name, path in files.items()}
        self._packed = {name: gzip.compress(body, mtime=0) for name, body in self._bodies.items()}
        self._headers = {name: _headers(path.suffix) for name, path in files.items()}
        self.version = hashlib.sha256(b"\0".join(self._bodies.values())).hexdigest()[:12]

    def url(self, name: str) -> str:
        """Return the address of a file. Errors: KeyError when there is none."""
        self._bodies[name]
        return f"{PATH}/{self.version}/{name}"

    async def serve(self, request: web.Request) -> web.Response:
        """Answer with a file of the present version; 404 on any other."""
        name = request.match_info["name"]
        if request.match_info["version"] != self.version or name not in self._bodies:
            raise web.HTTPNotFound
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers = {**self._headers[name], "Content-Encoding": "gzip"}
            return web.Response(body=self._packed[name], headers=headers)
        return web.Response(body=self._bodies[name], headers=self._headers[name])


def _headers(suffix: str) -> dict[str, str]:
    return {
        "Content-Type": _TYPES[suffix],
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
