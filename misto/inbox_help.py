"""What the inbox asks of mail, messengers, the reader and the dialogue (`inbox.helpers`).

Rule: advice and the form of a call are read and stepped without writing anything; a call is filed
by the same turns as any chat, in a conversation of its own.
"""

import asyncio
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from typing import Any

from connectors.mail.message import Letter, mailbox, to_message
from connectors.mail.post import MailServer, Post
from connectors.mail.undelivered import Undelivered
from connectors.pdf.printing import NotPrinted, print_paper
from core.answers import answer_paper
from core.conversation import Context, Frame, Heard, Invited, Language, Say, State, Step
from core.messages import ChatRef, Incoming
from core.model import StaffMember
from core.ports import UnitOfWork
from core.reading import Reading
from core.rows import OutboxRow
from core.turn import Entry
from inbox.helpers import CALL_FIELDS, CALLS, Advice, Asked, Call, Filed
from misto.app import City
from misto.vocative import vocative
from misto.words import body_words

log = logging.getLogger(__name__)

CHANNEL, BOT = "phone", "desk"
# The first two fields of the form are kept as they are typed or chosen, the others are read.
_GIVEN, _READ = CALL_FIELDS[:2], CALL_FIELDS[2:]
_BY_WORDS = ("service_code", "address")
# The last messages of a resident among which advice looks for the matter.
_LAST_WORDS = 3
_LAST_LINES = 40
# What is no matter to advise on.
_NO_MATTER = frozenset({"handoff", "greet", "goodbye", "thank", "out_of_scope", "bot_challenge"})


@dataclass(frozen=True, slots=True)
class InboxHelp:
    """`inbox.helpers.Helpers` of a city."""

    city: City

    # --- mail and messengers ---------------------------------------------------------------------

    @property
    def mails(self) -> bool:
        return bool(self.city.settings.mail.smtp_url.get_secret_value())

    async def mail_link(self, to: str, url: str, hours: int, language: Language) -> bool:
        mail, texts = self.city.settings.mail, self.city.texts
        text = texts.format("staff-invite-text", language, {"link": url, "hours": hours})
        subject = texts.format("staff-invite-subject", language, {})
        now = self.city.runtime.now()
        letter = Letter(f"staff.{secrets.token_hex(16)}", to, subject, text, now)
        try:
            sender: Address = mailbox(mail.sender, "mail.sender")
            async with Post(MailServer.parse(mail.smtp_url.get_secret_value()), sender) as post:
                await post.send(to_message(letter, sender))
        except Undelivered as refused:
            log.warning("a sign-in link was not mailed: %s", refused)
            return False
        return True

    async def chat_links(self, payload: str) -> Mapping[str, str]:
        telegram = self.city.telegram
        username = await telegram.username() if telegram else ""
        return {"telegram": f"https://t.me/{username}?start={payload}"} if username else {}

    def addressed(self, name: str) -> str | None:
        return vocative(name)

    # --- papers ----------------------------------------------------------------------------------

    async def print_answer(
        self, number: str, outcome: str, text: str, signer: StaffMember
    ) -> bytes | None:
        city = self.city
        case = await city.runtime.read(lambda uow: uow.cases.get(number))
        if case is None:
            return None
        now = city.runtime.now()
        paper = answer_paper(
            case,
            texts=city.texts,
            zone=city.zone,
            body=_title(body_words(city.routing, case.body, "uk")),
            outcome=outcome,
            text=text,
            signer=signer.name,
            now=now,
        )
        try:
            return await asyncio.to_thread(print_paper, paper, now)
        except NotPrinted as failure:
            log.warning("an answer was not printed: %s", failure)
            return None

    # --- petitions -------------------------------------------------------------------------------

    def act_on_petition(
        self,
        uow: UnitOfWork,
        member: StaffMember,
        number: str,
        do: str,
        now: datetime,
        *,
        reason: str,
        text: str,
    ) -> None:
        work = self.city.petition_work
        work.act(uow, member, number, do, now, reason=reason, text=text)

    # --- advice ----------------------------------------------------------------------------------

    async def advise(self, conversation_id: int) -> Advice | None:
        said = await self.words_of(conversation_id)
        if not said:
            return None
        reading = await self.city.runtime.read_text(said)
        step = self._hear(State(), said, reading)
        frame = step.state.active
        told = {**frame.found, **frame.slots} if frame else {}
        code = reading.service_code or told.get("service_code")
        place = told.get("address") or {}
        return Advice(
            intent=reading.intent,
            sure=reading.confidence,
            service_code=code,
            service_sure=reading.service_code_confidence,
            body=told.get("body") or None,
            alike=await self._alike(code, place),
            reply=None if reading.intent in _NO_MATTER else self._first_said(step),
        )

    async def _alike(self, code: str | None, place: Mapping[str, Any]) -> tuple[str, ...]:
        street, house = place.get("street"), place.get("house")
        if not (code and street and house):
            return ()
        found = await self.city.runtime.read(lambda uow: uow.cases.open_at(code, street, house))
        return tuple(case.number for case in found)

    def _hear(self, state: State, text: str, reading: Reading) -> Step:
        """Return the step that the dialogue would take; nothing of it is done."""
        now = self.city.runtime.now()
        incoming = Incoming(CHANNEL, BOT, "", "", now, text=text)
        return self.city.engine.step(state, Heard(incoming, reading), Context(now))

    def _first_said(self, step: Step) -> str | None:
        says = (effect for effect in step.effects if isinstance(effect, Say))
        said = next(says, None)
        return self.city.texts.render(said, step.state.spoken).text if said else None

    async def words_of(self, conversation_id: int) -> str:
        return await self.city.runtime.read(lambda uow: _last_words(uow, conversation_id))

    # --- calls -----------------------------------------------------------------------------------

    async def read_call(self, text: str) -> Call:
        reading = await self.city.runtime.read_text(text)
        frame = self._hear(State(), text, reading).state.active
        if frame is None or frame.flow not in CALLS:
            flow = reading.intent if reading.intent in CALLS else CALLS[0]
            return Call(flow, {"description": text, "service_code": reading.service_code or ""})
        fields = {name: _typed(frame.slots.get(name)) for name in (*_GIVEN, *_READ)}
        person = reading.first("person")
        name = fields["name"] or (person.value if person else "")
        return Call(frame.flow, {**fields, "description": text, "name": name})

    async def begin_call(self, call: Call, by: StaffMember, home: int | None) -> Filed:
        invited = Invited(call.flow, await self._slots(call))
        ref = ChatRef(CHANNEL, BOT, secrets.token_urlsafe(12))
        return await self._go_on(ref, Entry(event=invited), by, home)

    async def answer_call(
        self, chat: str, event_id: str, answer: str, by: StaffMember, home: int | None
    ) -> Filed:
        ref, now = ChatRef(CHANNEL, BOT, chat), self.city.runtime.now()
        incoming = Incoming(ref.channel, ref.bot, ref.chat, event_id, now)
        asked = await self.city.runtime.read(lambda uow: _said(uow, ref))
        if answer in {choice.value for row in asked for choice in row.outgoing.choices}:
            return await self._go_on(ref, Entry(replace(incoming, button=answer)), by, home)
        reading = await self.city.runtime.read_text(answer)
        return await self._go_on(ref, Entry(replace(incoming, text=answer), reading), by, home)

    async def _go_on(self, ref: ChatRef, entry: Entry, by: StaffMember, home: int | None) -> Filed:
        """Run the turn, and note whose hand wrote the case down when it filed one."""
        city, now = self.city, self.city.runtime.now()

        def job(uow: UnitOfWork) -> Filed:
            known = len(_said(uow, ref))
            city.turns.run(uow, ref, [entry], now)
            said = _said(uow, ref)
            filed = next((row.outgoing.case for row in said[known:] if row.outgoing.case), None)
            if filed is not None:
                city.staffwork.written_down(uow, by, filed, home, now)
            return _filed(said, ref.chat)

        return await city.runtime.write(ref, job)

    async def _slots(self, call: Call) -> dict[str, Any]:
        """Return the slots of a form: what was typed, read as answers to the flow's questions."""
        known = self.city.flows[call.flow].slots
        fields = call.fields
        if not (fields.get("service_code") and fields.get("address")):
            # What was not chosen is what the words say.
            read = (await self.read_call(fields["description"])).fields
            fields = {**fields, **{n: fields.get(n) or read.get(n, "") for n in _BY_WORDS}}
        slots: dict[str, Any] = {
            name: fields[name] for name in _GIVEN if name in known and fields.get(name)
        }
        for name in _READ:
            text = fields.get(name, "")
            if text and name in known:
                slots.update(await self._read_as(call.flow, name, text))
        return slots

    async def _read_as(self, flow: str, name: str, text: str) -> Mapping[str, Any]:
        """Return a slot as the flow reads an answer to its question; empty when it cannot."""
        reading = await self.city.runtime.read_text(text)
        frame = Frame(no=1, flow=flow, awaits=name)
        step = self._hear(State(frames=[frame], next_no=2), text, reading)
        heard = next((f for f in step.state.frames if f.flow == flow), frame)
        return {name: heard.slots[name]} if name in heard.slots else {}


def _last_words(uow: UnitOfWork, conversation_id: int) -> str:
    lines = uow.conversations.transcript(conversation_id, _LAST_LINES)
    words = [line.text for line in lines if line.who == "resident" and line.text]
    # The matter is told at more length than «дайте людину» and «дякую».
    return max(words[-_LAST_WORDS:], key=len, default="")


def _typed(value: Any) -> str:
    """Return a slot's value as somebody would type it."""
    if isinstance(value, Mapping):
        typed = None if value.get("verified") else value.get("as_typed")
        return str(typed or ", ".join(str(value[k]) for k in ("street", "house") if value.get(k)))
    return "" if value is None else str(value)


def _said(uow: UnitOfWork, ref: ChatRef) -> Sequence[OutboxRow]:
    conversation = uow.conversations.get(ref)
    return uow.outbox.after(conversation.id, 0) if conversation.id is not None else ()


def _filed(said: Sequence[OutboxRow], chat: str) -> Filed:
    """Return what became of a call by the last message of its conversation."""
    if not said:
        return Filed("")
    last = said[-1].outgoing
    if last.case or not last.expects:
        return Filed(last.text, last.case)
    answers = tuple((choice.value, choice.label) for choice in last.choices)
    return Filed(last.text, asked=Asked(chat, last.text, answers, last.expects))


def _title(name: str) -> str:
    """Return a body's name as it stands at the head of a paper."""
    return name[:1].upper() + name[1:]
