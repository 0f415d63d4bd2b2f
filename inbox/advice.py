"""What the reader advises on a conversation: shown, taken by a key, never sent by itself."""

from dataclasses import dataclass

from core.model import Case
from core.ports import UnitOfWork
from core.staff import may
from inbox.access import Visit
from inbox.helpers import Advice

# Below this the reader guesses, and a guess is no advice.
LEAST_SURE = 0.3


@dataclass(frozen=True, slots=True)
class Guess:
    """One thing the reader takes for so. `percent`: how sure it is."""

    words: str
    percent: int


@dataclass(frozen=True, slots=True)
class AdviceShown:
    """The advice; what the reader does not know is None. `alike`: cases the member may look at."""

    intent: Guess | None
    service: Guess | None
    body: str | None
    alike: tuple[str, ...]
    reply: str | None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.intent or self.service or self.body or self.alike or self.reply)


async def advise(visit: Visit, conversation_id: int) -> AdviceShown:
    """Return what the reader makes of the resident's last words."""
    office, me = visit.office, visit.me
    advice = await office.helpers.advise(conversation_id)
    if advice is None:
        return AdviceShown(None, None, None, (), None)

    def seen(uow: UnitOfWork) -> list[Case]:
        found = (uow.cases.get(number) for number in advice.alike)
        return [case for case in found if case is not None and may(me, "view", case.body)]

    alike = await office.desk.read(seen) if advice.alike else []
    return AdviceShown(
        intent=_intent(advice, visit),
        service=_service(advice, visit),
        body=office.city.body(advice.body) if advice.body else None,
        alike=tuple(case.number for case in alike),
        reply=advice.reply,
    )


def _intent(advice: Advice, visit: Visit) -> Guess | None:
    text_id = f"intent-{advice.intent.replace('_', '-')}"
    if advice.sure < LEAST_SURE or not visit.office.wording.has(text_id):
        return None
    return Guess(visit.office.wording.say(text_id), round(advice.sure * 100))


def _service(advice: Advice, visit: Visit) -> Guess | None:
    if advice.service_code is None or advice.service_sure < LEAST_SURE:
        return None
    return Guess(visit.office.city.service(advice.service_code), round(advice.service_sure * 100))
