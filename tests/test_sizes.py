"""The sizes of the heavy tests."""

import pytest

from tests import sizes


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("MISTO_TEST_SIZES", raising=False)
    return monkeypatch


def test_a_plain_run_takes_the_small_sizes(asked: pytest.MonkeyPatch) -> None:
    assert sizes.size("random_sequences") == sizes.table()["random_sequences"]["ci"]


def test_a_full_run_takes_the_full_sizes(asked: pytest.MonkeyPatch) -> None:
    asked.setenv("MISTO_TEST_SIZES", "full")
    assert sizes.size("random_sequences") == sizes.table()["random_sequences"]["full"]


def test_a_mistyped_column_stops_the_run(asked: pytest.MonkeyPatch) -> None:
    asked.setenv("MISTO_TEST_SIZES", "ful")
    with pytest.raises(ValueError, match="'ful'; it can be ci or full"):
        sizes.column()


def test_an_unknown_size_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="kill_rounds"):
        sizes.size("killrounds")


@pytest.mark.parametrize("name", sizes.table())
def test_every_size_has_both_columns_and_full_is_the_larger(name: str) -> None:
    row = sizes.table()[name]
    assert set(row) == set(sizes.COLUMNS)
    assert row["full"] > row["ci"] > 0
