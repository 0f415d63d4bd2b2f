"""Asked to end, misto finishes what it is at; other commands work beside it on the same file."""

import asyncio
import contextlib
import json
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from tests.system.accounts import check_accounts
from tests.system.load import Load
from tests.system.program import MISTO, ROOT, Program, programs
from tests.system.resident import AWAY, Resident, browser

CONVERSATIONS = 24
OPERATOR = "o@kyiv.example"
# Well under the heartbeat of a stream, at which it would look again in any case.
NOTICED_WITHIN_S = 5


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[Program]:
    """A program that all the tests but one share: each leaves it at work."""
    with programs([tmp_path_factory.mktemp("misto")], model) as (program,):
        yield program


@pytest.fixture
async def olena(shared: Program) -> AsyncIterator[Resident]:
    """A resident of the shared program, new in every test."""
    async with browser() as http:
        yield await Resident(http, shared.address, "olena").open()


# --- the end and the next beginning --------------------------------------------------------------


async def test_a_stop_in_the_middle_of_a_load_loses_nothing(misto: Program) -> None:
    """Whoever is refused meanwhile asks again, and goes on with the next process."""
    load = Load(misto.address, CONVERSATIONS, seed=1)
    playing = asyncio.create_task(load.run())
    for events in (CONVERSATIONS, 2 * CONVERSATIONS):
        await load.reached(events)
        await asyncio.to_thread(misto.stop)
        await asyncio.to_thread(misto.start)
    await playing
    await check_accounts(misto, load)


async def test_a_stop_does_not_wait_for_those_who_only_listen(
    shared: Program, olena: Resident
) -> None:
    await olena.sends(button="!help")
    async with contextlib.aclosing(olena.stream()) as stream:
        await anext(stream)
        await asyncio.to_thread(shared.stop)
        with pytest.raises(AWAY):
            await anext(stream)
    await asyncio.to_thread(shared.start)


@contextlib.contextmanager
def locked(shared: Program) -> Iterator[None]:
    """Hold the database as a program does that writes and does not end."""
    with contextlib.closing(sqlite3.connect(shared.database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")


async def test_a_stop_while_the_database_is_locked_ends_and_promises_nothing(
    shared: Program, olena: Resident
) -> None:
    """What was not acknowledged is sent again, and done once."""
    await olena.sends(button="!help")
    with locked(shared):
        waiting = asyncio.create_task(olena.sends(button="!status"))
        await asyncio.to_thread(shared.asked_to_stop)
        assert not waiting.done()
    await asyncio.to_thread(shared.ended)
    await asyncio.to_thread(shared.start)
    assert await waiting
    stored = [event for (event,) in shared.rows("SELECT event_id FROM intake")]
    assert [stored.count(olena.stored(event)) for event in olena.acknowledged] == [1, 1]


def test_a_start_prints_a_link_for_the_first_of_staff_and_no_log_holds_it(
    shared: Program,
) -> None:
    links = re.findall(r"(http://\S+/inbox/welcome\?token=)(\S+)", shared.said)
    assert {address for address, _ in links} == {f"{shared.address}/inbox/welcome?token="}
    for _, token in links:
        assert len(token) > 20
        assert token not in shared.log


def test_a_port_that_is_taken_is_told_with_what_to_do(shared: Program) -> None:
    done = shared.command("run")
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{shared.port}" in done.stderr
    assert "web.port" in done.stderr
    assert "Traceback" not in done.stderr


# --- beside it -----------------------------------------------------------------------------------


async def test_what_a_command_of_staff_does_reaches_the_residents_open_page(
    shared: Program, olena: Resident
) -> None:
    shared.command("staff", "add", OPERATOR, "--role", "operator")
    await olena.sends(button="!handoff")
    handoffs = map(json.loads, shared.command("handoffs", "--json").stdout.splitlines())
    handoff = next(found for found in handoffs if found["chat"] == olena.chat.chat)
    async with contextlib.aclosing(olena.stream(max(olena.heard))) as stream:
        coming = asyncio.create_task(next_text(stream, "Добрий день, це Оля."))
        said = await asyncio.to_thread(
            shared.command,
            *("handoff", str(handoff["id"]), "say", "--text", "Добрий день, це Оля."),
            *("--as", OPERATOR),
        )
        assert said.returncode == 0, said.stderr
        async with asyncio.timeout(NOTICED_WITHIN_S):
            await coming


async def next_text(stream: AsyncIterator[object], text: str) -> None:
    """Listen until a message has this text."""
    async for message in stream:
        assert isinstance(message, dict)
        if message["text"] == text:
            return


async def test_a_case_moved_by_a_command_is_told_to_the_resident_who_listens(
    shared: Program, olena: Resident
) -> None:
    shared.command("staff", "add", "a@kyiv.example", "--role", "admin")
    load = Load(shared.address, 1, seed=1)
    await load.run()
    (filed,) = load.residents
    (number,) = filed.cases
    filed.http = olena.http
    async with contextlib.aclosing(filed.stream(max(filed.heard))) as stream:
        coming = asyncio.create_task(anext(stream))
        moved = await asyncio.to_thread(
            shared.command, "case", number, "start", "--as", "a@kyiv.example"
        )
        assert moved.returncode == 0, moved.stderr
        async with asyncio.timeout(NOTICED_WITHIN_S):
            assert number in (await coming)["text"]


async def test_a_conversation_with_programs_beside_it_keeps_its_answers(
    shared: Program, size: Callable[[str], int]
) -> None:
    """What one process is at the other never takes up, so nothing is answered into the void."""
    chats = size("load_conversations")
    lines = [
        json.dumps({"chat": f"c{n}", "event": "e1", "text": f"яма на дорозі, Хрещатик {n + 1}"})
        for n in range(chats)
    ]
    load = Load(shared.address, CONVERSATIONS, seed=2)
    process = await asyncio.create_subprocess_exec(
        *(MISTO, "chat", "--json"),
        env=shared.environment,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    (output, _), _ = await asyncio.gather(
        process.communicate("\n".join(lines).encode()), load.run()
    )
    written = [json.loads(line) for line in output.splitlines()]
    answered = {line["chat"] for line in written if line.get("in_reply_to") == "e1"}
    done = {line["chat"] for line in written if "done" in line}
    assert answered == done == {f"c{n}" for n in range(chats)}
    assert shared.rows("SELECT DISTINCT status FROM intake") == [("done",)]
