"""What the reader understood of one text, as the NLU contract shapes it (Rasa's `/model/parse`)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

# From this on danger is taken for certain: nothing may come before its answer.
SURE_DANGER = 0.8


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing named in the text. `start`, `end`: code points of the text as it was sent."""

    entity: str
    value: str
    start: int = 0
    end: int = 0
    text: str = ""
    confidence: float = 1.0
    extractor: str = ""
    role: str | None = None
    candidates: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Ranked intents (best first), the service code when there is one, entities, language.

    `parse` is the reader's whole answer, kept for the awaited-slot interpretation and for storage.
    """

    text: str
    ranking: tuple[tuple[str, float], ...] = ()
    service_code: str | None = None
    service_code_confidence: float = 0.0
    entities: tuple[Entity, ...] = ()
    language: str = "uk"
    emergency: str | None = None
    emergency_confidence: float = 0.0
    correction: bool = False
    matters: tuple[Mapping[str, Any], ...] = ()
    parse: Mapping[str, Any] | None = None

    @property
    def intent(self) -> str:
        return self.ranking[0][0] if self.ranking else "out_of_scope"

    @property
    def confidence(self) -> float:
        return self.ranking[0][1] if self.ranking else 0.0

    @property
    def danger(self) -> float:
        """How sure it is that life or health is in danger now, by rule or by intent."""
        return max(
            self.emergency_confidence if self.emergency else 0.0,
            self.confidence if self.intent == "emergency" else 0.0,
        )

    def without(self, dropped: Callable[[Entity], bool]) -> "Reading":
        """Return the reading without the entities that are `dropped`."""
        return replace(self, entities=tuple(e for e in self.entities if not dropped(e)))

    def first(self, entity: str) -> Entity | None:
        return next((e for e in self.entities if e.entity == entity), None)

    def all(self, entity: str) -> list[Entity]:
        return [e for e in self.entities if e.entity == entity]


def from_parse(parse: Mapping[str, Any]) -> Reading:
    """Return the reading of a parse answer; keys it lacks are empty, keys it has more are kept."""
    code = parse.get("service_code") or {}
    emergency = parse.get("emergency") or {}
    return Reading(
        text=parse.get("text", ""),
        ranking=_ranking(parse),
        service_code=code.get("name"),
        service_code_confidence=float(code.get("confidence", 0.0)),
        entities=tuple(_entity(e) for e in parse.get("entities", ())),
        language=parse.get("language", "uk"),
        emergency=emergency.get("kind"),
        emergency_confidence=float(emergency.get("confidence", 0.0)),
        correction=bool(parse.get("correction", False)),
        matters=tuple(parse.get("matters", ())),
        parse=parse,
    )


def _ranking(parse: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    listed = parse.get("intent_ranking") or ([parse["intent"]] if parse.get("intent") else [])
    return tuple((item["name"], float(item["confidence"])) for item in listed if item.get("name"))


def _entity(item: Mapping[str, Any]) -> Entity:
    return Entity(
        entity=item["entity"],
        value=str(item.get("value", "")),
        start=int(item.get("start", 0)),
        end=int(item.get("end", 0)),
        text=str(item.get("text", "")),
        confidence=float(item.get("confidence", item.get("confidence_entity", 1.0))),
        extractor=str(item.get("extractor", "")),
        role=item.get("role"),
        candidates=tuple(item.get("candidates", ())),
    )
