"""Pages from templates: escaped by default, words from the catalogue, a missing value an error."""

import hashlib
from importlib.resources import files
from typing import Any

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from inbox.wording import Wording

STATIC_PATH = "/inbox/static"
VENDOR_PATH = "/static/vendor"
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class Assets:
    """The inbox's own script, style and picture, all under one version made of their content."""

    def __init__(self) -> None:
        folder = files("inbox") / "static"
        known = sorted(
            (f for f in folder.iterdir() if _suffix(f.name) in _TYPES), key=lambda f: f.name
        )
        self._bodies = {file.name: file.read_bytes() for file in known}
        self.version = hashlib.sha256(b"\0".join(self._bodies.values())).hexdigest()[:12]

    def url(self, name: str) -> str:
        """Return the address of a file. Errors: KeyError when there is none."""
        self._bodies[name]
        return f"{STATIC_PATH}/{self.version}/{name}"

    async def serve(self, request: web.Request) -> web.Response:
        """Answer with a file of the present version, which browsers may keep; 404 on any other."""
        name = request.match_info["name"]
        if request.match_info["version"] != self.version or name not in self._bodies:
            raise web.HTTPNotFound
        response = web.Response(
            body=self._bodies[name], content_type=_TYPES[_suffix(name)], charset="utf-8"
        )
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


class Paper:
    """Renders templates with the words and the addresses of files bound."""

    def __init__(self, wording: Wording) -> None:
        self.assets = Assets()
        self._templates = Environment(
            loader=PackageLoader("inbox"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            t=wording.say,
            language=wording.language,
            asset=self.assets.url,
            vendor=lambda name: f"{VENDOR_PATH}/{name}",
        )

    def render(self, template: str, **values: Any) -> str:
        """Return a page or a part of one as HTML."""
        return self._templates.get_template(template).render(**values)


def _suffix(name: str) -> str:
    return name.rpartition(".")[2]
