"""Replaces what an entity says by what it is, so that a classifier learns from wording, not names."""

from __future__ import annotations

from nlu.entities.found import Found
from nlu.normalise import Clean

_NAMES = {
    "street": "вулицяімя", "neighbourhood": "районімя", "district": "районімя", "house": "дім0",
    "case_number": "номерсправи", "phone": "номертелефону", "email": "поштоваадреса",
    "petition_number": "номерпетиції", "account_number": "номеррахунку", "institution_number": "номерзакладу",
    "person": "імялюдини", "child_age": "вікдитини", "since": "відколитриває", "date": "датадня",
    "time": "часдоби", "rating": "оцінкабал",
}  # fmt: skip


def masked(clean: Clean, entities: list[Found]) -> str:
    """Return the lower-case text with a made-up word for each entity of a kind that bears names."""
    parts: list[str] = []
    place = 0
    for found in entities:
        name = _NAMES.get(found.entity)
        if name is None or found.start < place:
            continue
        parts += [clean.low[place : found.start], f" {name} "]
        place = found.end
    return "".join([*parts, clean.low[place:]])
