"""How a messenger is told where its bot is: tried until it works, then looked after.

Rule: a start never fails over a messenger that does not answer; one that does not accept us is
given up, with the reason in the log.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bots.sending import Backoff

log = logging.getLogger(__name__)

CHECK_S = 300.0


class NotYet(Exception):
    """It did not work this time; the message is fit for a log."""


class InVain(Exception):
    """It will never work with these settings; the message says what to do."""


class SettingUp:
    """Sets one bot up. `tell` does it once. Errors of `tell`: `NotYet`, `InVain`."""

    def __init__(self, name: str, tell: Callable[[], Awaitable[None]], backoff: Backoff) -> None:
        self._name, self._tell, self._backoff = name, tell, backoff

    async def once(self) -> bool:
        """Return True once the bot is set up, False when that is in vain."""
        failures = 0
        while True:
            try:
                await self._tell()
                return True
            except InVain as error:
                log.critical("%s is given up: %s", self._name, error)
                return False
            except NotYet as error:
                log.error("%s cannot be set up: %s", self._name, error)
            failures += 1
            await asyncio.sleep(self._backoff.wait_s(failures))

    async def keep(self) -> None:
        """Set the bot up and see that it stays so, until cancelled or in vain."""
        if await self.once():
            await self.watch()

    async def watch(self) -> None:
        """See that a bot that is set up stays so, until cancelled or in vain."""
        set_up = True
        while set_up:
            await asyncio.sleep(CHECK_S)
            set_up = await self.once()
