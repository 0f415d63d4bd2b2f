"""One act on several cases: looked at beforehand, held back for a minute, undone within it.

Rule: nothing is done until the minute has gone. What a resident was told cannot be untold, so an
act that may be undone is one that has not happened. Each case is then acted on by the same rules
as alone, as far as it can be then, with an audit entry of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.model import BulkAct, Case, StaffMember
from core.ports import UnitOfWork
from core.program import StaffActions
from core.refusals import BadValue, IllegalTransition, NotAllowed, Refusal
from core.staff import may

BULK_ACTIONS = ("take", "assign", "start", "forward", "merge")
HELD_FOR = timedelta(minutes=1)
MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of one case; `refusal` is why nothing would."""

    case: Case
    refusal: Refusal | None = None


def foresee(
    uow: UnitOfWork,
    actions: StaffActions,
    member: StaffMember,
    do: str,
    args: Mapping[str, str],
    numbers: Sequence[str],
    now: datetime,
) -> list[Foreseen]:
    """Return what would become of each case that the member may see; nothing is changed."""
    _check(do, numbers)
    found = (case for case in uow.cases.several(numbers) if may(member, "view", case.body))
    return [
        Foreseen(
            case,
            actions.refusal(
                uow, member, case, do, now, text=args.get("text", ""), to=args.get("to", "")
            ),
        )
        for case in found
    ]


def ask(
    uow: UnitOfWork,
    member: StaffMember,
    do: str,
    args: Mapping[str, str],
    numbers: Sequence[str],
    now: datetime,
) -> BulkAct:
    """Hold an act back, to be done when its minute has gone. Errors: BadValue."""
    _check(do, numbers)
    asked = BulkAct(
        staff_id=member.id or 0,
        do=do,
        args=_given(args),
        numbers=tuple(dict.fromkeys(numbers)),
        asked_at=now,
        runs_at=now + HELD_FOR,
    )
    return uow.bulk_acts.add(asked)


def undo(uow: UnitOfWork, member: StaffMember, act: BulkAct, now: datetime) -> None:
    """Let an act not happen. Errors: NotAllowed; IllegalTransition (`bulk_done`)."""
    if act.staff_id != member.id:
        raise NotAllowed("no_right", "Somebody else asked for it; only they may undo it.")
    if act.status != "waiting" or now >= act.runs_at:
        raise IllegalTransition("bulk_done", "The minute has gone, and it is done.")
    uow.bulk_acts.save(replace(act, status="undone"))
    uow.staff.audit(member.id, "bulk_undo", f"bulk:{act.id}", now)


def run(uow: UnitOfWork, actions: StaffActions, act: BulkAct, now: datetime) -> None:
    """Do an act to each of its cases as far as it can be; keep which could not, and why."""
    if act.status != "waiting":
        return
    member, refused = uow.staff.get(act.staff_id), dict[str, str]()
    for number in act.numbers:
        try:
            if member is None:
                raise NotAllowed("no_right", "The account is gone.")
            told = act.args
            actions.case(uow, member, number, act.do, now, text=told.get("text"), to=told.get("to"))
        except Refusal as refusal:
            refused[number] = refusal.code
        except LookupError:
            refused[number] = "other"
    uow.bulk_acts.save(replace(act, status="done", refused=refused))


def _check(do: str, numbers: Sequence[str]) -> None:
    if do not in BULK_ACTIONS:
        raise BadValue("unknown_action", f"Use one of: {', '.join(BULK_ACTIONS)}.")
    if not 0 < len(set(numbers)) <= MOST_AT_ONCE:
        raise BadValue("bad_count", f"Choose from 1 to {MOST_AT_ONCE} cases.")


def _given(args: Mapping[str, str]) -> dict[str, str]:
    return {name: args[name] for name in ("text", "to") if args.get(name)}
