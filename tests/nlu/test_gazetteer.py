"""The city's names as data."""

from pathlib import Path

import pytest

from nlu.gazetteer import Gazetteer, GazetteerError


def test_a_street_knows_its_districts(gazetteer: Gazetteer) -> None:
    assert gazetteer.districts_of("вулиця Хрещатик") == ["Печерський", "Шевченківський"]


def test_an_unknown_street_has_none(gazetteer: Gazetteer) -> None:
    assert gazetteer.districts_of("вулиця Вигадана") == []
    assert gazetteer.street("вулиця Вигадана") is None


def test_there_are_ten_districts_with_codes(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.district_names()) == 10
    assert gazetteer.district_code("Дарницький") == "darnytskyi"
    assert gazetteer.district_code("Дачний") is None


def test_a_neighbourhood_knows_its_districts(gazetteer: Gazetteer) -> None:
    place = gazetteer.neighbourhood("Троєщина")
    assert place is not None
    assert place.districts == ("Деснянський",)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"districts\.csv: cannot be read"):
        Gazetteer.load(tmp_path)


def test_a_missing_column_is_named(tmp_path: Path, root: Path) -> None:
    for path in (root / "data" / "city").glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "streets.csv").write_text("official_name,type\nвулиця Нова,вулиця\n", "utf-8")
    with pytest.raises(GazetteerError, match=r"streets\.csv: no column 'name'"):
        Gazetteer.load(tmp_path)
