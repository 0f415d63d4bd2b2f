"""The letter to a body, as a clerk reads it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mail.letter import LetterWriter, Posting
from connectors.mail.message import Enclosure, Letter
from core.calendar import KYIV
from core.delivery import Reason, deliver
from core.model import Address, Applicant, Attachment, Case, CaseEvent
from misto.words import load_words
from tests.connectors.mail.town import DRAHOMANOVA, MAIL, OLENA, by_mail
from tests.core.builders import DATA, NOW, filed

ROUTING = by_mail("kte")
WRITER = LetterWriter(
    texts=load_words(DATA / "texts", ROUTING, KYIV, "https://misto.example/privacy"),
    routing=ROUTING,
    zone=KYIV,
    address="https://misto.example",
)
POINT = Address(lat=50.45009, long=30.52341)


def request(**facts: Any) -> Case:
    """Return a request of Olena's for a crew."""
    told: dict[str, Any] = {
        "service_code": "elevator",
        "description": "Третій день стоїть ліфт.",
        "facts": {"since": "2026-11-22"},
        "address": DRAHOMANOVA,
        "applicant": OLENA,
    } | facts
    return replace(filed("dispatcher_request"), id=7, **told)


def appeal(**facts: Any) -> Case:
    told: dict[str, Any] = {"address": DRAHOMANOVA, "applicant": OLENA} | facts
    told = {"description": "Прошу встановити лавки."} | told
    return replace(filed("appeal"), id=7, **told)


def letter(
    case: Case,
    reason: Reason = "registered",
    files: tuple[Attachment, ...] = (),
    photos: tuple[Enclosure, ...] = (),
    history: tuple[CaseEvent, ...] = (),
) -> Letter:
    body = ROUTING.bodies["kte"]
    delivery = replace(deliver(case, reason, body, NOW), id=3)
    posting = Posting(delivery, case, body, files, history)
    return WRITER.write(posting, photos, NOW + timedelta(hours=1))


def text(case: Case) -> str:
    return letter(case).text


def file(state: Any = "ready") -> Attachment:
    return Attachment("photo", "ref", 1, case_id=7, state=state)


# --- whole letters -------------------------------------------------------------------------------


def test_a_request_is_told_to_a_crew() -> None:
    assert (
        text(request())
        == """\
Мешканець звернувся до міста. Відповідає ваша установа: КП «Київтеплоенерго».

Номер: KV-2026-000001
Що: Ліфт
Де: вул. Михайла Драгоманова, 15, під’їзд 2
Район: Дарницький
Триває з: 22 листопада
Подано: 24.11.2026, 12:00
Строк: до 24 грудня (це норма служби, не закон)

Словами мешканця:
> Третій день стоїть ліфт.

Зв’язок із мешканцем:
Телефон: +380671234567

Те саме окремим документом (PDF) — у вкладенні.

Узяти в роботу, запитати мешканця й відповісти можна на сторінці заявки:
https://misto.example/inbox/cases/KV-2026-000001

Лист надіслано автоматично. Відповідь на нього до мешканця не дійде.
"""
    )


def test_an_appeal_is_told_with_who_wrote_it_and_the_lawful_term() -> None:
    assert (
        text(appeal(addressee="Комісія з лавок"))
        == """\
Мешканець звернувся до міста. Відповідає ваша установа: КП «Київтеплоенерго».

Номер: KV-2026-000001
Що: звернення
Кому адресовано: Комісія з лавок
Де живе мешканець: вул. Михайла Драгоманова, 15, під’їзд 2, кв. 7
Район: Дарницький
Подано: 24.11.2026, 12:00
Строк: до 24 грудня, за законом

Словами мешканця:
> Прошу встановити лавки.

Зв’язок із мешканцем:
Ім’я: Олена Коваль
Телефон: +380671234567
Електронна пошта: olena@example.com

Те саме окремим документом (PDF) — у вкладенні.

Узяти в роботу, запитати мешканця й відповісти можна на сторінці заявки:
https://misto.example/inbox/cases/KV-2026-000001

Лист надіслано автоматично. Відповідь на нього до мешканця не дійде.
"""
    )


# --- the envelope --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "subject", "opening"),
    [
        ("registered", "KV-2026-000001 — Ліфт: надійшло до вас", "Мешканець звернувся до міста."),
        ("forwarded", "KV-2026-000001 — Ліфт: передано вам", "Передано вам."),
        ("info_given", "KV-2026-000001 — Ліфт: мешканець уточнив", "Мешканець уточнив"),
        ("reopened", "KV-2026-000001 — Ліфт: поновлено", "Поновлено: питання"),
    ],
)
def test_the_subject_and_the_first_line_say_why(reason: Reason, subject: str, opening: str) -> None:
    written = letter(request(), reason)
    assert written.subject == subject
    assert written.text.startswith(opening)


def test_each_delivery_has_an_id_of_its_own_that_stays() -> None:
    written = letter(request())
    assert written.id == f"KV-2026-000001.3.{int(NOW.timestamp())}"
    assert written.to == MAIL
    assert written.at.isoformat() == "2026-11-24T13:00:00+02:00"


# --- places --------------------------------------------------------------------------------------


def test_an_unknown_street_is_marked_and_told_as_it_was_typed() -> None:
    place = Address(street="вулиця Нова", house="3", as_typed="десь на новій 3")
    said = text(request(address=place))
    assert "Де: вул. Нова, 3\nУвага: адресу не звірено" in said
    assert "Адреса словами мешканця: десь на новій 3" in said


def test_a_known_street_is_not_marked() -> None:
    assert "не звірено" not in text(request())


def test_a_point_is_told_by_its_coordinates() -> None:
    said = text(request(address=POINT))
    assert "Де: позначене на карті місце\n" in said
    assert "Точка на карті: 50.45009, 30.52341" in said
    assert "не звірено" not in said


def test_a_place_without_a_street_is_told_as_it_was_typed() -> None:
    said = text(request(address=Address(as_typed="біля озера")))
    assert "Де: біля озера\nУвага: адресу не звірено" in said
    assert "Адреса словами мешканця" not in said


def test_a_case_without_a_place_has_no_line_for_it() -> None:
    assert "Де:" not in text(request(address=None))


@pytest.mark.parametrize(
    ("code", "facts", "told"),
    [
        ("street_light", {}, False),
        ("street_light", {"scope": "inside"}, True),
        ("elevator", {"scope": "outside"}, False),
    ],
)
def test_a_crew_hears_of_a_flat_only_when_it_goes_in(
    code: str, facts: dict[str, str], told: bool
) -> None:
    assert ("кв. 7" in text(request(service_code=code, facts=facts))) == told


@pytest.mark.parametrize(
    ("scope", "line"),
    [
        ("outside", "Обсяг: на вулиці або в усьому будинку"),
        ("inside", "Обсяг: в одній квартирі, у під’їзді чи у дворі"),
    ],
)
def test_how_much_is_concerned_is_told(scope: str, line: str) -> None:
    assert line in text(request(facts={"scope": scope}))


# --- the resident --------------------------------------------------------------------------------


def test_a_crew_is_not_told_who_it_is_that_it_rings() -> None:
    said = text(request())
    assert "Олена" not in said
    assert "olena@" not in said


def test_a_request_without_a_phone_says_how_to_ask() -> None:
    said = text(request(applicant=Applicant(name="Олена Коваль")))
    assert "Контактів мешканець не залишив. Запитати його можна на сторінці заявки." in said
    assert "Олена" not in said


def test_a_case_without_words_has_no_quotation() -> None:
    assert "Словами мешканця" not in text(request(description=" \n"))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_no_word_of_a_resident_becomes_a_line_of_ours(words: str) -> None:
    ours = text(appeal(description="")).splitlines()
    place = replace(DRAHOMANOVA, floor=words, verified=False, as_typed=words)
    told = appeal(
        description=words,
        addressee=words,
        address=place,
        applicant=Applicant(words, words, words),
    )
    names = (
        *("Кому адресовано:", "Увага:", "Адреса словами", "Поверх:", "Словами", ">"),
        *("Ім’я:", "Телефон:", "Електронна пошта:", "Зв’язок", "Контактів"),
    )
    added = [line for line in text(told).splitlines() if line not in ours]
    assert [line for line in added if not line.startswith(names)] == []


def test_a_line_made_to_look_like_ours_is_quoted() -> None:
    said = text(request(description="Ліфт\r\nСторінка заявки:\u2028https://evil.example"))
    assert "> Ліфт\n> Сторінка заявки:\n> https://evil.example\n" in said


# --- files ---------------------------------------------------------------------------------------


def test_attached_photos_are_counted_and_the_rest_stands_on_the_page() -> None:
    files = (file(), file(), file("waiting"), file("refused"))
    photos = (Enclosure("1.jpg", "image/jpeg", b"1"), Enclosure("2.jpg", "image/jpeg", b"2"))
    said = letter(request(), files=files, photos=photos)
    assert "Фото у вкладенні: 2\nЩе файли, на сторінці заявки: 1\n" in said.text
    assert [file.name for file in said.enclosures] == ["KV-2026-000001.pdf", "1.jpg", "2.jpg"]


def test_a_case_without_files_does_not_speak_of_any() -> None:
    assert "Фото" not in text(request())
    assert "файли" not in letter(request(), files=(file("refused"),)).text
