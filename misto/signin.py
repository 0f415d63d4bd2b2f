"""Sign-in links for staff: random, single-use, expiring; the database keeps only their hash."""

import hashlib
import secrets
from datetime import timedelta

from core.model import Role, StaffMember
from core.ports import UnitOfWork
from misto.app import City

FIRST_LINK_S = 3600
INVITATION_S = 7 * 24 * 3600
FIRST_ACCOUNT = "admin@localhost"


def sign_in_link(city: City, member: StaffMember, valid_s: int) -> str:
    """Return a new link for the account. It is for the terminal, never for a log."""
    token = secrets.token_urlsafe(32)
    digest = hashlib.sha256(token.encode()).hexdigest()
    expires_at = city.clock.now() + timedelta(seconds=valid_s)

    def add(uow: UnitOfWork) -> None:
        uow.staff.add_link(digest, member.id or 0, expires_at)

    city.database.writer.submit(None, add).result()
    return f"{city.settings.web.address}/inbox/welcome?token={token}"


def first_link(city: City) -> str | None:
    """Return a link for the first staff member while nobody has signed in yet, else None."""

    def first(uow: UnitOfWork) -> StaffMember | None:
        members = uow.staff.all()
        if any(member.password_hash for member in members):
            return None
        known = uow.staff.by_email(FIRST_ACCOUNT)
        return known or uow.staff.add(StaffMember(email=FIRST_ACCOUNT, role=Role.ADMIN))

    member = city.database.writer.submit(None, first).result()
    return None if member is None else sign_in_link(city, member, FIRST_LINK_S)
