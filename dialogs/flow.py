"""What a flow is: slots to find out and steps to take, as read from one YAML file and checked.

The vocabulary is CALM's (collect, action, link, call, set_slots, next, rejections), with `lookup`
for a pure question to the city's tables and `confirm` for the summary. A flow never says how talk
may wander.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dialogs.conditions import Condition
from dialogs.cues import Cue

END = "END"


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """One slot: its `kind` names the recogniser (slots.py), `options` are the kind's parameters.

    `follows` names a slot whose change voids this one's value (a district follows its address).
    `shared`: told for one request, it holds for the next of the same service (two children).
    `not_in_story`: what the story tells is something else (a place in it is not where one lives).
    """

    name: str
    kind: str
    optional: bool = False
    follows: str | None = None
    not_in_story: bool = False
    persisted: bool = False
    personal: bool = False
    shared: bool = False
    expects: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rejection:
    """When the condition holds after filling, the value is dropped and the text said."""

    condition: Condition
    utter: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One arm of a conditional `next`; `condition` is None for `else`."""

    condition: Condition | None
    then: str


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One step. Exactly one of the verbs is set; `condition` guards it, `next` says where to go."""

    id: str
    line: int
    collect: str | None = None
    action: str | None = None
    lookup: str | None = None
    utter: str | None = None
    confirm: str | None = None
    link: str | None = None
    call: str | None = None
    set_slots: Mapping[str, Any] | None = None
    condition: Condition | None = None
    rejections: tuple[Rejection, ...] = ()
    next: tuple[Branch, ...] = ()
    buttons: tuple[str, ...] = ()
    ask_before_filling: bool = False
    anonymous: str | None = None
    offer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A city service's talk.

    `intents` start it, and so do `cues` (see `cues.py`) and what `opens` lists: a message that
    begins with such an entity, a shared `location`, a `photo`. Intents in `told_by` bring facts
    once it is under way (an address told in a request is no wish to save it). `acts` are the
    beginnings of the words for what it does, by which it is refused («не хочу скаржитися»).
    `beside` names the flows that a message may begin along with it: a score and a complaint are two
    matters, not two readings. `menu` is its place among the offered services (0: none). A `patient`
    one is not reminded of: the city asks again on days of its own. One of `separate_consent` asks
    for consent each time: by law what it keeps is agreed to apart. `file` is where it stands, `own`
    says that it is among the city's own services.
    """

    name: str
    description: str
    intents: tuple[str, ...]
    slots: Mapping[str, SlotSpec]
    steps: tuple[FlowStep, ...]
    menu: int = 0
    opens: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    told_by: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    patient: bool = False
    separate_consent: bool = False
    file: str = ""
    own: bool = False
    index: Mapping[str, int] = field(default_factory=dict)

    def step_at(self, step_id: str) -> int:
        return self.index[step_id]

    @property
    def personal(self) -> tuple[str, ...]:
        """The slots whose content is personal data."""
        return tuple(name for name, spec in self.slots.items() if spec.personal)


@dataclass(frozen=True, slots=True)
class Flows:
    """All flows, by name and by the intent that starts them."""

    by_name: Mapping[str, Flow]
    by_intent: Mapping[str, Flow]

    def __getitem__(self, name: str) -> Flow:
        return self.by_name[name]

    def opened_by(self, thing: str) -> Flow | None:
        """Return the flow that such an entity, a `location` or a `photo` begins."""
        return next((flow for flow in self.by_name.values() if thing in flow.opens), None)

    def cued_by(self, text: str) -> Flow | None:
        """Return the flow that the words begin by a cue of its own."""
        flows = self.by_name.values()
        return next((flow for flow in flows if any(cue.heard(text) for cue in flow.cues)), None)

    def menu(self) -> list[Flow]:
        return sorted((flow for flow in self.by_name.values() if flow.menu), key=lambda f: f.menu)
