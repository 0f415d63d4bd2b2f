"""House, flat, entrance and floor numbers."""

import pytest

from tests.nlu.conftest import Entities

ADDRESS = {"house", "apartment", "entrance", "floor"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Хрещатик 15", [("house", "15")]),
        ("Хрещатик 15-А", [("house", "15-А")]),
        ("Хрещатик 15а", [("house", "15-А")]),
        ("Хрещатик 15 Б", [("house", "15-Б")]),
        ("Хрещатик, 15/2", [("house", "15/2")]),
        ("Хрещатик 15 к. 2", [("house", "15 к. 2")]),
        ("Хрещатик 7 корпус 2", [("house", "7 к. 2")]),
        ("Хрещатик, буд. № 15, кв. 12", [("house", "15"), ("apartment", "12")]),
        ("Хрещатик, 15-32", [("house", "15"), ("apartment", "32")]),
        ("Хрещатик п'ятнадцять", [("house", "15")]),
        ("Хрещатик 15 а ліфт не працює", [("house", "15")]),
        ("Палладіна, навпроти 44", [("house", "44")]),
        ("будинок 15", [("house", "15")]),
        ("в 15 будинку", [("house", "15")]),
        ("п'ятнадцятий будинок", [("house", "15")]),
        ("на хрещатику 3 дні немає води", []),
        ("на Драгоманова 15 третій день", [("house", "15")]),
        ("2-й під'їзд", [("entrance", "2")]),
        ("другий подъезд", [("entrance", "2")]),
        ("парадне №3", [("entrance", "3")]),
        ("під'їзд 2 3 поверх", [("entrance", "2"), ("floor", "3")]),
        ("тампере 11 4 під 7 пов", [("house", "11"), ("entrance", "4"), ("floor", "7")]),
        ("працює в кожному третьому під'їзді", []),
        ("на п'ятому поверсі", [("floor", "5")]),
        ("третий этаж", [("floor", "3")]),
        ("12th floor", [("floor", "12")]),
        ("тепер квартира 78 поверх 9", [("apartment", "78"), ("floor", "9")]),
        ("9-поверховий будинок", []),
        ("у 7 квартирі", [("apartment", "7")]),
        ("Жилянська 59, 1, ліфт стоїть", [("house", "59"), ("entrance", "1")]),
        ("Ушинського 30, 22", [("house", "30"), ("apartment", "22")]),
    ],
)
def test_numbers_of_an_address(
    entities: Entities, text: str, expected: list[tuple[str, str]]
) -> None:
    assert [one for one in entities(text) if one[0] in ADDRESS] == expected
