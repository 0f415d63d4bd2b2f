"""Killed again and again under load: nothing that was promised is lost, nothing is done twice."""

import asyncio
import os
import random
import sys
from collections.abc import Callable, Coroutine

from tests.system.accounts import check_accounts
from tests.system.load import LEAST_EVENTS, Load
from tests.system.program import Program

# How long after the chosen event the blow falls: into whatever is under way then.
LATEST_BLOW_S = 0.04


def tell(line: str) -> None:
    """Tell what a failure needs to be repeated; pytest shows it then, and always with -s."""
    sys.stdout.write(f"{line}\n")


def chosen_seed() -> int:
    """Return the seed: MISTO_TEST_SEED repeats a run."""
    return int(os.environ.get("MISTO_TEST_SEED") or random.SystemRandom().randrange(10**6))


async def test_whatever_moment_it_is_killed_at_nothing_is_lost_or_done_twice(
    misto: Program, size: Callable[[str], int]
) -> None:
    """Residents send an event again until it is acknowledged; the program comes back at once."""
    seed, rounds, conversations = chosen_seed(), size("kill_rounds"), size("load_conversations")
    tell(f"MISTO_TEST_SEED={seed}: {rounds} kills, {conversations} conversations")
    chance = random.Random(seed)
    moments = sorted(chance.sample(range(1, conversations * LEAST_EVENTS), rounds))
    load = Load(misto.address, conversations, seed)
    playing = asyncio.create_task(load.run())
    try:
        for moment in moments:
            await until(load.reached(moment), playing)
            await asyncio.sleep(chance.uniform(0, LATEST_BLOW_S))
            misto.kill()
            await asyncio.to_thread(misto.start)
        await playing
    finally:
        playing.cancel()
    tell(f"{load.acknowledged} events, {load.again} sent again")
    await check_accounts(misto, load)


async def until(reached: Coroutine[None, None, None], playing: "asyncio.Task[None]") -> None:
    """Wait until the load has come so far; one that broke off ends the wait with its error."""
    waiting = asyncio.create_task(reached)
    await asyncio.wait({waiting, playing}, return_when=asyncio.FIRST_COMPLETED)
    if not waiting.done():
        waiting.cancel()
        await playing
        raise AssertionError("the load ended before the last kill")
