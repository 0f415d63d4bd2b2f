"""The public page of figures."""

from pathlib import Path

import pytest

from core.figures import Figures
from misto.app import City
from misto.figures import figures_page
from tests.misto.city import new_city

KTE = Figures("body", "kte", 12, 10, 6, 0.75, 2.5, 4.25, None, 0.1, 0.566)


@pytest.fixture
def city(tmp_path: Path) -> City:
    return new_city(tmp_path)


def test_a_row_shows_its_number_of_cases_and_what_may_be_published(city: City) -> None:
    page = figures_page(city, [KTE], "uk")
    assert "За установами" in page
    cells = ("КП «Київтеплоенерго»", "12", "75 %", "2,5", "4,2", "—", "6", "57 %", "10 %")
    places = [page.index(f">{cell}<") for cell in cells]
    assert places == sorted(places)


def test_without_figures_the_page_says_so(city: City) -> None:
    assert "too few cases" in figures_page(city, [], "en")


def test_what_a_resident_wrote_is_shown_as_text(city: City) -> None:
    page = figures_page(city, [Figures("official", "<script>", *KTE_REST)], "uk")
    assert "<script>" not in page


KTE_REST = (12, 10, 6, 0.75, 2.5, 4.25, 4.0, 0.1, 0.566)
