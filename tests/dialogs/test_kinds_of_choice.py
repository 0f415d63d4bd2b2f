"""Choices with a yes, with words of one's own, with an order; times; towns that are not Kyiv."""

import pytest

from core.reading import Entity, Reading
from dialogs.flow import SlotSpec
from dialogs.slots import Reject, Scene, Words, kind_of

SCENE = Scene({}, {})


def choice(**options: object) -> SlotSpec:
    hints = {"complaint": ["скарг"], "application": ["прошу"]}
    return SlotSpec("kind", "choice", options={"values": [*hints], "hints": hints, **options})


def words(text: str, *entities: Entity, intent: str = "out_of_scope", sure: float = 0.4) -> Words:
    reading = Reading(text, ((intent, sure),), entities=entities)
    return Words(text, reading, reading)


def test_of_two_hints_the_first_listed_is_meant_when_they_are_ranked() -> None:
    both = words("скарга, прошу розібратися")
    assert kind_of(choice()).hear(choice(), None, both) is None
    assert kind_of(choice(ranked=True)).hear(choice(ranked=True), None, both) == "complaint"


def test_a_bare_yes_and_no_mean_what_the_flow_says() -> None:
    spec = choice(yes="complaint", no="application")
    question = kind_of(spec).question(spec, None, SCENE)
    assert (question.yes, question.no) == ("complaint", "application")


def test_only_the_first_get_buttons_and_the_rest_are_still_pressed() -> None:
    spec = choice(shown=1)
    assert [value for _, value in kind_of(spec).question(spec, None, SCENE).buttons] == [
        "complaint"
    ]
    assert kind_of(spec).press(spec, None, "application") == "application"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("поверніть зайве", "поверніть зайве"),
        ("подаю скаргу", "complaint"),
        ("ок", None),
        ("а що можна просити?", None),
        ("х" * 500, None),
    ],
)
def test_words_of_ones_own_are_a_value_where_the_flow_lets_them(
    said: str, value: str | None
) -> None:
    spec = choice(free=True)
    assert kind_of(spec).answer(spec, None, words(said)) == value
    assert kind_of(spec).hear(spec, None, words("поверніть зайве")) is None


PERIOD = SlotSpec("period", "period")


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (words("за жовтень", Entity("date", "2026-10-01/2026-10-31")), "2026-10-01/2026-10-31"),
        (words("з 10 листопада", Entity("since", "2026-11-10")), "2026-11-10/.."),
        (words("жовтень і листопад"), "жовтень і листопад"),
        (words("а навіщо?"), None),
        (words("Саксаганського 44", Entity("street", "вулиця Саксаганського")), None),
        (words("не світить ліхтар", intent="dispatcher_request", sure=0.9), None),
        (words("х" * 80), None),
    ],
)
def test_a_time_is_a_date_a_beginning_or_a_few_words(said: Words, value: str | None) -> None:
    assert kind_of(PERIOD).answer(PERIOD, None, said) == value


def test_a_long_number_is_kept_whole() -> None:
    spec = SlotSpec("account", "entity", options={"entity": "account_number", "digits": True})
    cut = Entity("account_number", "123456789")
    assert kind_of(spec).answer(spec, None, words("1234 567-890", cut)) == "1234567890"


ADDRESS = SlotSpec("address", "address")


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("Бровари, Київська 5", True),
        ("у Львові, проспект Свободи 5", True),
        ("Броварський проспект 5", False),
        ("Харківське шосе 5", False),
    ],
)
def test_another_town_is_told_from_a_street_called_after_it(said: str, other: bool) -> None:
    street, house = Entity("street", "вулиця Київська"), Entity("house", "5", 1, 2)
    found = kind_of(ADDRESS).answer(ADDRESS, None, words(said, street, house))
    assert (found == Reject("other-town")) is other
    assert (kind_of(ADDRESS).hear(ADDRESS, None, words(said, street, house)) is None) is other
