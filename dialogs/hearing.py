"""What a text means now: danger first, then the answer awaited, then corrections, then other matters.

The order is the engine's promise: an emergency beats everything, a plain answer beats a guess about
intent, whatever a message says besides its answer is kept, and nothing is a dead end.
"""

from collections.abc import Iterable

from core.conversation import Button, Frame, Matter, Slots, Text
from core.reading import Reading, from_parse
from dialogs.flow import Flow, SlotSpec
from dialogs.phrases import command_of, plain, slot_to_edit
from dialogs.pressing import (
    agree,
    back_to_bot,
    cancel,
    decline,
    edit,
    leave_handoff,
    note_files,
    press,
    restart,
    settle,
    skip,
)
from dialogs.slots import Reject, Words
from dialogs.talk import CONFIRM, EDIT, Talk, kind_of
from dialogs.walk import (
    advance,
    ask_again,
    ask_slot,
    ask_what_to_change,
    menu,
    offer_matters,
    slots_from,
    start_flow,
)

SURE_EMERGENCY = 0.8
MAYBE_EMERGENCY = 0.45
SURE = 0.5
LIKELY = 0.35
CLOSE = 0.2
ESCAPE = 0.75
STEERING = ("cancel", "handoff", "help", "bot_challenge", "case_status", "change_language")


def hear(talk: Talk, text: str, reading: Reading, with_files: bool = False) -> None:
    """Act on a text with the reader's reading of it."""
    if _emergency(talk, reading):
        return
    if talk.state.handoff:
        if command_of(text) == "to_bot":
            leave_handoff(talk)
        return
    if with_files and talk.frame is not None:
        note_files(talk, 1)
    meant = _interpret(talk, text, reading)
    if _option_typed(talk, text):
        return
    # Other words instead of a choice between two readings: the readings are void.
    talk.state.matters = [matter for matter in talk.state.matters if not matter.alternative]
    if not (_command(talk, text) or _answer(talk, text, meant) or _other_matter(talk, text, meant)):
        _not_understood(talk)


def _interpret(talk: Talk, text: str, reading: Reading) -> Reading:
    if reading.parse is None:
        return reading
    return from_parse(talk.gear.interpret(reading.parse, text, talk.expects()))


# --- danger --------------------------------------------------------------------------------------


def _emergency(talk: Talk, reading: Reading) -> bool:
    """Numbers first; True when nothing else may be said now."""
    sure = max(
        reading.emergency_confidence if reading.emergency else 0.0,
        reading.confidence if reading.intent == "emergency" else 0.0,
    )
    kind = reading.emergency or "danger"
    if sure >= SURE_EMERGENCY:
        buttons = (Button(Text("button-continue"), "!continue"),) if talk.frame else ()
        talk.say(
            f"emergency-{kind}",
            buttons=back_to_bot() if talk.state.handoff else buttons,
            kind="alarm",
        )
        return True
    if sure >= MAYBE_EMERGENCY:
        talk.say("emergency-maybe", kind="alarm")
    return False


# --- steering ------------------------------------------------------------------------------------


def _option_typed(talk: Talk, text: str) -> bool:
    """A button's label typed by hand, or the one label that begins so, presses it."""
    said = plain(text)
    if not said or not talk.state.options:
        return False
    labels = {value: label for value, label in _labels(talk)}
    exact = [value for value, label in labels.items() if label == said]
    begun = [
        value for value, label in labels.items() if len(said) > 3 and label.startswith(said + " ")
    ]
    chosen = exact or begun
    if len(chosen) == 1:
        press(talk, chosen[0])
        return True
    return False


def _labels(talk: Talk) -> Iterable[tuple[str, str]]:
    """The standing options with their labels as the resident saw them, made plain."""
    for say in _standing(talk):
        yield say.value, plain(talk.gear.label(say.label, talk.language))


def _standing(talk: Talk) -> tuple[Button, ...]:
    """The standing question's buttons, asked for again on a copy: they are not stored with labels."""
    echo = Talk(talk.gear, talk.state.copy(), talk.context)
    ask_again(echo)
    buttons = [b for effect in echo.effects if hasattr(effect, "buttons") for b in effect.buttons]
    return tuple(button for button in buttons if button.value in talk.state.options)


def _command(talk: Talk, text: str) -> bool:
    command = command_of(text)
    frame = talk.frame
    if command is None:
        return _edit_named(talk, text)
    if command == "restart":
        restart(talk)
    elif command == "repeat" or command == "to_bot":
        ask_again(talk)
    elif frame is None:
        return False
    elif command == "skip":
        return _skip(talk, frame)
    elif command == "back":
        _back(talk, frame)
    elif command == "edit":
        ask_what_to_change(talk, frame)
    return True


def _edit_named(talk: Talk, text: str) -> bool:
    """«Зміни адресу»: the line of the summary that the resident names."""
    frame, flow, wanted = talk.frame, talk.flow, slot_to_edit(text)
    if frame is None or flow is None or wanted is None or frame.slots.get(wanted) is None:
        return False
    edit(talk, frame, wanted)
    return True


def _skip(talk: Talk, frame: Frame) -> bool:
    spec = talk.awaited()
    if spec is None:
        return False
    if spec.optional:
        skip(talk, frame, spec)
        return True
    return False


def _back(talk: Talk, frame: Frame) -> None:
    """Ask the question before this one anew."""
    flow = talk.gear.flows[frame.flow]
    asked = [s.collect for s in flow.steps if s.collect and frame.asked.get(s.collect)]
    before = [name for name in asked if name != frame.awaits]
    if before:
        edit(talk, frame, before[-1])
    else:
        ask_again(talk)


# --- the answer awaited --------------------------------------------------------------------------


def _answer(talk: Talk, text: str, reading: Reading) -> bool:
    frame = talk.frame
    if frame is None or frame.awaits is None:
        return False
    if frame.awaits == CONFIRM:
        return _answer_summary(talk, frame, text, reading)
    if frame.awaits == EDIT:
        return _fill(talk, frame, text, reading)
    spec = talk.awaited()
    if spec is None:
        return False
    if _escapes(spec, text, reading):
        return False
    return _answer_slot(talk, frame, spec, text, reading)


def _answer_summary(talk: Talk, frame: Frame, text: str, reading: Reading) -> bool:
    if _fill(talk, frame, text, reading):
        return True
    if reading.intent == "affirm" and reading.confidence >= SURE:
        agree(talk, frame)
    elif reading.intent == "deny" and reading.confidence >= SURE:
        decline(talk, frame)
    else:
        return False
    return True


def _escapes(spec: SlotSpec, text: str, reading: Reading) -> bool:
    """Whether a text said to a free-text question steers the talk instead of answering it."""
    if not kind_of(spec).free_text:
        return reading.intent in STEERING and reading.confidence >= ESCAPE
    short = len(text.split()) <= 8
    return short and reading.intent in STEERING and reading.confidence >= ESCAPE


def _answer_slot(talk: Talk, frame: Frame, spec: SlotSpec, text: str, reading: Reading) -> bool:
    words = Words(text, reading)
    if _only_likely(talk, frame, spec, reading):
        return True
    found = kind_of(spec).answer(spec, frame.slots.get(spec.name), words)
    if found is None and spec.optional and reading.intent == "deny" and reading.confidence >= SURE:
        skip(talk, frame, spec)
        return True
    if isinstance(found, Reject):
        if _wants_else(frame, reading):
            return False
        _reject(talk, frame, spec, found)
        return True
    if found is None:
        return _fill(talk, frame, text, reading)
    _fill_others(talk, frame, spec, words)
    settle(talk, frame, spec, found)
    return True


def _wants_else(frame: Frame, reading: Reading) -> bool:
    return reading.confidence >= ESCAPE and reading.intent not in ("affirm", "deny", frame.flow)


def _only_likely(talk: Talk, frame: Frame, spec: SlotSpec, reading: Reading) -> bool:
    """«Так» to «це Дарницький район?»: the one likely district."""
    likely: list[str] = frame.found.get("likely_districts") or []
    if spec.kind != "district" or reading.intent != "affirm" or len(likely) != 1:
        return False
    settle(talk, frame, spec, likely[0])
    return True


def _reject(talk: Talk, frame: Frame, spec: SlotSpec, why: Reject) -> None:
    """Say what is wrong and how it is right; after three tries a person is offered."""
    talk.state.misses += 1
    talk.say(why.text, {"slot": spec.name})
    ask_slot(talk, frame, spec)


def _fill_others(talk: Talk, frame: Frame, answered: SlotSpec, words: Words) -> bool:
    """Keep everything else the message says: answers given early, and corrections."""
    flow = talk.gear.flows[frame.flow]
    changed = False
    for spec in flow.slots.values():
        if spec.name == answered.name or kind_of(spec).free_text:
            continue
        old = frame.slots.get(spec.name)
        value = kind_of(spec).hear(spec, old, words)
        if value is not None and not isinstance(value, Reject) and value != old:
            talk.put(frame, spec, value)
            changed = True
    return changed


_NOBODY = SlotSpec(name="", kind="text")


def _fill(talk: Talk, frame: Frame, text: str, reading: Reading) -> bool:
    """A message that answers other questions of this flow, or corrects what was said before."""
    other = talk.gear.flows.by_intent.get(reading.intent)
    other_matter = other is not None and other.name != frame.flow and reading.confidence >= ESCAPE
    if other_matter and not reading.correction:
        return False
    if not _fill_others(talk, frame, _NOBODY, Words(text, reading)):
        return False
    talk.state.misses = 0
    advance(talk)
    return True


# --- another matter ------------------------------------------------------------------------------


def _other_matter(talk: Talk, text: str, reading: Reading) -> bool:
    """Start, or offer, what the message is about."""
    if reading.intent == "cancel" and reading.confidence >= SURE:
        cancel(talk)
        return True
    wanted = _flows_meant(talk, reading)
    if not wanted:
        return False
    if len(wanted) > 1:
        _clarify(talk, wanted, text, reading)
    else:
        _begin_with(talk, wanted[0], text, reading)
    return True


def _flows_meant(talk: Talk, reading: Reading) -> list[Flow]:
    """The flow the reading names, or two when they are too close to choose."""
    by_intent = talk.gear.flows.by_intent
    ranked = [(by_intent.get(name), sure) for name, sure in reading.ranking[:3]]
    best, sure = ranked[0] if ranked else (None, 0.0)
    if best is None or sure < CLOSE:
        return []
    others = [(flow, other) for flow, other in ranked[1:] if flow and flow is not best]
    rivals = [
        flow for flow, other in others if sure - other < 0.1 or (sure < LIKELY and other >= 0.15)
    ]
    if rivals:
        return [best, rivals[0]]
    return [best] if sure >= LIKELY else []


def _clarify(talk: Talk, flows: list[Flow], text: str, reading: Reading) -> None:
    """Two readings are close: two buttons, and nothing said is lost whichever is pressed."""
    talk.state.matters = [
        Matter(flow.name, slots_from(flow, text, reading), alternative=True) for flow in flows
    ]
    offer_matters(talk, "which-matter")


def _begin_with(talk: Talk, flow: Flow, text: str, reading: Reading) -> None:
    frame = talk.frame
    talk.state.misses = 0
    if frame is not None and frame.flow == flow.name:
        _same_flow_again(talk, frame, flow, text, reading)
        return
    slots = slots_from(flow, text, reading)
    _keep_second_matter(talk, flow, text, reading)
    start_flow(talk, flow.name, slots)


def _same_flow_again(talk: Talk, frame: Frame, flow: Flow, text: str, reading: Reading) -> None:
    """The same service while its flow is under way: more facts, or the question again."""
    if _fill(talk, frame, text, reading):
        return
    slots = slots_from(flow, text, reading)
    code, old = slots.get("service_code"), frame.slots.get("service_code")
    if code and old and code != old:
        talk.keep_matter(flow.name, slots)
        talk.say("second-later")
    ask_again(talk)


def _keep_second_matter(talk: Talk, first: Flow, text: str, reading: Reading) -> None:
    """Remember what else the message asks for; it is offered when the first is done."""
    for matter in reading.matters[1:2]:
        flow = talk.gear.flows.by_intent.get(matter.get("intent", ""))
        if flow is None or not flow.menu:
            continue
        part = text[matter.get("start", 0) : matter.get("end", len(text))].strip()
        slots: Slots = (
            {"service_code": matter.get("service_code")} if "service_code" in flow.slots else {}
        )
        if "description" in flow.slots:
            slots["description"] = part
        address = slots_from(first, text, reading).get("address")
        if address and "address" in flow.slots:
            slots["address"] = address
        talk.keep_matter(flow.name, {k: v for k, v in slots.items() if v})


# --- not understood ------------------------------------------------------------------------------


def _not_understood(talk: Talk) -> None:
    """Once: other words. Twice: buttons. Three times: a person."""
    talk.state.misses += 1
    misses = talk.state.misses
    if misses >= 3:
        talk.ask(
            Text("offer-person"),
            (Button(Text("to-person"), "!handoff"), Button(Text("button-continue"), "!continue")),
        )
        return
    if talk.frame is not None:
        talk.say("not-understood")
        ask_again(talk)
    else:
        talk.ask(Text("not-understood-menu" if misses > 1 else "not-understood-first"), menu(talk))
