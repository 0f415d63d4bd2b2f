"""Who is signed in: an opaque token in a cookie, its hash in the database, and one-time links.

Law: a token itself is never stored; whoever reads the database cannot sign in with it.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web

from core.model import StaffMember
from core.ports import UnitOfWork
from core.program import Desk
from inbox.city import InboxSettings

TOKEN_BYTES = 32
KEPT_EVERY = timedelta(minutes=5)
MOST_REMEMBERED = 10_000
PLAIN_COOKIE = "misto_staff"
SECURE_COOKIE = "__Host-misto_staff"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session: whose, its token against forged forms, and the hash that names it."""

    member: StaffMember
    csrf: str
    key: str

    @property
    def staff_id(self) -> int:
        """The account's id, which a stored account always has."""
        if self.member.id is None:
            raise ValueError("a session of an account that was never stored")
        return self.member.id


def hash_token(token: str) -> str:
    """Return the form in which a token is stored and looked up."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def issue_link(uow: UnitOfWork, staff_id: int, now: datetime, lasts: timedelta) -> str:
    """Store a one-time sign-in link of an account and return its token, shown once, never kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    uow.staff.add_link(hash_token(token), staff_id, now + lasts)
    return token


def welcome_url(public_url: str, token: str) -> str:
    """Return the address of a one-time link."""
    return f"{public_url.rstrip('/')}/inbox/welcome?token={token}"


def open_session(
    uow: UnitOfWork,
    staff_id: int,
    token: str,
    now: datetime,
    settings: InboxSettings,
    browser: str | None = None,
) -> None:
    """Store a new session of an account under its token. `browser`: what it is opened in."""
    until = now + min(settings.idle, settings.longest)
    csrf = secrets.token_urlsafe(TOKEN_BYTES)
    uow.staff.add_session(hash_token(token), staff_id, csrf, now, until, browser)
    uow.staff.audit(staff_id, "sign_in", f"staff:{staff_id}", now)


def public_id(key: str) -> str:
    """Return how a page names a session: nothing of it opens or finds the session elsewhere."""
    return hash_token(key)[:16]


class Sessions:
    """Finds the session of a request and keeps it alive while it is used."""

    def __init__(self, desk: Desk, settings: InboxSettings) -> None:
        self._desk = desk
        self._settings = settings
        self._cookie = SECURE_COOKIE if settings.secure_cookies else PLAIN_COOKIE
        self._kept_at: dict[str, datetime] = {}

    async def of(self, request: web.Request) -> SignedIn | None:
        """Return the live session of a request's cookie; None when there is none."""
        token = request.cookies.get(self._cookie)
        return await self.by_key(hash_token(token)) if token else None

    async def by_key(self, key: str) -> SignedIn | None:
        """Return the live session of a token's hash; a disabled account has none."""
        now = self._desk.now()
        found = await self._desk.read(lambda uow: uow.staff.session(key, now))
        if found is None or found[0].disabled_at is not None:
            return None
        return SignedIn(found[0], found[1], key)

    async def keep(self, staff: SignedIn) -> None:
        """Put the end of a used session off, writing only every few minutes."""
        now, settings = self._desk.now(), self._settings
        if now - self._kept_at.get(staff.key, now - settings.longest) < KEPT_EVERY:
            return
        if len(self._kept_at) >= MOST_REMEMBERED:
            self._kept_at.clear()
        self._kept_at[staff.key] = now
        until = now + settings.idle
        await self._desk.write(
            ("session", staff.key),
            lambda uow: uow.staff.keep_session(staff.key, until, settings.longest),
        )

    async def end(self, staff: SignedIn) -> None:
        """Sign a session out."""
        now = self._desk.now()

        def job(uow: UnitOfWork) -> None:
            uow.staff.end_session(staff.key)
            uow.staff.audit(staff.staff_id, "sign_out", f"staff:{staff.staff_id}", now)
            uow.changed.add(("staff", staff.staff_id))

        await self._desk.write(("session", staff.key), job)

    def set_cookie(self, response: web.StreamResponse, token: str) -> None:
        """Give the browser its token, out of reach of scripts and of other sites."""
        response.set_cookie(
            self._cookie,
            token,
            path="/",
            max_age=int(self._settings.longest.total_seconds()),
            httponly=True,
            secure=self._settings.secure_cookies,
            samesite="Lax",
        )

    def drop_cookie(self, response: web.StreamResponse) -> None:
        """Take the token away."""
        response.del_cookie(
            self._cookie,
            path="/",
            secure=self._settings.secure_cookies,
            httponly=True,
            samesite="Lax",
        )
