"""A conversation as data: its state, the events that move it and the effects a step returns.

Rule: everything here is plain data. `dialogs` decides, `core.turn` acts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from core.messages import Incoming, MessageKind, Request
from core.reading import Reading

Language = Literal["uk", "en"]
Slots = dict[str, Any]


# --- state ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Frame:
    """One flow under way. `no` is unique in the conversation, so that a button can name its frame.

    `slots` holds what the resident told, `found` what the city's tables and actions added,
    `skipped` the optional slots the resident passed over, `done` the ids of the steps that ran and
    need not run again, `asked` how often each slot was asked, `asked_as` the text of the last
    question; `revision` grows with every change so that an old confirmation cannot file a changed
    summary; `edited` holds what a line was before it was asked anew. `awaits` is the slot (or
    `confirm`, `edit`, `resume`) the last question was about, `running` the action whose result is
    awaited.
    """

    no: int
    flow: str
    slots: Slots = field(default_factory=dict)
    found: Slots = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    asked: dict[str, int] = field(default_factory=dict)
    revision: int = 0
    edited: Slots = field(default_factory=dict)
    asked_as: str | None = None
    awaits: str | None = None
    running: str | None = None

    def copy(self) -> "Frame":
        return replace(
            self,
            slots=dict(self.slots),
            found=dict(self.found),
            skipped=list(self.skipped),
            done=list(self.done),
            asked=dict(self.asked),
            edited=dict(self.edited),
        )


@dataclass(slots=True)
class Matter:
    """A matter heard but not begun: a second one, to be offered after the first, or (`alternative`)
    one of two readings of the same words, to be chosen from."""

    flow: str
    slots: Slots = field(default_factory=dict)
    alternative: bool = False


@dataclass(slots=True)
class State:
    """All that the dialogue remembers of one chat. `frames` is a stack; its last is active.

    `options` are the buttons last shown, by their labels made plain, so that a typed label presses
    one; `yes` and `no` are what a bare «так» or «ні» presses. `misses` counts what was not
    understood in a row. `language` was chosen by the resident, `heard` is what they last wrote a
    sentence in. `told` are facts of the person, told before any matter. `seen_at` is when the
    resident last did something, `said` a digest of a long text they sent then; `calmed`: an insult
    was answered. `filed` is the last matter as it was filed, so that a slip noticed too late can be
    put right. `message` is the channel's name of the last words, `words` a digest of them, and
    `before` how things stood before them, until the city did something: where a message can be
    changed afterwards, it is heard anew from there.
    """

    language: Language | None = None
    heard: Language = "uk"
    frames: list[Frame] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    next_no: int = 1
    misses: int = 0
    handoff: str | None = None
    options: dict[str, str] = field(default_factory=dict)
    yes: str | None = None
    no: str | None = None
    reminded: bool = False
    seen_at: datetime | None = None
    said: str | None = None
    calmed: bool = False
    told: Slots = field(default_factory=dict)
    filed: Frame | None = None
    filed_at: datetime | None = None
    message: str | None = None
    words: str | None = None
    before: "State | None" = None

    def copy(self) -> "State":
        return replace(
            self,
            frames=[frame.copy() for frame in self.frames],
            matters=list(self.matters),
            options=dict(self.options),
            told=dict(self.told),
        )

    @property
    def spoken(self) -> Language:
        """The language to answer in."""
        return self.language or self.heard

    @property
    def active(self) -> Frame | None:
        return self.frames[-1] if self.frames else None


# --- events --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heard:
    """The resident did something; `reading` is there when there was text to read."""

    incoming: Incoming
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class ActionDone:
    """A domain action ended: `slots` are merged into the frame that asked for it."""

    action: str
    slots: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer set by an earlier step came due and the resident has been silent since."""

    name: str


@dataclass(frozen=True, slots=True)
class HandoffEnded:
    """Staff gave the conversation back (`returned`), answered it, or nobody did in time."""

    how: Literal["returned", "answered", "expired"]


@dataclass(frozen=True, slots=True)
class FileRefused:
    """A file sent earlier could not be kept; `reason` is a text id of the catalogue."""

    reason: str


@dataclass(frozen=True, slots=True)
class Invited:
    """The city asks the resident something: a flow to begin, at once or after what is under way."""

    flow: str
    slots: Mapping[str, Any] = field(default_factory=dict)


Event = Heard | ActionDone | TimerFired | HandoffEnded | FileRefused | Invited


# --- effects -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A message of the catalogue and its arguments; `Text("literal", {"text": …})` says itself."""

    id: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """A choice before rendering."""

    label: Text
    value: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """A message to the resident, before rendering. `again`: the question whose button was pressed,
    with others of its choices, so that it may stand in its place.
    """

    text: Text
    buttons: tuple[Button, ...] = ()
    request: Request | None = None
    kind: MessageKind = "info"
    page: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A domain action to run in this turn; its result comes back as `ActionDone`.

    `slots` is all that the flow knows, `told` the part of it that the resident told.
    """

    action: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Wake the conversation after a silence. Units: seconds. Setting a name again replaces it."""

    name: str
    after_s: int


Effect = Say | Run | SetTimer


@dataclass(frozen=True, slots=True)
class Step:
    """What one step returns: the next state, the effects in order, and what is waited for."""

    state: State
    effects: tuple[Effect, ...]
    flow: str | None = None
    expects: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the dialogue may know besides the event: the moment, the person, the place.

    `known` holds the person's facts by slot name (name, phone, email, address, district), as kept
    with consent; `consented` says whether the person agreed before.
    """

    now: datetime
    known: Mapping[str, Any] = field(default_factory=dict)
    consented: bool = False
