"""A small dialogue to talk with: it answers by the first word, so a test says what it wants."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from core.conversation import Button, Context, Event, Heard, Say, State, Step, Text
from core.messages import Incoming

TEXTS = "trouble = Сталася помилка.\ntoo-long = Задовге.\ntoo-many = Забагато.\n"


class Dialogue:
    """`core.ports.Dialogue` in a dozen lines; `heard` keeps the events in their order."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []

    def step(self, state: State, event: Event, context: Context) -> Step:
        assert isinstance(event, Heard)
        self.heard.append(event.incoming)
        return Step(state, _answer(event.incoming))

    def rest(self, state: State, context: Context) -> Step:
        return Step(state, ())


class Reader:
    """`core.ports.Reader` that understands nothing."""

    def read(self, text: str, now: datetime) -> Mapping[str, Any]:
        return {"text": text}


def _answer(incoming: Incoming) -> tuple[Say, ...]:
    word, _, rest = (incoming.text or "").partition(" ")
    if word in _WORDS:
        return _WORDS[word](rest)
    return (say(f"Почуто: {_thing(incoming)}"),)


def _thing(incoming: Incoming) -> str:
    if incoming.files:
        return f"{incoming.files[0].kind} {incoming.files[0].name}"
    things = (incoming.text, incoming.button, incoming.start)
    return next((thing for thing in things if thing), "місце чи номер")


def say(text: str, *labels: str, **facts: Any) -> Say:
    """Return a message with buttons whose values are `go=` and their labels."""
    buttons = tuple(Button(literal(label), f"go={label}") for label in labels)
    return Say(literal(text), buttons, **facts)


def literal(text: str) -> Text:
    return Text("literal", {"text": text})


def _break(rest: str) -> tuple[Say, ...]:
    raise RuntimeError("as the test asked")


_WORDS: dict[str, Callable[[str], tuple[Say, ...]]] = {
    "питай": lambda rest: (
        say("Котрий?", *(rest.split() or ("Перший", "Другий")), kind="question"),
    ),
    "місце": lambda rest: (say("Де це?", request="location", kind="question"),),
    "телефон": lambda rest: (say("Ваш номер?", "Без номера", request="contact", kind="question"),),
    "фото": lambda rest: (say("Додасте фото?", "Без фото", request="photo", kind="question"),),
    "тривога": lambda rest: (say("⚠️ Телефонуйте **104**.", kind="alarm"),),
    "мовчи": lambda rest: (),
    "скажи": lambda rest: (say(rest),),
    "двічі": lambda rest: (say("Раз."), say("Два.")),
    "зламай": _break,
}
