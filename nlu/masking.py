"""What a classifier sees of a message: names replaced by what they are, small talk around it gone.

So it learns from wording, not from names, and a greeting before a fault is no greeting.
"""

from __future__ import annotations

import re

from nlu.entities.found import Found
from nlu.normalise import Clean

_NAMES = {
    "street": "вулицяімя",
    "neighbourhood": "районімя",
    "district": "районімя",
    "house": "дім0",
    "case_number": "номерсправи",
    "phone": "номертелефону",
    "email": "поштоваадреса",
    "petition_number": "номерпетиції",
    "account_number": "номеррахунку",
    "institution_number": "номерзакладу",
    "person": "імялюдини",
    "child_age": "вікдитини",
    "since": "відколитриває",
    "date": "датадня",
    "time": "часдоби",
    "rating": "оцінкабал",
}


_GREETING = re.compile(
    r"^\W*(?:(?:добр\w{1,3}|доброї|good) (?:день|дня|денёк|ранок|ранку|вечір|вечора|ночі|"
    r"вечер|утро|утра|time|day|morning|evening|afternoon)|добридень|вітаю(?: вас)?|"
    r"привіт\w*|привет\w*|здра[вс]\w{3,8}|доброго здоров\w*|слава україні|"
    r"хай|хелоу|hello|hi|hey)[\s,.!)]{1,8}"
)
_THANKS = re.compile(
    r"[\s,.!]{1,8}(?:(?:щиро|дуже|заздалегідь|наперед|большое|огромное|заранее)\s+)?"
    r"(?:дякую|дякуємо|спасибі|спасибо|благодарю|thanks|thank you)"
    r"(?:\s+(?:заздалегідь|наперед|заранее))?[\s.!)]{0,8}$"
)
_WORD = re.compile(r"\w{2,}")
_LEAST_LEFT = 3
_LETTERS = re.compile(r"[^\W\d_]+")
_PLACE_MASKS = frozenset({_NAMES["street"], _NAMES["neighbourhood"]})
_ADDRESS_WORDS = frozenset(
    "дім кв квартира буд будинок підїзд парадне поверх подъезд этаж дом корпус корп к м місто київ "
    "киев адреса адрес район р н на в у".split()
)


def masked(clean: Clean, entities: list[Found], start: int = 0, end: int | None = None) -> str:
    """Return the lower-case text with a made-up word for each entity of a kind that bears names."""
    end = len(clean.low) if end is None else end
    parts: list[str] = []
    place = start
    for found in entities:
        name = _NAMES.get(found.entity)
        if name is None or found.start < place or found.end > end:
            continue
        parts += [clean.low[place : found.start], f" {name} "]
        place = found.end
    return _gist("".join([*parts, clean.low[place:end]]))


def is_address_only(text: str) -> bool:
    """Say whether a masked text names a place and says nothing else of it."""
    words = _LETTERS.findall(text)
    places = [word for word in words if word in _PLACE_MASKS]
    return bool(places) and all(word in _PLACE_MASKS or word in _ADDRESS_WORDS for word in words)


def _gist(text: str) -> str:
    """Return the text without a greeting before and thanks behind, where enough is left."""
    for small_talk in (_GREETING, _THANKS):
        rest = small_talk.sub("", text)
        if rest is not text and len(_WORD.findall(rest)) >= _LEAST_LEFT:
            text = rest
    return text
