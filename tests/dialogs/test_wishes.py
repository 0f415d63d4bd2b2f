"""Refusals, changes of mind and questions about the matter itself, by their words."""

import pytest

from dialogs.phrases import addition
from dialogs.wishes import (
    after_score,
    asks,
    asks_how_long,
    asks_who_sees,
    instead,
    refuses,
    substance,
    wishes,
    withholds,
)

COMPLAIN = ("скарж", "скарг", "поскарж", "complain")


@pytest.mark.parametrize(
    "said",
    [
        "не хочу скаржитися",
        "та ні, не хочу я скаржитись",
        "не буду я писати скаргу",
        "не хочу нікуди скаржитись, просто полагодьте ліфт",
        "ні, не подавайте",
        "не треба подавати",
        "I don't want to complain",
    ],
)
def test_what_a_service_does_is_refused(said: str) -> None:
    assert refuses(said, COMPLAIN)


@pytest.mark.parametrize(
    "said",
    [
        "хочу поскаржитися",
        "ніхто не подавав заявки",
        "не подаватии",
        "не працює ліфт, хочу скаргу",
        "вони не хочуть приймати скаргу",
        "не хочу чекати",
    ],
)
def test_other_words_with_a_not_refuse_nothing(said: str) -> None:
    assert not refuses(said, COMPLAIN)


@pytest.mark.parametrize(
    "said", ["не хочу нічого підписувати", "не буду називати імені", "не хочу казати"]
)
def test_to_tell_or_sign_is_refused(said: str) -> None:
    assert withholds(said)
    assert not withholds("підпишу, звісно")


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("а ні, краще просто заявку що сніг не прибрали", True),
        ("передумала, хочу скаргу", True),
        ("краще стало, але не зовсім", True),
        ("стало краще", False),
        ("ні", False),
    ],
)
def test_another_matter_is_put_in_the_place_of_this_one(said: str, changed: bool) -> None:
    assert instead(said) is changed


def test_a_wish_is_told_from_a_mention() -> None:
    assert wishes("ніхто нічого не зробив, хочу скаргу на київтеплоенерго", COMPLAIN)
    assert wishes("буду скаржитись", COMPLAIN)
    assert not wishes("моя скарга без відповіді", COMPLAIN)
    assert not wishes("хочу оцінити, а скаржитись не хочу скаржитись", COMPLAIN)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Хочу подати офіційне звернення до Київської міської ради", ""),
        ("хочу написати меру", ""),
        ("Прошу встановити лавку біля під'їзду", "встановити лавку біля під'їзду"),
        ("I want to complain about the mayor", ""),
    ],
)
def test_the_wish_to_write_is_no_substance(said: str, left: str) -> None:
    assert substance(said) == left


def test_a_yes_said_in_other_words_adds_nothing() -> None:
    assert addition("так подавай вже") is None
    assert addition("так, подавайте будь ласка") is None
    assert addition("так, і додайте що вона глибока") is not None


def test_what_follows_a_score_is_the_rest() -> None:
    assert after_score("5, дякую, але в під'їзді немає світла", "5") == "в під'їзді немає світла"
    assert after_score("хочу скаргу", "") == "хочу скаргу"


@pytest.mark.parametrize(
    ("said", "how_long", "who_sees"),
    [
        ("а скільки чекати відповіді?", True, False),
        ("коли вже зроблять", True, False),
        ("який термін розгляду", True, False),
        ("а вона дізнається хто написав?", False, True),
        ("хто побачить мої дані", False, True),
        ("чекаю вже два тижні", False, False),
        ("хто там", False, False),
    ],
)
def test_a_question_about_the_matter_is_known(said: str, how_long: bool, who_sees: bool) -> None:
    assert (asks_how_long(said), asks_who_sees(said)) == (how_long, who_sees)


def test_a_question_needs_no_mark() -> None:
    assert asks("коли вже зроблять")
    assert asks("Драгоманова?")
    assert not asks("біля школи")
