"""What a resident adds to a case after filing it: words, a photo, a point on the map.

Rule: it goes to the case at once; that it was about another matter takes it out again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from core import cases
from core.delivery import deliver
from core.lifecycle import OPEN, is_own
from core.model import Address, Case, Status
from core.ports import Action, ActionContext
from core.routing import Routing
from core.told import about, added_words, owner

Slots = Mapping[str, Any]

# Several photos in a row are one letter, and by then they are here.
LETTER_WAIT = timedelta(minutes=2)
_LATEST_CASES = 5


@dataclass(frozen=True, slots=True)
class Additions:
    """The actions of residents who add to what they filed, with the bodies to tell of it."""

    routing: Routing

    def table(self) -> Mapping[str, Action]:
        """Return the actions by the names flows call them."""
        return {"add_to_case": self.add_to_case, "take_out": self.take_out}

    def add_to_case(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Add to an open case of the resident's own what came after it was filed."""
        case, who = context.uow.cases.get(slots["case_number"]), owner(context.conversation)
        if case is None or not is_own(case, who) or case.status not in OPEN:
            return {"added": False}
        files, words = _attached(context, case), slots.get("words") or ""
        place = _pointed(case, slots.get("point"))
        if not (files or words or place):
            return {"added": False}
        given = case.status is Status.NEEDS_INFO and bool(files or words)
        if given:
            event = cases.answer_ask(case, who, context.now, text=words, files=len(files))
        else:
            event = cases.add(case, who, context.now, text=words, files=files, place=place)
        context.uow.cases.save(case, event)
        self._tell_body(context, case)
        told_of = {"added": True, "added_files": len(files), "words": words or None}
        handed = self.routing.bodies[case.body].delivery != "mail"
        return {**about(case), **told_of, "given": given, "handed": handed}

    def _tell_body(self, context: ActionContext, case: Case) -> None:
        """A body by mail gets a letter, unless one that will tell of it is still to go."""
        body = self.routing.bodies[case.body]
        waiting = any(
            row.status == "new" and row.body == body.id
            for row in context.uow.deliveries.of_case(case.id or 0)
        )
        if body.delivery == "mail" and not waiting and case.joined_to is None:
            row = deliver(case, "info_given", body, context.now)
            row.next_at = context.now + LETTER_WAIT
            context.uow.deliveries.add(row)

    def take_out(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Take what was added last out of its case, to begin another matter with it."""
        uow, who = context.uow, owner(context.conversation)
        own = uow.cases.of_conversation(context.conversation.id or 0, _LATEST_CASES)
        latest = [(uow.cases.history(case.id or 0), case) for case in own if case.status in OPEN]
        mine = [(lines, case) for lines, case in latest if lines[-1].event == "added"]
        if not mine:
            return {"taken_out": False}
        history, case = max(mine, key=lambda found: found[0][-1].at)
        line, last = history[-1], len(history) - 1
        words = added_words(case, history).get(last)
        place = case.address if line.data.get("point") else None
        bare = replace(place, lat=None, long=None) if place else None
        event = cases.take_out(case, who, context.now, added=line, place=bare)
        uow.cases.save(case, event)
        for file_id in line.data.get("files", ()):
            _detach(context, case, int(file_id))
        again: dict[str, Any] = {"description": words} if words else {}
        if place is not None:
            again["address"] = {"lat": place.lat, "long": place.long}
        return {"taken_out": True, "files": len(line.data.get("files", ())), "told": again}


def _attached(context: ActionContext, case: Case) -> list[str]:
    """Give the chat's free files to the case; return the ids of those that are new to it."""
    files, case_id = context.uow.attachments, case.id or 0
    before = {file.id for file in files.of_case(case_id)}
    files.attach(context.conversation.id or 0, case_id)
    return [str(file.id) for file in files.of_case(case_id) if file.id not in before]


def _detach(context: ActionContext, case: Case, file_id: int) -> None:
    file = context.uow.attachments.get(file_id)
    if file is not None and file.case_id == case.id:
        context.uow.attachments.settle(replace(file, case_id=None))


def _pointed(case: Case, point: Any) -> Address | None:
    """Return the address with the point that was shared, None without one."""
    if not point or case.address is None:
        return None
    return replace(case.address, lat=point["lat"], long=point["long"])
