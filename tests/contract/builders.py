"""Small makers of rows for the suites of the repositories."""

import atexit
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from connectors.database.migrate import upgrade_file
from core.messages import ChatRef, Incoming, Outgoing
from core.model import Case, CaseEvent, Handoff, Role, StaffMember, Status
from core.ports import UnitOfWork

NOW = datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OLENA = ChatRef("telegram", "main", "olena")
PETRO = ChatRef("telegram", "main", "petro")


def new_database(path: Path) -> Path:
    """Return the path of a new database of today's schema."""
    shutil.copy(_template(), path)
    return path


@cache
def _template() -> Path:
    folder = Path(mkdtemp(prefix="misto-"))
    atexit.register(shutil.rmtree, folder)
    path = folder / "template.db"
    upgrade_file(path)
    return path


def heard(event_id: str = "e1", ref: ChatRef = OLENA, at: datetime = NOW, **facts: Any) -> Incoming:
    """Return an event of a resident, a text unless told otherwise."""
    facts = facts or {"text": "немає гарячої води"}
    return Incoming(ref.channel, ref.bot, ref.chat, event_id, at, **facts)


def chat(uow: UnitOfWork, ref: ChatRef = OLENA) -> int:
    """Return the id of a chat's conversation, which is put when it is new."""
    conversation = uow.conversations.get(ref)
    return conversation.id or uow.conversations.put(conversation, NOW)


def said(uow: UnitOfWork, text: str = "Вітаю", ref: ChatRef = OLENA, **facts: Any) -> int:
    """Write a message to a chat and return its id."""
    outgoing = Outgoing(text, lane=facts.pop("lane", "reply"))
    return uow.outbox.add(chat(uow, ref), ref, outgoing, facts.pop("at", NOW), **facts)


def case_of(uow: UnitOfWork, number: str = "KV-2026-000001", **facts: Any) -> Case:
    """Return a case as registered, not added yet."""
    ref = facts.pop("chat", OLENA)
    case = Case(
        number=number,
        kind="dispatcher_request",
        body="kte",
        registered_at=NOW,
        due_at=NOW + 3 * DAY,
        due_basis="norm",
        due_rule="routing.elevator",
        conversation_id=chat(uow, ref),
        chat=ref,
    )
    return replace(case, **facts)


def event(name: str = "registered", at: datetime = NOW, by: str = "resident") -> CaseEvent:
    return CaseEvent(at, name, by)


def filed(uow: UnitOfWork, number: str = "KV-2026-000001", **facts: Any) -> Case:
    """Add a case and return it."""
    return uow.cases.add(case_of(uow, number, **facts), event())


def handed(uow: UnitOfWork, ref: ChatRef = OLENA, at: datetime = NOW) -> Handoff:
    return uow.handoffs.add(Handoff(chat(uow, ref), ref, "asked", at))


def hired(uow: UnitOfWork, email: str = "o@kyiv.example", **facts: Any) -> StaffMember:
    return uow.staff.add(StaffMember(email, facts.pop("role", Role.OPERATOR), **facts))


def in_status(uow: UnitOfWork, number: str, status: Status, **facts: Any) -> Case:
    """Add a case that is in a status, with no care for how it got there."""
    return filed(uow, number, status=status, **facts)
