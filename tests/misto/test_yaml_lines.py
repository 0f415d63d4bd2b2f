"""YAML with the lines of everything in it."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from misto.yaml_lines import YamlError, read_yaml


def test_every_path_has_the_line_of_its_key_or_item() -> None:
    document = read_yaml("a:\n  b:\n    - x\n    - c: y\n\nd: {e: z}\n")
    assert document.value == {"a": {"b": ["x", {"c": "y"}]}, "d": {"e": "z"}}
    assert document.lines == {
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "b", 0): 3,
        ("a", "b", 1): 4,
        ("a", "b", 1, "c"): 4,
        ("d",): 6,
        ("d", "e"): 6,
    }


def test_scalars_stay_as_written_but_for_nothing() -> None:
    text = "[NO, 0o7, 007, 22:00, 2022-02-24, 1.10, '', \"~\", null, ~, !!python/name:os.system x]"
    assert read_yaml(text).value == [
        *("NO", "0o7", "007", "22:00", "2022-02-24", "1.10", "", "~"),
        *(None, None, "x"),
    ]


def test_nothing_at_all_is_none() -> None:
    assert read_yaml("# only a comment\n").value is None


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a: 1\nb: ]\n", [2]),
        ("a: 1\n b: 2\n", [2]),
        ("a: 1\nb: 2\na: 3\na: 4\n", [3, 4]),
        ("a: &x [1]\nb: *x\nc: *x\n", [2, 3]),
        ("a: &x [*x]\n", [1]),
        ("a: 1\nb: \x00\n", [2]),
        ("a: 1\n? [b]\n: 1\n? {}\n: 2\n", [2, 4]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, lines: list[int]) -> None:
    with pytest.raises(YamlError) as caught:
        read_yaml(text)
    assert [line for line, _ in caught.value.problems] == lines
    assert str(caught.value).startswith(f"line {lines[0]}: ")


plain = st.recursive(
    st.one_of(st.none(), st.text("abcЖ \n:#'\"1", max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("abc", min_size=1), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(plain)
def test_whatever_was_written_comes_back(thing: object) -> None:
    assert read_yaml(yaml.safe_dump(thing, allow_unicode=True)).value == thing


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        lines = list(read_yaml(text).lines.values())
    except YamlError as error:
        lines = [line for line, _ in error.problems]
    assert all(line >= 1 for line in lines)
