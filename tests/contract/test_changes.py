"""What a unit of work says it changed, so that open pages can be told."""

from dataclasses import replace

import pytest

from core.model import Attachment, Delivery
from core.ports import UnitOfWork
from tests.contract.builders import NOW, chat, event, filed, handed, heard, hired, said


@pytest.fixture
def quiet(uow: UnitOfWork) -> UnitOfWork:
    """Return a unit of work with a chat, which has told of it."""
    chat(uow)
    uow.changed.clear()
    return uow


def test_looking_changes_nothing(quiet: UnitOfWork) -> None:
    quiet.conversations.transcript(chat(quiet))
    list(quiet.cases.all())
    quiet.intake.take(heard(), done=True)
    assert quiet.changed == set()


def test_a_turn_tells_of_its_chat(quiet: UnitOfWork) -> None:
    conversation = quiet.conversations.by_id(chat(quiet))
    quiet.conversations.put(conversation, NOW)
    assert quiet.changed == {("chat", conversation.id)}


def test_a_message_tells_its_chat_and_its_channel(quiet: UnitOfWork) -> None:
    row_id = said(quiet)
    assert quiet.changed == {("chat", chat(quiet)), ("outbox", "telegram")}
    quiet.changed.clear()
    quiet.outbox.dead(row_id, "gone", NOW)
    assert quiet.changed == {("chat", chat(quiet))}


def test_a_case_tells_of_its_number(quiet: UnitOfWork) -> None:
    case = filed(quiet)
    assert quiet.changed == {("case", case.number)}
    quiet.changed.clear()
    quiet.cases.save(case, event("taken"))
    assert quiet.changed == {("case", case.number)}


def test_a_delivery_tells_of_its_case(quiet: UnitOfWork) -> None:
    case = filed(quiet)
    quiet.changed.clear()
    quiet.deliveries.add(Delivery(case.id or 0, "kte", "mail", "registered", NOW))
    assert quiet.changed == {("case", case.number)}


def test_a_hand_off_tells_of_itself(quiet: UnitOfWork) -> None:
    handoff = handed(quiet)
    assert quiet.changed == {("handoff", handoff.id)}
    quiet.changed.clear()
    quiet.handoffs.save(replace(handoff, status="returned"))
    assert quiet.changed == {("handoff", handoff.id)}


def test_a_file_tells_of_its_chat(quiet: UnitOfWork) -> None:
    quiet.attachments.add(Attachment("photo", "f1", chat(quiet)), NOW)
    assert quiet.changed == {("chat", chat(quiet))}


def test_an_account_tells_of_itself(quiet: UnitOfWork) -> None:
    member = hired(quiet)
    assert quiet.changed == {("staff", member.id)}
    quiet.changed.clear()
    quiet.staff.end_sessions(member.id or 0)
    assert quiet.changed == {("staff", member.id)}
