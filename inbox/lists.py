"""Lists of cases as an address asks for them: which, narrowed how, from where on.

Law: an address asks for nothing that its reader may not see; what it may not ask for is as if it
were not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from core.model import Case, StaffMember
from core.routing import TRIAGE
from core.rows import CaseFilter, ListPlace
from core.staff import bodies_seen
from inbox.city import InboxCity
from inbox.shown import DUE_SOON

LONGEST_SEARCH = 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# The year 9999 in microseconds has 18 digits.
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; "" and None ask for nothing."""

    show: str
    search: str = ""
    body: str = ""
    topic: str = ""
    place: ListPlace | None = None

    @property
    def narrowed(self) -> bool:
        """Whether more is asked for than one of the usual lists."""
        return bool(self.search or self.body or self.topic)

    def query(self, place: ListPlace | None = None, **changes: str) -> str:
        """Return the address of the list from a place on, with something else asked."""
        asked = {"show": self.show, "q": self.search, "body": self.body, "topic": self.topic}
        found = {name: value for name, value in {**asked, **changes}.items() if value}
        return urlencode(found | ({"from": written(place)} if place else {}))

    def narrow(self, wanted: CaseFilter, city: InboxCity) -> CaseFilter:
        """Return a list's filter with all that is asked besides."""
        service = self.topic in city.response_hours
        return replace(
            wanted,
            text=self.search or None,
            bodies=(self.body,) if self.body else wanted.bodies,
            service_code=self.topic if self.topic and service else None,
            kind=self.topic if self.topic and not service else None,
        )


def asked_of(query: Mapping[str, str], me: StaffMember, city: InboxCity, now: datetime) -> Asked:
    """Return what an address asks for."""
    search, body = query.get("q", "").strip()[:LONGEST_SEARCH], query.get("body", "")
    topic, show = query.get("topic", ""), query.get("show", "")
    asked = Asked(
        show="",
        search=search,
        body=body if body in bodies_offered(me, city) else "",
        topic=topic if topic in topics_offered(city) else "",
        place=read(query.get("from", "")),
    )
    usual = "all" if asked.narrowed else usual_list(me)
    return replace(asked, show=show if show in lists_for(me, now) else usual)


def lists_for(me: StaffMember, now: datetime) -> dict[str, CaseFilter]:
    """Return the lists a member may choose from, by name, in the order of their tabs."""
    seen = bodies_seen(me)
    if seen == ():
        return {}
    everything = CaseFilter(bodies=seen)
    unended = replace(everything, open=True)
    whole_city = seen is None
    offered = {
        "mine": replace(unended, executor=f"staff:{me.id}"),
        "bodies": replace(unended, bodies=me.bodies) if me.bodies else None,
        "triage": replace(unended, bodies=(TRIAGE,)) if whole_city else None,
        "unassigned": replace(unended, unassigned=True),
        "soon": replace(unended, due_from=now, due_before=now + DUE_SOON),
        "late": replace(unended, due_before=now),
        "reopened": replace(unended, reopened=True),
        "low": replace(everything, low_rated=True),
        "open": unended if whole_city or not me.bodies else None,
        "all": everything,
    }
    return {name: wanted for name, wanted in offered.items() if wanted is not None}


def usual_list(me: StaffMember) -> str:
    """Return the list of whoever has not chosen one."""
    return "bodies" if me.bodies else "open"


def bodies_offered(me: StaffMember, city: InboxCity) -> tuple[str, ...]:
    """Return the bodies by which a member may narrow a list; none where there is no choice."""
    seen = bodies_seen(me)
    found = tuple(city.bodies) if seen is None else seen
    return found if len(found) > 1 else ()


def topics_offered(city: InboxCity) -> tuple[str, ...]:
    """Return what lists may be narrowed to: kinds of papers, then services."""
    return (*city.kinds, *city.response_hours)


# --- places --------------------------------------------------------------------------------------


def place_after(case: Case) -> ListPlace:
    """Return the place in a list after a case."""
    return ListPlace(case.due_at, case.id or 0)


def place_before(case: Case) -> ListPlace:
    """Return the place in a list before a case."""
    return replace(place_after(case), back=True)


def written(place: ListPlace) -> str:
    """Return a place as an address has it."""
    us = (place.due_at - _EPOCH) // _MICROSECOND
    return f"{'before' if place.back else 'after'}-{us}-{place.case_id}"


def read(text: str) -> ListPlace | None:
    """Return the place that an address names; None when it names none."""
    side, _, numbers = text.partition("-")
    us, _, case_id = numbers.partition("-")
    plain = us.isascii() and us.isdecimal() and case_id.isascii() and case_id.isdecimal()
    if side not in ("after", "before") or not plain or max(map(len, (us, case_id))) > _MOST_DIGITS:
        return None
    try:
        due_at = _EPOCH + int(us) * _MICROSECOND
    except OverflowError:
        return None
    return ListPlace(due_at, int(case_id), back=side == "before")
