"""In which language a browser is spoken to: Ukrainian, until its user chooses English."""

from aiohttp import web

from core.conversation import Language
from inbox.wording import LANGUAGES

COOKIE = "misto_staff_language"
KEPT_S = 365 * 24 * 3600


def language_of(request: web.Request) -> Language:
    """Return the language that the browser's cookie names, else Ukrainian."""
    chosen = request.cookies.get(COOKIE)
    return next((language for language in LANGUAGES if language == chosen), LANGUAGES[0])


def keep_language(response: web.StreamResponse, language: Language, *, secure: bool) -> None:
    """Let the browser remember the language."""
    response.set_cookie(
        COOKIE, language, path="/", max_age=KEPT_S, httponly=True, secure=secure, samesite="Lax"
    )
