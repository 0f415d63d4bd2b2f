"""What a session was opened in, as its owner would recognise it: «Firefox, Windows»."""

from collections.abc import Mapping

from aiohttp import web

# The first that stands in the header counts: each of these also names those after it.
_BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "FxiOS": "Firefox"} | {
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows"} | {
    "CrOS": "ChromeOS",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def browser_of(request: web.Request) -> str | None:
    """Return browser and system of a request; None when it names none that we know."""
    agent = request.headers.get("User-Agent", "")
    known = (_first(agent, table) for table in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in known if name) or None


def _first(agent: str, table: Mapping[str, str]) -> str | None:
    return next((name for sign, name in table.items() if sign in agent), None)
