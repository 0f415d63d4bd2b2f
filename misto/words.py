"""The city's words: how codes, moments and places read in each language.

Rule: texts come from the catalogue and the data files; here is only their joining.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers

from core.conversation import Language
from core.routing import Routing
from dialogs.texts import UNSET, Catalogue, Formatter

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
}


def load_words(texts: Path, routing: Routing, zone: ZoneInfo, privacy_url: str) -> Catalogue:
    """Return the catalogue with everything that texts of this city may name."""
    formatters: dict[str, Formatter] = {}
    catalogue = Catalogue.load(texts, formatters)
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

    def lines(value: Any, language: Language) -> Mapping[str, Any]:
        said = (catalogue.format("case-line", language, line) for line in value)
        return {"cases": "\n".join(said)}

    return {
        **{name: labelled(name, prefix) for name, prefix in _PLAIN.items()},
        "case_topic": topic,
        "address": address,
        "cases": lines,
        "body": lambda value, language: {"body": body_words(routing, value, language)},
        "district": lambda value, language: district_words(routing, value, language),
        "likely_districts": lambda value, language: _likely(routing, value, language),
        "due_at": lambda value, language: {"due_at": _day_of(value, language, zone)},
        "since": lambda value, language: {"since": _day_of(value, language, zone)},
        "promised_at": lambda value, language: {"promised_at": _by_when(value, language, zone)},
        "phone": lambda value, _: {"phone": phone_words(value)},
    }


# --- places and bodies ---------------------------------------------------------------------------


def address_words(value: Mapping[str, Any]) -> str:
    """Return «вул. Михайла Драгоманова, 15», empty for a bare point."""
    street = str(value.get("street") or "")
    kind, _, name = street.partition(" ")
    short = f"{_SHORT_TYPES[kind]} {name}" if kind in _SHORT_TYPES and name else street
    return ", ".join(part for part in (short, str(value.get("house") or "")) if part)


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
