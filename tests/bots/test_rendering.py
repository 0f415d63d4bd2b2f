"""Messages where a channel has too little room: nothing is lost, nothing needs a button."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.rendering import Fits, Page, cut, page_of, plain_twin, shortened, split, utf16_length
from core.messages import Choice

URL = "https://kyiv.example/cases/KV-2026-000417"
TEXTS = st.lists(
    st.text(st.sampled_from("абвґ єї'’*\n.!?&<>/ab 12🚰👩‍👩‍👧é"), max_size=60)
    | st.sampled_from([URL, " ", "\n\n", "**101**"])
).map("".join)
LABELS = st.text(st.sampled_from("абв ґ12"), max_size=8)
CHOICES = st.lists(
    st.builds(Choice, LABELS, st.text("abc", max_size=3), st.sampled_from([None, URL])), max_size=60
)
TURN = ("Далі", "На початок")


def fits(most: int) -> Fits:
    """Return a channel that takes so many buttons, each of them with a value or a link."""

    def check(choices: Sequence[Choice]) -> bool:
        return len(choices) <= most and all(c.value or c.url for c in choices)

    return check


def pages(choices: list[Choice], most: int) -> list[Page]:
    """Return all pages, turned as a resident does it: by the last button until the first again."""
    found = [page_of(choices, 0, TURN, fits(most))]
    while found[-1].choices and found[-1].choices[-1].label == TURN[0]:
        number = int(found[-1].choices[-1].value.removeprefix("!page="))
        found.append(page_of(choices, number, TURN, fits(most)))
    return found


# --- texts ---------------------------------------------------------------------------------------


@given(TEXTS, st.integers(50, 200))
def test_no_part_is_too_long_or_empty_and_nothing_visible_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(0 < utf16_length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@given(TEXTS, st.integers(50, 200))
def test_no_url_is_cut(text: str, limit: int) -> None:
    parts = split(text, limit)
    whole = {url for url in re.findall(r"https?://\S+", text) if utf16_length(url) <= limit}
    seen = {url for part in parts for url in re.findall(r"https?://\S+", part)}
    assert whole <= seen


@given(TEXTS, st.integers(50, 200))
def test_a_word_is_cut_only_where_it_fits_into_no_part(text: str, limit: int) -> None:
    words = set(text.split())
    for part in split(text, limit):
        for word in set(part.split()) - words:
            assert any(utf16_length(w) > limit // 2 and word in w for w in words)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Перший абзац.\n\nДругий абзац.", ["Перший абзац.", "Другий абзац."]),
        ("Перше речення. Друге речення тут.", ["Перше речення.", "Друге речення тут."]),
        ("одне друге третє четверте", ["одне друге третє", "четверте"]),
        ("🚰" * 15, ["🚰" * 10, "🚰" * 5]),
    ],
)
def test_a_text_is_cut_where_it_is_best(text: str, parts: list[str]) -> None:
    assert split(text, 20) == parts


def test_a_url_that_is_too_long_is_cut_all_the_same() -> None:
    assert split("https://kyiv.example/" + "a" * 30, 20)[0] == "https://kyiv.example"


def test_a_cut_that_reaches_the_end_is_the_end() -> None:
    assert cut("одне", 0, 10) == 4


@pytest.mark.parametrize(
    ("text", "twin"),
    [
        ("Телефонуйте **101**!", "Телефонуйте 101!"),
        ("2 ** 3 ** 4", "2 ** 3 ** 4"),
        ("а\ud83dб", "а�б"),
        ("а\x00б\x1b[1m\tв", "аб[1m\tв"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
    ],
)
def test_the_plain_twin_has_no_marks(text: str, twin: str) -> None:
    assert plain_twin(text) == twin


@given(TEXTS, st.integers(1, 80))
def test_a_shortened_text_is_short(text: str, units: int) -> None:
    found = shortened(text, units)
    assert utf16_length(found) <= units
    assert found == text or found.endswith("…")


# --- choices -------------------------------------------------------------------------------------


def test_choices_that_fit_are_buttons_and_nothing_else() -> None:
    three = [Choice(label, label) for label in "абв"]
    assert page_of(three, 0, TURN, fits(3)) == Page(three)


def test_too_many_choices_are_numbered_and_have_pages() -> None:
    first, second = pages([Choice(f"№{n}", f"v{n}") for n in range(1, 5)], 3)
    assert [c.label for c in first.choices] == ["№1", "№2", "Далі"]
    assert first.lines == ["1. №1", "2. №2"]
    assert [(c.label, c.value) for c in second.choices][-1] == ("На початок", "!page=0")
    assert second.lines == ["3. №3", "4. №4"]


def test_a_page_that_is_not_there_is_the_last_one() -> None:
    four = [Choice(f"№{n}", f"v{n}") for n in range(1, 5)]
    assert page_of(four, 99, TURN, fits(3)).lines == ["3. №3", "4. №4"]


def test_a_choice_that_no_button_can_carry_is_a_line() -> None:
    page = page_of([Choice("Так", "yes"), Choice("Ні", "")], 0, TURN, fits(6))
    assert (page.lines, page.choices) == (["1. Так", "2. Ні"], [Choice("Так", "yes")])


@given(CHOICES, st.integers(2, 8))
def test_every_choice_is_on_exactly_one_page_with_its_number(
    choices: list[Choice], most: int
) -> None:
    named = [choice for choice in choices if choice.label.strip()]
    found = pages(choices, most)
    if fits(most)(named):
        assert found == [Page(named)]
        return
    lines = [line for page in found for line in page.lines]
    assert [line.split(". ")[0] for line in lines] == [str(n) for n in range(1, len(named) + 1)]
    pressed = [c for page in found for c in page.choices if not c.value.startswith("!page=")]
    assert pressed == [choice for choice in named if choice.value or choice.url]
    assert all(len(page.choices) <= most for page in found)
