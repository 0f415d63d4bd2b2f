"""What a recogniser hands back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nlu.normalise import Clean


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several streets that share a name; `district` is None when unknown."""

    value: str
    district: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """An entity at `clean.text[start:end]`. `extractor` is `gazetteer`, `fuzzy` or `rule`."""

    entity: str
    start: int
    end: int
    value: str
    confidence: float = 0.9
    extractor: str = "rule"
    candidates: tuple[Candidate, ...] = ()
    role: str | None = None

    def as_dict(self, clean: Clean) -> dict[str, Any]:
        """Return the entity as the contract prints it, placed in the text as it was sent."""
        start, end = clean.span(self.start, self.end)
        shown: dict[str, Any] = {
            "entity": self.entity,
            "start": start,
            "end": end,
            "value": self.value,
            "text": clean.original[start:end],
            "confidence": round(self.confidence, 3),
            "extractor": self.extractor,
        }
        if self.candidates:
            shown["candidates"] = [
                {"value": candidate.value, "district": candidate.district}
                for candidate in self.candidates
            ]
        if self.role:
            shown["role"] = self.role
        return shown


def without_overlaps(found: list[Found]) -> list[Found]:
    """Return the entities in order of place, the surer and longer one where two overlap."""
    kept: list[Found] = []
    taken = bytearray(max((one.end for one in found), default=0))
    for one in sorted(
        found, key=lambda item: (-item.confidence, item.start - item.end, item.start)
    ):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda item: item.start)
