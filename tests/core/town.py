"""A small town to run turns in: a dialogue that follows a script, and texts that show themselves.

A resident's text is the name of what the script does; what is not in it is said back.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from connectors.database.schema import metadata
from connectors.database.unit_of_work import SqlUnitOfWork
from core.conversation import (
    ActionDone,
    Context,
    Effect,
    Event,
    Heard,
    Language,
    Run,
    Say,
    State,
    Step,
    Text,
)
from core.messages import ChatRef, Choice, Outgoing
from core.model import Person
from core.ports import Action, ActionContext
from core.program import Outcome
from core.rows import Conversation
from core.turn import Entry, Turns
from tests.contract.builders import NOW, OLENA, heard

Answer = Sequence[Effect] | Exception


def say(text: str, **args: Any) -> Say:
    return Say(Text(text, args))


def ask(text: str) -> Say:
    return Say(Text(text), kind="question")


@dataclass
class Script:
    """A `Dialogue` that answers an event by what it is called, and keeps what it was given."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    flow: str | None = None
    expects: str | None = None
    events: list[Event] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)

    def step(self, state: State, event: Event, context: Context) -> Step:
        self.events.append(event)
        self.contexts.append(context)
        name = _called(event)
        answer = self.answers.get(name, [say(name)])
        if isinstance(answer, Exception):
            raise answer
        after = state.copy()
        after.misses += 1
        return Step(after, tuple(answer), self.flow, self.expects and f"{self.expects} {name}")

    def rest(self, state: State, context: Context) -> Step:
        return Step(state, (), self.flow, self.expects)


def _called(event: Event) -> str:
    match event:
        case Heard(incoming=incoming):
            return incoming.text or incoming.button or "no words"
        case ActionDone(action=action):
            return f"{action} done"
        case _:
            return type(event).__name__


class Echo:
    """`Texts` whose messages are their ids, with the language in front where it is not ours."""

    def render(self, said: Say, language: Language) -> Outgoing:
        text = self.format(said.text.id, language, said.text.args)
        choices = tuple(Choice(b.label.id, b.value, b.url) for b in said.buttons)
        return Outgoing(text, choices, said.request, said.kind)

    def format(self, text_id: str, language: Language, args: Mapping[str, Any]) -> str:
        words = " ".join([text_id, *(f"{name}={value}" for name, value in args.items())])
        return words if language == "uk" else f"{language}: {words}"


@dataclass
class Town:
    """A resident's chat with turns run in it, a minute's work in a line."""

    uow: SqlUnitOfWork
    script: Script = field(default_factory=Script)
    actions: Mapping[str, Action] = field(default_factory=dict)
    ref: ChatRef = OLENA

    @property
    def turns(self) -> Turns:
        return Turns(self.script, Echo(), self.actions)

    def run(self, *entries: Entry) -> list[Outcome]:
        return self.turns.run(self.uow, self.ref, entries, NOW)

    def hears(self, *texts: str) -> list[Outcome]:
        """Run a batch of texts, each an event named by its place after those before."""
        first = len(self.script.events)
        return self.run(
            *(entry(f"e{first + number}", text) for number, text in enumerate(texts, start=1))
        )

    @property
    def conversation(self) -> Conversation:
        return self.uow.conversations.get(self.ref)

    @property
    def sent(self) -> list[Outgoing]:
        """All messages of the chat as they are in the outbox."""
        rows = self.uow.outbox.after(self.conversation.id or 0, 0)
        return [row.outgoing for row in rows]

    @property
    def lines(self) -> list[str]:
        return [outgoing.text for outgoing in self.sent]

    def rows(self) -> dict[str, int]:
        """Return how many rows every table has."""
        return counted(self.uow.connection)


def entry(event_id: str, text: str = "привіт", ref: ChatRef = OLENA, **facts: Any) -> Entry:
    return Entry(heard(event_id, ref, text=text), **facts)


def counted(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many rows every table has."""
    names = metadata.tables
    return {
        name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - ours
        for name in names
    }


@contextmanager
def undone_when_refused(uow: SqlUnitOfWork) -> Iterator[None]:
    """Run a job as the writer does: in a savepoint of its own, undone when it raises."""
    uow.connection.execute("SAVEPOINT job")
    try:
        yield
    except Exception:
        uow.connection.execute("ROLLBACK TO job")
        raise
    finally:
        uow.connection.execute("RELEASE job")


def talking(uow: SqlUnitOfWork, ref: ChatRef = OLENA, person: Person | None = None) -> Conversation:
    """Return a chat's saved conversation, with a person when one is given."""
    conversation = uow.conversations.get(ref)
    if conversation.id is None:
        uow.conversations.put(conversation, NOW)
    if person is not None:
        conversation.person = person
        uow.conversations.save_person(conversation)
    return conversation


def agreed(**facts: Any) -> Person:
    """Return a person who has given consent."""
    return Person(consent_version="2026-11", consented_at=NOW, **facts)


def acting(uow: SqlUnitOfWork, conversation: Conversation | None = None) -> ActionContext:
    """Return what an action gets when it is run for a chat."""
    return ActionContext(uow, conversation or talking(uow), NOW, None)


def found(**slots: Any) -> Action:
    """Return an action that always finds the same."""
    return lambda context, known, told: slots


def doing(*actions: str) -> list[Run]:
    return [Run(action) for action in actions]
