"""Reads a message: text in, the contract's reading out. Knows no dialogue; see `interpret.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nlu.emergency import Alarm, Dangers
from nlu.entities import Recognised, Recognisers
from nlu.entities.scene import Scene
from nlu.entities.street_names import StreetNames
from nlu.gazetteer import Gazetteer
from nlu.interpret import interpret
from nlu.masking import is_address_only, masked
from nlu.matters import matters_of
from nlu.model import Model
from nlu.names import is_name_in
from nlu.scribe import Legible, Scribe
from nlu.words import Lexicon

KYIV = ZoneInfo("Europe/Kyiv")
LONGEST = 4_096
_RANKED = 5
_ADDRESS_SURE = 0.9

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
        self._lexicon = lexicon
        names = StreetNames(gazetteer, lexicon)
        self._dangers = Dangers.load()
        self._recognise = Recognisers(gazetteer, names, lexicon)
        self._scribe = Scribe(
            lexicon, model.words.__contains__, is_name_in(gazetteer, names, lexicon)
        )

    @property
    def version(self) -> str:
        """Return the version of the model that reads."""
        return self.model.version

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
        scene = Scene.of(legible.clean, now, self._lexicon)
        recognised = self._recognise(scene)
        understood = self._understand(masked(legible.clean, recognised.entities))
        danger = dict(understood.intents).get("emergency", 0.0)
        alarm = self._dangers.alarm_in(legible.clean.low, danger)
        return self._reading(legible, recognised, alarm, understood)

    def parse(
        self, text: str, now: datetime | None = None, context: dict[str, Any] | None = None
    ) -> Reading:
        """Return the reading weighed by what the dialogue waits for (`context["expects"]`)."""
        awaited = (context or {}).get("expects")
        return interpret(self.read(text, now), text, awaited)

    def _understand(self, low: str) -> Understood:
        vector = self.model.features.vectorise(low)
        intents = self.model.intents.rank(vector)
        if is_address_only(low):
            intents = _with_first("set_address", _ADDRESS_SURE, intents)
        return Understood(intents, self.model.code_of(intents[0][0], low, vector))

    def _judge(self, low: str) -> tuple[tuple[str, float], tuple[str, float] | None]:
        understood = self._understand(low)
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
        intents = _with_alarm(understood.intents, alarm)
        code = understood.code
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


def _with_alarm(intents: list[tuple[str, float]], alarm: Alarm | None) -> list[tuple[str, float]]:
    """Return the ranking with `emergency` on top when the rules are sure of one."""
    if alarm is None or not alarm.certain:
        return intents
    return _with_first("emergency", alarm.confidence, intents)


def _with_first(
    first: str, confidence: float, intents: list[tuple[str, float]]
) -> list[tuple[str, float]]:
    """Return the ranking with an intent on top, at least so sure; the rest share what is left."""
    confidence = max(confidence, dict(intents).get(first, 0.0))
    others = [(name, chance) for name, chance in intents if name != first]
    total = sum(chance for _, chance in others) or 1.0
    return [(first, confidence), *((name, c / total * (1 - confidence)) for name, c in others)]


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
