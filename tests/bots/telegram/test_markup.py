"""Our plain texts as Telegram's HTML, in parts that Telegram takes."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from teremok.validation import validate_html

from bots.rendering import utf16_length
from bots.telegram.markup import TEXT_LIMIT, escape, plain, to_parts

TEXTS = st.text(
    st.sampled_from("абвґ єї'’ *\n.!?&<>\"/ab 12🚰👩‍👩‍👧é")
    | st.characters(exclude_categories=["Cs"]),
    max_size=300,
)
MARKED = st.lists(TEXTS | st.sampled_from(["**", "**101**", "https://kyiv.example/a?b=1&c=2", " "]))
MARKED_TEXTS = MARKED.map("".join)


class Reader(HTMLParser):
    """Reads our HTML as a browser does: the text, and which of it is bold."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.bold, self.deep = "", "", 0
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag == "b"
        self.deep += 1

    def handle_endtag(self, tag: str) -> None:
        self.deep -= 1

    def handle_data(self, data: str) -> None:
        self.text += data
        self.bold += data if self.deep else ""


def without_space(text: str) -> str:
    return "".join(text.split())


def test_bold_is_the_only_markup() -> None:
    assert to_parts("Телефонуйте **101** або **112**!") == [
        "Телефонуйте <b>101</b> або <b>112</b>!"
    ]


@pytest.mark.parametrize(
    "text",
    ["2 ** 3", "**", "****", "** жирний **", "**без кінця", "*один*", "**через\nрядок**"],
)
def test_stars_that_mark_nothing_stay(text: str) -> None:
    assert to_parts(text) == [text]


def test_html_of_residents_is_shown_and_not_obeyed() -> None:
    assert to_parts("<b>яма</b> & <script>'\"") == [
        "&lt;b&gt;яма&lt;/b&gt; &amp; &lt;script&gt;'\""
    ]


def test_half_of_a_surrogate_pair_is_replaced() -> None:
    assert escape("а\ud83dб") == "а�б"
    assert escape("\ud83d\ude00") == "😀"


@pytest.mark.parametrize("text", ["", "  \n ", "\t"])
def test_nothing_to_say_has_no_parts(text: str) -> None:
    assert to_parts(text) == []


@given(MARKED_TEXTS, st.integers(40, 200))
def test_every_part_is_valid_and_short_enough(text: str, limit: int) -> None:
    for part in to_parts(text, limit):
        validate_html(part)
        assert 0 < utf16_length(part) <= limit
        assert part == part.strip()


@given(MARKED_TEXTS, st.integers(40, 200))
def test_no_character_is_lost_and_none_becomes_bold_by_cutting(text: str, limit: int) -> None:
    parts = [Reader(part) for part in to_parts(text, limit)]
    (whole,) = [Reader(part) for part in to_parts(text, 10**9)] or [Reader("")]
    assert without_space("".join(p.text for p in parts)) == without_space(whole.text)
    assert without_space("".join(p.bold for p in parts)) == without_space(whole.bold)


@given(TEXTS.filter(lambda text: "**" not in text))
def test_what_telegram_shows_is_what_we_wrote(text: str) -> None:
    shown = "".join(Reader(part).text for part in to_parts(text))
    # A browser reads every line end as one; Telegram keeps it.
    assert shown.split() == text.split()


@given(MARKED_TEXTS)
def test_plain_text_has_no_tags_left(text: str) -> None:
    for part in to_parts(text):
        assert plain(part).split() == Reader(part).text.split()


def test_a_long_text_is_cut_between_paragraphs() -> None:
    first, second = "а" * 3000, "б" * 3000
    assert to_parts(f"{first}\n\n{second}") == [first, second]


def test_a_long_paragraph_is_cut_between_sentences_not_inside() -> None:
    sentence = "Це речення про воду. "
    parts = to_parts(sentence * 400)
    assert len(parts) == 3
    assert all(part.endswith(".") for part in parts)


def test_a_long_sentence_is_cut_between_words() -> None:
    parts = to_parts("слово " * 1500)
    assert {word for part in parts for word in part.split()} == {"слово"}


def test_a_paragraph_break_near_the_start_does_not_leave_a_stub() -> None:
    parts = to_parts("Так.\n\n" + "слово " * 1500)
    assert utf16_length(parts[0]) > TEXT_LIMIT / 2


def test_words_of_emoji_are_cut_between_emoji() -> None:
    parts = to_parts("🚰" * 3000)
    assert [utf16_length(part) for part in parts] == [4096, 1904]


def test_escapes_count_as_long_as_they_are() -> None:
    parts = to_parts("&" * 4096)
    assert all(re.fullmatch("(&amp;)+", part) for part in parts)
    assert sum(part.count("&amp;") for part in parts) == 4096


def test_bold_goes_on_in_the_next_part() -> None:
    parts = to_parts("**" + "слово " * 1500 + "кінець**")
    assert all(part.startswith("<b>") and part.endswith("</b>") for part in parts)


@pytest.mark.parametrize("before", range(4040, 4097))
def test_a_url_is_never_cut(before: int) -> None:
    url = "https://kyiv.example/cases/KV-2026-000417"
    parts = to_parts("а" * before + url + " далі")
    assert sum(url in part for part in parts) == 1


def test_a_url_longer_than_a_message_is_cut_all_the_same() -> None:
    parts = to_parts("https://kyiv.example/" + "a" * 5000)
    assert [len(part) for part in parts] == [4096, 925]


def test_a_hundred_thousand_combining_characters_are_cut_and_said() -> None:
    parts = to_parts("а" + "\u0301" * 100_000)
    assert sum(utf16_length(part) for part in parts) == 100_001
    assert max(utf16_length(part) for part in parts) == 4096
