"""Weighs a reading by what the dialogue waits for. Pure and light: it runs inside the turn.

The reading says what the words are; what was just asked says what they mean. "5" is a rating while
a rating is awaited and a house while an address is.
"""

from __future__ import annotations

import re
from typing import Any

from nlu.normalise import lower

Reading = dict[str, Any]
Entity = dict[str, Any]

_YES = frozenset(
    "так да ага угу еге ок окей ok okay yes yep yeah yea sure добре хорошо давай давайте "
    "згоден згодна звісно авжеж "
    "точно вірно верно правильно підтверджую подавай подавайте подати подайте надсилайте "
    "конечно + 👍 ✅ 👌 "
    "tak da aha uhu погоджуюсь согласен согласна йес агась y д т".split()
)
_NO = frozenset(
    "ні не нет нє неа нi no nope nah - 👎 ❌ ni net відміна помилка неправильно невірно "
    "неверно н n".split()
)
_CONFIRMING = frozenset({"confirm", "consent", "choice"})
_RATINGS = {"rating_quality": "quality", "rating_speed": "speed", "rating": None}
_NUMBER_MEANS = {
    "apartment": "apartment",
    "entrance": "entrance",
    "floor": "floor",
    "house": "house",
    "petition": "petition_number",
    "institution": "institution_number",
    "account": "account_number",
    "child_age": "child_age",
    "choice": "number",
}
_SLOTS: dict[str, tuple[str, ...]] = {
    "address": ("street", "house", "neighbourhood", "district", "apartment", "entrance"),
    "street": ("street",),
    "house": ("house",),
    "apartment": ("apartment",),
    "entrance": ("entrance",),
    "floor": ("floor",),
    "district": ("district",),
    "phone": ("phone",),
    "email": ("email",),
    "name": ("person",),
    "child_name": ("person",),
    "official": ("person", "organisation"),
    "date": ("date",),
    "child_birth_date": ("date",),
    "period": ("date", "since"),
    "time": ("time",),
    "case_number": ("case_number",),
    "petition": ("petition_number",),
    "account": ("account_number",),
    "institution": ("institution_number",),
    "child_age": ("child_age",),
    "topics": ("topic",),
    "places": ("neighbourhood", "district"),
    "doctor_specialty": ("doctor_specialty",),
    "rating_quality": ("rating",),
    "rating_speed": ("rating",),
    "rating": ("rating",),
    "choice": ("number",),
}
_ANSWER_INTENT = {
    "address": "set_address",
    "rating_quality": "case_rate",
    "rating_speed": "case_rate",
    "rating": "case_rate",
    "doctor_specialty": "doctor_appointment",
    "topics": "subscribe_news",
}
_ESCAPES = frozenset({"cancel", "handoff", "help", "emergency", "change_language", "bot_challenge"})
_NUMERIC = frozenset(
    {"house", "apartment", "entrance", "floor", "rating", "child_age", "institution_number"}
)
_NOT_BUT = re.compile(
    r"\b(?:не|not)\s+(?P<old>[^.!?\n]{1,60}?)[\s,–—-]+(?:а|but)\s+(?P<new>.+)", re.DOTALL
)
_OOPS = re.compile(
    r"(?:\b(?:ой|ай|упс|пардон|стоп|тобто|точніше|вірніше|вернее|точнее|то есть|"
    r"sorry|oops|i mean|actually|помил\w{2,9}|ошиб\w{2,6}|перепут\w{2,6}|переплут\w{2,6}|"
    r"обписа\w{2,6}|не те|не так)\b[\s,.!:–—-]{0,4})"
    r"(?:ні|нет|нє|не так|no|сказа\w{1,4}|написа\w{1,4})?[\s,.!:–—-]{0,4}(?P<new>.+)",
    re.DOTALL,
)
_CHANGE = re.compile(
    r"^\s*(?:(?:ні|нет|нє|no)[\s,.!–—-]+(?P<new>.*\d.*)"
    r"|(?:зміни\w{0,4}|виправ\w{0,4}|исправ\w{0,4}|измени\w{0,4}|поміняй\w{0,4}|change|fix)"
    r"\s(?P<fresh>.+))",
    re.DOTALL,
)
_WORDS = re.compile(r"[^\W\d_]+|[+\-👍👎✅❌👌]")
_DIGITS = re.compile(r"\d")
_NAME = re.compile(r"[^\W\d_][\w'’ʼ`-]*(?:\s+[^\W\d_][\w'’ʼ`.-]*){0,3}")
_SURE = 0.97
_ESCAPING = 0.6
_MOSTLY = 0.6
_UNSURE = 0.45


def interpret(reading: Reading, text: str, awaited: str | None) -> Reading:
    """Return the reading as an answer to what is awaited (a name of `expects`), or to nothing.

    Keys added: `awaited`; `answered` – the message holds what was asked for; `correction` – it
    takes something back, and of two values the later one is kept.
    """
    result = {**reading, "entities": list(reading["entities"]), "awaited": awaited}
    result["correction"] = _correct(result, text, awaited)
    if awaited is not None:
        _promote(result, text, awaited)
    verdict = _yes_or_no(result, awaited)
    if verdict is not None:
        _set_intent(result, verdict, _SURE)
    if result["correction"]:
        _weigh_correction(result)
    result["answered"] = _answered(result, awaited, verdict)
    if result["answered"]:
        _settle_intent(result, awaited)
    return result


def _yes_or_no(result: Reading, awaited: str | None) -> str | None:
    """Return `affirm` or `deny` when the message says nothing else."""
    words = _WORDS.findall(result["normal"])
    if not words or len(words) > 4 or result["correction"] or result["entities"]:
        return None
    if _DIGITS.search(result["normal"]):
        return None
    if all(word in _YES for word in words):
        return "affirm"
    if all(word in _NO for word in words):
        return "deny"
    if awaited not in _CONFIRMING or result["intent"]["name"] in _ESCAPES:
        return None
    if words[0] in _YES and words[0] not in ("т", "д", "y"):
        return "affirm"
    return "deny" if words[0] in ("ні", "нет", "нє", "no") else None


def _correct(result: Reading, text: str, awaited: str | None) -> bool:
    """Drop what the message itself takes back; say whether it did."""
    low = lower(text)
    match = _NOT_BUT.search(low) or _OOPS.search(low)
    if match is None and awaited is not None:
        match = _CHANGE.search(low)
    if match is None:
        return False
    group = "new" if match["new"] is not None else "fresh"
    start = match.start(group)
    after = _kept_after(result, start, awaited)
    if not after:
        return False
    kinds = {entity["entity"] for entity in after}
    before = [
        one for one in result["entities"] if one["start"] < start and one["entity"] not in kinds
    ]
    result["entities"] = _in_order(before + after)
    return True


def _kept_after(result: Reading, start: int, awaited: str | None) -> list[Entity]:
    """Return the entities behind a place; a bare number there means what the last one meant."""
    after = [entity for entity in result["entities"] if entity["start"] >= start]
    if after:
        return after
    number = next((one for one in _possible(result, "number") if one["start"] >= start), None)
    if number is None:
        return _promoted(result, "street", start) if awaited == "address" else []
    before = [
        one for one in result["entities"] if one["entity"] in _NUMERIC and one["end"] <= start
    ]
    kind = before[-1]["entity"] if before else _meaning(awaited)
    if kind is None:
        return []
    if kind == "house":
        return _promoted(result, "house", start)[:1]
    return [_as(number, kind, awaited)]


def _meaning(awaited: str | None) -> str | None:
    """Return what a bare number is while something is awaited; of an address, the house."""
    if awaited in _RATINGS:
        return "rating"
    if awaited is None or awaited in ("address", "confirm", "consent"):
        return "house"
    return _NUMBER_MEANS.get(awaited)


def _promoted(result: Reading, entity: str, start: int) -> list[Entity]:
    return [_sure(one) for one in _possible(result, entity) if one["start"] >= start]


def _promote(result: Reading, text: str, awaited: str) -> None:
    """Believe what only the question makes believable."""
    if awaited in _RATINGS:
        _promote_rating(result, awaited)
    elif awaited == "address":
        _promote_address(result)
    elif awaited in _NUMBER_MEANS:
        _promote_number(result, awaited)
    elif awaited == "phone":
        _promote_phone(result, text)
    elif awaited == "case_number":
        _promote_case_number(result)
    elif awaited in ("name", "child_name", "official"):
        _promote_name(result, text)
    else:
        for entity in _SLOTS.get(awaited, ()):
            if entity not in {one["entity"] for one in result["entities"]}:
                _add(result, _possible(result, entity)[:8], instead=True)


def _promote_rating(result: Reading, awaited: str) -> None:
    role = _RATINGS[awaited]
    ratings = [one for one in result["entities"] if one["entity"] == "rating"] or _possible(
        result, "rating"
    )
    if not ratings:
        ratings = [one for one in _possible(result, "number") if 1 <= int(one["value"]) <= 5]
    chosen = [
        _as(one, "rating", awaited) | ({"role": role} if role and not one.get("role") else {})
        for one in ratings
    ]
    result["entities"] = [one for one in result["entities"] if not _clashes(one, chosen)]
    _add(result, chosen)


def _promote_address(result: Reading) -> None:
    have = {entity["entity"] for entity in result["entities"]}
    if "street" not in have and "neighbourhood" not in have:
        streets = _possible(result, "street")
        listed = [one for one in streets if one["extractor"] != "rule"]
        if listed or _looks_like_address(result):
            _add(result, (listed or streets)[:1])
    if "house" not in have:
        _add(result, _possible(result, "house")[:1], instead=True)
    _add(result, _possible(result, "apartment")[:1] if "apartment" not in have else [])
    if not have & {"street", "house"}:
        _add(result, _possible(result, "district")[:1])


def _looks_like_address(result: Reading) -> bool:
    """Say whether a street of no list may be meant: a house follows, or nothing else is said."""
    if _possible(result, "house"):
        return True
    quiet = result["intent"]["name"] not in _ESCAPES | {
        "affirm",
        "deny",
        "thank",
        "greet",
        "goodbye",
    }
    return quiet and len(result["normal"].split()) <= 3


def _promote_number(result: Reading, awaited: str) -> None:
    kind = _NUMBER_MEANS[awaited]
    if any(entity["entity"] == kind for entity in result["entities"]):
        return
    if kind == "house":
        _add(result, _possible(result, "house")[:1])
        return
    numbers = _possible(result, "number") + [
        one for one in result["entities"] if one["entity"] in _NUMERIC
    ]
    if numbers:
        chosen = _as(numbers[0], kind, awaited)
        result["entities"] = [one for one in result["entities"] if not _clashes(one, [chosen])]
        _add(result, [chosen])


def _promote_phone(result: Reading, text: str) -> None:
    if any(entity["entity"] == "phone" for entity in result["entities"]):
        return
    digits = re.sub(r"\D", "", text)
    if len(digits) == 9 and digits[0] in "3456789":
        start, end = _DIGITS.search(text), len(text)
        if start is not None:
            entity = _entity("phone", text, start.start(), end, f"+380{digits}")
            result["entities"] = [one for one in result["entities"] if not _clashes(one, [entity])]
            _add(result, [entity])


def _promote_case_number(result: Reading) -> None:
    if not any(entity["entity"] == "case_number" for entity in result["entities"]):
        _add(result, _possible(result, "case_number")[:1], instead=True)


def _promote_name(result: Reading, text: str) -> None:
    have = {entity["entity"] for entity in result["entities"]}
    if have & {"person", "organisation"}:
        return
    people = _possible(result, "person")
    if people:
        _add(result, people[:1], instead=True)
        return
    stripped = text.strip(" \n.,!")
    quiet = result["intent"]["name"] not in _ESCAPES | {
        "deny",
        "affirm",
        "thank",
        "greet",
        "goodbye",
    }
    if quiet and 2 <= len(stripped.split()) <= 4 and _NAME.fullmatch(stripped):
        start = text.index(stripped)
        _add(
            result, [_entity("person", text, start, start + len(stripped), stripped)], instead=True
        )


def _possible(result: Reading, entity: str) -> list[Entity]:
    return [one for one in result["possible"] if one["entity"] == entity]


def _sure(entity: Entity) -> Entity:
    return {**entity, "confidence": max(entity["confidence"], 0.8)}


def _as(entity: Entity, kind: str, awaited: str | None) -> Entity:
    changed = {**entity, "entity": kind, "confidence": 0.9, "extractor": "context"}
    if awaited in _RATINGS and kind == "rating" and not entity.get("role") and _RATINGS[awaited]:
        changed["role"] = _RATINGS[awaited]
    return changed


def _entity(kind: str, text: str, start: int, end: int, value: str) -> Entity:
    return {
        "entity": kind,
        "start": start,
        "end": end,
        "value": value,
        "text": text[start:end],
        "confidence": 0.8,
        "extractor": "context",
    }


def _clashes(one: Entity, others: list[Entity]) -> bool:
    return any(one["start"] < other["end"] and other["start"] < one["end"] for other in others)


def _add(result: Reading, entities: list[Entity], *, instead: bool = False) -> None:
    """Add entities that stand on free ground (`instead`: on any, what stood there goes)."""
    if instead:
        result["entities"] = [one for one in result["entities"] if not _clashes(one, entities)]
    fresh = [_sure(one) for one in entities if not _clashes(one, result["entities"])]
    result["entities"] = _in_order(result["entities"] + fresh)


def _in_order(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda entity: entity["start"])


def _answered(result: Reading, awaited: str | None, verdict: str | None) -> bool:
    if awaited is None:
        return False
    if awaited in ("confirm", "consent"):
        return verdict is not None
    answers = [one for one in result["entities"] if one["entity"] in _SLOTS.get(awaited, ())]
    if not answers:
        return False
    escaping = result["intent"]["name"] in _ESCAPES and result["intent"]["confidence"] > _ESCAPING
    said = sum(one["end"] - one["start"] for one in answers)
    return not escaping or said >= _MOSTLY * len(result["normal"].strip())


def _settle_intent(result: Reading, awaited: str | None) -> None:
    """Keep an answer from being taken for a wish: its intent follows the question."""
    short = len(result["normal"].split()) <= 6
    natural = _ANSWER_INTENT.get(awaited or "")
    name, confidence = result["intent"]["name"], result["intent"]["confidence"]
    if name in ("affirm", "deny") and awaited in _CONFIRMING:
        return
    if natural and short:
        _set_intent(result, natural, max(0.8, confidence if name == natural else 0.0))
    elif short and confidence > _UNSURE:
        _set_intent(result, name, _UNSURE)


def _weigh_correction(result: Reading) -> None:
    """Keep a short correction from being taken for a new wish."""
    name, confidence = result["intent"]["name"], result["intent"]["confidence"]
    short = len(result["normal"].split()) <= 8
    if short and name not in _ESCAPES | {"set_address", "deny"} and confidence > _UNSURE:
        _set_intent(result, name, _UNSURE)


def _set_intent(result: Reading, name: str, confidence: float) -> None:
    others = [one for one in result["intent_ranking"] if one["name"] != name]
    room = 1 - confidence
    total = sum(one["confidence"] for one in others) or 1.0
    rest = [{**one, "confidence": round(one["confidence"] / total * room, 4)} for one in others]
    result["intent"] = {"name": name, "confidence": round(confidence, 4)}
    result["intent_ranking"] = [result["intent"], *rest][:5]
