"""Choices with a yes, with words of one's own, with an order; times; towns that are not Kyiv."""

from dataclasses import replace
from datetime import date

import pytest

from core.reading import Entity, Reading
from dialogs.flow import SlotSpec
from dialogs.kinds.base import Reject, Scene, Words
from dialogs.slots import kind_of

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


ADDRESS = SlotSpec("address", "address", options={"towns": {"бровари", "львові", "харків"}})


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


PAST = SlotSpec("period", "period", options={"past": True})
TUESDAY = date(2030, 3, 5)


def dated(text: str, *told: tuple[str, str]) -> Words:
    entities = tuple(Entity("date", value, text=said) for said, value in told)
    return replace(words(text, *entities), today=TUESDAY)


@pytest.mark.parametrize(
    ("said", "value", "day"),
    [
        ("п'ятницю", "2030-03-08", "2030-03-01"),
        ("вівторок", "2030-03-12", "2030-02-26"),
        ("friday", "2030-03-08", "2030-03-01"),
        ("понеділок", "2030-03-04", "2030-03-04"),
        ("наступної п'ятниці", "2030-03-08", "2030-03-08"),
        ("завтра", "2030-03-06", "2030-03-06"),
    ],
)
def test_a_weekday_of_what_has_happened_is_the_last_one(said: str, value: str, day: str) -> None:
    told = dated(f"у {said}", (said, value))
    assert kind_of(PAST).hear(PAST, None, told) == day
    assert kind_of(PERIOD).hear(PERIOD, None, told) == value


def test_two_months_are_one_time_from_the_first_to_the_last() -> None:
    told = dated(
        "за вересень і жовтень",
        ("жовтень", "2029-10-01/2029-10-31"),
        ("вересень", "2029-09-01/2029-09-30"),
    )
    assert kind_of(PERIOD).hear(PERIOD, None, told) == "2029-09-01/2029-10-31"
    twice = dated("у п'ятницю 1 березня", ("п'ятницю", "2030-03-08"), ("1 березня", "2030-03-01"))
    assert kind_of(PAST).hear(PAST, None, twice) == "2030-03-01"


NAME = SlotSpec("name", "name", options={"words": 2})


@pytest.mark.parametrize("said", ["не хочу нічого підписувати", "а без імені можна", "так і що"])
def test_a_sentence_is_no_name(said: str) -> None:
    assert kind_of(NAME).answer(NAME, None, words(said)) == Reject("not-a-name")


def test_a_name_is_kept_as_its_owner_wrote_it() -> None:
    bent = Entity("person", "Ганн Коваль", text="Ганна Коваль")
    small = Entity("person", "Коваль Ганна", text="коваль ганна")
    assert kind_of(NAME).answer(NAME, None, words("Ганна Коваль", bent)) == "Ганна Коваль"
    assert kind_of(NAME).answer(NAME, None, words("коваль ганна", small)) == "Коваль Ганна"


def test_a_name_told_early_is_the_writers_when_it_comes_with_an_address() -> None:
    person = Entity("person", "Коваль Ганна", text="Коваль Ганна")
    street = Entity("street", "вулиця Хрещатик", text="Хрещатик")
    both, one = words("Коваль Ганна, Хрещатик", person, street), words("Коваль Ганна", person)
    alone = SlotSpec("name", "name", options={"words": 2, "alone": True})
    assert kind_of(NAME).hear(NAME, None, both) == "Коваль Ганна"
    assert kind_of(NAME).hear(NAME, None, one) is None
    assert kind_of(alone).hear(alone, None, one) == "Коваль Ганна"
    assert kind_of(alone).hear(alone, "Інша Особа", one) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [("весь будинок", "outside"), ("не весь будинок", None), ("тільки в мене", "inside")],
)
def test_a_choice_that_is_denied_is_not_taken(said: str, value: str | None) -> None:
    answers = {"outside": ["весь"], "inside": ["мене"]}
    scope = SlotSpec("scope", "choice", options={"values": list(answers), "answers": answers})
    assert kind_of(scope).answer(scope, None, words(said)) == value


@pytest.mark.parametrize(
    ("said", "score"),
    [("не погано", 4), ("дуже довго", 1), ("довго", 2), ("добре, але довго", None), ("ну", None)],
)
def test_a_score_in_words_is_the_one_that_says_most(said: str, score: int | None) -> None:
    answers = {"1": ["дуже довг"], "2": ["погано", "довг"], "4": ["непоган", "добре"]}
    rating = SlotSpec("rating", "rating", options={"role": "quality", "answers": answers})
    assert kind_of(rating).answer(rating, None, words(said)) == score
