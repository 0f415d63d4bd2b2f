"""Petitions come back as kept; a person signs once, whatever the chat and the moment."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.conversation import Language
from core.messages import ChatRef, Outgoing
from core.petitions import Petition, PetitionEvent, PetitionStatus, Support
from core.ports import UnitOfWork, Voted
from tests.contract.builders import DAY, HOUR, NOW, OLENA, PETRO, chat

WORDS = {"велодоріжка": True, "шосе": False}
PERSON, OTHER = "sealed-phone-1", "sealed-phone-2"
SECOND = ChatRef("viber", "main", "olena")


def petition(uow: UnitOfWork, number: str = "17", **facts: Any) -> Petition:
    made = Petition(
        number,
        "Велодоріжка на Харківському шосе",
        "Просимо збудувати.",
        "Коваль Олена",
        NOW,
        status=PetitionStatus.COLLECTING,
        started_on=date(2026, 11, 1),
        ends_on=date(2026, 12, 31),
        threshold=6000,
        portal_votes=5990,
    )
    event = PetitionEvent(NOW, "filed", "resident")
    return uow.petitions.add(replace(made, **facts), event, WORDS)


def signed(uow: UnitOfWork, of: Petition, ref: ChatRef = OLENA) -> bool:
    conversation = chat(uow, ref)
    return uow.petitions.sign(of.id or 0, conversation, uow.identity.signer(conversation), NOW)


def voted(
    uow: UnitOfWork, of: Petition, subject: str = "subject", conversation: int | None = None
) -> Voted:
    chat_id = conversation or chat(uow)
    signer = uow.identity.signer(chat_id)
    return uow.petitions.vote(of.id or 0, chat_id, signer, subject, NOW)


def test_a_petition_comes_back_as_it_was_saved(uow: UnitOfWork) -> None:
    kept = petition(uow, conversation_id=chat(uow))
    kept.status, kept.due_at = PetitionStatus.CONSIDERATION, NOW + DAY
    kept.reason, kept.answer, kept.late_told = "hatred", "Збудуємо.", True
    uow.petitions.save(kept, PetitionEvent(NOW + HOUR, "reached", "system", {"votes": 6000}))
    assert uow.petitions.get("17") == kept
    assert uow.petitions.by_id(kept.id or 0) == kept
    assert [line.event for line in uow.petitions.history(kept.id or 0)] == ["filed", "reached"]
    assert ("petition", "17") in uow.changed


def test_an_unknown_petition_is_none_and_cannot_be_saved(uow: UnitOfWork) -> None:
    assert uow.petitions.get("404") is None
    assert uow.petitions.by_id(404) is None
    with pytest.raises(LookupError):
        uow.petitions.save(replace(petition(uow), id=404), PetitionEvent(NOW, "late", "system"))


def test_numbers_are_given_once_and_pass_over_those_of_the_portal(uow: UnitOfWork) -> None:
    petition(uow, "2")
    assert [uow.petitions.next_number() for _ in range(3)] == ["1", "3", "4"]


def test_two_petitions_have_no_number_in_common(uow: UnitOfWork) -> None:
    petition(uow)
    with pytest.raises(Exception, match="UNIQUE"):
        petition(uow)


# --- who signed ----------------------------------------------------------------------------------


def test_a_chat_signs_once(uow: UnitOfWork) -> None:
    one = petition(uow)
    assert signed(uow, one)
    assert not signed(uow, one)
    assert uow.petitions.support(one.id or 0) == Support(1, 5990)


def test_another_petition_and_another_chat_are_signed_for_themselves(uow: UnitOfWork) -> None:
    one, other = petition(uow), petition(uow, "18")
    assert signed(uow, one)
    assert signed(uow, other)
    assert signed(uow, one, PETRO)
    assert uow.petitions.support(one.id or 0).intents == 2


def test_a_person_signs_once_from_whichever_chat(uow: UnitOfWork) -> None:
    one = petition(uow)
    for ref in (OLENA, SECOND):
        uow.identity.note_contact(chat(uow, ref), PERSON, NOW)
    uow.identity.note_contact(chat(uow, PETRO), OTHER, NOW)
    assert signed(uow, one)
    assert not signed(uow, one, SECOND)
    assert signed(uow, one, PETRO)
    assert uow.petitions.signed(one.id or 0, chat(uow, SECOND), PERSON) == "intent"


def test_signatures_of_two_chats_become_one_when_both_prove_to_be_one_persons(
    uow: UnitOfWork,
) -> None:
    one = petition(uow)
    assert signed(uow, one)
    assert signed(uow, one, SECOND)
    uow.identity.note_contact(chat(uow), PERSON, NOW)
    assert uow.petitions.support(one.id or 0).intents == 2
    uow.identity.note_contact(chat(uow, SECOND), PERSON, NOW)
    assert uow.petitions.support(one.id or 0).intents == 1


def test_a_new_phone_of_a_chat_gives_it_no_second_signature(uow: UnitOfWork) -> None:
    one = petition(uow)
    uow.identity.note_contact(chat(uow), PERSON, NOW)
    assert signed(uow, one)
    uow.identity.note_contact(chat(uow), OTHER, NOW)
    assert not signed(uow, one)


def test_an_intent_is_taken_back_and_given_again(uow: UnitOfWork) -> None:
    one = petition(uow)
    signed(uow, one)
    who = (chat(uow), uow.identity.signer(chat(uow)))
    assert uow.petitions.withdraw(one.id or 0, *who)
    assert not uow.petitions.withdraw(one.id or 0, *who)
    assert uow.petitions.signed(one.id or 0, *who) is None
    assert signed(uow, one)


# --- votes ---------------------------------------------------------------------------------------


def test_an_intent_becomes_a_vote_once(uow: UnitOfWork) -> None:
    one = petition(uow)
    signed(uow, one)
    votes = [voted(uow, one, "subject", chat(uow)) for _ in range(2)]
    assert votes == ["counted", "again"]
    assert uow.petitions.support(one.id or 0) == Support(0, 5991)
    assert uow.petitions.signed(one.id or 0, chat(uow), "x") == "vote"


def test_a_person_who_voted_elsewhere_counts_once_and_the_double_intent_goes(
    uow: UnitOfWork,
) -> None:
    one = petition(uow)
    signed(uow, one)
    signed(uow, one, SECOND)
    assert voted(uow, one, "subject", chat(uow)) == "counted"
    assert voted(uow, one, "subject", chat(uow, SECOND)) == "elsewhere"
    assert uow.petitions.support(one.id or 0) == Support(0, 5991)


def test_another_persons_vote_is_not_written_over(uow: UnitOfWork) -> None:
    one = petition(uow)
    signed(uow, one)
    assert voted(uow, one, "mother", chat(uow)) == "counted"
    assert voted(uow, one, "daughter", chat(uow)) == "taken"
    assert uow.petitions.support(one.id or 0) == Support(0, 5991)


def test_one_person_votes_for_several_petitions(uow: UnitOfWork) -> None:
    for number in ("17", "18"):
        one = petition(uow, number)
        signed(uow, one)
        assert voted(uow, one, "subject", chat(uow)) == "counted"


def test_a_vote_may_be_given_from_the_persons_other_chat(uow: UnitOfWork) -> None:
    one = petition(uow)
    for ref in (OLENA, SECOND):
        uow.identity.note_contact(chat(uow, ref), PERSON, NOW)
    signed(uow, one)
    assert voted(uow, one, "subject", chat(uow, SECOND)) == "counted"
    assert uow.petitions.support(one.id or 0) == Support(0, 5991)


def test_a_vote_is_not_taken_back(uow: UnitOfWork) -> None:
    one = petition(uow)
    signed(uow, one)
    voted(uow, one, "subject", chat(uow))
    assert not uow.petitions.withdraw(one.id or 0, chat(uow), "x")


def test_a_vote_needs_a_signature(uow: UnitOfWork) -> None:
    with pytest.raises(LookupError):
        voted(uow, petition(uow))


# --- found ---------------------------------------------------------------------------------------


def test_only_published_petitions_are_found_by_words(uow: UnitOfWork) -> None:
    one = petition(uow)
    petition(uow, "18", status=PetitionStatus.MODERATION)
    found = uow.petitions.indexed(["велодоріжка", "шосе", "басейн"])
    assert sorted(found) == [("велодоріжка", one.id, True), ("шосе", one.id, False)]
    assert uow.petitions.published() == 1


def test_meanings_are_of_those_that_collect_now(uow: UnitOfWork) -> None:
    one, over = petition(uow), petition(uow, "18", ends_on=date(2026, 11, 23))
    assert [p.id for p in uow.petitions.without_meaning(9)] == [one.id, over.id]
    for each in (one, over):
        uow.petitions.note_meaning(each.id or 0, "AQID")
    assert uow.petitions.meanings(date(2026, 11, 24)) == [(one.id, "AQID")]
    assert uow.petitions.without_meaning(9) == []


def test_a_chats_own_are_those_it_filed_and_those_its_person_signed(uow: UnitOfWork) -> None:
    filed = petition(uow, conversation_id=chat(uow))
    other = petition(uow, "18")
    uow.identity.note_contact(chat(uow), PERSON, NOW)
    signed(uow, other)
    assert uow.petitions.filed_by(chat(uow)) == [filed]
    assert uow.petitions.signed_by(chat(uow, SECOND), PERSON, 9) == [other]


def test_what_is_due_comes_in_its_order(uow: UnitOfWork) -> None:
    early = petition(uow, "1", ends_on=date(2026, 11, 20))
    late = petition(uow, "2", ends_on=date(2026, 11, 22))
    waits = petition(uow, "3", status=PetitionStatus.MODERATION, due_at=NOW - HOUR)
    petition(uow, "4", status=PetitionStatus.MODERATION, due_at=NOW - HOUR, late_told=True)
    petition(uow, "5")
    assert uow.petitions.ended(date(2026, 11, 24), 9) == [early, late]
    assert uow.petitions.late(NOW, 9) == [waits]
    assert [p.number for p in uow.petitions.ending(date(2026, 11, 24), 9)] == ["5"]


# --- told ----------------------------------------------------------------------------------------


def test_everybody_who_signed_is_told_once_in_their_language(uow: UnitOfWork) -> None:
    one = petition(uow, conversation_id=chat(uow, PETRO))
    web = ChatRef("webchat", "web", "maria")
    for ref in (OLENA, PETRO, web):
        signed(uow, one, ref)
    chat(uow, SECOND)  # has nothing to do with it
    english = uow.conversations.get(web)
    english.state.language = "en"
    uow.conversations.put(english, NOW)
    messages: Mapping[Language, Outgoing] = {
        "uk": Outgoing("Відповідь", lane="broadcast"),
        "en": Outgoing("Answer"),
    }
    assert uow.petitions.tell(one.id or 0, messages, NOW, {"webchat"}) == 3
    told = {row.ref.chat: (row.outgoing.text, row.status) for row in uow.outbox.since(0)}
    assert told == {
        "olena": ("Відповідь", "new"),
        "petro": ("Відповідь", "new"),
        "maria": ("Answer", "sent"),
    }
    due = uow.outbox.due("telegram", NOW)
    assert {row.lane for row in due} == {"broadcast"}


def test_nobody_is_told_of_what_nobody_signed(uow: UnitOfWork) -> None:
    assert (
        uow.petitions.tell(
            petition(uow).id or 0, {"uk": Outgoing("…"), "en": Outgoing("…")}, NOW, ()
        )
        == 0
    )


def test_all_come_with_who_supports_them(uow: UnitOfWork) -> None:
    one, other = petition(uow), petition(uow, "18", portal_votes=0)
    signed(uow, one)
    assert list(uow.petitions.all()) == [(one, Support(1, 5990)), (other, Support(0, 0))]


def test_the_dates_of_a_petition_are_days(uow: UnitOfWork) -> None:
    one = petition(uow)
    found = uow.petitions.get("17")
    assert found is not None
    assert found.ends_on is not None
    assert one.started_on is not None
    assert found.ends_on - one.started_on == timedelta(days=60)
