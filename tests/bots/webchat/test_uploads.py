"""Uploads: whose they are, what they are called, how long they stay."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from bots.webchat.refusal import Refused
from bots.webchat.session import chat_of
from bots.webchat.uploads import Uploads, file_ref, new_upload
from tests.bots.desk import until

OLENA, PETRO = chat_of("a" * 43), chat_of("b" * 43)
OLD, YOUNG = new_upload(OLENA, "image/png", "old"), new_upload(OLENA, "image/png", "young")


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


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    """The folder with an old and a young upload, an old unfinished one and somebody else's file."""
    folder = Uploads(tmp_path, 100)
    old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    for name in (OLD, ".part-1", "README"):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (old, old))
    (tmp_path / YOUNG).write_bytes(b"x")
    return folder


def left_in(uploads: Uploads) -> set[str]:
    return {path.name for path in uploads.folder.iterdir()}


def test_what_is_old_is_swept_and_nothing_else(uploads: Uploads) -> None:
    assert uploads.sweep(datetime.now(UTC) - timedelta(days=1)) == 2
    assert left_in(uploads) == {YOUNG, "README"}


async def test_an_application_sweeps_while_it_serves(uploads: Uploads) -> None:
    app = web.Application()
    app.cleanup_ctx.append(uploads.keep_swept)
    async with TestServer(app):
        await until(lambda: left_in(uploads) == {YOUNG, "README"})
