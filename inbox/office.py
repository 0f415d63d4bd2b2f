"""What the views share: the desk, the city, the words, the keys of the door."""

from dataclasses import dataclass
from datetime import datetime

from core.program import Desk, StaffActions
from inbox.city import InboxCity, InboxSettings
from inbox.helpers import Helpers
from inbox.listeners import Streams
from inbox.looks import Looks
from inbox.moments import Moments
from inbox.paper import Paper
from inbox.passwords import Passwords
from inbox.sessions import Sessions
from inbox.throttle import Throttle
from inbox.wording import Wording


@dataclass(frozen=True, slots=True)
class Office:
    """One inbox at work."""

    desk: Desk
    actions: StaffActions
    city: InboxCity
    settings: InboxSettings
    wording: Wording
    paper: Paper
    sessions: Sessions
    passwords: Passwords
    throttle: Throttle
    looks: Looks
    streams: Streams
    helpers: Helpers

    def moments(self, now: datetime | None = None) -> Moments:
        """Return the words for moments as seen now."""
        return Moments(now or self.desk.now(), self.city.zone, self.wording)
