"""What a message of ours becomes: calls that Telegram takes, with nothing of it lost."""

import re
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import EditMessageText, SendDocument, SendMessage, SendPhoto
from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove
from hypothesis import given
from hypothesis import strategies as st
from lo_bot_api_emulator import LoBotApiEmulator
from teremok.validation import validate_method

from bots.rendering import one_line, utf16_length
from bots.telegram.keyboards import MOST_INLINE, Where
from bots.telegram.markup import plain
from bots.telegram.outgoing import FILE_BYTES, PHOTO_BYTES, Unsendable, to_media, to_requests
from bots.telegram.words import FOLDER, LANGUAGES, load_words
from core.messages import Choice, Lane, Outgoing, Request
from core.model import Attachment

HERE = Where(row=417, words=load_words()["uk"])
GROUP = Where(row=417, words=load_words()["uk"], private=False, username="misto_bot")
BOT = Bot("7:token")


def request_of(outgoing: Outgoing, where: Where = HERE) -> Any:
    """Return the one call of a message that fits into one."""
    (request,) = to_requests(outgoing, 501 if where.private else -100, where)
    return request


def inline(*choices: Choice, text: str = "?") -> list[list[str]]:
    """Return the rows of labels of a message's inline keyboard."""
    keyboard = request_of(Outgoing(text, choices)).reply_markup
    assert isinstance(keyboard, InlineKeyboardMarkup)
    return [[button.text for button in row] for row in keyboard.inline_keyboard]


def typed(outgoing: Outgoing) -> list[list[Any]]:
    keyboard = request_of(outgoing).reply_markup
    assert isinstance(keyboard, ReplyKeyboardMarkup)
    return keyboard.keyboard


# --- words ---------------------------------------------------------------------------------------


def test_a_text_goes_to_its_chat_as_html() -> None:
    request = request_of(Outgoing("Подано: **KV-2026-000417** <3"))
    assert (request.chat_id, request.parse_mode) == (501, "HTML")
    assert request.text == "Подано: <b>KV-2026-000417</b> &lt;3"


def test_a_long_text_goes_in_parts_with_the_keyboard_under_the_last() -> None:
    outgoing = Outgoing("слово " * 1500, (Choice("Так", "yes"),))
    requests = to_requests(outgoing, 501, HERE)
    assert [bool(request.reply_markup) for request in requests] == [False, False, True]


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_message_without_words_cannot_be_sent(text: str) -> None:
    with pytest.raises(Unsendable, match="no words"):
        to_requests(Outgoing(text, (Choice("Так", "yes"),)), 501, HERE)


# --- choices -------------------------------------------------------------------------------------


def test_a_choice_brings_back_where_it_stands_and_a_link_opens() -> None:
    choices = (Choice("Так", "3.confirm.1=yes"), Choice("Докладніше", "", "https://kyiv.example/x"))
    keyboard = request_of(Outgoing("?", choices)).reply_markup
    ((yes, more),) = keyboard.inline_keyboard
    assert (yes.text, yes.callback_data, yes.url) == ("Так", "417.0", None)
    assert (more.callback_data, more.url) == (None, "https://kyiv.example/x")


def test_short_choices_stand_side_by_side_and_long_ones_below_each_other() -> None:
    stars = [Choice(f"⭐{n}", f"1.rating={n}") for n in range(1, 6)]
    assert inline(*stars) == [["⭐1", "⭐2", "⭐3", "⭐4", "⭐5"]]
    three = [Choice(label, label) for label in ("Так, подати", "Змінити", "Без мого номера")]
    assert inline(*three) == [["Так, подати", "Змінити"], ["Без мого номера"]]


def _data(request: Any) -> list[str]:
    return [b.callback_data for row in request.reply_markup.inline_keyboard for b in row]


def test_more_choices_than_a_phone_shows_are_a_numbered_list_with_pages() -> None:
    ten = tuple(Choice(f"Район {n}", f"v{n}") for n in range(1, 11))
    first, last = (request_of(Outgoing("Який?", ten, page=page)) for page in (0, 1))
    assert first.text == "Який?\n" + "\n".join(f"{n}. Район {n}" for n in range(1, 8))
    assert last.text == "Який?\n8. Район 8\n9. Район 9\n10. Район 10"
    assert _data(first) == [*(f"417.{n}" for n in range(7)), "417.p1"]
    assert _data(last) == ["417.7", "417.8", "417.9", "417.p0"]
    labels = [b.text for row in first.reply_markup.inline_keyboard for b in row]
    assert labels[-1] == "Далі"


def test_a_page_that_was_turned_stands_in_the_pressed_messages_place() -> None:
    ten = tuple(Choice(f"Район {n}", f"v{n}") for n in range(1, 11))
    turned = request_of(Outgoing("Який?", ten, page=1, replaces="33"))
    assert isinstance(turned, EditMessageText)
    assert (turned.chat_id, turned.message_id, turned.parse_mode) == (501, 33, "HTML")


def test_what_needs_another_kind_of_keyboard_is_said_anew() -> None:
    again = request_of(Outgoing("Де?", request="location", replaces="33"))
    assert isinstance(again, SendMessage)


def test_a_long_label_is_cut_for_its_button() -> None:
    ((label,),) = inline(Choice("Дуже довга назва " * 10, "v"))
    assert label.endswith("…")
    assert utf16_length(label) <= 64


@pytest.mark.parametrize(
    ("choice", "line"),
    [
        (Choice("Порожня", ""), "– Порожня"),
        (Choice("Чат", "", "http://localhost:8080/"), "Чат: http://localhost:8080/"),
        (Choice("Файл", "", "file:///etc/passwd"), "Файл: file:///etc/passwd"),
        (Choice("Криве", "", "https://[kyiv"), "Криве: https://[kyiv"),
    ],
)
def test_a_choice_that_no_button_can_carry_is_written_out(choice: Choice, line: str) -> None:
    request = request_of(Outgoing("Що саме?", (choice, Choice("Так", "yes"))))
    assert request.text == f"Що саме?\n{line}"
    assert request.reply_markup.inline_keyboard[0][0].text == "Так"


def test_a_value_of_any_length_is_a_button() -> None:
    request = request_of(Outgoing("?", (Choice("Вулиця", "3.address=" + "я" * 200),)))
    assert _data(request) == ["417.0"]


def test_a_choice_without_a_label_is_left_out() -> None:
    assert inline(Choice(" ", "v"), Choice("Так", "yes")) == [["Так"]]


def test_beside_a_copy_of_ones_data_the_page_is_offered() -> None:
    where = Where(1, load_words()["uk"], page_url="https://misto.example/telegram/my")
    copy = Outgoing("Ось що є.", (Choice("Отримати копію", "!flow=my_copy"),))
    page = request_of(copy, where).reply_markup.inline_keyboard[-1][0]
    assert (page.text, page.web_app.url) == ("Відкрити мої справи", where.page_url)
    other = Outgoing("Що робимо?", (Choice("Так", "yes"),))
    for message, place in ((copy, HERE), (other, where), (copy, GROUP)):
        markup = request_of(message, place).reply_markup
        rows = getattr(markup, "inline_keyboard", [])
        assert all(button.web_app is None for row in rows for button in row)


# --- requests ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_kind", "label"),
    [("contact", "Надіслати мій номер"), ("location", "Надіслати геомітку")],
)
def test_a_request_has_the_button_that_shares_it(request_kind: Request, label: str) -> None:
    outgoing = Outgoing("На який номер?", (Choice("Без номера", "1.phone~skip"),), request_kind)
    (share,), (skip,) = typed(outgoing)
    assert share.text == label
    assert (share.request_contact, share.request_location) == (
        True if request_kind == "contact" else None,
        True if request_kind == "location" else None,
    )
    assert (skip.text, skip.request_contact) == ("Без номера", None)


def test_a_link_beside_a_request_is_written_out() -> None:
    outgoing = Outgoing("Де?", (Choice("Мапа", "", "https://kyiv.example/"),), "location")
    assert request_of(outgoing).text == "Де?\nМапа: https://kyiv.example/"


def test_a_group_is_not_asked_to_share() -> None:
    assert request_of(Outgoing("Де?", request="location"), GROUP).reply_markup == (
        ReplyKeyboardRemove(remove_keyboard=True)
    )


def test_in_a_group_a_button_leads_into_the_own_chat() -> None:
    outgoing = Outgoing("?", (Choice("В особисті", "!private=flow_help"), Choice("Так", "yes")))
    request = request_of(outgoing, GROUP)
    ((button,),) = request.reply_markup.inline_keyboard
    assert (button.url, button.callback_data) == (
        "https://t.me/misto_bot?start=flow_help",
        None,
    )
    assert request.text == "?\n– Так"


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mime", "size", "expected"),
    [
        ("image/jpeg", PHOTO_BYTES, SendPhoto),
        ("image/jpeg", PHOTO_BYTES + 1, SendDocument),
        ("image/gif", 10, SendDocument),
        ("application/octet-stream", FILE_BYTES, SendDocument),
        ("application/octet-stream", FILE_BYTES + 1, None),
        ("application/octet-stream", 0, None),
    ],
)
def test_a_kept_file_goes_in_the_form_telegram_takes(
    mime: str, size: int, expected: Any, tmp_path: Path
) -> None:
    file = Attachment("photo", "r", 1, id=5, mime=mime, size=size, name="../../etc/passwd")
    made = to_media([(file, tmp_path)], 501)
    assert [type(call) for call in made] == ([] if expected is None else [expected])
    for call in made:
        sent = call.photo if isinstance(call, SendPhoto) else call.document  # type: ignore[union-attr]  # one of the two
        assert (call.chat_id, sent.filename) == (501, "passwd")  # type: ignore[union-attr]  # a file of this disk


def test_a_photo_needs_no_button() -> None:
    assert isinstance(
        request_of(Outgoing("Додасте фото?", request="photo")).reply_markup, ReplyKeyboardRemove
    )


@pytest.mark.parametrize(
    ("lane", "removed"), [("reply", True), ("alarm", False), ("broadcast", False)]
)
def test_only_a_reply_takes_an_earlier_requests_keyboard_away(lane: Lane, removed: bool) -> None:
    keyboard = request_of(Outgoing("Подано.", lane=lane)).reply_markup
    assert isinstance(keyboard, ReplyKeyboardRemove) is removed


# --- whatever we say -----------------------------------------------------------------------------

LETTERS = st.sampled_from("абвґєї’ \n.<>&\"'ab1🚰👩‍👧") | st.characters(
    exclude_categories=["Cs"], exclude_characters="*"
)
WORDS = st.text(LETTERS, max_size=80)
TEXTS = st.lists(WORDS | st.just("**"), max_size=6).map("".join)
CHOICES = st.builds(
    Choice,
    WORDS,
    st.text(st.sampled_from("aя1.=~"), max_size=70),
    st.none() | st.sampled_from(["https://kyiv.example/", "http://localhost", "x y", "https://["]),
)


def shown(call: Any) -> str:
    """Return all that a resident sees of a call, spaces left out."""
    keyboard = getattr(call.reply_markup, "inline_keyboard", None) or getattr(
        call.reply_markup, "keyboard", []
    )
    labels = [button.text for row in keyboard for button in row]
    return "".join(" ".join([plain(call.text), *labels]).split())


@given(
    text=TEXTS | TEXTS.map(lambda text: text * 100),
    choices=st.lists(CHOICES, max_size=8).map(lambda some: some * 25),
    some=st.integers(0, 200),
    request=st.none() | st.sampled_from(["location", "contact", "photo"]),
    lane=st.sampled_from(["reply", "alarm", "broadcast"]),
    where=st.sampled_from([HERE, GROUP]),
    replaces=st.sampled_from([None, "33"]),
)
def test_whatever_we_say_is_a_call_that_telegram_takes_and_nothing_of_it_is_lost(
    text: str,
    choices: list[Choice],
    some: int,
    request: Request | None,
    lane: Lane,
    where: Where,
    replaces: str | None,
) -> None:
    said = ""
    for page in range(some // (MOST_INLINE - 1) + 1):
        outgoing = Outgoing(
            f"• {text}", tuple(choices[:some]), request, lane=lane, page=page, replaces=replaces
        )
        requests = to_requests(outgoing, 501 if where.private else -100, where)
        for call in requests:
            validate_method(BOT, call)
            if call.reply_markup is not None:
                markup = call.reply_markup.model_dump(exclude_none=True)
                LoBotApiEmulator.validate_markup(markup, private_chat=where.private)
        said += "".join(shown(call) for call in requests)
    # A button shows at least so much of its label.
    beginnings = [one_line(choice.label)[:31] for choice in choices[:some]]
    assert all("".join(beginning.split()) in said for beginning in beginnings)


# --- the words -----------------------------------------------------------------------------------


def test_both_languages_have_the_same_words_and_differ() -> None:
    names = [re.findall(r"^([a-z-]+) =", (FOLDER / f"{code}.ftl").read_text("utf-8"), re.MULTILINE)
             for code in LANGUAGES]  # fmt: skip
    assert names[0] == names[1]
    words = load_words()
    assert set(words["uk"].labels.values()).isdisjoint(words["en"].labels.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_keeps_telegrams_limits(language: Any) -> None:
    for command in load_words()[language].menu:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", command.command)
        assert 1 <= len(command.description) <= 256
