"""What is followed comes back as kept; an item reaches a person once, and whom it must."""

from datetime import datetime

import pytest

from core.messages import ChatRef, Outgoing
from core.model import Person
from core.news import ALL, NewsItem, Rhythm, Subscription
from core.ports import UnitOfWork
from tests.contract.builders import DAY, HOUR, NOW, OLENA, PETRO, chat

WEB = ChatRef("webchat", "main", "olena-web")
DUE: dict[Rhythm, datetime] = {"now": NOW, "daily": NOW + DAY, "weekly": NOW + 7 * DAY}
EVERYBODY = 1 << 62


def follow(
    uow: UnitOfWork,
    ref: ChatRef = OLENA,
    topic: str = "roads",
    place: str = "area:Позняки",
    rhythm: Rhythm = "now",
    label: str = "дороги · Позняки",
) -> Subscription:
    wanted = Subscription(chat(uow, ref), (topic,), (place,), rhythm, label, NOW)
    around = {ALL: False, "district:darnytskyi": False, place: True}
    return uow.news.follow(wanted, around)


def item_of(uow: UnitOfWork, place: str = "area:Позняки", topic: str = "roads") -> NewsItem:
    return uow.news.publish(NewsItem("Міст", "Закрито.", (topic,), (place,), False, NOW))


def told(
    uow: UnitOfWork,
    item: NewsItem,
    reach: tuple[str, ...] = (ALL,),
    now: datetime = NOW,
    pulled: tuple[str, ...] = (),
) -> list[tuple[str, str]]:
    """Expand an item; return to which chat what was queued."""
    last = uow.outbox.last_id()
    uow.news.receive(item, EVERYBODY, reach, DUE, now)
    bodies = {
        "uk": Outgoing("Міст: \u2063why\u2063", lane="broadcast"),
        "en": Outgoing("Bridge: \u2063why\u2063", lane="broadcast"),
    }
    uow.news.tell(item, EVERYBODY, bodies, "broadcast", now, pulled)  # type: ignore[arg-type]
    return [(row.ref.chat, row.outgoing.text) for row in uow.outbox.since(last)]


def test_a_subscription_comes_back_as_it_was_kept(uow: UnitOfWork) -> None:
    kept = follow(uow)
    uow.news.pause(chat(uow), NOW + DAY)
    kept.paused_until = NOW + DAY
    assert uow.news.of_chat(chat(uow)) == [kept]
    assert list(uow.news.all()) == [(kept, OLENA)]
    uow.news.unfollow(kept.id or 0)
    assert uow.news.of_chat(chat(uow)) == []


def test_an_item_comes_back_as_it_was_kept_until_it_is_expanded(uow: UnitOfWork) -> None:
    item = item_of(uow)
    assert uow.news.get(item.id or 0) == item
    assert uow.news.publishing(NOW, 10) == [item]
    assert uow.news.publishing(NOW - HOUR, 10) == []
    item.status, item.cursor = "published", 7
    uow.news.save(item)
    assert uow.news.get(item.id or 0) == item
    assert uow.news.publishing(NOW, 10) == []


def test_alarms_are_expanded_first(uow: UnitOfWork) -> None:
    item_of(uow)
    alarm = uow.news.publish(NewsItem("Загроза", "Укриття.", ("safety",), (ALL,), True, NOW))
    assert uow.news.publishing(NOW, 1) == [alarm]


@pytest.mark.parametrize(
    ("place", "topic", "reached"),
    [
        ("area:Позняки", "roads", True),
        ("area:Позняки", "culture", False),
        ("district:darnytskyi", "roads", True),
        (ALL, "roads", True),
        ("area:Осокорки", "roads", False),
        ("district:podilskyi", "roads", False),
    ],
)
def test_an_item_reaches_its_place_what_lies_in_it_and_what_it_lies_in(
    uow: UnitOfWork, place: str, topic: str, reached: bool
) -> None:
    follow(uow)
    assert bool(told(uow, item_of(uow, place, topic))) is reached


def test_whoever_follows_the_district_hears_of_a_house_in_it(uow: UnitOfWork) -> None:
    follow(uow, place="district:darnytskyi")
    house = item_of(uow, "house:вулиця Ревуцького|9")
    assert told(uow, house, ("street:вулиця Ревуцького", "district:darnytskyi", ALL))


def test_a_neighbouring_street_is_not_heard_of_because_of_the_district(uow: UnitOfWork) -> None:
    follow(uow, place="street:вулиця Ревуцького")
    assert told(uow, item_of(uow, "street:вулиця Садова"), ("district:darnytskyi", ALL)) == []


def test_whom_three_subscriptions_match_is_told_once_and_why(uow: UnitOfWork) -> None:
    follow(uow, label='про «дороги" й \\ мости')
    follow(uow, place=ALL, label="друга")
    follow(uow, topic=ALL, label="третя")
    assert told(uow, item_of(uow)) == [("olena", 'Міст: про «дороги" й \\ мости')]


def test_a_person_with_two_chats_is_told_once(uow: UnitOfWork) -> None:
    person = Person(name="Олена", consent_version="1", consented_at=NOW)
    for ref in (OLENA, PETRO):
        chat(uow, ref)
        conversation = uow.conversations.get(ref)
        conversation.person = person
        uow.conversations.save_person(conversation)
        uow.conversations.put(conversation, NOW)
        follow(uow, ref)
    assert len(told(uow, item_of(uow))) == 1


def test_an_item_that_is_expanded_twice_is_told_once(uow: UnitOfWork) -> None:
    follow(uow)
    item = item_of(uow)
    assert len(told(uow, item)) == 1
    assert told(uow, item) == []


def test_what_waits_for_its_hour_is_told_then_and_once(uow: UnitOfWork) -> None:
    follow(uow, rhythm="daily")
    first, second = item_of(uow), item_of(uow)
    assert told(uow, first) == told(uow, second) == []
    assert uow.news.due_readers(NOW, 10) == []
    assert uow.news.due_readers(NOW + DAY, 10) == [(chat(uow), NOW + DAY)]
    assert [item.id for item, _ in uow.news.due_items(chat(uow), NOW + DAY)] == [
        first.id,
        second.id,
    ]
    uow.news.note_told(chat(uow), NOW + DAY, NOW + DAY)
    assert uow.news.due_readers(NOW + 2 * DAY, 10) == []


def test_whoever_paused_hears_nothing_until_the_day(uow: UnitOfWork) -> None:
    follow(uow)
    uow.news.pause(chat(uow), NOW + HOUR)
    assert told(uow, item_of(uow)) == []
    assert told(uow, item_of(uow), now=NOW + HOUR)


def test_whoever_stopped_is_not_told_what_waited(uow: UnitOfWork) -> None:
    kept = follow(uow, rhythm="daily")
    told(uow, item_of(uow))
    uow.news.unfollow(kept.id or 0)
    assert uow.news.due_readers(NOW + DAY, 10) == []


def test_whoever_stopped_after_being_told_is_not_told_again(uow: UnitOfWork) -> None:
    kept = follow(uow)
    item = item_of(uow)
    told(uow, item)
    uow.news.unfollow(kept.id or 0)
    follow(uow)
    assert told(uow, item) == []


def test_a_channel_that_fetches_by_itself_has_it_at_once(uow: UnitOfWork) -> None:
    follow(uow, WEB)
    told(uow, item_of(uow), pulled=("webchat",))
    assert [row.status for row in uow.outbox.after(chat(uow, WEB), 0)] == ["sent"]


def test_chats_come_in_pieces(uow: UnitOfWork) -> None:
    first, second = sorted(follow(uow, ref).conversation_id for ref in (OLENA, PETRO))
    follow(uow, OLENA, topic="culture")
    assert uow.news.next_chats(0, 1) == first
    assert uow.news.next_chats(first, 1) == second
    assert uow.news.next_chats(0, 10) == second
    assert uow.news.next_chats(second, 10) is None


def test_a_chat_that_takes_nothing_gets_nothing(uow: UnitOfWork) -> None:
    follow(uow)
    uow.conversations.reach(chat(uow), NOW)
    assert told(uow, item_of(uow)) == []
    uow.conversations.reach(chat(uow), None)
    assert told(uow, item_of(uow))
