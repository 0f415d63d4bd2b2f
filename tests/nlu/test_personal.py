"""What may tell who somebody is does not leave a message's chat."""

import pytest

from nlu.personal import stood_in, without_personal
from nlu.pipeline import Reader


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("мене звати Степан Гуменюк, немає води", "Гуменюк"),
        ("немає води на Драгоманова 15, кв 77", "Драгоманова"),
        ("немає води на Драгоманова 15, кв 77", "77"),
        ("дзвоніть +380 67 123-45-67 будь коли", "123"),
        ("пишіть на stepan.h@ukr.net", "stepan"),
        ("особовий рахунок 123456789", "123456789"),
        ("ІПН 3012345678 і телеграм @stepan_h", "3012345678"),
        ("ІПН 3012345678 і телеграм @stepan_h", "stepan"),
    ],
)
def test_personal_data_have_stand_ins(reader: Reader, text: str, secret: str) -> None:
    assert secret not in without_personal(text, reader.read(text))


def test_marks_stand_where_their_words_are_now(reader: Reader) -> None:
    text = "ліфт стоїть на Драгоманова 15 з понеділка"
    shown, marks = stood_in(text, reader.read(text))
    words = {mark.entity: shown[mark.start : mark.end] for mark in marks}
    assert words["street"] == "вулиця Хрещатик"
    assert words["house"] == "1"
    assert words["since"] == "з понеділка"
