"""The `given` line: a scene made of the same functions and guards that the city itself uses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core import cases, offices
from core.actions import CONSENT_VERSION
from core.delivery import deliver
from core.identity import confirmed_phone
from core.messages import ChatRef
from core.model import Applicant, Case, CaseEvent, OfficeHolder, Person, Rating, Role, StaffMember
from core.news import ALL, RHYTHMS, TOPICS, NewsItem
from core.petition_search import gist, index_of
from core.petitions import Petition, PetitionEvent, publish
from core.ports import UnitOfWork
from core.rows import Conversation
from core.staff import resident, staff
from core.told import address_of
from core.turn import opened
from misto.app import City
from misto.places import outage_of, places_of

_STAGES = {
    "registered": (),
    "in_work": ("start",),
    "answered": ("start", "answer"),
    "closed": ("start", "answer", "rate"),
    "needs_info": ("ask",),
    "withdrawn": ("withdraw",),
}
_SCENE = StaffMember(email="scene", role=Role.ADMIN, id=0)
_KNOWN = (
    *("cases", "news", "offices", "outages", "petitions", "profiles", "staff"),
    "subscriptions",
)


class SceneError(Exception):
    """A scene that cannot be set; nothing of it was written."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.code = "bad_scene"


@dataclass(frozen=True, slots=True)
class Scene:
    """Sets scenes in one transaction each."""

    city: City

    async def set(self, given: Any) -> dict[str, list[str]]:
        """Write the scene; return what was made. Errors: SceneError, core.refusals.Refusal."""
        if not isinstance(given, dict):
            raise SceneError(f'"given" is an object with lists of {", ".join(_KNOWN)}')
        unknown = sorted(set(given) - set(_KNOWN))
        if unknown:
            raise SceneError(f"cannot set {', '.join(unknown)}; known: {', '.join(_KNOWN)}")
        now = self.city.runtime.now()
        return await self.city.runtime.write("scene", lambda uow: self._write(uow, given, now))

    def _write(
        self, uow: UnitOfWork, given: Mapping[str, Any], now: datetime
    ) -> dict[str, list[str]]:
        # In this order: a case wants its person, and staff to end it.
        make: dict[str, Callable[[Any], str]] = {
            "staff": lambda item: _staff(uow, item),
            "profiles": lambda item: self._profile(uow, item, now),
            "outages": lambda item: self._outage(uow, item, now),
            "offices": lambda item: self._office(uow, item, now),
            "cases": lambda item: self._case(uow, item, now),
            "petitions": lambda item: self._petition(uow, item, now),
            "subscriptions": lambda item: self._subscription(uow, item, now),
            "news": lambda item: self._news(uow, item, now),
        }
        try:
            return {
                kind: [one(item) for item in given[kind]]
                for kind, one in make.items()
                if kind in given
            }
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise SceneError(f"a scene's item is incomplete or wrong: {error!r}") from error

    def _outage(self, uow: UnitOfWork, item: Mapping[str, Any], now: datetime) -> str:
        return str(uow.outages.add(outage_of(self.city, item, now)).id)

    def _office(self, uow: UnitOfWork, item: Mapping[str, Any], now: datetime) -> str:
        holder = OfficeHolder(
            office=item["office"],
            post=item["post"],
            name=item["name"],
            since=date.fromisoformat(item["since"]),
            until=date.fromisoformat(item["until"]) if "until" in item else None,
        )
        scene, bodies = StaffMember(email="scene", role=Role.ADMIN), self.city.routing.bodies
        return str(offices.enter(uow, scene, holder, now, bodies=bodies).id)

    def _petition(self, uow: UnitOfWork, item: Mapping[str, Any], now: datetime) -> str:
        """A petition as the city's portal has it, published on its day; or one that waits for the
        moderators (`status`). `votes`: those the portal counted.
        """
        title, text = str(item["title"]), str(item.get("text") or item["title"])
        number = str(item.get("number") or uow.petitions.next_number())
        if uow.petitions.get(number) is not None:
            raise SceneError(f"petition {number} exists already")
        chat = self._chat(uow, item, now).id if "chat" in item else None
        talk, work, scene = self.city.petitions, self.city.petition_work, staff(_SCENE)
        petition = Petition(
            number,
            title,
            text,
            str(item.get("author", "…")),
            now,
            conversation_id=chat,
            portal_votes=int(item.get("votes", 0)),
        )
        petition.due_at = work.law.end(work.law.terms.petition_moderation, now)
        # Made here and not in a transaction of residents: nobody waits for a scene.
        petition.meaning = self.city.meaning_of(gist(title, text))
        filed = PetitionEvent(now, "filed", "resident")
        uow.petitions.add(petition, filed, index_of(title, text, talk.words_of))
        if item.get("status", "collecting") != "moderation":
            starts_on = date.fromisoformat(item["started_on"]) if "started_on" in item else None
            event = publish(
                petition, scene, now, law=work.law, rules=work.rules, starts_on=starts_on
            )
            work.open(uow, petition, event)
        return number

    def _subscription(self, uow: UnitOfWork, item: Mapping[str, Any], now: datetime) -> str:
        conversation = self._chat(uow, item, now)
        topics, unknown = tuple(item["topics"]), set(item["topics"]) - {ALL, *TOPICS}
        if not topics or unknown or item.get("rhythm", "now") not in RHYTHMS:
            raise SceneError(f"topics are {', '.join(TOPICS)}; rhythm is {', '.join(RHYTHMS)}")
        places = [key for words in item["places"] for key in places_of(self.city, words, now)]
        made = self.city.news.add(
            uow, conversation, topics, tuple(places), item.get("rhythm", "now"), now
        )
        if item.get("paused_until"):
            uow.news.pause(conversation.id or 0, datetime.fromisoformat(item["paused_until"]))
        return str(made.id)

    def _news(self, uow: UnitOfWork, item: Mapping[str, Any], now: datetime) -> str:
        places = [key for words in item["places"] for key in places_of(self.city, words, now)]
        topics, alarm = tuple(item["topics"]), bool(item.get("alarm"))
        made = NewsItem(item["title"], item["text"], topics, tuple(places), alarm, now)
        return str(self.city.news_work.publish(uow, made).id)

    def _chat(self, uow: UnitOfWork, item: Mapping[str, Any], now: datetime) -> Conversation:
        ref = ChatRef(item.get("channel", "terminal"), "local", item["chat"])
        return opened(uow, ref, now)[0]

    def _profile(self, uow: UnitOfWork, item: Mapping[str, Any], now: datetime) -> str:
        conversation = self._chat(uow, item, now)
        conversation.person = Person(
            name=item.get("name"),
            phone=item.get("phone"),
            email=item.get("email"),
            address=address_of({"address": self._place(item.get("address"))}),
            consent_version=CONSENT_VERSION if item.get("consent") else None,
            consented_at=now if item.get("consent") else None,
        )
        uow.conversations.save_person(conversation)
        if phone := item.get("phone"):
            sealed = self.city.seal("phone", confirmed_phone(phone))
            uow.identity.note_contact(conversation.id or 0, sealed, now)
        return str(item["chat"])

    def _place(self, place: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """An address of the scene; a street of the gazetteer is verified, a district may be
        named.
        """
        if place is None:
            return None
        street = self.city.gazetteer.street(place.get("street", ""))
        district = self.city.routing.district(place.get("district"))
        return {
            **place,
            "verified": street is not None,
            "district": district.code if district else None,
        }

    def _case(self, uow: UnitOfWork, item: Mapping[str, Any], now: datetime) -> str:
        conversation = self._chat(uow, item, now)
        place = self._place(item.get("address")) or {}
        person = conversation.person
        code = item.get("service_code")
        body = item.get("body") or self.city.routing.route(code, None, place.get("district")).id
        law = self.city.law
        year = law.day(now).year
        prefix = self.city.settings.city.case_prefix
        case, event = cases.register(
            resident(conversation.id or 0),
            now,
            law=law,
            number=cases.case_number(prefix, year, uow.cases.next_number(year)),
            kind=item["kind"],
            body=body,
            conversation_id=conversation.id or 0,
            chat=conversation.ref,
            consented=person is not None and person.consent_version is not None,
            person_id=person.id if person else None,
            service_code=code,
            description=item.get("description", ""),
            address=address_of({"address": place}) if place else None,
            applicant=Applicant(person.name, person.phone, person.email) if person else None,
        )
        case = uow.cases.add(case, event)
        uow.deliveries.add(deliver(case, "registered", self.city.routing.bodies[body], now))
        self._bring(uow, case, item, now)
        return case.number

    def _bring(self, uow: UnitOfWork, case: Case, item: Mapping[str, Any], now: datetime) -> None:
        """Bring the case to the wanted state by the lawful steps, so that it has its history."""
        wanted = item.get("status", "registered")
        if wanted not in _STAGES:
            raise SceneError(f"a case cannot be given as {wanted}; use: {', '.join(_STAGES)}")
        owner = resident(case.conversation_id, case.person_id)
        text = item.get("answer") or item.get("description") or "…"
        rating = item.get("rating") or {"quality": 4, "speed": 4}
        steps: Mapping[str, Callable[[], CaseEvent]] = {
            "start": lambda: cases.start(case, staff(_SCENE), now),
            "ask": lambda: cases.ask(case, staff(_SCENE), now, text=text),
            "answer": lambda: cases.answer(
                case, staff(_SCENE), now, outcome=item.get("outcome", "fixed"), text=text
            ),
            "rate": lambda: cases.rate(
                case,
                owner,
                now,
                rating=Rating(rating["quality"], rating["speed"]),
                law=self.city.law,
            ),
            "withdraw": lambda: cases.withdraw(case, owner, now),
        }
        for name in _STAGES[wanted]:
            uow.cases.save(case, steps[name]())


def _staff(uow: UnitOfWork, item: Mapping[str, Any]) -> str:
    body = item.get("body")
    bodies: Sequence[str] = [body] if isinstance(body, str) else body or ()
    member = StaffMember(
        email=str(item["email"]),
        role=Role(item["role"]),
        bodies=tuple(bodies),
        duty=item.get("duty"),
    )
    known = uow.staff.by_email(member.email)
    if known is not None:
        raise SceneError(f"staff account {member.email} exists already")
    uow.staff.add(member)
    return member.email
