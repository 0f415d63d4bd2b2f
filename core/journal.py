"""What of a turn its event does not tell: kept with the event, so that a talk can be run again.

Rule: only what cannot be found out again is kept: what the city answered, who the resident was by
then, inner events. It is wiped with the words of its event.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from core.conversation import Event, FileRefused, HandoffEnded, Invited, TimerFired
from core.model import Person

MUTED = "muted"
# A draft that was kept long enough was dropped; no event of the dialogue.
DRAFTS_DROPPED = "DraftsDropped"

_INNER: Mapping[str, type[Any]] = {
    kind.__name__: kind for kind in (TimerFired, HandoffEnded, FileRefused, Invited)
}


@dataclass(frozen=True, slots=True)
class Answered:
    """What the city answered to an action, and the person as known after it."""

    action: str
    slots: Mapping[str, Any]
    person: Person | None = None


@dataclass(slots=True)
class Note:
    """A turn's note of one event. `first`: the intake row of the first event that ran with it;
    `refused`: the text that was said instead of a step, or `muted`.
    """

    at: datetime
    person: Person | None = None
    answers: list[Answered] = field(default_factory=list)
    refused: str | None = None
    first: int | None = None

    @property
    def tells(self) -> bool:
        """Whether it tells anything that the event does not."""
        return bool(self.person or self.answers or self.refused or self.first)


def inner_as_data(event: Event) -> dict[str, Any]:
    """Return an inner event as it is stored."""
    return {"kind": type(event).__name__, **asdict(event)}


def inner_from(data: Mapping[str, Any]) -> Event | None:
    """Return the inner event of what was stored, None when it is none of the dialogue's."""
    kind = _INNER.get(str(data["kind"]))
    return kind(**{name: item for name, item in data.items() if name != "kind"}) if kind else None
