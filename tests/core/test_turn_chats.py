"""What a turn knows of the chat itself: its buttons, whether it is reached, where it moved."""

from dataclasses import replace
from typing import Any

import pytest

from connectors.database.unit_of_work import SqlUnitOfWork
from core.conversation import Heard, SetTimer
from core.messages import ChatChange, ChatRef, Choice, Incoming, Outgoing, Pressed
from core.turn import Entry
from tests.contract.builders import NOW, OLENA, heard
from tests.core.town import Script, Town, say, talking

PETRO = ChatRef(OLENA.channel, OLENA.bot, "petro")
CHOICES = (Choice("Так", "3.confirm.1=yes"), Choice("Змінити", "3.confirm.1=edit"))


def offered(uow: SqlUnitOfWork, ref: ChatRef = OLENA) -> int:
    """Write a message with two choices to a chat; return its row."""
    number = talking(uow, ref).id or 0
    return uow.outbox.add(number, ref, Outgoing("?", CHOICES), NOW)


def pressed(town: Town, pressed: Pressed, event: str = "e1", message: str = "33") -> Incoming:
    """Press a button; return the event as the dialogue heard it."""
    town.run(Entry(heard(event, town.ref, pressed=pressed, message=message)))
    event_heard = town.script.events[-1]
    assert isinstance(event_heard, Heard)
    return event_heard.incoming


# --- buttons that their message names ------------------------------------------------------------


@pytest.mark.parametrize(("place", "value"), [(0, "3.confirm.1=yes"), (1, "3.confirm.1=edit")])
def test_a_button_is_looked_up_where_it_was_offered(
    uow: SqlUnitOfWork, place: int, value: str
) -> None:
    row = offered(uow)
    assert pressed(Town(uow), Pressed(row, place)).button == value


def test_a_page_is_turned_of_ones_own_message(uow: SqlUnitOfWork) -> None:
    row = offered(uow)
    assert pressed(Town(uow), Pressed(row, 2, page=True)).button == "!page=2"


def test_another_chats_button_means_nothing(uow: SqlUnitOfWork) -> None:
    row = offered(uow, PETRO)
    for event, number in (("e1", Pressed(row, 0)), ("e2", Pressed(row, 1, page=True))):
        assert pressed(Town(uow), number, event).button == "!gone"


@pytest.mark.parametrize("number", [Pressed(0, 0), Pressed(10**17, 0)])
def test_a_button_of_no_message_means_nothing(uow: SqlUnitOfWork, number: Pressed) -> None:
    offered(uow)
    assert pressed(Town(uow), number).button == "!gone"


def test_a_place_that_was_not_offered_means_nothing(uow: SqlUnitOfWork) -> None:
    row = offered(uow)
    assert pressed(Town(uow), Pressed(row, 2)).button == "!gone"


def test_what_was_pressed_is_kept_as_it_was_understood(uow: SqlUnitOfWork) -> None:
    row = offered(uow)
    town = Town(uow)
    pressed(town, Pressed(row, 0))
    (stored,) = uow.intake.stored(town.conversation.id or 0)
    assert stored.incoming is not None
    assert (stored.incoming.button, stored.incoming.pressed) == (CHOICES[0].value, Pressed(row, 0))


# --- a page in the place of another --------------------------------------------------------------


def replaced(uow: SqlUnitOfWork, incoming: Incoming, *, again: bool) -> str | None:
    name = incoming.text or incoming.button or "no words"
    town = Town(uow, Script({name: [replace(say("Який?"), again=again)]}))
    town.run(Entry(incoming))
    return town.sent[-1].replaces


def test_only_a_pressed_question_is_replaced(uow: SqlUnitOfWork) -> None:
    row = offered(uow)
    turned = heard("e1", OLENA, pressed=Pressed(row, 1, page=True), message="33")
    typed = heard("e2", OLENA, text="Далі", message="34")
    other = heard("e3", OLENA, pressed=Pressed(row, 0), message="33")
    assert replaced(uow, replace(turned, button="!page=1"), again=True) == "33"
    assert replaced(uow, typed, again=True) is None
    assert replaced(uow, replace(other, button="3.a=b"), again=False) is None


# --- chats that cannot be written to -------------------------------------------------------------


def changed(kind: Any, event: str, to: str = "") -> Entry:
    return Entry(heard(event, OLENA, change=ChatChange(kind, to)))


def test_a_blocked_chat_is_noted_and_nothing_is_said(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    town.run(changed("lost", "e1"))
    assert town.conversation.blocked_at == NOW
    assert (town.sent, town.script.events) == ([], [])
    rows = uow.outbox.due(OLENA.channel, NOW)
    assert rows == []


def test_what_waits_for_a_blocked_chat_says_so(uow: SqlUnitOfWork) -> None:
    offered(uow)
    town = Town(uow)
    town.run(changed("lost", "e1"))
    assert [row.blocked for row in uow.outbox.due(OLENA.channel, NOW)] == [True]
    town.run(changed("back", "e2"))
    assert [row.blocked for row in uow.outbox.due(OLENA.channel, NOW)] == [False]


@pytest.mark.parametrize("back", [changed("back", "e2"), Entry(heard("e2", OLENA, text="вода"))])
def test_who_comes_back_or_writes_can_be_written_to(uow: SqlUnitOfWork, back: Entry) -> None:
    town = Town(uow)
    town.run(changed("lost", "e1"))
    town.run(back)
    assert town.conversation.blocked_at is None


def test_a_blocked_chats_reminder_is_void(uow: SqlUnitOfWork) -> None:
    town = Town(uow, Script({"привіт": [say("?"), SetTimer("reminder", 3600)]}))
    town.hears("привіт")
    (timer,) = uow.timers.due(NOW.replace(year=2031))
    town.run(changed("lost", "e9"))
    assert town.conversation.generation > timer.generation


def test_blocking_twice_keeps_the_first_moment(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    town.run(changed("lost", "e1"))
    uow.conversations.reach(town.conversation.id or 0, NOW.replace(year=2020))
    town.run(changed("lost", "e2"))
    assert town.conversation.blocked_at == NOW.replace(year=2020)


# --- chats that moved ----------------------------------------------------------------------------


def test_a_group_that_moved_keeps_its_conversation(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    town.hears("привіт")
    number = town.conversation.id
    town.run(changed("moved", "e9", "new"))
    assert uow.conversations.get(replace(OLENA, chat="new")).id == number


def test_a_name_that_another_chat_has_is_not_taken(uow: SqlUnitOfWork) -> None:
    other = talking(uow, PETRO)
    town = Town(uow)
    town.hears("привіт")
    town.run(changed("moved", "e9", "petro"))
    assert uow.conversations.get(PETRO).id == other.id
    assert town.conversation.id != other.id
