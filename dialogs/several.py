"""Several of what a request is for one of, told at once: the first is filed, the others wait."""

from dataclasses import replace

from core.conversation import Frame, Slots
from dialogs.flow import Flow
from dialogs.kinds.base import Words
from dialogs.slots import kind_of
from dialogs.talk import Talk
from dialogs.walk import advance, ask_again


def told_of(flow: Flow, words: Words) -> list[Slots]:
    """Return what the words tell of each, by the flow's slots; empty when they tell of none."""
    of_kinds = (kind_of(spec).several(spec, words) for spec in flow.slots.values())
    return next(filter(None, of_kinds), [])


def keep_rest(talk: Talk, flow: Flow, words: Words) -> None:
    """Keep all but the first as matters of their own; what waits already is told more of."""
    waiting = [number for number, one in enumerate(talk.state.matters) if one.flow == flow.name]
    for place, told in enumerate(told_of(flow, words)[1:]):
        if place < len(waiting):
            matter = talk.state.matters[waiting[place]]
            talk.state.matters[waiting[place]] = replace(matter, slots={**told, **matter.slots})
        else:
            talk.keep_matter(flow.name, told)


def another_told(talk: Talk, words: Words) -> bool:
    """«А ще Софія, 15.09.2024», when the first is known: kept for later. What shares a fact with
    the first puts it right.
    """
    frame = talk.frame
    told = told_of(talk.gear.flows[frame.flow], words) if frame else []
    if frame is None or not told or not all(name in frame.slots for one in told for name in one):
        return False
    if any(frame.slots[name] == fact for name, fact in told[0].items()):
        return _put_right(talk, frame, told[0])
    if len(told[0]) < _FEWEST_FACTS or words.reading.correction:
        return False
    for one in told:
        talk.keep_matter(frame.flow, one)
    talk.state.misses = 0
    talk.say("second-later")
    ask_again(talk)
    return True


# A name alone may be anybody's.
_FEWEST_FACTS = 2


def _put_right(talk: Talk, frame: Frame, told: Slots) -> bool:
    changed = {name: fact for name, fact in told.items() if frame.slots[name] != fact}
    for name in changed:
        talk.put(frame, talk.gear.flows[frame.flow].slots[name], changed[name])
    if changed:
        advance(talk)
    return bool(changed)
