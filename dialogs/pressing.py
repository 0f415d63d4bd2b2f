"""What is not words: buttons, shared places and phones, files, deep links.

A button's value names its frame and slot (`3.district=pecherskyi`), so an old one cannot act on
a new matter; `!name` buttons mean the same at any time. A value comes back from outside, so it may
be forged: it is believed only where the question that stands could have offered it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from core.conversation import Button, Frame, Say, Slots, Text
from dialogs.flow import SlotSpec
from dialogs.kinds.base import WHOLE_LIST
from dialogs.kinds.stories import StoryKind
from dialogs.phrases import without_phones
from dialogs.slots import kind_of
from dialogs.talk import CONFIRM, EDIT, Talk
from dialogs.walk import (
    advance,
    ask_again,
    ask_slot,
    ask_what_to_change,
    bring_up,
    confirm_step,
    hand_on,
    lines_of,
    menu,
    remind_where,
    start_flow,
    under_way,
)

_SLOT_BUTTON = re.compile(
    r"^(?P<no>\d{1,9})\.(?P<slot>\w+)(?P<sep>[=~])(?P<value>.+)$", re.ASCII | re.DOTALL
)
_CONFIRM_BUTTON = re.compile(
    r"^(?P<no>\d{1,9})\.confirm\.(?P<rev>\d{1,9})=(?P<value>.+)$", re.ASCII | re.DOTALL
)
# The flow that asks whether what was filed is to be taken back.
WITHDRAW = "case_withdraw"
_PAGE = re.compile(r"^\d{1,3}$", re.ASCII)
_TAKE = re.compile(r"^!take=(?P<number>\d)$", re.ASCII)


def press(talk: Talk, value: str) -> None:
    """Act on a button; one that means nothing now is answered by the question that stands."""
    if talk.state.handoff and value != "!bot":
        talk.say("with-a-person", buttons=back_to_bot())
        return
    if found := _TAKE.match(value):
        take_matter(talk, int(found["number"]))
        return
    talk.drop_readings()
    if value.startswith("!"):
        _press_global(talk, value)
    elif found := _CONFIRM_BUTTON.match(value):
        _press_confirm(talk, int(found["no"]), int(found["rev"]), found["value"])
    elif found := _SLOT_BUTTON.match(value):
        _press_slot(talk, int(found["no"]), found["slot"], found["sep"], found["value"])
    else:
        stale(talk)


def stale(talk: Talk) -> None:
    """Say that the button means nothing now, and what is asked instead."""
    talk.say("stale-button")
    ask_again(talk)


def back_to_bot() -> tuple[Button, ...]:
    """Return the way out of a hand-off, which is always there."""
    return (Button(Text("button-bot"), "!bot"),)


# --- buttons that mean the same at any time ------------------------------------------------------


def _press_global(talk: Talk, value: str) -> None:
    name, _, argument = value[1:].partition("=")
    if not argument and name in GLOBAL:
        GLOBAL[name](talk)
    elif name == "flow" and argument in talk.gear.flows.by_name:
        begin(talk, argument)
    elif name == "page" and _PAGE.match(argument):
        turn_page(talk, int(argument))
    else:
        stale(talk)


def turn_page(talk: Talk, page: int) -> None:
    """Ask again, where not all choices fit into the channel: with others of them."""
    before = len(talk.effects)
    ask_again(talk)
    _in_its_place(talk, before, page=page)


def _in_its_place(talk: Talk, since: int, page: int = 0) -> None:
    """Let what was said since stand where the pressed question stood."""
    talk.effects[since:] = [
        replace(effect, page=page, again=True) if isinstance(effect, Say) else effect
        for effect in talk.effects[since:]
    ]


def begin(talk: Talk, flow: str, slots: Slots | None = None) -> None:
    """Start a flow by name; one that is already under way is taken up instead of doubled."""
    talk.state.misses = 0
    frame = under_way(talk, flow)
    if frame is None:
        start_flow(talk, flow, slots)
        return
    bring_up(talk, frame)
    advance(talk)


def cancel(talk: Talk) -> None:
    """Drop what is under way (its draft too) and go on with what waited."""
    talk.state.misses = 0
    frame = talk.frame
    if frame is None:
        _cancel_nothing(talk)
        return
    drop(talk, frame)
    _take_up_the_rest(talk)


def drop(talk: Talk, frame: Frame) -> None:
    """Take a frame off the stack and say so; what was told of the person stays with the rest."""
    talk.state.frames.remove(frame)
    hand_on(talk, frame)
    talk.say("cancelled", {"flow": frame.flow})


def _cancel_nothing(talk: Talk) -> None:
    """Nothing is under way: what was filed last may be meant, asked about once."""
    talk.state.matters.clear()
    filed, talk.state.filed = talk.state.filed, None
    if filed is None or WITHDRAW not in talk.gear.flows.by_name:
        talk.ask(Text("nothing-to-cancel"), menu(talk))
        return
    start_flow(talk, WITHDRAW, {"case_number": filed.found["case_number"]})


def _take_up_the_rest(talk: Talk) -> None:
    if talk.frame is not None:
        remind_where(talk, talk.frame)
    ask_again(talk)


def restart(talk: Talk) -> None:
    """Drop everything and begin anew."""
    talk.state.frames.clear()
    talk.state.matters.clear()
    talk.state.told.clear()
    talk.state.misses = 0
    talk.state.calmed = False
    talk.ask(Text("started-over"), menu(talk))


def resume(talk: Talk) -> None:
    """Take up what is under way, with a line that says which matter it is."""
    if talk.frame is not None:
        remind_where(talk, talk.frame)
    ask_again(talk)


def drop_matters(talk: Talk) -> None:
    """The resident wants none of the matters offered."""
    talk.state.matters.clear()
    talk.say("all-right")
    if talk.frame is not None:
        ask_again(talk)


def take_matter(talk: Talk, number: int) -> None:
    """Take up one of the readings or matters that were offered."""
    if number >= len(talk.state.matters):
        stale(talk)
        return
    matter = talk.state.matters.pop(number)
    talk.drop_readings()
    talk.state.misses = 0
    start_flow(talk, matter.flow, matter.slots)


def leave_handoff(talk: Talk) -> None:
    """The resident goes back to the bot; what was said to staff stays with them."""
    if talk.state.handoff:
        talk.state.handoff = None
        talk.run("leave_handoff")
        talk.say("handoff-left")
    ask_again(talk)


GLOBAL: Mapping[str, Callable[[Talk], None]] = {
    "handoff": lambda talk: begin(talk, "handoff"),
    "help": lambda talk: begin(talk, "help"),
    "status": lambda talk: begin(talk, "case_status"),
    "cancel": cancel,
    "continue": ask_again,
    "restart": restart,
    "drop": drop_matters,
    "bot": leave_handoff,
}


# --- buttons of a summary ------------------------------------------------------------------------


def _press_confirm(talk: Talk, no: int, revision: int, value: str) -> None:
    frame = talk.frame
    live = frame is not None and frame.awaits in (CONFIRM, EDIT) and not frame.running
    if frame is None or not live or frame.no != no or frame.revision != revision:
        stale(talk)
        return
    verb, _, argument = value.partition(":")
    if verb == "yes":
        agree(talk, frame)
    elif verb == "edit":
        ask_what_to_change(talk, frame)
    elif verb == "anonymous":
        refuse_consent(talk, frame)
    else:
        _add(talk, frame, argument)


def _add(talk: Talk, frame: Frame, name: str) -> None:
    """Ask for what the summary offers to add."""
    step, spec = confirm_step(talk, frame), talk.spec(name)
    if step is None or spec is None or name not in step.offer:
        stale(talk)
        return
    talk.forget(frame, name)
    ask_slot(talk, frame, spec)


def agree(talk: Talk, frame: Frame) -> None:
    """The resident agreed to the summary as it stands; with it, to keeping what is personal."""
    if talk.needs_consent(frame):
        frame.found["consent"] = True
    frame.found["confirmed"] = frame.revision
    frame.awaits = None
    talk.state.options = {}
    talk.state.misses = 0
    advance(talk)


def keep_private(talk: Talk, frame: Frame) -> None:
    """«Без мого номера», when it was agreed to before: the summary without it, where it may be."""
    step = confirm_step(talk, frame)
    if step is not None and step.anonymous == "allowed":
        _leave_out_personal(talk, frame)
    advance(talk)


def _leave_out_personal(talk: Talk, frame: Frame) -> None:
    for name in talk.gear.flows[frame.flow].personal:
        talk.forget(frame, name)
        frame.skipped.append(name)
    for spec in talk.gear.flows[frame.flow].slots.values():
        # The story may tell the number that was just taken back.
        if isinstance(kind_of(spec), StoryKind) and spec.name in frame.slots:
            frame.slots[spec.name] = without_phones(frame.slots[spec.name])
    frame.found["anonymous"] = True


def refuse_consent(talk: Talk, frame: Frame) -> None:
    """Without consent: file without the person where the law allows, else say where to go."""
    step = confirm_step(talk, frame)
    if step is not None and step.anonymous == "allowed":
        _leave_out_personal(talk, frame)
        agree(talk, frame)
        return
    talk.state.frames.remove(frame)
    talk.say(step.anonymous if step and step.anonymous else "no-consent")
    _take_up_the_rest(talk)


# --- buttons of a question -----------------------------------------------------------------------


def _press_slot(talk: Talk, no: int, slot: str, sep: str, value: str) -> None:
    frame = talk.frame
    if frame is None or frame.no != no or frame.running:
        stale(talk)
        return
    spec = talk.spec(value if slot == EDIT else slot)
    if spec is None:
        stale(talk)
    elif slot == EDIT:
        edit(talk, frame, spec)
    elif sep == "~":
        skip(talk, frame, spec)
    else:
        _set_pressed(talk, frame, spec, value)


def _set_pressed(talk: Talk, frame: Frame, spec: SlotSpec, value: str) -> None:
    found = kind_of(spec).press(spec, frame.slots.get(spec.name), value)
    if isinstance(found, dict) and found.get("known"):
        found = talk.context.known.get(spec.name)
    if found is WHOLE_LIST:
        frame.found["whole_list"] = spec.name
        before = len(talk.effects)
        ask_slot(talk, frame, spec)
        _in_its_place(talk, before)
    elif found is None:
        stale(talk)
    else:
        settle(talk, frame, spec, found)


def settle(talk: Talk, frame: Frame, spec: SlotSpec, value: object) -> None:
    """An answer was found: set it and go on."""
    talk.put(frame, spec, value)
    talk.state.misses = 0
    advance(talk)


def skip(talk: Talk, frame: Frame, spec: SlotSpec) -> None:
    """Pass over an optional slot; a required one is asked again."""
    if spec.optional:
        talk.forget(frame, spec.name)
        frame.skipped.append(spec.name)
        talk.state.misses = 0
    advance(talk)


def edit(talk: Talk, frame: Frame, spec: SlotSpec) -> None:
    """Ask one line of the summary anew."""
    if spec.name not in lines_of(talk, frame):
        stale(talk)
        return
    frame.edited[spec.name] = frame.slots.get(spec.name)
    talk.forget(frame, spec.name)
    frame.asked.pop(spec.name, None)
    talk.state.misses = 0
    ask_slot(talk, frame, spec)
