"""Files that residents send: streamed into a folder, named so that only their chat can use them.

Rule: nothing here trusts a file; what it really is and whether it is kept is the fetcher's to say.
An upload's name tells its chat, its kind and the name it had, so that no second record can be lost.
"""

import asyncio
import base64
import logging
import re
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import BodyPartReader, web

from bots.webchat.refusal import Refused, too_large
from bots.webchat.session import owner_of
from core.messages import AttachmentKind, ChatRef, FileRef

log = logging.getLogger(__name__)

CHUNK_BYTES = 256 * 1024
MAX_WAITING = 40
KEPT_FOR = timedelta(days=1)
SWEEP_EVERY_S = 3600
MIN_FREE_BYTES = 200 * 1024 * 1024
_NAME_BYTES = 96
_UNFINISHED = ".part-"

_UPLOAD = re.compile(
    r"(?P<owner>[0-9a-f]{16})\.(?P<kind>photo|document)\.[A-Za-z0-9_-]{22}\.(?P<name>[A-Za-z0-9_-]{0,128})"
)


def file_ref(chat: ChatRef, upload: str) -> FileRef:
    """Return an upload as a reference; its `ref` is the file's name in the upload folder.

    The file itself is not looked at: a repeated event must be answered also after it was fetched.
    Errors: Refused (400) when the id is not one of this chat's.
    """
    parts = _UPLOAD.fullmatch(upload)
    if parts is None or parts["owner"] != owner_of(chat):
        raise Refused(400, "unknown_upload", "No such upload in this chat: upload the file first.")
    kind: AttachmentKind = "photo" if parts["kind"] == "photo" else "document"
    return FileRef(kind, upload, _decoded(parts["name"]))


def new_upload(chat: ChatRef, content_type: str, name: str | None) -> str:
    """Return the id of a new upload: whose, of what kind, called what."""
    kind = "photo" if content_type.startswith("image/") else "document"
    return f"{owner_of(chat)}.{kind}.{secrets.token_urlsafe(16)}.{_encoded(name or '')}"


def _encoded(name: str) -> str:
    short = name.encode("utf-8", "ignore")[-_NAME_BYTES:]
    return base64.urlsafe_b64encode(short).decode("ascii").rstrip("=")


def _decoded(text: str) -> str | None:
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return None
    # The end of a long name is kept, for its suffix; its first letter may be cut in two.
    name = raw.decode("utf-8", "ignore").replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable()) or None


class Uploads:
    """The folder of files that were sent and not fetched yet. Units: `limit` in bytes a file."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self._limit = limit
        folder.mkdir(parents=True, exist_ok=True)

    async def receive(self, chat: ChatRef, part: BodyPartReader) -> str:
        """Stream one file of a form into the folder and return its id.

        Errors: Refused: 413 over the limit, 429 when too many of the chat's wait, 507 on a full
        disk. Nothing is left behind then, nor when the sender goes away.
        """
        await asyncio.to_thread(self._check_room, chat)
        upload = new_upload(chat, part.headers.get("Content-Type", ""), part.filename)
        unfinished = self.folder / f"{_UNFINISHED}{secrets.token_hex(8)}"
        try:
            await self._stream(part, unfinished)
            await asyncio.to_thread(unfinished.rename, self.folder / upload)
        finally:
            with suppress(FileNotFoundError):
                unfinished.unlink()
        return upload

    def _check_room(self, chat: ChatRef) -> None:
        if sum(1 for _ in self.folder.glob(f"{owner_of(chat)}.*")) >= MAX_WAITING:
            raise Refused(
                429, "too_many_uploads", "Too many files wait: send more later.", again_s=60
            )
        if shutil.disk_usage(self.folder).free < MIN_FREE_BYTES:
            raise Refused(507, "no_room", "No room for files now: send words, or try later.")

    async def _stream(self, part: BodyPartReader, path: Path) -> None:
        size = 0
        with await asyncio.to_thread(path.open, "wb") as file:
            while chunk := await part.read_chunk(CHUNK_BYTES):
                size += len(chunk)
                if size > self._limit:
                    raise too_large(self._limit)
                await asyncio.to_thread(file.write, chunk)
        if size == 0:
            raise Refused(400, "empty_file", "The file is empty: choose another.")

    async def keep_swept(self, _: web.Application) -> AsyncIterator[None]:
        """While the application serves, remove every hour what is a day old."""
        task = asyncio.create_task(self._sweep_hourly())
        yield
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async def _sweep_hourly(self) -> None:
        while True:
            # Against the files' own clock, which is the machine's.
            try:
                await asyncio.to_thread(self.sweep, datetime.now(UTC) - KEPT_FOR)
            except OSError as error:
                log.warning("uploads were not swept, and will be in an hour: %s", error.strerror)
            await asyncio.sleep(SWEEP_EVERY_S)

    def sweep(self, before: datetime) -> int:
        """Remove what was uploaded before a moment, fetched (copied) or not; return how many."""
        removed = 0
        for path in self.folder.iterdir():
            if _is_ours(path.name) and path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)
                removed += 1
        return removed


def _is_ours(name: str) -> bool:
    return name.startswith(_UNFINISHED) or _UPLOAD.fullmatch(name) is not None
