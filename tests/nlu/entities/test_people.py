"""People, bodies, doctors, children's ages."""

import pytest

from tests.nlu.conftest import Entities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("мене звати Оксана", [("person", "Оксана")]),
        ("меня зовут Тамара Ивановна", [("person", "Тамара Ивановна")]),
        ("запишіть маму, Ганну Іванівну", [("person", "Ганна Іванівна")]),
        ("я Ковальчук Наталія Степанівна", [("person", "Ковальчук Наталія Степанівна")]),
        ("голова РДА Петренко не прийшов", [("organisation", "РДА"), ("person", "Петренко")]),
        ("немає світла на Оболоні", [("neighbourhood", "Оболонь")]),
        ("мене звати Чан Ван", [("person", "Чан Ван")]),
        ("скарга на Оксану Шевченко", [("person", "Оксана Шевченко")]),
        ("у тітки Галі", [("person", "Галя")]),
        ("звернення до Комарова", [("person", "Комаров")]),
        ("лікарю Абдулаєву", [("person", "Абдулаєв")]),
        ("до депутатки Іванової", [("person", "Іванова")]),
        ("на директорку Олену Барановську", [("person", "Олена Барановська")]),
        ("скаржусь на лікарку Петренко", [("person", "Петренко")]),
        ("подяка двірнику Івану Сергійовичу Білику", [("person", "Іван Сергійович Білик")]),
        ("меру Кличко", [("person", "Кличко")]),
        ("ключ у Петровича", [("person", "Петрович")]),
        ("сина Максима в садок", [("person", "Максим")]),
        (
            "начальнику ЖЕКу Олегу Гнатюку",
            [("organisation", "ЖЕК"), ("person", "Олег Гнатюк")],
        ),
    ],
)
def test_people(entities: Entities, text: str, expected: list[tuple[str, str]]) -> None:
    assert entities(text) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Ганна Савчук",
        "Марина Бондар",
        "Олександра Кравець",
        "Алла Коваль",
        "Юлія Заєць",
        "Мар'яна Гук",
        "Валентина Коваль",
        "Роман Кравець",
        "Світлана Бондаренко",
        "Бондар Марина Вікторівна",
    ],
)
@pytest.mark.parametrize("words", ["{}", "мене звати {}", "лікарка {}"])
def test_a_name_in_the_nominative_stays_as_it_is(entities: Entities, name: str, words: str) -> None:
    """«Олександра Кравець» is a woman, not the genitive of «Олександр»."""
    assert ("person", name) in entities(words.format(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("скарга на Олександра Кравця", "Олександр Кравець"),
        ("до Олексія Гончаренка", "Олексій Гончаренко"),
        ("лікаря Валентина Ткача", "Валентин Ткач"),
    ],
)
def test_one_part_in_another_case_puts_the_whole_name_there(
    entities: Entities, text: str, name: str
) -> None:
    assert ("person", name) in entities(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("КМДА мовчить", "КМДА"),
        ("в мерії сказали", "КМДА"),
        ("жалоба на ЖЭК", "ЖЕК"),
        ("від ЖЕКу", "ЖЕК"),
        ("наше ОСББ", "ОСББ"),
        ("водоканал не бере слухавку", "Київводоканал"),
        ("теплоэнерго насчитало", "Київтеплоенерго"),
        ("до Дарницької РДА", "Дарницька РДА"),
        ("управляющая компания молчит", "керуюча компанія"),
        ("the city council", "Київрада"),
        ("запит до департаменту освіти", "Департамент освіти і науки"),
        ("Київпастрансу", "Київпастранс"),
    ],
)
def test_bodies_have_their_short_names(entities: Entities, text: str, name: str) -> None:
    assert ("organisation", name) in entities(text)


@pytest.mark.parametrize("text", ["біля метро темно", "вихід з метро закритий"])
def test_a_station_is_a_place_and_no_body(entities: Entities, text: str) -> None:
    assert entities(text) == []


def test_a_speed_bump_is_no_policeman(entities: Entities) -> None:
    assert entities("потрібен лежачий поліцейський") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("до окуліста", "офтальмолог"),
        ("к глазному", "офтальмолог"),
        ("зубний потрібен", "стоматолог"),
        ("лор", "отоларинголог"),
        ("декларація з сімейним лікарем", "сімейний лікар"),
        ("к невропатологу", "невролог"),
        ("хірурга", "хірург"),
        ("I need a dentist", "стоматолог"),
    ],
)
def test_doctors(entities: Entities, text: str, name: str) -> None:
    assert entities(text) == [("doctor_specialty", name)]


def test_an_area_of_medicine_is_no_doctor(entities: Entities) -> None:
    assert entities("відділення хірургії") == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("дитині 4 роки", "4"),
        ("дитині 6 місяців", "0.5"),
        ("сину півтора року", "1.5"),
        ("хлопцю 2,5 роки", "2.5"),
        ("дочці 5 років і 9 місяців", "5.75"),
        ("дитині два з половиною роки", "2.5"),
        ("візьміть трирічку", "3"),
        ("для семирічної дівчинки", "7"),
        ("my 3 year old son", "3"),
        ("дитині 9", "9"),
        ("мені 11 мама не прийшла", "11"),
        ("запишіть малу, їй п'ять", "5"),
        ("доні два рочки", "2"),
        ("сыну полтора, куда записываться", "1.5"),
        ("внуку півроку, потрібен огляд", "0.5"),
    ],
)
def test_ages_are_in_years(entities: Entities, text: str, years: str) -> None:
    assert ("child_age", years) in entities(text)


@pytest.mark.parametrize("text", ["мені 76 років", "третій рік поспіль", "в хаті 14 градусів"])
def test_what_is_no_childs_age(entities: Entities, text: str) -> None:
    assert "child_age" not in [entity for entity, _ in entities(text)]
