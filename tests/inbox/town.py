"""A town for the inbox's tests: the real program on a new database, with a clock that stands still.

Staff have passwords, residents have talks and cases; everything is made by the city's own rules.
"""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from argon2 import PasswordHasher

from connectors.database.connect import connect
from core import cases, handoffs, petitions
from core.calling import call
from core.delivery import deliver
from core.messages import ChatRef, Choice, Incoming, Outgoing
from core.model import (
    Address,
    Applicant,
    Attachment,
    Case,
    Handoff,
    Person,
    Rating,
    Role,
    StaffMember,
)
from core.petitions import Petition
from core.ports import UnitOfWork
from core.rows import Conversation
from core.staff import resident
from inbox.sessions import issue_link
from misto.app import City, build
from misto.runtime import Clock, Runtime
from misto.settings import load_settings
from tests.contract.builders import new_database

T = TypeVar("T")

NOON = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PASSWORD = "дуже довгий пароль"
# Real hashes take a sixth of a second each on purpose; a test needs only that they are hashes.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
DRAHOMANOVA = Address(
    street="вулиця Михайла Драгоманова",
    house="15",
    apartment="7",
    entrance="2",
    district="darnytskyi",
    verified=True,
)


@dataclass(slots=True)
class Town:
    """The program, and what a test wants of it in one line."""

    city: City
    clock: Clock
    staff: dict[str, StaffMember] = field(default_factory=dict)
    _events: int = 0

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def pass_time(self, **span: float) -> None:
        """Move the clock on."""
        self.clock.set(self.now + timedelta(**span))

    async def write(self, job: Callable[[UnitOfWork], T]) -> T:
        return await self.city.runtime.write("test", job)

    async def read(self, job: Callable[[UnitOfWork], T]) -> T:
        return await self.city.runtime.read(job)

    # --- staff -----------------------------------------------------------------------------------

    async def hire(self, key: str, role: Role, *bodies: str, **more: Any) -> StaffMember:
        """Make an account that can sign in with PASSWORD."""
        email = f"{key.lower()}@kyiv.example"
        member = StaffMember(
            email=email, role=role, name=key, bodies=bodies, password_hash=QUICK.hash(PASSWORD)
        )
        self.staff[key] = await self.write(lambda uow: uow.staff.add(replace(member, **more)))
        return self.staff[key]

    async def link_of(self, member: StaffMember, **lasts: float) -> str:
        """Return the token of a new one-time link."""
        span = timedelta(**(lasts or {"hours": 1}))
        return await self.write(lambda uow: issue_link(uow, member.id or 0, self.now, span))

    async def member(self, name: str) -> StaffMember:
        found = await self.read(lambda uow: uow.staff.get(self.staff[name].id or 0))
        assert found is not None
        return found

    async def account(self, email: str) -> StaffMember:
        found = await self.read(lambda uow: uow.staff.by_email(email))
        assert found is not None
        return found

    async def trail(self, *actions: str) -> list[tuple[str, str]]:
        """Return actions and subjects of the audit trail, all or those of some actions."""
        statement = "SELECT action, subject FROM staff_audit ORDER BY id"

        def look(_: UnitOfWork) -> list[tuple[str, str]]:
            with closing(connect(self.city.database.path, "ro")) as connection:
                return list(connection.execute(statement))

        return [row for row in await self.read(look) if not actions or row[0] in actions]

    # --- residents -------------------------------------------------------------------------------

    async def chat(self, name: str, person: Person | None = None) -> Conversation:
        """Return a resident's web chat."""
        ref = ChatRef("webchat", "web", name)

        def job(uow: UnitOfWork) -> Conversation:
            conversation = uow.conversations.get(ref)
            if conversation.id is None:
                uow.conversations.put(conversation, self.now)
            if person is not None:
                conversation.person = replace(person)
                uow.conversations.save_person(conversation)
            return conversation

        return await self.write(job)

    async def says(self, chat: Conversation, text: str, **more: Any) -> None:
        """Store what a resident said, as a turn would have."""
        self._events += 1
        event = Incoming(
            "webchat", "web", chat.ref.chat, f"e{self._events}", self.now, text=text or None
        )
        event = replace(event, **more)

        def job(uow: UnitOfWork) -> None:
            intake_id = uow.intake.take(event, done=False)
            uow.intake.finish(intake_id or 0, event, chat.id or 0)
            uow.changed.add(("chat", chat.id))

        await self.write(job)

    async def answers(self, chat: Conversation, text: str, *buttons: str) -> None:
        """Store what the bot answered."""
        choices = tuple(Choice(label, f"v{n}") for n, label in enumerate(buttons))
        outgoing = Outgoing(text, choices)
        await self.write(
            lambda uow: uow.outbox.add(chat.id or 0, chat.ref, outgoing, self.now, pulled=True)
        )

    async def calls_a_person(self, chat: Conversation, reason: str = "") -> Handoff:
        """Open a hand-off."""

        def job(uow: UnitOfWork) -> Handoff:
            opened = handoffs.open_handoff(
                chat.id or 0,
                chat.ref,
                reason,
                self.now,
                staff=uow.staff.all(),
                desk=self.city.desk_hours,
            )
            added = uow.handoffs.add(opened)
            call(uow, added, self.now, self.city.desk_hours)
            return added

        return await self.write(job)

    async def handoff(self, handoff: Handoff) -> Handoff:
        found = await self.read(lambda uow: uow.handoffs.get(handoff.id or 0))
        assert found is not None
        return found

    async def files_case(self, chat: Conversation, **more: Any) -> Case:
        """Register a case of a resident, by the city's own rules."""
        wanted: dict[str, Any] = {
            "kind": "dispatcher_request",
            "service_code": "elevator",
            "body": "housing-darnytskyi",
            "description": "Третій день не працює ліфт у другому під’їзді.",
            "facts": {"since": "2026-11-22"},
            "address": DRAHOMANOVA,
            "applicant": Applicant(name="Олена Коваль", phone="+380671234567"),
        } | more

        def job(uow: UnitOfWork) -> Case:
            number = cases.case_number("KV", self.now.year, uow.cases.next_number(self.now.year))
            case, event = cases.register(
                resident(chat.id or 0),
                self.now,
                law=self.city.law,
                number=number,
                conversation_id=chat.id or 0,
                chat=chat.ref,
                consented=True,
                **wanted,
            )
            case = uow.cases.add(case, event)
            body = self.city.routing.bodies[case.body]
            uow.deliveries.add(deliver(case, "registered", body, self.now))
            return case

        return await self.write(job)

    async def case(self, number: str) -> Case:
        found = await self.read(lambda uow: uow.cases.get(number))
        assert found is not None
        return found

    async def does(self, name: str, case: Case, do: str, **more: Any) -> Case:
        """Let a member of staff act on a case."""
        member = await self.member(name)
        work = self.city.staffwork
        return await self.write(
            lambda uow: work.case(uow, member, case.number, do, self.now, **more)
        )

    async def rates(self, chat: Conversation, case: Case, quality: int, speed: int = 5) -> None:
        """Let a resident rate an answered case."""

        def job(uow: UnitOfWork) -> None:
            rated = uow.cases.get(case.number)
            assert rated is not None
            rating = Rating(quality, speed, at=self.now)
            event = cases.rate(
                rated, resident(chat.id or 0), self.now, rating=rating, law=self.city.law
            )
            uow.cases.save(rated, event)

        await self.write(job)

    async def files_petition(self, chat: Conversation, **more: Any) -> Petition:
        """File a petition of a resident, which waits for a moderator."""
        wanted: dict[str, Any] = {
            "title": "Більше дерев на Позняках",
            "text": "Просимо посадити дерева вздовж вулиці Драгоманова.",
            "author": "Олена Коваль",
        } | more

        def job(uow: UnitOfWork) -> Petition:
            petition = Petition(
                number=uow.petitions.next_number(),
                filed_at=self.now,
                conversation_id=chat.id,
                **wanted,
            )
            return uow.petitions.add(petition, petitions.file(petition, self.city.law), {})

        return await self.write(job)

    async def statements(self, visit: Callable[[], Awaitable[Any]]) -> int:
        """Return how many statements readers of the database ran during a visit."""
        ran: list[str] = []
        reads = self.city.database.reads
        with reads.unit_of_work() as uow:
            # The one idle connection is the one that the visit will be given.
            connection = uow.connection
        connection.set_trace_callback(ran.append)
        await visit()
        connection.set_trace_callback(None)
        return sum(statement.lstrip().startswith("SELECT") for statement in ran)

    async def keeps_file(self, chat: Conversation, content: bytes, mime: str, **more: Any) -> int:
        """Keep a file as the fetcher would have; return its id."""
        sha256 = self.city_file(content)
        attachment = Attachment(
            kind="photo" if mime.startswith("image/") else "document",
            ref=f"ref-{sha256[:8]}",
            conversation_id=chat.id or 0,
            state="ready",
            sha256=sha256,
            mime=mime,
            size=len(content),
        )
        stored = replace(attachment, **more)
        return await self.write(lambda uow: uow.attachments.add(stored, self.now))

    def city_file(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.city.files.path_of(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return sha256


# --- founding ------------------------------------------------------------------------------------

# Reading the city's tables and flows takes a second; they are the same for every test.
SHARED = ("routing", "law", "texts", "gazetteer", "flows", "engine", "turns", "staffwork")


class NoReader:
    """The inbox reads no text: whoever asks for it in these tests is wrong."""

    def read(self, text: str, now: datetime) -> Mapping[str, Any]:
        raise AssertionError("the inbox asked the reader")


@cache
def _shared() -> dict[str, Any]:
    city = build(load_settings(None, {}))
    return {name: getattr(city, name) for name in SHARED}


def found(folder: Path) -> Town:
    """Found a town in an empty folder."""
    clock = Clock()
    clock.set(NOON)
    environ = {
        "MISTO_DATABASE__URL": f"sqlite:///{new_database(folder / 'misto.db')}",
        "MISTO_ATTACHMENTS__PATH": str(folder / "attachments"),
    }
    city = build(load_settings(None, environ), clock)
    vars(city).update(_shared())
    vars(city)["runtime"] = Runtime(city.database, city.turns, NoReader(), city.texts, clock=clock)
    return Town(city, clock)
