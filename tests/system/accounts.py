"""The accounts after a load: what residents were promised against what the database holds."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping

from tests.system.load import AT_ONCE, Load
from tests.system.program import Program
from tests.system.resident import Resident, browser

Told = Mapping[int, str]

_UNCAUSED = """
    SELECT o.id FROM outbox o LEFT JOIN intake i ON i.event_id = o.in_reply_to
        AND i.conversation_id = o.conversation_id AND i.status = 'done'
    WHERE o.in_reply_to IS NOT NULL AND i.id IS NULL
"""
_TWICE = """
    SELECT in_reply_to, json_extract(body, '$.text') FROM outbox WHERE in_reply_to IS NOT NULL
    GROUP BY conversation_id, in_reply_to, json_extract(body, '$.text') HAVING count(*) > 1
"""
_TURNS = """
    SELECT c.id, c.generation, count(*) FROM conversations c JOIN intake i
        ON i.conversation_id = c.id GROUP BY c.id HAVING c.generation <> count(*)
"""


async def check_accounts(program: Program, load: Load) -> None:
    """Assert that everything promised was done once, and that nothing else was."""
    check_events(program, load)
    check_cases(program, load)
    await check_replies(program, load)
    checked = program.command("db", "check")
    assert (checked.returncode, checked.stdout) == (0, "the database adds up\n")


def check_events(program: Program, load: Load) -> None:
    """Every event that was acknowledged has one outcome, and its turn moved its chat on once."""
    stored = program.rows("SELECT event_id, status FROM intake")
    promised = {r.stored(event) for r in load.residents for event in r.acknowledged}
    assert len(promised) == load.acknowledged
    assert sorted(stored) == sorted((event, "done") for event in promised)
    assert program.rows(_TURNS) == []


def check_cases(program: Program, load: Load) -> None:
    """Every conversation that filed a case filed one, under the number its resident was told."""
    numbers: dict[object, list[object]] = defaultdict(list)
    for chat, number in program.rows(
        "SELECT v.chat, c.number FROM cases c JOIN conversations v ON v.id = c.conversation_id"
    ):
        numbers[chat].append(number)
    for number, resident in enumerate(load.residents):
        assert numbers[resident.chat.chat] == resident.cases
        assert len(resident.cases) == int(load.files(number))
    every = [number for filed in numbers.values() for number in filed]
    assert len(every) == len(set(every))


async def check_replies(program: Program, load: Load) -> None:
    """Replies belong to turns that were run, none is doubled, and each can be read once."""
    assert program.rows(_UNCAUSED) == []
    assert program.rows(_TWICE) == []
    told = _told(program)
    for resident in load.residents:
        stored = told[resident.chat.chat]
        heard = {row_id: message["text"] for row_id, message in resident.heard.items()}
        assert heard.items() <= stored.items()
    for resident, ids in zip(load.residents, await _reread(load, told), strict=True):
        assert ids == sorted(told[resident.chat.chat])


def _told(program: Program) -> Mapping[str, Told]:
    """Return the messages of every chat by their ids, as stored."""
    told: dict[str, dict[int, str]] = defaultdict(dict)
    for chat, row_id, body in program.rows(
        "SELECT v.chat, o.id, o.body FROM outbox o JOIN conversations v ON v.id = o.conversation_id"
    ):
        told[str(chat)][int(str(row_id))] = json.loads(str(body))["text"]
    return told


async def _reread(load: Load, told: Mapping[str, Told]) -> list[list[int]]:
    """Let every resident read the whole talk anew from the stream; return the ids told."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(resident: Resident) -> list[int]:
        async with places:
            return await resident.told_up_to(max(told[resident.chat.chat]))

    async with browser() as http:
        for resident in load.residents:
            resident.http = http
        return await asyncio.gather(*map(one, load.residents))
