"""The towns that are not Kyiv."""

import csv
from pathlib import Path

import pytest

from core.tables import DataError
from core.towns import load_other_towns

HEADER = "name_uk,forms,source,comment\n"


def listed(tmp_path: Path, rows: str) -> Path:
    (tmp_path / "city").mkdir()
    (tmp_path / "city" / "other_towns.csv").write_text(HEADER + rows, "utf-8")
    return tmp_path


def test_every_form_of_every_town_is_one(tmp_path: Path) -> None:
    data = listed(tmp_path, "Буча,буча;бучі,memory,\nЛьвів,львів; у львові,memory,far\n")
    assert load_other_towns(data) == {"буча", "бучі", "львів", "у львові"}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("Буча,,memory,\n", "other_towns.csv:2: a form is empty"),
        ("Буча,Буча;бучі,memory,\n", "other_towns.csv:2: forms are in lower case, not Буча"),
        ("Буча,буча,memory,\nБуча,бучі,memory,\n", "other_towns.csv:3: name_uk Буча stands in"),
    ],
)
def test_a_faulty_row_is_told_with_its_line(tmp_path: Path, rows: str, problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        load_other_towns(listed(tmp_path, rows))


def test_the_citys_own_list_has_no_street_or_part_of_kyiv(root: Path) -> None:
    """A word that is a town by itself would refuse the place that bears it."""
    towns = load_other_towns(root / "data")
    for file, column in (("streets.csv", "name"), ("neighbourhoods.csv", "name_uk")):
        with (root / "data" / "city" / file).open(encoding="utf-8") as rows:
            names = {row[column].casefold() for row in csv.DictReader(rows)}
        assert not names & towns
