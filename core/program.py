"""The program as channels and the inbox see it: what they may ask of it, and what it answers."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from core.messages import ChatRef, FileRef, Incoming
from core.model import Case, Handoff, StaffMember
from core.ports import UnitOfWork
from core.refusals import Refusal
from core.rows import OutboxRow


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one event: `repeated` when it was acted on before, `replies` as committed."""

    event_id: str
    repeated: bool = False
    replies: tuple[OutboxRow, ...] = ()


T = TypeVar("T")


class Watch(Protocol):
    """A subscription to changes. Close it when the listener leaves."""

    async def next(self, timeout_s: float) -> set[tuple[str, Any]]:
        """The changes since the last call, waiting for some; empty when the time ran out."""

    def close(self) -> None: ...


class Desk(Protocol):
    """What channels and the inbox ask of the program. Everything that returns is committed."""

    def now(self) -> datetime:
        """The moment, aware UTC."""

    async def handle(self, incoming: Incoming) -> Outcome:
        """Store the event, run its turn, and return when both are committed.

        Errors: Overloaded when too much waits (tell the client to try again later).
        """

    async def accept(self, channel: str, bot: str, event_id: str, raw: bytes) -> bool:
        """Store a webhook's raw body; True when it is new. Its turn runs afterwards."""

    async def write(self, key: Hashable, job: Callable[[UnitOfWork], T]) -> T:
        """Run a job in the writer, in turn with others of the key; return after the commit."""

    async def read(self, job: Callable[[UnitOfWork], T]) -> T:
        """Run a job on a reading connection; it cannot write."""

    def at_work(self, ref: ChatRef) -> bool:
        """Whether an event of the chat waits for its turn in this process, or has it."""

    def watch(self, *topics: tuple[str, Any]) -> Watch:
        """Changes of the topics, as `UnitOfWork.changed` names them; none given: all changes."""


class StaffActions(Protocol):
    """What staff do, by the same rules from the inbox, the command line and `chat --json`.

    Each checks rights, changes the city, writes history, audit and deliveries, and queues what the
    resident is told, in the caller's transaction. Errors: `core.refusals.Refusal` (not allowed, not
    possible now; its message says what to do), LookupError when there is no such thing.
    """

    def case(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        number: str,
        do: str,
        now: datetime,
        *,
        text: str | None = None,
        outcome: str | None = None,
        reason: str | None = None,
        to: str | None = None,
        proof: Sequence[FileRef] = (),
        papers: Sequence[FileRef] = (),
    ) -> Case:
        """`do`: take, start, ask, forward, answer, reject, extend, reopen, assign, merge, split,
        link, unlink, note; shorten: an appeal that needs no extra study has its 15 days, a request
        for information that is urgent its 48 hours. `papers`: what goes to the resident with the
        answer and proves nothing.
        """

    def handoff(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        handoff_id: int,
        do: str,
        now: datetime,
        *,
        text: str | None = None,
        files: Sequence[FileRef] = (),
    ) -> Handoff:
        """`do`: take, say, return; `files` go with what is said."""

    def give(
        self, uow: UnitOfWork, member: StaffMember, handoff_id: int, to: int, now: datetime
    ) -> None:
        """Give a conversation to a colleague, who is told of it."""

    def written_down(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        number: str,
        conversation_id: int | None,
        now: datetime,
    ) -> None:
        """Note who wrote a case down by a resident's words, and whose conversation it joins."""

    def note(
        self, uow: UnitOfWork, member: StaffMember, conversation_id: int, text: str, now: datetime
    ) -> None:
        """Write a note on a conversation for colleagues; whom it names is told."""

    def refusal(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        case: Case,
        do: str,
        now: datetime,
        *,
        text: str = "",
        to: str = "",
    ) -> Refusal | None:
        """Why an act would be refused now, None when it would be done; nothing is changed."""

    def can(self, member: StaffMember, case: Case, do: str) -> bool:
        """Whether the member may do this to the case now (for showing buttons)."""

    def body_case(
        self,
        uow: UnitOfWork,
        case: Case,
        do: str,
        now: datetime,
        *,
        text: str = "",
        outcome: str = "",
        proof: Sequence[FileRef] = (),
    ) -> None:
        """The case's body acts by the link of its letter. `do`: start, answer."""


class Overloaded(Exception):
    """Too much waits already; nothing was stored."""
