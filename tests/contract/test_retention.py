"""Talks of people who never agreed are wiped in time; nothing else is."""

from core.conversation import Frame, State
from core.messages import ChatRef
from core.model import Person
from core.ports import UnitOfWork
from tests.contract.builders import DAY, HOUR, NOW, OLENA, chat, filed, handed, heard, said


def talked(uow: UnitOfWork, ref: ChatRef = OLENA) -> None:
    """Let a chat say something, be answered, and leave a draft."""
    uow.intake.take(heard("e1", ref, text="мене звати Олена"), done=True)
    conversation = uow.conversations.get(ref)
    conversation.state = State(frames=[Frame(1, "appeal_submit", {"name": "Олена"})])
    uow.conversations.put(conversation, NOW)
    uow.outbox.sent(said(uow, "Дякую, Олено", ref, in_reply_to="e1"), "m1", NOW)


def kept(uow: UnitOfWork, ref: ChatRef = OLENA) -> tuple[int, bool]:
    """Return how many lines of the talk are left, and whether a draft is."""
    conversation = uow.conversations.get(ref)
    return len(uow.conversations.transcript(chat(uow, ref))), bool(conversation.state.frames)


def test_an_old_talk_of_who_never_agreed_is_wiped(uow: UnitOfWork) -> None:
    talked(uow)
    assert uow.retention.wipe_talks(NOW + HOUR) == 3
    assert kept(uow) == (0, False)
    assert uow.retention.wipe_talks(NOW + HOUR) == 0


def test_a_wiped_event_is_still_known(uow: UnitOfWork) -> None:
    talked(uow)
    uow.retention.wipe_talks(NOW + HOUR)
    assert uow.intake.take(heard("e1"), done=True) is None
    assert uow.retention.first_event_at() == NOW


def test_a_young_talk_stays(uow: UnitOfWork) -> None:
    talked(uow)
    assert uow.retention.wipe_talks(NOW) == 0
    assert kept(uow) == (2, True)


def test_the_talk_of_who_agreed_stays(uow: UnitOfWork) -> None:
    talked(uow)
    conversation = uow.conversations.get(OLENA)
    conversation.person = Person(consent_version="2026-11", consented_at=NOW)
    uow.conversations.save_person(conversation)
    assert uow.retention.wipe_talks(NOW + DAY) == 0
    assert kept(uow) == (2, True)


def test_a_talk_that_waits_for_staff_stays_until_that_ends(uow: UnitOfWork) -> None:
    talked(uow)
    handoff = handed(uow)
    assert uow.retention.wipe_talks(NOW + DAY) == 0
    handoff.status, handoff.ended_at = "answered", NOW + HOUR
    uow.handoffs.save(handoff)
    assert uow.retention.wipe_talks(NOW + DAY) == 3


def test_a_message_not_sent_yet_and_a_filed_case_stay(uow: UnitOfWork) -> None:
    case = filed(uow)
    waiting = said(uow, "Ще не надіслано")
    uow.retention.wipe_talks(NOW + DAY)
    assert uow.cases.get(case.number) == case
    assert [row.id for row in uow.outbox.due("telegram", NOW)] == [waiting]


def test_an_empty_database_has_no_first_event(uow: UnitOfWork) -> None:
    assert uow.retention.first_event_at() is None


def test_a_draft_left_too_long_is_found_whoever_left_it(uow: UnitOfWork) -> None:
    talked(uow)
    chat(uow, ChatRef("webchat", "web", "no draft"))
    assert uow.retention.stale_drafts(NOW) == []
    assert uow.retention.stale_drafts(NOW + HOUR) == [chat(uow)]
