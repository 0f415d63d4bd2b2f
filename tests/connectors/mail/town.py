"""A city with one body that is reached by mail: the real program on a new database."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image

from core import cases
from core.delivery import Reason, deliver
from core.messages import ChatRef
from core.model import Address, Applicant, Attachment, Case, CaseEvent, Delivery
from core.ports import ActionContext, UnitOfWork
from core.staff import resident
from misto.app import City, build
from misto.runtime import Clock
from misto.settings import load_settings
from tests.core.builders import NOW, ROUTING

T = TypeVar("T")

CHAT = ChatRef("webchat", "web", "olena")
MAIL = "dispetcher@kyiv.example"
DRAHOMANOVA = Address(
    street="вулиця Михайла Драгоманова",
    house="15",
    apartment="7",
    entrance="2",
    district="darnytskyi",
    verified=True,
)
OLENA = Applicant("Олена Коваль", "+380671234567", "olena@example.com")


def by_mail(body: str, mail: str | None = MAIL) -> Any:
    """Return the routing with a body that is reached by mail."""
    bodies = {**ROUTING.bodies, body: replace(ROUTING.bodies[body], delivery="mail", mail=mail)}
    return replace(ROUTING, bodies=bodies)


@dataclass(slots=True)
class Town:
    """The program, and what a test wants of it in one line."""

    city: City
    clock: Clock

    async def write(self, job: Callable[[UnitOfWork], T]) -> T:
        return await self.city.runtime.write("test", job)

    def pass_time(self, **span: float) -> None:
        self.clock.set(self.clock.now() + timedelta(**span))

    async def files_case(self, body: str = "kte", **facts: Any) -> Case:
        """Register a case by the city's own rules; it is on its way unless joined to another."""
        now = self.clock.now()
        wanted: dict[str, Any] = {
            "kind": "dispatcher_request",
            "service_code": "elevator",
            "description": "Третій день не працює ліфт.",
            "address": DRAHOMANOVA,
            "applicant": OLENA,
        } | facts

        def job(uow: UnitOfWork) -> Case:
            conversation = uow.conversations.get(CHAT)
            chat_id = conversation.id or uow.conversations.put(conversation, now)
            case, event = cases.register(
                resident(chat_id),
                now,
                law=self.city.law,
                number=cases.case_number("KV", now.year, uow.cases.next_number(now.year)),
                body=body,
                conversation_id=chat_id,
                chat=CHAT,
                consented=True,
                **wanted,
            )
            return uow.cases.add(case, event)

        case = await self.write(job)
        if case.joined_to is None:
            await self.sends_off(case)
        return case

    async def sends_off(self, case: Case, reason: Reason = "registered") -> None:
        """Write the delivery of a case to its body as it is now."""
        now, body = self.clock.now(), self.city.routing.bodies[case.body]
        await self.write(lambda uow: uow.deliveries.add(deliver(case, reason, body, now)))

    async def withdraws(self, case: Case) -> bool:
        """Let the resident take a case back in the chat."""
        now = self.clock.now()

        def job(uow: UnitOfWork) -> bool:
            context = ActionContext(uow, uow.conversations.get(CHAT), now, None)
            slots = {"case_number": case.number}
            return bool(self.city.actions.withdraw_case(context, slots, {})["withdrawn"])

        return await self.write(job)

    async def asks(self, case: Case) -> str:
        """Return what the resident is told who asks how the case is going."""
        now = self.clock.now()

        def job(uow: UnitOfWork) -> str:
            context = ActionContext(uow, uow.conversations.get(CHAT), now, None)
            slots = self.city.actions.find_cases(context, {"case_number": case.number}, {})
            return self.city.texts.format("case-status-one", "uk", slots)

        return await self.write(job)

    async def told(self) -> list[str]:
        """Return all that the resident was told without asking."""
        rows = await self.city.runtime.read(lambda uow: list(uow.outbox.since(0)))
        return [row.outgoing.text for row in rows]

    async def changes(self, case: Case, **facts: Any) -> None:
        """Save a case otherwise than it was, with no care for how it came so."""
        changed, line = replace(case, **facts), CaseEvent(self.clock.now(), "forwarded", "staff:1")
        await self.write(lambda uow: uow.cases.save(changed, line))

    async def keeps(self, case: Case, content: bytes, **facts: Any) -> None:
        """Keep a file of a case as the fetcher would have."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.city.files.path_of(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        file = Attachment(
            kind="photo",
            ref=sha256,
            conversation_id=case.conversation_id,
            case_id=case.id,
            state="ready",
            sha256=sha256,
            mime="image/jpeg",
            size=len(content),
            name="../olena koval.jpg",
        )
        stored, now = replace(file, **facts), self.clock.now()
        await self.write(lambda uow: uow.attachments.add(stored, now))

    async def deliveries(self) -> list[Delivery]:
        return await self.city.runtime.read(lambda uow: list(uow.deliveries.all()))

    async def delivery(self) -> Delivery:
        (found,) = await self.deliveries()
        return found


def found(folder: Path, **environ: str) -> Town:
    """Found a town in an empty folder, whose heating company is reached by mail."""
    clock = Clock()
    clock.set(NOW)
    settings = load_settings(
        None,
        {
            "MISTO_HOME": str(folder),
            "MISTO_DATABASE__URL": f"sqlite:///{folder}/misto.db",
            "MISTO_ATTACHMENTS__PATH": str(folder / "attachments"),
            "MISTO_WEB__PUBLIC_URL": "https://misto.example",
            "MISTO_MAIL__SENDER": "Місто Київ <misto@kyiv.example>",
            **environ,
        },
    )
    city = build(settings, clock)
    # No text is read here, so the model need not be loaded.
    vars(city).update(routing=by_mail("kte"), reader=None)
    return Town(city, clock)


def jpeg(colour: str = "grey") -> bytes:
    """Return a small picture."""
    target = BytesIO()
    Image.new("RGB", (8, 8), colour).save(target, "JPEG")
    return target.getvalue()
