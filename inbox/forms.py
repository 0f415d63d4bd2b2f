"""What a browser posts, read once and with limits.

Law: a form that is too large or cannot be read is refused before anything is done with it. Texts
lose control characters and keep everything else; too long ones are refused by the view, never cut.
"""

import asyncio
import os
import secrets
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from aiohttp import web
from aiohttp.web_request import FileField

from core.messages import AttachmentKind, FileRef
from inbox.city import InboxSettings

FORM_BYTES = 256 * 1024
_KEPT = "\n\t"


@dataclass(frozen=True, slots=True)
class Form:
    """A posted form. Fields that were not sent read as empty."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    files: tuple[FileField, ...] = ()

    def text(self, name: str) -> str:
        """Return the first value of a field, stripped."""
        return next(iter(self.fields.get(name, ())), "").strip()

    def secret(self, name: str) -> str:
        """Return the first value of a field as it was typed (passwords)."""
        return next(iter(self.fields.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return self.fields.get(name, ())

    def close(self) -> None:
        """Let go of the files that came along."""
        for file in self.files:
            file.file.close()

    @property
    def key(self) -> str:
        """Return the key the form was shown with. Errors: 400 when it has none."""
        key = self.text("key")
        if not 16 <= len(key) <= 64:
            raise web.HTTPBadRequest
        return key


def new_key() -> str:
    """Return a key for a form about to be shown: acted on once, whatever is clicked."""
    return secrets.token_urlsafe(16)


async def read_form(request: web.Request, limit_bytes: int) -> Form:
    """Return the posted form. Errors: 413 when it is larger, 400 when it cannot be read."""
    try:
        posted = await request.clone(client_max_size=limit_bytes).post()
    except (ValueError, LookupError) as error:
        raise web.HTTPBadRequest from error
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in posted.items():
        if isinstance(value, str):
            fields[name] = (*fields.get(name, ()), clean(value))
    files = tuple(value for value in posted.values() if isinstance(value, FileField))
    return Form(MappingProxyType(fields), files)


def clean(text: str) -> str:
    """Return the text with plain line ends and without control characters or half characters."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in whole if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cs"))


# --- files ---------------------------------------------------------------------------------------

UPLOAD = "staff:"


class FilesRefused(Exception):
    """More, larger or emptier files came than a form may carry; none was kept."""


async def keep_files(files: Sequence[FileField], settings: InboxSettings) -> list[FileRef]:
    """Put the files of a form into the upload folder and return references to them.

    What they really are is for the fetcher to say. Errors: FilesRefused.
    """
    if len(files) > settings.files:
        raise FilesRefused
    kept = [await asyncio.to_thread(_keep, file, settings) for file in files]
    whole = [ref for ref in kept if ref is not None]
    if len(whole) < len(kept):
        await drop_files(whole, settings)
        raise FilesRefused
    return whole


async def keep_paper(content: bytes, name: str, settings: InboxSettings) -> FileRef:
    """Put a document of our own into the upload folder and return a reference to it."""
    token = secrets.token_urlsafe(16)

    def write() -> None:
        settings.uploads.mkdir(parents=True, exist_ok=True)
        (settings.uploads / token).write_bytes(content)

    await asyncio.to_thread(write)
    return FileRef("document", f"{UPLOAD}{token}", name, len(content))


async def drop_files(kept: Sequence[FileRef], settings: InboxSettings) -> None:
    """Remove files whose act was refused."""
    for file in kept:
        if path := upload_path(settings.uploads, file.ref):
            await asyncio.to_thread(path.unlink, missing_ok=True)


def upload_path(uploads: Path, ref: str) -> Path | None:
    """Return where the file of a staff member's reference lies; None when it is not such a one."""
    name = ref.removeprefix(UPLOAD)
    known = ref.startswith(UPLOAD) and name.replace("-", "").replace("_", "").isalnum()
    return uploads / name if known else None


def _keep(file: FileField, settings: InboxSettings) -> FileRef | None:
    """Return the reference of a file put into the folder; None when its size is not accepted."""
    size = file.file.seek(0, os.SEEK_END)
    if not 0 < size <= settings.file_bytes:
        return None
    file.file.seek(0)
    settings.uploads.mkdir(parents=True, exist_ok=True)
    token = secrets.token_urlsafe(16)
    with (settings.uploads / token).open("wb") as kept:
        shutil.copyfileobj(file.file, kept)
    kind: AttachmentKind = "photo" if file.content_type.startswith("image/") else "document"
    name = clean(file.filename.replace("\\", "/").rpartition("/")[2])[-120:]
    return FileRef(kind, f"{UPLOAD}{token}", name or None, size)
