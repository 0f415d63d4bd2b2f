"""What a resident wrote comes out of any letter: quoting, character sets, signatures, files."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.mail.heads import head_of, is_genuine
from bots.mail.quoting import own_words
from bots.mail.reading import Unreadable, text_of_html
from bots.mail.translate import Stamp, content_of, decode, stamped
from core.messages import Incoming, Pressed
from tests.bots.mail.letters import HTML_STYLES, STYLES, US, Ours, letter

AT = datetime(2026, 11, 24, 8, 15, tzinfo=UTC)
OURS = Ours(
    "<17.0a1b@kyiv.example>",
    "Re: Ліфт",
    "вул. Теремківська, 5: це Голосіївський район?\n\n1. Голосіївський\n2. Інший район\n\n-- \n"
    "Відповідайте просто на цей лист: номером або своїми словами.\n",
)


def heard(raw: bytes, stamp: Stamp | None = None) -> Incoming:
    incoming = decode(stamped(raw, stamp or Stamp()), "main", AT)
    assert incoming is not None
    return incoming


@pytest.mark.parametrize("style", [*STYLES, *HTML_STYLES])
@pytest.mark.parametrize(
    "words", ["так", "12 травня 2026", "о 10:15", "Ні, це Дарницький. Будинок 15, під'їзд 2", "1"]
)
def test_an_answer_is_what_was_written_above_or_below_ours(style: str, words: str) -> None:
    assert heard(letter(words, style=style, answers=OURS).as_bytes()).text == words


@pytest.mark.parametrize("style", [*STYLES, *HTML_STYLES])
def test_a_first_letter_is_all_of_it(style: str) -> None:
    words = "Доброго дня!\n\nНа Теремківській, 5 не працює ліфт."
    said = heard(letter(words, style=style).as_bytes()).text or ""
    assert said.startswith("Доброго дня!")
    assert "не працює ліфт" in said
    assert "iPhone" not in said


def test_a_subject_that_tells_something_is_said_first_and_only_once() -> None:
    assert heard(letter("третій день", subject="Ліфт, Теремківська 5").as_bytes()).text == (
        "Ліфт, Теремківська 5\nтретій день"
    )
    assert heard(letter("Ліфт стоїть", subject="Ліфт").as_bytes()).text == "Ліфт стоїть"
    for nothing in ("", "(без теми)", "Звернення", "Re: hello", "Fwd:"):
        assert heard(letter("Ліфт стоїть", subject=nothing).as_bytes()).text == "Ліфт стоїть"
    assert heard(letter("", subject="Немає гарячої води").as_bytes()).text == "Немає гарячої води"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("так\n\n-- \nОлена Коваль\n067 123 45 67", "так"),
        ("2\n\nЗ повагою,\nОлена Коваль,\nголова ОСББ", "2"),
        ("З повагою ставлюся до закону, тож прошу відповіді.\nДякую", None),
        ("> так\n> ні", ""),
        ("> Який район?\n\nГолосіївський\n\n> Який під'їзд?\n\n2", "Голосіївський\n\n2"),
        ("дивіться: 10:15 щодня вода тече:\nбруд", None),
        ("Пишу від 24.11.2026: нічого не змінилося", None),
        ("так\n\nОтправлено с iPhone", "так"),
        ("Надіслано з iPhone був лист сусіда, а цей — мій", None),
        (
            "ок\n\n24.11.2026 10:15, Місто Київ <misto@kyiv.example> пишет:\n\nКакой район?",
            "ок",
        ),
        ("ні\n\nУ вт, 24 лист. 2026 р. о 10:15 Місто <misto@kyiv.example> написала:\n> так?", "ні"),
        ("12.05.2023\n24.11.26 10:15, Місто Київ пише:\n> Коли?", "12.05.2023"),
        ("так\n\n---------- Forwarded message ---------\nFrom: x", "так"),
        ("так\r\n\r\nFrom: Misto <m@k.example>\r\nSent: Tuesday\r\nTo: me\r\n\r\nабв", "так"),
    ],
)
def test_history_and_signatures_go_and_words_stay(text: str, own: str | None) -> None:
    assert own_words(text, answers=True) == (own if own is not None else text)


def test_a_first_letter_that_only_quotes_is_kept() -> None:
    assert own_words("> немає води\n> Теремківська, 5") == "немає води\nТеремківська, 5"


def test_html_tells_its_words_and_nothing_that_runs() -> None:
    source = (
        "<html><head><title>x</title></head><body><p>Немає&nbsp;води<br>другий день</p>"
        "<script>alert(1)</script><ul><li>кухня</li><li>ванна</li></ul><img src=x onerror=y>"
    )
    assert text_of_html(source) == "Немає води\nдругий день\n\nкухня\n\nванна"


@pytest.mark.parametrize(
    ("declared", "encoded"),
    [
        ("windows-1251", "cp1251"),
        ("koi8-u", "koi8-u"),
        ("utf-8", "cp1251"),
        ("us-ascii", "utf-8"),
        ("x-unknown", "cp1251"),
        ("iso-8859-1", "cp1251"),
        ("", "utf-8"),
    ],
)
def test_a_wrong_character_set_is_seen_through(declared: str, encoded: str) -> None:
    kind = f"text/plain; charset={declared}" if declared else "text/plain"
    head = f"From: olena@example.org\r\nMessage-ID: <1@x>\r\nContent-Type: {kind}\r\n\r\n"
    assert heard(head.encode() + "Немає гарячої води".encode(encoded)).text == "Немає гарячої води"


def test_lines_that_only_the_program_broke_are_whole() -> None:
    raw = (
        "From: olena@example.org\r\nMessage-ID: <1@x>\r\n"
        "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n"
        "Немає води на вул. \r\nТеремківській, 5 \r\nдругий день\r\n"
    ).encode()
    assert heard(raw).text == "Немає води на вул. Теремківській, 5 другий день"


# --- files ---------------------------------------------------------------------------------------


def test_photos_and_papers_come_along_and_decoration_does_not(tmp_path: Path) -> None:
    photo, paper = tmp_path / "яма.jpg", tmp_path / "лист.pdf"
    photo.write_bytes(b"\xff\xd8" + b"0" * 40_000)
    paper.write_bytes(b"%PDF-1.7 " + b"1" * 100)
    message = letter("яма", files=((photo, "image/jpeg"), (paper, "application/pdf")))
    message.add_attachment(b"GIF89a", "image", "gif", cid="<logo>", disposition="inline")
    message.add_attachment(b"x", "application", "pkcs7-signature", filename="smime.p7s")
    raw = message.as_bytes()
    incoming = heard(raw)
    assert incoming.text == "яма"
    assert [(f.kind, f.name) for f in incoming.files] == [
        ("photo", "яма.jpg"),
        ("document", "лист.pdf"),
    ]
    assert [f.ref for f in incoming.files] == [f"{incoming.event_id}#{n}" for n in range(2)]
    assert content_of(raw, 0) == photo.read_bytes()
    assert content_of(raw, 1) == paper.read_bytes()
    assert content_of(raw, 2) is None


# --- which choice --------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "place"), [("2", 1), ("1.", 0), ("№ 2", 1), (" 2) ", 1)])
def test_a_number_takes_the_choice_of_the_letter_it_answers(words: str, place: int) -> None:
    raw = letter(words, style="gmail_uk", answers=OURS).as_bytes()
    assert heard(raw, Stamp(proven=True, row=17, numbered=2)).pressed == Pressed(17, place)


@pytest.mark.parametrize("words", ["3", "0", "так", "будинок 2", "12"])
def test_other_words_are_words(words: str) -> None:
    raw = letter(words, answers=OURS).as_bytes()
    assert heard(raw, Stamp(proven=True, row=17, numbered=2)).pressed is None


# --- the head ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; x=y",
        "Precedence: bulk",
        "Precedence: auto_reply",
        "List-Id: <news.example.org>",
        "List-Unsubscribe: <https://example.org/u>",
        "X-Autoreply: yes",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
    ],
)
def test_what_no_person_wrote_is_not_answered(more: str) -> None:
    assert head_of(f"From: a@example.org\r\n{more}\r\n\r\nx".encode(), "a@example.org").machine


@pytest.mark.parametrize("who", ["MAILER-DAEMON@x.ua", "no-reply@x.ua", "noreply+1@x.ua"])
def test_machines_are_known_by_their_names(who: str) -> None:
    assert head_of(f"From: {who}\r\n\r\nx".encode(), who).machine == "machine"


def test_a_null_sender_and_a_circle_are_not_answered() -> None:
    assert head_of(b"From: a@example.org\r\n\r\nx", "").machine == "bounce"
    circle = b"Received: from x\r\n" * 41
    assert head_of(circle + b"From: a@example.org\r\n\r\nx", "a@example.org").machine == "loop"
    plain = head_of(b"From: a@example.org\r\nAuto-Submitted: no\r\n\r\nx", "a@example.org")
    assert plain.machine is None


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: x\r\n\r\nx",
        b"From: a@example.org\r\nFrom: b@example.org\r\n\r\nx",
        b"From: a@example.org, b@example.org\r\n\r\nx",
        b"From: Olena\r\n\r\nx",
        b"From: <a@localhost>\r\n\r\nx",
        b"",
        b"\xff\xfe\x00",
        b"X: " + b"y" * 70_000,
    ],
)
def test_what_names_no_one_sender_is_no_letter(head: bytes) -> None:
    with pytest.raises(Unreadable):
        head_of(head, "a@example.org")


@pytest.mark.parametrize(
    ("results", "genuine"),
    [
        (["mx.kyiv.example; dmarc=pass header.from=example.org"], True),
        (
            ["mx.kyiv.example; spf=pass; dkim=pass;\r\n dmarc=pass (p=reject) header.from=e.org"],
            True,
        ),
        (["mx.kyiv.example 1; dmarc=pass"], True),
        (["mx.kyiv.example; dmarc=fail"], False),
        (["mx.kyiv.example; dkim=pass; spf=pass"], False),
        (["evil.example; dmarc=pass"], False),
        (["mx.kyiv.example.evil; dmarc=pass"], False),
        (["mx.kyiv.example; dmarc=fail", "mx.kyiv.example; dmarc=pass"], False),
        (["mx.kyiv.example; spf=fail (mx.kyiv.example; dmarc=pass)"], False),
        ([], False),
    ],
)
def test_only_the_trusted_server_vouches_for_a_sender(results: list[str], genuine: bool) -> None:
    lines = "".join(f"Authentication-Results: {one}\r\n" for one in results)
    head = head_of(f"{lines}From: a@example.org\r\n\r\nx".encode(), "a@example.org")
    assert is_genuine(head, "mx.kyiv.example") is genuine
    assert not is_genuine(head, "")


def test_the_letter_answered_is_the_nearest_first() -> None:
    said = f"From: a@example.org\r\nTo: {US}\r\nIn-Reply-To: <3@x>\r\n"
    raw = f"{said}References: <1@x> <2@x>\r\n <3@x>\r\n\r\nx".encode()
    assert head_of(raw, "a@example.org").answers == ("3@x", "2@x", "1@x")
