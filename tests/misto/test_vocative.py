"""A resident is addressed by name where the form is certain, and not at all where it is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misto.vocative import vocative


@pytest.mark.parametrize(
    ("name", "addressed"),
    [
        ("Коваленко Олена Іванівна", "Олено"),
        ("Олена Іванівна Коваленко", "Олено"),
        ("Шевчук Андрій Петрович", "Андрію"),
        ("Ткаченко Микола", "Миколо"),
        ("Наталія Бондар", "Наталіє"),
        ("ольга", "Ольго"),
        ("Мельник Дем’ян Ігорович", "Дем’яне"),
    ],
)
def test_a_known_given_name_is_put_in_the_vocative(name: str, addressed: str) -> None:
    assert vocative(name) == addressed


@pytest.mark.parametrize(
    "name",
    [
        "Роман Павло",  # two given names: which of them is the surname?
        "Коваленко",
        "Smith John",
        "Абдурахманбеков Фархадшах",
        "К. О.",
        "Олену Коваленко",
        "",
        "x" * 5000,
    ],
)
def test_an_uncertain_name_is_left_out(name: str) -> None:
    assert vocative(name) is None


@given(st.text())
def test_any_text_is_taken(name: str) -> None:
    addressed = vocative(name)
    assert addressed is None or addressed[0].isupper()
