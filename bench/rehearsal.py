"""One round of a resident played once in a city, to know what rows each step writes."""

import contextlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.residents import Step, event_of, one_round
from connectors.database.codec import to_json
from core.messages import ChatRef, Incoming, Location
from core.reading import from_parse
from core.turn import Entry
from misto.app import City

TABLES = ("intake", "conversations", "outbox", "timers", "cases", "handoffs")


@dataclass(frozen=True, slots=True)
class Written:
    """What a step of the round writes: event, reading, the state after, messages, a timer."""

    incoming: str
    reading: str | None
    state: str
    bodies: tuple[str, ...]
    timer: bool


def rehearse(city: City, *, with_text: bool) -> list[Written]:
    """Play one round in an empty city; return what each of its steps wrote."""
    ref = ChatRef("webchat", "web", "rehearsal")
    player = Player(city, ref)
    return [player.play(step) for step in one_round(with_text)]


class Player:
    """One resident played in this process, a step at a time."""

    def __init__(self, city: City, ref: ChatRef) -> None:
        self._city, self._ref = city, ref
        self._buttons: Sequence[str] = ()
        self._number = 0

    def entry(self, step: Any) -> Entry:
        """Return the step's event, decoded and read."""
        event = event_of(step, self._buttons)
        self._number += 1
        event_id = f"{self._ref.chat}:{self._number}"
        incoming = incoming_of(self._ref, event, event_id, self._city.clock.now())
        text = incoming.text
        reading = from_parse(self._city.reader.read(text, incoming.at)) if text else None
        return Entry(incoming, reading)

    def run(self, entry: Entry) -> Any:
        """Run the event's turn to its commit; return the outcome."""
        now, turns, ref = self._city.clock.now(), self._city.turns, self._ref
        job = self._city.database.writer.submit(ref, lambda uow: turns.run(uow, ref, [entry], now))
        outcome = job.result()[0]
        self._buttons = [c.value for row in outcome.replies for c in row.outgoing.choices]
        return outcome

    def play(self, step: Any) -> Written:
        """Run a step; return what it wrote."""
        entry = self.entry(step)
        outcome = self.run(entry)
        with self._city.database.reads.unit_of_work() as uow:
            state = uow.conversations.get(self._ref).state
        asked = any(row.outgoing.kind == "question" for row in outcome.replies)
        return Written(
            incoming=to_json(entry.incoming),
            reading=to_json(entry.reading.parse) if entry.reading else None,
            state=to_json(state),
            bodies=tuple(to_json(row.outgoing) for row in outcome.replies),
            timer=asked,
        )


def incoming_of(ref: ChatRef, event: Step, event_id: str, at: datetime) -> Incoming:
    """Return a bench event as the channel would hand it in."""
    place = event.get("location")
    return Incoming(
        channel=ref.channel,
        bot=ref.bot,
        chat=ref.chat,
        event_id=event_id,
        at=at,
        text=event.get("text"),
        button=event.get("button"),
        location=Location(place["lat"], place["long"]) if place else None,
    )


def counts_of(path: Path) -> dict[str, int]:
    """Return how many rows each table that turns write to has."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        one = connection.execute
        return {name: one(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}  # noqa: S608 - our own names
