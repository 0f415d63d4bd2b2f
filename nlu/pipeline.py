"""Reads a message: text in, the contract's reading out. Knows no dialogue; see `interpret.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nlu.emergency import Alarm, Dangers, weighed
from nlu.entities import Recognised, Recognisers
from nlu.entities.scene import Scene
from nlu.entities.street_names import StreetNames
from nlu.gazetteer import Gazetteer
from nlu.interpret import interpret
from nlu.masking import is_address_only, masked
from nlu.matters import matters_of
from nlu.model import Model
from nlu.names import names_in
from nlu.scribe import Legible, Scribe
from nlu.words import Lexicon

KYIV = ZoneInfo("Europe/Kyiv")
LONGEST = 4_096
_RANKED = 5
_SHORT = 40
_REMEMBERED = 1_024
_ADDRESS_SURE = 0.9
REJECT_FROM = 0.25
"""The share of the likeliest intent's chance from which `out_of_scope` goes before it."""

Reading = dict[str, Any]


class TooLong(ValueError):
    """A message of more code points than a messenger sends."""


@dataclass(frozen=True, slots=True)
class Understood:
    """Intents and codes of one stretch of text, likeliest first."""

    intents: list[tuple[str, float]]
    code: tuple[str, float] | None


class Reader:
    """Everything that reading needs, loaded once; safe to share between threads."""

    def __init__(self, model: Model, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.model = model
        self.gazetteer = gazetteer
        self.lexicon = lexicon
        names = StreetNames(gazetteer, lexicon)
        self._dangers = Dangers.load()
        # Short texts come word for word again; names in them are masked, and nothing is written.
        self._remembered = lru_cache(_REMEMBERED)(model.judge)
        self._recognise = Recognisers(gazetteer, names, lexicon)
        self._scribe = Scribe(lexicon, model.words, names_in(gazetteer, names, lexicon))

    @property
    def version(self) -> str:
        """Return the version of the model that reads."""
        return self.model.version

    def forget(self) -> None:
        """Drop the judgements of short texts that are remembered."""
        self._remembered.cache_clear()

    def masked(self, text: str) -> str:
        """Return what the classifiers see of a message."""
        clean = self._scribe(text).clean
        scene = Scene.of(clean, datetime.now(KYIV), self.lexicon)
        return masked(clean, self._recognise(scene).entities)

    def read(self, text: str, now: datetime | None = None) -> Reading:
        """Return the reading of a message, whoever wrote it and whatever was asked.

        Keys: text, normal (lower case, cleaned, repaired), language, intent, intent_ranking,
        service_code, entities, possible, emergency, and matters when there are several.
        `now` is what relative dates are read against.
        Errors: TooLong.
        """
        if len(text) > LONGEST:
            raise TooLong(f"the message has {len(text)} characters; at most {LONGEST} are read")
        now = (now or datetime.now(KYIV)).astimezone(KYIV)
        legible = self._scribe(text)
        scene = Scene.of(legible.clean, now, self.lexicon)
        recognised = self._recognise(scene)
        understood = self._understand(masked(legible.clean, recognised.entities))
        chances = dict(understood.intents)
        danger, outside = chances.get("emergency", 0.0), chances.get("out_of_scope", 0.0)
        alarm = self._dangers.alarm_in(legible.clean.low, danger, outside)
        return self._reading(legible, recognised, alarm, understood)

    def parse(
        self, text: str, now: datetime | None = None, context: dict[str, Any] | None = None
    ) -> Reading:
        """Return the reading weighed by what the dialogue waits for (`context["expects"]`)."""
        awaited = (context or {}).get("expects")
        return interpret(self.read(text, now), text, awaited)

    def _understand(self, low: str, *, quick: bool = False) -> Understood:
        address_only = is_address_only(low)
        judge = self._remembered if len(low) <= _SHORT else self.model.judge
        intents, code = judge(low, quick=quick or address_only)
        if address_only:
            return Understood(_with_first("set_address", _ADDRESS_SURE, intents), None)
        return Understood(intents, code)

    def _judge(self, low: str) -> tuple[tuple[str, float], tuple[str, float] | None]:
        understood = self._understand(low, quick=True)
        return understood.intents[0], understood.code

    def _reading(
        self,
        legible: Legible,
        recognised: Recognised,
        alarm: Alarm | None,
        understood: Understood,
    ) -> Reading:
        clean = legible.clean
        entities, possible = recognised.settled(_likely(understood.intents))
        intents, code = weighed(understood.intents, alarm), understood.code
        if alarm is None and _is_rejected(intents):
            intents, code = _with_first("out_of_scope", intents[0][1], intents), None
        if alarm is not None and alarm.code and intents[0][0] == "emergency":
            code = (alarm.code, alarm.confidence)
        reading: Reading = {
            "text": clean.original,
            "normal": clean.low,
            "language": legible.language,
            "intent": _named(intents[0]),
            "intent_ranking": [_named(intent) for intent in intents[:_RANKED]],
            "service_code": _named(code) if code else None,
            "entities": [found.as_dict(clean) for found in entities],
            "possible": [found.as_dict(clean) for found in possible],
            "emergency": {"kind": alarm.kind, "confidence": alarm.confidence} if alarm else None,
        }
        matters = matters_of(clean, recognised.entities, self._judge)
        if matters:
            reading["matters"] = matters
        return reading


def _with_first(
    first: str, confidence: float, intents: list[tuple[str, float]]
) -> list[tuple[str, float]]:
    """Return the ranking with an intent on top, at least so sure; the rest share what is left."""
    confidence = max(confidence, dict(intents).get(first, 0.0))
    others = [(name, chance) for name, chance in intents if name != first]
    total = sum(chance for _, chance in others) or 1.0
    return [(first, confidence), *((name, c / total * (1 - confidence)) for name, c in others)]


def _is_rejected(intents: list[tuple[str, float]]) -> bool:
    """Say whether a message is too likely about something else to be read as its first intent."""
    name, chance = intents[0]
    return name != "out_of_scope" and dict(intents).get("out_of_scope", 0.0) >= REJECT_FROM * chance


def _likely(intents: list[tuple[str, float]]) -> tuple[str, ...]:
    """Return the first intent, and the second while it is not far behind."""
    return tuple(name for name, chance in intents[:2] if chance > 0.2) or (intents[0][0],)


def _named(pair: tuple[str, float]) -> dict[str, Any]:
    return {"name": pair[0], "confidence": round(pair[1], 4)}


def load(model_path: Path, data_dir: Path) -> Reader:
    """Return a reader: `model_path` as `train` wrote it, `data_dir` the folder of `data/city`.

    Errors: ModelError, GazetteerError.
    """
    lexicon = Lexicon.load()
    return Reader(Model.load(model_path, lexicon.lemmas), Gazetteer.load(data_dir), lexicon)
