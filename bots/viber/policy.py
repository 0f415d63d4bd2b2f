"""When Viber may be sent something: free for a day after the resident wrote, paid for afterwards.

Rule: nothing that costs money goes out unless `viber.paid_a_month` allows it, and then only what a
resident waits for. What may not go now waits in the outbox until they write. Sources: Viber's
commercial terms of 2024-02-05 (sessions of 24 hours); developers.viber.com/docs/api/rest-bot-api,
"Send Message" (100 messages an hour to who does not answer).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bots.sending import Refused, Waits
from core.conversation import Language
from core.messages import Outgoing
from core.ports import UnitOfWork
from core.rows import OutboxRow

SESSION = timedelta(hours=24)
MOST_UNANSWERED = 100
UNANSWERED = timedelta(hours=1)
# A message wakes as soon as something new is said in its chat; this is for what nobody answers.
_LOOK_AGAIN_S = 6 * 3600.0
_PACE_S = 600.0
KEPT = timedelta(days=30)


class Gate(Enum):
    """How a message may go out."""

    FREE = "free"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a chat stands: its language, when its resident was heard, and how many messages they
    were sent since (in the last hour).
    """

    language: Language
    heard_at: datetime | None
    unanswered: int


def standing(uow: UnitOfWork, row: OutboxRow, now: datetime) -> Standing:
    """Look up where the chat of a message stands."""
    state = uow.conversations.by_id(row.conversation_id).state
    # A reply is written in the turn of what it answers.
    replied_at = row.created_at if row.in_reply_to else None
    heard_at = max(filter(None, (state.seen_at, replied_at)), default=None)
    since = max(heard_at, now - UNANSWERED) if heard_at else now - UNANSWERED
    unanswered = uow.outbox.sent_since(row.conversation_id, since)
    return Standing(state.spoken, heard_at, unanswered)


def judge(row: OutboxRow, chat: Standing, now: datetime) -> Gate | Waits | Refused:
    """Return how a message may go out, or why not now, or why not at all."""
    if chat.unanswered >= MOST_UNANSWERED:
        return Waits(f"Viber takes {MOST_UNANSWERED} messages an hour without an answer", _PACE_S)
    if chat.heard_at is not None and now - chat.heard_at < SESSION:
        return Gate.FREE
    if may_be_paid(row.outgoing):
        return Gate.PAID
    return closed(row, now)


def may_be_paid(outgoing: Outgoing) -> bool:
    """Tell whether a message is one that a resident waits for: an alarm, words of staff, news of
    their own case.
    """
    if outgoing.lane == "broadcast":
        return False
    own_case = outgoing.kind == "info" and outgoing.case is not None
    return outgoing.lane == "alarm" or outgoing.kind == "staff" or own_case


def closed(row: OutboxRow, now: datetime) -> Waits | Refused:
    """Return what becomes of a message that may not go out, as nothing is paid for it."""
    if now - row.created_at > KEPT:
        return Refused(f"the resident has not written for {KEPT.days} days")
    return Waits("waits until the resident writes: a message now would cost money", _LOOK_AGAIN_S)


def month_of(now: datetime) -> datetime:
    """Return the beginning of the calendar month (in UTC) that paid messages are counted from."""
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
