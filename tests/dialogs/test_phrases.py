"""Phrases that steer a talk: whole messages only, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.phrases import clean, commands_of, contrasts, plain, says_more, slot_to_edit


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Не знаю", "skip"),
        ("не знаю…", "skip"),
        ("НЕ ПАМ’ЯТАЮ!", "skip"),
        ("не памʼятаю", "skip"),
        ("ще раз, будь ласка?", None),
        ("ще раз", "repeat"),
        ("Назад", "back"),
        ("назад до бота", "to_bot"),
        ("змінити", "edit"),
        ("навіщо?", "explain"),
        ("почати спочатку", "restart"),
        ("ні", "refuse"),
        ("I don't know", "skip"),
    ],
)
def test_a_whole_message_is_a_command(text: str, command: str | None) -> None:
    assert commands_of(text) == (frozenset({command}) if command else frozenset())


def test_a_phrase_may_steer_in_two_ways() -> None:
    assert commands_of("без номера") == {"skip", "refuse"}


@pytest.mark.parametrize(
    "text",
    [
        "не знаю, чому вже тиждень не вивозять сміття",
        "поверніть воду назад у крани",
        "",
        "   ",
        "!!!",
        "ні " * 20,
    ],
)
def test_a_story_that_holds_a_phrase_is_no_command(text: str) -> None:
    assert commands_of(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("зміни адресу", "address"),
        ("хочу виправити номер телефону", "phone"),
        ("змінити номер будинку", "address"),
        ("поміняй квартиру", "apartment"),
        ("виправте під’їзд", "entrance"),
        ("не той район", "district"),
        ("інша вулиця", "address"),
        ("change the address", "address"),
        ("измените текст", "description"),
    ],
)
def test_a_wish_to_change_names_a_line(text: str, slot: str) -> None:
    assert slot_to_edit(text) == slot


@pytest.mark.parametrize(
    "text",
    ["адресу", "інша адреса: Хрещатик 5", "зміни ліхтар", "у мене інша адреса і я там не живу"],
)
def test_what_is_no_wish_to_change_a_line(text: str) -> None:
    assert slot_to_edit(text) is None


def test_asked_what_to_change_its_name_is_enough() -> None:
    assert slot_to_edit("адресу", asked=True) == "address"


@pytest.mark.parametrize("text", ["не 15, а 17", "не Драгоманова а Хрещатик", "not 15 but 17"])
def test_one_thing_in_the_place_of_another_is_a_contrast(text: str) -> None:
    assert contrasts(text)


@pytest.mark.parametrize(
    "text", ["не працює", "а можна без номера", "ні", "не знаю, питайте в інших"]
)
def test_what_takes_nothing_back_is_no_contrast(text: str) -> None:
    assert not contrasts(text)


@pytest.mark.parametrize(
    "text", ["а ще яма", "також не горить ліхтар", "и ещё лифт", "also the lamp"]
)
def test_what_adds_a_matter_says_so(text: str) -> None:
    assert says_more(text)


def test_a_matter_alone_adds_nothing() -> None:
    assert not says_more("щебінь на дорозі")


def test_plain_text_is_compared_without_case_marks_and_apostrophes() -> None:
    assert plain(" «Ґанок», ПІД’ЇЗД!  ") == plain("ганок під'їзд")


@pytest.mark.parametrize("mark", ["\x00", "\x1b", "\x7f", "\u202e", "\u200b", "\ufeff", "\ud800"])
def test_what_cannot_be_shown_is_not_kept(mark: str) -> None:
    assert clean(f" а{mark}б ") == "аб"


def test_lines_and_pictures_are_kept() -> None:
    assert clean("перша\nдруга\t🔥 і́") == "перша\nдруга\t🔥 і́"


@given(st.text())
def test_any_text_can_be_cleaned_and_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode()


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert plain(plain(text)) == plain(text)
    commands_of(text)
    slot_to_edit(text)
    contrasts(text)
