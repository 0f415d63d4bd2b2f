"""The page of one's own things, as a messenger opens it: cases, what is known, a copy of all.

Rule: it is rendered for a chat whose resident the messenger vouched for, as
`bots/telegram/webapp.py` checks, and is stored nowhere.
"""

import html
import secrets
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from core.conversation import Language
from core.messages import ChatRef
from core.personal import LINK_KEPT, copy_of, hash_of
from core.ports import UnitOfWork
from misto.app import City
from misto.person import label, said

_CASE = ("status", "outcome", "body", "registered_at", "due_at", "answered_at", "answer")
_CLOSED = frozenset({"closed", "rejected", "withdrawn"})
_PERSON = ("name", "phone", "email", "address", "consented_at")


async def my_page(city: City, ref: ChatRef | None, language: Language) -> str:
    """Return the page; for nobody (None), how to open it anew."""
    text = partial(_text, city, language)
    if ref is None:
        return _page(language, text("title"), f"<p>{text('lost')}</p>")
    found, token = await city.runtime.write(("my", ref), partial(_look, city, ref))
    parts = [*_cases(city, found, language), *_person(city, found, language)]
    if token is not None:
        parts += [
            f"<h2>{text('copy')}</h2><p>{text('copy-note')}</p><ul>",
            f'<li><a href="/my/{token}.txt?lang={language}">{text("read")}</a></li>',
            f'<li><a href="/my/{token}.json">{text("json")}</a></li></ul>',
        ]
    return _page(language, text("title"), "".join([*parts, f"<p>{text('change')}</p>"]))


def _look(city: City, ref: ChatRef, uow: UnitOfWork) -> tuple[Mapping[str, Any], str | None]:
    """Return what is held of the chat's person, and a new link's token to it; nothing of a chat
    that never was.
    """
    conversation, now = uow.conversations.get(ref), city.runtime.now()
    if conversation.id is None:
        return {"cases": [], "persons": []}, None
    token = secrets.token_urlsafe(32)
    uow.personal.add_link(hash_of(token), conversation.id, now, now + LINK_KEPT)
    return copy_of(uow, conversation.id, now, city.zone), token


def _cases(city: City, found: Mapping[str, Any], language: Language) -> Iterator[str]:
    yield f"<h2>{_text(city, language, 'cases')}</h2>"
    # What is under way comes first, the newest before the others.
    cases = sorted(found["cases"], key=lambda case: case["number"], reverse=True)
    for case in sorted(cases, key=lambda case: case["status"] in _CLOSED):
        about = "service_code" if case["service_code"] else "kind"
        title = f"{case['number']} · {said(city, case[about], language, about)}"
        facts = _facts(city, case, _CASE, language)
        yield f"<article><h3>{html.escape(title)}</h3>{facts}</article>"
    if not cases:
        yield f"<p>{_text(city, language, 'no-cases')}</p>"


def _person(city: City, found: Mapping[str, Any], language: Language) -> Iterator[str]:
    yield f"<h2>{_text(city, language, 'person')}</h2>"
    facts = "".join(_facts(city, person, _PERSON, language) for person in found["persons"])
    yield facts or f"<p>{_text(city, language, 'no-person')}</p>"


def _facts(city: City, held: Mapping[str, Any], names: tuple[str, ...], language: Language) -> str:
    """Return what is known of the names as a list, empty when nothing is."""
    lines = [
        f"<dt>{html.escape(label(city, name, language))}</dt>"
        f"<dd>{html.escape(_value(city, held[name], language, name))}</dd>"
        for name in names
        if held.get(name)
    ]
    return f"<dl>{''.join(lines)}</dl>" if lines else ""


def _value(city: City, value: Any, language: Language, name: str) -> str:
    if isinstance(value, Mapping):
        told = (value.get(part) for part in ("street", "house", "apartment"))
        return ", ".join(str(part) for part in told if part)
    return said(city, value, language, name)


def _text(city: City, language: Language, name: str) -> str:
    return html.escape(city.texts.format(f"my-page-{name}", language, {}))


def _page(language: Language, title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        '<link rel="stylesheet" href="/static/vendor/pico.min.css"></head>'
        f'<body><main class="container"><h1>{title}</h1>{body}</main></body></html>'
    )
