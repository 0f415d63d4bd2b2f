"""News: what residents follow, what the city publishes, when whom it reaches. Plain rules.

A *place* is a key: `*` (the whole city), `district:CODE`, `area:NAME`, `street:NAME`,
`house:STREET|NUMBER`. An item reaches those who follow one of its topics at its place, at a place
within it, or at one that it lies in: news of a district reaches a house there, and news of a house
reaches whoever follows the district.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from core.messages import ChatRef
from core.refusals import BadValue

Rhythm = Literal["now", "daily", "weekly"]
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)
NewsStatus = Literal["publishing", "published"]
# The values of the reader's `topic` (the reader's contract), in the order they are offered.
TOPICS = (
    *("utilities", "transport", "roads", "safety", "education", "health", "culture", "ecology"),
    *("social", "construction", "budget", "petitions"),
)
# As a topic: everything; as a place: the whole city.
ALL = "*"
MOST_SUBSCRIPTIONS = 30
LONGEST_TITLE, LONGEST_TEXT = 200, 3_000
_WEEK_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEK = len(_WEEK_DAYS)


@dataclass(slots=True)
class Subscription:
    """What a chat follows. `label` says it in the resident's words, as each item quotes it."""

    conversation_id: int
    topics: tuple[str, ...]
    places: tuple[str, ...]
    rhythm: Rhythm
    label: str
    created_at: datetime
    id: int | None = None
    paused_until: datetime | None = None


@dataclass(slots=True)
class NewsItem:
    """A publication. `cursor`: the last chat that its expansion has come past."""

    title: str
    text: str
    topics: tuple[str, ...]
    places: tuple[str, ...]
    alarm: bool
    publish_at: datetime
    id: int | None = None
    status: NewsStatus = "publishing"
    cursor: int = 0


def subscription_json(subscription: Subscription, chat: ChatRef) -> dict[str, Any]:
    """Return a subscription as the program contract prints it."""
    return {
        "id": subscription.id,
        "chat": chat.chat,
        "topics": list(subscription.topics),
        "places": list(subscription.places),
        "channel": chat.channel,
        "rhythm": subscription.rhythm,
        "paused_until": subscription.paused_until,
    }


def check_item(item: NewsItem) -> None:
    """Refuse what cannot be published. Errors: BadValue."""
    for name, text, longest in (
        ("title", item.title, LONGEST_TITLE),
        ("text", item.text, LONGEST_TEXT),
    ):
        if not text.strip() or len(text) > longest:
            raise BadValue(f"bad_{name}", f"The {name} has 1 to {longest} characters.")
    unknown = sorted(set(item.topics) - set(TOPICS))
    if unknown or not item.topics:
        known = ", ".join(TOPICS)
        raise BadValue("bad_topic", f"Give one or more of these topics: {known}.")
    if not item.places:
        raise BadValue("bad_place", f"Give a place, or {ALL} for the whole city.")


# --- places --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Places:
    """Which places lie in which. Both callables return codes of districts for a name."""

    districts_of_area: Callable[[str], Sequence[str]]
    districts_of_street: Callable[[str], Sequence[str]]

    def around(self, place: str) -> list[str]:
        """Return the places that this one lies in, the whole city last."""
        kind, _, name = place.partition(":")
        street = name.partition("|")[0]
        found: list[str] = [f"street:{street}"] if kind == "house" else []
        districts: Sequence[str] = ()
        if kind in ("house", "street"):
            districts = self.districts_of_street(street)
        elif kind == "area":
            districts = self.districts_of_area(name)
        # A long street crosses districts; what happens in one of them is not news of all of it.
        if len(districts) == 1 or kind == "area":
            found += [f"district:{code}" for code in districts]
        return [*found, ALL] if place != ALL else []

    def reach(self, places: Iterable[str]) -> list[str]:
        """Return the places whose followers hear of an item of these, each once."""
        return list(dict.fromkeys(p for place in places for p in (place, *self.around(place))))


# --- hours ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hours:
    """When news is told, in the city's time. From `quiet_from` to `quiet_until` only alarms are,
    None for no such hours; `digest_at`, `digest_weekday` (0 is Monday): when digests are.
    """

    zone: ZoneInfo
    quiet: tuple[time, time] | None
    digest_at: time
    digest_weekday: int

    def told_at(self, rhythm: Rhythm, moment: datetime) -> datetime:
        """Return when an item of a moment is told at this rhythm: never before the moment."""
        local = moment.astimezone(self.zone)
        if rhythm == "now":
            return self._after_quiet(local)
        step = 1 if rhythm == "daily" else _WEEK
        days = 0 if rhythm == "daily" else (self.digest_weekday - local.weekday()) % _WEEK
        at = self._on(local, days, self.digest_at)
        return at if at >= moment else self._on(local, days + step, self.digest_at)

    def _after_quiet(self, local: datetime) -> datetime:
        if self.quiet is None:
            return local
        begins, ends = self.quiet
        clock = local.time()
        if begins > ends and clock >= begins:
            return self._on(local, 1, ends)
        quiet = clock < ends if begins > ends else begins <= clock < ends
        return self._on(local, 0, ends) if quiet else local

    def _on(self, day: datetime, days: int, clock: time) -> datetime:
        return datetime.combine(day.date() + timedelta(days=days), clock, self.zone)


def hours_of(zone: ZoneInfo, quiet: str, digest_at: str, digest_day: str) -> Hours:
    """Return the hours that settings write as `22:00-08:00` (empty: no quiet ones), `09:00`, `mon`.

    Errors: ValueError.
    """
    begins, _, ends = quiet.partition("-")
    quiet_hours = (time.fromisoformat(begins), time.fromisoformat(ends)) if quiet else None
    return Hours(zone, quiet_hours, time.fromisoformat(digest_at), _WEEK_DAYS.index(digest_day))
