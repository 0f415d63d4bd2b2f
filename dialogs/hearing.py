"""What a text means now: danger first, then the answer awaited, corrections, other matters.

The order is the engine's promise: an emergency beats everything, a plain answer beats a guess about
intent, whatever a message says besides its answer is kept, and nothing is a dead end.
"""

import re
from collections.abc import Callable, Iterable

from core.conversation import Button, Frame, Matter, Slots, Text
from core.messages import FileRef
from core.reading import SURE_DANGER, Reading, from_parse
from dialogs.flow import Flow, SlotSpec
from dialogs.phrases import (
    Command,
    clean,
    commands_of,
    contrasts,
    plain,
    says_more,
    slot_named,
    slot_to_edit,
)
from dialogs.pressing import (
    back_to_bot,
    cancel,
    count_files,
    edit,
    leave_handoff,
    note_files,
    press,
    refuse_consent,
    restart,
)
from dialogs.slots import Reject, StoryKind, Words, kind_of
from dialogs.talk import EDIT, Talk
from dialogs.walk import (
    advance,
    ask_again,
    ask_slot,
    ask_what_to_change,
    bring_up,
    lines_of,
    menu,
    offer_matters,
    slots_from,
    start_flow,
    text_of,
    under_way,
)

MAYBE_DANGER = 0.45
SURE = 0.5
CLOSE = 0.2
ESCAPE = 0.75
MOST_MISSES = 3
STEERING = ("cancel", "handoff", "help", "bot_challenge", "case_status", "change_language")
_MOST_DIGITS_OF_A_HOUSE = 4
_FEWEST_WORDS_OF_A_SENTENCE = 3
_PLAIN_WORD = re.compile(r"[^\W\d_][\w'’-]*[.,:;!?…]*")
# A steering wish in a free-text answer is short; a longer one is a story that mentions it.
_MOST_STEERING_WORDS = 8


def hear(talk: Talk, text: str, reading: Reading, files: tuple[FileRef, ...] = ()) -> None:
    """Act on a text with the reader's reading of it."""
    _note_language(talk, reading)
    if _emergency(talk, reading):
        return
    words = Words(clean(text), _interpret(talk, reading, talk.expects()), reading)
    if talk.state.handoff:
        if "to_bot" in _commands(words):
            leave_handoff(talk)
        return
    if talk.frame is not None:
        note_files(talk, files)
    else:
        talk.brought = count_files(talk, files)
    if _option_typed(talk, text):
        return
    if not words.small_talk:
        # Other words instead of a choice between two readings: the readings are void.
        talk.drop_readings()
    any(understood(talk, words) for understood in _UNDERSTANDING)


def _interpret(talk: Talk, reading: Reading, awaited: str | None) -> Reading:
    if reading.parse is None:
        return reading
    return from_parse(talk.gear.interpret(reading.parse, reading.text, awaited))


def _note_language(talk: Talk, reading: Reading) -> None:
    """Who writes a sentence in English is answered in English, until the next one that is not."""
    words = [word for word in reading.text.split() if _PLAIN_WORD.fullmatch(word)]
    if len(words) >= _FEWEST_WORDS_OF_A_SENTENCE:
        talk.state.heard = "en" if reading.language == "en" else "uk"


# --- danger --------------------------------------------------------------------------------------


def _emergency(talk: Talk, reading: Reading) -> bool:
    """Numbers first; True when nothing else may be said now."""
    if reading.danger >= SURE_DANGER:
        kind = reading.emergency or "danger"
        talk.say(f"emergency-{kind}", buttons=_way_on(talk), kind="alarm")
        return True
    if reading.danger >= MAYBE_DANGER:
        talk.say("emergency-maybe", kind="alarm")
    return False


def _way_on(talk: Talk) -> tuple[Button, ...]:
    if talk.state.handoff:
        return back_to_bot()
    return (Button(Text("button-continue"), "!continue"),) if talk.frame else ()


# --- steering ------------------------------------------------------------------------------------


def _option_typed(talk: Talk, text: str) -> bool:
    """A button's label typed by hand, or the one label that begins so, presses it."""
    said, options = plain(text), talk.state.options
    begun = [label for label in options if len(said) > 3 and label.startswith(f"{said} ")]
    chosen = said if said in options else begun[0] if len(begun) == 1 else None
    if chosen is None:
        return False
    press(talk, options[chosen])
    return True


def _commands(words: Words) -> frozenset[Command]:
    """The commands that the text may be, also in Latin letters or on the wrong keyboard."""
    return commands_of(words.text) | commands_of(words.normal)


def _command(talk: Talk, words: Words) -> bool:
    commands, frame = _commands(words), talk.frame
    if "restart" in commands:
        restart(talk)
    elif commands & {"repeat", "to_bot"}:
        ask_again(talk)
    elif frame is None:
        return False
    elif "refuse" in commands and talk.expects() == "consent":
        refuse_consent(talk, frame)
    elif "skip" in commands:
        _skip(talk, frame)
    elif "back" in commands:
        _back(talk, frame)
    elif "edit" in commands:
        ask_what_to_change(talk, frame)
    elif "explain" in commands or _asks_for_help(words.reading):
        return _explain(talk, frame)
    else:
        return _edit_named(talk, frame, words)
    return True


def _edit_named(talk: Talk, frame: Frame, words: Words) -> bool:
    """«Зміни адресу»: the line of the summary that the resident names."""
    wanted = slot_to_edit(words.text, asked=frame.awaits == EDIT)
    spec = talk.spec(wanted) if wanted else None
    if spec is None or spec.name not in lines_of(talk, frame):
        return False
    edit(talk, frame, spec)
    return True


def _skip(talk: Talk, frame: Frame) -> None:
    """«Не знаю»: pass over what may be left open; what must be known is asked once more."""
    spec = talk.awaited()
    if spec is None:
        frame.awaits = None
        advance(talk)
    elif talk.state.no is not None:
        press(talk, talk.state.no)
    else:
        _miss(talk, frame, spec, text_of(talk, frame, f"needed-{spec.name}") or "needed")


def _back(talk: Talk, frame: Frame) -> None:
    """Ask the question before this one anew."""
    steps = [step.collect for step in talk.gear.flows[frame.flow].steps if step.collect]
    asked = [name for name in steps if frame.asked.get(name)]
    before = asked[: asked.index(frame.awaits)] if frame.awaits in asked else asked
    spec = talk.spec(before[-1]) if before else None
    if spec is None:
        ask_again(talk)
        return
    talk.forget(frame, spec.name)
    ask_slot(talk, frame, spec)


def _asks_for_help(reading: Reading) -> bool:
    return reading.intent == "help" and reading.confidence >= ESCAPE


def _explain(talk: Talk, frame: Frame) -> bool:
    """Help about the very question that stands."""
    spec = talk.awaited()
    text = text_of(talk, frame, f"ask-{spec.name}.help") if spec else None
    if text is None:
        return False
    talk.say(text, talk.values(frame))
    ask_again(talk)
    return True


def _opened(talk: Talk, words: Words) -> bool:
    """A message that begins with what opens a flow (a case's number) starts it."""
    first = min(words.reading.entities, key=lambda entity: entity.start, default=None)
    flow = talk.gear.flows.opened_by(first.entity) if first and first.start <= 1 else None
    if flow is None:
        return False
    _begin_with(talk, flow, words)
    return True


def _correction(talk: Talk, words: Words) -> bool:
    """«Не Драгоманова, а Хрещатик» at any question: read in the light of the answers given.

    A line that the words name («квартира не 7, а 17») is the one that is meant.
    """
    frame = talk.frame
    if frame is None or not contrasts(words.text):
        return False
    lines, named = lines_of(talk, frame), slot_named(words.text)
    if words.reading.correction and named not in lines:
        return False
    for name in [named] if named in lines else lines:
        reading = _interpret(talk, words.alone, talk.name_of(name))
        if reading.correction and _fill(talk, frame, Words(words.text, reading, words.alone)):
            return True
    return False


# --- the answer awaited --------------------------------------------------------------------------


def _answer(talk: Talk, words: Words) -> bool:
    frame = talk.frame
    if frame is None or frame.awaits is None:
        return False
    spec = talk.awaited()
    if spec is None:
        return not _says_nothing_of(words) and _fill(talk, frame, words)
    if _steers(spec, words):
        return False
    return _answer_slot(talk, frame, spec, words)


def _says_nothing_of(words: Words) -> bool:
    """No slot is asked for: a bare number is nothing, unless it takes something back («ні, 14»)."""
    bare = words.text.isdigit() and len(words.text) <= _MOST_DIGITS_OF_A_HOUSE
    return bare and not words.reading.correction


def _steers(spec: SlotSpec, words: Words) -> bool:
    """Whether the text steers the talk instead of answering the question."""
    if words.reading.intent not in STEERING or words.reading.confidence < ESCAPE:
        return False
    return not kind_of(spec).free_text or len(words.text.split()) <= _MOST_STEERING_WORDS


def _answer_slot(talk: Talk, frame: Frame, spec: SlotSpec, words: Words) -> bool:
    found = kind_of(spec).answer(spec, frame.slots.get(spec.name), words)
    if found is None:
        return _fill(talk, frame, words)
    if isinstance(found, Reject):
        if _fill(talk, frame, words):
            return True
        if _wants_else(talk, frame, words.reading):
            return False
        _miss(talk, frame, spec, found.text)
        return True
    if _wants_no_story(talk, frame, spec, words.reading):
        return False
    talk.put(frame, spec, found)
    _fill_others(talk, frame, words, answered=spec)
    talk.state.misses = 0
    advance(talk)
    return True


def _wants_else(talk: Talk, frame: Frame, reading: Reading) -> bool:
    """Whether the words name another service, and not as a part of this one."""
    other = talk.gear.flows.by_intent.get(reading.intent)
    if other is None or other.name == frame.flow:
        return False
    told_here = reading.intent in talk.gear.flows[frame.flow].told_by
    return not told_here and reading.confidence >= ESCAPE


def _wants_no_story(talk: Talk, frame: Frame, spec: SlotSpec, reading: Reading) -> bool:
    """Asked what is broken, the resident speaks of another service altogether."""
    needs = spec.options.get("needs")
    return bool(needs) and not reading.service_code and _wants_else(talk, frame, reading)


def _miss(talk: Talk, frame: Frame, spec: SlotSpec, why: str) -> None:
    """Say what is wrong and how it is right; after three tries a person is offered."""
    talk.state.misses += 1
    talk.say(why)
    if talk.state.misses >= MOST_MISSES:
        _offer_person(talk)
    else:
        ask_slot(talk, frame, spec)


def _fill(talk: Talk, frame: Frame, words: Words) -> bool:
    """A message that answers other questions of this flow, or corrects what was said before."""
    # «67» or «Хрещатик 5» is a fact, whatever it looks like standing alone.
    told = words.reading.correction or len(words.text.split()) <= 2
    if _wants_else(talk, frame, words.reading) and not told:
        return False
    if not _fill_others(talk, frame, words):
        return False
    talk.state.misses = 0
    advance(talk)
    return True


def _fill_others(talk: Talk, frame: Frame, words: Words, answered: SlotSpec | None = None) -> bool:
    """Keep everything else the message says: answers given early, and corrections."""
    in_story = answered is not None and isinstance(kind_of(answered), StoryKind)
    others = [
        spec
        for spec in talk.gear.flows[frame.flow].slots.values()
        if spec is not answered and not (in_story and spec.not_in_story)
    ]
    changed = {spec.name for spec in others if _hear(talk, frame, spec, words)}
    for spec in others:
        kind = kind_of(spec)
        # The story must not go on telling of what was taken back.
        if isinstance(kind, StoryKind) and spec.options.get("needs") in changed:
            talk.put(frame, spec, kind.added(spec, frame.slots.get(spec.name), words))
    return bool(changed)


def _hear(talk: Talk, frame: Frame, spec: SlotSpec, words: Words) -> bool:
    """Take a slot's value out of a message about anything; True when it is a new one."""
    old = frame.slots.get(spec.name)
    value = kind_of(spec).hear(spec, old, words)
    if value is None or isinstance(value, Reject) or value == old:
        return False
    talk.put(frame, spec, value)
    return True


# --- yes, no, thanks -----------------------------------------------------------------------------


def _yes_or_no(talk: Talk, words: Words) -> bool:
    """A bare yes or no means what the question that stands says; without one it is just polite."""
    reading, state = words.reading, talk.state
    bare = reading.intent in ("affirm", "deny") and not contrasts(words.text)
    if not bare or reading.confidence < SURE:
        return False
    meant = state.yes if reading.intent == "affirm" else state.no
    if meant is not None:
        press(talk, meant)
    elif talk.frame is not None or state.matters:
        return False
    elif state.options and reading.intent == "affirm":
        ask_again(talk)
    else:
        state.misses = 0
        talk.say("all-right")
    return True


# --- another matter ------------------------------------------------------------------------------


def _other_matter(talk: Talk, words: Words) -> bool:
    """Start, or offer, what the message is about."""
    if words.reading.intent == "cancel" and words.reading.confidence >= SURE:
        cancel(talk)
        return True
    wanted = _flows_meant(talk, words)
    if not wanted:
        return False
    if len(wanted) > 1 or words.reading.confidence < SURE:
        _clarify(talk, wanted, words)
    else:
        _begin_with(talk, wanted[0], words)
    return True


def _flows_meant(talk: Talk, words: Words) -> list[Flow]:
    """The flow the reading names, or the few it may name, to choose from."""
    by_intent = talk.gear.flows.by_intent
    ranked = [(by_intent.get(name), sure) for name, sure in words.reading.ranking[:3]]
    best, sure = ranked[0] if ranked else (None, 0.0)
    # Digits alone ask for nothing.
    if best is None or sure < CLOSE or not any(ch.isalpha() for ch in words.text):
        return []
    near = CLOSE / 2

    def rivals_best(flow: Flow | None, other: float) -> bool:
        told_apart = sure - other >= near and (sure >= SURE or other < near)
        return flow is not None and flow is not best and not told_apart

    rivals = [flow for flow, other in ranked[1:] if flow and rivals_best(flow, other)]
    meant = [best, *rivals]
    if sure >= SURE and len(meant) == 1:
        return meant
    return [flow for flow in meant if flow.menu or flow.slots][:2]


def _clarify(talk: Talk, flows: list[Flow], words: Words) -> None:
    """Two readings are close: two buttons, and nothing said is lost whichever is pressed."""
    readings = [Matter(flow.name, slots_from(flow, words), alternative=True) for flow in flows]
    talk.state.matters = readings + talk.state.matters
    offer_matters(talk)


def _begin_with(talk: Talk, flow: Flow, words: Words) -> None:
    """Start a flow with what the message says, or take it up where it was left."""
    talk.state.misses = 0
    frame = under_way(talk, flow.name)
    if frame is not None:
        bring_up(talk, frame)
        if _is_another(talk, frame, words):
            _keep_another(talk, frame, words)
        elif not _fill(talk, frame, words):
            ask_again(talk)
        return
    _keep_second_matter(talk, flow, words)
    start_flow(talk, flow.name, slots_from(flow, words))


def _same_service_again(talk: Talk, words: Words) -> bool:
    """«А ще яма на Теремківській» in the middle of a request: a second one, kept for later."""
    frame = talk.frame
    if frame is None or not _is_another(talk, frame, words):
        return False
    _keep_another(talk, frame, words)
    return True


def _keep_another(talk: Talk, frame: Frame, words: Words) -> None:
    flow = talk.gear.flows[frame.flow]
    talk.keep_matter(flow.name, slots_from(flow, words))
    talk.say("second-later")
    ask_again(talk)


def _is_another(talk: Talk, frame: Frame, words: Words) -> bool:
    """Whether the message begins a second matter of a service that is under way with a first."""
    reading, flow = words.reading, talk.gear.flows[frame.flow]
    same_service = reading.intent in flow.intents and reading.confidence >= ESCAPE
    if not same_service or reading.correction or _tells_story(talk):
        return False
    told = slots_from(flow, words)
    other = {
        spec.kind
        for spec in flow.slots.values()
        if spec.name in told
        and spec.name in frame.slots
        and not kind_of(spec).alike(frame.slots[spec.name], told[spec.name])
    }
    if "service_code" in other:
        return reading.service_code_confidence >= ESCAPE
    return "address" in other and says_more(words.text)


def _tells_story(talk: Talk) -> bool:
    spec = talk.awaited()
    return spec is not None and isinstance(kind_of(spec), StoryKind)


def _keep_second_matter(talk: Talk, first: Flow, words: Words) -> None:
    """Remember what else the message asks for; it is offered when the first is done."""
    reading = words.reading
    for matter in reading.matters[1:2]:
        flow = talk.gear.flows.by_intent.get(matter.get("intent", ""))
        if flow is None or not flow.menu:
            continue
        part = clean(reading.text[matter.get("start", 0) : matter.get("end")])
        slots: Slots = {"description": part, "service_code": matter.get("service_code")}
        slots["address"] = slots_from(first, words).get("address")
        slots |= _hinted_in(flow, Words(part, words.alone, words.alone))
        fits = {spec.name for spec in flow.slots.values() if not spec.not_in_story}
        talk.keep_matter(flow.name, {k: v for k, v in slots.items() if v and k in fits})


def _hinted_in(flow: Flow, part: Words) -> Slots:
    """The closed choices that a part of a message settles: they are read from its words alone."""
    choices = (spec for spec in flow.slots.values() if spec.kind == "choice")
    return {spec.name: kind_of(spec).hear(spec, None, part) for spec in choices}


# --- not understood ------------------------------------------------------------------------------


def _not_understood(talk: Talk, _words: Words) -> bool:
    """Once: other words. Twice: buttons. Three times: a person."""
    talk.state.misses += 1
    if talk.state.misses >= MOST_MISSES:
        _offer_person(talk)
    elif talk.frame is not None:
        talk.say("not-understood")
        ask_again(talk)
    elif talk.state.matters:
        offer_matters(talk)
    else:
        first = talk.state.misses == 1
        talk.ask(Text("not-understood-first" if first else "not-understood-menu"), menu(talk))
    return True


def _offer_person(talk: Talk) -> None:
    buttons = (Button(Text("to-person"), "!handoff"), Button(Text("button-continue"), "!continue"))
    talk.ask(Text("offer-person"), buttons, yes="!handoff", no="!continue")


# In this order: the first that makes something of the words ends the search.
_UNDERSTANDING: Iterable[Callable[[Talk, Words], bool]] = (
    _command,
    _opened,
    _same_service_again,
    _correction,
    _answer,
    _yes_or_no,
    _other_matter,
    _not_understood,
)
