"""Papers, read back as a body's own program would."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from connectors.pdf import printing
from connectors.pdf.printing import DRAWN, NotPrinted, print_paper
from core.sheet import Paper, Part
from tests.core.builders import NOW

PAPER = Paper(
    language="uk",
    title="KV-2026-000417 — Ліфт",
    author="Місто, для установи: КП «Київтеплоенерго»",
    opening="Мешканець звернувся до міста.",
    parts=(
        Part("Що відомо", ("Номер: KV-2026-000417", "Де: вул. Ґонти, 15"), listed=True),
        Part("Словами мешканця", ("Третій день їде через п’ятий поверх — «жах», 100 ₴ за №1…",)),
    ),
    footer="KV-2026-000417",
)


def read(paper: Paper) -> PdfReader:
    return PdfReader(BytesIO(print_paper(paper, NOW)))


def catalogue(paper: PdfReader) -> Any:
    return paper.root_object


def text(paper: Paper) -> str:
    return "\n".join(page.extract_text() for page in read(paper).pages)


def saying(*lines: str) -> Paper:
    return replace(PAPER, parts=(Part("Словами мешканця", lines),))


def test_a_paper_is_printed_at_any_moment() -> None:
    assert print_paper(PAPER, NOW.replace(microsecond=123_456)).startswith(b"%PDF")


def test_a_paper_says_all_that_it_was_given_in_ukrainian() -> None:
    said = text(PAPER)
    for words in (PAPER.title, PAPER.opening, *(part.heading for part in PAPER.parts)):
        assert words in said
    for part in PAPER.parts:
        for line in part.lines:
            assert line in said
    assert "KV-2026-000417 1 / 1" in said


def test_a_paper_can_be_read_aloud_and_kept() -> None:
    """It is tagged, knows its language and title, and calls itself PDF/UA and PDF/A."""
    paper = read(PAPER)
    root = catalogue(paper)
    assert root["/Lang"] == "uk"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert paper.metadata is not None
    assert paper.metadata.title == PAPER.title
    kept = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part\W+2\b", kept)
    assert re.search(r"pdfuaid:part\W+1\b", kept)


def test_an_english_paper_says_so() -> None:
    assert catalogue(read(replace(PAPER, language="en")))["/Lang"] == "en"


def test_the_same_paper_is_the_same_file() -> None:
    assert print_paper(PAPER, NOW) == print_paper(PAPER, NOW)


def test_a_long_text_goes_over_pages_and_nothing_is_lost() -> None:
    lines = tuple(f"Рядок {number}: третій день не працює ліфт." for number in range(200))
    paper = read(saying(*lines))
    assert len(paper.pages) > 3
    said = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert all(line in said for line in lines)


def test_a_text_without_spaces_stays_on_the_page() -> None:
    page = read(saying("Щ" * 4096)).pages[0]
    right = float(page.mediabox.right)
    ends: list[float] = []

    def seen(words: str, _: object, place: list[float], *rest: object) -> None:
        if words.strip():
            ends.append(place[4])

    page.extract_text(visitor_text=seen)
    assert max(ends) < right
    longest = max(len(line) for line in page.extract_text().splitlines())
    assert longest < 60
    assert text(saying("Щ" * 4096)).count("Щ") == 4096


def test_words_are_never_markup() -> None:
    hostile = '<script>alert(1)</script> #read("/etc/passwd") *b* _i_ $x$ = H // \\ " ` [x] @y'
    assert hostile in text(saying(hostile))


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("ліфт 😀😀 стоїть", "ліфт □ стоїть"),
        ("مرحبا ліфт", "□ ліфт"),
        ("и\u0306 та і\u0308", "й та ї"),
        ("\x00\x07нуль\ud83d", "□нуль□"),
    ],
)
def test_what_the_font_lacks_stands_as_one_box(typed: str, drawn: str) -> None:
    assert drawn in text(saying(typed))


def test_every_letter_that_is_kept_can_be_drawn() -> None:
    kept = [chr(code) for code in range(0x20, 0x2700) if re.match(f"[{DRAWN}]", chr(code))]
    said = text(saying(*(f"а{letter}я" for letter in kept)))
    assert "□" in kept
    assert said.count("□") == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=4))
def test_whatever_was_written_a_paper_comes_out(lines: list[str]) -> None:
    assert "Словами мешканця" in text(saying(*lines))


def test_what_cannot_be_printed_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_template", lambda: b"#panic(sys.inputs.paper)")
    with pytest.raises(NotPrinted) as told:
        print_paper(PAPER, NOW)
    assert "Ліфт" not in str(told.value)
