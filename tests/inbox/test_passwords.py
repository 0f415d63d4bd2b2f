"""Passwords: right, wrong, nobody's, and too many at once."""

import asyncio

import pytest

from core.program import Overloaded
from inbox import passwords
from inbox.passwords import Passwords
from tests.inbox.town import QUICK


async def test_only_the_right_password_matches() -> None:
    keys = Passwords(QUICK)
    stored = await keys.hash("довгий пароль сюди")
    assert stored.startswith("$argon2id$")
    assert await keys.matches(stored, "довгий пароль сюди")
    assert not await keys.matches(stored, "довгий пароль туди")


@pytest.mark.parametrize("stored", [None, "", "no hash", "$argon2id$v=19$broken"])
async def test_what_is_no_hash_matches_nothing(stored: str | None) -> None:
    assert not await Passwords(QUICK).matches(stored, "")


async def test_more_checks_than_may_wait_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MOST_WAITING", 3)
    keys = Passwords(QUICK)
    checks = (keys.matches(None, "x") for _ in range(10))
    done = await asyncio.gather(*checks, return_exceptions=True)
    assert sum(isinstance(result, Overloaded) for result in done) == 7
    assert not await keys.matches(None, "x")
