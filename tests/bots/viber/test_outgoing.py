"""What a message of ours becomes: messages that Viber takes, with nothing of it lost."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.rendering import one_line
from bots.viber.keyboards import fits
from bots.viber.translate import Unsendable, shown, to_messages, welcome
from bots.viber.words import FOLDER, LANGUAGES, load_words
from core.messages import Choice, Outgoing, Request
from tests.bots.viber.server import check_message, rows_of, units

WORDS = load_words()["uk"]
SENDER = "Місто"


def made(outgoing: Outgoing) -> dict[str, Any]:
    """Return the one message of what fits into one, as Viber takes it."""
    (message,) = to_messages(outgoing, SENDER, WORDS)
    check_message(message)
    return message


def buttons(outgoing: Outgoing) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = made(outgoing)["keyboard"]["Buttons"]
    return found


def labels(*choices: Choice) -> list[tuple[str, int]]:
    return [(b["Text"], b["Columns"]) for b in buttons(Outgoing("?", choices))]


# --- words ---------------------------------------------------------------------------------------


def test_a_text_is_plain() -> None:
    assert made(Outgoing("Подано: **KV-2026-000417** <3 & далі")) == {
        "type": "text",
        "text": "Подано: KV-2026-000417 <3 & далі",
        "sender": {"name": SENDER},
    }


def test_a_long_text_goes_in_parts_with_the_keyboard_under_the_last() -> None:
    messages = to_messages(Outgoing("слово " * 2500, (Choice("Так", "yes"),)), SENDER, WORDS)
    assert ["keyboard" in message for message in messages] == [False, False, True]


@pytest.mark.parametrize("text", ["", " \n", "\x00"])
def test_a_message_without_words_cannot_be_sent(text: str) -> None:
    with pytest.raises(Unsendable, match="no words"):
        to_messages(Outgoing(text, (Choice("Так", "yes"),)), SENDER, WORDS)


# --- choices -------------------------------------------------------------------------------------


def test_a_choice_brings_its_value_back_unseen_and_a_link_opens() -> None:
    choices = (Choice("Так", "3.confirm.1=yes"), Choice("Докладніше", "", "https://kyiv.example/x"))
    yes, more = buttons(Outgoing("?", choices))
    assert (yes["ActionType"], yes["ActionBody"]) == ("reply", "m:3.confirm.1=yes")
    assert (more["ActionType"], more["ActionBody"]) == ("open-url", "https://kyiv.example/x")
    assert yes["Silent"] is more["Silent"] is True


def test_short_choices_stand_side_by_side_and_long_ones_below_each_other() -> None:
    assert labels(*[Choice(f"⭐{n}", f"v{n}") for n in range(1, 6)]) == [
        ("⭐1", 2),
        ("⭐2", 2),
        ("⭐3", 2),
        ("⭐4", 3),
        ("⭐5", 3),
    ]
    assert labels(Choice("Повідомити про поломку", "a"), Choice("Так", "b"), Choice("Ні", "c")) == [
        ("Повідомити про поломку", 6),
        ("Так", 3),
        ("Ні", 3),
    ]


def test_html_of_a_label_is_shown_and_not_obeyed() -> None:
    ((text, _),) = labels(Choice("<b>Я</b> & ти", "v"))
    assert text == "&lt;b&gt;Я&lt;/b&gt; &amp; ти"


def test_districts_are_all_buttons() -> None:
    ten = [Choice(f"Святошинський {n}", f"1.district={n}") for n in range(10)]
    assert len(labels(*ten)) == 10


def test_what_does_not_fit_is_numbered_and_has_pages() -> None:
    many = tuple(Choice(f"Дуже довга назва установи № {n}", f"1.body={n}") for n in range(1, 31))
    first = made(Outgoing("Кому?", many))
    assert first["text"].splitlines()[:2] == ["Кому?", "1. Дуже довга назва установи № 1"]
    assert first["keyboard"]["Buttons"][-1]["ActionBody"] == "m:!page=1"
    assert first["tracking_data"] == "!page=1"
    second = made(Outgoing("Кому?", many, page=1))
    assert second["text"].splitlines()[1] == "12. Дуже довга назва установи № 12"
    assert second["keyboard"]["Buttons"][0]["ActionBody"] == "m:1.body=12"


@pytest.mark.parametrize(
    "choice",
    [
        Choice("Вулиця", "v" * 249),
        Choice("Порожня", ""),
        Choice("Файл", "", "file:///etc/passwd"),
        Choice("Криве", "", "https://[kyiv"),
        Choice("Довге", "", "https://kyiv.example/" + "x" * 240),
    ],
)
def test_a_choice_that_no_button_can_carry_is_written_out(choice: Choice) -> None:
    message = made(Outgoing("Що саме?", (choice, Choice("Так", "yes"))))
    assert message["text"].startswith(f"Що саме?\n1. {choice.label}")
    assert [b["ActionBody"] for b in message["keyboard"]["Buttons"]] == ["m:yes"]


# --- requests ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "action", "tracking"),
    [("contact", "share-phone", "contact"), ("location", "location-picker", None)],
)
def test_a_request_has_a_button_that_newer_phones_know(
    request_: Request, action: str, tracking: str | None
) -> None:
    message = made(Outgoing("Ваш номер?", (Choice("Пропустити", "s"),), request=request_))
    share, other = message["keyboard"]["Buttons"]
    assert (share["ActionType"], share["Columns"]) == (action, 6)
    assert share["ActionBody"]
    assert other["ActionBody"] == "m:s"
    assert message["min_api_version"] == 3
    assert message.get("tracking_data") == tracking


def test_a_photo_is_asked_for_in_words() -> None:
    assert made(Outgoing("Надішліть фото", request="photo")).keys() == {"type", "text", "sender"}


# --- the greeting --------------------------------------------------------------------------------


def test_a_link_that_was_followed_is_the_first_button_of_the_greeting() -> None:
    outgoing = Outgoing("Вітаю!", (Choice("Мої заявки", "!flow=case_status"),))
    message = welcome(outgoing, "case_KV-2026-000417", SENDER, WORDS)
    check_message(message)
    first, second = message["keyboard"]["Buttons"]
    assert first["ActionBody"] == "m:/start case_KV-2026-000417"
    assert second["ActionBody"] == "m:!flow=case_status"


@pytest.mark.parametrize("context", [None, "", 5, "<script>", "x" * 65, "a b"])
def test_an_odd_context_is_left_out(context: Any) -> None:
    message = welcome(Outgoing("Вітаю!"), context, SENDER, WORDS)
    assert "keyboard" not in message


# --- whatever it is ------------------------------------------------------------------------------

TEXTS = st.text(max_size=400) | st.text("ї🚰\n. &<", min_size=6000, max_size=9000)
CHOICES = st.lists(
    st.builds(
        Choice,
        st.text(max_size=40) | st.text("Ж<&", min_size=100, max_size=300),
        st.text("m:.=abcї", max_size=30),
        st.sampled_from([None, None, "https://kyiv.example/x", "javascript:alert(1)"]),
    ),
    max_size=40,
)


@given(TEXTS, CHOICES, st.sampled_from([None, "contact", "location", "photo"]), st.integers(0, 9))
def test_viber_takes_whatever_we_write(
    text: str, choices: list[Choice], request_: Request | None, page: int
) -> None:
    outgoing = Outgoing(text, tuple(choices), request=request_, page=page)
    try:
        messages = to_messages(outgoing, SENDER, WORDS)
    except Unsendable:
        return
    for message in messages:
        check_message(message)
        assert (
            len(json.dumps({**message, "receiver": "x" * 40}, ensure_ascii=False).encode()) < 30_000
        )


@given(CHOICES)
def test_no_choice_is_lost_over_the_pages(choices: list[Choice]) -> None:
    named = [choice for choice in choices if one_line(choice.label)]
    if fits(named, None):
        return
    text = "\n".join(
        part.text
        for page in range(len(named) // 4 + 1)
        for part in shown(Outgoing("?", tuple(named), page=page), WORDS)
    )
    numbers = {int(found) for found in re.findall(r"^(\d+)\. ", text, re.MULTILINE)}
    assert set(range(1, len(named) + 1)) <= numbers


# --- its own words -------------------------------------------------------------------------------


def test_every_language_has_every_word_and_they_fit() -> None:
    names = {
        language: re.findall(
            r"^([a-z-]+) =", (FOLDER / f"{language}.ftl").read_text("utf-8"), re.MULTILINE
        )
        for language in LANGUAGES
    }
    assert names["uk"] == names["en"]
    for words in load_words().values():
        assert all(0 < units(t) <= 40 for t in (*words.share.values(), *words.turn, words.begin))


def test_rows_are_counted_as_viber_lays_them_out() -> None:
    assert rows_of([{"Columns": 2}] * 3) == 1
    assert rows_of([{"Columns": 3}, {"Columns": 6}, {"Columns": 3}]) == 3
