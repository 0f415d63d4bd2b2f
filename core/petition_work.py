"""What becomes of petitions: moderation, terms, answers, and who hears of it, in one transaction.

Rule: the command line, the scheduled work and the page where a person verifies come through here.
Everybody who signed hears of the end of a collection and of the answer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from core import cases
from core.calendar import LegalCalendar
from core.conversation import Language, Say, Text
from core.delivery import deliver
from core.messages import Outgoing
from core.model import Applicant, Case, StaffMember
from core.petitions import (
    Petition,
    PetitionEvent,
    PetitionRule,
    about_petition,
    answer,
    consider,
    fall_short,
    has_reached,
    note_late,
    publish,
    refuse,
)
from core.ports import Texts, UnitOfWork
from core.refusals import BadValue
from core.routing import TRIAGE, Routing
from core.staff import SYSTEM, staff

PETITION_ACTIONS = ("publish", "refuse", "answer")
# Petitions are the council's, and so is what goes on as an appeal.
COUNCIL = "rada"
_LANGUAGES: tuple[Language, ...] = ("uk", "en")


class Tell(Protocol):
    """How a message that nobody's event caused is queued (`core.staffwork.StaffWork.tell`)."""

    def __call__(
        self,
        uow: UnitOfWork,
        conversation_id: int,
        text: str,
        args: Mapping[str, Any],
        now: datetime,
        *,
        case: str | None = None,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class PetitionWork:
    """The life of petitions with the city's rules bound. `refusals`: the lawful reasons."""

    law: LegalCalendar
    rules: Sequence[PetitionRule]
    refusals: Collection[str]
    routing: Routing
    prefix: str
    texts: Texts
    tell: Tell
    pulled: Iterable[str] = field(default_factory=frozenset)

    # --- staff -----------------------------------------------------------------------------------

    def act(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        number: str,
        do: str,
        now: datetime,
        *,
        reason: str = "",
        text: str = "",
    ) -> Petition:
        """Do one act of a moderator. Errors: core.refusals.Refusal; LookupError (no such one)."""
        petition, actor = uow.petitions.get(number), staff(member)
        if petition is None:
            raise LookupError(f"There is no petition {number}; check the number.")
        if do == "publish":
            self.open(uow, petition, publish(petition, actor, now, law=self.law, rules=self.rules))
        elif do == "refuse":
            event = refuse(petition, actor, now, reason=reason, allowed=self.refusals)
            uow.petitions.save(petition, event)
            self._tell_author(uow, petition, "petition-refused", now, text=text.strip() or None)
        elif do == "answer":
            uow.petitions.save(petition, answer(petition, actor, now, text=text))
            self._tell_all(uow, petition, "petition-answered", now)
        else:
            known = ", ".join(PETITION_ACTIONS)
            raise BadValue("unknown_action", f"'{do}' is no action here; use one of: {known}.")
        uow.staff.audit(member.id, f"petition_{do}", number, now)
        return petition

    def open(self, uow: UnitOfWork, petition: Petition, event: PetitionEvent) -> None:
        """Save a petition that was published, and tell its author."""
        uow.petitions.save(petition, event)
        self._tell_author(uow, petition, "petition-published", event.at)
        self.look_at_votes(uow, petition, event.at)

    # --- votes and terms -------------------------------------------------------------------------

    def look_at_votes(self, uow: UnitOfWork, petition: Petition, now: datetime) -> bool:
        """Pass a petition to consideration once it has its votes; whether it was passed now."""
        if not has_reached(petition, uow.petitions.support(petition.id or 0)):
            return False
        uow.petitions.save(petition, consider(petition, now, self.law))
        self._tell_all(uow, petition, "petition-reached", now)
        return True

    def end(self, uow: UnitOfWork, petition: Petition, now: datetime) -> None:
        """End a collection whose days are over: with its votes it is considered, short of them it
        goes on as a collective appeal.
        """
        if self.look_at_votes(uow, petition, now):
            return
        uow.petitions.save(petition, fall_short(petition, now))
        case = self._appeal(uow, petition, now)
        self._tell_all(uow, petition, "petition-fell-short", now)
        if case is not None:
            args = {
                "number": petition.number,
                "case_number": case.number,
                "due_at": case.due_at.isoformat(),
            }
            author = case.conversation_id
            self.tell(uow, author, "petition-appeal", args, now, case=case.number)

    def be_late(self, uow: UnitOfWork, petition: Petition, now: datetime) -> None:
        """Tell honestly that the city did not do in time what it owed."""
        uow.petitions.save(petition, note_late(petition, now))
        if petition.started_on is None:
            self._tell_author(uow, petition, "petition-moderation-late", now)
        else:
            self._tell_all(uow, petition, "petition-answer-late", now)

    def _appeal(self, uow: UnitOfWork, petition: Petition, now: datetime) -> Case | None:
        """Register the collective appeal of the author and those who signed. One whose author has
        no chat here came from the city's portal, and goes on there.
        """
        if petition.conversation_id is None:
            return None
        conversation = uow.conversations.by_id(petition.conversation_id)
        person = conversation.person
        consented = person is not None and person.consent_version is not None
        support = uow.petitions.support(petition.id or 0)
        year = self.law.day(now).year
        case, event = cases.register(
            SYSTEM,
            now,
            law=self.law,
            number=cases.case_number(self.prefix, year, uow.cases.next_number(year)),
            kind="appeal",
            body=COUNCIL if COUNCIL in self.routing.bodies else TRIAGE,
            conversation_id=petition.conversation_id,
            chat=conversation.ref,
            consented=consented,
            person_id=person.id if person else None,
            description=f"{petition.title}\n{petition.text}",
            facts={"petition": petition.number, "signed": support.votes + support.intents},
            applicant=Applicant(petition.author) if consented else None,
        )
        case = uow.cases.add(case, event)
        body = self.routing.bodies[case.body]
        uow.deliveries.add(deliver(case, "registered", body, now))
        return case

    # --- words -----------------------------------------------------------------------------------

    def _about(self, uow: UnitOfWork, petition: Petition, now: datetime) -> dict[str, Any]:
        support = uow.petitions.support(petition.id or 0)
        return dict(about_petition(petition, support, self.law.day(now)))

    def _tell_author(
        self, uow: UnitOfWork, petition: Petition, text_id: str, now: datetime, **more: Any
    ) -> None:
        if petition.conversation_id is not None:
            args = {**self._about(uow, petition, now), **more}
            self.tell(uow, petition.conversation_id, text_id, args, now)

    def _tell_all(self, uow: UnitOfWork, petition: Petition, text_id: str, now: datetime) -> None:
        """Tell the author and everybody who signed, by one statement however many they are."""
        said = Say(Text(text_id, self._about(uow, petition, now)))
        messages = {
            language: Outgoing(self.texts.render(said, language).text, lane="broadcast")
            for language in _LANGUAGES
        }
        uow.petitions.tell(petition.id or 0, messages, now, self.pulled)
