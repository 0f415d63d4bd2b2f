"""What becomes of news: published, expanded to whom it reaches, told at once or in a digest.

Rule: an item is expanded piece by piece, each in a transaction of its own that moves the item's
cursor, so that it goes on where it stopped, and no piece holds up a resident. Who it reaches is
noted once a person; what was not told at once waits as a receipt for its moment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.conversation import Button, Language, Say, Text
from core.messages import Lane, Outgoing
from core.news import RHYTHMS, Hours, NewsItem, Places, check_item
from core.ports import Texts, UnitOfWork
from core.rows import Conversation

# How many chats one piece of an expansion takes, and one piece of a round of digests.
PIECE = 5_000
DIGESTS = 200
_LANGUAGES: tuple[Language, ...] = ("uk", "en")
_STOP = Button(Text("news-stop"), "!flow=unsubscribe_news")


@dataclass(frozen=True, slots=True)
class NewsWork:
    """Publishing with the city's rules bound. `why`: what stands in a body for what each reader
    follows, as the repository replaces it.
    """

    places: Places
    hours: Hours
    texts: Texts
    why: str
    pulled: Iterable[str] = field(default_factory=frozenset)

    def publish(self, uow: UnitOfWork, item: NewsItem) -> NewsItem:
        """Take an item on; it is told from its moment on. Errors: BadValue."""
        check_item(item)
        return uow.news.publish(item)

    def expand(self, uow: UnitOfWork, item: NewsItem, now: datetime) -> None:
        """Do the next piece: note whom it reaches, tell those who hear at once."""
        upto = uow.news.next_chats(item.cursor, PIECE)
        if upto is None:
            item.status = "published"
            uow.news.save(item)
            return
        due = {one: now if item.alarm else self.hours.told_at(one, now) for one in RHYTHMS}
        uow.news.receive(item, upto, self.places.reach(item.places), due, now)
        args = {"news_title": item.title, "news_text": item.text, "why": self.why}
        lane: Lane = "alarm" if item.alarm else "broadcast"
        messages = {
            language: self._said(Text("news-item", args), language, lane) for language in _LANGUAGES
        }
        uow.news.tell(item, upto, messages, lane, now, self.pulled)
        item.cursor = upto
        uow.news.save(item)

    def _said(self, text: Text, language: Language, lane: Lane) -> Outgoing:
        rendered = self.texts.render(Say(text, buttons=(_STOP,)), language)
        return Outgoing(rendered.text, choices=rendered.choices, lane=lane)

    # --- digests ---------------------------------------------------------------------------------

    def digest(self, uow: UnitOfWork, moment: datetime, now: datetime) -> None:
        """Tell what waits since the moment or before to the next so many chats."""
        for conversation_id, _since in uow.news.due_readers(moment, DIGESTS):
            conversation = uow.conversations.by_id(conversation_id)
            waiting = uow.news.due_items(conversation_id, moment)
            uow.news.note_told(conversation_id, moment, now)
            self._post(uow, conversation, waiting, now)

    def _post(
        self,
        uow: UnitOfWork,
        conversation: Conversation,
        waiting: Sequence[tuple[NewsItem, str]],
        now: datetime,
    ) -> None:
        items = [
            {"news_title": item.title, "news_text": item.text, "why": why} for item, why in waiting
        ]
        digest = Text("news-digest", {"news_items": items, "news_count": len(items)})
        text = Text("news-item", items[0]) if len(items) == 1 else digest
        outgoing = self._said(text, conversation.state.spoken, "broadcast")
        pulled = conversation.ref.channel in self.pulled
        uow.outbox.add(conversation.id or 0, conversation.ref, outgoing, now, pulled=pulled)
