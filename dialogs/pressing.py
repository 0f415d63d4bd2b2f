"""What is not words: buttons, shared places and phones, files, deep links.

A button's value names its frame and slot (`3.district=pecherskyi`), so an old one cannot act on a new
matter; `!name` buttons mean the same at any time.
"""

import re
from collections.abc import Callable

from core.conversation import Button, Frame, Text
from core.messages import Contact, FileRef, Location
from dialogs.flow import SlotSpec
from dialogs.slots import Reject
from dialogs.talk import EDIT, Talk, kind_of
from dialogs.walk import (
    advance,
    ask_again,
    ask_slot,
    ask_what_to_change,
    confirm_step,
    menu,
    offer_matters,
    push,
    start_flow,
)

_SLOT_BUTTON = re.compile(r"^(?P<no>\d+)\.(?P<slot>\w+)(?P<sep>[=~])(?P<value>.+)$", re.DOTALL)
_CONFIRM_BUTTON = re.compile(r"^(?P<no>\d+)\.confirm\.(?P<rev>\d+)=(?P<value>.+)$", re.DOTALL)


def press(talk: Talk, value: str) -> None:
    """Act on a button; one that means nothing now is answered by the question that stands."""
    if talk.state.handoff and value != "!bot":
        talk.say("with-a-person", buttons=back_to_bot())
        return
    if value.startswith("!"):
        _press_global(talk, value)
    elif found := _CONFIRM_BUTTON.match(value):
        _press_confirm(talk, int(found["no"]), int(found["rev"]), found["value"])
    elif found := _SLOT_BUTTON.match(value):
        _press_slot(talk, int(found["no"]), found["slot"], found["sep"], found["value"])
    else:
        stale(talk)


def stale(talk: Talk) -> None:
    talk.say("stale-button")
    ask_again(talk)


def back_to_bot() -> tuple[Button, ...]:
    return (Button(Text("button-bot"), "!bot"),)


# --- buttons that mean the same at any time ------------------------------------------------------


def _press_global(talk: Talk, value: str) -> None:
    name, _, argument = value[1:].partition("=")
    simple: dict[str, Callable[[Talk], None]] = {
        "handoff": lambda t: begin(t, "handoff"),
        "help": lambda t: begin(t, "help"),
        "cancel": cancel,
        "continue": ask_again,
        "drop": drop_matters,
        "bot": leave_handoff,
        "status": lambda t: begin(t, "case_status"),
    }
    if name in simple:
        simple[name](talk)
    elif name == "flow" and argument in talk.gear.flows.by_name:
        begin(talk, argument)
    elif name == "take" and argument.isdigit() and int(argument) < len(talk.state.matters):
        take_matter(talk, int(argument))
    else:
        stale(talk)


def begin(talk: Talk, flow: str) -> None:
    """Start a flow by name; one that is already under way is taken up instead of doubled."""
    talk.state.misses = 0
    under_way = next((frame for frame in talk.state.frames if frame.flow == flow), None)
    if under_way is None or under_way.running:
        start_flow(talk, flow)
        return
    talk.state.frames.remove(under_way)
    talk.state.frames.append(under_way)
    advance(talk)


def cancel(talk: Talk) -> None:
    """Drop what is under way (its draft too) and say what is possible now."""
    talk.state.misses = 0
    talk.state.matters.clear()
    frame = talk.frame
    if frame is None:
        talk.ask(Text("nothing-to-cancel"), menu(talk))
        return
    talk.state.frames.remove(frame)
    talk.say("cancelled", {"flow": frame.flow})
    if talk.frame is not None:
        talk.say("back-to", {"flow": talk.frame.flow, **talk.values(talk.frame)})
    ask_again(talk)


def restart(talk: Talk) -> None:
    """Drop everything and begin anew."""
    talk.state.frames.clear()
    talk.state.matters.clear()
    talk.state.misses = 0
    talk.ask(Text("started-over"), menu(talk))


def drop_matters(talk: Talk) -> None:
    talk.state.matters.clear()
    talk.say("all-right")


def take_matter(talk: Talk, number: int) -> None:
    """Take up one of the readings or matters that were offered."""
    matter = talk.state.matters.pop(number)
    talk.state.misses = 0
    talk.state.matters = [other for other in talk.state.matters if not other.alternative]
    start_flow(talk, matter.flow, matter.slots)


def leave_handoff(talk: Talk) -> None:
    """The resident goes back to the bot; what was said to staff stays with them."""
    if not talk.state.handoff:
        ask_again(talk)
        return
    talk.state.handoff = None
    talk.run("leave_handoff")
    talk.say("handoff-left")
    ask_again(talk)


# --- buttons of a question -----------------------------------------------------------------------


def _press_confirm(talk: Talk, no: int, revision: int, value: str) -> None:
    frame = talk.frame
    if frame is None or frame.no != no or frame.revision != revision:
        stale(talk)
        return
    verb, _, argument = value.partition(":")
    if verb == "yes":
        agree(talk, frame)
    elif verb == "edit":
        ask_what_to_change(talk, frame)
    elif verb == "anonymous":
        refuse_consent(talk, frame)
    elif verb == "add" and (spec := talk.spec(argument)):
        talk.forget(frame, spec.name)
        ask_slot(talk, frame, spec)
    else:
        stale(talk)


def agree(talk: Talk, frame: Frame) -> None:
    """The resident agreed to the summary as it stands; with it, to keeping what is personal."""
    if talk.needs_consent(frame):
        frame.found["consent"] = True
    frame.found["confirmed"] = frame.revision
    frame.awaits = None
    talk.state.misses = 0
    advance(talk)


def refuse_consent(talk: Talk, frame: Frame) -> None:
    """Without consent: file without the person where the law allows, else say where to go."""
    step = confirm_step(talk, frame)
    if step.anonymous == "allowed":
        for name in talk.gear.flows[frame.flow].personal:
            talk.forget(frame, name)
            frame.skipped.append(name)
        agree(talk, frame)
        return
    talk.state.frames.remove(frame)
    talk.say(step.anonymous or "no-consent")
    ask_again(talk)


def decline(talk: Talk, frame: Frame) -> None:
    """A «no» to a summary: no consent where it was asked for, else: what should be different?"""
    if talk.needs_consent(frame):
        refuse_consent(talk, frame)
    else:
        ask_what_to_change(talk, frame)


def _press_slot(talk: Talk, no: int, slot: str, sep: str, value: str) -> None:
    frame = next((f for f in talk.state.frames if f.no == no and f.running is None), None)
    if frame is None or frame is not talk.frame:
        stale(talk)
        return
    if slot == EDIT:
        edit(talk, frame, value)
        return
    spec = talk.spec(slot)
    if spec is None:
        stale(talk)
    elif sep == "~":
        skip(talk, frame, spec)
    else:
        _set_pressed(talk, frame, spec, value)


def _set_pressed(talk: Talk, frame: Frame, spec: SlotSpec, value: str) -> None:
    found = kind_of(spec).press(spec, frame.slots.get(spec.name), value)
    if isinstance(found, dict) and found.get("known"):
        found = talk.context.known.get(spec.name)
    if isinstance(found, Reject):
        frame.asked[spec.name] = max(2, frame.asked.get(spec.name, 0))
        ask_slot(talk, frame, spec)
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
        frame.slots.pop(spec.name, None)
        if spec.name not in frame.skipped:
            frame.skipped.append(spec.name)
        talk.state.misses = 0
    advance(talk)


def edit(talk: Talk, frame: Frame, name: str) -> None:
    """Ask one line of the summary anew."""
    spec = talk.spec(name)
    if spec is None:
        stale(talk)
        return
    talk.forget(frame, name)
    frame.asked.pop(name, None)
    talk.state.misses = 0
    ask_slot(talk, frame, spec)


# --- shared things -------------------------------------------------------------------------------


def receive_location(talk: Talk, location: Location) -> None:
    """A point answers a question about a place, or begins a request there."""
    if _quiet(talk):
        return
    if _fill_first(talk, lambda spec, old: kind_of(spec).located(spec, old, location)):
        return
    place = {"lat": location.lat, "long": location.long}
    frame = push(talk, "dispatcher_request", {"address": place})
    talk.say("place-noted")
    ask_slot(talk, frame, talk.gear.flows[frame.flow].slots["description"])


def receive_contact(talk: Talk, contact: Contact) -> None:
    """The sender's own phone answers a question about it; somebody else's card is refused."""
    if _quiet(talk):
        return
    if not contact.own:
        talk.say("not-own-contact")
        ask_again(talk)
    elif not _fill_first(talk, lambda spec, old: kind_of(spec).contacted(spec, old, contact)):
        talk.say("contact-not-needed")
        ask_again(talk)


def _fill_first(talk: Talk, found_by: Callable[[SlotSpec, object], object]) -> bool:
    frame, flow = talk.frame, talk.flow
    if frame is None or flow is None:
        return False
    for spec in flow.slots.values():
        value = found_by(spec, frame.slots.get(spec.name))
        if value is not None:
            settle(talk, frame, spec, value)
            return True
    return False


def receive_files(talk: Talk, files: tuple[FileRef, ...]) -> None:
    """A photo or document is evidence of what is under way; voice and stickers cannot be read."""
    if _quiet(talk):
        return
    kinds = {file.kind for file in files}
    if kinds <= {"voice", "video", "sticker"}:
        talk.say("sticker-seen" if kinds == {"sticker"} else "voice-not-heard")
        ask_again(talk)
        return
    note_files(talk, len(files))
    if talk.frame is None:
        start_flow(talk, "dispatcher_request")
    else:
        advance(talk)


def note_files(talk: Talk, count: int) -> None:
    frame = talk.frame
    if frame is not None:
        frame.found["files"] = frame.found.get("files", 0) + count
    talk.say("files-kept" if frame is not None else "files-first", {"count": count})


def _quiet(talk: Talk) -> bool:
    """While a person has the conversation the bot keeps out of it."""
    return talk.state.handoff is not None


def start(talk: Talk, payload: str) -> None:
    """The chat was opened, perhaps by a link that names what for."""
    if talk.state.handoff:
        talk.say("with-a-person", buttons=back_to_bot())
        return
    if payload.startswith("case_"):
        start_flow(talk, "case_status", {"case_number": payload.removeprefix("case_").upper()})
        return
    if talk.frame is not None:
        talk.say("welcome-back")
        ask_again(talk)
        return
    talk.state.greeted = True
    if talk.state.matters:
        offer_matters(talk, "which-matter")
    else:
        talk.ask(Text("welcome"), menu(talk))
