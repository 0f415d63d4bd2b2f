"""Sending through a real mail server, and what its answers mean."""

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

import pytest

from connectors.mail.message import Letter, to_message
from connectors.mail.post import MailServer, Post
from connectors.mail.undelivered import Undelivered
from tests.connectors.mail.relay import PASSWORD, USER, Relay, listening, sign_in, tls

SENDER = Address("Misto", "misto", "kyiv.example")


def letter(no: int = 1, to: str = "kte@kyiv.example") -> EmailMessage:
    moment = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    return to_message(Letter(f"KV.{no}", to, f"Лист {no}", "Текст\n.\n", moment), SENDER)


async def send(url: str, *messages: EmailMessage) -> None:
    async with Post(MailServer.parse(url), SENDER) as post:
        for message in messages or (letter(),):
            await post.send(message)


async def failure(url: str, message: EmailMessage | None = None) -> Undelivered:
    with pytest.raises(Undelivered) as raised:
        await send(url, message or letter())
    return raised.value


def plain(relay: Relay) -> str:
    return f"smtp://127.0.0.1:{relay.port}"


# --- the address of the server -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "server", "start_tls"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25), None),
        ("smtp://u:p%40s@mail.example", MailServer("mail.example", 587, False, "u", "p@s"), True),
        ("smtp://mail.example:2525", MailServer("mail.example", 2525), None),
        ("smtps://u:p@mail.example", MailServer("mail.example", 465, True, "u", "p"), False),
        ("smtp://u:p@localhost:1025", MailServer("localhost", 1025, False, "u", "p"), None),
        ("smtp://u:p@[::1]", MailServer("::1", 587, False, "u", "p"), None),
    ],
)
def test_a_url_names_the_server(url: str, server: MailServer, start_tls: bool | None) -> None:
    assert MailServer.parse(url) == server
    assert server.start_tls is start_tls


@pytest.mark.parametrize("url", ["", "http://mail.example", "smtp://", "smtp://:25"])
def test_what_names_no_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="expected smtp://"):
        MailServer.parse(url)


def test_a_password_is_not_shown() -> None:
    assert "hush" not in repr(MailServer.parse("smtp://u:hush@mail.example"))


# --- taken ---------------------------------------------------------------------------------------


async def test_letters_go_over_one_connection(relay: Relay) -> None:
    await send(plain(relay), letter(1), letter(2))
    assert [taken.message["Subject"] for taken in relay.taken] == ["Лист 1", "Лист 2"]
    assert relay.taken[0].sender == "misto@kyiv.example"
    assert relay.taken[0].to == ["kte@kyiv.example"]
    assert relay.taken[0].text == "Текст\n.\n"
    assert relay.connections == 1


async def test_encryption_is_used_where_it_is_offered() -> None:
    async with listening(Relay(), tls_context=tls()) as relay:
        await send(plain(relay))
    assert relay.taken[0].encrypted


SIGNED_IN: dict[str, Any] = {"authenticator": sign_in, "auth_required": True}
# aiosmtpd sees no encryption that was there from the first byte.
AUTH_OVER_SMTPS = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


@AUTH_OVER_SMTPS
async def test_smtps_is_encrypted_from_the_first_byte_and_signs_in() -> None:
    async with listening(Relay(), smtps=True, auth_require_tls=False, **SIGNED_IN) as relay:
        await send(f"smtps://{quote(USER)}:{quote(PASSWORD, safe='')}@localhost:{relay.port}")
    assert relay.taken[0].signed_in


async def test_a_user_signs_in_after_starttls() -> None:
    async with listening(Relay(), tls_context=tls(), **SIGNED_IN) as relay:
        await send(f"smtp://{quote(USER)}:{quote(PASSWORD, safe='')}@127.0.0.1:{relay.port}")
    assert relay.taken[0].encrypted
    assert relay.taken[0].signed_in


async def test_a_lost_connection_is_made_anew_for_the_next_letter(relay: Relay) -> None:
    relay.answer("DATA", "hang up")
    async with Post(MailServer.parse(plain(relay)), SENDER) as post:
        with pytest.raises(Undelivered, match="connection to the mail server was lost") as lost:
            await post.send(letter(1))
        await post.send(letter(2))
    assert not lost.value.lasting
    assert not lost.value.for_all
    assert [taken.message["Subject"] for taken in relay.taken] == ["Лист 2"]
    assert relay.connections == 2


# --- refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "answer", "lasting", "for_all", "error"),
    [
        ("RCPT", "550 5.1.1 no such user", True, False, "refuses the address; check it in bodies"),
        (
            "RCPT",
            "550 no such user",
            True,
            False,
            "refuses the address; check it in bodies.csv (550)",
        ),
        ("RCPT", "450 4.2.1 greylisted", False, False, "asks to try again later (450 4.2.1)"),
        (
            "RCPT",
            "554 5.7.1 relay denied",
            False,
            False,
            "does not let our mail through (554 5.7.1)",
        ),
        ("DATA", "554 5.6.0 looks bad", True, False, "refuses the letter (554 5.6.0)"),
        ("DATA", "452 4.3.1 disk full", False, False, "asks to try again later (452 4.3.1)"),
        ("MAIL", "552 5.3.4 too large", True, False, "refuses the letter (552 5.3.4)"),
        ("MAIL", "553 5.1.8 who are you", False, True, "refuses mail from mail.sender (553 5.1.8)"),
    ],
)
async def test_a_refusal_is_judged_by_its_code(
    relay: Relay, command: str, answer: str, lasting: bool, for_all: bool, error: str
) -> None:
    relay.answer(command, answer)
    refused = await failure(plain(relay))
    assert error in refused.error
    assert (refused.lasting, refused.for_all) == (lasting, for_all)
    assert relay.taken == []


async def test_after_a_refusal_the_next_letter_goes(relay: Relay) -> None:
    relay.answer("RCPT", "550 5.1.1 no such user")
    async with Post(MailServer.parse(plain(relay)), SENDER) as post:
        with pytest.raises(Undelivered):
            await post.send(letter(1))
        await post.send(letter(2))
    assert [taken.message["Subject"] for taken in relay.taken] == ["Лист 2"]
    assert relay.connections == 1


async def test_nothing_of_what_the_server_says_is_repeated(relay: Relay) -> None:
    relay.answer("RCPT", "550 5.1.1.77 <kte@kyiv.example> Olena Koval +380671234567")
    refused = await failure(plain(relay))
    assert refused.error == "the mail server refuses the address; check it in bodies.csv (550)"
    assert refused.__suppress_context__


async def test_a_server_that_is_not_there_is_told_and_concerns_all(closed_port: int) -> None:
    refused = await failure(f"smtp://127.0.0.1:{closed_port}")
    assert "the mail server cannot be used (SMTPConnectError); check mail.smtp_url" in refused.error
    assert (refused.lasting, refused.for_all) == (False, True)


@AUTH_OVER_SMTPS
async def test_a_wrong_password_is_told_and_concerns_all() -> None:
    async with listening(Relay(), smtps=True, auth_require_tls=False, **SIGNED_IN) as relay:
        refused = await failure(f"smtps://{quote(USER)}:wrong@localhost:{relay.port}")
    assert "refuses the user or password of mail.smtp_url (535 5.7.8)" in refused.error
    assert (refused.lasting, refused.for_all) == (False, True)
