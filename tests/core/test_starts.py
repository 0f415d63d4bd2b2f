"""Payloads of links: what is made can be read, and nothing is made that a channel refuses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.starts import parted, payload


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (payload("case", "KV-2026-000417"), "case_KV-2026-000417"),
        (payload("petition", "12/2026"), "petition_12-2026"),
        (payload("sub", "district_pecherskyi"), "sub_district_pecherskyi"),
    ],
)
def test_a_payload_is_readable(made: str, found: str) -> None:
    assert made == found


@pytest.mark.parametrize("rest", ["", "підпис", "a b", "a.b", "x" * 60, "a\n"])
def test_what_no_link_carries_is_not_made(rest: str) -> None:
    with pytest.raises(ValueError, match="64"):
        payload("case", rest)


@given(st.text(max_size=80))
def test_whatever_a_stranger_brings_is_read_or_nothing(found: str) -> None:
    kind, rest = parted(found)
    assert (kind, rest) == ("", "") or f"{kind}_{rest}".rstrip("_") == found.rstrip("_")


@given(st.text(alphabet="ABZabz019_-", min_size=1, max_size=58))
def test_what_is_made_is_read_back(rest: str) -> None:
    made = payload("flow", rest)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", made)
    assert parted(made) == ("flow", rest)
