"""Links to kept files: each opens its one file, for a week, and nothing else."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from core.model import Attachment
from misto.files import FileKeeper
from misto.media import LIVES, PATH, MediaLinks

Client = TestClient[web.Request, web.Application]
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
CONTENT = b"\xff\xd8 a photo"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
OTHER = hashlib.sha256(b"other").hexdigest()


class Moment:
    """A clock that a test sets."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Moment:
    return Moment()


@pytest.fixture
def links(tmp_path: Path, clock: Moment) -> MediaLinks:
    keeper = FileKeeper(tmp_path, 1000, {})
    for content in (CONTENT, b"other"):
        path = keeper.path_of(hashlib.sha256(content).hexdigest())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return MediaLinks(b"secret", "https://misto.example", keeper, clock)


@pytest.fixture
async def client(links: MediaLinks) -> AsyncIterator[Client]:
    app = web.Application()
    app.router.add_get(PATH, links.serve)
    async with TestClient(TestServer(app)) as client:
        yield client


def photo(digest: str = DIGEST, mime: str = "image/jpeg") -> Attachment:
    return Attachment("photo", "f1", conversation_id=1, state="ready", sha256=digest, mime=mime)


def path(link: str) -> str:
    return link.removeprefix("https://misto.example")


async def test_a_link_opens_its_file(client: Client, links: MediaLinks) -> None:
    link = links.link(photo())
    assert link.startswith(f"https://misto.example/media/{DIGEST}-")
    assert link.endswith(".jpg")
    async with client.get(path(link)) as answer:
        assert (answer.status, await answer.read()) == (200, CONTENT)
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_what_is_no_picture_is_only_to_be_saved(client: Client, links: MediaLinks) -> None:
    link = links.link(photo(mime="text/html"))
    async with client.get(path(link)) as answer:
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment"


async def test_a_link_ends_after_a_week(client: Client, links: MediaLinks, clock: Moment) -> None:
    link = path(links.link(photo()))
    clock.now = NOW + LIVES - timedelta(seconds=1)
    assert (await client.get(link)).status == 200
    clock.now = NOW + LIVES + timedelta(seconds=1)
    assert (await client.get(link)).status == 404


@pytest.mark.parametrize(
    ("part", "put"),
    [
        (DIGEST, OTHER),
        (".jpg", ".png"),
        (".jpg", ".bin"),
        (".jpg", ""),
        ("-1", "-2"),
        ("/media/", "/media/..%2F"),
        ("/media/", "/media/x"),
    ],
)
async def test_a_link_that_was_changed_opens_nothing(
    client: Client, links: MediaLinks, part: str, put: str
) -> None:
    changed = path(links.link(photo())).replace(part, put, 1)
    assert (await client.get(changed)).status == 404


async def test_the_link_of_another_secret_opens_nothing(client: Client, links: MediaLinks) -> None:
    stranger = MediaLinks(b"guessed", links.address, links.files, links.now)
    assert (await client.get(path(stranger.link(photo())))).status == 404


async def test_a_file_that_was_forgotten_is_gone(client: Client, links: MediaLinks) -> None:
    link = path(links.link(photo()))
    links.files.remove([DIGEST])
    assert (await client.get(link)).status == 404
