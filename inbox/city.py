"""What the inbox is told by whoever wires it: the city's names, and its own settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher

from core.calendar import KYIV
from core.conversation import Language
from core.model import Body, Outcome, Status

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class InboxCity:
    """The city as staff read it in one language: bodies by id, and the words for its codes.

    `districts`: names by code; `reject_reasons`: codes of the lawful ones, in the order to show.
    `services` are the service codes, `service` is asked for their names, `kind` for those of kinds
    of cases. `response_hours`: in which a body confirms a case, by service code, `other` for the
    rest; `kinds`: of cases, to narrow lists to.
    """

    bodies: Mapping[str, Body]
    districts: Mapping[str, str]
    reject_reasons: tuple[str, ...]
    service: Callable[[str], str]
    kind: Callable[[str], str]
    status: Callable[[Status], str]
    outcome: Callable[[Outcome], str]
    reject_reason: Callable[[str], str]
    response_hours: Mapping[str, int]
    services: tuple[str, ...]
    petition_status: Callable[[str], str]
    petition_reason: Callable[[str], str]
    petition_reasons: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    zone: ZoneInfo = KYIV
    language: Language = "uk"

    def body(self, body_id: str) -> str:
        """Return a body's name; its id when the city has no such body any more."""
        body = self.bodies.get(body_id)
        if body is None:
            return body_id
        return body.name_en if self.language == "en" else body.name_uk


@dataclass(frozen=True, slots=True)
class InboxSettings:
    """How the inbox is served.

    `public_url`: what staff type, without a slash at the end; `attachments`: the folder of kept
    files; `uploads`: where files that staff send wait to be fetched; `secure_cookies`: on whenever
    the public address is https. `idle`, `longest`: how long a session lives unused and in all;
    `link_for`: how long an invitation can be used. Failed sign-ins are counted over 15 minutes; an
    address may fail more often than an account, because a whole office may stand behind one.
    `file_bytes` limits one file, `form_bytes` a whole form, `files` their number.
    """

    public_url: str
    attachments: Path
    uploads: Path
    secure_cookies: bool = False
    idle: timedelta = timedelta(hours=12)
    longest: timedelta = timedelta(days=7)
    link_for: timedelta = timedelta(days=2)
    failures_of_account: int = 5
    failures_of_address: int = 20
    files: int = 5
    file_bytes: int = 20 * MIB
    form_bytes: int = 60 * MIB
    hasher: PasswordHasher = field(default_factory=PasswordHasher)
