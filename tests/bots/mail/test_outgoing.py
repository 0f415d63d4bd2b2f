"""A turn as one letter: plain and HTML, choices that can be answered, a subject that stays."""

import pytest

from bots.mail.heads import head_of
from bots.mail.letters import html_of, numbered, shown, subject_of, text_of
from bots.mail.words import load_words
from core.messages import Choice, Outgoing

WORDS = load_words()["uk"]
YES, NO = Choice("Так, подати", "1.confirm.1=yes"), Choice("Змінити", "1.confirm.1=edit")
SUMMARY = Outgoing("Ліфт: **Теремківська, 5**.\nПодаємо?", (YES, NO), expects="confirm")
ENTRANCE = Outgoing("Який під’їзд?", (Choice("Не знаю", "1.entrance~"),), expects="entrance")


def head(subject: str) -> str:
    return subject_of(
        [SUMMARY], head_of(f"From: a@x.ua\r\nSubject: {subject}\r\n\r\n".encode()), WORDS
    )


def test_choices_are_numbered_in_the_text() -> None:
    assert shown(SUMMARY).text == "Ліфт: Теремківська, 5.\nПодаємо?\n1. Так, подати\n2. Змінити"
    assert shown(SUMMARY).choices == (YES, NO)
    assert numbered(SUMMARY) == 2


def test_where_a_number_is_the_answer_itself_there_are_none() -> None:
    assert shown(ENTRANCE).text == "Який під’їзд?\n— Не знаю"
    assert numbered(ENTRANCE) == 0


def test_one_letter_says_all_of_a_turn_and_offers_what_stands() -> None:
    first = Outgoing("Фото додано.", (Choice("Старе", "x"),))
    text = text_of([first, SUMMARY], WORDS)
    assert text.startswith("Фото додано.\n\nЛіфт: Теремківська, 5.\nПодаємо?\n\n1. Так, подати\n2.")
    assert "Старе" not in text
    assert "номером або своїми словами" in text
    assert "**" not in text


def test_a_link_is_written_out() -> None:
    link = Outgoing("Підтвердити особу?", (Choice("Підтвердити", "v", "https://k.example/v/1"),))
    assert "— Підтвердити: https://k.example/v/1" in text_of([link], WORDS)


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("Ліфт", "Re: Ліфт"),
        ("Re: RE: Ліфт", "Re: Ліфт"),
        ("=?utf-8?b?0JvRltGE0YI=?=", "Re: Ліфт"),
        ("", "Ваше звернення до міста"),
    ],
)
def test_an_answer_keeps_the_subject(asked: str, subject: str) -> None:
    assert head(asked) == subject


def test_a_case_has_one_subject_for_good() -> None:
    filed = Outgoing("Подано: KV-2026-000001.", case="KV-2026-000001")
    first = subject_of([filed], head_of(b"From: a@x.ua\r\nSubject: Lift\r\n\r\n"), WORDS)
    unasked = subject_of([filed], None, WORDS)
    assert first == unasked == "KV-2026-000001: звернення до міста"
    again = head_of(f"From: a@x.ua\r\nSubject: Re: {first}\r\n\r\n".encode())
    assert subject_of([filed], again, WORDS) == f"Re: {first}"


def test_html_says_the_same_and_runs_nothing() -> None:
    evil = Outgoing("<script>alert(1)</script> & https://k.example/a?b=1&c=2.\n\n**ні**", (YES, NO))
    page = html_of([evil], WORDS, "uk", "<x>", lambda n: f"https://k.example/{n}?a=1&b")
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in page
    assert '<a href="https://k.example/a?b=1&amp;c=2">https://k.example/a?b=1&amp;c=2</a>.' in page
    assert "<p><strong>ні</strong></p>" in page
    assert '<li><a href="https://k.example/0?a=1&amp;b">Так, подати</a></li>' in page
    assert "<title>&lt;x&gt;</title>" in page
    assert 'lang="uk"' in page
    assert "prefers-color-scheme:dark" in page


def test_choices_without_a_page_are_words() -> None:
    page = html_of([SUMMARY], WORDS, "uk", "x", lambda n: None)
    assert "<ol><li>Так, подати</li><li>Змінити</li></ol>" in page
