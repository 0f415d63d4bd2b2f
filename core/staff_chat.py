"""A chat of a staff member's own, in which notices are told: linked by a payload that works once.

Rule: the link proves who signed in to the inbox, nothing more; by it nobody signs in.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from core.personal import hash_of
from core.ports import ActionContext, UnitOfWork

LINK_KEPT = timedelta(hours=1)


def chat_link(token: str) -> str:
    """Return how a link's token is stored: never to be taken for one that signs in."""
    return f"chat:{hash_of(token)}"


def offer_chat(uow: UnitOfWork, staff_id: int, token: str, now: datetime) -> None:
    """Let whoever opens a chat with the token make it the member's own."""
    uow.staff.add_link(chat_link(token), staff_id, now + LINK_KEPT)


def link_staff_chat(
    context: ActionContext, slots: Mapping[str, Any], _told: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Make this chat the one in which the link's owner is told of notices."""
    uow, chat_id = context.uow, context.conversation.id
    staff_id = uow.staff.use_link(chat_link(str(slots.get("token"))), context.now)
    member = uow.staff.get(staff_id) if staff_id is not None else None
    if member is None or member.disabled_at is not None:
        return {"linked": False}
    uow.staff.save(replace(member, chat_id=chat_id))
    uow.staff.audit(member.id, "chat_link", f"staff:{member.id}", context.now)
    return {"linked": True}
