"""What a body is told of a case, and the case as a document."""

from dataclasses import replace
from typing import Any

import pytest

from core import cases
from core.calendar import KYIV
from core.model import Address, Applicant, Case, CaseEvent, Rating
from core.sheet import Paper, Sheet
from misto.words import load_words
from tests.core.builders import DATA, LAW, NOW, OLENA, ROUTING, executor, filed_with_line

TEXTS = load_words(DATA / "texts", ROUTING, KYIV, "https://misto.example/privacy")
SHEET = Sheet(TEXTS, ROUTING, KYIV)
HOME = Address("вулиця Михайла Драгоманова", "15", "7", district="darnytskyi", verified=True)
WHO = Applicant("Олена Коваль", "+380671234567", "olena@example.com")


def filed(**facts: Any) -> tuple[Case, list[CaseEvent]]:
    told = {"description": "Прошу лавки.", "address": HOME, "applicant": WHO} | facts
    case, line = filed_with_line("appeal", "kte", NOW, **told)
    return case, [line]


def answered(**facts: Any) -> tuple[Case, list[CaseEvent]]:
    case, history = filed(**facts)
    body = executor("kte")
    history.append(cases.start(case, body, NOW))
    text = "Лавки встановлено.\n\nФото додаємо."
    history.append(cases.answer(case, body, NOW, outcome="granted", text=text))
    return case, history


def reopened(
    rating: Rating | None = None, text: str = "", *, not_fixed: bool = False
) -> tuple[Case, list[CaseEvent]]:
    case, history = answered()
    if rating is not None:
        history.append(cases.rate(case, OLENA, NOW, rating=rating, law=LAW))
    again = cases.reopen(case, OLENA, NOW, law=LAW, text=text, not_fixed=not_fixed)
    return case, [*history, again]


def paper(case: Case, history: list[CaseEvent], sheet: Sheet = SHEET) -> Paper:
    return sheet.paper(case, history, "Мешканець звернувся до міста.", ("KV-1.jpg",), 3)


def part(heading: str, case: Case, history: list[CaseEvent]) -> tuple[str, ...] | None:
    found = (each.lines for each in paper(case, history).parts if each.heading == heading)
    return next(found, None)


def test_an_appeals_paper_tells_who_wrote_what_and_until_when() -> None:
    made = paper(*filed())
    assert made.title == "KV-2026-000001 — звернення"
    assert made.author == "Місто, для установи: КП «Київтеплоенерго»"
    assert [each.heading for each in made.parts] == [
        "Що відомо",
        "Словами мешканця",
        "Зв’язок із мешканцем",
        "Файли",
    ]
    assert "Строк: до 24 грудня, за законом" in made.parts[0].lines
    assert made.parts[2].lines == (
        "Ім’я: Олена Коваль",
        "Телефон: +380671234567",
        "Електронна пошта: olena@example.com",
    )
    assert made.parts[3].lines == (
        "KV-1.jpg",
        "Фото у вкладенні: 1",
        "Ще файли, на сторінці заявки: 2",
    )


def test_a_paper_holds_the_answer_once_there_is_one() -> None:
    assert part("Відповідь установи", *filed()) is None
    assert part("Відповідь установи", *answered()) == (
        "задоволено",
        "Надано: 24.11.2026, 12:00",
        "Лавки встановлено.",
        "Фото додаємо.",
    )


def test_a_paper_in_english_is_english() -> None:
    made = paper(*answered(), replace(SHEET, language="en"))
    assert made.language == "en"
    assert "The body’s answer" in [each.heading for each in made.parts]


def test_a_reopened_case_is_not_answered_any_more() -> None:
    assert part("Відповідь установи", *reopened(Rating(1, 1))) is None


@pytest.mark.parametrize(
    ("rating", "text", "not_fixed", "why"),
    [
        (None, "стоїть", True, ["Мешканець каже: не зроблено.", "стоїть"]),
        (Rating(1, 4), "", False, ["Оцінка мешканця: якість 1, швидкість 4 з 5."]),
        # The reason of a rating often is what opens the case: it is told once.
        (
            Rating(2, 2, "відписка"),
            "відписка",
            False,
            ["Оцінка мешканця: якість 2, швидкість 2 з 5.", "відписка"],
        ),
        (Rating(5, 5, "дякую"), "знову", True, ["Мешканець каже: не зроблено.", "знову"]),
    ],
)
def test_why_a_case_was_opened_again(
    rating: Rating | None, text: str, not_fixed: bool, why: list[str]
) -> None:
    case, history = reopened(rating, text, not_fixed=not_fixed)
    assert SHEET.why(case, history) == why
    assert SHEET.words(case, history) == ["Прошу лавки."]


def test_what_is_why_the_second_time_was_words_the_first_time() -> None:
    case, history = reopened(text="раз", not_fixed=True)
    body = executor("kte")
    history.append(cases.start(case, body, NOW))
    history.append(cases.answer(case, body, NOW, outcome="granted", text="Тепер точно."))
    history.append(cases.reopen(case, OLENA, NOW, law=LAW, text="два", not_fixed=True))
    assert SHEET.why(case, history) == ["Мешканець каже: не зроблено.", "два"]
    assert [line for line in SHEET.words(case, history) if line] == ["Прошу лавки.", "раз"]


def test_a_case_that_was_never_reopened_has_no_why() -> None:
    assert SHEET.why(*answered()) == []


def test_an_urgent_request_says_so() -> None:
    case, _ = filed_with_line("info_request", "kte", NOW, variant="urgent")
    said = list(SHEET.facts(case))
    assert "Строк: до 26 листопада, 12:00, за законом" in said
    assert "Невідкладно: закон дає на відповідь 48 годин (2939-VI, стаття 20)" in said
    calm, _ = filed_with_line("info_request", "kte", NOW)
    assert not [line for line in SHEET.facts(calm) if line.startswith("Невідкладно")]


def test_an_institution_is_told_all_that_is_asked_for_in_words() -> None:
    facts = {
        "child_name": "Коваль Марійка",
        "child_birth_date": "2027-05-12",
        "institution": "512, 130",
        "wished_district": "obolonskyi",
        "benefit": "military",
        "unheard_of": "x",
    }
    case, history = filed_with_line(
        "enrol_kindergarten", "rda-obolonskyi", NOW, facts=facts, address=HOME, applicant=WHO
    )
    told = paper(case, [history]).parts[0].lines
    for line in (
        "Дитина: Коваль Марійка",
        "Дата народження дитини: 12 травня 2027",
        "Заклад: № 512, № 130",
        "Бажаний район: Оболонський",
        "Пільга чи перевага: родина військового",
    ):
        assert line in told
    assert not any("unheard_of" in line or ": x" in line for line in told)


def test_a_clinic_is_told_the_doctor_and_the_day_and_no_words_of_the_patients() -> None:
    facts = {"doctor_specialty": "невролог", "referral": "have", "date": "2030-03-07"}
    case, history = filed_with_line(
        "doctor_appointment", "cc1551", NOW, facts=facts, applicant=WHO, description=""
    )
    made = paper(case, [history])
    assert "Словами мешканця" not in [each.heading for each in made.parts]
    for line in ("Лікар: невролог", "Направлення: Так, є", "Бажаний день: 7 березня"):
        assert line in made.parts[0].lines
