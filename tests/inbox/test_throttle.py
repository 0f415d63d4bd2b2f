"""Guessing is slowed also when many guesses come at once."""

import asyncio

from inbox.throttle import Throttle, account_key
from tests.inbox.town import Town


async def test_attempts_under_way_count_as_failed(town: Town) -> None:
    throttle, limits = Throttle(town.city.runtime), {"account:x": 3}
    release = asyncio.Event()

    async def guess() -> bool:
        async with throttle.attempt(limits) as allowed:
            await release.wait()
            return allowed

    guesses = [asyncio.create_task(guess()) for _ in range(20)]
    await asyncio.sleep(0)
    release.set()
    assert sum(await asyncio.gather(*guesses)) <= 3
    async with throttle.attempt(limits) as allowed:
        assert allowed


async def test_failures_are_remembered_by_key(town: Town) -> None:
    throttle = Throttle(town.city.runtime)
    for _ in range(2):
        await throttle.failed({"a": 2})
    async with throttle.attempt({"a": 2}) as allowed:
        assert not allowed
    async with throttle.attempt({"b": 2}) as allowed:
        assert allowed


def test_an_accounts_key_tells_nothing_of_it_and_ignores_case() -> None:
    key = account_key(" Ivan@Kyiv.Example ")
    assert key == account_key("ivan@kyiv.example")
    assert "ivan" not in key
