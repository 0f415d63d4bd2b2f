"""Fetching what residents sent: each file once, checked, kept under its own hash.

Rule: a name or type that a client claims is never trusted. A photo must open as one; everything is
stored by SHA-256, so that nothing is kept twice and no path comes from outside.
"""

import asyncio
import errno
import hashlib
import re
import secrets
import shutil
import stat
import tempfile
import warnings
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO

from PIL import Image

from core.messages import AttachmentKind, ChatRef, FileRef
from core.model import Attachment

# Writes the file into the target, at most so many bytes. Errors: FileRefusedError, OSError.
Fetch = Callable[[FileRef, IO[bytes], int], Awaitable[None]]

_IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
_CHUNK = 64 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")
# How a reference names a file of staff that waits among the uploads (inbox/forms.py).
UPLOAD = "staff:"


class FileRefusedError(Exception):
    """The file cannot be kept; `reason` is the id of the text that tells the resident."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class FileKeeper:
    """Keeps files in `folder`. `fetchers` by channel; a bot named `local` hands in paths of this
    machine.
    """

    folder: Path
    max_bytes: int
    fetchers: Mapping[str, Fetch]

    async def keep(self, attachment: Attachment, chat: ChatRef) -> Attachment:
        """Return the attachment settled: `ready` with its hash, or `refused` with the reason."""
        try:
            return await self._fetched(attachment, chat)
        except FileRefusedError as refused:
            return replace(attachment, state="refused", reason=refused.reason)
        except OSError as error:
            reason = "file-too-big" if error.errno == errno.EFBIG else "file-missing"
            return replace(attachment, state="refused", reason=reason)

    async def _fetched(self, attachment: Attachment, chat: ChatRef) -> Attachment:
        ref = FileRef(attachment.kind, attachment.ref, attachment.name, attachment.size)
        fetch = self._fetcher(ref, chat)
        if fetch is None:
            raise FileRefusedError("file-missing")
        await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as target:
            path = Path(target.name)
            try:
                await fetch(ref, target, self.max_bytes)
                target.flush()
                return await asyncio.to_thread(self._settle, attachment, path)
            finally:
                await asyncio.to_thread(path.unlink, missing_ok=True)

    def _fetcher(self, ref: FileRef, chat: ChatRef) -> Fetch | None:
        """Staff's files wait among the uploads whatever the chat's channel; others by channel."""
        if ref.ref.startswith(UPLOAD):
            return self.take_upload
        if chat.bot == "local":
            return copy_local
        return self.take_upload if chat.channel == "webchat" else self.fetchers.get(chat.channel)

    async def take_upload(self, ref: FileRef, target: IO[bytes], limit: int) -> None:
        """Fetch a file that came over the web; its name there is one we made."""
        await asyncio.to_thread(_copy, self._upload(ref.ref), target, limit)

    def drop_upload(self, ref: str) -> None:
        """Remove what came over the web once it is settled; other references are left alone."""
        with suppress(FileRefusedError, ValueError):
            self._upload(ref).unlink(missing_ok=True)

    def _upload(self, ref: str) -> Path:
        name = ref.removeprefix(UPLOAD)
        if Path(name).name != name:
            raise FileRefusedError("file-missing")
        return self.uploads / name

    def admit(self, path: Path) -> FileRef:
        """Put a file of this machine among the uploads, as staff's proof.

        Errors: OSError; FileRefusedError when it is too big.
        """
        size = path.stat().st_size
        if size > self.max_bytes:
            raise FileRefusedError("file-too-big")
        self.uploads.mkdir(parents=True, exist_ok=True)
        token = secrets.token_urlsafe(16)
        shutil.copyfile(path, self.uploads / token)
        kind: AttachmentKind = "photo" if image_type(path) else "document"
        return FileRef(kind, f"{UPLOAD}{token}", path.name, size)

    @property
    def uploads(self) -> Path:
        """Where files that came over the web wait to be looked at."""
        return self.folder / "incoming"

    def _settle(self, attachment: Attachment, path: Path) -> Attachment:
        size = path.stat().st_size
        if size == 0:
            raise FileRefusedError("file-missing")
        if size > self.max_bytes:
            raise FileRefusedError("file-too-big")
        mime = image_type(path)
        if mime is None and attachment.kind == "photo":
            raise FileRefusedError("file-not-image")
        digest = hash_of(path)
        kept = self.path_of(digest)
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            path.replace(kept)
        return replace(
            attachment,
            state="ready",
            sha256=digest,
            size=size,
            mime=mime or "application/octet-stream",
        )

    def path_of(self, digest: str) -> Path:
        """Return where a file of this SHA-256 lies."""
        return self.folder / digest[:2] / digest

    # --- sweeping --------------------------------------------------------------------------------

    def sweep_uploads(self, before: datetime) -> None:
        """Remove what came over the web before a moment and no message ever took."""
        for path in _older(self.uploads, before):
            path.unlink(missing_ok=True)

    def kept_before(self, before: datetime) -> list[set[str]]:
        """Return the hashes of the files kept before a moment, in pieces fit for a question."""
        folders = [f for f in self.folder.glob("[0-9a-f][0-9a-f]") if f.is_dir()]
        return [{path.name for path in _older(folder, before)} for folder in folders]

    def remove(self, hashes: Iterable[str]) -> None:
        """Remove files from the disk."""
        for digest in hashes:
            self.path_of(digest).unlink(missing_ok=True)

    def discard(self, names: Iterable[str]) -> None:
        """Remove files by their hash, or by the upload that none was ever made of."""
        for name in names:
            if _HASH.fullmatch(name):
                self.path_of(name).unlink(missing_ok=True)
            else:
                self.drop_upload(name)


def _older(folder: Path, before: datetime) -> list[Path]:
    """Return the folder's files that were last written before a moment."""
    limit = before.timestamp()
    files = folder.iterdir() if folder.is_dir() else ()
    return [path for path in files if path.is_file() and path.stat().st_mtime < limit]


async def copy_local(ref: FileRef, target: IO[bytes], limit: int) -> None:
    """Fetch a file of this machine: for `misto chat`, whose user owns the machine."""
    await asyncio.to_thread(_copy, Path(ref.ref), target, limit)


def _copy(source: Path, target: IO[bytes], limit: int) -> None:
    found = source.stat()
    if not stat.S_ISREG(found.st_mode):
        raise FileRefusedError("file-missing")  # a device or a pipe may have no end
    if found.st_size > limit:
        raise FileRefusedError("file-too-big")
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            target.write(chunk)


def image_type(path: Path) -> str | None:
    """Return the type of an image that really opens as one, else None.

    No pixel is decoded, so that a small file cannot unfold into gigabytes; one that would, by its
    own measures, is no image here. One that was cut off may still open: part of it can be seen.
    """
    try:
        with warnings.catch_warnings():
            # Large photos of today's telephones are no bombs; those are an error, not a warning.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=tuple(_IMAGES)) as image:
                image.verify()
                return _IMAGES.get(image.format or "")
    except Exception:  # noqa: BLE001 - Pillow's decoders raise what they please on hostile bytes
        return None


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
