"""Where a notice of the city holds: its words read as a street and house, an area, districts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.model import Outage
from core.news import ALL
from core.reading import from_parse
from dialogs.kinds.news import places_in
from misto.app import City

KINDS = ("planned", "emergency", "stabilisation")


def outage_of(city: City, item: Mapping[str, Any], now: datetime) -> Outage:
    """Return the outage of a notice: `service_code`, `place`, `from`, `until`, perhaps `kind`.

    Errors: KeyError, ValueError (an unknown service or kind, a naive moment, an end before the
    beginning).
    """
    outage = Outage(
        service_code=item["service_code"],
        place=str(item["place"]),
        starts_at=datetime.fromisoformat(item["from"]),
        ends_at=datetime.fromisoformat(item["until"]),
        kind=item.get("kind", "planned"),
    )
    if outage.service_code not in city.routing.rules or outage.kind not in KINDS:
        raise ValueError(f"an unknown service or kind: {outage.service_code}, {outage.kind}")
    if outage.starts_at.tzinfo is None or outage.ends_at.tzinfo is None:
        raise ValueError("a moment needs its offset, as 2026-12-24T10:00:00+02:00")
    if outage.ends_at <= outage.starts_at:
        raise ValueError("an outage ends after it begins")
    _place(city, outage, now)
    return outage


def _place(city: City, outage: Outage, now: datetime) -> None:
    """Set where it is; a place of which nothing is known is kept as words and covers nothing."""
    found = {e["entity"]: e["value"] for e in city.reader.read(outage.place, now)["entities"]}
    names = [found[name] for name in ("district",) if name in found]
    if (named := city.gazetteer.neighbourhood(found.get("neighbourhood", ""))) is not None:
        names += named.districts
    codes = (city.routing.district(name) for name in names)
    outage.street, outage.house = found.get("street"), found.get("house")
    outage.districts = tuple(district.code for district in codes if district)
    if outage.street is None and not outage.districts:
        outage.street = outage.place


def places_of(city: City, words: str, now: datetime) -> list[str]:
    """Return the keys (`core.news`) of the places that words name: «Позняки», «вул. Ревуцького 9»;
    `*` is the whole city. Errors: ValueError when they name none.
    """
    if words.strip() == ALL:
        return [ALL]
    codes = {district.name_uk: code for code, district in city.routing.districts.items()}
    reading = from_parse(city.reader.read(words, now))
    found = list(dict.fromkeys(key for _, key in places_in(codes, reading)))
    if not found:
        known = "a district, an area, a street with or without a house"
        raise ValueError(f"no place of Kyiv in {words!r}; name {known}, or {ALL} for all of it")
    return found
