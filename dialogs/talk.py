"""One step under way: the copy of the state that may change, and the effects gathered so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2s
from typing import Any

from core.calendar import KYIV
from core.conversation import (
    Button,
    Context,
    Effect,
    Frame,
    Language,
    Matter,
    Run,
    Say,
    SetTimer,
    Slots,
    State,
    Text,
)
from core.messages import MessageKind, Request
from core.reading import Reading, from_parse
from dialogs.flow import Flow, Flows, SlotSpec
from dialogs.kinds.base import Scene
from dialogs.phrases import plain
from dialogs.slots import kind_of

Interpret = Callable[[Mapping[str, Any], str, str | None], Mapping[str, Any]]
Lookup = Callable[[Mapping[str, Any]], Mapping[str, Any]]
Label = Callable[[Text, Language], str]

CONFIRM = "confirm"
EDIT = "edit"
RESUME = "resume"
# How sure the reader must be: of what stands to reason, and of a wish that leaves a question.
SURE = 0.5
ESCAPE = 0.75
MOST_MATTERS = 3
# A silence after which a resident comes back to a draft instead of going on with it.
AWAY = timedelta(hours=6)
# The same long text within so short a time was sent by accident.
_ECHO = timedelta(minutes=2)
_FEWEST_WORDS_OF_AN_ECHO = 3
# Actions that change nothing: words before them can be heard anew.
_LOOKS = ("find_", "look_")
# How long a slip in what was filed can be put right in a sentence.
_LATELY = timedelta(days=1)
# How long what is sent answers the body that asked, without the number of the case.
_ASKED = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Equipment:
    """What the engine is built with: all of it pure and fixed for the life of the process."""

    flows: Flows
    interpret: Interpret
    lookups: Mapping[str, Lookup]
    label: Label
    has_text: Callable[[str], bool]
    reminder_after_s: int = 3600


class Talk:
    """The working copy of a step. Everything a pattern or a flow does goes through here."""

    def __init__(self, gear: Equipment, state: State, context: Context) -> None:
        self.gear = gear
        self.state = state
        self.context = context
        self.effects: list[Effect] = []
        self.asked = False
        self.today = context.now.astimezone(KYIV).date()
        # Photos of a message that begins a matter: they are the new flow's.
        self.brought = 0
        # Whether the resident comes back after a long silence.
        self.away = False
        self.since: timedelta | None = None

    # --- saying ----------------------------------------------------------------------------------

    def say(
        self,
        text: str,
        args: Mapping[str, Any] | None = None,
        buttons: tuple[Button, ...] = (),
        kind: MessageKind = "info",
    ) -> None:
        if buttons:
            self._offer(buttons)
        self.effects.append(Say(Text(text, args or {}), buttons, None, kind))

    def ask(
        self,
        text: Text,
        buttons: tuple[Button, ...] = (),
        request: Request | None = None,
        *,
        yes: str | None = None,
        no: str | None = None,
        kind: MessageKind = "question",
    ) -> None:
        """Say the turn's question: its options and its yes and no stand until the next one."""
        self.asked = True
        self._offer(buttons)
        self.state.yes, self.state.no = yes, no
        self.effects.append(Say(text, buttons, request, kind))
        self.effects.append(SetTimer("reminder", self.gear.reminder_after_s))

    def _offer(self, buttons: tuple[Button, ...]) -> None:
        label, language = self.gear.label, self.language
        self.state.options = {plain(label(b.label, language)): b.value for b in buttons}

    def run(self, action: str, frame: Frame | None = None) -> None:
        if not action.startswith(_LOOKS):
            self.state.before = None
        if frame is None:
            self.effects.append(Run(action))
            return
        slots = {**self.values(frame), "flow": frame.flow}
        self.effects.append(Run(action, slots, dict(frame.slots)))

    def interpreted(self, reading: Reading, awaited: str | None) -> Reading:
        """Return the reading in the light of what is awaited."""
        if reading.parse is None:
            return reading
        return from_parse(self.gear.interpret(reading.parse, reading.text, awaited))

    # --- what was before -------------------------------------------------------------------------

    def note_presence(self) -> None:
        """Remember that the resident is here; what is long past is not gone on with as if new."""
        now, seen = self.context.now, self.state.seen_at
        self.away = seen is not None and now - seen >= AWAY
        if self.away:
            self.state.calmed = False
            self.state.told.clear()
        asked = self.state.filed is not None and self.state.filed.found.get("asked")
        kept = _ASKED if asked else _LATELY
        if self.state.filed_at is not None and now - self.state.filed_at > kept:
            self.state.filed = self.state.filed_at = None
        self.state.seen_at = now
        self.since = None if seen is None else now - seen

    def echoes(self, text: str) -> bool:
        """Whether a long text is the one just sent: twice is a slip of the hand, thrice is not."""
        said = plain(text)
        digest = blake2s(said.encode(), digest_size=8).hexdigest()
        quick = self.since is not None and self.since <= _ECHO
        long = len(said.split()) >= _FEWEST_WORDS_OF_AN_ECHO
        echo = quick and long and digest == self.state.said and not self.state.misses
        self.state.said = digest if long and not echo else None
        return echo

    def note_filed(self, frame: Frame) -> None:
        """Keep what was just filed, so that a slip can be put right."""
        self.state.filed, self.state.filed_at = frame.copy(), self.context.now

    def reopen_filed(self) -> Frame | None:
        """Take up what was filed lately once more, to be filed in its place."""
        filed = self.state.filed
        if filed is None or self.frame is not None:
            return None
        found = filed.found
        kept: Slots = {name: found[name] for name in ("anonymous", "files") if name in found}
        frame = Frame(
            no=self.state.next_no,
            flow=filed.flow,
            slots=dict(filed.slots),
            found={**kept, "replaces": found["case_number"]},
            skipped=list(filed.skipped),
            asked=dict(filed.asked),
        )
        self.state.next_no += 1
        self.state.frames.append(frame)
        return frame

    # --- the active flow -------------------------------------------------------------------------

    @property
    def frame(self) -> Frame | None:
        return self.state.active

    @property
    def flow(self) -> Flow | None:
        return self.gear.flows[self.state.active.flow] if self.state.active else None

    def spec(self, name: str) -> SlotSpec | None:
        return self.flow.slots.get(name) if self.flow else None

    def awaited(self) -> SlotSpec | None:
        """The slot the last question of the active flow asked about, if it asked about one."""
        frame = self.frame
        return self.spec(frame.awaits) if frame and frame.awaits else None

    def scene(self, frame: Frame, name: str) -> Scene:
        whole = frame.found.get("whole_list") == name
        return Scene(self.values(frame), self.context.known, frame.asked.get(name, 0), whole)

    def filled(self, frame: Frame, spec: SlotSpec) -> bool:
        value = frame.slots.get(spec.name, frame.found.get(spec.name))
        return kind_of(spec).complete(spec, value, self.scene(frame, spec.name))

    def put(self, frame: Frame, spec: SlotSpec, value: Any) -> None:
        """Set a slot; a change undoes what was done on the strength of the old value."""
        old = frame.slots.get(spec.name)
        if value == old:
            return
        self.forget(frame, spec.name)
        frame.slots[spec.name] = value
        if frame.awaits == spec.name:
            frame.awaits = None
        if not kind_of(spec).alike(old, value):
            for other in self.gear.flows[frame.flow].slots.values():
                if other.follows == spec.name:
                    self.forget(frame, other.name)

    def forget(self, frame: Frame, name: str) -> None:
        """Drop a slot's value, as if it had never been told or skipped."""
        frame.slots.pop(name, None)
        if frame.found.get("whole_list") == name:
            del frame.found["whole_list"]
        frame.revision += 1
        if name in frame.skipped:
            frame.skipped.remove(name)
        self._undo_after(frame, name)

    def _undo_after(self, frame: Frame, name: str) -> None:
        flow = self.gear.flows[frame.flow]
        first = next((n for n, step in enumerate(flow.steps) if step.collect == name), None)
        spec = flow.slots.get(name)
        if first is None and spec is not None and spec.follows:
            # Never asked for itself: what rests on it comes after what it is read from.
            self._undo_after(frame, spec.follows)
            return
        if first is not None and frame.done:
            later = {step.id for step in flow.steps[first:]}
            frame.done = [step_id for step_id in frame.done if step_id not in later]

    def values(self, frame: Frame, slot: str | None = None) -> Mapping[str, Any]:
        """What conditions and texts may read: the slots and the built-in names.

        `asked` counts the questions asked so far about other slots than `slot`.
        """
        return {
            **frame.found,
            **frame.slots,
            "asked": sum(times for name, times in frame.asked.items() if name != slot),
            "consented": self.context.consented,
            "language": self.language,
            "today": self.today.isoformat(),
            "waiting": len(self.state.matters),
            "resident": frame.slots.get("name") or self.context.known.get("name"),
        }

    @property
    def language(self) -> Language:
        return self.state.spoken

    def expects(self) -> str | None:
        """The name of what is waited for now, as the program contract lists them."""
        if self.state.handoff:
            return None
        if self.state.matters and (self.state.matters[0].alternative or not self.state.frames):
            return "choice"
        frame = self.frame
        if frame is None or frame.awaits is None:
            return None
        if frame.awaits == CONFIRM:
            return "consent" if self.needs_consent(frame) else "confirm"
        if frame.awaits in (EDIT, RESUME):
            return "choice"
        return self.name_of(frame.awaits)

    def name_of(self, slot: str) -> str | None:
        """What the contract calls a slot of the active flow."""
        spec = self.spec(slot)
        return (spec.expects or spec.name) if spec else None

    def needs_consent(self, frame: Frame) -> bool:
        """Whether the summary also asks for consent: personal data are kept for the first time."""
        flow = self.gear.flows[frame.flow]
        personal = any(frame.slots.get(name) for name in flow.personal)
        return personal and (flow.separate_consent or not self.context.consented)

    def keep_matter(self, flow: str, slots: Slots) -> None:
        """Remember a matter for later, once, and no more than a few."""
        matter = Matter(flow, slots)
        if matter not in self.state.matters and len(self.state.matters) < MOST_MATTERS:
            self.state.matters.append(matter)

    def drop_readings(self) -> None:
        """Forget the readings that were offered as a choice: one was taken, or none was meant."""
        self.state.matters = [matter for matter in self.state.matters if not matter.alternative]
