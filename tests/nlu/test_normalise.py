"""Cleaning keeps the meaning and the way back to the text as it was sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.normalise import scan, tidy

ROUGH = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("абвгґіїєйё'’ʼ`\u0301\u0306\u0308\u200b\u200d\ufeff\x00\ud800🔥👍🏽 \n\t"),
    ),
    max_size=120,
)


@pytest.mark.parametrize(
    ("sent", "clean"),
    [
        ("п’ять, п'ять, пʼять", "пять, пять, пять"),
        ('під"їзд', "підїзд"),
        ("немаe cвітлa", "немае світла"),
        ("ліііііфт", "ліфт"),
        ("ванна", "ванна"),
        ("сти\u0301хло", "стихло"),
        ("и\u0306ого і\u0308х", "його їх"),
        ("гаря\u00adча\u200b вода\ufeff", "гаряча вода"),
        ("а\x00б", "а б"),
        ("ніч\xa0тиха", "ніч тиха"),
        ("Хрещатик 15‑А", "Хрещатик 15-А"),
        ("\ud83d тест", "  тест"),
        ("１５", "15"),
        ("1000", "1000"),
        ("👍🏽", "👍"),
    ],
)
def test_text_is_cleaned_as_a_person_reads_it(sent: str, clean: str) -> None:
    assert tidy(scan(sent)).text == clean


def test_places_count_code_points_of_the_text_as_sent() -> None:
    sent = "🔥 пі\u0301д'їзд 2"
    clean = tidy(scan(sent))
    start = clean.text.index("підїзд")
    assert sent[slice(*clean.span(start, start + 6))] == "пі\u0301д'їзд"


def test_an_empty_span_has_no_place() -> None:
    with pytest.raises(ValueError, match="empty span"):
        scan("так").span(1, 1)


@given(ROUGH)
def test_every_character_knows_where_it_came_from(sent: str) -> None:
    clean = tidy(scan(sent))
    assert len(clean.text) == len(clean.low) == len(clean.starts) == len(clean.ends)
    for place in range(len(clean.text)):
        start, end = clean.span(place, place + 1)
        assert 0 <= start < end <= len(sent)
        assert place == 0 or clean.ends[place - 1] <= start


@given(ROUGH)
def test_cleaning_twice_changes_nothing_more(sent: str) -> None:
    once = tidy(scan(sent)).text
    assert scan(once).text == once


@given(ROUGH)
def test_what_cannot_be_seen_or_written_is_gone(sent: str) -> None:
    clean = tidy(scan(sent)).text
    assert not any(char in clean for char in "\x00\u200b\u200d\ufeff\ud800")
    clean.encode()
