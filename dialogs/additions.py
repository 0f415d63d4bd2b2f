"""What comes after filing and is of what was filed: a slip put right, something left out, a photo.

Rule: what begins no matter of its own is added to the case; a slip files it anew in its place.
"""

from datetime import timedelta
from typing import Any

from core.conversation import Frame, Matter
from core.messages import Location
from dialogs.answering import STEERING, fill_others, wants_else
from dialogs.kinds.base import Reject, Words
from dialogs.phrases import forgets, says_more, slot_named, slot_to_edit, takes_back
from dialogs.pressing import edit
from dialogs.slots import kind_of
from dialogs.talk import ESCAPE, SURE, Talk
from dialogs.walk import (
    advance,
    ask_what_to_change,
    lines_of,
    offer_matters,
    start_flow,
)
from dialogs.wishes import asks

ADD = "case_add"
# So long after filing a photo, or words that mean nothing else, are of what was filed.
_JUST_NOW = timedelta(hours=1)
_FEWEST_WORDS_LEFT_OUT = 3


def add_files(talk: Talk, count: int) -> bool:
    """Give photos that came without a word to what was just filed; False where nothing was."""
    return bool(count) and _just_filed(talk) is not None and _add(talk)


def add_point(talk: Talk, location: Location) -> bool:
    """Give a shared point to what was just filed, when its place has none yet."""
    filed = _just_filed(talk)
    if filed is None:
        return False
    for spec in talk.gear.flows[filed.flow].slots.values():
        old = filed.slots.get(spec.name)
        value = kind_of(spec).located(spec, old, location)
        if value is not None and not isinstance(value, Reject):
            point = {"lat": location.lat, "long": location.long}
            return (old or {}).get("lat") is None and _add(talk, point=point)
    return False


def added_later(talk: Talk, words: Words) -> bool:
    """«Ще забула: код на дверях 12», a photo with its words: added to what was filed."""
    filed = _just_filed(talk)
    if forgets(words.text) and talk.frame is None:
        filed = talk.state.filed
    if filed is None or _of_something_else(talk, filed, words):
        return False
    asked = bool(filed.found.get("asked"))
    told = asked or talk.brought or forgets(words.text) or _tells_on(filed, words)
    return bool(told) and _add(talk, words=words.text)


def offer_to_add(talk: Talk, words: Words) -> bool:
    """Ask whether words that nobody understands are of what was just filed."""
    found = as_addition(talk, words)
    if not found or talk.state.matters:
        return False
    talk.state.matters = found
    offer_matters(talk)
    return True


def as_addition(talk: Talk, words: Words) -> list[Matter]:
    """Return the reading that words are of what was just filed, where they may be."""
    filed = _just_filed(talk)
    short = len(words.text.split()) < _FEWEST_WORDS_LEFT_OUT
    if filed is None or short or asks(words.text) or ADD not in talk.gear.flows.by_name:
        return []
    slots = {"case_number": filed.found["case_number"], "words": words.text}
    return [Matter(ADD, slots, alternative=True)]


def _add(talk: Talk, **what: Any) -> bool:
    filed = talk.state.filed
    if filed is None or ADD not in talk.gear.flows.by_name:
        return False
    talk.state.misses = 0
    # They are the case's, not of the flow that gives them to it.
    talk.brought = 0
    start_flow(talk, ADD, {"case_number": filed.found["case_number"], **what})
    return True


def await_answer(talk: Talk, case_number: str) -> None:
    """A body asked the resident about a case: what they send next, and is nothing else, answers."""
    found = {"case_number": case_number, "asked": True}
    talk.state.filed = Frame(no=talk.state.next_no, flow=ADD, found=found)
    talk.state.filed_at = talk.context.now
    talk.state.next_no += 1


def _just_filed(talk: Talk) -> Frame | None:
    """What was filed a moment ago, or was asked about, while nothing else is under way."""
    filed, at, now = talk.state.filed, talk.state.filed_at, talk.context.now
    if filed is None or at is None or talk.frame is not None:
        return None
    return filed if filed.found.get("asked") or now - at <= _JUST_NOW else None


def _of_something_else(talk: Talk, filed: Frame, words: Words) -> bool:
    """Whether the words are a question, steer the talk, or begin a matter of their own."""
    reading, flows = words.alone, talk.gear.flows
    if words.small_talk or words.bare_facts or asks(words.text):
        return True
    if reading.intent in STEERING and reading.confidence >= ESCAPE:
        return True
    known = filed.slots.get("service_code")
    code = reading.service_code if reading.service_code_confidence >= ESCAPE else None
    elsewhere = reading.first("street") and not forgets(words.text)
    if elsewhere or (code and known and code != known) or len(reading.matters) > 1:
        return True
    flow = flows.by_intent.get(reading.intent)
    other = flow is not None and flow.slots and flow.name != filed.flow
    told_by = flows[filed.flow].told_by
    clear = reading.confidence >= ESCAPE and reading.intent not in told_by
    return bool(other and clear and not forgets(words.text))


def _tells_on(filed: Frame, words: Words) -> bool:
    """Whether the words go on about the same fault («вона глибока, дві машини пробили колеса»)."""
    reading = words.alone
    same = reading.service_code == filed.slots.get("service_code") is not None
    return same and reading.service_code_confidence >= SURE and not says_more(words.text)


# --- a slip in it --------------------------------------------------------------------------------


def amended(talk: Talk, words: Words) -> bool:
    """«Я помилився в адресі», when it is filed: the same once more, to be filed in its place.

    What was only left out changes no line: it is added to the case as it stands.
    """
    filed = talk.state.filed
    if filed is None or talk.frame is not None or "confirmed" not in filed.found:
        return False
    if not _speaks_of(talk, filed, words):
        return False
    frame = talk.reopen_filed()
    if frame is None:
        return False
    changed = _put_right(talk, frame, words)
    if not changed and forgets(words.text):
        talk.state.frames.remove(frame)
        return False
    talk.state.matters.clear()
    talk.say("filed-already", {"case_number": frame.found["replaces"]})
    named = slot_named(words.text)
    spec = talk.spec(named) if named in lines_of(talk, frame) else None
    if changed:
        advance(talk)
    elif spec is not None:
        edit(talk, frame, spec)
    else:
        ask_what_to_change(talk, frame)
    return True


def _speaks_of(talk: Talk, filed: Frame, words: Words) -> bool:
    """Whether the words find a fault in what was filed, and are no matter of their own."""
    slip = takes_back(words.text) or slot_to_edit(words.text) or words.alone.correction
    code = words.alone.service_code if words.alone.service_code_confidence >= ESCAPE else None
    other = code and code != filed.slots.get("service_code")
    return bool(slip) and not other and not wants_else(talk, filed, words.alone)


def _put_right(talk: Talk, frame: Frame, words: Words) -> bool:
    """Change what the words change; False when they change no line."""
    lines, named = lines_of(talk, frame), slot_named(words.text)
    for name in [named] if named in lines else lines:
        reading = talk.interpreted(words.alone, talk.name_of(name))
        heard = reading.correction or name == named
        if heard and fill_others(talk, frame, words.read_as(reading)):
            return True
    return False
