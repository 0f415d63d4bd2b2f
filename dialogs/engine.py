"""The engine: one pure step from (state, event, context) to the next state and the effects.

Rule: no clock, no I/O, no randomness; the same input gives the same output. What an event means
stands in `hearing` (words), `editing` (changed words), `pressing` (buttons and shared things),
`starting` (links), `publicly` (groups) and `walk` (the flow goes on).
"""

from core.conversation import (
    ActionDone,
    Context,
    Event,
    FileRefused,
    HandoffEnded,
    Heard,
    Invited,
    State,
    Step,
    TimerFired,
)
from dialogs.additions import ADD, await_answer
from dialogs.editing import hear_edited, remember
from dialogs.hearing import hear
from dialogs.pressing import press
from dialogs.publicly import answer_publicly
from dialogs.sharing import receive_contact, receive_files, receive_location
from dialogs.starting import start
from dialogs.talk import Equipment, Talk
from dialogs.walk import advance, ask_again, start_flow


class Engine:
    """The dialogue with its flows bound. Safe to share between threads: it keeps nothing."""

    def __init__(self, gear: Equipment) -> None:
        self.gear = gear

    def step(self, state: State, event: Event, context: Context) -> Step:
        """Return the next state and the effects; `state` itself is not changed."""
        talk = Talk(self.gear, state.copy(), context)
        _take(talk, event)
        return _as_step(talk)

    def rest(self, state: State, context: Context) -> Step:
        """Return where the state stands when nothing happens to it."""
        return _as_step(Talk(self.gear, state.copy(), context))


def _as_step(talk: Talk) -> Step:
    flow = talk.frame.flow if talk.frame else None
    return Step(talk.state, tuple(talk.effects), flow, talk.expects())


def _take(talk: Talk, event: Event) -> None:
    match event:
        case Heard():
            _heard(talk, event)
        case ActionDone():
            _action_done(talk, event)
        case TimerFired():
            _timer_fired(talk, event)
        case HandoffEnded():
            _handoff_ended(talk, event)
        case FileRefused():
            _file_refused(talk, event)
        case Invited():
            _invited(talk, event)


def _file_refused(talk: Talk, event: FileRefused) -> None:
    """Say why a file was not kept; it no longer counts as evidence of what is under way."""
    talk.say(event.reason)
    if talk.frame is not None and talk.frame.found.get("files"):
        talk.frame.found["files"] -= 1


def _heard(talk: Talk, event: Heard) -> None:
    """Something of a resident's: in a group, changed afterwards, or said to us here and now."""
    incoming, before = event.incoming, talk.state
    if incoming.public:
        answer_publicly(talk, event)
        return
    if incoming.message is not None:
        before = before.copy()
    talk.state.reminded = False
    talk.note_presence()
    if incoming.edited:
        hear_edited(talk, event)
        return
    remember(talk, incoming, before)
    _said(talk, event)


def _said(talk: Talk, event: Heard) -> None:
    """Everything the resident sent in one event, in the order that loses nothing."""
    incoming = event.incoming
    if incoming.button is not None:
        # What is written after a button is said with purpose, the same words too.
        talk.state.said = None
    if incoming.start is not None:
        start(talk, incoming.start)
    elif incoming.button is not None:
        press(talk, incoming.button)
    elif incoming.location is not None:
        receive_location(talk, incoming.location)
    elif incoming.contact is not None:
        receive_contact(talk, incoming.contact)
    elif incoming.text and event.reading is not None:
        hear(talk, incoming.text, event.reading, incoming.files)
    elif incoming.files:
        receive_files(talk, incoming.files)
    elif not talk.state.handoff:
        talk.say("cannot-read-this")
        ask_again(talk)


def _action_done(talk: Talk, event: ActionDone) -> None:
    """Give the result to the frame that waits for it, and go on."""
    frame = next((f for f in reversed(talk.state.frames) if f.running == event.action), None)
    if "handoff" in event.slots:
        talk.state.handoff = event.slots["handoff"]
    if language := event.slots.get("language"):
        talk.state.language = language
    if frame is None:
        return
    frame.running = None
    frame.found.update(event.slots)
    # What the resident agreed to take over counts as told.
    specs = talk.gear.flows[frame.flow].slots
    for name, value in frame.found.pop("told", {}).items():
        talk.put(frame, specs[name], value)
    ours = "confirmed" in frame.found or event.slots.get("joined")
    if ours and event.slots.get("case_number"):
        talk.note_filed(frame)
    advance(talk)


def _timer_fired(talk: Talk, event: TimerFired) -> None:
    """Remind once of a draft; a second silence keeps it quietly."""
    frame = talk.frame
    if event.name != "reminder" or frame is None or talk.state.reminded or talk.state.handoff:
        return
    if talk.gear.flows[frame.flow].patient:
        return
    talk.state.reminded = True
    talk.say("reminder", {"flow": frame.flow})
    ask_again(talk)


def _invited(talk: Talk, event: Invited) -> None:
    """Ask what the city asks, unless something is under way: then it is offered after that."""
    if event.flow == ADD:
        await_answer(talk, str(event.slots["case_number"]))
        return
    frame, slots = talk.frame, dict(event.slots)
    if frame is not None and frame.flow == event.flow and slots.items() <= frame.slots.items():
        ask_again(talk)
    elif frame is not None or talk.state.matters or talk.state.handoff:
        talk.keep_matter(event.flow, slots)
    else:
        start_flow(talk, event.flow, slots)


def _handoff_ended(talk: Talk, event: HandoffEnded) -> None:
    """Go on where a person was called; a matter nobody answered is kept by the flow named so."""
    if talk.state.handoff is None:
        return
    talk.state.handoff = None
    kept_by = f"handoff_{event.how}"
    if kept_by in talk.gear.flows.by_name:
        start_flow(talk, kept_by)
        return
    talk.say(f"handoff-{event.how}")
    if talk.frame is not None:
        ask_again(talk)
