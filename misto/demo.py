"""`misto demo`: a believable city in an empty database, played through the product itself.

Rule: nothing is written here. Residents write to the runtime, staff act by `StaffWork`, the jobs do
what comes due as a month goes by; so every case has its history and no rule is passed over.
"""

import asyncio
import heapq
import itertools
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import msgspec

from core.messages import ChatRef, Choice, Incoming
from core.model import Role, StaffMember
from core.ports import UnitOfWork
from core.rows import OutboxRow
from misto.app import City
from misto.failures import Failed
from misto.jobs import Jobs
from misto.places import outage_of
from misto.scene import Scene

# As the web chat's own talks are kept: its pages read the message table, nothing is sent anywhere.
_CHANNEL, _BOT = "webchat", "web"
MOST_QUESTIONS = 10
_CONFIRM = ("confirm", "consent")
_DELAY = re.compile(r"(\d+)([dhm])")
_AGED = re.compile(r"\{aged (\d+)\}")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class Member(msgspec.Struct, forbid_unknown_fields=True):
    """A staff account."""

    email: str
    role: str
    body: list[str] = []


class Act(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody does so long `after` the act before; `resident` writes instead of staff."""

    after: str
    do: str | None = None
    text: str | None = None
    outcome: str | None = None
    reason: str | None = None
    to: str | None = None
    resident: str | None = None


class Off(msgspec.Struct, forbid_unknown_fields=True, rename={"since": "from"}):
    """An outage. Units: days from today, at midnight."""

    service_code: str
    place: str
    since: int
    until: int


class Portal(msgspec.Struct, forbid_unknown_fields=True):
    """A petition of the city's portal, published `day` days ago with the votes that it counted."""

    number: str
    day: int
    title: str
    text: str
    author: str
    votes: int
    staff: list[Act] = []


class Life(msgspec.Struct, forbid_unknown_fields=True):
    """One resident's matter, as data/demo/city.yml explains."""

    who: str
    day: int
    at: str
    says: str
    knows: dict[str, str] = {}
    staff: list[Act] = []
    moderation: list[Act] = []
    talks: list[Act] = []
    writes: list[str] = []


class Script(msgspec.Struct, forbid_unknown_fields=True):
    """The whole demo."""

    staff: list[Member]
    outages: list[Off]
    lives: list[Life]
    petitions: list[Portal] = []


async def fill(city: City, script: Script) -> dict[str, int]:
    """Play the script up to now; return how much there is. Errors: Failed where there is data."""
    now = city.clock.now()
    with city.database.reads.unit_of_work() as uow:
        _refuse_data(uow)
    play = _Play(city, now)
    await play.open(script)
    await city.runtime.start()
    try:
        await play.run()
    finally:
        await city.runtime.stop()
    return _counts(city)


def load(path: Path) -> Script:
    """Read the script. Errors: Failed, with what was expected where."""
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=Script)
    except msgspec.DecodeError as error:
        raise Failed(f"{path}: {error}") from error


def _with_birth_dates(text: str, at: datetime) -> str:
    """Put dates for ages, so that the demo's children grow up in no year it is played in."""

    def born(found: re.Match[str]) -> str:
        return f"{at - timedelta(days=int(found[1]) * 365 + 120):%d.%m.%Y}"

    return _AGED.sub(born, text)


def _refuse_data(uow: UnitOfWork) -> None:
    lived = uow.outbox.last_id() or any(True for _ in uow.cases.all())
    if lived or any(member.password_hash for member in uow.staff.all()):
        raise Failed(
            "the database holds data already: give the demo one of its own "
            "(MISTO_DATABASE__URL=sqlite:///var/demo.db misto demo)"
        )


class _Play:
    """The acts in the order of their moments; what would lie ahead of now is left out."""

    def __init__(self, city: City, now: datetime) -> None:
        self._city, self._now = city, now
        self._jobs = Jobs(city)
        self._acts: list[tuple[datetime, int, Callable[[], Awaitable[None]]]] = []
        self._order = itertools.count()
        self._events = itertools.count(1)

    async def open(self, script: Script) -> None:
        """Make accounts and outages, and put every life's first words in line."""
        midnight = self._now.astimezone(self._city.zone).replace(
            hour=0, minute=0, second=0, microsecond=0
        )

        def scene(uow: UnitOfWork) -> None:
            for member in script.staff:
                role, bodies = Role(member.role), tuple(member.body)
                uow.staff.add(StaffMember(email=member.email, role=role, bodies=bodies))
            for off in script.outages:
                starts, ends = (midnight + timedelta(days=d) for d in (off.since, off.until))
                item = {"service_code": off.service_code, "place": off.place}
                moments = {"from": starts.isoformat(), "until": ends.isoformat()}
                uow.outages.add(outage_of(self._city, item | moments, self._now))

        await self._city.runtime.write("scene", scene)
        for portal in script.petitions:
            at = midnight - timedelta(days=portal.day)
            self._later(at, partial(self._publish, portal, at))
        for life in script.lives:
            hour, minute = (int(part) for part in life.at.split(":"))
            at = midnight + timedelta(days=-life.day, hours=hour, minutes=minute)
            self._later(at, partial(self._begin, life, at))

    def _later(self, at: datetime, act: Callable[[], Awaitable[None]]) -> None:
        if at <= self._now:
            heapq.heappush(self._acts, (at, next(self._order), act))

    async def run(self) -> None:
        """Let the month go by: residents, staff and the jobs, each at its own moment."""
        if self._acts:
            self._city.runtime.clock.set(self._acts[0][0])
        while self._acts:
            at, _, act = heapq.heappop(self._acts)
            await self._jobs.run_until(at, _nothing)
            await act()
        await self._jobs.run_until(self._now, _nothing)

    # --- residents -------------------------------------------------------------------------------

    async def _begin(self, life: Life, at: datetime) -> None:
        """Let the resident write and answer until the bot asks no more; then others act."""
        replies = await self._say(life.who, text=_with_birth_dates(life.says, at))
        number = _case_of(replies)
        for _ in range(MOST_QUESTIONS):
            if not (replies and replies[-1].outgoing.expects):
                break
            replies = await self._answer(life, replies[-1])
            number = number or _case_of(replies)
        acted = at
        if number:
            acted = self._follow(life, number, at)
        elif life.moderation:
            acted = self._moderate(life.moderation, self._petition_of(life.who), at)
        for words in life.writes:
            acted += timedelta(hours=2)
            self._later(acted, partial(self._write, life.who, words))
        self._talk(life, at)

    async def _answer(self, life: Life, asked: OutboxRow) -> Sequence[OutboxRow]:
        expects, choices = asked.outgoing.expects or "", asked.outgoing.choices
        known = None if expects in _CONFIRM else life.knows.get(expects)
        if known is None and not choices:
            raise Failed(
                f"the demo's {life.who} has no {expects} to answer «{asked.outgoing.text}»"
            )
        named = next((choice for choice in choices if choice.label == known), None)
        first = choices[0] if known is None else None
        return await self._say(life.who, text=known, press=named or first)

    async def _say(
        self, who: str, *, text: str | None = None, press: Choice | None = None
    ) -> Sequence[OutboxRow]:
        outcome = await self._city.runtime.handle(
            Incoming(
                channel=_CHANNEL,
                bot=_BOT,
                chat=f"demo-{who}",
                event_id=f"demo-{next(self._events)}",
                at=self._city.runtime.now(),
                text=None if press else text,
                button=press.value if press else None,
            )
        )
        return outcome.replies

    def _follow(self, life: Life, number: str, at: datetime) -> datetime:
        """Put in line what staff do with the case; return when the last of it is done."""
        for act in life.staff:
            at += _delay(act.after)
            self._later(at, partial(self._case, number, act))
        return at

    async def _write(self, who: str, words: str) -> None:
        await self._say(who, text=words)

    # --- staff -----------------------------------------------------------------------------------

    async def _case(self, number: str, act: Act) -> None:
        def do(uow: UnitOfWork) -> None:
            case = uow.cases.get(number)
            member = _serving(uow, case.body if case else "")
            self._city.staffwork.case(
                uow,
                member,
                number,
                act.do or "",
                self._city.runtime.now(),
                text=act.text,
                outcome=act.outcome,
                reason=act.reason,
                to=act.to,
            )

        await self._city.runtime.write(("case", number), do)

    # --- petitions -------------------------------------------------------------------------------

    async def _publish(self, portal: Portal, at: datetime) -> None:
        named = {name: getattr(portal, name) for name in ("number", "title", "text", "author")}
        started = {"started_on": at.date().isoformat(), "votes": portal.votes}
        await Scene(self._city).set({"petitions": [named | started]})
        self._moderate(portal.staff, portal.number, at)

    def _petition_of(self, who: str) -> str:
        with self._city.database.reads.unit_of_work() as uow:
            chat = uow.conversations.get(ChatRef(_CHANNEL, _BOT, f"demo-{who}"))
            return uow.petitions.filed_by(chat.id or 0)[0].number

    def _moderate(self, acts: Sequence[Act], number: str, at: datetime) -> datetime:
        """Put in line what moderators do with a petition; return when the last of it is done."""
        for act in acts:
            at += _delay(act.after)
            self._later(at, partial(self._petition, number, act))
        return at

    async def _petition(self, number: str, act: Act) -> None:
        def do(uow: UnitOfWork) -> None:
            member = next(m for m in uow.staff.all() if m.role is Role.MODERATOR)
            work, now = self._city.petition_work, self._city.runtime.now()
            reason, text = act.reason or "", act.text or ""
            work.act(uow, member, number, act.do or "", now, reason=reason, text=text)

        await self._city.runtime.write(("petition", number), do)

    def _talk(self, life: Life, at: datetime) -> None:
        for act in life.talks:
            at += _delay(act.after)
            if act.resident is not None:
                self._later(at, partial(self._write, life.who, act.resident))
            else:
                self._later(at, partial(self._handoff, life.who, act))

    async def _handoff(self, who: str, act: Act) -> None:
        ref = ChatRef(_CHANNEL, _BOT, f"demo-{who}")

        def do(uow: UnitOfWork) -> None:
            found = next(h for h in uow.handoffs.open() if h.chat == ref)
            member = next(m for m in uow.staff.all() if m.role is Role.OPERATOR)
            now = self._city.runtime.now()
            self._city.staffwork.handoff(
                uow, member, found.id or 0, act.do or "", now, text=act.text
            )

        await self._city.runtime.write(ref, do)


async def _nothing() -> None:
    await asyncio.sleep(0)


def _case_of(replies: Sequence[OutboxRow]) -> str | None:
    return next((row.outgoing.case for row in replies if row.outgoing.case), None)


def _delay(text: str) -> timedelta:
    """«1d 4h» as a time. Errors: Failed on anything else."""
    parts = _DELAY.findall(text)
    if not parts or _DELAY.sub("", text).strip():
        raise Failed(f"the demo's delay '{text}' is not of the form 1d 4h 30m")
    return timedelta(**{_UNITS[unit]: int(number) for number, unit in parts})


def _serving(uow: UnitOfWork, body: str) -> StaffMember:
    """Who works on a body's cases: its own executor, else the admin."""
    members = uow.staff.all()
    own = (member for member in members if body in member.bodies)
    admins = (member for member in members if member.role is Role.ADMIN)
    return next(own, None) or next(admins)


def _counts(city: City) -> dict[str, int]:
    with city.database.reads.unit_of_work() as uow:
        return {
            "cases": sum(1 for _ in uow.cases.all()),
            "petitions": sum(1 for _ in uow.petitions.all()),
            "hand-offs waiting": len(uow.handoffs.open()),
            "staff": len(uow.staff.all()),
        }
