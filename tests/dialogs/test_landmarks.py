"""Landmarks in words: which a crew can find, and where they end."""

import pytest

from core.reading import Entity
from dialogs.landmarks import landmark_in, only_a_landmark


def places(
    text: str, *named: str, kind: str = "street", extractor: str = "gazetteer"
) -> list[Entity]:
    """Return the places of a text as the reader finds them."""
    found = []
    for name in named:
        start = text.index(name)
        end = start + len(name)
        found.append(Entity(kind, name, start, end, name, extractor=extractor))
    return found


@pytest.mark.parametrize(
    ("text", "landmark"),
    [
        ("яма біля метро Либідська, обережно", "біля метро Либідська"),
        ("яма біля метро либідська", "біля метро либідська"),
        ("под мостом Метро провалился асфальт", None),
        ("під мостом Метро провалився асфальт", "під мостом Метро"),
        ("в парку Перемога зламана гойдалка", "в парку Перемога"),
        ("за школою 111 купа сміття", "за школою 111"),
        ("на зупинці «Озеро Тельбін» розбите скло", "на зупинці «Озеро Тельбін»"),
        ("возле ТРЦ Гулливер нет света", "возле ТРЦ Гулливер"),
        ("pothole near metro Livoberezhna", "near metro Livoberezhna"),
        ("навпроти Фабрики Roshen велика калюжа", "навпроти Фабрики Roshen"),
        ("яма біля магазину", None),
        ("яма біля АТБ", None),
        ("біля під'їзду яма", None),
        ("біля мене не горить ліхтар", None),
        ("нарахували вдвічі більше за опалення", None),
        ("на дорозі яма", None),
        ("третій день без світла", None),
    ],
)
def test_a_landmark_has_a_name_or_a_number_of_its_own(text: str, landmark: str | None) -> None:
    found = landmark_in(text, [])
    assert (found and found.words) == landmark


@pytest.mark.parametrize(
    ("text", "named", "landmark"),
    [
        (
            "навпроти АТБ на Ревуцького розбитий тротуар",
            ("Ревуцького",),
            "навпроти АТБ на Ревуцького",
        ),
        (
            "на розі Антоновича і Тельмана яма",
            ("Антоновича", "Тельмана"),
            "на розі Антоновича і Тельмана",
        ),
        (
            "між 5 і 7 будинками на Ревуцького дерево",
            ("Ревуцького",),
            "між 5 і 7 будинками на Ревуцького",
        ),
        ("вибоїна біля Теремківської", ("Теремківської",), None),
        ("на розі Антоновича яма", (), None),
    ],
)
def test_a_street_beside_makes_a_common_thing_found(
    text: str, named: tuple[str, ...], landmark: str | None
) -> None:
    found = landmark_in(text, places(text, *named))
    assert (found and found.words) == landmark


def test_a_part_of_the_city_is_kept_with_its_landmark() -> None:
    text = "біля церкви на Подолі зграя собак"
    found = landmark_in(text, places(text, "Подолі", kind="neighbourhood"))
    assert found is not None
    assert (found.words, found.part) == ("біля церкви на Подолі", "Подолі")


def test_asked_where_the_thing_alone_will_do() -> None:
    assert landmark_in("ринок Юність", []) is None
    found = landmark_in("ринок Юність", [], asked=True)
    assert found is not None
    assert found.words == "ринок Юність"
    assert landmark_in("не знаю", [], asked=True) is None


def test_a_landmark_alone_tells_of_no_other_fault() -> None:
    assert only_a_landmark("ні, біля метро Сирець", [])
    assert not only_a_landmark("біля метро Сирець не горить жоден ліхтар уздовж дороги", [])
