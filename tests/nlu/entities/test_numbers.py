"""Numbers in digits and in words."""

from collections.abc import Callable

import pytest

from nlu.entities.scene import Scene


@pytest.mark.parametrize(
    ("text", "value", "ordinal"),
    [
        ("15", 15, False),
        ("п'ятнадцять", 15, False),
        ("двадцять п'ять", 25, False),
        ("сто двадцять третього", 123, True),
        ("третій", 3, True),
        ("другому", 2, True),
        ("вторые", 2, True),
        ("третья", 3, True),
        ("дев'ятий", 9, True),
        ("5-й", 5, True),
        ("14-го", 14, True),
        ("2й", 2, True),
        ("12th", 12, True),
        ("third", 3, True),
    ],
)
def test_a_number_is_read_whole(
    scene: Callable[[str], Scene], text: str, value: int, ordinal: bool
) -> None:
    seen = scene(text)
    number = seen.numbers[0]
    assert (number.value, number.ordinal, number.last) == (value, ordinal, len(seen.tokens))


def test_a_house_letter_is_no_ending(scene: Callable[[str], Scene]) -> None:
    assert scene("15-А").numbers[0].ordinal is False


def test_numbers_in_a_row_stay_apart(scene: Callable[[str], Scene]) -> None:
    assert [number.value for number in scene("один два три").numbers.values()] == [1, 2, 3]
