"""What the law keeps of a case says nothing of its resident; what it need not keep is not there."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messages import ChatRef
from core.model import Address, Applicant, Case, Rating, Status
from core.unnamed import is_kept, unnamed

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
HOME = Address("вулиця Теремківська", "5", "917", "2", "7", "holosiivskyi", 50.1, 30.2, True, "тут")


def appeal(text: str = "Прошу поставити лавку.", **facts: object) -> Case:
    case = Case(
        *("KV-2026-000001", "appeal", "kmda", NOW, NOW, "law", "appeal.normal", 1),
        ChatRef("telegram", "main", "5"),
        person_id=3,
        status=Status.CLOSED,
        description=text,
        applicant=Applicant("Ольга Квітчасько", "+380671112233", "o@poshta.example"),
        address=HOME,
        answer="Шановна Ольго Квітчасько! Лавку поставлено.",
        facts={"appeal_kind": "application", "account": "123456", "period": "Ольга, жовтень"},
        rating=Rating(2, 5, "Ольга незадоволена"),
    )
    return replace(case, **facts)  # type: ignore[arg-type]  # the names are the test's own


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ользі й Ольгою задоволені, Квітчаськові ні", "… й … задоволені, … ні"),
        ("тел. 067 111-22-33, +380671112233", "тел. …, …"),
        ("пишіть на o.kv+city@poshta.example", "пишіть на …"),
        ("квартира № 917, кв.917, кв 917-а, apt 917", "…, …, …, …"),
        ("вулиця Квітнева, ольха біля дому", "вулиця Квітнева, ольха біля дому"),
        ("у 2026 році 12 лавок за 15000 грн", "у 2026 році 12 лавок за 15000 грн"),
    ],
)
def test_what_could_lead_to_somebody_is_blotted_out(text: str, left: str) -> None:
    assert unnamed(appeal(text)).description == left


def test_the_substance_of_an_appeal_stays() -> None:
    kept = unnamed(appeal())
    assert kept.description == "Прошу поставити лавку."
    assert kept.answer == "Шановна … …! Лавку поставлено."
    assert kept.facts == {"appeal_kind": "application", "period": "…, жовтень"}


def test_who_and_where_from_does_not_stay() -> None:
    kept = unnamed(appeal())
    assert (kept.applicant, kept.person_id) == (Applicant(), None)
    assert kept.address == Address(district="holosiivskyi")
    assert kept.rating == Rating(2, 5)


def test_of_a_request_only_the_thing_in_the_town_stays() -> None:
    request = appeal(kind="dispatcher_request", due_basis="norm", facts={"since": "2026-11-01"})
    kept = unnamed(request)
    assert (kept.description, kept.answer, kept.facts) == ("", None, {})
    assert kept.address == Address(
        "вулиця Теремківська", "5", district="holosiivskyi", verified=True
    )


@pytest.mark.parametrize("place", [{"scope": "inside"}, None])
def test_a_home_is_no_thing_in_the_town(place: dict[str, str] | None) -> None:
    typed = replace(HOME, verified=place is not None)
    request = appeal(kind="dispatcher_request", due_basis="norm", facts=place or {}, address=typed)
    assert unnamed(request).address == Address(district="holosiivskyi")


def test_nothing_is_kept_of_what_was_taken_back() -> None:
    withdrawn = appeal(status=Status.WITHDRAWN)
    assert not is_kept(withdrawn)
    assert (unnamed(withdrawn).description, unnamed(withdrawn).answer) == ("", None)


@pytest.mark.parametrize(
    "forms",
    [
        "Олена Олени Олені Олену Оленою Олено ОЛЕНА",
        "Зоя Зої Зою Зоєю Зоє",
        "Андрій Андрія Андрію Андрієві Андрієм",
        "Ігор Ігоря Ігореві Ігорем Ігорю",
        "Петренко Петренка Петренкові Петренком",
        "Іваненчук Іваненчука Іваненчуку",
    ],
)
def test_a_name_in_any_form_is_found(forms: str) -> None:
    kept = unnamed(appeal(forms), [forms.split()[0]])
    assert set(kept.description.split()) == {"…"}


def test_a_short_name_takes_no_other_words() -> None:
    text = "зона, золото й ольха біля Оленівки"
    assert unnamed(appeal(text), ["Зоя Лев"]).description == text


@given(st.text())
def test_blotting_twice_changes_nothing_more(text: str) -> None:
    once = unnamed(appeal(text))
    assert unnamed(once, ["Ольга Квітчасько"]).description == once.description
