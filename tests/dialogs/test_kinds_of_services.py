"""Kinds of enrolment, visits and bills: what they hear, what they take for an answer."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reading import Entity, Reading
from dialogs.flow import SlotSpec
from dialogs.kinds.base import Reject, Words
from dialogs.kinds.readings import readings_in
from dialogs.kinds.several import children_in
from dialogs.slots import kind_of

CALM = ("out_of_scope", 0.4)


def spec(kind: str, **options: Any) -> SlotSpec:
    return SlotSpec("slot", kind, options=options)


def words(text: str, *entities: Entity, correction: bool = False) -> Words:
    reading = Reading(text, (CALM,), entities=entities, correction=correction)
    return Words(text, reading, reading)


def at(kind: str, text: str, part: str, value: str) -> Entity:
    """An entity that stands in the text."""
    start = text.index(part)
    return Entity(kind, value, start, start + len(part), part)


def hear(slot: SlotSpec, said: Words, old: Any = None) -> Any:
    return kind_of(slot).hear(slot, old, said)


def answer(slot: SlotSpec, said: Words, old: Any = None) -> Any:
    return kind_of(slot).answer(slot, old, said)


# --- dates of birth ------------------------------------------------------------------------------


@given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_whole_date_is_an_answer_whatever_it_is(day: date) -> None:
    text = f"{day:%d.%m.}{day.year:04}"
    told = at("date", text, text, day.isoformat())
    assert answer(spec("birth_date"), words(text, told)) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "entities", "why"),
    [
        ("12 травня", [("date", "12 травня", "2030-05-12")], "birth-date-year"),
        ("травень 2027", [("date", "травень 2027", "2027-05-01/2027-05-31")], "birth-date-exact"),
        ("їй 3 роки", [("child_age", "3 роки", "3")], "birth-date-exact"),
        ("32.13.2027", [], "birth-date-none"),
    ],
)
def test_what_is_no_whole_date_is_asked_for_again(
    text: str, entities: list[tuple[str, str, str]], why: str
) -> None:
    told = [at(kind, text, part, value) for kind, part, value in entities]
    assert answer(spec("birth_date"), words(text, *told)) == Reject(why)


def test_of_two_dates_the_one_beside_the_birth_is_meant() -> None:
    text = "до лікаря 08.03.2030, син народився 12.05.2025"
    dates = [
        at("date", text, "08.03.2030", "2030-03-08"),
        at("date", text, "12.05.2025", "2025-05-12"),
    ]
    assert hear(spec("birth_date"), words(text, *dates)) == "2025-05-12"
    assert hear(spec("birth_date", beside=True), words(text, *dates)) == "2025-05-12"
    assert hear(spec("visit_day"), words(text, *dates)) == "2030-03-08"


@pytest.mark.parametrize(
    ("text", "people", "dates", "told"),
    [
        (
            "Ткаченко Марко 03.04.2027 і Ткаченко Софія, нар. 15.09.2028, я Ткаченко Ірина",
            ["Ткаченко Марко", "Ткаченко Софія", "Ткаченко Ірина"],
            ["03.04.2027", "15.09.2028"],
            [("Ткаченко Марко", "2027-04-03"), ("Ткаченко Софія", "2028-09-15")],
        ),
        (
            "Іваненко Олег і Іваненко Ольга, 12.12.2027",
            ["Іваненко Олег", "Іваненко Ольга"],
            ["12.12.2027"],
            [("Іваненко Олег", "2027-12-12"), ("Іваненко Ольга", "2027-12-12")],
        ),
        (
            "Коваль Марко і Коваль Софія, 03.04.2027 та 15.09.2028",
            ["Коваль Марко", "Коваль Софія"],
            ["03.04.2027", "15.09.2028"],
            [("Коваль Марко", "2027-04-03"), ("Коваль Софія", "2028-09-15")],
        ),
        (
            "я Ткаченко Ірина, дочка Ткаченко Софія 15.09.2028",
            ["Ткаченко Ірина", "Ткаченко Софія"],
            ["15.09.2028"],
            [("Ткаченко Софія", "2028-09-15")],
        ),
        (
            "Марія 05.05.2027 і Іван 07.07.2025",
            [],
            ["05.05.2027", "07.07.2025"],
            [("Марія", "2027-05-05"), ("Іван", "2025-07-07")],
        ),
        ("син Шевчук Данило, школа 148", ["Шевчук Данило"], [], [("Шевчук Данило", None)]),
        ("мене звати Шевчук Оксана, 067", ["Шевчук Оксана"], [], []),
        ("мама Ткаченко Ірина, 15.09.2028", ["Ткаченко Ірина"], ["15.09.2028"], []),
    ],
)
def test_children_are_told_by_the_dates_behind_their_names(
    text: str, people: list[str], dates: list[str], told: list[tuple[str, str | None]]
) -> None:
    days = [at("date", text, d, f"{d[6:]}-{d[3:5]}-{d[:2]}") for d in dates]
    said = words(text, *(at("person", text, name, name) for name in people), *days)
    assert [(child.name, child.born) for child in children_in(said)] == told
    child = spec("child_name", born="born")
    assert hear(child, said) == (told[0][0] if told else None)
    assert [one.get("born") for one in kind_of(child).several(child, said)] == [
        born for _, born in told
    ]
    assert hear(spec("birth_date"), said) == (told[0][1] if told else dates_alone(dates, days))


def dates_alone(dates: list[str], days: list[Entity]) -> str | None:
    """A date that no child's name stands before is one of birth when it is the only one."""
    return days[0].value if len(dates) == 1 else None


def test_a_fuller_name_is_the_same_childs() -> None:
    text = "Коваль Оля 15.03.2027"
    said = words(
        text,
        at("person", text, "Коваль Оля", "Коваль Оля"),
        at("date", text, "15.03.2027", "2027-03-15"),
    )
    assert hear(spec("child_name"), said, "Оля") == "Коваль Оля"
    assert hear(spec("child_name"), said, "Марко") is None


def test_names_without_dates_are_children_once_they_were_asked_for() -> None:
    said = words("Марко і Софія")
    assert children_in(said) == []
    assert [child.name for child in children_in(said, asked=True)] == ["Марко", "Софія"]
    assert answer(spec("child_name"), said) == "Марко"


def test_what_stands_behind_the_name_is_not_part_of_it() -> None:
    """31 February is no date, and the name before it is one."""
    assert answer(spec("child_name"), words("Зайчик Ася 31.02.2027")) == "Зайчик Ася"


def test_in_passing_a_date_without_its_year_is_no_birth() -> None:
    text = "з 1 вересня"
    assert (
        hear(spec("birth_date"), words(text, at("date", text, "1 вересня", "2030-09-01"))) is None
    )


def test_where_other_days_are_told_a_birth_needs_its_word() -> None:
    text = "на 08.03.2030"
    told = at("date", text, "08.03.2030", "2030-03-08")
    assert hear(spec("birth_date", beside=True), words(text, told)) is None


# --- institutions --------------------------------------------------------------------------------


def numbered(text: str, *numbers: str) -> Words:
    return words(text, *(at("institution_number", text, n, n) for n in numbers))


@pytest.mark.parametrize(
    ("text", "found", "wished", "left"),
    [
        ("садки 512, 130 і 45", ["512"], "512, 130, 45", None),
        ("садик №125 или 130", ["125"], "125, 130", None),
        ("із садка 45 в садок 78", ["45", "78"], "78", "45"),
        ("зі школи 12 до 45", ["12"], "45", "12"),
        ("школа 148, 1 клас", ["148"], "148", None),
        ("садок 512, 3 роки", ["512"], "512", None),
        ("з англійською мовою, школа 45", ["45"], "45", None),
    ],
)
def test_numbers_are_heard_with_those_that_follow(
    text: str, found: list[str], wished: str, left: str | None
) -> None:
    assert hear(spec("institutions"), numbered(text, *found)) == wished
    assert hear(spec("institutions", role="from"), numbered(text, *found)) == left


def test_asked_where_the_child_is_the_first_number_is_that_one() -> None:
    reading = replace(numbered("школа 31", "31").reading, parse={"awaited": "from_institution"})
    said = Words("школа 31", reading, reading)
    assert hear(spec("institutions", role="from"), said) == "31"
    assert hear(spec("institutions"), said) is None


def test_one_more_is_added_and_another_replaces() -> None:
    assert hear(spec("institutions"), numbered("ще 45", "45"), "512") == "512, 45"
    assert hear(spec("institutions"), numbered("45", "45"), "512") == "45"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("512 і 130", "512, 130"),
        ("за місцем проживання", "by_territory"),
        ("будь-який", "by_territory"),
        ("Сонечко", "Сонечко"),
        ("а які є?", None),
        ("я ще не думала про це зовсім, чесно кажучи", None),
    ],
)
def test_once_asked_a_bare_number_a_name_or_nearest_will_do(text: str, value: str | None) -> None:
    assert answer(spec("institutions"), words(text)) == value


def test_a_district_is_no_name_of_an_institution() -> None:
    text = "оболонський"
    assert (
        answer(spec("institutions"), words(text, at("district", text, text, "Оболонський"))) is None
    )


@given(st.text(max_size=60))
def test_no_text_breaks_the_search_for_numbers(text: str) -> None:
    found = answer(spec("institutions"), words(text))
    assert found is None or isinstance(found, str | Reject)


@pytest.mark.parametrize("number", ["100500", "0", "00"])
def test_what_is_no_institutions_number_is_told_so(number: str) -> None:
    said = numbered(f"садок {number}", number)
    assert hear(spec("institutions"), said) is None
    assert answer(spec("institutions"), said) == Reject("not-an-institution")


# --- the class -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("запис у перший клас", "1"),
        ("першокласник", "1"),
        ("у 5-Б клас", "5"),
        ("в 11 класс", "11"),
        ("п'ятий клас", "5"),
        ("школа 148", None),
        ("13 клас", None),
    ],
)
def test_a_class_is_heard_beside_its_word(text: str, value: str | None) -> None:
    assert hear(spec("school_class"), words(text)) == value


@pytest.mark.parametrize(
    ("text", "value"), [("7", "7"), ("сьомий", "7"), ("0", None), ("не знаю", None)]
)
def test_once_asked_a_number_is_a_class(text: str, value: str | None) -> None:
    assert answer(spec("school_class"), words(text)) == value


# --- the day of a visit --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("будь-коли", "будь-коли"),
        ("якнайшвидше", "якнайшвидше"),
        ("болить живіт", None),
        ("?", None),
    ],
)
def test_any_day_is_a_day_and_a_symptom_is_none(text: str, value: str | None) -> None:
    assert answer(spec("visit_day"), words(text)) == value


def test_a_doctor_is_chosen_by_a_button_that_there_is() -> None:
    slot = spec("specialty", buttons={"family": "сімейний лікар"}, no="family")
    assert kind_of(slot).press(slot, None, "family") == "сімейний лікар"
    assert kind_of(slot).press(slot, None, "witch") is None


# --- readings ------------------------------------------------------------------------------------

TWO = {"previous": "120", "present": "128"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("120 128", TWO),
        ("було 120, стало 128", TWO),
        ("зараз 128, а було 120", TWO),
        ("попередні 120,5 теперішні 128,75", {"previous": "120.5", "present": "128.75"}),
        ("8 кубів", {"used": "8"}),
        ("день 150, ніч 80", {"used": "150", "night_used": "80"}),
        ("150 день 80 ніч", {"used": "150", "night_used": "80"}),
        (
            "день 4500 4712 ніч 1200 1290",
            {
                "previous": "4500",
                "present": "4712",
                "night_previous": "1200",
                "night_present": "1290",
            },
        ),
        ("рахунок 2000 грн", None),
        ("1 2 3", None),
        ("нічого", None),
    ],
)
def test_readings_are_two_numbers_or_what_was_used(text: str, found: dict[str, str] | None) -> None:
    assert readings_in(text) == found


def test_numbers_are_heard_in_passing_only_where_a_meter_is_spoken_of() -> None:
    assert hear(spec("readings"), words("Драгоманова 15 кв 3")) is None
    assert hear(spec("readings"), words("показання 120 і 128")) == TWO


@given(st.text(max_size=80))
def test_no_text_breaks_the_search_for_readings(text: str) -> None:
    found = readings_in(text)
    assert found is None or all(float(value) >= 0 for value in found.values())
