"""Words that were changed after they were sent: a correction of the last answer, or too late.

Rule: the last words are heard anew from where things stood before them, unless the city did
something because of them; then they count as said now. What lies further back is not changed
silently: the resident is told how to put it right.
"""

from dataclasses import replace
from hashlib import blake2s

from core.conversation import Heard, State
from core.messages import Incoming
from core.reading import SURE_DANGER
from dialogs.hearing import hear
from dialogs.talk import Talk
from dialogs.walk import ask_again


def remember(talk: Talk, incoming: Incoming, before: State) -> None:
    """Keep how things stood before the event, if its words can be changed afterwards."""
    state = talk.state
    state.message = state.words = state.before = None
    if incoming.message is not None and incoming.text:
        state.message, state.words = incoming.message, _digest(incoming.text)
        state.before = replace(before.copy(), message=None, words=None, before=None)


def hear_edited(talk: Talk, event: Heard) -> None:
    """Act on changed words."""
    incoming, reading, state = event.incoming, event.reading, talk.state
    text = incoming.text or ""
    if reading is None or (state.words == _digest(text) and state.message == incoming.message):
        return
    latest = incoming.message is not None and incoming.message == state.message
    if latest and state.before is not None:
        _go_back(talk, state.before)
        remember(talk, incoming, state.before)
    elif latest:
        state.words = _digest(text)
    elif reading.danger < SURE_DANGER and not state.handoff:
        talk.say("edited-too-late")
        ask_again(talk)
        return
    hear(talk, text, reading)


def _go_back(talk: Talk, before: State) -> None:
    """Stand where things stood; buttons shown since then name what is no more."""
    left = talk.state
    revisions = {frame.no: frame.revision for frame in left.frames}
    talk.state = before.copy()
    talk.state.next_no = left.next_no
    talk.state.seen_at = left.seen_at
    for frame in talk.state.frames:
        frame.revision = max(frame.revision, revisions.get(frame.no, 0)) + 1


def _digest(text: str) -> str:
    return blake2s(text.strip().encode("utf-8", "replace"), digest_size=8).hexdigest()
