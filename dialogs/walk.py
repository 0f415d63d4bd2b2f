"""Walking a flow: from its first step to the first that waits for the resident or the city.

A flow's place is not stored: it is found again each time from what is filled, skipped and done. So
a correction of any answer, at any moment, needs no code of its own.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.conversation import Button, Frame, Slots, Text
from core.messages import MessageKind
from dialogs.flow import END, Flow, FlowStep, SlotSpec
from dialogs.kinds.base import Question, Reject, Words
from dialogs.signed import of_the_writer
from dialogs.slots import kind_of
from dialogs.talk import CONFIRM, EDIT, RESUME, Talk

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
    # What was told of the person before, and for the matters that are under way.
    frame.slots = {n: v for n, v in talk.state.told.items() if n in flow.personal} | frame.slots
    for below in reversed(talk.state.frames):
        frame.slots = handed(talk, below, name, frame.slots)
    for spec in flow.slots.values():
        if spec.persisted and spec.name in talk.context.known:
            frame.slots.setdefault(spec.name, talk.context.known[spec.name])
    if talk.brought:
        frame.found["files"], talk.brought = talk.brought, 0
    talk.state.frames.append(frame)
    return frame


def under_way(talk: Talk, name: str) -> Frame | None:
    """The frame of a flow that was begun and put aside, or is active."""
    frames = (frame for frame in talk.state.frames if frame.flow == name and not frame.running)
    return next(frames, None)


def bring_up(talk: Talk, frame: Frame) -> None:
    """Make a frame of the stack the active one."""
    talk.state.frames.remove(frame)
    talk.state.frames.append(frame)


def slots_from(flow: Flow, words: Words) -> Slots:
    """Return what the first message of a flow already says; it answers no question."""
    said, own = words.as_first, of_the_writer(words.as_first)
    heard = {spec.name: _first_heard(spec, said) for spec in flow.slots.values()}
    for spec in flow.slots.values():
        if heard[spec.name] is None and own is not None and spec.personal:
            heard[spec.name] = kind_of(spec).first(spec, own)
    return {n: v for n, v in heard.items() if v is not None and not isinstance(v, Reject)}


def say_rejected(talk: Talk, flow: Flow, words: Words) -> None:
    """Say at once what of the first message will not do: a place in another town."""
    for spec in flow.slots.values():
        value = _first_heard(spec, words.as_first)
        if isinstance(value, Reject):
            talk.say(value.text)


def _first_heard(spec: SlotSpec, words: Words) -> Any:
    return None if spec.not_in_story else kind_of(spec).first(spec, words)


def advance(talk: Talk) -> None:
    """Walk the active flow until something is waited for; then, as flows end, the ones below."""
    while (frame := talk.frame) is not None:
        if _walk(talk, frame):
            return
        if frame in talk.state.frames:
            talk.state.frames.remove(frame)
        hand_on(talk, frame)
        talk.state.yes = talk.state.no = None
        if talk.state.handoff:
            return
        if talk.frame is not None and talk.frame.running is None:
            remind_where(talk, talk.frame)
            if (spec := talk.awaited()) is not None:
                ask_slot(talk, talk.frame, spec)
                return
    if talk.state.matters and not talk.asked:
        offer_matters(talk)


# What holds for the next matter too; the second row as long as the place is the same.
_WHO = ("name", "phone", "email")
_WHERE = ("address", "district", "entrance", "floor", "apartment")


def hand_on(talk: Talk, frame: Frame) -> None:
    """Give what was told of the person and the place to the matters that wait: not asked twice."""
    talk.state.matters = [
        matter
        if matter.alternative
        else replace(matter, slots=handed(talk, frame, matter.flow, matter.slots))
        for matter in talk.state.matters
    ]


def handed(talk: Talk, frame: Frame, flow: str, slots: Slots) -> Slots:
    """Return the slots of a matter with what was told of the person and the place in another."""
    old, new = talk.gear.flows[frame.flow].slots, talk.gear.flows[flow].slots
    same_place = _same_place(frame.slots.get("address"), slots.get("address"))
    given: Slots = {}
    more = [spec.name for spec in new.values() if spec.shared and frame.flow == flow]
    for name in (*_WHO, *(_WHERE if same_place else ()), *more):
        told = frame.slots.get(name)
        # Where something lies in the street is not where one lives.
        fits = name in old and name in new and old[name].not_in_story == new[name].not_in_story
        private = frame.found.get("anonymous") and old[name].personal if fits else False
        if told is not None and fits and not private:
            given[name] = told
    return {**given, **slots}


def _same_place(one: Slots | None, other: Slots | None) -> bool:
    """Whether the second place is the first, or was not told."""
    if not one or not other:
        return not other
    return all(one.get(part) == other.get(part) for part in ("street", "house"))


def remind_where(talk: Talk, frame: Frame) -> None:
    """Say in one line which matter is taken up again; its question follows."""
    talk.say("back-to", {"flow": frame.flow, **talk.values(frame)})


def offer_matters(talk: Talk) -> None:
    """Ask which of two readings was meant, or whether to take up the second matter."""
    matters = talk.state.matters
    offers = tuple(
        Button(Text(f"flow-{matter.flow}", matter.slots), f"!take={number}")
        for number, matter in enumerate(matters)
    )
    if matters[0].alternative:
        _offer_readings(talk, offers)
        return
    drop = Button(Text("no-thanks"), "!drop")
    asked = Text("second-matter", {**matters[0].slots, "flow": matters[0].flow})
    talk.ask(asked, (*offers, drop), yes="!take=0", no="!drop")


def _offer_readings(talk: Talk, offers: tuple[Button, ...]) -> None:
    """Offer two readings, or one that is not sure; and to go on with what is under way."""
    go_on = (Button(Text("button-continue"), "!continue"),) if talk.frame else ()
    only = "!take=0" if len(talk.state.matters) == 1 else None
    no = "!continue" if talk.frame else None
    person = Button(Text("to-person"), "!handoff")
    talk.ask(Text("which-matter"), (*offers, *go_on, person), yes=only, no=no)


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
        talk.brought = frame.found.get("files", 0)
    if target := step.link or step.call:
        # What was told already is not asked again.
        wanted = talk.gear.flows[target].slots
        start_flow(talk, target, {n: told for n, told in frame.slots.items() if n in wanted})
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
    unasked = step.ask_before_filling and not frame.asked.get(spec.name)
    if talk.filled(frame, spec) and not unasked:
        rejected = next((r for r in step.rejections if r.condition(talk.values(frame))), None)
        if rejected is None:
            return False
        talk.say(rejected.utter, talk.values(frame))
        _take_back(talk, frame, spec)
    ask_slot(talk, frame, spec)
    return True


def _take_back(talk: Talk, frame: Frame, spec: SlotSpec) -> None:
    """Drop a value that will not do, and what was found of it: told again, it is looked up anew."""
    value = frame.slots.get(spec.name)
    talk.forget(frame, spec.name)
    frame.found = {name: found for name, found in frame.found.items() if found != value}


def ask_slot(talk: Talk, frame: Frame, spec: SlotSpec, *, ways_on: bool = False) -> None:
    """Ask for a slot: in other words each time, with its buttons, and count the question.

    `ways_on`: a person and dropping it are offered, as they are when nothing was understood twice.
    """
    times = frame.asked.get(spec.name, 0)
    value = frame.slots.get(spec.name)
    question = kind_of(spec).question(spec, value, talk.scene(frame, spec.name))
    prefix = f"{frame.no}.{spec.name}"
    options = tuple(Button(label, f"{prefix}={item}") for label, item in question.buttons)
    no = question.no and f"{prefix}={question.no}"
    if spec.optional and no is None:
        no = f"{prefix}~skip"
        options += (Button(_skip_label(talk, spec), no),)
    if ways_on or talk.state.misses >= 2:
        options += (Button(Text("to-person"), "!handoff"), _drop_it(frame))
    yes = question.yes and f"{prefix}={question.yes}"
    text = _wording(talk, frame, spec, question, times)
    # One that stands and is only said again is no question more.
    said_again = text.id == frame.asked_as and not talk.state.misses
    frame.asked[spec.name] = times + (not said_again)
    frame.awaits, frame.asked_as = spec.name, text.id
    talk.ask(text, options, question.request, yes=yes, no=no)


def _skip_label(talk: Talk, spec: SlotSpec) -> Text:
    own = f"skip-{spec.name}"
    return Text(own if talk.gear.has_text(own) else "skip")


def _wording(talk: Talk, frame: Frame, spec: SlotSpec, question: Question, times: int) -> Text:
    """The most specific text there is: of this flow, of this variant, worded anew when repeated."""
    found = text_of(talk, frame, f"ask-{spec.name}{question.variant}") or f"ask-{spec.name}"
    again = f"{found}.again"
    anew = bool(times and talk.state.misses) and talk.gear.has_text(again)
    return Text(again if anew else found, talk.values(frame))


def text_of(talk: Talk, frame: Frame, name: str) -> str | None:
    """Return the flow's own text of that name, else the common one, None when there is neither."""
    names = (f"{frame.flow}-{name}", name)
    return next((text for text in names if talk.gear.has_text(text)), None)


def _confirm(talk: Talk, frame: Frame, step: FlowStep) -> bool:
    """Show the summary and ask; passed once the resident agreed to this very revision."""
    if frame.found.get("confirmed") == frame.revision:
        return False
    show_summary(talk, frame, step)
    return True


def show_summary(talk: Talk, frame: Frame, step: FlowStep) -> None:
    """Say what would be filed, and ask: for consent too, where a person is told of first."""
    prefix = f"{frame.no}.{CONFIRM}.{frame.revision}"
    consent = talk.needs_consent(frame)
    yes, edit = f"{prefix}=yes", f"{prefix}=edit"
    options = [Button(Text("yes-file", {"flow": frame.flow}), yes), Button(Text("change"), edit)]
    missing = [name for name in step.offer if not frame.slots.get(name)]
    options += [Button(Text(f"add-{name}"), f"{prefix}=add:{name}") for name in missing]
    if consent and step.anonymous == "allowed":
        options.append(_without_data(prefix))
    frame.awaits = CONFIRM
    values = {**talk.values(frame), "consent": "yes" if consent else "no"}
    summary = Text(str(step.confirm), values)
    # What is agreed to is always shown, even when the answer came in the same breath.
    kind: MessageKind = "info" if consent else "question"
    talk.ask(summary, tuple(options), yes=yes, no=edit, kind=kind)


def _without_data(prefix: str) -> Button:
    return Button(Text("without-my-data"), f"{prefix}=anonymous")


def _drop_it(frame: Frame) -> Button:
    return Button(Text("drop-it", {"flow": frame.flow}), "!cancel")


def confirm_step(talk: Talk, frame: Frame) -> FlowStep | None:
    """The step of the active flow that shows its summary, if it has one."""
    steps = talk.gear.flows[frame.flow].steps
    return next((step for step in steps if step.confirm), None)


def lines_of(talk: Talk, frame: Frame) -> list[str]:
    """The slots that were told and can be asked for anew, by a name that people know."""
    slots = talk.gear.flows[frame.flow].slots
    told = [name for name in slots if frame.slots.get(name) and asked_for(talk, frame, name)]
    has = talk.gear.has_text
    return [name for name in told if has(f"slot-{name}") and text_of(talk, frame, f"ask-{name}")]


def asked_for(talk: Talk, frame: Frame, name: str) -> bool:
    """Whether the flow, as things stand, would ask for the slot; what no step asks for is heard."""
    steps = [step for step in talk.gear.flows[frame.flow].steps if step.collect == name]
    values = talk.values(frame, name)
    return not steps or any(s.condition is None or s.condition(values) for s in steps)


def ask_what_to_change(talk: Talk, frame: Frame, text: str = "what-to-change") -> None:
    """Offer the lines of the summary as buttons, and the ways out."""
    names = lines_of(talk, frame)
    options = [Button(Text(f"slot-{name}"), f"{frame.no}.{EDIT}={name}") for name in names]
    step = confirm_step(talk, frame)
    if step and step.anonymous == "allowed" and talk.needs_consent(frame):
        options.append(_without_data(f"{frame.no}.{CONFIRM}.{frame.revision}"))
    frame.awaits = EDIT
    talk.ask(Text(text), (*options, _drop_it(frame)))


def offer_draft(talk: Talk) -> None:
    """Greet who comes back after days with what they left: go on, begin anew, or drop it."""
    frame = talk.frame
    if frame is None:
        ask_again(talk)
        return
    frame.awaits = RESUME
    options = (
        Button(Text("button-continue"), "!continue"),
        Button(Text("button-restart"), "!restart"),
        _drop_it(frame),
    )
    text = Text("draft-waits", {**talk.values(frame), "flow": frame.flow})
    talk.ask(text, options, yes="!continue", no="!cancel")


def ask_again(talk: Talk) -> None:
    """Say the standing question once more; without one, offer what can be done."""
    frame, spec = talk.frame, talk.awaited()
    if frame is None:
        _ask_what_now(talk)
    elif spec is not None:
        ask_slot(talk, frame, spec)
    else:
        advance(talk)


def _ask_what_now(talk: Talk) -> None:
    if talk.state.matters:
        offer_matters(talk)
    else:
        talk.ask(Text("what-now"), menu(talk))


def menu(talk: Talk) -> tuple[Button, ...]:
    """The services as buttons: the few that most people come for."""
    flows = talk.gear.flows.menu()
    return tuple(Button(Text(f"menu-{flow.name}"), f"!flow={flow.name}") for flow in flows)


def offer_person(talk: Talk) -> None:
    """Ask whether a person shall take over."""
    buttons = (Button(Text("to-person"), "!handoff"), Button(Text("button-continue"), "!continue"))
    talk.ask(Text("offer-person"), buttons, yes="!handoff", no="!continue")
