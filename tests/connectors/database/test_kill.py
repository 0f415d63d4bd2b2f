"""Killed in the middle of writing: whatever was promised is on the disk, and nothing by halves."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from connectors.database.check import check
from connectors.database.connect import connect_to_write
from connectors.database.unit_of_work import SqlUnitOfWork

# Many chats write at once; the name of each event is printed when its future is resolved.
LOAD = """
import asyncio, sys
from pathlib import Path
from connectors.database.writer import Writer
from core.messages import ChatRef, Incoming, Outgoing
from tests.contract.builders import NOW

writer = Writer(Path(sys.argv[1]))

def turn(incoming):
    def job(uow):
        if uow.intake.take(incoming, done=True) is None:
            return
        conversation = uow.conversations.get(incoming.chat_ref)
        conversation.state.misses += 1
        row = uow.conversations.put(conversation, NOW)
        uow.outbox.add(row, incoming.chat_ref, Outgoing("…"), NOW, in_reply_to=incoming.event_id)
    return job

async def resident(name):
    for number in range(10**6):
        incoming = Incoming("telegram", "main", name, f"{sys.argv[2]}-{name}-{number}", NOW, "…")
        await writer.run(name, turn(incoming))
        print(incoming.event_id, flush=True)

async def load():
    await asyncio.gather(*(resident(f"c{number}") for number in range(16)))

asyncio.run(load())
"""


def killed_after(lines: int, path: Path, round_no: int, root: Path) -> set[str]:
    """Run the load, kill it when it has printed so many lines, and return the promised names."""
    command = [sys.executable, "-c", LOAD, str(path), str(round_no)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        promised = [process.stdout.readline() for _ in range(lines)]
        os.kill(process.pid, signal.SIGKILL)
        promised += process.stdout.readlines()
    # The last line may have been cut in the middle.
    return {line.strip() for line in promised if line.endswith("\n")}


def test_after_a_kill_every_promise_is_kept(
    path: Path, root: Path, size: Callable[[str], int]
) -> None:
    chance = random.Random(2026)
    promised: set[str] = set()
    for round_no in range(max(2, size("kill_rounds") // 4)):
        promised |= killed_after(chance.randint(1, 400), path, round_no, root)
        with closing(connect_to_write(path)) as connection:
            assert check(SqlUnitOfWork(connection)) == []
            events = {name for (name,) in connection.execute("SELECT event_id FROM intake")}
            replies = [row[0] for row in connection.execute("SELECT in_reply_to FROM outbox")]
            (turns,) = connection.execute("SELECT sum(version) FROM conversations").fetchone()
        assert promised <= events
        assert sorted(replies) == sorted(events)
        assert turns == len(events)
