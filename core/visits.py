"""A visit to a doctor: a request to the clinic, whose staff confirm it; moved and cancelled by the
resident.

Rule: of health nothing is kept but the speciality, and that with a consent of its own (2297-VI,
art. 7): no symptoms, no words of the resident's. A booking system, once connected, takes the cases
that are filed here; nothing else is needed of it yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core.enrolment import months_between
from core.institutions import Institutions
from core.lifecycle import is_own
from core.lookups import Lookup
from core.model import Case, Status
from core.ports import Action, ActionContext
from core.tables import DataError, Row, convert, index, read_table
from core.told import owner, place_of

Slots = Mapping[str, Any]

KIND = "doctor_appointment"
HEALTH_CONSENT = "2026-11"
FAMILY_DOCTOR = "сімейний лікар"
# The row for every speciality that has none of its own.
_OTHERS = "*"
_PAEDIATRICIAN = "педіатр"
_CHILD_UNTIL = 18 * 12
_LIVE = frozenset(
    {
        *(Status.REGISTERED, Status.FORWARDED, Status.NEEDS_INFO, Status.IN_WORK),
        *(Status.REOPENED, Status.ANSWERED, Status.CLOSED),
    }
)
_LATEST = 20
_OF_THE_TALK = frozenset(
    {"asked_status", "urgent", "change", "sure", "neighbourhood", "patient", "how_to"}
)
_MOVED = ("doctor_specialty", "institution", "wished_district", "child_birth_date", "referral")


@dataclass(frozen=True, slots=True)
class Visits:
    """The lookups and actions of visits, with the city's tables bound.

    `referrals` says by speciality whether a referral is needed; `file` registers a case,
    `withdraw` takes one back.
    """

    referrals: Mapping[str, bool]
    institutions: Institutions
    file: Action
    withdraw: Action

    def lookups(self) -> Mapping[str, Lookup]:
        """Return the lookups by the names flows call them."""
        return {"check_visit": self.check_visit}

    def actions(self) -> Mapping[str, Action]:
        """Return the actions by the names flows call them."""
        return {
            "find_visit": self.find_visit,
            "file_visit": self.file_visit,
            "cancel_visit": self.cancel_visit,
        }

    def check_visit(self, slots: Slots) -> Slots:
        """Return what is wrong with the day and the child's age, whether a referral is needed,
        whom the resident goes to without one, and who takes the request.
        """
        wanted = slots.get("doctor_specialty")
        needs = self.needs_referral(wanted)
        turned = needs and slots.get("referral") == "none"
        return {
            **self.institutions.look("clinic", slots),
            "day_gone": _is_past(slots.get("date"), slots["today"]),
            "age_issue": _age_issue(slots),
            "for_child": wanted == _PAEDIATRICIAN or slots.get("patient") == "child",
            "referral_matters": needs,
            "doctor": FAMILY_DOCTOR if turned else wanted,
            "turned": turned,
        }

    def needs_referral(self, specialty: str | None) -> bool:
        """Whether the speciality is seen with an electronic referral only."""
        if specialty is None:
            return False
        return self.referrals.get(specialty, self.referrals[_OTHERS])

    def find_visit(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Find the resident's own latest visit that is not past; its facts are taken over, so that
        only the new day is asked for.
        """
        found = self._latest(context, slots["today"])
        if found is None:
            return {"visit": None}
        about = {"visit": found.number, "visit_doctor": found.facts.get("doctor_specialty")}
        if slots.get("change") != "move":
            return {**about, "visit_day": found.facts.get("date")}
        kept = {name: found.facts[name] for name in _MOVED if name in found.facts}
        person = {"name": found.applicant.name, "phone": found.applicant.phone}
        taken = {name: value for name, value in {**kept, **person}.items() if value is not None}
        return {
            **about,
            "visit_day": found.facts.get("date"),
            "told": taken,
            "replaces": found.number,
        }

    def _latest(self, context: ActionContext, today: str) -> Case | None:
        recent = context.uow.cases.of_conversation(context.conversation.id or 0, _LATEST)
        mine = [case for case in recent if case.kind == KIND and case.status in _LIVE]
        live = [case for case in mine if case.facts.get("cancels") is None]
        coming = (case for case in live if not _is_past(case.facts.get("date"), today))
        return next(coming, None)

    def file_visit(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Register the request for a visit, without a word of the resident's about their health."""
        kept = {name: value for name, value in told.items() if name not in _OF_THE_TALK}
        kept["health_consent"] = HEALTH_CONSENT
        if slots.get("wished_in"):
            kept["wished_district"] = slots["wished_in"]
        if slots.get("turned"):
            kept["doctor"] = slots["doctor"]
        if slots.get("visit"):
            kept["moves"] = slots["visit"]
        return self.file(context, {**slots, "description": ""}, kept)

    def cancel_visit(self, context: ActionContext, slots: Slots, told: Slots) -> Slots:
        """Take the visit back; one that staff have confirmed already is cancelled by a request."""
        if self.withdraw(context, {"case_number": slots["visit"]}, {})["withdrawn"]:
            return {"cancelled": "withdrawn"}
        case = context.uow.cases.get(slots["visit"])
        if case is None or not is_own(case, owner(context.conversation)):
            return {"cancelled": None}
        facts = {"cancels": case.number, "health_consent": HEALTH_CONSENT}
        about = {
            "body": case.body,
            "name": case.applicant.name,
            "phone": case.applicant.phone,
            "address": place_of(case),
            "flow": KIND,
        }
        filed = self.file(context, about, facts)
        return {"cancelled": None if filed.get("refused") else "told", **filed}


def _is_past(day: Any, today: str) -> bool:
    """Whether all of a day or a span of days is over; words that are no date never are."""
    last = str(day or "").rpartition("/")[2]
    try:
        return date.fromisoformat(last) < date.fromisoformat(today)
    except ValueError:
        return False


def _age_issue(slots: Slots) -> str | None:
    """`ahead`, or `too_old` for a child; None when the age fits or is not known."""
    born = slots.get("child_birth_date")
    if born is None:
        return None
    months = months_between(date.fromisoformat(born), date.fromisoformat(slots["today"]))
    if months < 0:
        return "ahead"
    return "too_old" if months >= _CHILD_UNTIL else None


def load_referrals(path: Path) -> Mapping[str, bool]:
    """Return by speciality whether a referral is needed. Errors: DataError for a word that is
    neither yes nor no, or no row `*` for all others.
    """
    rows = index(read_table(path, ("specialty", "referral", "sure", "source")), "specialty")
    known = dict(convert(list(rows.values()), _referral))
    if _OTHERS not in known:
        raise DataError([f"{path}: lacks the row {_OTHERS}, which all other specialities take"])
    return known


def _referral(row: Row) -> tuple[str, bool]:
    if row["referral"] not in ("yes", "no"):
        raise ValueError(f"referral {row['referral']!r}; expected yes or no")
    return row["specialty"], row["referral"] == "yes"
