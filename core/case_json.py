"""A case for programs, as the program contract prints it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.calendar import KYIV
from core.model import Address, Applicant, Attachment, Case, CaseEvent, Rating


def case_json(
    case: Case,
    history: Iterable[CaseEvent],
    attachments: Iterable[Attachment],
    zone: ZoneInfo = KYIV,
) -> dict[str, Any]:
    """Return the case as `misto cases --json` prints it; moments are ISO 8601, the city's zone."""
    return {
        "number": case.number,
        "kind": case.kind,
        "service_code": case.service_code,
        "status": str(case.status),
        "outcome": str(case.outcome) if case.outcome else None,
        "reopened": case.reopened,
        "joined_to": case.joined_to,
        "description": case.description,
        "facts": dict(case.facts),
        "address": _address_json(case.address),
        "applicant": _applicant_json(case.applicant),
        "addressee": case.addressee,
        "body": case.body,
        "channel": case.chat.channel,
        "chat": case.chat.chat,
        "registered_at": _iso(case.registered_at, zone),
        "due_at": _iso(case.due_at, zone),
        "due_basis": case.due_basis,
        "due_rule": case.due_rule,
        "answered_at": _iso(case.answered_at, zone),
        "closed_at": _iso(case.closed_at, zone),
        "rating": _rating_json(case.rating),
        "attachments": [{"kind": a.kind, "sha256": a.sha256} for a in attachments],
        "history": [{"at": _iso(e.at, zone), "event": e.event, "by": e.by} for e in history],
    }


def _address_json(address: Address | None) -> dict[str, Any] | None:
    if address is None:
        return None
    names = "street house apartment district lat long verified as_typed".split()
    landmark = {"landmark": address.landmark} if address.landmark else {}
    return {**{name: getattr(address, name) for name in names}, **landmark}


def _applicant_json(applicant: Applicant) -> dict[str, str | None]:
    return {"name": applicant.name, "phone": applicant.phone, "email": applicant.email}


def _rating_json(rating: Rating | None) -> dict[str, int] | None:
    return {"quality": rating.quality, "speed": rating.speed} if rating else None


def _iso(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat() if moment else None
