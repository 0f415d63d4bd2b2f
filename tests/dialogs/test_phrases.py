"""Phrases that steer a talk: whole messages only, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.phrases import (
    addition,
    clean,
    commands_of,
    contrasts,
    insults,
    nearest,
    number_taken_back,
    place_named,
    plain,
    says_more,
    slot_contrasted,
    slot_to_edit,
    takes_back,
    without_phones,
)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Не знаю", "skip"),
        ("не знаю…", "skip"),
        ("НЕ ПАМ’ЯТАЮ!", "skip"),
        ("не памʼятаю", "skip"),
        ("ще раз, будь ласка?", "repeat"),
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


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("та не знаю, чесно", "skip"),
        ("не пам'ятаю хто", "skip"),
        ("давайте назад", "back"),
        ("повторіть, будь ласка, питання", "repeat"),
        ("продовжимо", "resume"),
    ],
)
def test_what_people_put_around_a_command_changes_nothing(text: str, command: str) -> None:
    assert commands_of(text) == {command}


def test_a_no_before_a_command_is_the_command() -> None:
    assert commands_of("ні, без номера") == {"skip", "refuse"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("перший", 0),
        ("другу", 1),
        ("2", 1),
        ("№3", 2),
        ("давайте третій варіант", 2),
        ("останній", 2),
        ("4", None),
        ("0", None),
        ("двадцять", None),
        ("другий день не працює ліфт", None),
    ],
)
def test_a_button_is_named_by_its_place(text: str, place: int | None) -> None:
    assert place_named(text, 3) == place


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("голосиевский", "голосіївський"),
        ("голосійвський", "голосіївський"),
        ("інши район", "інший район"),
        ("дарницький", None),
        ("так", None),
        ("16 серпня", None),
    ],
)
def test_a_misspelled_label_is_known(text: str, label: str | None) -> None:
    assert nearest(text, ["голосіївський", "інший район", "не знаю"]) == label


def test_of_two_labels_as_near_none_is_meant() -> None:
    assert nearest("подилський", ["подільський", "подільськии"]) is None


@pytest.mark.parametrize("text", ["тупий бот", "ви там всі дебіли", "ІДІОТИ!!!", "🖕", "сука"])
def test_an_insult_is_known(text: str) -> None:
    assert insults(text)


@pytest.mark.parametrize(
    "text",
    [
        "яма у тупику за будинком",
        "бляха відпала з даху",
        "тварини бігають двором",
        "він назвав мене дурною при всіх у черзі і вигнав з кабінету",
        "",
    ],
)
def test_what_only_sounds_so_is_no_insult(text: str) -> None:
    assert not insults(text)


@pytest.mark.parametrize(
    ("text", "words", "on_condition"),
    [
        ("так, і додайте що ліфт теж стоїть", "ліфт теж стоїть", False),
        ("Так. і ще напишіть, що біля школи", "біля школи", False),
        ("ок, тільки приїдьте зранку", "приїдьте зранку", True),
        ("да, но номер не тот", "номер не тот", True),
    ],
)
def test_what_a_yes_adds(text: str, words: str, on_condition: bool) -> None:
    added = addition(text)
    assert added is not None
    assert (added.words, added.on_condition) == (words, on_condition)


@pytest.mark.parametrize("text", ["так", "так, подати", "так, а коли приїдуть?", "такси тут"])
def test_a_yes_that_adds_nothing(text: str) -> None:
    assert addition(text) is None


def test_the_line_named_with_a_contrast_is_meant_not_one_named_after_it() -> None:
    assert slot_contrasted("квартира не 7, а 17") == "apartment"
    assert slot_contrasted("не 50, а 52, і під'їзд третій") is None
    assert number_taken_back("ой, не 50, а 52") == "50"
    assert number_taken_back("не сьогодні, а завтра") is None


def test_a_slip_is_confessed() -> None:
    assert takes_back("я помилилася в адресі")
    assert not takes_back("дякую, чекаю")


def test_phones_are_left_out_and_other_numbers_are_not() -> None:
    assert without_phones("дзвоніть 067 123-45-67, кв 15") == "дзвоніть …, кв 15"
    assert without_phones("рахунок 1234567, 24.11.2026") == "рахунок 1234567, 24.11.2026"
