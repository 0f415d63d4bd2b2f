"""Chats, their persons and what was said in them."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.conversation import Frame, Matter, State
from core.messages import ChatRef, Contact, FileRef, Location
from core.model import Address, Attachment, Person
from core.ports import StaleConversation, UnitOfWork
from core.rows import Conversation
from tests.contract.builders import DAY, HOUR, MINUTE, NOW, OLENA, PETRO, chat, heard, hired, said


def test_a_chat_nobody_wrote_from_is_new(uow: UnitOfWork) -> None:
    assert uow.conversations.get(OLENA) == Conversation(OLENA, State())


def test_a_conversation_comes_back_as_it_was_put(uow: UnitOfWork) -> None:
    state = State(
        language="uk",
        frames=[Frame(1, "dispatcher_request", {"address": {"house": "15"}}, awaits="phone")],
        matters=[Matter("case_status")],
        misses=2,
    )
    put = Conversation(OLENA, state, generation=3, muted_until=NOW + DAY)
    put.id = uow.conversations.put(put, NOW)
    assert uow.conversations.get(OLENA) == put
    assert uow.conversations.by_id(put.id) == put


def test_each_put_is_a_new_version(uow: UnitOfWork) -> None:
    conversation = uow.conversations.get(OLENA)
    for version in (1, 2, 3):
        uow.conversations.put(conversation, NOW)
        assert conversation.version == version == uow.conversations.get(OLENA).version


def test_of_two_that_read_the_same_version_the_second_is_stale(uow: UnitOfWork) -> None:
    chat(uow)
    first, second = uow.conversations.get(OLENA), uow.conversations.get(OLENA)
    first.state.misses = 1
    uow.conversations.put(first, NOW)
    with pytest.raises(StaleConversation):
        uow.conversations.put(second, NOW)
    assert uow.conversations.get(OLENA).state.misses == 1


def test_of_two_that_begin_a_chat_the_second_is_stale(uow: UnitOfWork) -> None:
    first, second = uow.conversations.get(OLENA), uow.conversations.get(OLENA)
    uow.conversations.put(first, NOW)
    with pytest.raises(StaleConversation):
        uow.conversations.put(second, NOW)


def test_an_unknown_conversation_is_named(uow: UnitOfWork) -> None:
    with pytest.raises(LookupError, match="no conversation 404"):
        uow.conversations.by_id(404)


slots = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(slots=st.dictionaries(st.text(max_size=8), slots, max_size=5))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_slots_come_back(uow: UnitOfWork, slots: dict[str, object]) -> None:
    conversation = uow.conversations.get(OLENA)
    conversation.state = State(frames=[Frame(1, "appeal_submit", slots)])
    uow.conversations.put(conversation, NOW)
    assert uow.conversations.get(OLENA).state == conversation.state


# --- persons -------------------------------------------------------------------------------------


def known(uow: UnitOfWork, ref: ChatRef = OLENA, person: Person | None = None) -> Conversation:
    """Put a chat whose person is known."""
    conversation = uow.conversations.get(ref)
    conversation.person = person or Person(
        name="Олена Коваль",
        phone="+380441234567",
        address=Address("вулиця Хрещатик", "1", verified=True),
        consent_version="2026-11",
        consented_at=NOW,
    )
    uow.conversations.save_person(conversation)
    uow.conversations.put(conversation, NOW)
    return conversation


def test_a_conversation_comes_with_its_person(uow: UnitOfWork) -> None:
    conversation = known(uow)
    assert conversation.person is not None
    assert conversation.person.id is not None
    assert uow.conversations.get(OLENA).person == conversation.person


def test_a_person_is_linked_to_a_conversation_that_was_there_before(uow: UnitOfWork) -> None:
    chat(uow)
    conversation = uow.conversations.get(OLENA)
    conversation.person = Person(name="Олена")
    uow.conversations.save_person(conversation)
    assert uow.conversations.get(OLENA).person == conversation.person
    assert uow.conversations.get(OLENA).version == conversation.version


def test_what_changed_about_a_person_shows_in_all_their_chats(uow: UnitOfWork) -> None:
    telegram = known(uow)
    known(uow, ChatRef("viber", "main", "olena"), telegram.person)
    assert telegram.person is not None
    telegram.person.phone = "+380501112233"
    uow.conversations.save_person(telegram)
    viber = uow.conversations.get(ChatRef("viber", "main", "olena"))
    assert viber.person == telegram.person


def test_saving_a_person_who_is_not_there_is_refused(uow: UnitOfWork) -> None:
    with pytest.raises(ValueError, match="no person"):
        uow.conversations.save_person(uow.conversations.get(OLENA))


def test_a_consent_needs_its_moment(uow: UnitOfWork) -> None:
    conversation = uow.conversations.get(OLENA)
    conversation.person = Person(consent_version="2026-11")
    with pytest.raises(ValueError, match="moment"):
        uow.conversations.save_person(conversation)


def test_a_withdrawn_consent_is_gone_from_the_person(uow: UnitOfWork) -> None:
    uow.conversations.withdraw_consent(known(uow), NOW + HOUR)
    person = uow.conversations.get(OLENA).person
    assert person is not None
    assert (person.consent_version, person.consented_at) == (None, None)


def test_withdrawing_what_was_never_given_changes_nothing(uow: UnitOfWork) -> None:
    conversation = known(uow, person=Person(name="Петро"))
    uow.conversations.withdraw_consent(conversation, NOW)
    assert uow.conversations.get(OLENA) == conversation


# --- transcript ----------------------------------------------------------------------------------


def talk(uow: UnitOfWork, limit: int = 500) -> list[tuple[str, str]]:
    return [(line.who, line.text) for line in uow.conversations.transcript(chat(uow), limit)]


def take(uow: UnitOfWork, event_id: str, at: datetime = NOW, **facts: Any) -> None:
    uow.intake.take(heard(event_id, at=at, **facts), done=True)


def test_a_talk_is_told_in_its_order(uow: UnitOfWork) -> None:
    operator = hired(uow).id
    take(uow, "e1", text="добрий день")
    said(uow, "Вітаю", in_reply_to="e1", at=NOW + MINUTE)
    take(uow, "e2", at=NOW + 2 * MINUTE, text="покличте людину")
    said(uow, "Слухаю вас", at=NOW + 3 * MINUTE, staff_id=operator)
    assert talk(uow) == [
        ("resident", "добрий день"),
        ("bot", "Вітаю"),
        ("resident", "покличте людину"),
        ("staff", "Слухаю вас"),
    ]


def test_a_talk_keeps_its_order_when_the_clock_stands_still(uow: UnitOfWork) -> None:
    for number in (1, 2, 3):
        take(uow, f"e{number}", text=f"питання {number}")
        said(uow, f"відповідь {number}", in_reply_to=f"e{number}")
    assert [text[-1] for _, text in talk(uow)] == ["1", "1", "2", "2", "3", "3"]


def test_the_first_event_of_a_chat_belongs_to_its_talk(uow: UnitOfWork) -> None:
    take(uow, "e1", text="до розмови")
    assert talk(uow) == [("resident", "до розмови")]


def test_a_raw_event_joins_the_talk_once_it_is_decoded(uow: UnitOfWork) -> None:
    intake_id = uow.intake.store_raw("telegram", "main", "u1", b"{}", NOW) or 0
    assert talk(uow) == []
    uow.intake.finish(intake_id, heard("u1", text="з мережі"), chat(uow))
    assert talk(uow) == [("resident", "з мережі")]


def test_places_cards_and_buttons_are_told(uow: UnitOfWork) -> None:
    take(uow, "e1", location=Location(50.45, 30.52))
    take(uow, "e2", contact=Contact("+380441234567", "Олена"))
    take(uow, "e3", button="yes")
    lines = uow.conversations.transcript(chat(uow))
    assert [(line.text, line.button) for line in lines] == [
        ("50.45, 30.52", None),
        ("+380441234567 Олена", None),
        ("", "yes"),
    ]


def test_a_line_names_its_files_and_where_it_is_stored(uow: UnitOfWork) -> None:
    take(uow, "e1", files=(FileRef("photo", "f1"), FileRef("photo", "unkept")))
    file = uow.attachments.add(Attachment("photo", "f1", chat(uow)), NOW)
    reply = said(uow, "Дякую", in_reply_to="e1")
    ours, theirs = uow.conversations.transcript(chat(uow))
    assert (ours.attachments, ours.event_id, ours.outbox_id) == ((file,), "e1", None)
    assert (theirs.attachments, theirs.event_id, theirs.outbox_id) == ((), None, reply)


def test_what_nobody_wrote_is_no_line(uow: UnitOfWork) -> None:
    take(uow, "timer:reminder:1", text=None)
    assert talk(uow) == []


def test_a_long_talk_ends_with_its_last_lines(uow: UnitOfWork) -> None:
    for number in range(6):
        take(uow, f"e{number}", at=NOW + number * MINUTE, text=str(number))
    assert talk(uow, limit=2) == [("resident", "4"), ("resident", "5")]


def test_another_chats_lines_are_not_told(uow: UnitOfWork) -> None:
    uow.intake.take(heard("p1", PETRO, text="чуже"), done=True)
    chat(uow, PETRO)
    said(uow, "чуже", PETRO)
    assert talk(uow) == []
