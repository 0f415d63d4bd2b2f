"""Who is chatting: an opaque token, the chat it stands for, and where a request comes from.

The token is a cookie on the city's own page. In a frame on another site's page browsers keep no
cookies of ours, so there it lies in the frame's own storage and comes as a bearer token.

Rule: the database knows a chat by the SHA-256 of its token, so that reading the database opens no
chat; the token itself is only ever in the resident's browser.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from functools import lru_cache

from core.conversation import Language
from core.messages import ChatRef

COOKIE = "misto_chat"
LANGUAGE_COOKIE = "misto_language"
YEAR_S = 365 * 24 * 3600

# 32 random bytes in URL-safe base64 are 43 characters; anything else was not made here.
_TOKEN = re.compile(rf"(?:^|;)\s*{COOKIE}=([A-Za-z0-9_-]{{43}})\s*(?=;|$)")
_BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]{43})", re.IGNORECASE)
_CHOSEN = re.compile(rf"(?:^|;)\s*{LANGUAGE_COOKIE}=(uk|en)\s*(?=;|$)")
_ACCEPTED = re.compile(
    r"([A-Za-z]{1,8})(?:-[A-Za-z0-9]{1,8})*\s*(?:;\s*q=([0-9.]{1,5}))?\s*(?:,|$)"
)


def new_token() -> str:
    """Return a fresh 256-bit token."""
    return secrets.token_urlsafe(32)


@lru_cache(maxsize=16384)
def token_in(cookies: str) -> str | None:
    """Return the chat token of a `Cookie` header, or None when there is none of ours."""
    found = _TOKEN.search(cookies)
    return found[1] if found else None


def token_of(headers: Mapping[str, str]) -> str | None:
    """Return the chat token of a request: the bearer's where one is named, else the cookie's."""
    if authorization := headers.get("Authorization"):
        found = _BEARER.fullmatch(authorization)
        return found[1] if found else None
    return token_in(headers.get("Cookie", ""))


@lru_cache(maxsize=16384)
def chat_of(token: str) -> ChatRef:
    """Return the chat a token opens."""
    return ChatRef("webchat", "web", hashlib.sha256(token.encode("ascii")).hexdigest())


def owner_of(chat: ChatRef) -> str:
    """Return the 64 bits of a chat's name that mark its events and uploads as its own."""
    return chat.chat[:16]


def is_same_origin(headers: Mapping[str, str], host: str, public_host: str) -> bool:
    """Whether a request that changes something comes from our own page, or from no page at all.

    Browsers name the origin of every POST; programs that name none carry no resident's cookie.
    """
    site = headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("Origin")
    return origin is None or origin.partition("://")[2] in {host, public_host}


@lru_cache(maxsize=1024)
def language_of(cookies: str, accepted: str) -> Language:
    """Return the page's language: the chosen one; else English for who prefers it; else Ukrainian.

    `accepted` is an `Accept-Language` header. Who prefers Russian understands Ukrainian.
    """
    chosen = _CHOSEN.search(cookies)
    if chosen:
        return "en" if chosen[1] == "en" else "uk"
    weights: dict[str, float] = {}
    for name, weight in _ACCEPTED.findall(accepted[:200]):
        weights.setdefault(name.lower(), _weight(weight))
    ukrainian = max(weights.get("uk", 0.0), weights.get("ru", 0.0))
    return "en" if weights.get("en", 0.0) > ukrainian else "uk"


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
