"""`misto replay`: stored conversations run again through today's flows, and what would differ.

Rule: nothing is written and nobody is told. Each event meets the state that its forerunners leave
in the replay, the reader's reading of then, and what the city answered then.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from core.conversation import State
from core.journal import DRAFTS_DROPPED, MUTED, Note, inner_from
from core.messages import FORGOTTEN, ChatRef, Incoming, Outgoing
from core.ports import ActionContext, UnitOfWork
from core.reading import from_parse
from core.rows import Conversation, OutboxRow, StoredEvent
from core.turn import Entry, Turns
from misto.app import City

_PAGE = 500
_ALL = 1_000_000
# What the city would have answered then was not stored.
_UNKNOWN = "asks the city for {}, which it was not asked then"


class _NotAsked(Exception):
    """Today's flow asks the city something that it was not asked then."""


@dataclass(frozen=True, slots=True)
class Difference:
    """An event that would be answered otherwise. `event` is its row, `was` and `would` the
    messages; `parts`: from here on the conversation goes another way and is not followed.
    """

    conversation: int
    event: int
    at: datetime
    what: str
    was: tuple[str, ...]
    would: tuple[str, ...]
    parts: bool


@dataclass(slots=True)
class Report:
    """What a replay found. `skipped` counts conversations that cannot be run again, by why."""

    conversations: int = 0
    events: int = 0
    differences: list[Difference] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return it as `--json` prints it."""
        found = [{**asdict(d), "at": d.at.isoformat()} for d in self.differences]
        return {**asdict(self), "differences": found}


def replay(city: City, since: datetime | None = None) -> Report:
    """Run every stored conversation again; report differences in events since a moment."""
    report = Report()
    with city.database.reads.unit_of_work() as uow:
        for conversation_id in uow.conversations.ids():
            _one(city, uow, conversation_id, since, report)
    return report


def _one(
    city: City, uow: UnitOfWork, conversation_id: int, since: datetime | None, report: Report
) -> None:
    events = list(_events(uow, conversation_id))
    if not events or (since is not None and events[-1].at < since):
        return
    ref, _ = uow.personal.ref(conversation_id)
    if (why := _cannot_run(ref, events)) is not None:
        report.skipped[why] = report.skipped.get(why, 0) + 1
        return
    report.conversations += 1
    report.events += len(events)
    said = uow.outbox.after(conversation_id, 0, _ALL)
    talk = _Talk(city, ref, conversation_id, said)
    for difference in talk.run(events):
        if since is None or difference.at >= since:
            report.differences.append(difference)


def _events(uow: UnitOfWork, conversation_id: int) -> Iterator[StoredEvent]:
    last = 0
    while page := uow.intake.stored(conversation_id, last, _PAGE):
        yield from page
        last = page[-1].id


def _cannot_run(ref: ChatRef, events: Sequence[StoredEvent]) -> str | None:
    if ref.channel == FORGOTTEN:
        return "forgotten"
    wiped = any(e.status == "done" and not (e.incoming or e.inner) for e in events)
    return "wiped by retention" if wiped else None


class _Memory:
    """The unit of work of a replay: one conversation, whose messages are gathered."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self.said: list[tuple[str | None, Outgoing]] = []
        self.intake = self.conversations = self.outbox = self.timers = self.attachments = self
        self.identity = self

    def get(self, _: ChatRef) -> Conversation:
        return self.conversation

    def add(self, *args: Any, **more: Any) -> int:
        if len(args) > 2 and isinstance(args[2], Outgoing):
            self.said.append((more.get("in_reply_to"), args[2]))
        return 0

    def take(self, *_: Any, **__: Any) -> int:
        return 1

    def finish(self, *_: Any) -> bool:
        return True

    def put(self, *_: Any) -> int:
        return 0

    take_inner = take

    def keep_reading(self, *_: Any) -> None:
        """Nothing is written."""

    keep_note = note_contact = set = reach = move = keep_reading


@dataclass
class _Talk:
    """One conversation on its way through the replay."""

    city: City
    ref: ChatRef
    conversation_id: int
    rows: Sequence[OutboxRow]

    def __post_init__(self) -> None:
        conversation = Conversation(self.ref, State(), id=self.conversation_id)
        self.memory = _Memory(conversation)
        names = self.city.turns.action_names
        actions = {name: self._answer_to(name) for name in names}
        self.turns = Turns(self.city.engine, self.city.texts, actions)
        self.answers: list[Any] = []

    def _answer_to(self, name: str) -> Callable[..., Mapping[str, Any]]:
        def answer(context: ActionContext, *_: Any) -> Mapping[str, Any]:
            if not self.answers or self.answers[0].action != name:
                raise _NotAsked(_UNKNOWN.format(name))
            found = self.answers.pop(0)
            context.conversation.person = found.person
            return dict(found.slots)

        return answer

    def run(self, events: Sequence[StoredEvent]) -> Iterator[Difference]:
        """Run the events of each turn together; yield what differs, until the talk parts."""
        for _, group in groupby(events, key=lambda e: (e.note and e.note.first) or e.id):
            turn = [event for event in group if event.status == "done"]
            if not turn:
                continue
            found = self._turn(turn)
            if found is not None:
                yield found
                if found.parts:
                    return

    def _turn(self, turn: Sequence[StoredEvent]) -> Difference | None:
        first, conversation = turn[0], self.memory.conversation
        note = first.note or Note(first.at)
        if first.inner is not None and first.inner["kind"] == DRAFTS_DROPPED:
            conversation.state.frames.clear()
            return None
        conversation.person = note.person
        self.answers = [answer for event in turn if event.note for answer in event.note.answers]
        self.memory.said = []
        muted = all(e.note and e.note.refused == MUTED for e in turn)
        entries = [] if muted else [_entry(event) for event in turn]
        try:
            self.turns.run(self.memory, self.ref, entries, note.at)  # type: ignore[arg-type]  # what a turn asks of it is here
        except _NotAsked as error:
            return self._parted(turn, note.at, str(error))
        if self.answers:
            asked = ", ".join(answer.action for answer in self.answers)
            what = f"does not ask the city for {asked}, which it was asked then"
            return self._parted(turn, note.at, what)
        return self._compared(turn, note.at)

    def _parted(self, turn: Sequence[StoredEvent], at: datetime, what: str) -> Difference:
        return self._difference(turn[0], what, _told(self._said(turn, at), ()), (), parts=True)

    def _said(self, turn: Sequence[StoredEvent], at: datetime) -> list[Outgoing]:
        """What was said because of the events then. What the city says of itself stands among what
        staff and jobs said at that moment.
        """
        ids = {event.incoming.event_id for event in turn if event.incoming}
        if ids:
            return [row.outgoing for row in self.rows if row.in_reply_to in ids]
        unasked = (row for row in self.rows if row.in_reply_to is None)
        return [row.outgoing for row in unasked if row.created_at == at]

    def _compared(self, turn: Sequence[StoredEvent], at: datetime) -> Difference | None:
        first, was = turn[0], self._said(turn, at)
        would = [outgoing for _, outgoing in self.memory.said]
        caused = first.incoming is not None
        if was == would or (not caused and all(message in was for message in would)):
            return None
        parts = [_way(m) for m in was] != [_way(m) for m in would]
        return self._difference(
            first, _what(first), _told(was, would), _told(would, was), parts=parts
        )

    def _difference(
        self,
        event: StoredEvent,
        what: str,
        was: tuple[str, ...],
        would: tuple[str, ...],
        *,
        parts: bool,
    ) -> Difference:
        return Difference(self.conversation_id, event.id, event.at, what, was, would, parts)


def _entry(event: StoredEvent) -> Entry:
    if event.inner is not None:
        return Entry(event=inner_from(event.inner))
    reading = from_parse(event.parse) if event.parse is not None else None
    refused = event.note.refused if event.note else None
    return Entry(event.incoming, reading, event.id, over_limit=refused == "too-many")


def _way(outgoing: Outgoing) -> tuple[Any, ...]:
    """Where a message leaves the talk: other words alone lead nowhere else."""
    values = tuple(choice.value for choice in outgoing.choices)
    return (outgoing.flow, outgoing.expects, outgoing.case, outgoing.request, values)


def _told(these: Sequence[Outgoing], others: Sequence[Outgoing]) -> tuple[str, ...]:
    return tuple(_line(one) for one in these if one not in others)


def _line(outgoing: Outgoing) -> str:
    labels = "".join(f" [{choice.label}]" for choice in outgoing.choices)
    waits = f" → {outgoing.flow}.{outgoing.expects}" if outgoing.expects else ""
    return f"{outgoing.text}{labels}{waits}"


def _what(event: StoredEvent) -> str:
    """Name an event without the resident's words."""
    if event.inner is not None:
        return str(event.inner["kind"])
    incoming: Incoming | None = event.incoming
    for kind in ("start", "button", "location", "contact", "text", "files"):
        if incoming is not None and getattr(incoming, kind):
            return f"button {incoming.button}" if kind == "button" else kind
    return "an event"


# --- for people ----------------------------------------------------------------------------------


def lines_of(report: Report, city: City) -> Iterator[str]:
    """Yield a report as people read it."""
    for found in report.differences:
        at = found.at.astimezone(city.zone)
        where = f"conversation {found.conversation}, event {found.event}"
        yield f"{where}, {at:%Y-%m-%d %H:%M}: {found.what}"
        yield from (f"  - {line}".replace("\n", "\n    ") for line in found.was)
        yield from (f"  + {line}".replace("\n", "\n    ") for line in found.would)
        if found.parts:
            yield "  from here on it goes another way and is not followed"
    talks = len({found.conversation for found in report.differences})
    seen = f"{report.conversations} conversations, {report.events} events"
    yield f"{seen}: {talks or 'none'} would differ"
    for why, count in sorted(report.skipped.items()):
        yield f"{count} skipped: {why}"


def moment_of(text: str, now: datetime, city: City) -> datetime:
    """Return the moment of `--since`: `2026-11-01`, an ISO moment, or `7d`. Errors: ValueError."""
    if text.endswith("d") and text[:-1].isdecimal():
        return now - timedelta(days=int(text[:-1]))
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=city.zone)
