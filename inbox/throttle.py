"""Slows the guessing of passwords: failures are counted in the database by account and address."""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta

from core.program import Desk

WINDOW = timedelta(minutes=15)


def account_key(email: str) -> str:
    """Return the key of an account; hashed, because people also type passwords into that field."""
    return "account:" + hashlib.sha256(email.strip().lower().encode("utf-8", "replace")).hexdigest()


def address_key(address: str) -> str:
    """Return the key of a network address."""
    return f"address:{address}"


class Throttle:
    """Counts failed sign-ins of 15 minutes. `limits`: how many of them each key may have."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._under_way: Counter[str] = Counter()

    @asynccontextmanager
    async def attempt(self, limits: Mapping[str, int]) -> AsyncIterator[bool]:
        """Hold a place while a password is checked; yields whether it may be checked at all.

        Attempts under way count as failed, so that sending many at once is no way round.
        """
        self._under_way.update(limits.keys())
        try:
            yield await self._free(limits)
        finally:
            self._under_way.subtract(limits.keys())
            self._under_way += Counter()

    async def _free(self, limits: Mapping[str, int]) -> bool:
        now = self._desk.now()
        failed = await self._desk.read(
            lambda uow: {key: uow.staff.attempts(key, now) for key in limits}
        )
        return all(failed[key] + self._under_way[key] <= most for key, most in limits.items())

    async def failed(self, limits: Mapping[str, int]) -> None:
        """Note a failure of every key."""
        now = self._desk.now()
        await self._desk.write(
            "sign-in", lambda uow: [uow.staff.note_attempt(key, now) for key in limits]
        )
