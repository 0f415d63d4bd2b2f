"""Both messengers fail, call again and cut off, the program is killed: every talk ends the same.

The talks are played twice, once undisturbed. What each resident was told in answer to each thing
they said, and what was filed for them, must be the same. A message may come twice only where nobody
could tell whether it had come: the connection was cut after the messenger took it, or the program
was killed before it had written that down.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.system.messengers import Faults, Heard, Run, cases, city
from tests.system.test_kill import chosen_seed, tell

AT_ONCE = 120
CHANNELS = ("telegram", "viber")
# Events of one talk, at least: kills are spread over this many moments.
LEAST_EVENTS = 3

_TWICE = """
    SELECT in_reply_to, json_extract(body, '$.text') FROM outbox WHERE in_reply_to IS NOT NULL
    GROUP BY conversation_id, in_reply_to, json_extract(body, '$.text') HAVING count(*) > 1
"""
_NOT_SENT = "SELECT status, count(*) FROM outbox WHERE status <> 'sent' GROUP BY status"
_NOT_DONE = "SELECT status, count(*) FROM intake WHERE status NOT IN ('done', 'ignored') GROUP BY 1"


async def test_every_talk_ends_as_in_the_undisturbed_run(
    tmp_path: Path, model: Path, size: Callable[[str], int]
) -> None:
    seed, count, kills = chosen_seed(), size("messenger_talks"), size("messenger_kills")
    tell(f"MISTO_TEST_SEED={seed}: {count} talks over both messengers, {kills} kills")
    for name in ("calm", "rough"):
        (tmp_path / name).mkdir()
    calm = {name: Faults(random.Random(seed), 0, 0, 0) for name in CHANNELS}
    async with city(tmp_path / "calm", model, calm) as undisturbed:
        await undisturbed.play(count, AT_ONCE)
        wanted = [resident.told for resident in undisturbed.residents]
        filed = cases(undisturbed.program)
        assert not [d for resident in undisturbed.residents for d in resident.doubles]
    rough = {name: Faults(random.Random(f"{seed} {name}")) for name in CHANNELS}
    async with city(tmp_path / "rough", model, rough) as run:
        await _play_and_kill(run, count, kills, random.Random(seed))
        for resident, told in zip(run.residents, wanted, strict=True):
            assert resident.told == told, resident.chat
        assert cases(run.program) == filed
        assert run.program.rows(_TWICE) == run.program.rows(_NOT_SENT) == []
        assert run.program.rows(_NOT_DONE) == []
        checked = run.program.command("db", "check")
        assert checked.returncode == 0, checked.stdout
        explain(run)


async def _play_and_kill(run: Run, count: int, kills: int, chance: random.Random) -> None:
    """Kill at moments spread by chance over all the events that are said."""
    moments = sorted(chance.sample(range(1, count * LEAST_EVENTS), kills))
    playing = asyncio.create_task(run.play(count, AT_ONCE))
    try:
        for moment in moments:
            while sum(len(resident.steps) for resident in run.residents) < moment:
                await asyncio.sleep(0.005)
                assert not playing.done(), playing.exception() or "the talks ended too early"
            await asyncio.sleep(chance.uniform(0, 0.3))
            await run.kill()
        await playing
    finally:
        playing.cancel()


def explain(run: Run) -> None:
    """Tell what went wrong and why which messages came twice; none may be without a reason."""
    doubles = [double for resident in run.residents for double in resident.doubles]
    reasons = Counter(reason(run, *double) for double in doubles)
    faults = Counter[str]()
    for messenger in run.messengers.values():
        faults.update(messenger.faults.count)
    heard = sum(len(step) for resident in run.residents for step in resident.steps)
    tell(
        f"{heard} messages; calls to the messengers: {dict(faults)}; {run.repeated} callbacks twice"
    )
    tell(f"{len(doubles)} messages came twice: {dict(reasons)}")
    assert "no reason" not in reasons, reasons


def reason(run: Run, first: Heard, again: Heard) -> str:
    """Return why nobody could tell that the first of two had come."""
    if first.cut:
        return "the connection was cut after the messenger took it"
    if any(first.at <= drained and began <= again.at for began, drained in run.kills):
        return "killed before it was written down that it was taken"
    return "no reason"
