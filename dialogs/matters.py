"""What a text is about: a service to begin, a second matter to keep, two readings."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.conversation import Frame, Matter
from dialogs.answering import add_to_story, fill, fill_others, wants_else
from dialogs.flow import Flow
from dialogs.phrases import clean, forgets, says_more, slot_named, slot_to_edit, takes_back
from dialogs.pressing import cancel, edit
from dialogs.slots import StoryKind, Words, kind_of
from dialogs.talk import ESCAPE, SURE, Talk
from dialogs.walk import (
    advance,
    ask_again,
    ask_what_to_change,
    bring_up,
    lines_of,
    offer_matters,
    slots_from,
    start_flow,
    under_way,
)

CLOSE = 0.2
_PLACES = frozenset({"street", "house"})
# How sure the reader is of what it told apart.
_TOLD_APART = 0.95


def opened(talk: Talk, words: Words) -> bool:
    """A message that begins with what opens a flow (a case's number) starts it."""
    first = min(words.reading.entities, key=lambda entity: entity.start, default=None)
    flow = talk.gear.flows.opened_by(first.entity) if first and first.start <= 1 else None
    if first is None or flow is None:
        return False
    meant = talk.gear.flows.by_intent.get(words.alone.intent)
    if meant and first.entity in meant.slots and words.alone.confidence >= SURE:
        # «KV-2026-000417: оцінка 5» names the case for what is wanted of it.
        flow = meant
    _begin_with(talk, flow, words)
    return True


def other_matter(talk: Talk, words: Words) -> bool:
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
    # «Nothing of ours» said without being sure hides what may be meant.
    ranked = [
        (by_intent.get(name), sure)
        for name, sure in words.reading.ranking[:3]
        if name != "out_of_scope" or sure >= SURE
    ]
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
        elif not fill(talk, frame, words):
            ask_again(talk)
        return
    keep_second_matter(talk, flow, words)
    start_flow(talk, flow.name, slots_from(flow, _first_of_two(words)))


def same_service_again(talk: Talk, words: Words) -> bool:
    """«А ще яма на Теремківській» in the middle of a request: a second one, kept for later."""
    frame = talk.frame
    if frame is None or not _is_another(talk, frame, words):
        return False
    if talk.away:
        _put_draft_aside(talk, frame)
        _begin_with(talk, talk.gear.flows[frame.flow], words)
    else:
        _keep_another(talk, frame, words)
    return True


def _put_draft_aside(talk: Talk, frame: Frame) -> None:
    """What comes after days goes first; the old draft is offered after it."""
    talk.state.frames.remove(frame)
    talk.keep_matter(frame.flow, dict(frame.slots))
    talk.say("draft-later")


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


# --- two matters in one message ------------------------------------------------------------------


def _first_of_two(words: Words) -> Words:
    """The words without what is only the second matter's: its kind, and a place of its own."""
    parts = words.alone.matters
    if len(parts) < 2:
        return words
    second = _part_of(words, parts[1])
    own_places = second.alone.first("street") and _part_of(words, parts[0]).alone.first("street")
    theirs = [e for e in second.alone.entities if own_places and e.entity in _PLACES]
    told = tuple(e for e in words.alone.entities if e not in theirs)
    code = parts[0].get("service_code")
    reading = replace(words.alone, entities=told)
    if code:
        reading = replace(reading, service_code=code, service_code_confidence=_TOLD_APART)
    return Words(words.text, reading, reading)


def _part_of(words: Words, matter: Mapping[str, Any]) -> Words:
    """The words of one matter alone, with what the reader found in them."""
    start, end = matter.get("start", 0), matter.get("end", len(words.alone.text))
    code = matter.get("service_code")
    reading = replace(
        words.alone,
        ranking=((str(matter.get("intent")), _TOLD_APART),),
        service_code=code,
        service_code_confidence=_TOLD_APART if code else 0.0,
        entities=tuple(e for e in words.alone.entities if start <= e.start < end),
        matters=(),
    )
    return Words(clean(words.alone.text[start:end]), reading, reading)


def keep_second_matter(talk: Talk, first: Flow, words: Words) -> None:
    """Remember what else the message asks for; it is offered when the first is done.

    A place that only the first was told to be at is handed on to it when the first is done.
    """
    for matter in words.alone.matters[1:2]:
        flow = talk.gear.flows.by_intent.get(matter.get("intent", ""))
        if flow is None or not flow.menu:
            continue
        part = _part_of(words, matter)
        slots = {**slots_from(flow, part), "description": part.text}
        if "address" not in slots and "address" not in first.slots:
            slots["address"] = slots_from(flow, Words(part.text, words.alone, words.alone)).get(
                "address"
            )
        fits = {spec.name for spec in flow.slots.values() if not spec.not_in_story}
        talk.keep_matter(flow.name, {k: v for k, v in slots.items() if v and k in fits})


# --- what was filed already ----------------------------------------------------------------------


def amended(talk: Talk, words: Words) -> bool:
    """«Я помилився в адресі», when it is filed: the same once more, to be filed in its place."""
    filed = talk.state.filed
    if filed is None or talk.frame is not None or not _speaks_of(talk, filed, words):
        return False
    frame = talk.reopen_filed()
    if frame is None:
        return False
    talk.state.matters.clear()
    talk.say("filed-already", {"case_number": frame.found["replaces"]})
    _put_right(talk, frame, words)
    return True


def _speaks_of(talk: Talk, filed: Frame, words: Words) -> bool:
    """Whether the words find a fault in what was filed, and are no matter of their own."""
    slip = takes_back(words.text) or slot_to_edit(words.text) or words.alone.correction
    code = words.alone.service_code if words.alone.service_code_confidence >= ESCAPE else None
    other = code and code != filed.slots.get("service_code")
    return bool(slip) and not other and not wants_else(talk, filed, words.alone)


def _put_right(talk: Talk, frame: Frame, words: Words) -> None:
    """Change what the words change; else ask for the line they name, else which line it is."""
    lines, named = lines_of(talk, frame), slot_named(words.text)
    for name in [named] if named in lines else lines:
        reading = talk.interpreted(words.alone, talk.name_of(name))
        heard = Words(words.text, reading, words.alone)
        if (reading.correction or name == named) and fill_others(talk, frame, heard):
            advance(talk)
            return
    spec = talk.spec(named) if named in lines else None
    if forgets(words.text) and add_to_story(talk, frame, words.text):
        advance(talk)
    elif spec is not None:
        edit(talk, frame, spec)
    else:
        ask_what_to_change(talk, frame)
