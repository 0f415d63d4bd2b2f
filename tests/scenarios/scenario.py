"""The form of a scenario file: what is said, what comes back, what the database holds after.

Every key is written out in README.md of this folder. A key that is not known here is an error, so
that a slip of the pen cannot turn an expectation off.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

FOLDER = Path(__file__).parent
THINGS = (
    *("photo", "two photos", "broken photo", "missing photo", "huge photo"),
    *("voice", "sticker", "document"),
)
ACTORS = (
    "resident",
    "presses",
    "button",
    "location",
    "contact",
    "sends",
    "opens",
    "burst",
    "again",
    "staff",
    "news",
    "clock",
    "later",
)


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Form):
    """A shared location, in degrees."""

    lat: float
    long: float


class Contact(_Form):
    """A phone shared by the messenger's own button."""

    phone: str
    name: str | None = None


class Act(_Form):
    """What a member of staff does, to a case, a petition or the hand-off of a chat."""

    who: str
    do: str
    case: str | None = None
    petition: str | None = None
    chat: str | None = None
    text: str | None = None
    outcome: str | None = None
    reason: str | None = None
    to: str | None = None


class Step(_Form):
    """One thing that somebody does, and what the resident must see because of it."""

    # Who does what: exactly one of these.
    resident: str | None = None
    presses: str | None = None
    button: str | None = None
    location: Place | None = None
    contact: Contact | None = None
    sends: Literal[THINGS] | None = None  # type: ignore[valid-type]  # the names are listed once
    opens: str | None = None
    burst: tuple[str, ...] | None = None
    again: Literal["the last event"] | None = None
    staff: Act | None = None
    news: dict[str, Any] | None = None
    clock: str | None = None
    later: str | None = None
    # Of which chat; `words` are said along with what is sent, `times` repeats a text.
    chat: str = "olena"
    channel: str = "terminal"
    words: str | None = None
    times: int = 1
    # What must be seen.
    bot: str | tuple[str, ...] = ()
    bot_not: str | tuple[str, ...] = ()
    expects: str | None = None
    flow: str | None = None
    request: str | None = None
    buttons: tuple[str, ...] | None = None
    offers: str | tuple[str, ...] = ()
    offers_not: str | tuple[str, ...] = ()
    messages: int | None = None
    refused: str | None = None

    @model_validator(mode="after")
    def _one_actor(self) -> Step:
        named = [name for name in ACTORS if getattr(self, name) is not None]
        if len(named) != 1:
            raise ValueError(f"a step has exactly one of {', '.join(ACTORS)}; here: {named}")
        return self


class Scenario(_Form):
    """A whole conversation. `filed`, `handoffs`, `petitions`, `subscriptions` list all that must
    be there, oldest first.
    """

    name: str
    why: str | None = None
    wire: bool = False
    begins: str = "2030-03-05 10:00"
    settings: dict[str, str] = {}
    given: dict[str, Any] | None = None
    talk: tuple[Step, ...]
    filed: tuple[dict[str, Any], ...] | dict[str, Any] | Literal["nothing"] | None = None
    handoffs: tuple[dict[str, Any], ...] | Literal["none"] | None = None
    petitions: tuple[dict[str, Any], ...] | Literal["none"] | None = None
    subscriptions: tuple[dict[str, Any], ...] | dict[str, Any] | Literal["none"] | None = None
    known: dict[str, Any] | Literal["nothing"] | None = None


def load(path: Path) -> Scenario:
    """Return the scenario of a file. Errors: pydantic.ValidationError, yaml.YAMLError."""
    return Scenario.model_validate(yaml.safe_load(path.read_text("utf-8")))


def files() -> list[Path]:
    """Return every scenario file, in the order of their names."""
    return sorted(FOLDER.glob("*/*.yml"))


def listed(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return one or several as several."""
    return (value,) if isinstance(value, str) else value
