"""What a text means now: danger first, then the answer awaited, corrections, other matters.

The order is the engine's promise: an emergency beats everything, a plain answer beats a guess about
intent, whatever a message says besides its answer is kept, and nothing is a dead end. What words
steer stands in `steering`, what they answer in `answering`, what they begin in `matters`.
"""

import re
from collections.abc import Callable, Iterable

from core.conversation import Button, Text
from core.messages import FileRef
from core.reading import SURE_DANGER, Reading
from dialogs.additions import added_later, amended, offer_to_add
from dialogs.answering import (
    MOST_MISSES,
    agreed_and_more,
    answered,
    answered_below,
    corrected,
    yes_or_no,
)
from dialogs.kinds.base import Words
from dialogs.matters import (
    cued,
    introduced,
    keep_fault,
    opened,
    other_matter,
    reading_taken,
    same_service_again,
    turned_away,
)
from dialogs.phrases import clean, taken_back
from dialogs.pressing import back_to_bot, leave_handoff
from dialogs.several import another_told
from dialogs.sharing import begin_with_files, evidence, note_files
from dialogs.steering import (
    abused,
    command,
    commands_in,
    option_denied,
    option_typed,
    welcomed_back,
)
from dialogs.talk import SURE, Talk
from dialogs.walk import ask_again, menu, offer_draft, offer_matters, offer_person

MAYBE_DANGER = 0.45
_FEWEST_WORDS_OF_A_SENTENCE = 3
_PLAIN_WORD = re.compile(r"[^\W\d_][\w'’-]*[.,:;!?…]*")


def hear(talk: Talk, text: str, reading: Reading, files: tuple[FileRef, ...] = ()) -> None:
    """Act on a text with the reader's reading of it."""
    _note_language(talk, reading)
    if _emergency(talk, reading):
        return
    read = talk.interpreted(reading, talk.expects())
    words = Words(clean(text), _said(read), _said(reading), talk.today)
    if talk.state.handoff:
        if "to_bot" in commands_in(words):
            leave_handoff(talk)
        return
    if talk.frame is not None:
        note_files(talk, files)
    else:
        talk.brought = evidence(files)
    if _sent_twice(talk, text, files) or option_denied(talk, text) or option_typed(talk, text):
        return
    if reading_taken(talk, words):
        return
    if not words.small_talk:
        # Other words instead of a choice between two readings: the readings are void.
        talk.drop_readings()
    any(understood(talk, words) for understood in _UNDERSTANDING)


def _said(reading: Reading) -> Reading:
    """The reading without what its own words take back («18, а не 16», «не Дарницький»)."""
    return reading.without(lambda found: taken_back(reading.text[: found.start]))


def _sent_twice(talk: Talk, text: str, files: tuple[FileRef, ...]) -> bool:
    """A long text sent again by accident is not a new one: what it was answered stands."""
    if not talk.echoes(text) or files:
        return False
    if talk.frame is None and not talk.state.matters:
        talk.say("heard-already")
    ask_again(talk)
    return True


def _note_language(talk: Talk, reading: Reading) -> None:
    """Who writes a sentence in English is answered in English, until the next one that is not."""
    words = [word for word in reading.text.split() if _PLAIN_WORD.fullmatch(word)]
    # Names and streets in Latin letters are of either language.
    if len(words) >= _FEWEST_WORDS_OF_A_SENTENCE and reading.language != "translit":
        talk.state.heard = "en" if reading.language == "en" else "uk"


# --- danger --------------------------------------------------------------------------------------


def _emergency(talk: Talk, reading: Reading) -> bool:
    """Numbers first; True when nothing else may be said now."""
    if reading.danger >= SURE_DANGER:
        kind = reading.emergency or "danger"
        _keep_for_after(talk, reading)
        talk.say(f"emergency-{kind}", buttons=_way_on(talk), kind="alarm")
        return True
    if reading.danger >= MAYBE_DANGER:
        talk.say("emergency-maybe", kind="alarm")
    return False


def _way_on(talk: Talk) -> tuple[Button, ...]:
    if talk.state.handoff:
        return back_to_bot()
    waits = talk.frame or talk.state.matters
    return (Button(Text("button-continue"), "!continue"),) if waits else ()


def _keep_for_after(talk: Talk, reading: Reading) -> None:
    """The fault that hurt somebody (a stuck lift) is a request too, once help is called.

    Where the danger itself is the matter (gas, fire), the brigade that was called ends it.
    """
    fault = reading.emergency == "ambulance" and reading.service_code_confidence >= SURE
    if fault and not talk.frame and not talk.state.handoff:
        words = Words(clean(reading.text), reading, reading, talk.today)
        keep_fault(talk, words)


# --- not understood ------------------------------------------------------------------------------


def _not_understood(talk: Talk, words: Words) -> bool:
    """Once: other words. Twice: buttons. Three times: a person."""
    if talk.away and talk.frame is not None:
        offer_draft(talk)
        return True
    brought, talk.brought = talk.brought, 0
    if begin_with_files(talk, brought):
        return True
    talk.state.misses += 1
    if talk.state.misses >= MOST_MISSES:
        offer_person(talk)
    elif talk.state.matters and talk.state.matters[0].alternative:
        offer_matters(talk)
    elif talk.frame is not None:
        talk.say("not-understood")
        ask_again(talk)
    elif offer_to_add(talk, words):
        return True
    elif talk.state.matters:
        offer_matters(talk)
    else:
        first = talk.state.misses == 1
        talk.ask(Text("not-understood-first" if first else "not-understood-menu"), menu(talk))
    return True


# In this order: the first that makes something of the words ends the search.
_UNDERSTANDING: Iterable[Callable[[Talk, Words], bool]] = (
    abused,
    command,
    welcomed_back,
    cued,
    opened,
    agreed_and_more,
    another_told,
    same_service_again,
    corrected,
    turned_away,
    answered,
    answered_below,
    amended,
    added_later,
    yes_or_no,
    introduced,
    other_matter,
    _not_understood,
)
