"""The kinds of values that settings have: each check says what it expected.

Rule: a check takes what was written (text, a list of texts, nothing) and never says what it found:
whoever reports knows whether that is a secret.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import date
from email.utils import getaddresses
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, SecretStr

from core.calendar import Term
from core.staff import parse_duty

_DAY_S = 24 * 60 * 60


class SecretUrl(SecretStr):
    """A URL that may hold a password; shown without user and password."""

    def _display(self) -> str:
        return re.sub("//.*@", "//**********@", self.get_secret_value())

    @property
    def password(self) -> str | None:
        """Return the password inside, None when there is none."""
        return urlsplit(self.get_secret_value()).password


def hint(word: str, known: Iterable[str]) -> str:
    """Return ` Did you mean 'port'?` when something known is close, else nothing."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f" Did you mean '{close[0]}'?" if close else ""


# --- texts ---------------------------------------------------------------------------------------


def _or_empty(value: object) -> object:
    """Nothing after the colon is an empty text; a wrapped secret comes from code, not a file."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return "" if value is None else value


def _written(value: object, expected: str) -> str:
    text = _or_empty(value)
    if not isinstance(text, str):
        raise ValueError(f"expected {expected}")
    return text.strip()


def matching(pattern: str, expected: str) -> BeforeValidator:
    """Return the check of a text that matches a pattern in full."""

    def check(value: object) -> str:
        text = _written(value, expected)
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(f"expected {expected}")
        return text

    return BeforeValidator(check)


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _not_empty(value: object) -> object:
    if _or_empty(value) == "":
        raise ValueError("expected a value; leave the whole line out to have the default")
    return value


def _sender(value: object) -> str:
    expected = "one e-mail address, such as misto@city.example or Misto <misto@city.example>"
    text = _written(value, expected)
    found = [address for _, address in getaddresses([text])]
    if text and (len(found) != 1 or not re.fullmatch(r"[^\s@,]+@[^\s@,]+", found[0])):
        raise ValueError(f"expected {expected}")
    return text


def _path(value: object) -> Path:
    if not isinstance(value, str | Path) or not str(value).strip():
        raise ValueError("expected a path")
    return Path(str(value).strip())


def _path_or_none(value: object) -> Path | None:
    return None if _or_empty(value) == "" else _path(value)


# --- URLs ----------------------------------------------------------------------------------------


def _url(expected: str, fits: Callable[[SplitResult], bool]) -> BeforeValidator:
    """Return the check of a URL; an empty one stays empty."""

    def check(value: object) -> str:
        text = _written(value, expected)
        if text and not _fits(text, fits):
            raise ValueError(f"expected {expected}")
        return text.rstrip("/")

    return BeforeValidator(check)


def _fits(text: str, fits: Callable[[SplitResult], bool]) -> bool:
    try:
        parts = urlsplit(text)
        return not re.search(r"\s", text) and parts.port != 0 and fits(parts)
    except ValueError:  # a port that is no number, an address that is no address
        return False


def _is_web(parts: SplitResult) -> bool:
    plain = parts.username is None and not parts.query and not parts.fragment
    return parts.scheme in ("http", "https") and bool(parts.hostname) and plain


def _is_database(parts: SplitResult) -> bool:
    if parts.scheme == "sqlite":
        return not parts.netloc and parts.path not in ("", "/", "/:memory:")
    return parts.scheme == "postgresql" and parts.path not in ("", "/")


def _is_queue(parts: SplitResult) -> bool:
    return parts.scheme in ("nats", "tls") and bool(parts.hostname)


def _is_smtp(parts: SplitResult) -> bool:
    return parts.scheme in ("smtp", "smtps") and bool(parts.hostname)


# --- numbers, moments and hours ------------------------------------------------------------------


def whole(low: int, high: int) -> BeforeValidator:
    """Return the check of a whole number, both ends included."""

    def check(value: object) -> int:
        text = str(value).strip()
        if not re.fullmatch("[+-]?[0-9]{1,18}", text) or not low <= int(text) <= high:
            raise ValueError(f"expected a whole number from {low} to {high}")
        return int(text)

    return BeforeValidator(check)


def _switch(value: object) -> bool:
    word = str(value).strip().lower()
    if word not in ("true", "false"):
        raise ValueError("expected true or false")
    return word == "true"


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    expected = "a date, such as 2026-02-24"
    try:
        return date.fromisoformat(_written(value, expected))
    except ValueError:
        raise ValueError(f"expected {expected}") from None


def _day_or_none(value: object) -> date | None:
    return None if _or_empty(value) == "" else _day(value)


def _time_zone(value: object) -> str:
    text = _written(value, "a time zone, such as Europe/Kyiv")
    try:
        ZoneInfo(text)
    except (KeyError, OSError, ValueError):
        meant = hint(text, available_timezones()) or " Write for example Europe/Kyiv."
        raise ValueError(f"unknown time zone '{text}'.{meant}") from None
    return text


def _quiet_hours(value: object) -> str:
    expected = "hours such as 22:00-08:00, or nothing"
    text = _written(value, expected)
    hour = "([01][0-9]|2[0-3]):[0-5][0-9]"
    if text and not re.fullmatch(f"{hour}-{hour}", text):
        raise ValueError(f"expected {expected}")
    if text and text[:5] == text[6:]:
        raise ValueError(f"'{text}' is no time at all; leave it empty to have no quiet hours")
    return text


def _duty_hours(value: object) -> str:
    text = _written(value, "duty hours, such as mon-fri 09:00-18:00")
    parse_duty(text)
    return text


def _term(value: object) -> str:
    text = _written(value, "a term, such as 48h, 15d, 5wd or 1month")
    Term.parse(text)
    return text


# --- lists and mappings --------------------------------------------------------------------------


def _list(value: object) -> object:
    if not isinstance(value, list | tuple):
        raise ValueError("expected a list, such as [1, 4]")
    return value


def _growing(value: tuple[int, ...]) -> tuple[int, ...]:
    if list(value) != sorted(set(value)):
        raise ValueError("expected numbers that grow, such as [1, 4]")
    return value


def _by_body(value: object) -> object:
    if isinstance(value, str):
        return {"default": value}
    if not isinstance(value, dict) or not value:
        raise ValueError("expected duty hours, or for each body its duty hours")
    return value


Word = BeforeValidator(_lower)
IsList = BeforeValidator(_list)
Duration = Annotated[int, whole(60, 30 * _DAY_S)]
Days = Annotated[int, whole(1, 3650)]
Day = Annotated[date, BeforeValidator(_day)]
DayOrNone = Annotated[date | None, BeforeValidator(_day_or_none)]
GrowingDays = Annotated[tuple[Annotated[int, whole(1, 365)], ...], IsList, AfterValidator(_growing)]
FilePath = Annotated[Path, BeforeValidator(_path)]
PathOrNone = Annotated[Path | None, BeforeValidator(_path_or_none)]
Sender = Annotated[str, BeforeValidator(_sender)]
TimeZone = Annotated[str, BeforeValidator(_time_zone)]
QuietHours = Annotated[str, BeforeValidator(_quiet_hours)]
Clock = Annotated[str, matching("([01][0-9]|2[0-3]):[0-5][0-9]", "a time such as 09:00")]
Weekday = Annotated[str, matching("mon|tue|wed|thu|fri|sat|sun", "a day, mon to sun")]
DutyByBody = Annotated[
    dict[str, Annotated[str, BeforeValidator(_duty_hours)]], BeforeValidator(_by_body)
]
TermOrNone = Annotated[str, BeforeValidator(_term)] | None
SwitchOrNone = Annotated[bool, BeforeValidator(_switch)] | None

WebUrl = Annotated[str, _url("an address such as https://city.example, without a query", _is_web)]
HeaderName = Annotated[
    str, matching("[A-Za-z][A-Za-z0-9-]*|", "the name of a header, such as X-Real-IP, or nothing")
]
Site = Annotated[
    str,
    matching(
        r"https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?",
        "a site such as https://city.example or https://*.city.example, without a path",
    ),
]
Sites = Annotated[tuple[Site, ...], IsList]
NeededWebUrl = Annotated[WebUrl, BeforeValidator(_not_empty)]
DatabaseUrl = Annotated[
    SecretUrl,
    _url("sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME", _is_database),
    BeforeValidator(_not_empty),
]
QueueUrl = Annotated[SecretUrl, _url("nats://HOST:PORT, or nothing", _is_queue)]
SmtpUrl = Annotated[
    SecretUrl, _url("smtp://USER:PASSWORD@HOST:PORT, smtps://… or nothing", _is_smtp)
]

BotToken = Annotated[
    SecretStr,
    matching(r"([0-9]+:\S+)?", "the token as BotFather wrote it, digits:letters, or nothing"),
]
WebhookSecret = Annotated[
    SecretStr,
    matching("[A-Za-z0-9_-]{0,256}", "up to 256 characters of A-Z a-z 0-9 _ - as Telegram allows"),
]
HostPort = Annotated[
    str,
    matching(
        r"((?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):[0-9]{1,5})?",
        "an address and port to listen on, such as 127.0.0.1:8024, or nothing",
    ),
]
HostName = Annotated[
    str,
    matching(r"[A-Za-z0-9._-]*", "the name of a mail server, such as mx.city.example, or nothing"),
]
DnsLabel = Annotated[
    str,
    matching(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?", "a name in the DNS, such as misto"),
]
ViberSender = Annotated[str, matching(".{1,28}", "a name of 1 to 28 characters")]
ViberToken = Annotated[SecretStr, matching(r"\S*", "Viber's token, without spaces, or nothing")]
