"""Letters over a real LMTP connection: what is kept, refused, passed over, and what proves."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import AsyncIterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import hypothesis.strategies as st
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from hypothesis import HealthCheck, example, given, settings

from bots.mail.app import Mail, MailSettings
from bots.mail.intake import Mailbox
from bots.mail.letters import Answer
from bots.mail.translate import decode
from bots.sending import Gone, SendResult, Sent, Waits
from core.messages import Choice, Incoming, Pressed
from core.program import Overloaded
from tests.bots.desk import DatabaseDesk
from tests.bots.mail.letters import HTML_STYLES, STYLES, US, Ours, letter
from tests.bots.mail.talk import hand_in
from tests.contract.builders import NOW
from tests.sizes import size

OLENA = "olena@example.org"


class Box:
    """A mailbox on a desk, with what it sent."""

    def __init__(self, desk: DatabaseDesk, trusted: str = "", max_bytes: int = 300_000) -> None:
        self.desk, self.sent = desk, list[Answer]()
        self.result: SendResult = Sent()
        self.passed_over = 0
        mailbox = Mailbox(US, trusted, max_bytes)
        made = MailSettings("127.0.0.1", 0, mailbox, "https://city.example")
        self.mail = Mail(
            made, desk, lambda what: f"{what}!".encode().hex(), self.carry, ignored=self.count
        )
        self.port = 0

    def count(self) -> None:
        self.passed_over += 1

    async def carry(self, answer: Answer) -> SendResult:
        self.sent.append(answer)
        return self.result

    async def gets(self, message: EmailMessage | bytes, sender: str = OLENA, to: str = US) -> int:
        """Hand a letter in; return the code of what was answered."""
        return (await asyncio.to_thread(hand_in, self.port, message, sender, to))[0]

    async def heard(self) -> list[Incoming]:
        found = [decode(raw, "main", NOW) for _, raw in await self.desk.stored()]
        return [one for one in found if one is not None]

    async def says(self, text: str, who: str = OLENA, **facts: Any) -> Ours:
        """Let the city write to an address; return the letter as it arrives."""
        row = await self.desk.say(text, who, bot="main", channel="mail", **facts)
        (due,) = await self.desk.read(lambda uow: uow.outbox.due("mail", NOW))
        result = await self.mail.send(due)
        if isinstance(result, Sent):
            await self.desk.write(None, lambda uow: uow.outbox.sent(row, result.platform_id, NOW))
        made = self.sent[-1]
        return Ours(f"<{made.id}>", made.subject, made.text)


@pytest.fixture
async def box(desk: DatabaseDesk) -> AsyncIterator[Box]:
    box = Box(desk)
    box.port = await box.mail.listen()
    yield box
    await box.mail.close()


# --- kept, once ----------------------------------------------------------------------------------


async def test_a_letter_is_kept_once_however_often_it_comes(box: Box) -> None:
    for _ in range(3):
        assert await box.gets(letter("немає води")) == 250
    (incoming,) = await box.heard()
    assert (incoming.chat, incoming.text, incoming.mailbox) == (OLENA, "немає води", None)


async def test_the_same_id_from_another_sender_is_another_letter(box: Box) -> None:
    first, second = letter("так"), letter("ні", "petro@example.org")
    del second["Message-ID"]
    second["Message-ID"] = first["Message-ID"]
    await box.gets(first)
    await box.gets(second)
    assert [one.chat for one in await box.heard()] == [OLENA, "petro@example.org"]


async def test_other_mailboxes_are_not_here_and_an_extension_is(box: Box) -> None:
    assert await box.gets(letter("так"), to="mayor@kyiv.example") == 550
    assert await box.gets(letter("так"), to="misto+case@kyiv.example") == 250


async def test_what_is_too_large_or_no_letter_is_refused_for_good(box: Box) -> None:
    assert await box.gets(b"From: a@example.org\r\n\r\n" + b"0123456789\r\n" * 40_000) == 552
    assert await box.gets(b"no head at all") == 550
    assert await box.gets(b"From: a@x.ua\r\nFrom: b@x.ua\r\n\r\nx") == 550
    assert await box.desk.stored() == []


async def test_when_too_much_waits_the_mail_server_keeps_the_letter(box: Box) -> None:
    box.desk.refuse_with = Overloaded("full")
    assert await box.gets(letter("немає води")) == 451


async def test_two_recipients_are_taken_one_by_one(box: Box) -> None:
    def both() -> list[int]:
        with smtplib.LMTP("127.0.0.1", box.port) as server:
            server.ehlo_or_helo_if_needed()
            server.mail(OLENA)
            return [server.rcpt(to)[0] for to in (US, "misto+a@kyiv.example")]

    assert await asyncio.to_thread(both) == [250, 452]


# --- never answered ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Auto-Submitted", "auto-replied"),
        ("Precedence", "list"),
        ("List-Id", "<x.example.org>"),
        ("X-Autoreply", "yes"),
    ],
)
async def test_machines_are_taken_in_and_passed_over(box: Box, name: str, value: str) -> None:
    message = letter("Я у відпустці")
    message[name] = value
    assert await box.gets(message) == 250
    assert await box.gets(letter("x", number=2), sender="") == 250
    assert await box.desk.stored() == []
    assert box.passed_over == 2


async def test_our_own_letter_that_comes_back_starts_no_talk(box: Box) -> None:
    assert await box.gets(letter("так", US)) == 250
    assert await box.desk.stored() == []


# --- who it is -----------------------------------------------------------------------------------


async def test_an_answer_to_our_letter_proves_the_address(box: Box) -> None:
    ours = await box.says("Який район?", choices=(Choice("А", "1.d=a"), Choice("Б", "1.d=b")))
    await box.gets(letter("2", style="gmail_uk", answers=ours))
    (incoming,) = await box.heard()
    assert incoming.mailbox == OLENA
    assert incoming.pressed == Pressed(1, 1)


async def test_an_answer_from_another_address_proves_nothing(box: Box) -> None:
    """Whoever forwards our letter gives nobody their talk."""
    ours = await box.says("Який район?")
    await box.gets(letter("2", "thief@example.org", style="gmail_uk", answers=ours))
    (incoming,) = await box.heard()
    assert (incoming.chat, incoming.mailbox) == ("thief@example.org", None)


async def test_a_made_up_id_proves_nothing_and_the_letter_waits(box: Box) -> None:
    ours = await box.says("Який район?")
    forged = replace(ours, id="<1.00000000@kyiv.example>")
    await box.gets(letter("видаліть мої дані", answers=forged))
    assert await box.heard() == []
    asked = await box.desk.outbox()
    assert any("не певні, що його надіслали ви" in text for text in asked)


async def test_a_letter_that_waited_is_read_once_its_address_agrees(box: Box) -> None:
    await box.says("Вітаю")
    await box.gets(letter("немає гарячої води", number=2))
    (due,) = await box.desk.read(lambda uow: uow.outbox.due("mail", NOW))
    await box.mail.send(due)
    made = box.sent[-1]
    assert made.subject.startswith(("Re:", "Ваше"))
    ours = Ours(f"<{made.id}>", made.subject, made.text)
    await box.gets(letter("Так", style="outlook_uk", answers=ours, number=3))
    (incoming,) = await box.heard()
    assert (incoming.text, incoming.mailbox) == ("немає гарячої води", OLENA)
    await box.gets(letter("так, і холодної", style="iphone_uk", answers=ours, number=4))
    assert [one.text for one in await box.heard()] == ["немає гарячої води", "так, і холодної"]


async def test_whose_letters_wait_is_not_asked_without_end(box: Box) -> None:
    await box.says("Вітаю")
    for number in range(2, 12):
        await box.gets(letter(f"лист {number}", number=number))
    rows = await box.desk.read(lambda uow: list(uow.outbox.all()))
    assert len(rows) == 1 + 2


async def test_a_trusted_servers_word_proves_the_address(desk: DatabaseDesk) -> None:
    box = Box(desk, trusted="mx.kyiv.example")
    box.port = await box.mail.listen()
    await box.says("Вітаю")
    message = letter("немає води")
    message["Authentication-Results"] = "mx.kyiv.example; dmarc=pass header.from=example.org"
    await box.gets(message)
    (incoming,) = await box.heard()
    assert incoming.mailbox == OLENA
    await box.mail.close()


# --- letters that come back ----------------------------------------------------------------------


def report(ours: Ours, status: str, action: str = "failed") -> bytes:
    return (
        "From: MAILER-DAEMON@example.org\r\nTo: misto@kyiv.example\r\nSubject: failure\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
        "Final-Recipient: rfc822; olena@example.org\r\n"
        f"Action: {action}\r\nStatus: {status}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {ours.id}\r\n\r\n--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("status", "action", "off"),
    [("5.1.1", "failed", True), ("4.2.2", "failed", False), ("5.1.1", "delayed", False)],
)
async def test_a_letter_that_came_back_for_good_ends_writing(
    box: Box, status: str, action: str, off: bool
) -> None:
    ours = await box.says("Подано")
    assert await box.gets(report(ours, status, action), sender="") == 250
    rows = await box.desk.read(lambda uow: uow.outbox.together(1))
    assert rows[0].blocked is off
    assert rows[0].status == ("dead" if off else "sent")


async def test_a_report_of_a_letter_that_was_never_ours_is_passed_over(box: Box) -> None:
    ours = await box.says("Подано")
    await box.gets(report(replace(ours, id="<1.f00d@kyiv.example>"), "5.1.1"), sender="")
    rows = await box.desk.read(lambda uow: uow.outbox.together(1))
    assert not rows[0].blocked


# --- out -----------------------------------------------------------------------------------------


async def test_what_a_turn_said_goes_as_one_letter(box: Box) -> None:
    await box.desk.say("Записано.", OLENA, bot="main", channel="mail")
    await box.desk.say("Який під’їзд?", OLENA, bot="main", channel="mail", expects="entrance")
    (due,) = await box.desk.read(lambda uow: uow.outbox.due("mail", NOW))
    assert await box.mail.send(due) == Sent("1")
    await box.desk.write(None, lambda uow: uow.outbox.sent(due.id, "1", NOW))
    assert await box.desk.read(lambda uow: uow.outbox.due("mail", NOW)) == []
    (sent,) = box.sent
    assert sent.text.startswith("Записано.\n\nЯкий під’їзд?\n\n-- \n")


async def test_what_is_said_after_a_letter_went_is_another_letter(box: Box) -> None:
    await box.says("Раз")
    await box.says("Два")
    assert [answer.text.partition("\n")[0] for answer in box.sent] == ["Раз", "Два"]


async def test_what_did_not_go_is_not_said_to_have_gone(box: Box) -> None:
    await box.desk.say("Раз", OLENA, bot="main", channel="mail")
    await box.desk.say("Два", OLENA, bot="main", channel="mail")
    box.result = Gone("no such address")
    (first,) = await box.desk.read(lambda uow: uow.outbox.due("mail", NOW))
    assert await box.mail.send(first) == Gone("no such address")
    assert {row["status"] for row in (await box.desk.outbox()).values()} == {"new"}


async def test_two_programs_that_answer_each_other_come_to_rest(box: Box) -> None:
    for number in range(40):
        await box.says(f"Лист {number}")
    await box.desk.say("Ще один", OLENA, bot="main", channel="mail")
    (due,) = await box.desk.read(lambda uow: uow.outbox.due("mail", NOW))
    assert isinstance(await box.mail.send(due), Waits)


# --- anything ------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    [
        "From",
        "To",
        "Subject",
        "Message-ID",
        "Content-Type",
        "Content-Transfer-Encoding",
        "References",
    ]
)
VALUES = st.one_of(
    st.text(max_size=80).map(lambda t: t.replace("\r", " ").replace("\n", " ")),
    st.sampled_from(
        [
            OLENA,
            "multipart/mixed; boundary=b",
            'multipart/alternative; boundary=""',
            "text/html; charset=utf-16",
            'text/plain; charset="utf-7"; format=flowed',
            "base64",
            "quoted-printable",
            "uuencode",
            "=?utf-8?b?////?=",
            "<<<>@>",
            "message/rfc822",
        ]
    ),
)
HEADS = st.lists(st.tuples(NAMES, VALUES), max_size=8)
BODIES = st.one_of(
    st.binary(max_size=2000),
    st.text(max_size=800).map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.sampled_from(
        [b"--b\r\n" * 300, b"<" * 3000, b"<div>" * 500, b"<!--<![CDATA[<!x", b"> " * 900]
    ),
)


def _raw(parts: tuple[list[tuple[str, str]], bytes, bool]) -> bytes:
    head, body, named = parts
    lines = [f"{name}: {value}".encode("utf-8", "surrogatepass") for name, value in head]
    if named:
        lines.insert(0, f"From: {OLENA}".encode())
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


LETTERS = st.one_of(
    st.tuples(HEADS, BODIES, st.booleans()).map(_raw),
    st.binary(max_size=3000),
    st.tuples(st.sampled_from([*STYLES, *HTML_STYLES]), st.text(max_size=200)).map(
        lambda made: letter(made[1].encode("utf-8", "replace").decode(), style=made[0]).as_bytes()
    ),
)


@pytest.fixture
def hostile(desk: DatabaseDesk) -> Box:
    return Box(desk)


@settings(
    max_examples=size("mail_inbound"),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(raw=LETTERS, null_sender=st.booleans())
@example(
    raw=b"From: olena@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\n" * 999,
    null_sender=False,
)
@example(
    raw=b"From: olena@example.org\r\nContent-Type: text/html\r\n\r\n" + b"<b>" * 90_000,
    null_sender=False,
)
def test_any_letter_is_taken_refused_or_becomes_a_dead_letter(
    hostile: Box, raw: bytes, null_sender: bool
) -> None:
    """Never a fault of ours: a code for the mail server, and what is kept decodes or says why."""

    async def goes() -> None:
        envelope = Envelope()
        envelope.content, envelope.mail_from = raw, "" if null_sender else OLENA
        answer = await hostile.mail._intake.handle_DATA(SMTP(None), Session(None), envelope)  # type: ignore[arg-type]
        assert answer[:3] in ("250", "550")
        assert "\n" not in answer
        for _, body in await hostile.desk.stored():
            try:
                incoming = decode(body, "main", NOW)
            except ValueError:
                continue
            assert incoming is not None
            assert incoming.chat == incoming.chat.lower()
            (incoming.text or "").encode()

    asyncio.run(goes())
