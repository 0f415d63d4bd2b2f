"""What the inbox asks of parts that it may not know: mail, messengers, the reader, the dialogue.

Rule: nothing here acts by itself. What is advised is shown; whoever works here takes it or not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.conversation import Language
from core.model import StaffMember
from core.ports import UnitOfWork

# Which kinds of matters a caller's form files, the usual one first; what it asks, by slot.
CALLS = ("dispatcher_request", "appeal_submit", "utility_complaint")
CALL_FIELDS = (
    *("description", "service_code", "address", "entrance", "apartment"),
    *("name", "phone", "email"),
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What the reader makes of what a resident said last. Confidences: from 0 to 1.

    `reply`: what the bot would answer; `body`: who would be responsible, where the place is known;
    `alike`: numbers of open cases about the same at the same house.
    """

    intent: str
    sure: float
    service_code: str | None = None
    service_sure: float = 0.0
    body: str | None = None
    alike: tuple[str, ...] = ()
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """What a caller told, as the form has it. `flow`: which kind of matter; `fields` by slot."""

    flow: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the flow still asks of the caller, in its own words, with the answers it offers by
    value and label. `chat`: the call's own conversation.
    """

    chat: str
    text: str
    answers: tuple[tuple[str, str], ...]
    expects: str | None


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of a call: a case, or what the flow asks first."""

    said: str
    number: str | None = None
    asked: Asked | None = None


class Helpers(Protocol):
    """Filled by the program that serves the inbox."""

    @property
    def mails(self) -> bool:
        """Whether the city sends mail."""

    async def mail_link(self, to: str, url: str, hours: int, language: Language) -> bool:
        """Mail a one-time sign-in link; False when the mail server did not take it."""

    async def chat_links(self, payload: str) -> Mapping[str, str]:
        """Return the address by channel that opens a messenger's chat with a payload."""

    def addressed(self, name: str) -> str | None:
        """Return how a person of the name is addressed (vocative); None when not certain."""

    async def print_answer(
        self, number: str, outcome: str, text: str, signer: StaffMember
    ) -> bytes | None:
        """Return an answer to a case as PDF, as it would be sent now; None when it cannot be
        printed.
        """

    def act_on_petition(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        number: str,
        do: str,
        now: datetime,
        *,
        reason: str,
        text: str,
    ) -> None:
        """Do one act of a moderator in the caller's transaction. `do`: publish, refuse, answer.
        Errors: core.refusals.Refusal; LookupError (no such petition).
        """

    async def advise(self, conversation_id: int) -> Advice | None:
        """Return what the reader makes of a resident's last words; None when there are none."""

    async def words_of(self, conversation_id: int) -> str:
        """Return what a resident wrote last of a matter; empty when nothing."""

    async def read_call(self, text: str) -> Call:
        """Fill in the form of a call from what was pasted or dictated."""

    async def begin_call(self, call: Call, by: StaffMember, home: int | None) -> Filed:
        """Let the flow begin with a call, in a conversation of the call's own. `by` writes it down;
        `home`: the conversation of whose resident the case is to be.
        """

    async def answer_call(
        self, chat: str, event_id: str, answer: str, by: StaffMember, home: int | None
    ) -> Filed:
        """Let the flow go on with an answer: a value it offered, else words. Once an event id."""
