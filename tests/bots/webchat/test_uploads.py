"""Uploads: whose they are, what they are called, how long they stay."""

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.webchat.refusal import Refused
from bots.webchat.session import chat_of
from bots.webchat.uploads import Uploads, file_ref, new_upload
from core.messages import FileRef

OLENA, PETRO = chat_of("a" * 43), chat_of("b" * 43)


def test_an_upload_tells_its_kind_and_the_name_it_had() -> None:
    photo = file_ref(OLENA, new_upload(OLENA, "image/jpeg", "яма на розі.jpg"))
    paper = file_ref(OLENA, new_upload(OLENA, "application/pdf", None))
    assert (photo.kind, photo.name) == ("photo", "яма на розі.jpg")
    assert (paper.kind, paper.name) == ("document", None)


@given(st.text(max_size=300), st.sampled_from(["image/png", "text/html", ""]))
def test_any_name_makes_a_harmless_one(name: str, content_type: str) -> None:
    upload = new_upload(OLENA, content_type, name)
    shown = file_ref(OLENA, upload).name or ""
    assert len(upload) < 255
    assert Path(upload).name == upload
    assert not set(shown) & set("/\\\n\x00")


def test_a_long_name_keeps_its_suffix() -> None:
    name = file_ref(OLENA, new_upload(OLENA, "", "ї" * 200 + ".pdf")).name
    assert name is not None
    assert name.endswith("їїї.pdf")


def test_another_chats_upload_is_unknown() -> None:
    upload = new_upload(PETRO, "image/png", "x.png")
    with pytest.raises(Refused, match="upload the file first"):
        file_ref(OLENA, upload)


@given(st.text(alphabet="abf0./\\-_photdcumen~", max_size=80))
def test_a_forged_id_never_becomes_a_path(forged: str) -> None:
    with pytest.raises(Refused):
        file_ref(OLENA, forged)


async def test_an_upload_is_fetched_up_to_the_limit(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path, 100)
    name = new_upload(OLENA, "image/png", "x.png")
    uploads.path(name).write_bytes(b"0123456789")
    whole, cut = io.BytesIO(), io.BytesIO()
    await uploads.fetch(FileRef("photo", name), whole, 10)
    await uploads.fetch(FileRef("photo", name), cut, 4)
    assert whole.getvalue() == b"0123456789"
    assert len(cut.getvalue()) == 5, "one byte over the limit lets the fetcher see that it is"


async def test_what_is_no_upload_is_not_fetched(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path / "in", 100)
    (tmp_path / "secret").write_text("x")
    with pytest.raises(ValueError, match="not the name"):
        await uploads.fetch(FileRef("photo", "../secret"), io.BytesIO(), 10)
    with pytest.raises(FileNotFoundError):
        await uploads.fetch(FileRef("photo", new_upload(OLENA, "", "")), io.BytesIO(), 10)


def test_what_nobody_fetched_is_swept_and_nothing_else(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path, 100)
    now = datetime.now(UTC)
    old, young = (uploads.path(new_upload(OLENA, "image/png", "")) for _ in range(2))
    unfinished, foreign = tmp_path / ".part-1", tmp_path / "README"
    for path in (old, young, unfinished, foreign):
        path.write_bytes(b"x")
    for path in (old, unfinished, foreign):
        os.utime(path, ((now - timedelta(days=2)).timestamp(),) * 2)
    assert uploads.sweep(now - timedelta(days=1)) == 2
    assert set(tmp_path.iterdir()) == {young, foreign}
