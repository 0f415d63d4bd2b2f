"""The catalogue: texts by id and language, arguments made into words, what is missing left out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from core.conversation import Button, Language, Say, Text
from core.messages import Choice, Outgoing
from dialogs.texts import Catalogue

UK = """
hello = Вітаю!
filed = Подано { $count ->
    [one] { $count } заявку
    [few] { $count } заявки
   *[many] { $count } заявок
}.
place = { $district_loc ->
    [none] Де це?
   *[other] У { $district_loc }?
}
quoted = Вітаю! { hello } { place }
where = Див. { $site }
ask = Який номер?
    .again = Ще раз: який?
only-uk = Лише тут
sure = { $agreed ->
    [yes] Так
   *[no] Ні
}
"""
EN = """
hello = Hello!
filed = Filed { $count ->
    [one] { $count } request
   *[other] { $count } requests
}.
place = { $district_loc ->
    [none] Where is it?
   *[other] In { $district_loc }?
}
quoted = Hi! { hello } { place }
where = See { $site }
ask = Which number?
    .again = Once more: which?
sure = { $agreed ->
    [yes] Yes
   *[no] No
}
"""


def catalogue(uk: str = UK, en: str = EN) -> Catalogue:
    made = Catalogue({"uk": {"a.ftl": uk}, "en": {"a.ftl": en}})
    made.use({"district": district}, {"site": "https://misto.example"})
    return made


def district(value: Any, language: Language) -> Mapping[str, Any]:
    name = "Печерському" if language == "uk" else "Pecherskyi"
    return {"district": str(value), "district_loc": name}


@pytest.mark.parametrize(("language", "said"), [("uk", "Вітаю!"), ("en", "Hello!")])
def test_a_text_is_said_in_the_language(language: Language, said: str) -> None:
    assert catalogue().format("hello", language, {}) == said


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 заявку"), (2, "2 заявки"), (5, "5 заявок"), (11, "11 заявок"), (21, "21 заявку")],
)
def test_numbers_agree(count: int, said: str) -> None:
    assert catalogue().format("filed", "uk", {"count": count}) == f"Подано {said}."


def test_a_formatter_gives_the_cases_of_a_word_also_inside_quoted_texts() -> None:
    texts = catalogue()
    assert texts.format("place", "uk", {"district": "pecherskyi"}) == "У Печерському?"
    assert texts.format("quoted", "en", {"district": "x"}) == "Hi! Hello! In Pecherskyi?"


def test_what_is_not_given_reads_as_none_so_that_a_text_can_leave_it_out() -> None:
    assert catalogue().format("place", "uk", {}) == "Де це?"
    assert catalogue().format("place", "uk", {"district": None}) == "Де це?"


def test_a_constant_stands_in_for_an_argument() -> None:
    assert catalogue().format("where", "en", {}) == "See https://misto.example"


@pytest.mark.parametrize(("agreed", "said"), [(True, "Так"), (False, "Ні"), (None, "Ні")])
def test_a_truth_value_chooses_by_yes_and_no(agreed: bool | None, said: str) -> None:
    assert catalogue().format("sure", "uk", {"agreed": agreed}) == said


def test_an_attribute_is_a_text_of_its_own() -> None:
    texts = catalogue()
    assert texts.has("ask.again")
    assert not texts.has("ask.help")
    assert texts.format("ask.again", "uk", {}) == "Ще раз: який?"


def test_a_text_that_a_language_lacks_is_said_in_the_other() -> None:
    assert catalogue().format("only-uk", "en", {}) == "Лише тут"


def test_a_text_that_nobody_has_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError, match="no text 'nowhere'"):
        catalogue().format("nowhere", "uk", {})


def test_a_literal_says_itself_whatever_stands_in_it() -> None:
    words = "{ $x } <b>як є</b>"
    assert catalogue().label(Text("literal", {"text": words}), "uk") == words
    assert catalogue().has("literal")


def test_an_argument_is_never_read_as_a_text() -> None:
    said = catalogue("say = «{ $text }»", "say = “{ $text }”").format(
        "say", "uk", {"text": "{ $x }"}
    )
    assert said == "«{ $x }»"


def test_a_message_is_rendered_whole() -> None:
    say = Say(Text("ask"), (Button(Text("hello"), "!hi", "https://x"),), "contact", "question")
    assert catalogue().render(say, "uk") == Outgoing(
        "Який номер?", (Choice("Вітаю!", "!hi", "https://x"),), "contact", "question"
    )


def test_the_formatters_work_anew_for_each_argument() -> None:
    texts = catalogue()
    assert texts.format("filed", "uk", {"count": 1}) != texts.format("filed", "uk", {"count": 2})
    assert texts.format("hello", "uk", {}) == texts.format("hello", "uk", {"unused": 1})


def test_problems_are_told_by_file_and_line() -> None:
    broken = "hello = Вітаю!\n\nbroken = { $x\n"
    found = catalogue(broken, "hello = Hello!\nextra = More\n").problems()
    assert any(problem.startswith("a.ftl:3: ") for problem in found)
    assert "a.ftl:2: text 'extra' is here in 'en' and missing in 'uk'; add it" in found
    assert catalogue("hello = Вітаю!", "hello = Hello!").problems() == []


def test_the_catalogue_is_read_from_its_folders(tmp_path: Path) -> None:
    for language, text in (("uk", "hello = Вітаю!"), ("en", "hello = Hello!")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "a.ftl").write_text(text, "utf-8")
    assert Catalogue.load(tmp_path).format("hello", "en", {}) == "Hello!"
