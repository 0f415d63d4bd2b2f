"""Words that steer a talk whatever the service: typed buttons, skip, back, repeat, edit, help."""

from collections.abc import Mapping

from core.conversation import Frame
from core.reading import Reading
from dialogs.answering import STEERING, miss
from dialogs.flow import SlotSpec
from dialogs.kinds.base import Words
from dialogs.phrases import Command, commands_of, insults, nearest, place_named, plain, slot_to_edit
from dialogs.pressing import (
    begin,
    edit,
    keep_private,
    press,
    refuse_consent,
    restart,
    resume,
    settle,
    skip,
)
from dialogs.slots import kind_of
from dialogs.talk import CONFIRM, EDIT, ESCAPE, SURE, Talk
from dialogs.walk import (
    advance,
    ask_again,
    ask_slot,
    ask_what_to_change,
    asked_for,
    confirm_step,
    lines_of,
    offer_draft,
    text_of,
)
from dialogs.wishes import asks_how_long, asks_who_sees, withholds


def option_denied(talk: Talk, text: str) -> bool:
    """«Не Дарницький», where that is one of the buttons: the no, or the one that is left."""
    said, options = plain(text), talk.state.options
    rest = said.removeprefix("ні ").removeprefix("нет ")
    if not rest.startswith("не ") or rest in options:
        return False
    denied = rest.removeprefix("не ")
    label = denied if denied in options else nearest(denied, options)
    if label is None:
        return False
    left = [value for name, value in options.items() if name != label and "~" not in value]
    if talk.state.no in left:
        left = [str(talk.state.no)]
    if len(left) != 1:
        return False
    press(talk, left[0])
    return True


def option_typed(talk: Talk, text: str) -> bool:
    """A button's label typed by hand presses it: whole, its beginning, misspelled or its place."""
    said, options = plain(text), talk.state.options
    begun = [label for label in options if len(said) > 3 and label.startswith(f"{said} ")]
    if said in options:
        chosen = said
    elif len(begun) == 1:
        chosen = begun[0]
    else:
        chosen = _chosen_by_place(talk, text) or _nearly(options, text) or ""
    if chosen not in options:
        return False
    press(talk, options[chosen])
    return True


def _nearly(options: Mapping[str, str], text: str) -> str | None:
    # Nothing is dropped on the strength of a misspelling.
    return nearest(text, [label for label, value in options.items() if value != "!cancel"])


def _chosen_by_place(talk: Talk, text: str) -> str | None:
    """«Другий»: where the question is a choice, one of its buttons."""
    labels, frame, spec = list(talk.state.options), talk.frame, talk.awaited()
    choice = talk.expects() == "choice" or (
        frame and spec and kind_of(spec).chosen_by_place(frame.slots.get(spec.name))
    )
    place = place_named(text, len(labels)) if choice else None
    return None if place is None else labels[place]


def abused(talk: Talk, words: Words) -> bool:
    """An insult with nothing else in it: one calm line, not again at the next one."""
    if not (insults(words.text) or insults(words.normal)) or _says_more(talk, words):
        return False
    if not talk.state.calmed:
        talk.say("calm")
        talk.state.calmed = True
    ask_again(talk)
    return True


def _says_more(talk: Talk, words: Words) -> bool:
    """Whether there is a matter, a fact or a wish besides the insult."""
    reading = words.alone
    fault = reading.service_code and reading.service_code_confidence >= SURE
    flow = talk.gear.flows.by_intent.get(reading.intent)
    wish = reading.intent in STEERING or (flow is not None and flow.slots)
    return bool(fault or reading.entities or (wish and reading.confidence >= ESCAPE))


def welcomed_back(talk: Talk, words: Words) -> bool:
    """A greeting after days: the draft is shown, to go on with or not."""
    greeting = words.small_talk and words.reading.intent in ("greet", "thank")
    if not (talk.away and greeting and talk.frame is not None):
        return False
    offer_draft(talk)
    return True


def commands_in(words: Words) -> frozenset[Command]:
    """The commands that the text may be, also in Latin letters or on the wrong keyboard."""
    return commands_of(words.text) | commands_of(words.normal)


def command(talk: Talk, words: Words) -> bool:
    """A phrase that means the same in every flow, or a line of the summary to change."""
    commands, frame = commands_in(words), talk.frame
    if "restart" in commands:
        restart(talk)
    elif commands & {"repeat", "to_bot"}:
        ask_again(talk)
    elif "resume" in commands:
        resume(talk)
    elif frame is None and talk.state.filed and asks_how_long(words.text):
        begin(talk, "case_status", {"case_number": talk.state.filed.found["case_number"]})
    else:
        return frame is not None and _command_in(talk, frame, words, commands)
    return True


def _command_in(talk: Talk, frame: Frame, words: Words, commands: frozenset[Command]) -> bool:
    """A command that needs a flow under way."""
    if "decline" in commands and frame.awaits == CONFIRM:
        ask_what_to_change(talk, frame, "held-back")
    elif "refuse" in commands and talk.expects() == "consent":
        refuse_consent(talk, frame)
    elif _goes_unnamed(talk, frame, commands):
        keep_private(talk, frame)
    elif "skip" in commands or _withholds(talk, words, commands):
        _skip(talk, frame)
    elif "same" in commands:
        return _same_as_before(talk, frame)
    elif "back" in commands:
        _back(talk, frame)
    elif "edit" in commands:
        ask_what_to_change(talk, frame)
    elif "explain" in commands or _asks_for_help(words.reading):
        return _explain(talk, frame)
    else:
        return _tell_about(talk, frame, words.text) or _edit_named(talk, frame, words)
    return True


def _goes_unnamed(talk: Talk, frame: Frame, commands: frozenset[Command]) -> bool:
    """«Анонімно», «без мого номера» at the summary: without the person, where that may be."""
    step = confirm_step(talk, frame)
    allowed = step is not None and step.anonymous == "allowed"
    if {"refuse", "skip"} <= commands and frame.awaits == CONFIRM:
        return True
    return "anonymous" in commands and allowed


def _edit_named(talk: Talk, frame: Frame, words: Words) -> bool:
    """«Зміни адресу»: the line of the summary that the resident names."""
    # «Адресу», with the summary before one's eyes; more words may agree to it.
    one_word = frame.awaits == CONFIRM and len(words.text.split()) == 1
    wanted = slot_to_edit(words.text, asked=one_word or frame.awaits == EDIT)
    spec = talk.spec(wanted) if wanted else None
    if spec is None:
        return False
    if spec.name in lines_of(talk, frame):
        edit(talk, frame, spec)
        return True
    step = confirm_step(talk, frame)
    offered = step is not None and spec.name in step.offer and not spec.personal
    if not offered or frame.awaits not in (CONFIRM, EDIT):
        return False
    # Not told yet, but the summary offers to add it.
    ask_slot(talk, frame, spec)
    return True


def _skip(talk: Talk, frame: Frame) -> None:
    """«Не знаю»: pass over what may be left open; what must be known is asked once more."""
    spec = talk.awaited()
    if spec is None:
        frame.awaits = None
        advance(talk)
    elif spec.optional:
        skip(talk, frame, spec)
    elif talk.state.no is not None and _may_be_declined(spec):
        press(talk, talk.state.no)
    else:
        why = text_of(talk, frame, f"needed-{spec.name}") or "needed"
        miss(talk, frame, spec, why, ways_on=True)


def _same_as_before(talk: Talk, frame: Frame) -> bool:
    """«Адреса та сама»: what the person keeps with us, or told for what was filed lately."""
    spec = talk.awaited()
    if spec is None:
        return False
    filed = talk.state.filed
    told = filed.slots.get(spec.name) if filed and not filed.found.get("anonymous") else None
    value = talk.context.known.get(spec.name, told)
    if value is None:
        miss(talk, frame, spec, "not-told-before")
    else:
        settle(talk, frame, spec, value)
    return True


def _tell_about(talk: Talk, frame: Frame, asked: str) -> bool:
    """How long the matter under way will take, who will see it; and the question again."""
    what = "how-long" if asks_how_long(asked) else "who-sees" if asks_who_sees(asked) else None
    text = text_of(talk, frame, what) if what else None
    if text is None:
        return False
    talk.say(text, talk.values(frame))
    ask_again(talk)
    return True


def _withholds(talk: Talk, words: Words, commands: frozenset[Command]) -> bool:
    """«Анонімно», «не хочу підписувати», where the question is about the person."""
    spec, flow = talk.awaited(), talk.flow
    if spec is None or flow is None or spec.name not in flow.personal or talk.state.no is not None:
        return False
    return "refuse" in commands or (not words.bare_facts and withholds(words.text))


def _may_be_declined(spec: SlotSpec) -> bool:
    """Whether «не треба» is an answer: a list is chosen from, unless one of it is the no."""
    return bool(spec.options.get("no")) or not kind_of(spec).chosen_by_place(None)


def _back(talk: Talk, frame: Frame) -> None:
    """Ask the question before this one anew."""
    steps = [step.collect for step in talk.gear.flows[frame.flow].steps if step.collect]
    asked = [name for name in steps if frame.asked.get(name) and asked_for(talk, frame, name)]
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
