"""Streets in every case, shortened, Russian, renamed, mistyped, and unknown."""

from collections.abc import Callable

import pytest

from nlu.entities.found import Found
from nlu.entities.scene import Scene
from nlu.entities.street import StreetFinder, Streets
from nlu.entities.street_names import StreetNames

Find = Callable[[str], Streets]


@pytest.fixture(scope="module")
def find(names: StreetNames, scene: Callable[[str], Scene]) -> Find:
    finder = StreetFinder(names)
    return lambda text: finder(scene(text))


def street(found: Streets) -> Found | None:
    return next((one for one in found.found if one.entity == "street"), None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("у нас на Драгоманова 15 ліфт стоїть", "вулиця Михайла Драгоманова"),
        ("немає води на Хрещатику", "вулиця Хрещатик"),
        ("до Хрещатика 15", "вулиця Хрещатик"),
        ("Крещатик 22", "вулиця Хрещатик"),
        ("на Крещатике темно", "вулиця Хрещатик"),
        ("вул. Драгоманова, буд. 15", "вулиця Михайла Драгоманова"),
        ("вулиця Михайла Драгоманова", "вулиця Михайла Драгоманова"),
        ("Драгоманова Михайла 15", "вулиця Михайла Драгоманова"),
        ("М. Драгоманова 15", "вулиця Михайла Драгоманова"),
        ("улица Драгоманова", "вулиця Михайла Драгоманова"),
        ("ул. Урловской 20", "вулиця Урлівська"),
        ("Ирпенская 3", "вулиця Ірпінська"),
        ("героев днепра 6", "вулиця Героїв Дніпра"),
        ("пр-т Бажана 12", "проспект Миколи Бажана"),
        ("просп. Миру, 4", "проспект Миру"),
        ("проспекті миру", "проспект Миру"),
        ("бул. Шевченка 5", "бульвар Тараса Шевченка"),
        ("б-р Лесі Українки, 26", "бульвар Лесі Українки"),
        ("в пров. Музейному", "провулок Музейний"),
        ("на печерській площі", "площа Печерська"),
        ("Харківське шосе 144", "шосе Харківське"),
        ("на харківському шосе", "шосе Харківське"),
        ("Берестейському проспекті 10", "проспект Берестейський"),
        ("проспект Перемоги 67", "проспект Берестейський"),
        ("пл. Перемоги", "площа Галицька"),
        ("на Кольцевой дороге яма", "дорога Кільцева"),
        ("Верхній Вал 10", "вулиця Верхній Вал"),
        ("на верхньому валу", "вулиця Верхній Вал"),
        ("яма на теремківській", "вулиця Теремківська"),
        ("Великій Васильківській 100", "вулиця Велика Васильківська"),
        ("Большая Васильковская 100", "вулиця Велика Васильківська"),
        ("Воссоединения 7", "проспект Соборності"),
        ("на саперному полі 14", "вулиця Саперне Поле"),
        ("По всій Польовій темно", "вулиця Польова"),
        ("на Богатирській вантажівка", "вулиця Богатирська"),
        ("біля переходу через Дорогожицьку чорно", "вулиця Дорогожицька"),
        ("над Оранжерейною повисла гілляка", "вулиця Оранжерейна"),
        ("у протасовому яру 3", "вулиця Протасів Яр"),
        ("на кадетському гаю", "вулиця Кадетський Гай"),
        ("Кропивницького 70", "вулиця Марка Кропивницького"),
        ("по Пуща-Водицькій", "вулиця Пуща-Водицька"),
        ("на Кам''янській 5", "вулиця Кам'янська"),
        ("збили двох, водій утік. Братиславська", "вулиця Братиславська"),
    ],
)
def test_a_listed_street_gets_its_official_name(find: Find, text: str, value: str) -> None:
    found = street(find(text))
    assert found is not None
    assert (found.value, found.extractor) == (value, "gazetteer")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("драгомановва 15", "вулиця Михайла Драгоманова"),
        ("вул хрещатк 5", "вулиця Хрещатик"),
        ("вул. Арещатик", "вулиця Хрещатик"),
        ("вул героїв дніпа 32", "вулиця Героїв Дніпра"),
        ("в Дарницкем, на Ррагоманова яма", "вулиця Михайла Драгоманова"),
        ("у нас на щебедєва вже третій день темно", "вулиця Академіка Лебедєва"),
        ("по имхайла донця не прибирають сніг", "вулиця Михайла Донця"),
        ("яма на Романа Духевича", "проспект Романа Шухевича"),
        ("біля андрія малика 82 яма", "вулиця Андрія Малишка"),
        ("на цолодимиро-либідській 4", "вулиця Володимиро-Либідська"),
        ("вул. Лесі Українкии 26", "вулиця Лесі Українки"),
    ],
)
def test_a_typing_error_beside_a_cue_is_forgiven(find: Find, text: str, value: str) -> None:
    found = street(find(text))
    assert found is not None
    assert (found.value, found.extractor) == (value, "fuzzy")


def test_both_of_two_crossing_streets_are_found(find: Find) -> None:
    found = find("перехрестя Гончара та Хмельницького").found
    assert [one.value for one in found] == ["вулиця Олеся Гончара", "вулиця Богдана Хмельницького"]


@pytest.mark.parametrize("text", ["Школа № 173", "ми ВПО з Бердянська", "далі. Рибальський"])
def test_what_only_resembles_a_street_is_none(find: Find, text: str) -> None:
    assert find(text).found == []


def test_a_slip_between_two_names_keeps_both(find: Find) -> None:
    found = street(find("на Гружинському 9"))
    assert found is not None
    shared = {candidate.value for candidate in found.candidates}
    assert shared == {"провулок Грузинський", "провулок Ружинський"}


@pytest.mark.parametrize("text", ["по українськи", "хрещати", "повний салют – на вході"])
def test_a_near_miss_without_a_cue_is_no_street(find: Find, text: str) -> None:
    assert find(text).found == []


@pytest.mark.parametrize(
    ("text", "value", "house"),
    [
        ("вул. Вигадана 5", "вулиця Вигадана", "5"),
        ("вулиця Незнаного Героя 7", "вулиця Незнаного Героя", "7"),
        ("провулок Жаб'ячий, 2", "провулок Жабячий", "2"),
    ],
)
def test_a_street_of_no_list_is_kept_as_typed(
    find: Find, text: str, value: str, house: str
) -> None:
    streets = find(text)
    found = street(streets)
    assert found is not None
    assert (found.value, found.extractor) == (value, "rule")
    assert [one.value for one in streets.found if one.entity == "house"] == [house]


@pytest.mark.parametrize(
    "text",
    [
        "миру вам і добра",
        "на вулиці темно і немає світла",
        "вулиця темна",
        "школа імені Лесі Українки",
        "скарга на лікаря",
        "київська влада мовчить",
        "допобачення і мирного неба",
        "дев'ятий поверх",
        "біля дитячого майданчика",
        "за перемогу",
    ],
)
def test_everyday_words_are_no_streets(find: Find, text: str) -> None:
    assert find(text).found == []


def test_an_everyday_name_without_a_cue_is_only_possible(find: Find) -> None:
    assert [one.value for one in find("миру").possible] == ["проспект Миру"]


def test_a_name_that_several_share_has_candidates(find: Find) -> None:
    found = street(find("на Шевченка 5 яма"))
    assert found is not None
    shared = {candidate.value for candidate in found.candidates}
    assert {"вулиця Тараса Шевченка", "бульвар Тараса Шевченка"} <= shared


def test_a_former_name_of_several_streets_asks_which(find: Find) -> None:
    found = street(find("вулиця Горького 10"))
    assert found is not None
    assert len({candidate.value for candidate in found.candidates}) > 1


def test_a_flood_of_unknown_words_is_not_searched_for_ever(find: Find) -> None:
    assert find("на абвгдежз 5 " * 300).tries_left == 0
