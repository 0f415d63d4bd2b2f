"""However a resident wanders: no exception, no dead end, the same answer to the same words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.database.codec import from_json, to_json
from core.conversation import ActionDone, Context, Event, Heard, Run, Say, State, Step
from core.messages import Incoming
from core.reading import Reading, from_parse
from dialogs.talk import MOST_MATTERS
from dialogs.texts import LANGUAGES
from nlu.pipeline import load
from tests.dialogs.builders import NOW, city
from tests.dialogs.wandering import KNOWN, TEXTS, event_of, pause_of, result_of
from tests.sizes import size
from tests.system.program import trained_model

MENU = [
    *("!flow=dispatcher_request", "!flow=appeal_submit"),
    *("!flow=case_status", "!flow=handoff"),
]
load_state = from_json(State)

# Names that the program contract lists for what a conversation may wait for.
EXPECTS = frozenset(
    "address description phone name confirm consent choice district entrance apartment official "
    "floor since rating_quality rating_speed reason period account wanted date petition title "
    "text child_name child_birth_date institution from_institution transfer_reason school_class "
    "wished_district benefit wishes doctor_specialty time email topics places rhythm "
    "subscription".split()
)


class Wanderer:
    """A conversation under test: every step is looked at."""

    def __init__(self, known: int, readings: Mapping[str, Reading] | None = None) -> None:
        facts = KNOWN[known]
        self.context = Context(NOW, facts, consented=bool(facts))
        self.state = State()
        self.readings = readings

    def lives(self, number: int) -> list[Say]:
        """Live through the event that a number draws; return what was said."""
        self.context = replace(self.context, now=self.context.now + pause_of(number))
        event = event_of(number, self.state, self.readings)
        said = list(self.steps(event, number))
        if isinstance(event, Heard) and not self.state.handoff:
            assert said, "a resident was left without a reply"
        return said

    def steps(self, event: Event, number: int = 0) -> Iterator[Say]:
        waiting = [event]
        while waiting:
            step = self._step(waiting.pop(0))
            for effect in step.effects:
                if isinstance(effect, Say):
                    yield effect
                elif isinstance(effect, Run):
                    waiting.append(ActionDone(effect.action, result_of(number, effect.action)))

    def _step(self, event: Event) -> Step:
        engine, before = city().engine, to_json(self.state)
        step = engine.step(self.state, event, self.context)
        assert to_json(self.state) == before, "the step changed the state it was given"
        assert engine.step(self.state, event, self.context) == step, (
            "the same input, another output"
        )
        _look_at(step)
        # The next event finds the state as the database gives it back.
        self.state = load_state(to_json(step.state))
        assert to_json(self.state) == to_json(step.state)
        return step

    def presses(self, value: str) -> list[Say]:
        return list(self.steps(Heard(_incoming(button=value))))

    def says(self, text: str, intent: str) -> list[Say]:
        reading = Reading(text, ranking=((intent, 0.97),))
        return list(self.steps(Heard(_incoming(text=text), reading)))


def _incoming(**payload: str) -> Incoming:
    return Incoming("webchat", "web", "c1", "out", NOW, **payload)  # type: ignore[arg-type]  # a payload field


def _look_at(step: Step) -> None:
    assert step.expects is None or step.expects in EXPECTS
    assert len(step.state.frames) <= len(city().flows.by_name)
    assert len(step.state.matters) <= MOST_MATTERS + 2
    for effect in step.effects:
        if isinstance(effect, Say):
            _look_at_words(effect)


def _look_at_words(say: Say) -> None:
    for language in LANGUAGES:
        outgoing = city().texts.render(say, language)
        words = [outgoing.text, *(choice.label for choice in outgoing.choices)]
        assert all(words), say
        assert not any(re.search(r"\{\s*\$|\bnone\b", text) for text in words), words
    # Telegram carries no more in a button.
    assert all(0 < len(button.value.encode()) <= 64 for button in say.buttons)


def _gets_out(wanderer: Wanderer) -> None:
    """There is a way out of every state: back to the bot, then cancelling ends at the menu."""
    if wanderer.state.handoff:
        assert wanderer.presses("!bot"), "no way back from the hand-off"
        assert wanderer.state.handoff is None
    for _ in range(len(wanderer.state.frames) + 1):
        wanderer.says("скасувати", "cancel")
    last = wanderer.says("скасувати", "cancel")[-1]
    assert [button.value for button in last.buttons] == MENU
    assert (wanderer.state.frames, wanderer.state.matters) == ([], [])


numbers = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=20)


@given(numbers, st.integers(0, len(KNOWN) - 1))
@settings(max_examples=size("random_sequences"))
def test_nobody_is_lost_however_they_wander(drawn: Sequence[int], known: int) -> None:
    wanderer = Wanderer(known)
    for number in drawn:
        wanderer.lives(number)
    _gets_out(wanderer)


@given(numbers)
@settings(max_examples=size("random_sequences") // 10)
def test_starting_over_leaves_nothing_behind(drawn: Sequence[int]) -> None:
    wanderer = Wanderer(0)
    for number in drawn:
        wanderer.lives(number)
    if wanderer.state.handoff:
        wanderer.presses("!bot")
    said = wanderer.says("почати спочатку", "cancel")
    assert said[-1].text.id == "started-over"
    assert (wanderer.state.frames, wanderer.state.matters, wanderer.state.misses) == ([], [], 0)


@pytest.fixture(scope="module")
def readings(root: Path) -> Mapping[str, Reading]:
    """Return what the real reader makes of each text."""
    reader = load(trained_model(), root / "data" / "city")
    return {text: from_parse(reader.read(text, NOW)) for text in TEXTS}


def test_nobody_is_lost_with_the_real_reader(readings: Mapping[str, Reading]) -> None:
    @given(numbers, st.integers(0, len(KNOWN) - 1))
    @settings(max_examples=size("random_sequences") // 5)
    def wander(drawn: Sequence[int], known: int) -> None:
        wanderer = Wanderer(known, readings)
        for number in drawn:
            wanderer.lives(number)
        _gets_out(wanderer)

    wander()
