"""Numbers are looked up where the city has a list; a request goes to a body that there is."""

from pathlib import Path
from typing import Any

import pytest

from core.institutions import Institutions, load_institutions, numbers_of
from core.tables import DataError
from tests.core.builders import DATA, ROUTING

HEADER = "kind,number,name_uk,district,body,source,checked_at\n"
TOWN = (
    "kindergarten,512,ЗДО № 512,obolonskyi,,made up,2030-01-01\n"
    "kindergarten,130,ЗДО № 130,desnianskyi,,made up,2030-01-01\n"
    "clinic,3,Поліклініка № 3,obolonskyi,dep-health,made up,2030-01-01\n"
)
PARTS = {"Троєщина": ["desnianskyi"], "Відрадний": ["solomianskyi", "shevchenkivskyi"]}


def town(folder: Path, rows: str = TOWN) -> Institutions:
    path = folder / "institutions.csv"
    path.write_text(HEADER + rows, "utf-8")
    return load_institutions(path, ROUTING, lambda part: PARTS.get(part, []))


def test_without_a_list_every_number_is_taken_as_told(tmp_path: Path) -> None:
    found = town(tmp_path, "").look("school", {"institution": "148, 999"})
    assert found["unknown_institution"] is None
    assert found["unlisted"] is True
    assert found["body"] == "cc1551"


def test_with_a_list_the_unknown_ones_are_named(tmp_path: Path) -> None:
    found = town(tmp_path).look("kindergarten", {"institution": "512, 7, 8"})
    assert (found["unknown_institution"], found["unlisted"]) == ("7, 8", False)


def test_a_list_of_kindergartens_says_nothing_of_schools(tmp_path: Path) -> None:
    assert town(tmp_path).look("school", {"institution": "7"})["unknown_institution"] is None


def test_what_is_left_is_looked_up_too(tmp_path: Path) -> None:
    found = town(tmp_path).look("kindergarten", {"institution": "512", "from_institution": "9"})
    assert (found["unknown_institution"], found["unknown_now"]) == (None, "9")


@pytest.mark.parametrize(
    ("slots", "body"),
    [
        ({"institution": "512, 130"}, "rda-obolonskyi"),
        ({"institution": "7", "wished_district": "podilskyi"}, "rda-podilskyi"),
        ({"neighbourhood": "Троєщина"}, "rda-desnianskyi"),
        ({"neighbourhood": "Відрадний"}, "cc1551"),
        ({"institution": "by_territory"}, "cc1551"),
        ({"institution": "Сонечко"}, "cc1551"),
        ({}, "cc1551"),
    ],
)
def test_the_districts_administration_takes_it_where_the_district_is_known(
    tmp_path: Path, slots: dict[str, Any], body: str
) -> None:
    assert town(tmp_path).look("kindergarten", slots)["body"] == body


def test_a_clinic_with_an_account_gets_it_itself_and_any_other_goes_to_triage(
    tmp_path: Path,
) -> None:
    clinics = town(tmp_path)
    assert clinics.look("clinic", {"institution": "3"})["body"] == "dep-health"
    assert clinics.look("clinic", {"wished_district": "obolonskyi"})["body"] == "cc1551"


def test_a_name_has_no_numbers() -> None:
    assert numbers_of("512, Сонечко") == ["512"]
    assert numbers_of(None) == []


def test_the_citys_own_list_can_be_read() -> None:
    load_institutions(DATA / "city" / "institutions.csv", ROUTING, lambda _part: [])


@pytest.mark.parametrize(
    "row",
    [
        "circus,1,Цирк,obolonskyi,,made up,2030-01-01",
        "school,one,Школа,obolonskyi,,made up,2030-01-01",
        "school,1,Школа,lvivskyi,,made up,2030-01-01",
        "school,1,Школа,obolonskyi,nobody,made up,2030-01-01",
        "kindergarten,512,ЗДО,obolonskyi,,made up,2030-01-01",
    ],
)
def test_a_faulty_row_is_named_by_its_line(tmp_path: Path, row: str) -> None:
    with pytest.raises(DataError, match=r"institutions\.csv:5: "):
        town(tmp_path, f"{TOWN}{row}\n")
