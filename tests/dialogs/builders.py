"""A conversation for the engine's tests: the real flows, texts and city, readings made by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from textwrap import dedent
from typing import Any

from core.conversation import (
    ActionDone,
    Button,
    Context,
    Event,
    FileRefused,
    HandoffEnded,
    Heard,
    Run,
    Say,
    SetTimer,
    State,
    Step,
    Text,
    TimerFired,
)
from core.messages import Contact, FileRef, Incoming, Location
from core.ports import Reader
from core.reading import Entity, Reading, from_parse
from dialogs.engine import Engine
from dialogs.loader import Offer, read_flows
from dialogs.talk import Equipment
from misto.app import City, build
from misto.settings import load_settings

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
FILED = {
    "case_number": "KV-2026-000001",
    "body": "housing-darnytskyi",
    "due_at": "2026-12-09T21:59:00+00:00",
    "due_basis": "norm",
}
# What the city answers to each action unless a test says otherwise.
RESULTS: Mapping[str, Mapping[str, Any]] = {
    "file_case": FILED,
    "keep_handoff": FILED,
    "find_cases": {"found": "none"},
    "open_handoff": {
        "handoff": "waiting",
        "on_duty": True,
        "promised_at": {"at": "2026-11-24T10:30:00+02:00", "days": 0},
    },
    "set_language": {"language": "en"},
    "save_address": {},
    "withdraw_case": {"withdrawn": True},
    "leave_handoff": {},
    "find_rated": {**FILED, "found": "one"},
    "rate_case": {"rated": True, "low": False},
    "reopen_case": {**FILED, "reopened": True},
    "draft_inspection": {"drafted": False},
    "find_near": {"near": None},
    "take_near": {},
    "find_outage": {"outage": None},
    "find_same": {"same": None, "same_own": False},
    "find_holder": {"holder": None, "holder_post": None, "holder_office": None},
    "add_to_case": {"case_number": "KV-2026-000001", "added": True, "added_files": 0},
    "take_out": {"taken_out": True},
    "join_case": {**FILED, "joined": True, "reported": 2},
}
LANE = {
    "number": "17",
    "title": "Велодоріжка на Харківському шосе",
    "petition_text": "Просимо збудувати велодоріжку.",
    "petition_status": "collecting",
    "intents": 3,
    "votes": 5990,
    "threshold": 6000,
    "ends_on": "2026-12-24",
    "days_left": 30,
    "due_at": "2026-12-08T21:59:59+00:00",
    "mine": None,
    "open": True,
}
FOLLOWED = {"number": 1, "id": 1, "topics": ("roads",), "places": ("*",), "rhythm": "daily"}
RESULTS = {
    **RESULTS,
    "find_petitions": {**LANE, "found": "one"},
    "find_alike": {"found": "none", "petitions": []},
    "find_signed": {**LANE, "found": "one", "mine": "intent"},
    "find_followed": {"found": "one", "follows": [FOLLOWED], "paused": None},
    "follow_news": {"followed": [FOLLOWED], "told_at": "2026-11-25T09:00:00+02:00"},
    "unfollow_news": {"stopped": 1, "follows": []},
    "pause_news": {"paused": "2026-11-30T00:00:00+02:00"},
    "sign_petition": {**LANE, "signed": "now", "mine": "intent", "verify_url": None},
    "withdraw_signature": {**LANE, "withdrawn": True},
    "file_petition": {**LANE, "refused": None, "due_at": "2026-11-26T21:59:59+00:00"},
}
YES, NO = ("affirm", 0.97), ("deny", 0.97)


@cache
def city() -> City:
    """Return a city of the default settings; only its tables, texts and engine are used."""
    return build(load_settings(None, {}))


def engine_of(*flows: str, **lookups: Mapping[str, Any]) -> Engine:
    """Return an engine of small flows; each lookup finds the same always. Any text exists."""
    sources = {f"{number}.yml": dedent(text) for number, text in enumerate(flows)}
    offer = Offer(frozenset(RESULTS), frozenset(lookups))
    found = {name: (lambda _slots, facts=facts: facts) for name, facts in lookups.items()}
    return Engine(
        Equipment(
            flows=read_flows(sources, offer),
            interpret=lambda parse, _text, _awaited: parse,
            lookups=found,
            label=lambda text, _language: text.id,
            has_text=lambda text: not text.endswith((".again", ".help")),
        )
    )


def street(name: str = "вулиця Михайла Драгоманова", **facts: Any) -> Entity:
    return Entity(
        "street", name, text=facts.pop("text", "Драгоманова"), extractor="gazetteer", **facts
    )


def entity(kind: str, value: str, **facts: Any) -> Entity:
    return Entity(kind, value, text=value, **facts)


def house(number: str) -> Entity:
    return entity("house", number)


class Resident:
    """A resident in conversation with the engine. Each act returns what was said to it."""

    def __init__(
        self,
        engine: Engine | None = None,
        *,
        known: Mapping[str, Any] | None = None,
        consented: bool = False,
        results: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self.engine = engine or city().engine
        self.context = Context(NOW, known or {}, consented or bool(known))
        self.results = {**RESULTS, **(results or {})}
        self.state = State()
        self.said: list[Say] = []
        self.shown: tuple[Button, ...] = ()
        self.runs: list[Run] = []
        self.timers: list[SetTimer] = []
        self.last: Step | None = None
        self._events = 0

    # --- acts ------------------------------------------------------------------------------------

    def says(
        self,
        text: str,
        intent: str | tuple[str, float] = ("out_of_scope", 0.6),
        *entities: Entity,
        code: str | None = None,
        sure: float = 0.95,
        files: Sequence[FileRef] = (),
        **facts: Any,
    ) -> str:
        ranking = (intent if isinstance(intent, tuple) else (intent, 0.97),)
        reading = Reading(
            text,
            ranking=facts.pop("ranking", ranking),
            service_code=code,
            service_code_confidence=sure if code else 0.0,
            entities=entities,
            **facts,
        )
        return self.hears(Heard(self._incoming(text=text, files=tuple(files)), reading))

    def writes(self, reader: Reader, text: str) -> str:
        """Say something that the real reader reads."""
        reading = from_parse(reader.read(text, NOW))
        return self.hears(Heard(self._incoming(text=text), reading))

    def presses(self, value: str) -> str:
        """Press a button by its value or its label."""
        return self.hears(Heard(self._incoming(button=self.choices.get(value, value))))

    def shares(self, lat: float = 50.4, long: float = 30.6) -> str:
        return self.hears(Heard(self._incoming(location=Location(lat, long))))

    def shares_contact(self, phone: str = "+380671234567", *, own: bool = True) -> str:
        return self.hears(Heard(self._incoming(contact=Contact(phone, "Олена", own))))

    def sends(self, *kinds: str) -> str:
        files = tuple(FileRef(kind, f"{kind}-{n}") for n, kind in enumerate(kinds))  # type: ignore[arg-type]  # the tests' words are the kinds
        return self.hears(Heard(self._incoming(files=files)))

    def starts(self, payload: str = "") -> str:
        return self.hears(Heard(self._incoming(start=payload)))

    def is_silent(self) -> str:
        return self.hears(TimerFired("reminder"))

    def gets_back(self, how: str) -> str:
        return self.hears(HandoffEnded(how))  # type: ignore[arg-type]  # a word of the tests

    def hears_of_file(self, reason: str) -> str:
        return self.hears(FileRefused(reason))

    def hears(self, event: Event) -> str:
        """Step the event and the actions it asks for; return all that was said, a line each."""
        self.said = []
        waiting = [event]
        while waiting:
            self.last = self.engine.step(self.state, waiting.pop(0), self.context)
            self.state = self.last.state
            for effect in self.last.effects:
                if isinstance(effect, Say):
                    self.said.append(effect)
                    self.shown = effect.buttons or self.shown
                elif isinstance(effect, Run):
                    self.runs.append(effect)
                    waiting.append(ActionDone(effect.action, self.results[effect.action]))
                else:
                    self.timers.append(effect)
        return "\n".join(self.texts)

    # --- what came of it -------------------------------------------------------------------------

    @property
    def ids(self) -> list[str]:
        return [say.text.id for say in self.said]

    @property
    def texts(self) -> list[str]:
        return [self._words(say.text) for say in self.said]

    @property
    def choices(self) -> dict[str, str]:
        """The buttons of the last message that had some: values by labels."""
        return {self._words(button.label): button.value for button in self.shown}

    @property
    def labels(self) -> list[str]:
        return list(self.choices)

    def _words(self, text: Text) -> str:
        return self.engine.gear.label(text, self.state.spoken)

    @property
    def expects(self) -> str | None:
        return self.last.expects if self.last else None

    @property
    def flow(self) -> str | None:
        return self.last.flow if self.last else None

    @property
    def told(self) -> dict[str, Any]:
        """What the resident told the active flow, or the action that ended it."""
        if self.state.active is not None:
            return self.state.active.slots
        return dict(self.runs[-1].told) if self.runs else {}

    def filed(self) -> Mapping[str, Any] | None:
        """Return what was given to `file_case`, None when nothing was filed."""
        return next((run.slots for run in reversed(self.runs) if run.action == "file_case"), None)

    def knowing(self, **facts: Any) -> "Resident":
        self.context = replace(self.context, known=facts, consented=True)
        return self

    def _incoming(self, **payload: Any) -> Incoming:
        self._events += 1
        return Incoming("webchat", "web", "c1", f"e{self._events}", NOW, **payload)


def with_lift() -> Resident:
    """Return a resident who reported a lift and is asked for the district."""
    resident = Resident()
    resident.says(
        "у нас на Драгоманова 15 третій день не працює ліфт",
        "dispatcher_request",
        street(),
        house("15"),
        code="elevator",
    )
    return resident


def at_summary() -> Resident:
    """Return a resident who sees the summary of a pothole on Теремківська, 12: no personal data."""
    resident = Resident()
    resident.says(
        "яма на Теремківській 12",
        "dispatcher_request",
        street("вулиця Теремківська", text="Теремківській"),
        house("12"),
        code="roads",
    )
    resident.presses("Голосіївський")
    assert resident.expects == "confirm"
    return resident


def at_consent() -> Resident:
    """Return a resident who sees the summary of a lift with a phone, asked for consent."""
    resident = with_lift()
    resident.presses("Дарницький")
    resident.says("2", ("case_rate", 0.4), entity("entrance", "2"))
    resident.says("067 123 45 67", ("out_of_scope", 0.5), entity("phone", "+380671234567"))
    assert resident.expects == "consent"
    return resident
