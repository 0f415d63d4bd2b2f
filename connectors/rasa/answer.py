"""What a Rasa server answers to `/model/parse`, laid over our own reading of the same message.

Rule: intents are Rasa's; danger is ours; what Rasa leaves out is ours. A service code comes from
its response selector, as `data/nlu` names retrieval intents `intent/code`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.reading import SURE_DANGER

_UNSURE = "nlu_fallback"
"""What Rasa's FallbackClassifier puts first when it is not sure; no intent of ours."""
_RANKED = 5

Parse = Mapping[str, Any]


class NotRasa(ValueError):
    """An answer that is not of Rasa's documented shape."""


def laid_over(own: Parse, answer: Any) -> dict[str, Any]:
    """Return our reading with the intents, codes and entities that a Rasa server gave.

    Errors: NotRasa.
    """
    try:
        ranking = list(_ranking(answer))
        entities = [_entity(own["text"], found) for found in answer.get("entities") or ()]
        code = _code(answer, ranking)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise NotRasa(f"{type(error).__name__} in the answer") from error
    reading = dict(own)
    if ranking:
        reading["intent_ranking"] = _with_danger(own, ranking)[:_RANKED]
        reading["intent"] = reading["intent_ranking"][0]
    if code is not None:
        reading["service_code"] = code
    if entities:
        reading["entities"] = _together(own["entities"], entities)
    return reading


def _ranking(answer: Any) -> Iterator[dict[str, Any]]:
    """Return intents with confidences, likeliest first, retrieval intents by their base name."""
    intent = answer["intent"]
    for one in answer.get("intent_ranking") or ([intent] if intent else []):
        name = one["name"]
        if name and name != _UNSURE:
            yield _named(str(name).partition("/")[0], one["confidence"])


def _named(name: str, confidence: Any) -> dict[str, Any]:
    sure = float(confidence)
    if not 0 <= sure <= 1:
        raise ValueError("a confidence out of range")
    return {"name": name, "confidence": round(sure, 4)}


def _code(answer: Any, ranking: Sequence[Parse]) -> dict[str, Any] | None:
    """Return the service code of the first intent, None where the server gives none."""
    if answer.get("service_code"):
        return _named(answer["service_code"]["name"], answer["service_code"]["confidence"])
    first = ranking[0]["name"] if ranking else ""
    selectors = answer.get("response_selector") or {}
    for key in (first, "default"):
        response = (selectors.get(key) or {}).get("response") or {}
        base, _, code = str(response.get("intent_response_key") or "").partition("/")
        if base == first and code:
            return _named(code, response["confidence"])
    base, _, code = str((answer["intent"] or {}).get("name") or "").partition("/")
    return _named(code, answer["intent"]["confidence"]) if code else None


def _with_danger(own: Parse, ranking: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the ranking with danger first where our rules are sure of it, whatever Rasa says."""
    alarm = own.get("emergency")
    if alarm is None or alarm["confidence"] < SURE_DANGER:
        return ranking
    left = 1 - alarm["confidence"]
    others = [one for one in ranking if one["name"] != "emergency"]
    total = sum(one["confidence"] for one in others) or 1.0
    lower = [_named(one["name"], one["confidence"] / total * left) for one in others]
    return [_named("emergency", alarm["confidence"]), *lower]


def _entity(text: str, found: Parse) -> dict[str, Any]:
    start, end = int(found["start"]), int(found["end"])
    if not 0 <= start <= end <= len(text):
        raise ValueError("an entity outside the text")
    return {
        "entity": str(found["entity"]),
        "start": start,
        "end": end,
        "value": str(found.get("value", text[start:end])),
        "text": text[start:end],
        "confidence": float(found.get("confidence_entity", found.get("confidence", 1.0))),
        "extractor": str(found.get("extractor", "rasa")),
        **{key: found[key] for key in ("role", "candidates") if found.get(key)},
    }


def _together(own: Sequence[Parse], theirs: Sequence[Parse]) -> list[Parse]:
    """Return Rasa's entities; ours where it only repeats the words, and where it has nothing."""

    def ours(found: Parse) -> Parse | None:
        same = (one for one in own if one["entity"] == found["entity"] and _overlap(one, found))
        return next(same, None) if found["value"] == found["text"] else None

    taken = [ours(found) or found for found in theirs]
    rest = [one for one in own if not any(_overlap(one, found) for found in taken)]
    return sorted([*taken, *rest], key=lambda one: (one["start"], one["end"]))


def _overlap(one: Parse, other: Parse) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])
