"""The trail of who looked at what: every opened page is a line, a refreshed part of it is not.

Law: nothing of a conversation or a case leaves the inbox before the look at it is on record.
"""

from datetime import datetime, timedelta

from core.program import Desk

SAME_LOOK = timedelta(minutes=15)
MOST_REMEMBERED = 10_000


class Looks:
    """Writes looks to the audit. Live parts of a page count as the look that opened it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: dict[tuple[int, str], datetime] = {}

    async def note(self, staff_id: int, subject: str, action: str = "view") -> None:
        """Record a look. `subject`: an id such as `case:KV-2026-000001`, never words."""
        now = self._desk.now()
        await self._desk.write(
            ("look", staff_id), lambda uow: uow.staff.audit(staff_id, action, subject, now)
        )
        if len(self._seen) >= MOST_REMEMBERED:
            self._seen.clear()
        self._seen[staff_id, subject] = now

    async def go_on(self, staff_id: int, subject: str) -> None:
        """Record a look unless the same one was recorded a little while ago."""
        now = self._desk.now()
        seen = self._seen.get((staff_id, subject))
        if seen is None or now - seen >= SAME_LOOK:
            await self.note(staff_id, subject)
