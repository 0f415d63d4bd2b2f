"""One turn: what waits of a chat goes in, and state, city and messages come out together."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.database.connect import connect_to_write
from connectors.database.unit_of_work import SqlUnitOfWork
from core.conversation import ActionDone, HandoffEnded, Heard, Run, Say, SetTimer, Text
from core.messages import ChatRef, FileRef
from core.model import Address, Person
from core.ports import ActionContext, Conversation
from core.reading import Reading
from core.turn import MOST_CHARACTERS, Entry, Turns
from tests.contract.builders import HOUR, NOW, OLENA, case_of, event, heard, new_database
from tests.core.town import Echo, Script, Town, agreed, ask, doing, entry, found, say, talking

PHOTO = FileRef("photo", "p1", "ліфт.jpg", 1200)
FIRE = Reading("горить", emergency="fire", emergency_confidence=0.93)
LONG = "а" * (MOST_CHARACTERS + 1)


# --- once ----------------------------------------------------------------------------------------


def test_a_turn_answers_its_event(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    (outcome,) = town.hears("привіт")
    assert (outcome.event_id, outcome.repeated) == ("e1", False)
    assert [row.outgoing.text for row in outcome.replies] == ["привіт"]
    assert outcome.replies == tuple(uow.outbox.after(town.conversation.id or 0, 0))


def test_a_repeated_event_changes_nothing_and_sends_nothing(uow: SqlUnitOfWork) -> None:
    town = Town(uow)
    town.run(entry("e1", files=()) if False else Entry(heard("e1", files=(PHOTO,))))
    before, rows = town.conversation, town.rows()
    (outcome,) = town.run(Entry(heard("e1", files=(PHOTO,))))
    assert (outcome.repeated, outcome.replies) == (True, ())
    assert (town.conversation, town.rows()) == (before, rows)
    assert len(town.script.events) == 1
