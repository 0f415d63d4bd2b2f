"""A browser without scripts: follows links, fills in the forms that pages really have."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import FormData, web
from aiohttp.test_utils import TestClient

from tests.inbox.town import PASSWORD

FORM = re.compile(r'<form [^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    status: int
    text: str
    headers: dict[str, str]
    path: str

    @property
    def words(self) -> str:
        """Return the page's words as a reader sees them."""
        bare = re.sub(r"<[^>]*>", " ", self.text)
        return re.sub(r"\s+", " ", html.unescape(bare))

    def forms(self) -> dict[str, dict[str, str]]:
        """Return the hidden fields of every form by its address."""
        return {
            html.unescape(action): {n: html.unescape(v) for n, v in HIDDEN.findall(body)}
            for action, body in FORM.findall(self.text)
        }


@dataclass(slots=True)
class Browser:
    """One browser with its cookies and the page it shows."""

    client: TestClient[web.Request, web.Application]
    page: Page = field(default_factory=lambda: Page(0, "", {}, ""))

    async def get(self, path: str, **headers: str) -> Page:
        """Open a page."""
        async with self.client.get(path, headers=headers) as response:
            self.page = Page(
                response.status,
                await response.text(),
                dict(response.headers),
                response.url.raw_path_qs,
            )
        return self.page

    async def send(self, action: str, **fields: str) -> Page:
        """Send the form of the shown page that has this address, its hidden fields as they are."""
        hidden = self.page.forms()[action]
        return await self.post(action, {**hidden, **fields})

    async def post(self, path: str, data: dict[str, str] | FormData | str, **headers: str) -> Page:
        """Post anything, as whoever forges a request would."""
        async with self.client.post(path, data=data, headers=headers) as response:
            self.page = Page(
                response.status,
                await response.text(),
                dict(response.headers),
                response.url.raw_path_qs,
            )
        return self.page

    async def sign_in(self, email: str, password: str = PASSWORD) -> Page:
        """Sign in with the form."""
        await self.get("/inbox/sign-in")
        return await self.send("/inbox/sign-in", email=email, password=password)

    def form(self, action: str, **fields: Any) -> FormData:
        """Return a form of the shown page to be sent with files."""
        # Browsers write a file's name as it is.
        data = FormData(quote_fields=False)
        for name, value in self.page.forms()[action].items():
            data.add_field(name, value)
        for name, value in fields.items():
            data.add_field(name, value)
        return data
