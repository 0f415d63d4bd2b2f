"""Messages that were read wrongly or unsurely, found in what is kept anyway.

Rule: only of people who agreed that their data are kept; what retention wiped is not found.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.database.unit_of_work import SqlUnitOfWork

# Below this confidence the dialogue asks instead of acting.
UNSURE = 0.5
_LEAST_WORDS = 2
_TAKEN = re.compile(r"!take=\d")
_CODE = re.compile(r"\d+\.service_code[=~](\w+)")

_HEARD = (
    "SELECT i.id, i.conversation_id, i.incoming, i.reading FROM intake i"
    " JOIN conversations c ON c.id = i.conversation_id JOIN persons p ON p.id = c.person_id"
    " WHERE p.consent_version IS NOT NULL AND i.incoming IS NOT NULL ORDER BY i.id"
)
_MOVED = (
    "SELECT c.conversation_id, c.description, e.data FROM case_events e"
    " JOIN cases c ON c.id = e.case_id WHERE e.event = 'forwarded' AND e.by LIKE 'staff:%'"
    " ORDER BY e.id"
)
_OFFERED = "SELECT body FROM outbox WHERE conversation_id = ? ORDER BY id"


@dataclass(slots=True)
class Doubt:
    """A message with its reading, and why it is worth a look.

    `reason`: unsure, clarified (a choice between readings was taken), corrected (the resident
    named another service), moved (staff gave the case to another body). `hint` is what was chosen
    in the bot's words; `code` the service that the resident named.
    """

    intake_id: int
    text: str
    reading: Mapping[str, Any]
    reason: str | None = None
    hint: str | None = None
    code: str | None = None


def doubts(uow: SqlUnitOfWork) -> list[Doubt]:
    """Return messages worth a look, oldest first."""
    by_talk: dict[int, list[Doubt]] = {}
    for intake_id, talk, incoming, reading in uow.connection.execute(_HEARD):
        heard = by_talk.setdefault(talk, [])
        event = json.loads(incoming)
        button, text = event.get("button"), event.get("text")
        if button and heard:
            _note_button(uow, talk, heard[-1], button)
        elif reading and text and not button:
            heard.append(_doubt(intake_id, text, json.loads(reading)))
    _note_moved(uow, by_talk)
    found = (doubt for heard in by_talk.values() for doubt in heard if doubt.reason)
    return sorted(found, key=lambda doubt: doubt.intake_id)


def _doubt(intake_id: int, text: str, reading: Mapping[str, Any]) -> Doubt:
    sure = reading.get("intent", {}).get("confidence", 1.0)
    unsure = sure < UNSURE and len(text.split()) >= _LEAST_WORDS
    return Doubt(intake_id, text, reading, "unsure" if unsure else None)


def _note_button(uow: SqlUnitOfWork, talk: int, doubt: Doubt, button: str) -> None:
    """Note what a button said of the message before it."""
    if _TAKEN.fullmatch(button):
        doubt.reason, doubt.hint = "clarified", _label(uow, talk, button)
    elif found := _CODE.fullmatch(button):
        read = doubt.reading.get("service_code") or {}
        if read.get("name") != found[1]:
            doubt.reason, doubt.code = "corrected", found[1]


def _label(uow: SqlUnitOfWork, talk: int, button: str) -> str | None:
    """Return the words on a button, as they were offered in the talk."""
    labels = list(_labels(uow, talk, button))
    return labels[-1] if labels else None


def _labels(uow: SqlUnitOfWork, talk: int, button: str) -> Iterator[str]:
    for (body,) in uow.connection.execute(_OFFERED, (talk,)):
        for choice in json.loads(body).get("choices", ()):
            if choice["value"] == button:
                yield str(choice["label"])


def _note_moved(uow: SqlUnitOfWork, by_talk: Mapping[int, list[Doubt]]) -> None:
    """Note the messages whose case staff gave to another body."""
    for talk, description, data in uow.connection.execute(_MOVED):
        for doubt in by_talk.get(talk, ()):
            if doubt.text.strip() and (doubt.text in description or description in doubt.text):
                doubt.reason, doubt.hint = "moved", json.loads(data).get("to")
