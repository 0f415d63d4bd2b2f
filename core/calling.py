"""Calling somebody of the staff to a conversation that waits.

Rule: one operator at a time; who does not come within the promised time is followed by the next on
duty, then by the supervisors. Who was called already stands in the notices, nowhere else.
"""

from datetime import datetime

from core.colleagues import Notice, NoticeKind, handoff_subject, in_hand, whom_to_call
from core.handoffs import Desk, Step
from core.model import Handoff
from core.ports import UnitOfWork

_KINDS: dict[Step, NoticeKind] = {"next": "call_next", "supervisor": "call_supervisor"}


def call(
    uow: UnitOfWork, handoff: Handoff, now: datetime, desk: Desk, step: Step | None = None
) -> None:
    """Call whoever is wanted now: at the first moment (no step), or at a step of its waiting."""
    kind = _KINDS[step] if step else "call"
    subject = handoff_subject(handoff.id or 0)
    called = {notice.staff_id for notice in uow.colleagues.notices_about(subject)}
    busy = in_hand(uow.handoffs.open())
    for member in whom_to_call(kind, uow.staff.all(), called, busy, now, desk):
        uow.colleagues.add_notice(Notice(member.id or 0, kind, subject, now))
