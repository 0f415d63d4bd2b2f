"""Consents are kept as proof: each once, never changed, withdrawn by one more record."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from connectors.database.codec import to_us
from connectors.database.connect import connect_to_write
from connectors.database.unit_of_work import SqlUnitOfWork
from core.model import Person
from core.rows import Conversation
from tests.contract.builders import DAY, NOW, OLENA


@pytest.fixture
def uow(path: Path) -> Iterator[SqlUnitOfWork]:
    with closing(connect_to_write(path)) as connection:
        yield SqlUnitOfWork(connection)


def agreed(uow: SqlUnitOfWork) -> Conversation:
    conversation = uow.conversations.get(OLENA)
    conversation.person = Person(name="Олена", consent_version="2026-11", consented_at=NOW)
    uow.conversations.save_person(conversation)
    uow.conversations.put(conversation, NOW)
    return conversation


def records(uow: SqlUnitOfWork) -> list[tuple[object, ...]]:
    query = "SELECT person_id, version, at, channel, withdrawn FROM consents ORDER BY id"
    return list(uow.connection.execute(query))


GIVEN = (1, "2026-11", to_us(NOW), "telegram", 0)


def test_a_consent_is_recorded_once_however_often_the_person_is_saved(uow: SqlUnitOfWork) -> None:
    conversation = agreed(uow)
    assert conversation.person is not None
    conversation.person.phone = "+380441234567"
    uow.conversations.save_person(conversation)
    assert records(uow) == [GIVEN]


def test_a_new_text_is_a_new_consent(uow: SqlUnitOfWork) -> None:
    conversation = agreed(uow)
    assert conversation.person is not None
    conversation.person.consent_version, conversation.person.consented_at = "2027-01", NOW + DAY
    uow.conversations.save_person(conversation)
    assert records(uow) == [GIVEN, (1, "2027-01", to_us(NOW + DAY), "telegram", 0)]


def test_a_withdrawal_is_one_more_record(uow: SqlUnitOfWork) -> None:
    conversation = agreed(uow)
    uow.conversations.withdraw_consent(conversation, NOW + DAY)
    uow.conversations.withdraw_consent(conversation, NOW + DAY)
    assert records(uow) == [GIVEN, (1, "2026-11", to_us(NOW + DAY), "telegram", 1)]
