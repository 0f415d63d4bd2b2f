"""The city's words: how codes, moments and places read in each language.

Rule: texts come from the catalogue and the data files; here is only their joining.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers

from core.calendar import LAST_SECOND
from core.conversation import Language
from core.routing import Routing
from dialogs.texts import UNSET, Catalogue, Formatter
from misto.news_words import NewsWords
from misto.service_words import ServiceWords
from misto.vocative import vocative

_MONTHS: Mapping[Language, tuple[str, ...]] = {
    "uk": tuple(
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада "
        "грудня".split()
    ),
    "en": tuple(
        "January February March April May June July August September October November "
        "December".split()
    ),
}
_MONTH_NAMES: Mapping[Language, tuple[str, ...]] = {
    "uk": tuple(
        "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад "
        "грудень".split()
    ),
    "en": _MONTHS["en"],
}
_SHORT_TYPES: Mapping[str, str] = {
    "вулиця": "вул.",
    "проспект": "просп.",
    "бульвар": "бульв.",
    "провулок": "пров.",
    "площа": "пл.",
    "набережна": "наб.",
}
_TODAY, _TOMORROW = 0, 1
_PLAIN: Mapping[str, str] = {
    "service_code": "service-code",
    "case_status": "status",
    "outcome": "outcome",
    "reject_reason": "reject",
    "wanted": "wanted",
    "appeal_kind": "appeal_kind",
    "outage": "outage",
    "same_status": "status",
    "service": "service",
    "benefit": "benefit",
    "time": "time",
    "referral": "referral",
    "petition_status": "petition-status",
    "other_channel": "channel",
    "petition_reason": "petition-reason",
    "rhythm": "rhythm",
}


def load_words(
    texts: Path,
    routing: Routing,
    zone: ZoneInfo,
    privacy_url: str,
    services: Path | None = None,
) -> Catalogue:
    """Return the catalogue with everything that texts of this city may name.

    `services`: the folder of the city's own services.
    """
    formatters: dict[str, Formatter] = {}
    catalogue = Catalogue.load(texts, formatters, services)
    catalogue.use(_formatters(catalogue, routing, zone), {"privacy_url": privacy_url})
    return catalogue


def _formatters(catalogue: Catalogue, routing: Routing, zone: ZoneInfo) -> Mapping[str, Formatter]:
    def labelled(name: str, prefix: str) -> Formatter:
        def label(value: Any, language: Language) -> Mapping[str, Any]:
            known = catalogue.has(f"{prefix}-{value}")
            words = catalogue.format(f"{prefix}-{value}", language, {}) if known else value
            return {name: words, f"{name}_id": str(value)}

        return label

    def topic(value: Any, language: Language) -> Mapping[str, Any]:
        for text_id in (f"service-code-{value}", f"kind-{value}"):
            if catalogue.has(text_id):
                return {"case_topic": catalogue.format(text_id, language, {})}
        return {"case_topic": str(value)}

    def address(value: Any, language: Language) -> Mapping[str, Any]:
        point = catalogue.format("place-point", language, {})
        return {
            "address": address_words(value) or point,
            # A bare point has no street that could be on our list or off it.
            "address_verified": "yes" if value.get("verified") or not value.get("street") else "no",
        }

    def lines(name: str) -> Formatter:
        def listed(value: Any, language: Language) -> Mapping[str, Any]:
            said = (catalogue.format("case-line", language, line) for line in value)
            return {name: "\n".join(said) or UNSET}

        return listed

    def petitions(value: Any, language: Language) -> Mapping[str, Any]:
        said = (catalogue.format("petition-line", language, line) for line in value)
        return {"petitions": "\n".join(said)}

    return {
        **{name: labelled(name, prefix) for name, prefix in _PLAIN.items()},
        "case_topic": topic,
        "address": address,
        "cases": lines("cases"),
        "open_cases": lines("open_cases"),
        "consented_at": lambda value, language: {"consented_at": _day_of(value, language, zone)},
        "petitions": petitions,
        "title": lambda value, _: {"title": value, "title_short": shortened(value)},
        "ends_on": lambda value, language: {"ends_on": _day_of(value, language, zone)},
        "body": lambda value, language: {
            "body": body_words(routing, value, language),
            "body_id": str(value),
        },
        "district": lambda value, language: district_words(routing, value, language),
        "likely_districts": lambda value, language: _likely(routing, value, language),
        "due_at": lambda value, language: {"due_at": _end_of(value, language, zone)},
        "since": lambda value, language: {"since": _day_of(value, language, zone)},
        "period": lambda value, language: {"period": period_words(value, language)},
        "date": lambda value, language: {"date": period_words(value, language)},
        "registered_at": lambda value, language: {
            "registered_at": _moment_of(value, language, zone)
        },
        "same_since": lambda value, language: {"same_since": _day_of(value, language, zone)},
        "until": lambda value, language: {"until": _moment_of(value, language, zone)},
        "same_topic": lambda value, language: {"same_topic": topic(value, language)["case_topic"]},
        "near": lambda value, _: {"near": address_words(value)},
        "today": lambda value, language: {"today": _day_of(value, language, zone)},
        "against": lambda value, language: {"against": body_words(routing, value, language)},
        "promised_at": lambda value, language: {"promised_at": _by_when(value, language, zone)},
        "phone": lambda value, _: {"phone": phone_words(value)},
        "resident": _addressed,
        "visit_day": lambda value, language: {"visit_day": period_words(value, language)},
        "wished_district": lambda value, language: {
            "wished_district": district_words(routing, value, language)["district"]
        },
        "wished_in": lambda value, language: {
            "wished_in": district_words(routing, value, language)["district"]
        },
        **ServiceWords(catalogue, dated).formatters(),
        **NewsWords(
            catalogue,
            address_words,
            lambda value, language: _moment_of(value, language, zone),
            lambda value, language: _day_of(value, language, zone),
        ).formatters(),
    }


def _addressed(name: str, language: Language) -> Mapping[str, Any]:
    """The name to address a resident by; English has no vocative and goes without."""
    return {"resident": (vocative(name) if language == "uk" else None) or UNSET}


def shortened(title: str) -> str:
    """Return a title as a button has room for it."""
    return title if len(title) <= _MOST_OF_A_TITLE else f"{title[:_MOST_OF_A_TITLE].rstrip()}…"


_MOST_OF_A_TITLE = 40


# --- places and bodies ---------------------------------------------------------------------------


def address_words(value: Mapping[str, Any]) -> str:
    """Return «вул. Михайла Драгоманова, 15», also with a landmark; empty for a bare point."""
    street = str(value.get("street") or "")
    kind, _, name = street.partition(" ")
    short = f"{_SHORT_TYPES[kind]} {name}" if kind in _SHORT_TYPES and name else street
    mark = str(value.get("landmark") or "")
    line = ", ".join(part for part in (short, str(value.get("house") or "")) if part)
    return f"{line} ({mark})" if line and mark else line or mark


def body_words(routing: Routing, body_id: str, language: Language) -> str:
    """Return a body's name as it stands in the middle of a sentence."""
    body = routing.bodies.get(body_id)
    if body is None:
        return str(body_id)
    if language == "en":
        return body.name_en
    # A description, not a proper name: it stands in the middle of a sentence.
    described = body.name_uk.startswith(("Керуюча компанія", "Виконавець"))
    name = body.name_uk.replace("'", "’")
    return name[0].lower() + name[1:] if described else name


def district_words(routing: Routing, code: str, language: Language) -> Mapping[str, Any]:
    """Return a district's name and its cases, as arguments of texts."""
    district = routing.districts.get(code)
    if district is None:
        return {"district": str(code)}
    if language == "en":
        return dict.fromkeys(("district", "district_gen", "district_loc"), district.name_en)
    forms = (district.name_uk, district.genitive, district.locative)
    names = ("district", "district_gen", "district_loc")
    # Registers write the apostrophe straight; our typography does not.
    return {name: form.replace("'", "’") for name, form in zip(names, forms, strict=True)}


def _likely(routing: Routing, codes: Iterable[str], language: Language) -> Mapping[str, Any]:
    names = [str(district_words(routing, code, language)["district"]) for code in codes]
    return {"likely_districts": ", ".join(names) or UNSET}


# --- moments and numbers -------------------------------------------------------------------------


def day_words(day: date, language: Language) -> str:
    """Return «24 грудня» or «24 December»."""
    return f"{day.day} {_MONTHS[language][day.month - 1]}"


def dated(value: str, language: Language) -> str:
    """Return «3 грудня 2025» for an ISO date."""
    day = date.fromisoformat(value)
    return f"{day_words(day, language)} {day.year}"


def period_words(value: str, language: Language) -> str:
    """Return «жовтень 2026», «з 10 листопада», «2 грудня — 5 грудня», else what was said."""
    first, _, last = value.partition("/")
    return _or_as_is(value, lambda: _span_words(date.fromisoformat(first), last, language))


def _span_words(first: date, last: str, language: Language) -> str:
    if last == "..":
        return f"{'з' if language == 'uk' else 'since'} {day_words(first, language)}"
    if not last:
        return day_words(first, language)
    end = date.fromisoformat(last)
    if first.day == 1 and (end + timedelta(days=1)).day == 1 and first.month == end.month:
        return f"{_MONTH_NAMES[language][first.month - 1]} {first.year}"
    return f"{day_words(first, language)} — {day_words(end, language)}"


def _moment_of(value: str, language: Language, zone: ZoneInfo) -> str:
    """Return «24 листопада, 12:00»."""
    moment = _in_zone(value, zone)
    return f"{day_words(moment.date(), language)}, {moment:%H:%M}"


def _in_zone(value: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(value).astimezone(zone)


def _end_of(value: str, language: Language, zone: ZoneInfo) -> str:
    """Return a term's end: «24 грудня», with the time when the term is one of hours."""
    hours = "T" in value and _in_zone(value, zone).time() != LAST_SECOND
    return (_moment_of if hours else _day_of)(value, language, zone)


def _day_of(value: str, language: Language, zone: ZoneInfo) -> str:
    text = value.split("/")[0]
    if "T" not in text:
        return _or_as_is(text, lambda: day_words(date.fromisoformat(text), language))
    moment = datetime.fromisoformat(text).astimezone(zone)
    return day_words(moment.date(), language)


def _or_as_is(text: str, words: Callable[[], str]) -> str:
    try:
        return words()
    except ValueError:
        return text


def _by_when(value: Mapping[str, Any], language: Language, zone: ZoneInfo) -> str:
    """Return «до 8:30», «завтра до 9:30» or «25 листопада до 9:30»."""
    moment = datetime.fromisoformat(value["at"]).astimezone(zone)
    clock = f"{moment.hour}:{moment.minute:02d}"
    by = f"до {clock}" if language == "uk" else f"by {clock}"
    if value["days"] <= _TODAY:
        return by
    if value["days"] == _TOMORROW:
        return f"завтра {by}" if language == "uk" else f"tomorrow {by}"
    return f"{day_words(moment.date(), language)} {by}"


def phone_words(value: str) -> str:
    """Return «067 123 45 67» for a Ukrainian number, else the international form."""
    try:
        number = phonenumbers.parse(value, "UA")
    except phonenumbers.NumberParseException:
        return value
    form = phonenumbers.PhoneNumberFormat
    if number.country_code != 380:
        return phonenumbers.format_number(number, form.INTERNATIONAL)
    # The library keeps the last four digits together; here they are said in pairs.
    national = phonenumbers.format_number(number, form.NATIONAL)
    return re.sub(r"(\d\d)(\d\d)$", r"\1 \2", national)
