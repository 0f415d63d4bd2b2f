"""Phones, e-mail addresses, accounts."""

import pytest

from nlu.entities.contact import ukrainian_number
from tests.nlu.conftest import Entities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("067 123 45 67", ("phone", "+380671234567")),
        ("+38 (067) 123-45-67", ("phone", "+380671234567")),
        ("380671234567", ("phone", "+380671234567")),
        ("80671234567", ("phone", "+380671234567")),
        ("044 279 12 34", ("phone", "+380442791234")),
        ("+48 601 234 567", ("phone", "+48601234567")),
        ("Ira_M@Example.net", ("email", "ira_m@example.net")),
        ("особовий рахунок 0123456700", ("account_number", "0123456700")),
        ("о/р 1190022874", ("account_number", "1190022874")),
        ("лицевой счёт 9000120034", ("account_number", "9000120034")),
    ],
)
def test_a_contact_is_found_whole(entities: Entities, text: str, expected: tuple[str, str]) -> None:
    assert entities(f"пишіть: {text}.") == [expected]


@pytest.mark.parametrize("text", ["15 067 12", "0000000000", "12345678901234567890"])
def test_other_digits_are_no_phone(entities: Entities, text: str) -> None:
    assert "phone" not in [entity for entity, _ in entities(text)]


def test_a_number_of_another_length_is_none() -> None:
    assert ukrainian_number("06712345") is None
