"""Scheduled work: what is due is computed from the database, never from a timer.

Rule: a job is safe to run twice and safe to miss. `run_due` does what is due now (the running
program calls it every few seconds, with the lease); `run_until` plays time forward for the clock
line, each piece of work seeing its own moment as now.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from core import bulk, cases, claims, handoffs, terms
from core.calling import call
from core.conversation import FileRefused, Invited, TimerFired
from core.delivery import deliver
from core.journal import DRAFTS_DROPPED
from core.linking import UNDONE_FOR
from core.messages import FORGOTTEN, ChatRef
from core.model import Attachment, CaseEvent, Status
from core.petition_search import gist
from core.petitions import OWED, PetitionStatus
from core.ports import UnitOfWork
from core.refusals import Refusal
from core.told import about
from core.turn import Entry
from misto import forgetting
from misto.app import City
from misto.deliveries import deliver_due
from misto.files import UPLOAD
from misto.runtime import Runtime

log = logging.getLogger(__name__)

LEASE_S = 30
MOST_A_TICK = 1000
_INDEXED_AT_ONCE = 100
# The due moment itself is still in time.
_JUST_AFTER = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)
_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Due:
    """One piece of work: when it is due and what it is about."""

    at: datetime
    key: Any


# A job's name and one thing that was due in it.
Work = tuple[str, Due]


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work. `due` lists what is due by a moment, the earliest first, at most so many;
    `run` does one piece as of its moment.
    """

    name: str
    due: Callable[[UnitOfWork, datetime, int], Iterable[Due]]
    run: Callable[[UnitOfWork, Due, datetime], None]


class Jobs:
    """The city's scheduled work."""

    def __init__(self, city: City) -> None:
        self._city = city
        self.jobs: Sequence[Job] = (
            Job("reminders", _timers_due, self._remind),
            Job("warnings", _to_warn, self._warn),
            Job("overdue", _overdue, self._tell_overdue),
            Job("ratings", self._unrated, self._remind_to_rate),
            Job("claims", _claims_unheard, self._offer_act),
            Job("bulk", _bulk_due, self._run_bulk),
            Job("close_unrated", self._silent, self._close),
            Job("handoffs", self._handoffs_due, self._escalate),
            Job("notices", _untold, self._tell_staff),
            Job("petitions", self._petitions_due, self._move_petition),
            Job("news", _to_publish, self._expand),
            Job("digests", _to_digest, self._digest),
            Job("forgetting", self._wishes_due, self._forget),
            Job("retention", self._night_due, self._wipe),
        )

    @property
    def _runtime(self) -> Runtime:
        return self._city.runtime

    def next_due(self, uow: UnitOfWork) -> Mapping[str, datetime | None]:
        """Return when each job is next due, None while nothing waits for it."""
        return {
            job.name: next((due.at for due in job.due(uow, _EVER, 1)), None) for job in self.jobs
        }

    # --- running ---------------------------------------------------------------------------------

    async def run_due(self, holder: str) -> int:
        """Do what is due now, if this process holds the lease; return how much was done."""
        now = self._runtime.now()
        if not await self._runtime.write("lease", lambda uow: _lease(uow, holder, now)):
            return 0
        await _apart(self._gauge(now))
        seen: set[Work] = set()
        failed: set[str] = set()
        lag_s = 0.0
        while len(seen) < MOST_A_TICK and (found := await self._next(now, seen)) is not None:
            lag_s = max(lag_s, (now - found[1].at).total_seconds())
            await self._do(*found, now, failed)
        self._city.metrics.scheduler_lag(lag_s)
        await self._sweep_after(seen)
        return len(seen)

    async def run_until(self, moment: datetime, then: Callable[[], Awaitable[None]]) -> None:
        """Play time forward: what is due, in the order of its moments, each seeing its own as
        now. `then` is called after each piece of work, and at the end.
        """
        await self.run_outside()
        seen: set[Work] = set()
        failed: set[str] = set()
        while (found := await self._next(moment, seen)) is not None:
            job, due = found
            at = max(due.at, self._runtime.now())
            self._runtime.clock.set(at)
            await self._do(job, due, at, failed)
            await then()
        self._runtime.clock.set(moment)
        await self._sweep_after(seen)
        await self.run_outside()
        await then()

    async def run_outside(self) -> None:
        """Do what needs the network and must hold up nothing else: fetch files, mail cases.

        Each claims its work in the database, so no lease is needed.
        """
        await _apart(self.fetch_files())
        await _apart(self.clear_disk())
        await _apart(deliver_due(self._city))
        await _apart(self.note_meanings())
        await _apart(self.index_cases())

    async def _gauge(self, now: datetime) -> None:
        """Show operations what waits."""

        def look(uow: UnitOfWork) -> tuple[int, Mapping[str, tuple[int, datetime]]]:
            return len(uow.intake.waiting()), uow.outbox.unsent()

        waiting, unsent = await self._runtime.read(look)
        ages = {name: (n, (now - oldest).total_seconds()) for name, (n, oldest) in unsent.items()}
        metrics, writer = self._city.metrics, self._city.database.writer
        metrics.intake_waiting(waiting)
        metrics.outbox(ages)
        metrics.writer(writer.batches, writer.jobs)

    async def _next(self, moment: datetime, seen: set[Work]) -> tuple[Job, Due] | None:
        """Return the earliest due work that was not seen yet, and note it as seen.

        What failed, or did not end what made it due, must not keep the rest from its turn.
        """

        def earliest(uow: UnitOfWork) -> tuple[Job, Due] | None:
            found = ((job, _first_fresh(job, uow, moment, seen)) for job in self.jobs)
            fresh = [(job, due) for job, due in found if due is not None]
            return min(fresh, key=lambda pair: pair[1].at, default=None)

        found = await self._runtime.read(earliest)
        if found is not None:
            seen.add((found[0].name, found[1]))
        return found

    async def _do(self, job: Job, due: Due, now: datetime, failed: set[str]) -> None:
        """Do one piece of work; a failure is logged and noted, and leaves it due.

        What is noted of a round's job is its failure, if any piece of it failed.
        """

        def work(uow: UnitOfWork) -> None:
            job.run(uow, due, now)
            if job.name not in failed:
                uow.jobs.note_run(job.name, now, "ok")

        try:
            await self._runtime.write(("job", job.name), work)
        except Refusal:
            log.info("job %s: what was due was settled meanwhile", job.name)
        except Exception as error:
            log.exception("job %s failed", job.name)
            failed.add(job.name)
            failure = type(error).__name__
            await self._runtime.write(
                ("job", job.name), lambda uow: uow.jobs.note_run(job.name, now, failure)
            )

    # --- reminders of drafts ---------------------------------------------------------------------

    def _remind(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        ref, conversation_id, name, generation = due.key
        uow.timers.drop(conversation_id, name)
        # A timer is void once the resident has said anything since it was set.
        if uow.conversations.by_id(conversation_id).generation == generation:
            self._city.turns.run(uow, ref, [Entry(event=TimerFired(name))], now)

    # --- cases -----------------------------------------------------------------------------------

    def _warn(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        """Warn the body before the end of a term: by a letter, or by the mark in its inbox."""
        case = uow.cases.get(due.key)
        # Another process may have warned of it since this was found due.
        if case is None or case.warn_at is None or case.warn_at > due.at:
            return
        uow.cases.save(case, terms.warn(case, now, self._city.law))
        body = self._city.routing.bodies.get(case.body)
        # The body has one letter of several cases that were joined: that of the first.
        if body is not None and body.delivery == "mail" and case.joined_to is None:
            uow.deliveries.add(deliver(case, "warned", body, now))

    def _tell_overdue(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        # Another process may have told it since this was found due.
        case = next((c for c in uow.cases.overdue_untold(due.at) if c.number == due.key), None)
        if case is None:
            return
        uow.cases.save(case, CaseEvent(now, "overdue", "system"))
        told = "claim-overdue" if case.kind == claims.KIND else "case-overdue"
        self._city.staffwork.tell(
            uow, case.conversation_id, told, about(case), now, case=case.number
        )
        if case.kind == claims.KIND:
            invited = Invited("inspection_appeal", {"claim": case.number})
            self._city.turns.run(uow, case.chat, [Entry(event=invited)], now)

    def _offer_act(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        """Nobody came to check within a day: two neighbours may sign the act without them."""
        before = due.at - claims.COMES_WITHIN
        case = next((c for c in uow.cases.claims_unheard(before) if c.number == due.key), None)
        if case is None:
            return
        uow.cases.save(case, CaseEvent(now, "act_offered", "system"))
        args = {**claims.claim_of(case), "today": now.isoformat()}
        for text in ("claim-act-offered", "claim-act"):
            self._city.staffwork.tell(uow, case.conversation_id, text, args, now, case=case.number)

    def _unrated(self, uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
        """Answered cases whose resident is to be reminded of the rating, once a day of the list."""
        days = self._reminder_days
        found = (
            Due(terms.reminders_at(case.answered_at, days)[reminded], (case.number, reminded))
            for reminded, day in enumerate(days)
            for case in uow.cases.unrated(moment - timedelta(days=day), reminded, limit)
            if case.answered_at is not None
        )
        return sorted(found, key=lambda due: due.at)[:limit]

    def _remind_to_rate(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        case = uow.cases.get(due.key[0])
        if case is None or case.status is not Status.ANSWERED:
            return
        uow.cases.save(case, CaseEvent(now, "reminded", "system"))
        staffwork = self._city.staffwork
        staffwork.tell(
            uow, case.conversation_id, "case-unrated", about(case), now, case=case.number
        )
        staffwork.ask_rating(uow, case, now)

    def _silent(self, uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
        days = self._reminder_days
        for case in uow.cases.answered_before(moment, limit):
            if case.answered_at is not None:
                closes = terms.closes_at(case.answered_at, days)
                if closes <= moment:
                    yield Due(closes, case.number)

    @property
    def _reminder_days(self) -> Sequence[int]:
        return self._city.settings.rating.reminder_days

    def _close(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        case = uow.cases.get(due.key)
        if case is None:
            return
        uow.cases.save(case, cases.close_unrated(case, now, reminder_days=self._reminder_days))
        self._city.staffwork.tell(
            uow, case.conversation_id, "case-moved-closed", about(case), now, case=case.number
        )

    def _run_bulk(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        act = uow.bulk_acts.get(due.key)
        if act is not None:
            bulk.run(uow, self._city.staffwork, act, now)

    # --- hand-offs -------------------------------------------------------------------------------

    def _handoffs_due(self, uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
        desk, staff = self._city.desk_hours, {m.id: m for m in uow.staff.all()}
        found = (
            Due(at, handoff.id)
            for handoff in uow.handoffs.open()
            if (at := handoffs.next_step_at(handoff, staff.get(handoff.taken_by), desk))
            and at <= moment
        )
        return sorted(found, key=lambda due: due.at)[:limit]

    def _escalate(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        handoff = uow.handoffs.get(due.key)
        if handoff is None:
            return
        steps = handoffs.escalations([handoff], uow.staff.all(), now, self._city.desk_hours)
        for step in steps:
            if step.step == "expired":
                how = handoffs.expire(handoff, now)
                self._city.staffwork.wake(uow, handoff, how, now)
                return
            handoffs.note_escalated(handoff, now)
            uow.handoffs.save(handoff)
            call(uow, handoff, now, self._city.desk_hours, step.step)
            if step.step == "supervisor":
                self._city.staffwork.tell(
                    uow, handoff.conversation_id, "handoff-kept-waiting", {}, now
                )

    def _tell_staff(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        """Tell a member in the chat of their own what they have not seen in the inbox."""
        notice = next((n for n in uow.colleagues.untold() if n.id == due.key), None)
        member = uow.staff.get(notice.staff_id) if notice else None
        # Another process may have told it since this was found due.
        if notice is None or member is None or member.chat_id is None:
            return
        notice.told_at = now
        uow.colleagues.save_notice(notice)
        if uow.conversations.by_id(member.chat_id).ref.channel == FORGOTTEN:
            uow.staff.save(replace(member, chat_id=None))
            return
        kind, _, number = notice.subject.partition(":")
        url = f"{self._city.settings.web.address}/inbox/{kind}s/{number}"
        text = f"staff-notice-{notice.kind.replace('_', '-')}"
        self._city.staffwork.tell(uow, member.chat_id, text, {"inbox_url": url}, now)

    # --- petitions -------------------------------------------------------------------------------

    def _petitions_due(self, uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
        """Collections whose last day is over, and what the city owed and did not do in time."""
        law = self._city.law
        # The end of all time has no date in Kyiv.
        today = law.day(min(moment, _EVER - timedelta(days=1)))
        found = [
            Due(law.end_of(one.ends_on) + _SECOND, one.number)
            for one in uow.petitions.ended(today, limit)
            if one.ends_on is not None
        ]
        found += [
            Due(one.due_at + _JUST_AFTER, one.number)
            for one in uow.petitions.late(moment, limit)
            if one.due_at is not None
        ]
        return sorted(found, key=lambda due: due.at)[:limit]

    def _move_petition(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        petition, work = uow.petitions.get(due.key), self._city.petition_work
        if petition is None:
            return
        if petition.status is PetitionStatus.COLLECTING:
            work.end(uow, petition, now)
        # Another process may have told it since this was found due.
        elif petition.status in OWED and not petition.late_told:
            work.be_late(uow, petition, now)

    # --- news ------------------------------------------------------------------------------------

    def _expand(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        item = uow.news.get(due.key[0])
        # Another process may have come past this piece since it was found due.
        if item is not None and item.status == "publishing" and item.cursor == due.key[1]:
            self._city.news_work.expand(uow, item, now)

    def _digest(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        self._city.news_work.digest(uow, due.at, now)

    async def note_meanings(self) -> None:
        """Work out what petitions mean that were filed since, for searches; the model is slow."""
        while page := await self._runtime.read(lambda uow: uow.petitions.without_meaning(20)):
            meanings = {
                one.id or 0: await asyncio.to_thread(
                    self._city.meaning_of, gist(one.title, one.text)
                )
                for one in page
            }
            known = {one: meaning for one, meaning in meanings.items() if meaning is not None}
            if not known:
                return  # the encoder cannot run here: searches go by words
            await self._runtime.write("meanings", partial(_note_meanings, known))

    async def index_cases(self) -> None:
        """Make cases findable that came before the index, or of which the night left less."""
        while await self._runtime.read(lambda uow: uow.cases.unindexed()):
            await self._runtime.write("index", lambda uow: uow.cases.index_some(_INDEXED_AT_ONCE))

    # --- forgetting and retention ----------------------------------------------------------------

    def _wishes_due(self, uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
        for at, wish in forgetting.due_wishes(self._city, uow, moment, limit):
            yield Due(at, wish)

    def _forget(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        forgetting.act_on(self._city, uow, due.key, now)

    async def clear_disk(self) -> None:
        """Take off the disk what forgotten residents left there."""
        await forgetting.clear_disk(self._city)

    def _night_due(self, uow: UnitOfWork, moment: datetime, _limit: int) -> Iterable[Due]:
        """Once a day, from the day the first talk has been kept long enough."""
        last = next((job["at"] for job in uow.jobs.all() if job["name"] == "retention"), None)
        first = uow.retention.first_event_at()
        if first is not None:
            at = last + timedelta(days=1) if last else first + self._talks_kept
            if at <= moment:
                yield Due(at, "talks")

    @property
    def _talks_kept(self) -> timedelta:
        return timedelta(days=self._city.settings.retention.talk_without_consent_days)

    @property
    def _files_kept(self) -> timedelta:
        return timedelta(days=self._city.settings.retention.unused_file_days)

    def _wipe(self, uow: UnitOfWork, due: Due, now: datetime) -> None:
        uow.retention.wipe_talks(now - self._talks_kept)
        uow.links.forget_before(now - UNDONE_FOR)
        years = self._city.settings.retention.appeal_years
        uow.retention.wipe_substance(now - timedelta(days=round(years * 365.25)))
        kept = timedelta(days=self._city.settings.dialogue.draft_keep_days)
        for conversation_id in uow.retention.stale_drafts(now - kept):
            conversation = uow.conversations.by_id(conversation_id)
            conversation.state.frames.clear()
            uow.conversations.put(conversation, now)
            uow.intake.take_inner(conversation_id, {"kind": DRAFTS_DROPPED}, now)
        for file in uow.attachments.unused_before(now - self._files_kept):
            uow.attachments.remove(file.id or 0)

    async def _sweep_after(self, done: set[Work]) -> None:
        """Remove from the disk what the night's work left without a row, once that is committed."""
        if any(name == "retention" for name, _ in done):
            await _apart(self._sweep())

    async def _sweep(self) -> None:
        files, before = self._city.files, self._runtime.now() - self._files_kept
        await asyncio.to_thread(files.sweep_uploads, before)
        for hashes in await asyncio.to_thread(files.kept_before, before):
            kept = await self._runtime.read(partial(_kept, hashes))
            await asyncio.to_thread(files.remove, hashes - kept)

    # --- files -----------------------------------------------------------------------------------

    async def fetch_files(self) -> None:
        """Fetch what residents sent by reference; each is kept or refused, and they hear of a
        refusal.
        """
        while page := await self._runtime.read(lambda uow: uow.attachments.waiting()):
            for attachment, chat in page:
                await self._settle_file(await self._kept(attachment, chat), chat)

    async def _kept(self, attachment: Attachment, chat: ChatRef) -> Attachment:
        try:
            return await self._city.files.keep(attachment, chat)
        except Exception:
            log.exception("a file could not be looked at; it is refused, and the next has its turn")
            return replace(attachment, state="refused", reason="file-missing")

    async def _settle_file(self, settled: Attachment, chat: ChatRef) -> None:
        now = self._runtime.now()

        def settle(uow: UnitOfWork) -> None:
            current = uow.attachments.get(settled.id or 0)
            if current is None or current.state != "waiting":
                return
            # The case may have been filed while the file was on its way.
            settled.case_id = current.case_id
            uow.attachments.settle(settled)
            # What staff sent is not the resident's to send again.
            if settled.state == "refused" and not settled.ref.startswith(UPLOAD):
                event = FileRefused(settled.reason or "file-missing")
                self._city.turns.run(uow, chat, [Entry(event=event)], now)

        await self._runtime.write(chat, settle)
        await asyncio.to_thread(self._city.files.drop_upload, settled.ref)


async def _apart(work: Awaitable[Any]) -> None:
    """Do a part of the round; whatever it raises, the others have their turn."""
    try:
        await work
    except Exception:
        log.exception("a part of the scheduled work failed; it stays due and is tried again")


def _kept(hashes: set[str], uow: UnitOfWork) -> set[str]:
    return uow.attachments.kept(hashes)


def _note_meanings(meanings: Mapping[int, str], uow: UnitOfWork) -> None:
    for petition_id, meaning in meanings.items():
        uow.petitions.note_meaning(petition_id, meaning)


def _lease(uow: UnitOfWork, holder: str, now: datetime) -> bool:
    return uow.jobs.lease("scheduler", holder, now, LEASE_S)


def _first_fresh(job: Job, uow: UnitOfWork, moment: datetime, seen: set[Work]) -> Due | None:
    """Return the job's earliest due work that was not seen; a page is enough but for failures."""
    size = 1
    while True:
        page = list(job.due(uow, moment, size))
        for due in page:
            if (job.name, due) not in seen:
                return due
        if len(page) < size:
            return None
        size *= 4


def _timers_due(uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
    for timer in uow.timers.due(moment, limit):
        yield Due(timer.due_at, (timer.ref, timer.conversation_id, timer.name, timer.generation))


def _untold(uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
    return (Due(n.at, n.id) for n in uow.colleagues.untold(limit) if n.at <= moment)


def _to_warn(uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
    for case in uow.cases.to_warn(moment, limit):
        if case.warn_at is not None:
            yield Due(case.warn_at, case.number)


def _overdue(uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
    for case in uow.cases.overdue_untold(moment, limit):
        yield Due(case.due_at + _JUST_AFTER, case.number)


def _to_publish(uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
    for item in uow.news.publishing(moment, limit):
        yield Due(item.publish_at, (item.id, item.cursor))


def _to_digest(uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
    """Rounds of what waits: each is told by its moment and the chat that is first in it."""
    for conversation_id, at in uow.news.due_readers(moment, limit):
        yield Due(at, conversation_id)


def _claims_unheard(uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
    for case in uow.cases.claims_unheard(moment - claims.COMES_WITHIN, limit):
        yield Due(claims.act_due_at(case), case.number)


def _bulk_due(uow: UnitOfWork, moment: datetime, limit: int) -> Iterable[Due]:
    for act in uow.bulk_acts.due(moment, limit):
        yield Due(act.runs_at, act.id)
