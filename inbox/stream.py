"""Tells open pages what changed, so that they fetch those parts anew.

Law: names only, never content: what a name stands for is fetched under the page's own rights. A
session that ended hears so at once and nothing more.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from aiohttp import web

from core.ports import UnitOfWork
from core.program import Watch
from core.staff import RIGHTS, bodies_seen
from inbox.access import EVENT_STREAM, SIGNED_OUT, STAFF, Routes, Visit

HEARTBEAT_S = 15.0
# Changes that come in a burst are told together; a page still hears of them within a second.
GATHER_S = 0.25
EVERYTHING = "everything"

# What is told to those it concerns only, or to nobody.
QUIET = frozenset({"handoff", "chat", "here", "notice", "outbox", "staff"})

HEADERS = {
    "Content-Type": f"{EVENT_STREAM}; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}

Changes = Iterable[tuple[str, Any]]

routes = Routes()


@routes.get("/stream", STAFF, background=True)
async def stream(visit: Visit) -> web.StreamResponse:
    """Send names of what changed until the reader leaves or is signed out."""
    visit.office.streams.enter()
    response = web.StreamResponse(headers=HEADERS)
    watch = visit.office.desk.watch()
    try:
        await response.prepare(visit.request)
        # Whatever happened since the page was made is fetched anew.
        await _send(response, [EVERYTHING])
        # The reader left in the middle of a line: nothing to tell anybody.
        with suppress(ConnectionError):
            await _tell_until_the_end(visit, response, watch)
    finally:
        watch.close()
    return response


async def _tell_until_the_end(visit: Visit, response: web.StreamResponse, watch: Watch) -> None:
    told = True
    while told:
        told = await _tell(visit, response, await watch.next(HEARTBEAT_S))
        await asyncio.sleep(GATHER_S)


async def _tell(visit: Visit, response: web.StreamResponse, changes: Changes) -> bool:
    """Tell the changes or just that we are here; False when the session has ended."""
    if await visit.office.sessions.by_key(visit.signed_in.key) is None:
        await _send(response, [SIGNED_OUT])
        return False
    await _send(response, await names_for(visit, changes))
    return True


async def _send(response: web.StreamResponse, names: list[str]) -> None:
    line = f"data: {' '.join(names)}\n\n" if names else ": here\n\n"
    await response.write(line.encode())


async def names_for(visit: Visit, changes: Changes) -> list[str]:
    """Return the names a member may hear: `handoffs`, `cases`, `chat-7`, `case-KV-2026-000001`."""
    talks = "handoff_view" in RIGHTS[visit.me.role]
    names: set[str] = set()
    numbers: list[str] = []
    for kind, what in changes:
        if kind == "case":
            numbers.append(what)
        elif kind == "handoff" and talks:
            names.add("handoffs")
        elif kind == "chat" and talks:
            names.add(f"chat-{what}")
        elif kind == "here" and talks:
            names.add(f"here-{what}")
        elif kind == "notice" and what == visit.my_id:
            names.add("notices")
        elif kind not in QUIET:
            names.add(EVERYTHING)
    # A case that left a member's bodies must leave the list as well, so lists hear of any change.
    names |= {"cases"} if numbers else set()
    names |= {f"case-{number}" for number in await _seen(visit, numbers)}
    return sorted(names)


async def _seen(visit: Visit, numbers: list[str]) -> list[str]:
    bodies = bodies_seen(visit.me)
    if bodies is None or not numbers:
        return numbers

    def look(uow: UnitOfWork) -> list[str]:
        found = ((number, uow.cases.get(number)) for number in numbers)
        return [number for number, case in found if case is not None and case.body in bodies]

    return await visit.office.desk.read(look)
