"""Persons in office: entered by staff with their days, found by a surname, never invented."""

from datetime import date

import pytest

from connectors.database.unit_of_work import SqlUnitOfWork
from core import offices
from core.model import OfficeHolder, Role
from core.offices import Offices, named_in
from core.refusals import BadValue, NotAllowed
from tests.contract.builders import NOW, hired
from tests.core.builders import LAW, ROUTING
from tests.core.town import acting

SINCE = date(2026, 1, 1)
BODIES = ROUTING.bodies


def holder(name: str, post: str = "голова", office: str = "kmda", **days: date) -> OfficeHolder:
    return OfficeHolder(office, post, name, days.get("since", SINCE), days.get("until"))


def entered(uow: SqlUnitOfWork, one: OfficeHolder) -> OfficeHolder:
    admin = uow.staff.by_email("admin@x") or hired(uow, "admin@x", role=Role.ADMIN)
    return offices.enter(uow, admin, one, NOW, bodies=BODIES)


def test_who_holds_an_office_is_known_by_the_day(uow: SqlUnitOfWork) -> None:
    first = entered(uow, holder("Давній Іван", until=date(2026, 6, 30)))
    second = entered(uow, holder("Коваль Олена", since=date(2026, 7, 1)))
    everybody = uow.offices.all()
    assert everybody == [first, second]
    assert offices.on_day(everybody, date(2026, 6, 30)) == [first]
    assert offices.on_day(everybody, date(2026, 7, 1)) == [second]
    assert offices.on_day(everybody, date(2025, 12, 31)) == []


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (holder("Коваль Олена", office="nowhere"), "unknown_body"),
        (holder("  "), "bad_name"),
        (holder("Коваль Олена", post="x" * 121), "bad_name"),
        (holder("Коваль Олена", until=date(2025, 1, 1)), "bad_term"),
        (holder("Інший Петро", post="Голова", since=date(2026, 3, 1)), "bad_term"),
    ],
)
def test_what_cannot_be_is_not_entered(uow: SqlUnitOfWork, one: OfficeHolder, code: str) -> None:
    entered(uow, holder("Давній Іван"))
    with pytest.raises(BadValue) as refused:
        entered(uow, one)
    assert refused.value.code == code
    assert len(uow.offices.all()) == 1


def test_two_posts_of_a_body_have_two_persons(uow: SqlUnitOfWork) -> None:
    entered(uow, holder("Коваль Олена"))
    entered(uow, holder("Бойко Іван", post="заступник голови"))
    assert len(uow.offices.of("kmda")) == 2


def test_only_an_administrator_enters_and_ends(uow: SqlUnitOfWork) -> None:
    operator = hired(uow, "o@x", role=Role.OPERATOR)
    with pytest.raises(NotAllowed):
        offices.enter(uow, operator, holder("Коваль Олена"), NOW, bodies=BODIES)
    one = entered(uow, holder("Коваль Олена"))
    with pytest.raises(NotAllowed):
        offices.end(uow, operator, one.id or 0, date(2026, 5, 1), NOW)
    admin = uow.staff.by_email("admin@x")
    assert admin is not None
    ended = offices.end(uow, admin, one.id or 0, date(2026, 5, 1), NOW)
    assert uow.offices.get(one.id or 0) == ended
    with pytest.raises(BadValue, match="before"):
        offices.end(uow, admin, one.id or 0, date(2025, 5, 1), NOW)
    with pytest.raises(LookupError, match="404"):
        offices.end(uow, admin, 404, date(2026, 5, 1), NOW)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("скаржуся на Вигаданенка", "Вигаданенко Тарас"),
        ("подать жалобу на вигаданенко", "Вигаданенко Тарас"),
        ("до пані Ковалівської", "Ковалівська Ольга"),
        ("нахамила Мельник з каси", None),
        ("нахамила Мельник Ірина з каси", "Мельник Ірина"),
        ("Вигадка все це", None),
        ("", None),
    ],
)
def test_a_surname_is_known_in_any_form_and_two_of_it_are_nobody(
    text: str, name: str | None
) -> None:
    names = ("Вигаданенко Тарас", "Ковалівська Ольга", "Мельник Ірина", "Мельник Петро")
    found = named_in(text, [holder(one) for one in names])
    assert (found and found.name) == name


def test_a_flow_hears_of_the_person_in_office_today_only(uow: SqlUnitOfWork) -> None:
    find = Offices(LAW, BODIES).find_holder
    entered(uow, holder("Давній Іван", until=date(2026, 1, 31)))
    complaint = {"flow": "official_complaint", "description": "скарга на Давнього"}
    assert find(acting(uow), complaint, {})["holder"] is None
    entered(uow, holder("Прикладюк Олена", office="kte", post="директорка"))
    named = {**complaint, "description": "скарга на Прикладюк"}
    assert find(acting(uow), named, {}) == {
        "holder": "Прикладюк Олена",
        "holder_post": "директорка",
        "holder_office": "kte",
        "told": {"official": BODIES["kte"].name_uk},
    }
    assert "told" not in find(acting(uow), {**named, "flow": "appeal_submit"}, {})
