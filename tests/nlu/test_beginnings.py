"""The cheap test of how matches begin never hides a match."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.beginnings import LONGEST, beginnings
from nlu.emergency import Dangers
from nlu.examples import load_tests


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("газ|пожеж[аіу]", {"газ", "поже"}),
        ("пах", {"пах"}),
        ("gas pipe", {"gas "}),
        ("тер?", {"те"}),
        ("(?:не|ледь) дихає", {"не", "ледь"}),
        ("не (?:дихає|встає|я)", {"не д", "не в", "не я"}),
        ("не (?:дуже )?добре", {"не "}),
        (r"\w+річн\w+|дід", {"", "дід"}),
        ("[вз]а дахом", {""}),
        (r"тр\.убка", {"тр"}),
        ("-то", {""}),
        ("", {""}),
    ],
)
def test_beginnings(pattern: str, expected: set[str]) -> None:
    assert beginnings(pattern) == expected


def test_a_group_left_open_is_refused() -> None:
    with pytest.raises(ValueError, match="not closed"):
        beginnings("(?:газ|дим")


_LETTERS = st.text("аб в", min_size=1, max_size=3)
_PATTERNS = st.recursive(
    _LETTERS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("|".join),
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, st.sampled_from(["", "?", "*", "+", "{2}"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        inner.map(lambda one: f"[{one}]"),
        inner.map(lambda one: one + r"\w*"),
    ),
    max_leaves=6,
).filter(lambda pattern: not re.search(r"\[[^\]]*[\[|(?*+{\\]", pattern))


@given(_PATTERNS, st.text("аб в", max_size=12))
def test_every_match_begins_as_told(pattern: str, text: str) -> None:
    told = beginnings(pattern)
    for match in re.finditer(rf"\b(?:{pattern})\b", text):
        if match.group() and match.group()[0].isalnum():
            begun = {text[match.start() : match.start() + size] for size in range(LONGEST + 1)}
            assert told & begun


def test_the_cheap_test_hides_no_danger(root: Path) -> None:
    dangers = Dangers.load()
    for example in load_tests(root / "data" / "nlu" / "dev.jsonl"):
        scan = dangers._scan(example.text.lower())
        for name, words in dangers._words.items():
            assert name in scan.likely or not words.search(scan.text), (name, scan.text)
