"""What flows do with the news that a resident follows: follow, list, pause, stop.

Rule: each is a plain function of the action's context and the slots. Stopping takes one step.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from core.conversation import Say, Text
from core.news import ALL, MOST_SUBSCRIPTIONS, Hours, Places, Rhythm, Subscription
from core.ports import Action, ActionContext, Texts, UnitOfWork
from core.rows import Conversation

Slots = Mapping[str, Any]
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewsTalk:
    """The actions with the city bound."""

    places: Places
    hours: Hours
    texts: Texts

    def table(self) -> Mapping[str, Action]:
        """Return the actions by the names flows call them."""
        return {
            "follow_news": self.follow,
            "find_followed": self.find,
            "unfollow_news": self.unfollow,
            "pause_news": self.pause,
        }

    def follow(self, context: ActionContext, slots: Slots, _told: Slots) -> Slots:
        """Follow what was told, here or in another chat of the person's; the same told again only
        changes how often and where.
        """
        uow, wanted, known = context.uow, wanted_of(slots), _followed(context)
        if len(known) + len(wanted) > MOST_SUBSCRIPTIONS:
            return {"refused": "too_many"}
        target = self._target(context, slots.get("channel"))
        if target is None:
            return {"refused": "no_channel"}
        rhythm: Rhythm = slots.get("rhythm") or "now"
        for topics, places in wanted:
            for one in known:
                if set(one.topics) == set(topics) and set(one.places) == set(places):
                    uow.news.unfollow(one.id or 0)
            self.add(uow, target, topics, places, rhythm, context.now)
        elsewhere = target.id != context.conversation.id
        return {
            "followed": [{"topics": t, "places": p} for t, p in wanted],
            "told_at": self.hours.told_at(rhythm, context.now).isoformat(),
            "told_in": target.ref.channel if elsewhere else None,
            "refused": None,
        }

    def _target(self, context: ActionContext, channel: str | None) -> Conversation | None:
        """The person's chat in a channel, this one if none was named; None: they have no such."""
        own = context.conversation
        if channel in (None, own.ref.channel):
            return own
        chats = (context.uow.conversations.by_id(n) for n in _chats(context))
        return next((chat for chat in chats if chat.ref.channel == channel), None)

    def add(
        self,
        uow: UnitOfWork,
        conversation: Conversation,
        topics: Names,
        places: Names,
        rhythm: Rhythm,
        now: datetime,
    ) -> Subscription:
        """Keep one subscription with every place whose news it hears."""
        around = {place: False for own in places for place in self.places.around(own)}
        around |= dict.fromkeys(places, True)
        said = Say(Text("news-follows", {"topics": topics, "places": places}))
        label = self.texts.render(said, conversation.state.spoken).text
        wanted = Subscription(conversation.id or 0, topics, places, rhythm, label, now)
        return uow.news.follow(wanted, around)

    def find(self, context: ActionContext, slots: Slots, _told: Slots) -> Slots:
        """List what is followed from any chat of the person's. `found`: none, one, many."""
        return _listed(_followed(context), context.now)

    def unfollow(self, context: ActionContext, slots: Slots, _told: Slots) -> Slots:
        """Stop what was named: one that was picked, topics, places; nothing named is everything."""
        uow, known = context.uow, _followed(context)
        topics, places = slots.get("topics") or (), slots.get("places") or ()
        if picked := slots.get("subscription"):
            known = [one for one in known if str(one.id) == _id_at(slots, picked)]
            topics, places = (), ()
        stopped = 0
        for one in known:
            left = _left(one, topics, places)
            if left == [(one.topics, one.places)]:
                continue
            stopped += 1
            uow.news.unfollow(one.id or 0)
            chat = uow.conversations.by_id(one.conversation_id)
            for rest in left:
                self.add(uow, chat, *rest, one.rhythm, context.now)
        left_now = _listed(_followed(context), context.now)
        # What was found before stands: flows are walked from their beginning.
        return {"stopped": stopped, "follows": left_now["follows"]}

    def pause(self, context: ActionContext, slots: Slots, _told: Slots) -> Slots:
        """Tell nothing until the morning of a day; without a day, tell again from now on."""
        until = _first_day(slots.get("date"), self.hours)
        if until is not None and until <= context.now:
            return {"paused": None, "day_gone": True}
        for chat in _chats(context):
            context.uow.news.pause(chat, until)
        return {"paused": until and until.isoformat(), "day_gone": None}


def _chats(context: ActionContext) -> list[int]:
    return context.uow.personal.chats(context.conversation.id or 0)


def _followed(context: ActionContext) -> list[Subscription]:
    return [one for chat in _chats(context) for one in context.uow.news.of_chat(chat)]


def wanted_of(slots: Slots) -> list[tuple[Names, Names]]:
    """Return what is to be followed, topics and places: as paired in the words, else all with all.
    Without topics everything, without places the whole city.
    """
    if pairs := slots.get("pairs"):
        return [(tuple(topics), tuple(places)) for topics, places in pairs]
    return [(tuple(slots.get("topics") or (ALL,)), tuple(slots.get("places") or (ALL,)))]


def _left(
    one: Subscription, topics: Iterable[str], places: Iterable[str]
) -> list[tuple[Names, Names]]:
    """What stays of a subscription without some topics at some places; none named means all."""
    gone_topics, gone_places = set(topics) or set(one.topics), set(places) or set(one.places)
    rest_topics = tuple(t for t in one.topics if t not in gone_topics)
    rest_places = tuple(p for p in one.places if p not in gone_places)
    hit = tuple(t for t in one.topics if t in gone_topics)
    left = [(rest_topics, one.places)] if rest_topics else []
    return left + ([(hit, rest_places)] if hit and rest_places else [])


def _listed(known: Sequence[Subscription], now: datetime) -> Slots:
    paused = next((one.paused_until for one in known if one.paused_until), None)
    lines = [
        {
            "number": number,
            "id": one.id,
            "topics": one.topics,
            "places": one.places,
            "rhythm": one.rhythm,
        }
        for number, one in enumerate(known, 1)
    ]
    return {
        "found": ("none", "one")[len(known)] if len(known) < 2 else "many",
        "follows": lines,
        "paused": paused.isoformat() if paused and paused > now else None,
    }


def _id_at(slots: Slots, number: str) -> str | None:
    """The subscription that a number of the list shown stands for."""
    shown = slots.get("follows") or ()
    return next((str(line["id"]) for line in shown if str(line["number"]) == number), None)


def _first_day(told: str | None, hours: Hours) -> datetime | None:
    """The morning of a day that was told, of a range the one after its last day."""
    if not told:
        return None
    first, _, last = told.partition("/")
    day = (
        date.fromisoformat(last) + timedelta(days=1)
        if last not in ("", "..")
        else date.fromisoformat(first)
    )
    return datetime.combine(day, time(0), hours.zone)
