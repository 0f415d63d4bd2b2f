"""The tables that a city keeps itself: shown, checked, taken in whole or not at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.tables import DataError
from misto.app import City, build
from misto.failures import Failed
from misto.settings import load_settings
from misto.tables import TABLES, listed, take_in

HEADER = "kind,number,name_uk,district,body,source,checked_at\n"
GOOD = (
    "kindergarten,512,ЗДО № 512,holosiivskyi,,наказ,2030-01-01\n"
    "school,148,Ліцей № 148,Дарницький район,,наказ,2030-01-01\n"
)


@pytest.fixture
def city_with(root: Path, tmp_path: Path) -> Callable[[], City]:
    """Return what builds a city that keeps tables of its own."""
    environ = {"MISTO_HOME": str(root), "MISTO_CITY__TABLES": str(tmp_path / "own")}
    return lambda: build(load_settings(None, environ))


def written(tmp_path: Path, rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "new.csv"
    path.write_text(header + rows, "utf-8")
    return path


def test_a_list_is_taken_in_and_numbers_are_looked_up_from_then_on(
    city_with: Callable[[], City], tmp_path: Path
) -> None:
    city = city_with()
    assert city.institutions.unknown("school", "999") == []
    said = list(take_in(city, "institutions", written(tmp_path, GOOD), dry=False))
    assert said[:2] == [
        f"{tmp_path / 'new.csv'}: 2 rows: 1 kindergarten, 1 school",
        "against the table in use: 2 new, 0 changed, 0 gone",
    ]
    after = city_with().institutions
    assert after.unknown("school", "999, 148") == ["999"]
    assert after.body("school", "148", None) == "rda-darnytskyi"


def test_what_changes_is_told(city_with: Callable[[], City], tmp_path: Path) -> None:
    list(take_in(city_with(), "institutions", written(tmp_path, GOOD), dry=False))
    fresh = GOOD.replace("Ліцей № 148", "Ліцей «Світ»").replace("512", "513")
    said = list(take_in(city_with(), "institutions", written(tmp_path, fresh), dry=True))
    assert said[1] == "against the table in use: 1 new, 1 changed, 1 gone"
    # Only looked at: the former table is in use.
    assert city_with().institutions.unknown("kindergarten", "512") == []


def test_one_wrong_row_leaves_the_table_in_use_as_it_is(
    city_with: Callable[[], City], tmp_path: Path
) -> None:
    rows = (
        "kindergarden,1,А,darnytskyi,,наказ,2030-01-01\n"
        "school,1а,А,darnytskyi,,наказ,2030-01-01\n"
        "school,2,,darnytskyi,,наказ,2030-01-01\n"
        "school,3,А,nowhere,,наказ,2030-01-01\n"
        "school,4,А,darnytskyi,nobody,наказ,2030-01-01\n"
        "school,5,А,darnytskyi,,,2030-01-01\n"
        "school,6,А,darnytskyi,,наказ,учора\n"
        "school,7,А,darnytskyi,,наказ,2030-01-01\n"
        "school,7,А,darnytskyi,,наказ,2030-01-01\n"
    )
    with pytest.raises(DataError) as refused:
        list(take_in(city_with(), "institutions", written(tmp_path, rows), dry=False))
    lines = [problem.split(":")[1] for problem in refused.value.problems]
    assert lines == ["2", "3", "4", "5", "6", "7", "8", "10"]
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ((HEADER + GOOD).replace(",", ";").encode(), "parted by ';'; save it with commas"),
        ((HEADER + GOOD).encode("cp1251"), "is not UTF-8; save it as UTF-8"),
        (b"number,name_uk\n1,A\n", "lacks the column kind, district, body, source, checked_at"),
    ],
)
def test_a_file_of_another_make_is_told_how_to_be_saved(
    city_with: Callable[[], City], tmp_path: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "new.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=why):
        list(take_in(city_with(), "institutions", path, dry=True))


def test_the_mark_that_a_spreadsheet_puts_first_is_passed_over(
    city_with: Callable[[], City], tmp_path: Path
) -> None:
    path = written(tmp_path, GOOD, "\ufeff" + HEADER)
    assert "2 rows" in next(take_in(city_with(), "institutions", path, dry=True))


def test_without_a_folder_the_city_is_told_what_to_set(root: Path, tmp_path: Path) -> None:
    city = build(load_settings(None, {"MISTO_HOME": str(root)}))
    with pytest.raises(Failed, match=r"set city\.tables in config\.yml"):
        list(take_in(city, "institutions", written(tmp_path, GOOD), dry=False))


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_of_the_product_can_be_taken_in(
    city_with: Callable[[], City], name: str
) -> None:
    city = city_with()
    in_use = city.table(f"{name}.csv", TABLES[name].folder)
    said = list(take_in(city, name, in_use, dry=True))
    assert said[1] == "against the table in use: 0 new, 0 changed, 0 gone"


def test_the_list_tells_which_prices_are_too_old_to_be_told(
    city_with: Callable[[], City], tmp_path: Path
) -> None:
    header = "service,part,unit,amount,condition,valid_from,valid_to,source,checked_at,link\n"
    rows = "gas,use,m3,8,,,,газета,2030-06-01,\nheating,use,gcal,1,,,,газета,2029-12-01,\n"
    list(take_in(city_with(), "tariffs", written(tmp_path, rows, header), dry=False))
    city = city_with()
    today = city.law.day(city.clock.now()).replace(year=2030, month=6, day=2)
    found = {table["name"]: table for table in listed(city, today)}
    assert found["tariffs"]["too_old"] == 1
    assert found["tariffs"]["checked_until"] == "2030-06-01"
    assert found["institutions"]["rows"] == 0
