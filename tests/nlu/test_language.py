"""The language of a Cyrillic message."""

import pytest

from nlu.language import language
from nlu.words import Lexicon


@pytest.mark.parametrize(
    ("low", "expected"),
    [
        ("немає світла третій день", "uk"),
        ("нет света третий день", "ru"),
        ("ліфт не работает уже неделю і ніхто не їде", "mixed"),
        ("газ", "uk"),
        ("15", "uk"),
        ("мы без воды", "ru"),
    ],
)
def test_letters_and_dictionaries_tell(lexicon: Lexicon, low: str, expected: str) -> None:
    assert language(low, lexicon.known_uk, lexicon.known_ru) == expected
