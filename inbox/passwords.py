"""Passwords: hashed with argon2id in a thread, two at a time, never compared in the event loop."""

import asyncio
import secrets
from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from aiohttp import web
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.program import Overloaded

T = TypeVar("T")

SHORTEST = 12
LONGEST = 256
AT_ONCE = 2
MOST_WAITING = 30


class Passwords:
    """Hashes and checks passwords. A check takes 64 MiB and a processor, hence the limits."""

    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """Return what to store. Errors: Overloaded."""
        return await self._in_turn(lambda: self._hasher.hash(password))

    async def matches(self, stored: str | None, password: str) -> bool:
        """Whether the password is the stored one's. None takes as long and is never right.

        Errors: Overloaded.
        """
        return await self._in_turn(lambda: self._check(stored, password))

    def _check(self, stored: str | None, password: str) -> bool:
        try:
            self._hasher.verify(stored or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())

    async def warm_up(self, app: web.Application) -> None:
        """Make the hash of nobody's password, so that the first unknown account takes no longer."""
        await asyncio.to_thread(self._check, None, "")

    async def _in_turn(self, work: Callable[[], T]) -> T:
        if self._waiting >= MOST_WAITING:
            raise Overloaded("too many passwords are being checked; try again in a few seconds")
        self._waiting += 1
        try:
            async with self._slots:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1
