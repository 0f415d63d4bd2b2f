"""What a text answers: the question that stands, others of its flow, and what it takes back."""

from dataclasses import replace
from typing import Any

from core.conversation import Frame
from core.reading import Reading
from dialogs.flow import Flow, SlotSpec
from dialogs.kinds.base import Reject, Words
from dialogs.kinds.stories import LOW_SCORES, RemarkKind, StoryKind
from dialogs.phrases import (
    addition,
    contrasts,
    number_taken_back,
    slot_contrasted,
    slot_named,
)
from dialogs.pressing import agree, press
from dialogs.several import keep_rest
from dialogs.slots import kind_of
from dialogs.talk import CONFIRM, ESCAPE, SURE, Talk
from dialogs.walk import (
    advance,
    ask_again,
    ask_slot,
    lines_of,
    offer_person,
    remind_where,
    slots_from,
)
from dialogs.wishes import after_score, wishes

MOST_MISSES = 3
# From here on a reading may be what is meant.
CLOSE = 0.2
# What is enough where something else in the message points the same way: a score, a street.
HINTED = 0.05
STEERING = ("cancel", "handoff", "help", "bot_challenge", "case_status", "change_language")
_MOST_DIGITS_OF_A_HOUSE = 4
# A steering wish in a free-text answer is short; a longer one is a story that mentions it.
_MOST_STEERING_WORDS = 8


def corrected(talk: Talk, words: Words) -> bool:
    """«Не Драгоманова, а Хрещатик» at any question: read in the light of the answers given.

    A line that the words name («квартира не 7, а 17»), or that holds the number taken back, is the
    one that is meant.
    """
    frame = talk.frame
    if frame is None or not contrasts(words.text):
        return False
    lines = lines_of(talk, frame)
    named = slot_contrasted(words.text) or _line_with(frame, lines, number_taken_back(words.text))
    if words.reading.correction and named not in lines:
        return False
    for name in [named] if named in lines else lines:
        reading = talk.interpreted(words.alone, talk.name_of(name))
        if reading.correction and fill(talk, frame, words.read_as(reading)):
            return True
    return False


def _line_with(frame: Frame, lines: list[str], number: str | None) -> str | None:
    """The line of which the number was told: a house's is its address's."""
    if number is None:
        return None
    told = {name: frame.slots[name] for name in lines}
    houses = {name: value.get("house") for name, value in told.items() if isinstance(value, dict)}
    return next((name for name, value in (told | houses).items() if value == number), None)


def agreed_and_more(talk: Talk, words: Words) -> bool:
    """«Так, і додайте…»: what is added to a yes is kept with it.

    A yes on a condition, or one that changes a fact, brings the summary once more.
    """
    frame, added = talk.frame, addition(words.text)
    if frame is None or frame.awaits != CONFIRM or added is None or _steers_away(words.alone):
        return False
    more = replace(words, text=added.words)
    if keep_other_fault(talk, frame, more):
        agree(talk, frame)
        return True
    changed = fill_others(talk, frame, more)
    if not changed and not add_to_story(talk, frame, added.words):
        return False
    if changed or added.on_condition:
        advance(talk)
    else:
        agree(talk, frame)
    return True


def _steers_away(reading: Reading) -> bool:
    return reading.intent in STEERING and reading.confidence >= ESCAPE


def keep_other_fault(talk: Talk, frame: Frame, words: Words) -> bool:
    """Keep what the words add as a second matter, when it is clearly another fault."""
    code, known = words.alone.service_code, frame.slots.get("service_code")
    if not code or not known or code == known or words.alone.service_code_confidence < ESCAPE:
        return False
    talk.keep_matter(frame.flow, {"description": words.text, "service_code": code})
    return True


def keep_beside(talk: Talk, flow: Flow, words: Words, scored: str | None = None) -> None:
    """Keep what a verdict tells besides the score («5, але в під'їзді немає світла»).

    The fault that the reader found is the second matter's when it is not `scored`, the one that is
    being rated; while that is not known, it may be of either.
    """
    score = words.reading.first("rating")
    if _says_why(words, scored):
        return
    told = after_score(words.text, score.text if score else "")
    sure_of = dict(words.alone.ranking[:3])
    meant = [
        (max(sure_of.get(intent, 0.0) for intent in other.intents), other)
        for other in (talk.gear.flows[name] for name in flow.beside)
    ]
    wanted = [
        (sure, other)
        for sure, other in meant
        if wishes(words.text, other.acts)
        or (score and (sure >= HINTED or _of_another_fault(other, words, scored)))
    ]
    if not wanted or len(told) < _SHORTEST_MATTER:
        return
    _, other = max(wanted, key=lambda item: item[0])
    own = tuple(e for e in words.alone.entities if e.text in told and e.entity != "rating")
    reading = replace(words.alone, entities=own)
    if scored is None or reading.service_code == scored:
        reading = replace(reading, service_code=None, service_code_confidence=0.0)
    slots = slots_from(other, replace(words, text=told, reading=reading, alone=reading))
    talk.keep_matter(other.name, {**slots, "description": told})


def _says_why(words: Words, scored: str | None) -> bool:
    """Whether the words give a low score and speak of the very thing that is scored."""
    low = any(one.value in LOW_SCORES for one in words.reading.all("rating"))
    return low and scored is not None and words.alone.service_code == scored


def _of_another_fault(flow: Flow, words: Words, scored: str | None) -> bool:
    """Whether a flow mends what is broken, and the words clearly tell of something that is."""
    mends = any(spec.options.get("needs") for spec in flow.slots.values())
    code = words.alone.service_code
    clear = words.alone.service_code_confidence >= ESCAPE
    return mends and clear and code is not None and scored is not None and code != scored


_SHORTEST_MATTER = 15


def add_to_story(talk: Talk, frame: Frame, text: str) -> bool:
    """Put the words under what the resident told before, and say so; False without a story."""
    for spec in talk.gear.flows[frame.flow].slots.values():
        kind, told = kind_of(spec), frame.slots.get(spec.name)
        if isinstance(kind, StoryKind) and not isinstance(kind, RemarkKind) and told:
            talk.put(frame, spec, kind.longer(spec, told, text))
            talk.say("story-added", {"added": text})
            return True
    return False


def answered(talk: Talk, words: Words) -> bool:
    """The answer to the question that stands, or to another of its flow."""
    frame = talk.frame
    if frame is None or frame.awaits is None:
        return False
    spec = talk.awaited()
    if spec is None and _line_told(talk, frame, words):
        return True
    if spec is None:
        return not _says_nothing_of(words) and fill(talk, frame, words)
    if _steers(spec, words):
        return False
    return _answer_slot(talk, frame, spec, words)


def _line_told(talk: Talk, frame: Frame, words: Words) -> bool:
    """«Квартиру додайте 17», over the summary: the number is of the line that is named."""
    name = slot_named(words.text) if len(words.text.split()) <= _MOST_WORDS_OF_A_LINE else None
    spec = talk.spec(name) if name else None
    if spec is None or not spec.options.get("entity"):
        return False
    reading = talk.interpreted(words.alone, spec.name)
    found = kind_of(spec).answer(spec, None, words.read_as(reading))
    if found is None or isinstance(found, Reject):
        return False
    talk.put(frame, spec, found)
    advance(talk)
    return True


_MOST_WORDS_OF_A_LINE = 6


def chosen(spec: SlotSpec | None, words: Words) -> bool:
    """Whether the words name one of the choices that a question gives, whatever else they mean."""
    if spec is None:
        return False
    return kind_of(spec).answer(spec, None, words) in spec.options.get("values", ())


def _says_nothing_of(words: Words) -> bool:
    """No slot is asked for: a bare number is nothing, unless it takes something back («ні, 14»)."""
    bare = words.text.isdigit() and len(words.text) <= _MOST_DIGITS_OF_A_HOUSE
    return bare and not words.reading.correction


def _steers(spec: SlotSpec, words: Words) -> bool:
    """Whether the text steers the talk instead of answering the question."""
    if words.reading.intent not in STEERING or words.reading.confidence < ESCAPE:
        return False
    if words.reading.intent != "cancel" and chosen(spec, words):
        return False
    return not kind_of(spec).free_text or len(words.text.split()) <= _MOST_STEERING_WORDS


def _answer_slot(talk: Talk, frame: Frame, spec: SlotSpec, words: Words) -> bool:
    found = kind_of(spec).answer(spec, _old_of(frame, spec, words), words)
    if found is None:
        # In the light of this question it is nothing; by itself it may answer a later one.
        return fill(talk, frame, words) or fill(talk, frame, words.as_first)
    if isinstance(found, Reject):
        if fill(talk, frame, words):
            return True
        # Digits alone ask for nothing else.
        if any(ch.isalpha() for ch in words.text) and wants_else(talk, frame, words.reading):
            return False
        miss(talk, frame, spec, found.text)
        return True
    if _wants_no_story(talk, frame, spec, words.reading):
        return False
    keep_beside(talk, talk.gear.flows[frame.flow], words, frame.found.get("case_topic"))
    talk.put(frame, spec, found)
    fill_others(talk, frame, words, answered=spec)
    keep_rest(talk, talk.gear.flows[frame.flow], words)
    talk.state.misses = 0
    advance(talk)
    return True


def _old_of(frame: Frame, spec: SlotSpec, words: Words) -> Any:
    """What the answer may build on: what a line was before it was edited, if it is said so of it
    («не 12, а 14», «14»)."""
    of_it = words.reading.correction or contrasts(words.text) or words.text.isdigit()
    before = frame.edited.get(spec.name) if of_it and not kind_of(spec).free_text else None
    return frame.slots.get(spec.name, before)


def wants_else(talk: Talk, frame: Frame, reading: Reading) -> bool:
    """Whether the words name another service, and not as a part of this one."""
    other = talk.gear.flows.by_intent.get(reading.intent)
    if other is None or other.name == frame.flow:
        return False
    told_here = reading.intent in talk.gear.flows[frame.flow].told_by
    return not told_here and reading.confidence >= ESCAPE


def _wants_no_story(talk: Talk, frame: Frame, spec: SlotSpec, reading: Reading) -> bool:
    """Asked what is broken, the resident speaks of another service altogether."""
    needs = spec.options.get("needs")
    return bool(needs) and not reading.service_code and wants_else(talk, frame, reading)


def miss(talk: Talk, frame: Frame, spec: SlotSpec, why: str, *, ways_on: bool = False) -> None:
    """Say what is wrong and how it is right; after three tries a person is offered."""
    talk.state.misses += 1
    talk.say(why)
    if talk.state.misses >= MOST_MISSES:
        offer_person(talk)
    else:
        ask_slot(talk, frame, spec, ways_on=ways_on)


def fill(talk: Talk, frame: Frame, words: Words) -> bool:
    """A message that answers other questions of this flow, or corrects what was said before."""
    # «67» or «Хрещатик 5» is a fact, whatever it looks like standing alone.
    told = words.reading.correction or words.bare_facts or len(words.text.split()) <= 2
    if wants_else(talk, frame, words.reading) and not told:
        return False
    if not fill_others(talk, frame, words):
        return False
    talk.state.misses = 0
    spec = talk.awaited()
    if spec is not None and not talk.filled(frame, spec):
        # The same question comes again, though not because this was not understood.
        talk.say("noted")
    advance(talk)
    return True


def answered_below(talk: Talk, words: Words) -> bool:
    """The answer to the question that was left for a digression: the talk goes back to it.

    Where the digression had been told nothing yet, it ends; else it waits for its turn.
    """
    top = talk.frame
    if top is None or len(talk.state.frames) < 2 or words.small_talk:
        return False
    frame = talk.state.frames[-2]
    spec = talk.gear.flows[frame.flow].slots.get(frame.awaits or "")
    if spec is None or frame.running or kind_of(spec).free_text:
        return False
    reading = talk.interpreted(words.alone, spec.expects or spec.name)
    value = kind_of(spec).hear(spec, frame.slots.get(spec.name), words.read_as(reading))
    if value is None or isinstance(value, Reject):
        return False
    talk.state.frames.remove(frame)
    if not any(name in top.asked for name in top.slots):
        talk.state.frames.remove(top)
    talk.state.frames.append(frame)
    talk.state.misses = 0
    remind_where(talk, frame)
    talk.put(frame, spec, value)
    fill_others(talk, frame, words, answered=spec)
    advance(talk)
    return True


def fill_others(talk: Talk, frame: Frame, words: Words, answered: SlotSpec | None = None) -> bool:
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


def yes_or_no(talk: Talk, words: Words) -> bool:
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
