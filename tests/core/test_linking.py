"""Codes as people spell them, one person's signatures, what linking keeps and undoing gives."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.database.connect import connect_to_write
from connectors.database.unit_of_work import SqlUnitOfWork
from core.link_codes import code_in, hands_in_code, is_code, shown
from core.linking import CODE_LIVES, Linking, new_code
from core.messages import PARTED, ChatRef
from core.petitions import Petition, PetitionEvent
from core.ports import ActionContext
from tests.contract.builders import NOW, OLENA, PETRO, new_database, said
from tests.core.town import Echo, agreed, talking

VIBER = ChatRef("viber", "main", "olena-viber")


@pytest.mark.parametrize(
    "text",
    ["K7QM2X9P", "k7qm-2x9p", "K7QM 2X9P", " К7QМ—2Х9Р ", "ось мій код: K7QM-2X9P", "код k7qm2x9p"],
)
def test_a_code_is_heard_however_it_is_spelled(text: str) -> None:
    assert code_in(text) == "K7QM2X9P"
    assert hands_in_code(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "так", "ПЕТРЕНКО", "23456789", "KV-2026-000417", "0671234567", "Теремківська 5"),
        *("K7QM-2X9", "K7QM-2X9PP", "у мене на рахунку K7QM-2X9P з минулого місяця борг"),
    ],
)
def test_other_words_hand_in_no_code(text: str) -> None:
    assert not hands_in_code(text)


def test_new_codes_are_codes_and_differ() -> None:
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(is_code(one) and code_in(shown(one)) == one for one in made)


# --- in a database -------------------------------------------------------------------------------


@pytest.fixture
def uow(tmp_path: Path) -> Iterator[SqlUnitOfWork]:
    with closing(connect_to_write(new_database(tmp_path / "misto.db"))) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield SqlUnitOfWork(connection)


LINKING = Linking(Echo(), lambda kind, value: f"{kind}:{value}", frozenset())


def act(uow: SqlUnitOfWork, action: str, who: ChatRef, now: Any = NOW, **slots: Any) -> Any:
    chat = talking(uow, who)
    found = LINKING.table()[action](ActionContext(uow, chat, now, None), slots, slots)
    uow.conversations.put(chat, now)
    return found


def link(uow: SqlUnitOfWork, giver: ChatRef = OLENA, enters: ChatRef = VIBER) -> Any:
    code = act(uow, "make_link_code", giver)["code"]
    return act(uow, "link_by_code", enters, link_code=code)


def petition(uow: SqlUnitOfWork) -> int:
    made = Petition("17", "Назва", "Текст", "Автор", NOW, ends_on=date(2026, 12, 31))
    return uow.petitions.add(made, PetitionEvent(NOW, "filed", "resident"), {}).id or 0


def sign(uow: SqlUnitOfWork, petition_id: int, who: ChatRef) -> bool:
    chat = talking(uow, who).id or 0
    return uow.petitions.sign(petition_id, chat, uow.identity.signer(chat), NOW)


def test_only_a_hash_of_a_code_is_kept(uow: SqlUnitOfWork) -> None:
    code = act(uow, "make_link_code", OLENA)["code"]
    kept = uow.connection.execute("SELECT code_hash FROM link_codes").fetchall()
    assert kept == [(f"link:{code.replace('-', '')}",)]  # as the seal of this test made it


def test_a_code_ends_after_ten_minutes_to_the_second(uow: SqlUnitOfWork) -> None:
    code = act(uow, "make_link_code", OLENA)["code"]
    late = NOW + CODE_LIVES
    assert act(uow, "look_at_link_code", VIBER, late, link_code=code)["code_is"] == "wrong"
    early = late - timedelta(seconds=1)
    assert act(uow, "look_at_link_code", VIBER, early, link_code=code)["code_is"] == "good"


def test_a_vote_stays_before_an_intent(uow: SqlUnitOfWork) -> None:
    one = petition(uow)
    sign(uow, one, OLENA)
    sign(uow, one, VIBER)
    viber = talking(uow, VIBER).id or 0
    uow.petitions.vote(one, viber, uow.identity.signer(viber), "subject", NOW)
    link(uow)
    assert (uow.petitions.support(one).intents, uow.petitions.support(one).votes) == (0, 1)
    assert not sign(uow, one, OLENA)


def test_confirmed_phones_and_links_together_make_one_person(uow: SqlUnitOfWork) -> None:
    """Olena's Viber and Petro's chat share a phone: once linked, the three sign once."""
    one = petition(uow)
    uow.identity.note_contact(talking(uow, VIBER).id or 0, "phone-b", NOW)
    uow.identity.note_contact(talking(uow, OLENA).id or 0, "phone-a", NOW)
    uow.identity.note_contact(talking(uow, PETRO).id or 0, "phone-b", NOW)
    assert sign(uow, one, PETRO)
    assert sign(uow, one, OLENA)
    link(uow)
    assert uow.petitions.support(one).intents == 1
    assert not any(sign(uow, one, who) for who in (OLENA, VIBER, PETRO))


def test_what_is_known_is_one_and_comes_back_apart(uow: SqlUnitOfWork) -> None:
    talking(uow, OLENA, agreed(name="Олена", phone="+380671234567"))
    talking(uow, VIBER, agreed(name="Оля", email="o@x.ua"))
    link(uow)
    for who in (OLENA, VIBER):
        person = talking(uow, who).person
        assert person is not None
        assert (person.name, person.phone, person.email) == ("Олена", "+380671234567", "o@x.ua")
    assert act(uow, "undo_link", OLENA)["undone"] == "yes"
    mine, theirs = talking(uow, OLENA).person, talking(uow, VIBER).person
    assert mine is not None
    assert theirs is not None
    assert (mine.name, mine.email) == ("Олена", None)
    assert (theirs.name, theirs.phone) == ("Оля", None)


def test_after_a_night_nothing_is_left_of_who_they_were(uow: SqlUnitOfWork) -> None:
    talking(uow, OLENA, agreed(name="Олена"))
    talking(uow, VIBER, agreed(name="Оля"))
    link(uow)
    uow.links.forget_before(NOW + timedelta(days=1))
    names = [row[0] for row in uow.connection.execute("SELECT name FROM persons")]
    assert sorted(filter(None, names)) == ["Олена"]
    assert act(uow, "undo_link", OLENA)["undone"] == "none"


def test_what_was_on_its_way_to_a_parted_chat_is_not_sent(uow: SqlUnitOfWork) -> None:
    link(uow)
    parted = talking(uow, VIBER).id or 0
    said(uow, "Ваша справа…", VIBER)
    act(uow, "unlink_chat", OLENA, linked_chat=str(parted))
    assert uow.conversations.by_id(parted).ref.channel == PARTED
    fresh = talking(uow, VIBER)
    assert fresh.id != parted
    assert fresh.person is None
    due = [row.outgoing.text for row in uow.outbox.due("viber", NOW)]
    assert due == ["link-parted other_channel=telegram"]


def test_a_muted_chat_stays_muted_when_it_is_parted(uow: SqlUnitOfWork) -> None:
    link(uow)
    chat = talking(uow, VIBER)
    chat.muted_until = NOW + timedelta(days=3)
    uow.conversations.put(chat, NOW)
    act(uow, "unlink_chat", OLENA, linked_chat=str(chat.id))
    assert talking(uow, VIBER).muted_until == NOW + timedelta(days=3)


def test_other_messengers_are_opened_by_a_link_with_the_code(uow: SqlUnitOfWork) -> None:
    links = {"telegram": "https://t.me/bot?start=", "viber": "viber://pa?chatURI=b&context="}
    linking = Linking(Echo(), lambda kind, value: value, frozenset(), links)
    context = ActionContext(uow, talking(uow, OLENA), NOW, None)
    made = linking.make_link_code(context, {}, {})
    bare = made["code"].replace("-", "")
    assert made["viber_link"] == f"viber://pa?chatURI=b&context=link_{bare}"
    assert "telegram_link" not in made
