"""Reading data files."""

from pathlib import Path

import pytest

from core.tables import DataError, convert, index, read_table


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "t.csv"
    path.write_text(text, "utf-8")
    return path


def test_cells_come_stripped_and_know_their_line(tmp_path: Path) -> None:
    rows = read_table(written(tmp_path, 'a,b\n 1 ,"two\nlines"\n3,\n'), ("a", "b"))
    assert [(row["a"], row.get("b"), row.line) for row in rows] == [
        ("1", "two\nlines", 3),
        ("3", None, 4),
    ]


def test_a_column_that_a_file_lacks_reads_as_nothing(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, "a\n1\n"), ("a",))[0].get("mail") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a\n1\n", "t.csv:1: lacks the column b"),
        ("", "t.csv:1: lacks the column a, b"),
        ("a,b\n1\n", "t.csv:2: has more or fewer cells"),
        ("a,b\n1,2,3\n", "t.csv:2: has more or fewer cells"),
    ],
)
def test_a_faulty_file_is_told_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(DataError, match=problem):
        read_table(written(tmp_path, text), ("a", "b"))


def test_a_missing_file_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.csv: cannot be read"):
        read_table(tmp_path / "none.csv", ("a",))


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("a\nПечерськ\n".encode("cp1251"))
    with pytest.raises(DataError, match="is not UTF-8"):
        read_table(path, ("a",))


def test_all_faulty_rows_are_told_at_once(tmp_path: Path) -> None:
    rows = read_table(written(tmp_path, "a\n1\nx\n2\ny\n"), ("a",))
    with pytest.raises(DataError) as caught:
        convert(rows, lambda row: int(row["a"]))
    assert [problem.split(":")[1] for problem in caught.value.problems] == ["3", "5"]


def test_a_name_stands_once_and_is_never_empty(tmp_path: Path) -> None:
    rows = read_table(written(tmp_path, "a,b\nx,1\n,2\nx,3\n"), ("a", "b"))
    with pytest.raises(DataError) as caught:
        index(rows, "a")
    assert [problem.partition(": ")[2] for problem in caught.value.problems] == [
        "a is empty",
        "a x stands in line 2 already",
    ]
