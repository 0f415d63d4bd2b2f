"""What a text is about: a service to begin, a second matter to keep, two readings."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.conversation import Frame, Matter
from core.link_codes import hands_in_code
from dialogs.additions import as_addition
from dialogs.answering import (
    CLOSE,
    HINTED,
    chosen,
    fill,
    keep_beside,
)
from dialogs.flow import Flow
from dialogs.kinds.base import Words
from dialogs.kinds.stories import StoryKind
from dialogs.phrases import clean, says_more
from dialogs.pressing import cancel, drop
from dialogs.several import keep_rest
from dialogs.slots import kind_of
from dialogs.talk import CONFIRM, ESCAPE, SURE, Talk
from dialogs.walk import (
    ask_again,
    ask_what_to_change,
    bring_up,
    handed,
    offer_matters,
    remind_where,
    say_rejected,
    slots_from,
    start_flow,
    under_way,
)
from dialogs.wishes import instead, refuses

_PLACES = frozenset({"street", "house"})
_MOST_WORDS_OF_A_REFUSAL = 6
_MOST_WORDS_OF_A_CUE = 8
# How sure the reader is of what it told apart.
_TOLD_APART = 0.95


def opened(talk: Talk, words: Words) -> bool:
    """A message that begins with what opens a flow (a case's number) starts it, as does one that
    hands in a code from another chat.
    """
    entering = talk.gear.flows.opened_by("link_code") if hands_in_code(words.text) else None
    if entering is not None and (talk.frame is None or talk.frame.flow != entering.name):
        _begin_with(talk, entering, words)
        return True
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


def cued(talk: Talk, words: Words) -> bool:
    """Words of a service's own begin it; in a story that was asked for they are part of it."""
    flows = talk.gear.flows
    flow = flows.cued_by(words.text) or flows.cued_by(words.normal)
    if flow is None or (talk.frame is not None and talk.frame.flow == flow.name):
        return False
    if _tells_story(talk) and len(words.text.split()) > _MOST_WORDS_OF_A_CUE:
        return False
    _begin_with(talk, flow, words)
    return True


def turned_away(talk: Talk, words: Words) -> bool:
    """«Не хочу скаржитися», «ні, краще заявку»: what is under way is dropped, also for another.

    What has come to its summary is not lost by one word, and a story may tell of refusals.
    """
    frame = talk.frame
    if frame is None:
        return False
    refused = refuses(words.text, talk.gear.flows[frame.flow].acts)
    swaps = instead(words.text) or (refused and not _tells_story(talk))
    other = _named_instead(talk, frame, words) if swaps else None
    if other is not None:
        drop(talk, frame)
        keep_second_matter(talk, other, words)
        told = slots_from(other, _first_of_two(words))
        start_flow(talk, other.name, handed(talk, frame, other.name, told))
    elif not refused or len(words.text.split()) > _MOST_WORDS_OF_A_REFUSAL:
        return False
    elif frame.awaits == CONFIRM:
        ask_what_to_change(talk, frame, "held-back")
    else:
        cancel(talk)
    return True


def _named_instead(talk: Talk, frame: Frame, words: Words) -> Flow | None:
    """The service that the words name in the place of the one under way."""
    flow = talk.gear.flows.by_intent.get(words.alone.intent)
    named = flow is not None and flow.name != frame.flow and words.alone.confidence >= SURE
    if not named:
        flow = _mending(talk, words)
    unfit = flow is None or flow.name == frame.flow or not flow.slots
    return None if unfit else flow


def _mending(talk: Talk, words: Words) -> Flow | None:
    """The flow that needs to know what is wrong, when the words tell it and not what is wanted."""
    if words.alone.service_code_confidence < ESCAPE or not words.alone.service_code:
        return None
    flows = talk.gear.flows.menu()
    return next((flow for flow in flows if "service_code" in _needed(flow)), None)


def introduced(talk: Talk, words: Words) -> bool:
    """«Мене звати Олена Коваль, 067…» before any matter: kept for the one that comes."""
    if talk.frame is not None or not words.bare_facts:
        return False
    found = {slot: words.alone.first(entity) for slot, entity in _OF_THE_PERSON}
    told = {slot: entity.value for slot, entity in found.items() if entity}
    if len(told.get("name", "").split()) < _FEWEST_WORDS_OF_A_NAME:
        told.pop("name", None)
    talk.state.told |= told
    if not told or words.alone.first("street"):
        return False
    talk.state.misses = 0
    talk.say("noted")
    ask_again(talk)
    return True


_OF_THE_PERSON = (("name", "person"), ("phone", "phone"), ("email", "email"))
_FEWEST_WORDS_OF_A_NAME = 2


def keep_fault(talk: Talk, words: Words) -> None:
    """Remember the fault that the words tell of, to be offered."""
    flow = _mending(talk, words)
    if flow is not None:
        talk.keep_matter(flow.name, slots_from(flow, words))


def _needed(flow: Flow) -> set[str]:
    return {str(spec.options.get("needs")) for spec in flow.slots.values()}


def other_matter(talk: Talk, words: Words) -> bool:
    """Start, or offer, what the message is about."""
    if words.reading.intent == "cancel" and words.reading.confidence >= SURE:
        cancel(talk)
        return True
    if _says_it_again(talk, words):
        talk.say("noted")
        ask_again(talk)
        return True
    wanted = _flows_meant(talk, words)
    if not wanted:
        return False
    scored = next((flow for flow in wanted if flow.beside and words.alone.first("rating")), None)
    if scored is not None:
        _begin_with(talk, scored, words)
    elif len(wanted) > 1 or words.reading.confidence < SURE:
        _clarify(talk, wanted, words)
    elif not (_in_passing(talk, wanted[0]) or _taken_up(talk, wanted[0], words)):
        _begin_with(talk, wanted[0], words)
    return True


def _says_it_again(talk: Talk, words: Words) -> bool:
    """«Я ж написала: ліфт»: the fault that is known already, and no clear wish besides."""
    known = talk.frame.slots.get("service_code") if talk.frame else None
    same = known is not None and words.alone.service_code == known
    return same and words.reading.confidence < SURE


def _in_passing(talk: Talk, flow: Flow) -> bool:
    """A greeting or thanks in the middle: a word in return, and the question that stands."""
    said = f"{flow.name}-midway"
    if talk.frame is None or not talk.gear.has_text(said):
        return False
    talk.say(said, talk.values(talk.frame))
    if flow.name != "goodbye":
        remind_where(talk, talk.frame)
        ask_again(talk)
    return True


def _flows_meant(talk: Talk, words: Words) -> list[Flow]:
    """The flow the reading names, or the few it may name, to choose from."""
    ranked = _ranked(talk, words)
    best, sure = ranked[0] if ranked else (None, 0.0)
    # Digits alone ask for nothing, nor does a name.
    wordless = not any(ch.isalpha() for ch in words.text) and not words.alone.first("rating")
    if wordless or (words.bare_facts and best is not None and not best.slots):
        return []
    if words.reading.intent in _POLITE and (behind := _behind_thanks(talk, words, ranked)):
        return [behind]
    if best is None or sure < CLOSE:
        mending = None if talk.frame else _mending(talk, words)
        return [mending] if mending else []
    near = CLOSE / 2

    def rivals_best(flow: Flow | None, other: float) -> bool:
        told_apart = sure - other >= near and (sure >= SURE or other < near)
        return flow is not None and flow is not best and not told_apart

    rivals = [flow for flow, other in ranked[1:] if flow and rivals_best(flow, other)]
    meant = [best, *rivals]
    if sure >= SURE and len(meant) == 1:
        return meant
    return [flow for flow in meant if flow.menu or flow.slots][:2]


_POLITE = ("thank", "greet", "goodbye")


def _behind_thanks(
    talk: Talk, words: Words, ranked: list[tuple[Flow | None, float]]
) -> Flow | None:
    """«Дякую! А ще яма на Теремківській, 12»: what the message is about besides being polite."""
    if talk.frame is not None:
        return None
    told = words.alone.first("street")
    others = (flow for flow, sure in ranked[1:] if flow and flow.slots and sure >= HINTED)
    return _mending(talk, words) or (next(others, None) if told else None)


def _ranked(talk: Talk, words: Words) -> list[tuple[Flow | None, float]]:
    """The flows that the reading may name, best first; without those that the words refuse."""
    # «Nothing of ours» said without being sure hides what may be meant.
    named = [
        (talk.gear.flows.by_intent.get(name), sure)
        for name, sure in words.reading.ranking[:3]
        if name != "out_of_scope" or sure >= SURE
    ]
    return [(flow, sure) for flow, sure in named if not (flow and refuses(words.text, flow.acts))]


def _clarify(talk: Talk, flows: list[Flow], words: Words) -> None:
    """Two readings are close: two buttons, and nothing said is lost whichever is pressed."""
    readings = [Matter(flow.name, slots_from(flow, words), alternative=True) for flow in flows]
    readings = as_addition(talk, words) + readings
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
    keep_rest(talk, flow, words)
    say_rejected(talk, flow, words)
    start_flow(talk, flow.name, slots_from(flow, _first_of_two(words)))


def _taken_up(talk: Talk, flow: Flow, words: Words) -> bool:
    """The matter that was just offered is named instead of pressed: it is begun with all of it."""
    matter = next((one for one in talk.state.matters if one.flow == flow.name), None)
    if matter is None or talk.frame is not None:
        return False
    talk.state.matters.remove(matter)
    start_flow(talk, flow.name, {**matter.slots, **slots_from(flow, words)})
    return True


def reading_taken(talk: Talk, words: Words) -> bool:
    """One reading was offered, and what is told now fits it: an address, a phone, a name."""
    matters = talk.state.matters
    if len(matters) != 1 or not matters[0].alternative or not words.bare_facts:
        return False
    flow = talk.gear.flows[matters[0].flow]
    told = slots_from(flow, words)
    told.pop("description", None)
    if not told:
        return False
    talk.state.misses = 0
    start_flow(talk, flow.name, {**matters.pop().slots, **told})
    return True


def same_service_again(talk: Talk, words: Words) -> bool:
    """«А ще яма на Теремківській» in the middle of a request: a second one, kept for later."""
    frame = talk.frame
    if frame is None or chosen(talk.awaited(), words) or not _is_another(talk, frame, words):
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
    return replace(words, reading=reading, alone=reading)


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
    part = clean(words.alone.text[start:end])
    return replace(words, text=part, reading=reading, alone=reading)


def keep_second_matter(talk: Talk, first: Flow, words: Words) -> None:
    """Remember what else the message asks for; it is offered when the first is done.

    A place that only the first was told to be at is handed on to it when the first is done.
    """
    keep_beside(talk, first, words)
    for matter in words.alone.matters[1:]:
        flow = talk.gear.flows.by_intent.get(matter.get("intent", ""))
        if flow is None or not flow.menu:
            continue
        part = _part_of(words, matter)
        slots = {**slots_from(flow, part), "description": part.text}
        if "address" not in slots and "address" not in first.slots:
            slots["address"] = slots_from(flow, replace(words, text=part.text)).get("address")
        fits = {spec.name for spec in flow.slots.values() if not spec.not_in_story}
        talk.keep_matter(flow.name, {k: v for k, v in slots.items() if v and k in fits})
