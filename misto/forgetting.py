"""Forgetting residents to the end: those who waited for their cases, last words, files, the disk.

Rule: a wish is a row until nothing of its resident is left. Each stage is safe to run twice.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime

from connectors.database.connect import empty_wal
from core.personal import LAST_WORDS_WAIT, forget, may_be_forgotten, open_cases
from core.ports import ActionContext, UnitOfWork
from core.rows import Forgetting
from misto.app import City
from misto.failures import Failed

Wish = tuple[int, str]
_AT_ONCE = 100


def due_wishes(
    city: City, uow: UnitOfWork, moment: datetime, limit: int
) -> Iterator[tuple[datetime, Wish]]:
    """Yield wishes that can be acted on by a moment, and since when."""
    for wish in uow.personal.wishes("due", limit):
        ref, _ = uow.personal.ref(wish.conversation_id)
        # Nothing tells whether what waits in a page was read.
        unread = ref.channel in city.turns.pulled or uow.personal.unsent(wish.conversation_id)
        at = wish.asked_at + LAST_WORDS_WAIT if unread else wish.asked_at
        if at <= moment:
            yield at, (wish.conversation_id, wish.stage)
    for wish in uow.personal.wishes("waits", limit):
        if may_be_forgotten(uow, wish.conversation_id):
            yield wish.asked_at, (wish.conversation_id, wish.stage)


def act_on(city: City, uow: UnitOfWork, wish: Wish, now: datetime) -> None:
    """Take a wish one stage further."""
    conversation_id, stage = wish
    current = uow.personal.wish(conversation_id)
    # Another process may have acted on it, or the resident taken it back.
    if current is None or current.stage != stage:
        return
    if stage == "due":
        forget(uow, conversation_id, now)
        return
    city.staffwork.tell(uow, conversation_id, "forget_me-done", {}, now)
    uow.personal.put_wish(Forgetting(conversation_id, now, "due"))


def forget_by_staff(
    city: City, uow: UnitOfWork, conversation_id: int, now: datetime, *, withdraw: bool
) -> int:
    """Forget a person who asked the city for it; return how many cases stay, without them.

    Errors: Failed when a case is open and not to be taken back.
    """
    open_numbers = [case.number for case in open_cases(uow, conversation_id)]
    if open_numbers and not withdraw:
        listed = ", ".join(open_numbers)
        raise Failed(f"still open: {listed}; finish them, or take them back with --withdraw")
    context = ActionContext(uow, uow.conversations.by_id(conversation_id), now, None)
    city.actions.table()["forget_me"](context, {"fate": "withdraw"}, {})
    return forget(uow, conversation_id, now, by="system")


async def clear_disk(city: City) -> None:
    """Take what was wiped off the disk too: files that nobody else has, what the write-ahead file
    still holds, what this process remembers. A wish whose files are gone is none any more.
    """
    wiped, kept = await asyncio.to_thread(_left_on_disk, city)
    if not wiped:
        return
    named = {name for wish in wiped for name in wish.files}
    await asyncio.to_thread(city.files.discard, named - kept)
    _forget_in_memory(city)

    def done(uow: UnitOfWork) -> None:
        for wish in wiped:
            uow.personal.drop_wish(wish.conversation_id)

    if await asyncio.to_thread(empty_wal, city.database.path):
        await city.database.writer.run("forgettings", done)


def _left_on_disk(city: City) -> tuple[list[Forgetting], set[str]]:
    """Return whose files are still there, and the files among them that others have too."""
    with city.database.reads.unit_of_work() as uow:
        wiped = uow.personal.wishes("wiped", _AT_ONCE)
        return wiped, uow.attachments.kept({name for wish in wiped for name in wish.files})


def _forget_in_memory(city: City) -> None:
    """Drop what this process remembers of residents' chats and words."""
    city.texts.forget()
    # A command that reads no message has loaded neither.
    for name in {"runtime", "reader"} & vars(city).keys():
        getattr(city, name).forget()
