"""Takes personal data out of messages that are shown to engineers or kept as examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nlu.examples import Marked

STAND_INS = {
    "street": "вулиця Хрещатик",
    "house": "1",
    "apartment": "1",
    "person": "Олена Іваненко",
    "phone": "044 000 00 00",
    "email": "a@b.ua",
    "account_number": "000000",
    "case_number": "KV-2026-000001",
    "petition_number": "1",
    "child_age": "5",
}
"""What may tell who somebody is, and what stands in its place: of the same kind, of nobody."""
_MAIL = re.compile(r"[\w.+%'-]+@[\w.-]+")
_NUMBER = re.compile(r"\+?\d(?:[\s().-]{0,3}\d){4,}")
_HANDLE = re.compile(r"(?:https?://|www\.|@)\S+")


def without_personal(text: str, reading: Mapping[str, Any]) -> str:
    """Return the text with stand-ins for whatever in its reading is personal."""
    return stood_in(text, reading)[0]


def stood_in(text: str, reading: Mapping[str, Any]) -> tuple[str, tuple[Marked, ...]]:
    """Return the text with stand-ins for what is personal, and its entities where they are now.

    What only counts after a question (`possible`) is replaced too: a name is one everywhere.
    """
    parts: list[str] = []
    marks: list[Marked] = []
    place = length = 0
    for found, sure in _in_order(reading):
        if found["start"] < place or found["end"] > len(text):
            continue
        name, value = found["entity"], str(found.get("value", ""))
        before = _scrubbed(text[place : found["start"]])
        shown = STAND_INS.get(name, text[found["start"] : found["end"]])
        parts += [before, shown]
        length += len(before) + len(shown)
        if sure:
            known = STAND_INS.get(name, value)
            marks.append(Marked(name, length - len(shown), length, known))
        place = found["end"]
    return "".join([*parts, _scrubbed(text[place:])]), tuple(marks)


def _in_order(reading: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], bool]]:
    sure = [(found, True) for found in reading.get("entities", ())]
    unsure = [(f, False) for f in reading.get("possible", ()) if f["entity"] in STAND_INS]
    return iter(sorted([*sure, *unsure], key=lambda pair: (pair[0]["start"], not pair[1])))


def _scrubbed(text: str) -> str:
    """Return text without what looks personal though no recogniser took it."""
    for pattern, shown in ((_MAIL, "a@b.ua"), (_HANDLE, "…"), (_NUMBER, "00000")):
        text = pattern.sub(shown, text)
    return text
