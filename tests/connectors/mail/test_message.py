"""A letter as a message: what stands in its headers, and that nothing else can."""

from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mail.message import Enclosure, Letter, mailbox, to_message
from connectors.mail.undelivered import Undelivered
from core.calendar import KYIV
from core.plain import lines, one_line

SENDER = Address("Місто Київ", "misto", "kyiv.example")
LETTER = Letter(
    id="KV-2026-000417.7.1795516800",
    to="Чергова частина <kte@kyiv.example>",
    subject="KV-2026-000417 — Гаряча вода: надійшло до вас",
    text="Вітаємо!\nУ будинку немає гарячої води: ні краплі — третій день.\n",
    at=datetime(2026, 11, 24, 12, 0, tzinfo=KYIV),
)
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
    "Content-Language",
]
# Letters, what ends a line somewhere, and what means something in a header.
NASTY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from('\r\n\0\t\v\f\x1c\x85\u2028\u2029\u202e:;,<>@"\\=?() '),
    ),
    max_size=120,
)
UKRAINIAN = st.lists(
    st.sampled_from(
        "Міська служба звернень Київської адміністрації (КМДА) KMDA, 1551; «а»".split()
    ),
    min_size=1,
    max_size=9,
).map(" ".join)


def sent(letter: Letter) -> EmailMessage:
    """The letter as who gets it reads it."""
    raw = to_message(letter, SENDER).as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def test_cyrillic_comes_out_as_it_went_in() -> None:
    message = sent(LETTER)
    assert message["Subject"] == LETTER.subject
    assert message["From"].addresses == (SENDER,)
    assert message["To"].addresses == (Address("Чергова частина", "kte", "kyiv.example"),)
    assert text_of(message) == LETTER.text


def test_it_says_who_made_it_and_when() -> None:
    message = sent(LETTER)
    assert message["Date"].datetime == LETTER.at
    assert message["Date"].datetime.utcoffset() == timedelta(hours=2)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "uk"
    assert message["Message-ID"] == "<KV-2026-000417.7.1795516800@kyiv.example>"


def test_a_letter_sent_later_keeps_its_message_id() -> None:
    again = replace(LETTER, at=LETTER.at + timedelta(hours=1))
    assert sent(again)["Message-ID"] == sent(LETTER)["Message-ID"]


def test_photos_are_attached_under_our_own_names() -> None:
    photos = (
        Enclosure("KV-1-1.jpg", "image/jpeg", b"\xff\xd8"),
        Enclosure("KV-1-2.png", "image/png", b"P"),
    )
    attached = list(sent(replace(LETTER, enclosures=photos)).iter_attachments())
    seen = [(a.get_filename(), a.get_content_type(), a.get_content()) for a in attached]
    assert seen == [(photo.name, photo.mime, photo.content) for photo in photos]


@given(UKRAINIAN, UKRAINIAN)
def test_no_space_is_lost_where_a_header_is_folded(subject: str, name: str) -> None:
    sender = Address(name, "misto", "kyiv.example")
    raw = to_message(replace(LETTER, subject=subject), sender).as_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    # Python's newer parser adds spaces to a name; its older one reads it right.
    headers = message_from_bytes(raw)
    read = [str(make_header(decode_header(headers[key]))) for key in ("Subject", "From")]
    assert read == [subject, f"{name} <misto@kyiv.example>"]


@given(NASTY, NASTY)
def test_no_subject_and_no_text_can_add_a_header_or_a_part(subject: str, text: str) -> None:
    message = sent(replace(LETTER, subject=subject, text=text))
    assert message.keys() == HEADERS
    assert not message.is_multipart()
    assert str(message["Subject"]).split() == one_line(subject).split()


@given(NASTY)
def test_an_address_is_one_address_or_is_refused(written: str) -> None:
    try:
        address = mailbox(written, "it")
    except Undelivered:
        return
    assert address.addr_spec.isascii()
    assert address.addr_spec.isprintable()
    assert sent(replace(LETTER, to=written)).keys() == HEADERS


@pytest.mark.parametrize(
    "written",
    [
        "",
        "kte",
        "kte@",
        "@kyiv.example",
        "kte@kyiv..example",
        "kte@kyiv.example, vet@kyiv.example",
        "kte@kyiv.example\nBcc: thief@evil.example",
        "kte@kyiv.example\r\n\r\nПривіт",
        "kte@kyiv.example> SIZE=1 <x",
        "кте@kyiv.example",
        f"kte@{'a' * 64}.example",
    ],
)
def test_what_is_no_address_is_refused_without_quoting_it(written: str) -> None:
    with pytest.raises(Undelivered) as refused:
        mailbox(written, "the body's address in bodies.csv")
    assert refused.value.error.startswith("the body's address in bodies.csv ")
    assert refused.value.error.endswith("; correct it")
    assert not refused.value.lasting


def test_a_domain_in_ukrainian_is_encoded_for_the_wire() -> None:
    domain = mailbox("kte@місто.укр", "it").domain
    assert domain.isascii()
    assert domain.encode().decode("idna") == "місто.укр"


def test_hidden_characters_and_line_breaks_leave_a_line() -> None:
    assert one_line(" а\u202eб\r\nв\u2028г\0 \t") == "аб в г"
    assert lines("перше\r\nдруге\u2028третє\x1b[31m ") == ["перше", "друге", "третє[31m"]
