"""Files of residents: looked at, kept once under their own hash, refused with the reason."""

import hashlib
import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from core.messages import AttachmentKind, ChatRef
from core.model import Attachment
from misto.files import UPLOAD, FileKeeper, FileRefusedError, image_type

LOCAL = ChatRef("terminal", "local", "olena")
WEB = ChatRef("webchat", "web", "olena")
TELEGRAM = ChatRef("telegram", "main", "42")
MOST_BYTES = 100_000


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a real picture."""
    content = io.BytesIO()
    Image.linear_gradient("L").resize(size).save(content, form)
    return content.getvalue()


def bomb(side: int) -> bytes:
    """Return a PNG of a few bytes that says it has `side` × `side` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.fixture
def keeper(tmp_path: Path) -> FileKeeper:
    return FileKeeper(tmp_path / "kept", MOST_BYTES, {})


async def kept(
    keeper: FileKeeper, ref: str | Path, kind: AttachmentKind = "photo", chat: ChatRef = LOCAL
) -> Attachment:
    """Return an attachment as the keeper settled it."""
    return await keeper.keep(Attachment(kind, str(ref), 1, name="яма.jpg"), chat)


async def verdict(keeper: FileKeeper, ref: str | Path, kind: AttachmentKind = "photo") -> str:
    """Return `ready`, or why a file of this machine was refused."""
    attachment = await kept(keeper, ref, kind)
    return attachment.reason or attachment.state


def written(folder: Path, content: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def everything_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


# --- what is kept --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "mime"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/gif")],
)
async def test_a_photo_is_kept_under_its_hash_with_its_real_type(
    keeper: FileKeeper, tmp_path: Path, form: str, mime: str
) -> None:
    content = picture(form)
    attachment = await kept(keeper, written(tmp_path, content, "brief.txt"))
    digest = hashlib.sha256(content).hexdigest()
    assert (attachment.state, attachment.sha256, attachment.mime) == ("ready", digest, mime)
    assert attachment.size == len(content)
    assert keeper.path_of(digest).read_bytes() == content


async def test_the_same_content_is_kept_once(keeper: FileKeeper, tmp_path: Path) -> None:
    content = picture()
    first = await kept(keeper, written(tmp_path, content, "a"))
    second = await kept(keeper, written(tmp_path, content, "b"))
    assert first.sha256 == second.sha256
    assert everything_in(keeper.folder) == [keeper.path_of(str(first.sha256))]


async def test_a_document_may_be_anything(keeper: FileKeeper, tmp_path: Path) -> None:
    attachment = await kept(keeper, written(tmp_path, b"%PDF-1.7"), "document")
    assert (attachment.state, attachment.mime) == ("ready", "application/octet-stream")


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "file-missing"),
        ("це не фото".encode(), "file-not-image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file-not-image"),
        (b"GIF89a", "file-not-image"),
        (picture()[:20], "file-not-image"),
        (picture("PNG")[:-30], "file-not-image"),
        (bomb(60_000), "file-not-image"),
        (bytes(MOST_BYTES + 1), "file-too-big"),
    ],
    ids=["empty", "words", "svg", "head of a gif", "head of a jpeg", "cut png", "bomb", "too big"],
)
async def test_a_photo_that_is_none_is_refused_and_leaves_nothing(
    keeper: FileKeeper, tmp_path: Path, content: bytes, why: str
) -> None:
    assert await verdict(keeper, written(tmp_path, content)) == why
    assert everything_in(keeper.folder) == []


async def test_a_large_photo_of_a_telephone_is_no_bomb(tmp_path: Path) -> None:
    """A hundred million pixels are a photo; only what would unfold beyond all cameras is none."""
    assert image_type(written(tmp_path, bomb(10_000))) == "image/png"


async def test_a_type_that_only_pillow_knows_is_no_photo(tmp_path: Path) -> None:
    assert image_type(written(tmp_path, picture("TIFF"))) is None


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]),
    cut=st.integers(0, 2000),
    at=st.integers(0, 2000),
    noise=st.binary(max_size=40),
)
def test_no_damaged_picture_does_anything_but_open_or_not(
    tmp_path: Path, form: str, cut: int, at: int, noise: bytes
) -> None:
    content = bytearray(PICTURES[form])
    content[at : at + len(noise)] = noise
    path = written(tmp_path, bytes(content[: len(content) - cut]))
    assert image_type(path) in {None, TYPES[form]}


PICTURES = {form: picture(form) for form in ("JPEG", "PNG", "WEBP", "GIF")}
TYPES = {form: f"image/{form.lower()}" for form in PICTURES}


async def test_what_is_not_there_or_no_file_is_missing(keeper: FileKeeper, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    refs: list[str | Path] = [
        tmp_path / "none.jpg",
        tmp_path,
        tmp_path / "pipe",
        "/dev/zero",
        "a" * 5000,
    ]
    assert [await verdict(keeper, ref) for ref in refs] == ["file-missing"] * len(refs)


# --- from where ----------------------------------------------------------------------------------


async def test_an_upload_is_taken_from_the_folder_of_uploads(keeper: FileKeeper) -> None:
    keeper.uploads.mkdir(parents=True)
    written(keeper.uploads, picture(), "token")
    assert (await kept(keeper, "token", chat=WEB)).state == "ready"
    assert (await kept(keeper, f"{UPLOAD}token", chat=TELEGRAM)).state == "ready"


@pytest.mark.parametrize("ref", ["../secret", "/etc/hostname", "a/../../secret", "..", ""])
async def test_no_reference_leads_out_of_the_folder_of_uploads(
    keeper: FileKeeper, ref: str
) -> None:
    keeper.uploads.mkdir(parents=True)
    written(keeper.folder, picture(), "secret")
    assert (await kept(keeper, ref, chat=WEB)).reason == "file-missing"
    assert (await kept(keeper, f"{UPLOAD}{ref}", chat=WEB)).reason == "file-missing"


async def test_a_channel_without_a_fetcher_has_no_files(keeper: FileKeeper, tmp_path: Path) -> None:
    photo = written(tmp_path, picture())
    assert (await kept(keeper, photo, chat=TELEGRAM)).reason == "file-missing"


async def test_a_settled_upload_is_removed_and_nothing_else(
    keeper: FileKeeper, tmp_path: Path
) -> None:
    keeper.uploads.mkdir(parents=True)
    upload, photo = written(keeper.uploads, b"x", "token"), written(tmp_path, b"x")
    for ref in ("token", "token", str(photo), "../../file", "ні\0чого"):
        keeper.drop_upload(ref)
    assert (upload.exists(), photo.exists()) == (False, True)


# --- staff's proofs ------------------------------------------------------------------------------


async def test_a_proof_is_copied_in_and_kept_as_what_it_is(
    keeper: FileKeeper, tmp_path: Path
) -> None:
    photo = keeper.admit(written(tmp_path, picture(), "before.jpg"))
    paper = keeper.admit(written(tmp_path, b"%PDF-1.7", "act.pdf"))
    assert (photo.kind, photo.name, paper.kind) == ("photo", "before.jpg", "document")
    assert (await kept(keeper, photo.ref, photo.kind, WEB)).state == "ready"
    assert (await kept(keeper, paper.ref, paper.kind, TELEGRAM)).state == "ready"


async def test_a_proof_that_cannot_be_read_or_is_too_big_is_not_taken(
    keeper: FileKeeper, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="No such file"):
        keeper.admit(tmp_path / "none.jpg")
    with pytest.raises(FileRefusedError, match="file-too-big"):
        keeper.admit(written(tmp_path, bytes(MOST_BYTES + 1)))
    assert not keeper.uploads.exists()
