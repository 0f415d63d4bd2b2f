"""Districts and neighbourhoods, and what they tell of a street's name."""

import pytest

from tests.nlu.conftest import Entities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("у Шевченківському районі", [("district", "Шевченківський")]),
        ("Дарницького р-ну", [("district", "Дарницький")]),
        ("район Солом'янський", [("district", "Солом'янський")]),
        ("в Печерском", [("district", "Печерський")]),
        ("Соломенский район", [("district", "Солом'янський")]),
        ("живу на Троєщині", [("neighbourhood", "Троєщина")]),
        ("на Троещине", [("neighbourhood", "Троєщина")]),
        ("на Позняках темно", [("neighbourhood", "Позняки")]),
        ("до Труханового острова", [("neighbourhood", "Труханів острів")]),
        ("у Пущі-Водиці", [("neighbourhood", "Пуща-Водиця")]),
        ("на Подолі", [("neighbourhood", "Поділ")]),
        ("в Голосієві", [("neighbourhood", "Голосіїв")]),
        ("на Харківському масиві", [("neighbourhood", "Харківський масив")]),
        ("подільський мешканець пише", []),
        ("на Троєщні немає води", [("neighbourhood", "Троєщина")]),
        ("живу на Вінградарі", [("neighbourhood", "Виноградар")]),
        ("в Дарницкму районі", [("district", "Дарницький")]),
        ("Київтеплонерго мовчить", [("organisation", "Київтеплоенерго")]),
    ],
)
def test_parts_of_the_city(entities: Entities, text: str, expected: list[tuple[str, str]]) -> None:
    assert entities(text) == expected


def test_a_neighbourhood_settles_which_of_the_streets_is_meant(entities: Entities) -> None:
    found = dict(entities("канализация течёт, Горького 32, Троещина"))
    assert found["street"] == "вулиця Тодося Осьмачки"
