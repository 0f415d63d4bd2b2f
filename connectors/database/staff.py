"""Staff accounts, how they sign in, and what they did."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, case, delete, func, null, select, update
from sqlalchemy.dialects.sqlite import insert

from connectors.database.changes import Changes
from connectors.database.codec import FLAG, MOMENT, Codec, document, from_us, to_us
from connectors.database.mapper import Mapper
from connectors.database.schema import (
    staff,
    staff_attempts,
    staff_audit,
    staff_forms,
    staff_links,
    staff_sessions,
)
from connectors.database.sql import given, limited, prepare
from core.model import Role, StaffMember
from core.rows import AuditLine, StaffSession

ATTEMPTS_WINDOW = timedelta(minutes=15)
# Longer than any page stays signed in.
FORMS_KEPT = timedelta(days=30)

STAFF = Mapper(
    StaffMember,
    staff,
    {
        "role": Codec(str, Role),
        "bodies": document(tuple[str, ...]),
        "disabled_at": MOMENT,
        "away": FLAG,
    },
)
_s = staff.c
_link = staff_links.c
_session = staff_sessions.c
_try = staff_attempts.c
_form = staff_forms.c


def _wanted(*more: Any) -> Select[Any]:
    return select(*STAFF.columns, *more)


GET = prepare(_wanted().where(_s.id == bindparam("id")), "id")
BY_EMAIL = prepare(_wanted().where(_s.email == bindparam("email")), "email")
ALL = prepare(_wanted().order_by(_s.id))
ADD_LINK = prepare(
    insert(staff_links).values(given("token_hash", "staff_id", "expires_at")),
    *("token_hash", "staff_id", "expires_at"),
)
LINK = prepare(
    select(_link.staff_id).where(
        _link.token_hash == bindparam("token_hash"),
        _link.used_at.is_(null()),
        _link.expires_at > bindparam("now"),
    ),
    *("token_hash", "now"),
)
USE_LINK = prepare(
    update(staff_links)
    .where(
        _link.token_hash == bindparam("token_hash"),
        _link.used_at.is_(null()),
        _link.expires_at > bindparam("now"),
    )
    .values(given("used_at"))
    .returning(_link.staff_id),
    *("used_at", "token_hash", "now"),
)
ADD_SESSION = prepare(
    insert(staff_sessions).values(
        given("token_hash", "staff_id", "csrf", "created_at", "expires_at", "browser")
    ),
    *("token_hash", "staff_id", "csrf", "created_at", "expires_at", "browser"),
)
SESSIONS_OF = prepare(
    select(_session.token_hash, _session.created_at, _session.expires_at, _session.browser)
    .where(_session.staff_id == bindparam("staff_id"), _session.expires_at > bindparam("now"))
    .order_by(_session.created_at.desc()),
    *("staff_id", "now"),
)
SESSION = prepare(
    _wanted(_session.csrf)
    .select_from(staff_sessions.join(staff))
    .where(
        _session.token_hash == bindparam("token_hash"),
        _session.expires_at > bindparam("now"),
        _s.disabled_at.is_(null()),
    ),
    *("token_hash", "now"),
)
_latest = _session.created_at + bindparam("longest")
_until: BindParameter[int] = bindparam("until")
KEEP_SESSION = prepare(
    update(staff_sessions)
    .where(_session.token_hash == bindparam("token_hash"))
    .values(expires_at=case((_latest < _until, _latest), else_=_until)),
    *("longest", "until", "longest", "until", "token_hash"),
)
END_SESSION = prepare(
    delete(staff_sessions).where(_session.token_hash == bindparam("token_hash")), "token_hash"
)
END_SESSIONS = prepare(
    delete(staff_sessions).where(_session.staff_id == bindparam("staff_id")), "staff_id"
)
FORGET_FORMS = prepare(delete(staff_forms).where(_form.at <= bindparam("before")), "before")
NOTE_FORM = prepare(
    insert(staff_forms).values(given("form", "staff_id", "at")).on_conflict_do_nothing(),
    *("form", "staff_id", "at"),
)
FORGET_ATTEMPTS = prepare(delete(staff_attempts).where(_try.at <= bindparam("before")), "before")
NOTE_ATTEMPT = prepare(insert(staff_attempts).values(given("key", "at")), "key", "at")
ATTEMPTS = prepare(
    select(func.count())
    .select_from(staff_attempts)
    .where(_try.key == bindparam("key"), _try.at > bindparam("since")),
    *("key", "since"),
)
AUDIT = prepare(
    insert(staff_audit).values(given("staff_id", "action", "subject", "at")),
    *("staff_id", "action", "subject", "at"),
)

_line = staff_audit.c
AUDIT_OF = prepare(
    limited(
        select(_line.action, _line.subject, _line.at)
        .where(_line.staff_id == bindparam("staff_id"))
        .order_by(_line.id.desc())
    ),
    *("staff_id", "limit"),
)


class SqlStaff:
    """`core.ports.StaffRepo` in SQL. E-mail addresses are kept and compared in lower case."""

    def __init__(self, connection: sqlite3.Connection, changed: Changes) -> None:
        self._run = connection.execute
        self._changed = changed

    def add(self, member: StaffMember) -> StaffMember:
        member.email = member.email.lower()
        member.id = self._run(STAFF.insert_sql, STAFF.values(member)).lastrowid
        self._changed.add(("staff", member.id))
        return member

    def get(self, staff_id: int) -> StaffMember | None:
        return self._one(GET, staff_id)

    def by_email(self, email: str) -> StaffMember | None:
        return self._one(BY_EMAIL, email.lower())

    def save(self, member: StaffMember) -> None:
        kept = replace(member, email=member.email.lower())
        if self._run(STAFF.update_sql, (*STAFF.values(kept), member.id)).rowcount != 1:
            raise LookupError(f"there is no staff account {member.id}")
        self._changed.add(("staff", member.id))

    def all(self) -> list[StaffMember]:
        return [STAFF.load(row) for row in self._run(ALL)]

    def add_link(self, token_hash: str, staff_id: int, expires_at: datetime) -> None:
        self._run(ADD_LINK, (token_hash, staff_id, to_us(expires_at)))

    def link(self, token_hash: str, now: datetime) -> int | None:
        row = self._run(LINK, (token_hash, to_us(now))).fetchone()
        return int(row[0]) if row else None

    def use_link(self, token_hash: str, now: datetime) -> int | None:
        at = to_us(now)
        row = self._run(USE_LINK, (at, token_hash, at)).fetchone()
        return int(row[0]) if row else None

    def add_session(
        self,
        token_hash: str,
        staff_id: int,
        csrf: str,
        now: datetime,
        expires_at: datetime,
        browser: str | None = None,
    ) -> None:
        span = (to_us(now), to_us(expires_at))
        self._run(ADD_SESSION, (token_hash, staff_id, csrf, *span, browser))

    def sessions_of(self, staff_id: int, now: datetime) -> list[StaffSession]:
        rows = self._run(SESSIONS_OF, (staff_id, to_us(now)))
        return [StaffSession(key, from_us(a), from_us(b), browser) for key, a, b, browser in rows]

    def session(self, token_hash: str, now: datetime) -> tuple[StaffMember, str] | None:
        row = self._run(SESSION, (token_hash, to_us(now))).fetchone()
        return (STAFF.load(row), row[-1]) if row else None

    def keep_session(self, token_hash: str, until: datetime, longest: timedelta) -> None:
        most, end = longest // timedelta(microseconds=1), to_us(until)
        self._run(KEEP_SESSION, (most, end, most, end, token_hash))

    def end_session(self, token_hash: str) -> None:
        self._run(END_SESSION, (token_hash,))

    def end_sessions(self, staff_id: int) -> None:
        self._run(END_SESSIONS, (staff_id,))
        self._changed.add(("staff", staff_id))

    def first_time(self, form: str, staff_id: int | None, now: datetime) -> bool:
        self._run(FORGET_FORMS, (to_us(now - FORMS_KEPT),))
        return self._run(NOTE_FORM, (form, staff_id, to_us(now))).rowcount == 1

    def note_attempt(self, key: str, now: datetime) -> int:
        self._run(FORGET_ATTEMPTS, (to_us(now - ATTEMPTS_WINDOW),))
        self._run(NOTE_ATTEMPT, (key, to_us(now)))
        return self.attempts(key, now)

    def attempts(self, key: str, now: datetime) -> int:
        since = to_us(now - ATTEMPTS_WINDOW)
        return int(self._run(ATTEMPTS, (key, since)).fetchone()[0])

    def audit(self, staff_id: int | None, action: str, subject: str, now: datetime) -> None:
        self._run(AUDIT, (staff_id, action, subject, to_us(now)))

    def audit_of(self, staff_id: int, limit: int) -> list[AuditLine]:
        rows = self._run(AUDIT_OF, (staff_id, limit))
        return [AuditLine(action, subject, from_us(at)) for action, subject, at in rows]

    def _one(self, statement: str, key: int | str) -> StaffMember | None:
        row = self._run(statement, (key,)).fetchone()
        return STAFF.load(row) if row else None
