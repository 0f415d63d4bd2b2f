"""One turn: events of a chat in, state, city and messages out, in the caller's one transaction.

Rule: everything a turn does it does through the unit of work it is given; it opens no socket, no
file and no model, and never commits. The writer that runs it commits; only then is anything sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from core.conversation import ActionDone, Context, Event, Heard, Run, Say, SetTimer, Step, Text
from core.identity import Seal, confirmed_phone
from core.journal import MUTED, Answered, Note, inner_as_data
from core.messages import (
    LOCAL_BOT,
    ChatChange,
    ChatRef,
    Contact,
    FileRef,
    Incoming,
    Outgoing,
    Pressed,
)
from core.model import Attachment, Person
from core.personal import forget
from core.ports import Action, ActionContext, Dialogue, Texts, UnitOfWork
from core.program import Outcome
from core.reading import SURE_DANGER, Reading
from core.rows import Conversation, OutboxRow

# A flow that asks the city more often than this in one turn is going round in circles.
_MOST_ACTIONS = 20
# What a channel may hand to residents in one text; longer texts are refused, not cut.
MOST_CHARACTERS = 4000
# Channels that read the message table themselves.
PULLED = frozenset({"webchat", "terminal", "phone"})
# Channels where a shared phone was typed by whoever wrote it: nobody confirmed it.
_UNCONFIRMED = frozenset({"webchat", "mail", "phone"})
# A button that is not, or no longer, this chat's: no value of the dialogue's.
_GONE = "!gone"
_PAGE = "!page={}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to run: a resident's `incoming` (`intake_id` once stored), or an inner `event`.

    `rest` are the stored other pictures of an album, which is one event.
    """

    incoming: Incoming | None = None
    reading: Reading | None = None
    intake_id: int | None = None
    event: Event | None = None
    over_limit: bool = False
    rest: tuple[tuple[int, Incoming], ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """A message of the batch before it is written: which event caused it.

    `refusal`: the event was not stepped, so it left no question behind.
    """

    event_id: str | None
    outgoing: Outgoing
    refusal: bool = False


@dataclass(slots=True)
class _Run:
    """The working state of one batch."""

    uow: UnitOfWork
    conversation: Conversation
    conversation_id: int
    now: datetime
    said: list[_Said] = field(default_factory=list)
    timers: dict[str, int] = field(default_factory=dict)
    cases: dict[str | None, str] = field(default_factory=dict)
    step: Step | None = None
    forgets: bool = False
    notes: list[tuple[int, Note]] = field(default_factory=list)


class Turns:
    """Runs turns with the dialogue, the texts and the city's actions bound.

    `pulled` names the channels that read the message table themselves (web chat, terminal); `seal`
    makes of a phone that a messenger confirmed what may be kept of it.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        texts: Texts,
        actions: Mapping[str, Action],
        pulled: frozenset[str] = PULLED,
        seal: Seal | None = None,
    ) -> None:
        self._dialogue = dialogue
        self._texts = texts
        self._actions = actions
        self.pulled = pulled
        self._seal = seal

    @property
    def action_names(self) -> frozenset[str]:
        """What flows may ask of the city."""
        return frozenset(self._actions)

    def run(
        self, uow: UnitOfWork, ref: ChatRef, entries: Sequence[Entry], now: datetime
    ) -> list[Outcome]:
        """Run the waiting events of one chat in their order; one outcome each.

        Within the batch a question that a later event left behind is not sent, nor is the same line
        twice. Errors: whatever a step raises; the caller's savepoint then undoes all of it.
        """
        run = _begin(uow, ref, now)
        fresh = [self._enter(run, entry) for entry in entries]
        rows = self._write(run) if any(fresh) else []
        _keep_notes(run)
        if run.forgets and self._answered_with(ref):
            forget(uow, run.conversation_id, now)
        return [_outcome(entry, taken, rows) for entry, taken in zip(entries, fresh, strict=True)]

    def _answered_with(self, ref: ChatRef) -> bool:
        """Whether the replies are out with the event's outcome, so that no row of them is needed;
        where a sender takes them from the table, they must have left before it is wiped.
        """
        return ref.channel in self.pulled or ref.bot == LOCAL_BOT

    def say(
        self, uow: UnitOfWork, ref: ChatRef, say: Say, incoming: Incoming, now: datetime
    ) -> Outcome:
        """Answer an event whose turn could not be run, without stepping the dialogue."""
        run = _begin(uow, ref, now)
        self._say(run, say, incoming)
        return Outcome(incoming.event_id, replies=tuple(self._post(run, s) for s in run.said))

    # --- one event -------------------------------------------------------------------------------

    def _enter(self, run: _Run, entry: Entry) -> bool:
        """Take one event in and step it; False when it was acted on before."""
        if entry.incoming is None:
            if entry.event is not None:
                data = inner_as_data(entry.event)
                _note(run, run.uow.intake.take_inner(run.conversation_id, data, run.now))
                self._step(run, entry.event, entry)
            return entry.event is not None
        asked = _looked_up(run, entry.incoming)
        if not self._first_time(run, entry, asked):
            return False
        run.conversation.generation += 1
        _note_reach(run, asked.change)
        if asked.change is not None:
            return True
        incoming = self._with_rest(run, entry, asked)
        for file in incoming.files:
            self._keep_file(run, file)
        if incoming.contact is not None:
            self._confirm(run, incoming.contact)
        if incoming.mailbox is not None and self._seal is not None:
            sealed = self._seal("email", incoming.mailbox)
            run.uow.identity.note_contact(run.conversation_id, sealed, run.now)
        if _muted(run, entry):
            run.notes[-1][1].refused = MUTED
            return True
        if (refusal := _refusal(entry)) is not None:
            run.notes[-1][1].refused = refusal
            run.step = run.step or self._dialogue.rest(run.conversation.state, _context(run))
            self._say(run, Say(Text(refusal)), incoming, refusal=True)
        else:
            self._step(run, Heard(incoming, entry.reading), replace(entry, incoming=incoming))
        return True

    def _with_rest(self, run: _Run, entry: Entry, incoming: Incoming) -> Incoming:
        """Return the event with all pictures of its album; their rows are done with it."""
        files = incoming.files
        for intake_id, other in entry.rest:
            if run.uow.intake.finish(intake_id, other, run.conversation_id):
                files += other.files
        return replace(incoming, files=files) if entry.rest else incoming

    def _first_time(self, run: _Run, entry: Entry, incoming: Incoming) -> bool:
        if entry.intake_id is None:
            taken = run.uow.intake.take(incoming, done=True)
            if taken is not None:
                _note(run, taken)
            return taken is not None
        if not run.uow.intake.finish(entry.intake_id, incoming, run.conversation_id):
            return False
        _note(run, entry.intake_id)
        if entry.reading is not None and entry.reading.parse is not None:
            run.uow.intake.keep_reading(entry.intake_id, entry.reading.parse)
        return True

    def _keep_file(self, run: _Run, file: FileRef) -> None:
        if file.kind in ("photo", "document"):
            run.uow.attachments.add(
                Attachment(
                    kind=file.kind,
                    ref=file.ref,
                    conversation_id=run.conversation_id,
                    name=file.name,
                    size=file.size,
                ),
                run.now,
            )

    def _confirm(self, run: _Run, contact: Contact) -> None:
        """Remember of a phone that the messenger confirmed what tells it from others."""
        phone = confirmed_phone(contact.phone)
        known = contact.own and phone and run.conversation.ref.channel not in _UNCONFIRMED
        if self._seal is not None and known:
            sealed = self._seal("phone", phone)
            run.uow.identity.note_contact(run.conversation_id, sealed, run.now)

    def _step(self, run: _Run, event: Event, entry: Entry) -> None:
        """Step the dialogue, then the actions it asks for, until it waits for the resident."""
        waiting: list[Event] = [event]
        for _ in range(_MOST_ACTIONS):
            if not waiting:
                return
            run.step = self._dialogue.step(run.conversation.state, waiting.pop(0), _context(run))
            run.conversation.state = run.step.state
            waiting += self._apply(run, run.step, entry)
        raise RuntimeError("a flow keeps asking the city without an end")

    def _apply(self, run: _Run, step: Step, entry: Entry) -> list[Event]:
        results: list[Event] = []
        for effect in step.effects:
            match effect:
                case Say():
                    self._say(run, effect, entry.incoming)
                case SetTimer():
                    run.timers[effect.name] = effect.after_s
                case Run():
                    results.append(self._act(run, effect, entry))
        return results

    def _act(self, run: _Run, effect: Run, entry: Entry) -> ActionDone:
        incoming, uow = entry.incoming, run.uow
        context = ActionContext(uow, run.conversation, run.now, incoming, entry.reading)
        slots = self._actions[effect.action](context, effect.slots, effect.told)
        run.notes[-1][1].answers.append(Answered(effect.action, slots, _agreed(run)))
        if "case_number" in slots:
            run.cases[incoming.event_id if incoming else None] = slots["case_number"]
        run.forgets |= slots.get("forgetting") == "due"
        return ActionDone(effect.action, slots)

    # --- messages --------------------------------------------------------------------------------

    def _say(
        self, run: _Run, say: Say, incoming: Incoming | None, *, refusal: bool = False
    ) -> None:
        language = run.conversation.state.spoken
        outgoing = self._texts.render(say, language)
        if say.again and incoming is not None and incoming.pressed is not None:
            outgoing = replace(outgoing, replaces=incoming.message)
        run.said.append(_Said(incoming.event_id if incoming else None, outgoing, refusal))

    def _write(self, run: _Run) -> list[OutboxRow]:
        """Write messages, timers and state; return the messages as rows."""
        conversation, now = run.conversation, run.now
        rows = [self._post(run, said) for said in _marked(run, _coalesced(run.said))]
        for name, after_s in run.timers.items():
            due_at = now + timedelta(seconds=after_s)
            run.uow.timers.set(run.conversation_id, name, due_at, conversation.generation)
        run.uow.conversations.put(conversation, now)
        return rows

    def _post(self, run: _Run, said: _Said) -> OutboxRow:
        conversation = run.conversation
        pulled = conversation.ref.channel in self.pulled
        row_id = run.uow.outbox.add(
            run.conversation_id,
            conversation.ref,
            said.outgoing,
            run.now,
            in_reply_to=said.event_id,
            pulled=pulled,
        )
        return OutboxRow(
            id=row_id,
            conversation_id=run.conversation_id,
            ref=conversation.ref,
            lane=said.outgoing.lane,
            outgoing=said.outgoing,
            in_reply_to=said.event_id,
            created_at=run.now,
            status="sent" if pulled else "new",
        )


def opened(uow: UnitOfWork, ref: ChatRef, now: datetime) -> tuple[Conversation, int]:
    """Return the chat's conversation and its id; a chat that is new gets its row."""
    conversation = uow.conversations.get(ref)
    if conversation.id is None:
        conversation.id = uow.conversations.put(conversation, now)
    return conversation, conversation.id


def _begin(uow: UnitOfWork, ref: ChatRef, now: datetime) -> _Run:
    conversation, conversation_id = opened(uow, ref, now)
    return _Run(uow, conversation, conversation_id, now)


def _looked_up(run: _Run, incoming: Incoming) -> Incoming:
    """Return the event with the value of the button that its message names."""
    if incoming.pressed is None or incoming.button is not None:
        return incoming
    return replace(incoming, button=_value(run, incoming.pressed))


def _value(run: _Run, pressed: Pressed) -> str:
    offered = run.uow.outbox.offered(run.conversation_id, pressed.row)
    if offered is None:
        return _GONE
    if pressed.page:
        return _PAGE.format(pressed.place)
    return offered.choices[pressed.place].value if pressed.place < len(offered.choices) else _GONE


def _note_reach(run: _Run, change: ChatChange | None) -> None:
    """Note whether the chat can be written to, and its new name; whoever writes is there."""
    conversation, uow = run.conversation, run.uow
    if change is not None and change.kind == "moved":
        uow.conversations.move(run.conversation_id, change.to)
        return
    blocked_at = run.now if change is not None and change.kind == "lost" else None
    if (conversation.blocked_at is None) != (blocked_at is None):
        conversation.blocked_at = blocked_at
        uow.conversations.reach(run.conversation_id, blocked_at)


def _note(run: _Run, intake_id: int) -> None:
    run.notes.append((intake_id, Note(run.now, _agreed(run))))


def _agreed(run: _Run) -> Person | None:
    """The person as the dialogue knows them: not at all without consent."""
    person = run.conversation.person
    return replace(person) if person is not None and person.consent_version else None


def _keep_notes(run: _Run) -> None:
    """Keep what a replay must know of the events, where they do not tell it themselves."""
    for intake_id, note in run.notes:
        note.first = run.notes[0][0] if len(run.notes) > 1 else None
        if note.tells:
            run.uow.intake.keep_note(intake_id, note)


def _marked(run: _Run, said: Sequence[_Said]) -> list[_Said]:
    """Put what is waited for now on the turn's last message, and a case on its event's last."""
    last_of = {message.event_id: number for number, message in enumerate(said)}
    marked = list(said)
    for event_id, number in last_of.items():
        step = run.step if number == len(said) - 1 else None
        case = run.cases.get(event_id)
        if step or case:
            outgoing = replace(
                said[number].outgoing,
                flow=step.flow if step else None,
                expects=step.expects if step else None,
                case=case,
            )
            marked[number] = replace(said[number], outgoing=outgoing)
    return marked


def _coalesced(said: Sequence[_Said]) -> list[_Said]:
    """Leave out questions that a later event of the batch left behind, and lines said twice."""
    stepped = [message.event_id for message in said if not message.refusal]
    last_event = stepped[-1] if stepped else None
    kept: dict[str, _Said] = {}
    for message in said:
        passed = message.outgoing.kind == "question" and message.event_id != last_event
        if not passed:
            # The later of two equal lines stands: its buttons are the live ones.
            kept.pop(message.outgoing.text, None)
            kept[message.outgoing.text] = message
    return list(kept.values())


def _refusal(entry: Entry) -> str | None:
    """Return the text that refuses the event, or None. Danger is never refused."""
    if _in_danger(entry):
        return None
    incoming = entry.incoming
    if incoming is not None and incoming.text and len(incoming.text) > MOST_CHARACTERS:
        return "too-long"
    return "too-many" if entry.over_limit else None


def _muted(run: _Run, entry: Entry) -> bool:
    until = run.conversation.muted_until
    return until is not None and run.now < until and not _in_danger(entry)


def _in_danger(entry: Entry) -> bool:
    return entry.reading is not None and entry.reading.danger >= SURE_DANGER


def _context(run: _Run) -> Context:
    person = run.conversation.person
    if person is None or person.consent_version is None:
        return Context(run.now)
    return Context(run.now, _known(person), consented=True)


def _known(person: Person) -> dict[str, Any]:
    address = person.address
    known: dict[str, Any] = {
        "name": person.name,
        "phone": person.phone,
        "email": person.email,
        "address": None
        if address is None
        else {
            "street": address.street,
            "house": address.house,
            "apartment": address.apartment,
            "district": address.district,
            "verified": address.verified,
            "as_typed": address.as_typed,
        },
    }
    return {name: value for name, value in known.items() if value}


def _outcome(entry: Entry, taken: bool, rows: Sequence[OutboxRow]) -> Outcome:
    event_id = entry.incoming.event_id if entry.incoming else ""
    replies = tuple(row for row in rows if row.in_reply_to == (event_id or None))
    return Outcome(event_id, repeated=not taken, replies=replies if taken else ())
