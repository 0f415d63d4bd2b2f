"""Messages wait in their lanes, are sent in their order, and end sent or dead."""

from typing import Any

import pytest

from core.messages import ChatRef, Choice, Outgoing
from core.ports import UnitOfWork
from tests.contract.builders import HOUR, MINUTE, NOW, OLENA, PETRO, chat, hired, said

WEB = ChatRef("webchat", "main", "w")


def due(uow: UnitOfWork, **facts: Any) -> list[int]:
    return [row.id for row in uow.outbox.due("telegram", facts.pop("now", NOW), **facts)]


def listed(uow: UnitOfWork, row_id: int) -> dict[str, Any]:
    return next(dict(row) for row in uow.outbox.all() if row["id"] == row_id)


def test_a_message_comes_back_as_it_was_written(uow: UnitOfWork) -> None:
    outgoing = Outgoing(
        "Надсилаємо?",
        (Choice("Так", "yes"), Choice("Докладніше", "", "https://kyiv.example/")),
        request="location",
        kind="question",
        flow="dispatcher_request",
        expects="confirm",
        case="KV-2026-000001",
    )
    row_id = uow.outbox.add(chat(uow), OLENA, outgoing, NOW, in_reply_to="e1")
    (row,) = uow.outbox.due("telegram", NOW)
    assert (row.id, row.conversation_id, row.ref) == (row_id, chat(uow), OLENA)
    assert (row.outgoing, row.in_reply_to, row.created_at) == (outgoing, "e1", NOW)
    assert (row.lane, row.attempts, row.status) == ("reply", 0, "new")


def test_a_message_to_nobody_is_refused(uow: UnitOfWork) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        uow.outbox.add(404, OLENA, Outgoing("?"), NOW)


def test_only_the_oldest_message_of_a_chat_is_due(uow: UnitOfWork) -> None:
    first, second = said(uow), said(uow)
    other = said(uow, ref=PETRO)
    assert due(uow) == [first, other]
    uow.outbox.sent(first, "m1", NOW)
    assert due(uow) == [second, other]


def test_lanes_do_not_wait_for_each_other(uow: UnitOfWork) -> None:
    broadcast = said(uow, lane="broadcast")
    reply = said(uow, lane="reply")
    alarm = said(uow, lane="alarm")
    assert due(uow) == [alarm, reply, broadcast]


def test_a_message_to_be_tried_later_holds_back_its_lane(uow: UnitOfWork) -> None:
    first = said(uow)
    said(uow)
    uow.outbox.retry(first, "429", NOW + MINUTE)
    assert due(uow) == []
    assert due(uow, now=NOW + MINUTE) == [first]
    (row,) = uow.outbox.due("telegram", NOW + MINUTE)
    assert row.attempts == 1


def test_a_dead_message_lets_the_next_one_go(uow: UnitOfWork) -> None:
    first, second = said(uow), said(uow)
    uow.outbox.dead(first, "the chat is closed", NOW)
    assert due(uow) == [second]
    row = listed(uow, first)
    assert (row["status"], row["error"]) == ("dead", "the chat is closed")


def test_a_channel_gets_its_own_messages(uow: UnitOfWork) -> None:
    said(uow, ref=ChatRef("viber", "main", "olena"))
    assert due(uow) == []


def test_no_more_are_due_than_asked_for(uow: UnitOfWork) -> None:
    for number in range(5):
        said(uow, ref=ChatRef("telegram", "main", f"c{number}"))
    assert len(due(uow, limit=3)) == 3


def test_what_was_sent_stays_sent(uow: UnitOfWork) -> None:
    row_id = said(uow)
    uow.outbox.sent(row_id, "m1", NOW + MINUTE)
    uow.outbox.dead(row_id, "too late", NOW + HOUR)
    uow.outbox.retry(row_id, "too late", NOW)
    row = listed(uow, row_id)
    assert (row["status"], row["platform_id"], row["error"]) == ("sent", "m1", None)
    assert (row["ended_at"], row["attempts"], row["next_at"]) == (NOW + MINUTE, 1, None)


def test_what_waits_is_tried_again_when_its_chat_is_told_something_new(uow: UnitOfWork) -> None:
    waiting, other = said(uow), said(uow, ref=PETRO)
    for row_id in (waiting, other):
        uow.outbox.retry(row_id, "waits until the resident writes", NOW + HOUR)
    said(uow, "нове")
    assert due(uow) == [waiting]


def test_receipts_are_written_to_their_message_and_the_first_counts(uow: UnitOfWork) -> None:
    row_id = said(uow)
    uow.outbox.sent(row_id, "m1", NOW)
    uow.changed.clear()
    assert uow.outbox.delivered("telegram", "m1", NOW + MINUTE)
    assert uow.outbox.seen("telegram", "m1", NOW + HOUR)
    assert uow.outbox.delivered("telegram", "m1", NOW + HOUR)
    row = listed(uow, row_id)
    assert (row["delivered_at"], row["seen_at"]) == (NOW + MINUTE, NOW + HOUR)
    assert ("chat", chat(uow)) in uow.changed
    assert not uow.outbox.delivered("viber", "m1", NOW)
    assert not uow.outbox.seen("telegram", "m2", NOW)


def test_a_message_may_be_lost_after_it_was_sent(uow: UnitOfWork) -> None:
    row_id, waiting = said(uow), said(uow)
    uow.outbox.sent(row_id, "m1", NOW)
    assert uow.outbox.lost("telegram", "m1", "the keyboard is wrong")
    row = listed(uow, row_id)
    assert (row["status"], row["error"]) == ("dead", "the keyboard is wrong")
    assert not uow.outbox.lost("telegram", "m2", "?")
    assert listed(uow, waiting)["status"] == "new"


def test_messages_sent_to_a_chat_are_counted_since_a_moment(uow: UnitOfWork) -> None:
    for moment in (NOW, NOW + HOUR):
        uow.outbox.sent(said(uow), None, moment)
    said(uow)
    uow.outbox.sent(said(uow, ref=PETRO), None, NOW + HOUR)
    assert uow.outbox.sent_since(chat(uow), NOW) == 2
    assert uow.outbox.sent_since(chat(uow), NOW + MINUTE) == 1


def test_no_more_are_paid_for_than_allowed_and_none_twice(uow: UnitOfWork) -> None:
    first, second, third = said(uow), said(uow), said(uow)
    assert uow.outbox.pay(first, NOW, 2, NOW)
    assert uow.outbox.pay(second, NOW, 2, NOW)
    assert not uow.outbox.pay(third, NOW, 2, NOW)
    assert uow.outbox.pay(first, NOW, 2, NOW + MINUTE)
    assert uow.outbox.pay(third, NOW + MINUTE, 2, NOW + MINUTE)


def test_a_talk_tells_what_became_of_its_messages(uow: UnitOfWork) -> None:
    ids = [said(uow, str(number)) for number in range(5)]
    for row_id in ids[:3]:
        uow.outbox.sent(row_id, f"m{row_id}", NOW)
    uow.outbox.delivered("telegram", f"m{ids[1]}", NOW)
    uow.outbox.seen("telegram", f"m{ids[2]}", NOW)
    uow.outbox.dead(ids[3], "blocked", NOW)
    lines = uow.conversations.transcript(chat(uow))
    assert [line.fate for line in lines] == [None, "delivered", "seen", "dead", "waiting"]


def test_a_message_that_its_channel_pulls_needs_no_sender(uow: UnitOfWork) -> None:
    row_id = said(uow, ref=WEB, pulled=True)
    assert uow.outbox.due("webchat", NOW) == []
    (row,) = uow.outbox.after(chat(uow, WEB), 0)
    assert (row.id, row.status) == (row_id, "sent")


def test_a_chat_reads_on_from_the_last_it_has_seen(uow: UnitOfWork) -> None:
    ids = [said(uow, str(number), WEB, pulled=True) for number in range(4)]
    said(uow, "чуже")
    assert [row.id for row in uow.outbox.after(chat(uow, WEB), ids[1])] == ids[2:]
    assert [row.id for row in uow.outbox.after(chat(uow, WEB), 0, limit=1)] == ids[:1]


def test_all_chats_can_be_followed_at_once(uow: UnitOfWork) -> None:
    assert uow.outbox.last_id() == 0
    first, second, third = said(uow), said(uow, ref=PETRO), said(uow)
    assert uow.outbox.last_id() == third
    assert [row.id for row in uow.outbox.since(first)] == [second, third]
    assert [row.id for row in uow.outbox.since(0, limit=1)] == [first]


def test_the_list_tells_who_wrote_and_to_whom(uow: UnitOfWork) -> None:
    operator = hired(uow).id
    row = listed(uow, said(uow, "Слухаю", staff_id=operator))
    assert (row["chat"], row["channel"], row["text"]) == ("olena", "telegram", "Слухаю")
    assert (row["staff_id"], row["created_at"], row["next_at"]) == (operator, NOW, NOW)


def test_what_waits_is_counted_by_channel_with_its_oldest(uow: UnitOfWork) -> None:
    assert uow.outbox.unsent() == {}
    first = said(uow, "перше")
    said(uow, "друге")
    assert uow.outbox.unsent() == {"telegram": (2, NOW)}
    uow.outbox.sent(first, "m1", NOW)
    assert uow.outbox.unsent()["telegram"][0] == 1
