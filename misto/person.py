"""A copy of what is held of a person: as JSON, as a text to read, by a link of the chat.

Rule: the link is the key. It works for a day, is kept as a hash, and its page is stored nowhere.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from core.conversation import Language
from core.personal import copy_of, hash_of
from core.ports import UnitOfWork
from misto.app import City
from misto.words import body_words

HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
# What a reader need not see: how programs know things.
_FOR_PROGRAMS = frozenset(
    "id sha256 button chat channel verified reopened due_basis due_rule as_typed lat long "
    "by".split()
)

# What stands for words, by the beginning of the texts' names.
_CODED = {
    "kind": "kind",
    "status": "status",
    "outcome": "outcome",
    "service_code": "service-code",
    "who": "copy-who",
}


def as_json(copy: Mapping[str, Any]) -> str:
    """Return the copy as a program takes it."""
    return json.dumps(copy, ensure_ascii=False, indent=2) + "\n"


def as_text(city: City, copy: Mapping[str, Any], language: Language = "uk") -> str:
    """Return the copy as a person reads it: a line for each thing, its parts below it."""
    return "\n".join(_lines(city, copy, language, "")) + "\n"


def _lines(city: City, value: Any, language: Language, indent: str) -> Iterator[str]:
    for name, item in value.items():
        if name in _FOR_PROGRAMS or item in (None, "", [], {}):
            continue
        named = label(city, name, language)
        if isinstance(item, Mapping):
            yield f"{indent}{named}:"
            yield from _lines(city, item, language, f"{indent}  ")
        elif isinstance(item, list):
            yield f"{indent}{named}:"
            for part in item:
                yield from _part(city, part, language, f"{indent}  ")
        else:
            yield f"{indent}{named}: {said(city, item, language, name)}"


def _part(city: City, part: Any, language: Language, indent: str) -> Iterator[str]:
    if isinstance(part, Mapping) and part.keys() >= {"at", "who", "text"}:
        who = said(city, part["who"], language, "who")
        at, words = (said(city, part[name] or "…", language) for name in ("at", "text"))
        yield f"{indent}{at} {who}: {words}"
        return
    if not isinstance(part, Mapping):
        yield f"{indent}— {said(city, part, language)}"
        return
    lines = list(_lines(city, part, language, f"{indent}  "))
    if lines:
        yield f"{indent}— {lines[0].strip()}"
        yield from lines[1:]


def label(city: City, name: str, language: Language) -> str:
    """Return what a part of a copy is called."""
    text_id = f"copy-{name}"
    return city.texts.format(text_id, language, {}) if city.texts.has(text_id) else name


def said(city: City, value: Any, language: Language, name: str = "") -> str:
    """Return a value as a person reads it; `name`: of the part it is."""
    if name == "body":
        return body_words(city.routing, str(value), language)
    coded = f"{_CODED.get(name, '')}-{value}"
    if city.texts.has(coded):
        return city.texts.format(coded, language, {})
    if isinstance(value, bool):
        return city.texts.format("copy-yes" if value else "copy-no", language, {})
    text = str(value)
    if "T" in text and (moment := _moment(text)) is not None:
        return f"{moment:%d.%m.%Y %H:%M}"
    # A letter of several lines stays under its name.
    return text.replace("**", "").replace("\n", "\n        ")


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


# --- by a link -----------------------------------------------------------------------------------


def add_own_data(app: web.Application, city: City) -> None:
    """Serve copies at `/my/TOKEN.json` and `/my/TOKEN.txt`."""

    async def page(request: web.Request) -> web.Response:
        token, form = request.match_info["token"], request.match_info["form"]
        now = city.runtime.now()

        def look(uow: UnitOfWork) -> dict[str, Any] | None:
            chat = uow.personal.of_link(hash_of(token), now)
            return None if chat is None else copy_of(uow, chat, now, city.zone)

        copy = await city.runtime.read(look)
        if copy is None:
            gone = city.texts.format("copy-link-gone", "uk", {})
            return web.Response(status=404, text=gone, headers=HEADERS)
        language: Language = "en" if request.query.get("lang") == "en" else "uk"
        text = as_json(copy) if form == "json" else as_text(city, copy, language)
        kind = "application/json" if form == "json" else "text/plain"
        name = {"Content-Disposition": f'attachment; filename="misto-my-data.{form}"'}
        return web.Response(text=text, content_type=kind, headers=HEADERS | name)

    app.router.add_get(r"/my/{token:[\w-]{20,80}}.{form:json|txt}", page)
