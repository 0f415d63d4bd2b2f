"""What a case is found by, and what a question asks for."""

import pytest

from core.case_words import MOST_ASKED, as_told, asked_of, words_of
from core.model import Address, Applicant
from tests.core.builders import filed

CASE = filed(
    description="П’ятий під'їзд: не працює ліфт-підйомник. Дзвоніть 067 123-45-67",
    address=Address("вулиця Михайла Драгоманова", "15-А", as_typed="драгоманова"),
    applicant=Applicant("Олена Коваль", "+380441234567", "Olena@Kyiv.example"),
)


@pytest.mark.parametrize(
    "text",
    [
        *("п'ятий", "П’ЯТИЙ", "підйомник", "ліфт-підйомник", "15-а", "драгоманова 15"),
        *("olena@kyiv.example", "+38 (044) 123 45 67", "4567", "kv-2026-000001", "000001"),
        *("067 123 45 67", "коваль олена ліфт"),
    ],
)
def test_a_case_is_found_by_what_it_says_and_who_filed_it(text: str) -> None:
    words, asked = words_of(CASE, as_told), asked_of(text, as_told)
    assert asked
    assert all(words.intersection(group) for group in asked)


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "—", "?!"])
def test_what_holds_no_word_asks_for_nothing(text: str) -> None:
    assert asked_of(text, as_told) == []


def test_a_question_of_very_many_words_is_cut() -> None:
    assert len(asked_of("слово " * 1000, as_told)) == MOST_ASKED
    assert max(len(word) for word in words_of(filed(description="ж" * 5000), as_told)) == 64


def test_every_dictionary_form_counts() -> None:
    forms = {"три": ("три", "терти"), "ліфтами": ("ліфт",)}

    def of(word: str) -> tuple[str, ...]:
        return forms.get(word, (word,))

    assert asked_of("Три ліфтами", of) == [("три", "терти"), ("ліфт",)]
    assert {"три", "терти", "ліфт"} <= words_of(filed(description="три ліфтами"), of)
