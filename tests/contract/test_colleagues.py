"""Notes, notices, who is there, ready replies."""

from datetime import timedelta

from core.colleagues import Note, Notice, Present, Reply
from core.ports import UnitOfWork
from tests.contract.builders import HOUR, MINUTE, NOW, chat, hired

SECOND = timedelta(seconds=1)


def test_notes_come_back_oldest_first_and_the_latest_of_many(uow: UnitOfWork) -> None:
    talk, who = chat(uow), hired(uow).id or 0
    for n in range(3):
        uow.colleagues.add_note(Note(talk, who, f"нотатка {n}", NOW, mentions=(n,)))
    notes = uow.colleagues.notes_of(talk, limit=2)
    assert [(note.text, note.mentions) for note in notes] == [
        ("нотатка 1", (1,)),
        ("нотатка 2", (2,)),
    ]
    assert ("chat", talk) in uow.changed


def test_a_notice_is_seen_by_its_member_or_settled_for_all(uow: UnitOfWork) -> None:
    one, two = (hired(uow, email).id or 0 for email in ("a@b.example", "c@d.example"))
    for who in (one, two):
        uow.colleagues.add_notice(Notice(who, "call", "handoff:1", NOW))
    uow.colleagues.see(one, "handoff:1", NOW + MINUTE)
    assert [n.seen_at for n in uow.colleagues.notices_of(one)] == [NOW + MINUTE]
    assert [n.seen_at for n in uow.colleagues.notices_of(two)] == [None]
    uow.changed.clear()
    uow.colleagues.settle("handoff:1", NOW + HOUR)
    assert uow.changed == {("notice", two)}
    assert [n.seen_at for n in uow.colleagues.notices_about("handoff:1")] == [
        NOW + MINUTE,
        NOW + HOUR,
    ]


def test_only_members_with_a_chat_are_told_elsewhere_and_once(uow: UnitOfWork) -> None:
    with_chat = hired(uow, "a@b.example", chat_id=chat(uow))
    for who in (with_chat, hired(uow, "c@d.example")):
        uow.colleagues.add_notice(Notice(who.id or 0, "mention", "conversation:1", NOW))
    (untold,) = uow.colleagues.untold()
    assert untold.staff_id == with_chat.id
    untold.told_at = NOW
    uow.colleagues.save_notice(untold)
    assert uow.colleagues.untold() == []


def test_who_is_there_is_forgotten_when_silent_and_typing_sooner(uow: UnitOfWork) -> None:
    talk, who = chat(uow), hired(uow).id or 0
    uow.colleagues.enter(talk, who, NOW, typing=True)
    assert uow.colleagues.here(talk, NOW + SECOND) == [Present(who, typing=True)]
    assert uow.colleagues.here(talk, NOW + 10 * SECOND) == [Present(who, typing=False)]
    assert uow.colleagues.here(talk, NOW + MINUTE) == []


def test_only_a_change_of_who_is_there_is_told(uow: UnitOfWork) -> None:
    talk, who = chat(uow), hired(uow).id or 0
    uow.changed.clear()
    uow.colleagues.enter(talk, who, NOW, typing=False)
    assert uow.changed == {("here", talk)}
    uow.changed.clear()
    uow.colleagues.enter(talk, who, NOW + SECOND, typing=False)
    assert uow.changed == set()
    uow.colleagues.leave(talk, who)
    assert uow.changed == {("here", talk)}
    assert uow.colleagues.here(talk, NOW + SECOND) == []


def test_a_ready_reply_is_kept_changed_and_removed(uow: UnitOfWork) -> None:
    uow.colleagues.save_reply(Reply("ліфт", "Про ліфт", "Майстер буде."))
    (reply,) = uow.colleagues.replies()
    reply.text = "Майстер уже їде."
    uow.colleagues.save_reply(reply)
    assert uow.colleagues.reply(reply.id or 0) == reply
    uow.colleagues.remove_reply(reply.id or 0)
    assert uow.colleagues.replies() == []
