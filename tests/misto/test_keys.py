"""The secret of an installation is made once, by one of those who need it, and never replaced."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.identity import confirmed_phone, sealing
from misto.failures import Failed
from misto.keys import installation_key


def test_a_key_is_made_at_first_use_and_is_the_same_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "var" / "identity.key"
    key = installation_key(path)
    assert len(key) == 32
    assert installation_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["identity.key"]


def test_all_who_come_at_once_have_the_same_key(tmp_path: Path) -> None:
    path = tmp_path / "identity.key"
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(lambda _: installation_key(path), range(40)))) == 1


@pytest.mark.parametrize("content", ["", "no hex", "00ff"])
def test_a_damaged_key_is_not_made_anew(tmp_path: Path, content: str) -> None:
    path = tmp_path / "identity.key"
    path.write_text(content, "ascii")
    with pytest.raises(Failed, match="restore"):
        installation_key(path)
    assert path.read_text("ascii") == content


def test_a_place_where_no_file_can_be_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "ascii")
    with pytest.raises(Failed, match="key_file"):
        installation_key(tmp_path / "file" / "identity.key")


def test_a_seal_tells_kinds_values_and_keys_apart() -> None:
    seal, other = sealing(b"k" * 32), sealing(b"o" * 32)
    assert seal("phone", "1") == seal("phone", "1")
    assert (
        len({seal("phone", "1"), seal("phone", "2"), seal("subject", "1"), other("phone", "1")})
        == 4
    )


def test_a_short_key_seals_nothing() -> None:
    with pytest.raises(ValueError, match="32"):
        sealing(b"short")


@pytest.mark.parametrize("phone", ["+380671234567", "380671234567", "067 123 45 67", "0671234567"])
def test_a_confirmed_phone_is_the_same_however_it_is_written(phone: str) -> None:
    assert confirmed_phone(phone) == "380671234567"
