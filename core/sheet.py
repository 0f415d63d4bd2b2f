"""What a body is told of a case: what happened, where, since when, until when, whom to ask.

Rule: of the applicant only what the body needs to act, in a letter and on a page alike. What a
resident wrote never becomes a line of ours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from core.conversation import Language
from core.guards import is_low
from core.model import Address, Case, CaseEvent
from core.plain import lines, one_line
from core.ports import Texts
from core.routing import Routing
from core.told import about, added_words, first_words

# A crew rings up; by law 393/96-VR (article 5) whoever decides on an appeal knows who wrote it.
_CREW = ("phone",)
_CLERK = ("name", "phone", "email")
# What enrolment and visits collect; of these the catalogue words the codes and days.
_ASKED_FOR = (
    *("transfer", "child_name", "child_birth_date", "school_class", "from_institution"),
    *("institution", "wished_district", "transfer_reason", "benefit", "wishes"),
    *("doctor_specialty", "doctor", "referral", "date", "time", "moves", "cancels"),
)
_IN_WORDS_OF_THE_CITY = frozenset(
    "transfer child_birth_date from_institution institution wished_district benefit referral date "
    "time".split()
)


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part of a paper; its lines are a list, or paragraphs."""

    heading: str
    lines: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A case as a document to keep: what its body is told, and the answer once there is one."""

    language: Language
    title: str
    author: str
    opening: str
    parts: tuple[Part, ...]
    footer: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Writes a case for its body in one language."""

    texts: Texts
    routing: Routing
    zone: ZoneInfo
    language: Language = "uk"

    def facts(self, case: Case) -> Iterator[str]:
        """Yield what is known of the case, a line each."""
        yield self.say("number", **about(case))
        yield self.say("topic", **about(case))
        if case.addressee:
            yield self.say("addressee", body=one_line(case.addressee))
        yield from self._official(case)
        if case.address is not None:
            yield from self._place(case, case.address)
        if case.facts.get("scope") in ("outside", "inside"):
            yield self.say(f"scope-{case.facts['scope']}")
        if isinstance(since := case.facts.get("since"), str):
            yield self.say("since", since=one_line(since))
        yield from self._asked_for(case)
        yield self._named("filed", f"{case.registered_at.astimezone(self.zone):%d.%m.%Y, %H:%M}")
        yield self.say("due", **about(case))
        if case.due_rule == "info_request.urgent":
            yield self.say("urgent")

    def _official(self, case: Case) -> Iterator[str]:
        """Whom a complaint is about, as told, and who is in that office as staff entered it."""
        told = {n: one_line(v) for n, v in case.facts.items() if isinstance(v, str)}
        if case.kind == "official_complaint" and "official" in told:
            yield self.say("about", official=told["official"])
        if "holder" in told:
            yield self.say("holder", holder=told["holder"], holder_post=told.get("holder_post", ""))

    def _asked_for(self, case: Case) -> Iterator[str]:
        """What a kindergarten, a school or a clinic is asked for, in the order of _ASKED_FOR."""
        told = {n: v for n in _ASKED_FOR if isinstance(v := case.facts.get(n), str)}
        for name, value in told.items():
            if name in _IN_WORDS_OF_THE_CITY:
                yield self.say(f"fact-{name}", **{name: one_line(value)})
            else:
                yield self._named(f"fact-{name}", value)

    def _place(self, case: Case, address: Address) -> Iterator[str]:
        pointed = address.lat is not None and address.long is not None
        street = address.street or (None if pointed or address.landmark else address.as_typed)
        told = _clean(street=street, house=address.house, landmark=address.landmark)
        yield self.say(
            "place" if _is_for_crew(case) else "home",
            address={**asdict(address), **told},
            **_clean(entrance=address.entrance, apartment=self._apartment(case, address)),
        )
        if street and not address.verified:
            yield self.say("unverified")
            if address.as_typed and address.as_typed != street:
                yield self._named("as-told", address.as_typed)
        if address.floor:
            yield self._named("floor", address.floor)
        if address.district:
            yield self.say("district", district=address.district)
        if pointed:
            yield self._named("point", f"{address.lat:.5f}, {address.long:.5f}")

    def _apartment(self, case: Case, address: Address) -> str | None:
        """A crew that repairs a lamp in the street need not know who lives where."""
        inside = case.facts.get("scope") == "inside"
        needed = inside or self.routing.needs(case.service_code).apartment
        return address.apartment if needed or not _is_for_crew(case) else None

    def contact(self, case: Case) -> list[str]:
        """Return how to reach the resident, a line each; nothing when there is no way."""
        told = asdict(case.applicant)
        needed = _CREW if _is_for_crew(case) else _CLERK
        return [self._named(name, told[name]) for name in needed if told[name]]

    def words(self, case: Case, history: Sequence[CaseEvent]) -> list[str]:
        """Return what the resident wrote, and added when asked, a line each."""
        last = _reopening(history)
        added = (words for n, words in added_words(case, history).items() if n != last)
        return lines("\n\n".join([first_words(case, history), *added]))

    def why(self, case: Case, history: Sequence[CaseEvent]) -> list[str]:
        """Return why the case was opened again the last time, a line each; nothing if it was not:
        that nothing was done, a low rating with its reason, the words.
        """
        last = _reopening(history)
        if last is None:
            return []
        words, rating = added_words(case, history).get(last, ""), case.rating
        told = [self.say("not-fixed")] if history[last].data.get("not_fixed") else []
        if rating is not None and is_low(rating):
            told.append(self.say("rated", quality=rating.quality, speed=rating.speed))
            if rating.reason and rating.reason.strip() != words:
                told += lines(rating.reason)
        return [*told, *lines(words)]

    def files(self, photos: Sequence[str], total: int) -> list[str]:
        """Return how many photos (their names are given) and other files the case has."""
        more = total - len(photos)
        told = [self.say("photos", count=len(photos))] if photos else []
        return told + ([self.say("more-files", count=more)] if more > 0 else [])

    def paper(
        self,
        case: Case,
        history: Sequence[CaseEvent],
        opening: str,
        photos: Sequence[str] = (),
        total: int = 0,
    ) -> Paper:
        """Return the case as a document. `photos`: names of those that go with it, of all files."""
        say, contact = self.say, self.contact(case)
        parts = (
            Part(say("facts"), tuple(self.facts(case)), listed=True),
            Part(say("why"), tuple(filter(None, self.why(case, history)))),
            Part(say("words"), tuple(filter(None, self.words(case, history)))),
            Part(say("contact"), tuple(contact or [say("no-contact")]), listed=True),
            Part(say("files"), (*photos, *self.files(photos, total)), listed=True),
            Part(say("answer"), tuple(filter(None, self._answer(case)))),
        )
        return Paper(
            language=self.language,
            title=say("paper-title", **about(case)),
            author=say("paper-author", **about(case)),
            opening=opening,
            parts=tuple(part for part in parts if part.lines),
            footer=case.number,
        )

    def _answer(self, case: Case) -> Iterator[str]:
        if case.answer is None or case.answered_at is None:
            return
        if case.outcome:
            yield self.texts.format(f"outcome-{case.outcome}", self.language, {})
        yield self._named("answered", f"{case.answered_at.astimezone(self.zone):%d.%m.%Y, %H:%M}")
        yield from lines(case.answer)

    def say(self, name: str, **args: Any) -> str:
        """Return one of the texts for bodies."""
        return self.texts.format(f"mail-{name}", self.language, args)

    def _named(self, name: str, value: str) -> str:
        """A fact with its name. The value bypasses the catalogue, which may remember words."""
        return f"{self.say(name)}: {one_line(value)}"


def _reopening(history: Sequence[CaseEvent]) -> int | None:
    """Return the number of the last line that opened the case again."""
    return max((n for n, line in enumerate(history) if line.event == "reopened"), default=None)


def _is_for_crew(case: Case) -> bool:
    return case.kind == "dispatcher_request"


def _clean(**values: str | None) -> Mapping[str, str | None]:
    return {name: one_line(value) if value else None for name, value in values.items()}
