"""Walking a flow: from its first step to the first that waits for the resident or the city.

A flow's place is not stored: it is found again each time from what is filled, skipped and done. So a
correction of any answer, at any moment, needs no code of its own.
"""

from collections.abc import Mapping
from typing import Any

from core.conversation import Button, Frame, Slots, Text
from core.reading import Reading
from dialogs.flow import END, Flow, FlowStep, SlotSpec
from dialogs.slots import Reject, StoryKind, Words, buttons
from dialogs.talk import CONFIRM, EDIT, Talk, kind_of

_MOST_STEPS = 200


def start_flow(talk: Talk, name: str, slots: Slots | None = None) -> None:
    """Push a flow with what is already known, and walk it."""
    push(talk, name, slots)
    advance(talk)


def push(talk: Talk, name: str, slots: Slots | None = None) -> Frame:
    """Put a new frame on the stack, filled with the given slots and with the person's own facts."""
    flow = talk.gear.flows[name]
    frame = Frame(no=talk.state.next_no, flow=name, slots=dict(slots or {}))
    talk.state.next_no += 1
    for spec in flow.slots.values():
        if spec.persisted and spec.name in talk.context.known:
            frame.slots.setdefault(spec.name, talk.context.known[spec.name])
    talk.state.frames.append(frame)
    return frame


def slots_from(flow: Flow, text: str, reading: Reading) -> Slots:
    """Return what the first message of a flow already says."""
    found: Slots = {}
    words = Words(text, reading)
    for spec in flow.slots.values():
        kind = kind_of(spec)
        if isinstance(kind, StoryKind):
            value: Any = text.strip() if len(text) >= spec.options.get("first", 0) else None
        else:
            value = kind.hear(spec, None, words)
        if value is not None and not isinstance(value, Reject):
            found[spec.name] = value
    return found


def advance(talk: Talk) -> None:
    """Walk the active flow until something is waited for; then, as flows end, the ones below."""
    while (frame := talk.frame) is not None:
        if _walk(talk, frame):
            return
        if frame in talk.state.frames:
            talk.state.frames.remove(frame)
        if talk.state.handoff:
            return
        below = talk.frame
        if below is not None and below.running is None:
            remind_where(talk, below)
    if talk.state.matters and not talk.asked:
        offer_matters(talk, "second-matter")


def remind_where(talk: Talk, frame: Frame) -> None:
    """Say in one line which matter is taken up again; the walk then asks its question."""
    talk.say("back-to", {"flow": frame.flow, **talk.values(frame)})


def offer_matters(talk: Talk, text: str) -> None:
    """Ask which of the kept matters to take up."""
    matters = talk.state.matters
    offers = tuple(
        Button(Text(f"flow-{matter.flow}", matter.slots), f"!take={number}")
        for number, matter in enumerate(matters)
    )
    no = (Button(Text("no-thanks"), "!drop"),) if text == "second-matter" else ()
    human = () if no else (Button(Text("to-person"), "!handoff"),)
    talk.ask(Text(text, {"flow": matters[0].flow}), offers + no + human)


def _walk(talk: Talk, frame: Frame) -> bool:
    """Take the frame's steps; True when it now waits, False when it ended."""
    flow = talk.gear.flows[frame.flow]
    place = 0
    for _ in range(_MOST_STEPS):
        if place >= len(flow.steps):
            return False
        step = flow.steps[place]
        if step.condition is not None and not step.condition(talk.values(frame, step.collect)):
            place += 1
            continue
        if _take(talk, frame, step):
            return True
        if talk.frame is not frame:
            return talk.frame is not None
        target = _next(step, talk.values(frame))
        if target == END:
            return False
        place = flow.step_at(target) if target else place + 1
    return False


def _next(step: FlowStep, values: Mapping[str, Any]) -> str | None:
    for branch in step.next:
        if branch.condition is None or branch.condition(values):
            return branch.then
    return None


def _take(talk: Talk, frame: Frame, step: FlowStep) -> bool:
    """Do one step; True when the flow must now wait (or another flow took over)."""
    if step.collect:
        return _collect(talk, frame, step)
    if step.confirm:
        return _confirm(talk, frame, step)
    if step.lookup:
        frame.found.update(talk.gear.lookups[step.lookup](talk.values(frame)))
        return False
    if step.set_slots is not None:
        frame.found.update(step.set_slots)
        return False
    if step.id in frame.done:
        return False
    frame.done.append(step.id)
    return _once(talk, frame, step)


def _once(talk: Talk, frame: Frame, step: FlowStep) -> bool:
    """Do a step that must not run again for the same facts."""
    if step.action:
        frame.running, frame.awaits = step.action, None
        talk.run(step.action, frame)
        return True
    if step.utter:
        talk.say(step.utter, talk.values(frame), _step_buttons(talk, step))
        return False
    if step.link:
        talk.state.frames.remove(frame)
    if target := step.link or step.call:
        start_flow(talk, target)
    return True


def _step_buttons(talk: Talk, step: FlowStep) -> tuple[Button, ...]:
    """A step's buttons by name: a flow to start, or an action that means the same at any time."""
    flows = talk.gear.flows.by_name
    return tuple(
        Button(Text(f"menu-{name}"), f"!flow={name}")
        if name in flows
        else Button(Text(f"button-{name}"), f"!{name}")
        for name in step.buttons
    )


# --- asking --------------------------------------------------------------------------------------


def _collect(talk: Talk, frame: Frame, step: FlowStep) -> bool:
    spec = talk.gear.flows[frame.flow].slots[str(step.collect)]
    if spec.name in frame.skipped:
        return False
    if talk.filled(frame, spec):
        rejected = next((r for r in step.rejections if r.condition(talk.values(frame))), None)
        if rejected is None:
            return False
        talk.say(rejected.utter, talk.values(frame))
        talk.forget(frame, spec.name)
    ask_slot(talk, frame, spec)
    return True


def ask_slot(talk: Talk, frame: Frame, spec: SlotSpec) -> None:
    """Ask for a slot: in other words each time, with its buttons, and count the question."""
    kind = kind_of(spec)
    times = frame.asked.get(spec.name, 0)
    question = kind.question(spec, frame.slots.get(spec.name), talk.scene(frame, spec.name))
    options = buttons(question.buttons, f"{frame.no}.{spec.name}")
    if spec.optional:
        options += (Button(_skip_label(talk, spec), f"{frame.no}.{spec.name}~skip"),)
    if talk.state.misses >= 2:
        options += (Button(Text("to-person"), "!handoff"), _drop_it(frame))
    frame.asked[spec.name] = times + 1
    frame.awaits = spec.name
    talk.ask(_wording(talk, frame, spec, question.variant, times), options, question.request)


def _skip_label(talk: Talk, spec: SlotSpec) -> Text:
    own = f"skip-{spec.name}"
    return Text(own if talk.gear.has_text(own) else "skip")


def _wording(talk: Talk, frame: Frame, spec: SlotSpec, variant: str, times: int) -> Text:
    """The most specific text there is: of this flow, of this variant, worded anew when repeated."""
    again = ".again" if times and talk.state.misses else ""
    names = [f"{frame.flow}-ask-{spec.name}{variant}", f"ask-{spec.name}{variant}"]
    found = next((name for name in names if talk.gear.has_text(name)), f"ask-{spec.name}")
    wording = found + again if again and talk.gear.has_text(found + again) else found
    return Text(wording, talk.values(frame))


def _confirm(talk: Talk, frame: Frame, step: FlowStep) -> bool:
    """Show the summary and ask; passed once the resident agreed to this very revision."""
    if frame.found.get("confirmed") == frame.revision:
        return False
    show_summary(talk, frame, step)
    return True


def show_summary(talk: Talk, frame: Frame, step: FlowStep) -> None:
    prefix = f"{frame.no}.{CONFIRM}.{frame.revision}"
    consent = talk.needs_consent(frame)
    yes = Text("yes-file", {"flow": frame.flow})
    options = [Button(yes, f"{prefix}=yes"), Button(Text("change"), f"{prefix}=edit")]
    for name in step.offer:
        if not frame.slots.get(name):
            options.append(Button(Text(f"add-{name}"), f"{prefix}=add:{name}"))
    if consent and step.anonymous == "allowed":
        options.append(Button(Text("without-my-data"), f"{prefix}=anonymous"))
    frame.awaits = CONFIRM
    values = {**talk.values(frame), "consent": "yes" if consent else "no"}
    talk.ask(Text(str(step.confirm), values), tuple(options))


def _drop_it(frame: Frame) -> Button:
    return Button(Text("drop-it", {"flow": frame.flow}), "!cancel")


def confirm_step(talk: Talk, frame: Frame) -> FlowStep:
    steps = talk.gear.flows[frame.flow].steps
    return next(step for step in steps if step.confirm)


def ask_what_to_change(talk: Talk, frame: Frame) -> None:
    """Offer the lines of the summary as buttons."""
    flow = talk.gear.flows[frame.flow]
    collected = [step.collect for step in flow.steps if step.collect]
    names = [name for name in dict.fromkeys(collected) if frame.slots.get(name) not in (None, "")]
    frame.awaits = EDIT
    options = [Button(Text(f"slot-{name}"), f"{frame.no}.{EDIT}={name}") for name in names]
    options.append(_drop_it(frame))
    talk.ask(Text("what-to-change"), tuple(options))


def ask_again(talk: Talk) -> None:
    """Say the standing question once more; without one, offer what can be done."""
    frame = talk.frame
    if frame is None:
        if talk.state.matters:
            offer_matters(talk, "which-matter")
        else:
            talk.ask(Text("what-now"), menu(talk))
        return
    frame.awaits = None if frame.awaits == EDIT else frame.awaits
    advance(talk)


def menu(talk: Talk) -> tuple[Button, ...]:
    """The services as buttons: the few that most people come for."""
    flows = talk.gear.flows.menu()
    return tuple(Button(Text(f"menu-{flow.name}"), f"!flow={flow.name}") for flow in flows)
